package pdf

import (
	"slices"

	"yardstick/reports"
	"yardstick/reports/chart"
	"yardstick/rules/scoring"
)

// ruled is a table with lines around every cell and merged cells, over pages.
//
// A row is as high as its highest cell; a cell over several rows makes the last of them
// higher when it needs more than they have together, on each page anew. A row that is
// higher than a page goes on over pages in pieces.
type ruled struct {
	s       *sheet
	grid    *reports.FormGrid
	size    float64   // of type
	edges   []float64 // of the columns, from the left; one more than columns
	pad     float64   // above and below the text of a cell
	rows    []ruledRow
	spanned []*ruledCell
	heads   []int // rows repeated at the top of a page that goes on with the lines
}

// ruledRow is one row, or a piece of one that is higher than a page.
type ruledRow struct {
	origin int // row of the grid
	height float64
	cells  []*ruledCell // those that stand in this row alone
}

// ruledCell is a cell with its text broken into lines.
type ruledCell struct {
	*reports.FormCell
	lines    []string
	style    Style
	from, to int // rows of the grid, to not included
}

const (
	cellPadX  = 1.0
	ruleWide  = 0.2
	pieceSize = 8 // lines of a piece of a row that goes on over pages
)

func newRuled(s *sheet, grid *reports.FormGrid, x, width, pad float64) *ruled {
	t := &ruled{s: s, grid: grid, size: plain, pad: pad, edges: []float64{x}}
	if grid.Landscape {
		t.size = 7.5
	}
	var sum reports.Share
	for _, column := range grid.Columns {
		sum += column
		t.edges = append(t.edges, x+width*float64(sum)/float64(reports.Whole))
	}
	return t
}

// measure breaks every text and finds the heights of the rows. A row of more than half
// of what a page has goes on over pages.
func (t *ruled) measure(page float64) {
	rows := make([][]*ruledCell, t.grid.Rows)
	for i := range t.grid.Cells {
		cell := t.cell(&t.grid.Cells[i])
		switch {
		case cell.Height == 1:
			rows[cell.Row] = append(rows[cell.Row], cell)
		case t.need(cell) > page/2: // too much to repeat on each page: it stands in its first row
			rows = t.unmerge(rows, cell)
		default:
			t.spanned = append(t.spanned, cell)
		}
	}
	for origin, cells := range rows {
		t.addRow(origin, cells, page/2)
	}
}

func (t *ruled) cell(c *reports.FormCell) *ruledCell {
	st := in(t.size, chart.Text)
	if c.Label {
		st = heavy(t.size-0.5, chart.Text)
	}
	cell := &ruledCell{FormCell: c, style: st, from: c.Row, to: c.Row + c.Height}
	room := t.edges[c.Column+c.Width] - t.edges[c.Column] - 2*cellPadX
	if c.Light.Light != scoring.NoLight {
		room -= lightRoom
	}
	if c.Align == reports.AtLeft {
		cell.lines = t.s.wrapped(c.Text, room, st)
	} else {
		cell.lines = t.s.balanced(c.Text, room, st)
		cell.style = st.center()
	}
	return cell
}

// lightRoom is the width that the shape of a light takes, mm.
const lightRoom = 3.2

func (t *ruled) need(c *ruledCell) float64 {
	return float64(max(len(c.lines), 1))*leading(c.style.Size) + 2*t.pad
}

// unmerge leaves a merged cell's text in its first row and empties the others.
func (t *ruled) unmerge(rows [][]*ruledCell, cell *ruledCell) [][]*ruledCell {
	for row := cell.from; row < cell.to; row++ {
		one := *cell
		one.from, one.to = row, row+1
		if row > cell.from {
			one.lines = nil
		}
		rows[row] = append(rows[row], &one)
	}
	return rows
}

// addRow adds a row, in pieces when it is higher than most.
func (t *ruled) addRow(origin int, cells []*ruledCell, most float64) {
	long := false
	for _, cell := range cells {
		long = long || t.need(cell) > most
	}
	for {
		row, rest, more := ruledRow{origin: origin, height: leading(t.size) + 2*t.pad}, make([]*ruledCell, 0, len(cells)), false
		for _, cell := range cells {
			part, after := *cell, *cell
			after.lines = nil
			if long && len(cell.lines) > pieceSize {
				part.lines, after.lines, more = cell.lines[:pieceSize], cell.lines[pieceSize:], true
			}
			row.height = max(row.height, t.need(&part))
			row.cells, rest = append(row.cells, &part), append(rest, &after)
		}
		if origin >= t.grid.Head && origin < t.grid.Body && t.grid.End > t.grid.Body {
			t.heads = append(t.heads, len(t.rows))
		}
		t.rows = append(t.rows, row)
		if !more {
			return
		}
		cells = rest
	}
}

// pages says how many rows each page takes, when the first has room for some and each
// later one for others, and after is to follow the last row.
func (t *ruled) pages(first, later, after float64) []int {
	var out []int
	for at, room := 0, first; at < len(t.rows); room = later {
		n := t.fill(at, room, after)
		if n == 0 && room == later {
			n = 1 // a page of its own is the most that there is
		}
		out = append(out, n)
		at += n
	}
	return out
}

// fill finds how many rows from at fit into a height, at the top of a page with the
// heads that go with them. The last row wants room for what stands after the table.
func (t *ruled) fill(at int, room, after float64) int {
	n := 1
	for ; at+n <= len(t.rows); n++ {
		total := 0.0
		for _, height := range t.heights(t.shownRows(at, n)) {
			total += height
		}
		if at+n == len(t.rows) {
			total += after
		}
		if total > room+slack {
			break
		}
	}
	n--
	if at+n == len(t.rows) {
		return n
	}
	for n > 0 && slices.Contains(t.heads, at+n-1) { // heads never end a page
		n--
	}
	return n
}

// shownRows are n rows from at, after the heads when they go on with the lines.
func (t *ruled) shownRows(at, n int) []int {
	var out []int
	if first := t.rows[at].origin; first >= t.grid.Body && first < t.grid.End {
		out = append(out, t.heads...)
	}
	for k := range n {
		out = append(out, at+k)
	}
	return out
}

// heights are those of rows shown together: the last row of a merged cell grows where
// the cell needs it.
func (t *ruled) heights(rows []int) []float64 {
	out := make([]float64, len(rows))
	for k, row := range rows {
		out[k] = t.rows[row].height
	}
	for _, cell := range t.spanned {
		first, last, have := t.span(cell, rows, out)
		if first < 0 {
			continue
		}
		if lack := t.need(cell) - have; lack > 0 {
			each := lack / float64(last-first+1)
			for k := first; k <= last; k++ {
				out[k] += each
			}
		}
	}
	return out
}

// span is which of the rows shown a merged cell covers, and how high they are.
func (t *ruled) span(cell *ruledCell, rows []int, heights []float64) (first, last int, have float64) {
	first = -1
	for k, row := range rows {
		if origin := t.rows[row].origin; origin >= cell.from && origin < cell.to {
			if first < 0 {
				first = k
			}
			last, have = k, have+heights[k]
		}
	}
	return first, last, have
}

// draw draws n rows from at, and returns where they end.
func (t *ruled) draw(at, n int, y float64) float64 {
	rows := t.shownRows(at, n)
	heights := t.heights(rows)
	tops := make([]float64, len(rows)+1)
	tops[0] = y
	for k := range rows {
		tops[k+1] = tops[k] + heights[k]
	}
	same := func(k, with int) bool {
		return with >= 0 && with < len(rows) && t.rows[rows[k]].origin == t.rows[rows[with]].origin
	}
	for k, row := range rows {
		for _, cell := range t.rows[row].cells {
			t.paintCell(cell, tops[k], tops[k+1], same(k, k-1), same(k, k+1))
		}
	}
	for _, cell := range t.spanned {
		if first, last, _ := t.span(cell, rows, heights); first >= 0 {
			t.paintCell(cell, tops[first], tops[last+1], false, false)
		}
	}
	return tops[len(rows)]
}

// paintCell draws a cell; where it goes on from the row above or into the one beneath,
// no line stands between.
func (t *ruled) paintCell(cell *ruledCell, top, bottom float64, fromAbove, intoNext bool) {
	s, x := t.s, t.edges[cell.Column]
	width := t.edges[cell.Column+cell.Width] - x
	if cell.Label {
		s.FillRect(x, top, width, bottom-top, palette[chart.Panel])
	}
	pen := Pen{Width: ruleWide, Color: palette[chart.Text]}
	if !fromAbove && !intoNext {
		s.StrokeRect(x, top, width, bottom-top, pen)
	} else {
		s.Line(x, top, x, bottom, pen)
		s.Line(x+width, top, x+width, bottom, pen)
		if !fromAbove {
			s.Line(x, top, x+width, top, pen)
		}
		if !intoNext {
			s.Line(x, bottom, x+width, bottom, pen)
		}
	}
	t.cellText(cell, x, width, (top+bottom)/2)
}

func (t *ruled) cellText(cell *ruledCell, x, width, middle float64) {
	s, at := t.s, x+width/2
	if cell.Align == reports.AtLeft {
		at = x + cellPadX
	}
	if light := cell.Light.Light; light != scoring.NoLight {
		widest := 0.0
		for _, text := range cell.lines {
			widest = max(widest, s.Width(text, cell.style))
		}
		at += lightRoom / 2
		s.paint(chart.Light(light, chart.Point{X: at - widest/2 - 2, Y: middle}, 1.2))
	}
	s.centred(at, middle, cell.lines, cell.style)
}
