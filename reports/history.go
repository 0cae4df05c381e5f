package reports

import (
	"slices"

	"yardstick/engine"
	"yardstick/indicators"
	"yardstick/rules"
)

// mostColumns is how many periods fit side by side; of more the latest are shown.
const mostColumns = 15

// history is an indicator's figures, regions by periods. A figure is shaded by how it
// stands: of a floor that is summed the sum so far against the time gone, else the
// figure itself against the target.
func (b *builder) history() *HeatMap {
	periods := b.periods()
	if len(periods) < 2 {
		return nil
	}
	out := &HeatMap{Title: b.say("history"), Note: b.say("history.note")}
	for _, period := range periods {
		out.Columns = append(out.Columns, HeatColumn{ID: period.String(), Name: period.String(), Short: period.String()})
	}
	for _, r := range b.results {
		if isPaced(r) {
			out.Note = b.say("history.note.pace")
		}
		out.Rows = append(out.Rows, b.historyRow(r, periods))
	}
	out.Legend = b.historyLevels()
	b.cutLegend(&out.Legend, func(level Level) bool {
		return slices.ContainsFunc(out.Rows, func(r HeatRow) bool {
			return slices.ContainsFunc(r.Cells, func(c HeatCell) bool { return c.Level == level })
		})
	})
	return out
}

// historyLevels are the shades: of a floor how far, of others whether it was reached.
func (b *builder) historyLevels() []TileLevel {
	r := b.like().Targets[0].Reading
	all := b.completionLevels()
	if r.Kind == indicators.Threshold && r.Op == indicators.AtLeast {
		return all
	}
	return append([]TileLevel{{LevelReached, b.say("mark.met")}, {LevelLow, b.say("mark.not_met")}}, all[4:]...)
}

// periods are those in which any region has a figure or should have one.
func (b *builder) periods() []indicators.Period {
	var out []indicators.Period
	for _, r := range b.results {
		for _, f := range past(r.Series, b.e.Through) {
			if f.Known || f.Due {
				out = append(out, f.Period)
			}
		}
	}
	slices.Sort(out)
	out = slices.Compact(out)
	return out[max(0, len(out)-mostColumns):]
}

func isPaced(r *engine.IndicatorResult) bool {
	t := r.Targets[0].Target
	return isSummed(r.Indicator) && t.Reading.Kind == indicators.Threshold && t.Reading.Op == indicators.AtLeast && t.Window.To != 0
}

func isSummed(i *indicators.Indicator) bool {
	return i.Aggregation == indicators.Sum && !i.Cumulative
}

func (b *builder) historyRow(r *engine.IndicatorResult, periods []indicators.Period) HeatRow {
	region := r.Indicator.Assignment.Region
	row := HeatRow{Region: region, Name: b.regionName(region), Cells: make([]HeatCell, len(periods))}
	for k := range row.Cells {
		row.Cells[k] = HeatCell{Level: LevelNone}
		if r.Targets[0].State == engine.NotApplicable {
			row.Cells[k] = HeatCell{Level: LevelExempt, Mark: b.mark(ShapeNotApplicable)}
		}
	}
	var running indicators.Value
	for _, f := range past(r.Series, b.e.Through) {
		if f.Known {
			add(&running, f.Value)
		}
		k := slices.Index(periods, f.Period)
		switch {
		case k < 0 || row.Cells[k].Level == LevelExempt:
		case f.Known:
			row.Cells[k] = b.historyCell(r, f, running)
		case f.Due:
			row.Cells[k] = HeatCell{Level: LevelMissing, Text: b.say("mark.missing"), Mark: b.mark(ShapeMissing)}
		}
	}
	return row
}

func (b *builder) historyCell(r *engine.IndicatorResult, f engine.PeriodFigure, running indicators.Value) HeatCell {
	t := r.Targets[0].Target
	cell := HeatCell{Text: b.known(r.Indicator, &t.Reading, "", f.Value, true).Text, Value: figure(f.Value, f.Value.Grouped())}
	against, target := f.Value, t.Reading.Value
	if isSummed(r.Indicator) {
		against = running
	}
	if isPaced(r) {
		first, last := indicators.MonthOf(t.Window.From), indicators.MonthOf(t.Window.To)
		gone := min(max(f.Period, first), last) - first + 1
		part, _ := indicators.MulDiv(int64(target), int64(gone), int64(last-first)+1, indicators.Ceiling)
		target = indicators.Value(part)
	}
	cell.Level = b.levelOf(&t.Reading, against, target)
	return cell
}

// levelOf shades a figure held against a target that takes the reading's place.
func (b *builder) levelOf(r *indicators.Reading, actual, target indicators.Value) Level {
	reading := *r
	reading.Value = target
	outcome, problem := rules.NewJudge(b.e.Method.Judging()).Judge(&reading, rules.Facts{Known: true, Actual: rules.Plain(actual)})
	switch {
	case problem != nil || outcome.Verdict == rules.None:
		return LevelOpen
	case outcome.Verdict == rules.Met:
		return LevelReached
	case r.Kind == indicators.Threshold && r.Op == indicators.AtLeast && target > 0:
		share, _ := quotient(max(actual, 0), target)
		return completionLevel(min(share, 100*indicators.One-1))
	}
	return LevelLow
}

// indicatorTrends draws all regions together, then each region. Where nothing joins
// them the rows' own sparklines and the history must do.
func (b *builder) indicatorTrends() []Trend {
	var out []Trend
	if len(b.results) > 1 {
		joint, ok := b.jointTrend(b.results)
		if !ok {
			return nil
		}
		out = append(out, joint)
	}
	for _, r := range b.results {
		if trend, ok := b.trend(r, 0); ok {
			if len(b.results) > 1 {
				trend.Title, trend.Subtitle = trend.Subtitle, ""
			}
			out = append(out, trend)
		}
	}
	return out
}

// jointTrend is the figures of regions as one, period by period in the way in which
// the whole is put together; false where there is no such way or no common target.
func (b *builder) jointTrend(results []*engine.IndicatorResult) (Trend, bool) {
	var targets []*engine.TargetResult
	var applying []*engine.IndicatorResult
	for _, r := range results {
		if t := r.Targets[0]; t.State != engine.NotApplicable {
			targets, applying = append(targets, t), append(applying, r)
		}
	}
	if len(targets) == 0 {
		return Trend{}, false
	}
	rolled, first := engine.RollUpIndicator(targets), applying[0]
	if rolled.Target == nil || first.Targets[0].Target.Reading.Kind != indicators.Threshold {
		return Trend{}, false
	}
	var series []engine.PeriodFigure
	gaps := 0
	for _, r := range applying {
		series = addSeries(series, r.Series)
		gaps += len(r.Targets[0].Gap)
	}
	if rolled.Way != engine.RolledSum || !isSummed(first.Indicator) {
		joinSeries(series, applying)
	}
	if len(past(series, b.e.Through)) < 2 {
		return Trend{}, false
	}
	whole, def := *first.Targets[0], *first.Targets[0].Target
	def.Reading.Value = *rolled.Target
	whole.Target = &def
	out := Trend{
		ID: first.Indicator.ID, Title: first.Indicator.Name, Subtitle: b.say("trend.summed", "n", itoa(len(applying))),
		Unit: def.Reading.Unit, Summed: isSummed(first.Indicator), TargetOf: rolled.Target,
		Ceiling:   def.Reading.Op == indicators.AtMost || def.Reading.Op == indicators.LessThan,
		TargetTop: b.say("trend.target", "text", rolled.Target.Grouped()), Total: "—",
	}
	if rolled.Known > 0 {
		out.Total = b.known(first.Indicator, &def.Reading, "", rolled.Actual, rolled.Quantity.IsPlain()).Text
	}
	b.trendPoints(&out, series, &whole)
	if gaps > 0 {
		out.Note += b.say("semicolon") + b.say("trend.gaps", "n", itoa(gaps))
	}
	return out, true
}

// joinSeries replaces sums of figures that do not add up by what they are together: of
// rates their mean or the ratio of their parts. A stock stays what it was last
// reported to be; nothing is known before every region has said.
func joinSeries(series []engine.PeriodFigure, results []*engine.IndicatorResult) {
	for k := range series {
		p := &series[k]
		if !p.Known {
			continue
		}
		var joined []*engine.TargetResult
		for _, r := range results {
			if quantity, ok := quantityAt(r, p.Period); ok {
				joined = append(joined, &engine.TargetResult{Target: r.Targets[0].Target, Known: true, Quantity: quantity})
			}
		}
		stock := results[0].Indicator.Aggregation == indicators.Latest
		p.Known = len(joined) > 0 && (!stock || len(joined) == len(results))
		p.Value = engine.RollUpIndicator(joined).Actual
	}
}

// quantityAt is the figure of a period, of a stock the last one by then.
func quantityAt(r *engine.IndicatorResult, at indicators.Period) (q rules.Quantity, ok bool) {
	if r.Indicator.Aggregation == indicators.Ratio && !r.Indicator.Derived() {
		return ratioAt(r, at)
	}
	for _, f := range r.Series {
		if f.Known && (f.Period == at || f.Period < at && r.Indicator.Aggregation == indicators.Latest) {
			q, ok = rules.Plain(f.Value), true
		}
	}
	return q, ok
}

func ratioAt(r *engine.IndicatorResult, at indicators.Period) (q rules.Quantity, ok bool) {
	q.Factor = 100 * int64(indicators.One)
	for _, entry := range r.Entries {
		switch {
		case entry.Period != at:
		case entry.Part == indicators.Numerator:
			q.Num = entry.Value
		case entry.Part == indicators.Denominator:
			q.Den = int64(entry.Value)
		}
	}
	return q, q.Den > 0
}
