package indicators

import "strings"

// Hundredths is a number of points or weight in hundredths: 16.67 is 1667.
type Hundredths int64

// String writes two decimals always: "16.67", "10.00", "-0.50".
func (h Hundredths) String() string {
	sign, n := "", int64(h)
	if n < 0 {
		sign, n = "-", -n
	}
	digits := Value(n).digits()
	for len(digits) < 3 {
		digits = "0" + digits
	}
	return sign + digits[:len(digits)-2] + "." + digits[len(digits)-2:]
}

// MarshalJSON writes a number with two decimals: 16.67.
func (h Hundredths) MarshalJSON() ([]byte, error) { return []byte(h.String()), nil }

// UnmarshalJSON reads a number with at most two decimals.
func (h *Hundredths) UnmarshalJSON(text []byte) error {
	v, err := ParseValue(string(text))
	if err != nil {
		return err
	}
	if v%(One/100) != 0 {
		return ErrDecimals
	}
	*h = Hundredths(v / (One / 100))
	return nil
}

// Indicator is a 三级指标: what is measured, and its targets.
type Indicator struct {
	ID          string // gd-2021/survey/440100/collected
	Assignment  *Assignment
	Name        string // as published, unit in brackets included
	Level1      string // 一级指标, as published or as its 二级 implies; may be empty
	Level2      string // 二级指标, as published
	Unit        string // the unit actuals are entered in
	Aggregation Aggregation
	// AggregationStated is false when the aggregation follows from kind and unit.
	AggregationStated bool
	Cumulative        bool        // figures are totals so far
	Weight            *Hundredths // 分值; nil when the method shares the block
	Direction         string      // at_least, at_most, exactly; empty when not declared
	Tolerance         string      // published tolerance for an approximate target; empty
	Baseline          *Value      // the basis of a change, where known
	YearAgo           *Value      // last year's figure, where known
	Rule              *Expression // hand-written rule that replaces the compiled one
	Formula           *Expression // value: of a derived indicator
	RenamedFrom       []string    // names it had before; the id stays
	Targets           []*Target
	At                Place
}

// Expression is hand-written source with its place.
type Expression struct {
	Source string
	At     Place
}

// LocalID is the id within the assignment: collected.
func (i *Indicator) LocalID() string { return i.ID[strings.LastIndexByte(i.ID, '/')+1:] }

// Category is the path 一级/二级, or the one that is stated.
func (i *Indicator) Category() string {
	switch {
	case i.Level1 == "":
		return i.Level2
	case i.Level2 == "":
		return i.Level1
	}
	return i.Level1 + "/" + i.Level2
}

// Target returns the target of a horizon, nil when there is none.
func (i *Indicator) Target(h Horizon) *Target {
	for _, target := range i.Targets {
		if target.Horizon == h {
			return target
		}
	}
	return nil
}

// Derived reports whether the value comes from a formula and is never entered.
func (i *Indicator) Derived() bool { return i.Formula != nil }

// Aggregation says how the figures of periods become one.
type Aggregation string

// The aggregations of domain.md.
const (
	Sum    Aggregation = "sum"    // flows
	Latest Aggregation = "latest" // stocks and rates, yes/no, grades, dates
	Ratio  Aggregation = "ratio"  // Σ numerator ÷ Σ denominator × 100
	Mean   Aggregation = "mean"
	Max    Aggregation = "max"
	Min    Aggregation = "min"
)

// The parts under which a ratio is reported.
const (
	Numerator   = "numerator"
	Denominator = "denominator"
)
