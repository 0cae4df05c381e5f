package reports_test

import (
	"fmt"
	"strings"
	"testing"

	"yardstick/engine"
	"yardstick/indicators"
	"yardstick/reports"
	"yardstick/reports/cardtest"
	"yardstick/rules"
)

// said is the first sentence of the only project of a generated programme.
func said(t *testing.T, e *engine.Evaluation, l indicators.Language) string {
	t.Helper()
	return build(t, e, "project-work", l).Answer.Sentences[0]
}

func TestSentencesCountAsPeopleDo(t *testing.T) {
	figures := func(reached ...int64) func(int, int) (indicators.Value, bool) {
		return func(_, k int) (indicators.Value, bool) {
			return indicators.Value(reached[k]) * indicators.One, reached[k] >= 0
		}
	}
	for name, c := range map[string]struct {
		reached []int64
		target  string
		en, zh  string
	}{
		"one met":            {[]int64{90}, "≥90", "The one target is met.", "唯一的指标已达成。"},
		"one missed":         {[]int64{80}, "≥90", "0 of 1 target met; # is 10 个 short.", "1 项指标中 0 项达成；#差 10 个。"},
		"two met":            {[]int64{90, 91}, "≥90", "All 2 targets met.", "2 项指标全部达成。"},
		"one met, one not":   {[]int64{90, 89}, "≥90", "1 of 2 targets met; # is 1 个 short.", "2 项指标中 1 项达成；#差 1 个。"},
		"one not reported":   {[]int64{90, -1}, "≥90", "1 of 2 targets met; # not reported.", "2 项指标中 1 项达成；#未报。"},
		"a ceiling broken":   {[]int64{91, 90}, "≤90", "1 of 2 targets met; # is 1 个 too high.", "2 项指标中 1 项达成；#超出 1 个。"},
		"five missed of six": {[]int64{90, 80, 70, 60, 50, 40}, "≥90", "1 of 6 targets met; # is 50 个 short; # is 40 个 short; 3 more not or only partly met.", "6 项指标中 1 项达成；#差 50 个；#差 40 个；另有 3 项未达成或部分达成。"},
	} {
		e := cardtest.Generated(t, cardtest.Shape{Indicators: len(c.reached), Target: c.target, Actual: figures(c.reached...), Spent: 100})
		for i := range e.Programme.Indicators() {
			i.Name = "#"
		}
		for l, want := range map[indicators.Language]string{indicators.English: c.en, indicators.Chinese: c.zh} {
			if got := said(t, e, l); got != want {
				t.Errorf("%s: %q, want %q", name, got, want)
			}
		}
	}
}

// "0 of 2 targets met" reads like a failure where nothing could be met yet.
func TestASentenceDoesNotCountWhatIsNotDueOrDoesNotApplyAsMissed(t *testing.T) {
	for name, c := range map[string]struct {
		states [2]engine.State
		want   string
	}{
		"neither applies":             {[2]engine.State{engine.NotApplicable, engine.NotApplicable}, "No target applies."},
		"one is open, one does not":   {[2]engine.State{engine.InProgress, engine.NotApplicable}, "None of 2 targets is due yet."},
		"one is not due, one is open": {[2]engine.State{engine.NotYetDue, engine.InProgress}, "None of 2 targets is due yet."},
		"one is missing, one not due": {[2]engine.State{engine.Missing, engine.NotYetDue}, "0 of 2 targets met; # not reported."},
	} {
		e := cardtest.Generated(t, cardtest.Shape{Indicators: 2, Target: "≥90", Spent: 100, Actual: func(int, int) (indicators.Value, bool) { return 0, false }})
		standing := e.Projects[0]
		standing.Counts = engine.Counts{Targets: 2}
		for k, r := range e.Assignments[0].Indicators {
			r.Indicator.Name = "#"
			r.Targets[0].State = c.states[k]
			switch c.states[k] {
			case engine.NotApplicable:
				standing.Counts.NotApplicable++
			case engine.InProgress:
				standing.Counts.InProgress++
			case engine.NotYetDue:
				standing.Counts.NotYetDue++
			case engine.Missing:
				standing.Counts.Missing++
			}
		}
		if got := said(t, e, indicators.English); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// A rate that is a quotient misses its target by percentage points, not by percent, and
// never by nothing.
func TestARateFallsShortByPercentagePoints(t *testing.T) {
	for actual, want := range map[indicators.Value]string{
		87_666_667: "is 2.33 percentage points short",
		89_999_999: "is 0.01 percentage points short",
	} {
		e := cardtest.Generated(t, cardtest.Shape{Indicators: 1, Target: "≥90", Spent: 100, Actual: func(int, int) (indicators.Value, bool) { return 80 * indicators.One, true }})
		target := e.Assignments[0].Indicators[0].Targets[0]
		target.Target.Reading.Unit, target.Actual = "%", actual
		target.Quantity = rules.Quantity{Num: actual, Den: 3, Factor: 3}
		if got := said(t, e, indicators.English); !strings.Contains(got, want) {
			t.Errorf("%s: %q, want %q", actual, got, want)
		}
	}
}

// Of many targets the sentence gives the numbers of the panel above it, each by itself.
func TestASentenceOfManyTargetsCountsAsThePanelDoes(t *testing.T) {
	e := cardtest.Evaluation(t)
	counts := &e.Total.Counts
	counts.PartlyMet, counts.NotMet = 2, counts.NotMet-2
	got := build(t, e, "programme", indicators.English).Answer.Sentences[0]
	want := fmt.Sprintf("; %d not met; 2 partly met; 1 accepted as a deviation; %d not reported; ", counts.NotMet, counts.Missing)
	if !strings.Contains(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// A card that says "8 indicators, 16 targets" may not say "3 of 8 targets met".
func TestASentenceSaysThatItIsAboutTheYearsTargets(t *testing.T) {
	e := cardtest.Evaluation(t)
	for name, want := range map[string]string{
		"project-crafts": " of 8 annual targets", "programme": " of 134 annual targets met", "project-survey": " of 84 targets met",
	} {
		if got := build(t, e, name, indicators.English).Answer.Sentences[0]; !strings.Contains(got, want) {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

func TestAnAcceptedDeviationIsSaidToBeOne(t *testing.T) {
	accept := func(t *engine.TargetResult) { t.State, t.Verdict = engine.DeviationAccepted, rules.NotMet }
	for name, c := range map[string]struct {
		accepted []int
		want     string
	}{
		"named":               {[]int{1}, "0 of 4 targets met; # is 3 个 short; # is 2 个 short (accepted deviation); 2 more not or only partly met."},
		"not among the named": {[]int{3}, "0 of 4 targets met; # is 3 个 short; # is 2 个 short; 1 more not or only partly met; 1 accepted as a deviation."},
	} {
		e := cardtest.Generated(t, cardtest.Shape{Indicators: 4, Target: "≥90", Spent: 100, Actual: func(_, k int) (indicators.Value, bool) {
			return []indicators.Value{87, 88, 89, 89}[k] * indicators.One, true
		}})
		for _, k := range c.accepted {
			accept(e.Assignments[0].Indicators[k].Targets[0])
		}
		for i := range e.Programme.Indicators() {
			i.Name = "#"
		}
		if got := said(t, e, indicators.English); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// "目标“是”，实际 未报" takes a state for a figure, and said "不适用" twice.
func TestAnExplanationTellsFiguresFromStates(t *testing.T) {
	e := cardtest.Evaluation(t)
	seen := map[reports.Shape]bool{}
	for l, c := range map[indicators.Language]struct{ figure, state, twice string }{
		indicators.English: {"actual ", "\": Not reported", "Not applicable"}, indicators.Chinese: {"实际 ", "”：未报", "不适用"},
	} {
		for _, item := range build(t, e, "programme", l).Explain.Items {
			seen[item.Mark.Shape] = true
			switch item.Mark.Shape {
			case reports.ShapeMissing:
				if strings.Contains(item.Text, c.figure) || !strings.Contains(item.Text, c.state) {
					t.Errorf("missing: %q", item.Text)
				}
			case reports.ShapeNotApplicable:
				if strings.Count(item.Said, c.twice) != 1 {
					t.Errorf("not applicable: %q", item.Said)
				}
			case reports.ShapeNotMet:
				if !strings.Contains(item.Text, c.figure) {
					t.Errorf("not met: %q", item.Text)
				}
			}
			if strings.Contains(item.Said, "。 ") || strings.Contains(item.Said, "  ") || l == indicators.English && strings.Contains(item.Said, ".No ") {
				t.Errorf("sentences run together, or apart: %q", item.Said)
			}
		}
	}
	for _, shape := range []reports.Shape{reports.ShapeMissing, reports.ShapeNotApplicable, reports.ShapeNotMet} {
		if !seen[shape] {
			t.Errorf("the results hold none that is %s", shape)
		}
	}
}
