package engine

import (
	"yardstick/indicators"
	"yardstick/rules/scoring"
)

// Sheet is the entry sheet (填报表) of one assignment and period, as somebody
// fills it in: what a page, a workbook and the API show. All of it is worked out
// here, from one state of the database.
type Sheet struct {
	Programme  *indicators.Programme
	Method     *scoring.Method
	Assignment *indicators.Assignment
	Period     indicators.Period
	Today      indicators.Date // in the programme's time zone
	Submission Submission
	// DueBy is the day by whose end it is to be submitted, ClosesAfter the last on
	// which it may be filled in; Closed says that this day is over and nobody has
	// reopened it.
	DueBy, ClosesAfter indicators.Date
	Closed             bool
	// CanEnter says why nothing may be entered now; nil: it may, by whoever may
	// enter for the assignment.
	CanEnter *indicators.Problem
	Rows     []SheetRow // indicators as published, part by part, then the money
	// Result is the assignment through the period, with what waits: provisional.
	Result *AssignmentResult
	Alarms []*indicators.Problem // what looks odd about the sheet as a whole
	Seq    int64                 // of the newest link that it was made from
}

// SheetRow is one line of a sheet: one cell to fill in, and what helps to do so.
type SheetRow struct {
	Line    Line
	Targets []*TargetResult // of the indicator, provisional, through the period; none for money
	// Reportable says that a figure may be reported for the period. Why says why
	// not: entry-derived, entry-period-early, -late, -future, -not-an-end.
	Reportable bool
	Why        *indicators.Problem
	// Wanted says that leaving the cell empty leaves something missing: a period of
	// what is added up, or the last chance to report what is judged by its latest
	// figure. Not wanted is also what was declared not applicable.
	Wanted bool
	// Last is the newest figure of an earlier period, nil when there is none.
	Last *Observation
	// ToDate is the sum of what has been reported in the horizon through the period,
	// where figures are added up; of totals the last one. ToDateKnown is false where
	// there is none.
	ToDate      indicators.Value
	ToDateKnown bool
	// Entry is the figure that stands in the cell, waiting or approved; nil is 未报.
	// A reported zero is an Entry.
	Entry *Observation
	// Approved is the approved figure while Entry is a correction that waits.
	Approved *Observation
	History  []Observation // every figure ever entered in the cell, the newest first
	// What is declared about the indicator and holds through the period; Waits says
	// that a reviewer has not accepted it yet. Nil when nothing is. They stand on the
	// first row of an indicator that has several.
	Reason, NotApplicable, Deviation *Declaration
	Demands                          []*indicators.Problem // reasons that are to be given before it is submitted
	Alarms                           []*indicators.Problem // what looks odd; it does not keep anybody from submitting
	Evidence                         []Evidence            // of the figures in History; what was detached says so
	Remark                           string                // the reviewer's, when the sheet was last returned
}

// SheetInputs is what a sheet is made from.
type SheetInputs struct {
	// Evaluation is a provisional one through the sheet's period, whose scope holds
	// the assignment.
	Evaluation *Evaluation
	Assignment *indicators.Assignment
	Today      indicators.Date
	Submission Submission
	// Observations are all of the assignment's, the withdrawn too, in the order that
	// [Inputs] says.
	Observations []Observation
	Declarations []Declaration // those that count provisionally
	Evidence     []Evidence    // of the assignment and period
	Remarks      []Step        // of the last return
	Seq          int64
}

// NewSheet makes a sheet. It does no I/O and reads no clock. The Method,
// Programme and Period are the evaluation's.
func NewSheet(in SheetInputs) *Sheet {
	p, period := in.Evaluation.Programme, in.Evaluation.Through
	s := &Sheet{
		Programme: p, Method: in.Evaluation.Method, Assignment: in.Assignment, Period: period, Today: in.Today,
		Submission: in.Submission, DueBy: DueBy(p, period), ClosesAfter: ClosesAfter(p, period),
		Closed: in.Submission.Closed(p, in.Today), CanEnter: in.Submission.CheckEntry(p, in.Today), Seq: in.Seq,
	}
	for _, result := range in.Evaluation.Assignments {
		if result.Assignment == in.Assignment {
			s.Result = result
		}
	}
	rows := sheetRows{sheet: s, in: in, lines: byLine(in.Observations), declared: byIndicator(in.Declarations, period)}
	for _, indicator := range in.Assignment.Indicators {
		rows.indicator(indicator)
	}
	for _, part := range indicators.MoneyParts() {
		line, _ := moneyLine(p, in.Assignment, part)
		rows.add(line, nil)
	}
	s.dropWhole()
	if s.CanEnter == nil && period.First() > in.Today {
		s.CanEnter = in.Submission.problem("sheet-period", nil)
	}
	if alarm := s.copied(); alarm != nil {
		s.Alarms = append(s.Alarms, alarm)
	}
	return s
}

// dropWhole takes back that spending is wanted as a whole where it is reported by
// source.
func (s *Sheet) dropWhole() {
	for n := range s.Rows {
		row := &s.Rows[n]
		if !row.Line.spendingBySource() || row.Entry == nil && row.Last == nil {
			continue
		}
		if whole := s.Row(row.Line.ID().Indicator, indicators.MoneySpent); whole != nil {
			whole.Wanted = false
		}
	}
}

// Demands lists what keeps the sheet from being submitted, row by row: the
// reasons that the method asks for and nobody has given. Code:
// sheet-reasons-wanted, and of a target far exceeded
// sheet-reasons-wanted-over.
func (s *Sheet) Demands() (out []*indicators.Problem) {
	for n := range s.Rows {
		out = append(out, s.Rows[n].Demands...)
	}
	return out
}

// Filled counts the cells that are wanted, and those of them that hold a figure.
func (s *Sheet) Filled() (filled, wanted int) {
	for n := range s.Rows {
		if s.Rows[n].Wanted {
			wanted++
			if s.Rows[n].Entry != nil {
				filled++
			}
		}
	}
	return filled, wanted
}

// Row returns the row of a line; nil when the sheet has none.
func (s *Sheet) Row(indicator, part string) *SheetRow {
	for n := range s.Rows {
		if id := s.Rows[n].Line.ID(); id.Indicator == indicator && id.Part == part {
			return &s.Rows[n]
		}
	}
	return nil
}

// byLine takes observations in evaluation order apart by their lines.
func byLine(observations []Observation) map[LineID][]Observation {
	out := map[LineID][]Observation{}
	for len(observations) > 0 {
		n := 1
		for n < len(observations) && observations[n].Indicator == observations[0].Indicator && observations[n].Part == observations[0].Part {
			n++
		}
		id := LineID{observations[0].Indicator, observations[0].Part}
		out[id] = append(out[id], observations[:n]...)
		observations = observations[n:]
	}
	return out
}
