package load

import (
	"slices"

	"yardstick/indicators"
)

// aggregationOf is the aggregation that follows from kind and unit where the
// definition states none: flows are added up, stocks and rates count as they
// last stood (domain.md, Aggregation over periods).
func aggregationOf(i *indicators.Indicator) indicators.Aggregation {
	for _, target := range i.Targets {
		switch target.Reading.Kind {
		case indicators.Threshold, indicators.Range:
			if indicators.IsLevel(i.Name, i.Unit) {
				return indicators.Latest
			}
		case indicators.Change:
			if i.Unit == "" || indicators.IsLevel(i.Name, i.Unit) {
				return indicators.Latest
			}
		case indicators.Compound:
			counts := func(part indicators.Reading) bool { return part.Counts() }
			if !slices.ContainsFunc(target.Reading.Parts, counts) {
				return indicators.Latest
			}
		default:
			return indicators.Latest
		}
	}
	return indicators.Sum
}

// checkAggregation refuses a stated aggregation that the targets' actuals do not
// allow: dates, grades, yes/no and assessed tiers have no sum and no mean, and a
// ratio is a percentage.
func (r *reader) checkAggregation(i *indicators.Indicator, n *node) {
	for _, target := range i.Targets {
		reading := &target.Reading
		code := ""
		switch {
		case i.Aggregation == indicators.Ratio && (!reading.Numeric() || reading.Unit != "%" && reading.Unit != ""):
			code = "aggregation-no-ratio"
		case (i.Aggregation == indicators.Sum || i.Aggregation == indicators.Mean) && !reading.Numeric() && reading.Kind != indicators.Compound:
			code = "aggregation-no-number"
		}
		if code != "" {
			r.report(n.problem(code, indicators.Args{"name": i.Name, "aggregation": n.text, "target": target.Text}))
			return
		}
	}
}
