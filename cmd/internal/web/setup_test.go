package web_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"yardstick/cmd/internal/gate"
	"yardstick/cmd/internal/web"
	"yardstick/engine"
	"yardstick/engine/store"
	"yardstick/indicators"
	"yardstick/indicators/library"
	"yardstick/reports/requiretest"
)

// password opens every account of a site.
const password = "correct-horse-battery"

// accounts are those of a site, by name.
var accounts = map[string]store.Account{
	"guangzhou": {Title: "林晓", Grants: []engine.Grant{{Role: engine.Officer, Scope: engine.Scope{Region: "440100"}}}},
	"shenzhen":  {Title: "何川", Grants: []engine.Grant{{Role: engine.Officer, Scope: engine.Scope{Region: "440300"}}}},
	"reviewer":  {Title: "周敏", Grants: []engine.Grant{{Role: engine.Reviewer}}},
	"manager":   {Title: "陈立", Grants: []engine.Grant{{Role: engine.Manager}}},
	"reader":    {Title: "张阅", Grants: []engine.Grant{{Role: engine.Reader}}},
	"admin":     {Title: "王管", Grants: []engine.Grant{{Role: engine.Administrator}}},
}

// site is the pages over a real database that holds gd-2021.
type site struct {
	*httptest.Server
	store *store.Store
	p     *indicators.Programme
	files string // the folder of what schedules make

	mutex sync.Mutex
	now   time.Time
}

// newSite serves gd-2021 with its accounts. The clock stands at noon of 1 April
// 2021: March is being entered.
func newSite(t testing.TB) *site {
	t.Helper()
	made, err := base()
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "site.db")
	if err := os.WriteFile(name, made, 0o600); err != nil {
		t.Fatal(err)
	}
	s := &site{now: opens(), files: t.TempDir()}
	ctx := context.Background()
	st, err := store.Open(ctx, name, store.Options{Now: s.clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	s.store = st
	if s.p, err = st.Programme(ctx, "gd-2021", time.Time{}); err != nil {
		t.Fatal(err)
	}
	s.serve(t)
	return s
}

func opens() time.Time {
	return time.Date(2021, time.April, 1, 12, 0, 0, 0, library.Programme().Location())
}

// base is the database that every site begins with: made once, then copied.
var base = sync.OnceValues(func() ([]byte, error) {
	folder, err := os.MkdirTemp("", "site")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	name, ctx := filepath.Join(folder, "base.db"), context.Background()
	st, err := store.Open(ctx, name, store.Options{Create: true, Now: opens})
	if err != nil {
		return nil, err
	}
	_, err = st.LoadProgramme(ctx, library.Sources(), store.LocalOperator)
	for name, account := range accounts {
		account.Name = name
		err = errors.Join(err, st.AddAccount(ctx, nil, account))
	}
	if err := errors.Join(err, st.Close()); err != nil {
		return nil, err
	}
	return os.ReadFile(name)
})

func (s *site) serve(t testing.TB) {
	entrance := gate.New(gate.Options{Store: s.store})
	pages := web.New(web.Options{Store: s.store, Gate: entrance, Now: s.clock, Files: s.files})
	mux := http.NewServeMux()
	pages.Register(mux)
	s.Server = httptest.NewServer(entrance.Enter(mux, pages.Refuse))
	t.Cleanup(s.Close)
}

func (s *site) clock() time.Time {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.now
}

// set sets the clock to an hour of a day, in the programme's time zone.
func (s *site) set(year int, month time.Month, day, hour int) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.now = time.Date(year, month, day, hour, 0, 0, 0, s.p.Location())
}

// actor is an account as the one who acts.
func (s *site) actor(name string) engine.Actor {
	return engine.Actor{Name: name, Grants: accounts[name].Grants}
}

// open gives an account its password, the first time.
func (s *site) open(t testing.TB, name string) {
	t.Helper()
	ctx := context.Background()
	account, err := s.store.Account(ctx, name)
	if err != nil {
		t.Fatal(err)
	}
	if account.HasPassword {
		return
	}
	secret, err := s.store.Invite(ctx, nil, name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.store.Redeem(ctx, secret, password); err != nil {
		t.Fatal(err)
	}
}

// client is a browser without scripts that an account has logged in with; with no
// name nobody has. It speaks Chinese, and shows a redirection instead of following it.
func (s *site) client(t testing.TB, name string) *http.Client {
	t.Helper()
	jar, _ := cookiejar.New(nil)
	c := &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	s.speak(c, indicators.Chinese)
	if name == "" {
		return c
	}
	s.open(t, name)
	if got := s.post(t, c, "/login", "name", name, "password", password); got.Status != http.StatusSeeOther {
		t.Fatalf("%s cannot log in: %d %s", name, got.Status, got.Body)
	}
	return c
}

// speak makes a client ask for a language.
func (s *site) speak(c *http.Client, l indicators.Language) {
	at, _ := url.Parse(s.URL)
	c.Jar.SetCookies(at, []*http.Cookie{{Name: "language", Value: string(l), Path: "/"}})
}

// answer is what a page answered.
type answer struct {
	Status int
	Header http.Header
	Body   string
}

// get asks for a page.
func (s *site) get(t testing.TB, c *http.Client, path string) answer {
	t.Helper()
	r, err := http.NewRequest(http.MethodGet, s.URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	return s.do(t, c, r)
}

// post sends a form of names and values.
func (s *site) post(t testing.TB, c *http.Client, path string, pairs ...string) answer {
	t.Helper()
	form := url.Values{}
	for n := 0; n+1 < len(pairs); n += 2 {
		form.Add(pairs[n], pairs[n+1])
	}
	r, err := http.NewRequest(http.MethodPost, s.URL+path, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return s.do(t, c, r)
}

func (s *site) do(t testing.TB, c *http.Client, r *http.Request) answer {
	t.Helper()
	response, err := c.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{response.StatusCode, response.Header, string(body)}
}

// enter enters a figure for an account, at the site's clock.
func (s *site) enter(t testing.TB, name, indicator, part, period, text string) engine.Observation {
	t.Helper()
	month, err := indicators.ParsePeriod(period)
	if err != nil {
		t.Fatal(err)
	}
	as := s.actor(name)
	done, err := s.store.Record(context.Background(), s.p.ID, []engine.Entry{{Indicator: indicator, Part: part, Period: month, Text: text}}, store.RecordOptions{As: &as})
	if err != nil {
		t.Fatal(err)
	}
	return done.Observations[0]
}

// browser is Chromium. It keeps what its pages complain of.
type browser struct {
	*site
	ctx      context.Context
	mutex    sync.Mutex
	problems []string
}

// browser opens Chromium, logged in as an account, at a width in pixels.
func (s *site) browser(t testing.TB, name string, width int64) *browser {
	t.Helper()
	path := requiretest.Tool(t, "chromium", "chromium-browser", "google-chrome")
	ctx, stop := context.WithTimeout(context.Background(), 2*time.Minute)
	t.Cleanup(stop)
	b := &browser{site: s}
	options := []chromedp.ExecAllocatorOption{chromedp.ExecPath(path)}
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox)
	}
	ctx, cancel := chromedp.NewContext(ctx, chromedp.WithAllocatorOptions(options...), chromedp.WithListener(b.hear))
	t.Cleanup(cancel)
	b.ctx = ctx
	b.run(t, chromedp.EmulateViewport(width, 900))
	c := s.client(t, name)
	at, _ := url.Parse(s.URL)
	for _, cookie := range c.Jar.Cookies(at) {
		b.run(t, chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
			_, err := cdp.Call(ctx, target, network.SetCookie, network.SetCookieParams{Name: cookie.Name, Value: cookie.Value, URL: s.URL})
			return err
		}))
	}
	return b
}

func (b *browser) hear(event any) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		b.problems = append(b.problems, fmt.Sprint(e.ExceptionDetails.Text, e.ExceptionDetails.Exception))
	case *runtime.EventConsoleAPICalled:
		b.problems = append(b.problems, fmt.Sprint(e.Type, e.Args))
	case *log.EventEntryAdded:
		if e.Entry.Source == "security" || e.Entry.Source == "javascript" {
			b.problems = append(b.problems, e.Entry.Text)
		}
	}
}

// run does one thing in the browser after another.
func (b *browser) run(t testing.TB, actions ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(b.ctx, actions...); err != nil {
		t.Fatal(err)
	}
}

// open shows a page.
func (b *browser) open(t testing.TB, path string) {
	t.Helper()
	b.run(t, chromedp.Navigate(b.URL+path))
}

// ask evaluates an expression on the page that is open.
func ask[T any](t testing.TB, b *browser, expression string) T {
	t.Helper()
	got, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		t.Fatalf("%s: %v", expression, err)
	}
	return got
}

// wait waits until an expression holds on the page, at most half a minute.
func (b *browser) wait(t testing.TB, expression string) {
	t.Helper()
	for range 600 {
		if held, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool]("!!("+expression+")")); err == nil && held {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("never came: %s\n%s", expression, ask[string](t, b, "document.body.innerText"))
}

// shot takes a picture of the whole page where YARDSTICK_SHOTS names a folder for it.
func (b *browser) shot(t testing.TB, name string) {
	t.Helper()
	folder := os.Getenv("YARDSTICK_SHOTS")
	if folder == "" {
		return
	}
	picture, err := chromedp.Run(b.ctx, chromedp.FullScreenshot(100))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, name+".png"), picture, 0o600); err != nil {
		t.Fatal(err)
	}
}

// fits fails where the page is wider than its window, or complained of something.
func (b *browser) fits(t testing.TB) {
	t.Helper()
	if over := ask[int](t, b, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); over > 0 {
		t.Errorf("the page is %d pixels too wide", over)
	}
	b.mutex.Lock()
	defer b.mutex.Unlock()
	if len(b.problems) > 0 {
		t.Errorf("the browser complains: %v", b.problems)
	}
}
