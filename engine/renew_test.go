package engine_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"yardstick/engine"
	"yardstick/indicators"
)

// TestRenewingEqualsEvaluatingEverything enters figures one by one into a network
// with formulas; after each only what it concerns is evaluated again.
func TestRenewingEqualsEvaluatingEverything(t *testing.T) {
	p := network(t)
	method := lookup(t, "mof-2020@1")
	rapid.Check(t, func(r *rapid.T) {
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
		kept := whole(nil)
		var history []engine.Observation
		for range rapid.IntRange(1, 30).Draw(r, "entries") {
			a := "p/project/" + rapid.SampledFrom([]string{"440100", "440300"}).Draw(r, "region")
			history = append(history, engine.Observation{
				Seq: int64(len(history) + 1), Indicator: a + "/measured",
				Period: month(t, "2021-01") + indicators.Period(rapid.IntRange(0, 11).Draw(r, "month")),
				Value:  indicators.Value(rapid.IntRange(0, 40).Draw(r, "value")) * indicators.One,
			})
			ids, err := engine.Concerned(p, in, a)
			if err != nil {
				r.Fatal(err)
			}
			own := slices.DeleteFunc(slices.Clone(history), func(o engine.Observation) bool {
				return !slices.ContainsFunc(ids, func(id string) bool { return o.Indicator == id+"/measured" })
			})
			in := in
			in.Observations = engine.InOrder(p, own)
			if kept, err = kept.Renew(in, ids); err != nil {
				r.Fatal(err)
			}
			if diff := cmp.Diff(summary(whole(history)), summary(kept)); diff != "" {
				r.Fatal(diff)
			}
		}
	})
}

// TestRenewingSharesWhatHasNotChanged renews one city of the first programme.
func TestRenewingSharesWhatHasNotChanged(t *testing.T) {
	p := given{reading: atLeast(1)}.programme(t)
	e := through(t, p, "2021-12", nil)
	if _, err := e.Renew(engine.Inputs{Through: month(t, "2021-11"), Method: e.Method}, nil); err == nil {
		t.Error("an evaluation through another month was renewed")
	}
	same, err := e.Renew(engine.Inputs{Through: e.Through, Method: e.Method}, nil)
	if err != nil || same.Total != e.Total || same.Regions[0] != e.Regions[0] {
		t.Errorf("nothing has changed, yet something was rolled up again (%v)", err)
	}
}
