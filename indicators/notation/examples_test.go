package notation

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"testing"
)

// example is one line of testdata: a target, and the fields of its reading or
// the code of its refusal. Only the fields that it gives are compared.
type example struct {
	Name, Target, Unit, Category, Direction, Tolerance string
	Reading                                            map[string]any
	Error                                              string
	Line                                               int `json:"-"`
}

func (e example) input() Input {
	return Input{Name: e.Name, Text: e.Target, Unit: e.Unit, Category: e.Category, Direction: e.Direction, Tolerance: e.Tolerance, Year: 2021}
}

func examples(t testing.TB, file string) []example {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", file))
	if err != nil {
		t.Fatal(err)
	}
	var out []example
	lines := bufio.NewScanner(bytes.NewReader(text))
	lines.Buffer(nil, 1<<20)
	for n := 1; lines.Scan(); n++ {
		if len(bytes.TrimSpace(lines.Bytes())) == 0 {
			continue
		}
		e := example{Line: n}
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			t.Fatalf("%s:%d: %v", file, n, err)
		}
		out = append(out, e)
	}
	return out
}

func TestPublishedTextsReadAsACarefulReaderWould(t *testing.T) {
	files, _ := filepath.Glob("testdata/*.jsonl")
	for _, file := range files {
		file = filepath.Base(file)
		if file == "actuals.jsonl" {
			continue
		}
		t.Run(file, func(t *testing.T) {
			for _, e := range examples(t, file) {
				check(t, file, e)
			}
		})
	}
}

func check(t *testing.T, file string, e example) {
	t.Helper()
	r, problem := Read(e.input())
	if e.Error != "" {
		switch {
		case problem == nil:
			text, _ := json.Marshal(r)
			t.Errorf("%s:%d: %q (%s) is read as %s, want refused: %s", file, e.Line, e.Target, e.Name, text, e.Error)
		case problem.Code != e.Error && e.Error != "any":
			t.Errorf("%s:%d: %q (%s) is refused as %s, want %s", file, e.Line, e.Target, e.Name, problem.Code, e.Error)
		}
		return
	}
	if problem != nil {
		t.Errorf("%s:%d: %q (%s) is refused as %s at %d, want %v", file, e.Line, e.Target, e.Name, problem.Code, problem.Column, e.Reading)
		return
	}
	text, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	for field, want := range e.Reading {
		if !same(got[field], want) {
			t.Errorf("%s:%d: %q (%s): %s is %v, want %v", file, e.Line, e.Target, e.Name, field, got[field], want)
		}
	}
}

// same compares the fields that want gives, in parts too. A field of null must be
// absent.
func same(got, want any) bool {
	switch want := want.(type) {
	case []any:
		list, ok := got.([]any)
		if !ok || len(list) != len(want) {
			return len(want) == 0 && got == nil
		}
		for i := range want {
			if !same(list[i], want[i]) {
				return false
			}
		}
		return true
	case map[string]any:
		fields, ok := got.(map[string]any)
		for field, value := range want {
			ok = ok && same(fields[field], value)
		}
		return ok
	}
	return reflect.DeepEqual(got, want)
}
