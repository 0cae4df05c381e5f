package engine_test

import (
	"testing"

	"yardstick/engine"
	"yardstick/indicators"
	"yardstick/rules"
)

func TestDeclarations(t *testing.T) {
	const (
		na       = engine.DeclaredNotApplicable
		accepted = engine.AcceptedDeviation
		reason   = engine.DeviationReason
	)
	declare := func(seq int64, kind engine.DeclarationKind, period, why string) engine.Declaration {
		return engine.Declaration{Seq: seq, Kind: kind, Indicator: indicatorID, Period: month(t, period), Reason: why}
	}
	withdrawn := func(d engine.Declaration) engine.Declaration { d.Withdrawn, d.Reason = true, ""; return d }
	until := func(d engine.Declaration, period string) engine.Declaration {
		d.Until = month(t, period).Last()
		return d
	}
	of := func(h indicators.Horizon, d engine.Declaration) engine.Declaration { d.Horizon = h; return d }

	tests := map[string]struct {
		declared []engine.Declaration
		floor    indicators.Value // reported are 120 in all
		state    engine.State
		verdict  rules.Verdict
		reason   string // of the declaration that counts
	}{
		"a target that is not applicable has no verdict":       {[]engine.Declaration{declare(1, na, "2021-05", "a")}, 121, engine.NotApplicable, rules.None, "a"},
		"a declaration of a later period does not hold yet":    {[]engine.Declaration{declare(1, na, "2022-01", "a")}, 121, engine.Reported, rules.NotMet, ""},
		"a declaration withdrawn for its own period is gone":   {[]engine.Declaration{declare(1, na, "2021-05", "a"), withdrawn(declare(2, na, "2021-05", ""))}, 121, engine.Reported, rules.NotMet, ""},
		"a withdrawal of a later period ends it":               {[]engine.Declaration{declare(1, na, "2021-05", "a"), withdrawn(declare(2, na, "2021-09", ""))}, 121, engine.Reported, rules.NotMet, ""},
		"a withdrawal brings the one before back":              {[]engine.Declaration{declare(1, na, "2021-05", "a"), declare(2, na, "2021-09", "b"), withdrawn(declare(3, na, "2021-09", ""))}, 121, engine.NotApplicable, rules.None, "a"},
		"declared again after a withdrawal it holds":           {[]engine.Declaration{declare(1, na, "2021-05", "a"), withdrawn(declare(2, na, "2021-05", "")), declare(3, na, "2021-05", "c")}, 121, engine.NotApplicable, rules.None, "c"},
		"the last one entered for a period counts":             {[]engine.Declaration{declare(2, na, "2021-05", "b"), declare(1, na, "2021-05", "a")}, 121, engine.NotApplicable, rules.None, "b"},
		"a declaration for the other horizon does not hold":    {[]engine.Declaration{of(indicators.Term, declare(1, na, "2021-05", "a"))}, 121, engine.Reported, rules.NotMet, ""},
		"a deviation accepted keeps the verdict, with a mark":  {[]engine.Declaration{declare(1, accepted, "2021-05", "a")}, 121, engine.DeviationAccepted, rules.NotMet, "a"},
		"an acceptance on its last day still holds":            {[]engine.Declaration{until(declare(1, accepted, "2021-05", "a"), "2021-12")}, 121, engine.DeviationAccepted, rules.NotMet, "a"},
		"an acceptance that has expired does not":              {[]engine.Declaration{until(declare(1, accepted, "2021-05", "a"), "2021-11")}, 121, engine.Reported, rules.NotMet, ""},
		"there is nothing to accept about a target met":        {[]engine.Declaration{declare(1, accepted, "2021-05", "a")}, 120, engine.Reported, rules.Met, ""},
		"not applicable wins over an accepted deviation":       {[]engine.Declaration{declare(1, accepted, "2021-05", "a"), declare(2, na, "2021-05", "b")}, 121, engine.NotApplicable, rules.None, "b"},
		"a reason changes neither state nor verdict":           {[]engine.Declaration{declare(1, reason, "2021-05", "a")}, 121, engine.Reported, rules.NotMet, "a"},
		"the reason of the latest period is the one shown":     {[]engine.Declaration{declare(2, reason, "2021-05", "a"), declare(1, reason, "2021-09", "b")}, 121, engine.Reported, rules.NotMet, "b"},
		"a reason withdrawn leaves the one of an early period": {[]engine.Declaration{declare(1, reason, "2021-05", "a"), declare(2, reason, "2021-09", "b"), withdrawn(declare(3, reason, "2021-09", ""))}, 121, engine.Reported, rules.NotMet, "a"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			g := given{reading: atLeast(test.floor), figures: every(t, "2021-01", "2021-12", "10"), declared: test.declared}
			got := g.target(t)
			why := got.Reason
			if got.NotApplicable != nil {
				why = got.NotApplicable.Reason
			} else if got.Deviation != nil {
				why = got.Deviation.Reason
			}
			if got.State != test.state || got.Verdict != test.verdict || why != test.reason {
				t.Errorf("%s, %q, %q; want %s, %q, %q", got.State, got.Verdict, why, test.state, test.verdict, test.reason)
			}
		})
	}
}

func TestNotApplicableLeavesScoreAndCoverage(t *testing.T) {
	e := given{reading: atLeast(1), declared: []engine.Declaration{
		{Seq: 1, Kind: engine.DeclaredNotApplicable, Indicator: indicatorID, Period: month(t, "2021-01"), Reason: "a"}}}.evaluate(t)
	a := e.Assignments[0]
	if a.Scored || a.Weight != 0 || a.Evaluated != 0 || a.Grade != "" || a.Counts.NotApplicable != 1 {
		t.Errorf("%+v", a.Standing)
	}
}

func TestAnAcceptedDeviationEarnsItsPointsAndIsCountedApart(t *testing.T) {
	plain := given{reading: atLeast(240), figures: every(t, "2021-01", "2021-12", "10")}
	accepted := plain
	accepted.declared = []engine.Declaration{{Seq: 1, Kind: engine.AcceptedDeviation, Indicator: indicatorID, Period: month(t, "2021-12"), Reason: "a"}}
	was, is := plain.evaluate(t).Assignments[0], accepted.evaluate(t).Assignments[0]
	if was.Points == 0 || is.Points != was.Points || is.Score != was.Score {
		t.Errorf("points %s and %s, score %s and %s", was.Points, is.Points, was.Score, is.Score)
	}
	if is.Counts.NotMet != 0 || is.Counts.AcceptedDeviation != 1 {
		t.Errorf("%+v", is.Counts)
	}
}
