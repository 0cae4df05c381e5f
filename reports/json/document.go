package json

import (
	stdjson "encoding/json"
	"time"

	"yardstick/indicators"
	"yardstick/reports"
	"yardstick/rules"
)

// documentOf places a card in its machine form; it computes nothing.
func documentOf(card *reports.Scorecard) document {
	d := document{
		Scope:   scope{card.Scope.Kind, card.Scope.ID, card.Head.Title},
		Through: card.Foot.Through, AsOf: card.Foot.AsOf, Method: card.Foot.Method, Fingerprint: card.Foot.Fingerprint,
		Score: card.Answer.Score.Value, Grade: text(card.Answer.GradeWord), GradeID: text(card.Answer.Grade),
		Coverage: card.Answer.Coverage.Value, Language: card.Language, Title: card.Head.Title,
		Programme: card.Head.Programme, Definition: card.Foot.Definition,
		Illustrative: card.Head.Illustrative, Provisional: card.Head.Provisional,
		Stamps: list(card.Head.Stamps), Summary: list(card.Answer.Sentences),
		Counts: allCounts(card.Legend, card.Answer.Counts), TermCounts: counts(card.Answer.Terms),
		Indicators: []indicator{}, Assignments: []assignment{}, Money: []money{},
		Explanations: []explanation{}, Assumptions: []assumption{}, Origin: card.Foot.Origin,
		Alarms: []alarm{}, Evidence: evidenceOf(card.Evidence),
	}
	for _, section := range card.Sections {
		d.Assignments = append(d.Assignments, assignmentOf(card.Legend, section))
		for _, row := range section.Rows {
			d.Indicators = append(d.Indicators, indicatorOf(section, row))
		}
	}
	if card.RollUp != nil {
		for _, row := range card.RollUp.Rows {
			d.RollUp = append(d.RollUp, indicatorOf(*card.RollUp, row))
		}
	}
	for _, row := range card.Money.Rows {
		d.Money = append(d.Money, moneyOf(row))
	}
	for _, table := range card.Standings {
		if rows := standingsOf(card.Legend, table); table.ID == "projects" {
			d.Projects = rows
		} else {
			d.Regions = rows
		}
	}
	if card.Ranking != nil {
		for _, item := range card.Ranking.Items {
			d.Ranking = append(d.Ranking, ranked{item.Place, item.Region, item.Name, item.Value.Value})
		}
	}
	if card.Reconcile != nil {
		for _, row := range card.Reconcile.Rows {
			d.Reconciled = append(d.Reconciled, reconciled{row.Indicator, row.Of, row.Parent.Value, row.Children.Value, row.Difference.Value, row.Note})
		}
	}
	for _, item := range card.Explain.Items {
		d.Explanations = append(d.Explanations, explanation{item.ID, item.Horizon, item.Mark.Shape, item.Text, item.Reason, item.Arithmetic})
	}
	for _, a := range card.Explain.Alarms {
		d.Alarms = append(d.Alarms, alarm{a.ID, a.Code, string(a.Light.Light), a.Title, a.Text})
	}
	for _, item := range card.Assumed.Items {
		d.Assumptions = append(d.Assumptions, assumption{item.Code, item.Text, item.Uses})
	}
	if card.Foot.ChainHead != "" {
		d.Chain = &chain{card.Foot.ChainHead, card.Foot.ChainCount}
	}
	return d
}

func assignmentOf(all []reports.Mark, s reports.Section) assignment {
	a := assignment{
		ID: s.ID, Project: s.Project, Region: s.Region, Title: s.Title, Undertaker: s.Undertaker,
		Score: s.Score.Value, Grade: text(s.GradeWord), GradeID: text(s.Grade), Coverage: s.Coverage.Value,
		Blocks: []block{}, Counts: allCounts(all, s.Counts),
	}
	for _, b := range s.Blocks {
		a.Blocks = append(a.Blocks, block{b.ID, b.Points, b.Evaluated, b.Weight})
	}
	return a
}

func indicatorOf(s reports.Section, row reports.Row) indicator {
	i := indicator{
		ID: row.ID, Name: row.Published, Category: row.Category, Unit: row.Unit, State: row.State,
		Region: row.Region, Project: s.Project, Assignment: s.ID,
		Targets: make(map[indicators.Horizon]target, len(row.Lines)), Periods: []period{},
	}
	for _, line := range row.Lines {
		i.Targets[line.Horizon] = targetOf(line)
	}
	for _, p := range row.Series {
		i.Periods = append(i.Periods, period{p.Period, stdjson.RawMessage(p.JSON), p.Due})
	}
	return i
}

func targetOf(line reports.Line) target {
	t := target{
		Horizon: line.Horizon, Text: line.Text, Expr: line.Expr,
		Actual: stdjson.RawMessage(line.Actual.JSON), Partial: stdjson.RawMessage(line.Actual.Partial),
		Points: line.Points.Value, Weight: line.Weight.Value, State: line.State,
		Completion: line.Completion.Value, Due: text(line.Due), DueSource: line.DueSource, Says: line.Says,
		Assumed: list(line.Assumed), Derivation: line.Derivation, Light: string(line.LightOf), Over: line.Over, Early: line.Early,
		Declared: line.Declared, Until: line.Until, Reason: line.Reason, Remedy: line.Remedy, Problem: line.Problem,
	}
	if line.Verdict != rules.None {
		t.Verdict = &line.Verdict
	}
	for _, p := range line.Parts {
		t.Parts = append(t.Parts, part{p.Label, p.Text, stdjson.RawMessage(p.Actual.JSON), p.Mark.Shape})
	}
	return t
}

func moneyOf(row reports.MoneyRow) money {
	m := money{
		ID: row.ID, Name: row.Name, Total: row.Total, State: row.State,
		Initial: row.Initial.Value, Budget: row.Budget.Value, Spent: row.Spent.Value, Rate: row.Rate.Value,
		Points: row.Points.Value, Weight: row.Weight.Value,
	}
	for _, s := range row.Sources {
		m.Sources = append(m.Sources, source{s.Source, s.Initial.Value, s.Budget.Value, s.Spent.Value})
	}
	return m
}

func standingsOf(all []reports.Mark, table reports.StandingTable) []standing {
	out := make([]standing, len(table.Rows))
	for k, row := range table.Rows {
		out[k] = standing{row.ID, row.Name, row.Funds.Value, row.Score.Value, text(row.GradeWord), text(row.Grade), row.Coverage.Value, allCounts(all, row.Counts)}
	}
	return out
}

func evidenceOf(list *reports.Evidence) []evidence {
	out := []evidence{}
	if list == nil {
		return out
	}
	for _, row := range list.Rows {
		e := evidence{Seq: row.Seq, Observation: row.Observation, Indicator: row.Indicator, Region: row.Region, Part: row.Part, Period: row.Period,
			Name: row.File, URL: text(row.URL), Type: text(row.Type), SHA256: text(row.SHA256),
			AttachedAt: row.Attached.Format(time.RFC3339Nano), AttachedBy: row.AttachedBy}
		if row.URL == "" {
			e.Size = &row.Size
		}
		out = append(out, e)
	}
	return out
}

// allCounts is counts with a zero for every way in which no target stands.
func allCounts(all []reports.Mark, list []reports.Count) map[string]int {
	out := counts(list)
	for _, mark := range all {
		out[string(mark.Shape)] += 0
	}
	return out
}

// counts keys the numbers by how the targets stand.
func counts(list []reports.Count) map[string]int {
	out := make(map[string]int, len(list))
	for _, c := range list {
		out[string(c.Mark.Shape)] = c.Number
	}
	return out
}

// text is nil for what is empty, so that it is written as null.
func text(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// list is never nil, so that it is written as [].
func list(texts []string) []string { return append([]string{}, texts...) }
