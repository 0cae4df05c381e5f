package notation

import (
	"strings"
	"time"

	"yardstick/indicators"
)

// Input is what a target is read from.
type Input struct {
	Name        string     // the indicator's name; only a unit in brackets at its end enters the rule
	Text        string     // the target as published
	Unit        string     // the unit column; may be empty
	Category    string     // 产出/数量指标; may be empty
	Year        int        // the year of a date without one
	FiscalStart time.Month // first month of the fiscal year; 0 means January
	Direction   string     // at_least, at_most, exactly; empty when not declared
	Tolerance   string     // half-width around an approximate target: "5%" or "20"; empty when not declared
}

// Read returns what the text means, or the problem that keeps a careful reader
// from settling it. Never both.
func Read(in Input) (indicators.Reading, *indicators.Problem) {
	number := strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(in.Text), "≥"), "%")
	v, err := indicators.ParseValue(number)
	if err != nil {
		return indicators.Reading{}, &indicators.Problem{Code: "malformed", Source: in.Text, Column: 1}
	}
	return indicators.Reading{Kind: indicators.Threshold, Op: indicators.AtLeast, Value: v, Unit: UnitOfName(in.Name)}, nil
}

// Actual is one reported figure, in the unit of the reading it is for.
type Actual struct {
	Value indicators.Value
	Unit  string
	Text  string                // as entered
	Notes []*indicators.Problem // remarks that do not refuse it
}

// ReadActual reads a reported figure for a reading.
func ReadActual(text string, r indicators.Reading, year int) (Actual, *indicators.Problem) {
	v, err := indicators.ParseValue(strings.TrimSpace(text))
	if err != nil {
		return Actual{}, &indicators.Problem{Code: "malformed", Source: text, Column: 1}
	}
	return Actual{Value: v, Unit: r.Unit, Text: text}, nil
}

// UnitOfName returns the unit in brackets at the end of an indicator's name,
// empty when there is none.
func UnitOfName(name string) string {
	name = strings.TrimSpace(name)
	for _, pair := range [][2]string{{"（", "）"}, {"(", ")"}} {
		if i := strings.LastIndex(name, pair[0]); i >= 0 && strings.HasSuffix(name, pair[1]) {
			return strings.TrimSuffix(name[i+len(pair[0]):], pair[1])
		}
	}
	return ""
}

// Canonical prints a reading so that Read reads it back to the same reading.
func Canonical(r indicators.Reading, l indicators.Language) string {
	return string(r.Op) + r.Value.String() + r.Unit
}
