package engine_test

import (
	"testing"

	"yardstick/engine"
	"yardstick/indicators"
	"yardstick/indicators/library"
	"yardstick/rules/ruletest"
	"yardstick/rules/scoring"
)

// evaluateCase evaluates the figures of a rule test as entries made on the last
// day of its last period.
func evaluateCase(p *indicators.Programme, c ruletest.Case) (ruletest.Results, error) {
	method, err := scoring.Lookup(p.Method)
	if err != nil {
		return nil, err
	}
	var observations []engine.Observation
	for n, entry := range c.Entries {
		read := engine.Entry{Indicator: entry.Indicator, Part: entry.Part, Period: entry.Period, Text: entry.Text, At: entry.At}
		o, problems := read.Check(p, c.Through.Last())
		if err, _ := engine.Refused(problems); err != nil {
			return nil, err
		}
		o.Seq = int64(n + 1)
		observations = append(observations, o)
	}
	var declarations []engine.Declaration
	for n, d := range c.Declarations {
		declarations = append(declarations, engine.Declaration{Seq: int64(n + 1), Kind: engine.DeclarationKind(d.Kind), Indicator: d.Indicator,
			Horizon: d.Horizon, Period: d.Period, Reason: d.Reason, Until: d.Until})
	}
	evaluation, err := engine.Evaluate(p, engine.Inputs{Through: c.Through, AsOf: c.Through.Last().EndIn(p.Location()), Method: method,
		Observations: engine.InOrder(p, observations), Declarations: declarations})
	if err != nil {
		return nil, err
	}
	results := ruletest.Results{}
	for _, a := range evaluation.Assignments {
		for _, i := range a.Indicators {
			for _, t := range i.Targets {
				results[t.Target.ID()] = ruletest.Result{State: string(t.State), Verdict: t.Verdict, Light: string(t.Light), Points: t.Points,
					Weight: t.Weight, Known: t.Known, Actual: t.Actual, Problem: t.Problem}
			}
		}
	}
	return results, nil
}

// The tests that ship with the first programme pass, and drive every target that
// has a due date to met and to not met.
func TestTheFirstProgrammePassesItsTests(t *testing.T) {
	p := library.Programme()
	var cases []ruletest.Case
	for _, file := range library.TestFiles() {
		read, problems := ruletest.Read(file, p)
		for _, problem := range problems {
			t.Error(problem.Text(indicators.Chinese))
		}
		cases = append(cases, read...)
	}
	report := ruletest.Run(p, cases, evaluateCase)
	if _, failed, errors := report.Counts(); failed+errors > 0 || len(cases) == 0 {
		t.Error(report.Text(indicators.Chinese))
	}
	for _, gap := range report.Coverage.Gaps() {
		if !gap.NoEnd {
			t.Errorf("no test drives %s both ways (lacks met: %t, lacks not met: %t)", gap.Target.ID(), gap.LacksMet, gap.LacksNot)
		}
	}
}
