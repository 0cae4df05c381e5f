package engine

import (
	"yardstick/indicators"
	"yardstick/rules"
	"yardstick/rules/scoring"
)

// Kernel judges and scores targets through one period, by one method. It holds a
// [rules.Judge], so each goroutine needs its own; it keeps nothing between targets.
type Kernel struct {
	Through indicators.Period
	method  *scoring.Method
	judge   *rules.Judge
}

// NewKernel returns a kernel.
func NewKernel(m *scoring.Method, through indicators.Period) *Kernel {
	return &Kernel{Through: through, method: m, judge: rules.NewJudge(m.Judging())}
}

// Result is how one target stands.
type Result struct {
	State   State
	Verdict rules.Verdict // none unless the state is reported
	Early   bool          // decided before its due date
	Known   bool          // Actual is a figure, be it partial
	Actual  rules.Quantity
	// Outcome is what judging found so far; it is the verdict only when the state
	// is reported.
	Outcome   rules.Outcome
	Evaluated bool // the weight counts in the score
	Problem   *indicators.Problem
}

// Judge evaluates a target with one plain figure a period. Its tally holds the
// figures that [Plan.Holds] admits, the entry that counts of each period.
func (k *Kernel) Judge(p *Plan, t *Tally) Result {
	actual, known, problem := t.Quantity(p)
	f := rules.Facts{Known: known, Actual: actual, Basis: p.Basis}
	gaps := p.needsAll() && t.N < p.DuePeriods(k.Through) && !t.saysRate(p)
	var outcome rules.Outcome
	if problem == nil {
		outcome, problem = k.judge.Judge(p.Reading, f)
	}
	final := known && problem == nil && decided(p, actual, outcome.Verdict)
	return k.result(p, f, outcome, problem, t.N > 0, gaps, final)
}

// result settles state and verdict from what judging found. something: a figure
// was reported. gaps: a period that must be reported is not. final: no later
// figure can change the verdict.
func (k *Kernel) result(p *Plan, f rules.Facts, o rules.Outcome, problem *indicators.Problem, something, gaps, final bool) Result {
	due := p.IsDue(k.Through)
	whole := something && !gaps && problem == nil && !o.Missing
	r := Result{Known: f.Known, Actual: f.Actual, Outcome: o, Problem: problem}
	r.State = stand(due, something, whole, final && p.Due != 0)
	if r.State == Reported {
		r.Verdict, r.Early = o.Verdict, !due
	}
	r.Evaluated = p.Horizon == indicators.Annual && (r.State == Reported || r.State == Missing)
	return r
}

// Points returns what the target earns of its plan's weight, and how.
func (k *Kernel) Points(p *Plan, f rules.Facts, r Result) scoring.Score {
	if r.State == Missing {
		r.Outcome = rules.Outcome{Missing: true}
	}
	return k.method.Points(p.Reading, f, r.Outcome, p.Weight)
}
