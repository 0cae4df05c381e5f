package reports

import (
	"strings"

	"yardstick/engine"
	"yardstick/indicators"
)

// money lists budget and spending: an assignment a row, of a project in many regions
// the total alone (its regions stand in their own table), of the programme its
// projects and their total.
func (b *builder) money() Money {
	m := Money{Unit: b.say("unit.money")}
	switch {
	case b.ofIndicator(): // money belongs to assignments
	case b.scope.Kind == ProgrammeScope:
		for _, project := range b.e.Programme.Projects {
			name, _ := b.title(project.Title, project.TitleEN)
			m.Rows = append(m.Rows, b.moneyTotal(project.ID, name, b.of(project)))
		}
		m.Rows = append(m.Rows, b.totalRow())
	case b.many():
		m.Rows = append(m.Rows, b.totalRow())
	default:
		for k, a := range b.assignments {
			m.Rows = append(m.Rows, b.moneyRow(a, k+1))
		}
	}
	scaleMoney(m.Rows)
	return m
}

// of lists the assignments of a project.
func (b *builder) of(project *indicators.Project) []*engine.AssignmentResult {
	var out []*engine.AssignmentResult
	for _, a := range b.assignments {
		if a.Assignment.Project == project {
			out = append(out, a)
		}
	}
	return out
}

func (b *builder) moneyRow(a *engine.AssignmentResult, number int) MoneyRow {
	m := a.Money
	row := b.moneyFigures(m)
	row.ID = a.Assignment.ID
	row.Name, _ = b.title(a.Assignment.Project.Title, a.Assignment.Project.TitleEN)
	if b.scope.Kind == ProjectScope && len(b.assignments) > 1 {
		row.Name = b.regionName(a.Assignment.Region)
	}
	if len(b.assignments) > 1 && b.scope.Kind == CityScope {
		row.Number = b.say("assignment", "n", itoa(number))
	}
	row.State, row.Light = m.State, b.light(m.Light)
	if m.Problem != nil {
		row.Spent, row.Rate, row.SpentText = Figure{Text: "—"}, Figure{Text: "—"}, m.Problem.Message(b.l)
	}
	row.Weight = scoreOf(m.Weight)
	switch m.State {
	case engine.Reported, engine.Missing:
		row.Points = scoreOf(m.Points)
		row.PointsText = m.Points.String() + " / " + m.Weight.String()
	default:
		row.Points.Text = b.mark(shapeOf(&engine.TargetResult{State: m.State})).Word
		row.PointsText = row.Points.Text + " / " + m.Weight.String()
	}
	for _, source := range m.Sources {
		row.Sources = append(row.Sources, b.moneySource(source))
	}
	return row
}

func (b *builder) moneySource(s engine.MoneySource) MoneySource {
	amount := func(v *indicators.Value) Figure {
		if v == nil {
			return Figure{Text: b.say("mark.missing")}
		}
		return figure(*v, v.Grouped())
	}
	return MoneySource{Source: s.Source, Name: b.say("source." + s.Source),
		Initial: amount(s.Initial), Budget: amount(s.Adjusted), Spent: amount(s.Spent)}
}

func (b *builder) totalRow() MoneyRow {
	row := b.moneyTotal(b.scope.ID, b.say("total"), b.assignments)
	row.Total = true
	return row
}

// moneyTotal adds the money of assignments up; what was not reported adds nothing,
// and the total says how many did not report.
func (b *builder) moneyTotal(id, name string, assignments []*engine.AssignmentResult) MoneyRow {
	if len(assignments) == 1 {
		row := b.moneyRow(assignments[0], 1)
		row.ID, row.Name, row.Number = id, name, ""
		return row
	}
	var sum engine.MoneyResult
	unknown := 0
	for _, a := range assignments {
		add(&sum.Initial, a.Money.Initial)
		add(&sum.Adjusted, a.Money.Adjusted)
		if !a.Money.SpentKnown || a.Money.Problem != nil {
			unknown++
			continue
		}
		sum.SpentKnown = true
		add(&sum.Spent, a.Money.Spent)
	}
	if sum.Adjusted > 0 {
		sum.Rate, _ = quotient(sum.Spent, sum.Adjusted)
	}
	row := b.moneyFigures(sum)
	row.ID, row.Name = id, name
	row.State = engine.Reported
	if !sum.SpentKnown {
		row.State = engine.Missing
	} else if unknown > 0 {
		row.SpentText += b.say("money.unknown", "n", itoa(unknown))
	}
	return row
}

func (b *builder) moneyFigures(m engine.MoneyResult) MoneyRow {
	row := MoneyRow{
		Initial: figure(m.Initial, m.Initial.Grouped()),
		Budget:  figure(m.Adjusted, m.Adjusted.Grouped()),
		Spent:   Figure{Text: b.say("mark.missing")},
		Rate:    Figure{Text: "—"},
	}
	row.BudgetText = b.say("money.budget", "amount", row.Budget.Text)
	if m.Initial != m.Adjusted {
		row.BudgetText = b.say("money.adjusted", "amount", row.Budget.Text, "initial", row.Initial.Text)
	}
	if m.SpentKnown {
		row.Spent = figure(m.Spent, m.Spent.Grouped())
		if m.Adjusted > 0 {
			row.Rate = figure(m.Rate, percent(m.Rate))
		}
	}
	row.SpentText = b.say("money.spent-unknown")
	if m.SpentKnown {
		row.SpentText = b.say("money.spent", "amount", row.Spent.Text)
	}
	return row
}

// scaleMoney draws every bar against the largest budget or spending of the table. The
// sum of the others has none: on their scale it would press them together, on its own
// it would look no larger than the largest.
func scaleMoney(rows []MoneyRow) {
	var top indicators.Value
	for k := range rows {
		rows[k].Barred = !rows[k].Total || len(rows) == 1
		if !rows[k].Barred {
			continue
		}
		top = max(top, *rows[k].Budget.Value)
		if rows[k].Spent.Value != nil {
			top = max(top, *rows[k].Spent.Value)
		}
	}
	for k := range rows {
		if !rows[k].Barred {
			continue
		}
		rows[k].BudgetBar = share(*rows[k].Budget.Value, top)
		if rows[k].Spent.Value != nil {
			rows[k].SpentBar = share(*rows[k].Spent.Value, top)
		}
	}
}

// funding lists the money as the document hands it out: every line of a project or a
// city, and for what runs in many regions their sum.
func (b *builder) funding() *Funding {
	if b.ofIndicator() {
		return nil
	}
	f := &Funding{
		Heads: []string{b.say("funding.undertaker"), b.say("funding.title"), b.say("funding.amount")},
		Label: b.say("total"),
	}
	for _, project := range b.e.Programme.Projects {
		assignments := b.of(project)
		if len(assignments) > 3 || b.scope.Kind == ProgrammeScope && len(assignments) > 1 {
			var sum indicators.Value
			for _, a := range assignments {
				add(&sum, a.Assignment.Funds())
			}
			name, _ := b.title(project.Title, project.TitleEN)
			f.Rows = append(f.Rows, FundingRow{Undertaker: b.say("funding.regions", "n", itoa(len(assignments))), Title: name, Amount: figure(sum, sum.Grouped())})
			continue
		}
		for _, a := range assignments {
			for _, line := range a.Assignment.Lines {
				f.Rows = append(f.Rows, fundingRow(line, project))
			}
		}
	}
	if len(f.Rows) == 0 {
		return nil
	}
	var sum indicators.Value
	for _, row := range f.Rows {
		add(&sum, *row.Amount.Value)
	}
	f.Total = figure(sum, sum.Grouped())
	return f
}

func fundingRow(line indicators.FundingLine, project *indicators.Project) FundingRow {
	row := FundingRow{Undertaker: line.Undertaker, Title: line.Title, Amount: figure(line.Amount, line.Amount.Grouped()), Remark: strings.TrimSpace(line.Remark)}
	if row.Title == "" {
		row.Title = project.Title
	}
	return row
}
