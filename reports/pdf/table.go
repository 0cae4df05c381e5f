package pdf

import (
	"slices"
	"strings"

	"yardstick/engine"
	"yardstick/reports"
	"yardstick/reports/chart"
)

// The columns of the indicator table, from the left margin, in millimetres.
const (
	markX    = 2.3 // middle of the shape
	nameX    = 6.5
	nameW    = 53.0
	targetX  = 62.0
	targetW  = 23.0
	actualR  = 103.0 // right edge
	actualW  = 17.0
	bulletX  = 106.0
	bulletW  = 34.0
	sparkX   = 143.5
	sparkW   = 12.5
	pointsW  = measure - sparkX - sparkW - 1.5
	rowPad   = 1.15 // above and below what a row holds
	rowFlex  = 2.6
	lineGap  = 0.7 // between the annual and the whole-term line
	bulletH  = 3.3
	thinH    = 2.0
	markSize = 1.75
)

// sections is the indicator table: a head that every page repeats, a group an
// assignment, a row an indicator, and the legend.
func (s *sheet) sections() []*block {
	l := &s.card.Labels
	note := l.IndicatorsNote
	grouped := len(s.card.Sections) > 1
	if len(s.card.Sections) == 1 {
		note = joined(" · ", note, s.card.Sections[0].Note)
	}
	out := []*block{s.heading(l.Indicators, note)}
	return append(out, s.sectionRows(s.card.Sections, grouped)...)
}

// rollUp is the table of the regions' figures added up.
func (s *sheet) rollUp() []*block {
	if s.card.RollUp == nil {
		return nil
	}
	l := &s.card.Labels
	out := []*block{s.heading(l.RollUp, joined(" · ", l.IndicatorsNote, s.card.RollUp.Note))}
	return append(out, s.sectionRows([]reports.Section{*s.card.RollUp}, false)...)
}

func (s *sheet) sectionRows(sections []reports.Section, grouped bool) []*block {
	head := s.columnHead(sections)
	out := []*block{head}
	for i := range sections {
		heads := []*block{head}
		if grouped {
			group := s.groupHead(&sections[i])
			out = append(out, group)
			again := *group
			again.gap = 0
			heads = append(heads, &again)
			group.heads = []*block{head}
		}
		var rows []*block
		for k := range sections[i].Rows {
			fitting, whole := s.fitting(&sections[i].Rows[k])
			row := s.row(fitting)
			row.heads = heads
			rows = append(append(rows, whole...), row)
		}
		out = append(out, unorphaned(rows)...)
	}
	out[len(out)-1].keep = true // a legend never stands alone
	return append(out, s.legend())
}

func (s *sheet) columnHead(sections []reports.Section) *block {
	l := &s.card.Labels
	st := in(7.5, chart.Muted)
	return &block{height: 5, keep: true, draw: func(at chart.Box) {
		y := at.Y + 3.3
		s.text(at.X+nameX, y, l.Name, st)
		s.text(at.X+targetX, y, l.Target, st)
		s.text(at.X+actualR, y, l.Actual, st.right())
		s.progressHead(sections, at.X+bulletX, y)
		s.text(at.X+sparkX, y, l.Trend, st)
		s.text(at.X+measure, y, l.Points, st.right())
		s.rule(at.Y+at.Height-0.2, 0.3, chart.Text)
	}}
}

// progressHead names the two lines of a bullet where there are two.
func (s *sheet) progressHead(sections []reports.Section, x, y float64) {
	l, st := &s.card.Labels, in(7.5, chart.Muted)
	width := 14 + s.Width(l.Annual, st) + s.Width(l.Term, st)
	if !twoLines(sections) || width > bulletW+2 {
		s.text(x, y, l.Progress, st)
		return
	}
	s.FillRect(x, y-1.7, 4, 1.4, palette[chart.Text])
	s.text(x+5, y, l.Annual, st)
	x += 5 + s.Width(l.Annual, st) + 3
	s.FillRect(x, y-1.35, 4, 0.7, palette[chart.Text])
	s.text(x+5, y, l.Term, st)
}

func twoLines(sections []reports.Section) bool {
	for _, section := range sections {
		for _, row := range section.Rows {
			if len(row.Lines) > 1 {
				return true
			}
		}
	}
	return false
}

func (s *sheet) groupHead(section *reports.Section) *block {
	st, beside := heavy(9, chart.Accent), in(7.5, chart.Muted)
	note := s.wrapped(section.Note, measure*0.45, beside)
	width := 0.0
	for _, text := range note {
		width = max(width, s.Width(text, beside))
	}
	title := s.wrapped(joined("  ", section.Number, section.Title), measure-width-6, st)
	height := max(float64(len(title))*leading(9), float64(len(note))*leading(7.5)) + 2.2
	return &block{gap: 1.6, height: height, keep: true, draw: func(at chart.Box) {
		s.lines(at.X, at.Y+0.9, title, st)
		for i, text := range note {
			s.text(at.X+measure, at.Y+0.9+float64(i)*leading(7.5)+3.1, text, beside.right())
		}
		s.rule(at.Y+at.Height-0.1, 0.25, chart.Accent)
	}}
}

// row is one indicator: everything in it is centred on the row's middle, however
// many lines the name takes.
func (s *sheet) row(row *reports.Row) *block {
	name := s.balanced(joined(" ", row.Name, row.NoteText), nameW, in(medium, chart.Text))
	about := s.about(row)
	named := float64(len(name))*leading(medium) + float64(len(about))*leading(small)
	heights, total := make([]float64, len(row.Lines)), 0.0
	for i := range row.Lines {
		heights[i] = s.lineHeight(&row.Lines[i], i > 0)
		total += heights[i]
	}
	total += lineGap * float64(max(len(row.Lines)-1, 0))
	return &block{height: max(named, total) + 2*rowPad, flex: rowFlex, draw: func(at chart.Box) {
		s.paint(chart.Mark(row.Mark.Shape, chart.Point{X: at.X + markX, Y: at.Middle()}, markSize))
		y := s.lines(at.X+nameX, at.Middle()-named/2, name, in(medium, chart.Text))
		s.lines(at.X+nameX, y, about, in(small, chart.Muted))
		y = at.Middle() - total/2
		for i := range row.Lines {
			s.line(&row.Lines[i], i > 0, chart.Box{X: at.X, Y: y, Width: at.Width, Height: heights[i]})
			y += heights[i] + lineGap
		}
		if row.Spark != nil {
			s.paint(chart.Spark(row.Spark, chart.Box{X: at.X + sparkX, Y: at.Middle() - 2.5, Width: sparkW, Height: 5}))
		}
		s.rule(at.Bottom(), 0.12, chart.Rule)
	}}
}

// about is the small print under a name: category and verdict, then what the
// reader must know of the figure.
func (s *sheet) about(row *reports.Row) []string {
	words := []string{row.Short, row.Mark.Word}
	if len(row.Lines) > 0 && row.State == engine.InProgress {
		words = append(words, row.Lines[0].Light.Word)
	}
	notes := []string{row.RollUp}
	for i := range row.Lines {
		notes = append(notes, row.Lines[i].Actual.Note, row.Lines[i].Problem)
	}
	for i, note := range notes {
		if !slices.Contains(notes[:i], note) {
			words = append(words, note)
		}
	}
	return s.besides(s.card.Labels.Beside, words, nameW, in(small, chart.Muted))
}

// styles are those of a line's target and actual; a whole-term line is quieter, and
// a target of many words smaller.
func (s *sheet) styles(line *reports.Line, second bool) (target, actual Style) {
	ink := chart.InkOf(line.Mark.Shape)
	if line.Mark.Shape == reports.ShapeMet {
		ink = chart.Text
	}
	if second {
		return in(small, chart.Muted), heavy(small, ink).right()
	}
	target = in(medium, chart.Text)
	if s.Width(line.Shown, target) > 3*targetW {
		target = in(7.5, chart.Text)
	}
	return target, heavy(9, ink).right()
}

func (s *sheet) lineHeight(line *reports.Line, second bool) float64 {
	target, actual := s.styles(line, second)
	height := bulletH + 0.8
	if second {
		height = thinH + 0.8
	}
	height = max(height, float64(len(s.wrapped(line.Shown, targetW, target)))*leading(target.Size))
	actual = s.shrunk(line.Actual.Text, actualW, actual)
	height = max(height, float64(len(s.wrapped(line.Actual.Text, actualW, actual)))*leading(actual.Size))
	for i := range line.Parts {
		height += s.partLine(&line.Parts[i], chart.Box{}, false)
	}
	return height
}

// line draws one target of a row across its columns, and the parts of a compound
// beneath it.
func (s *sheet) line(line *reports.Line, second bool, at chart.Box) {
	parts := 0.0
	for i := range line.Parts {
		parts += s.partLine(&line.Parts[i], chart.Box{}, false)
	}
	at.Height -= parts
	target, actual := s.styles(line, second)
	s.centred(at.X+targetX, at.Middle(), s.wrapped(line.Shown, targetW, target), target)
	actual = s.shrunk(line.Actual.Text, actualW, actual)
	s.centred(at.X+actualR, at.Middle(), s.balanced(line.Actual.Text, actualW, actual), actual)
	height := bulletH
	if second {
		height = thinH
	}
	s.progress(line, chart.Box{X: at.X + bulletX, Y: at.Middle() - height/2, Width: bulletW, Height: height})
	s.points(line, second, at)
	y := at.Bottom()
	for i := range line.Parts {
		y += s.partLine(&line.Parts[i], chart.Box{X: at.X, Y: y, Width: at.Width}, true)
	}
}

// centred draws lines of text around a middle.
func (s *sheet) centred(x, middle float64, lines []string, st Style) {
	s.lines(x, middle-float64(len(lines))*leading(st.Size)/2, lines, st)
}

func (s *sheet) progress(line *reports.Line, at chart.Box) {
	switch {
	case line.Bullet != nil:
		s.paint(chart.Bullet(line.Bullet, at, s.measure))
	case line.State == engine.Missing && line.Actual.Text == line.Mark.Word:
		s.paint(chart.Bullet(&reports.Bullet{Word: s.card.Labels.MissingBar, Shape: reports.ShapeMissing}, at, s.measure))
	case len(line.Chips) > 0:
		s.paint(chart.Chips(line.Chips, chart.Box{X: at.X, Y: at.Middle() - 1.85, Width: at.Width, Height: 3.7}, s.measure))
	}
}

// points prints what was earned, bold, of what could be. A whole-term target has
// no points: its state stands there.
func (s *sheet) points(line *reports.Line, second bool, at chart.Box) {
	end := at.X + measure
	if line.Weight.Value == nil {
		if second && line.Mark.Word != "" {
			st := in(small, chart.Muted).right()
			y := at.Middle() + 0.9
			s.text(end, y, line.Mark.Word, st)
			s.paint(chart.Mark(line.Mark.Shape, chart.Point{X: end - s.Width(line.Mark.Word, st) - 2, Y: at.Middle()}, 1.05))
		}
		return
	}
	earned, of, _ := strings.Cut(line.PointsText, " / ")
	beside := in(7.5, chart.Muted).right()
	y := at.Middle() + 1.05
	if of != "" {
		of = " / " + of
	}
	s.text(end-s.Width(of, beside), y, earned, heavy(medium, chart.Text).right())
	s.text(end, y, of, beside)
}

// partLine draws a condition of a compound target, or only measures it.
func (s *sheet) partLine(part *reports.Part, at chart.Box, really bool) float64 {
	st := in(small, chart.Muted)
	text := s.wrapped(joined(" ", part.Label, part.Text), targetW, st)
	actual := s.wrapped(part.Actual.Text, actualW, st)
	height := max(float64(len(text)), float64(len(actual)), 1) * leading(small)
	if really {
		s.lines(at.X+targetX, at.Y, text, st)
		s.lines(at.X+actualR, at.Y, actual, st.right())
		s.paint(chart.Mark(part.Mark.Shape, chart.Point{X: at.X + bulletX + 1.2, Y: at.Y + leading(small)/2}, 1.05))
		s.text(at.X+bulletX+3.4, at.Y+leading(small)*0.76, part.Mark.Word, st)
	}
	return height
}
