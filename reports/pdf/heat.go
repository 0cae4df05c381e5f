package pdf

import (
	"strconv"

	"yardstick/reports"
	"yardstick/reports/chart"
)

const heatRowTall = 4.6

// heat is the map of regions by indicators, a row a region under a head that
// every page repeats. Columns that would be too narrow side by side stand in several
// bands.
func (s *sheet) heat() []*block {
	m := s.card.Heat
	if m == nil || len(m.Rows) == 0 || len(m.Columns) == 0 {
		return nil
	}
	names := 0.0
	for _, row := range m.Rows {
		names = max(names, s.Width(row.Name, heavy(plain, chart.Text)))
	}
	names = min(names, widestName) + 3
	out := []*block{s.heading(m.Title, m.Note)}
	per := int((measure - names) / narrowest)
	for from := 0; from < len(m.Columns); from += per {
		band := s.heatBand(m, from, min(from+per, len(m.Columns)), names)
		band[0].gap = float64(min(from, 1)) * 3
		out = append(out, band...)
	}
	out[len(out)-1].keep = true // a legend never stands alone
	return whole(append(out, s.samples(s.swatches(m.Legend), measure, 1.5)))
}

const (
	widestName   = 45.0 // of a region, on one line
	narrowest    = 11.0 // column
	tallestLabel = 40.0 // of a column
)

// heatBand is the columns from one up to another, with the names of the rows.
func (s *sheet) heatBand(m *reports.HeatMap, from, to int, names float64) []*block {
	band := &reports.HeatMap{Columns: m.Columns[from:to]}
	head, key := s.heatHead(band, names, from+1)
	var rows []*block
	for i := range m.Rows {
		part := m.Rows[i]
		part.Cells = part.Cells[from:to]
		row := s.heatRow(&part, names)
		row.heads = []*block{head}
		rows = append(rows, row)
	}
	return append(append([]*block{head}, unorphaned(rows)...), key...)
}

// heatHead prints the names of the columns, and above them the projects that share
// them. Names too long for their columns are numbered from first; the key to the
// numbers stands beneath the map.
func (s *sheet) heatHead(m *reports.HeatMap, names float64, first int) (head *block, key []*block) {
	st, over := in(small, chart.Text), heavy(small, chart.Accent)
	wide := (measure - names) / float64(len(m.Columns))
	labels, most := make([][]string, len(m.Columns)), 0
	for i, column := range m.Columns {
		labels[i] = s.wrapped(column.Short, wide-1.2, st)
		most = max(most, len(labels[i]))
	}
	groups := s.heatGroups(m, wide, over)
	above := 0
	for _, group := range groups {
		above = max(above, len(group.lines))
	}
	if float64(most+above)*leading(small) > tallestLabel {
		groups, above, most = nil, 0, 1
		for i, column := range m.Columns {
			number := strconv.Itoa(first + i)
			labels[i] = []string{number}
			key = append(key, s.paragraph(joined(" · ", number, column.Group, column.Short), in(small, chart.Muted), measure, 2.8)...)
		}
	}
	height := float64(most+above)*leading(small) + 2.2
	return &block{height: height, keep: true, draw: func(at chart.Box) {
		for _, group := range groups {
			x := at.X + names + float64(group.from)*wide
			s.lines(x+0.25, at.Y+0.4, group.lines, over)
			y := at.Y + 0.6 + float64(above)*leading(small)
			s.Line(x+0.25, y, x+float64(group.count)*wide-0.25, y, Pen{Width: 0.25, Color: palette[chart.Accent]})
		}
		for i, lines := range labels {
			x := at.X + names + (float64(i)+0.5)*wide
			s.lines(x, at.Bottom()-0.6-float64(len(lines))*leading(small), lines, st.center())
		}
	}}, key
}

// heatGroup is a run of columns under one name.
type heatGroup struct {
	from, count int
	lines       []string
}

func (s *sheet) heatGroups(m *reports.HeatMap, wide float64, st Style) []heatGroup {
	var out []heatGroup
	for i, column := range m.Columns {
		if column.Group == "" {
			continue
		}
		if last := len(out) - 1; last >= 0 && out[last].from+out[last].count == i && m.Columns[i-1].Group == column.Group {
			out[last].count++
			continue
		}
		out = append(out, heatGroup{from: i, count: 1})
	}
	for i := range out {
		out[i].lines = s.wrapped(m.Columns[out[i].from].Group, float64(out[i].count)*wide-0.5, st)
	}
	return out
}

func (s *sheet) heatRow(row *reports.HeatRow, names float64) *block {
	st := in(plain, chart.Text)
	if row.Subject {
		st = heavy(plain, chart.Accent)
	}
	name := s.wrapped(row.Name, names-2, st)
	height := max(heatRowTall, float64(len(name))*leading(plain)+0.4)
	return &block{height: height, flex: 1, draw: func(at chart.Box) {
		s.centred(at.X, at.Middle(), name, st)
		s.paint(chart.HeatRow(row, chart.Box{X: at.X + names, Y: at.Y, Width: at.Width - names, Height: at.Height}, s.measure))
	}}
}
