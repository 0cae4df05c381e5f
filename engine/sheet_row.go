package engine

import (
	"slices"

	"yardstick/indicators"
)

// sheetRows makes the rows of a sheet.
type sheetRows struct {
	sheet    *Sheet
	in       SheetInputs
	lines    map[LineID][]Observation
	declared map[string][]Declaration
}

// indicator adds the rows of an indicator: one, or one a part. What is said of
// the indicator as a whole stands on the first.
func (r *sheetRows) indicator(i *indicators.Indicator) {
	targets := r.sheet.Result.result(i).Targets
	first := len(r.sheet.Rows)
	parts := i.PartKeys()
	if i.Derived() {
		parts = []string{""}
	}
	for _, part := range parts {
		line := Line{Assignment: i.Assignment, Indicator: i, Part: part, Window: reportable(i), Reading: readingOf(i, part)}
		r.add(line, targets)
	}
	row := &r.sheet.Rows[first]
	for _, t := range targets {
		row.declare(r.declared[i.ID], t.Target.Horizon)
		if t.Demands() {
			row.Demands = append(row.Demands, demanded(t, r.sheet.Period))
		}
	}
}

// declare notes what holds for a horizon; what holds for an earlier one stays.
func (row *SheetRow) declare(list []Declaration, horizon indicators.Horizon) {
	for kind, into := range map[DeclarationKind]**Declaration{
		DeviationReason: &row.Reason, DeclaredNotApplicable: &row.NotApplicable, AcceptedDeviation: &row.Deviation,
	} {
		if *into == nil {
			*into = holding(list, kind, horizon)
		}
	}
}

// add adds the row of a line.
func (r *sheetRows) add(line Line, targets []*TargetResult) {
	s := r.sheet
	row := SheetRow{Line: line, Targets: targets}
	if row.Why = line.closedTo(s.Programme, s.Period, s.Today); row.Why == nil {
		row.Reportable = true
	}
	id := line.ID()
	figures := row.take(r.lines[id], s.Period)
	row.ToDate, row.ToDateKnown = line.toDate(s.Programme, figures, s.Period)
	row.Wanted = row.Reportable && !notApplicable(targets) && line.wanted(s.Programme, s.Period, periodsOf(figures))
	if row.Entry != nil && row.Reportable {
		row.Alarms = line.alarms(s.Programme, figures, s.Period)
	}
	for _, e := range r.in.Evidence {
		if slices.ContainsFunc(row.History, func(o Observation) bool { return o.Seq == e.Observation }) {
			row.Evidence = append(row.Evidence, e)
		}
	}
	for _, step := range r.in.Remarks {
		if step.Indicator == id.Indicator && step.Part == id.Part {
			row.Remark = step.Body
		}
	}
	s.Rows = append(s.Rows, row)
}

// take takes the entries of the row's line: what stands in the cell and what
// stood in it. It returns the figures that stand through the period.
func (row *SheetRow) take(entries []Observation, period indicators.Period) (figures []figure) {
	for n := range entries {
		o := &entries[n]
		if o.Period == period {
			row.History = append(row.History, *o)
		}
		if o.Withdrawn != nil || o.Period > period {
			continue
		}
		if last := len(figures); last == 0 || figures[last-1].period != o.Period {
			figures = append(figures, figure{period: o.Period, value: o.Value, text: o.Text, seq: o.Seq})
			if o.Period == period {
				row.Entry = o
			} else {
				row.Last = o
			}
		}
		if o.Period == period && !o.Waits && row.Approved == nil {
			row.Approved = o
		}
	}
	if row.Approved == row.Entry {
		row.Approved = nil
	}
	return figures
}

func periodsOf(figures []figure) []indicators.Period {
	out := make([]indicators.Period, len(figures))
	for n, f := range figures {
		out[n] = f.period
	}
	return out
}

// notApplicable reports whether all targets of an indicator are declared so.
func notApplicable(targets []*TargetResult) bool {
	return len(targets) > 0 && !slices.ContainsFunc(targets, func(t *TargetResult) bool { return t.State != NotApplicable })
}

// Demands reports whether a reason is to be given before the sheet is submitted:
// the target has its verdict, the method asks for a reason, and there is none. A
// target in progress demands none, nor one whose figures are missing, which the
// sheet says otherwise.
func (t *TargetResult) Demands() bool {
	return t.State == Reported && t.AsksReason && t.Reason == ""
}

func demanded(t *TargetResult, period indicators.Period) *indicators.Problem {
	i := t.Target.Indicator
	code := "sheet-reasons-wanted"
	if t.Over {
		code = "sheet-reasons-wanted-over"
	}
	return &indicators.Problem{Code: code, Args: indicators.Args{"indicator": i.ID, "name": i.Name, "target": t.Target.Text,
		"horizon": string(t.Target.Horizon), "period": period.String(), "points": t.Points.String(), "weight": t.Weight.String()}}
}
