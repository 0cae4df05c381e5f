package scoring

import (
	"math/big"
	"strconv"
	"strings"

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

// Derivation is the arithmetic behind points, to be redone with a pencil:
// 15.26 = 16.67 × 9120 ÷ 9960.
type Derivation struct {
	Code string          // which formula: full, at-least, at-most-inverse, tier, missing, …
	Args indicators.Args // its numbers, printed
}

// Say writes the derivation in a language.
func (d Derivation) Say(l indicators.Language) string { return l.Say("points."+d.Code, d.Args) }

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
		return share("periods", weight, int64(o.PeriodsMet), int64(o.PeriodsDue),
			indicators.Args{"met": strconv.Itoa(o.PeriodsMet), "due": strconv.Itoa(o.PeriodsDue)})
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
	points := hundredths(weight, actual, target)
	args := indicators.Args{"weight": weight.String(), "actual": Figure(actual), "target": target.String()}
	if points > weight {
		return scored("at-least-capped", weight, args)
	}
	return scored("at-least", points, args)
}

// ceiling is w × A ÷ B, or linear w × (1 − (B − A) ÷ A), not below 0.
func (m *Method) ceiling(actual rules.Quantity, target indicators.Value, weight indicators.Hundredths) Score {
	if target <= 0 {
		return nothing("no-share")
	}
	args := indicators.Args{"weight": weight.String(), "actual": Figure(actual), "target": target.String()}
	if m.Ceiling == inverse {
		return scored("at-most-inverse", perActual(weight, target, actual), args)
	}
	left := new(big.Rat).SetInt64(2 * int64(target))
	left.Sub(left, actual.Millionths())
	if left.Sign() <= 0 {
		return scored("at-most-linear-zero", 0, args)
	}
	left.Mul(left, big.NewRat(int64(weight), int64(target)))
	return scored("at-most-linear", halfUp(left), args)
}

// deducted is w × ratio × A ÷ B, for a target far exceeded under a method that deducts.
func (m *Method) deducted(r *indicators.Reading, actual rules.Quantity, weight indicators.Hundredths) Score {
	most := new(big.Rat).SetFrac64(int64(m.Over.Ratio), int64(indicators.One))
	most.Mul(most, new(big.Rat).SetInt64(int64(r.Value)))
	most.Mul(most, new(big.Rat).SetInt64(int64(weight)))
	points := halfUp(most.Quo(most, actual.Millionths()))
	s := scored("over", points, indicators.Args{"weight": weight.String(), "ratio": m.Over.Ratio.String(),
		"target": r.Value.String(), "actual": Figure(actual)})
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
	return share("tier", weight, int64(percent), int64(100*indicators.One), indicators.Args{"percent": percent.String()})
}

// joined is the mean of the parts' points, or the best of them; a missing part
// has none.
func (m *Method) joined(r *indicators.Reading, f rules.Facts, o rules.Outcome, weight indicators.Hundredths) Score {
	var sum, best indicators.Hundredths
	printed := make([]string, len(r.Parts))
	for i := range r.Parts {
		var part Score
		if i < len(f.Parts) && i < len(o.Parts) {
			part = m.points(&r.Parts[i], f.Parts[i], o.Parts[i], weight)
		}
		sum += part.Points
		best = max(best, part.Points)
		printed[i] = part.Points.String()
	}
	if r.Logic == "any" {
		return scored("best", best, indicators.Args{"parts": strings.Join(printed, ", ")})
	}
	n := int64(len(r.Parts))
	mean, _ := indicators.MulDiv(int64(sum), 1, max(n, 1), indicators.HalfUp)
	return scored("mean", indicators.Hundredths(mean), indicators.Args{
		"parts": strings.Join(printed, " + "), "n": strconv.FormatInt(n, 10)})
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
	// B ≥ ratio × A, without a fraction: B × 10⁶ ≥ ratio × A.
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

func scored(code string, points indicators.Hundredths, args indicators.Args) Score {
	args["points"] = points.String()
	return Score{Points: points, Derivation: Derivation{Code: code, Args: args}}
}

func whole(met bool, weight indicators.Hundredths) Score {
	if met {
		return scored("full", weight, indicators.Args{})
	}
	return nothing("none")
}

func nothing(code string) Score { return scored(code, 0, indicators.Args{}) }

// share is w × part ÷ of.
func share(code string, weight indicators.Hundredths, part, of int64, args indicators.Args) Score {
	args["weight"] = weight.String()
	points, _ := indicators.MulDiv(int64(weight), part, of, indicators.HalfUp)
	return scored(code, indicators.Hundredths(points), args)
}
