package web

import (
	"net/http"
	"strconv"

	"yardstick/cmd/internal/gate"
	"yardstick/engine"
	"yardstick/engine/store"
	"yardstick/indicators"
)

// queueLine is a sheet in the reviewer's queue.
type queueLine struct {
	Value          string // of its tick: assignment, period and the submission that is shown
	Region         string
	Project        string
	Month          string
	Address        string
	State          string // a state of a sheet
	Submitted      string // when and by whom; empty when it never was
	DueBy          string
	Overdue        int
	Reason         string // why it was returned
	Missing        int
	Filled, Wanted int
	Alarms         int
	Waits          int // declarations of its indicators that wait for a reviewer
	Evidence       int
	Demands        int
	Clean          bool // may be approved together with others
	Own            bool // the visitor submitted it themselves
	Figures        *figuresView
}

// lateLine is a sheet that is overdue and was not submitted.
type lateLine struct {
	Region, Project, Month, Address, State, DueBy string
	Days, Missing                                 int
}

// fillQueue lists the sheets of the filter, and those that are overdue.
func (s *Server) fillQueue(r *http.Request, view *reviewView, words *changeWords) error {
	p, as := words.programme, words.visitor.Actor
	sheets, err := s.store.Sheets(r.Context(), p.ID, store.SheetFilter{Scopes: as.Scopes(engine.Review)})
	if err != nil {
		return err
	}
	filter := view.Filter.sheets(p, as)
	var shown []engine.SheetSummary
	for _, sheet := range sheets {
		if !as.May(engine.Review, engine.ScopeOf(sheet.Assignment)) {
			continue // a token's limit
		}
		view.month(sheet.Period)
		if shows(&filter, &sheet) {
			shown = append(shown, sheet)
		}
		if sheet.Overdue > 0 {
			view.late(words, &sheet)
		}
	}
	view.Count = len(shown)
	first := min((view.Filter.Page-1)*sheetsOnPage, max(len(shown)-1, 0)/sheetsOnPage*sheetsOnPage)
	view.Filter.Page = first/sheetsOnPage + 1
	last := min(first+sheetsOnPage, len(shown))
	if first > 0 {
		view.Previous = view.address(view.Filter.Page - 1)
	}
	if last < len(shown) {
		view.Next = view.address(view.Filter.Page + 1)
	}
	for _, sheet := range shown[first:last] {
		line, err := s.queueLine(r, words, &sheet)
		if err != nil {
			return err
		}
		if view.Queue = append(view.Queue, line); line.Clean {
			view.Clean++
		}
	}
	return nil
}

// month offers a month to filter by.
func (v *reviewView) month(period indicators.Period) {
	text := period.String()
	for n := range v.Months {
		if v.Months[n].Value >= text {
			if v.Months[n].Value > text {
				v.Months = append(v.Months[:n], append([]scopeChoice{{Value: text, Label: text}}, v.Months[n:]...)...)
			}
			return
		}
	}
	v.Months = append(v.Months, scopeChoice{Value: text, Label: text})
}

// late lists an overdue sheet.
func (v *reviewView) late(words *changeWords, sheet *engine.SheetSummary) {
	if v.LateAll++; len(v.Late) == lateShown {
		v.LateMore++
		return
	}
	region, project := words.names(sheet.Assignment)
	v.Late = append(v.Late, lateLine{Region: region, Project: project, Month: sheet.Period.String(), Address: sheetAddress(sheet.Assignment, sheet.Period),
		State: string(sheet.Submission.State), DueBy: sheet.DueBy.String(), Days: sheet.Overdue, Missing: sheet.Missing()})
}

// shows reports whether a filter lets a sheet through.
func shows(f *store.SheetFilter, s *engine.SheetSummary) bool {
	switch {
	case !(engine.Scope{Project: f.Project, Region: f.Region}).Covers(s.Assignment):
		return false
	case f.From != 0 && s.Period != f.From:
		return false
	case f.Overdue:
		return s.Overdue > 0
	}
	return len(f.States) == 0 || f.States[0] == s.Submission.State
}

// names are an assignment's region and project in words.
func (w *changeWords) names(a *indicators.Assignment) (region, project string) {
	found, _ := w.programme.Regions.ByCode(a.Region)
	return found.In(w.visitor.Language), titleOf(a.Project, w.visitor.Language)
}

// queueLine reads a sheet of the queue whole: its figures beside the month before.
func (s *Server) queueLine(r *http.Request, words *changeWords, sum *engine.SheetSummary) (queueLine, error) {
	region, project := words.names(sum.Assignment)
	line := queueLine{
		Region: region, Project: project, Month: sum.Period.String(), Address: sheetAddress(sum.Assignment, sum.Period), State: string(sum.Submission.State),
		DueBy: sum.DueBy.String(), Overdue: sum.Overdue, Reason: sum.Reason, Missing: sum.Missing(), Filled: sum.Filled, Wanted: sum.Wanted, Alarms: sum.Alarms, Waits: sum.Declared,
		Value: sheetValue(sum.Assignment.ID, sum.Period, sum.Submission.Submitted),
	}
	if sum.SubmittedBy != "" {
		line.Submitted = words.visitor.Language.Say("review.submitted-by", indicators.Args{
			"at": clock(sum.SubmittedAt, words.programme.Location()), "by": byWords(sum.SubmittedBy, words.titles, words.visitor.Language)})
	}
	if sum.Untouched() {
		return line, nil
	}
	sheet, err := s.store.Sheet(r.Context(), words.programme.ID, sum.Assignment.ID, sum.Period)
	if problemsOf(err) != nil {
		return line, nil // nothing of it is reported any more: the definitions have changed
	}
	if err != nil {
		return line, err
	}
	line.Figures = figuresOf(sheet, words, false)
	line.Evidence, line.Demands = line.Figures.Evidence, len(sheet.Demands())
	line.Own = sum.SubmittedBy == words.visitor.Actor.Name
	line.Clean = sheet.Submission.Submitted == sum.Submission.Submitted && notClean(sheet, gate.Of(r.Context()).Actor.Name) == nil
	return line, nil
}

// notClean says why a sheet is not approved together with others; nil when it may be.
// Codes: those of engine.Submission.CheckDecision, sheet-not-clean.
func notClean(sheet *engine.Sheet, by string) *indicators.Problem {
	if problem := sheet.Submission.CheckDecision(by, 0); problem != nil {
		return problem
	}
	alarms, waits := len(sheet.Alarms), 0
	for n := range sheet.Rows {
		row := &sheet.Rows[n]
		alarms += len(row.Alarms)
		for _, d := range []*engine.Declaration{row.NotApplicable, row.Deviation} {
			if d != nil && d.Waits {
				waits++
			}
		}
	}
	filled, wanted := sheet.Filled()
	if alarms+waits+len(sheet.Demands())+wanted-filled == 0 {
		return nil
	}
	return &indicators.Problem{Code: "sheet-not-clean", Args: indicators.Args{"alarms": strconv.Itoa(alarms), "missing": strconv.Itoa(wanted - filled),
		"demands": strconv.Itoa(len(sheet.Demands())), "declared": strconv.Itoa(waits)}}
}
