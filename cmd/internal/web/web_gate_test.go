package web_test

import (
	"context"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"yardstick/cmd/internal/gate"
	"yardstick/cmd/internal/web"
	"yardstick/indicators"
)

func TestWhatAnotherSiteSendsIsRefused(t *testing.T) {
	s := newSite(t)
	client := s.client(t, "guangzhou")
	for name, headers := range map[string]map[string]string{
		"another site, as the browser says":   {"Sec-Fetch-Site": "cross-site"},
		"a neighbour under the same domain":   {"Sec-Fetch-Site": "same-site"},
		"an older browser names the origin":   {"Origin": "https://elsewhere.example"},
		"a page without an origin of its own": {"Origin": "null"},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := http.NewRequest(http.MethodPost, s.URL+"/account/sessions", nil)
			if err != nil {
				t.Fatal(err)
			}
			for key, value := range headers {
				r.Header.Set(key, value)
			}
			if got := s.do(t, client, r); got.Status != http.StatusForbidden || !strings.Contains(got.Body, "other-site") {
				t.Errorf("%d %s", got.Status, firstProblem(got.Body))
			}
		})
	}
	r, err := http.NewRequest(http.MethodPost, s.URL+"/account/sessions", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	if got := s.do(t, client, r); got.Status != http.StatusSeeOther {
		t.Errorf("our own page: %d", got.Status)
	}
}

// cookieOf is the session's cookie that an answer sets.
func cookieOf(t *testing.T, header http.Header) *http.Cookie {
	t.Helper()
	for _, cookie := range (&http.Response{Header: header}).Cookies() {
		if cookie.Name == "yardstick" {
			return cookie
		}
	}
	t.Fatal("no session is set:", header)
	return nil
}

func TestTheSessionsCookieIsKeptFromScriptsAndOtherSites(t *testing.T) {
	s := newSite(t)
	s.open(t, "reader")
	got := s.post(t, s.client(t, ""), "/login", "name", "reader", "password", password)
	cookie := cookieOf(t, got.Header)
	if !cookie.HttpOnly || cookie.SameSite != http.SameSiteLaxMode || cookie.Secure || cookie.Path != "/" || cookie.Domain != "" {
		t.Errorf("%+v", cookie)
	}

	entrance := gate.New(gate.Options{Store: s.store, Secure: true})
	pages := web.New(web.Options{Store: s.store, Gate: entrance, Now: s.clock})
	mux := http.NewServeMux()
	pages.Register(mux)
	secure := httptest.NewTLSServer(entrance.Enter(mux, pages.Refuse))
	defer secure.Close()
	client := secure.Client()
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	response, err := client.PostForm(secure.URL+"/login", url.Values{"name": {"reader"}, "password": {password}})
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if cookie := cookieOf(t, response.Header); !cookie.Secure || !cookie.HttpOnly {
		t.Errorf("under TLS: %+v", cookie)
	}
	if response.Header.Get("Strict-Transport-Security") == "" {
		t.Error("under TLS a browser is not told to stay there")
	}
}

// sessionOf is the session that a client holds.
func sessionOf(s *site, c *http.Client) string {
	at, _ := url.Parse(s.URL)
	for _, cookie := range c.Jar.Cookies(at) {
		if cookie.Name == "yardstick" {
			return cookie.Value
		}
	}
	return ""
}

// with is a client that shows a session.
func (s *site) with(session string) *http.Client {
	jar, _ := cookiejar.New(nil)
	at, _ := url.Parse(s.URL)
	jar.SetCookies(at, []*http.Cookie{{Name: "yardstick", Value: session, Path: "/"}})
	return &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// loggedIn reports whether a client is let in.
func (s *site) loggedIn(t *testing.T, c *http.Client) bool {
	t.Helper()
	switch got := s.get(t, c, "/account"); got.Status {
	case http.StatusOK:
		return true
	case http.StatusSeeOther:
		return false
	default:
		t.Fatalf("/account: %d", got.Status)
		return false
	}
}

func TestALoginBeginsUnderAnotherToken(t *testing.T) {
	s := newSite(t)
	client := s.client(t, "reader")
	first := sessionOf(s, client)
	s.post(t, client, "/login", "name", "reader", "password", password)
	second := sessionOf(s, client)
	if first == "" || first == second {
		t.Fatalf("the token stayed %q", first)
	}
	if s.loggedIn(t, s.with(first)) {
		t.Error("the token from before the login still opens the account")
	}
	planted := strings.Repeat("A", len(first))
	client = s.with(planted)
	s.post(t, client, "/login", "name", "reader", "password", password)
	if sessionOf(s, client) == planted {
		t.Error("a session begins under a token that somebody else chose")
	}
}

func TestSessionsEnd(t *testing.T) {
	s := newSite(t)
	ctx := context.Background()
	admin := s.actor("admin")
	for name, end := range map[string]func(*http.Client){
		"when the account is disabled":           func(*http.Client) { s.must(t, s.store.SetDisabled(ctx, &admin, "reader", true)) },
		"when an administrator ends them":        func(*http.Client) { s.must(t, s.store.Sessions().End(ctx, &admin, "reader")) },
		"at the logout, for a copy of it too":    func(c *http.Client) { s.post(t, c, "/logout") },
		"when the password is changed elsewhere": func(*http.Client) { s.must(t, s.store.ChangePassword(ctx, "reader", password, password, "")) },
		"when all others are ended": func(*http.Client) {
			other := s.client(t, "reader")
			s.post(t, other, "/account/sessions")
			if !s.loggedIn(t, other) {
				t.Error("the session that asked ended too")
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			client := s.client(t, "reader")
			session := sessionOf(s, client)
			if !s.loggedIn(t, s.with(session)) {
				t.Fatal("not logged in")
			}
			end(client)
			if s.loggedIn(t, s.with(session)) {
				t.Error("the session goes on")
			}
			s.must(t, s.store.SetDisabled(ctx, &admin, "reader", false))
		})
	}
}

// A request that began before the sessions of its account were ended has something to
// keep for the next page: the session must not come back by it.
func TestASessionThatWasEndedMeanwhileStaysEnded(t *testing.T) {
	s := newSite(t)
	session := sessionOf(s, s.client(t, "reader"))
	entrance := gate.New(gate.Options{Store: s.store})
	under := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if who := gate.Of(r.Context()).Actor.Name; who != "reader" {
			t.Errorf("the request is %q's", who)
		}
		s.must(t, s.store.Sessions().End(r.Context(), nil, "reader"))
		entrance.Tell(r, "done")
	})
	server := httptest.NewServer(entrance.Enter(under, func(http.ResponseWriter, *http.Request, int, *indicators.Problem) {}))
	defer server.Close()
	r, err := http.NewRequest(http.MethodGet, server.URL, nil)
	s.must(t, err)
	r.AddCookie(&http.Cookie{Name: "yardstick", Value: session})
	if got := s.do(t, http.DefaultClient, r); got.Status != http.StatusOK {
		t.Fatal(got.Status)
	}
	if s.loggedIn(t, s.with(session)) {
		t.Error("the session is back")
	}
}

func TestASessionEndsAfterTwelveHours(t *testing.T) {
	s := newSite(t)
	client := s.client(t, "reader")
	began := time.Now() // the session manager's own clock
	for after, want := range map[time.Duration]bool{11 * time.Hour: true, 12*time.Hour + time.Minute: false} {
		s.mutex.Lock()
		s.now = began.Add(after)
		s.mutex.Unlock()
		if got := s.loggedIn(t, s.with(sessionOf(s, client))); got != want {
			t.Errorf("after %v: logged in %v", after, got)
		}
	}
}

func (s *site) must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestGuessingAPasswordIsSlowedDown(t *testing.T) {
	s := newSite(t)
	s.open(t, "reader")
	client := s.client(t, "")
	for n := range 5 {
		if got := s.post(t, client, "/login", "name", "reader", "password", "wrong"); got.Status != http.StatusUnauthorized {
			t.Fatalf("guess %d: %d", n, got.Status)
		}
	}
	got := s.post(t, client, "/login", "name", "reader", "password", password)
	if got.Status != http.StatusTooManyRequests || !strings.Contains(got.Body, "login-later") || strings.Contains(got.Body, password) {
		t.Errorf("the right one after five wrong ones: %d", got.Status)
	}
	s.wait(16 * time.Minute)
	if got := s.post(t, client, "/login", "name", "reader", "password", password); got.Status != http.StatusSeeOther {
		t.Errorf("a quarter of an hour later: %d", got.Status)
	}
}

func TestALoginLeadsToThisSiteAlone(t *testing.T) {
	s := newSite(t)
	s.open(t, "reader")
	for next, want := range map[string]string{
		"/p/gd-2021/audit?since=2021-01-01": "/p/gd-2021/audit?since=2021-01-01",
		"":                                  "/",
		"https://elsewhere.example/":        "/",
		"//elsewhere.example/":              "/",
		`/\elsewhere.example/`:              "/",
		`\\elsewhere.example`:               "/",
		"/%09/elsewhere.example":            "/%09/elsewhere.example",
		"///elsewhere.example":              "/",
		"javascript:alert(1)":               "/",
		"http:elsewhere.example":            "/",
		"elsewhere.example":                 "/",
		"/\t/elsewhere.example":             "/",
	} {
		got := s.post(t, s.client(t, ""), "/login", "name", "reader", "password", password, "next", next)
		if got.Status != http.StatusSeeOther || got.Header.Get("Location") != want {
			t.Errorf("next=%q: %d to %q, want %q", next, got.Status, got.Header.Get("Location"), want)
		}
		page := s.get(t, s.client(t, ""), "/login?next="+url.QueryEscape(next))
		if strings.Contains(page.Body, `value="https:`) || strings.Contains(page.Body, `value="//`) {
			t.Errorf("next=%q stands in the login page", next)
		}
	}
}

func TestATokenDoesWhatItWasMadeForAndNoMore(t *testing.T) {
	s := newSite(t)
	client := s.client(t, "reviewer")
	got := s.post(t, client, "/account/tokens", "title", "nightly", "days", "30", "grant", "reviewer:*", "region", "440100")
	if got.Status != http.StatusCreated {
		t.Fatalf("%d %s", got.Status, firstProblem(got.Body))
	}
	_, rest, _ := strings.Cut(got.Body, `class="secret">`)
	secret, _, _ := strings.Cut(rest, "<")
	if !strings.HasPrefix(secret, "ys_") {
		t.Fatalf("no secret is shown: %q", secret)
	}
	if page := s.get(t, client, "/account"); strings.Contains(page.Body, secret) || !strings.Contains(page.Body, "nightly") {
		t.Error("the secret is shown again, or the token is not listed")
	}
	program := func(method, path string) answer {
		r, err := http.NewRequest(method, s.URL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer "+secret)
		return s.do(t, http.DefaultClient, r)
	}
	for path, want := range map[string]int{
		"GET /p/gd-2021/city/440100":      http.StatusOK,
		"GET /p/gd-2021/city/440300":      http.StatusForbidden,
		"GET /p/gd-2021/review":           http.StatusOK,
		"GET /accounts":                   http.StatusForbidden,
		"POST /account/tokens":            http.StatusForbidden,
		"POST /account/sessions":          http.StatusForbidden,
		"POST /account/password":          http.StatusForbidden,
		"POST /account/tokens/any/revoke": http.StatusForbidden,
	} {
		method, address, _ := strings.Cut(path, " ")
		if got := program(method, address); got.Status != want {
			t.Errorf("%s: %d, want %d (%s)", path, got.Status, want, firstProblem(got.Body))
		}
	}
	if page := program("GET", "/p/gd-2021/review"); strings.Contains(page.Body, "/440300/") {
		t.Error("the queue shows a sheet of another city")
	}
	s.wait(31 * 24 * time.Hour)
	if got := program("GET", "/p/gd-2021/city/440100"); got.Status != http.StatusUnauthorized {
		t.Errorf("an expired token: %d", got.Status)
	}
}
