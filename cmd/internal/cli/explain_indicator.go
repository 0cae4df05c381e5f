package cli

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"yardstick/cmd/internal/standing"
	"yardstick/engine"
	"yardstick/indicators"
	"yardstick/rules"
)

// explainIndicator prints what each target of an indicator means and, where there
// is a database, how its verdict came about.
func (s *session) explainIndicator(cmd *cobra.Command, i *indicators.Indicator, times timeFlags) error {
	var result *engine.IndicatorResult
	var e *engine.Evaluation
	if _, err := os.Stat(s.database); err == nil || !errors.Is(err, os.ErrNotExist) {
		found, err := s.evaluate(cmd.Context(), times)
		if err != nil {
			return err
		}
		e, result = found.now, resultOf(found.now, i.ID)
	}
	for n, target := range i.Targets {
		if n > 0 {
			fmt.Fprintln(s.out)
		}
		if result == nil {
			s.printReading(target.Text, &target.Reading)
			for _, line := range standing.Definition(i, target, s.lang()) {
				s.printRow(line.Label, line.Text)
			}
			continue
		}
		s.printDerivation(e, result, result.Targets[n])
	}
	return nil
}

func resultOf(e *engine.Evaluation, id string) *engine.IndicatorResult {
	for _, assignment := range e.Assignments {
		for _, indicator := range assignment.Indicators {
			if indicator.Indicator.ID == id {
				return indicator
			}
		}
	}
	return nil
}

// printDerivation prints a target's way from its text to its points.
func (s *session) printDerivation(e *engine.Evaluation, i *engine.IndicatorResult, t *engine.TargetResult) {
	l := s.lang()
	region, _ := e.Programme.Regions.ByCode(i.Indicator.Assignment.Region)
	title := i.Indicator.Name + " · " + region.Short() + " · " + itoa(e.Programme.Year)
	if l == indicators.English {
		title = i.Indicator.Name + " · " + region.In(l) + " · " + itoa(e.Programme.Year)
	}
	if t.Target.Horizon == indicators.Term {
		title += s.say("term-mark", nil)
	}
	lines := standing.Derivation(e, i, t, l)
	if t.Problem != nil {
		lines = append(lines, rules.Line{Label: s.say("label.why-none", nil), Text: t.Problem.Message(l)})
	}
	for _, remark := range i.Remarks {
		lines = append(lines, rules.Line{Label: s.say("label.odd", nil), Text: remark.Message(l)})
	}
	fmt.Fprint(s.out, rules.Aligned(title, t.Target.Text, lines, l))
}
