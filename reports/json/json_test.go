package json

import (
	"bytes"
	stdjson "encoding/json"
	"testing"

	"yardstick/engine"
	"yardstick/indicators"
	"yardstick/indicators/goldentest"
	"yardstick/reports"
	"yardstick/reports/cardtest"
)

func documentFor(t *testing.T, e *engine.Evaluation, scope reports.Scope, l indicators.Language) []byte {
	t.Helper()
	card, err := reports.Build(e, scope, l, nil)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := Scorecard(&out, card); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestScorecardsOfTheFirstProgramme(t *testing.T) {
	e := cardtest.Evaluation(t)
	for _, scope := range reports.Scopes(e) {
		switch scope.Name() {
		case "project-monitoring", "project-crafts", "city-441900", "city-445300":
			goldentest.Check(t, scope.Name()+".json", documentFor(t, e, scope, indicators.Chinese))
		}
	}
}

func TestAMachineFindsTheSameInBothLanguages(t *testing.T) {
	e := cardtest.Evaluation(t)
	for _, scope := range reports.Scopes(e) {
		zh, en := facts(t, documentFor(t, e, scope, indicators.Chinese)), facts(t, documentFor(t, e, scope, indicators.English))
		if zh != en {
			t.Errorf("%s: %s in Chinese, %s in English", scope.Name(), zh, en)
		}
	}
}

// The figures of every kind of card, and what backs them, are the model's.
func TestTheDocumentsFiguresAreTheModels(t *testing.T) {
	e := cardtest.Backed(t)
	for _, scope := range append(reports.Scopes(e), reports.IndicatorScopes(e)...) {
		for _, l := range []indicators.Language{indicators.Chinese, indicators.English} {
			card, err := reports.Build(e, scope, l, nil)
			if err != nil {
				t.Fatal(err)
			}
			var d document
			if err := stdjson.Unmarshal(documentFor(t, e, scope, l), &d); err != nil {
				t.Fatal(err)
			}
			checkTargets(t, card, &d)
			if card.Evidence == nil {
				card.Evidence = &reports.Evidence{}
			}
			if len(d.Alarms) != len(card.Explain.Alarms) || len(d.Evidence) != len(card.Evidence.Rows) {
				t.Fatalf("%s: %d alarms and %d files, want %d and %d", scope.Name(), len(d.Alarms), len(d.Evidence), len(card.Explain.Alarms), len(card.Evidence.Rows))
			}
			for k, row := range card.Evidence.Rows {
				got := d.Evidence[k]
				if got.Name != row.File || word(got.SHA256) != row.SHA256 || word(got.URL) != row.URL || got.Observation != row.Observation ||
					got.Period != row.Period || (got.Size == nil) == (row.URL == "") || got.Size != nil && *got.Size != row.Size {
					t.Errorf("%s: %+v for %+v", scope.Name(), got, row)
				}
			}
			for k, a := range card.Explain.Alarms {
				if got := d.Alarms[k]; got.Text != a.Text || got.Of == "" || got.Code == "" || got.Light == "" {
					t.Errorf("%s: %+v for %+v", scope.Name(), got, a)
				}
			}
		}
	}
}

func checkTargets(t *testing.T, card *reports.Scorecard, d *document) {
	t.Helper()
	n := 0
	for _, section := range card.Sections {
		for _, row := range section.Rows {
			got := d.Indicators[n]
			n++
			for _, line := range row.Lines {
				target := got.Targets[line.Horizon]
				if got.ID != row.ID || raw(target.Actual) != line.Actual.JSON || raw(target.Partial) != line.Actual.Partial || target.State != line.State {
					t.Errorf("%s: %s %s is %s (%s), want %s (%s)", card.Scope.Name(), row.ID, line.Horizon, target.Actual, target.Partial, line.Actual.JSON, line.Actual.Partial)
				}
				for _, pair := range [][2]*indicators.Hundredths{{target.Points, line.Points.Value}, {target.Weight, line.Weight.Value}} {
					if (pair[0] == nil) != (pair[1] == nil) || pair[0] != nil && *pair[0] != *pair[1] {
						t.Errorf("%s: points or weight of %s %v, want %v", card.Scope.Name(), row.ID, pair[0], pair[1])
					}
				}
			}
		}
	}
	if n != len(d.Indicators) {
		t.Errorf("%s: %d indicators, want %d", card.Scope.Name(), len(d.Indicators), n)
	}
}

// facts are the parts of a document that do not depend on its language.
func facts(t *testing.T, text []byte) string {
	t.Helper()
	var d struct {
		Through     string              `json:"through"`
		AsOf        string              `json:"as_of"`
		Method      string              `json:"method"`
		Fingerprint string              `json:"fingerprint"`
		Score       *stdjson.RawMessage `json:"score"`
		Coverage    *stdjson.RawMessage `json:"coverage"`
		GradeID     *string             `json:"grade_id"`
		Counts      map[string]int      `json:"counts"`
		Indicators  []struct {
			ID      string `json:"id"`
			State   string `json:"state"`
			Targets map[string]struct {
				Text    string              `json:"text"`
				Expr    string              `json:"expr"`
				Verdict *string             `json:"verdict"`
				Points  *stdjson.RawMessage `json:"points"`
				Weight  *stdjson.RawMessage `json:"weight"`
			} `json:"targets"`
		} `json:"indicators"`
	}
	if err := stdjson.Unmarshal(text, &d); err != nil {
		t.Fatal(err)
	}
	out, err := stdjson.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}
