package reports

import (
	"math"
	"strconv"

	"yardstick/indicators"
)

// share is part ÷ whole in ten-thousandths, half up, held between 0 and Whole; 0
// when there is no whole.
func share(part, whole indicators.Value) Share {
	if whole <= 0 || part <= 0 {
		return 0
	}
	if part >= whole {
		return Whole
	}
	n, _ := indicators.MulDiv(int64(part), int64(Whole), int64(whole), indicators.HalfUp)
	return Share(n)
}

// quotient is part ÷ whole as a percentage, exact to millionths, half up.
func quotient(part, whole indicators.Value) (indicators.Value, bool) {
	n, ok := indicators.MulDiv(int64(part), 100*int64(indicators.One), int64(whole), indicators.HalfUp)
	return indicators.Value(n), ok
}

// add adds to a sum for display; one that would leave its range stays at its end,
// where it is seen to be absurd, and never wraps.
func add(sum *indicators.Value, v indicators.Value) {
	total, err := indicators.Add(*sum, v)
	switch {
	case err == nil:
		*sum = total
	case v > 0:
		*sum = math.MaxInt64
	default:
		*sum = math.MinInt64
	}
}

// decimals writes a number with exactly n decimals (n ≤ 6) and its thousands
// separated, rounded to the side asked for.
func decimals(v indicators.Value, n int, r indicators.Rounding) string {
	unit := indicators.One
	for range n {
		unit /= 10
	}
	steps, _ := indicators.MulDiv(int64(v), 1, int64(unit), r)
	text := (indicators.Value(steps) * unit).Grouped()
	if n == 0 {
		return text
	}
	point := len(text)
	for i := range len(text) {
		if text[i] == '.' {
			point = i
		}
	}
	if point == len(text) {
		text += "."
	}
	for len(text)-point-1 < n {
		text += "0"
	}
	return text
}

// percent writes a percentage with one decimal. What is below 100 never reads 100.0:
// a shortfall must not vanish in print.
func percent(v indicators.Value) string {
	rounding := indicators.HalfUp
	if v < 100*indicators.One && v >= 99*indicators.One {
		rounding = indicators.Floor
	}
	return decimals(v, 1, rounding) + "%"
}

// wholePercent writes a percentage without decimals or sign for a small place, shaded by
// the whole numbers where a shade begins. As with [percent], what is below 100 never
// reads 100, nor what is below a shade as one that has it.
func wholePercent(v indicators.Value, shades ...indicators.Value) string {
	rounding := indicators.HalfUp
	for _, from := range append(shades, 100*indicators.One) {
		if v < from && v >= from-indicators.One {
			rounding = indicators.Floor
		}
	}
	return decimals(v, 0, rounding)
}

// plainPercent writes hundredths of a percent without needless decimals: 87.5%.
func plainPercent(h indicators.Hundredths) string {
	return valueOf(h).String() + "%"
}

// valueOf is a number of hundredths as a Value.
func valueOf(h indicators.Hundredths) indicators.Value {
	return indicators.Value(h) * (indicators.One / 100)
}

func figure(v indicators.Value, text string) Figure { return Figure{Value: &v, Text: text} }

func scoreOf(h indicators.Hundredths) Score { return Score{Value: &h, Text: h.String()} }

// signed writes a difference with its sign: +900, -840, 0.
func signed(v indicators.Value) string {
	if v > 0 {
		return "+" + v.Grouped()
	}
	return v.Grouped()
}

func itoa(n int) string { return strconv.Itoa(n) }
