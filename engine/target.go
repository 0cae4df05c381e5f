package engine

import (
	"yardstick/indicators"
	"yardstick/rules"
	"yardstick/rules/scoring"
)

// lines are the figures of an indicator by the place of their part among
// [indicators.Indicator.PartKeys]; those of a ratio are paired and stand first.
type lines [][]figure

// target evaluates one target from the figures of its indicator. Declarations
// and points come later, when the whole assignment is known.
func (k *Kernel) target(p *Plan, t *indicators.Target, in lines) *TargetResult {
	if len(p.Reading.Parts) > 0 && t.Indicator.Aggregation != indicators.Ratio {
		return k.compound(p, t, in)
	}
	m := k.measure(p, t.Indicator, in.line(0))
	outcome, problem := rules.Outcome{Missing: true}, m.problem
	if problem == nil {
		outcome, problem = k.judge.Target(t, m.facts)
	}
	final := t.Indicator.Rule == nil && m.facts.Known && problem == nil && decided(p, m.facts.Actual, outcome.Verdict)
	gaps := p.needsAll() && p.Reading.Per == "" && len(m.gap) > 0
	r := k.result(p, m.facts, outcome, problem, m.tally.N > 0, gaps, final)
	out := newTargetResult(t, r, m.facts)
	out.LastPeriod, out.Gap, out.ActualText = m.tally.LastPeriod, m.gap, m.text
	k.pace(p, out)
	return out
}

func (in lines) line(n int) []figure {
	if n < len(in) {
		return in[n]
	}
	return nil
}

func newTargetResult(t *indicators.Target, r Result, f rules.Facts) *TargetResult {
	out := &TargetResult{
		Target: t, State: r.State, Verdict: r.Verdict, Early: r.Early, Known: r.Known, Quantity: r.Actual,
		Outcome: r.Outcome, Evaluated: r.Evaluated, Problem: r.Problem, Basis: f.Basis, Facts: f,
	}
	if r.Known {
		out.Actual, _ = r.Actual.RoundedBeside(t.Reading.Value, t.Reading.High)
		out.Completion = completion(&t.Reading, f)
	}
	return out
}

// completion is how much of a floor, an exact target or a required change is
// reached, in percent, half up; nil where a percentage means nothing.
func completion(r *indicators.Reading, f rules.Facts) *indicators.Value {
	actual := f.Actual
	switch {
	case r.Value <= 0 || r.Per != "" || side(r) == keepsBelow || r.Op == indicators.Between:
		return nil
	case r.Kind == indicators.Change && !r.NoAmount:
		size, missing, problem := rules.ChangeSize(r, f)
		if missing || problem != nil {
			return nil
		}
		actual = size
	case r.Kind != indicators.Threshold:
		return nil
	}
	share := actual.Millionths()
	share.Mul(share, rules.Quantity{Num: 1, Factor: hundredPercent, Den: int64(r.Value)}.Millionths())
	percent, ok := rules.QuantityOf(share).RoundedShort(100 * indicators.One)
	if !ok {
		return nil
	}
	return &percent
}

// compound evaluates a target whose parts are reported each on a line of its own.
func (k *Kernel) compound(p *Plan, t *indicators.Target, in lines) *TargetResult {
	c := joined{facts: rules.Facts{Elapsed: p.elapsed(k.Through), Parts: make([]rules.Facts, len(p.Reading.Parts))}}
	parts := make([]PartResult, len(p.Reading.Parts))
	for n := range p.Reading.Parts {
		part := p.part(&p.Reading.Parts[n], t.Indicator)
		parts[n] = k.part(&part, t.Indicator, in.line(n), &c, n)
	}
	var outcome rules.Outcome
	problem := c.problem
	if problem == nil {
		outcome, problem = k.judge.Target(t, c.facts)
	}
	final := t.Indicator.Rule == nil && problem == nil && c.final(p.Reading.Logic, len(parts))
	r := k.result(p, c.facts, outcome, problem, c.something, false, final)
	for n := range outcome.Parts {
		if r.State == Reported {
			parts[n].Verdict = outcome.Parts[n].Verdict
		}
	}
	out := newTargetResult(t, r, c.facts)
	out.Parts, out.LastPeriod, out.Gap = parts, c.last, c.gap
	k.pace(p, out)
	return out
}

// joined is what the parts of a compound come to.
type joined struct {
	facts       rules.Facts
	something   bool // a figure was reported for a part
	met, notMet int  // parts whose verdict is final
	last        indicators.Period
	gap         []indicators.Period
	problem     *indicators.Problem
}

func (k *Kernel) part(p *Plan, i *indicators.Indicator, figures []figure, c *joined, n int) PartResult {
	m := k.measure(p, i, figures)
	if m.problem != nil {
		c.problem = m.problem
	}
	outcome, problem := k.judge.Judge(p.Reading, m.facts)
	if problem == nil && m.facts.Known && decided(p, m.facts.Actual, outcome.Verdict) {
		if outcome.Verdict == rules.Met {
			c.met++
		} else {
			c.notMet++
		}
	} else if p.needsAll() && p.Reading.Per == "" && len(m.gap) > 0 {
		m.facts.Known = false // shown, but no part of a verdict
	}
	c.facts.Parts[n] = m.facts
	c.something = c.something || m.tally.N > 0
	c.last = max(c.last, m.tally.LastPeriod)
	c.gap = mergePeriods(c.gap, m.gap)
	out := PartResult{Known: m.tally.N > 0 && m.problem == nil, LastPeriod: m.tally.LastPeriod, Series: p.series(figures, k.Through)}
	out.Actual, _ = m.facts.Actual.Rounded(indicators.HalfUp)
	return out
}

// final reports whether the parts that are final make the whole final.
func (c *joined) final(logic string, parts int) bool {
	return c.met == parts || c.notMet == parts || logic == "any" && c.met > 0
}

// pace sets the light. A sum towards an end that is not known has none.
func (k *Kernel) pace(p *Plan, out *TargetResult) {
	gone, all := p.Months(k.Through)
	if all == 0 && p.Aggregation == indicators.Sum || out.Problem != nil {
		return
	}
	out.Light = k.method.Pace(p.Reading, out.Facts, out.Outcome, scoring.PaceInput{
		Aggregation: p.Aggregation, Level2: out.Target.Indicator.Level2,
		MonthsGone: gone, Months: all, SomeDue: p.DuePeriods(k.Through) > 0,
	})
}

// series lists the figures by reporting period, gaps included.
func (p *Plan) series(figures []figure, through indicators.Period) []PeriodFigure {
	end := p.Last
	if end == 0 {
		end = through
	}
	asked := p.needsAll() || p.Aggregation == indicators.Ratio || p.Reading.Per != ""
	var out []PeriodFigure
	if rest := p.until(end) - p.endOf(p.First); rest >= 0 {
		out = make([]PeriodFigure, 0, rest/p.Step+1)
	}
	for period := range p.Periods(end) {
		point := PeriodFigure{Period: period, Due: asked && period <= through}
		if f, reported := figureAt(figures, period); reported && period <= through {
			own, known := p.own(f)
			point.Known, point.Due, point.Text, point.Seq = known, point.Due && known, f.text, f.seq
			point.Value, _ = own.Rounded(indicators.HalfUp)
		}
		out = append(out, point)
	}
	return out
}

// mergePeriods joins two lists in order, each period once.
func mergePeriods(a, b []indicators.Period) []indicators.Period {
	var out []indicators.Period
	for len(a) > 0 || len(b) > 0 {
		switch {
		case len(b) == 0 || len(a) > 0 && a[0] < b[0]:
			out, a = append(out, a[0]), a[1:]
		case len(a) == 0 || b[0] < a[0]:
			out, b = append(out, b[0]), b[1:]
		default:
			out, a, b = append(out, a[0]), a[1:], b[1:]
		}
	}
	return out
}
