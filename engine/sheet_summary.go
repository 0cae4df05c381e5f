package engine

import (
	"strings"
	"time"

	"yardstick/indicators"
)

// SheetSummary is a sheet as a list shows it: an officer's home, a reviewer's
// queue.
type SheetSummary struct {
	Assignment         *indicators.Assignment
	Period             indicators.Period
	Submission         Submission
	DueBy, ClosesAfter indicators.Date
	Closed             bool // its period is over, and nobody has reopened it
	// Wanted cells are those that leave something missing when they stay empty, see
	// [SheetRow]; Filled are those of them that hold a figure.
	Wanted, Filled int
	Entered        int // cells that hold a figure, wanted or not
	Waits          int // cells whose figure waits for approval
	Overdue        int // days since it was due and has not been submitted, 0 for none
	SubmittedAt    time.Time
	SubmittedBy    string // last; empty when it never was
	Reason         string // why it was returned; empty unless it stands returned
	Alarms         int    // figures that look odd, see [Sheet] and [SheetRow]
	Declared       int    // declarations for the period that wait for a reviewer
}

// Missing is how many wanted cells hold no figure.
func (s *SheetSummary) Missing() int { return s.Wanted - s.Filled }

// Untouched reports that nothing was entered on the sheet, nor done to it.
func (s *SheetSummary) Untouched() bool {
	return s.Entered == 0 && len(s.Submission.Steps) == 0
}

// Counts reports that all that was entered counts officially though the sheet was
// never submitted: it was entered before there were accounts.
func (s *SheetSummary) Counts() bool {
	return s.Entered > 0 && s.Waits == 0 && s.Submission.Submitted == 0
}

// SheetFigure is a figure that stands in a cell, as a list of sheets needs it.
type SheetFigure struct {
	Period indicators.Period
	Value  indicators.Value
	Text   string // as entered, of a value between 0 and 1; else it may be empty
	Waits  bool
}

// SheetsInputs is what a list of sheets is made from.
type SheetsInputs struct {
	Programme *indicators.Programme
	Today     indicators.Date
	From, To  indicators.Period // both included; periods that have not begun are left out
	// Wants says which assignments to list.
	Wants func(*indicators.Assignment) bool
	// Figures stand, waiting or approved, by line and in the order of periods.
	Figures      map[LineID][]SheetFigure
	Submissions  []Submission  // of the sheets on which something was done
	Declarations []Declaration // those that count provisionally
}

// SheetSummaries lists the sheets of a span of periods, assignments as published,
// then by period: of each assignment and period for which something is reported.
func SheetSummaries(in SheetsInputs) []SheetSummary {
	type key struct {
		assignment string
		period     indicators.Period
	}
	submissions := map[key]Submission{}
	for _, s := range in.Submissions {
		submissions[key{s.Assignment, s.Period}] = s
	}
	var out []SheetSummary
	for a := range in.Programme.Assignments() {
		if !in.Wants(a) {
			continue
		}
		lines := linesOf(in.Programme, a)
		for period := in.From; period <= in.To && period.First() <= in.Today; period++ {
			s, known := submissions[key{a.ID, period}]
			if !known {
				s = NewSubmission(a.ID, period, nil, 0)
			}
			if one := in.summary(a, period, lines, s); one != nil {
				out = append(out, *one)
			}
		}
	}
	return out
}

// summary is one sheet; nil when nothing is reported for the period and nothing
// was done.
func (in *SheetsInputs) summary(a *indicators.Assignment, period indicators.Period, lines []Line, s Submission) *SheetSummary {
	p := in.Programme
	out := &SheetSummary{Assignment: a, Period: period, Submission: s, DueBy: DueBy(p, period), ClosesAfter: ClosesAfter(p, period), Closed: s.Closed(p, in.Today)}
	declared := in.declared(a, period, out)
	any := len(s.Steps) > 0
	var copied copies
	spent, bySource := 0, false
	for n := range lines {
		line := &lines[n]
		if !line.reported(p, period) {
			continue
		}
		any = true
		figures, now := in.through(line.ID(), period)
		if now != nil {
			out.count(p, line, figures, now, &copied)
		}
		bySource = bySource || line.spendingBySource() && len(figures) > 0
		if (line.Indicator == nil || !declared[line.Indicator.ID]) && line.wanted(p, period, periodsOf(figures)) {
			out.Wanted++
			if now != nil {
				out.Filled++
			} else if line.Indicator == nil {
				spent = 1
			}
		}
	}
	if bySource {
		out.Wanted -= spent // it is reported by source
	}
	if copied.alarm(period) != nil {
		out.Alarms++
	}
	out.sayState(in.Today)
	if !any {
		return nil
	}
	return out
}

// through are the figures of a line through a period, and the period's own.
func (in *SheetsInputs) through(id LineID, period indicators.Period) (out []figure, now *SheetFigure) {
	list := in.Figures[id]
	for n := range list {
		if list[n].Period <= period {
			out = append(out, figure{period: list[n].Period, value: list[n].Value, text: list[n].Text})
		}
		if list[n].Period == period {
			now = &list[n]
		}
	}
	return out, now
}

// count takes a cell that holds a figure.
func (s *SheetSummary) count(p *indicators.Programme, line *Line, figures []figure, now *SheetFigure, copied *copies) {
	s.Entered++
	if now.Waits {
		s.Waits++
	}
	s.Alarms += len(line.alarms(p, figures, s.Period))
	if n := len(figures); n > 1 {
		copied.add(p, line, s.Period, now.Value, figures[n-2].period, figures[n-2].value)
	}
}

// declared are the indicators that are declared not applicable as a whole. It
// counts what waits for a reviewer.
func (in *SheetsInputs) declared(a *indicators.Assignment, period indicators.Period, s *SheetSummary) map[string]bool {
	var own []Declaration
	for _, d := range in.Declarations {
		if !strings.HasPrefix(d.Indicator, a.ID+"/") {
			continue
		}
		if own = append(own, d); d.Waits && d.Period == period {
			s.Declared++
		}
	}
	out := map[string]bool{}
	if len(own) == 0 {
		return out
	}
	lists := byIndicator(own, period)
	for _, i := range a.Indicators {
		list := lists[i.ID]
		out[i.ID] = len(list) > 0 && len(i.Targets) > 0
		for _, t := range i.Targets {
			out[i.ID] = out[i.ID] && holding(list, DeclaredNotApplicable, t.Horizon) != nil
		}
	}
	return out
}

// sayState fills in what follows from the steps.
func (s *SheetSummary) sayState(today indicators.Date) {
	for _, step := range s.Submission.Steps {
		if step.Kind == StepSubmitted {
			s.SubmittedAt, s.SubmittedBy = step.At, step.By
		}
	}
	open := s.Submission.State == Draft || s.Submission.State == Returned
	if s.Submission.State == Returned {
		s.Reason = s.Submission.LastReason()
	}
	if open && today > s.DueBy && (s.Missing() > 0 || s.Waits > 0 || s.Submission.State == Returned) {
		s.Overdue = int(today - s.DueBy)
	}
}
