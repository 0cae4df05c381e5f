package indicators

import (
	"bytes"
	"encoding/json"
)

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

// MarshalJSON writes the machine form of targets.md: numbers in the unit, dates
// as "2021-12-31", yes/no as true or false, absent fields left out.
func (r Reading) MarshalJSON() ([]byte, error) {
	out := struct {
		Kind      Kind      `json:"kind"`
		Op        Op        `json:"op,omitempty"`
		Value     any       `json:"value,omitempty"`
		High      any       `json:"value_hi,omitempty"`
		Unit      string    `json:"unit,omitempty"`
		Open      string    `json:"open,omitempty"`
		Per       Frequency `json:"per,omitempty"`
		Direction string    `json:"direction,omitempty"`
		Basis     string    `json:"basis,omitempty"`
		Baseline  *Value    `json:"baseline,omitempty"`
		Window    []Date    `json:"window,omitempty"`
		Grade     string    `json:"grade,omitempty"`
		Scale     Scale     `json:"scale,omitempty"`
		Logic     string    `json:"logic,omitempty"`
		Parts     []Reading `json:"parts,omitempty"`
		Label     string    `json:"label,omitempty"`
		Expr      string    `json:"expr,omitempty"`
		Assumed   []string  `json:"assumed"`
	}{Kind: r.Kind, Op: r.Op, Unit: r.Unit, Open: r.Open, Per: r.Per, Direction: r.Direction, Basis: r.Basis,
		Baseline: r.Baseline, Grade: r.Grade, Scale: r.Scale, Logic: r.Logic, Parts: r.Parts, Label: r.Label,
		Expr: r.Expr(), Assumed: r.Assumed}
	switch r.Kind {
	case Threshold, Duration:
		out.Value = r.Value
	case Range:
		out.Value, out.High = r.Value, r.High
	case Change:
		if !r.NoAmount {
			out.Value = r.Value
			if r.Op == Between {
				out.High = r.High
			}
		}
	case Deadline:
		out.Value = DateOf(r.Value)
	case Truth:
		out.Value = r.Value != 0
	}
	if !r.Window.IsZero() {
		out.Window = []Date{r.Window.From, r.Window.To}
	}
	if out.Assumed == nil {
		out.Assumed = []string{}
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false) // >= is read by people too
	if err := encoder.Encode(out); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
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
		text += "(" + part.Expr() + ")"
	}
	return text
}
