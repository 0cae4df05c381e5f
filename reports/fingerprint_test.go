package reports_test

import (
	"testing"
	"time"

	"yardstick/engine"
	"yardstick/indicators"
	"yardstick/reports"
	"yardstick/reports/cardtest"
)

func TestAFingerprintStandsForContentAndNothingElse(t *testing.T) {
	const city = "city-440300"
	want := build(t, cardtest.Evaluation(t), city, indicators.Chinese).Foot.Fingerprint
	own := func(e *engine.Evaluation) *engine.AssignmentResult {
		for _, a := range e.Assignments {
			if a.Assignment.Region == "440300" {
				return a
			}
		}
		t.Fatal("no assignment of 440300")
		return nil
	}
	for name, c := range map[string]struct {
		change func(e *engine.Evaluation)
		same   bool
	}{
		"nothing changed":                   {func(*engine.Evaluation) {}, true},
		"another head of the chain":         {func(e *engine.Evaluation) { e.Head.Hash = "00" }, true},
		"another instant":                   {func(e *engine.Evaluation) { e.AsOf = e.AsOf.Add(time.Second) }, false},
		"the same instant in another zone":  {func(e *engine.Evaluation) { e.AsOf = e.AsOf.UTC() }, true},
		"provisional":                       {func(e *engine.Evaluation) { e.Provisional = true }, false},
		"another observation":               {func(e *engine.Evaluation) { own(e).Indicators[0].Entries[0].Value++ }, false},
		"an observation's note":             {func(e *engine.Evaluation) { own(e).Indicators[0].Entries[0].Note = "更正" }, false},
		"who approved it":                   {func(e *engine.Evaluation) { own(e).Indicators[0].Entries[0].ApprovedBy = "reviewer" }, false},
		"another target text":               {func(e *engine.Evaluation) { own(e).Indicators[0].Targets[0].Target.Text += " " }, false},
		"a reason":                          {func(e *engine.Evaluation) { own(e).Indicators[0].Targets[0].Reason = "停产" }, false},
		"more spent":                        {func(e *engine.Evaluation) { own(e).Money.Spent++ }, false},
		"another city's place":              {func(e *engine.Evaluation) { *lead(e, "440100").Completion += indicators.One }, false},
		"what the card does not show of it": {func(e *engine.Evaluation) { lead(e, "440100").Reason = "x" }, true},
	} {
		t.Run(name, func(t *testing.T) {
			e := cardtest.Evaluation(t)
			c.change(e)
			if got := build(t, e, city, indicators.Chinese).Foot.Fingerprint; (got == want) != c.same {
				t.Errorf("fingerprint %s, before %s", got, want)
			}
		})
	}
	if got := build(t, cardtest.Evaluation(t), city, indicators.English).Foot.Fingerprint; got != want {
		t.Errorf("in English %s, in Chinese %s", got, want)
	}
}

// lead is the result of the indicator by which the cities are compared.
func lead(e *engine.Evaluation, region string) *engine.TargetResult {
	for _, a := range e.Assignments {
		if a.Assignment.Region == region {
			return a.Indicators[0].Targets[0]
		}
	}
	return nil
}

func TestTwoScopesNeverShareAFingerprint(t *testing.T) {
	e := cardtest.Evaluation(t)
	seen := map[string]string{}
	for _, scope := range reports.Scopes(e) {
		print := build(t, e, scope.Name(), indicators.Chinese).Foot.Fingerprint
		if other, twice := seen[print]; twice {
			t.Errorf("%s and %s", scope.Name(), other)
		}
		seen[print] = scope.Name()
	}
}
