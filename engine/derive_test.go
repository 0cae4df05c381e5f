package engine_test

import (
	"testing"

	"yardstick/engine"
	"yardstick/indicators"
	"yardstick/rules"
)

// network is a province whose figure is derived from two cities': the sum of
// what they report, and in a second step a share of it.
func network(t *testing.T) *indicators.Programme {
	p := given{reading: atLeast(1)}.programme(t)
	p.Regions = append(p.Regions, indicators.Region{Code: "440300", Name: "深圳市", Parent: "440000"})
	project := p.Projects[0]
	city := func(region string) *indicators.Assignment {
		a := &indicators.Assignment{ID: "p/project/" + region, Project: project, Region: region, Window: project.Assignments[0].Window}
		add(a, "measured", atLeast(12), "")
		return a
	}
	province := &indicators.Assignment{ID: "p/project/440000", Project: project, Region: "440000", Window: project.Assignments[0].Window}
	add(province, "half", atLeast(15), `indicator("total") / 2`)
	add(province, "total", atLeast(30), `sum(regions("measured"))`)
	project.Assignments = []*indicators.Assignment{province, city("440100"), city("440300")}
	return p
}

func add(a *indicators.Assignment, id string, r indicators.Reading, formula string) {
	i := &indicators.Indicator{ID: a.ID + "/" + id, Assignment: a, Name: id, Level1: "产出", Aggregation: indicators.Sum}
	if formula != "" {
		i.Formula = &indicators.Expression{Source: formula}
	}
	i.Targets = []*indicators.Target{{Indicator: i, Horizon: indicators.Annual, Reading: r, Window: a.Window, Due: a.Window.To}}
	a.Indicators = append(a.Indicators, i)
}

func reports(t *testing.T, region, text string, months ...string) []engine.Observation {
	var out []engine.Observation
	for m := month(t, months[0]); m <= month(t, months[len(months)-1]); m++ {
		out = append(out, engine.Observation{Seq: int64(m), Indicator: "p/project/" + region + "/measured", Period: m, Value: value(t, text), Text: text})
	}
	return out
}

func TestDerivedIndicators(t *testing.T) {
	both := append(reports(t, "440100", "1", "2021-01", "2021-12"), reports(t, "440300", "1.5", "2021-01", "2021-12")...)
	tests := map[string]struct {
		observations []engine.Observation
		through      string
		state        engine.State // of the total
		verdict      rules.Verdict
		total, half  string // "" when not known
	}{
		"a sum over regions is judged when due":              {both, "2021-12", engine.Reported, rules.Met, "30", "15"},
		"it is in progress before, floor reached or not":     {both, "2021-11", engine.InProgress, rules.None, "27.5", "13.75"},
		"a region without figures makes it missing when due": {both[:12], "2021-12", engine.Missing, rules.None, "", ""},
		"a gap makes it missing, the region's floor reached": {both[:23], "2021-12", engine.Missing, rules.None, "", ""},
		"a gap before the end leaves it without a figure":    {both[1:], "2021-11", engine.InProgress, rules.None, "", ""},
		"before anything is reported it is not yet due":      {nil, "2021-06", engine.NotYetDue, rules.None, "", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			p := network(t)
			e := through(t, p, test.through, test.observations)
			total, half := find(t, e, "p/project/440000/total"), find(t, e, "p/project/440000/half")
			if total.State != test.state || total.Verdict != test.verdict || text(total) != test.total || text(half) != test.half {
				t.Errorf("%s %q %q, half %q; want %s %q %q, %q", total.State, total.Verdict, text(total), text(half), test.state, test.verdict, test.total, test.half)
			}
			province := e.Assignments[0]
			if want := total.Points + half.Points; province.Points != want || total.State == engine.Reported && want == 0 {
				t.Errorf("%s points, %s of the indicators", province.Points, want)
			}
			alone := inScope(t, p, test.through, test.observations, engine.Scope{Region: "440000"})
			if again := find(t, alone, "p/project/440000/half"); text(again) != test.half || len(alone.Assignments) != 1 {
				t.Errorf("the province alone has %q, %d assignments", text(again), len(alone.Assignments))
			}
		})
	}
}

func text(t *engine.TargetResult) string {
	if !t.Known {
		return ""
	}
	return t.Actual.String()
}

func TestAFormulaThatCannotBeCompiledIsRefused(t *testing.T) {
	p := network(t)
	p.Projects[0].Assignments[0].Indicators[0].Formula.Source = `indicator("nothing")`
	_, err := engine.Evaluate(p, engine.Inputs{Through: month(t, "2021-12"), Method: lookup(t, p.Method)})
	if err == nil {
		t.Fatal("evaluated")
	}
}
