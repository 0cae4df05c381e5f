package reports

import "yardstick/indicators"

// FormGrid is a form as a ruled table with merged cells: what paper and workbook place.
// Every position belongs to exactly one cell.
type FormGrid struct {
	Landscape bool
	Columns   []Share // widths; they add up to [Whole]
	Rows      int
	// Head and Body are where the indicator table's heads and lines begin; what follows
	// the lines begins at End. A page that goes on with the lines repeats the heads.
	Head, Body, End int
	Cells           []FormCell
}

// FormCell is one cell over Height rows and Width columns.
type FormCell struct {
	Row, Column   int // from 0
	Height, Width int
	Text          string
	// Value is the figure behind Text, for a workbook; nil for a text.
	Value *indicators.Value
	Label bool // a heading of the form, not something filled in
	Align CellAlign
	Light Light // drawn before the text; its word is the text
}

// CellAlign says where a cell's text stands.
type CellAlign string

// The alignments of a form: texts at the left, the rest in the middle.
const (
	Middle CellAlign = ""
	AtLeft CellAlign = "left"
)

// Grid lays the form out.
func (f *Form) Grid() *FormGrid {
	if f.Kind == MonitoringForm {
		return f.monitoringGrid()
	}
	return f.selfEvaluationGrid()
}

// gridder puts cells into a grid, row by row.
type gridder struct {
	*FormGrid
	form *Form
}

func (f *Form) newGrid(landscape bool, millimetres ...int) *gridder {
	g := &gridder{&FormGrid{Landscape: landscape, Columns: make([]Share, len(millimetres))}, f}
	whole, left := 0, Whole
	for _, width := range millimetres {
		whole += width
	}
	for k, width := range millimetres {
		g.Columns[k] = Whole * Share(width) / Share(whole)
		left -= g.Columns[k]
	}
	g.Columns[len(g.Columns)-1] += left
	return g
}

func (g *gridder) word(code string) string { return g.form.Language.Say("form."+code, nil) }

// label puts a heading over rows and columns; the columns are given by their first and
// last.
func (g *gridder) label(row, height, first, last int, text string) {
	g.put(FormCell{Row: row, Height: height, Column: first, Width: last - first + 1, Text: text, Label: true})
}

// text puts something filled in over columns of one row.
func (g *gridder) text(row, first, last int, text string, align CellAlign) {
	g.put(FormCell{Row: row, Height: 1, Column: first, Width: last - first + 1, Text: text, Align: align})
}

func (g *gridder) figure(row, first, last int, f Figure) {
	g.put(FormCell{Row: row, Height: 1, Column: first, Width: last - first + 1, Text: f.Text, Value: f.Value})
}

func (g *gridder) score(row, column int, s Score) {
	cell := FormCell{Row: row, Height: 1, Column: column, Width: 1, Text: s.Text}
	if s.Value != nil {
		v := valueOf(*s.Value)
		cell.Value = &v
	}
	g.put(cell)
}

func (g *gridder) put(cell FormCell) {
	g.Cells = append(g.Cells, cell)
	g.Rows = max(g.Rows, cell.Row+cell.Height)
}

// goals is the block of the overall goal, split after a column.
func (g *gridder) goals(row, labelTo, split int) {
	last := len(g.Columns) - 1
	g.label(row, 2, 0, labelTo, g.word("goal"))
	g.label(row, 1, labelTo+1, split, g.word("goal.expected"))
	g.label(row, 1, split+1, last, g.word("goal.achieved"))
	g.text(row+1, labelTo+1, split, g.form.Goal, AtLeft)
	g.text(row+1, split+1, last, g.form.Achieved, AtLeft)
}

// levels puts 一级 and 二级指标 beside the lines, the same ones next to one another as
// one cell.
func (g *gridder) levels(first, second int) {
	rows := g.form.Rows
	run := func(column int, key func(FormRow) string, text func(FormRow) string) {
		for k := 0; k < len(rows); {
			end := k + 1
			for end < len(rows) && key(rows[end]) == key(rows[k]) {
				end++
			}
			g.label(g.Body+k, end-k, column, column, text(rows[k]))
			k = end
		}
	}
	run(first, func(r FormRow) string { return r.Level1 }, func(r FormRow) string { return r.Level1 })
	run(second, func(r FormRow) string { return r.Level1 + "\x00" + r.Level2 }, func(r FormRow) string { return r.Level2 })
}

// shown is an actual with what a reader must know of it beneath.
func shown(a Actual) FormCell {
	cell := FormCell{Text: a.Text}
	if a.Note != "" {
		cell.Text += "\n" + a.Note
	}
	if v, err := indicators.ParseValue(a.JSON); err == nil && a.Known && a.Note == "" {
		cell.Value = &v
	}
	return cell
}

func (g *gridder) actual(row, column int, a Actual) {
	cell := shown(a)
	cell.Row, cell.Column, cell.Height, cell.Width = row, column, 1, 1
	g.put(cell)
}

// selfEvaluationGrid is 项目支出绩效自评表 on A4 portrait.
func (f *Form) selfEvaluationGrid() *FormGrid {
	widths := []int{8, 16, 18, 18, 22, 22, 23, 14, 14, 25}
	if f.Language == indicators.English {
		widths = []int{17, 15, 19, 14, 20, 19, 20, 14, 17, 25}
	}
	g := f.newGrid(false, widths...)
	g.label(0, 1, 0, 2, g.word("project"))
	g.text(0, 3, 9, f.Project, AtLeft)
	g.label(1, 1, 0, 2, g.word("department"))
	g.text(1, 3, 5, f.Department, AtLeft)
	g.label(1, 1, 6, 6, g.word("undertaker"))
	g.text(1, 7, 9, f.Undertaker, AtLeft)
	g.selfEvaluationMoney(2)
	g.goals(7, 1, 5)
	g.Head, g.Body = 9, 10
	g.End = g.Body + len(f.Rows)
	g.label(9, 1+len(f.Rows), 0, 0, g.word("indicators"))
	for _, head := range []struct {
		first, last int
		code        string
	}{{1, 1, "level1"}, {2, 2, "level2"}, {3, 4, "level3"}, {5, 5, "target.a"}, {6, 6, "actual.b"}, {7, 7, "weight"}, {8, 8, "points"}, {9, 9, "remark"}} {
		g.label(g.Head, 1, head.first, head.last, g.word(head.code))
	}
	g.levels(1, 2)
	for k, row := range f.Rows {
		at := g.Body + k
		g.text(at, 3, 4, row.Name, AtLeft)
		g.text(at, 5, 5, row.Target, Middle)
		g.actual(at, 6, row.Actual)
		g.score(at, 7, row.Weight)
		g.score(at, 8, row.Points)
		g.text(at, 9, 9, row.Remark, AtLeft)
	}
	g.label(g.End, 1, 0, 6, g.word("total"))
	g.score(g.End, 7, f.Weight)
	g.score(g.End, 8, f.Total)
	g.text(g.End, 9, 9, "", Middle)
	return g.FormGrid
}

func (g *gridder) selfEvaluationMoney(row int) {
	g.label(row, 5, 0, 1, g.word("money"))
	g.label(row, 1, 2, 3, "")
	for k, code := range []string{"initial", "budget.a", "spent.b", "weight", "rate.ba", "points"} {
		g.label(row, 1, 4+k, 4+k, g.word(code))
	}
	for k, line := range g.form.Money {
		at := row + 1 + k
		g.label(at, 1, 2, 3, line.Name)
		g.figure(at, 4, 4, line.Initial)
		g.figure(at, 5, 5, line.Budget)
		g.figure(at, 6, 6, line.Spent)
		if line.Source != "" { // only the whole is scored
			for column := 7; column <= 9; column++ {
				g.text(at, column, column, "—", Middle)
			}
			continue
		}
		g.score(at, 7, line.Weight)
		g.figure(at, 8, 8, line.Rate)
		g.score(at, 9, line.Points)
	}
}
