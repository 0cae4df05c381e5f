package reports_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yardstick/engine"
	"yardstick/indicators"
	"yardstick/indicators/goldentest"
	"yardstick/reports"
	"yardstick/reports/cardtest"
)

// forms fills in both forms for every assignment.
func forms(t *testing.T, e *engine.Evaluation, l indicators.Language) []*reports.Form {
	t.Helper()
	var out []*reports.Form
	for _, id := range reports.FormAssignments(e, reports.Scope{Kind: reports.ProgrammeScope, ID: e.Programme.ID}) {
		for _, fill := range []func(*engine.Evaluation, string, indicators.Language) (*reports.Form, error){reports.SelfEvaluation, reports.Monitoring} {
			form, err := fill(e, id, l)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, form)
		}
	}
	return out
}

// yearEnd is the first programme through the year's end, when everything of the year is due.
func yearEnd(t *testing.T) *engine.Evaluation {
	t.Helper()
	return cardtest.EvaluationThrough(t, indicators.NewPeriod(2021, time.December))
}

func TestATotalIsTheSumOfThePrintedLines(t *testing.T) {
	for name, e := range map[string]*engine.Evaluation{"in October": cardtest.Evaluation(t), "at the year's end": yearEnd(t)} {
		t.Run(name, func(t *testing.T) {
			for _, form := range forms(t, e, indicators.Chinese) {
				if form.Kind != reports.SelfEvaluationForm {
					continue
				}
				var weight, points indicators.Value
				add := func(sum *indicators.Value, s reports.Score) {
					if s.Value == nil {
						return
					}
					printed, err := indicators.ParseValue(s.Text)
					if err != nil || !strings.Contains(s.Text, ".") || len(s.Text)-strings.IndexByte(s.Text, '.') != 3 {
						t.Errorf("%s: %q is not a number with two decimals", form.Name(), s.Text)
					}
					*sum += printed
				}
				for _, line := range form.Money {
					add(&weight, line.Weight)
					add(&points, line.Points)
				}
				for _, row := range form.Rows {
					add(&weight, row.Weight)
					add(&points, row.Points)
				}
				if weight != 100*indicators.One || form.Weight.Text != "100.00" {
					t.Errorf("%s: the weights add up to %s, printed %s", form.Name(), weight, form.Weight.Text)
				}
				if form.Total.Value != nil && indicators.Value(*form.Total.Value)*(indicators.One/100) != points {
					t.Errorf("%s: the lines add up to %s, the total is %s", form.Name(), points, form.Total.Text)
				}
				for _, a := range e.Assignments {
					if a.Assignment.ID == form.Assignment && form.Total.Value != nil && *form.Total.Value != a.Points {
						t.Errorf("%s: total %s, the scorecard's points are %s", form.Name(), form.Total.Text, a.Points)
					}
				}
			}
		})
	}
}

func TestLinesStandInTheFormsOrder(t *testing.T) {
	e := cardtest.Evaluation(t)
	levels := [][2]string{
		{"满意度指标", "服务对象满意度指标"}, {"效益指标", "可持续影响指标"}, {"效益指标", "生态效益指标"}, {"效益指标", "其他效益"}, {"效益指标", "社会效益指标"}, {"产出指标", "过程管理指标"}, {"产出指标", "成本指标"},
		{"效益指标", "经济效益指标"}, {"产出指标", "其他产出"}, {"产出指标", "时效指标"}, {"产出指标", "质量指标"}, {"产出指标", "数量指标"},
	}
	var a *engine.AssignmentResult
	for _, a = range e.Assignments {
		if strings.HasSuffix(a.Assignment.ID, "crafts/440000") {
			break
		}
	}
	one := a.Indicators[0]
	a.Indicators = nil
	for _, level := range levels {
		copied, definition := *one, *one.Indicator
		definition.Level1, definition.Level2 = level[0], level[1]
		copied.Indicator = &definition
		a.Indicators = append(a.Indicators, &copied)
	}
	form, err := reports.SelfEvaluation(e, a.Assignment.ID, indicators.Chinese)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, row := range form.Rows {
		got = append(got, row.Level2)
	}
	want := []string{"数量指标", "质量指标", "时效指标", "成本指标", "过程管理指标", "其他产出", "经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标", "其他效益", "服务对象满意度指标"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestWhatNobodyReportedIsEmptyAndListed(t *testing.T) {
	e := cardtest.Evaluation(t)
	for _, l := range []indicators.Language{indicators.Chinese, indicators.English} {
		var b strings.Builder
		for _, form := range forms(t, e, l) {
			switch form.Assignment {
			case "gd-2021/survey/441300", "gd-2021/survey/445300", "gd-2021/crafts/440000":
				for _, problem := range form.Check() {
					b.WriteString(string(problem.Severity) + " " + problem.Line(l) + "\n")
				}
			}
		}
		goldentest.Check(t, "forms-open."+string(l)+".txt", []byte(b.String()))
	}
}

func TestAnOpenLineOfTheMonitoringFormIsListed(t *testing.T) {
	for _, form := range forms(t, cardtest.Evaluation(t), indicators.Chinese) {
		if form.Kind != reports.MonitoringForm {
			continue
		}
		listed := func(row reports.FormRow, codes ...string) bool {
			return slices.ContainsFunc(form.Check(), func(p *indicators.Problem) bool {
				return p.Args["id"] == row.ID && slices.Contains(codes, p.Code)
			})
		}
		for _, row := range form.Rows {
			exempt := row.Actual.Text == "不适用"
			if (row.Forecast.Text == "") != listed(row, "form-forecast", "form-outlook") && !exempt {
				t.Errorf("%s: %s expects %q", form.Name(), row.ID, row.Forecast.Text)
			}
			if (row.Likely == reports.LikelyOpen) != listed(row, "form-likelihood", "form-outlook") && !exempt {
				t.Errorf("%s: %s is likely %q", form.Name(), row.ID, row.Likely)
			}
		}
	}
}

func TestAFormIsRefused(t *testing.T) {
	e := cardtest.Evaluation(t)
	early := cardtest.EvaluationThrough(t, indicators.NewPeriod(2020, time.December))
	for name, c := range map[string]struct {
		of         *engine.Evaluation
		assignment string
		want       string
	}{
		"for an assignment that is not there": {e, "widgets/440100", `gd-2021 has no assignment "widgets/440100"; write an assignment's id, such as survey/440100 [form-assignment-unknown]`},
		"for a misspelt assignment":           {e, "gd-2021/survey/44010", `gd-2021 has no assignment "gd-2021/survey/44010"; is "gd-2021/survey/440100" meant? [form-assignment-misspelt]`},
		"before the fiscal year":              {early, "survey/440100", "evaluated through 2020-12, and the fiscal year begins only in 2021-01: the monitoring form has no month to show; choose a month of the fiscal year with --through [form-before-year]"},
	} {
		t.Run(name, func(t *testing.T) {
			form, err := reports.Monitoring(c.of, c.assignment, indicators.English)
			var problem *indicators.Problem
			if form != nil || !errors.As(err, &problem) {
				t.Fatalf("got %v, %v", form, err)
			}
			if diff := cmp.Diff(c.want, problem.Line(indicators.English)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestEveryPlaceOfAFormBelongsToOneCell(t *testing.T) {
	for _, l := range []indicators.Language{indicators.Chinese, indicators.English} {
		for _, form := range forms(t, cardtest.Evaluation(t), l) {
			grid := form.Grid()
			taken := make([][]bool, grid.Rows)
			for k := range taken {
				taken[k] = make([]bool, len(grid.Columns))
			}
			for _, cell := range grid.Cells {
				for row := cell.Row; row < cell.Row+cell.Height; row++ {
					for column := cell.Column; column < cell.Column+cell.Width; column++ {
						if taken[row][column] {
							t.Fatalf("%s: two cells at %d, %d (%q)", form.Name(), row, column, cell.Text)
						}
						taken[row][column] = true
					}
				}
			}
			for row := range taken {
				if column := slices.Index(taken[row], false); column >= 0 {
					t.Fatalf("%s: no cell at %d, %d", form.Name(), row, column)
				}
			}
			var whole reports.Share
			for _, column := range grid.Columns {
				whole += column
			}
			if whole != reports.Whole {
				t.Errorf("%s: columns add up to %d", form.Name(), whole)
			}
		}
	}
}

func TestTheMonitoringFormNamesItsMonths(t *testing.T) {
	for month, want := range map[time.Month]string{time.January: "1月", time.July: "1–7月", time.December: "1–12月"} {
		form, err := reports.Monitoring(cardtest.EvaluationThrough(t, indicators.NewPeriod(2021, month)), "survey/440100", indicators.Chinese)
		if err != nil {
			t.Fatal(err)
		}
		if form.Months != want {
			t.Errorf("%s: %s, want %s", month, form.Months, want)
		}
	}
}

func TestAFormsFingerprintFollowsItsContent(t *testing.T) {
	fill := func(e *engine.Evaluation) string {
		form, err := reports.SelfEvaluation(e, "survey/440100", indicators.Chinese)
		if err != nil {
			t.Fatal(err)
		}
		return form.Foot.Fingerprint
	}
	e := cardtest.Evaluation(t)
	before := fill(e)
	if again := fill(cardtest.Evaluation(t)); again != before {
		t.Error("the same content has two fingerprints")
	}
	for _, a := range e.Assignments {
		if strings.HasSuffix(a.Assignment.ID, "survey/440300") {
			a.Money.Spent++
		}
	}
	if fill(e) != before {
		t.Error("another city's money changes the fingerprint")
	}
	for _, a := range e.Assignments {
		if strings.HasSuffix(a.Assignment.ID, "survey/440100") {
			a.Indicators[0].Targets[0].Reason = "停产"
		}
	}
	if fill(e) == before {
		t.Error("a reason does not change the fingerprint")
	}
}
