package engine

import (
	"yardstick/indicators"
	"yardstick/rules"
)

// figure is what counts for one period of a line.
type figure struct {
	period indicators.Period
	value  indicators.Value
	base   indicators.Value // of a ratio: the denominator
	text   string
	seq    int64
}

// figuresOf turns entries that count, in the order of periods, into figures.
func figuresOf(entries []Observation) []figure {
	out := make([]figure, len(entries))
	for i, e := range entries {
		out[i] = figure{period: e.Period, value: e.Value, text: e.Text, seq: e.Seq}
	}
	return out
}

// paired joins the parts of a ratio by period. A period of which only one part
// is reported has no ratio.
func paired(numerators, denominators []Observation) []figure {
	var out []figure
	for len(numerators) > 0 && len(denominators) > 0 {
		n, d := numerators[0], denominators[0]
		switch {
		case n.Period < d.Period:
			numerators = numerators[1:]
		case n.Period > d.Period:
			denominators = denominators[1:]
		default:
			out = append(out, figure{period: n.Period, value: n.Value, base: d.Value, seq: max(n.Seq, d.Seq)})
			numerators, denominators = numerators[1:], denominators[1:]
		}
	}
	return out
}

// measured is what the figures of a line say about one target, or a part of one.
type measured struct {
	tally   Tally
	facts   rules.Facts
	gap     []indicators.Period // due periods without a figure that must have one
	text    string              // as entered, where one entry decides
	problem *indicators.Problem
}

// measure adds up the figures of a line under a plan.
func (k *Kernel) measure(p *Plan, i *indicators.Indicator, figures []figure) measured {
	var m measured
	for _, f := range figures {
		if !p.Holds(f.period, k.Through) {
			continue
		}
		m.tally.take(p, f)
		if f.period == m.tally.LastPeriod && (p.Aggregation == indicators.Latest || p.Cumulative) {
			m.text = f.text
		}
	}
	m.facts.Actual, m.facts.Known, m.problem = m.tally.Quantity(p)
	m.facts.Basis, m.facts.YearAgo = p.Basis, i.YearAgo
	if (p.needsAll() || p.Aggregation == indicators.Ratio || p.Reading.Per != "") && !m.tally.saysRate(p) {
		m.gap = gapsOf(p, figures, k.Through)
	}
	switch {
	case p.Reading.Per != "":
		m.facts.Periods = p.groups(figures, k.Through)
		if m.problem == nil && p.countsChange(&m.tally) {
			m.problem = &indicators.Problem{Code: "no-basis-of-periods"}
		}
	case i.Rule != nil:
		m.facts.Periods = periodFacts(p, figures, k.Through)
	}
	m.facts.Previous = previous(p, figures, m.tally.LastPeriod)
	m.facts.Elapsed = p.elapsed(k.Through)
	return m
}

// take adds a period's figure as the plan aggregates.
func (t *Tally) take(p *Plan, f figure) {
	if p.Aggregation == indicators.Ratio {
		t.AddRatio(f.period, f.value, f.base)
		return
	}
	t.Add(f.period, f.value)
}

// gapsOf lists the periods that are over and have no figure.
func gapsOf(p *Plan, figures []figure, through indicators.Period) []indicators.Period {
	var gap []indicators.Period
	for period := range p.Periods(through) {
		if _, known := figureAt(figures, period); !known {
			gap = append(gap, period)
		}
	}
	return gap
}

func figureAt(figures []figure, period indicators.Period) (figure, bool) {
	for _, f := range figures {
		if f.period == period {
			return f, true
		}
	}
	return figure{}, false
}

// periodFacts lists the periods so far for a hand-written rule.
func periodFacts(p *Plan, figures []figure, through indicators.Period) []rules.PeriodFact {
	var out []rules.PeriodFact
	for period := range p.Periods(through) {
		fact := rules.PeriodFact{Period: period, Due: p.needsAll()}
		if f, reported := figureAt(figures, period); reported {
			fact.Actual, fact.Known = p.own(f)
		}
		out = append(out, fact)
	}
	return out
}

// previous is the figure of the reporting period before the last one reported.
func previous(p *Plan, figures []figure, last indicators.Period) *rules.Quantity {
	if last == 0 {
		return nil
	}
	before := p.endOf(p.endOf(last) - p.Step)
	f, reported := figureAt(figures, before)
	own, known := p.own(f)
	if !reported || !known {
		return nil
	}
	return &own
}

// elapsed is the share of the horizon gone, 0–1; its Den is 0 while the end is
// not known.
func (p *Plan) elapsed(through indicators.Period) rules.Quantity {
	gone, all := p.Months(through)
	if all == 0 {
		return rules.Quantity{}
	}
	return rules.Quantity{Num: indicators.Value(gone) * indicators.One, Factor: 1, Den: int64(all)}
}

// own is a period's own figure, of a ratio its rate; known is false for a ratio
// to nothing, which has none.
func (p *Plan) own(f figure) (q rules.Quantity, known bool) {
	if p.Aggregation != indicators.Ratio {
		return rules.Plain(f.value), true
	}
	return rules.Quantity{Num: f.value, Factor: hundredPercent, Den: int64(f.base)}, f.base > 0
}

// groups adds the figures up by the periods that a frequency asks about: of
// 每季度3次, quarters. A group counts as known when all of it is reported, or as
// soon as what is reported reaches a floor. Figures that are added up over more
// than the frequency asks about (months for 每周1次) must reach it that many times.
func (p *Plan) groups(figures []figure, through indicators.Period) []rules.PeriodFact {
	group := *p
	group.Step = max(p.Step, indicators.Period(p.Reading.Per.Months()))
	var out []rules.PeriodFact
	first := p.First
	for end := group.endOf(first); first <= p.until(through); first, end = end+1, end+group.Step {
		part := *p
		part.First, part.Last = first, end
		if p.Last != 0 {
			part.Last = min(end, p.Last)
		}
		fact := rules.PeriodFact{Period: part.Last, Due: part.Last <= through}
		if p.Aggregation == indicators.Sum {
			fact.Least, fact.Most = part.times()
		}
		fact.Actual, fact.Known = p.groupValue(&part, figures, max(fact.Least, 1), through)
		out = append(out, fact)
	}
	return out
}

// times is how many periods of the frequency lie whole within the plan's months,
// and how many at most begin in them.
func (p *Plan) times() (least, most int64) {
	if p.Reading.Per == indicators.Weekly {
		days := int64(p.Last.Last()-p.First.First()) + 1
		return days / 7, (days + 6) / 7
	}
	n := max(int64(p.Last-p.First)+1, 1) / int64(p.Reading.Per.Months())
	return max(n, 1), max(n, 1)
}

// groupValue is what the figures of one group come to. A total so far is less the
// total before the group: that one must have been reported, else nobody knows
// which group its growth belongs to, and the group's own total once it is over. A
// count cannot be held against a whole year's basis, so of a change only what is
// reported as one is known.
func (p *Plan) groupValue(part *Plan, figures []figure, times int64, through indicators.Period) (q rules.Quantity, known bool) {
	var t Tally
	for _, f := range figures {
		if part.Holds(f.period, through) {
			t.take(p, f)
		}
	}
	q, known, problem := t.Quantity(part)
	if !known || problem != nil {
		return rules.Quantity{}, false
	}
	if p.countsChange(&t) {
		return rules.Quantity{}, false
	}
	whole := !part.needsAll() || t.N >= part.DuePeriods(through) || t.saysRate(part)
	adds := p.Aggregation == indicators.Sum && p.Reading.Kind != indicators.Change
	if p.Cumulative && adds {
		before, known := p.totalBefore(figures, part.First)
		if !known {
			return rules.Quantity{}, false
		}
		q, whole = rules.Plain(t.Last-before), t.LastPeriod == part.Last
	}
	each, _ := indicators.MulDiv(int64(q.Num), 1, times, indicators.Floor)
	reached := adds && side(p.Reading) == keepsAbove && each >= int64(p.Reading.Value)
	return q, whole || reached
}

// countsChange reports counts that were reported, and no changes, for a change that
// every period must show.
func (p *Plan) countsChange(t *Tally) bool {
	_, change := t.Last.Change()
	return p.Reading.Kind == indicators.Change && p.Aggregation == indicators.Sum && t.N > 0 && !change
}

// totalBefore is the total by the beginning of a month, of cumulative figures: what
// was reported for the period that ends there, and nothing at the window's own
// beginning.
func (p *Plan) totalBefore(figures []figure, month indicators.Period) (total indicators.Value, known bool) {
	if month <= p.First {
		return 0, true
	}
	f, known := figureAt(figures, month-1)
	return f.value, known
}
