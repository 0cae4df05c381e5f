package pdf

import "yardstick/reports/chart"

// column is one of a plain table. Its width is what its widest cell needs; those
// that may wrap share what is left.
type column struct {
	head  string
	align Align
	wrap  float64 // share of the room that is left; 0 does not wrap
	width float64 // least width, of drawn cells
}

// cell is a text, or something drawn in the cell's box.
type cell struct {
	text  string
	style Style
	draw  func(at chart.Box)
}

const columnGap = 3.5

// grid lays out a plain table with a head that every page repeats.
func (s *sheet) grid(columns []column, rows [][]cell, pad, flex float64) []*block {
	widths := s.gridWidths(columns, rows)
	head := s.gridHead(columns, widths)
	var body []*block
	for _, row := range rows {
		b := s.gridRow(columns, widths, row, pad, flex)
		b.heads = []*block{head}
		body = append(body, b)
	}
	return append([]*block{head}, unorphaned(body)...)
}

var gridHeadStyle = in(7.5, chart.Muted)

func (s *sheet) gridWidths(columns []column, rows [][]cell) []float64 {
	widths := make([]float64, len(columns))
	spare, shares := measure-columnGap*float64(len(columns)-1), 0.0
	for i, c := range columns {
		if c.wrap > 0 {
			shares += c.wrap
			continue
		}
		widths[i] = max(c.width, s.Width(c.head, gridHeadStyle))
		for _, row := range rows {
			widths[i] = max(widths[i], s.Width(row[i].text, row[i].style))
		}
		spare -= widths[i]
	}
	for i, c := range columns {
		if c.wrap > 0 {
			widths[i] = max(spare*c.wrap/shares, 12)
		}
	}
	return widths
}

func (s *sheet) gridHead(columns []column, widths []float64) *block {
	cells := make([]cell, len(columns))
	for i, c := range columns {
		cells[i] = cell{text: c.head, style: gridHeadStyle}
	}
	b := s.gridRow(columns, widths, cells, 0.6, 0)
	draw := b.draw
	b.keep = true
	b.draw = func(at chart.Box) {
		draw(at)
		s.rule(at.Bottom(), 0.3, chart.Text)
	}
	return b
}

func (s *sheet) gridRow(columns []column, widths []float64, row []cell, pad, flex float64) *block {
	texts, height := make([][]string, len(row)), leading(plain)
	for i, c := range row {
		texts[i] = s.wrapped(c.text, widths[i]+0.01, c.style)
		height = max(height, float64(len(texts[i]))*leading(c.style.Size))
	}
	return &block{height: height + 2*pad, flex: flex, draw: func(at chart.Box) {
		x := at.X
		for i, c := range row {
			st, edge := c.style, x
			switch columns[i].align {
			case Right:
				st, edge = st.right(), x+widths[i]
			case Center:
				st, edge = st.center(), x+widths[i]/2
			}
			if c.draw != nil {
				c.draw(chart.Box{X: x, Y: at.Y, Width: widths[i], Height: at.Height})
			} else {
				s.centred(edge, at.Middle(), texts[i], st)
			}
			x += widths[i] + columnGap
		}
		s.rule(at.Bottom(), 0.12, chart.Rule)
	}}
}
