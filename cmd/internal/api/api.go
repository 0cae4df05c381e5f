package api

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"yardstick/cmd/internal/gate"
	"yardstick/engine/store"
	"yardstick/indicators"
	"yardstick/reports"
	"yardstick/reports/render"
)

// Prefix is where the operations stand.
const Prefix = "/api/v1"

// Options say what the API is over.
type Options struct {
	Store *store.Store
	Gate  *gate.Gate
	Now   func() time.Time // the store's clock
	Log   *slog.Logger
}

// API is the operations over one database.
type API struct {
	store *store.Store
	gate  *gate.Gate
	now   func() time.Time
	log   *slog.Logger
	ops   map[string]operation // by the pattern that each is reached by
	huma  huma.API
	// underWay are the keyed writes that are being done; see once.
	underWay sync.Map
}

// Register makes the operations and hangs them onto a mux, each behind what it needs.
func Register(mux *http.ServeMux, o Options) *API {
	a := &API{store: o.Store, gate: o.Gate, now: o.Now, log: o.Log, ops: map[string]operation{}}
	if a.log == nil {
		a.log = slog.New(slog.DiscardHandler)
	}
	huma.NewErrorWithContext, huma.DefaultArrayNullable = a.misunderstood, false
	a.huma = humago.New(guarded{a, mux}, config())
	for _, register := range []func(){a.programmes, a.observations, a.sheets, a.declarations, a.evidence, a.evaluations, a.scorecards, a.trail, a.schedules, a.runs, a.accounts, a.tokens} {
		register()
	}
	a.describe(mux)
	return a
}

func config() huma.Config {
	c := huma.DefaultConfig("yardstick", reports.Version)
	c.Info.Description = "Performance targets as published, what was achieved against them, and how it stands. " +
		"Every write takes an Idempotency-Key; every refusal is a problem by RFC 9457 with a stable code."
	c.OpenAPIPath, c.DocsPath, c.SchemasPath = "", "", "" // described by hand: huma's page loads scripts from elsewhere
	c.CreateHooks = nil                                   // no $schema in answers
	c.NoFormatFallback = false
	c.RejectUnknownQueryParameters = true
	c.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"token":   {Type: "http", Scheme: "bearer", Description: "A token made on the account page or by POST /tokens."},
		"session": {Type: "apiKey", In: "cookie", Name: "yardstick", Description: "The session of somebody who is logged in on the pages."},
	}
	c.Security = []map[string][]string{{"token": {}}, {"session": {}}}
	return c
}

// guarded hands huma's routes to the mux, each behind what its operation needs.
type guarded struct {
	api *API
	mux *http.ServeMux
}

// HandleFunc hangs a route onto the mux. A route without a need does not start.
func (g guarded) HandleFunc(pattern string, handler func(http.ResponseWriter, *http.Request)) {
	op, ok := g.api.ops[pattern]
	if !ok {
		panic("no need for " + pattern)
	}
	var serve http.Handler = http.HandlerFunc(handler)
	if op.keyed() {
		serve = g.api.once(op.Body, serve)
	}
	g.mux.Handle(pattern, g.api.gate.Guard(op.Need, g.api.Refuse, serve))
}

func (g guarded) ServeHTTP(w http.ResponseWriter, r *http.Request) { g.mux.ServeHTTP(w, r) }

// operation is what is said of an operation where it is made.
type operation struct {
	ID, Method, Path string // Path is beneath Prefix
	Need             gate.Need
	Summary          string
	Tag              string
	Body             int64 // largest body in bytes; 0 is 1 MB
	Status           int   // of success; 0 is 200
	Files            bool  // it answers with a file in one of the formats of a scorecard
	Secret           bool  // its answer holds a secret, which is not kept: it takes no key
}

// keyed reports whether the operation takes an Idempotency-Key.
func (o *operation) keyed() bool { return o.Method != http.MethodGet && !o.Secret }

// plainBody is how large a body may be, in bytes, where its operation does not say more.
const plainBody = 1 << 20

// add makes an operation. What its handler returns as an error becomes a problem.
func add[I, O any](a *API, op operation, handler func(context.Context, *I) (*O, error)) {
	path := Prefix + op.Path
	op.Body = max(op.Body, plainBody)
	a.ops[op.Method+" "+path] = op
	described := huma.Operation{
		OperationID: op.ID, Method: op.Method, Path: path, Summary: op.Summary, Tags: []string{op.Tag},
		Description:  "Needs: " + op.Need.String() + ".",
		MaxBodyBytes: op.Body, DefaultStatus: op.Status,
		Responses: map[string]*huma.Response{"default": {Description: "A refusal.", Content: map[string]*huma.MediaType{
			problemType: {Schema: a.huma.OpenAPI().Components.Schemas.Schema(typeOf[Problem](), true, "Problem")},
		}}},
	}
	if op.Files {
		described.Responses["200"] = fileResponse()
	}
	if op.Need.String() == gate.Anybody.String() {
		described.Security = []map[string][]string{}
	}
	if op.keyed() {
		described.Parameters = []*huma.Param{{Name: idempotencyHeader, In: "header", Schema: &huma.Schema{Type: huma.TypeString, MaxLength: pointer(longestKey)},
			Description: "A key of the client's own. The same request with the same key is done once, and answered alike."}}
	}
	huma.Register(a.huma, described, func(ctx context.Context, in *I) (*O, error) {
		out, err := handler(ctx, in)
		var same notModified
		if errors.As(err, &same) {
			return nil, same
		}
		if err != nil {
			return nil, a.problem(ctx, err)
		}
		return out, nil
	})
}

// fileResponse describes a scorecard in any of its formats.
func fileResponse() *huma.Response {
	out := &huma.Response{Description: "The scorecard.", Content: map[string]*huma.MediaType{}}
	for _, format := range render.Formats {
		schema := &huma.Schema{Type: huma.TypeString, Format: "binary"}
		if format == "json" {
			schema = &huma.Schema{Type: huma.TypeObject, AdditionalProperties: true}
		}
		out.Content[strings.Split(render.ContentType(format), ";")[0]] = &huma.MediaType{Schema: schema}
	}
	return out
}

// programme is the definitions in force of a programme.
func (a *API) programme(ctx context.Context, id string) (*indicators.Programme, error) {
	return a.store.Programme(ctx, id, time.Time{})
}

// describe serves the description of the operations, and answers everything else
// beneath the prefix with a problem.
func (a *API) describe(mux *http.ServeMux) {
	anybody := func(pattern string, handler http.HandlerFunc) {
		mux.Handle(pattern, a.gate.Guard(gate.Anybody, a.Refuse, handler))
	}
	anybody("GET "+Prefix+"/openapi.json", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/vnd.oai.openapi+json;version=3.1")
		_, _ = w.Write(a.OpenAPI())
	})
	anybody("GET "+Prefix+"/openapi.yaml", func(w http.ResponseWriter, r *http.Request) {
		text, err := a.huma.OpenAPI().YAML()
		if err != nil {
			a.write(w, r, a.problem(r.Context(), err))
			return
		}
		w.Header().Set("Content-Type", "application/vnd.oai.openapi;version=3.1")
		_, _ = w.Write(text)
	})
	anybody("/api/", func(w http.ResponseWriter, r *http.Request) {
		a.write(w, r, a.problem(r.Context(), a.notThere(r)))
	})
}

// notThere says that there is no such operation, or not by this method.
func (a *API) notThere(r *http.Request) *indicators.Problem {
	var methods []string
	for pattern := range a.ops {
		method, path, _ := strings.Cut(pattern, " ")
		if method != r.Method && samePath(path, r.URL.Path) {
			methods = append(methods, method)
		}
	}
	if len(methods) == 0 {
		return &indicators.Problem{Code: "operation-unknown", Args: indicators.Args{"path": r.URL.Path}}
	}
	return &indicators.Problem{Code: "method-not-allowed", Args: indicators.Args{"method": r.Method, "methods": joined(methods)}}
}

// samePath reports whether a path is one of a pattern's.
func samePath(pattern, path string) bool {
	want, have := strings.Split(pattern, "/"), strings.Split(path, "/")
	if len(want) != len(have) {
		return false
	}
	for k := range want {
		if want[k] != have[k] && !strings.HasPrefix(want[k], "{") {
			return false
		}
	}
	return true
}
