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
		if p.Aggregation == indicators.Ratio {
			m.tally.AddRatio(f.period, f.value, f.base)
		} else {
			m.tally.Add(f.period, f.value)
		}
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
	case i.Rule != nil:
		m.facts.Periods = periodFacts(p, figures, k.Through)
	}
	m.facts.Previous = previous(p, figures, m.tally.LastPeriod)
	m.facts.Elapsed = p.elapsed(k.Through)
	return m
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
		f, known := figureAt(figures, period)
		out = append(out, rules.PeriodFact{Period: period, Known: known, Due: p.needsAll(), Value: p.valueOf(f)})
	}
	return out
}

// previous is the figure of the reporting period before the last one reported.
func previous(p *Plan, figures []figure, last indicators.Period) *indicators.Value {
	if last == 0 {
		return nil
	}
	before := p.endOf(p.endOf(last) - p.Step)
	f, known := figureAt(figures, before)
	if !known {
		return nil
	}
	value := p.valueOf(f)
	return &value
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

// valueOf is a period's own figure, of a ratio its rate, half up.
func (p *Plan) valueOf(f figure) indicators.Value {
	if p.Aggregation != indicators.Ratio || f.base <= 0 {
		return f.value
	}
	rate, _ := indicators.MulDiv(int64(f.value), hundredPercent, int64(f.base), indicators.HalfUp)
	return indicators.Value(rate)
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
		fact.Value, fact.Known = p.groupValue(&part, figures, max(fact.Least, 1), through)
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

func (p *Plan) groupValue(part *Plan, figures []figure, times int64, through indicators.Period) (v indicators.Value, known bool) {
	var t Tally
	for _, f := range figures {
		if part.Holds(f.period, through) {
			t.Add(f.period, p.valueOf(f))
		}
	}
	q, known, problem := t.Quantity(part)
	v, fits := q.Rounded(indicators.Floor)
	if !known || problem != nil || !fits {
		return 0, false
	}
	if p.Cumulative && p.Aggregation == indicators.Sum {
		v -= totalBefore(figures, part.First)
	}
	whole := !part.needsAll() || t.N >= part.DuePeriods(through)
	each, _ := indicators.MulDiv(int64(v), 1, times, indicators.Floor)
	reached := p.Aggregation == indicators.Sum && side(p.Reading) == keepsAbove && each >= int64(p.Reading.Value)
	return v, whole || reached
}

// totalBefore is the last total reported before a month, of cumulative figures.
func totalBefore(figures []figure, month indicators.Period) (total indicators.Value) {
	for _, f := range figures {
		if f.period < month {
			total = f.value
		}
	}
	return total
}
