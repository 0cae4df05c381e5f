package web

import (
	"io"
	"net/http"
	"strconv"
	"strings"

	"yardstick/cmd/internal/gate"
	"yardstick/engine"
	"yardstick/engine/intake"
	"yardstick/engine/store"
	"yardstick/indicators"
)

func (s *Server) importPage(w http.ResponseWriter, r *http.Request) error {
	return s.showImport(w, r, http.StatusOK, importView{})
}

func (s *Server) showImport(w http.ResponseWriter, r *http.Request, status int, view importView) error {
	programme, err := s.programme(r)
	if err != nil {
		return err
	}
	view.Title, view.Address = programme.Title, "/p/"+programme.ID+"/import"
	p := s.frame(r, "")
	p.Title = p.Say("entry.import.title")
	p.Address = view.Address
	p.View = view
	p.Styles = []string{"import.css"}
	return s.show(w, status, "import.html", p)
}

// importFile looks at a file that is sent, or applies the preview that is held.
func (s *Server) importFile(w http.ResponseWriter, r *http.Request) error {
	if !strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/") {
		return s.applyImport(w, r)
	}
	// The file is read into memory by the intake anyhow: larger ones are refused.
	if err := r.ParseMultipartForm(figuresBody); err != nil {
		return orForm(err)
	}
	defer r.MultipartForm.RemoveAll()
	view := importView{Reason: strings.TrimSpace(r.PostFormValue("reason"))}
	file, head, err := r.FormFile("file")
	if err != nil {
		return s.refuseImport(w, r, view, &indicators.Problem{Code: "import-file-none"})
	}
	defer file.Close()
	view.File = head.Filename
	preview, err := s.look(r, head.Filename, file, view.Reason)
	if err != nil {
		return s.refuseImport(w, r, view, err)
	}
	maker := importMaker{page: s.frame(r, ""), preview: preview}
	maker.fill(&view)
	if !view.NothingNew {
		view.Held = s.imports.keep(gate.Of(r.Context()).Actor.Name, preview, s.now())
	}
	return s.showImport(w, r, http.StatusOK, view)
}

// refuseImport shows why a file is not taken; nothing of it was written.
func (s *Server) refuseImport(w http.ResponseWriter, r *http.Request, view importView, err error) error {
	problems := problemsOf(err)
	if len(problems) == 0 {
		return err
	}
	l := gate.Of(r.Context()).Language
	for _, problem := range problems {
		view.Problems = append(view.Problems, problemLine(problem, l))
	}
	return s.showImport(w, r, gate.Status(problems[0]), view)
}

// look makes the preview of a file, if all it would write is the visitor's to enter.
func (s *Server) look(r *http.Request, name string, file io.Reader, reason string) (*intake.Preview, error) {
	programme, err := s.programme(r)
	if err != nil {
		return nil, err
	}
	actor := gate.Of(r.Context()).Actor
	preview, err := intake.Look(r.Context(), s.store, name, file, intake.Options{
		Programme: programme.ID, Reason: reason, Provisional: true, Limit: figuresBytes, Now: s.now})
	if problems := problemsOf(err); len(problems) > 0 {
		return nil, &engine.Refusal{Problems: ownProblems(programme, actor, problems)}
	}
	if err != nil {
		return nil, err
	}
	return preview, s.admitImport(r, preview, actor)
}

// ownProblems puts in place of what is wrong with somebody else's cells, which may
// name their figures, that the visitor may not enter them.
func ownProblems(p *indicators.Programme, actor engine.Actor, problems []*indicators.Problem) []*indicators.Problem {
	var out []*indicators.Problem
	for _, problem := range problems {
		on, known := scopeOfIndicator(p, problem.Args["indicator"])
		if refused := actor.Permit(engine.Enter, on); known && refused != nil {
			refused.At, refused.Source = problem.At, problem.Source
			problem = refused
		}
		out = append(out, problem)
	}
	return out
}

func scopeOfIndicator(p *indicators.Programme, id string) (engine.Scope, bool) {
	for a := range p.Assignments() {
		if strings.HasPrefix(id, a.ID+"/") {
			return engine.ScopeOf(a), true
		}
	}
	return engine.Scope{}, false
}

// admitImport refuses a preview with cells that are not the visitor's, or on sheets
// that cannot be filled in now.
func (s *Server) admitImport(r *http.Request, preview *intake.Preview, actor engine.Actor) error {
	type at struct {
		assignment *indicators.Assignment
		period     indicators.Period
	}
	var problems []*indicators.Problem
	known := map[at]bool{}
	for n := range preview.Cells {
		cell := &preview.Cells[n]
		sheet := at{cell.Line.Assignment, cell.Entry.Period}
		if known[sheet] || cell.Change == intake.Same && actor.May(engine.Enter, engine.ScopeOf(sheet.assignment)) {
			continue
		}
		known[sheet] = true
		problem := actor.Permit(engine.Enter, engine.ScopeOf(sheet.assignment))
		if problem == nil {
			submission, err := s.store.Submission(r.Context(), preview.Programme.ID, sheet.assignment.ID, sheet.period)
			if err != nil {
				return err
			}
			problem = submission.CheckEntry(preview.Programme, engine.Today(preview.Programme, s.now()))
		}
		if problem != nil {
			problem.At, problem.Source = cell.Entry.At, cell.Entry.Source
			problems = append(problems, problem)
		}
	}
	_, err := engine.Refused(problems)
	return err
}

// applyImport writes what the preview showed, all of it or nothing.
func (s *Server) applyImport(w http.ResponseWriter, r *http.Request) error {
	actor := gate.Of(r.Context()).Actor
	preview := s.imports.take(actor.Name, r.PostFormValue("held"), s.now())
	if preview == nil || preview.Programme.ID != r.PathValue("programme") {
		return s.refuseImport(w, r, importView{}, &indicators.Problem{Code: "import-not-held"})
	}
	if _, err := preview.Apply(r.Context(), s.store, store.RecordOptions{As: &actor}); err != nil {
		return s.refuseImport(w, r, importView{File: preview.File}, err)
	}
	fresh, changed, _ := preview.Count()
	told := gate.Of(r.Context()).Language.Say("entry.import.done", indicators.Args{"file": preview.File, "new": strconv.Itoa(fresh), "changed": strconv.Itoa(changed)})
	return s.redirect(w, r, "/p/"+preview.Programme.ID+"/import", told)
}
