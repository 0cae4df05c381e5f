package indicators

import (
	"errors"
	"math/bits"
	"strconv"
	"strings"
)

// Value is one exact figure in millionths of its unit: 92.5 % is 92 500 000.
// Sums of Values are exact in any order. The range is ±10¹² units ([MaxValue]).
//
// Figures that are not numbers use the same integer, so that a store and an
// evaluation need only one column: yes is 1 and no is 0 ([YesNo]); a date is its
// day number ([Date.Value]); a grade is its rung on the scale, from 0
// ([RungValue]); an assessed tier is 1000 + the percentage given ([TierValue]); a
// change reported as such lies beyond every level ([ChangeValue]).
type Value int64

const (
	// One is the Value of the number 1.
	One Value = 1_000_000
	// MaxValue is the largest magnitude that may be reported: 10¹² units.
	MaxValue Value = 1_000_000_000_000 * One

	tierBase = 1000
	// changeBase is where reported changes begin, ±MaxValue around it.
	changeBase Value = 4 * MaxValue
)

var (
	// ErrDecimals is returned for a number with more than six decimals.
	ErrDecimals = errors.New("more than six decimals")
	// ErrRange is returned for a number beyond ±10¹², or a sum that leaves int64.
	ErrRange = errors.New("out of range")
	// ErrNumber is returned for a text that is not a plain decimal number.
	ErrNumber = errors.New("not a number")
)

// ParseValue reads a plain decimal number: an optional sign, digits, an optional
// point and digits. Separators, units and words are the business of package
// notation. It returns ErrNumber, ErrDecimals or ErrRange.
func ParseValue(text string) (Value, error) {
	digits, negative := strings.CutPrefix(text, "-")
	whole, fraction, point := strings.Cut(digits, ".")
	if whole == "" || (point && fraction == "") || !allDigits(whole) || !allDigits(fraction) {
		return 0, ErrNumber
	}
	fraction = strings.TrimRight(fraction, "0")
	if len(fraction) > 6 {
		return 0, ErrDecimals
	}
	whole = strings.TrimLeft(whole, "0")
	if len(whole) > 13 {
		return 0, ErrRange
	}
	n, err := strconv.ParseInt(whole+fraction+"000000"[len(fraction):], 10, 64)
	if err != nil || Value(n) > MaxValue {
		return 0, ErrRange
	}
	if negative {
		n = -n
	}
	return Value(n), nil
}

func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// String returns the shortest plain decimal: "92.5", "-3", "0". [ParseValue]
// reads it back.
func (v Value) String() string {
	return string(v.append(nil))
}

func (v Value) append(out []byte) []byte {
	magnitude := uint64(v)
	if v < 0 {
		out = append(out, '-')
		magnitude = -magnitude
	}
	out = strconv.AppendUint(out, magnitude/uint64(One), 10)
	if rest := magnitude % uint64(One); rest != 0 {
		digits := strconv.FormatUint(rest+uint64(One), 10)[1:]
		out = append(out, '.')
		out = append(out, strings.TrimRight(digits, "0")...)
	}
	return out
}

// Grouped returns the number with a comma between groups of three digits:
// "85,000", "-1,316.4".
func (v Value) Grouped() string {
	plain := v.String()
	sign := ""
	if v < 0 {
		sign, plain = "-", plain[1:]
	}
	whole, fraction, point := strings.Cut(plain, ".")
	var b strings.Builder
	b.WriteString(sign)
	for i := range len(whole) {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteByte(whole[i])
	}
	if point {
		b.WriteByte('.')
		b.WriteString(fraction)
	}
	return b.String()
}

// MarshalJSON writes the number as JSON: 92.5.
func (v Value) MarshalJSON() ([]byte, error) { return v.append(nil), nil }

// UnmarshalJSON reads what MarshalJSON writes.
func (v *Value) UnmarshalJSON(text []byte) error {
	n, err := ParseValue(string(text))
	if err == nil {
		*v = n
	}
	return err
}

// Add returns a + b, or ErrRange when int64 would overflow.
func Add(a, b Value) (Value, error) {
	sum := a + b
	if (sum > a) != (b > 0) && b != 0 {
		return 0, ErrRange
	}
	return sum, nil
}

// Rounding says to which side a quotient that does not come out is rounded.
type Rounding int8

// The roundings that judging and scoring need.
const (
	Floor   Rounding = iota // towards minus infinity: for ≥ and <
	Ceiling                 // towards plus infinity: for > and ≤
	HalfUp                  // to the nearest, a half away from zero: for points
)

// MulDiv returns a × b ÷ c through 128 bits, rounded as asked. ok is false when
// c is 0 or the result leaves int64.
func MulDiv(a, b, c int64, r Rounding) (result int64, ok bool) {
	if c == 0 {
		return 0, false
	}
	negative := (a < 0) != (b < 0) != (c < 0)
	high, low := bits.Mul64(magnitude(a), magnitude(b))
	divisor := magnitude(c)
	if high >= divisor {
		return 0, false
	}
	quotient, rest := bits.Div64(high, low, divisor)
	if rest != 0 {
		up := false // away from zero
		switch r {
		case Floor:
			up = negative
		case Ceiling:
			up = !negative
		case HalfUp:
			up = rest >= divisor-rest
		}
		if up {
			if quotient++; quotient == 0 {
				return 0, false
			}
		}
	}
	if negative {
		if quotient > 1<<63 {
			return 0, false
		}
		return -int64(quotient), true
	}
	if quotient > 1<<63-1 {
		return 0, false
	}
	return int64(quotient), true
}

func magnitude(n int64) uint64 {
	if n < 0 {
		return -uint64(n)
	}
	return uint64(n)
}

// YesNo is the Value of a yes/no actual: 1 or 0.
func YesNo(yes bool) Value {
	if yes {
		return One
	}
	return 0
}

// RungValue is the Value of a grade: its rung on the scale, from 0, the lowest.
func RungValue(rung int) Value { return Value(rung) * One }

// TierValue is the Value of an assessed tier: 1000 plus the percentage of the
// weight that the assessor gives, 0–100.
func TierValue(percent Value) Value { return tierBase*One + percent }

// Tier returns the percentage of an assessed tier, and whether v is one.
func (v Value) Tier() (percent Value, ok bool) {
	percent = v - tierBase*One
	return percent, percent >= 0 && percent <= 100*One
}

// ChangeValue is the Value of a change that was reported as such (增长7.2%): its
// size in the unit of the reading, negative for a decline, at most ±10¹². It
// needs no basis, and is never taken for a level.
func ChangeValue(size Value) Value { return changeBase + size }

// Change returns the size of a change reported as such, and whether v is one.
func (v Value) Change() (size Value, ok bool) { return v - changeBase, v >= changeBase-MaxValue }

// digits writes the raw integer.
func (v Value) digits() string { return strconv.FormatInt(int64(v), 10) }
