package web

import (
	"bytes"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"

	"yardstick/cmd/internal/gate"
	"yardstick/engine"
	"yardstick/engine/store"
	"yardstick/indicators"
	"yardstick/indicators/load"
)

// definitionsView is the page of what was promised: the targets as published and read,
// the versions, what was assumed, and the files.
type definitionsView struct {
	Base      string
	Programme string
	Source    string // the published document's title
	Version   int    // the one that is shown
	InForce   bool   // it is the newest
	Versions  []versionLine
	Changes   []string // from the version before
	First     bool     // there is no version before
	Files     []fileLine
	Projects  []definedProject
	Warnings  []definitionRemark
	Notes     []definitionRemark
	MayDefine bool
	Newest    int
	Problem   *ProblemLine // why nothing was read of what was sent
}

// versionLine is a version in the list.
type versionLine struct {
	Number          int
	At, By, InForce string
	Address         string
	Shown           bool
}

// fileLine is a file to download.
type fileLine struct{ Name, Address string }

// definitionRemark is a problem of definitions with the line it stands in.
type definitionRemark struct {
	ProblemLine
	Before, Marked, After string // the line, empty where it is not known
}

func (s *Server) definitionsPage(w http.ResponseWriter, r *http.Request) error {
	return s.showDefinitions(w, r, http.StatusOK, definitionsView{})
}

func (s *Server) showDefinitions(w http.ResponseWriter, r *http.Request, status int, view definitionsView) error {
	current, err := s.programme(r)
	if err != nil {
		return err
	}
	versions, err := s.store.Versions(r.Context(), current.ID)
	if err != nil {
		return err
	}
	view.Version, err = wantedVersion(r.URL.Query().Get("version"), versions)
	if err != nil {
		return err
	}
	v := gate.Of(r.Context())
	view.Base, view.Programme, view.Newest = "/p/"+current.ID+"/definitions", current.Title, versions[len(versions)-1].Number
	view.InForce, view.First = view.Version == view.Newest, view.Version == versions[0].Number
	view.MayDefine = v.Actor.May(engine.Define, engine.Scope{})
	view.list(versions, current, s.changeWords(r, current))
	if err := s.fillDefinitions(r, &view, current.ID, v.Language); err != nil {
		return err
	}
	p := s.frame(r, "")
	p.Title, p.View, p.Styles = p.Say("people.definitions"), view, []string{"people.css"}
	if r.Method != http.MethodGet {
		p.Address = view.Base
	}
	return s.show(w, status, "definitions.html", p)
}

// wantedVersion is the version that an address asks for, the newest by default.
// Problem: version-unknown.
func wantedVersion(text string, versions []store.Version) (int, error) {
	newest := versions[len(versions)-1].Number
	if text == "" {
		return newest, nil
	}
	number, err := strconv.Atoi(text)
	if err != nil || !slices.ContainsFunc(versions, func(v store.Version) bool { return v.Number == number }) {
		return 0, &indicators.Problem{Code: "definitions-version-unknown", Args: indicators.Args{"version": text, "newest": strconv.Itoa(newest)}}
	}
	return number, nil
}

// list is the versions, the newest first.
func (view *definitionsView) list(versions []store.Version, p *indicators.Programme, words *changeWords) {
	l := words.visitor.Language
	for _, v := range slices.Backward(versions) {
		line := versionLine{Number: v.Number, At: clock(v.EnteredAt, p.Location()), By: byWords(v.EnteredBy, words.titles, l), Shown: v.Number == view.Version,
			InForce: l.Say("people.from-first", nil), Address: view.Base + "?version=" + strconv.Itoa(v.Number)}
		if !v.InForce.IsZero() {
			line.InForce = clock(v.InForce, p.Location())
		}
		view.Versions = append(view.Versions, line)
	}
}

// fillDefinitions reads the shown version, and the one before to compare with.
func (s *Server) fillDefinitions(r *http.Request, view *definitionsView, id string, l indicators.Language) error {
	sources, err := s.store.Sources(r.Context(), id, view.Version)
	if err != nil {
		return err
	}
	shown, _ := load.Read(sources...)
	if !view.First {
		earlier, err := s.store.Sources(r.Context(), id, view.Version-1)
		if err != nil {
			return err
		}
		before, _ := load.Read(earlier...)
		for _, change := range load.Difference(before, shown) {
			view.Changes = append(view.Changes, change.Say(l))
		}
	}
	at := view.Base + "/" + strconv.Itoa(view.Version) + "/"
	for _, source := range sources {
		view.Files = append(view.Files, fileLine{Name: source.Name, Address: at + url.PathEscape(source.Name)})
	}
	view.Files = append(view.Files, fileLine{Name: workbookName(id, view.Version), Address: at + url.PathEscape(workbookName(id, view.Version))})
	view.Source, view.Projects = shown.Source.Title, definedProjects(shown, l)
	remarks := load.Lint(shown)
	load.Quote(remarks, sources...)
	for _, remark := range remarks {
		if remark.Severity == indicators.Note {
			view.Notes = append(view.Notes, remarkOf(remark, l))
		} else {
			view.Warnings = append(view.Warnings, remarkOf(remark, l))
		}
	}
	return nil
}

// workbookName is the file of a version in the official layout.
func workbookName(id string, version int) string {
	return id + "-v" + strconv.Itoa(version) + ".xlsx"
}

// remarkOf words a problem and takes its line apart where it is marked.
func remarkOf(p *indicators.Problem, l indicators.Language) definitionRemark {
	out := definitionRemark{ProblemLine: problemLine(p, l)}
	column := p.At.Column
	if p.At.Line == 0 || p.At.Sheet != "" {
		column = p.Column
	}
	line := []rune(p.Source)
	if column < 1 || column > len(line) {
		return out
	}
	end := min(column-1+max(p.Width, 1), len(line))
	out.Before, out.Marked, out.After = string(line[:column-1]), string(line[column-1:end]), string(line[end:])
	return out
}

// definitionFile answers with a file of a version, verbatim, or with all of it as a
// workbook in the official layout.
func (s *Server) definitionFile(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("programme")
	versions, err := s.store.Versions(r.Context(), id)
	if err != nil {
		return err
	}
	version, err := wantedVersion(r.PathValue("version"), versions)
	if err != nil {
		return err
	}
	sources, err := s.store.Sources(r.Context(), id, version)
	if err != nil {
		return err
	}
	name := r.PathValue("file")
	if n := slices.IndexFunc(sources, func(s load.Source) bool { return s.Name == name }); n >= 0 {
		return handOut(w, path.Base(name), sources[n].Text)
	}
	if name != workbookName(id, version) {
		return errUnknownPage
	}
	var book bytes.Buffer
	if err := load.WriteWorkbook(&book, "", sources...); err != nil {
		return err
	}
	return handOut(w, name, book.Bytes())
}

// handOut sends a file to be kept, never to be shown in the page's place.
func handOut(w http.ResponseWriter, name string, content []byte) error {
	kind := "application/octet-stream"
	switch {
	case strings.HasSuffix(name, ".xlsx"):
		kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	case strings.HasSuffix(name, ".yaml"), strings.HasSuffix(name, ".yml"):
		kind = "application/yaml; charset=utf-8"
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Disposition", "attachment; filename*=UTF-8''"+url.PathEscape(name))
	w.Header().Set("Content-Length", strconv.Itoa(len(content)))
	_, err := w.Write(content)
	return err
}

// definedProject is a project's targets as published, and as they are read.
type definedProject struct {
	Title, Goal string
	Rows        []definedRow
}

// definedRow is one target.
type definedRow struct{ Region, Category, Name, Text, Says, Horizon, Due string }

func definedProjects(p *indicators.Programme, l indicators.Language) []definedProject {
	out := make([]definedProject, len(p.Projects))
	for n, project := range p.Projects {
		out[n] = definedProject{Title: project.Title, Goal: project.Goal}
		for _, a := range project.Assignments {
			region, _ := p.Regions.ByCode(a.Region)
			for _, i := range a.Indicators {
				for _, t := range i.Targets {
					row := definedRow{Region: region.In(l), Category: i.Category(), Name: i.Name, Text: t.Text, Says: t.Reading.Says(l), Horizon: l.Say("people.horizon-"+string(t.Horizon), nil)}
					if t.Due != 0 {
						row.Due = t.Due.String()
					}
					out[n].Rows = append(out[n].Rows, row)
				}
			}
		}
	}
	return out
}
