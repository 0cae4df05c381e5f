package pdf

import (
	"yardstick/reports"
	"yardstick/reports/chart"
)

// standings compares projects or regions, a row each.
func (s *sheet) standings() []*block {
	var out []*block
	for i := range s.card.Standings {
		table := &s.card.Standings[i]
		if len(table.Rows) == 0 {
			continue
		}
		out = append(out, s.heading(table.Title, table.Note))
		out = append(out, s.standing(table)...)
	}
	return out
}

func (s *sheet) standing(table *reports.StandingTable) []*block {
	h := table.Heads
	name, bars := column{head: h.Name, wrap: 1}, column{width: 28}
	if s.namesWidth(table) < 30 { // short names leave the room to the bars
		name, bars = column{head: h.Name}, column{wrap: 1}
	}
	columns := []column{name, {head: h.Funds, align: Right}, {head: h.Spent, align: Right}, bars,
		{head: h.Score, align: Right}, {}, {head: h.Coverage, align: Right}, {head: h.Counts, width: s.tallyWidth(table)}}
	st, quiet := in(plain, chart.Text), in(7.5, chart.Muted)
	var rows [][]cell
	for i := range table.Rows {
		row := &table.Rows[i]
		rows = append(rows, []cell{
			{text: row.Name, style: st}, {text: row.Funds.Text, style: quiet}, {text: row.Rate.Text, style: quiet},
			{draw: func(at chart.Box) {
				bar := chart.Box{X: at.X, Y: at.Middle() - 1.1, Width: at.Width, Height: 2.2}
				s.paint(chart.Bar(row.Bar, row.Score.Value != nil, bar, chart.Accent))
			}},
			{text: row.Score.Text, style: heavy(medium, chart.Text)}, {text: row.GradeWord, style: st}, {text: row.Coverage.Text, style: quiet},
			{draw: func(at chart.Box) { s.tally(row.Counts, at) }}})
	}
	return s.grid(columns, rows, 0.35, 0.9)
}

func (s *sheet) namesWidth(table *reports.StandingTable) float64 {
	widest := 0.0
	for _, row := range table.Rows {
		widest = max(widest, s.Width(row.Name, in(plain, chart.Text)))
	}
	return widest
}

const (
	tallySign = 3.3
	tallyGap  = 2.2
)

// tally prints a shape and a number for each state that occurs.
func (s *sheet) tally(counts []reports.Count, at chart.Box) {
	x, st := at.X, in(7.5, chart.Text)
	for _, c := range counts {
		if c.Number == 0 {
			continue
		}
		s.paint(chart.Mark(c.Mark.Shape, chart.Point{X: x + 1.2, Y: at.Middle()}, 1.15))
		s.text(x+tallySign, at.Middle()+0.95, c.Text, st)
		x += tallySign + s.Width(c.Text, st) + tallyGap
	}
}

func (s *sheet) tallyWidth(table *reports.StandingTable) float64 {
	widest := 0.0
	for _, row := range table.Rows {
		width := 0.0
		for _, c := range row.Counts {
			if c.Number > 0 {
				width += tallySign + s.Width(c.Text, in(7.5, chart.Text)) + tallyGap
			}
		}
		widest = max(widest, width-tallyGap)
	}
	return widest
}
