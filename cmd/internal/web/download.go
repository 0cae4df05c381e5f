package web

import (
	"bytes"
	"mime"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"

	"yardstick/engine"
	"yardstick/indicators"
	"yardstick/reports"
	"yardstick/reports/render"
)

// zipName is every scorecard of the programme as files of their own, in the formats
// of zipped.
const zipName = "scorecards.zip"

var zipped = []string{"pdf", "xlsx", "json", "csv"}

// download sends the scorecard of a scope as a file, which its name says:
// city-440100.pdf. It carries the fingerprint that the page at the same dates shows.
func (s *Server) download(w http.ResponseWriter, r *http.Request) error {
	scope := scopeOf(r)
	name, format := nameAndFormat(r)
	if file := r.PathValue("file"); scope.Kind == reports.ProgrammeScope && (file == render.CombinedName || file == zipName) {
		return s.downloadAll(w, r)
	}
	if name != scope.Name() || !render.Known(format) {
		return errUnknownPage
	}
	a, err := s.ask(r)
	if err != nil {
		return err
	}
	card, err := a.card(scope)
	if err != nil {
		return err
	}
	return send(w, r, sent{foot: card.Foot, format: format, language: card.Language, plain: name, name: card.Head.Title}, func(b *bytes.Buffer) error {
		return render.Scorecard(b, format, card)
	})
}

// downloadAll sends every scorecard of the programme, as one document or as an archive.
func (s *Server) downloadAll(w http.ResponseWriter, r *http.Request) error {
	a, err := s.ask(r)
	if err != nil {
		return err
	}
	whole, err := a.card(reports.Scope{Kind: reports.ProgrammeScope, ID: a.Now.Programme.ID})
	if err != nil {
		return err
	}
	name, format := nameAndFormat(r)
	cards := render.Cards{Now: a.Now, Before: a.Before, Language: a.visitor.Language}
	all := sent{foot: whole.Foot, format: format, language: whole.Language, plain: name, name: whole.Head.Title}
	return send(w, r, all, func(b *bytes.Buffer) error {
		if format == "pdf" {
			return cards.Combined(b)
		}
		return cards.Archive(r.Context(), b, reports.Scopes(a.Now), zipped, false, func() {})
	})
}

// officialForms make the forms by the name that their file has.
var officialForms = map[reports.FormKind]func(*engine.Evaluation, string, indicators.Language) (*reports.Form, error){
	reports.SelfEvaluationForm: reports.SelfEvaluation,
	reports.MonitoringForm:     reports.Monitoring,
}

// downloadForm sends an official form of an assignment: self-evaluation.pdf.
func (s *Server) downloadForm(w http.ResponseWriter, r *http.Request) error {
	kind, format := nameAndFormat(r)
	fill := officialForms[reports.FormKind(kind)]
	if fill == nil || !slices.Contains(render.FormFormats, format) {
		return errUnknownPage
	}
	a, err := s.ask(r)
	if err != nil {
		return err
	}
	assignment := strings.Join([]string{a.Now.Programme.ID, r.PathValue("project"), r.PathValue("region")}, "/")
	form, err := fill(a.Now, assignment, a.visitor.Language)
	if err != nil {
		return err
	}
	return send(w, r, sent{foot: form.Foot, format: format, language: form.Language, plain: form.Name(), name: form.Title + " " + form.Project}, func(b *bytes.Buffer) error {
		return render.Form(b, format, form)
	})
}

// nameAndFormat are the two halves of the {file} in a path.
func nameAndFormat(r *http.Request) (name, format string) {
	file := r.PathValue("file")
	format = path.Ext(file)
	return strings.TrimSuffix(file, format), strings.TrimPrefix(format, ".")
}

// sent is a file on its way.
type sent struct {
	foot     reports.Foot
	format   string
	language indicators.Language
	plain    string // its name without extension, in ASCII
	name     string // the same for people
}

// tag tells one content of a file from another: what it says, in which database, in
// which words, by which release.
func (f sent) tag() string {
	return `"` + strings.Join([]string{f.plain, f.foot.Fingerprint, f.foot.ChainHead, reports.Version, f.format, string(f.language)}, "-") + `"`
}

// disposition names the file for the browser that keeps it, for people too (RFC 6266).
func (f sent) disposition() string {
	name := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>|`, r) || r < ' ' {
			return '-'
		}
		return r
	}, f.name+" "+f.foot.Through+"."+f.format)
	return mime.FormatMediaType("attachment", map[string]string{"filename": f.plain + "-" + f.foot.Through + "." + f.format}) +
		"; filename*=UTF-8''" + strings.ReplaceAll(url.QueryEscape(name), "+", "%20")
}

// send makes a file and sends it, unless the browser has it already.
func send(w http.ResponseWriter, r *http.Request, f sent, write func(*bytes.Buffer) error) error {
	h := w.Header()
	h.Set("ETag", f.tag())
	h.Set("Cache-Control", "private, no-cache")
	h.Set("Vary", "Cookie, Accept-Language")
	if has(r, f.tag()) {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	var b bytes.Buffer
	if err := write(&b); err != nil {
		h.Del("ETag")
		return err
	}
	h.Set("Content-Type", contentType(f.format))
	h.Set("Content-Disposition", f.disposition())
	_, err := w.Write(b.Bytes())
	return err
}

func contentType(format string) string {
	if format == "zip" {
		return "application/zip"
	}
	return render.ContentType(format)
}

// has reports whether the browser says that it has the content of a tag.
func has(r *http.Request, tag string) bool {
	for _, one := range strings.Split(r.Header.Get("If-None-Match"), ",") {
		if one = strings.TrimPrefix(strings.TrimSpace(one), "W/"); one == tag || one == "*" {
			return true
		}
	}
	return false
}

// downloadsView is what can be taken away from a page, all at its very dates.
type downloadsView struct {
	Files       []fileLink
	All         []fileLink // every scorecard of the programme
	Forms       []formLinks
	Fingerprint string
}

type fileLink struct{ Label, Address, Type string }

// formLinks are the official forms of one assignment.
type formLinks struct {
	Name  string
	Forms []formLink
}

type formLink struct {
	Title string
	Files []fileLink
}

// formatLabels are what people call the formats.
var formatLabels = map[string]string{"pdf": "PDF", "html": "HTML", "xlsx": "Excel", "json": "JSON", "csv": "CSV"}

// downloads lists the files of a card's page. base is the page's own path.
func (a *asked) downloads(card *reports.Scorecard, base string) downloadsView {
	dates := query(a.exactly())
	out := downloadsView{Fingerprint: card.Foot.Fingerprint}
	file := func(address, format string) fileLink {
		return fileLink{Label: formatLabels[format], Address: address + "." + format + dates, Type: render.ContentType(format)}
	}
	for _, format := range render.Formats {
		out.Files = append(out.Files, file(base+"/download/"+card.Scope.Name(), format))
	}
	if card.Scope.Kind == reports.ProgrammeScope {
		for _, name := range []string{render.CombinedName, zipName} {
			code := strings.TrimSuffix(name, path.Ext(name))
			out.All = append(out.All, fileLink{Label: a.visitor.Language.Say("live."+code, nil), Address: base + "/download/" + name + dates, Type: contentType(path.Ext(name)[1:])})
		}
		return out
	}
	if card.Scope.Kind != reports.IndicatorScope {
		out.Forms = a.forms(card.Scope, file)
	}
	return out
}

func (a *asked) forms(scope reports.Scope, file func(address, format string) fileLink) []formLinks {
	var out []formLinks
	programme := "/p/" + url.PathEscape(a.Now.Programme.ID)
	for _, id := range reports.FormAssignments(a.Now, scope) {
		region := lastOf(id)
		project := a.Now.Programme.Project(strings.TrimSuffix(id, "/"+region))
		one := formLinks{Name: a.title(project.Title, project.TitleEN)}
		if scope.Kind == reports.ProjectScope {
			one.Name = a.regionName(region)
		}
		for _, kind := range []reports.FormKind{reports.SelfEvaluationForm, reports.MonitoringForm} {
			link := formLink{Title: a.visitor.Language.Say("form.title."+string(kind), nil)}
			for _, format := range render.FormFormats {
				link.Files = append(link.Files, file(programme+"/form/"+url.PathEscape(project.LocalID())+"/"+region+"/"+string(kind), format))
			}
			one.Forms = append(one.Forms, link)
		}
		out = append(out, one)
	}
	return out
}
