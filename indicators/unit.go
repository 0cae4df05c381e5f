package indicators

import (
	_ "embed"
	"errors"
	"math/bits"
	"strconv"
	"strings"
)

// FamilyOf names the family of units within which figures convert (CNY, time,
// area, percent…). Units of doing and counting (次, 场) that stand for each other
// form families too. A unit that no table knows is a family of its own.
func FamilyOf(unit string) string {
	if unit == "" {
		return ""
	}
	return measureOf(unit).family
}

// ThingFamily is the family of 个 and 项, which count anything: the notation lets
// them stand for any other counted unit.
const ThingFamily = "things"

// ErrUnit is returned for a conversion between units of different families.
var ErrUnit = errors.New("units of different families")

// ConvertUnit converts a figure between units of one family, through 128 bits.
// exact is false when the result had to be rounded, half up, to six decimals. It
// returns ErrUnit, or ErrRange when the result leaves ±10¹².
func ConvertUnit(v Value, from, to string) (out Value, exact bool, err error) {
	if from == to {
		return v, true, nil
	}
	a, b := measureOf(from), measureOf(to)
	if a.family != b.family {
		return 0, false, ErrUnit
	}
	up, fits1 := product(a.numerator, b.denominator)
	down, fits2 := product(a.denominator, b.numerator)
	if !fits1 || !fits2 {
		return 0, false, ErrRange
	}
	up, down = reduce(up, down)
	n, ok := MulDiv(int64(v), up, down, HalfUp)
	if !ok || Value(n) > MaxValue || Value(n) < -MaxValue {
		return 0, false, ErrRange
	}
	floor, _ := MulDiv(int64(v), up, down, Floor)
	ceiling, _ := MulDiv(int64(v), up, down, Ceiling)
	return Value(n), floor == ceiling, nil
}

// PrintedUnit returns the form in which a unit is kept: "percent" and "百分比" are
// kept as "%". Other units are kept as published.
func PrintedUnit(unit string) string {
	if m, ok := measures[unit]; ok && m.printed != "" {
		return m.printed
	}
	return unit
}

// KnownUnit reports whether a table knows the unit itself, without a multiplier
// or a base.
func KnownUnit(unit string) bool {
	_, ok := measures[unit]
	return ok
}

// measure is a unit's place in its family: numerator ÷ denominator base units.
type measure struct {
	family                 string
	numerator, denominator int64
	printed                string
}

//go:embed unit.tsv
var unitTable string

// measures is unit.tsv by unit. It is read once and never changed.
var measures = loadMeasures(unitTable)

func loadMeasures(table string) map[string]measure {
	out := map[string]measure{}
	for line := range strings.Lines(table) {
		line = strings.TrimRight(line, "\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		fields := strings.Split(line, "\t")
		top, bottom, ratio := strings.Cut(fields[2], "/")
		if !ratio {
			bottom = "1"
		}
		n, err1 := strconv.ParseInt(top, 10, 64)
		d, err2 := strconv.ParseInt(bottom, 10, 64)
		if _, twice := out[fields[0]]; twice || err1 != nil || err2 != nil || len(fields) != 4 {
			panic("unit.tsv: " + line)
		}
		out[fields[0]] = measure{family: fields[1], numerator: n, denominator: d, printed: fields[3]}
	}
	return out
}

// multipliers may stand before a Chinese unit: 万亩, 亿元. The longest come first.
var multipliers = []struct {
	word   string
	factor int64
}{{"千万", 1e7}, {"百万", 1e6}, {"十万", 1e5}, {"十亿", 1e9}, {"百亿", 1e10}, {"万", 1e4}, {"亿", 1e8}, {"千", 1e3}, {"百", 100}}

// measureOf finds a unit, also with a multiplier before it (万亩) and a base after
// it (元/人); the base is part of the family.
func measureOf(unit string) measure {
	if m, ok := measures[unit]; ok {
		return m
	}
	if top, base, ok := strings.Cut(unit, "/"); ok && top != "" {
		m := measureOf(top)
		m.family += "/" + base
		return m
	}
	for _, multiplier := range multipliers {
		rest, ok := strings.CutPrefix(unit, multiplier.word)
		if !ok || rest == "" {
			continue
		}
		m, known := measures[rest]
		if !known {
			m = measure{family: rest, numerator: 1, denominator: 1}
		}
		m.numerator *= multiplier.factor
		return m
	}
	return measure{family: unit, numerator: 1, denominator: 1}
}

func product(a, b int64) (int64, bool) {
	high, low := bits.Mul64(uint64(a), uint64(b))
	return int64(low), high == 0 && low < 1<<63
}

// reduce divides both by their greatest common divisor.
func reduce(a, b int64) (int64, int64) {
	x, y := a, b
	for y != 0 {
		x, y = y, x%y
	}
	return a / x, b / x
}

// Units lists every unit that a table knows, in no order.
func Units() []string {
	units := make([]string, 0, len(measures))
	for unit := range measures {
		units = append(units, unit)
	}
	return units
}
