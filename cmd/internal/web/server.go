package web

import (
	"log/slog"
	"net/http"
	"strings"
	"time"

	"yardstick/cmd/internal/gate"
	"yardstick/cmd/internal/standing"
	"yardstick/engine/store"
	"yardstick/indicators"
)

// Options say what the pages are over.
type Options struct {
	Store *store.Store
	Gate  *gate.Gate
	Now   func() time.Time // the store's clock
	// Demo says on every page that the results are made up, and who may log in.
	Demo []DemoAccount
	Log  *slog.Logger
	// Evaluated is told how long evaluations took; nil: nobody is.
	Evaluated func(time.Duration)
	// Files is the folder that schedules' files lie under; without one none can be
	// fetched. Unworked says why this server does not work the schedules; nil when it
	// does.
	Files    string
	Unworked *indicators.Problem
}

// DemoAccount is a ready account of the demonstration.
type DemoAccount struct {
	Name, Password string
	Role           string // a code of topic web: demo.officer
}

// Server is the pages of one database.
type Server struct {
	store *store.Store
	gate  *gate.Gate
	now   func() time.Time
	demo  []DemoAccount
	log   *slog.Logger

	files    string              // of schedules
	unworked *indicators.Problem // why schedules are not worked here

	standings *standing.Cache
	imports   heldPreviews // what visitors have looked at and may apply
}

// New makes the pages.
func New(o Options) *Server {
	s := &Server{store: o.Store, gate: o.Gate, now: o.Now, demo: o.Demo, log: o.Log, files: o.Files, unworked: o.Unworked, standings: standing.NewCache(evaluationsKept)}
	s.standings.Took = o.Evaluated
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	return s
}

// Register hangs every page onto a mux, each behind what its route needs.
func (s *Server) Register(mux *http.ServeMux) {
	for _, route := range s.routes() {
		handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			r.Body = http.MaxBytesReader(w, r.Body, max(route.Body, plainBody))
			if err := route.Handle(w, r); err != nil {
				s.fail(w, r, err)
			}
		})
		mux.Handle(strings.TrimSpace(route.Method+" "+route.Path), s.gate.Guard(route.Need, s.Refuse, handler))
	}
}

// plainBody is how large a form may be, in bytes, where its route does not say more.
const plainBody = 1 << 20

// Route is one page, or one thing a page does. Without a method it answers any.
type Route struct {
	Method, Path string
	Need         gate.Need
	Handle       func(http.ResponseWriter, *http.Request) error
	Body         int64 // how large what is sent may be, in bytes; 0 is a form's
}

// programme is the definitions in force of the {programme} in a request's path.
func (s *Server) programme(r *http.Request) (*indicators.Programme, error) {
	return s.store.Programme(r.Context(), r.PathValue("programme"), time.Time{})
}

// dates are the two dates of a request's query: ?through=2021-10&as-of=2021-10-31.
func dates(r *http.Request) standing.Dates {
	q := r.URL.Query()
	return standing.Dates{Through: q.Get("through"), AsOf: q.Get("as-of"), Method: q.Get("method"), Include: q.Get("include")}
}
