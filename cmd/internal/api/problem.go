package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"reflect"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"yardstick/cmd/internal/gate"
	"yardstick/engine"
	"yardstick/indicators"
)

// problemType is the media type of RFC 9457.
const problemType = "application/problem+json"

// Problem is a refusal as RFC 9457 has it, with the code that programs go by.
type Problem struct {
	Type     string            `json:"type" doc:"about:blank; the code tells problems apart" example:"about:blank"`
	Title    string            `json:"title" doc:"What the status means" example:"Unprocessable Entity"`
	Status   int               `json:"status" example:"422"`
	Detail   string            `json:"detail" doc:"What went wrong and what to do, in the language asked for by Accept-Language"`
	Instance string            `json:"instance,omitempty" doc:"The request, by which the log has it"`
	Code     string            `json:"code" doc:"Stable" example:"entry-period-future"`
	Args     map[string]string `json:"args,omitempty" doc:"What the detail names"`
	Problems []ProblemItem     `json:"problems,omitempty" doc:"Where several things are wrong, each of them"`
}

// ProblemItem is one of several things that are wrong.
type ProblemItem struct {
	Code     string            `json:"code"`
	Detail   string            `json:"detail"`
	Severity string            `json:"severity,omitempty" enum:"error,warning,note"`
	At       string            `json:"at,omitempty" doc:"Where: a place in the body, a file with line and column, a sheet with its cell"`
	Args     map[string]string `json:"args,omitempty"`
}

// Error is the detail, so that a Problem is an error.
func (p *Problem) Error() string { return p.Detail }

// GetStatus is the HTTP status.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType is that of RFC 9457.
func (p *Problem) ContentType(string) string { return problemType }

// problem words an error in the visitor's language. What is no problem of the engine
// is a fault of ours: it goes to the log, not to the client.
func (a *API) problem(ctx context.Context, err error) *Problem {
	l := gate.Of(ctx).Language
	var known *Problem
	if errors.As(err, &known) {
		return known
	}
	problems := problemsOf(err)
	if len(problems) == 0 {
		a.log.Error("operation", "id", gate.RequestID(ctx), "err", err)
		problems = []*indicators.Problem{{Code: "page-failed"}}
		return newProblem(ctx, http.StatusInternalServerError, problems[0], l)
	}
	out := newProblem(ctx, statusOf(problems[0]), problems[0], l)
	if len(problems) > 1 || problems[0].At != (indicators.Place{}) {
		for _, p := range problems {
			out.Problems = append(out.Problems, itemOf(p, l))
		}
	}
	return out
}

func newProblem(ctx context.Context, status int, p *indicators.Problem, l indicators.Language) *Problem {
	return &Problem{Type: "about:blank", Title: http.StatusText(status), Status: status, Detail: sentence(p, l),
		Instance: gate.RequestID(ctx), Code: p.Code, Args: p.Args}
}

func itemOf(p *indicators.Problem, l indicators.Language) ProblemItem {
	severity := p.Severity
	if severity == "" {
		severity = indicators.Error
	}
	return ProblemItem{Code: p.Code, Detail: sentence(p, l), Severity: string(severity), At: p.At.String(), Args: p.Args}
}

// sentence is the message with what to do about it.
func sentence(p *indicators.Problem, l indicators.Language) string {
	if hint := p.Hint(l); hint != "" {
		return p.Message(l) + l.Say("problem.join", nil) + hint
	}
	return p.Message(l)
}

// statusOf is gate.Status, and what only the API refuses.
func statusOf(p *indicators.Problem) int {
	switch p.Code {
	case "operation-unknown":
		return http.StatusNotFound
	case "method-not-allowed":
		return http.StatusMethodNotAllowed
	case "precondition-failed":
		return http.StatusPreconditionFailed
	case "idempotency-in-flight":
		return http.StatusConflict
	}
	return gate.Status(p)
}

func problemsOf(err error) []*indicators.Problem {
	var refused *engine.Refusal
	var problem *indicators.Problem
	switch {
	case errors.As(err, &refused):
		return refused.Problems
	case errors.As(err, &problem):
		return []*indicators.Problem{problem}
	}
	return nil
}

// misunderstood makes a problem of what huma refuses before a handler runs: a body
// or parameter that is not as described.
func (a *API) misunderstood(c huma.Context, status int, message string, errs ...error) huma.StatusError {
	ctx := context.Background()
	if c != nil {
		ctx = c.Context()
	}
	l := gate.Of(ctx).Language
	code := "request-unclear"
	switch status {
	case http.StatusInternalServerError:
		a.log.Error("operation", "id", gate.RequestID(ctx), "err", message)
		return newProblem(ctx, status, &indicators.Problem{Code: "page-failed"}, l)
	case http.StatusRequestEntityTooLarge:
		code = "sent-too-large"
	case http.StatusUnsupportedMediaType:
		code = "media-type"
	case http.StatusNotAcceptable:
		code = "not-acceptable"
	}
	out := newProblem(ctx, status, &indicators.Problem{Code: code}, l)
	for _, err := range errs {
		out.Problems = append(out.Problems, detailOf(err, l))
	}
	if len(out.Problems) == 0 && code == "request-unclear" {
		out.Problems = []ProblemItem{detailOf(errors.New(message), l)}
	}
	return out
}

func detailOf(err error, l indicators.Language) ProblemItem {
	args := indicators.Args{"why": err.Error(), "where": "body"}
	var detail huma.ErrorDetailer
	if errors.As(err, &detail) {
		d := detail.ErrorDetail()
		args = indicators.Args{"why": d.Message, "where": d.Location}
	}
	p := &indicators.Problem{Code: "request-field", Args: args}
	item := itemOf(p, l)
	item.At = args["where"]
	return item
}

// Refuse answers a request that is not let in.
func (a *API) Refuse(w http.ResponseWriter, r *http.Request, status int, problem *indicators.Problem) {
	a.write(w, r, newProblem(r.Context(), status, problem, gate.Of(r.Context()).Language))
}

func (a *API) write(w http.ResponseWriter, _ *http.Request, p *Problem) {
	h := w.Header()
	h.Set("Content-Type", problemType)
	switch p.Status {
	case http.StatusUnauthorized:
		h.Set("WWW-Authenticate", `Bearer realm="yardstick"`)
	case http.StatusMethodNotAllowed:
		h.Set("Allow", p.Args["methods"])
	}
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p) // whoever asked has gone
}

func joined(words []string) string {
	slices.Sort(words)
	return strings.Join(slices.Compact(words), ", ")
}

func pointer[T any](v T) *T { return &v }

func typeOf[T any]() reflect.Type { return reflect.TypeFor[T]() }
