package pdf

import (
	"strconv"

	"yardstick/reports/chart"
)

// The margins of the page, in millimetres.
const (
	left    = 15.0
	right   = PageWidth - 15.0
	measure = right - left
	headY   = 14.2 // the rule beneath the running head
	footEnd = 290.5
)

// running draws the head of every page: what, and as of when.
func (s *sheet) running() {
	head := s.card.Head
	st := in(7.5, chart.Muted)
	lines := s.wrapped(head.Programme, measure-s.Width(head.Running, st)-6, st)
	for i, text := range lines {
		s.text(left, headY-2.2-float64(len(lines)-1-i)*leading(st.Size), text, st)
	}
	s.text(right, headY-2.2, head.Running, st.right())
	s.rule(headY, 0.3, chart.Text)
}

// stamps draws the words that no page may lack: made-up, provisional. It returns
// the left edge of the widest.
func (s *sheet) stamps() float64 {
	st, edge, y := heavy(7.5, chart.Failed), right, headY+2.4
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
	s.running()
	edge := s.stamps()
	s.lines(left, headY+2.6, s.wrapped(s.card.Head.Title, edge-left-6, heavy(10.5, chart.Text)), heavy(10.5, chart.Text))
}

// laterTop is where the blocks of a later page begin.
func (s *sheet) laterTop() float64 {
	title := s.wrapped(s.card.Head.Title, s.stampsEdge()-left-6, heavy(10.5, chart.Text))
	return headY + max(2.6+float64(len(title))*leading(10.5), 2.4+s.stampsHeight()) + 3
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
