package ruletest

import (
	"yardstick/indicators"
	"yardstick/rules"
)

// Case is one test: what was reported, and what is expected of targets then.
type Case struct {
	Name string
	At   indicators.Place
	// Through is the last period that counts. AsOf is the day at whose end what was
	// known counts; 0 is whenever the caller says that all of it is known.
	Through      indicators.Period
	AsOf         indicators.Date
	Entries      []Entry
	Declarations []Declaration
	Expect       []Expectation
}

// Entry is one reported figure, as text, in the order of the file. Within a case
// a later figure for the same indicator, part and period corrects an earlier one.
type Entry struct {
	Indicator string // full id, or an assignment's money id
	Part      string // "", "1"…, numerator, denominator, or a money part
	Period    indicators.Period
	Text      string
	At        indicators.Place
}

// Declaration is a statement about a target; see the declarations of package
// engine for its kinds: not_applicable, accepted_deviation, reason.
type Declaration struct {
	Kind      string
	Indicator string
	Horizon   indicators.Horizon // empty: every horizon
	Period    indicators.Period
	Reason    string
	Until     indicators.Date // 0 is none
	At        indicators.Place
}

// Expectation is what a case expects of one target. Fields that it does not name
// are not compared.
type Expectation struct {
	Target *indicators.Target
	Fields []Field // in the order of the file
	At     indicators.Place
}

// Field is one expected value: state, verdict, light, points, weight or actual.
type Field struct {
	Name string
	Want string // as a [Result] prints it
	At   indicators.Place
}

// Result is how one target stands after evaluation.
type Result struct {
	State          string // reported, in_progress, missing, not_yet_due, not_applicable, accepted_deviation
	Verdict        rules.Verdict
	Light          string
	Points, Weight indicators.Hundredths
	Known          bool
	Actual         indicators.Value    // rounded half up; when Known
	Problem        *indicators.Problem // why no verdict could be reached; else nil
}

// Results are the results of a programme's targets, by [indicators.Target.ID].
type Results map[string]Result

// Evaluate evaluates a programme on the figures of a case. An error means that
// the case could not be evaluated, which is not the same as failing.
type Evaluate func(p *indicators.Programme, c Case) (Results, error)

// field prints one field of a result as a [Field] has it.
func (r Result) field(name string) string {
	switch name {
	case "state":
		return r.State
	case "verdict":
		if r.Verdict == rules.None {
			return "none"
		}
		return string(r.Verdict)
	case "light":
		return r.Light
	case "points":
		return r.Points.String()
	case "weight":
		return r.Weight.String()
	}
	if !r.Known {
		return "none"
	}
	return r.Actual.String()
}
