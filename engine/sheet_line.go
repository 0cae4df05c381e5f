package engine

import (
	"slices"
	"strings"

	"yardstick/indicators"
)

// ID is the name under which the line's figures are kept.
func (l *Line) ID() LineID {
	if l.Indicator == nil {
		return LineID{l.Assignment.MoneyID(), l.Part}
	}
	return LineID{l.Indicator.ID, l.Part}
}

// IsMoney reports a figure of the assignment's money.
func (l *Line) IsMoney() bool { return l.Indicator == nil }

// closedTo says why no figure may be reported for a period: that of a derived
// indicator never is.
func (l *Line) closedTo(p *indicators.Programme, period indicators.Period, today indicators.Date) *indicators.Problem {
	if l.Indicator != nil && l.Indicator.Derived() {
		return &indicators.Problem{Code: "entry-derived", Args: indicators.Args{"indicator": l.Indicator.ID, "name": l.Indicator.Name}}
	}
	return l.checkPeriod(p, period, today)
}

// reported is whether figures are reported for a period, now or later: what
// closedTo refuses for other reasons than that the period has not begun, without
// saying why.
func (l *Line) reported(p *indicators.Programme, period indicators.Period) bool {
	from, to := indicators.MonthOf(l.Window.From), indicators.MonthOf(l.Window.To)
	switch {
	case l.Indicator != nil && l.Indicator.Derived(), l.Window.From != 0 && period < from, l.Window.To != 0 && period > to:
		return false
	}
	return periodEnd(p, period) == period || l.Window.To != 0 && period == to
}

// Reports reports whether an assignment has a sheet for a period: something of it
// is reported then.
func Reports(p *indicators.Programme, a *indicators.Assignment, period indicators.Period) bool {
	return slices.ContainsFunc(linesOf(p, a), func(l Line) bool { return l.reported(p, period) })
}

// FirstPeriod is the first period for which anything of a programme is reported.
func FirstPeriod(p *indicators.Programme) indicators.Period {
	first := indicators.MonthOf(p.FiscalYear().From)
	for i := range p.Indicators() {
		if from := reportable(i).From; from != 0 {
			first = min(first, indicators.MonthOf(from))
		}
	}
	return first
}

// linesOf are the lines of an assignment that figures are reported for.
func linesOf(p *indicators.Programme, a *indicators.Assignment) []Line {
	var out []Line
	for _, i := range a.Indicators {
		for _, part := range i.PartKeys() {
			out = append(out, Line{Assignment: a, Indicator: i, Part: part, Window: reportable(i), Reading: readingOf(i, part)})
		}
	}
	for _, part := range indicators.MoneyParts() {
		line, _ := moneyLine(p, a, part)
		out = append(out, line)
	}
	return out
}

// plan is how the line's figures are added up for a target; of money t is nil.
func (l *Line) plan(p *indicators.Programme, t *indicators.Target) Plan {
	if l.Indicator == nil {
		plan := Plan{Aggregation: indicators.Latest, Reading: &l.Reading, Due: p.FiscalYear().To}
		if strings.HasPrefix(l.Part, indicators.MoneySpent) {
			plan.Aggregation, plan.Cumulative = indicators.Sum, p.Cumulative
		}
		plan.span(p, p.FiscalYear())
		return plan
	}
	plan := PlanOf(p, t, 0)
	if l.Part == indicators.Numerator || l.Part == indicators.Denominator {
		plan.Aggregation = indicators.Sum // of its own figures; the rate is the indicator's
	} else if l.Part != "" {
		plan.Aggregation = l.Indicator.PartAggregation(&l.Reading)
	}
	return plan
}

// targets are the targets that the line's figures are for; of money a nil one.
func (l *Line) targets() []*indicators.Target {
	if l.Indicator == nil {
		return []*indicators.Target{nil}
	}
	return l.Indicator.Targets
}

// toDate is the sum of the figures in the horizon of the first target, of totals
// the last. known is false where figures are not added up, or none is there.
func (l *Line) toDate(p *indicators.Programme, figures []figure, through indicators.Period) (sum indicators.Value, known bool) {
	targets := l.targets()
	if len(targets) == 0 || !l.Reading.Numeric() {
		return 0, false
	}
	plan := l.plan(p, targets[0])
	if plan.Aggregation != indicators.Sum {
		return 0, false
	}
	var tally Tally
	for _, f := range figures {
		if plan.Holds(f.period, through) {
			tally.Add(f.period, f.value)
		}
	}
	if _, change := tally.Max.Change(); change || tally.N == 0 || tally.Overflow {
		return 0, false
	}
	if plan.Cumulative {
		return tally.Last, true
	}
	return tally.Sum, true
}

// wanted reports whether leaving a reportable period empty leaves something
// missing. Of what needs every period each is wanted; of what is judged by what
// was reported last, the period at whose end it is judged, those after it, and the
// last in which it may be reported, as long as nothing has been reported before.
// Of money the spending is wanted at the year's end, unless some was reported:
// as a whole, or by source.
func (l *Line) wanted(p *indicators.Programme, period indicators.Period, reported []indicators.Period) bool {
	if l.Indicator == nil {
		return l.Part == indicators.MoneySpent && period.Last() >= p.FiscalYear().To && !anyBefore(reported, period)
	}
	for _, t := range l.Indicator.Targets {
		plan := l.plan(p, t)
		if plan.Holds(period, period) && plan.wants(period, reported) {
			return true
		}
	}
	return false
}

func (p *Plan) wants(period indicators.Period, reported []indicators.Period) bool {
	if p.needsAll() || p.Reading.Per != "" {
		return true
	}
	last := p.IsDue(period) || p.Last != 0 && period == p.Last
	return last && !slices.ContainsFunc(reported, func(r indicators.Period) bool { return r < period && p.Holds(r, period) })
}

func anyBefore(reported []indicators.Period, period indicators.Period) bool {
	return slices.ContainsFunc(reported, func(r indicators.Period) bool { return r < period })
}

// spendingBySource reports a line of spending by source: it stands for the whole.
func (l *Line) spendingBySource() bool {
	return l.Indicator == nil && strings.HasPrefix(l.Part, indicators.MoneySpent+":")
}
