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
