package reports

import (
	"yardstick/engine"
	"yardstick/indicators"
)

// moneyBlock is the whole of the year's money and its three sources. Only the whole is
// scored.
func (b *formBuilder) moneyBlock() []FormMoney {
	m := &b.result.Money
	whole := FormMoney{Name: b.word("money.total"), Initial: moneyFigure(&m.Initial), Budget: moneyFigure(&m.Adjusted), Light: b.light(m.Light)}
	if m.SpentKnown {
		whole.Spent = moneyFigure(&m.Spent)
	} else {
		whole.Spent.Text = b.say("mark.missing")
		b.missing(indicators.Warning, "form-spent")
	}
	b.undecided(m.Problem)
	if b.form.Kind == MonitoringForm {
		b.monitorMoney(&whole)
	} else {
		b.scoreMoney(&whole)
	}
	return append([]FormMoney{whole}, b.sources()...)
}

func (b *formBuilder) scoreMoney(whole *FormMoney) {
	m := &b.result.Money
	whole.Rate = b.rate(m.Spent, m.Adjusted, m.SpentKnown)
	whole.Weight = scoreOf(m.Weight)
	whole.Points.Text = b.say("mark." + string(shapeOf(&engine.TargetResult{State: m.State})))
	if moneyScored(m) {
		whole.Points = scoreOf(m.Points)
	}
}

// moneyScored reports whether budget execution is in the sum: a missing figure is, with
// no points; what is not yet due or not applicable is not.
func moneyScored(m *engine.MoneyResult) bool {
	return m.Weight > 0 && (m.State == engine.Reported || m.State == engine.Missing)
}

// monitorMoney takes the rate from the columns that the form prints: executed ÷
// 年初预算数.
func (b *formBuilder) monitorMoney(whole *FormMoney) {
	m := &b.result.Money
	whole.Rate = b.rate(m.Spent, m.Initial, m.SpentKnown)
	if m.Initial != m.Adjusted {
		b.form.Notes = append(b.form.Notes, b.word("note.adjusted", "initial", m.Initial.Grouped(), "adjusted", m.Adjusted.Grouped(),
			"rate", b.rate(m.Spent, m.Adjusted, m.SpentKnown).Text))
	}
	if b.yearOver() && m.SpentKnown {
		whole.Forecast = moneyFigure(&m.Spent)
		return
	}
	b.missing(indicators.Warning, "form-money-forecast")
}

func (b *formBuilder) yearOver() bool {
	return b.e.Through >= indicators.MonthOf(b.e.Programme.FiscalYear().To)
}

// rate is spent ÷ budget in percent with two decimals; what is below 100 never reads 100.
func (b *formBuilder) rate(spent, budget indicators.Value, known bool) Figure {
	rate, ok := quotient(spent, budget)
	if !known || !ok || budget <= 0 {
		return Figure{Text: "—"}
	}
	rounding := indicators.HalfUp
	if rate < 100*indicators.One && rate >= 9999*indicators.One/100 {
		rounding = indicators.Floor
	}
	return figure(rate, decimals(rate, 2, rounding)+"%")
}

// sources are the money's parts, empty where nobody has split it, and held against the
// whole where all are known.
func (b *formBuilder) sources() []FormMoney {
	known := map[string]engine.MoneySource{}
	for _, source := range b.result.Money.Sources {
		known[source.Source] = source
	}
	var out []FormMoney
	for k, id := range indicators.FundSources {
		line := FormMoney{Source: id, Name: b.word("money." + id)}
		if k == 0 {
			line.Name = b.word("money.of", "source", line.Name)
		}
		source := known[id]
		line.Initial, line.Budget, line.Spent = moneyFigure(source.Initial), moneyFigure(source.Adjusted), moneyFigure(source.Spent)
		out = append(out, line)
	}
	switch {
	case len(known) == 0:
		b.missing(indicators.Warning, "form-sources")
	default:
		b.checkSources(known)
	}
	return out
}

// checkSources says where the parts of a figure do not add up to the whole.
func (b *formBuilder) checkSources(known map[string]engine.MoneySource) {
	m := &b.result.Money
	for _, figure := range []struct {
		id    string
		whole *indicators.Value
		part  func(engine.MoneySource) *indicators.Value
	}{
		{indicators.MoneyInitial, &m.Initial, func(s engine.MoneySource) *indicators.Value { return s.Initial }},
		{indicators.MoneyAdjusted, &m.Adjusted, func(s engine.MoneySource) *indicators.Value { return s.Adjusted }},
		{indicators.MoneySpent, &m.Spent, func(s engine.MoneySource) *indicators.Value { return s.Spent }},
	} {
		var sum indicators.Value
		parts := 0
		for _, source := range known {
			if v := figure.part(source); v != nil {
				parts++
				sum += *v
			}
		}
		if parts > 0 && sum != *figure.whole {
			b.missing(indicators.Warning, "form-sources-sum", "figure", b.word("money.figure."+figure.id), "sum", sum.Grouped(), "whole", figure.whole.Grouped())
		}
	}
}

// moneyFigure prints a figure in 万元, nothing where there is none.
func moneyFigure(v *indicators.Value) Figure {
	if v == nil {
		return Figure{}
	}
	return figure(*v, v.Grouped())
}
