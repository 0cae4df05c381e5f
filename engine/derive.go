package engine

import (
	"slices"

	"yardstick/indicators"
	"yardstick/rules"
)

// Needed lists the assignments whose figures an evaluation of a scope reads, in
// published order: its own, and those that their formulas need.
func Needed(p *indicators.Programme, in Inputs) ([]string, error) {
	ev, err := NewEvaluator(p, in)
	if err != nil {
		return nil, err
	}
	needed := ev.needed(in.Scope)
	var out []string
	for a := range p.Assignments() {
		if needed[a.ID] {
			out = append(out, a.ID)
		}
	}
	return out, nil
}

// needed names the assignments that a scope covers and those that their formulas
// need, through any number of steps.
func (ev *Evaluator) needed(s Scope) map[string]bool {
	out := map[string]bool{}
	for a := range ev.programme.Assignments() {
		if s.Covers(a) {
			out[a.ID] = true
		}
	}
	for _, f := range slices.Backward(ev.formulas) { // each after those it needs
		if !out[f.Indicator.Assignment.ID] {
			continue
		}
		for _, operand := range f.Operands() {
			for _, i := range operand.Indicators {
				out[i.Assignment.ID] = true
			}
		}
	}
	return out
}

// derive works out the derived indicators, once the plain ones are known, and
// scores their assignments again.
func (ev *Evaluator) derive(results map[string]*AssignmentResult) {
	touched := map[string]bool{}
	for _, f := range ev.formulas {
		a := results[f.Indicator.Assignment.ID]
		if a == nil {
			continue
		}
		r := a.result(f.Indicator)
		for n, t := range f.Indicator.Targets {
			plan := PlanOf(ev.programme, t, r.Weight)
			r.Targets[n] = ev.settle(ev.kernel.derived(&plan, t, f, results), r.Weight)
		}
		touched[a.Assignment.ID] = true
	}
	for id := range touched {
		ev.score(results[id])
	}
}

// result returns the row of an indicator of the assignment.
func (a *AssignmentResult) result(i *indicators.Indicator) *IndicatorResult {
	for _, r := range a.Indicators {
		if r.Indicator == i {
			return r
		}
	}
	return nil
}

// derived evaluates one target of a derived indicator.
func (k *Kernel) derived(p *Plan, t *indicators.Target, f *rules.Formula, results map[string]*AssignmentResult) *TargetResult {
	i := t.Indicator
	in := rules.FormulaFacts{Baseline: i.Baseline, YearAgo: i.YearAgo, Target: &t.Reading.Value, Elapsed: p.elapsed(k.Through)}
	something := len(f.Operands()) == 0
	for _, operand := range f.Operands() {
		values := make([]*rules.Quantity, len(operand.Indicators))
		for n, one := range operand.Indicators {
			result := operandOf(one, t.Horizon, results)
			something = something || result != nil && result.Known
			values[n] = operandValue(result)
		}
		in.Values = append(in.Values, values)
	}
	actual, missing, problem := f.Eval(in)
	facts := rules.Facts{
		Known: !missing && problem == nil, Actual: actual, Basis: p.Basis, YearAgo: i.YearAgo, Elapsed: in.Elapsed,
	}
	outcome := rules.Outcome{Missing: true}
	if problem == nil {
		outcome, problem = k.judge.Target(t, facts)
	}
	r := k.result(p, facts, outcome, problem, something, false, false)
	out := newTargetResult(t, r, facts)
	k.pace(p, out)
	return out
}

// operandOf is the result of an operand for a horizon, or for the one that it
// has; nil when there is none.
func operandOf(i *indicators.Indicator, h indicators.Horizon, results map[string]*AssignmentResult) *TargetResult {
	a := results[i.Assignment.ID]
	if a == nil {
		return nil
	}
	targets := a.result(i).Targets
	if len(targets) == 0 {
		return nil
	}
	at := slices.IndexFunc(targets, func(t *TargetResult) bool { return t.Target.Horizon == h })
	return targets[max(at, 0)]
}

// operandValue is the figure of an operand. It is not there when it is missing
// or not applicable, nor when a period is: part of a sum is not the sum, even
// where it is enough for the operand's own verdict. A change reported as such is
// no figure to reckon with.
func operandValue(t *TargetResult) *rules.Quantity {
	if t == nil || !t.Known || t.State == Missing || t.State == NotApplicable {
		return nil
	}
	plan := Plan{Aggregation: t.Target.Indicator.Aggregation, Cumulative: t.Target.Indicator.Cumulative}
	if plan.needsAll() && len(t.Gap) > 0 {
		return nil
	}
	if saysChange(t) {
		return nil
	}
	return &t.Quantity
}
