package engine

import (
	"yardstick/indicators"
	"yardstick/rules"
)

// Tally adds up the figures of one line, period by period. Sums are exact, so
// the order does not matter. The zero Tally holds nothing.
type Tally struct {
	N             int
	Sum, Max, Min indicators.Value
	Last          indicators.Value // of the last period
	LastPeriod    indicators.Period
	Base          indicators.Value // of a ratio: Σ denominator; Sum is then Σ numerator
	Overflow      bool             // a sum left 64 bits; see [indicators.ErrRange]
}

// Add takes the figure of a period.
func (t *Tally) Add(period indicators.Period, v indicators.Value) {
	if t.N == 0 {
		t.Max, t.Min = v, v
	}
	t.Max, t.Min = max(t.Max, v), min(t.Min, v)
	if t.N == 0 || period > t.LastPeriod {
		t.Last, t.LastPeriod = v, period
	}
	t.N++
	t.sum(v)
}

// AddRatio takes both parts of a period's ratio.
func (t *Tally) AddRatio(period indicators.Period, numerator, denominator indicators.Value) {
	t.N++
	t.LastPeriod = max(t.LastPeriod, period)
	t.sum(numerator)
	base, err := indicators.Add(t.Base, denominator)
	t.Base, t.Overflow = base, t.Overflow || err != nil
}

func (t *Tally) sum(v indicators.Value) {
	sum, err := indicators.Add(t.Sum, v)
	t.Sum, t.Overflow = sum, t.Overflow || err != nil
}

// hundredPercent is the factor of a ratio of sums, in millionths of a percent.
const hundredPercent = 100 * int64(indicators.One)

// Quantity is the value of the horizon, as the plan aggregates. known is false
// when nothing was reported. The problem says why figures give no value: a sum
// beyond 64 bits (out-of-range), a ratio whose denominators add up to nothing
// (ratio-of-nothing), changes reported as such where figures are added up
// (changes-not-added): whether 增加5件 a month is the month's or the year's, nobody said.
func (t *Tally) Quantity(p *Plan) (q rules.Quantity, known bool, problem *indicators.Problem) {
	if t.N == 0 {
		return rules.Quantity{}, false, nil
	}
	if t.saysRate(p) {
		return rules.Plain(t.Last), true, nil
	}
	switch p.Aggregation {
	case indicators.Sum, indicators.Mean, indicators.Ratio:
		if p.Cumulative && p.Aggregation == indicators.Sum {
			return rules.Plain(t.Last), true, nil
		}
		if _, change := t.Max.Change(); change && t.N > 1 && p.Aggregation != indicators.Ratio {
			return rules.Quantity{}, false, &indicators.Problem{Code: "changes-not-added"}
		}
		if t.Overflow {
			return rules.Quantity{}, false, &indicators.Problem{Code: "out-of-range"}
		}
		return t.quotient(p.Aggregation)
	case indicators.Max:
		return rules.Plain(t.Max), true, nil
	case indicators.Min:
		return rules.Plain(t.Min), true, nil
	}
	return rules.Plain(t.Last), true, nil
}

// saysRate reports that what was reported last is a rate of change (增长5%): it
// says how the whole stands by then, whatever was reported before it.
func (t *Tally) saysRate(p *Plan) bool {
	_, change := t.Last.Change()
	return change && isRate(p.Reading.Unit)
}

func (t *Tally) quotient(a indicators.Aggregation) (rules.Quantity, bool, *indicators.Problem) {
	switch a {
	case indicators.Mean:
		return rules.Quantity{Num: t.Sum, Factor: 1, Den: int64(t.N)}, true, nil
	case indicators.Ratio:
		if t.Base <= 0 {
			return rules.Quantity{}, false, &indicators.Problem{Code: "ratio-of-nothing", Args: indicators.Args{"denominator": t.Base.Grouped()}}
		}
		return rules.Quantity{Num: t.Sum, Factor: hundredPercent, Den: int64(t.Base)}, true, nil
	}
	return rules.Plain(t.Sum), true, nil
}
