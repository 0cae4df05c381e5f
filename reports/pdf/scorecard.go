package pdf

import (
	"io"
	"slices"
	"time"

	"yardstick/indicators"
	"yardstick/reports"
	"yardstick/reports/chart"
)

// Scorecard prints a scorecard on A4: the answer first, then money, indicators,
// process and position, what needs explaining, and by which method. It places
// what the model says and computes no figure. The same card gives the same bytes.
// The error is the writer's.
func Scorecard(w io.Writer, card *reports.Scorecard) error {
	return draw(card, nil).Output(w)
}

// sheet is one scorecard being drawn.
type sheet struct {
	*Canvas
	card   *reports.Scorecard
	record func(placed) // of a test: told of every text; nil otherwise
}

// placed is a text with its place.
type placed struct {
	page        int
	text        string
	style       Style
	x, y, width float64
}

func draw(card *reports.Scorecard, record func(placed)) *Canvas {
	s := &sheet{Canvas: NewCanvas(meta(card)), card: card, record: record}
	s.pages()
	s.feet(1, s.PageCount())
	return s.Canvas
}

// pages adds the scorecard's pages, all but their feet.
func (s *sheet) pages() {
	bottom := s.footTop() - 2
	for i, page := range best(s.orders(), span{s.headRule() + 3, bottom}, span{s.laterTop(), bottom}) {
		s.AddPage()
		if i == 0 {
			s.running()
			s.Bookmark(s.card.Head.Title, 0, 0)
		} else {
			s.later()
		}
		for _, p := range page {
			p.draw(chart.Box{X: left, Y: p.y, Width: measure, Height: p.height})
		}
	}
}

func meta(card *reports.Scorecard) Meta {
	title := card.Head.Title
	created, _ := time.Parse(time.RFC3339Nano, card.Foot.AsOf) // without one: the zero time
	if title != card.Head.Programme {
		title += " · " + card.Head.Programme
	}
	return Meta{
		Title:       title + " · " + card.Head.Running,
		Subject:     card.Head.Period,
		Keywords:    card.Foot.Method + ", " + card.Foot.Definition,
		Lang:        map[indicators.Language]string{indicators.Chinese: "zh-CN", indicators.English: "en"}[card.Language],
		Fingerprint: card.Foot.Fingerprint,
		Origin:      card.Foot.Origin.String(),
		Created:     created,
	}
}

// orders are the parts of the scorecard in the order in which a reader wants them,
// and other orders that serve as well where they fill the pages better. The answer,
// the money and the tables always come first, the method last.
func (s *sheet) orders() [][]*block {
	if s.card.Scope.Kind == reports.IndicatorScope {
		return s.indicatorOrders()
	}
	begin := slices.Concat(s.title(), s.answer(), s.goal(), s.money())
	standings, process, heat := s.standings(), s.process(), s.heat()
	remarks, accounts := s.explanations(), slices.Concat(s.reconciliation(), s.funding())
	end := slices.Concat(s.evidence(), s.sideBySide(s.assumptions, s.basis))
	if s.card.Compact {
		begin = slices.Concat(begin, s.rollUp())
		return [][]*block{
			slices.Concat(begin, standings, process, heat, remarks, accounts, end),
			slices.Concat(begin, standings, heat, process, remarks, accounts, end),
			slices.Concat(begin, process, standings, heat, remarks, accounts, end),
			slices.Concat(begin, standings, accounts, process, heat, remarks, end),
		}
	}
	begin = slices.Concat(begin, s.sections())
	return [][]*block{
		slices.Concat(begin, process, heat, standings, remarks, accounts, end),
		slices.Concat(begin, remarks, process, heat, standings, accounts, end),
		slices.Concat(begin, remarks, accounts, process, heat, standings, end),
	}
}

// heading begins a section: a bar, its name, a note, and an entry in the outline.
func (s *sheet) heading(title, note string) *block {
	st, beside := heavy(large, chart.Text), in(7.5, chart.Muted)
	if s.Width(title, st)+7 > measure*0.7 {
		return s.longHeading(title, note)
	}
	indent := s.Width(title, st) + 7
	notes := s.balanced(note, measure-indent, beside)
	return &block{gap: 4.5, height: 6.2 + max(0, float64(len(notes)-1))*leading(7.5), keep: true, draw: func(at chart.Box) {
		s.FillRect(at.X, at.Y, 1.1, 4.4, palette[chart.Accent])
		s.text(at.X+2.8, at.Y+3.7, title, st)
		s.lines(at.X+indent, at.Y+1.1, notes, beside)
		s.Bookmark(title, 1, at.Y-1)
	}}
}

// longHeading sets a title that leaves no room beside it on several lines, the note
// beneath.
func (s *sheet) longHeading(title, note string) *block {
	st, beneath := heavy(9, chart.Text), in(7.5, chart.Muted)
	lines, notes := s.wrapped(title, measure-2.8, st), s.wrapped(note, measure-2.8, beneath)
	high := float64(len(lines)) * leading(st.Size)
	return &block{gap: 4.5, height: high + float64(len(notes))*leading(7.5) + 1.6, keep: true, draw: func(at chart.Box) {
		s.FillRect(at.X, at.Y, 1.1, high, palette[chart.Accent])
		s.lines(at.X+2.8, at.Y, lines, st)
		s.lines(at.X+2.8, at.Y+high, notes, beneath)
		s.Bookmark(title, 1, at.Y-1)
	}}
}
