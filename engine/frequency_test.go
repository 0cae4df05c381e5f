package engine_test

import (
	"testing"

	"yardstick/engine"
	"yardstick/indicators"
	"yardstick/rules"
)

func TestFrequencies(t *testing.T) {
	per := func(r indicators.Reading, frequency indicators.Frequency) indicators.Reading {
		r.Per = frequency
		return r
	}
	rate := func(millionths indicators.Value) indicators.Reading {
		return indicators.Reading{Kind: indicators.Threshold, Op: indicators.AtLeast, Value: millionths, Unit: "%", Per: indicators.Monthly}
	}
	growth := indicators.Reading{Kind: indicators.Change, Op: indicators.AtLeast, Value: 5 * indicators.One, Unit: "%", Direction: "up", Per: indicators.Quarterly}
	monthly, quarterly := per(atLeast(3), indicators.Monthly), per(atMost(3), indicators.Quarterly)
	basis := 100 * indicators.One
	first := func(g given, to string) given {
		g.from, g.to, g.through = "2021-01", to, to
		return g
	}
	ratio := func(r indicators.Reading, numerators, denominators figures) given {
		return first(given{reading: r, aggregation: indicators.Ratio, parts: map[string]figures{
			indicators.Numerator: numerators, indicators.Denominator: denominators}}, "2021-02")
	}
	tests := map[string]struct {
		given
		state    engine.State
		verdict  rules.Verdict
		met, due int
	}{
		"a month's rate is that of its own parts": {ratio(rate(90*indicators.One), figures{"2021-01": "90", "2021-02": "91"}, figures{"2021-01": "100", "2021-02": "100"}),
			engine.Reported, rules.Met, 2, 2},
		"a month's rate is never rounded up to its floor": {ratio(rate(90*indicators.One), figures{"2021-01": "899999999", "2021-02": "9"}, figures{"2021-01": "1000000000", "2021-02": "10"}),
			engine.Reported, rules.NotMet, 1, 2},
		"a month without cases has no rate": {ratio(rate(90*indicators.One), figures{"2021-01": "0", "2021-02": "9"}, figures{"2021-01": "0", "2021-02": "10"}),
			engine.Reported, rules.NotMet, 1, 2},
		"a quarter's rate adds up its months": {first(given{reading: per(rate(90*indicators.One), indicators.Quarterly), aggregation: indicators.Ratio, parts: map[string]figures{
			indicators.Numerator: {"2021-01": "1", "2021-02": "98"}, indicators.Denominator: {"2021-01": "10", "2021-02": "100"}}}, "2021-03"),
			engine.Reported, rules.Met, 1, 1},
		"a quarter's mean is never rounded down to its ceiling": {first(given{reading: quarterly, aggregation: indicators.Mean,
			figures: figures{"2021-01": "3", "2021-02": "3", "2021-03": "3.000001"}}, "2021-03"),
			engine.Reported, rules.NotMet, 0, 1},
		"what a total added is not known where the total before is missing": {first(given{reading: monthly, cumulative: true,
			figures: figures{"2021-01": "3", "2021-03": "6"}}, "2021-03"),
			engine.Reported, rules.NotMet, 1, 3},
		"a quarter's total is not known before its last month": {first(given{reading: quarterly, cumulative: true,
			figures: figures{"2021-02": "1", "2021-03": "2", "2021-05": "3"}}, "2021-06"),
			engine.Reported, rules.NotMet, 1, 2},
		"a quarter whose total reached the floor needs no more months": {first(given{reading: per(atLeast(3), indicators.Quarterly), cumulative: true,
			figures: figures{"2021-02": "3", "2021-03": "4", "2021-05": "7"}}, "2021-06"),
			engine.Reported, rules.Met, 2, 2},
		"each quarter must grow": {first(given{reading: growth, yearAgo: &basis, aggregation: indicators.Latest,
			figures: figures{"2021-03": "104", "2021-06": "106"}}, "2021-06"),
			engine.Reported, rules.NotMet, 1, 2},
		"a quarter's growth reported as such needs no basis": {first(given{reading: growth,
			figures: figures{"2021-03": "+5", "2021-06": "+6"}}, "2021-06"),
			engine.Reported, rules.Met, 2, 2},
		"a quarter's count is not held against a year's": {first(given{reading: growth, yearAgo: &basis,
			figures: every(t, "2021-01", "2021-06", "20")}, "2021-06"),
			engine.Missing, rules.None, 0, 0},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got := test.target(t)
			if got.State != test.state || got.Verdict != test.verdict || got.Outcome.PeriodsMet != test.met || got.Outcome.PeriodsDue != test.due {
				t.Errorf("%s %q, %d of %d (%v); want %s %q, %d of %d", got.State, got.Verdict, got.Outcome.PeriodsMet, got.Outcome.PeriodsDue, got.Problem,
					test.state, test.verdict, test.met, test.due)
			}
		})
	}
}

func TestARuleSeesAMonthsRateExactly(t *testing.T) {
	thirds := map[string]figures{indicators.Numerator: every(t, "2021-11", "2021-12", "2"), indicators.Denominator: every(t, "2021-11", "2021-12", "3")}
	for name, rule := range map[string]string{
		"the period before":  "actual >= previous",
		"the mean of months": "actual == mean(periods)",
	} {
		t.Run(name, func(t *testing.T) {
			got := given{reading: atLeast(1), aggregation: indicators.Ratio, rule: rule, parts: thirds}.target(t)
			if got.Verdict != rules.Met {
				t.Errorf("%s %q (%v), of two months of 2 ÷ 3", got.State, got.Verdict, got.Problem)
			}
		})
	}
}

func TestAMonthWithoutCasesIsNoRateAndNoGap(t *testing.T) {
	rate := indicators.Reading{Kind: indicators.Threshold, Op: indicators.AtLeast, Value: 50 * indicators.One, Unit: "%"}
	g := given{reading: rate, aggregation: indicators.Ratio, from: "2021-01", to: "2021-02", parts: map[string]figures{
		indicators.Numerator: {"2021-01": "5", "2021-02": "1"}, indicators.Denominator: {"2021-01": "0", "2021-02": "1"}}}
	series := g.evaluate(t).Assignments[0].Indicators[0].Series
	if january := series[0]; january.Known || january.Due || january.Value != 0 {
		t.Errorf("5 of nothing is drawn as %s (known %v, due %v)", january.Value, january.Known, january.Due)
	}
}
