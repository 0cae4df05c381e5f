package ruletest

import (
	"slices"
	"strings"

	"yardstick/indicators"
	"yardstick/indicators/load"
	"yardstick/indicators/notation"
)

// expectations reads what is expected, by indicator; under a case's own
// indicator the word or the fields may stand at once.
func (r *reader) expectations(t, def *load.Tree) (out []Expectation) {
	entries, ok := t.Entries()
	direct := !ok
	if def != nil && len(entries) > 0 {
		key, _ := entries[0].Key.Text()
		direct = keyWords["expect"][key] != ""
	}
	if direct {
		if def == nil {
			r.refuse(t, "ruletest-not-keys", nil)
			return nil
		}
		return r.expected(def, t)
	}
	for _, e := range entries {
		out = append(out, r.expected(e.Key, e.Value)...)
	}
	return out
}

// expected reads what is expected of each target that a name stands for.
func (r *reader) expected(name, t *load.Tree) (out []Expectation) {
	for _, target := range r.targets(name) {
		out = append(out, Expectation{Target: target, At: name.At(), Fields: r.fields(t, target)})
	}
	return out
}

// fields reads a mapping of fields, or a single word: a verdict or a state.
func (r *reader) fields(t *load.Tree, target *indicators.Target) (out []Field) {
	if text, ok := t.Text(); ok {
		text = strings.TrimSpace(text)
		for _, name := range []string{"verdict", "state"} {
			if value, ok := values[name][text]; ok {
				return []Field{{Name: name, Want: value, At: t.At()}}
			}
		}
		r.refuse(t, "ruletest-word", indicators.Args{"text": text,
			"known": near(text, values["verdict"]) + ", " + near(text, values["state"])})
		return nil
	}
	entries, _ := t.Entries()
	keys := r.keys(t, "expect")
	for _, e := range entries {
		key, _ := e.Key.Text()
		name := keyWords["expect"][key]
		if name == "" || keys[name].Key == nil {
			continue
		}
		out = append(out, Field{Name: name, Want: r.want(name, e.Value, target), At: e.Value.At()})
	}
	return out
}

// want reads one expected value into the form in which a [Result] prints it.
func (r *reader) want(name string, t *load.Tree, target *indicators.Target) string {
	switch name {
	case "points", "weight":
		var h indicators.Hundredths
		text := r.text(t)
		if err := h.UnmarshalJSON([]byte(text)); err != nil {
			r.refuse(t, "ruletest-points", indicators.Args{"text": text})
		}
		return h.String()
	case "actual":
		text := r.text(t)
		if text == "无" || text == "none" {
			return "none"
		}
		reading := target.Reading
		if reading.Kind == indicators.Compound {
			r.refuse(t, "ruletest-no-single-actual", nil)
			return ""
		}
		read, problem := notation.ReadActual(text, reading, target.Indicator.Assignment.Window.To.Time().Year())
		if problem != nil {
			r.refuse(t, problem.Code, problem.Args)
		}
		return read.Value.String()
	}
	return r.word(t, name, t)
}

// listed prints words in order, those of one script together.
func listed(words []string) string {
	slices.Sort(words)
	return strings.Join(words, ", ")
}
