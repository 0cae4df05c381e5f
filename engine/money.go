package engine

import (
	"slices"

	"yardstick/indicators"
	"yardstick/rules/scoring"
)

// money evaluates budget and spending of an assignment's fiscal year. Budgets are
// stocks, the latest reported counts; spending is the sum of the year's periods.
// A figure that is reported only by source is the sum of its sources.
func (ev *Evaluator) money(a *indicators.Assignment, weight indicators.Hundredths, kept entriesByLine) MoneyResult {
	plan := Plan{Aggregation: indicators.Sum, Cumulative: ev.programme.Cumulative, Reading: &indicators.Reading{}}
	year := ev.programme.FiscalYear()
	plan.span(ev.programme, year)
	purse := purse{a: a, plan: &plan, through: ev.kernel.Through, kept: kept}
	out := MoneyResult{Weight: weight, Initial: a.Funds()}
	if initial := purse.stock(indicators.MoneyInitial); initial != nil {
		out.Initial = *initial
	}
	out.Adjusted = out.Initial
	if adjusted := purse.stock(indicators.MoneyAdjusted); adjusted != nil {
		out.Adjusted, out.AdjustedReported = *adjusted, true
	}
	if spent, problem := purse.flow(indicators.MoneySpent); spent != nil || problem != nil {
		out.SpentKnown, out.Problem = spent != nil, problem
		if spent != nil {
			out.Spent = *spent
		}
	}
	out.Sources = purse.sources()
	out.Series = plan.series(purse.whole(indicators.MoneySpent), ev.kernel.Through)
	if len(ev.evidence) > 0 {
		out.Evidence = ev.evidence.of(purse.entries())
	}
	if rate, ok := indicators.MulDiv(int64(out.Spent), hundredPercent, int64(out.Adjusted), indicators.HalfUp); ok {
		out.Rate = indicators.Value(rate)
	}
	gone, all := plan.Months(ev.kernel.Through)
	if out.SpentKnown {
		out.Light = ev.method.MoneyPace(out.Spent, out.Adjusted, gone, all)
	}
	ev.execution(&out, ev.kernel.Through.Last() >= year.To)
	return out
}

// execution sets the state and the points of budget execution: not yet due
// before the year's end; after it, no figure is missing.
func (ev *Evaluator) execution(m *MoneyResult, yearOver bool) {
	points, applicable := ev.method.Execution(m.Spent, m.Adjusted, m.Weight)
	switch {
	case !applicable:
		m.State, m.Light = NotApplicable, scoring.NoLight
	case !yearOver:
		m.State = NotYetDue
	case m.SpentKnown:
		m.State, m.Points = Reported, points
	default:
		m.State = Missing
	}
}

func (m *MoneyResult) block() BlockResult {
	out := BlockResult{Block: scoring.ExecutionBlock, Points: m.Points}
	if m.State != NotApplicable {
		out.Weight = m.Weight
	}
	if m.State == Reported || m.State == Missing {
		out.Evaluated = m.Weight
	}
	return out
}

// purse reads the money lines of an assignment.
type purse struct {
	a       *indicators.Assignment
	plan    *Plan
	through indicators.Period
	kept    entriesByLine
}

func (p purse) figures(part string) []figure {
	return figuresOf(p.kept[lineKey{p.a.MoneyID(), part}].counting)
}

// entries are all that count, by part and period.
func (p purse) entries() (out []Observation) {
	for _, part := range indicators.MoneyParts() {
		out = append(out, p.kept[lineKey{p.a.MoneyID(), part}].counting...)
	}
	return out
}

// stock is the latest budget, nil when none was reported.
func (p purse) stock(part string) *indicators.Value {
	all := p.whole(part)
	if len(all) == 0 {
		return nil
	}
	return &all[len(all)-1].value
}

// flow is what was spent within the year, nil when nothing was reported. The
// problem is a sum that leaves 64 bits.
func (p purse) flow(part string) (*indicators.Value, *indicators.Problem) {
	var t Tally
	for _, f := range p.whole(part) {
		if p.plan.Holds(f.period, p.through) {
			t.Add(f.period, f.value)
		}
	}
	switch {
	case t.N == 0:
		return nil, nil
	case p.plan.Cumulative:
		return &t.Last, nil
	case t.Overflow:
		return nil, &indicators.Problem{Code: "out-of-range"}
	}
	return &t.Sum, nil
}

// whole lists a figure by period; where only its sources are reported, their sum. A
// budget, and a total so far, stands for its source until the next one: who
// revises one source leaves the others as they were.
func (p purse) whole(part string) []figure {
	stands := part != indicators.MoneySpent || p.plan.Cumulative
	var sources [][]figure
	var periods []indicators.Period
	for _, source := range indicators.FundSources {
		own := p.figures(part + ":" + source)
		if part == indicators.MoneySpent {
			own = slices.DeleteFunc(own, func(f figure) bool { return f.period < p.plan.First })
		}
		sources, periods = append(sources, own), mergePeriods(periods, periodsOf(own))
	}
	bySource := make(map[indicators.Period]figure, len(periods))
	for _, period := range periods {
		sum := figure{period: period} // three figures of at most 10¹² units cannot overflow
		for _, own := range sources {
			if f, known := standing(own, period); known && (stands || f.period == period) {
				sum.value, sum.seq = sum.value+f.value, max(sum.seq, f.seq)
			}
		}
		bySource[period] = sum
	}
	return fill(p.figures(part), bySource, periods)
}

// standing is the last figure by a period.
func standing(figures []figure, period indicators.Period) (last figure, known bool) {
	for _, f := range figures {
		if f.period <= period {
			last, known = f, true
		}
	}
	return last, known
}

// fill adds the periods that stand only in the second list, in order.
func fill(figures []figure, more map[indicators.Period]figure, periods []indicators.Period) []figure {
	var out []figure
	for _, f := range figures {
		for len(periods) > 0 && periods[0] < f.period {
			out, periods = append(out, more[periods[0]]), periods[1:]
		}
		if len(periods) > 0 && periods[0] == f.period {
			periods = periods[1:]
		}
		out = append(out, f)
	}
	for _, period := range periods {
		out = append(out, more[period])
	}
	return out
}

// sources lists the split by source, of those that report one.
func (p purse) sources() []MoneySource {
	var out []MoneySource
	for _, source := range indicators.FundSources {
		s := MoneySource{
			Source:   source,
			Initial:  p.stock(indicators.MoneyInitial + ":" + source),
			Adjusted: p.stock(indicators.MoneyAdjusted + ":" + source),
		}
		s.Spent, _ = p.flow(indicators.MoneySpent + ":" + source)
		if s.Initial != nil || s.Adjusted != nil || s.Spent != nil {
			out = append(out, s)
		}
	}
	return out
}
