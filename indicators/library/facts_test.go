package library

import (
	"os"
	"strings"
	"testing"

	"yardstick/indicators"
	"yardstick/indicators/load"
)

func noticeText(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("testdata/notice-2021.txt")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestTheMoneyAddsUpAsTheNoticeSays(t *testing.T) {
	p, n := programme(t), readNotice(t)
	all := indicators.Value(0)
	byUndertaker := map[string]indicators.Value{}
	byProject := map[string]indicators.Value{}
	for a := range p.Assignments() {
		for _, line := range a.Lines {
			all += line.Amount
			byUndertaker[line.Undertaker] += line.Amount
			byProject[a.Project.LocalID()] += line.Amount
		}
	}
	cities := byProject["survey"] + byProject["clusters"]
	guangzhou, _ := p.Regions.Find("广州")
	dongguan, _ := p.Regions.Find("东莞")
	check := map[string]struct {
		got  indicators.Value
		want string
	}{
		"the whole":                     {all, n.total},
		"the cities":                    {cities, strings.TrimSuffix(n.citiesFunds, "（详见附件2）")},
		"企业情况综合 of 21 cities":           {byProject["survey"], n.cityTotals[0]},
		"cluster projects":              {byProject["clusters"], n.cityTotals[1]},
		"省工业和信息化厅":                      {byUndertaker["广东省工业和信息化厅"], "2888.6"},
		"广轻控股":                          {byUndertaker["广东省广轻控股集团有限公司"], "1900"},
		"工艺美术协会":                        {byUndertaker["广东省工艺美术协会"], "100"},
		"阿里云":                           {byUndertaker["阿里云计算有限公司"], "300"},
		"monitoring: 185+198+70+1629.6": {byProject["monitoring"], "2082.6"},
		"crafts: 1900 + 100":            {byProject["crafts"], "2000"},
		"广州's clusters":                 {assignment(p, "clusters", guangzhou.Code).Funds(), "1316.4"},
		"东莞's clusters":                 {assignment(p, "clusters", dongguan.Code).Funds(), "864"},
	}
	for name, test := range check {
		if test.got.String() != test.want {
			t.Errorf("%s: %s, want %s", name, test.got, test.want)
		}
	}
	if all.String() != "9017" {
		t.Errorf("the whole is %s", all)
	}
}

func TestThereAre134IndicatorsWith142Targets(t *testing.T) {
	p := programme(t)
	count := map[string]int{}
	targets := 0
	for i := range p.Indicators() {
		count[i.Assignment.Project.LocalID()]++
		count["all"]++
	}
	for range p.Targets() {
		targets++
	}
	want := map[string]int{"monitoring": 8, "council": 6, "crafts": 8, "summit": 5, "administration": 7, "survey": 84, "clusters": 16, "all": 134}
	for project, n := range want {
		if count[project] != n {
			t.Errorf("%s: %d indicators, want %d", project, count[project], n)
		}
	}
	if targets != 142 || len(p.Project("survey").Assignments) != 21 || len(p.Project("clusters").Assignments) != 2 {
		t.Errorf("%d targets, want 142", targets)
	}
	for _, i := range p.Project("crafts").Assignments[0].Indicators {
		if len(i.Targets) != 2 {
			t.Errorf("%s: %d targets, want annual and term", i.Name, len(i.Targets))
		}
	}
}

func TestTheCitiesAddUpTo900MoreThanTheProvince(t *testing.T) {
	p := programme(t)
	var workload, targets indicators.Value
	for _, a := range p.Project("survey").Assignments {
		if !a.Workload.Counted || a.Workload.Unit != "家次" {
			t.Errorf("%s: workload %+v", a.ID, a.Workload)
		}
		workload += a.Workload.Amount
		targets += a.Indicators[0].Target(indicators.Annual).Reading.Value
	}
	province := p.Indicator("gd-2021/monitoring/440000/approved").Target(indicators.Annual).Reading
	if workload.Grouped() != "85,900" || targets != workload || province.Value.Grouped() != "85,000" || province.Unit != "家次" {
		t.Errorf("workload %s, targets %s, province %s %s", workload, targets, province.Value, province.Unit)
	}
	if len(p.Reconcile) != 1 || p.Reconcile[0].Indicator != "gd-2021/monitoring/440000/approved" || p.Reconcile[0].With != "survey/*/collected" {
		t.Errorf("reconciliation %+v", p.Reconcile)
	}
	for _, a := range p.Project("clusters").Assignments {
		if a.Workload.Counted {
			t.Errorf("%s: a workload in words was counted: %+v", a.ID, a.Workload)
		}
	}
}

func TestDueDates(t *testing.T) {
	p := programme(t)
	for id, want := range map[string]string{
		"monitoring/440000/trained@annual":            "2021-12-31 assumed 2021-01-01 – 2021-12-31",
		"monitoring/440000/approved@annual":           "2021-10-31 assumed 2020-11-01 – 2021-10-31",
		"monitoring/440000/survey-span@annual":        "2021-10-31 window 2020-11-01 – 2021-10-31",
		"monitoring/440000/power-span@annual":         "2023-04-30 window 2021-07-01 – 2023-04-30",
		"monitoring/440000/platform-span@annual":      "2022-12-31 window 2021-07-01 – 2022-12-31",
		"council/440000/mechanism@annual":             "2021-12-31 assumed 2021-01-01 – 2021-12-31",
		"crafts/440000/exhibitions@annual":            "2021-12-31 assumed 2021-01-01 – 2021-12-31",
		"crafts/440000/exhibitions@term":              "none not-stated 2021-01-01 – none",
		"summit/440000/attendance@annual":             "2021-12-31 assumed 2021-01-01 – 2021-12-31",
		"administration/440000/audits-on-time@annual": "2021-12-31 assumed 2021-01-01 – 2021-12-31",
		"survey/440100/collected@annual":              "2021-10-31 task 2020-11-01 – 2021-10-31",
		"survey/445300/on-time@annual":                "2021-10-31 task 2020-11-01 – 2021-10-31",
		"clusters/441900/economy@annual":              "2021-12-31 task 2021-01-01 – 2021-12-31",
	} {
		found := false
		for _, target := range p.Targets() {
			if target.ID() != "gd-2021/"+id {
				continue
			}
			found = true
			got := day(target.Due) + " " + string(target.DueSource) + " " + day(target.Window.From) + " – " + day(target.Window.To)
			if got != want {
				t.Errorf("%s: %s, want %s", id, got, want)
			}
		}
		if !found {
			t.Errorf("%s: no such target", id)
		}
	}
}

func day(d indicators.Date) string {
	if d == 0 {
		return "none"
	}
	return d.String()
}

func TestAggregationFollowsKindAndUnit(t *testing.T) {
	p := programme(t)
	for id, want := range map[string]indicators.Aggregation{
		"monitoring/440000/trained": indicators.Sum, "monitoring/440000/approved": indicators.Sum,
		"monitoring/440000/security": indicators.Latest, "monitoring/440000/survey-span": indicators.Latest,
		"monitoring/440000/satisfaction": indicators.Latest, "council/440000/mechanism": indicators.Latest,
		"crafts/440000/area": indicators.Sum, "crafts/440000/completion": indicators.Latest,
		"crafts/440000/output": indicators.Sum, "summit/440000/forums": indicators.Sum,
		"summit/440000/satisfaction": indicators.Latest, "survey/440100/reports": indicators.Sum,
		"clusters/440100/platforms": indicators.Sum, "clusters/440100/compliance": indicators.Latest,
	} {
		if i := p.Indicator("gd-2021/" + id); i == nil || i.Aggregation != want {
			t.Errorf("%s: want %s, have %+v", id, want, i)
		}
	}
	if !p.Indicator("gd-2021/crafts/440000/area").AggregationStated {
		t.Error("the sum of exhibition areas is stated, not assumed")
	}
}

func TestLintSaysWhatTheNoticeLeavesOpen(t *testing.T) {
	p := programme(t)
	count := map[string]int{}
	var said strings.Builder
	for _, problem := range load.Lint(p) {
		count[problem.Code]++
		said.WriteString(problem.Line(indicators.Chinese) + "\n")
	}
	want := map[string]int{
		"lint-term-not-stated": 1, // 工艺美术
		"lint-due-after-year":  2, // 22个月, 18个月
		"lint-goal-differs":    2, // 超3000人, 2-3个
		"lint-city-sum":        1,
		"lint-due-assumed":     5 + 6 + 8 + 5 + 7,
	}
	for code, n := range want {
		if count[code] != n {
			t.Errorf("%s: %d times, want %d", code, count[code], n)
		}
	}
	for _, words := range []string{"“超3000人”", "“2-3个”", "85,900", "（8.5万家次）没有写截止日期，推定为 2021-10-31"} {
		if !strings.Contains(said.String(), words) {
			t.Errorf("lint does not say %s", words)
		}
	}
}

func TestTheCitiesStandOnTheirOwnTiles(t *testing.T) {
	p := programme(t)
	tiles := map[[2]int]string{}
	cities := 0
	for _, region := range p.Regions {
		if region.Parent != "440000" {
			continue
		}
		cities++
		tile := [2]int{region.Row, region.Column}
		if !region.Tiled || tiles[tile] != "" {
			t.Errorf("%s shares a tile with %s", region.Name, tiles[tile])
		}
		tiles[tile] = region.Name
	}
	if cities != 21 || p.Regions[0].Code != "440000" {
		t.Errorf("%d cities, first region %s", cities, p.Regions[0].Name)
	}
}

func assignment(p *indicators.Programme, project, region string) *indicators.Assignment {
	for _, a := range p.Project(project).Assignments {
		if a.Region == region {
			return a
		}
	}
	return nil
}
