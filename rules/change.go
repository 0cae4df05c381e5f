package rules

import (
	"math/big"

	"yardstick/indicators"
)

// ChangeSize returns how far the actual has moved from its basis in the
// direction that the reading asks for: in percent of the basis when the reading
// is in %, else as a difference (percentage points, or the actual's own unit). A
// change the other way is negative. missing says that the actual or the basis is
// not known. A percentage of a basis of zero or below has no meaning: the
// problem basis-not-positive says so. A change reported as such is its own size.
func ChangeSize(r *indicators.Reading, f Facts) (size Quantity, missing bool, problem *indicators.Problem) {
	if f.Known && f.Actual.IsPlain() {
		if reported, ok := f.Actual.Num.Change(); ok {
			if r.Direction == "down" {
				reported = -reported
			}
			return Plain(reported), false, nil
		}
	}
	basis := f.Basis
	if basis == nil && r.Basis == "baseline" {
		basis = r.Baseline
	}
	if basis == nil || !f.Known {
		return Quantity{}, true, nil
	}
	relative := r.Unit == "%" && !r.NoAmount
	if relative && *basis <= 0 {
		return Quantity{}, false, &indicators.Problem{Code: "basis-not-positive", Args: indicators.Args{"basis": basis.Grouped()}}
	}
	if f.Actual.IsPlain() {
		low, high := *basis, f.Actual.Num
		if r.Direction == "down" {
			low, high = high, low
		}
		difference, err := subtract(high, low)
		if err != nil {
			return Quantity{}, false, outOfRange()
		}
		if relative {
			return Quantity{Num: difference, Factor: 100 * int64(indicators.One), Den: int64(*basis)}, false, nil
		}
		return Plain(difference), false, nil
	}
	return wideChange(f.Actual, *basis, r.Direction == "down", relative), false, nil
}

// subtract returns a − b, or ErrRange.
func subtract(a, b indicators.Value) (indicators.Value, error) {
	difference := a - b
	if (difference < a) != (b > 0) && b != 0 {
		return 0, indicators.ErrRange
	}
	return difference, nil
}

// wideChange is the change of a figure that is itself a fraction.
func wideChange(actual Quantity, basis indicators.Value, down, relative bool) Quantity {
	size := actual.Millionths()
	size.Sub(size, new(big.Rat).SetInt64(int64(basis)))
	if down {
		size.Neg(size)
	}
	if relative {
		size.Mul(size, big.NewRat(100*int64(indicators.One), int64(basis)))
	}
	return QuantityOf(size)
}

// ChangeWord prints a change reported as such: 增长 7.2%.
func ChangeWord(r *indicators.Reading, size indicators.Value, l indicators.Language) string {
	code := "explain.change.up"
	if size < 0 {
		code, size = "explain.change.down", -size
	}
	unit := r.Unit
	if unit != "%" && unit != "‰" && unit != "" {
		unit = " " + unit
	}
	return l.Say(code, indicators.Args{"size": size.Grouped() + unit})
}
