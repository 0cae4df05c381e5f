package reports_test

import (
	"strings"
	"testing"

	"yardstick/engine"
	"yardstick/indicators"
	"yardstick/reports"
	"yardstick/reports/cardtest"
)

func build(t *testing.T, e *engine.Evaluation, name string, l indicators.Language) *reports.Scorecard {
	t.Helper()
	for _, scope := range reports.Scopes(e) {
		if scope.Name() == name {
			card, err := reports.Build(e, scope, l, nil)
			if err != nil {
				t.Fatal(err)
			}
			return card
		}
	}
	t.Fatalf("no scope is called %s", name)
	return nil
}

func TestTheFirstProgrammeHasACardForItselfEachProjectAndEachCity(t *testing.T) {
	scopes := reports.Scopes(cardtest.Evaluation(t))
	count := map[reports.ScopeKind]int{}
	for _, scope := range scopes {
		count[scope.Kind]++
	}
	if len(scopes) != 29 || count[reports.ProgrammeScope] != 1 || count[reports.ProjectScope] != 7 || count[reports.CityScope] != 21 {
		t.Errorf("%d scopes: %v", len(scopes), count)
	}
	if first, last := scopes[0].Name(), scopes[len(scopes)-1].Name(); first != "programme" || !strings.HasPrefix(last, "city-44") {
		t.Errorf("from %s to %s", first, last)
	}
}

func TestAScopeThatTheEvaluationLacksIsRefused(t *testing.T) {
	_, err := reports.Build(cardtest.Evaluation(t), reports.Scope{Kind: reports.CityScope, ID: "110000"}, indicators.English, nil)
	if err == nil || !strings.Contains(err.Error(), `city "110000"`) {
		t.Errorf("error: %v", err)
	}
}

func TestEveryCardOfMadeUpResultsSaysSo(t *testing.T) {
	e := cardtest.Evaluation(t)
	for _, scope := range reports.Scopes(e) {
		zh, en := build(t, e, scope.Name(), indicators.Chinese), build(t, e, scope.Name(), indicators.English)
		if !strings.Contains(strings.Join(zh.Head.Stamps, ""), "虚构") || !strings.Contains(strings.Join(en.Head.Stamps, ""), "made up") {
			t.Errorf("%s: %v %v", scope.Name(), zh.Head.Stamps, en.Head.Stamps)
		}
	}
}

func TestNoSentenceIsLeftWithoutItsWords(t *testing.T) {
	e, before := cardtest.Evaluation(t), cardtest.EvaluationThrough(t, cardtest.Through-1)
	for _, l := range []indicators.Language{indicators.Chinese, indicators.English} {
		for _, scope := range reports.Scopes(e) {
			card, err := reports.Build(e, scope, l, before)
			if err != nil {
				t.Fatal(err)
			}
			for _, text := range texts(card) {
				for _, sign := range []string{"card.", "points.", "{", "}"} {
					if strings.Contains(text, sign) {
						t.Errorf("%s in %s: %q", scope.Name(), l, text)
					}
				}
			}
		}
	}
}

// texts are the sentences of a card.
func texts(card *reports.Scorecard) []string {
	out := append([]string{card.Answer.Change, card.Answer.CoverText, card.Head.Running}, card.Answer.Sentences...)
	out = append(out, card.Head.Subtitle...)
	out = append(out, card.Foot.Lines...)
	out = append(out, card.Basis.Paragraphs...)
	for _, section := range card.Sections {
		for _, row := range section.Rows {
			for _, line := range row.Lines {
				out = append(out, line.Mark.Word, line.Derivation, line.Actual.Text, line.Actual.Note, line.DueText, line.Light.Word)
			}
		}
	}
	if card.RollUp != nil {
		for _, row := range card.RollUp.Rows {
			out = append(out, row.RollUp, row.Lines[0].Shown, row.Lines[0].Actual.Text, row.Lines[0].Actual.Note)
		}
	}
	for _, item := range card.Explain.Items {
		out = append(out, item.Text, item.Reason, item.Arithmetic)
	}
	for _, item := range card.Assumed.Items {
		out = append(out, item.Text)
	}
	for _, alarm := range card.Explain.Alarms {
		out = append(out, alarm.Text, alarm.Light.Word)
	}
	return out
}

func TestThePointsPrintedAddUpToTheBlocks(t *testing.T) {
	e := cardtest.Evaluation(t)
	for _, section := range build(t, e, "programme", indicators.Chinese).Sections {
		var rows, blocks indicators.Hundredths
		for _, row := range section.Rows {
			for _, line := range row.Lines {
				if line.Points.Value != nil {
					rows += *line.Points.Value
				}
			}
		}
		for _, block := range section.Blocks {
			if block.ID != "execution" {
				blocks += block.Points
			}
		}
		if rows != blocks {
			t.Errorf("%s: rows add up to %s, blocks to %s", section.ID, rows, blocks)
		}
	}
}

func TestReconciliationShowsWhatTheCitiesTargetsExceedTheProvincesBy(t *testing.T) {
	e := cardtest.Evaluation(t)
	for _, name := range []string{"programme", "project-monitoring", "project-survey"} {
		card := build(t, e, name, indicators.Chinese)
		if card.Reconcile == nil {
			t.Errorf("%s has no reconciliation", name)
			continue
		}
		row := card.Reconcile.Rows[0]
		if row.Parent.Text != "85,000家次" || row.Children.Text != "85,900家次" || row.Difference.Text != "+900" {
			t.Errorf("%s: %s, %s, %s", name, row.Parent.Text, row.Children.Text, row.Difference.Text)
		}
		// Two cities left a month out: their figures are in the sum, and not whole.
		if note := card.Reconcile.Rows[1].Note; note != "21 市中 21 市有报数，含未报全的" {
			t.Errorf("%s: %s", name, note)
		}
	}
}

func TestTheRankingKeepsThePublishedOrderOfTies(t *testing.T) {
	e := cardtest.Evaluation(t)
	order := map[string]int{}
	for k, region := range e.Programme.Regions {
		order[region.Code] = k
	}
	items := build(t, e, "city-440100", indicators.Chinese).Ranking.Items
	if len(items) != 21 {
		t.Fatalf("%d regions are ranked", len(items))
	}
	for k := 1; k < len(items); k++ {
		a, b := items[k-1], items[k]
		switch {
		case !a.Known && b.Known:
			t.Errorf("%s without a figure stands before %s", a.Name, b.Name)
		case a.Known && b.Known && *a.Value.Value < *b.Value.Value:
			t.Errorf("%s stands before %s", a.Name, b.Name)
		case a.Known && b.Known && *a.Value.Value == *b.Value.Value && (order[a.Region] > order[b.Region] || a.Place != b.Place):
			t.Errorf("%s and %s tie, in the wrong order or place", a.Name, b.Name)
		}
	}
}
