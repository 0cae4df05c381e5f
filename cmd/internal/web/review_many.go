package web

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"yardstick/cmd/internal/gate"
	"yardstick/engine"
	"yardstick/indicators"
)

// bulkView is what became of the sheets that were ticked.
type bulkView struct {
	Approved []bulkLine
	Left     []bulkLine
}

// bulkLine is a ticked sheet.
type bulkLine struct {
	Name, Address string
	Why           *ProblemLine // why it was not approved
}

// sheetValue names a sheet and the submission of it that somebody has seen.
func sheetValue(assignment string, period indicators.Period, seen int64) string {
	return fmt.Sprintf("%s|%s|%d", assignment, period, seen)
}

// parseSheetValue reads what sheetValue wrote.
func parseSheetValue(text string) (assignment string, period indicators.Period, seen int64, ok bool) {
	parts := strings.Split(text, "|")
	if len(parts) != 3 {
		return "", 0, 0, false
	}
	period, err := indicators.ParsePeriod(parts[1])
	if err != nil {
		return "", 0, 0, false
	}
	seen, err = strconv.ParseInt(parts[2], 10, 64)
	return parts[0], period, seen, err == nil && seen > 0
}

// approveMany approves the ticked sheets that are clean, each as it was seen, and says
// of the others why not.
func (s *Server) approveMany(w http.ResponseWriter, r *http.Request) error {
	p, err := s.programme(r)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return err
	}
	words, done := s.changeWords(r, p), &bulkView{}
	for _, text := range r.PostForm["sheet"] {
		id, period, seen, ok := parseSheetValue(text)
		if !ok {
			return errUnknownPage
		}
		line := bulkLine{Name: id}
		if a := assignmentBehind(p, id); a != nil && a.ID == id {
			line = bulkLine{Name: words.assignment(a) + " " + period.String(), Address: sheetAddress(a, period)}
		}
		err := s.approveClean(r, p.ID, id, period, seen)
		problems := problemsOf(err)
		switch {
		case len(problems) > 0:
			why := problemLine(problems[0], words.visitor.Language)
			line.Why = &why
			done.Left = append(done.Left, line)
		case err != nil:
			return err
		default:
			done.Approved = append(done.Approved, line)
		}
	}
	view := reviewView{Done: done}
	if len(done.Approved)+len(done.Left) == 0 {
		none := problemLine(&indicators.Problem{Code: "review-nothing-ticked"}, words.visitor.Language)
		view = reviewView{Problem: &none}
		return s.showReview(w, r, http.StatusUnprocessableEntity, view)
	}
	return s.showReview(w, r, http.StatusOK, view)
}

// approveClean approves one sheet as it was seen, if it is clean.
func (s *Server) approveClean(r *http.Request, programme, assignment string, period indicators.Period, seen int64) error {
	as := gate.Of(r.Context()).Actor
	sheet, err := s.store.Sheet(r.Context(), programme, assignment, period)
	if err != nil {
		return err
	}
	if problem := as.Permit(engine.Review, engine.ScopeOf(sheet.Assignment)); problem != nil {
		return problem
	}
	if problem := sheet.Submission.CheckDecision(as.Name, seen); problem != nil {
		return problem
	}
	if problem := notClean(sheet, as.Name); problem != nil {
		return problem
	}
	_, err = s.store.Approve(r.Context(), as, programme, assignment, period, seen)
	return err
}
