package engine

import (
	"fmt"

	"yardstick/indicators"
)

// Concerned lists the assignments that have to be evaluated again when figures of
// some change: themselves, and all that formulas join to them. They come in
// published order.
func Concerned(p *indicators.Programme, in Inputs, ids ...string) ([]string, error) {
	ev, err := NewEvaluator(p, in)
	if err != nil {
		return nil, err
	}
	all := map[string]bool{}
	for _, id := range ids {
		all[id] = true
	}
	for ev.join(all) {
	}
	var out []string
	for a := range p.Assignments() {
		if all[a.ID] {
			out = append(out, a.ID)
		}
	}
	return out, nil
}

// Renew evaluates some assignments again and rolls up again what they are part
// of, from the standings that are kept of the others: what [Evaluate] would give
// over everything, as long as nothing of the others has changed. The assignments
// are those that [Concerned] lists; Observations are theirs. Programme, method,
// Through, Provisional and Scope must be those of the evaluation, whose parts
// the new one shares and which stays as it is.
func (e *Evaluation) Renew(in Inputs, ids []string) (*Evaluation, error) {
	if in.Method != e.Method || in.Through != e.Through || in.Provisional != e.Provisional {
		return nil, fmt.Errorf("renew an evaluation through %s by %s: it was made otherwise", e.Through, e.Method.Name())
	}
	ev, err := NewEvaluator(e.Programme, in)
	if err != nil {
		return nil, err
	}
	needed := map[string]bool{}
	for _, id := range ids {
		needed[id] = true
	}
	results := map[string]*AssignmentResult{}
	err = byAssignment(e.Programme, needed, in.Observations, func(a *indicators.Assignment, observations []Observation) {
		results[a.ID] = ev.Assignment(a, observations)
	})
	if err != nil {
		return nil, err
	}
	ev.derive(results)
	out := *e
	out.AsOf, out.Head = in.AsOf, in.Head
	out.Assignments = make([]*AssignmentResult, len(e.Assignments))
	for n, kept := range e.Assignments {
		if out.Assignments[n] = kept; results[kept.Assignment.ID] != nil {
			out.Assignments[n] = results[kept.Assignment.ID]
		}
	}
	out.renewStandings(results)
	out.Reconciled = out.reconcile()
	return &out, nil
}

// renewStandings rolls up what has a renewed assignment among its parts.
func (e *Evaluation) renewStandings(results map[string]*AssignmentResult) {
	renew := func(kept *Standing) *Standing {
		if kept == nil {
			return nil
		}
		parts, changed := make([]*Standing, len(kept.Parts)), false
		for n, part := range kept.Parts {
			if parts[n] = part; results[part.ID] != nil {
				parts[n], changed = &results[part.ID].Standing, true
			}
		}
		if !changed {
			return kept
		}
		return RollUp(kept.ID, parts, e.Method)
	}
	all := func(kept []*Standing) []*Standing {
		var out []*Standing
		for _, one := range kept {
			out = append(out, renew(one))
		}
		return out
	}
	e.Regions, e.Projects, e.Total = all(e.Regions), all(e.Projects), renew(e.Total)
}
