package scoring

import (
	"strconv"
	"strings"

	"yardstick/indicators"
	"yardstick/rules"
)

// Derivation is the arithmetic behind points, to be redone with a pencil:
// 15.26 = 16.67 × 9120 ÷ 9960. It keeps the numbers and is put into words when
// it is shown, since most are not.
type Derivation struct {
	Code    string // which formula: full, at-least, at-most-inverse, tier, missing, …
	Points  indicators.Hundredths
	Weight  indicators.Hundredths
	Actual  rules.Quantity          // what was compared; of a change its size
	Target  indicators.Value        // what it was compared with; of a range the nearer end
	Percent indicators.Value        // of a tier; of a target far exceeded the method's ratio
	Met     int                     // periods, of a frequency
	Due     int                     // periods, of a frequency
	Parts   []indicators.Hundredths // points of a compound's parts
}

// Say writes the derivation in a language.
func (d Derivation) Say(l indicators.Language) string { return l.Say("points."+d.Code, d.args()) }

// args prints the numbers that the sentence may name.
func (d Derivation) args() indicators.Args {
	args := indicators.Args{"points": d.Points.String(), "weight": d.Weight.String(), "target": d.Target.String(),
		"percent": d.Percent.String(), "ratio": d.Percent.String(), "met": strconv.Itoa(d.Met), "due": strconv.Itoa(d.Due),
		"n": strconv.Itoa(len(d.Parts))}
	if d.Actual.Den != 0 || d.Actual.Wide != nil {
		args["actual"] = Figure(d.Actual)
	}
	join := " + "
	if d.Code == "best" {
		join = ", "
	}
	parts := make([]string, len(d.Parts))
	for i, part := range d.Parts {
		parts[i] = part.String()
	}
	args["parts"] = strings.Join(parts, join)
	return args
}

func (d Derivation) score() Score { return Score{Points: d.Points, Derivation: d} }
