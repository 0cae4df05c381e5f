package reports

import (
	"strings"

	"yardstick/engine"
	"yardstick/indicators"
	"yardstick/rules"
)

// rollUp adds the regions of a project up, a row an indicator, for display: scores
// never come from it. Nil for a card that prints each assignment's table whole.
func (b *builder) rollUp() *Section {
	if b.ofIndicator() {
		return b.indicatorRollUp()
	}
	if !b.many() || b.scope.Kind != ProjectScope {
		return nil
	}
	s := &Section{ID: b.scope.ID, Project: b.scope.ID, Title: b.say("roll-up"), Goal: b.project.Goal,
		Score: b.score(b.standing), Grade: b.standing.Grade, GradeWord: b.grade(b.standing.Grade),
		Coverage: b.coverage(b.standing), Counts: b.counts(b.standing.Counts)}
	if s.Goal == "" {
		s.Goal = b.assignments[0].Assignment.Goal
	}
	for _, indicator := range b.assignments[0].Assignment.Indicators {
		if row, ok := b.rolledRow(indicator); ok {
			s.Rows = append(s.Rows, row)
		}
	}
	return s
}

// rolledRow joins what the regions have for the indicator of the same local id.
func (b *builder) rolledRow(like *indicators.Indicator) (Row, bool) {
	row := Row{ID: like.Assignment.Project.ID + "/" + like.LocalID(), Name: like.Name, Published: like.Name, Category: like.Category(), Short: shortCategory(like), Unit: like.Unit}
	var results []*engine.IndicatorResult
	for _, a := range b.assignments {
		for _, r := range a.Indicators {
			if r.Indicator.LocalID() == like.LocalID() {
				results = append(results, r)
			}
		}
	}
	for _, horizon := range []indicators.Horizon{indicators.Annual, indicators.Term} {
		var targets []*engine.TargetResult
		for _, r := range results {
			for _, t := range r.Targets {
				if t.Target.Horizon == horizon {
					targets = append(targets, t)
				}
			}
		}
		if len(targets) == 0 {
			continue
		}
		rolled := engine.RollUpIndicator(targets)
		row.Lines = append(row.Lines, b.rolledLine(results[0], targets, rolled))
		if row.RollUp == "" {
			row.RollUp = b.say("way."+string(rolled.Way)) + b.say("dot") + b.countsText(rolled.Counts)
			row.Spark = b.rolledSpark(results, rolled.Way)
		}
	}
	if len(row.Lines) == 0 {
		return Row{}, false
	}
	row.State, row.Mark = row.Lines[0].State, row.Lines[0].Mark
	return row, true
}

// rolledLine is the joint figure against the joint target, where there are such.
func (b *builder) rolledLine(like *engine.IndicatorResult, targets []*engine.TargetResult, rolled engine.Rolled) Line {
	def := *targets[0].Target
	def.Text = b.jointText(targets, rolled)
	if rolled.Target != nil {
		def.Reading.Value = *rolled.Target
	}
	joint := &engine.TargetResult{Target: &def, State: engine.Reported, Verdict: rolled.Verdict,
		Known: rolled.Known > 0 && rolled.Way != engine.RolledNone, Actual: rolled.Actual, Quantity: rolled.Quantity}
	if rolled.Verdict == rules.None {
		joint.State, joint.Verdict = jointStanding(rolled.Counts)
	}
	line := b.line(like, joint)
	line.Weight, line.PointsText, line.Due, line.DueText, line.Assumed = Score{}, "", "", "", nil
	line.Actual, line.Bullet, line.Chips, line.Completion = Actual{JSON: "null", Partial: "null", Text: b.mark(shapeOf(joint)).Word}, nil, nil, Figure{}
	if !joint.Known {
		if rolled.Way == engine.RolledNone {
			line.Actual.Text = b.say("rolled.met", "met", itoa(rolled.Counts.Met), "n", itoa(rolled.Children))
		}
		return line
	}
	line.Actual = b.known(like.Indicator, &def.Reading, targets[0].Target.Text, rolled.Actual, rolled.Quantity.IsPlain())
	line.Actual.Partial = "null"
	if rolled.Whole < rolled.Children {
		line.Actual.Note = b.say("rolled.known", "known", itoa(rolled.Whole), "n", itoa(rolled.Children))
	}
	if rolled.Target != nil {
		if completion, ok := quotient(rolled.Actual, *rolled.Target); ok {
			line.Completion = figure(completion, percent(completion))
		}
		open := *joint
		open.State = engine.Reported
		line.Bullet = b.bullet(like.Indicator, &open)
		if line.Bullet != nil {
			line.Bullet.Shape = shapeOf(joint)
		}
	}
	return line
}

// jointText is the target of all together: as published where all have the same
// words, the sum where they are summed, else a remark that they differ.
func (b *builder) jointText(targets []*engine.TargetResult, rolled engine.Rolled) string {
	same := true
	for _, t := range targets {
		same = same && strings.TrimSpace(t.Target.Text) == strings.TrimSpace(targets[0].Target.Text)
	}
	switch {
	case rolled.Way == engine.RolledSum && rolled.Target != nil:
		return b.say("rolled.sum", "text", rolled.Target.Grouped()+unitShown(targets[0].Target.Reading.Unit, targets[0].Target.Text))
	case same:
		return strings.TrimSpace(targets[0].Target.Text)
	}
	return b.say("rolled.differ")
}

// jointStanding is how the whole stands where no joint figure is held against a joint
// target: open while a region is, else as its regions do.
func jointStanding(c engine.Counts) (engine.State, rules.Verdict) {
	decided := c.Targets - c.NotApplicable
	switch {
	case c.Missing > 0:
		return engine.Missing, rules.None
	case c.InProgress > 0:
		return engine.InProgress, rules.None
	case c.NotYetDue > 0:
		return engine.NotYetDue, rules.None
	case decided == 0:
		return engine.NotApplicable, rules.None
	case c.Met == decided:
		return engine.Reported, rules.Met
	case c.Met+c.PartlyMet == 0 && c.NotMet > 0:
		return engine.Reported, rules.NotMet
	case c.Met+c.AcceptedDeviation == decided:
		return engine.DeviationAccepted, rules.NotMet
	}
	return engine.Reported, rules.PartlyMet
}

// countsText lists how many regions stand how: 达成 19、未达成 1.
func (b *builder) countsText(c engine.Counts) string {
	var parts []string
	for _, count := range b.counts(c) {
		parts = append(parts, b.say("rolled.count", "word", count.Mark.Word, "n", count.Text))
	}
	return strings.Join(parts, b.say("comma"))
}

// rolledSpark is the trend of sums; other figures have no joint one by period.
func (b *builder) rolledSpark(results []*engine.IndicatorResult, way engine.RollUpWay) *Spark {
	if way != engine.RolledSum {
		return nil
	}
	joint := *results[0]
	joint.Series = nil
	for _, r := range results {
		joint.Series = addSeries(joint.Series, r.Series)
	}
	return b.spark(&joint)
}
