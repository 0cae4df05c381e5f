package web

import (
	"context"
	"encoding/base64"
	"io"
	"mime/multipart"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"

	"yardstick/cmd/internal/gate"
	"yardstick/cmd/internal/standing"
	"yardstick/engine"
	"yardstick/engine/schedule"
	"yardstick/indicators"
	"yardstick/indicators/load"
)

// newDefinitionsView is what new definitions would change, before they are put into force.
type newDefinitionsView struct {
	Base     string
	Seen     int // the version that they were compared with
	Next     int
	Files    []newFile
	Refused  bool
	Problems []definitionRemark // what keeps them from use
	Warnings []definitionRemark
	Notes    int // assumptions, listed once they are in force
	Changes  []string
	Flips    []flipLine
	Same     bool // nothing changes
}

// newFile is a file of the new version. Text is what was sent, in base64, to be sent
// again with the confirmation: nothing is kept in between.
type newFile struct{ Name, How, Text string }

// flipLine is a target whose verdict would change.
type flipLine struct{ Name, Target, Before, After string }

// loadDefinitions shows what files that were sent would change, and puts them into
// force once that was confirmed.
func (s *Server) loadDefinitions(w http.ResponseWriter, r *http.Request) error {
	current, err := s.programme(r)
	if err != nil {
		return err
	}
	if err := r.ParseMultipartForm(8 << 20); err != nil && err != http.ErrNotMultipart {
		return err
	}
	if r.MultipartForm != nil {
		defer r.MultipartForm.RemoveAll()
	}
	versions, err := s.store.Versions(r.Context(), current.ID)
	if err != nil {
		return err
	}
	newest := versions[len(versions)-1].Number
	if r.PostFormValue("confirm") != "" {
		return s.confirmDefinitions(w, r, current, newest)
	}
	inForce, err := s.store.Sources(r.Context(), current.ID, newest)
	if err != nil {
		return err
	}
	files, err := sentDefinitions(r, inForce)
	if problems := problemsOf(err); len(problems) > 0 {
		line := problemLine(problems[0], gate.Of(r.Context()).Language)
		return s.showDefinitions(w, r, gate.Status(problems[0]), definitionsView{Problem: &line})
	}
	if err != nil {
		return err
	}
	return s.previewDefinitions(w, r, current, newest, files)
}

// sentSource is a file of the new version and where it comes from: a code of topic people.
type sentSource struct {
	load.Source
	how string
}

// sentDefinitions are the files of the new version: those that were sent, and, where
// that was asked for, those in force that none of them replaces by its name. A workbook
// is a programme by itself. Problem: definitions-none.
func sentDefinitions(r *http.Request, inForce []load.Source) ([]sentSource, error) {
	var sent []*multipart.FileHeader
	if r.MultipartForm != nil {
		sent = r.MultipartForm.File["files"]
	}
	var out []sentSource
	keep := r.PostFormValue("keep") != ""
	for _, header := range sent {
		text, err := readSent(header)
		if err != nil {
			return nil, err
		}
		name, how := path.Base(strings.ReplaceAll(header.Filename, `\`, "/")), "added"
		if n := slices.IndexFunc(inForce, func(s load.Source) bool { return path.Base(s.Name) == name }); n >= 0 {
			name, how = inForce[n].Name, "replaced"
		}
		keep = keep && !strings.HasSuffix(strings.ToLower(name), ".xlsx")
		out = append(out, sentSource{load.Source{Name: name, Text: text}, how})
	}
	if len(out) == 0 {
		return nil, &indicators.Problem{Code: "definitions-none"}
	}
	for _, source := range inForce {
		if keep && !slices.ContainsFunc(out, func(s sentSource) bool { return s.Name == source.Name }) {
			out = append(out, sentSource{source, "kept"})
		}
	}
	return out, nil
}

func readSent(header *multipart.FileHeader) ([]byte, error) {
	file, err := header.Open()
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, load.MaxSourceBytes+1)) // one that is longer is refused by its reader
}

// previewDefinitions shows what the files would change.
func (s *Server) previewDefinitions(w http.ResponseWriter, r *http.Request, current *indicators.Programme, newest int, files []sentSource) error {
	l := gate.Of(r.Context()).Language
	view := newDefinitionsView{Base: "/p/" + current.ID + "/definitions", Seen: newest, Next: newest + 1}
	sources := make([]load.Source, len(files))
	for n, file := range files {
		sources[n] = file.Source
		view.Files = append(view.Files, newFile{Name: file.Name, How: l.Say("people.file-"+file.how, nil), Text: base64.StdEncoding.EncodeToString(file.Text)})
	}
	next, problems, err := s.readNext(r.Context(), current.ID, sources)
	if err != nil {
		return err
	}
	view.sort(problems, l)
	if !view.Refused {
		for _, change := range load.Difference(current, next) {
			view.Changes = append(view.Changes, change.Say(l))
		}
		flips, err := standing.Flips(r.Context(), s.store, current, next, s.now())
		if err != nil {
			return err
		}
		view.Flips, view.Same = flipLines(flips, current, next, l), len(view.Changes) == 0
	}
	status := http.StatusOK
	if view.Refused {
		status = http.StatusUnprocessableEntity
	}
	p := s.frame(r, "")
	p.Title, p.View, p.Address, p.Styles = p.Say("people.new-definitions"), view, view.Base, []string{"people.css"}
	return s.show(w, status, "definitions-new.html", p)
}

// readNext reads the next version of a programme with all that is to be said of it.
// Codes: definitions-other-programme, and that of schedule.CheckDefined.
func (s *Server) readNext(ctx context.Context, id string, sources []load.Source) (*indicators.Programme, []*indicators.Problem, error) {
	next, problems := standing.ReadDefinitions(sources...)
	if next != nil && next.ID != id && next.ID != "" {
		problems = append(problems, &indicators.Problem{Code: "definitions-other-programme", Args: indicators.Args{"id": id, "other": next.ID}})
	}
	if next != nil && !standing.Refuses(problems) {
		clashes, err := schedule.CheckDefined(ctx, s.store, next)
		if err != nil {
			return nil, nil, err
		}
		problems = slices.Concat(problems, clashes, standing.ScheduleWarnings(next, s.now()), load.Lint(next))
	}
	load.Quote(problems, sources...)
	return next, problems, nil
}

// sort puts problems under what they keep from use, warn of, or note.
func (view *newDefinitionsView) sort(problems []*indicators.Problem, l indicators.Language) {
	for _, problem := range problems {
		switch problem.Severity {
		case indicators.Note:
			view.Notes++
		case indicators.Warning:
			view.Warnings = append(view.Warnings, remarkOf(problem, l))
		default:
			view.Refused = true
			view.Problems = append(view.Problems, remarkOf(problem, l))
		}
	}
}

// flipLines words the targets whose state or verdict would differ.
func flipLines(flips []engine.Flip, current, next *indicators.Programme, l indicators.Language) []flipLine {
	names := map[string][2]string{}
	for _, p := range []*indicators.Programme{current, next} {
		for i, t := range p.Targets() {
			region, _ := p.Regions.ByCode(i.Assignment.Region)
			names[t.ID()] = [2]string{region.In(l) + " " + i.Name, t.Text}
		}
	}
	out := make([]flipLine, len(flips))
	for n, flip := range flips {
		name := names[flip.Target]
		if name[0] == "" {
			name[0] = flip.Target
		}
		out[n] = flipLine{Name: name[0], Target: name[1], Before: markWords(flip.Before.State, flip.Before.Verdict, l), After: markWords(flip.After.State, flip.After.Verdict, l)}
	}
	return out
}

// confirmDefinitions puts the files that were previewed into force, unless others have
// been meanwhile. Problems: definitions-changed-since, those of store.LoadProgrammeAs.
func (s *Server) confirmDefinitions(w http.ResponseWriter, r *http.Request, current *indicators.Programme, newest int) error {
	if seen, err := strconv.Atoi(r.PostFormValue("seen")); err != nil || seen != newest {
		return &indicators.Problem{Code: "definitions-changed-since", Args: indicators.Args{"version": strconv.Itoa(newest)}}
	}
	names, texts := r.PostForm["name"], r.PostForm["text"]
	if len(names) == 0 || len(names) != len(texts) {
		return &indicators.Problem{Code: "definitions-none"}
	}
	sources := make([]load.Source, len(names))
	for n := range names {
		text, err := base64.StdEncoding.DecodeString(texts[n])
		if err != nil {
			return &indicators.Problem{Code: "definitions-none"}
		}
		sources[n] = load.Source{Name: names[n], Text: text}
	}
	_, problems, err := s.readNext(r.Context(), current.ID, sources)
	if err != nil {
		return err
	}
	if standing.Refuses(problems) {
		_, err := engine.Refused(problems)
		return err
	}
	version, err := s.store.LoadProgrammeAs(r.Context(), gate.Of(r.Context()).Actor, sources)
	if err != nil {
		return err
	}
	return s.redirect(w, r, "/p/"+current.ID+"/definitions", s.frame(r, "").Say("people.in-force", "version", strconv.Itoa(version)))
}
