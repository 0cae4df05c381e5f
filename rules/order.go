package rules

import (
	"slices"

	"yardstick/indicators"
)

// inOrder sorts formulas so that each comes after those it needs. A formula in a
// cycle is a problem at its place; what needs one that is left out is left out too.
func inOrder(formulas []*Formula) ([]*Formula, []*indicators.Problem) {
	s := &sorting{formula: map[*indicators.Indicator]*Formula{}, state: map[*Formula]sortState{}, cycle: map[*Formula]string{}}
	for _, f := range formulas {
		s.formula[f.Indicator] = f
	}
	var problems []*indicators.Problem
	for _, f := range formulas {
		s.visit(f)
	}
	for _, f := range formulas {
		if cycle, ok := s.cycle[f]; ok {
			problems = append(problems, refusal{code: "formula-cycle", args: indicators.Args{"cycle": cycle}}.at(f.Indicator.Formula))
		}
	}
	return s.ordered, problems
}

// sorting is a walk, depth first, over what formulas need.
type sorting struct {
	formula map[*indicators.Indicator]*Formula
	state   map[*Formula]sortState
	path    []*Formula // from the first formula to the one being visited
	cycle   map[*Formula]string
	ordered []*Formula
}

type sortState int

const (
	unseen sortState = iota
	onPath
	placed
	leftOut
)

// visit places a formula after all that it needs, and reports whether it could.
func (s *sorting) visit(f *Formula) bool {
	switch s.state[f] {
	case placed:
		return true
	case leftOut:
		return false
	case onPath:
		s.closes(f)
		return false
	}
	s.state[f] = onPath
	s.path = append(s.path, f)
	sound := true
	for _, operand := range f.operands {
		for _, i := range operand.Indicators {
			if i.Formula != nil {
				next := s.formula[i] // nil when it did not compile
				sound = next != nil && s.visit(next) && sound
			}
		}
	}
	s.path = s.path[:len(s.path)-1]
	s.state[f] = leftOut
	if sound {
		s.state[f] = placed
		s.ordered = append(s.ordered, f)
	}
	return sound
}

// closes notes the cycle from f along the path back to f.
func (s *sorting) closes(f *Formula) {
	cycle := s.path[slices.Index(s.path, f):]
	text := ""
	for _, member := range cycle {
		text += member.Indicator.Name + " → "
	}
	for _, member := range cycle {
		s.cycle[member] = text + cycle[0].Indicator.Name
	}
}
