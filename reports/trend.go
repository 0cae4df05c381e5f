package reports

import (
	"strconv"

	"yardstick/engine"
	"yardstick/indicators"
)

// trends draws every annual target with a number against its months, the heaviest
// first in published order; a project in many regions shows their sums.
func (b *builder) trends() []Trend {
	switch {
	case b.ofIndicator():
		return b.indicatorTrends()
	case b.many():
		return b.summedTrends()
	}
	var out []Trend
	for k, a := range b.assignments {
		for _, r := range a.Indicators {
			if trend, ok := b.trend(r, k+1); ok {
				out = append(out, trend)
			}
		}
	}
	return out
}

func (b *builder) trend(r *engine.IndicatorResult, number int) (Trend, bool) {
	if len(r.Targets) == 0 {
		return Trend{}, false
	}
	t := r.Targets[0]
	reading := &t.Target.Reading
	if reading.Kind != indicators.Threshold || len(past(r.Series, b.e.Through)) < 2 || t.State == engine.NotApplicable {
		return Trend{}, false
	}
	line := b.line(r, t)
	out := Trend{
		ID: r.Indicator.ID, Title: r.Indicator.Name, Unit: reading.Unit, Mark: line.Mark,
		Summed:   r.Indicator.Aggregation == indicators.Sum && !r.Indicator.Cumulative,
		Ceiling:  reading.Op == indicators.AtMost || reading.Op == indicators.LessThan,
		TargetOf: &reading.Value, TargetTop: b.say("trend.target", "text", line.Shown), Total: line.Actual.Text,
	}
	switch {
	case len(b.assignments) < 2:
	case b.scope.Kind == CityScope:
		out.Subtitle = b.say("assignment", "n", itoa(number))
	default:
		out.Subtitle = b.regionName(r.Indicator.Assignment.Region)
	}
	b.trendPoints(&out, r.Series, t)
	return out, true
}

// summedTrends adds the lead indicator's months up over the regions of a project.
func (b *builder) summedTrends() []Trend {
	if b.scope.Kind != ProjectScope {
		return nil
	}
	lead := b.lead()
	if lead == nil || !isSummed(lead.indicator) {
		return nil
	}
	results := make([]*engine.IndicatorResult, len(lead.peers))
	for k, p := range lead.peers {
		results[k] = p.indicator
	}
	joint, ok := b.jointTrend(results)
	if !ok {
		return nil
	}
	return []Trend{joint}
}

// addSeries adds up two series of the same window; a period that nobody reported
// stays unknown.
func addSeries(sum, more []engine.PeriodFigure) []engine.PeriodFigure {
	if sum == nil {
		return append([]engine.PeriodFigure(nil), more...)
	}
	for k := range sum {
		for _, p := range more {
			if p.Period == sum[k].Period && p.Known {
				sum[k].Known = true
				add(&sum[k].Value, p.Value)
			}
		}
	}
	return sum
}

func (b *builder) trendPoints(out *Trend, series []engine.PeriodFigure, t *engine.TargetResult) {
	first, last := span(series, t.Target.Window)
	months := int64(last-first) + 1
	target := t.Target.Reading.Value
	paced := out.Summed && !out.Ceiling && t.Target.Window.To != 0
	byPeriod := map[indicators.Period]engine.PeriodFigure{}
	for _, p := range series {
		byPeriod[p.Period] = p
	}
	var running, top indicators.Value
	top = target
	anything := false
	for period := first; period <= last; period++ {
		f := byPeriod[period]
		point := TrendPoint{Period: period, Label: strconv.Itoa(int(period.Month())), Known: f.Known && period <= b.e.Through, Due: f.Due && period <= b.e.Through}
		switch {
		case point.Known:
			point.Value = figure(f.Value, f.Value.Grouped())
			add(&running, f.Value)
			anything = true
			top = max(top, f.Value)
		case point.Due:
			point.Value.Text = b.say("mark.missing")
		}
		if out.Summed && anything && period <= b.e.Through {
			point.Running = figure(running, running.Grouped())
			top = max(top, running)
		}
		if paced {
			pace, _ := indicators.MulDiv(int64(target), int64(period-first)+1, months, indicators.HalfUp)
			point.Pace = figure(indicators.Value(pace), decimals(indicators.Value(pace), 0, indicators.HalfUp))
		}
		out.Points = append(out.Points, point)
	}
	b.trendHeights(out, top)
	b.trendWords(out, first, last, running, paced)
}

// span is the first and the last month drawn: the target's window, else what the
// series holds.
func span(series []engine.PeriodFigure, window indicators.Window) (first, last indicators.Period) {
	first, last = series[0].Period, series[len(series)-1].Period
	if window.From != 0 && window.To != 0 && indicators.MonthOf(window.To)-indicators.MonthOf(window.From) < 60 {
		first, last = indicators.MonthOf(window.From), indicators.MonthOf(window.To)
	}
	return first, last
}

func (b *builder) trendHeights(out *Trend, top indicators.Value) {
	top = min(top, 4*indicators.MaxValue) // what lies beyond is drawn at the top
	step := niceStep(top)
	end := step
	for end < top {
		end += step
	}
	for at := indicators.Value(0); at <= end; at += step {
		out.Axis = append(out.Axis, AxisTick{At: share(at, end), Text: at.Grouped()})
	}
	out.Top, out.Target = end, share(*out.TargetOf, end)
	for k := range out.Points {
		point := &out.Points[k]
		if point.Value.Value != nil {
			point.Bar = share(*point.Value.Value, end)
		}
		if point.Running.Value != nil {
			point.Sum = share(*point.Running.Value, end)
		}
		if point.Pace.Value != nil {
			point.PaceAt = share(*point.Pace.Value, end)
		}
	}
}

// niceStep divides an axis up to top into at most five steps of 1, 2, 2.5 or 5 times a power of ten.
func niceStep(top indicators.Value) indicators.Value {
	if top <= 0 {
		return indicators.One
	}
	step := indicators.Value(10)
	for {
		for _, factor := range []indicators.Value{10, 20, 25, 50} {
			candidate := step / 10 * factor
			if candidate > 0 && (top-1)/candidate < 5 {
				return candidate
			}
		}
		step *= 10
	}
}

func (b *builder) trendWords(out *Trend, first, last indicators.Period, running indicators.Value, paced bool) {
	out.Heads = TrendHeads{Period: b.say("trend.period"), Value: b.say("trend.value")}
	window := b.say("span", "from", b.month(first), "to", b.month(last))
	out.Note = b.say("trend.note", "window", window)
	if out.Summed {
		out.Heads.Running = b.say("trend.running")
		out.Note = b.say("trend.note.summed", "window", window, "total", running.Grouped())
	}
	if paced {
		out.Heads.Pace = b.say("trend.pace")
		out.Note += b.say("comma.note") + b.say("trend.note.pace")
	}
}
