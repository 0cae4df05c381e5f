package notation

import (
	"testing"

	"yardstick/indicators"
)

func TestWhatWasAchievedOfAChangeIsAChangeOrALevelNeverBoth(t *testing.T) {
	change := func(size string) string { return "change " + size }
	for name, c := range map[string]struct{ name, unit, target, actual, want string }{
		"said as a rise":                               {"工业增加值", "", "较上年增长6%以上", "增长7.2%", change("7.2")},
		"said as a fall":                               {"工业增加值", "", "较上年增长6%以上", "下降2%", change("-2")},
		"a fall where a fall is wanted":                {"水耗", "", "比2019年降低8%", "下降9.5%", change("-9.5")},
		"a rise where a fall is wanted":                {"水耗", "", "比2019年降低8%", "上升1%", change("1")},
		"with a plus":                                  {"工业增加值", "", "较上年增长6%以上", "+7.2%", change("7.2")},
		"in the unit of the change":                    {"工业增加值", "", "较上年增长6%以上", "7.2%", change("7.2")},
		"in the unit of a fall":                        {"水耗", "", "比2019年降低8%", "9%", change("-9")},
		"below zero":                                   {"工业增加值", "", "较上年增长5%", "-3%", change("-3")},
		"a minus where a fall is wanted":               {"水耗", "", "比2019年降低8%", "-9%", "two-readings"},
		"percentage points":                            {"满意度", "", "较上年提高1.5个百分点", "提高2个百分点", change("2")},
		"percentage points alone":                      {"满意度", "", "较上年提高1.5个百分点", "2个百分点", change("2")},
		"the level, in its own unit":                   {"产值（亿元）", "", "较上年增长6%以上", "350亿元", "350"},
		"the level, in a unit of its family":           {"产值（亿元）", "", "较上年增长6%以上", "3500000万元", "350"},
		"the level without a unit":                     {"产值（亿元）", "", "较上年增长6%以上", "350", "350"},
		"the change beside a level of another unit":    {"产值（亿元）", "", "较上年增长6%以上", "7.2%", change("7.2")},
		"a percentage of what is itself a percentage":  {"失业率（%）", "", "较上年下降10%", "4.5%", "two-readings"},
		"said as a change of such a percentage":        {"失业率（%）", "", "较上年下降10%", "下降12%", change("-12")},
		"a column that repeats the unit of the change": {"工业增加值", "%", "较上年增长6%以上", "7.2%", change("7.2")},
		"a bound":                    {"工业增加值", "", "较上年增长6%以上", "增长7%以上", "actual-is-a-bound"},
		"a level of an unknown unit": {"工业增加值", "", "较上年增长6%以上", "350亿元", "unit-conflict"},
		"a change in another unit":   {"满意度", "", "较上年提高1.5个百分点", "提高2%", "unit-conflict"},
	} {
		t.Run(name, func(t *testing.T) {
			r, problem := Read(Input{Name: c.name, Unit: c.unit, Text: c.target, Category: "效益/经济效益指标", Year: 2021})
			if problem != nil || r.Kind != indicators.Change {
				t.Fatal(r.Kind, problem)
			}
			got, problem := ReadActual(c.actual, r, 2021)
			text := got.Value.String()
			if size, ok := got.Value.Change(); ok {
				text = change(size.String())
			}
			if problem != nil {
				text = problem.Code
			}
			if text != c.want {
				t.Errorf("%q for %q is %s, want %s", c.actual, c.target, text, c.want)
			}
		})
	}
}
