package reports_test

import (
	"slices"
	"testing"

	"yardstick/engine"
	"yardstick/indicators"
	"yardstick/reports"
	"yardstick/reports/cardtest"
)

func TestTheInputsSayWhatIsNoLongerTheSame(t *testing.T) {
	own := func(e *engine.Evaluation) *engine.AssignmentResult {
		for _, a := range e.Assignments {
			if a.Assignment.ID == "gd-2021/survey/440300" {
				return a
			}
		}
		return nil
	}
	for name, c := range map[string]struct {
		change    func(e *engine.Evaluation)
		city      []string
		programme []string
	}{
		"nothing":       {func(*engine.Evaluation) {}, nil, nil},
		"a figure":      {func(e *engine.Evaluation) { own(e).Indicators[1].Entries[0].Value++ }, []string{"figures survey/440300/reports"}, []string{"figures survey/440300"}},
		"a target":      {func(e *engine.Evaluation) { own(e).Indicators[0].Targets[0].Target.Text = "≥1" }, []string{"definitions survey/440300"}, []string{"definitions survey/440300"}},
		"the money":     {func(e *engine.Evaluation) { own(e).Money.Spent++ }, []string{"money survey/440300"}, []string{"money survey/440300"}},
		"a reason":      {func(e *engine.Evaluation) { own(e).Indicators[0].Targets[0].Reason = "停产" }, []string{"declarations survey/440300"}, []string{"declarations survey/440300"}},
		"the method":    {func(e *engine.Evaluation) { m := *e.Method; m.Version++; e.Method = &m }, []string{"method"}, []string{"method"}},
		"the programme": {func(e *engine.Evaluation) { e.Programme.Note = "x" }, []string{"programme"}, []string{"programme"}},
		"another city":  {func(e *engine.Evaluation) { *lead(e, "440100").Completion += indicators.One }, []string{"comparison"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			for card, want := range map[string][]string{"city-440300": c.city, "programme": c.programme} {
				before := build(t, cardtest.Evaluation(t), card, indicators.Chinese).Foot
				e := cardtest.Evaluation(t)
				c.change(e)
				after := build(t, e, card, indicators.English).Foot
				var got []string
				for _, input := range reports.Differing(before.Origin.Inputs, after.Origin.Inputs) {
					text, _ := input.MarshalText()
					got = append(got, string(text))
				}
				if !slices.Equal(got, want) {
					t.Errorf("%s: %q, want %q", card, got, want)
				}
				if (before.Fingerprint == after.Fingerprint) != (len(want) == 0) {
					t.Errorf("%s: fingerprints %s and %s", card, before.Fingerprint, after.Fingerprint)
				}
			}
		})
	}
}

func TestAnOriginReadsBackTheSame(t *testing.T) {
	e := cardtest.Evaluation(t)
	for _, scope := range append(reports.Scopes(e), reports.IndicatorScopes(e)...) {
		card, err := reports.Build(e, scope, indicators.Chinese, nil)
		if err != nil {
			t.Fatal(err)
		}
		origin, err := reports.ParseOrigin(card.Foot.Origin.String())
		if err != nil || origin.String() != card.Foot.Origin.String() || origin.Scope != scope {
			t.Errorf("%s: %v, %v", scope.Name(), origin, err)
		}
	}
	for _, text := range []string{"", "{}", "null", "[]", `{"document":"scorecard"}`, `{"inputs":["x"]}`} {
		if _, err := reports.ParseOrigin(text); err == nil {
			t.Errorf("%q is read as an origin", text)
		}
	}
}
