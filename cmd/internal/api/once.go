package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"yardstick/cmd/internal/gate"
	"yardstick/engine/store"
	"yardstick/indicators"
)

// idempotencyHeader carries the client's own key of a write.
const idempotencyHeader = "Idempotency-Key"

// longestKey is how long a key may be, in bytes: it is kept with the figures.
const longestKey = 200

// keyKey is under what a request's context holds its key, for the figures it enters.
type keyKey struct{}

func keyOf(ctx context.Context) string {
	key, _ := ctx.Value(keyKey{}).(string)
	return key
}

// once does a write with a key once: sent again it is answered as it was the first
// time. What a server that died had done, but not yet answered, is done again; figures
// know their key themselves, so they are not entered twice even then.
func (a *API) once(largest int64, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		key := strings.TrimSpace(r.Header.Get(idempotencyHeader))
		if key == "" {
			next.ServeHTTP(w, r)
			return
		}
		ctx, who := r.Context(), gate.Of(r.Context()).Actor.Name
		if len(key) > longestKey {
			most := indicators.Args{"most": strconv.Itoa(longestKey)}
			a.write(w, r, a.problem(ctx, &indicators.Problem{Code: "idempotency-key-long", Args: most}))
			return
		}
		name := who + "\n" + key
		if _, busy := a.underWay.LoadOrStore(name, true); busy {
			a.write(w, r, a.problem(ctx, &indicators.Problem{Code: "idempotency-in-flight", Args: indicators.Args{"key": key}}))
			return
		}
		defer a.underWay.Delete(name)
		request, err := digest(w, r, largest)
		if err != nil {
			a.write(w, r, a.problem(ctx, err))
			return
		}
		known, err := a.store.Begin(ctx, who, key, request)
		if err != nil {
			a.write(w, r, a.problem(ctx, err))
			return
		}
		if known != nil {
			w.Header().Set("Idempotent-Replayed", "true")
			replay(w, *known)
			return
		}
		answer := &recorder{header: http.Header{}, status: http.StatusOK}
		next.ServeHTTP(answer, r.WithContext(context.WithValue(ctx, keyKey{}, key)))
		kept := store.Answer{Status: answer.status, Type: answer.header.Get("Content-Type"), Body: answer.body.Bytes()}
		keeping, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
		defer cancel()
		if err := a.store.Answered(keeping, who, key, kept); err != nil {
			a.log.Error("keeping an answer", "id", gate.RequestID(ctx), "err", err)
		}
		for name, values := range answer.header {
			w.Header()[name] = values
		}
		replay(w, kept)
	})
}

// digest reads the body, so that it can be read again, and is the SHA-256 of the request.
func digest(w http.ResponseWriter, r *http.Request, largest int64) ([]byte, error) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, largest))
	if err != nil {
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			return nil, &indicators.Problem{Code: "sent-too-large"}
		}
		return nil, &indicators.Problem{Code: "request-unclear"}
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	h := sha256.New()
	_, _ = io.WriteString(h, r.Method+" "+r.URL.RequestURI()+"\n") // a hash never fails
	_, _ = h.Write(body)
	return h.Sum(nil), nil
}

func replay(w http.ResponseWriter, a store.Answer) {
	if a.Type != "" {
		w.Header().Set("Content-Type", a.Type)
	}
	w.WriteHeader(a.Status)
	_, _ = w.Write(a.Body) // whoever asked has gone
}

// recorder takes an answer down before it is sent.
type recorder struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (r *recorder) Header() http.Header         { return r.header }
func (r *recorder) WriteHeader(status int)      { r.status = status }
func (r *recorder) Write(p []byte) (int, error) { return r.body.Write(p) }
