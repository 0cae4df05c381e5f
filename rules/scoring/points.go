package scoring

import (
	"math/big"

	"yardstick/indicators"
	"yardstick/rules"
)

// Score is what a target earns, and how.
type Score struct {
	Points     indicators.Hundredths
	Derivation Derivation
	Over       bool // far above the target: the method asks whether it was set too low
	AsksReason bool
}

// Points returns what a target earns of weight, in hundredths, half rounded up,
// within 0 and weight (财预〔2020〕10号, as printed on the forms; see the method's
// file). A met target earns the weight, but an assessed tier its percentage. A
// missing actual earns 0; whether it counts is the caller's to say. A
// hand-written rule earns the weight or nothing.
func (m *Method) Points(r *indicators.Reading, f rules.Facts, o rules.Outcome, weight indicators.Hundredths) Score {
	s := m.points(r, f, o, weight)
	s.Over = !o.Missing && !o.ByRule && m.over(r, f, o)
	if s.Over && m.Over.Do == deduct && o.Verdict == rules.Met && m.Rule == proportional {
		if actual, ok := size(r, f); ok {
			s = m.deducted(r, actual, weight)
		}
	}
	s.AsksReason = s.Over || s.Points < weight || o.Missing || o.Verdict == rules.NotMet
	return s
}

// points chooses the formula by the kind of target.
func (m *Method) points(r *indicators.Reading, f rules.Facts, o rules.Outcome, weight indicators.Hundredths) Score {
	if o.Missing || o.Verdict == rules.None {
		return nothing("missing")
	}
	if m.Rule == metOnly || o.ByRule {
		return whole(o.Verdict == rules.Met, weight)
	}
	if r.Kind == indicators.Narrative || r.Kind == indicators.Grade {
		return m.tiered(f, o, weight)
	}
	if o.Verdict == rules.Met {
		return whole(true, weight)
	}
	switch {
	case r.Kind == indicators.Compound:
		return m.joined(r, f, o, weight)
	case o.PeriodsDue > 0:
		return periods(o.PeriodsMet, o.PeriodsDue, weight)
	case r.Kind == indicators.Truth || r.Kind == indicators.Deadline || r.NoAmount:
		return nothing("none")
	}
	actual, ok := size(r, f)
	if !ok {
		return nothing("missing")
	}
	return m.measured(r, actual, weight)
}

// size is the figure that is compared: of a change how large it is, else the actual.
func size(r *indicators.Reading, f rules.Facts) (rules.Quantity, bool) {
	if r.Kind != indicators.Change {
		return f.Actual, f.Known
	}
	q, missing, problem := rules.ChangeSize(r, f)
	return q, !missing && problem == nil
}

// measured is a quantitative target that is not met.
func (m *Method) measured(r *indicators.Reading, actual rules.Quantity, weight indicators.Hundredths) Score {
	op := r.Op
	if r.Kind == indicators.Range {
		op = indicators.Between
	}
	switch op {
	case indicators.AtMost, indicators.LessThan:
		return m.ceiling(actual, r.Value, weight)
	case indicators.Between:
		if compare(actual, r.High) >= 0 {
			return m.ceiling(actual, r.High, weight)
		}
		return floor(actual, r.Value, weight)
	case indicators.Exactly:
		if r.Value == 0 && compare(actual, 0) <= 0 {
			return whole(true, weight)
		}
	}
	return floor(actual, r.Value, weight)
}

// floor is w × B ÷ A, at most w.
func floor(actual rules.Quantity, target indicators.Value, weight indicators.Hundredths) Score {
	switch {
	case target <= 0:
		return nothing("no-share")
	case compare(actual, 0) < 0:
		return nothing("negative")
	}
	d := Derivation{Code: "at-least", Points: hundredths(weight, actual, target), Weight: weight, Actual: actual, Target: target}
	if d.Points > weight {
		d.Code, d.Points = "at-least-capped", weight
	}
	return d.score()
}

// ceiling is w × A ÷ B, or linear w × (1 − (B − A) ÷ A), not below 0.
func (m *Method) ceiling(actual rules.Quantity, target indicators.Value, weight indicators.Hundredths) Score {
	if target <= 0 {
		return nothing("no-share")
	}
	d := Derivation{Code: "at-most-inverse", Weight: weight, Actual: actual, Target: target}
	if m.Ceiling == inverse {
		d.Points = perActual(weight, target, actual)
		return d.score()
	}
	left := new(big.Rat).SetInt64(2 * int64(target))
	left.Sub(left, actual.Millionths())
	if left.Sign() <= 0 {
		d.Code = "at-most-linear-zero"
		return d.score()
	}
	d.Code, d.Points = "at-most-linear", halfUp(left.Mul(left, big.NewRat(int64(weight), int64(target))))
	return d.score()
}

// deducted is w × ratio × A ÷ B, for a target far exceeded under a method that deducts.
func (m *Method) deducted(r *indicators.Reading, actual rules.Quantity, weight indicators.Hundredths) Score {
	most := new(big.Rat).SetFrac64(int64(m.Over.Ratio), int64(indicators.One))
	most.Mul(most, new(big.Rat).SetInt64(int64(r.Value)))
	most.Mul(most, new(big.Rat).SetInt64(int64(weight)))
	d := Derivation{Code: "over", Points: halfUp(most.Quo(most, actual.Millionths())), Weight: weight,
		Actual: actual, Target: r.Value, Percent: m.Over.Ratio}
	s := d.score()
	s.Over = true
	return s
}

// tiered is the percentage of the assessed tier, or a tier's default for a rung.
func (m *Method) tiered(f rules.Facts, o rules.Outcome, weight indicators.Hundredths) Score {
	tier, _ := m.TierOf(o.Verdict)
	percent := tier.Default
	if f.Actual.IsPlain() {
		if given, ok := f.Actual.Num.Tier(); ok {
			percent = given
		}
	}
	if percent == 100*indicators.One {
		return whole(true, weight)
	}
	points, _ := indicators.MulDiv(int64(weight), int64(percent), int64(100*indicators.One), indicators.HalfUp)
	return Derivation{Code: "tier", Points: indicators.Hundredths(points), Weight: weight, Percent: percent}.score()
}

// periods is w × periods met ÷ periods due.
func periods(met, due int, weight indicators.Hundredths) Score {
	points, _ := indicators.MulDiv(int64(weight), int64(met), int64(due), indicators.HalfUp)
	return Derivation{Code: "periods", Points: indicators.Hundredths(points), Weight: weight, Met: met, Due: due}.score()
}

// joined is the mean of the parts' points, or the best of them; a missing part
// has none.
func (m *Method) joined(r *indicators.Reading, f rules.Facts, o rules.Outcome, weight indicators.Hundredths) Score {
	d := Derivation{Code: "mean", Weight: weight, Parts: make([]indicators.Hundredths, len(r.Parts))}
	var sum, best indicators.Hundredths
	for i := range r.Parts {
		if i < len(f.Parts) && i < len(o.Parts) {
			d.Parts[i] = m.points(&r.Parts[i], f.Parts[i], o.Parts[i], weight).Points
		}
		sum += d.Parts[i]
		best = max(best, d.Parts[i])
	}
	mean, _ := indicators.MulDiv(int64(sum), 1, int64(max(len(r.Parts), 1)), indicators.HalfUp)
	d.Points = indicators.Hundredths(mean)
	if r.Logic == "any" {
		d.Code, d.Points = "best", best
	}
	return d.score()
}

// over reports whether the actual is far above a floor, exact target or required
// change; of a compound, whether that of a part is.
func (m *Method) over(r *indicators.Reading, f rules.Facts, o rules.Outcome) bool {
	for i := range r.Parts {
		if i < len(f.Parts) && i < len(o.Parts) && m.over(&r.Parts[i], f.Parts[i], o.Parts[i]) {
			return true
		}
	}
	measured := r.Kind == indicators.Threshold || r.Kind == indicators.Change && !r.NoAmount
	floor := r.Op == indicators.AtLeast || r.Op == indicators.MoreThan || r.Op == indicators.Exactly
	actual, known := size(r, f)
	if !measured || !floor || !known || r.Value <= 0 || o.PeriodsDue > 0 {
		return false
	}
	if actual.IsPlain() {
		least, fits := indicators.MulDiv(int64(r.Value), int64(m.Over.Ratio), int64(indicators.One), indicators.Ceiling)
		return fits && int64(actual.Num) >= least
	}
	most := new(big.Rat).SetInt64(int64(r.Value))
	most.Mul(most, new(big.Rat).SetFrac64(int64(m.Over.Ratio), int64(indicators.One)))
	return actual.Millionths().Cmp(most) >= 0
}

// Execution returns the points of budget execution: weight × spent ÷ budget, at
// most weight. ok is false when the budget is 0: not applicable.
func (m *Method) Execution(spent, budget indicators.Value, weight indicators.Hundredths) (points indicators.Hundredths, ok bool) {
	if budget <= 0 {
		return 0, false
	}
	if spent >= budget {
		return weight, true
	}
	n, _ := indicators.MulDiv(int64(weight), int64(max(spent, 0)), int64(budget), indicators.HalfUp)
	return indicators.Hundredths(n), true
}

func whole(met bool, weight indicators.Hundredths) Score {
	if met {
		return Derivation{Code: "full", Points: weight, Weight: weight}.score()
	}
	return nothing("none")
}

func nothing(code string) Score { return Derivation{Code: code}.score() }
