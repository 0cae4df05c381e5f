package rules

import "yardstick/indicators"

// Verdict is the judgement of one target, or None while its state gives none.
type Verdict string

// The verdicts of domain.md.
const (
	None      Verdict = ""
	Met       Verdict = "met"
	PartlyMet Verdict = "partly_met"
	NotMet    Verdict = "not_met"
)

// Facts is what is known about one target when it is judged. Nothing in it
// depends on a clock.
type Facts struct {
	Known    bool // false: nothing reported; the outcome is Missing
	Actual   Quantity
	Basis    *indicators.Value // of a change: the figure it is measured against
	Parts    []Facts           // of a compound, in the order of Reading.Parts
	Periods  []PeriodFact      // of a frequency and for hand-written rules, oldest first
	Previous *Quantity         // the figure of the period before
	YearAgo  *indicators.Value // last year's
	Elapsed  Quantity          // share of the horizon gone, 0–1, for hand-written rules
}

// PeriodFact is one period's figure, exact: a month's rate is judged as the
// fraction that it is. Due says that it should be there by now.
type PeriodFact struct {
	Period indicators.Period
	Known  bool
	Due    bool
	Actual Quantity
	// Least and Most are how many of the periods that a frequency asks about the
	// figure adds up: a quarter's 3 months for 每月3次, a month's 4 whole weeks and 5
	// begun ones for 每周1次. 0 is one.
	Least, Most int64
}

// asked is the reading for the period: of 每月5日前 the fifth of its own month. Where
// the figure adds up several periods of the frequency, each must reach the target,
// so together they reach it as many times.
func (p PeriodFact) asked(r *indicators.Reading) (*indicators.Reading, bool) {
	if r.Kind == indicators.Deadline {
		out := *r
		out.Value = sameDay(indicators.DateOf(r.Value), p.Period, r.Per).Value()
		return &out, true
	}
	if p.Most <= 1 || r.Kind == indicators.Change {
		return r, true
	}
	times := func(v indicators.Value, n int64) (indicators.Value, bool) {
		product, ok := indicators.MulDiv(int64(v), n, 1, indicators.Floor)
		return indicators.Value(product), ok
	}
	out := *r
	low, high, upper := p.Least, p.Most, r.High
	switch {
	case r.Op == indicators.AtMost || r.Op == indicators.LessThan:
		low = p.Most
	case r.Op == indicators.Exactly && p.Least != p.Most:
		out.Kind, out.Op, upper = indicators.Range, indicators.Between, r.Value
	}
	var fits, fitsHigh bool
	out.Value, fits = times(r.Value, low)
	out.High, fitsHigh = times(upper, high)
	return &out, fits && fitsHigh
}

// sameDay moves a day by whole periods of the frequency to the last one that
// begins by the given month; a day that the month does not have is its last.
func sameDay(d indicators.Date, to indicators.Period, per indicators.Frequency) indicators.Date {
	from := indicators.MonthOf(d)
	step := indicators.Period(per.Months())
	month := from + (to-from)/step*step
	return min(month.First()+(d-from.First()), month.Last())
}

// Outcome is what judging found. Missing means that an operand was not there:
// there is no verdict then, and never a zero in its place.
type Outcome struct {
	Verdict    Verdict
	Missing    bool
	Parts      []Outcome // of a compound
	PeriodsMet int       // of a frequency
	PeriodsDue int
	// ByRule says that a hand-written rule decided, which knows met and not met only.
	ByRule bool
}
