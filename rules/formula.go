package rules

import (
	"math/big"

	"github.com/expr-lang/expr/vm"

	"yardstick/indicators"
)

// Operand is one thing that a formula needs: an indicator's figure, or the
// figures of a list of indicators (regions("…")).
type Operand struct {
	Indicators []*indicators.Indicator // one, unless List; never empty
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

// Formula is the value: of a derived indicator, compiled. It may be shared by
// goroutines.
type Formula struct {
	Indicator *indicators.Indicator
	operands  []Operand
	code      *compiled
}

// Operands lists what the formula needs, in the order of first use.
func (f *Formula) Operands() []Operand { return f.operands }

// CompileFormulas compiles all formulas of a programme, in an order in which
// each comes after those it needs. The problems name what is wrong, cycles with
// the place of each formula in them; such formulas, and those that need them,
// are left out.
func CompileFormulas(p *indicators.Programme) ([]*Formula, []*indicators.Problem) {
	var formulas []*Formula
	var problems []*indicators.Problem
	for i := range p.Indicators() {
		if i.Formula == nil {
			continue
		}
		f, problem := compileFormula(p, i)
		if problem != nil {
			problems = append(problems, problem)
			continue
		}
		formulas = append(formulas, f)
	}
	ordered, cycles := inOrder(formulas)
	return ordered, append(problems, cycles...)
}

// compileFormula compiles the formula of one derived indicator.
func compileFormula(p *indicators.Programme, i *indicators.Indicator) (*Formula, *indicators.Problem) {
	f := &Formula{Indicator: i}
	lookup := operandLookup{programme: p, of: i}
	in := scope{
		names: map[string]sort{"target": aNumber, "baseline": aNumber, "year_ago": aNumber, "elapsed": aNumber},
		resolve: func(function, name string) (int, *indicators.Problem) {
			operand, problem := lookup.find(function == "regions", name)
			if problem != nil {
				return 0, problem
			}
			return f.add(operand), nil
		},
	}
	code, problem := compile(i.Formula, in)
	if problem != nil {
		return nil, problem
	}
	if code.result != aNumber {
		return nil, refusal{code: "formula-result", what: string(code.result)}.at(i.Formula)
	}
	f.code = code
	return f, nil
}

// add returns the operand's index among those of its sort, adding it when new.
func (f *Formula) add(operand Operand) int {
	index := 0
	for _, known := range f.operands {
		if known.List != operand.List {
			continue
		}
		if sameIndicators(known.Indicators, operand.Indicators) {
			return index
		}
		index++
	}
	f.operands = append(f.operands, operand)
	return index
}

func sameIndicators(a, b []*indicators.Indicator) bool {
	if len(a) != len(b) {
		return false
	}
	for k := range a {
		if a[k] != b[k] {
			return false
		}
	}
	return true
}

// Eval works the formula out. missing says that an operand is not there: then
// there is no figure, never one with a zero in its place. The problem is a
// division by zero, or a figure out of range.
func (f *Formula) Eval(facts FormulaFacts) (q Quantity, missing bool, problem *indicators.Problem) {
	env, known := f.environment(facts)
	if !known {
		return Quantity{}, true, nil
	}
	result, problem := work(new(vm.VM), f.Indicator.Formula, f.code, env)
	if problem != nil {
		return Quantity{}, false, problem
	}
	millionths := new(big.Rat).Mul(result.(number).rat, new(big.Rat).SetInt64(int64(indicators.One)))
	q = QuantityOf(millionths)
	if rounded, ok := q.Rounded(indicators.HalfUp); !ok || rounded > indicators.MaxValue || rounded < -indicators.MaxValue {
		return Quantity{}, false, refusal{code: "out-of-range"}.at(f.Indicator.Formula)
	}
	return q, false, nil
}

// environment gives the names and operands that the formula reads their values;
// known is false when one is missing.
func (f *Formula) environment(facts FormulaFacts) (env map[string]any, known bool) {
	var figures []number
	var lists [][]number
	for k, operand := range f.operands {
		if k >= len(facts.Values) || len(facts.Values[k]) != len(operand.Indicators) {
			return nil, false
		}
		list := make([]number, len(operand.Indicators))
		for n, value := range facts.Values[k] {
			if value == nil {
				return nil, false
			}
			list[n] = numberOf(*value)
		}
		if operand.List {
			lists = append(lists, list)
		} else {
			figures = append(figures, list[0])
		}
	}
	env = map[string]any{"figures": figures, "lists": lists}
	pointers := map[string]*indicators.Value{"target": facts.Target, "baseline": facts.Baseline, "year_ago": facts.YearAgo}
	for _, name := range f.code.reads {
		if name == "elapsed" && (facts.Elapsed.Den != 0 || facts.Elapsed.Wide != nil) {
			env[name] = numberOf(facts.Elapsed)
			continue
		}
		if pointers[name] == nil {
			return nil, false
		}
		env[name] = numberOf(Plain(*pointers[name]))
	}
	return env, true
}
