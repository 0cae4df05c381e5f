package engine

import (
	"math/big"

	"yardstick/indicators"
	"yardstick/rules/scoring"
)

// RollUp joins standings into that of a region, a project or a programme. Its
// score is the mean of the printed scores of those that have one, weighted by
// funds, rounded once (see [scoring.Method.ScoreOf]); its coverage is Σ funds × weight evaluated ÷ Σ
// funds × weight, over those without a score too. Where all funds are zero the
// parts count alike. Counts are added, the light is the worst.
func RollUp(id string, parts []*Standing, m *scoring.Method) *Standing {
	out := &Standing{ID: id, Parts: parts}
	var score, coverage mean
	for _, part := range parts {
		out.Funds += part.Funds
		out.Counts.Add(part.Counts)
		out.Terms.Add(part.Terms)
		out.Light = scoring.Worst(out.Light, part.Light)
		if part.Scored {
			out.Scored = true
			score.add(part.Funds, int64(part.Score), 1)
		}
		coverage.add(part.Funds, int64(part.Evaluated)*100*100, int64(part.Weight))
	}
	out.Score = m.ScoreOf(score.fraction())
	out.Coverage = m.CoverageOf(coverage.fraction())
	if out.Scored {
		out.Grade = m.GradeOf(out.Score, out.Coverage)
	}
	return out
}

// mean is Σ funds × numerator ÷ Σ funds × denominator, exact until it is asked for.
type mean struct {
	weighted, alike [2]big.Int // numerator, denominator
}

func (s *mean) add(funds indicators.Value, numerator, denominator int64) {
	for n, x := range [2]int64{numerator, denominator} {
		v := big.NewInt(x)
		s.alike[n].Add(&s.alike[n], v)
		s.weighted[n].Add(&s.weighted[n], v.Mul(v, big.NewInt(int64(funds))))
	}
}

// fraction is the mean as numerator and denominator, 0 of nothing.
func (s *mean) fraction() (numerator, denominator *big.Int) {
	sums := &s.weighted
	if sums[1].Sign() == 0 {
		sums = &s.alike
	}
	return &sums[0], &sums[1]
}

// rollUp fills in the standings of regions, projects and programme, as far as
// the scope allows, and the reconciliation.
func (e *Evaluation) rollUp(s Scope) {
	byRegion, byProject := map[string][]*Standing{}, map[string][]*Standing{}
	var all []*Standing
	for _, a := range e.Assignments {
		all = append(all, &a.Standing)
		byRegion[a.Assignment.Region] = append(byRegion[a.Assignment.Region], &a.Standing)
		byProject[a.Assignment.Project.ID] = append(byProject[a.Assignment.Project.ID], &a.Standing)
	}
	if s.Project == "" {
		for _, region := range e.Programme.Regions {
			if parts := byRegion[region.Code]; len(parts) > 0 {
				e.Regions = append(e.Regions, RollUp(region.Code, parts, e.Method))
			}
		}
	}
	if s.Region == "" {
		for _, project := range e.Programme.Projects {
			if parts := byProject[project.ID]; len(parts) > 0 {
				e.Projects = append(e.Projects, RollUp(project.ID, parts, e.Method))
			}
		}
	}
	if s == (Scope{}) {
		e.Total = RollUp(e.Programme.ID, all, e.Method)
	}
	e.Reconciled = e.reconcile()
}
