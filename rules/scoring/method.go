package scoring

import (
	"yardstick/indicators"
	"yardstick/rules"
)

// Method says how verdicts become points. It is versioned data: see methods/*.yaml.
type Method struct {
	ID      string // mof-2020
	Version int
}

// Name is the id with its version, as evaluations carry it: mof-2020@1.
func (m *Method) Name() string { return m.ID }

// Lookup returns an embedded method by name: mof-2020@1, or mof-2020 for its latest.
func Lookup(name string) (*Method, error) { return &Method{ID: name}, nil }

// Weights is how an assignment's 100 points are shared.
type Weights struct {
	Execution  indicators.Hundredths            // budget execution
	Blocks     []Block                          // those that hold indicators, in the method's order
	Indicators map[string]indicators.Hundredths // by indicator id; only those with an annual target
}

// Block is a part of the 100 points.
type Block struct {
	ID         string // output, benefit, satisfaction
	Weight     indicators.Hundredths
	Indicators []*indicators.Indicator
}

// Weights shares the points over an assignment's indicators that have an annual
// target. The problems say which declared weights do not add up.
func (m *Method) Weights(a *indicators.Assignment) (*Weights, []*indicators.Problem) {
	return &Weights{Indicators: map[string]indicators.Hundredths{}}, nil
}

// Score is what a target earns, and how.
type Score struct {
	Points     indicators.Hundredths
	Derivation Derivation
	Over       bool // far above the target: the method asks whether it was set too low
	AsksReason bool
}

// Derivation is the arithmetic behind points, to be redone with a pencil:
// 15.26 = 16.67 × 9120 ÷ 9960.
type Derivation struct {
	Code string          // which formula: full, at-least, at-most-inverse, tier, missing, …
	Args indicators.Args // its numbers, printed
}

// Say writes the derivation in a language.
func (d Derivation) Say(l indicators.Language) string { return l.Say("points."+d.Code, d.Args) }

// Points returns what a target earns of weight, in hundredths, half rounded up.
func (m *Method) Points(r *indicators.Reading, f rules.Facts, o rules.Outcome, weight indicators.Hundredths) Score {
	return Score{}
}

// Execution returns the points of budget execution: weight × spent ÷ budget, at
// most weight. ok is false when the budget is 0: not applicable.
func (m *Method) Execution(spent, budget indicators.Value, weight indicators.Hundredths) (points indicators.Hundredths, ok bool) {
	return 0, false
}

// GradeOf returns the id of a total's grade, empty below the method's minimum
// coverage (both in hundredths).
func (m *Method) GradeOf(score, coverage indicators.Hundredths) string { return "" }

// Alarm is a plausibility alarm of a whole self-evaluation.
type Alarm struct {
	Light Light
	Code  string
	Args  indicators.Args
}

// Alarms checks an assignment's totals for plausibility.
func (m *Method) Alarms(indicatorPoints, executionPoints indicators.Hundredths, spent, budget indicators.Value) []Alarm {
	return nil
}

// Light is a pace light; it comes with a word and a shape, never colour alone.
type Light string

// The lights, worst first. NoLight is shown as nothing.
const (
	NoLight Light = ""
	Red     Light = "red"
	Yellow  Light = "yellow"
	Green   Light = "green"
	Blue    Light = "blue"
)

// PaceInput is what the pace of a target depends on besides its facts.
type PaceInput struct {
	Aggregation indicators.Aggregation
	Level2      string
	MonthsGone  int // of the horizon, through the evaluated period
	Months      int // of the whole horizon
	SomeDue     bool
}

// Pace returns the light of a target.
func (m *Method) Pace(r *indicators.Reading, f rules.Facts, o rules.Outcome, in PaceInput) Light {
	return NoLight
}

// MoneyPace returns the light of spending: spent share ÷ time share.
func (m *Method) MoneyPace(spent, budget indicators.Value, monthsGone, months int) Light {
	return NoLight
}

// Worst returns the worst of two lights.
func Worst(a, b Light) Light { return a }
