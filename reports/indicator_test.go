package reports_test

import (
	"encoding/json"
	"regexp"
	"testing"

	"yardstick/engine"
	"yardstick/indicators"
	"yardstick/reports"
	"yardstick/reports/cardtest"
)

func ofIndicator(t *testing.T, e *engine.Evaluation, id string, l indicators.Language) *reports.Scorecard {
	t.Helper()
	card, err := reports.Build(e, reports.Scope{Kind: reports.IndicatorScope, ID: "gd-2021/" + id}, l, nil)
	if err != nil {
		t.Fatal(err)
	}
	return card
}

func TestEveryIndicatorHasACardWithARowARegion(t *testing.T) {
	e := cardtest.Evaluation(t)
	rows, unsaid := 0, regexp.MustCompile(`"(card|difference)\.[a-z]`)
	scopes := reports.IndicatorScopes(e)
	for _, scope := range scopes {
		for _, l := range []indicators.Language{indicators.Chinese, indicators.English} {
			card, err := reports.Build(e, scope, l, nil)
			if err != nil {
				t.Fatal(err)
			}
			regions := len(card.Sections[0].Rows)
			if (card.RollUp == nil) != (regions == 1) {
				t.Errorf("%s: %d regions, roll-up %v", scope.Name(), regions, card.RollUp)
			}
			if card.Answer.Score.Value != nil || card.Answer.Score.Text == "" {
				t.Errorf("%s: an indicator has a figure and no score: %+v", scope.Name(), card.Answer.Score)
			}
			text, err := json.Marshal(card)
			if err != nil {
				t.Fatal(err)
			}
			if code := unsaid.Find(text); code != nil {
				t.Errorf("%s in %s: no words for %s", scope.Name(), l, code)
			}
			rows += regions
		}
	}
	if len(scopes) != 34+4+8 || rows != 2*134 {
		t.Errorf("%d indicators with %d rows in two languages", len(scopes), rows)
	}
}

func TestTheHeadlineIsTheRegionsTogether(t *testing.T) {
	e := cardtest.Evaluation(t)
	project := build(t, e, "project-survey", indicators.English)
	for id, want := range map[string]struct{ title, text string }{
		"survey/collected":   {"Of the joint target", project.RollUp.Rows[0].Lines[0].Completion.Text},
		"survey/on-time":     {"Regions that met the target", "19 / 21"},
		"crafts/exhibitions": {"Percent of target", "112.0%"},
	} {
		answer := ofIndicator(t, e, id, indicators.English).Answer
		if answer.Title != want.title || id == "survey/collected" && answer.Score.Text != want.text {
			t.Errorf("%s: %q %q, want %q", id, answer.Title, answer.Score.Text, want)
		}
	}
}

func TestTheHistoryShowsGapsAndZerosApart(t *testing.T) {
	e := cardtest.Evaluation(t)
	card := ofIndicator(t, e, "survey/collected", indicators.Chinese)
	if len(card.Heat.Columns) != 12 || len(card.Heat.Rows) != 21 {
		t.Fatalf("%d periods of %d regions", len(card.Heat.Columns), len(card.Heat.Rows))
	}
	figures := map[string]reports.Row{}
	for _, row := range card.Sections[0].Rows {
		figures[row.Region] = row
	}
	zeros, gaps := 0, 0
	for _, row := range card.Heat.Rows {
		for k, p := range figures[row.Region].Series {
			cell := row.Cells[k]
			switch {
			case !p.Known && p.Due:
				gaps++
				if cell.Level != reports.LevelMissing || cell.Text != "未报" {
					t.Errorf("%s %s: %+v, want 未报", row.Name, p.Period, cell)
				}
			case p.JSON == "0":
				zeros++
				fallthrough
			default:
				if cell.Text != p.Text || cell.Level == reports.LevelMissing {
					t.Errorf("%s %s: %+v, want %s", row.Name, p.Period, cell, p.Text)
				}
			}
		}
	}
	if zeros == 0 || gaps == 0 {
		t.Errorf("%d zeros and %d gaps: the results hold neither", zeros, gaps)
	}
}

func TestTheJointTrendAddsUpToTheWhole(t *testing.T) {
	card := ofIndicator(t, cardtest.Evaluation(t), "survey/collected", indicators.English)
	trend := card.Trends[0]
	var sum indicators.Value
	for _, p := range trend.Points {
		if p.Value.Value != nil {
			sum += *p.Value.Value
		}
	}
	if want := card.RollUp.Rows[0].Lines[0].Actual.Text; sum.Grouped() != want || trend.Total != want {
		t.Errorf("the months add up to %s, the trend says %s, the whole is %s", sum.Grouped(), trend.Total, want)
	}
}

// Yes and no are only counted: no joint figure says how the whole stands, the regions do.
func TestTheWholeStandsAsItsRegionsDo(t *testing.T) {
	yes, no := indicators.One, indicators.Value(0)
	for name, c := range map[string]struct {
		actual func(region, _ int) (indicators.Value, bool)
		shape  reports.Shape
		text   string
	}{
		"all met":                 {func(int, int) (indicators.Value, bool) { return yes, true }, reports.ShapeMet, "3 of 3 cities"},
		"all but one":             {func(n, _ int) (indicators.Value, bool) { return yes * indicators.Value(min(n, 1)), true }, reports.ShapePartlyMet, "2 of 3 cities"},
		"none":                    {func(int, int) (indicators.Value, bool) { return no, true }, reports.ShapeNotMet, "0 of 3 cities"},
		"one has not reported":    {func(n, _ int) (indicators.Value, bool) { return yes, n > 0 }, reports.ShapeMissing, "2 of 3 cities"},
		"one no, one unreported":  {func(n, _ int) (indicators.Value, bool) { return yes * indicators.Value(n-1), n > 0 }, reports.ShapeMissing, "1 of 3 cities"},
		"nobody reports anything": {func(int, int) (indicators.Value, bool) { return 0, false }, reports.ShapeMissing, "0 of 3 cities"},
	} {
		e := cardtest.Generated(t, cardtest.Shape{Regions: 3, Indicators: 1, Target: "是", Actual: c.actual})
		card, err := reports.Build(e, reports.IndicatorScopes(e)[0], indicators.English, nil)
		if err != nil {
			t.Fatal(err)
		}
		row := card.RollUp.Rows[0]
		if row.Mark.Shape != c.shape || row.Lines[0].Actual.Text != c.text {
			t.Errorf("%s: %s, %q; want %s, %q", name, row.Mark.Shape, row.Lines[0].Actual.Text, c.shape, c.text)
		}
	}
}
