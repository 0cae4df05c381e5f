package cli

import (
	"testing"

	"yardstick/indicators"
	"yardstick/indicators/library"
	"yardstick/rules/ruletest"
)

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
