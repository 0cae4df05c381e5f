package xlsx

import (
	"io"
	"strings"

	"yardstick/reports"
	"yardstick/rules/scoring"
)

// Form writes an official form as one sheet to be printed on A4: merged cells, lines
// around each, the indicator table's head repeated on every page. Cells that nobody has
// reported are empty, to be filled in. Equal forms give equal bytes.
func Form(w io.Writer, form *reports.Form) error {
	b := newBook(form.Title+" · "+form.Project, form.Title+form.Subtitle, form.Language, &form.Foot)
	defer b.file.Close()
	b.begin(form.Sheet)
	f := &formSheet{book: b, form: form, grid: form.Grid()}
	f.write()
	return b.write(w)
}

// formSheet places a form's grid on a sheet.
type formSheet struct {
	*book
	form   *reports.Form
	grid   *reports.FormGrid
	widths []float64 // of the columns, in characters
	// A row of the grid that is higher than a sheet's rows may be takes several of them.
	starts []int // by row of the grid, the row of the sheet; one more than rows
}

const (
	formSize = 9.0 // points
	// lineHeight is what a line takes at that size, in points.
	lineHeight = 13.0
)

func (f *formSheet) write() {
	f.columns()
	top := f.head()
	f.rows(top)
	for i := range f.grid.Cells {
		f.cell(&f.grid.Cells[i])
	}
	end := f.beneath(f.starts[f.grid.Rows])
	p := paper{landscape: f.grid.Landscape, columns: len(f.widths), rows: end, footer: strings.Join(f.form.Foot.Lines, "  ")}
	if f.grid.End > f.grid.Body {
		p.head, p.last = f.starts[f.grid.Head], f.starts[f.grid.Body]-1
	}
	f.print(p)
}

func (f *formSheet) columns() {
	whole := 186.0 // mm between the margins
	if f.grid.Landscape {
		whole = 273
	}
	for _, share := range f.grid.Columns {
		millimetres := whole * float64(share) / float64(reports.Whole)
		f.widths = append(f.widths, (millimetres/25.4*96-5)/7)
	}
	f.book.widths(f.widths...)
}

// head writes title, subtitle and stamps across the sheet, and returns the row after.
func (f *formSheet) head() int {
	row := 1
	line := func(text string, size, height float64, l look) {
		l.size = size
		f.text(1, row, text, l)
		f.note(f.file.MergeCell(f.sheet, cellName(1, row), cellName(len(f.widths), row)))
		f.note(f.file.SetRowHeight(f.sheet, row, height))
		row++
	}
	for _, stamp := range f.form.Stamps {
		line(stamp, 9, 15, look{bold: true, ink: inkFailed, align: "right"})
	}
	line(f.form.Title, 16, 28, look{bold: true, align: "center"})
	line(f.form.Subtitle, 10, 18, look{align: "center"})
	return row
}

// rows finds where each row of the grid stands on the sheet, and how high it is.
func (f *formSheet) rows(top int) {
	need := make([]int, f.grid.Rows)
	for k := range need {
		need[k] = 1
	}
	for _, cell := range f.grid.Cells {
		if cell.Height == 1 {
			need[cell.Row] = max(need[cell.Row], f.lines(&cell))
		}
	}
	for _, cell := range f.grid.Cells {
		have := 0
		for k := cell.Row; k < cell.Row+cell.Height; k++ {
			have += need[k]
		}
		if lack := f.lines(&cell) - have; lack > 0 {
			need[cell.Row+cell.Height-1] += lack
		}
	}
	const most = int((mostHeight - 6) / lineHeight)
	f.starts = []int{top}
	for _, lines := range need {
		parts := (lines + most - 1) / most
		for k := range parts {
			rest := min(most, lines-k*most)
			f.note(f.file.SetRowHeight(f.sheet, f.starts[len(f.starts)-1]+k, float64(rest)*lineHeight+6))
		}
		f.starts = append(f.starts, f.starts[len(f.starts)-1]+parts)
	}
}

func (f *formSheet) lines(cell *reports.FormCell) int {
	width := 0.0
	for k := range cell.Width {
		width += f.widths[cell.Column+k] + 0.7
	}
	return lines(shownText(cell), width, formSize)
}

func (f *formSheet) cell(cell *reports.FormCell) {
	l := look{size: formSize, wrap: true, ruled: true, align: "center", bold: cell.Label, filled: cell.Label}
	if cell.Align == reports.AtLeft {
		l.align = "left"
	}
	if cell.Label && f.grid.Landscape {
		l.size = formSize - 1
	}
	column, row := cell.Column+1, f.starts[cell.Row]
	lastColumn, lastRow := cell.Column+cell.Width, f.starts[cell.Row+cell.Height]-1
	f.note(f.file.SetCellStyle(f.sheet, cellName(column, row), cellName(lastColumn, lastRow), f.style(l)))
	switch {
	case cell.Value != nil:
		f.number(column, row, *cell.Value, cell.Text, l)
	default:
		f.text(column, row, shownText(cell), l)
	}
	if lastColumn > column || lastRow > row {
		f.note(f.file.MergeCell(f.sheet, cellName(column, row), cellName(lastColumn, lastRow)))
	}
}

// lightShapes tell the lights apart without colour.
var lightShapes = map[scoring.Light]string{scoring.Red: "▼ ", scoring.Yellow: "◆ ", scoring.Green: "● ", scoring.Blue: "▲ "}

func shownText(cell *reports.FormCell) string { return lightShapes[cell.Light.Light] + cell.Text }

// beneath writes the notes and the line for a pen, and returns the last row.
func (f *formSheet) beneath(row int) int {
	whole := 0.0
	for _, width := range f.widths {
		whole += width + 0.7
	}
	for _, text := range append(append([]string{}, f.form.Notes...), f.form.Sign) {
		f.text(1, row, text, look{size: formSize, wrap: true, align: "left"})
		f.note(f.file.MergeCell(f.sheet, cellName(1, row), cellName(len(f.widths), row)))
		f.note(f.file.SetRowHeight(f.sheet, row, min(mostHeight, float64(lines(text, whole, formSize))*lineHeight+6)))
		row++
	}
	return row - 1
}
