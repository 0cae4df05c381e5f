package engine

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"yardstick/indicators"
	"yardstick/rules"
	"yardstick/rules/scoring"
)

// Inputs is all that an evaluation depends on besides the definitions.
type Inputs struct {
	Through     indicators.Period // the last period that counts; due dates are judged at its end
	AsOf        time.Time         // the instant of knowledge; only carried along
	Method      *scoring.Method
	Provisional bool // only carried along: the caller chooses what counts
	Head        Head // of the audit chain, carried along
	// Observations are the entries known as of the instant that count for the
	// chosen set, an assignment's together, assignments in published order. Those
	// of one indicator and part come by period, and of one period the newest first:
	// it counts, the others were superseded. The store's order (indicators as
	// published, an assignment's money after its indicators, parts, periods, seq
	// falling) is such an order; [InOrder] makes one in memory. Nil is none.
	Observations iter.Seq2[Observation, error]
	// Declarations known as of the instant, in any order.
	Declarations []Declaration
	// Evidence attached as of the instant and not detached by then, in any order.
	Evidence []Evidence
	// Scope narrows the evaluation; the zero Scope is everything.
	Scope Scope
}

// Scope is the assignments of a project, of a region, or of both; empty is all.
type Scope struct {
	Project string // id
	Region  string // code
}

// Covers reports whether the assignment belongs to the scope.
func (s Scope) Covers(a *indicators.Assignment) bool {
	return (s.Project == "" || a.Project.ID == s.Project) && (s.Region == "" || a.Region == s.Region)
}

// Evaluate evaluates all targets of the scope, scores its assignments and rolls
// them up. It does no I/O of its own and reads no clock: the same definitions and
// inputs give the same evaluation. Observations are read once, an assignment at a
// time. An error is one that Observations yields, an entry for an indicator that
// the programme does not have or out of order, or a [Refusal] with what is wrong
// with a formula.
//
// A narrower scope evaluates its own assignments and those that their formulas
// need, and holds only its own: a region's has no project standings and no
// total, a project's none of regions beyond it.
func Evaluate(p *indicators.Programme, in Inputs) (*Evaluation, error) {
	ev, err := NewEvaluator(p, in)
	if err != nil {
		return nil, err
	}
	needed := ev.needed(in.Scope)
	results := map[string]*AssignmentResult{}
	err = byAssignment(p, needed, in.Observations, func(a *indicators.Assignment, observations []Observation) {
		results[a.ID] = ev.Assignment(a, observations)
	})
	if err != nil {
		return nil, err
	}
	ev.derive(results)
	out := &Evaluation{
		Programme: p, Method: in.Method, Through: in.Through, AsOf: in.AsOf, Provisional: in.Provisional, Head: in.Head,
	}
	for a := range p.Assignments() {
		if in.Scope.Covers(a) {
			out.Assignments = append(out.Assignments, results[a.ID])
		}
	}
	out.rollUp(in.Scope)
	return out, nil
}

// Evaluator evaluates assignments one at a time and keeps nothing of one for the
// next, so that memory does not grow with their number. It is for one goroutine.
type Evaluator struct {
	programme    *indicators.Programme
	method       *scoring.Method
	kernel       *Kernel
	declarations map[string][]Declaration // by indicator, in order of seq
	evidence     backing
	formulas     []*rules.Formula // each after those it needs
}

// NewEvaluator prepares the evaluation of a programme; of the inputs it does not
// use Observations and Scope.
func NewEvaluator(p *indicators.Programme, in Inputs) (*Evaluator, error) {
	formulas, problems := rules.CompileFormulas(p)
	if _, err := Refused(problems); err != nil {
		return nil, err
	}
	return &Evaluator{
		programme: p, method: in.Method, kernel: NewKernel(in.Method, in.Through),
		declarations: byIndicator(in.Declarations, in.Through), evidence: backingOf(in.Evidence), formulas: formulas,
	}, nil
}

// Assignment evaluates one assignment from its observations, in the order that
// [Inputs] says, which must not be changed afterwards. Derived indicators are not worked out: their operands may stand
// in other assignments. [Evaluate] does that.
func (ev *Evaluator) Assignment(a *indicators.Assignment, observations []Observation) *AssignmentResult {
	weights, _ := ev.method.Weights(a)
	out := &AssignmentResult{Assignment: a, Weights: weights, Indicators: make([]*IndicatorResult, len(a.Indicators))}
	kept := sorted(observations, ev.kernel.Through)
	for n, i := range a.Indicators {
		out.Indicators[n] = ev.indicator(i, weights.Indicators[i.ID], kept)
	}
	out.Money = ev.money(a, weights.Execution, kept)
	ev.score(out)
	return out
}

// indicator evaluates the targets of one indicator.
func (ev *Evaluator) indicator(i *indicators.Indicator, weight indicators.Hundredths, kept entriesByLine) *IndicatorResult {
	out := &IndicatorResult{Indicator: i, Weight: weight}
	var figures lines
	for _, part := range i.PartKeys() {
		line := kept[lineKey{i.ID, part}]
		if out.Entries == nil {
			out.Entries = line.counting
		} else {
			out.Entries = append(out.Entries, line.counting...)
		}
		out.Superseded = append(out.Superseded, line.superseded...)
		figures = append(figures, figuresOf(line.counting))
	}
	out.Evidence = ev.evidence.of(out.Entries)
	if i.Aggregation == indicators.Ratio && !i.Derived() {
		figures = lines{paired(kept[lineKey{i.ID, indicators.Numerator}].counting, kept[lineKey{i.ID, indicators.Denominator}].counting)}
	}
	for n, t := range i.Targets {
		plan := PlanOf(ev.programme, t, weight)
		out.Targets = append(out.Targets, ev.settle(ev.kernel.target(&plan, t, figures), weight))
		if n == 0 && len(t.Reading.Parts) == 0 && !i.Derived() {
			out.Series = plan.series(figures.line(0), ev.kernel.Through)
		}
	}
	if i.Cumulative && i.Aggregation == indicators.Sum {
		out.Remarks = decreases(i, figures)
	}
	return out
}

// decreases remarks on totals that fell from one period to the next.
func decreases(i *indicators.Indicator, figures lines) []*indicators.Problem {
	var out []*indicators.Problem
	for _, line := range figures {
		for n := 1; n < len(line); n++ {
			if was, is := line[n-1], line[n]; is.value < was.value {
				out = append(out, &indicators.Problem{At: i.At, Severity: indicators.Warning, Code: "cumulative-decrease", Args: indicators.Args{
					"name": i.Name, "period": is.period.String(), "is": is.value.Grouped(), "before": was.period.String(), "was": was.value.Grouped()}})
			}
		}
	}
	return out
}

// lineKey names a line within an assignment.
type lineKey struct{ indicator, part string }

// entriesByLine are an assignment's entries through the evaluated period.
type entriesByLine map[lineKey]entries

type entries struct {
	counting   []Observation // by period
	superseded []Observation // oldest first
}

// sorted takes apart what counts and what was superseded: the first entry of a
// key counts. What it returns shares the observations' memory where it can.
func sorted(observations []Observation, through indicators.Period) entriesByLine {
	out := entriesByLine{}
	for len(observations) > 0 {
		at := lineKey{observations[0].Indicator, observations[0].Part}
		n := 1
		for n < len(observations) && observations[n].Indicator == at.indicator && observations[n].Part == at.part {
			n++
		}
		line := out[at]
		line.take(observations[:n:n], through)
		out[at], observations = line, observations[n:]
	}
	for _, line := range out {
		slices.SortFunc(line.superseded, func(a, b Observation) int { return cmp.Compare(a.Seq, b.Seq) })
	}
	return out
}

// take takes entries of the line that stand one behind the other, by period.
func (e *entries) take(observations []Observation, through indicators.Period) {
	plain, n := e.counting == nil, 0
	for ; n < len(observations) && observations[n].Period <= through; n++ {
		plain = plain && (n == 0 || observations[n].Period != observations[n-1].Period)
	}
	if plain && n > 0 {
		e.counting = observations[:n:n]
		return
	}
	for _, o := range observations[:n] {
		if last := len(e.counting); last > 0 && e.counting[last-1].Period == o.Period {
			e.superseded = append(e.superseded, o)
		} else {
			e.counting = append(e.counting, o)
		}
	}
}

// byAssignment calls f for each needed assignment with its observations.
func byAssignment(p *indicators.Programme, needed map[string]bool, observations iter.Seq2[Observation, error], f func(*indicators.Assignment, []Observation)) error {
	next, stop := iter.Pull2(orNone(observations))
	defer stop()
	one, err, more := next()
	of := assignmentOf(one) // whose it is
	var own []Observation   // grows to the largest assignment's once
	for a := range p.Assignments() {
		own = own[:0]
		var last int // index of the indicator found last
		for more && err == nil && of == a.ID {
			if err := follows(a, own, one, &last); err != nil {
				return err
			}
			own = append(own, one)
			one, err, more = next()
			of = assignmentOf(one)
		}
		if err != nil {
			return fmt.Errorf("read observations: %w", err)
		}
		if needed[a.ID] {
			f(a, slices.Clone(own)) // the results keep it
		}
	}
	if !more {
		return nil
	}
	for a := range p.Assignments() {
		if a.ID == assignmentOf(one) {
			return outOfOrder(one)
		}
	}
	return fmt.Errorf("observation %d is for %s: the programme has no such assignment", one.Seq, one.Indicator)
}

// follows checks an entry against the one before it. last is the place of the
// indicator found last: figures come in published order, so the next one is near.
func follows(a *indicators.Assignment, own []Observation, o Observation, last *int) error {
	n := len(own)
	if n > 0 && own[n-1].Indicator == o.Indicator {
		if own[n-1].Part == o.Part && inKeyOrder(own[n-1], o) >= 0 {
			return outOfOrder(o)
		}
		return nil
	}
	if o.Indicator == a.MoneyID() {
		return nil
	}
	for range a.Indicators {
		if a.Indicators[*last].ID == o.Indicator {
			return nil
		}
		*last = (*last + 1) % len(a.Indicators)
	}
	return fmt.Errorf("observation %d is for %s: the programme has no such indicator", o.Seq, o.Indicator)
}

func orNone(observations iter.Seq2[Observation, error]) iter.Seq2[Observation, error] {
	if observations == nil {
		return func(func(Observation, error) bool) {}
	}
	return observations
}

// assignmentOf is the id of the assignment that an entry belongs to.
func assignmentOf(o Observation) string {
	return o.Indicator[:max(strings.LastIndexByte(o.Indicator, '/'), 0)]
}

func outOfOrder(o Observation) error {
	return fmt.Errorf("observation %d of %s in %s comes out of order", o.Seq, o.Indicator, o.Period)
}
