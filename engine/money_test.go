package engine_test

import (
	"testing"

	"yardstick/engine"
	"yardstick/indicators"
)

func TestMoney(t *testing.T) {
	year := every(t, "2021-01", "2021-12", "5")
	tests := map[string]struct {
		funds           indicators.Value
		parts           map[string]figures
		through         string
		state           engine.State
		adjusted, spent string // spent "" when not known
		rate            string
		points          indicators.Hundredths
	}{
		"spending is not yet due before the year's end":        {100, map[string]figures{"spent": year}, "2021-11", engine.NotYetDue, "100", "55", "55", 0},
		"spending is scored at the year's end":                 {100, map[string]figures{"spent": year}, "2021-12", engine.Reported, "100", "60", "60", 600},
		"a month without spending reported is no gap":          {100, map[string]figures{"spent": {"2021-03": "80"}}, "2021-12", engine.Reported, "100", "80", "80", 800},
		"no figure at all is missing after the year's end":     {100, nil, "2021-12", engine.Missing, "100", "", "0", 0},
		"a reported zero is not missing":                       {100, map[string]figures{"spent": {"2021-12": "0"}}, "2021-12", engine.Reported, "100", "0", "0", 0},
		"more than the budget earns no more than the weight":   {50, map[string]figures{"spent": year}, "2021-12", engine.Reported, "50", "60", "120", 1000},
		"without a budget execution does not apply":            {0, map[string]figures{"spent": year}, "2021-12", engine.NotApplicable, "0", "60", "0", 0},
		"an adjusted budget is the one that counts":            {100, map[string]figures{"adjusted": {"2021-03": "200", "2021-06": "120"}, "spent": year}, "2021-12", engine.Reported, "120", "60", "50", 500},
		"another budget at the year's start stands for both":   {100, map[string]figures{"initial": {"2021-01": "80"}, "spent": year}, "2021-12", engine.Reported, "80", "60", "75", 750},
		"spending before the fiscal year does not count":       {100, map[string]figures{"spent": year.with(figures{"2020-12": "30"})}, "2021-12", engine.Reported, "100", "60", "60", 600},
		"spending by source alone is added up":                 {100, map[string]figures{"spent:fiscal": year, "spent:other": {"2021-02": "7"}}, "2021-12", engine.Reported, "100", "67", "67", 670},
		"a source's budget stands until it is revised itself":  {100, map[string]figures{"adjusted:fiscal": {"2021-03": "100", "2021-06": "80"}, "adjusted:carryover": {"2021-03": "20"}, "spent": year}, "2021-12", engine.Reported, "100", "60", "60", 600},
		"the whole of a month wins over its sources":           {100, map[string]figures{"spent": year, "spent:fiscal": {"2021-02": "3"}}, "2021-12", engine.Reported, "100", "60", "60", 600},
		"a budget adjusted to nothing leaves nothing to judge": {100, map[string]figures{"adjusted": {"2021-03": "0"}, "spent": year}, "2021-12", engine.NotApplicable, "0", "60", "0", 0},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			g := given{reading: atLeast(1), from: "2021-01", to: "2022-12"}
			p := g.programme(t)
			a := p.Projects[0].Assignments[0]
			a.Lines = []indicators.FundingLine{{Amount: test.funds * indicators.One}}
			var observations []engine.Observation
			for part, list := range test.parts {
				for at, text := range list {
					observations = append(observations, engine.Observation{Seq: int64(len(observations) + 1), Indicator: a.MoneyID(), Part: part, Period: month(t, at), Value: value(t, text)})
				}
			}
			e, err := engine.Evaluate(p, engine.Inputs{Through: month(t, test.through), Method: lookup(t, p.Method), Observations: engine.InOrder(p, observations)})
			if err != nil {
				t.Fatal(err)
			}
			got := e.Assignments[0].Money
			spent := ""
			if got.SpentKnown {
				spent = got.Spent.String()
			}
			if got.State != test.state || got.Adjusted.String() != test.adjusted || spent != test.spent || got.Rate.String() != test.rate || got.Points != test.points {
				t.Errorf("%s: %q of %s, %s %%, %s points; want %s: %q of %s, %s %%, %s", got.State, spent, got.Adjusted, got.Rate, got.Points,
					test.state, test.spent, test.adjusted, test.rate, test.points)
			}
			s := e.Assignments[0].Standing
			if counts := got.State == engine.Reported || got.State == engine.Missing; (s.Evaluated == got.Weight) != counts {
				t.Errorf("evaluated %s of weight %s", s.Evaluated, s.Weight)
			}
		})
	}
}

func TestSpendingReportedAsTotalsSoFar(t *testing.T) {
	for name, parts := range map[string]map[string]figures{
		"the last total counts": {"spent": {"2021-10": "10", "2021-11": "25", "2021-12": "80"}},
		"each source's last total counts": {
			"spent:fiscal": {"2021-10": "10", "2021-12": "55"}, "spent:carryover": {"2020-12": "70", "2021-11": "25"}, "spent:other": {"2020-12": "70"}},
	} {
		t.Run(name, func(t *testing.T) {
			g := given{reading: atLeast(1)}
			p := g.programme(t)
			p.Cumulative = true
			a := p.Projects[0].Assignments[0]
			a.Lines = []indicators.FundingLine{{Amount: 100 * indicators.One}}
			var observations []engine.Observation
			for part, list := range parts {
				for at, text := range list {
					observations = append(observations, engine.Observation{Seq: int64(len(observations) + 1), Indicator: a.MoneyID(), Part: part, Period: month(t, at), Value: value(t, text)})
				}
			}
			e, err := engine.Evaluate(p, engine.Inputs{Through: month(t, "2021-12"), Method: lookup(t, p.Method), Observations: engine.InOrder(p, observations)})
			if err != nil {
				t.Fatal(err)
			}
			if got := e.Assignments[0].Money; got.Spent != 80*indicators.One || got.Points != 800 {
				t.Errorf("spent %s, %s points; want 80, 8.00", got.Spent, got.Points)
			}
		})
	}
}
