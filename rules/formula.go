package rules

import "yardstick/indicators"

// Operand is one thing that a formula needs: an indicator's figure, or the
// figures of a list of indicators (regions("…")).
type Operand struct {
	Indicators []*indicators.Indicator // one, unless List
	List       bool
}

// FormulaFacts is what a formula is worked out from. Values has an entry for
// each operand, in the order of [Formula.Operands], and in it one for each of
// its indicators; nil is a figure that is not there.
type FormulaFacts struct {
	Values            [][]*Quantity
	Target            *indicators.Value // of the horizon's target
	Baseline, YearAgo *indicators.Value
	Elapsed           Quantity // share of the horizon gone, 0–1; Den 0 when not known
}

// Formula is the value: of a derived indicator, compiled.
type Formula struct {
	Indicator *indicators.Indicator
	operands  []Operand
}

// Operands lists what the formula needs, in the order of first use.
func (f *Formula) Operands() []Operand { return f.operands }

// CompileFormulas compiles all formulas of a programme, in an order in which
// each comes after those it needs. The problems name what is wrong, cycles with
// the place of each formula in them; such formulas are left out.
func CompileFormulas(p *indicators.Programme) ([]*Formula, []*indicators.Problem) { return nil, nil }

// Eval works the formula out. missing says that an operand is not there.
func (f *Formula) Eval(facts FormulaFacts) (q Quantity, missing bool, problem *indicators.Problem) {
	return Quantity{}, true, nil
}
