package standing

import (
	"yardstick/engine"
	"yardstick/indicators"
	"yardstick/rules"
)

// Derivation tells how a target came from its text to its points, and what the
// definition adds, a step a line.
func Derivation(e *engine.Evaluation, i *engine.IndicatorResult, t *engine.TargetResult, l indicators.Language) []rules.Line {
	account := rules.Account{
		Target: t.Target, Facts: t.Facts, Outcome: t.Outcome, Aggregation: i.Indicator.Aggregation, Figures: figuresBehind(i, t),
	}
	if account.Outcome.Verdict = t.Verdict; t.Verdict == rules.None {
		account.Standing = word(t.State, l)
	}
	if t.Evaluated {
		account.Points, account.Method = t.Derivation.Say(l), e.Method.Name()
	}
	lines := rules.Explain(account, l)
	if t.Evaluated {
		lines = append(lines, unused(e, i.Indicator.Assignment, l)...)
	}
	return append(lines, Definition(i.Indicator, t.Target, l)...)
}

// unused says where the weight that the definition declares is not the one that counts.
func unused(e *engine.Evaluation, of *indicators.Assignment, l indicators.Language) (lines []rules.Line) {
	for _, a := range e.Assignments {
		if a.Assignment != of {
			continue
		}
		for _, problem := range a.Weights.Unused {
			lines = append(lines, rules.Line{Label: l.Say("derivation.label.weight", nil), Text: problem.Message(l)})
		}
	}
	return lines
}

// word is a state as scorecards say it.
func word(state engine.State, l indicators.Language) string {
	if state == engine.DeviationAccepted {
		return l.Say("card.mark.accepted", nil)
	}
	return l.Say("card.mark."+string(state), nil)
}

// figuresBehind are the periods that a target's actual was made from.
func figuresBehind(i *engine.IndicatorResult, t *engine.TargetResult) []rules.PeriodFact {
	var facts []rules.PeriodFact
	add := func(series []engine.PeriodFigure) {
		for _, figure := range series {
			last := figure.Period.Last()
			if figure.Known && last >= t.Target.Window.From && (t.Target.Window.To == 0 || figure.Period.First() <= t.Target.Window.To) {
				facts = append(facts, rules.PeriodFact{Period: figure.Period, Known: true, Due: figure.Due, Actual: rules.Plain(figure.Value)})
			}
		}
	}
	add(i.Series)
	for _, part := range t.Parts {
		add(part.Series)
	}
	return facts
}

// Definition is what the definition adds to a target's text: when it is due, how
// periods become one figure, and the id.
func Definition(i *indicators.Indicator, t *indicators.Target, l indicators.Language) []rules.Line {
	say := func(code string, args indicators.Args) string { return l.Say("derivation."+code, args) }
	due := say("due-not-stated", nil)
	if t.Due != 0 {
		due = say("due."+string(t.DueSource), indicators.Args{"date": t.Due.String()})
	}
	how := say("aggregation."+string(i.Aggregation), nil)
	if !i.AggregationStated {
		how = say("aggregation-default", indicators.Args{"how": how})
	}
	return []rules.Line{
		{Label: say("label.due", nil), Text: due}, {Label: say("label.adds-up", nil), Text: how}, {Label: say("label.id", nil), Text: t.ID()},
	}
}
