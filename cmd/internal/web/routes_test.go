package web_test

import (
	"bytes"
	"context"
	"maps"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"yardstick/cmd/internal/gate"
	"yardstick/cmd/internal/web"
	"yardstick/engine"
	"yardstick/engine/store"
)

// expected is what a route should let through, written by hand: a wrong need in the
// table of routes differs from it, and a route that stands here or there alone fails.
type expected struct {
	// need is anybody, account, or an action; "somewhere" before an action means that
	// a grant of it in any scope will do.
	need string
	// status answers an empty request of somebody who may, on what is theirs.
	status int
	// fill replaces further {names} of the path.
	fill map[string]string
}

const (
	onSheet = "/p/{programme}/sheet/{project}/{region}/{period}"
	ok      = http.StatusOK
	moved   = http.StatusSeeOther
	unknown = http.StatusNotFound
	refused = http.StatusUnprocessableEntity
)

var expectedRoutes = map[string]expected{
	"GET /static/{file...}": {"anybody", ok, map[string]string{"file...": "site.css"}},
	"GET /login":            {"anybody", ok, nil},
	"POST /login":           {"anybody", http.StatusUnauthorized, nil},
	"POST /logout":          {"anybody", moved, nil},
	"GET /invitation":       {"anybody", unknown, nil},
	"POST /invitation":      {"anybody", unknown, nil},
	"POST /language":        {"anybody", unknown, nil},
	" /":                    {"anybody", unknown, nil},

	"GET /{$}":                                   {"account", ok, map[string]string{"$": ""}},
	"GET " + onSheet:                             {"read", ok, nil},
	"POST " + onSheet + "/cells":                 {"enter", moved, nil},
	"POST " + onSheet + "/withdraw":              {"enter", unknown, nil},
	"POST " + onSheet + "/declare":               {"enter", unknown, nil},
	"POST " + onSheet + "/submit":                {"submit", moved, nil},
	"GET " + onSheet + "/workbook":               {"read", ok, nil},
	"POST " + onSheet + "/evidence":              {"enter", http.StatusConflict, nil}, // it was just submitted
	"POST " + onSheet + "/evidence/{seq}/detach": {"enter", unknown, map[string]string{"seq": "999999"}},
	"GET " + onSheet + "/evidence/{seq}":         {"read", unknown, map[string]string{"seq": "999999"}},
	"GET /p/{programme}/import":                  {"somewhere enter", ok, nil},
	"POST /p/{programme}/import":                 {"somewhere enter", refused, nil},

	"GET /p/{programme}/review":             {"somewhere review", ok, nil},
	"POST /p/{programme}/review":            {"somewhere review", refused, nil},
	"POST /p/{programme}/declaration/{seq}": {"somewhere review", unknown, map[string]string{"seq": "999999"}},
	"POST " + onSheet + "/approve":          {"review", refused, nil},
	"POST " + onSheet + "/return":           {"review", refused, nil},
	"POST " + onSheet + "/reopen":           {"review", http.StatusConflict, nil},
	"GET /p/{programme}/audit":              {"somewhere read", ok, nil},

	"GET /p/{programme}":                                                 {"somewhere read", ok, nil},
	"GET /p/{programme}/project/{project}":                               {"read", ok, nil},
	"GET /p/{programme}/city/{region}":                                   {"read", ok, nil},
	"GET /p/{programme}/indicator/{project}/{indicator}":                 {"read", ok, nil},
	"GET /p/{programme}/explain/{project}/{region}/{indicator}":          {"read", ok, nil},
	"GET /p/{programme}/search":                                          {"somewhere read", ok, nil},
	"GET /p/{programme}/download/{file}":                                 {"read", unknown, noFile},
	"GET /p/{programme}/project/{project}/download/{file}":               {"read", unknown, noFile},
	"GET /p/{programme}/city/{region}/download/{file}":                   {"read", unknown, noFile},
	"GET /p/{programme}/indicator/{project}/{indicator}/download/{file}": {"read", unknown, noFile},
	"GET /p/{programme}/form/{project}/{region}/{file}":                  {"read", unknown, noFile},

	"GET /p/{programme}/schedules":                         {"somewhere read", ok, nil},
	"POST /p/{programme}/schedules":                        {"schedule", refused, nil},
	"POST /p/{programme}/schedules/{schedule}/pause":       {"schedule", unknown, noRun},
	"POST /p/{programme}/schedules/{schedule}/resume":      {"schedule", unknown, noRun},
	"POST /p/{programme}/schedules/{schedule}/run":         {"schedule", unknown, noRun},
	"GET /p/{programme}/runs":                              {"somewhere read", ok, nil},
	"GET /p/{programme}/runs/{run}":                        {"somewhere read", unknown, noRun},
	"POST /p/{programme}/runs/{run}/retry":                 {"schedule", unknown, noRun},
	"POST /p/{programme}/runs/{run}/cancel":                {"schedule", unknown, noRun},
	"GET /p/{programme}/runs/{run}/files/{scope}/{format}": {"somewhere read", unknown, noRun},

	"GET /p/{programme}/definitions":                  {"somewhere read", ok, nil},
	"GET /p/{programme}/definitions/{version}/{file}": {"somewhere read", ok, map[string]string{"version": "1", "file": "gd-2021%2Fcrafts.yaml"}},
	"POST /p/{programme}/definitions":                 {"define", refused, nil},
	"GET /account":                                    {"account", ok, nil},
	"POST /account/password":                          {"account", refused, nil},
	"POST /account/sessions":                          {"account", moved, nil},
	"POST /account/tokens":                            {"account", refused, nil},
	"POST /account/tokens/{token}/revoke":             {"account", unknown, map[string]string{"token": "none"}},
	"GET /accounts":                                   {"administer", ok, nil},
	"POST /accounts":                                  {"administer", refused, nil},
	"POST /accounts/{account}":                        {"administer", unknown, map[string]string{"account": "shenzhen"}},
	"GET /accounts/audit":                             {"administer", ok, nil},
}

var noFile = map[string]string{"file": "nothing.pdf"}

var noRun = map[string]string{"schedule": "none", "run": "999999", "scope": "programme", "format": "pdf"}

// actionsOf is what each role may do, written by hand.
var actionsOf = map[engine.Role]string{
	engine.Officer: "read enter submit", engine.Reviewer: "read review", engine.Manager: "read define schedule",
	engine.Reader: "read", engine.Administrator: "administer",
}

// place is where a path points to.
type place struct{ project, region, indicator string }

// places are two that no narrow account of the test has both of.
var places = []place{{"survey", "440100", "collected"}, {"clusters", "441900", ""}}

// address fills the names of a path.
func (e expected) address(path string, at place) string {
	for name, value := range e.fill {
		path = strings.ReplaceAll(path, "{"+name+"}", value)
	}
	return strings.NewReplacer("{programme}", "gd-2021", "{project}", at.project, "{region}", at.region,
		"{period}", "2021-03", "{indicator}", at.indicator).Replace(path)
}

// lets says whether an account should be let through to a path.
func (e expected) lets(grants []engine.Grant, path string, at place) bool {
	action, somewhere := strings.CutPrefix(e.need, "somewhere ")
	on := place{}
	if strings.Contains(path, "{project}") {
		on.project = "gd-2021/" + at.project
	}
	if strings.Contains(path, "{region}") {
		on.region = at.region
	}
	return slices.ContainsFunc(grants, func(g engine.Grant) bool {
		covers := (g.Scope.Project == "" || g.Scope.Project == on.project) && (g.Scope.Region == "" || g.Scope.Region == on.region)
		return slices.Contains(strings.Fields(actionsOf[g.Role]), action) && (somewhere || covers)
	})
}

func TestEveryRouteLetsThroughWhoItShould(t *testing.T) {
	s := newSite(t)
	ctx := context.Background()
	everybody := map[string][]engine.Grant{"": nil}
	for name, account := range accounts {
		everybody[name] = account.Grants
	}
	for name, grant := range map[string]engine.Grant{
		"surveyor": {Role: engine.Reviewer, Scope: engine.Scope{Project: "gd-2021/survey"}},
		"one":      {Role: engine.Officer, Scope: engine.Scope{Project: "gd-2021/clusters", Region: "441900"}},
		"nothing":  {},
	} {
		grants := []engine.Grant{grant}
		if grant.Role == "" {
			grants = nil
		}
		everybody[name] = grants
		if err := s.store.AddAccount(ctx, nil, store.Account{Name: name, Grants: grants}); err != nil {
			t.Fatal(err)
		}
	}
	table := web.New(web.Options{Store: s.store, Gate: gate.New(gate.Options{Store: s.store}), Now: s.clock}).Routes()
	known := map[string]bool{}
	for _, route := range table {
		known[route.Method+" "+route.Path] = true
	}
	for name := range expectedRoutes {
		if !known[name] {
			t.Errorf("%s is expected and is no route", name)
		}
	}
	places[1].indicator = indicatorOf(t, s, places[1])
	for _, name := range slices.Sorted(maps.Keys(everybody)) {
		s.wait(20 * time.Minute) // so that the logins that fail are not slowed down
		client := s.client(t, name)
		for _, route := range table {
			want, ok := expectedRoutes[route.Method+" "+route.Path]
			if !ok {
				t.Errorf("%s %s is a route that nothing is expected of", route.Method, route.Path)
				continue
			}
			for _, at := range places {
				got := s.ask(t, client, route.Method, want.address(route.Path, at), strings.HasSuffix(route.Path, "/definitions"))
				checkRoute(t, name, want, route, got, want.lets(everybody[name], route.Path, at))
				checkPage(t, route.Path, got)
			}
			if route.Path == "/logout" {
				client = s.client(t, name)
			}
		}
	}
}

// indicatorOf is some indicator of a place.
func indicatorOf(t *testing.T, s *site, at place) string {
	t.Helper()
	for i := range s.p.Indicators() {
		if i.Assignment.ID == "gd-2021/"+at.project+"/"+at.region {
			return i.LocalID()
		}
	}
	t.Fatal("no indicator at", at)
	return ""
}

// wait lets time go by.
func (s *site) wait(d time.Duration) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.now = s.now.Add(d)
}

// ask sends a request without anything in it.
func (s *site) ask(t *testing.T, c *http.Client, method, path string, parts bool) answer {
	t.Helper()
	if method == "" {
		path, method = "/nowhere", http.MethodGet
	}
	var body bytes.Buffer
	kind := "application/x-www-form-urlencoded"
	if parts && method == http.MethodPost {
		form := multipart.NewWriter(&body)
		kind = form.FormDataContentType()
		form.Close()
	}
	r, err := http.NewRequest(method, s.URL+path, &body)
	if err != nil {
		t.Fatal(err)
	}
	if method == http.MethodPost {
		r.Header.Set("Content-Type", kind)
	}
	return s.do(t, c, r)
}

func checkRoute(t *testing.T, name string, want expected, route web.Route, got answer, lets bool) {
	t.Helper()
	status := want.status
	switch {
	case want.need == "anybody":
	case name == "" && route.Method == http.MethodGet:
		if status = moved; !strings.HasPrefix(got.Header.Get("Location"), "/login?next=") {
			t.Errorf("%s %s: nobody is sent to %q", route.Method, route.Path, got.Header.Get("Location"))
		}
	case name == "":
		status = http.StatusUnauthorized
	case want.need == "account":
	case !lets:
		status = http.StatusForbidden
	}
	if got.Status != status {
		t.Errorf("%s %s by %q (let through: %v): %d, want %d\n%s", route.Method, route.Path, name, lets, got.Status, status, firstProblem(got.Body))
	}
}

// firstProblem is what a page says went wrong.
func firstProblem(body string) string {
	_, rest, found := strings.Cut(body, `<li class="problem">`)
	if !found {
		return ""
	}
	text, _, _ := strings.Cut(rest, "</li>")
	return text
}

// checkPage holds what every answer must be: under the policy, and without a script
// or a style sheet in the page itself.
func checkPage(t *testing.T, path string, got answer) {
	t.Helper()
	for header, want := range map[string]string{"Content-Security-Policy": "script-src 'self'", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin"} {
		if !strings.Contains(got.Header.Get(header), want) {
			t.Errorf("%s: %s is %q", path, header, got.Header.Get(header))
		}
	}
	if policy := got.Header.Get("Content-Security-Policy"); strings.Contains(policy, "unsafe-eval") || strings.Contains(policy, "script-src 'self' ") {
		t.Errorf("%s: the policy is too wide: %s", path, policy)
	}
	if !strings.HasPrefix(got.Header.Get("Content-Type"), "text/html") {
		return
	}
	root, err := html.Parse(strings.NewReader(got.Body))
	if err != nil {
		t.Fatal(err)
	}
	for node := range root.Descendants() {
		if node.Type == html.ElementNode {
			checkElement(t, path, node)
		}
	}
}

func checkElement(t *testing.T, path string, node *html.Node) {
	t.Helper()
	source := false
	for _, attribute := range node.Attr {
		source = source || attribute.Key == "src"
		value := strings.ToLower(strings.TrimSpace(attribute.Val))
		if strings.HasPrefix(attribute.Key, "on") || attribute.Key == "srcdoc" || strings.HasPrefix(attribute.Key, "hx-on") || strings.HasPrefix(value, "javascript:") || strings.HasPrefix(value, "js:") {
			t.Errorf("%s: <%s %s=%q> runs a script", path, node.Data, attribute.Key, attribute.Val)
		}
	}
	data := slices.Contains(node.Attr, html.Attribute{Key: "type", Val: "application/json"}) // runs nothing
	if node.Data == "script" && !source && !data || node.Data == "style" {
		t.Errorf("%s: <%s> stands in the page", path, node.Data)
	}
}
