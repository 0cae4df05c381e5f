package engine

import (
	"strconv"
	"time"

	"yardstick/indicators"
)

// Submission is the sheet of one assignment and period (填报单): all its figures,
// on their way from draft to approved. It is never stored as such: it is what its
// steps and entries come to, so its history can be read from it.
//
//	draft ──submit──► submitted ──approve──► approved ──entry with a reason──► draft
//	                      └──────return──► returned ──submit──► submitted
//
// A figure that waits counts provisionally from its entry, officially from the
// approval of the submission that held it.
type Submission struct {
	Assignment string // id
	Period     indicators.Period
	State      SubmissionState
	Submitted  int64 // Seq of the last submission; 0 when it never was
	// Approved is the Seq of the last submission that was approved: entries before
	// it count officially. 0 when none was.
	Approved int64
	// Reopened says that it may be filled in after its period has closed, because
	// it was returned or reopened and has not been submitted since.
	Reopened bool
	Steps    []Step // oldest first: submitted, approved, returned, reopened
}

// SubmissionState says how far a sheet has come.
type SubmissionState string

// The states of a sheet.
const (
	Draft     SubmissionState = "draft"
	Submitted SubmissionState = "submitted"
	Approved  SubmissionState = "approved"
	Returned  SubmissionState = "returned"
)

// Step is what somebody did that is no figure. Steps are append-only and stand in
// the programme's chain.
type Step struct {
	Seq        int64
	Kind       StepKind
	Assignment string
	Period     indicators.Period
	// About is the Seq of what it speaks of: of approved, returned and remarked the
	// submission, of accepted and refused the declaration, of attached and withdrawn
	// the observation, of detached the step that attached.
	About     int64
	Indicator string // of remarked: the row; else empty
	Part      string
	Body      string // the reason, the remark, the name of what was attached, the figure that was withdrawn
	At        time.Time
	By        string
}

// StepKind says what was done.
type StepKind string

// The kinds of step.
const (
	StepSubmitted StepKind = "submitted"
	StepApproved  StepKind = "approved"
	StepReturned  StepKind = "returned"
	StepRemarked  StepKind = "remarked" // a reviewer's remark on a row of a sheet that is returned
	StepReopened  StepKind = "reopened"
	StepAccepted  StepKind = "accepted" // a declaration
	StepRefused   StepKind = "refused"  // a declaration
	StepAttached  StepKind = "attached" // evidence
	StepDetached  StepKind = "detached" // evidence
	// StepWithdrawn clears a cell: the figure, and those of the cell before it that
	// nobody had approved, count nowhere any more.
	StepWithdrawn StepKind = "withdrawn"
)

// NewSubmission replays the steps of a sheet, in order of seq; steps of other
// sheets and kinds are passed over. lastEntry is the Seq of its newest figure
// that waits for approval, 0 when there is none.
func NewSubmission(assignment string, period indicators.Period, steps []Step, lastEntry int64) Submission {
	s := Submission{Assignment: assignment, Period: period, State: Draft}
	for _, step := range steps {
		if step.Assignment == assignment && step.Period == period {
			s.take(step)
		}
	}
	if s.State == Approved && lastEntry > s.Submitted {
		s.State = Draft
	}
	return s
}

func (s *Submission) take(step Step) {
	switch step.Kind {
	case StepSubmitted:
		s.State, s.Submitted, s.Reopened = Submitted, step.Seq, false
	case StepApproved:
		s.State, s.Approved = Approved, step.About
	case StepReturned:
		s.State, s.Reopened = Returned, true
	case StepReopened:
		s.Reopened = true
	default:
		return
	}
	s.Steps = append(s.Steps, step)
}

// LastReason is why the sheet was last returned or reopened; empty for neither.
func (s *Submission) LastReason() string {
	for i := len(s.Steps) - 1; i >= 0; i-- {
		if body := s.Steps[i].Body; body != "" && s.Steps[i].Kind != StepSubmitted {
			return body
		}
	}
	return ""
}

// DueBy is the day by whose end the figures of a period are to be submitted,
// without the grace: by default the 3rd of the month after.
func DueBy(p *indicators.Programme, period indicators.Period) indicators.Date {
	next := period + 1
	return min(next.First()+indicators.Date(p.DueDay)-1, next.Last())
}

// ClosesAfter is the last day on which a period may be filled in: its due date
// and the grace.
func ClosesAfter(p *indicators.Programme, period indicators.Period) indicators.Date {
	return DueBy(p, period) + indicators.Date(p.GraceDays)
}

// Closed reports whether the sheet's period has closed by a day, and it was not
// reopened.
func (s *Submission) Closed(p *indicators.Programme, today indicators.Date) bool {
	return today > ClosesAfter(p, s.Period) && !s.Reopened
}

// CheckEntry says why nothing may be entered on the sheet today: sheet-submitted
// (it waits for a decision), sheet-closed.
func (s *Submission) CheckEntry(p *indicators.Programme, today indicators.Date) *indicators.Problem {
	switch {
	case s.State == Submitted:
		return s.problem("sheet-submitted", nil)
	case s.Closed(p, today):
		return s.problem("sheet-closed", indicators.Args{"day": ClosesAfter(p, s.Period).String()})
	}
	return nil
}

// CheckSubmit says why the sheet may not be submitted: what [Submission.CheckEntry]
// says, or sheet-nothing-new when all of it has been approved.
func (s *Submission) CheckSubmit(p *indicators.Programme, today indicators.Date) *indicators.Problem {
	if s.State == Approved {
		return s.problem("sheet-nothing-new", nil)
	}
	return s.CheckEntry(p, today)
}

// CheckDecision says why the sheet may not be approved or returned: only one that
// was submitted is (sheet-not-submitted); the reviewer must have seen its last
// submission (sheet-changed-since); and nobody decides on what they submitted
// themselves (sheet-own).
func (s *Submission) CheckDecision(by string, seen int64) *indicators.Problem {
	switch {
	case s.State != Submitted:
		return s.problem("sheet-not-submitted", nil)
	case seen != 0 && seen != s.Submitted:
		return s.problem("sheet-changed-since", nil)
	case s.Steps[len(s.Steps)-1].By == by:
		return s.problem("sheet-own", indicators.Args{"who": by})
	}
	return nil
}

// CheckReopen says why the sheet may not be reopened: sheet-submitted,
// sheet-open.
func (s *Submission) CheckReopen(p *indicators.Programme, today indicators.Date) *indicators.Problem {
	switch {
	case s.State == Submitted:
		return s.problem("sheet-submitted", nil)
	case !s.Closed(p, today):
		return s.problem("sheet-open", nil)
	}
	return nil
}

func (s *Submission) problem(code string, args indicators.Args) *indicators.Problem {
	if args == nil {
		args = indicators.Args{}
	}
	args["assignment"], args["period"] = s.Assignment, s.Period.String()
	args["submission"] = strconv.FormatInt(s.Submitted, 10)
	return &indicators.Problem{Code: code, Args: args}
}
