package notation

import (
	"testing"

	"yardstick/indicators"
)

// target reads a text that a test takes for granted.
func target(t *testing.T, in Input) indicators.Reading {
	t.Helper()
	if in.Category == "" {
		in.Category = "产出/数量指标"
	}
	in.Year = 2021
	r, problem := Read(in)
	if problem != nil {
		t.Fatal(problem)
	}
	return r
}

func TestActualsAreReadIntoTheUnitOfTheTarget(t *testing.T) {
	for name, c := range map[string]struct {
		target, actual, want string
		note                 string
	}{
		"separators and the same unit":             {"9,960家次", "9,960家次", "9960", ""},
		"a multiplier folds":                       {"9960家次", "1.2万", "12000", ""},
		"a bare number":                            {"9960家次", "8000", "8000", ""},
		"percent":                                  {"≥90%", "92.5%", "92.5", ""},
		"percent without its sign":                 {"≥90%", "92.5", "92.5", ""},
		"a fraction is a remark":                   {"≥90%", "0.92", "0.92", "looks-like-a-fraction"},
		"a small rate is none":                     {"差错率≤1%", "0.5", "0.5", ""},
		"a stated small rate is none":              {"≥90%", "0.92%", "0.92", ""},
		"money in another unit":                    {"5000万元", "0.5亿元", "5000", ""},
		"money in yuan":                            {"5000万元", "50000000元", "5000", ""},
		"money with the target's multiplier":       {"5000万元", "4800万", "4800", ""},
		"area":                                     {"2公顷", "20000平方米", "2", ""},
		"hours in minutes":                         {"不超过6小时", "90分钟", "1.5", ""},
		"a conversion that does not come out":      {"不超过6小时", "200分钟", "3.333333", "rounded-conversion"},
		"a verb before":                            {"完成6篇", "完成6篇", "6", ""},
		"numerals":                                 {"2次", "两次", "2", ""},
		"zero is a figure":                         {"2次", "0", "0", ""},
		"a case is counted in 起":                   {"无事故", "1起", "1", ""},
		"cases of a target in 起":                   {"不超过2起", "3起", "3", ""},
		"a thing for a house":                      {"5家", "5个", "5", ""},
		"full width":                               {"≥90%", "９２％", "92", ""},
		"the equals sign that forms copy":          {"100%", "=100%", "100", ""},
		"the unit in a bracket":                    {"≥90%", "92（%）", "92", ""},
		"a date":                                   {"2021年12月底前", "2021年12月15日", "18976", ""},
		"a date without a year":                    {"2021年12月底前", "12月15日", "18976", ""},
		"a month is its last day":                  {"2021年12月底前", "2021年11月", "18961", ""},
		"a date with its deed":                     {"2021年12月底前", "2021年12月15日完成", "18976", ""},
		"yes":                                      {"是", "是", "1", ""},
		"done":                                     {"是", "已完成", "1", ""},
		"no":                                       {"是", "否", "0", ""},
		"none is no":                               {"是", "无", "0", ""},
		"a grade on the scale":                     {"良好", "良好", "2", ""},
		"the lowest grade":                         {"良好", "差", "0", ""},
		"a similar word":                           {"良好", "优秀", "3", ""},
		"a tier for a grade":                       {"良好", "部分达成", "1070", ""},
		"a tier":                                   {"控制在预算内", "达成预期指标", "1100", ""},
		"a tier largely reached":                   {"控制在预算内", "基本达成", "1100", ""},
		"a tier partly reached":                    {"控制在预算内", "部分达成", "1070", ""},
		"a tier missed":                            {"控制在预算内", "未达成", "1030", ""},
		"a tier with its percentage":               {"控制在预算内", "部分达成 75%", "1075", ""},
		"a tier with its percentage in a bracket":  {"控制在预算内", "基本达成（85%）", "1085", ""},
		"largely reached, as its percentage tells": {"控制在预算内", "基本达成（75%）", "1075", ""},
		"an English tier":                          {"控制在预算内", "partly achieved", "1070", ""},
		"an English tier with its percentage":      {"控制在预算内", "Achieved, 95%", "1095", ""},
	} {
		t.Run(name, func(t *testing.T) {
			got, problem := ReadActual(c.actual, target(t, Input{Name: "差错率", Text: c.target}), 2021)
			if problem != nil {
				t.Fatal(problem)
			}
			if got.Value.String() != c.want {
				t.Errorf("%q is %s, want %s", c.actual, got.Value, c.want)
			}
			switch {
			case c.note == "" && len(got.Notes) > 0:
				t.Errorf("%q is remarked on: %v", c.actual, got.Notes[0])
			case c.note != "" && (len(got.Notes) != 1 || got.Notes[0].Code != c.note || got.Notes[0].Severity != indicators.Note):
				t.Errorf("%q: want the remark %s", c.actual, c.note)
			}
		})
	}
}

func TestWhatIsNoResultIsRefused(t *testing.T) {
	for name, c := range map[string]struct{ target, actual, want string }{
		"a bound copied from the target": {"300米", "≥300米", "actual-is-a-bound"},
		"a bound behind the number":      {"300米", "300米以上", "actual-is-a-bound"},
		"a bound in words":               {"300米", "不少于300米", "actual-is-a-bound"},
		"a bound in English":             {"300米", "at least 300", "actual-is-a-bound"},
		"a range":                        {"300米", "300-400米", "actual-is-a-bound"},
		"about":                          {"300米", "约300米", "approximate"},
		"another unit":                   {"300米", "300人", "unit-conflict"},
		"percent for a count":            {"300人", "90%", "unit-conflict"},
		"a count for percent":            {"≥90%", "90人", "unit-conflict"},
		"none":                           {"300米", "无", "not-a-value"},
		"not applicable":                 {"300米", "N/A", "not-a-value"},
		"a slash":                        {"300米", "/", "not-a-value"},
		"a dash":                         {"300米", "-", "not-a-value"},
		"empty":                          {"300米", " ", "not-a-value"},
		"to be determined":               {"300米", "待定", "not-a-value"},
		"yes for a number":               {"300米", "是", "wrong-type"},
		"a date for a number":            {"300米", "2021年12月15日", "wrong-type"},
		"a number for yes":               {"是", "5", "wrong-type"},
		"a number for a date":            {"2021年12月底前", "5", "wrong-type"},
		"a serial for a date":            {"2021年12月底前", "44469", "date-serial"},
		"no such day":                    {"2021年12月底前", "2021年2月30日", "bad-date"},
		"an ambiguous day":               {"2021年12月底前", "07/08/2021", "bad-date"},
		"a deadline for a date":          {"2021年12月底前", "2021年12月15日前", "actual-is-a-bound"},
		"a word off the scale":           {"良好", "很快", "wrong-type"},
		"a number for a narrative":       {"控制在预算内", "85", "wrong-type"},
		"a percentage alone":             {"控制在预算内", "85%", "wrong-type"},
		"outside the tier":               {"控制在预算内", "部分达成 85%", "outside-tier"},
		"below the tier":                 {"控制在预算内", "达成（75%）", "outside-tier"},
		"damage":                         {"≥90%", "9O%", "malformed"},
		"two percent signs":              {"≥90%", "90%%", "malformed"},
		"a decimal comma":                {"≥90%", "2,5", "malformed"},
		"seven decimals":                 {"≥90%", "90.1234567", "too-many-decimals"},
		"out of range":                   {"300米", "10000000000000", "out-of-range"},
		"options not chosen":             {"是", "是/否", "not-a-value"},
	} {
		t.Run(name, func(t *testing.T) {
			got, problem := ReadActual(c.actual, target(t, Input{Text: c.target}), 2021)
			if problem == nil {
				t.Fatalf("%q for %q is read as %s, want %s", c.actual, c.target, got.Value, c.want)
			}
			if problem.Code != c.want {
				t.Errorf("%q for %q is refused as %s, want %s", c.actual, c.target, problem.Code, c.want)
			}
			if problem.Message(indicators.English) == problem.Code {
				t.Errorf("%s has no words", problem.Code)
			}
		})
	}
}
