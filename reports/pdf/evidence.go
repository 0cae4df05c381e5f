package pdf

import (
	"yardstick/reports"
	"yardstick/reports/chart"
)

// evidence lists what backs the figures, a file or a link a row; where they are too
// many for paper, how many there are of what.
func (s *sheet) evidence() []*block {
	e := s.card.Evidence
	if e == nil {
		return nil
	}
	out := []*block{s.heading(e.Title, e.Note)}
	if e.Many {
		return append(out, s.evidenceGroups(e)...)
	}
	return append(out, s.evidenceFiles(e)...)
}

func (s *sheet) evidenceFiles(e *reports.Evidence) []*block {
	columns := []column{{head: e.Heads.File, wrap: 1.1}, {head: e.Heads.Backs, wrap: 1.3}, {head: e.Heads.Size, align: Right},
		{head: e.Heads.Digest}, {head: e.Heads.Attached, wrap: 0.62}}
	st, quiet := in(7.5, chart.Text), in(small, chart.Muted)
	var rows [][]cell
	for i := range e.Files {
		f := &e.Files[i]
		rows = append(rows, []cell{{text: joined(" ", f.Name, f.URL), style: st}, {text: f.Backs, style: quiet},
			{text: joined(" ", f.Kind, f.SizeText), style: quiet}, {text: f.Digest, style: quiet}, {text: f.Attached, style: quiet}})
	}
	var out []*block
	for i, b := range s.grid(columns, rows, 0.55, 0.6) {
		if i > 0 && b.height > tallest {
			out = append(out, s.evidenceInTurn(rows[i-1])...)
			continue
		}
		out = append(out, b)
	}
	return out
}

// evidenceInTurn sets a row too tall for a table as lines one under another, which may
// go on over the foot of a page: a file may back a hundred figures.
func (s *sheet) evidenceInTurn(row []cell) (out []*block) {
	for k, c := range []cell{row[0], {text: joined(" · ", row[2].text, row[3].text, row[4].text), style: row[2].style}, row[1]} {
		lines := s.paragraph(c.text, c.style, measure, 0)
		if k == 0 && len(lines) > 0 {
			lines[0].gap = 0.8
		}
		out = append(out, lines...)
	}
	return out
}

func (s *sheet) evidenceGroups(e *reports.Evidence) []*block {
	columns := []column{{head: e.Heads.Of, wrap: 1}, {head: e.Heads.Files, align: Right}, {head: e.Heads.Figures, align: Right}}
	st := in(7.5, chart.Text)
	var rows [][]cell
	for _, group := range e.Groups {
		rows = append(rows, []cell{{text: group.Name, style: st}, {text: group.FilesText, style: st}, {text: group.FiguresText, style: st}})
	}
	return s.grid(columns, rows, 0.45, 0.5)
}
