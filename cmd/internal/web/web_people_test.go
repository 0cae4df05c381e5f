package web_test

import (
	"bytes"
	"context"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"yardstick/indicators/library"
)

// between is what stands between two texts.
func between(text, before, after string) string {
	_, rest, _ := strings.Cut(text, before)
	found, _, _ := strings.Cut(rest, after)
	return found
}

func TestAnAccountFromItsFirstLinkToItsEnd(t *testing.T) {
	s := newSite(t)
	admin := s.client(t, "admin")
	got := s.post(t, admin, "/accounts", "name", "foshan", "title", "吴敏", "role", "officer", "region", "440600")
	link := between(got.Body, `class="secret">`, "<")
	if got.Status != http.StatusCreated || !strings.HasPrefix(link, s.URL+"/invitation?code=") {
		t.Fatalf("%d %q %s", got.Status, link, firstProblem(got.Body))
	}
	if again := s.get(t, admin, "/accounts"); strings.Contains(again.Body, link) || !strings.Contains(again.Body, "吴敏") {
		t.Error("the link is shown again, or the account is not listed")
	}
	person := s.client(t, "")
	at, _ := url.Parse(link)
	if page := s.get(t, person, at.RequestURI()); page.Status != http.StatusOK {
		t.Fatalf("the invitation: %d", page.Status)
	}
	if set := s.post(t, person, "/invitation", "code", at.Query().Get("code"), "password", password, "again", password); set.Status != http.StatusSeeOther {
		t.Fatalf("setting the password: %d %s", set.Status, firstProblem(set.Body))
	}
	reads := func(want int) {
		t.Helper()
		if got := s.get(t, person, "/p/gd-2021/city/440600"); got.Status != want {
			t.Errorf("reading their city: %d, want %d", got.Status, want)
		}
	}
	reads(http.StatusOK)
	if got := s.post(t, admin, "/accounts/foshan", "do", "grant", "role", "reader", "region", "440700"); got.Status != http.StatusSeeOther {
		t.Fatalf("another role: %d %s", got.Status, firstProblem(got.Body))
	}
	reads(http.StatusForbidden)
	s.post(t, admin, "/accounts/foshan", "do", "grant", "keep", "reader:region=440700", "role", "officer", "region", "440600")
	reads(http.StatusOK)
	s.post(t, admin, "/accounts/foshan", "do", "disable")
	reads(http.StatusSeeOther)
	s.post(t, admin, "/accounts/foshan", "do", "enable")
	trail := s.get(t, admin, "/accounts/audit").Body
	for _, want := range []string{"添加账号 foshan", "停用 foshan", "启用 foshan", "填报人：佛山市"} {
		if !strings.Contains(trail, want) {
			t.Errorf("the trail of accounts lacks %q", want)
		}
	}
}

func TestAccountsAreRefused(t *testing.T) {
	s := newSite(t)
	admin := s.client(t, "admin")
	for name, one := range map[string]struct {
		path   string
		form   []string
		status int
		code   string
	}{
		"a name that is taken":              {"/accounts", []string{"name", "reader", "role", "reader"}, http.StatusConflict, "account-there"},
		"a name with a space":               {"/accounts", []string{"name", "a b", "role", "reader"}, http.StatusUnprocessableEntity, "account-name"},
		"without a role":                    {"/accounts", []string{"name", "new"}, http.StatusUnprocessableEntity, "account-role"},
		"a role there is not":               {"/accounts", []string{"name", "new", "role", "emperor"}, http.StatusUnprocessableEntity, "grant-unclear"},
		"a city there is not":               {"/accounts", []string{"name", "new", "role", "officer", "region", "999999"}, http.StatusUnprocessableEntity, "account-scope"},
		"a manager of one city":             {"/accounts", []string{"name", "new", "role", "manager", "region", "440100"}, http.StatusUnprocessableEntity, "account-scope"},
		"an account there is not":           {"/accounts/nobody", []string{"do", "disable"}, http.StatusNotFound, "account-unknown"},
		"the own account without a tick":    {"/accounts/admin", []string{"do", "disable"}, http.StatusUnprocessableEntity, "account-own-sure"},
		"the own role without a tick":       {"/accounts/admin", []string{"do", "grant", "role", "reader"}, http.StatusUnprocessableEntity, "account-own-sure"},
		"the last administrator, knowingly": {"/accounts/admin", []string{"do", "disable", "sure", "yes"}, http.StatusUnprocessableEntity, "account-last-administrator"},
	} {
		t.Run(name, func(t *testing.T) {
			got := s.post(t, admin, one.path, one.form...)
			if got.Status != one.status || !strings.Contains(got.Body, "<code>"+one.code+"</code>") {
				t.Errorf("%d %s", got.Status, firstProblem(got.Body))
			}
		})
	}
	if got := s.get(t, admin, "/p/gd-2021/audit"); got.Status != http.StatusForbidden {
		t.Errorf("an administrator reads the trail of results: %d", got.Status)
	}
}

func TestAPasswordIsChangedByWhoKnowsIt(t *testing.T) {
	s := newSite(t)
	client := s.client(t, "reader")
	elsewhere := s.client(t, "reader")
	const next = "another-long-password"
	for name, form := range map[string][]string{
		"login-wrong":      {"old", "not it", "password", next, "again", next},
		"passwords-differ": {"old", password, "password", next, "again", next + "x"},
		"password-length":  {"old", password, "password", "short", "again", "short"},
	} {
		if got := s.post(t, client, "/account/password", form...); got.Status != http.StatusUnprocessableEntity || !strings.Contains(got.Body, "<code>"+name+"</code>") {
			t.Errorf("%s: %d %s", name, got.Status, firstProblem(got.Body))
		}
	}
	if got := s.post(t, client, "/account/password", "old", password, "password", next, "again", next); got.Status != http.StatusSeeOther {
		t.Fatalf("%d %s", got.Status, firstProblem(got.Body))
	}
	if !s.loggedIn(t, client) || s.loggedIn(t, elsewhere) {
		t.Error("who changed it should stay logged in, and nobody else")
	}
}

func TestTheTrailShowsWhatItsReaderMayRead(t *testing.T) {
	s := newSite(t)
	s.enter(t, "guangzhou", "gd-2021/survey/440100/collected", "", "2021-03", "905")
	s.enter(t, "shenzhen", "gd-2021/survey/440300/collected", "", "2021-03", "777")
	const own, other = "2021-03 = 905", "2021-03 = 777"
	shows := func(name, path string, wants ...string) {
		t.Helper()
		got := s.get(t, s.client(t, name), path)
		if got.Status != http.StatusOK {
			t.Fatalf("%s %s: %d", name, path, got.Status)
		}
		for _, text := range []string{own, other} {
			want := strings.Contains(strings.Join(wants, "\n"), text)
			if strings.Contains(got.Body, text) != want {
				t.Errorf("%s %s: %q shown is %v", name, path, text, !want)
			}
		}
	}
	shows("reader", "/p/gd-2021/audit", own, other)
	shows("guangzhou", "/p/gd-2021/audit", own)
	shows("shenzhen", "/p/gd-2021/audit", other)
	shows("reader", "/p/gd-2021/audit?indicator=survey/440300/collected", other)
	shows("reader", "/p/gd-2021/audit?since=2021-04-01", own, other)
	shows("reader", "/p/gd-2021/audit?since=2021-04-02")
	reader, officer := s.client(t, "reader"), s.client(t, "guangzhou")
	for path, want := range map[string]int{
		"/p/gd-2021/audit?indicator=survey/440300/nothing": http.StatusNotFound,
		"/p/gd-2021/audit?since=yesterday":                 http.StatusUnprocessableEntity,
	} {
		if got := s.get(t, reader, path); got.Status != want {
			t.Errorf("%s: %d, want %d", path, got.Status, want)
		}
	}
	if got := s.get(t, officer, "/p/gd-2021/audit?indicator=survey/440300/collected"); got.Status != http.StatusForbidden || strings.Contains(got.Body, other) {
		t.Errorf("an officer asks for another city's indicator: %d", got.Status)
	}
	head := between(s.get(t, reader, "/p/gd-2021/audit").Body, "verify --head ", "<")
	if chain, err := s.store.FindHead(context.Background(), head); err != nil || chain.Programme != "gd-2021" {
		t.Errorf("the head %q is not the chain's: %v", head, err)
	}
}

// sendDefinitions sends a form of new definitions: names and texts of files.
func (s *site) sendDefinitions(t *testing.T, c *http.Client, fields map[string]string, files ...string) answer {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for name, value := range fields {
		s.must(t, form.WriteField(name, value))
	}
	for n := 0; n+1 < len(files); n += 2 {
		part, err := form.CreateFormFile("files", files[n])
		if err != nil {
			t.Fatal(err)
		}
		part.Write([]byte(files[n+1]))
	}
	form.Close()
	r, err := http.NewRequest(http.MethodPost, s.URL+"/p/gd-2021/definitions", &body)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", form.FormDataContentType())
	return s.do(t, c, r)
}

func TestDefinitionsAreLookedAtBeforeTheyAreInForce(t *testing.T) {
	s := newSite(t)
	ctx := context.Background()
	manager := s.client(t, "manager")
	survey := ""
	for _, source := range library.Sources() {
		if strings.HasSuffix(source.Name, "survey.yaml") {
			survey = string(source.Text)
		}
	}
	changed := strings.Replace(survey, `"11560 ", 3`, `"9000 ", 3`, 1)
	if changed == survey {
		t.Fatal("the survey has no target of 11560 any more")
	}
	broken := s.sendDefinitions(t, manager, map[string]string{"keep": "yes"}, "survey.yaml", strings.Replace(survey, `"11560 ", 3`, `"约90%", 3`, 1))
	if broken.Status != http.StatusUnprocessableEntity || !strings.Contains(broken.Body, "survey.yaml:") || strings.Contains(broken.Body, `name="confirm"`) {
		t.Errorf("a target that nobody can read: %d", broken.Status)
	}
	preview := s.sendDefinitions(t, manager, map[string]string{"keep": "yes"}, "survey.yaml", changed)
	if preview.Status != http.StatusOK || !strings.Contains(preview.Body, "9000") {
		t.Fatalf("the preview: %d %s", preview.Status, firstProblem(preview.Body))
	}
	if versions, _ := s.store.Versions(ctx, "gd-2021"); len(versions) != 1 {
		t.Fatal("a preview loaded something")
	}
	form := []string{"confirm", "yes", "seen", "1"}
	for rest := preview.Body; strings.Contains(rest, `name="name" value="`); {
		form = append(form, "name", between(rest, `name="name" value="`, `"`), "text", between(rest, `name="text" value="`, `"`))
		_, rest, _ = strings.Cut(rest, `name="text" value="`)
	}
	for n := range form {
		form[n] = strings.ReplaceAll(form[n], "&#43;", "+")
	}
	if got := s.post(t, s.client(t, "reviewer"), "/p/gd-2021/definitions", form...); got.Status != http.StatusForbidden {
		t.Errorf("a reviewer puts definitions into force: %d", got.Status)
	}
	if got := s.post(t, manager, "/p/gd-2021/definitions", form...); got.Status != http.StatusSeeOther {
		t.Fatalf("confirming: %d %s", got.Status, firstProblem(got.Body))
	}
	if got := s.post(t, manager, "/p/gd-2021/definitions", form...); got.Status != http.StatusConflict || !strings.Contains(got.Body, "definitions-changed-since") {
		t.Errorf("confirming what was seen before another version: %d", got.Status)
	}
	page := s.get(t, s.client(t, "guangzhou"), "/p/gd-2021/definitions")
	if !strings.Contains(page.Body, "9000") || !strings.Contains(page.Body, "陈立（manager）") || strings.Contains(page.Body, `name="files"`) {
		t.Error("an officer does not see what changed and who did it, or may load")
	}
	if got := s.get(t, s.client(t, "guangzhou"), "/p/gd-2021/definitions/2/gd-2021%2Fsurvey.yaml"); got.Body != changed || !strings.HasPrefix(got.Header.Get("Content-Disposition"), "attachment") {
		t.Error("the file is not the one that was loaded")
	}
	if got := s.get(t, manager, "/p/gd-2021/definitions/2/gd-2021-v2.xlsx"); got.Status != http.StatusOK || !strings.HasPrefix(got.Body, "PK") {
		t.Errorf("the workbook: %d", got.Status)
	}
	other := strings.ReplaceAll(string(library.Sources()[0].Text), "gd-2021", "gd-2022")
	for name, one := range map[string]struct {
		files []string
		code  string
	}{
		"no file":            {nil, "definitions-none"},
		"one file by itself": {[]string{"x.yaml", other}, ""},
	} {
		got := s.sendDefinitions(t, manager, nil, one.files...)
		if got.Status != http.StatusUnprocessableEntity || !strings.Contains(got.Body, one.code) {
			t.Errorf("%s: %d %s", name, got.Status, firstProblem(got.Body))
		}
	}
	if got := s.get(t, manager, "/p/gd-2021/definitions?version=7"); got.Status != http.StatusNotFound {
		t.Errorf("a version there is not: %d", got.Status)
	}
}
