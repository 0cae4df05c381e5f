package deliver

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"yardstick/engine/schedule"
	"yardstick/engine/store"
	"yardstick/indicators"
)

// receiver takes notices, and answers as it is told to.
type receiver struct {
	*httptest.Server
	mutex   sync.Mutex
	heard   []http.Header
	bodies  [][]byte
	answers func(n int, w http.ResponseWriter, r *http.Request) // n from 1
}

func newReceiver(t *testing.T, answers func(n int, w http.ResponseWriter, r *http.Request)) *receiver {
	r := &receiver{answers: answers}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		body, err := io.ReadAll(q.Body)
		if err != nil {
			t.Error(err)
		}
		r.mutex.Lock()
		r.heard, r.bodies = append(r.heard, q.Header), append(r.bodies, body)
		n := len(r.heard)
		r.mutex.Unlock()
		r.answers(n, w, q)
	}))
	t.Cleanup(r.Close)
	return r
}

func TestAReceiverThatFailsIsToldUntilItTakesTheNotice(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	r := newReceiver(t, func(n int, w http.ResponseWriter, _ *http.Request) {
		switch n {
		case 1:
			w.WriteHeader(http.StatusInternalServerError)
		case 2:
			conn, _, err := http.NewResponseController(w).Hijack()
			if err != nil {
				t.Error(err)
				return
			}
			conn.Close()
		case 3:
			w.WriteHeader(http.StatusTooManyRequests)
		}
	})
	o.poison = "city-440300"
	plan := indicators.Schedule{Scopes: []string{"programme", "440300"}, Webhook: &indicators.ScheduleWebhook{URL: r.URL + "/hook?token=t"}}
	run := o.run(t, plan, Settings{WebhookSecret: "shared"}, func(int) { o.clock.Set(o.clock.Now().Add(time.Minute)) })
	if d := o.deliveries(t, run)["webhook "+plan.Webhook.URL]; d.State != store.FileDone || d.Attempts != 4 || len(r.heard) != 4 {
		t.Fatalf("%s after %d attempts", d.State, d.Attempts)
	}
	var first, last Notice
	for n, into := range map[int]*Notice{0: &first, 3: &last} {
		if err := json.Unmarshal(r.bodies[n], into); err != nil {
			t.Fatal(err)
		}
		if got := r.heard[n].Get("X-Yardstick-Signature"); got != Sign("shared", r.bodies[n]) || got == Sign("another", r.bodies[n]) {
			t.Errorf("signature %q", got)
		}
	}
	if first.ID != last.ID || first.ID != r.heard[3].Get("X-Yardstick-Delivery") || !last.SentAt.After(first.SentAt) {
		t.Errorf("%+v then %+v", first, last)
	}
	files := o.files(t, run)
	if last.Run != run.Key || last.Programme != "gd-2021" || last.Period != "2021-10" || last.State != store.FileFailed || len(last.Files) != 2 {
		t.Errorf("%+v", last)
	}
	for _, f := range last.Files {
		of := files[f.Scope+"."+f.Format]
		if f.SHA256 != of.SHA256 || f.Size != of.Size || f.Fingerprint != of.Fingerprint || f.State != of.State || (f.Fault == "") == (of.State == store.FileFailed) {
			t.Errorf("%+v of %+v", f, of)
		}
	}
}

// The signature is one that others compute alike: printf '{"a":1}' | openssl dgst -sha256 -hmac shared.
func TestTheSignatureIsTheOneThatOthersCompute(t *testing.T) {
	const want = "sha256=def0e4aa31899afa017c6243f1c30528c036adf4a25fa5a755f7137ac60a0c0f"
	if got := Sign("shared", []byte(`{"a":1}`)); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestWhatAnAnswerMeans(t *testing.T) {
	elsewhere := newReceiver(t, func(int, http.ResponseWriter, *http.Request) {})
	for name, c := range map[string]struct {
		status int
		code   string
		again  bool
	}{
		"taken":                        {http.StatusNoContent, "", false},
		"a redirect is not followed":   {http.StatusTemporaryRedirect, "webhook-moved", false},
		"no such address":              {http.StatusNotFound, "webhook-refused", false},
		"the signature is not ours":    {http.StatusUnauthorized, "webhook-refused", false},
		"too many at once":             {http.StatusTooManyRequests, "webhook-failed", true},
		"the receiver's own fault":     {http.StatusBadGateway, "webhook-failed", true},
		"it waited too long for us":    {http.StatusRequestTimeout, "webhook-failed", true},
		"it is asked to come by again": {http.StatusTooEarly, "webhook-failed", true},
	} {
		r := newReceiver(t, func(_ int, w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", elsewhere.URL)
			w.WriteHeader(c.status)
		})
		err := newWebhook(Options{Settings: Settings{WebhookSecret: "shared"}, Now: time.Now}).Deliver(ctx, schedule.Delivery{Target: r.URL})
		if codeOf(err) != c.code || err != nil && schedule.IsFinal(err) == c.again {
			t.Errorf("%s: %v", name, err)
		}
	}
	if len(elsewhere.heard) != 0 {
		t.Error("a redirect was followed")
	}
}

func TestAReceiverThatHangsIsTriedAgainAndItsTokenNotTold(t *testing.T) {
	release := make(chan struct{})
	r := newReceiver(t, func(int, http.ResponseWriter, *http.Request) { <-release })
	defer close(release)
	patience, cancel := context.WithTimeout(ctx, 50*time.Millisecond)
	defer cancel()
	err := newWebhook(Options{Settings: Settings{WebhookSecret: "shared"}, Now: time.Now}).Deliver(patience, schedule.Delivery{Target: r.URL + "/secret?token=secret"})
	if codeOf(err) != "webhook-failed" || schedule.IsFinal(err) || strings.Contains(err.Error(), "secret") {
		t.Error(err)
	}
}

// signedByHand is the check of a signature that the operator's pages show.
var signedByHand = regexp.MustCompile(`(?m)^\$ printf '%s' '(.+)' \| openssl dgst -sha256 -hmac '(.+)' -r\n([0-9a-f]{64}) \*stdin$`)

func TestTheSignatureIsTheOneThatIsDocumented(t *testing.T) {
	for _, page := range []string{"operating.md", "operating.zh-CN.md"} {
		text := string(reads(t, "..", "..", "..", "docs", page))
		shown := signedByHand.FindStringSubmatch(text)
		if shown == nil {
			t.Fatalf("%s shows no signature", page)
		}
		if got := Sign(Secret(shown[2]), []byte(shown[1])); got != "sha256="+shown[3] {
			t.Errorf("%s shows %s, and it is %s", page, shown[3], got)
		}
		for _, name := range []string{SignatureHeader, DeliveryHeader, EnvHost, EnvFrom, EnvLimit, EnvRecipients, EnvWebhookSecret, EnvWebhookFile} {
			if !strings.Contains(text, "`"+name+"`") {
				t.Errorf("%s does not name %s", page, name)
			}
		}
	}
}
