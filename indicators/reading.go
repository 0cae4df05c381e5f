package indicators

import "strings"

// Kind says what sort of condition a target states.
type Kind string

// The kinds of reading, as targets.md names them.
const (
	Threshold Kind = "threshold" // a number with a comparison
	Range     Kind = "range"     // between two numbers
	Truth     Kind = "yesno"     // 是 / 否
	Grade     Kind = "grade"     // a rung of a scale, at least
	Deadline  Kind = "deadline"  // a date, at the latest
	Duration  Kind = "duration"  // a span of time, at most
	Change    Kind = "change"    // a change against a basis
	Compound  Kind = "compound"  // several conditions, all or any
	Narrative Kind = "narrative" // a sentence, assessed in three tiers
)

// Op is a comparison. Between includes both ends unless Open says otherwise.
type Op string

// The comparisons of the notation.
const (
	AtLeast  Op = ">="
	MoreThan Op = ">"
	AtMost   Op = "<="
	LessThan Op = "<"
	Exactly  Op = "=="
	Between  Op = "between"
)

// Assumption codes: what a reading took from convention and not from the text.
const (
	BareZero        = "bare-zero"
	BareAtMost      = "bare-at-most"
	BareAtLeast     = "bare-at-least"
	YearOfProgramme = "year-of-programme"
)

// Reading is what a published target text means. It is complete: together with
// an actual it decides the verdict. A text is read or refused, never both; the
// zero Reading is not a reading.
type Reading struct {
	Kind Kind
	Op   Op // of threshold, range, deadline, duration, change
	// Value is the number in Unit; for a deadline the day ([Date.Value]); for a
	// yes/no [YesNo]. High is the upper end of a range.
	Value, High Value
	Unit        string // the unit the actual is entered in, as published
	Open        string // "", "lo", "hi" or "both": ends of a range not included
	Per         Frequency
	Basis       string // of a change: previous_year, baseline, or a year such as 2019
	Direction   string // of a change: up or down
	Level       string // of a change: the unit of the figure that changes, where it is known; Unit is that of the change
	NoAmount    bool   // a change with a direction and a basis but no amount (逐年提高)
	Baseline    *Value // the number a from-to starts from
	Window      Window // bracketed or bare; zero when none
	Grade       string // the word of the text
	Scale       Scale  // of a grade: its rungs, low to high, as data
	Rung        int    // of a grade: the index of the target's rung in Scale
	Logic       string // of a compound: all or any
	Parts       []Reading
	Label       string   // of a part: what the text calls it
	Assumed     []string // codes, in order of discovery, no duplicates
}

// Scale is the rungs of a grade, lowest first.
type Scale []string

// Rung returns the index of a word on the scale, -1 when it is not there.
func (s Scale) Rung(word string) int {
	for i, rung := range s {
		if rung == word {
			return i
		}
	}
	return -1
}

// Expr is the rule as a person reads it, in units: actual >= 9960. The program
// that runs compares millionths; see package rules.
func (r Reading) Expr() string {
	switch r.Kind {
	case Threshold, Duration:
		return "actual " + string(r.Op) + " " + r.Value.String()
	case Deadline:
		return "actual " + string(r.Op) + ` date("` + DateOf(r.Value).String() + `")`
	case Truth:
		if r.Value != 0 {
			return "actual == true"
		}
		return "actual == false"
	case Grade:
		return `rank(actual) >= rank("` + r.Grade + `")`
	case Range:
		return between("actual", r)
	case Change:
		return r.changeExpr()
	case Compound:
		return r.compoundExpr()
	}
	return `actual == "met"`
}

func between(actual string, r Reading) string {
	low, high := " >= ", " <= "
	if r.Open == "lo" || r.Open == "both" {
		low = " > "
	}
	if r.Open == "hi" || r.Open == "both" {
		high = " < "
	}
	return actual + low + r.Value.String() + " and " + actual + high + r.High.String()
}

// changeExpr writes the size of the change in its direction: percent relative to
// the basis, percentage points and absolute units as a difference.
func (r Reading) changeExpr() string {
	basis := "previous_year"
	if r.Basis == "baseline" {
		basis = "baseline"
	} else if r.Basis != "" && r.Basis != "previous_year" {
		basis = "year_" + r.Basis
	}
	difference := "(actual - " + basis + ")"
	if r.Direction == "down" {
		difference = "(" + basis + " - actual)"
	}
	if r.Unit == "%" && !r.NoAmount {
		difference += " / " + basis + " * 100"
	}
	if r.NoAmount {
		return difference + " > 0"
	}
	if r.Op == Between {
		return between(difference, r)
	}
	return difference + " " + string(r.Op) + " " + r.Value.String()
}

// compoundExpr joins the rules of the parts; each has an actual of its own.
func (r Reading) compoundExpr() string {
	join := " and "
	if r.Logic == "any" {
		join = " or "
	}
	text := ""
	for i, part := range r.Parts {
		if i > 0 {
			text += join
		}
		text += "(" + strings.ReplaceAll(part.Expr(), "actual", "actual_"+Value(i+1).digits()) + ")"
	}
	return text
}
