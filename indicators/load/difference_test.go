package load

import (
	"fmt"
	"strings"
	"testing"

	"yardstick/indicators"
)

const before = `专项: {编号: p, 名称: 试点, 年度: 2021, 地区: 广东}
项目:
  编号: a
  名称: 甲项目
  资金: {承担单位: 省厅, 名称: 经费, 金额: 10}
  绩效指标:
    产出/数量指标:
      召开会议: {编号: meetings, 目标: 3次}
      培训学员（人次）: {编号: trained, 目标: ≥500, 分值: 20}
    产出/质量指标:
      合格率（%）: {编号: quality, 当年度: ≥90, 项目周期: ≥95}
`

func TestDifferenceSaysWhatChanged(t *testing.T) {
	tests := map[string]struct {
		old, new string
		want     []string // in English and Chinese
	}{
		"nothing": {"", "", nil},
		"a target": {"目标: 3次", "目标: 至少4次", []string{
			"召开会议 (p/a/440000/meetings): annual target changed from 3次 to 至少4次",
			"召开会议（p/a/440000/meetings）的当年度指标值由“3次”改为“至少4次”"}},
		"a target's white space is no change":  {"目标: 3次", `目标: "3次 "`, nil},
		"another way to write the same target": {"目标: 3次", "target: 3次", nil},
		"a whole-term target that goes": {", 项目周期: ≥95", "", []string{
			"合格率（%） (p/a/440000/quality): whole-term target changed from ≥95 to nothing",
			"合格率（%）（p/a/440000/quality）的项目周期指标值由“≥95”改为“（无）”"}},
		"a new name": {"召开会议: {", "召开专家会议: {曾用名: 召开会议, ", []string{
			"p/a/440000/meetings renamed from 召开会议 to 召开专家会议; the id stays",
			"p/a/440000/meetings 由“召开会议”更名为“召开专家会议”，编号不变"}},
		"a project's new name is one change": {"名称: 甲项目", "名称: 乙项目", []string{
			"p/a renamed from 甲项目 to 乙项目; the id stays", "p/a 由“甲项目”更名为“乙项目”，编号不变"}},
		"an indicator more": {"    产出/质量指标:", "      办展: {编号: shows, 目标: 2场}\n    产出/质量指标:", []string{
			"added 办展 (p/a/440000/shows): 2场", "新增 办展（p/a/440000/shows）：2场"}},
		"an indicator less": {"      召开会议: {编号: meetings, 目标: 3次}\n", "", []string{
			"removed 召开会议 (p/a/440000/meetings): 3次", "删除 召开会议（p/a/440000/meetings）：3次"}},
		"a weight": {"分值: 20", "分值: 25", []string{
			"培训学员（人次） (p/a/440000/trained): weight changed from 20.00 to 25.00",
			"培训学员（人次）（p/a/440000/trained）的分值由“20.00”改为“25.00”"}},
		"funds": {"金额: 10", "金额: 12.5", []string{
			"甲项目 (p/a/440000): funds changed from 省厅 经费 10万元 to 省厅 经费 12.5万元",
			"甲项目（p/a/440000）的资金由“省厅 经费 10万元”改为“省厅 经费 12.5万元”"}},
		"a direction that changes the reading only": {"目标: 3次}", "目标: 3次, 指标方向: 反向}", []string{
			"召开会议 (p/a/440000/meetings): direction changed from nothing to at_most",
			"召开会议（p/a/440000/meetings）的指标方向由“（无）”改为“at_most”",
			"annual reading changed from actual >= 3 to actual <= 3"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			old, new := read(t, before), read(t, strings.Replace(before, test.old, test.new, 1))
			var said strings.Builder
			changes := Difference(old, new)
			for _, change := range changes {
				fmt.Fprintln(&said, change.Say(indicators.English))
				fmt.Fprintln(&said, change.Say(indicators.Chinese))
			}
			for _, want := range test.want {
				if !strings.Contains(said.String(), want) {
					t.Errorf("does not say %q", want)
				}
			}
			if want := max(len(test.want)-1, 0); len(changes) != want {
				t.Errorf("%d changes, want %d:\n%s", len(changes), want, said.String())
			}
		})
	}
}

func TestAWholeProgrammeIsAddedOrRemoved(t *testing.T) {
	p := read(t, before)
	for _, test := range []struct {
		old, new *indicators.Programme
		want     ChangeKind
	}{{nil, p, Added}, {p, nil, Removed}} {
		changes := Difference(test.old, test.new)
		if len(changes) != 6 { // programme, project, assignment, three indicators
			t.Errorf("%s: %d changes", test.want, len(changes))
		}
		for _, change := range changes {
			if change.Kind != test.want {
				t.Errorf("%+v, want %s", change, test.want)
			}
		}
	}
}

func read(t *testing.T, text string) *indicators.Programme {
	t.Helper()
	p, problems := Read(Source{Name: "p.yaml", Text: []byte(text)})
	if len(problems) > 0 {
		t.Fatal(printed(problems))
	}
	return p
}
