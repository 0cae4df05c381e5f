package engine

import (
	"iter"
	"strconv"

	"yardstick/indicators"
)

// Plan is what evaluating one target needs of its definition: small, plain, and
// made once, so that millions can be streamed past their figures.
type Plan struct {
	Reading     *indicators.Reading
	Aggregation indicators.Aggregation
	Cumulative  bool // figures are totals so far: the latest is the sum
	// First and Last are the months whose figures count, both included; Last is 0
	// while the end of the horizon is not known.
	First, Last indicators.Period
	// Step is the length of a reporting period in months. Periods are counted from
	// Anchor, the first month of a fiscal year, and reported under their last month;
	// the last of a window may be shorter.
	Step, Anchor indicators.Period
	Due          indicators.Date // the day at whose end the target is judged; 0: never
	Weight       indicators.Hundredths
	Horizon      indicators.Horizon
	Basis        *indicators.Value // of a change: what it is measured against; nil when not known
}

// PlanOf returns the plan of a target. weight is 0 for a term target, which has
// no part in the score.
func PlanOf(p *indicators.Programme, t *indicators.Target, weight indicators.Hundredths) Plan {
	window := t.Window
	if window.IsZero() {
		window = t.Indicator.Assignment.Window
	}
	plan := Plan{
		Reading: &t.Reading, Aggregation: t.Indicator.Aggregation, Cumulative: t.Indicator.Cumulative,
		Due: t.Due, Weight: weight, Horizon: t.Horizon,
	}
	if t.Horizon == indicators.Term {
		plan.Weight = 0
	}
	plan.span(p, window)
	plan.Basis = plan.basis(t.Indicator)
	return plan
}

// basis is what a change is measured against: last year's figure, or the
// baseline of the text or of the definition.
func (p *Plan) basis(i *indicators.Indicator) *indicators.Value {
	r := p.Reading
	switch {
	case r.Kind != indicators.Change:
		return nil
	case r.Basis == "" || r.Basis == "previous_year":
		return i.YearAgo
	case r.Baseline != nil:
		return r.Baseline
	case i.Baseline == nil && r.Basis == strconv.Itoa(p.Anchor.Year()-1):
		return i.YearAgo
	}
	return i.Baseline
}

// part is the plan of one part of a compound.
func (p *Plan) part(r *indicators.Reading, i *indicators.Indicator) Plan {
	out := *p
	out.Reading, out.Aggregation = r, i.PartAggregation(r)
	out.Basis = out.basis(i)
	return out
}

// span sets the months of a window, by the programme's frequency of reporting.
func (p *Plan) span(programme *indicators.Programme, window indicators.Window) {
	p.Step = indicators.Period(programme.Frequency.Months())
	p.Anchor = indicators.NewPeriod(programme.Year, max(programme.FiscalStart, 1))
	p.First = indicators.MonthOf(window.From)
	if window.To != 0 {
		p.Last = indicators.MonthOf(window.To)
	}
}

// Holds reports whether a period's figure counts when evaluating through a period.
func (p *Plan) Holds(period, through indicators.Period) bool {
	return period >= p.First && period <= p.until(through)
}

// IsDue reports whether the target is judged by the end of the period.
func (p *Plan) IsDue(through indicators.Period) bool { return p.Due != 0 && p.Due <= through.Last() }

// DuePeriods is the number of reporting periods that are over by the end of
// through: all of them should have been reported.
func (p *Plan) DuePeriods(through indicators.Period) int {
	until := p.until(through)
	if until < p.First {
		return 0
	}
	n := floorDiv(until-p.Anchor+1, p.Step) - floorDiv(p.First-p.Anchor, p.Step)
	if until == p.Last && p.endOf(until) != until {
		n++ // the window ends within a reporting period
	}
	return int(n)
}

// Periods walks the reporting periods of the window up to a month, by their last months.
func (p *Plan) Periods(until indicators.Period) iter.Seq[indicators.Period] {
	return func(yield func(indicators.Period) bool) {
		until := p.until(until)
		for end := p.endOf(p.First); end <= until; end += p.Step {
			if !yield(end) {
				return
			}
		}
		if p.Last != 0 && until == p.Last && p.First <= until && p.endOf(until) != until {
			yield(until)
		}
	}
}

// Months returns the length of the horizon, 0 while its end is not known, and
// how much of it is gone by the end of through.
func (p *Plan) Months(through indicators.Period) (gone, all int) {
	gone = max(int(p.until(through)-p.First)+1, 0)
	if p.Last == 0 {
		return gone, 0
	}
	return gone, int(p.Last-p.First) + 1
}

// needsAll reports whether every period due must be reported for the value to
// count. The latest figure stands for those before it, and a ratio is that of
// the periods reported.
func (p *Plan) needsAll() bool {
	switch p.Aggregation {
	case indicators.Sum:
		return !p.Cumulative
	case indicators.Mean, indicators.Max, indicators.Min:
		return true
	}
	return false
}

func (p *Plan) until(through indicators.Period) indicators.Period {
	if p.Last != 0 {
		return min(p.Last, through)
	}
	return through
}

// endOf is the last month of the reporting period that holds the month.
func (p *Plan) endOf(month indicators.Period) indicators.Period {
	return p.Anchor + (floorDiv(month-p.Anchor, p.Step)+1)*p.Step - 1
}

func floorDiv(a, b indicators.Period) indicators.Period {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
