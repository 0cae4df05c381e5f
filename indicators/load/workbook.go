package load

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"yardstick/indicators"
	"yardstick/indicators/workbook"
)

// A workbook in the official layout (项目支出绩效目标申报表) holds a form a sheet: one
// project, or a project in one region. Its cells become the same tree that YAML
// becomes, so that readings, remarks and problems are the same, each at its cell.

// isWorkbookName reports a source that is read as a workbook.
func isWorkbookName(name string) bool {
	name = strings.ToLower(name)
	return strings.HasSuffix(name, ".xlsx") || strings.HasSuffix(name, ".xlsm") || strings.HasSuffix(name, ".xls")
}

// workbook reads the forms of a workbook, and returns what stands under 专项 where
// it has such a sheet.
func (r *reader) workbook(source Source) (programmes []*node) {
	book, problem := workbook.Open(source.Name, bytes.NewReader(source.Text), int64(len(source.Text)))
	if problem != nil {
		r.report(problem)
		r.incomplete = true
		return nil
	}
	if r.sheets == nil {
		r.sheets = map[string]int{}
	}
	found := false
	for i, s := range book.Sheets {
		r.sheets[source.Name+"!"+s.Name] = i
		t := &sheet{r: r, Sheet: s, file: &file{name: source.Name, sheet: s.Name}, taken: map[[2]int]bool{}}
		switch {
		case t.Rows == 0:
		case isProgrammeSheet(s.Name):
			programmes = append(programmes, t.programme())
			found = true
		case s.Hidden:
			r.remark(t.node(1, 1, ""), indicators.Warning, "workbook-sheet-hidden", indicators.Args{"sheet": s.Name})
		default:
			f := t.form()
			if f != nil {
				r.forms = append(r.forms, f.byRegion(r)...)
			}
			found = found || f != nil || t.refused
		}
	}
	if !found {
		r.report(fileProblem(source.Name, "workbook-no-form", nil))
		r.incomplete = true
	}
	return programmes
}

func isProgrammeSheet(name string) bool {
	key := definition.find(name)
	return key != nil && key.name == "programme" || slices.Contains([]string{"专项信息", "项目信息"}, strings.TrimSpace(name))
}

// sheet is a worksheet being read: which cells have been made sense of.
type sheet struct {
	*workbook.Sheet
	r     *reader
	file  *file
	taken map[[2]int]bool // row and column
	heads []int           // the columns that the table's header names, known or not
	// refused says that the sheet is a form that could not be used, and why was reported.
	refused bool
}

func (t *sheet) node(row, column int, text string) *node {
	return &node{kind: scalar, text: text, line: row, column: column, file: t.file}
}

// cell is a cell as a node, at its own place; empty where nothing stands, and ok is
// false, with the problem reported, for what must not be read.
func (t *sheet) cell(row, column int) (n *node, ok bool) {
	c := t.Cell(row, column)
	n = t.node(c.At.Line, c.At.Column, c.Text)
	switch {
	case c.Problem != nil:
		t.r.report(c.Problem)
		t.r.incomplete = true
		return &node{file: t.file, line: n.line, column: n.column}, false
	case strings.TrimSpace(c.Text) == "":
		n.kind = empty
	case c.Kind == workbook.Truth:
		n.text = map[string]string{"TRUE": "是", "FALSE": "否"}[c.Text]
	}
	return n, true
}

func (t *sheet) take(row, column int) {
	top, left, bottom, right := t.Area(row, column)
	for row := top; row <= bottom; row++ {
		for column := left; column <= right; column++ {
			t.taken[[2]int{row, column}] = true
		}
	}
}

// inCell is a problem at a cell, marked from a character of its text.
func (n *node) inCell(code string, args indicators.Args, column, width int) *indicators.Problem {
	problem := &indicators.Problem{At: n.place(), Severity: indicators.Error, Code: code, Args: args}
	if n.kind == scalar && !strings.Contains(n.text, "\n") && len(n.text) <= maxShown && n.text != "" {
		problem.Source, problem.Column = n.text, column
		problem.Width = max(1, min(width, len([]rune(n.text))-column+1))
	}
	return problem
}

// foldLabel is a label without the spaces, line ends, colons and units that forms
// put into it: 总 体 目 标, 其中：财政拨款, 年度资金总额（万元）.
func foldLabel(text string) string {
	text = labelFolds.Replace(strings.Join(strings.Fields(text), ""))
	text = strings.TrimPrefix(strings.TrimPrefix(text, "其中"), "：")
	for _, unit := range []string{"(万元)", "(元)", "(盖章)"} {
		text = strings.TrimSuffix(text, unit)
	}
	return strings.Trim(text, "：★*")
}

var labelFolds = strings.NewReplacer("\u3000", "", ":", "：", "（", "(", "）", ")")

// label is what a cell of a form's head asks for: a key of the project or of its
// task in a region, or one of the names below.
func label(text string) string {
	folded := foldLabel(text)
	if name, known := formLabels[strings.ToLower(folded)]; known {
		return name
	}
	if key := projectObject.find(folded); key != nil && !slices.Contains(notInForms, key.name) {
		return key.name
	}
	return ""
}

// notInForms are the keys that a form says by its rows.
var notInForms = []string{"task", "assignments", "table", "funds", "indicators"}

// formLabels are the words of the official forms. A label named "block" stands
// beside several lines; "unused" is asked for by forms and not kept by definitions.
var formLabels = map[string]string{
	"项目编号": "id", "主管部门及代码": "department", "项目主管部门": "department",
	"地区": "region", "实施地区": "region", "region": "region",
	"实施单位": "undertaker", "项目实施单位": "undertaker", "项目单位": "undertaker", "承担单位": "undertaker", "undertaker": "undertaker",
	"年度资金总额": "amount", "amount": "amount", "资金总额": "amount", "当年资金总额": "amount", "年度总额": "amount",
	"财政拨款": "fiscal", "当年财政拨款": "fiscal", "年度财政拨款": "fiscal",
	"上年结转资金": "carried", "上年结转": "carried", "其他资金": "other", "其他": "other",
	"总体目标": "goal", "总体绩效目标": "goal", "绩效目标": "goal", "年度总体目标": "goal", "年度目标": "goal", "年度绩效目标": "goal", "当年度目标": "goal", "本年度目标": "goal",
	"实施期目标": "term_goal", "中期目标": "term_goal", "长期目标": "term_goal", "总目标": "term_goal", "项目周期目标": "term_goal",
	"项目总体目标": "project_goal", "项目起止时间": "term_window",
	"项目资金": "block", "资金情况": "block", "项目资金申请": "block", "项目预算": "block", "绩效指标": "block", "项目绩效目标": "block", "年度绩效指标": "block", "补充信息": "block",
	"项目负责人": "unused", "联系电话": "unused", "项目负责人及电话": "unused", "项目属性": "unused", "项目类别": "unused", "项目类型": "unused",
	"填报单位": "unused", "填报人": "unused", "填报日期": "unused", "单位负责人": "unused", "主管部门代码": "unused", "单位代码": "unused",
	"实施期资金总额": "unused", "中期资金总额": "unused",
}

// formYear finds 2021 in （2021年度）.
var formYear = regexp.MustCompile(`(\d{4})\s*年度`)
