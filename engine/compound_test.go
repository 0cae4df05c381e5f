package engine_test

import (
	"testing"

	"yardstick/engine"
	"yardstick/indicators"
	"yardstick/rules"
)

func TestCompounds(t *testing.T) {
	reading := func(logic string) indicators.Reading {
		return indicators.Reading{Kind: indicators.Compound, Logic: logic, Parts: []indicators.Reading{atLeast(12), atMost(24)}}
	}
	both := func(first, second string) map[string]figures {
		return map[string]figures{"1": every(t, "2021-01", "2021-12", first), "2": every(t, "2021-01", "2021-12", second)}
	}
	tests := map[string]struct {
		given
		state   engine.State
		verdict rules.Verdict
		early   bool
	}{
		"all parts met is met":                              {given{reading: reading("all"), parts: both("1", "1")}, engine.Reported, rules.Met, false},
		"one part of all met is partly met":                 {given{reading: reading("all"), parts: both("1", "3")}, engine.Reported, rules.PartlyMet, false},
		"a part of all not reported is missing":             {given{reading: reading("all"), parts: map[string]figures{"1": every(t, "2021-01", "2021-12", "1")}}, engine.Missing, rules.None, false},
		"a part with a gap below its floor is missing":      {given{reading: reading("all"), parts: map[string]figures{"1": every(t, "2021-02", "2021-12", "1"), "2": every(t, "2021-01", "2021-12", "1")}}, engine.Missing, rules.None, false},
		"a part with a gap above its floor counts":          {given{reading: reading("all"), parts: map[string]figures{"1": every(t, "2021-02", "2021-12", "2"), "2": every(t, "2021-01", "2021-12", "1")}}, engine.Reported, rules.Met, false},
		"any needs only the part that is met":               {given{reading: reading("any"), parts: map[string]figures{"1": every(t, "2021-01", "2021-12", "1")}}, engine.Reported, rules.Met, false},
		"any is met early by a floor that is reached":       {given{reading: reading("any"), parts: map[string]figures{"1": every(t, "2021-01", "2021-06", "2")}, through: "2021-06"}, engine.Reported, rules.Met, true},
		"all is open while a ceiling is only kept so far":   {given{reading: reading("all"), parts: map[string]figures{"1": every(t, "2021-01", "2021-06", "2"), "2": every(t, "2021-01", "2021-06", "1")}, through: "2021-06"}, engine.InProgress, rules.None, false},
		"nothing reported before the end is not yet due":    {given{reading: reading("all"), through: "2021-06"}, engine.NotYetDue, rules.None, false},
		"one part reported before the end is in progress":   {given{reading: reading("all"), parts: map[string]figures{"2": {"2021-01": "1"}}, through: "2021-06"}, engine.InProgress, rules.None, false},
		"a broken ceiling alone leaves the whole undecided": {given{reading: reading("all"), parts: map[string]figures{"2": {"2021-01": "30"}}, through: "2021-06"}, engine.InProgress, rules.None, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got := test.target(t)
			if got.State != test.state || got.Verdict != test.verdict || got.Early != test.early {
				t.Errorf("state %s, verdict %q, early %v; want %s, %q, %v", got.State, got.Verdict, got.Early, test.state, test.verdict, test.early)
			}
			if len(got.Parts) != 2 {
				t.Fatalf("%d parts", len(got.Parts))
			}
			for _, part := range got.Parts {
				if got.State != engine.Reported && part.Verdict != rules.None {
					t.Errorf("a part has the verdict %s, the whole has none", part.Verdict)
				}
			}
		})
	}
}

func TestRatios(t *testing.T) {
	rate := indicators.Reading{Kind: indicators.Threshold, Op: indicators.AtLeast, Value: 58 * indicators.One, Unit: "%"}
	of := func(numerators, denominators figures) given {
		return given{reading: rate, aggregation: indicators.Ratio, parts: map[string]figures{
			indicators.Numerator: numerators, indicators.Denominator: denominators}}
	}
	tests := map[string]struct {
		given
		state   engine.State
		verdict rules.Verdict
		actual  string
		problem string
	}{
		"29 of 50 is exactly 58 %":                          {of(figures{"2021-01": "29"}, figures{"2021-01": "50"}), engine.Reported, rules.Met, "58", ""},
		"the ratio of the sums, not the mean of the ratios": {of(figures{"2021-01": "1", "2021-02": "90"}, figures{"2021-01": "1", "2021-02": "199"}), engine.Reported, rules.NotMet, "45.5", ""},
		"a shortfall beyond six decimals still shows":       {of(figures{"2021-01": "5799999999"}, figures{"2021-01": "10000000000"}), engine.Reported, rules.NotMet, "57.999999", ""},
		"a period with one part only does not count":        {of(figures{"2021-01": "29", "2021-02": "40"}, figures{"2021-01": "50"}), engine.Reported, rules.Met, "58", ""},
		"one part alone is missing":                         {of(figures{"2021-01": "29"}, nil), engine.Missing, rules.None, "", ""},
		"denominators of zero give no ratio":                {of(figures{"2021-01": "0"}, figures{"2021-01": "0"}), engine.Missing, rules.None, "", "ratio-of-nothing"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got := test.target(t)
			actual, problem := "", ""
			if got.Known {
				actual = got.Actual.String()
			}
			if got.Problem != nil {
				problem = got.Problem.Code
			}
			if got.State != test.state || got.Verdict != test.verdict || actual != test.actual || problem != test.problem {
				t.Errorf("%s %q %q %q; want %s %q %q %q", got.State, got.Verdict, actual, problem, test.state, test.verdict, test.actual, test.problem)
			}
		})
	}
}

func TestTotalsThatFallAreRemarkedOn(t *testing.T) {
	g := given{reading: atLeast(100), cumulative: true, figures: figures{"2021-01": "40", "2021-02": "60", "2021-03": "55"}}
	remarks := g.evaluate(t).Assignments[0].Indicators[0].Remarks
	if len(remarks) != 1 || remarks[0].Code != "cumulative-decrease" {
		t.Fatalf("remarks %v", remarks)
	}
	if got, want := remarks[0].Message(indicators.English), "数: the total fell from 60 (2021-02) to 55 (2021-03)"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestAFrequencyOfTotalsLooksAtWhatEachMonthAdded(t *testing.T) {
	reading := indicators.Reading{Kind: indicators.Threshold, Op: indicators.AtLeast, Value: 3 * indicators.One, Per: indicators.Monthly}
	g := given{reading: reading, cumulative: true, to: "2021-03", from: "2021-01", figures: figures{"2021-01": "3", "2021-02": "5", "2021-03": "8"}}
	if got := g.target(t); got.Verdict != rules.NotMet || got.Outcome.PeriodsMet != 2 || got.Outcome.PeriodsDue != 3 {
		t.Errorf("%s, %d of %d", got.Verdict, got.Outcome.PeriodsMet, got.Outcome.PeriodsDue)
	}
}

func TestPartsOfACompoundAddUpEachByItsOwnUnit(t *testing.T) {
	rate := indicators.Reading{Kind: indicators.Threshold, Op: indicators.AtLeast, Value: 90 * indicators.One, Unit: "%"}
	day := indicators.Reading{Kind: indicators.Deadline, Op: indicators.AtMost, Value: month(t, "2021-12").Last().Value()}
	of := func(second indicators.Reading, entered figures) given {
		return given{reading: indicators.Reading{Kind: indicators.Compound, Logic: "all", Parts: []indicators.Reading{atLeast(12), second}},
			parts: map[string]figures{"1": every(t, "2021-01", "2021-12", "1"), "2": entered}}
	}
	tests := map[string]struct {
		given
		state   engine.State
		verdict rules.Verdict
		second  indicators.Value
	}{
		"rates of 40 and 50 percent are not 90 percent":        {of(rate, figures{"2021-01": "40", "2021-02": "50"}), engine.Reported, rules.PartlyMet, 50 * indicators.One},
		"a rate needs no figure of every month":                {of(rate, figures{"2021-11": "95"}), engine.Reported, rules.Met, 95 * indicators.One},
		"a date is reported once":                              {of(day, figures{"2021-12": "18970"}), engine.Reported, rules.Met, 18970 * indicators.One},
		"dates are not added up":                               {of(day, figures{"2021-11": "9000", "2021-12": "18970"}), engine.Reported, rules.Met, 18970 * indicators.One},
		"a part that is not reported leaves the whole missing": {of(rate, nil), engine.Missing, rules.None, 0},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got := test.target(t)
			if got.State != test.state || got.Verdict != test.verdict || got.Parts[1].Actual != test.second {
				t.Errorf("state %s, verdict %q, second part %s; want %s, %q, %s",
					got.State, got.Verdict, got.Parts[1].Actual, test.state, test.verdict, test.second)
			}
		})
	}
}
