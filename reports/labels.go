package reports

import (
	"yardstick/engine"
	"yardstick/rules"
	"yardstick/rules/scoring"
)

func (b *builder) labels() Labels {
	l := Labels{
		Money: b.say("money"), MoneyNote: b.say("money.note"),
		Indicators: b.say("indicators"), IndicatorsNote: b.say("indicators.note"),
		Name: b.say("column.name"), Target: b.say("column.target"), Actual: b.say("column.actual"),
		Progress: b.say("column.progress"), TargetTick: b.say("column.tick"), Trend: b.say("column.trend"),
		Points: b.say("column.points"), Annual: b.say("annual"), Term: b.say("term"), TermShort: b.say("term.short"),
		RollUp: b.say("roll-up"), Goal: b.say("goal"), Process: b.say("process"),
		Explain: b.say("explain"), ExplainNote: b.say("explain.note"), ExplainNone: b.say("explain.none"),
		Reading: b.say("reading"), Completion: b.say("completion"),
		Assumed: b.say("assumed"), Reconcile: b.say("reconcile"), Funding: b.say("funding"), Basis: b.say("basis"),
		LegendBullet: b.say("legend.bullet"), LegendGap: b.say("legend.gap"),
		MissingBar: b.say("missing.bar"), NotAvailable: "—", Beside: b.say("beside"), TableOf: b.say("table"),
	}
	if b.ofIndicator() {
		return b.indicatorLabels(l)
	}
	return l
}

func (b *builder) legend() []Mark {
	shapes := []Shape{ShapeMet, ShapePartlyMet, ShapeNotMet, ShapeAccepted, ShapeMissing, ShapeInProgress, ShapeNotYetDue, ShapeNotApplicable}
	marks := make([]Mark, len(shapes))
	for i, shape := range shapes {
		marks[i] = b.mark(shape)
	}
	return marks
}

func (b *builder) mark(shape Shape) Mark {
	if shape == ShapeNone {
		return Mark{}
	}
	return Mark{Shape: shape, Word: b.say("mark." + string(shape))}
}

// shapeOf says how a target stands at a glance: its verdict where it has one.
func shapeOf(t *engine.TargetResult) Shape {
	switch t.State {
	case engine.Missing:
		return ShapeMissing
	case engine.NotYetDue:
		return ShapeNotYetDue
	case engine.NotApplicable:
		return ShapeNotApplicable
	case engine.DeviationAccepted:
		return ShapeAccepted
	}
	switch t.Verdict {
	case rules.Met:
		return ShapeMet
	case rules.PartlyMet:
		return ShapePartlyMet
	case rules.NotMet:
		return ShapeNotMet
	}
	if t.State == engine.InProgress {
		return ShapeInProgress
	}
	return ShapeMissing
}

func (b *builder) light(l scoring.Light) Light {
	if l == scoring.NoLight {
		return Light{}
	}
	return Light{Light: l, Word: b.say("light." + string(l))}
}

// counts lists how many targets stand in each way, in the fixed order; ways that no
// target stands in are left out, except met.
func (b *builder) counts(c engine.Counts) []Count {
	var out []Count
	for _, one := range []struct {
		shape Shape
		n     int
	}{
		{ShapeMet, c.Met}, {ShapePartlyMet, c.PartlyMet}, {ShapeNotMet, c.NotMet}, {ShapeMissing, c.Missing},
		{ShapeInProgress, c.InProgress}, {ShapeNotYetDue, c.NotYetDue}, {ShapeNotApplicable, c.NotApplicable},
		{ShapeAccepted, c.AcceptedDeviation},
	} {
		if one.n > 0 || one.shape == ShapeMet {
			out = append(out, Count{Mark: b.mark(one.shape), Number: one.n, Text: itoa(one.n)})
		}
	}
	return out
}
