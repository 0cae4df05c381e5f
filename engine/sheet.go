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
