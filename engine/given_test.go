package engine_test

import (
	"strings"
	"testing"

	"yardstick/engine"
	"yardstick/indicators"
	"yardstick/rules/scoring"
)

// given is one indicator with one target, and what was reported for it: the
// smallest case that an evaluation can be asked about.
type given struct {
	reading     indicators.Reading
	aggregation indicators.Aggregation // sum unless named
	cumulative  bool
	horizon     indicators.Horizon // annual unless named
	from, to    string             // months of the window; to "" is an open end; 2021 unless named
	noDue       bool               // no end is known
	frequency   indicators.Frequency
	figures     figures
	parts       map[string]figures // by part, in place of figures
	declared    []engine.Declaration
	yearAgo     *indicators.Value
	rule        string
	through     string // 2021-12 unless named
}

// figures are values by month, as a person writes them.
type figures map[string]string

const (
	assignmentID = "p/project/440100"
	indicatorID  = assignmentID + "/measured"
)

func (g given) programme(tb testing.TB) *indicators.Programme {
	from, to := g.from, g.to
	if from == "" {
		from, to = "2021-01", "2021-12"
	}
	window := indicators.Window{From: month(tb, from).First()}
	if to != "" {
		window.To = month(tb, to).Last()
	}
	a := &indicators.Assignment{ID: assignmentID, Region: "440100", Window: window}
	i := &indicators.Indicator{
		ID: indicatorID, Assignment: a, Name: "数", Level1: "产出", Level2: "数量指标",
		Aggregation: g.aggregation, Cumulative: g.cumulative, YearAgo: g.yearAgo,
	}
	if i.Aggregation == "" {
		i.Aggregation = indicators.Sum
	}
	if g.rule != "" {
		i.Rule = &indicators.Expression{Source: g.rule}
	}
	target := &indicators.Target{Indicator: i, Horizon: g.horizon, Reading: g.reading, Window: window, Due: window.To}
	if target.Horizon == "" {
		target.Horizon = indicators.Annual
	}
	if g.noDue {
		target.Due = 0
	}
	i.Targets = []*indicators.Target{target}
	a.Indicators = []*indicators.Indicator{i}
	project := &indicators.Project{ID: "p/project", Assignments: []*indicators.Assignment{a}}
	a.Project = project
	return &indicators.Programme{
		ID: "p", Year: 2021, Method: "mof-2020@1", Frequency: g.frequency,
		Regions:  indicators.Regions{{Code: "440000", Name: "广东省"}, {Code: "440100", Name: "广州市", Parent: "440000"}},
		Projects: []*indicators.Project{project},
	}
}

func (g given) observations(tb testing.TB) []engine.Observation {
	parts := g.parts
	if parts == nil {
		parts = map[string]figures{"": g.figures}
	}
	var out []engine.Observation
	for part, list := range parts {
		for at, text := range list {
			out = append(out, engine.Observation{
				Seq: int64(len(out) + 1), Indicator: indicatorID, Part: part, Period: month(tb, at), Value: value(tb, text), Text: text,
			})
		}
	}
	return out
}

// evaluate returns the whole evaluation.
func (g given) evaluate(tb testing.TB) *engine.Evaluation {
	tb.Helper()
	p := g.programme(tb)
	through := g.through
	if through == "" {
		through = "2021-12"
	}
	e, err := engine.Evaluate(p, engine.Inputs{
		Through: month(tb, through), Method: lookup(tb, p.Method),
		Observations: engine.InOrder(p, g.observations(tb)), Declarations: g.declared,
	})
	if err != nil {
		tb.Fatal(err)
	}
	return e
}

// target returns the result of the one target.
func (g given) target(tb testing.TB) *engine.TargetResult {
	tb.Helper()
	return g.evaluate(tb).Assignments[0].Indicators[0].Targets[0]
}

func month(tb testing.TB, text string) indicators.Period {
	tb.Helper()
	period, err := indicators.ParsePeriod(text)
	if err != nil {
		tb.Fatal(err)
	}
	return period
}

func value(tb testing.TB, text string) indicators.Value {
	tb.Helper()
	number, change := strings.CutPrefix(text, "+") // a change reported as such
	v, err := indicators.ParseValue(number)
	if err != nil {
		tb.Fatalf("%q: %v", text, err)
	}
	if change {
		v = indicators.ChangeValue(v)
	}
	return v
}

func lookup(tb testing.TB, name string) *scoring.Method {
	tb.Helper()
	method, err := scoring.Lookup(name)
	if err != nil {
		tb.Fatal(err)
	}
	return method
}

func threshold(op indicators.Op, units indicators.Value) indicators.Reading {
	return indicators.Reading{Kind: indicators.Threshold, Op: op, Value: units * indicators.One, Unit: "次"}
}

func atLeast(units indicators.Value) indicators.Reading { return threshold(indicators.AtLeast, units) }
func atMost(units indicators.Value) indicators.Reading  { return threshold(indicators.AtMost, units) }

// every reports the same figure for months in a row.
func every(tb testing.TB, from, to, text string) figures {
	out := figures{}
	for m := month(tb, from); m <= month(tb, to); m++ {
		out[m.String()] = text
	}
	return out
}

// with returns the figures with some changed; an empty text takes one out.
func (f figures) with(changes figures) figures {
	out := figures{}
	for at, text := range f {
		out[at] = text
	}
	for at, text := range changes {
		out[at] = text
		if text == "" {
			delete(out, at)
		}
	}
	return out
}
