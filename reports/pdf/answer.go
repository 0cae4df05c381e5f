package pdf

import (
	"strings"
	"unicode/utf8"

	"yardstick/reports"
	"yardstick/reports/chart"
)

// title is the name of what the scorecard is about, with what it is about it.
func (s *sheet) title() []*block {
	head := s.card.Head
	width := s.stampsEdge() - left - 5
	st := heavy(20, chart.Text)
	if s.Width(head.Title, st) > width {
		st = heavy(15, chart.Text)
	}
	name := s.balanced(head.Title, width, st)
	original := s.wrapped(head.Original, width, in(9, chart.Muted))
	about := s.besides(dot, strings.Split(joined(dot, head.Subtitle...), dot), measure, in(plain, chart.Muted))
	dates := s.besides(dot, []string{head.Period, head.AsOf, head.StandingText}, measure, in(7.5, chart.Muted))
	note := s.wrapped(head.Note, measure, in(7.5, chart.Muted))
	top := float64(len(name))*leading(st.Size) + float64(len(original))*leading(9)
	top = max(top, s.stampsHeight())
	height := top + 1 + float64(len(about))*leading(plain) + float64(len(dates)+len(note))*leading(7.5)
	return []*block{{height: height, draw: func(at chart.Box) {
		y := s.lines(at.X, at.Y, name, st)
		s.lines(at.X, y, original, in(9, chart.Muted))
		y = s.lines(at.X, at.Y+top+1, about, in(plain, chart.Muted))
		y = s.lines(at.X, y, dates, in(7.5, chart.Muted))
		s.lines(at.X, y, note, in(7.5, chart.Muted))
	}}}
}

// dot stands between what a line says of one thing.
const dot = " · "

// besides sets texts side by side, as many to a line as fit whole; one that is longer
// than a line goes on in the next.
func (s *sheet) besides(between string, texts []string, width float64, st Style) []string {
	var lines []string
	line := ""
	for _, text := range texts {
		if text == "" {
			continue
		}
		if longer := joined(between, line, text); line == "" || s.Width(longer, st) <= width {
			line = longer
		} else {
			lines, line = append(lines, line), text
		}
		if s.Width(line, st) > width {
			pieces := s.wrapped(line, width, st)
			lines, line = append(lines, pieces[:len(pieces)-1]...), pieces[len(pieces)-1]
		}
	}
	if line == "" {
		return nil
	}
	return append(lines, line)
}

// joined puts the texts that are not empty side by side.
func joined(separator string, texts ...string) string {
	out := ""
	for _, text := range texts {
		if text != "" && out != "" {
			out += separator
		}
		out += text
	}
	return out
}

const (
	panelPad = 4.5
	scoreX   = 5.5   // of the panel's three columns, from its left edge
	countsX  = 64.5  //
	partsX   = 123.0 //
)

// answer is the panel that holds what a reader came for: the score with its place
// on the scale, how many targets stand how, what the score is made of, and the
// sentence that says what matters.
func (s *sheet) answer() []*block {
	a := &s.card.Answer
	st := in(9, chart.Text)
	var sentences []string
	for _, text := range a.Sentences {
		sentences = append(sentences, s.wrapped(text, measure-scoreX-5, st)...)
	}
	if len(sentences) > mostSentences { // names as long as that go on beneath the panel
		sentences = nil
	}
	body, beside := max(s.scoreHeight(a), s.countsHeight(a)), s.partsHeight(a) < tallestParts
	if beside {
		body = max(body, s.partsHeight(a))
	}
	height := panelPad + body + 2.5
	if len(sentences) > 0 {
		height += 2.2 + float64(len(sentences))*leading(st.Size) + 1.8
	}
	panel := &block{gap: 3, height: height, draw: func(at chart.Box) {
		s.FillRect(at.X, at.Y, at.Width, at.Height, palette[chart.Panel])
		s.FillRect(at.X, at.Y, 1, at.Height, palette[chart.Accent])
		top := at.Y + panelPad
		s.score(a, at.X+scoreX, top, body)
		s.counts(a, at.X+countsX, top)
		if beside {
			s.parts(a, at.X+partsX, top)
		}
		for _, x := range []float64{countsX - 4, partsX - 4} {
			s.Line(at.X+x, top, at.X+x, top+body, Pen{Width: 0.15, Color: palette[chart.Rule]})
		}
		if len(sentences) > 0 {
			y := top + body + 2.5
			s.Line(at.X+scoreX, y, at.X+at.Width-5, y, Pen{Width: 0.15, Color: palette[chart.Rule]})
			s.lines(at.X+scoreX, y+2.2, sentences, st)
		}
	}}
	out := []*block{panel}
	if !beside {
		out = append(out, s.partsTable(a)...)
	}
	if sentences == nil {
		for _, text := range a.Sentences {
			out = append(out, s.paragraph(text, in(plain, chart.Text), measure, 2.8)...)
		}
	}
	return out
}

// What the panel holds: lines of sentences, and mm of what the score is made of.
const (
	mostSentences = 10
	tallestParts  = 90.0
)

const (
	scoreSize  = 34.0
	scaleTop   = 20.6
	scaleBar   = 2.6
	scoreWidth = countsX - scoreX - 8
)

func (s *sheet) coverage(a *reports.Answer) []string {
	return s.besides(dot, []string{a.CoverText, a.Change}, scoreWidth, in(7.5, chart.Muted))
}

func (s *sheet) gradeNote(a *reports.Answer) []string {
	if a.GradeWord != "" {
		return nil
	}
	return s.wrapped(a.GradeNote, scoreWidth, in(small, chart.Muted))
}

func (s *sheet) scoreHeight(a *reports.Answer) float64 {
	return scaleTop + chart.ScaleHeight(a.Bands, scaleBar, scoreWidth, s.measure) + 3 + float64(len(s.coverage(a)))*leading(7.5) + float64(len(s.gradeNote(a)))*leading(small)
}

func (s *sheet) score(a *reports.Answer, x, top, height float64) {
	s.lines(x, top-0.6, []string{a.Title}, in(plain, chart.Muted))
	st := s.scoreStyle(a)
	if !a.Scored {
		st.Color = palette[chart.Muted]
	}
	s.text(x-0.6, top+15, a.Score.Text, st)
	s.gradeTile(a, x+s.Width(a.Score.Text, st)+3, top+5.2)
	s.paint(chart.Scale(a.Bands, a.Marker, a.Scored, chart.Box{X: x, Y: top + scaleTop, Width: scoreWidth, Height: scaleBar}, s.measure))
	notes := s.gradeNote(a)
	y := top + height - float64(len(s.coverage(a)))*leading(7.5) - float64(len(notes))*leading(small)
	y = s.lines(x, y, notes, in(small, chart.Muted))
	s.lines(x, y, s.coverage(a), in(7.5, chart.Muted))
}

// scoreStyle is as large as leaves room for the grade beside the score.
func (s *sheet) scoreStyle(a *reports.Answer) Style {
	width, _ := s.tile(a)
	for size := scoreSize; size > 16; size -= 2 {
		if st := heavy(size, chart.Text); s.Width(a.Score.Text, st)+width+3 <= scoreWidth+2 {
			return st
		}
	}
	return heavy(16, chart.Text)
}

const tileSide = 10.0

// tile is the width of the grade's tile, and how its word is set: a single
// character large, a longer word smaller.
func (s *sheet) tile(a *reports.Answer) (width float64, st Style) {
	switch utf8.RuneCountInString(a.GradeWord) {
	case 0:
		return 0, Style{}
	case 1:
		return tileSide, heavy(18, chart.Paper).center()
	}
	st = s.shrunk(a.GradeWord, 20, heavy(9.5, chart.Paper).center())
	return max(tileSide, s.Width(a.GradeWord, st)+3), st
}

func (s *sheet) gradeTile(a *reports.Answer, x, y float64) {
	if width, st := s.tile(a); width > 0 {
		s.FillRect(x, y, width, tileSide, palette[chart.Accent])
		s.text(x+width/2, y+tileSide/2+st.Size/pointsPerMillimetre*0.36, a.GradeWord, st)
	}
}

const (
	countRow   = 5.2
	countsWide = partsX - countsX - 8
)

func (s *sheet) countNotes(a *reports.Answer) []string {
	note := a.CountNote
	if s.countLayout(a.Counts).step < leastStep {
		note = a.CountTotal
	}
	return s.wrapped(note, countsWide, in(small, chart.Muted))
}

// countLayout is how the rows of counts are set: the widths of numbers and words,
// the room for shapes and how far apart they stand.
type countLayout struct{ numbers, words, room, step, radius float64 }

// leastStep is the least distance at which shapes can be told apart; where it is
// not to be had, a bar stands for them.
const leastStep = 2.1

func (s *sheet) countLayout(counts []reports.Count) countLayout {
	l, most := countLayout{radius: 1.2}, 1
	for _, c := range counts {
		l.numbers = max(l.numbers, s.Width(c.Text, heavy(9.5, chart.Text)))
		l.words = max(l.words, s.Width(c.Mark.Word, in(plain, chart.Text)))
		most = max(most, c.Number)
	}
	l.room = countsWide - l.numbers - l.words - 4.8
	l.step = min(3.1, l.room/(float64(most)-0.2))
	if l.step >= leastStep {
		l.radius = min(1.2, l.step/2-0.04)
	}
	return l
}

func (s *sheet) countsHeight(a *reports.Answer) float64 {
	height := 5 + float64(len(a.Counts))*countRow + 1 + float64(len(s.countNotes(a)))*leading(small)
	if len(a.Terms) > 0 {
		height += 1.5 + leading(plain) + float64(len(a.Terms))*countRow*0.85
	}
	return height
}

// counts draws a row a state: number, word, and a shape for each target. Where
// there are too many for a row, a bar stands for them.
func (s *sheet) counts(a *reports.Answer, x, top float64) {
	s.lines(x, top-0.6, []string{a.CountsOf}, in(plain, chart.Muted))
	y := s.countRows(a.Counts, x, top+5, countRow)
	y = s.lines(x, y+1, s.countNotes(a), in(small, chart.Muted))
	if len(a.Terms) > 0 {
		y = s.lines(x, y+1.5, []string{a.TermsOf}, in(plain, chart.Muted))
		s.countRows(a.Terms, x, y, countRow*0.85)
	}
}

func (s *sheet) countRows(counts []reports.Count, x, y, row float64) float64 {
	l, most := s.countLayout(counts), 1
	for _, c := range counts {
		most = max(most, c.Number)
	}
	for _, c := range counts {
		middle := y + row/2
		s.text(x+l.numbers, middle+1.2, c.Text, heavy(9.5, chart.InkOf(c.Mark.Shape)).right())
		s.text(x+l.numbers+2, middle+1.05, c.Mark.Word, in(plain, chart.Text))
		at := chart.Point{X: x + l.numbers + l.words + 4.8, Y: middle}
		if l.step < leastStep {
			s.paint(chart.Mark(c.Mark.Shape, at, l.radius))
			wide := (l.room - 3) * float64(c.Number) / float64(most)
			s.FillRect(at.X+2.2, middle-0.9, max(wide, 0.4), 1.8, palette[chart.InkOf(c.Mark.Shape)])
		} else {
			for range c.Number {
				s.paint(chart.Mark(c.Mark.Shape, at, l.radius))
				at.X += l.step
			}
		}
		y += row
	}
	return y
}
