package rules

import (
	"math/big"

	"yardstick/indicators"
)

// Quantity is an exact figure: Num × Factor ÷ Den, in millionths of the unit.
// A plain figure has Factor and Den 1; a ratio of sums is Σ numerator × 100 ÷
// Σ denominator with Factor 100·10⁶ and a mean has Den n. Den is above 0.
type Quantity struct {
	Num    indicators.Value
	Factor int64
	Den    int64
	// Wide holds, in millionths, a figure whose exact fraction does not fit the
	// three integers (a formula over many ratios). Then they are not used.
	Wide *big.Rat
}

// Plain is the quantity of one exact figure.
func Plain(v indicators.Value) Quantity { return Quantity{Num: v, Factor: 1, Den: 1} }

// QuantityOf is the quantity of an exact number of millionths.
func QuantityOf(millionths *big.Rat) Quantity {
	if millionths.Num().IsInt64() && millionths.Denom().IsInt64() {
		return Quantity{Num: indicators.Value(millionths.Num().Int64()), Factor: 1, Den: millionths.Denom().Int64()}
	}
	return Quantity{Wide: millionths}
}

// IsPlain reports whether the quantity is one figure, without a fraction behind it.
func (q Quantity) IsPlain() bool { return q.Wide == nil && q.Factor == 1 && q.Den == 1 }

// saysChange reports a change that was reported as such: it is no level, and
// nothing can be reckoned with it.
func (q Quantity) saysChange() bool {
	_, change := q.Num.Change()
	return q.IsPlain() && change
}

// Rounded returns the quantity as a Value; ok is false when it leaves int64.
func (q Quantity) Rounded(r indicators.Rounding) (v indicators.Value, ok bool) {
	if q.Wide != nil {
		return roundWide(q.Wide, r)
	}
	n, ok := indicators.MulDiv(int64(q.Num), q.Factor, q.Den, r)
	return indicators.Value(n), ok
}

// RoundedShort rounds half up, but never up to a mark that the quantity does not
// reach: a shortfall must not vanish in print.
func (q Quantity) RoundedShort(mark indicators.Value) (v indicators.Value, ok bool) {
	v, ok = q.Rounded(indicators.HalfUp)
	if v == mark {
		v, ok = q.Rounded(indicators.Floor)
	}
	return v, ok
}

// RoundedBeside rounds half up, but never onto a bound that the quantity is not: what
// is short of 95 is printed below 95, and what is beyond it above.
func (q Quantity) RoundedBeside(bounds ...indicators.Value) (v indicators.Value, ok bool) {
	v, ok = q.Rounded(indicators.HalfUp)
	for _, bound := range bounds {
		if !ok || v != bound {
			continue
		}
		if floor, fits := q.Rounded(indicators.Floor); fits && floor < bound {
			return floor, true
		}
		return q.Rounded(indicators.Ceiling)
	}
	return v, ok
}

// Millionths returns the exact number of millionths; the caller may change it.
// It is 0 for the zero Quantity.
func (q Quantity) Millionths() *big.Rat {
	if q.Wide != nil {
		return new(big.Rat).Set(q.Wide)
	}
	if q.Den == 0 {
		return new(big.Rat)
	}
	num := new(big.Int).Mul(big.NewInt(int64(q.Num)), big.NewInt(q.Factor))
	return new(big.Rat).SetFrac(num, big.NewInt(q.Den))
}

// bounds returns the nearest whole millionths at and around the quantity, so
// that a comparison takes the side that cannot flip it: floor for ≥ and <,
// ceiling for > and ≤. ok is false when they leave int64.
func (q Quantity) bounds() (floor, ceiling int64, ok bool) {
	if q.IsPlain() {
		return int64(q.Num), int64(q.Num), true
	}
	low, ok1 := q.Rounded(indicators.Floor)
	high, ok2 := q.Rounded(indicators.Ceiling)
	return int64(low), int64(high), ok1 && ok2
}

// roundWide rounds a rational to a whole number.
func roundWide(x *big.Rat, r indicators.Rounding) (indicators.Value, bool) {
	quotient, rest := new(big.Int).DivMod(x.Num(), x.Denom(), new(big.Int)) // towards minus infinity
	twice := new(big.Int).Lsh(rest, 1)
	up := false
	switch half := twice.Cmp(x.Denom()); r {
	case indicators.Ceiling:
		up = rest.Sign() > 0
	case indicators.HalfUp: // a half away from zero
		up = half > 0 || half == 0 && x.Sign() > 0
	}
	if up {
		quotient.Add(quotient, big.NewInt(1))
	}
	return indicators.Value(quotient.Int64()), quotient.IsInt64()
}
