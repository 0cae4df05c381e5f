package web

import (
	"context"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"yardstick/cmd/internal/gate"
	"yardstick/engine"
	"yardstick/engine/store"
	"yardstick/indicators"
)

// decideView is what a reviewer does with a sheet: a part of its page.
type decideView struct {
	Sheet     string // the sheet's address
	Seen      string // the submission that is shown
	Submitted string // when and by whom
	MayDecide bool
	Why       string // why it may not be decided on by this reviewer
	MayReopen bool
	Problem   *ProblemLine // why the decision was not taken
	Reason    string       // as typed
	Figures   *figuresView // new since the last approval
	First     bool         // nothing of it was ever approved
	Remarks   []remarkLine
	Remarked  bool // a remark was typed
	Missing   int
	Demands   []string
	Queue     string // the address of the reviewer's queue
}

// remarkLine is a row that may be remarked on.
type remarkLine struct{ Key, Name, Now, Text string }

// decideKey is under what a request holds why its decision was refused.
type decideKey struct{}

// decideView is what the visitor may decide about a sheet; nil when they are not its
// reviewer, or nothing is to be decided.
func (s *Server) decideView(r *http.Request, sheet *engine.Sheet) any {
	v := gate.Of(r.Context())
	if !v.Actor.May(engine.Review, engine.ScopeOf(sheet.Assignment)) {
		return nil
	}
	view := decideView{Sheet: sheetAddress(sheet.Assignment, sheet.Period), Seen: strconv.FormatInt(sheet.Submission.Submitted, 10),
		Queue: "/p/" + sheet.Programme.ID + "/review"}
	problem, _ := r.Context().Value(decideKey{}).(*indicators.Problem)
	if problem != nil {
		line := problemLine(namesOf(sheet.Programme, v.Language).placed(problem), v.Language)
		view.Problem, view.Reason = &line, r.PostFormValue("reason")
	}
	switch {
	case sheet.Submission.State == engine.Submitted:
		view.decide(s.changeWords(r, sheet.Programme), sheet, r)
	case sheet.Submission.CheckReopen(sheet.Programme, sheet.Today) == nil:
		view.MayReopen = true
	case problem == nil:
		return nil
	}
	return view
}

// decide fills in what is compared before a submission is decided on.
func (view *decideView) decide(words *changeWords, sheet *engine.Sheet, r *http.Request) {
	l := words.visitor.Language
	last := sheet.Submission.Steps[len(sheet.Submission.Steps)-1]
	view.Submitted = l.Say("review.submitted-by", indicators.Args{"at": clock(last.At, words.programme.Location()), "by": byWords(last.By, words.titles, l)})
	if problem := sheet.Submission.CheckDecision(words.visitor.Actor.Name, 0); problem != nil {
		view.Why = problem.Message(l)
	} else {
		view.MayDecide = true
	}
	view.First, view.Figures = sheet.Submission.Approved == 0, figuresOf(sheet, words, true)
	for _, demand := range sheet.Demands() {
		view.Demands = append(view.Demands, demand.Message(l))
	}
	filled, wanted := sheet.Filled()
	view.Missing = wanted - filled
	for n := range sheet.Rows {
		row := &sheet.Rows[n]
		if row.Entry == nil && !row.Wanted {
			continue
		}
		line := figureOf(row, l)
		typed := r.PostFormValue("remark:" + line.Key)
		view.Remarked = view.Remarked || typed != ""
		view.Remarks = append(view.Remarks, remarkLine{Key: line.Key, Name: line.Name, Now: line.Now, Text: typed})
	}
}

func (s *Server) approve(w http.ResponseWriter, r *http.Request) error {
	return s.decideOn(w, r, "review.approved", func(ctx context.Context, as engine.Actor, programme, assignment string, period indicators.Period) error {
		seen, problem := seenOf(r)
		if problem != nil {
			return problem
		}
		_, err := s.store.Approve(ctx, as, programme, assignment, period, seen)
		return err
	})
}

func (s *Server) returnSheet(w http.ResponseWriter, r *http.Request) error {
	return s.decideOn(w, r, "review.returned", func(ctx context.Context, as engine.Actor, programme, assignment string, period indicators.Period) error {
		seen, problem := seenOf(r)
		if problem != nil {
			return problem
		}
		_, err := s.store.Return(ctx, as, programme, assignment, period, seen, strings.TrimSpace(r.PostFormValue("reason")), remarksOf(r)...)
		return err
	})
}

func (s *Server) reopen(w http.ResponseWriter, r *http.Request) error {
	return s.decideOn(w, r, "review.reopened", func(ctx context.Context, as engine.Actor, programme, assignment string, period indicators.Period) error {
		_, err := s.store.Reopen(ctx, as, programme, assignment, period, strings.TrimSpace(r.PostFormValue("reason")))
		return err
	})
}

// seenOf is the submission that the reviewer looked at. Without one nothing is decided:
// a page always sends it. Problem: sheet-not-seen.
func seenOf(r *http.Request) (int64, *indicators.Problem) {
	seen, err := strconv.ParseInt(r.PostFormValue("seen"), 10, 64)
	if err != nil || seen <= 0 {
		return 0, &indicators.Problem{Code: "sheet-not-seen"}
	}
	return seen, nil
}

// remarksOf are the remarks on rows that a form holds.
func remarksOf(r *http.Request) (out []store.Remark) {
	for _, name := range slices.Sorted(maps.Keys(r.PostForm)) {
		key, ok := strings.CutPrefix(name, "remark:")
		if text := strings.TrimSpace(r.PostFormValue(name)); ok && text != "" {
			indicator, part, _ := strings.Cut(key, "|")
			out = append(out, store.Remark{Indicator: indicator, Part: part, Text: text})
		}
	}
	return out
}

// decideOn takes a decision about the sheet of the path and goes on to the queue; when
// it is refused the sheet is shown again with what was typed.
func (s *Server) decideOn(w http.ResponseWriter, r *http.Request, told string, do func(context.Context, engine.Actor, string, string, indicators.Period) error) error {
	sheet, err := s.sheetOf(r)
	if err != nil {
		return err
	}
	v, p := gate.Of(r.Context()), sheet.Programme
	err = do(r.Context(), v.Actor, p.ID, sheet.Assignment.ID, sheet.Period)
	if problems := problemsOf(err); len(problems) > 0 {
		r = r.WithContext(context.WithValue(r.Context(), decideKey{}, problems[0]))
		return s.showSheet(w, r, gate.Status(problems[0]), sheet, typed{})
	}
	if err != nil {
		return err
	}
	words := s.changeWords(r, p)
	line := v.Language.Say(told, indicators.Args{"sheet": words.assignment(sheet.Assignment), "period": sheet.Period.String()})
	return s.redirect(w, r, "/p/"+p.ID+"/review", line)
}
