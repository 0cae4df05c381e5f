package library

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yardstick/indicators"
	"yardstick/indicators/load"
)

// programme returns the definitions, which must be free of errors and warnings.
func programme(t *testing.T) *indicators.Programme {
	t.Helper()
	p, problems := load.Read(Sources()...)
	for _, problem := range problems {
		t.Error(problem.Text(indicators.Chinese))
	}
	if t.Failed() || p == nil {
		t.FailNow()
	}
	return p
}

func TestTheDefinitionsHoldNoErrors(t *testing.T) {
	p := programme(t)
	if diff := cmp.Diff(len(Programme().Projects), len(p.Projects)); diff != "" {
		t.Error(diff)
	}
	for _, problem := range load.Lint(p) {
		if problem.Severity != indicators.Note {
			t.Error(problem.Line(indicators.Chinese))
		}
	}
}

func TestEveryIDIsDeclared(t *testing.T) {
	for _, problem := range load.Lint(programme(t)) {
		if problem.Code == "lint-id-derived" {
			t.Error(problem.Line(indicators.English))
		}
	}
	want := "monitoring council crafts summit administration survey clusters"
	var ids []string
	for _, project := range programme(t).Projects {
		ids = append(ids, project.LocalID())
	}
	if got := strings.Join(ids, " "); got != want {
		t.Errorf("projects %s, want %s", got, want)
	}
}

// The tables of 附件4 and ours are the same, row by row: nothing is missing,
// nothing added, nothing moved, every target verbatim.
func TestTheProvincialTablesStandAsPublished(t *testing.T) {
	p, n := programme(t), readNotice(t)
	var got []projectTable
	for _, project := range p.Projects[:5] {
		table := tableOf(project.Assignments[0])
		table.title, table.goal, table.content, table.policy = project.Title, project.Goal, project.Content, project.Policy
		table.need = project.Funds().String()
		got = append(got, table)
	}
	want := n.projects
	for i := range want {
		want[i].need = strings.TrimSuffix(want[i].need, "万元")
	}
	for i, row := range got[2].rows { // 工艺美术's table has no 一级指标
		if row.level1 == "" {
			t.Errorf("%s: 一级指标 is not implied", row.name)
		}
		got[2].rows[i].level1 = ""
	}
	diffTables(t, want, got)
}

func TestTheCityTablesStandAsPublished(t *testing.T) {
	p, n := programme(t), readNotice(t)
	survey := p.Project("survey")
	if survey.Goal != n.surveyGoal {
		t.Errorf("goal %q, want %q", survey.Goal, n.surveyGoal)
	}
	var got []surveyRow
	for _, a := range survey.Assignments {
		row := surveyRow{city: shortName(p, a)}
		for k, i := range a.Indicators {
			row.targets = append(row.targets, i.Target(indicators.Annual).Text)
			if i.Name != n.surveyNames[k] {
				t.Errorf("%s: want %s", i.Name, n.surveyNames[k])
			}
		}
		got = append(got, row)
	}
	if diff := cmp.Diff(n.survey, got, cmp.AllowUnexported(surveyRow{})); diff != "" {
		t.Error(diff)
	}
	if got, want := strings.Join(n.surveyPath, " "), "产出 效益 数量指标 时效指标 社会效益指标"; got != want {
		t.Errorf("the notice's columns are %s", got)
	}
	var paths []string
	for _, i := range survey.Assignments[0].Indicators {
		paths = append(paths, i.Category())
	}
	if got, want := strings.Join(paths, " "), "产出/数量指标 产出/数量指标 产出/时效指标 效益/社会效益指标"; got != want {
		t.Errorf("categories %s, want %s", got, want)
	}
}

func TestTheClusterTablesStandAsPublished(t *testing.T) {
	p, n := programme(t), readNotice(t)
	project := p.Project("clusters")
	var got []projectTable
	for _, a := range project.Assignments {
		table := tableOf(a)
		table.title, table.goal = shortName(p, a)+"市绩效目标表", a.Goal
		if a.Goal == "" {
			table.goal = project.Goal
		}
		got = append(got, table)
	}
	diffTables(t, n.clusters, got)
}

func TestTheTaskListStandsAsPublished(t *testing.T) {
	p, n := programme(t), readNotice(t)
	var got []taskRow
	for _, id := range []string{"survey", "clusters"} {
		for _, a := range p.Project(id).Assignments {
			got = append(got, taskRow{shortName(p, a), a.Lines[0].Title, a.Task, a.Require, a.Nature, a.Means, a.Standard, a.Workload.Text, a.WindowText})
		}
	}
	if diff := cmp.Diff(n.tasks, got, cmp.AllowUnexported(taskRow{})); diff != "" {
		t.Error(diff)
	}
	text := strings.ReplaceAll(noticeText(t), "\n", "")
	for _, id := range []string{"survey", "clusters"} {
		if title := p.Project(id).Title; !strings.Contains(text, title+"任务清单") {
			t.Errorf("no task list is headed %s", title)
		}
	}
}

func TestTheFundsTablesStandAsPublished(t *testing.T) {
	p, n := programme(t), readNotice(t)
	var got []fundsRow
	for _, id := range []string{"monitoring", "council", "administration", "crafts", "summit"} { // the order of 附件1
		for _, line := range p.Project(id).Assignments[0].Lines {
			got = append(got, fundsRow{line.Undertaker, line.Text, line.Title})
			if (line.Remark == n.remark) != strings.Contains(line.Title, "二期") {
				t.Errorf("%s: remark %q", line.Title, line.Remark)
			}
		}
	}
	if diff := cmp.Diff(n.funds, got, cmp.AllowUnexported(fundsRow{})); diff != "" {
		t.Error(diff)
	}
	clusters := map[string]string{}
	for _, a := range p.Project("clusters").Assignments {
		clusters[a.Lines[0].Undertaker] = a.Lines[0].Text
	}
	var cities []cityFunds
	for _, a := range p.Project("survey").Assignments {
		line := a.Lines[0]
		cities = append(cities, cityFunds{line.Undertaker, line.Text, clusters[line.Undertaker]})
	}
	if diff := cmp.Diff(n.cityFunds, cities, cmp.AllowUnexported(cityFunds{})); diff != "" {
		t.Error(diff)
	}
}

func tableOf(a *indicators.Assignment) projectTable {
	var table projectTable
	for _, i := range a.Indicators {
		row := indicatorRow{level1: i.Level1, level2: i.Level2, name: i.Name, annual: i.Target(indicators.Annual).Text}
		if term := i.Target(indicators.Term); term != nil {
			row.term = term.Text
		}
		table.rows = append(table.rows, row)
	}
	return table
}

func diffTables(t *testing.T, want, got []projectTable) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(projectTable{}, indicatorRow{})); diff != "" {
		t.Error(diff)
	}
}

func shortName(p *indicators.Programme, a *indicators.Assignment) string {
	region, _ := p.Regions.ByCode(a.Region)
	return region.Short()
}
