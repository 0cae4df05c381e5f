package engine

import (
	"cmp"
	"slices"

	"yardstick/indicators"
	"yardstick/rules"
	"yardstick/rules/scoring"
)

// byIndicator groups the declarations that hold by the end of a period, in the
// order in which they were entered.
func byIndicator(declarations []Declaration, through indicators.Period) map[string][]Declaration {
	out := map[string][]Declaration{}
	for _, d := range declarations {
		if d.Period <= through {
			out[d.Indicator] = append(out[d.Indicator], d)
		}
	}
	for _, list := range out {
		slices.SortStableFunc(list, func(a, b Declaration) int { return cmp.Compare(a.Seq, b.Seq) })
	}
	return out
}

// holding returns the declaration of a kind that holds for a horizon: of the
// latest period, and there the last one entered. A withdrawal takes back what
// was declared for its own period, so that the one before holds again; where
// nothing was, it ends the one before from its period on.
func holding(list []Declaration, kind DeclarationKind, horizon indicators.Horizon) *Declaration {
	var before indicators.Period // only periods before it are still looked at; 0: all
	for {
		var last, declared *Declaration
		for n := range list {
			d := &list[n]
			if d.Kind != kind || d.Horizon != "" && d.Horizon != horizon || before != 0 && d.Period >= before {
				continue
			}
			if last == nil || d.Period > last.Period {
				last, declared = d, nil
			} else if d.Period == last.Period {
				last = d
			}
			if d.Period == last.Period && !d.Withdrawn {
				declared = d
			}
		}
		switch {
		case last == nil || last.Withdrawn && declared == nil:
			return nil
		case !last.Withdrawn:
			return last
		}
		before = last.Period
	}
}

// declare applies what is declared about a target: not applicable, a deviation
// accepted until a day, a reason.
func (ev *Evaluator) declare(t *TargetResult) {
	list := ev.declarations[t.Target.Indicator.ID]
	if len(list) == 0 {
		return
	}
	if d := holding(list, DeviationReason, t.Target.Horizon); d != nil {
		t.Reason, t.Remedy = d.Reason, d.Remedy
	}
	if d := holding(list, DeclaredNotApplicable, t.Target.Horizon); d != nil {
		t.State, t.Verdict, t.NotApplicable = NotApplicable, rules.None, d
		t.Early, t.Evaluated, t.Light = false, false, scoring.NoLight
		return
	}
	if t.State != Reported || t.Verdict != rules.NotMet {
		return
	}
	if d := holding(list, AcceptedDeviation, t.Target.Horizon); d != nil && (d.Until == 0 || d.Until >= ev.kernel.Through.Last()) {
		t.State, t.Deviation = DeviationAccepted, d
	}
}
