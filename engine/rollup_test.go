package engine_test

import (
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"yardstick/engine"
	"yardstick/indicators"
	"yardstick/rules"
	"yardstick/rules/scoring"
)

func scored(funds indicators.Value, score, evaluated, weight indicators.Hundredths) *engine.Standing {
	return &engine.Standing{Scored: evaluated > 0, Score: score, Evaluated: evaluated, Weight: weight, Funds: funds * indicators.One}
}

func TestRollUp(t *testing.T) {
	tests := map[string]struct {
		parts           []*engine.Standing
		scored          bool
		score, coverage indicators.Hundredths
		grade           string
	}{
		"scores are weighted by funds":                     {[]*engine.Standing{scored(300, 9000, 10000, 10000), scored(100, 5000, 10000, 10000)}, true, 8000, 10000, "good"},
		"a half is rounded up":                             {[]*engine.Standing{scored(1, 9001, 10000, 10000), scored(1, 9000, 10000, 10000)}, true, 9001, 10000, "excellent"},
		"one without a score counts in the coverage alone": {[]*engine.Standing{scored(1, 9000, 10000, 10000), scored(1, 0, 0, 10000)}, true, 9000, 5000, ""},
		"coverage is weighted by funds":                    {[]*engine.Standing{scored(3, 9000, 10000, 10000), scored(1, 9000, 2000, 10000)}, true, 9000, 8000, "excellent"},
		"and by the weights that apply":                    {[]*engine.Standing{scored(1, 9000, 9000, 9000), scored(1, 9000, 0, 1000)}, true, 9000, 9000, "excellent"},
		"coverage at the minimum has a grade":              {[]*engine.Standing{scored(1, 9000, 6000, 10000)}, true, 9000, 6000, "excellent"},
		"a score short of a grade is not rounded up to it": {[]*engine.Standing{scored(9999, 9000, 10000, 10000), scored(1, 8999, 10000, 10000)}, true, 8999, 10000, "good"},
		"nor is coverage to the minimum":                   {[]*engine.Standing{scored(9999, 9000, 6000, 10000), scored(1, 9000, 5999, 10000)}, true, 9000, 5999, ""},
		"nor to the whole":                                 {[]*engine.Standing{scored(99999, 9000, 10000, 10000), scored(1, 9000, 0, 10000)}, true, 9000, 9999, "excellent"},
		"without any funds all count alike":                {[]*engine.Standing{scored(0, 9000, 10000, 10000), scored(0, 5000, 10000, 10000)}, true, 7000, 10000, "fair"},
		"one without funds beside one with has no say":     {[]*engine.Standing{scored(0, 5000, 10000, 10000), scored(7, 9000, 10000, 10000)}, true, 9000, 10000, "excellent"},
		"nothing scored has no score and no grade":         {[]*engine.Standing{scored(5, 0, 0, 10000)}, false, 0, 0, ""},
		"what has no weight at all covers nothing":         {[]*engine.Standing{scored(5, 0, 0, 0)}, false, 0, 0, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got := engine.RollUp("x", test.parts, lookup(t, "mof-2020@1"))
			if got.Scored != test.scored || got.Score != test.score || got.Coverage != test.coverage || got.Grade != test.grade {
				t.Errorf("%v %s %s %q, want %v %s %s %q", got.Scored, got.Score, got.Coverage, got.Grade, test.scored, test.score, test.coverage, test.grade)
			}
		})
	}
}

func TestTheWorstLightAndAllCountsRollUp(t *testing.T) {
	a := &engine.Standing{Light: scoring.Green, Counts: engine.Counts{Met: 2, Targets: 2}, Terms: engine.Counts{NotYetDue: 1, Targets: 1}}
	b := &engine.Standing{Light: scoring.Yellow, Counts: engine.Counts{Met: 1, Missing: 1, Targets: 2}}
	got := engine.RollUp("x", []*engine.Standing{a, b}, lookup(t, "mof-2020@1"))
	if want := (engine.Counts{Met: 3, Missing: 1, Targets: 4}); got.Counts != want || got.Terms.NotYetDue != 1 || got.Light != scoring.Yellow {
		t.Errorf("%+v", got)
	}
}

func TestRolledUpScoresAreExact(t *testing.T) {
	method := lookup(t, "mof-2020@1")
	rapid.Check(t, func(t *rapid.T) {
		var parts []*engine.Standing
		top, bottom := new(big.Rat), new(big.Rat)
		for range rapid.IntRange(1, 30).Draw(t, "n") {
			s := scored(0, indicators.Hundredths(rapid.Int64Range(0, 10000).Draw(t, "score")), 10000, 10000)
			s.Funds = indicators.Value(rapid.Int64Range(1, 1e18).Draw(t, "funds"))
			parts = append(parts, s)
			funds := new(big.Rat).SetInt64(int64(s.Funds))
			bottom.Add(bottom, funds)
			top.Add(top, funds.Mul(funds, new(big.Rat).SetInt64(int64(s.Score))))
		}
		exact := top.Quo(top, bottom)
		twice := new(big.Rat).Add(exact, big.NewRat(1, 2)) // half up
		want := new(big.Int).Quo(twice.Num(), twice.Denom()).Int64()
		if exact.Cmp(big.NewRat(want, 1)) < 0 && slices.Contains([]int64{6000, 8000, 9000, 10000}, want) {
			want-- // not up to a grade
		}
		if got := int64(engine.RollUp("x", parts, method).Score); got != want {
			t.Fatalf("%d hundredths, exactly %s", got, exact.FloatString(6))
		}
	})
}

func TestRank(t *testing.T) {
	items := []*engine.Standing{scored(0, 7000, 1, 1), scored(0, 0, 0, 1), scored(0, 9000, 1, 1), scored(0, 7000, 1, 1), scored(0, 6000, 1, 1)}
	want := []struct{ item, place int }{{2, 1}, {0, 2}, {3, 2}, {4, 4}, {1, 0}}
	for n, got := range engine.ByScore(items) {
		if got.Item != items[want[n].item] || got.Place != want[n].place {
			t.Errorf("%d: %s at place %d, want item %d at %d", n, got.Item.Score, got.Place, want[n].item, want[n].place)
		}
	}
}

// region is a target of one of several regions, as an evaluation would hold it.
func region(t *testing.T, g given, funds indicators.Value) *engine.TargetResult {
	t.Helper()
	out := g.target(t)
	out.Target.Indicator.Assignment.Lines = []indicators.FundingLine{{Amount: funds * indicators.One}}
	return out
}

func TestRollUpIndicator(t *testing.T) {
	months := func(text string) figures { return every(t, "2021-01", "2021-12", text) }
	rate := indicators.Reading{Kind: indicators.Threshold, Op: indicators.AtLeast, Value: 90 * indicators.One, Unit: "%"}
	satisfied := func(text string) given {
		return given{reading: rate, aggregation: indicators.Latest, figures: figures{"2021-12": text}}
	}
	ratio := func(n, d string) given {
		return given{reading: rate, aggregation: indicators.Ratio, parts: map[string]figures{
			indicators.Numerator: {"2021-12": n}, indicators.Denominator: {"2021-12": d}}}
	}
	inUnit := func(target indicators.Value, unit, reported string) given {
		reading := atLeast(target)
		reading.Unit = unit
		return given{reading: reading, aggregation: indicators.Latest, figures: figures{"2021-12": reported}}
	}
	tests := map[string]struct {
		a, b           given
		way            engine.RollUpWay
		actual, target string
		verdict        rules.Verdict
		known          int
	}{
		"absolute figures and their targets are summed":         {given{reading: atLeast(120), figures: months("10")}, given{reading: atLeast(100), figures: months("9")}, engine.RolledSum, "228", "220", rules.Met, 2},
		"a region not reported leaves the sum without verdict":  {given{reading: atLeast(120), figures: months("10")}, given{reading: atLeast(100)}, engine.RolledSum, "120", "220", rules.None, 1},
		"a sum with a gap is shown but not judged":              {given{reading: atLeast(120), figures: months("10")}, given{reading: atLeast(200), figures: months("9").with(figures{"2021-03": ""})}, engine.RolledSum, "219", "320", rules.None, 2},
		"a stock that stands is summed":                         {given{reading: atLeast(5), aggregation: indicators.Latest, figures: figures{"2021-12": "4"}}, given{reading: atLeast(5), aggregation: indicators.Latest, figures: figures{"2021-12": "7"}}, engine.RolledSum, "11", "10", rules.Met, 2},
		"rates are averaged by funds":                           {satisfied("95"), satisfied("85"), engine.RolledMean, "92.5", "90", rules.Met, 2},
		"ratios are that of the sums":                           {ratio("90", "100"), ratio("1", "2"), engine.RolledRate, "89.215686", "90", rules.NotMet, 2},
		"the highest of maxima":                                 {given{reading: atLeast(5), aggregation: indicators.Max, figures: months("4")}, given{reading: atLeast(5), aggregation: indicators.Max, figures: months("6")}, engine.RolledMax, "6", "5", rules.Met, 2},
		"the lowest of minima":                                  {given{reading: atLeast(5), aggregation: indicators.Min, figures: months("4")}, given{reading: atLeast(5), aggregation: indicators.Min, figures: months("6")}, engine.RolledMin, "4", "5", rules.NotMet, 2},
		"rates with different targets have none in common":      {satisfied("95"), given{reading: indicators.Reading{Kind: indicators.Threshold, Op: indicators.AtLeast, Value: 80 * indicators.One, Unit: "%"}, aggregation: indicators.Latest, figures: figures{"2021-12": "85"}}, engine.RolledMean, "92.5", "", rules.None, 2},
		"yes and no are only counted":                           {given{reading: indicators.Reading{Kind: indicators.Truth, Value: indicators.One}, aggregation: indicators.Latest, figures: figures{"2021-12": "1"}}, given{reading: indicators.Reading{Kind: indicators.Truth, Value: indicators.One}, aggregation: indicators.Latest}, engine.RolledNone, "", "", rules.None, 1},
		"units that differ are not added up":                    {inUnit(1000, "万元", "10"), inUnit(1, "亿元", "2"), engine.RolledNone, "", "", rules.None, 2},
		"a bare number goes with a unit":                        {inUnit(5, "座", "10"), inUnit(5, "", "2"), engine.RolledSum, "12", "", rules.None, 2},
		"nothing reported anywhere has no figure, not a zero's": {given{reading: atLeast(120)}, given{reading: atLeast(100)}, engine.RolledSum, "", "220", rules.None, 0},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got := engine.RollUpIndicator([]*engine.TargetResult{region(t, test.a, 300), region(t, test.b, 100)})
			actual, target := "", ""
			if got.Known > 0 && got.Way != engine.RolledNone {
				actual = got.Actual.String()
			}
			if got.Target != nil {
				target = got.Target.String()
			}
			if got.Way != test.way || actual != test.actual || target != test.target || got.Verdict != test.verdict || got.Known != test.known || got.Children != 2 {
				t.Errorf("%s %q of %q %q, known %d; want %s %q of %q %q, %d", got.Way, actual, target, got.Verdict, got.Known, test.way, test.actual, test.target, test.verdict, test.known)
			}
		})
	}
}
