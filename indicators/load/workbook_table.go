package load

import (
	"slices"
	"strings"

	"yardstick/indicators"
)

// column is a column of a form's table.
type column struct {
	number int
	name   string // level1, level2, annual, region, or a key of an indicator
	term   bool   // a key of the whole-term target: 截止@项目周期
	head   *node
}

// headerWords of the official table. Other columns are the indicator's keys.
var columnWords = map[string]string{
	"一级指标": "level1", "level1": "level1", "二级指标": "level2", "level2": "level2", "indicator": "name",
	"三级指标": "name", "指标名称": "name", "指标内容": "name", "具体指标": "name", "绩效指标名称": "name",
	"指标值": "annual", "年度指标值": "annual", "当年度指标值": "annual", "年度目标值": "annual", "目标值": "annual", "绩效指标值": "annual", "本年度指标值": "annual",
	"实施期指标值": "term", "中期指标值": "term", "项目周期指标值": "term", "总体指标值": "term", "长期指标值": "term",
	"地区": "region", "实施地区": "region", "region": "region",
	"绩效指标": "block", "类别": "category", "指标类别": "category", "度量单位": "unit",
	"指标性质": "symbol", "指标符号": "symbol", "比较符": "symbol", "运算符号": "symbol", "计算符号": "symbol",
	"备注": "unused", "序号": "unused", "指标解释": "unused", "指标说明": "unused", "评分标准": "unused", "数据来源": "unused",
}

// columnOf names what stands below a cell of the header.
func columnOf(text string) (name string, term bool) {
	head, term := cutTerm(strings.TrimSpace(text))
	folded := foldLabel(head)
	if name := columnWords[strings.ToLower(folded)]; name != "" {
		return name, term
	}
	if key := listedIndicator.find(folded); key != nil {
		return key.name, term
	}
	return "", term
}

// header finds the row that heads the table: it names the indicators and their
// targets. 0 when there is none.
func (t *sheet) header() (columns []column, row int) {
	for row := 1; row <= t.Rows; row++ {
		columns = nil
		has := map[string]bool{}
		for c := 1; c <= t.Columns; c++ {
			cell := t.Cell(row, c)
			_, left, _, _ := t.Area(row, c)
			if cell.Text == "" || left != c {
				continue
			}
			name, term := columnOf(cell.Text)
			columns = append(columns, column{number: c, name: name, term: term, head: t.node(cell.At.Line, cell.At.Column, cell.Text)})
			has[name] = true
		}
		if has["name"] && (has["annual"] || has["term"]) {
			return t.checkHeader(columns, row), row
		}
	}
	return nil, 0
}

// checkHeader reports columns that say nothing known, or the same twice.
func (t *sheet) checkHeader(columns []column, row int) []column {
	seen := map[string]bool{}
	var kept []column
	for _, c := range columns {
		t.take(row, c.number)
		t.heads = append(t.heads, c.number)
		key := c.name
		if c.term {
			key += "@"
		}
		switch {
		case c.name == "block", c.name == "unused":
		case c.name == "":
			if guess := indicators.Suggest(foldLabel(c.head.text), columnNames()); guess != "" {
				t.r.report(c.head.problem("column-misspelt", indicators.Args{"column": c.head.text, "guess": guess}))
			} else {
				t.r.report(c.head.problem("column-unknown", indicators.Args{"column": c.head.text}))
			}
		case seen[key]:
			t.r.report(c.head.problem("column-twice", indicators.Args{"column": c.head.text}))
		default:
			seen[key] = true
			kept = append(kept, c)
		}
	}
	return kept
}

func columnNames() []string {
	var names []string
	for word := range columnWords {
		names = append(names, word)
	}
	for _, key := range listedIndicator.keys {
		names = append(names, key.zh)
	}
	slices.Sort(names)
	return names
}

// table reads the indicators, row by row, and returns the row after them.
func (f *form) table(t *sheet, columns []column, from int) (end int) {
	end = t.Rows + 1
	for _, heading := range []string{"补充信息", "资金明细"} {
		if row := t.section(heading, from); row > 0 {
			end = min(end, row)
		}
	}
	has := func(name string) bool {
		return slices.ContainsFunc(columns, func(c column) bool { return c.name == name })
	}
	var level [2]string
	for row := from; row < end; row++ {
		t.takeRow(row, columns)
		cells := t.rowCells(row, columns)
		if cells == nil {
			continue
		}
		if name, _ := columnOf(cells["name"].text); name == "name" {
			t.secondTable(cells["name"], row)
			return t.Rows + 1
		}
		level = levelsOf(cells, level)
		if item := t.indicator(row, columns, cells, level); item != nil {
			if t.HiddenRow(row) {
				t.r.remark(cells["name"], indicators.Warning, "workbook-row-hidden", nil)
			}
			f.indicators = append(f.indicators, item)
			if has("region") {
				f.regions = append(f.regions, cells["region"])
			}
		}
	}
	return end
}

// secondTable refuses a second header below the first: whether it is the same table
// on the next page, or the targets of another horizon, nobody can tell.
func (t *sheet) secondTable(head *node, row int) {
	t.r.report(head.problem("workbook-second-table", nil))
	t.r.incomplete = true
	for ; row <= t.Rows; row++ {
		for column := 1; column <= t.Columns; column++ {
			t.take(row, column)
		}
	}
}

// takeRow notes that the columns of the table are read in a row, with the label
// (绩效指标) before them.
func (t *sheet) takeRow(row int, columns []column) {
	for _, c := range t.heads {
		t.take(row, c)
	}
	for c := 1; c < columns[0].number; c++ {
		if columnWords[foldLabel(t.Cell(row, c).Text)] == "block" {
			t.take(row, c)
		}
	}
}

// rowCells are the cells of a row by what they are; nil for a row that continues
// merged cells from above, or that is one note across the table.
func (t *sheet) rowCells(row int, columns []column) map[string]*node {
	cells := map[string]*node{}
	fresh, areas := false, map[[2]int]bool{}
	for _, c := range columns {
		cell := t.Cell(row, c.number)
		areas[[2]int{cell.At.Line, cell.At.Column}] = true
		if cell.At.Line == row && (c.name == "name" || c.name == "annual" || c.name == "term") {
			fresh = true
		}
	}
	if !fresh {
		return nil
	}
	if len(areas) == 1 && len(columns) > 1 {
		if n, ok := t.cell(row, columns[0].number); ok && n.kind == scalar {
			t.r.remark(n, indicators.Note, "workbook-cell-not-read", nil)
		}
		return nil
	}
	for _, c := range columns {
		n, ok := t.cell(row, c.number)
		if !ok {
			return nil
		}
		key := c.name
		if c.term {
			key += "@"
		}
		cells[key] = n
	}
	joinSymbol(cells)
	return cells
}

// joinSymbol makes one text of a target that is published in three cells: ≥ | 90 | %.
// Where there is no column for the sign, a unit beside the target is the indicator's.
func joinSymbol(cells map[string]*node) {
	symbol, unit := cells["symbol"], cells["unit"]
	if symbol == nil {
		return
	}
	sign, counted := strings.TrimSpace(symbol.text), ""
	if unit != nil {
		counted = strings.TrimSpace(unit.text)
	}
	for _, name := range []string{"annual", "term"} {
		n := cells[name]
		if n == nil || n.kind != scalar || sign == "定性" {
			continue
		}
		joined := *n
		joined.text = strings.TrimSpace(n.text)
		if strings.ContainsAny(joined.text[len(joined.text)-1:], "0123456789") || strings.HasSuffix(joined.text, "万") || strings.HasSuffix(joined.text, "亿") {
			joined.text += counted
			delete(cells, "unit")
		}
		joined.text = sign + joined.text
		cells[name] = &joined
	}
	delete(cells, "symbol")
}

// levelsOf is the category of a row: an empty cell below a filled one means the same.
func levelsOf(cells map[string]*node, before [2]string) [2]string {
	level := before
	if n := cells["level1"]; n != nil && n.kind == scalar && strings.TrimSpace(n.text) != before[0] {
		level = [2]string{strings.TrimSpace(n.text), ""}
	}
	if n := cells["level2"]; n != nil && n.kind == scalar {
		level[1] = strings.TrimSpace(n.text)
	}
	return level
}

// indicator makes an indicator's mapping of a row; nil for a row that only keeps
// room in its category.
func (t *sheet) indicator(row int, columns []column, cells map[string]*node, level [2]string) *node {
	if !said(cells) {
		return nil
	}
	item := &node{kind: mapping, file: t.file, line: row, column: columns[0].number}
	term := &node{kind: mapping, file: t.file}
	for _, c := range columns {
		key := t.node(c.head.line, c.head.column, c.name)
		n := cells[c.name]
		if c.term {
			n = cells[c.name+"@"]
		}
		if c.name == "name" {
			item.column = c.number
		}
		switch {
		case n == nil || n.kind == empty, c.name == "level1", c.name == "level2", c.name == "region":
		case c.name == "term" || c.term && c.name == "annual":
			term.line, term.column = n.line, n.column
			term.entries = append(term.entries, entry{t.node(key.line, key.column, "text"), n})
		case c.term:
			term.entries = append(term.entries, entry{key, t.structured(n, c.name)})
		default:
			item.entries = append(item.entries, entry{key, t.structured(n, c.name)})
		}
	}
	if n := cells["category"]; n == nil || n.kind == empty {
		item.entries = append(item.entries, entry{t.node(row, columns[0].number, "category"), t.category(row, cells, level)})
	}
	if len(term.entries) > 0 {
		item.entries = append(item.entries, entry{t.node(row, term.column, "term"), term})
	}
	return item
}

// said reports a row that says more than its category. Template rows hold only …
func said(cells map[string]*node) bool {
	for name, n := range cells {
		if name != "level1" && name != "level2" && name != "region" && name != "category" && strings.Trim(n.text, "… .—-*") != "" {
			return true
		}
	}
	return false
}

func (t *sheet) category(row int, cells map[string]*node, level [2]string) *node {
	at := t.node(row, 1, "")
	for _, name := range []string{"level1", "level2"} {
		if n := cells[name]; n != nil {
			at = n
		}
	}
	text := level[1]
	if level[0] != "" {
		text = level[0] + "/" + level[1]
	}
	if text == "" {
		return &node{file: t.file, line: at.line, column: at.column}
	}
	return t.node(at.line, at.column, text)
}
