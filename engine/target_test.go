package engine_test

import (
	"testing"

	"yardstick/engine"
	"yardstick/indicators"
	"yardstick/rules/scoring"
)

func TestPaceLights(t *testing.T) {
	tests := map[string]struct {
		given
		light scoring.Light
	}{
		"half of a sum at half time is green":                     {given{reading: atLeast(120), figures: every(t, "2021-01", "2021-06", "10"), through: "2021-06"}, scoring.Green},
		"three quarters of what the time asks for is yellow":      {given{reading: atLeast(120), figures: every(t, "2021-01", "2021-06", "7.5"), through: "2021-06"}, scoring.Yellow},
		"less than that is red":                                   {given{reading: atLeast(120), figures: every(t, "2021-01", "2021-06", "5"), through: "2021-06"}, scoring.Red},
		"far ahead of time is blue":                               {given{reading: atLeast(120), figures: every(t, "2021-01", "2021-06", "12"), through: "2021-06"}, scoring.Blue},
		"a zero reported is red":                                  {given{reading: atLeast(120), figures: figures{"2021-01": "0"}, through: "2021-06"}, scoring.Red},
		"nothing reported shows no light":                         {given{reading: atLeast(120), through: "2021-06"}, scoring.NoLight},
		"a ceiling kept is green, however much time is left":      {given{reading: atMost(60), figures: every(t, "2021-01", "2021-06", "10"), through: "2021-06"}, scoring.Green},
		"a ceiling broken is red":                                 {given{reading: atMost(59), figures: every(t, "2021-01", "2021-06", "10"), through: "2021-06"}, scoring.Red},
		"a sum towards an end that is not known shows none":       {given{reading: atLeast(120), from: "2021-01", noDue: true, figures: every(t, "2021-01", "2021-06", "10"), through: "2021-06"}, scoring.NoLight},
		"what is reported after the window leaves it as it was":   {given{reading: atLeast(60), from: "2021-01", to: "2021-06", figures: every(t, "2021-01", "2021-12", "10")}, scoring.Green},
		"a sum with a gap is held against the time all the same":  {given{reading: atLeast(120), figures: every(t, "2021-02", "2021-06", "10"), through: "2021-06"}, scoring.Green},
		"a target that does not apply shows none, figures or not": {given{reading: atLeast(120), figures: every(t, "2021-01", "2021-06", "1"), through: "2021-06", declared: []engine.Declaration{{Seq: 1, Kind: engine.DeclaredNotApplicable, Indicator: indicatorID, Period: month(t, "2021-01"), Reason: "a"}}}, scoring.NoLight},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			e := test.evaluate(t)
			if got := e.Assignments[0].Indicators[0].Targets[0].Light; got != test.light {
				t.Errorf("%q, want %q", got, test.light)
			}
			if e.Total.Light != test.light {
				t.Errorf("the programme's light is %q", e.Total.Light)
			}
		})
	}
}

func TestCompletion(t *testing.T) {
	hundred := 100 * indicators.One
	year := every(t, "2021-01", "2021-12", "10")
	change := indicators.Reading{Kind: indicators.Change, Op: indicators.AtLeast, Value: 25 * indicators.One, Unit: "%", Basis: "previous_year", Direction: "up"}
	tests := map[string]struct {
		given
		want string
	}{
		"of a floor it is the actual's share":          {given{reading: atLeast(160), figures: year}, "75"},
		"rounded half up at six decimals":              {given{reading: atLeast(9960), figures: figures{"2021-01": "9120"}}, "91.566265"},
		"of a change it is the share of the change":    {given{reading: change, figures: year, yearAgo: &hundred}, "80"},
		"a shortfall never rounds to the whole":        {given{reading: atLeast(1_000_000_000_000), aggregation: indicators.Latest, figures: figures{"2021-12": "999999999999"}}, "99.999999"},
		"of a ceiling it means nothing":                {given{reading: atMost(160), figures: year}, ""},
		"of a floor of zero it means nothing":          {given{reading: atLeast(0), figures: year}, ""},
		"without a figure there is none, and no 0 %":   {given{reading: atLeast(160)}, ""},
		"of a sum with a gap it is that of the figure": {given{reading: atLeast(160), figures: year.with(figures{"2021-03": ""})}, "68.75"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got := ""
			if c := test.target(t).Completion; c != nil {
				got = c.String()
			}
			if got != test.want {
				t.Errorf("%q, want %q", got, test.want)
			}
		})
	}
}

func TestTheLatestFigureNamesItsPeriodAndText(t *testing.T) {
	g := given{reading: atLeast(5), aggregation: indicators.Latest, figures: figures{"2021-03": "7", "2021-08": "6.50"}, through: "2021-10"}
	got := g.target(t)
	if got.LastPeriod != month(t, "2021-08") || got.ActualText != "6.50" {
		t.Errorf("%s %q", got.LastPeriod, got.ActualText)
	}
}

func TestASeriesShowsGapsAsGaps(t *testing.T) {
	g := given{reading: atLeast(5), figures: figures{"2021-01": "0", "2021-03": "4", "2021-09": "9"}, through: "2021-04"}
	series := g.evaluate(t).Assignments[0].Indicators[0].Series
	if len(series) != 12 {
		t.Fatalf("%d periods", len(series))
	}
	for n, want := range []struct{ known, due bool }{{true, true}, {false, true}, {true, true}, {false, true}, {false, false}} {
		if series[n].Known != want.known || series[n].Due != want.due {
			t.Errorf("%s: known %v, due %v", series[n].Period, series[n].Known, series[n].Due)
		}
	}
	if series[8].Known {
		t.Error("a figure of a period after the evaluated one is shown")
	}
}

func TestOverIsFlaggedAtTheMethodsRatio(t *testing.T) {
	for text, over := range map[string]bool{"12.999999": false, "13": true, "20": true} {
		got := given{reading: atLeast(120), figures: every(t, "2021-01", "2021-12", text)}.target(t)
		if got.Over != over || got.AsksReason != over || got.Points != got.Weight {
			t.Errorf("%s: over %v, %s of %s points", text, got.Over, got.Points, got.Weight)
		}
	}
}

func TestReportedChangesAreNotAddedUp(t *testing.T) {
	plan := engine.Plan{Aggregation: indicators.Sum, Reading: &indicators.Reading{Kind: indicators.Change, Unit: "件"}}
	for name, figures := range map[string][]indicators.Value{
		"two changes":         {indicators.ChangeValue(indicators.One), indicators.ChangeValue(indicators.One)},
		"a level with change": {indicators.One, indicators.ChangeValue(indicators.One)},
	} {
		t.Run(name, func(t *testing.T) {
			var tally engine.Tally
			for n, figure := range figures {
				tally.Add(indicators.Period(n), figure)
			}
			if _, known, problem := tally.Quantity(&plan); known || problem == nil || problem.Code != "changes-not-added" {
				t.Errorf("known %v, problem %v", known, problem)
			}
		})
	}
}
