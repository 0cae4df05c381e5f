package notation

import (
	"testing"
	"time"

	"yardstick/indicators"
)

func TestQuartersFollowTheFiscalYear(t *testing.T) {
	for name, c := range map[string]struct {
		text  string
		start time.Month
		want  string
	}{
		"a calendar year":              {"Q3", 0, "2021-09-30"},
		"a fiscal year from April":     {"Q3", time.April, "2021-12-31"},
		"its last quarter":             {"Q4", time.April, "2022-03-31"},
		"in Chinese":                   {"第三季度末", time.April, "2021-12-31"},
		"its first half":               {"上半年", time.April, "2021-09-30"},
		"its end":                      {"by the end of the fiscal year", time.July, "2022-06-30"},
		"the end of the calendar year": {"年底前", time.April, "2021-12-31"},
		"a quarter of a stated year":   {"Q1 2022", time.October, "2022-12-31"},
	} {
		t.Run(name, func(t *testing.T) {
			r, problem := Read(Input{Text: c.text, Name: "Handover", Category: "Output", Year: 2021, FiscalStart: c.start})
			if problem != nil {
				t.Fatal(problem)
			}
			if got := indicators.DateOf(r.Value).String(); got != c.want {
				t.Errorf("%q is due on %s, want %s", c.text, got, c.want)
			}
		})
	}
}

func TestThePlaceOfARefusalIsMarked(t *testing.T) {
	for text, want := range map[string][2]int{ // column and width, characters from 1
		"约85%":          {1, 1},
		"好评率: 约90%":     {6, 1},
		"超过90%以上":       {6, 2},
		"2021年13月":      {1, 8},
		"80%%":          {4, 1},
		"12月":           {1, 3},
		"3天100人":        {3, 3},
		"较全国增长5%":       {1, 3},
		"合格率95%，返工率9O%": {11, 2},
		"　　≥abc":        {3, 1},
	} {
		_, problem := Read(Input{Text: text, Name: "指标", Category: "产出/质量指标", Year: 2021})
		if problem == nil {
			t.Errorf("%q is read", text)
		} else if got := [2]int{problem.Column, problem.Width}; got != want {
			t.Errorf("%q is marked at %v, want %v (%s)", text, got, want, problem.Code)
		}
	}
}
