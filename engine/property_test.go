package engine_test

import (
	"maps"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"yardstick/engine"
	"yardstick/indicators"
	"yardstick/rules"
)

var aggregations = []indicators.Aggregation{indicators.Sum, indicators.Latest, indicators.Ratio, indicators.Mean, indicators.Max, indicators.Min}

var comparisons = []indicators.Op{indicators.AtLeast, indicators.MoreThan, indicators.AtMost, indicators.LessThan, indicators.Exactly, indicators.Between}

// figure draws small numbers, so that boundaries are hit, and some large ones.
var figure = rapid.Custom(func(t *rapid.T) indicators.Value {
	small := rapid.Int64Range(-3, 30)
	if rapid.Bool().Draw(t, "fraction") {
		return indicators.Value(rapid.Int64Range(-3_000_000, 30_000_000).Draw(t, "millionths"))
	}
	return indicators.Value(small.Draw(t, "units")) * indicators.One
})

// anyTarget draws one target with figures in some of the months of 2021.
func anyTarget(t *rapid.T, through string) given {
	low := figure.Draw(t, "target")
	g := given{
		aggregation: rapid.SampledFrom(aggregations).Draw(t, "aggregation"), through: through, parts: map[string]figures{},
		reading: indicators.Reading{Kind: indicators.Threshold, Op: rapid.SampledFrom(comparisons).Draw(t, "op"), Value: low, Unit: "次"},
	}
	if g.reading.Op == indicators.Between {
		g.reading.Kind, g.reading.High = indicators.Range, low+indicators.Value(rapid.Int64Range(0, 5_000_000).Draw(t, "width"))
		g.reading.Open = rapid.SampledFrom([]string{"", "lo", "hi", "both"}).Draw(t, "open")
	}
	parts := []string{""}
	if g.aggregation == indicators.Ratio {
		parts = []string{indicators.Numerator, indicators.Denominator}
	}
	for _, part := range parts {
		g.parts[part] = figures{}
		for m := indicators.Period(24252); m < 24252+12; m++ { // 2021-01
			if rapid.IntRange(0, 9).Draw(t, "reported") > 0 {
				g.parts[part][m.String()] = figure.Draw(t, "figure").String()
			}
		}
	}
	return g
}

// exact works a target out with rationals, by the words of the domain alone.
func exact(tb testing.TB, g given) (verdict rules.Verdict, decidedWhenDue bool) {
	var sum, top, bottom, least, most, last *big.Rat
	n := 0
	add := func(to **big.Rat, x *big.Rat) {
		if *to == nil {
			*to = new(big.Rat)
		}
		(*to).Add(*to, x)
	}
	rat := func(text string) *big.Rat { return big.NewRat(int64(value(tb, text)), 1_000_000) }
	for m := month(tb, "2021-01"); m <= month(tb, "2021-12"); m++ {
		if g.aggregation == indicators.Ratio {
			a, hasA := g.parts[indicators.Numerator][m.String()]
			b, hasB := g.parts[indicators.Denominator][m.String()]
			if hasA && hasB {
				add(&top, rat(a))
				add(&bottom, rat(b))
				n++
			}
			continue
		}
		text, has := g.parts[""][m.String()]
		if !has {
			continue
		}
		x := rat(text)
		add(&sum, x)
		if n == 0 || x.Cmp(least) < 0 {
			least = x
		}
		if n == 0 || x.Cmp(most) > 0 {
			most = x
		}
		last = x
		n++
	}
	if n == 0 {
		return rules.None, false
	}
	var actual *big.Rat
	switch g.aggregation {
	case indicators.Sum:
		actual = sum
	case indicators.Mean:
		actual = new(big.Rat).Quo(sum, big.NewRat(int64(n), 1))
	case indicators.Max:
		actual = most
	case indicators.Min:
		actual = least
	case indicators.Latest:
		actual = last
	case indicators.Ratio:
		if bottom.Sign() <= 0 {
			return rules.None, false
		}
		actual = new(big.Rat).Mul(new(big.Rat).Quo(top, bottom), big.NewRat(100, 1))
	}
	low, high := actual.Cmp(rat(g.reading.Value.String())), actual.Cmp(rat(g.reading.High.String()))
	holds := map[indicators.Op]bool{
		indicators.AtLeast: low >= 0, indicators.MoreThan: low > 0, indicators.AtMost: low <= 0, indicators.LessThan: low < 0, indicators.Exactly: low == 0,
		indicators.Between: (low > 0 || low == 0 && g.reading.Open != "lo" && g.reading.Open != "both") &&
			(high < 0 || high == 0 && g.reading.Open != "hi" && g.reading.Open != "both"),
	}[g.reading.Op]
	gapless := g.aggregation == indicators.Ratio || g.aggregation == indicators.Latest || n == 12
	if holds {
		return rules.Met, gapless
	}
	return rules.NotMet, gapless
}

func TestEveryVerdictIsExact(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		g := anyTarget(rt, "2021-12")
		got := g.target(t)
		verdict, whole := exact(t, g)
		switch {
		case whole && (got.State != engine.Reported || got.Verdict != verdict):
			rt.Fatalf("%s %q, by rationals %q (%s)", got.State, got.Verdict, verdict, got.Actual)
		case got.State == engine.Reported && got.Verdict != verdict:
			rt.Fatalf("decided with a gap as %q, by rationals %q", got.Verdict, verdict)
		case verdict == rules.None && got.State != engine.Missing:
			rt.Fatalf("%s without a figure", got.State)
		}
	})
}

func TestWhatIsDecidedEarlyStaysDecided(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		g := anyTarget(rt, "2021-06")
		for _, part := range g.parts { // flows never run backwards
			maps.DeleteFunc(part, func(_, text string) bool { return text[0] == '-' })
		}
		early := g.target(t)
		if early.State != engine.Reported {
			return
		}
		g.through = "2021-12"
		if late := g.target(t); late.State != engine.Reported || late.Verdict != early.Verdict {
			rt.Fatalf("%q in June, %s %q in December", early.Verdict, late.State, late.Verdict)
		}
	})
}

func TestAScoreNeverRisesWhenAnAtLeastActualFalls(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		g := anyTarget(rt, "2021-12")
		g.aggregation = rapid.SampledFrom([]indicators.Aggregation{indicators.Sum, indicators.Latest, indicators.Mean, indicators.Max, indicators.Min}).Draw(rt, "aggregation")
		g.reading.Kind, g.reading.Op = indicators.Threshold, indicators.AtLeast
		g.parts = map[string]figures{"": every(t, "2021-01", "2021-12", figure.Draw(rt, "all").String()).with(g.parts[""])}
		before := g.evaluate(t).Assignments[0].Score
		at := rapid.SampledFrom(slices.Sorted(maps.Keys(g.parts[""]))).Draw(rt, "month")
		lower := value(t, g.parts[""][at]) - indicators.Value(rapid.Int64Range(1, 5_000_000).Draw(rt, "less"))
		g.parts[""] = g.parts[""].with(figures{at: lower.String()})
		if after := g.evaluate(t).Assignments[0].Score; after > before {
			rt.Fatalf("%s became %s when %s fell to %s", before, after, at, lower)
		}
	})
}

func TestWhereEveryPeriodIsReportedNothingIsMissing(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		g := anyTarget(rt, "2021-12")
		for part := range g.parts {
			text := rapid.SampledFrom([]string{"0", "0.000001", "7"}).Draw(rt, "figure")
			if part == indicators.Denominator {
				text = "1"
			}
			g.parts[part] = every(t, "2021-01", "2021-12", text)
		}
		if got := g.target(t); got.State != engine.Reported || !got.Known {
			rt.Fatalf("%s", got.State)
		}
	})
}

// history draws entries with corrections, in order of commit.
func history(t *rapid.T) []engine.Observation {
	var out []engine.Observation
	for n := range rapid.IntRange(0, 60).Draw(t, "entries") {
		out = append(out, engine.Observation{
			Seq: int64(n + 1), Indicator: indicatorID, Period: 24252 + indicators.Period(rapid.IntRange(0, 11).Draw(t, "month")), Value: figure.Draw(t, "value"),
		})
	}
	return out
}

func evaluateAll(tb testing.TB, g given, observations []engine.Observation) *engine.AssignmentResult {
	p := g.programme(tb)
	e, err := engine.Evaluate(p, engine.Inputs{Through: month(tb, "2021-12"), Method: lookup(tb, p.Method), Observations: engine.InOrder(p, observations)})
	if err != nil {
		tb.Fatal(err)
	}
	return e.Assignments[0]
}

// stands is what a reader sees of an assignment: the row and its entries apart
// from those that were superseded.
func stands(a *engine.AssignmentResult) any {
	target := a.Indicators[0].Targets[0]
	return []any{a.Score, a.Points, a.Coverage, a.Counts, target.State, target.Verdict, target.Actual, target.Gap, a.Indicators[0].Series, a.Indicators[0].Entries}
}

func TestTheOrderOfEntryDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		entries := history(rt)
		shuffled := slices.Clone(entries)
		rand.New(rand.NewPCG(1, rapid.Uint64().Draw(rt, "seed"))).Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		g := given{reading: atLeast(50)}
		if diff := cmp.Diff(stands(evaluateAll(t, g, entries)), stands(evaluateAll(t, g, shuffled))); diff != "" {
			rt.Fatal(diff)
		}
		if diff := cmp.Diff(engine.AsOf(entries, 30), engine.AsOf(shuffled, 30)); diff != "" {
			rt.Fatal(diff)
		}
	})
}

func TestSupersedingEqualsHavingEnteredTheLastValue(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		entries := history(rt)
		only := engine.AsOf(entries, int64(len(entries)))
		g := given{reading: atLeast(50)}
		if diff := cmp.Diff(stands(evaluateAll(t, g, entries)), stands(evaluateAll(t, g, only))); diff != "" {
			rt.Fatal(diff)
		}
		all := evaluateAll(t, g, entries).Indicators[0]
		if len(all.Entries)+len(all.Superseded) != len(entries) {
			rt.Fatalf("%d count and %d are superseded of %d", len(all.Entries), len(all.Superseded), len(entries))
		}
		if !slices.IsSortedFunc(all.Superseded, func(a, b engine.Observation) int { return int(a.Seq - b.Seq) }) {
			rt.Fatal("the superseded are not oldest first")
		}
	})
}

func TestAnAsOfBeforeAnEntryEqualsItsAbsence(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		entries := history(rt)
		cut := rapid.IntRange(0, len(entries)).Draw(rt, "cut")
		if diff := cmp.Diff(engine.AsOf(entries[:cut], int64(len(entries))), engine.AsOf(entries, int64(cut))); diff != "" {
			rt.Fatal(diff)
		}
	})
}
