package gate

import (
	"context"
	"crypto/rand"
	"log/slog"
	"net/http"
	"net/netip"
	"time"

	"github.com/alexedwards/scs/v2"

	"yardstick/engine/store"
	"yardstick/indicators"
)

// Options say how a gate is kept.
type Options struct {
	Store *store.Store
	// Secure says that browsers reach the gate by https, so cookies are sent by it alone.
	Secure bool
	// Proxies are the addresses of proxies whose word on where a request came from is taken.
	Proxies []netip.Prefix
	Log     *slog.Logger // a line for each request; nil is silence
	// Watch is told of each request by its route, and of each login; nil: nobody is.
	Watch Watcher
}

// Watcher counts what comes in.
type Watcher interface {
	Request(route string, status int, took time.Duration)
	Login(done bool)
}

// nobody watches where no Watcher is given.
type nobody struct{}

func (nobody) Request(string, int, time.Duration) {}
func (nobody) Login(bool)                         {}

// Gate knows sessions and tokens. Make one for a server.
type Gate struct {
	store    *store.Store
	sessions *scs.SessionManager
	origins  *http.CrossOriginProtection
	proxies  []netip.Prefix
	secure   bool
	log      *slog.Logger
	watch    Watcher
}

// A session ends this long after its login, whatever happens meanwhile.
const sessionLasts = 12 * time.Hour

// accountKey is under what a session holds the name of its account.
const accountKey = "account"

// New makes a gate.
func New(o Options) *Gate {
	sessions := scs.New()
	sessions.Store = kept{o.Store.Sessions()}
	sessions.Lifetime = sessionLasts
	sessions.Cookie.Name = "yardstick"
	sessions.Cookie.HttpOnly = true
	sessions.Cookie.Secure = o.Secure
	sessions.Cookie.SameSite = http.SameSiteLaxMode
	watch := o.Watch
	if watch == nil {
		watch = nobody{}
	}
	log := o.Log
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	sessions.ErrorFunc = func(w http.ResponseWriter, r *http.Request, err error) {
		log.Error("session", "err", err)
		http.Error(w, indicators.English.Say("gate.unavailable", nil), http.StatusServiceUnavailable)
	}
	return &Gate{store: o.Store, sessions: sessions, origins: http.NewCrossOriginProtection(), proxies: o.Proxies, secure: o.Secure, log: log, watch: watch}
}

// Refuse answers a request that is not let in.
type Refuse func(w http.ResponseWriter, r *http.Request, status int, problem *indicators.Problem)

// Enter wraps everything a server serves: it refuses what another site sends,
// finds out who the visitor is, sets the headers that every answer has, and logs.
func (g *Gate) Enter(next http.Handler, refuse Refuse) http.Handler {
	known := g.sessions.LoadAndSave(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v, problem := g.visitor(r)
		r = r.WithContext(context.WithValue(r.Context(), visitorKey{}, v))
		if problem != nil {
			refuse(w, r, http.StatusUnauthorized, problem)
			return
		}
		next.ServeHTTP(w, r)
	}))
	denied := g.sessions.LoadAndSave(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		refuse(w, r, http.StatusForbidden, &indicators.Problem{Code: "other-site"})
	}))
	g.origins.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v := Visitor{Language: languageOf(r), Address: g.address(r)}
		r = r.Clone(context.WithValue(r.Context(), visitorKey{}, v))
		r.Header.Del("Cookie") // another site's request is nobody's: it touches no session
		denied.ServeHTTP(w, r)
	}))
	return g.logged(g.headed(g.origins.Handler(known)))
}

// Guard lets a request through to a handler when its visitor meets the need on the
// scope that the path names.
func (g *Gate) Guard(need Need, refuse Refuse, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		routed(r)
		if status, problem := need.Met(Of(r.Context()), ScopeOf(r)); problem != nil {
			refuse(w, r, status, problem)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// visitor finds out who asks: by a token, by a session, or nobody. The problem is
// a token's that does not hold.
func (g *Gate) visitor(r *http.Request) (Visitor, *indicators.Problem) {
	v := Visitor{Language: languageOf(r), Address: g.address(r)}
	ctx := r.Context()
	if secret := bearer(r); secret != "" {
		actor, err := g.store.ByToken(ctx, secret)
		if err != nil {
			return v, &indicators.Problem{Code: "token-unknown"}
		}
		v.Actor, v.Title, v.Token = actor, actor.Name, true
		return v, nil
	}
	name := g.sessions.GetString(ctx, accountKey)
	if name == "" {
		return v, nil
	}
	account, err := g.store.Account(ctx, name)
	if err != nil || account.Disabled {
		return v, nil
	}
	v.Actor, v.Title = account.Actor(), account.Title
	if v.Title == "" {
		v.Title = account.Name
	}
	return v, nil
}

// Login compares a password and begins a session under a new token. Problems:
// those of store.Login.
func (g *Gate) Login(r *http.Request, name, password string) error {
	ctx := r.Context()
	account, err := g.store.Login(ctx, name, password, g.address(r))
	g.watch.Login(err == nil)
	if err != nil {
		return err
	}
	return g.begin(ctx, account.Name)
}

// Renew begins the visitor's session anew under another token: after all sessions of
// the account have been ended, theirs among them.
func (g *Gate) Renew(r *http.Request) error { return g.begin(r.Context(), Of(r.Context()).Actor.Name) }

func (g *Gate) begin(ctx context.Context, account string) error {
	if err := g.sessions.RenewToken(ctx); err != nil {
		return err
	}
	g.sessions.Put(ctx, accountKey, account)
	token, _, err := g.sessions.Commit(ctx)
	if err != nil {
		return err
	}
	return g.store.Sessions().Bind(ctx, token, account)
}

// Logout ends the visitor's session.
func (g *Gate) Logout(r *http.Request) error { return g.sessions.Destroy(r.Context()) }

// Tell keeps a line for the next page that the visitor sees.
func (g *Gate) Tell(r *http.Request, line string) { g.sessions.Put(r.Context(), "told", line) }

// Told takes what was kept for this page.
func (g *Gate) Told(r *http.Request) string { return g.sessions.PopString(r.Context(), "told") }

// RequestID is the name of a request in the log.
func RequestID(ctx context.Context) string {
	id, _ := ctx.Value(requestKey{}).(string)
	return id
}

type requestKey struct{}

// logged gives each request a name and writes a line about it: its route, never its
// path, which may hold a secret.
func (g *Gate) logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id, began := rand.Text()[:12], time.Now()
		w.Header().Set("X-Request-Id", id)
		seen := &statusWriter{ResponseWriter: w, status: http.StatusOK}
		r = r.WithContext(context.WithValue(r.Context(), requestKey{}, id))
		route := new(string)
		r = r.WithContext(context.WithValue(r.Context(), routeKey{}, route))
		r = r.WithContext(context.WithValue(r.Context(), foundKey{}, new(string)))
		next.ServeHTTP(seen, r)
		took := time.Since(began)
		g.watch.Request(*route, seen.status, took)
		g.log.Info("request", "id", id, "method", r.Method, "route", *route, "status", seen.status, "ms", took.Milliseconds(), "address", g.address(r))
	})
}

type routeKey struct{}

// routed notes for the log which route a request took.
func routed(r *http.Request) {
	if route, ok := r.Context().Value(routeKey{}).(*string); ok {
		*route = r.Pattern
	}
}

// statusWriter remembers how a request was answered.
type statusWriter struct {
	http.ResponseWriter
	status int
}

func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

// Unwrap lets http.ResponseController reach the connection.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// Policy is what a page may load and run: its own files only, no script in the page.
// Bars and tiles are placed by style attributes.
const Policy = "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; font-src 'self'; " +
	"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// headed sets the headers that every answer has. What a handler sets later replaces them.
func (g *Gate) headed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", Policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cache-Control", "private, no-store")
		if g.secure {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		next.ServeHTTP(w, r)
	})
}
