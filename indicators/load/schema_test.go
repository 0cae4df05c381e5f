package load

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/goccy/go-yaml"
)

// What the reader takes without a problem, an editor must not mark as wrong.
func TestTheSchemaAllowsWhatTheReaderReads(t *testing.T) {
	schema := parsedSchema(t)
	var files []string
	for _, pattern := range []string{"testdata/read/*.yaml", "testdata/lint/*.yaml", "../library/gd-2021/*.yaml"} {
		found, _ := filepath.Glob(pattern)
		files = append(files, found...)
	}
	for _, file := range files {
		if matched, _ := filepath.Match("*"+TestSuffix, filepath.Base(file)); matched {
			continue
		}
		if problem := validate(schema, schema, document(t, file), "$"); problem != "" {
			t.Errorf("%s: %s", file, problem)
		}
	}
}

func TestTheSchemaMarksAMisspeltKey(t *testing.T) {
	schema := parsedSchema(t)
	for _, name := range []string{"many_problems", "no_target"} {
		if validate(schema, schema, document(t, "testdata/refused/"+name+".yaml"), "$") == "" && name == "many_problems" {
			t.Errorf("%s: nothing is marked", name)
		}
	}
}

func TestEveryKeyIsDescribedInBothLanguages(t *testing.T) {
	for _, o := range []*object{definition, programmeObject, sourceObject, reconcileObject, scheduleObject, mailObject, recipientObject, regionObject, projectObject, taskObject,
		assignmentObject, fundsObject, indicatorObject, listedIndicator, targetObject, partObject} {
		seen := map[string]bool{}
		for _, k := range o.keys {
			if k.docZH == "" || k.docEN == "" {
				t.Errorf("%s.%s is not described", o.name, k.name)
			}
			for _, spelling := range k.spellings() {
				if seen[foldKey(spelling)] {
					t.Errorf("%s: %s stands for two keys", o.name, spelling)
				}
				seen[foldKey(spelling)] = true
			}
		}
	}
}

func parsedSchema(t *testing.T) map[string]any {
	t.Helper()
	var schema map[string]any
	if err := json.Unmarshal(Schema(), &schema); err != nil {
		t.Fatal(err)
	}
	if schema["$schema"] != "https://json-schema.org/draft/2020-12/schema" {
		t.Errorf("$schema is %v", schema["$schema"])
	}
	return schema
}

func document(t *testing.T, file string) any {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var value any
	if err := yaml.UnmarshalWithOptions(text, &value, yaml.AllowDuplicateMapKey()); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return value
}

// validate checks a value against the part of JSON Schema that Schema uses, and
// returns the first thing that does not fit.
func validate(root, schema map[string]any, value any, at string) string {
	for word, rule := range schema {
		problem := ""
		switch word {
		case "$ref":
			name := rule.(string)[len("#/$defs/"):]
			problem = validate(root, root["$defs"].(map[string]any)[name].(map[string]any), value, at)
		case "anyOf":
			problem = at + ": fits none"
			for _, option := range rule.([]any) {
				if problem = validate(root, option.(map[string]any), value, at); problem == "" {
					break
				}
			}
		case "allOf":
			for _, part := range rule.([]any) {
				if problem = validate(root, part.(map[string]any), value, at); problem != "" {
					break
				}
			}
		case "type":
			types, many := rule.([]any)
			if !many {
				types = []any{rule}
			}
			if !slices.Contains(types, any(typeOf(value))) && !(typeOf(value) == "integer" && slices.Contains(types, any("number"))) {
				problem = fmt.Sprintf("%s: is %s, want %v", at, typeOf(value), rule)
			}
		case "enum":
			if !slices.Contains(rule.([]any), value) {
				problem = fmt.Sprintf("%s: %v is none of %v", at, value, rule)
			}
		case "required":
			for _, key := range rule.([]any) {
				if object, ok := value.(map[string]any); ok && object[key.(string)] == nil {
					problem = fmt.Sprintf("%s: %s is missing", at, key)
				}
			}
		case "additionalProperties":
			problem = validateProperties(root, schema, value, at)
		case "items":
			list, _ := value.([]any)
			for i, item := range list {
				if problem = validate(root, rule.(map[string]any), item, fmt.Sprintf("%s[%d]", at, i)); problem != "" {
					break
				}
			}
		}
		if problem != "" {
			return problem
		}
	}
	return ""
}

func validateProperties(root, schema map[string]any, value any, at string) string {
	object, _ := value.(map[string]any)
	known, _ := schema["properties"].(map[string]any)
	for key, inner := range object {
		rule, there := known[key]
		if !there {
			if schema["additionalProperties"] == false {
				return at + ": " + key + " is not known"
			}
			rule = schema["additionalProperties"]
		}
		if problem := validate(root, rule.(map[string]any), inner, at+"."+key); problem != "" {
			return problem
		}
	}
	return ""
}

func typeOf(value any) string {
	switch value.(type) {
	case nil:
		return "null"
	case bool:
		return "boolean"
	case string:
		return "string"
	case map[string]any:
		return "object"
	case []any:
		return "array"
	case int, int64, uint64:
		return "integer"
	}
	return "number"
}
