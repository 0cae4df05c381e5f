package engine

import (
	"strings"

	"yardstick/indicators"
)

// reconcile compares, for each declared pair, the parent's figure with the sum of
// its children's. It changes nothing: the parent keeps what it reported itself. A
// pair of which the scope leaves something out is not compared.
func (e *Evaluation) reconcile() []Reconciled {
	var out []Reconciled
	for _, pair := range e.Programme.Reconcile {
		parent := e.annual(e.Programme.Indicator(pair.Indicator))
		if parent == nil {
			continue
		}
		if one, whole := e.compare(parent, pair.With); whole {
			out = append(out, one)
		}
	}
	return out
}

// annual returns the result of an indicator's annual target, nil when the
// evaluation does not hold it.
func (e *Evaluation) annual(i *indicators.Indicator) *TargetResult {
	if i == nil {
		return nil
	}
	for _, a := range e.Assignments {
		if a.Assignment != i.Assignment {
			continue
		}
		for _, t := range a.result(i).Targets {
			if t.Target.Horizon == indicators.Annual {
				return t
			}
		}
	}
	return nil
}

func (e *Evaluation) compare(parent *TargetResult, with string) (r Reconciled, whole bool) {
	r = Reconciled{Indicator: parent.Target.Indicator, With: with, Target: parent.Target.Reading.Value}
	if parent.Known {
		actual := parent.Actual
		r.Actual = &actual
	}
	for _, i := range children(e.Programme, with) {
		child := e.annual(i)
		if child == nil {
			return r, false
		}
		r.Children++
		r.add(&r.ChildTargets, inUnit(child.Target.Reading.Value, child, parent))
		if child.Known {
			r.ChildrenKnown++
			r.add(&r.ChildActuals, inUnit(child.Actual, child, parent))
		}
	}
	r.TargetDifference = r.ChildTargets - r.Target
	if r.Actual != nil && r.ChildrenKnown > 0 {
		difference := r.ChildActuals - *r.Actual
		r.ActualDifference = &difference
	}
	return r, r.Children > 0
}

func (r *Reconciled) add(sum *indicators.Value, v indicators.Value) {
	total, err := indicators.Add(*sum, v)
	if err != nil {
		r.Problem = &indicators.Problem{Code: "out-of-range"}
	}
	*sum = total
}

// inUnit converts a child's figure to the parent's unit; units of different
// families are left as they are.
func inUnit(v indicators.Value, child, parent *TargetResult) indicators.Value {
	converted, _, err := indicators.ConvertUnit(v, child.Target.Reading.Unit, parent.Target.Reading.Unit)
	if err != nil {
		return v
	}
	return converted
}

// children lists the indicators that a pattern names: survey/*/collected is that
// of every region of the project.
func children(p *indicators.Programme, pattern string) []*indicators.Indicator {
	var out []*indicators.Indicator
	want := strings.Split(strings.TrimPrefix(pattern, p.ID+"/"), "/")
	for i := range p.Indicators() {
		have := strings.Split(strings.TrimPrefix(i.ID, p.ID+"/"), "/")
		if matches(want, have) && i.Target(indicators.Annual) != nil {
			out = append(out, i)
		}
	}
	return out
}

func matches(want, have []string) bool {
	if len(want) != len(have) {
		return false
	}
	for n := range want {
		if want[n] != "*" && want[n] != have[n] {
			return false
		}
	}
	return true
}
