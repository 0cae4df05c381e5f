package operate

import (
	"context"
	"encoding/json"
	"net/http"
	"time"
)

// Check is one thing that a server needs for its work; nil means it has it.
type Check struct {
	Name string
	Run  func(context.Context) error
}

// health is the answer to /healthz and /readyz.
type health struct {
	Status string            `json:"status"` // ok or failed
	Failed map[string]string `json:"failed,omitempty"`
}

// Healthz says that the process answers.
func Healthz(w http.ResponseWriter, _ *http.Request) { answer(w, health{Status: "ok"}) }

// readyWithin is how long all checks may take.
const readyWithin = 5 * time.Second

// Readyz runs the checks: 200 when all hold, 503 with what failed.
func Readyz(checks ...Check) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), readyWithin)
		defer cancel()
		out := health{Status: "ok"}
		for _, check := range checks {
			if err := check.Run(ctx); err != nil {
				out.Status = "failed"
				if out.Failed == nil {
					out.Failed = map[string]string{}
				}
				out.Failed[check.Name] = err.Error()
			}
		}
		answer(w, out)
	}
}

func answer(w http.ResponseWriter, h health) {
	w.Header().Set("Content-Type", "application/json")
	if h.Status != "ok" {
		w.WriteHeader(http.StatusServiceUnavailable)
	}
	_ = json.NewEncoder(w).Encode(h) // whoever asked has gone
}
