package indicators

import (
	"errors"
	"testing"

	"pgregory.net/rapid"
)

func TestUnitsConvertWithinTheirFamily(t *testing.T) {
	for name, c := range map[string]struct {
		value    string
		from, to string
		want     string
		exact    bool
	}{
		"money":                       {"0.5", "亿元", "万元", "5000", true},
		"money by ratio":              {"0.5", "亿元/人", "万元/人", "5000", true},
		"hours":                       {"90", "分钟", "小时", "1.5", true},
		"what does not come out":      {"200", "分钟", "小时", "3.333333", false},
		"half up":                     {"2", "分钟", "小时", "0.033333", false},
		"acres of China":              {"3", "亩", "平方米", "2000", true},
		"a multiplier before a unit":  {"4.2", "万亩", "亩", "42000", true},
		"a multiplier before no unit": {"2", "万粒", "粒", "20000", true},
		"years in months":             {"1.5", "年", "个月", "18", true},
		"the same unit":               {"7", "家次", "家次", "7", true},
		"kilometres":                  {"1.5", "公里", "米", "1500", true},
	} {
		t.Run(name, func(t *testing.T) {
			v, err := ParseValue(c.value)
			if err != nil {
				t.Fatal(err)
			}
			got, exact, err := ConvertUnit(v, c.from, c.to)
			if err != nil || got.String() != c.want || exact != c.exact {
				t.Errorf("%s %s is %s %s, exact %t (%v); want %s, %t", c.value, c.from, got, c.to, exact, err, c.want, c.exact)
			}
		})
	}
}

func TestUnitsOfDifferentFamiliesDoNotConvert(t *testing.T) {
	for _, pair := range [][2]string{{"%", "‰"}, {"%", "个百分点"}, {"人", "人次"}, {"元", "USD"}, {"天", "个工作日"}, {"天", "个月"}, {"家次", "家"}, {"元/人", "元"}, {"%", ""}} {
		if _, _, err := ConvertUnit(One, pair[0], pair[1]); !errors.Is(err, ErrUnit) {
			t.Errorf("%s to %s: %v", pair[0], pair[1], err)
		}
	}
	if _, _, err := ConvertUnit(MaxValue, "亿元", "元"); !errors.Is(err, ErrRange) {
		t.Error("a figure beyond the range converts")
	}
}

func TestAnExactConversionComesBack(t *testing.T) {
	byFamily := map[string][]string{}
	for _, unit := range Units() {
		byFamily[FamilyOf(unit)] = append(byFamily[FamilyOf(unit)], unit)
	}
	rapid.Check(t, func(t *rapid.T) {
		from := rapid.SampledFrom(Units()).Draw(t, "from")
		to := rapid.SampledFrom(byFamily[FamilyOf(from)]).Draw(t, "to")
		v := Value(rapid.Int64Range(-1e15, 1e15).Draw(t, "value"))
		there, exact, err := ConvertUnit(v, from, to)
		if err != nil || !exact {
			return
		}
		back, exact, err := ConvertUnit(there, to, from)
		if err != nil || !exact || back != v {
			t.Fatalf("%s %s is %s %s and back %s (%v)", v, from, there, to, back, err)
		}
	})
}

func TestAReadingSaysItself(t *testing.T) {
	base := Value(15 * One)
	by, _ := NewDate(2021, 9, 30)
	from, _ := NewDate(2020, 11, 1)
	for _, c := range []struct {
		r      Reading
		zh, en string
	}{
		{Reading{Kind: Threshold, Op: AtLeast, Value: 85000 * One, Unit: "家次"}, "不少于 85,000 家次", "at least 85,000 家次"},
		{Reading{Kind: Threshold, Op: LessThan, Value: 2 * One, Unit: "%"}, "低于 2%", "less than 2%"},
		{Reading{Kind: Threshold, Op: AtLeast, Value: 2 * One, Unit: "次", Per: Monthly}, "每月不少于 2 次", "at least 2 次 every month"},
		{Reading{Kind: Threshold, Op: AtMost, Value: 7 * One, Unit: "天", Baseline: &base}, "由 15 天 变为不超过 7 天", "at most 7 天, from 15 天"},
		{Reading{Kind: Range, Op: Between, Value: 3 * One, High: 4 * One, Unit: "个"}, "3 个 至 4 个（含两端）", "between 3 个 and 4 个, both included"},
		{Reading{Kind: Range, Op: Between, Value: 3 * One, High: 4 * One, Open: "hi"}, "3 至 4（不含 4）", "at least 3, less than 4"},
		{Reading{Kind: Deadline, Op: AtMost, Value: by.Value()}, "不晚于 2021-09-30", "by 2021-09-30"},
		{Reading{Kind: Duration, Op: AtMost, Value: 11 * One, Unit: "个月", Window: Window{From: from, To: by}}, "不超过 11 个月（2020-11-01 至 2021-09-30）", "at most 11 个月 (2020-11-01 to 2021-09-30)"},
		{Reading{Kind: Change, Op: AtLeast, Value: 6 * One, Unit: "%", Direction: "up", Basis: "previous_year"}, "较上年提高，幅度不少于 6%", "higher by at least 6%, compared with the previous year"},
		{Reading{Kind: Change, NoAmount: true, Direction: "down", Basis: "2019"}, "较 2019 年下降", "lower compared with 2019"},
		{Reading{Kind: Truth, Value: One}, "是", "yes"},
		{Reading{Kind: Grade, Grade: "良好", Scale: Scale{"差", "良好"}}, "至少为“良好”（差 ‹ 良好）", "at least “良好” (差 ‹ 良好)"},
		{Reading{Kind: Compound, Logic: "any", Parts: []Reading{{Kind: Threshold, Op: AtLeast, Value: One, Unit: "个", Label: "金奖"}, {Kind: Threshold, Op: AtLeast, Value: 2 * One, Unit: "个", Label: "银奖"}}},
			"满足其一：金奖不少于 1 个；银奖不少于 2 个", "one of: 金奖: at least 1 个; 银奖: at least 2 个"},
	} {
		if zh, en := c.r.Says(Chinese), c.r.Says(English); zh != c.zh || en != c.en {
			t.Errorf("says\n\t%s\n\t%s\nwant\n\t%s\n\t%s", zh, en, c.zh, c.en)
		}
	}
}
