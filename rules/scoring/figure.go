package scoring

import (
	"math/big"

	"yardstick/indicators"
	"yardstick/rules"
)

// Figure prints a quantity so that sums can be redone with it: a number that
// comes out as it is, a ratio of sums as (452 ÷ 500 × 100), a mean as (31 ÷ 12),
// anything else rounded half up to six decimals, with ≈ before it.
func Figure(q rules.Quantity) string {
	rounded, ok := q.Rounded(indicators.HalfUp)
	if floor, fits := q.Rounded(indicators.Floor); ok && fits && floor == rounded {
		if ceiling, fits := q.Rounded(indicators.Ceiling); fits && ceiling == rounded {
			return rounded.String()
		}
	}
	switch {
	case !ok:
		return "≈ " + q.Millionths().FloatString(0) + " ÷ 1000000"
	case q.Wide == nil && q.Factor == 100*int64(indicators.One):
		return "(" + q.Num.String() + " ÷ " + indicators.Value(q.Den).String() + " × 100)"
	case q.Wide == nil && q.Factor == 1 && q.Den < 1000:
		return "(" + q.Num.String() + " ÷ " + indicators.Value(q.Den*int64(indicators.One)).String() + ")"
	}
	return "≈ " + rounded.String()
}

// compare orders a quantity and a figure, exactly.
func compare(q rules.Quantity, v indicators.Value) int {
	if q.IsPlain() {
		switch {
		case q.Num < v:
			return -1
		case q.Num > v:
			return 1
		}
		return 0
	}
	return q.Millionths().Cmp(new(big.Rat).SetInt64(int64(v)))
}

// hundredths is weight × actual ÷ target, half up; target is above 0 and actual
// not below.
func hundredths(weight indicators.Hundredths, actual rules.Quantity, target indicators.Value) indicators.Hundredths {
	if actual.IsPlain() {
		if n, ok := indicators.MulDiv(int64(weight), int64(actual.Num), int64(target), indicators.HalfUp); ok {
			return indicators.Hundredths(n)
		}
		return weight + 1 // far beyond: the caller caps it
	}
	x := actual.Millionths()
	return halfUp(x.Mul(x, big.NewRat(int64(weight), int64(target))))
}

// perActual is weight × target ÷ actual, half up; both are above 0.
func perActual(weight indicators.Hundredths, target indicators.Value, actual rules.Quantity) indicators.Hundredths {
	if actual.IsPlain() {
		n, _ := indicators.MulDiv(int64(weight), int64(target), int64(actual.Num), indicators.HalfUp)
		return indicators.Hundredths(n)
	}
	x := new(big.Rat).SetFrac64(int64(weight), 1)
	x.Mul(x, new(big.Rat).SetInt64(int64(target)))
	return halfUp(x.Quo(x, actual.Millionths()))
}

// halfUp rounds a number of hundredths that is not negative; beyond int64 it is
// the largest, which callers cap.
func halfUp(x *big.Rat) indicators.Hundredths {
	n, ok := rules.Quantity{Wide: x}.Rounded(indicators.HalfUp)
	if !ok {
		return 1<<63 - 1
	}
	return indicators.Hundredths(n)
}
