package pdf

import (
	"slices"
	"strconv"

	"yardstick/reports/chart"
)

// The margins of the page, in millimetres.
const (
	left    = 15.0
	right   = PageWidth - 15.0
	measure = right - left
	headY   = 14.2 // the rule beneath a running head of up to two lines
	footEnd = 290.5
)

// running draws the head of the first page: what, and as of when.
func (s *sheet) running() {
	s.runningHead(s.runningLines(), s.headRule())
	s.stamps(s.headRule())
}

func (s *sheet) runningHead(lines []string, rule float64) {
	st := in(7.5, chart.Muted)
	for i, text := range lines {
		s.text(left, rule-2.2-float64(len(lines)-1-i)*leading(st.Size), text, st)
	}
	s.text(right, rule-2.2, s.card.Head.Running, st.right())
	s.rule(rule, 0.3, chart.Text)
}

func (s *sheet) runningLines() []string {
	st := in(7.5, chart.Muted)
	return s.wrapped(s.card.Head.Programme, measure-s.Width(s.card.Head.Running, st)-6, st)
}

// headRule is the height of the rule beneath the first page's running head.
func (s *sheet) headRule() float64 {
	return headY + float64(max(len(s.runningLines())-2, 0))*leading(7.5)
}

// abridged is two lines of what the first page says whole.
func (s *sheet) abridged(lines []string, st Style) []string {
	const most, ellipsis = 2, "…"
	if len(lines) <= most {
		return lines
	}
	last := []rune(lines[most-1])
	for len(last) > 0 && s.Width(string(last)+ellipsis, st) > s.Width(lines[most-1], st) {
		last = last[:len(last)-1]
	}
	return append(slices.Clone(lines[:most-1]), string(last)+ellipsis)
}

// stamps draws the words that no page may lack: made-up, provisional. It returns
// the left edge of the widest.
func (s *sheet) stamps(rule float64) float64 {
	st, edge, y := heavy(7.5, chart.Failed), right, rule+2.4
	for _, stamp := range s.card.Head.Stamps {
		lines := s.wrapped(stamp, 70, st)
		width := 0.0
		for _, text := range lines {
			width = max(width, s.Width(text, st))
		}
		height := float64(len(lines))*leading(st.Size) + 1.8
		s.StrokeRect(right-width-4, y, width+4, height, Pen{Width: 0.4, Color: st.Color})
		s.lines(right-width-2, y+0.9, lines, st)
		edge = min(edge, right-width-4)
		y += height + 1.2
	}
	return edge
}

func (s *sheet) stampsHeight() float64 {
	height := 0.0
	for _, stamp := range s.card.Head.Stamps {
		height += float64(len(s.wrapped(stamp, 70, heavy(7.5, chart.Failed))))*leading(7.5) + 3
	}
	return height
}

// stampsEdge is where the stamps begin, without drawing them.
func (s *sheet) stampsEdge() float64 {
	st, edge := heavy(7.5, chart.Failed), right
	for _, stamp := range s.card.Head.Stamps {
		for _, text := range s.wrapped(stamp, 70, st) {
			edge = min(edge, right-s.Width(text, st)-4)
		}
	}
	return edge
}

// later begins a page after the first.
func (s *sheet) later() {
	s.runningHead(s.abridged(s.runningLines(), in(7.5, chart.Muted)), headY)
	s.stamps(headY)
	s.lines(left, headY+2.6, s.laterTitle(), laterStyle)
}

var laterStyle = heavy(10.5, chart.Text)

func (s *sheet) laterTitle() []string {
	return s.abridged(s.wrapped(s.card.Head.Title, s.stampsEdge()-left-6, laterStyle), laterStyle)
}

// laterTop is where the blocks of a later page begin.
func (s *sheet) laterTop() float64 {
	return headY + max(2.6+float64(len(s.laterTitle()))*leading(laterStyle.Size), 2.4+s.stampsHeight()) + 3
}

// feet draws the foot of the pages from first to last, at the end, when the number of
// all pages is known.
func (s *sheet) feet(first, last int) {
	pages := s.PageCount()
	for n := first; n <= last; n++ {
		s.SetPage(n)
		s.rule(s.footTop(), 0.15, chart.Rule)
		s.lines(left, s.footTop()+1.2, s.footLines(), in(small, chart.Muted))
		s.text(right, s.footTop()+4.6, strconv.Itoa(n)+" / "+strconv.Itoa(pages), heavy(plain, chart.Muted).right())
	}
}

func (s *sheet) footLines() []string {
	var out []string
	for _, text := range s.card.Foot.Lines {
		out = append(out, s.wrapped(text, measure-20, in(small, chart.Muted))...)
	}
	return out
}

// footTop is the height of the rule above the foot.
func (s *sheet) footTop() float64 {
	return footEnd - 1.2 - float64(max(len(s.footLines()), 1))*leading(small)
}
