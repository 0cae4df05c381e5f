package cli

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

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
			for _, line := range s.definition(i, target) {
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
	account := rules.Account{
		Target: t.Target, Facts: t.Facts, Outcome: t.Outcome, Aggregation: i.Indicator.Aggregation, Figures: figuresBehind(i, t),
	}
	if account.Outcome.Verdict = t.Verdict; t.Verdict == rules.None {
		account.Standing = s.markWord(string(t.State))
	}
	if t.Evaluated {
		account.Points, account.Method = t.Derivation.Say(l), e.Method.Name()
	}
	region, _ := e.Programme.Regions.ByCode(i.Indicator.Assignment.Region)
	title := i.Indicator.Name + " · " + region.Short() + " · " + itoa(e.Programme.Year)
	if l == indicators.English {
		title = i.Indicator.Name + " · " + region.In(l) + " · " + itoa(e.Programme.Year)
	}
	if t.Target.Horizon == indicators.Term {
		title += s.say("term-mark", nil)
	}
	fmt.Fprint(s.out, rules.Aligned(title, t.Target.Text, append(rules.Explain(account, l), s.definition(i.Indicator, t.Target)...), l))
}

// figuresBehind are the periods that a target's actual was made from.
func figuresBehind(i *engine.IndicatorResult, t *engine.TargetResult) []rules.PeriodFact {
	var facts []rules.PeriodFact
	add := func(series []engine.PeriodFigure) {
		for _, figure := range series {
			last := figure.Period.Last()
			if figure.Known && last >= t.Target.Window.From && (t.Target.Window.To == 0 || figure.Period.First() <= t.Target.Window.To) {
				facts = append(facts, rules.PeriodFact{Period: figure.Period, Known: true, Due: figure.Due, Value: figure.Value})
			}
		}
	}
	add(i.Series)
	for _, part := range t.Parts {
		add(part.Series)
	}
	return facts
}

// definition is what the definition adds to the text: when it is due, how periods
// become one figure, and the id.
func (s *session) definition(i *indicators.Indicator, t *indicators.Target) []rules.Line {
	due := s.say("due-not-stated", nil)
	if t.Due != 0 {
		due = s.say("due."+string(t.DueSource), indicators.Args{"date": t.Due.String()})
	}
	how := s.say("aggregation."+string(i.Aggregation), nil)
	if !i.AggregationStated {
		how = s.say("aggregation-default", indicators.Args{"how": how})
	}
	return []rules.Line{
		{Label: s.say("label.due", nil), Text: due}, {Label: s.say("label.adds-up", nil), Text: how}, {Label: s.say("label.id", nil), Text: t.ID()},
	}
}
