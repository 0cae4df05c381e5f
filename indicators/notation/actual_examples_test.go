package notation

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"testing"

	"yardstick/indicators"
)

// entered is one line of actuals.jsonl: what is entered for a target, and the
// value that it has or the code of its refusal.
type entered struct {
	example
	Actual, Value, Note string
}

func TestEnteredFiguresReadAsACarefulReaderWould(t *testing.T) {
	text, err := os.ReadFile("testdata/actuals.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(bytes.NewReader(text))
	for n := 1; lines.Scan(); n++ {
		var e entered
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			t.Fatalf("actuals.jsonl:%d: %v", n, err)
		}
		e.Line = n
		checkEntered(t, e)
	}
}

func checkEntered(t *testing.T, e entered) {
	t.Helper()
	r, problem := Read(e.input())
	if problem != nil {
		t.Errorf("actuals.jsonl:%d: the target %q is refused as %s", e.Line, e.Target, problem.Code)
		return
	}
	got, problem := ReadActual(e.Actual, r, 2021)
	note := ""
	if len(got.Notes) > 0 {
		note = got.Notes[0].Code
	}
	switch {
	case problem != nil && e.Error == "":
		t.Errorf("actuals.jsonl:%d: %q for %q is refused as %s, want %s", e.Line, e.Actual, e.Target, problem.Code, e.Value)
	case problem != nil && problem.Code != e.Error && e.Error != "any":
		t.Errorf("actuals.jsonl:%d: %q for %q is refused as %s, want %s", e.Line, e.Actual, e.Target, problem.Code, e.Error)
	case problem == nil && e.Error != "":
		t.Errorf("actuals.jsonl:%d: %q for %q is read as %s, want refused: %s", e.Line, e.Actual, e.Target, written(got.Value, r), e.Error)
	case problem == nil && (written(got.Value, r) != e.Value || note != e.Note):
		t.Errorf("actuals.jsonl:%d: %q for %q is %s %s, want %s %s", e.Line, e.Actual, e.Target, written(got.Value, r), note, e.Value, e.Note)
	}
}

// written is a value as actuals.jsonl has it.
func written(v indicators.Value, r indicators.Reading) string {
	switch r.Kind {
	case indicators.Truth:
		return map[bool]string{true: "yes", false: "no"}[v != 0]
	case indicators.Deadline:
		return indicators.DateOf(v).String()
	case indicators.Change:
		if size, reported := v.Change(); reported {
			return "change " + size.String()
		}
	}
	return v.String()
}
