package deliver

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"yardstick/engine/schedule"
	"yardstick/engine/store"
)

// webhookTimeout is how long a receiver may take to answer.
const webhookTimeout = 30 * time.Second

// The headers of a webhook. The signature is "sha256=" and, in hexadecimal digits, the
// HMAC of the body under the secret; the body holds the instant at which it was sent, so
// that an old one cannot be sent anew. The delivery's id is the same for every attempt.
const (
	SignatureHeader = "X-Yardstick-Signature"
	DeliveryHeader  = "X-Yardstick-Delivery"
)

// Notice is what a webhook is told of a run.
type Notice struct {
	ID        string          `json:"id"` // the same for every attempt
	SentAt    time.Time       `json:"sent_at"`
	Programme string          `json:"programme"`
	Schedule  string          `json:"schedule"`
	Run       int64           `json:"run"`
	Due       time.Time       `json:"due"`
	AsOf      time.Time       `json:"as_of"`
	Period    string          `json:"period"` // 2021-10
	State     store.FileState `json:"state"`  // done, or failed when a file is missing
	Files     []NoticeFile    `json:"files"`
}

// NoticeFile is one file of the run.
type NoticeFile struct {
	Scope       string          `json:"scope"`
	Format      string          `json:"format"`
	State       store.FileState `json:"state"`
	Path        string          `json:"path"` // under the folder of the schedules' files
	Size        int64           `json:"size"`
	SHA256      string          `json:"sha256,omitempty"`
	Fingerprint string          `json:"fingerprint,omitempty"` // of the evaluation
	Fault       string          `json:"fault,omitempty"`       // why it is not there
}

// webhook tells an address of a run.
type webhook struct {
	Options
	client *http.Client
}

func newWebhook(o Options) *webhook {
	return &webhook{Options: o, client: &http.Client{Timeout: webhookTimeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// Targets is the address that the run's schedule names.
func (w *webhook) Targets(run store.Run) []string {
	if run.Plan.Webhook == nil {
		return nil
	}
	return []string{run.Plan.Webhook.URL}
}

// Attempts is how often it is told: for a day.
func (w *webhook) Attempts() int { return tries }

// Deliver tells it once. Problems: webhook-unset, webhook-refused (with its status:
// another attempt would be answered alike), webhook-moved, webhook-failed.
func (w *webhook) Deliver(ctx context.Context, d schedule.Delivery) error {
	if w.Settings.WebhookSecret == "" {
		return schedule.Final(problem("webhook-unset", "name", EnvWebhookSecret))
	}
	notice := w.notice(d)
	body, err := json.Marshal(notice)
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, d.Target, bytes.NewReader(body))
	if err != nil {
		return schedule.Final(problem("webhook-refused", "address", shown(d.Target), "status", err.Error()))
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("User-Agent", "yardstick")
	request.Header.Set(DeliveryHeader, notice.ID)
	request.Header.Set(SignatureHeader, Sign(w.Settings.WebhookSecret, body))
	answer, err := w.client.Do(request)
	if err != nil {
		var why *url.Error
		if errors.As(err, &why) {
			err = why.Err // without the address, which may hold a token
		}
		return problem("webhook-failed", "address", shown(d.Target), "why", err.Error())
	}
	defer answer.Body.Close()
	_, _ = io.CopyN(io.Discard, answer.Body, 64<<10) // so that the connection may be used again
	return judged(shown(d.Target), answer.StatusCode)
}

// judged is what a receiver's status means.
func judged(address string, status int) error {
	text := strconv.Itoa(status) + " " + http.StatusText(status)
	switch {
	case status >= 200 && status < 300:
		return nil
	case status >= 300 && status < 400:
		return schedule.Final(problem("webhook-moved", "address", address, "status", text))
	case status == http.StatusRequestTimeout, status == http.StatusTooEarly, status == http.StatusTooManyRequests, status >= 500:
		return problem("webhook-failed", "address", address, "why", text)
	}
	return schedule.Final(problem("webhook-refused", "address", address, "status", text))
}

// Sign is the signature of a body under a secret, as the header has it.
func Sign(secret Secret, body []byte) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write(body)
	return "sha256=" + hex.EncodeToString(mac.Sum(nil))
}

func (w *webhook) notice(d schedule.Delivery) Notice {
	out := Notice{ID: keyOf(d.Run, d.Target), SentAt: w.Now().UTC(), Programme: d.Run.Programme, Schedule: d.Run.Schedule, Run: d.Run.Key,
		Due: d.Run.Due.UTC(), AsOf: d.Run.AsOf.UTC(), Period: d.Run.Period.String(), State: store.FileDone, Files: []NoticeFile{}}
	for _, file := range d.Files {
		if file.State == store.FileFailed {
			out.State = store.FileFailed
		}
		out.Files = append(out.Files, NoticeFile{Scope: file.Scope, Format: file.Format, State: file.State, Path: file.Path, Size: file.Size,
			SHA256: file.SHA256, Fingerprint: file.Fingerprint, Fault: file.Fault.Say(d.Run.Plan.Language)})
	}
	return out
}

// shown is an address as it may be told: the rest of it often holds a token.
func shown(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "?"
	}
	return u.Scheme + "://" + u.Host
}
