package engine_test

import (
	"testing"

	"pgregory.net/rapid"

	"yardstick/engine"
	"yardstick/indicators"
	"yardstick/rules"
)

// What is streamed past a kernel by the million comes out as on a scorecard.
func TestAKernelSaysWhatAnEvaluationSays(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		g := anyTarget(rt, rapid.SampledFrom([]string{"2020-12", "2021-05", "2021-11", "2021-12", "2022-03"}).Draw(rt, "through"))
		e := g.evaluate(t)
		want := e.Assignments[0].Indicators[0].Targets[0]
		plan := engine.PlanOf(e.Programme, want.Target, want.Weight)
		kernel := engine.NewKernel(e.Method, e.Through)
		tally := tallied(t, g, &plan, e.Through)
		got := kernel.Judge(&plan, &tally)
		if got.State != want.State || got.Verdict != want.Verdict || got.Early != want.Early || got.Evaluated != want.Evaluated || got.Known != want.Known {
			rt.Fatalf("kernel %s %q, evaluation %s %q", got.State, got.Verdict, want.State, want.Verdict)
		}
		if score := kernel.Points(&plan, rules.Facts{Known: got.Known, Actual: got.Actual}, got); got.Evaluated && score.Points != want.Points {
			rt.Fatalf("kernel %s points, evaluation %s", score.Points, want.Points)
		}
	})
}

func tallied(tb testing.TB, g given, plan *engine.Plan, through indicators.Period) (tally engine.Tally) {
	for m := plan.First; m <= plan.Last; m++ {
		if !plan.Holds(m, through) {
			continue
		}
		if g.aggregation != indicators.Ratio {
			if text, known := g.parts[""][m.String()]; known {
				tally.Add(m, value(tb, text))
			}
			continue
		}
		n, known := g.parts[indicators.Numerator][m.String()]
		d, both := g.parts[indicators.Denominator][m.String()]
		if known && both {
			tally.AddRatio(m, value(tb, n), value(tb, d))
		}
	}
	return tally
}

func TestPlans(t *testing.T) {
	tests := map[string]struct {
		given
		at              string
		due, gone, all  int
		holds, isJudged bool
	}{
		"before the window nothing is due":                {given{}, "2020-12", 0, 0, 12, false, false},
		"a month is due at its own end":                   {given{}, "2021-01", 1, 1, 12, true, false},
		"all twelve at the year's end":                    {given{}, "2021-12", 12, 12, 12, true, true},
		"no more after it":                                {given{}, "2022-05", 12, 12, 12, false, true},
		"quarters are due at their last month":            {given{frequency: indicators.Quarterly}, "2021-05", 1, 5, 12, true, false},
		"half-years too":                                  {given{frequency: indicators.HalfYearly}, "2021-12", 2, 12, 12, true, true},
		"a year is one period":                            {given{frequency: indicators.Yearly}, "2021-11", 0, 11, 12, true, false},
		"a window across the year has five quarters":      {given{frequency: indicators.Quarterly, from: "2020-11", to: "2021-10"}, "2021-10", 5, 12, 12, true, true},
		"its last quarter is not due before the window's": {given{frequency: indicators.Quarterly, from: "2020-11", to: "2021-10"}, "2021-09", 4, 11, 12, true, false},
		"an open end has no length and is never judged":   {given{from: "2021-01", noDue: true}, "2023-01", 25, 25, 0, true, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			p := test.programme(t)
			target := p.Projects[0].Assignments[0].Indicators[0].Targets[0]
			plan := engine.PlanOf(p, target, 0)
			at := month(t, test.at)
			gone, all := plan.Months(at)
			if due := plan.DuePeriods(at); due != test.due || gone != test.gone || all != test.all || plan.Holds(at, at) != test.holds || plan.IsDue(at) != test.isJudged {
				t.Errorf("due %d, %d of %d months, holds %v, judged %v", due, gone, all, plan.Holds(at, at), plan.IsDue(at))
			}
			n := 0
			for range plan.Periods(at) {
				n++
			}
			if n != test.due {
				t.Errorf("%d periods walked, %d due", n, test.due)
			}
		})
	}
}
