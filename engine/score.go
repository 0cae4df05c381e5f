package engine

import (
	"math/big"

	"yardstick/indicators"
	"yardstick/rules"
	"yardstick/rules/scoring"
)

// settle applies the declarations to a target and gives it its points.
func (ev *Evaluator) settle(t *TargetResult, weight indicators.Hundredths) *TargetResult {
	if t.Target.Horizon == indicators.Annual {
		t.Weight = weight
	}
	ev.declare(t)
	if t.State != Reported && t.State != Missing && t.State != DeviationAccepted {
		return t
	}
	outcome := t.Outcome
	if t.State == Missing {
		outcome = rules.Outcome{Missing: true}
	}
	s := ev.method.Points(&t.Target.Reading, t.Facts, outcome, t.Weight)
	t.Over, t.AsksReason = s.Over, s.AsksReason
	if t.Evaluated {
		t.Points, t.Derivation = s.Points, s.Derivation
	}
	return t
}

// score adds up an assignment: its blocks, its points, its counts and lights.
// Points are whole hundredths, so the total is the sum of what is printed. It may
// be called again after a target has changed.
func (ev *Evaluator) score(a *AssignmentResult) {
	a.Standing = Standing{ID: a.Assignment.ID, Funds: a.Assignment.Funds(), Light: a.Money.Light}
	a.Blocks = ev.blocks(a)
	for _, b := range a.Blocks {
		a.Points += b.Points
		a.Evaluated += b.Evaluated
		a.Weight += b.Weight
	}
	for _, i := range a.Indicators {
		for _, t := range i.Targets {
			a.Light = scoring.Worst(a.Light, t.Light)
			if t.Target.Horizon == indicators.Term {
				a.Terms.add(t)
			} else {
				a.Counts.add(t)
			}
		}
	}
	a.Coverage = ev.method.CoverageOf(hundredfold(a.Evaluated), big.NewInt(int64(a.Weight)))
	a.Scored = a.Evaluated > 0
	a.Score = ev.method.ScoreOf(hundredfold(a.Points), big.NewInt(int64(a.Evaluated)))
	if a.Scored {
		a.Grade = ev.method.GradeOf(a.Score, a.Coverage)
	}
	a.Alarms = nil
	if a.Money.State == Reported && a.Evaluated == a.Weight {
		a.Alarms = ev.method.Alarms(a.Points-a.Money.Points, a.Weight-a.Money.Weight, a.Money.Points, a.Money.Spent, a.Money.Adjusted)
	}
}

// hundredfold is a weight as the part of a percentage in hundredths.
func hundredfold(part indicators.Hundredths) *big.Int { return big.NewInt(int64(part) * 100 * 100) }

// blocks adds up the annual targets by block, budget execution first. What is
// not applicable has no weight.
func (ev *Evaluator) blocks(a *AssignmentResult) []BlockResult {
	var out []BlockResult
	if a.Weights.Execution > 0 {
		out = append(out, a.Money.block())
	}
	results := make(map[string]*IndicatorResult, len(a.Indicators))
	for _, i := range a.Indicators {
		results[i.Indicator.ID] = i
	}
	for _, block := range a.Weights.Blocks {
		sum := BlockResult{Block: block.ID}
		for _, i := range block.Indicators {
			for _, t := range results[i.ID].Targets {
				if t.Target.Horizon != indicators.Annual || t.State == NotApplicable {
					continue
				}
				sum.Weight += t.Weight
				sum.Points += t.Points
				if t.Evaluated {
					sum.Evaluated += t.Weight
				}
			}
		}
		out = append(out, sum)
	}
	return out
}

// add counts a target by how it stands.
func (c *Counts) add(t *TargetResult) {
	c.Targets++
	switch t.State {
	case InProgress:
		c.InProgress++
	case Missing:
		c.Missing++
	case NotYetDue:
		c.NotYetDue++
	case NotApplicable:
		c.NotApplicable++
	case DeviationAccepted:
		c.AcceptedDeviation++
	default:
		c.addVerdict(t.Verdict)
	}
}

func (c *Counts) addVerdict(v rules.Verdict) {
	switch v {
	case rules.Met:
		c.Met++
	case rules.PartlyMet:
		c.PartlyMet++
	default:
		c.NotMet++
	}
}

// Add adds other counts.
func (c *Counts) Add(o Counts) {
	c.Met += o.Met
	c.PartlyMet += o.PartlyMet
	c.NotMet += o.NotMet
	c.InProgress += o.InProgress
	c.Missing += o.Missing
	c.NotYetDue += o.NotYetDue
	c.NotApplicable += o.NotApplicable
	c.AcceptedDeviation += o.AcceptedDeviation
	c.Targets += o.Targets
}
