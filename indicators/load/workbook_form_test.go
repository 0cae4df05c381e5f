package load_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"yardstick/indicators"
	"yardstick/indicators/load"
)

// grid is a sheet typed by hand: rows of cells; "<" and "^" continue the cell to
// the left and above.
type grid [][]any

// official is the form as it is published, filled in.
func official() grid {
	return grid{
		{"项目支出绩效目标申报表", "<", "<", "<", "<"},
		{"（2021年度）", "<", "<", "<", "<"},
		{"项目名称", "<", "企业数据采集", "<", "<"},
		{"主管部门及代码", "<", "省工业和信息化厅", "实施单位", "广州市局"},
		{"项目资金\n（万元）", "<", "年度资金总额：", 150, "<"},
		{"^", "^", "其中：财政拨款", 150, "<"},
		{"^", "^", "其他资金", 0, "<"},
		{"总\n体\n目\n标", "年度目标", "<", "<", "<"},
		{"^", "完成采集任务。", "<", "<", "<"},
		{"绩\n效\n指\n标", "一级指标", "二级指标", "三级指标", "指标值"},
		{"^", "产出指标", "数量指标", "采集量（家次）", "≥9960"},
		{"^", "^", "^", "研究报告数", "3份"},
		{"^", "^", "质量指标", "合格率", "≥90%"},
		{"^", "^", "时效指标", "……", ""},
		{"^", "效益指标", "社会效益指标", "提供决策参考", "是"},
		{"^", "满意度指标", "服务对象满意度指标", "满意度", "≥90%"},
	}
}

// with replaces the cell that holds a text.
func (g grid) with(old, now any) grid {
	for _, row := range g {
		if i := slices.Index(row, old); i >= 0 {
			row[i] = now
			return g
		}
	}
	panic(fmt.Sprint("no cell holds ", old))
}

func (g grid) row(cells ...any) grid { return append(g, cells) }

// formula is a cell with one.
type formula string

// shown is a number in a format.
type shown struct {
	value  float64
	format string
}

// typed makes a workbook of sheets; each sheet's name and its grid.
func typed(t testing.TB, name string, sheets ...any) load.Source {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for i := 0; i < len(sheets); i += 2 {
		sheet := sheets[i].(string)
		if _, err := f.NewSheet(sheet); err != nil {
			t.Fatal(err)
		}
		fill(t, f, sheet, sheets[i+1].(grid))
	}
	if err := f.DeleteSheet("Sheet1"); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return load.Source{Name: name, Text: out.Bytes()}
}

func fill(t testing.TB, f *excelize.File, sheet string, g grid) {
	for r, row := range g {
		for c, value := range row {
			cell, err := excelize.CoordinatesToCellName(c+1, r+1)
			switch value := value.(type) {
			case formula:
				err = f.SetCellFormula(sheet, cell, string(value))
			case shown:
				var style int
				style, err = f.NewStyle(&excelize.Style{CustomNumFmt: &value.format})
				if err == nil {
					err = f.SetCellStyle(sheet, cell, cell, style)
				}
				if err == nil {
					err = f.SetCellValue(sheet, cell, value.value)
				}
			default:
				if value != "<" && value != "^" && value != "" {
					err = f.SetCellValue(sheet, cell, value)
				}
			}
			if err == nil && value != "<" && value != "^" {
				err = merge(f, sheet, g, r, c)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
}

// merge merges a cell with those that continue it.
func merge(f *excelize.File, sheet string, g grid, r, c int) error {
	right, bottom := c, r
	for right+1 < len(g[r]) && g[r][right+1] == "<" {
		right++
	}
	for bottom+1 < len(g) && c < len(g[bottom+1]) && g[bottom+1][c] == "^" {
		bottom++
	}
	if right == c && bottom == r {
		return nil
	}
	first, _ := excelize.CoordinatesToCellName(c+1, r+1)
	last, err := excelize.CoordinatesToCellName(right+1, bottom+1)
	if err != nil {
		return err
	}
	return f.MergeCell(sheet, first, last)
}

// summary is a programme in lines: what a form says and nothing that follows.
func summary(p *indicators.Programme) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s %d\n", p.ID, p.Title, p.Year)
	for _, project := range p.Projects {
		fmt.Fprintf(&b, "%s | %s | %s | %s\n", project.LocalID(), project.Title, project.Department, project.Goal)
		for _, a := range project.Assignments {
			fmt.Fprintf(&b, " %s %s\n", a.Region, a.Goal)
			for _, line := range a.Lines {
				fmt.Fprintf(&b, "  %s %s %s\n", line.Undertaker, line.Title, line.Amount)
			}
			for _, i := range a.Indicators {
				fmt.Fprintf(&b, "  %s %s:", i.Category(), i.Name)
				for _, target := range i.Targets {
					fmt.Fprintf(&b, " %s %s (%s)", target.Horizon, target.Text, target.Reading.Says(indicators.English))
				}
				b.WriteString("\n")
			}
		}
	}
	return b.String()
}

const officialSummary = `plan plan 2021
企业数据采集 | 企业数据采集 | 省工业和信息化厅 | 完成采集任务。
 000000 
  广州市局  150
  产出指标/数量指标 采集量（家次）: annual ≥9960 (at least 9,960 家次)
  产出指标/数量指标 研究报告数: annual 3份 (at least 3 份)
  产出指标/质量指标 合格率: annual ≥90% (at least 90%)
  效益指标/社会效益指标 提供决策参考: annual 是 (yes)
  满意度指标/服务对象满意度指标 满意度: annual ≥90% (at least 90%)
`

func TestTheOfficialFormIsRead(t *testing.T) {
	twoGoals := official()
	twoGoals[7] = []any{"总体目标", "实施期目标", "<", "年度目标", "<"}
	twoGoals[8] = []any{"^", "三年建成。", "<", "今年开工。", "<"}
	unmerged := official()
	for _, row := range unmerged[10:] {
		for c := range row {
			if row[c] == "^" {
				row[c] = ""
			}
		}
	}
	threeCells := official()
	for i, cells := range [][]any{{"指标性质", "度量单位"}, {"≥", "家次"}, {"", "份"}, {"≥", "%"}, {"", ""}, {"定性", ""}, {"≥", "%"}} {
		threeCells[9+i] = append(threeCells[9+i], cells...)
	}
	threeCells.with("≥9960", 9960).with("3份", 3).with("≥90%", 90).with("≥90%", "90")
	for name, c := range map[string]struct {
		sheet grid
		want  string // replaced in officialSummary: old, new, …
	}{
		"as published":                          {official(), ""},
		"labels spaced out":                     {official().with("项目名称", "项 目 名 称：").with("三级指标", "三级 指标"), ""},
		"categories once, not merged":           {unmerged, ""},
		"a percentage typed as a number":        {official().with("≥90%", shown{0.9, "0%"}), "质量指标 合格率: annual ≥90% →质量指标 合格率: annual 90% "},
		"a unit that is the cell's format":      {official().with("3份", shown{3, `0"份"`}), ""},
		"a yes that is a truth":                 {official().with("是", true), ""},
		"amounts in 元":                          {official().with("项目资金\n（万元）", "项目资金\n（元）"), "广州市局  150→广州市局  0.015"},
		"money from two sources":                {official().with(0, 50).with(150, 200), "广州市局  150→广州市局 财政拨款 150\n  广州市局 其他资金 50"},
		"goals for the term and for the year":   {twoGoals, "完成采集任务。→实施期目标：三年建成。\n年度目标：今年开工。"},
		"a target for the whole term":           {official().with("指标值", "实施期指标值"), " annual → term "},
		"a target in three cells":               {threeCells, "annual ≥9960 →annual ≥9960家次 "},
		"words in English":                      {english(), ""},
		"a note under the table":                {official().row("注：本表一式两份", "<", "<", "<", "<"), ""},
		"an empty row in the table":             {append(append(official()[:11:11], []any{"", "", "", "", ""}), official()[11:]...), ""},
		"people and telephone numbers beside":   {append(official()[:4:4], append(grid{{"项目负责人", "<", "张三", "联系电话", "020-1"}}, official()[4:]...)...), ""},
		"an id, and the weight of an indicator": {withExtras(), "企业数据采集 | 企→survey | 企"},
	} {
		t.Run(name, func(t *testing.T) {
			p, problems := load.Read(typed(t, "plan.xlsx", "表", c.sheet))
			for _, problem := range problems {
				if problem.Severity == indicators.Error {
					t.Error(problem)
				}
			}
			want := officialSummary
			if old, now, ok := strings.Cut(c.want, "→"); ok {
				want = strings.ReplaceAll(want, old, now)
			}
			if got := summary(p); got != want {
				t.Errorf("got\n%swant\n%s", got, want)
			}
		})
	}
}

func english() grid {
	g := official()
	for old, now := range map[string]string{"项目名称": "Title", "主管部门及代码": "Department", "实施单位": "Undertaker", "年度资金总额：": "Amount",
		"年度目标": "Goal", "一级指标": "Level 1", "二级指标": "Level 2", "三级指标": "Indicator", "指标值": "Target"} {
		g.with(old, now)
	}
	return g
}

func withExtras() grid {
	g := official()
	for i := 9; i < len(g); i++ {
		g[i] = append(g[i], map[int]any{9: "分值", 10: 20}[i])
	}
	return g.row("补充信息").row("项目编号", "<", "survey")
}

func TestWhatAFormDoesNotSayIsRemarked(t *testing.T) {
	_, problems := load.Read(typed(t, "plan.xlsx", "表", official(), "填表说明", grid{{"填表说明"}, {"一、如实填写"}}))
	var codes []string
	for _, problem := range problems {
		codes = append(codes, problem.At.String()+" "+problem.Code)
	}
	want := []string{"plan.xlsx!表!A1 workbook-assumed-programme", "plan.xlsx!表!C3 workbook-assumed-id", "plan.xlsx!填表说明!A1 workbook-sheet-skipped"}
	if !slices.Equal(codes, want) {
		t.Errorf("got %q, want %q", codes, want)
	}
}

func TestProblemsOfAFormStandAtTheirCells(t *testing.T) {
	for name, c := range map[string]struct {
		sheets []any
		want   string // an error's place and code
	}{
		"a target that is approximate":       {[]any{"表", official().with("≥9960", "约9960")}, "plan.xlsx!表!E11 approximate"},
		"a formula for a target":             {[]any{"表", official().with("3份", formula("1+2"))}, "plan.xlsx!表!E12 workbook-formula"},
		"a formula for an amount":            {[]any{"表", official().with(150, formula("100+50"))}, "plan.xlsx!表!D5 workbook-formula"},
		"a format that hides what is stored": {[]any{"表", official().with("≥9960", shown{12000, `0.0,"千"`})}, "plan.xlsx!表!E11 workbook-format"},
		"no target":                          {[]any{"表", official().with("3份", "")}, "plan.xlsx!表!D12 target-missing"},
		"no name for a target":               {[]any{"表", official().with("研究报告数", "")}, "plan.xlsx!表!D12 key-missing"},
		"a label misspelt":                   {[]any{"表", official().with("项目名称", "项目名秤")}, "plan.xlsx!表!A3 key-misspelt"},
		"a column misspelt":                  {[]any{"表", official().with("二级指标", "二极指标")}, "plan.xlsx!表!C10 column-misspelt"},
		"a column twice":                     {[]any{"表", official().with("二级指标", "一级指标")}, "plan.xlsx!表!C10 column-twice"},
		"an amount that is none":             {[]any{"表", official().with(150, "一百五十")}, "plan.xlsx!表!D5 amount-bad"},
		"a second table on the sheet":        {[]any{"表", append(official(), official()[9:]...)}, "plan.xlsx!表!D17 workbook-second-table"},
		"a table side by side": {[]any{"表", func() grid {
			g := official()
			for i := 9; i < len(g); i++ {
				g[i] = append(g[i], g[i][3], g[i][4])
			}
			return g
		}()}, "plan.xlsx!表!F10 column-twice"},
		"a form without a table":       {[]any{"表", official()[:9]}, "plan.xlsx!表!A3 workbook-table-missing"},
		"no form at all":               {[]any{"表", grid{{"你好"}}}, "plan.xlsx workbook-no-form"},
		"years that differ":            {[]any{"甲", official(), "乙", official().with("企业数据采集", "别的项目").with("（2021年度）", "（2022年度）")}, "plan.xlsx!乙!A1 workbook-years-differ"},
		"one project twice":            {[]any{"甲", official(), "乙", official()}, "plan.xlsx!乙!C3 id-twice"},
		"a region that does not exist": {[]any{"甲", official().row("补充信息").row("地区", "<", "广洲")}, "plan.xlsx!甲!C18 region-unknown"},
		"a region twice":               {[]any{"甲", official().row("补充信息").row("地区", "<", "广州"), "乙", official().row("补充信息").row("地区", "<", "广州市")}, "plan.xlsx!乙!C18 region-twice"},
		"forms of a project that differ": {[]any{"甲", official().row("补充信息").row("地区", "<", "广州"), "乙", official().with("省工业和信息化厅", "省财政厅").row("补充信息").row("地区", "<", "深圳")},
			"plan.xlsx!乙!C4 workbook-forms-differ"},
	} {
		t.Run(name, func(t *testing.T) {
			_, problems := load.Read(typed(t, "plan.xlsx", c.sheets...))
			if !slices.ContainsFunc(problems, func(p *indicators.Problem) bool {
				return p.Severity == indicators.Error && p.At.String()+" "+p.Code == c.want
			}) {
				t.Errorf("got %v, want %s", problems, c.want)
			}
		})
	}
}

func TestAMarkStandsUnderTheTextOfTheCell(t *testing.T) {
	_, problems := load.Read(typed(t, "plan.xlsx", "表", official().with("≥9960", "总量约9960")))
	i := slices.IndexFunc(problems, func(p *indicators.Problem) bool { return p.Severity == indicators.Error })
	text := problems[i].Text(indicators.Chinese)
	if want := "\n    总量约9960\n        ^^"; !strings.HasPrefix(text, "plan.xlsx!表!E11: ") || !strings.HasSuffix(text, want) {
		t.Errorf("got\n%s", text)
	}
}

func TestRegionsOfAProject(t *testing.T) {
	city := func(name, target string) grid {
		return official().with("≥9960", target).row("补充信息").row("地区", "<", name)
	}
	want := `plan plan 2021
企业数据采集 | 企业数据采集 | 省工业和信息化厅 | 完成采集任务。
 440100 
  采集量（家次）: ≥9960
 440300 
  采集量（家次）: ≥11560
`
	columns := grid{
		{"项目绩效目标表（2021年度）"}, {"项目名称", "企业数据采集", "主管部门", "省工业和信息化厅"}, {"年度目标", "完成采集任务。"},
		{"地区", "一级指标", "二级指标", "三级指标", "年度指标值"},
		{"广州", "产出指标", "数量指标", "采集量（家次）", "≥9960"}, {"深圳", "产出指标", "数量指标", "采集量（家次）", "≥11560"},
	}
	for name, sources := range map[string][]load.Source{
		"a sheet each": {typed(t, "plan.xlsx", "广州", city("广州", "≥9960"), "深圳", city("深圳市", "≥11560"))},
		"a file each":  {typed(t, "plan.xlsx", "表", city("广州市", "≥9960")), typed(t, "b.xlsx", "表", city("440300", "≥11560"))},
		"a column":     {typed(t, "plan.xlsx", "表", columns)},
	} {
		t.Run(name, func(t *testing.T) {
			p, problems := load.Read(sources...)
			for _, problem := range problems {
				if problem.Severity == indicators.Error {
					t.Error(problem)
				}
			}
			var got strings.Builder
			fmt.Fprintf(&got, "%s %s %d\n", p.ID, p.Title, p.Year)
			for a := range p.Assignments() {
				if a.Region == "440100" {
					fmt.Fprintf(&got, "%s | %s | %s | %s\n", a.Project.LocalID(), a.Project.Title, a.Project.Department, a.Project.Goal)
				}
				fmt.Fprintf(&got, " %s %s\n  %s: %s\n", a.Region, a.Goal, a.Indicators[0].Name, a.Indicators[0].Targets[0].Text)
			}
			if got.String() != want {
				t.Errorf("got\n%swant\n%s", got.String(), want)
			}
		})
	}
}

func TestOneProjectOnItsOwn(t *testing.T) {
	source := load.Source{Name: "all.yaml", Text: []byte(everything)}
	book := written(t, "own", source)
	p, _ := load.Read(book)
	if len(p.Projects) != 1 || p.Projects[0].LocalID() != "own" {
		t.Errorf("got %s", summary(p))
	}
	var out bytes.Buffer
	if err := load.WriteWorkbook(&out, "nobody", source); err == nil || out.Len() > 0 {
		t.Errorf("got %v and %d bytes", err, out.Len())
	}
	if err := load.WriteWorkbook(&out, "", load.Source{Name: "bad.yaml", Text: []byte("项目: [")}); err == nil || out.Len() > 0 {
		t.Errorf("got %v and %d bytes", err, out.Len())
	}
}

func TestAmountsThatDoNotAddUpAreRemarked(t *testing.T) {
	_, problems := load.Read(typed(t, "plan.xlsx", "表", official().with(0, 50)))
	if !slices.ContainsFunc(problems, func(p *indicators.Problem) bool {
		return p.Code == "funds-do-not-add-up" && p.At.String() == "plan.xlsx!表!D5"
	}) {
		t.Errorf("got %v", problems)
	}
}

// Whatever is typed into a form, it is refused with a place or read; and what is
// read is written as a workbook that reads the same.
func FuzzForm(f *testing.F) {
	lines := func(g grid) string {
		var rows []string
		for _, row := range g {
			var cells []string
			for _, cell := range row {
				cells = append(cells, strings.ReplaceAll(fmt.Sprint(cell), "\n", " "))
			}
			rows = append(rows, strings.Join(cells, "\t"))
		}
		return strings.Join(rows, "\n")
	}
	f.Add(lines(official()))
	f.Add(lines(withExtras().row("地区", "<", "广州").row("资金明细").row("", "", "承担单位", "金额（万元）").row("", "", "局", "3")))
	f.Fuzz(func(t *testing.T, text string) {
		var g grid
		for _, line := range strings.Split(text, "\n") {
			var row []any
			for _, cell := range strings.Split(line, "\t") {
				row = append(row, cell)
			}
			g = append(g, row)
		}
		if len(g) > 100 || len(text) > 5000 {
			t.Skip()
		}
		p, problems := load.Read(typed(t, "plan.xlsx", "表", g))
		for _, problem := range problems {
			if problem.At.File != "plan.xlsx" || problem.Message(indicators.English) == problem.Code {
				t.Fatalf("%+v", problem)
			}
		}
		if p == nil || slices.ContainsFunc(problems, func(p *indicators.Problem) bool { return p.Severity == indicators.Error }) {
			return
		}
		again, _ := load.Read(written(t, "", typed(t, "plan.xlsx", "表", g)))
		equal(t, p, again)
	})
}
