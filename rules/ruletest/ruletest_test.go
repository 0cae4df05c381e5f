package ruletest_test

import (
	"errors"
	"strings"
	"testing"

	"yardstick/indicators"
	"yardstick/indicators/library"
	"yardstick/indicators/load"
	"yardstick/indicators/notation"
	"yardstick/rules"
	"yardstick/rules/ruletest"
)

// bySum judges the sum of what a case reports for a target by the target's
// reading: enough to see how cases are read, compared and counted. What is not
// reported stays without a result of its own.
func bySum(p *indicators.Programme, c ruletest.Case) (ruletest.Results, error) {
	sums := map[string]indicators.Value{}
	for _, entry := range c.Entries {
		reading := p.Indicator(entry.Indicator).Targets[0].Reading
		read, problem := notation.ReadActual(entry.Text, reading, 2021)
		if problem != nil {
			return nil, problem
		}
		sums[entry.Indicator] += read.Value
	}
	results := ruletest.Results{}
	judge := rules.NewJudge(rules.Tiers{Met: 80 * indicators.One, Partly: 60 * indicators.One})
	for i, target := range p.Targets() {
		sum, known := sums[i.ID]
		out, problem := judge.Judge(&target.Reading, rules.Facts{Known: known, Actual: rules.Plain(sum)})
		result := ruletest.Result{State: "reported", Verdict: out.Verdict, Known: known, Actual: sum, Problem: problem}
		if !known {
			result.State = "missing"
		}
		results[target.ID()] = result
	}
	return results, nil
}

func read(t *testing.T, text string) ([]ruletest.Case, []*indicators.Problem) {
	t.Helper()
	return ruletest.Read(load.Source{Name: "survey.test.yaml", Text: []byte(text)}, library.Shared())
}

func TestOnlyWhatDiffersIsPrinted(t *testing.T) {
	cases, problems := read(t, `用例:
  - 名称: 完成
    指标: survey/广州/collected
    实际: {2020-11..2021-10: 830}
    截至: 2021-10
    预期: {结论: 达成, 实际: 9960家次}
  - 名称: 说错了
    实际:
      survey/440100/collected: {2021-09: 1000, 2021-10: 120}
    截至: 2021-10
    预期:
      survey/440100/collected: {结论: 达成, 实际: 1120, 状态: 已报}
      survey/韶关/collected: 未达成
  - name: a figure that cannot be read
    actuals:
      survey/Guangzhou/collected: many
    through: 2021-10
    expect:
      survey/Guangzhou/collected: met
`)
	if len(problems) > 0 {
		t.Fatal(problems[0].Text(indicators.English))
	}
	report := ruletest.Run(library.Shared(), cases, bySum)
	passed, failed, errors := report.Counts()
	if passed != 1 || failed != 1 || errors != 1 {
		t.Errorf("%d passed, %d failed, %d errors", passed, failed, errors)
	}
	text, _, _ := strings.Cut(report.Text(indicators.English), "driven to both")
	want := `PASS  survey.test.yaml:2:5 完成 (1 target)
FAIL  survey.test.yaml:7:5 说错了 (2 targets)
      gd-2021/survey/440100/collected@annual
        survey.test.yaml:12:37: verdict: want met, got not met
      gd-2021/survey/440200/collected@annual
        survey.test.yaml:13:28: verdict: want not met, got none (missing)
ERROR survey.test.yaml:14:5 a figure that cannot be read
`
	if !strings.HasPrefix(text, want) {
		t.Errorf("got\n%s\nwant\n%s", text, want)
	}
}

func TestAnEvaluationThatFailsIsNotAFailedTest(t *testing.T) {
	cases, _ := read(t, "用例:\n  - {名称: 甲, 指标: survey/广州/collected, 截至: 2021-10, 预期: 达成}\n")
	report := ruletest.Run(library.Shared(), cases, func(*indicators.Programme, ruletest.Case) (ruletest.Results, error) {
		return nil, errors.New("no database")
	})
	if passed, failed, errors := report.Counts(); passed != 0 || failed != 0 || errors != 1 {
		t.Errorf("%d passed, %d failed, %d errors", passed, failed, errors)
	}
	report = ruletest.Run(library.Shared(), cases, func(*indicators.Programme, ruletest.Case) (ruletest.Results, error) {
		return ruletest.Results{}, nil
	})
	if _, _, errors := report.Counts(); errors != 1 {
		t.Error("a target without a result passed")
	}
}

func TestCoverageCountsWhatPassingCasesExpect(t *testing.T) {
	cases, problems := read(t, `用例:
  - 名称: 两个都达成
    实际: {survey/广州/collected: 9960, survey/深圳/collected: 11560}
    截至: 2021-10
    预期: {survey/广州/collected: 达成, survey/深圳/collected: {实际: 11560}}
  - 名称: 都没有达成
    实际: {survey/广州/collected: 1, survey/深圳/collected: 1}
    截至: 2021-10
    预期: {survey/广州/collected: 未达成, survey/深圳/collected: 未达成}
`)
	if len(problems) > 0 {
		t.Fatal(problems[0].Text(indicators.English))
	}
	report := ruletest.Run(library.Shared(), cases, bySum)
	if covered, all := report.Coverage.Both(); covered != 1 || all != 142 {
		t.Errorf("%d of %d", covered, all)
	}
	for _, gap := range report.Coverage.Gaps() {
		if gap.Target.ID() == "gd-2021/survey/440300/collected@annual" && (!gap.LacksMet || gap.LacksNot) {
			t.Error("a verdict that no case expected counts as covered")
		}
	}
}

func TestATestFileIsRefusedAtItsPlace(t *testing.T) {
	for name, test := range map[string]struct{ text, want string }{
		"an unknown key": {"用例:\n  - 名称: 甲\n    实践: {}\n", "" +
			"survey.test.yaml:3:5: there is no key 实践 here; known keys: actuals, as_of, declarations, expect, indicator, name, through, 名称, 声明, 实际, 截至, 指标, 时点, 预期 [ruletest-unknown-key]\n" +
			"        实践: {}\n" +
			"        ^^^^"},
		"a misspelt indicator": {"用例:\n  - {名称: 甲, 截至: 2021-10, 预期: {survey/广州/colected: 达成}}\n", "" +
			"survey.test.yaml:2:31: there is no indicator colected; did you mean collected? [ruletest-unknown-indicator.near]\n" +
			"      - {名称: 甲, 截至: 2021-10, 预期: {survey/广州/colected: 达成}}\n" +
			"                                         ^^^^^^^^^^^^^^^^^^^^"},
		"an unknown word":           {"用例:\n  - {名称: 甲, 截至: 2021-10, 指标: survey/广州/collected, 预期: {结论: 完成}}\n", "[ruletest-word]"},
		"a misspelt city":           {"用例:\n  - {名称: 甲, 截至: 2021-10, 预期: {survey/Guangzou/collected: 达成}}\n", "did you mean Guangzhou? [ruletest-unknown-region.near]"},
		"a project of many regions": {"用例:\n  - {名称: 甲, 截至: 2021-10, 预期: {survey/collected: 达成}}\n", "[ruletest-which-region]"},
		"a month that is none":      {"用例:\n  - {名称: 甲, 截至: 2021-13, 指标: survey/广州/collected, 预期: 达成}\n", "[ruletest-period]"},
		"a span that runs backward": {"用例:\n  - {名称: 甲, 截至: 2021-10, 指标: survey/广州/collected, 实际: {2021-03: 1, 2021-10..2021-01: 1}, 预期: 达成}\n", "[ruletest-period]"},
		"nothing expected":          {"用例:\n  - {名称: 甲, 截至: 2021-10}\n", "[ruletest-no-expect]"},
		"no month":                  {"用例:\n  - {名称: 甲, 指标: survey/广州/collected, 预期: 达成}\n", "[ruletest-no-through]"},
		"a target of no such term":  {"用例:\n  - {名称: 甲, 截至: 2021-10, 预期: {survey/广州/collected@term: 达成}}\n", "[ruletest-no-target]"},
		"points of three decimals":  {"用例:\n  - {名称: 甲, 截至: 2021-10, 指标: survey/广州/collected, 预期: {得分: 1.234}}\n", "[ruletest-points]"},
		"a key twice":               {"用例:\n  - {名称: 甲, name: b, 截至: 2021-10, 指标: survey/广州/collected, 预期: 达成}\n", "[ruletest-key-twice]"},
		"no list":                   {"用例: 甲\n", "[ruletest-not-a-list]"},
		"not YAML":                  {"用例: [\n", "[yaml-"},
	} {
		t.Run(name, func(t *testing.T) {
			cases, problems := read(t, test.text)
			if len(problems) == 0 || len(cases) > 0 {
				t.Fatalf("%d cases, problems %v", len(cases), problems)
			}
			if got := problems[0].Text(indicators.English); !strings.Contains(got, test.want) {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

func TestNamesOfPartsMoneyAndHorizons(t *testing.T) {
	cases, problems := read(t, `用例:
  - 名称: 甲
    实际:
      survey/广州/资金#执行数: {2021-03: 12.5}
      gd-2021/survey/440100/企业数据采集量（家次）: {2021-03至2021-04: 3}
    声明:
      - {指标: crafts/output@项目周期, 类型: 不适用, 理由: 已停办, 起: 2021-02, 有效至: 2021-12-31}
    截至: 2021-04
    时点: 2021-05-10
    预期: {crafts/output@term: 不适用}
`)
	if len(problems) > 0 {
		t.Fatal(problems[0].Text(indicators.English))
	}
	c := cases[0]
	march := indicators.NewPeriod(2021, 3)
	if len(c.Entries) != 3 || c.Entries[0].Indicator != "gd-2021/survey/440100/money" || c.Entries[0].Part != indicators.MoneySpent ||
		c.Entries[2].Indicator != "gd-2021/survey/440100/collected" || c.Entries[2].Period != march+1 {
		t.Errorf("entries %+v", c.Entries)
	}
	d := c.Declarations[0]
	if d.Kind != "not_applicable" || d.Horizon != indicators.Term || d.Period != march-1 || d.Until.String() != "2021-12-31" {
		t.Errorf("declaration %+v", d)
	}
	if c.AsOf.String() != "2021-05-10" || c.Expect[0].Target.Horizon != indicators.Term {
		t.Errorf("as of %s, expected %+v", c.AsOf, c.Expect)
	}
}

func FuzzRead(f *testing.F) {
	for _, file := range library.TestFiles() {
		f.Add(string(file.Text))
	}
	f.Add("用例:\n- 实际: {a/b#c@d: {2021-01至2021-99: [x]}}\n  预期: 达成\n")
	p := library.Shared()
	f.Fuzz(func(t *testing.T, text string) {
		cases, _ := ruletest.Read(load.Source{Name: "x", Text: []byte(text)}, p)
		for _, c := range cases {
			if c.Name == "" || c.Through == 0 || len(c.Expect) == 0 {
				t.Fatalf("half a case was read: %+v", c)
			}
		}
	})
}
