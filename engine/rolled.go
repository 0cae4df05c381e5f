package engine

import (
	"math/big"
	"slices"
	"strings"

	"yardstick/indicators"
	"yardstick/rules"
)

// RollUpWay says how the figures of regions became one.
type RollUpWay string

// The ways of domain.md's roll-up.
const (
	RolledSum  RollUpWay = "sum"       // absolute figures are summed
	RolledRate RollUpWay = "ratio"     // Σ numerator ÷ Σ denominator
	RolledMean RollUpWay = "mean"      // rates, weighted by funds
	RolledMax  RollUpWay = "max"       // the highest of the regions
	RolledMin  RollUpWay = "min"       // the lowest of the regions
	RolledNone RollUpWay = "no-figure" // yes/no, grades, dates, reported changes, units that differ: only counted
)

// Rolled is one indicator over several regions, for display only: scores are
// rolled up from assignments, never from this.
type Rolled struct {
	Way RollUpWay
	// Children are the targets that apply, Known those with a figure, Whole those
	// whose figure counts in full.
	Children, Known, Whole int
	Counts                 Counts
	Quantity               rules.Quantity    // of the Known
	Actual                 indicators.Value  // Quantity rounded half up to millionths
	Target                 *indicators.Value // the sum of the targets, or the one that all have; nil when they differ
	// Verdict holds the whole against Target; none while a child is not known in full.
	Verdict rules.Verdict
}

// RollUpIndicator joins the results that regions have for the same target: one
// indicator of a project, one horizon.
func RollUpIndicator(targets []*TargetResult) Rolled {
	var out Rolled
	var all, known []*TargetResult
	for _, t := range targets {
		out.Counts.add(t)
		if t.State == NotApplicable {
			continue
		}
		all = append(all, t)
		if t.Known && t.Problem == nil {
			known = append(known, t)
		}
		if t.State == Reported || t.State == DeviationAccepted {
			out.Whole++
		}
	}
	out.Children, out.Known = len(all), len(known)
	if len(all) == 0 {
		out.Way = RolledNone
		return out
	}
	out.Way = wayOf(all[0].Target)
	if out.Way == RolledNone {
		return out
	}
	if slices.ContainsFunc(known, saysChange) || !alikeMeasured(all) {
		out.Way = RolledNone
		return out
	}
	out.Target = jointTarget(out.Way, all)
	if len(known) == 0 {
		return out
	}
	out.Quantity = rules.QuantityOf(out.Way.join(known))
	out.Actual, _ = out.Quantity.Rounded(indicators.HalfUp)
	out.judge(all[0].Target)
	return out
}

// alikeMeasured reports whether the figures of all are counted in the same unit: 万元
// and 亿元 cannot be added up as they stand. A bare number goes with any unit.
func alikeMeasured(all []*TargetResult) bool {
	unit := ""
	for _, t := range all {
		own := t.Target.Reading.Unit
		if unit == "" {
			unit = own
		}
		if one, exact, err := indicators.ConvertUnit(indicators.One, own, unit); own != "" && (err != nil || !exact || one != indicators.One) {
			return false
		}
	}
	return true
}

// saysChange reports a figure that was reported as a change, not as a level.
func saysChange(t *TargetResult) bool {
	_, change := t.Quantity.Num.Change()
	return change && t.Quantity.IsPlain()
}

// wayOf chooses by the indicator's own aggregation, and by its unit: a rate or a
// length of time is never summed.
func wayOf(t *indicators.Target) RollUpWay {
	switch kind := t.Reading.Kind; {
	case len(t.Reading.Parts) > 0 || t.Reading.Per != "":
		return RolledNone
	case kind != indicators.Threshold && kind != indicators.Range && kind != indicators.Duration && kind != indicators.Change:
		return RolledNone
	}
	switch t.Indicator.Aggregation {
	case indicators.Sum:
		return RolledSum
	case indicators.Ratio:
		if t.Indicator.Derived() {
			return RolledMean
		}
		return RolledRate
	case indicators.Mean:
		return RolledMean
	case indicators.Max:
		return RolledMax
	case indicators.Min:
		return RolledMin
	}
	if isRate(t.Reading.Unit) || t.Reading.Kind == indicators.Duration || t.Reading.Kind == indicators.Change {
		return RolledMean
	}
	return RolledSum
}

// isRate reports whether a unit states a share or a ratio to a base.
func isRate(unit string) bool {
	switch indicators.FamilyOf(unit) {
	case "percent", "permille", "points":
		return true
	}
	return strings.ContainsAny(unit, "/／")
}

// join is the exact figure of all, in millionths.
func (w RollUpWay) join(known []*TargetResult) *big.Rat {
	sum, weight := new(big.Rat), new(big.Rat)
	alike := fundless(known)
	for n, t := range known {
		x := t.Quantity.Millionths()
		switch w {
		case RolledRate:
			// The ratios share their factor, so Σ Num × factor ÷ Σ Den.
			sum.Add(sum, new(big.Rat).SetInt64(int64(t.Quantity.Num)))
			weight.Add(weight, new(big.Rat).SetInt64(t.Quantity.Den))
		case RolledMean:
			funds := big.NewRat(1, 1)
			if !alike {
				funds.SetInt64(int64(t.Target.Indicator.Assignment.Funds()))
			}
			sum.Add(sum, x.Mul(x, funds))
			weight.Add(weight, funds)
		case RolledMax, RolledMin:
			if n == 0 || (x.Cmp(sum) > 0) == (w == RolledMax) {
				sum = x
			}
		default:
			sum.Add(sum, x)
		}
	}
	switch w {
	case RolledRate:
		return sum.Mul(sum.Quo(sum, weight), new(big.Rat).SetInt64(hundredPercent))
	case RolledMean:
		return sum.Quo(sum, weight)
	}
	return sum
}

func fundless(targets []*TargetResult) bool {
	for _, t := range targets {
		if t.Target.Indicator.Assignment.Funds() != 0 {
			return false
		}
	}
	return true
}

// jointTarget is the target of all together: of sums the sum of the targets,
// else the one that they share.
func jointTarget(w RollUpWay, all []*TargetResult) *indicators.Value {
	first := &all[0].Target.Reading
	joint := indicators.Value(0)
	for _, t := range all {
		r := &t.Target.Reading
		if r.Op != first.Op || r.Kind != first.Kind || r.Kind == indicators.Range || r.Unit != first.Unit {
			return nil
		}
		if w == RolledSum {
			sum, err := indicators.Add(joint, r.Value)
			if err != nil {
				return nil
			}
			joint = sum
		} else if joint = r.Value; r.Value != first.Value {
			return nil
		}
	}
	return &joint
}

// judge compares the whole with the joint target, for display.
func (r *Rolled) judge(t *indicators.Target) {
	if r.Target == nil || r.Whole < r.Children || t.Reading.Kind == indicators.Change {
		return
	}
	reading := t.Reading
	reading.Value = *r.Target
	outcome, problem := rules.NewJudge(rules.Tiers{}).Judge(&reading, rules.Facts{Known: true, Actual: r.Quantity})
	if problem == nil {
		r.Verdict = outcome.Verdict
	}
}
