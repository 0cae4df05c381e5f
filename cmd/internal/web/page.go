package web

import (
	"bytes"
	"embed"
	"errors"
	"html/template"
	"io/fs"
	"maps"
	"net/http"
	"path"
	"strings"
	"time"

	"yardstick/cmd/internal/gate"
	"yardstick/engine"
	"yardstick/indicators"
)

//go:embed templates
var templateFiles embed.FS

// pages are the templates by the name of their file, each within the layout.
var pages = parsePages()

func parsePages() map[string]*template.Template {
	layout := template.Must(template.New("layout.html").Funcs(template.FuncMap{"dict": dict}).ParseFS(templateFiles, "templates/layout.html", "templates/part-*.html"))
	files, err := fs.Glob(templateFiles, "templates/*.html")
	if err != nil {
		panic(err)
	}
	out := map[string]*template.Template{}
	for _, file := range files {
		name := path.Base(file)
		if name == "layout.html" || strings.HasPrefix(name, "part-") {
			continue
		}
		out[name] = template.Must(template.Must(layout.Clone()).ParseFS(templateFiles, file))
	}
	return out
}

// page is what every template sees: the frame around, and the page's own view.
type page struct {
	Title    string
	Wide     bool // the page uses the whole width: a sheet
	View     any
	Scripts  []string // of static/, besides those every page has
	Styles   []string
	Language indicators.Language
	Visitor  gate.Visitor
	Demo     []DemoAccount
	Nav      []navLink
	Told     string // what was just done
	Address  string // of the page itself, to come back to
}

// navLink is a line of the navigation.
type navLink struct {
	Label, Address string
	Here           bool
}

// Say is a sentence of the pages in the reader's language: {{$.Say "web.login"}},
// with arguments as pairs of name and text.
func (p page) Say(code string, pairs ...string) string {
	args := indicators.Args{}
	for k := 0; k+1 < len(pairs); k += 2 {
		args[pairs[k]] = pairs[k+1]
	}
	return p.Language.Say(code, args)
}

// Lang is the language as HTML names it.
func (p page) Lang() string {
	if p.Language == indicators.Chinese {
		return "zh-CN"
	}
	return "en"
}

// Other is the language that the page can be switched to.
func (p page) Other() indicators.Language {
	if p.Language == indicators.Chinese {
		return indicators.English
	}
	return indicators.Chinese
}

// frame begins a page: its title, and what stands around it.
func (s *Server) frame(r *http.Request, title string) page {
	v := gate.Of(r.Context())
	p := page{Title: title, Language: v.Language, Visitor: v, Demo: s.demo, Told: s.gate.Told(r), Address: r.URL.RequestURI()}
	if r.Method != http.MethodGet {
		p.Address = "/"
	}
	p.Nav = s.nav(r, v)
	return p
}

// show writes a page.
func (s *Server) show(w http.ResponseWriter, status int, name string, p page) error {
	return execute(w, status, pages[name], "layout.html", p)
}

// fragment writes a named block of a page: what a script puts into the page in place
// of an old one.
func (s *Server) fragment(w http.ResponseWriter, status int, name, block string, p page) error {
	return execute(w, status, pages[name], block, p)
}

func execute(w http.ResponseWriter, status int, t *template.Template, name string, p page) error {
	var b bytes.Buffer
	if err := t.ExecuteTemplate(&b, name, p); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, err := w.Write(b.Bytes())
	return err
}

// isFragment reports whether a script asks for a part of a page.
func isFragment(r *http.Request) bool { return r.Header.Get("HX-Request") == "true" }

// redirect sends the browser on after something was done, with a line that says so.
func (s *Server) redirect(w http.ResponseWriter, r *http.Request, address, told string) error {
	if told != "" {
		s.gate.Tell(r, told)
	}
	http.Redirect(w, r, address, http.StatusSeeOther)
	return nil
}

// problemView is the page of a refusal.
type problemView struct {
	Status   int
	Problems []ProblemLine
	Request  string // its name in the log
}

// ProblemLine is a problem as a page shows it.
type ProblemLine struct{ At, Message, Hint, Code string }

// problemLine words a problem.
func problemLine(p *indicators.Problem, l indicators.Language) ProblemLine {
	if kind := "entry.kind." + p.Args["kind"]; p.Code == "wrong-type" && indicators.Known(kind) {
		named := *p
		named.Args = maps.Clone(p.Args)
		named.Args["kind"] = l.Say(kind, nil)
		p = &named
	}
	return ProblemLine{At: p.At.String(), Message: p.Message(l), Hint: p.Hint(l), Code: p.Code}
}

// problemsOf are the problems that an error is; none for a fault of ours.
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

// fail answers with a page that says what went wrong.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, err error) {
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		err = &indicators.Problem{Code: "sent-too-large"}
	}
	problems := problemsOf(err)
	status := http.StatusInternalServerError
	if len(problems) > 0 {
		status = gate.Status(problems[0])
	} else {
		s.log.Error("page", "id", gate.RequestID(r.Context()), "err", err)
		problems = []*indicators.Problem{{Code: "page-failed"}}
	}
	s.showProblems(w, r, status, problems)
}

// Refuse answers a request that is not let in: a page asks for a login and comes
// back, anything else is refused, so also a token that does not hold.
func (s *Server) Refuse(w http.ResponseWriter, r *http.Request, status int, problem *indicators.Problem) {
	if problem.Code == "login-wanted" && r.Method == http.MethodGet && !isFragment(r) {
		http.Redirect(w, r, "/login?next="+template.URLQueryEscaper(r.URL.RequestURI()), http.StatusSeeOther)
		return
	}
	s.showProblems(w, r, status, []*indicators.Problem{problem})
}

func (s *Server) showProblems(w http.ResponseWriter, r *http.Request, status int, problems []*indicators.Problem) {
	p := s.frame(r, "")
	p.Title = p.Say("web.problem")
	view := problemView{Status: status, Request: gate.RequestID(r.Context())}
	for _, problem := range problems {
		view.Problems = append(view.Problems, problemLine(s.placed(r, problem, p.Language), p.Language))
	}
	p.View = view
	var err error
	if isFragment(r) {
		err = s.fragment(w, status, "problem.html", "problems", p)
	} else {
		err = s.show(w, status, "problem.html", p)
	}
	if err != nil {
		s.log.Error("page", "id", view.Request, "err", err)
	}
}

// placed is a problem that names its project and region as people do; where they
// cannot be read it stays as it is.
func (s *Server) placed(r *http.Request, problem *indicators.Problem, l indicators.Language) *indicators.Problem {
	if problem.Args["scope"] == "" && problem.Args["assignment"] == "" {
		return problem
	}
	words, err := s.grantWords(r.Context(), l)
	if err != nil {
		return problem
	}
	return words.placed(problem)
}

// dict hands several values to a template.
func dict(pairs ...any) map[string]any {
	out := make(map[string]any, len(pairs)/2)
	for k := 0; k+1 < len(pairs); k += 2 {
		out[pairs[k].(string)] = pairs[k+1]
	}
	return out
}

// clock writes an instant as people read it, in the programme's time zone.
func clock(at time.Time, zone *time.Location) string { return at.In(zone).Format("2006-01-02 15:04") }
