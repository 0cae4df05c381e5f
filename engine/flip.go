package engine

import (
	"slices"
	"sync"

	"yardstick/indicators"
	"yardstick/rules"
)

// Flip is a target that stands differently in two evaluations.
type Flip struct {
	Target        string // id, with its horizon
	Before, After FlipSide
}

// FlipSide is how the target stood: its state and verdict. State is empty where
// the evaluation has no such target.
type FlipSide struct {
	State   State
	Verdict rules.Verdict
}

// Flips returns the targets whose state or verdict differs, in the order in
// which they are published after, those that are gone last.
func Flips(before, after *Evaluation) []Flip {
	was := sides(before)
	var flips []Flip
	for _, result := range after.targets() {
		id := result.Target.ID()
		side := FlipSide{result.State, result.Verdict}
		if was[id] != side {
			flips = append(flips, Flip{Target: id, Before: was[id], After: side})
		}
		delete(was, id)
	}
	for _, result := range before.targets() {
		if side, gone := was[result.Target.ID()]; gone {
			flips = append(flips, Flip{Target: result.Target.ID(), Before: side})
		}
	}
	return flips
}

func sides(e *Evaluation) map[string]FlipSide {
	out := map[string]FlipSide{}
	for _, result := range e.targets() {
		out[result.Target.ID()] = FlipSide{result.State, result.Verdict}
	}
	return out
}

// targets lists the results of all targets in published order.
func (e *Evaluation) targets() []*TargetResult {
	var out []*TargetResult
	for _, assignment := range e.Assignments {
		for _, indicator := range assignment.Indicators {
			out = append(out, indicator.Targets...)
		}
	}
	return out
}

// Compare returns the flips between two histories of one programme: of the
// inputs it uses neither Observations nor Scope. More entries of the same lines
// stand in after. Only assignments whose entries differ are evaluated, with those
// that share a formula with them: the others stand as they stood. The histories
// may be in any order and are not changed.
func Compare(p *indicators.Programme, in Inputs, before, after []Observation) ([]Flip, error) {
	var evaluators [2]*Evaluator // one for each goroutine
	for side := range evaluators {
		ev, err := NewEvaluator(p, in)
		if err != nil {
			return nil, err
		}
		evaluators[side] = ev
	}
	concerned := evaluators[0].concerned(before, after)
	var sides [2]*Evaluation
	var group sync.WaitGroup
	for side, history := range [2][]Observation{before, after} {
		group.Go(func() { sides[side] = evaluators[side].only(concerned, history) })
	}
	group.Wait()
	return Flips(sides[0], sides[1]), nil
}

// only evaluates the targets of some assignments; nothing is rolled up.
func (ev *Evaluator) only(needed map[string]bool, history []Observation) *Evaluation {
	sorted := make([]Observation, 0, len(history))
	for o := range inOrder(ev.programme, history, needed) {
		sorted = append(sorted, o)
	}
	results := map[string]*AssignmentResult{}
	for a := range ev.programme.Assignments() {
		if !needed[a.ID] {
			continue
		}
		n := 0
		for n < len(sorted) && assignmentOf(sorted[n]) == a.ID {
			n++
		}
		results[a.ID] = ev.Assignment(a, sorted[:n:n])
		sorted = sorted[n:]
	}
	ev.derive(results)
	out := &Evaluation{Programme: ev.programme, Method: ev.method, Through: ev.kernel.Through}
	for a := range ev.programme.Assignments() {
		if results[a.ID] != nil {
			out.Assignments = append(out.Assignments, results[a.ID])
		}
	}
	return out
}

// concerned names the assignments with entries that only one history knows, and
// all that formulas join to them, in either direction.
func (ev *Evaluator) concerned(before, after []Observation) map[string]bool {
	only := make(map[int64]*Observation, len(before))
	for i := range before {
		only[before[i].Seq] = &before[i]
	}
	out := map[string]bool{}
	for i := range after {
		if only[after[i].Seq] == nil {
			out[assignmentOf(after[i])] = true
		}
		delete(only, after[i].Seq)
	}
	for _, o := range only {
		out[assignmentOf(*o)] = true
	}
	for ev.join(out) {
	}
	return out
}

// join adds the assignments of every formula that one of them is part of, and
// reports whether there were any to add.
func (ev *Evaluator) join(out map[string]bool) (grown bool) {
	for _, f := range ev.formulas {
		ids := []string{f.Indicator.Assignment.ID}
		for _, operand := range f.Operands() {
			for _, i := range operand.Indicators {
				ids = append(ids, i.Assignment.ID)
			}
		}
		if !slices.ContainsFunc(ids, func(id string) bool { return out[id] }) {
			continue
		}
		for _, id := range ids {
			grown = grown || !out[id]
			out[id] = true
		}
	}
	return grown
}
