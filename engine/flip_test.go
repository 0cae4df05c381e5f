package engine_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"yardstick/engine"
	"yardstick/indicators"
)

// TestComparingEqualsTwoWholeEvaluations adds random figures to a random history
// of a network with formulas and compares only what they concern.
func TestComparingEqualsTwoWholeEvaluations(t *testing.T) {
	p := network(t)
	method := lookup(t, "mof-2020@1")
	draw := func(r *rapid.T, seq int64) engine.Observation {
		return engine.Observation{
			Seq: seq, Period: month(t, "2021-01") + indicators.Period(rapid.IntRange(0, 11).Draw(r, "month")),
			Indicator: "p/project/" + rapid.SampledFrom([]string{"440100", "440300"}).Draw(r, "region") + "/measured",
			Value:     indicators.Value(rapid.IntRange(0, 40).Draw(r, "value")) * indicators.One,
		}
	}
	rapid.Check(t, func(r *rapid.T) {
		var before []engine.Observation
		for range rapid.IntRange(0, 24).Draw(r, "before") {
			before = append(before, draw(r, int64(len(before)+1)))
		}
		after := append([]engine.Observation{}, before...)
		for range rapid.IntRange(0, 6).Draw(r, "more") {
			after = append(after, draw(r, int64(len(after)+1)))
		}
		in := engine.Inputs{Through: month(t, rapid.SampledFrom([]string{"2021-06", "2021-12"}).Draw(r, "through")), Method: method}
		whole := func(history []engine.Observation) *engine.Evaluation {
			in := in
			in.Observations = engine.InOrder(p, history)
			e, err := engine.Evaluate(p, in)
			if err != nil {
				r.Fatal(err)
			}
			return e
		}
		got, err := engine.Compare(p, in, before, after)
		if err != nil {
			r.Fatal(err)
		}
		want := engine.Flips(whole(before), whole(after))
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
			r.Fatal(diff)
		}
	})
}
