package engine

import "yardstick/rules"

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
