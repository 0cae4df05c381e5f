package pdf

import (
	"io"
	"strconv"

	"yardstick/reports"
	"yardstick/reports/chart"
)

// Combined prints the scorecards of a programme as one file: a contents whose lines
// lead to the scorecards, an outline with an entry for each and its sections, and pages
// numbered through the whole file. The same document gives the same bytes. The error is
// the writer's.
func Combined(w io.Writer, c *reports.Combined) error { return drawCombined(c).Output(w) }

func drawCombined(c *reports.Combined) *Canvas {
	front := &reports.Scorecard{Language: c.Language, Head: c.Head, Foot: c.Foot}
	about := meta(front)
	s := &sheet{Canvas: NewCanvas(about), card: front}
	book := contents{sheet: s, starts: map[*reports.Scorecard]int{}}
	pages := book.layout(c)
	for i := range pages {
		s.AddPage()
		if i == 0 {
			s.Bookmark(c.Contents, 0, 0)
		}
	}
	sheets := []*sheet{s}
	for _, part := range c.Parts {
		for _, card := range part.Cards {
			one := &sheet{Canvas: s.Canvas, card: card}
			book.starts[card] = s.PageCount() + 1
			one.pages()
			sheets = append(sheets, one)
		}
	}
	book.draw(pages)
	first := 1
	for k, one := range sheets {
		last := s.PageCount()
		if k+1 < len(sheets) {
			last = book.starts[sheets[k+1].card] - 1
		}
		one.feet(first, last)
		first = last + 1
	}
	return s.Canvas
}

// contents is the list of the scorecards.
type contents struct {
	*sheet
	starts map[*reports.Scorecard]int // the page on which each begins
}

func (c *contents) layout(all *reports.Combined) [][]placing {
	blocks := append(c.title(), c.heading(all.Contents, ""))
	blocks[len(blocks)-1].draw = c.unlisted(all.Contents)
	blocks = append(blocks, c.heads(all))
	for _, part := range all.Parts {
		var rows []*block
		if part.Title != "" {
			rows = append(rows, c.group(part.Title))
		}
		for _, card := range part.Cards {
			rows = append(rows, c.entry(card))
		}
		blocks = append(blocks, rows...)
	}
	bottom := c.footTop() - 2
	return fit(blocks, span{c.headRule() + 3, bottom}, span{c.laterTop(), bottom})
}

// unlisted draws a heading that is no entry of the outline: the page is one already.
func (c *contents) unlisted(title string) func(at chart.Box) {
	return func(at chart.Box) {
		c.FillRect(at.X, at.Y, 1.1, 4.4, palette[chart.Accent])
		c.text(at.X+2.8, at.Y+3.7, title, heavy(large, chart.Text))
	}
}

func (c *contents) heads(all *reports.Combined) *block {
	return &block{height: 5, keep: true, draw: func(at chart.Box) {
		st := gridHeadStyle.right()
		c.text(at.X+scoreEdge, at.Y+3.4, all.Heads.Score, st)
		c.text(at.X+coverageEdge, at.Y+3.4, all.Heads.Coverage, st)
		c.text(at.X+measure, at.Y+3.4, all.Page, st)
		c.rule(at.Bottom(), 0.3, chart.Text)
	}}
}

func (c *contents) group(title string) *block {
	return &block{gap: 2.5, height: 5.5, keep: true, draw: func(at chart.Box) {
		c.text(at.X, at.Y+4, title, heavy(9, chart.Accent))
		c.rule(at.Bottom(), 0.25, chart.Accent)
	}}
}

// The right edges of the columns, from the left margin.
const (
	coverageEdge = measure - 16.0
	scoreEdge    = coverageEdge - 40.0
)

// entry is one scorecard: its name, score, grade, coverage and page; all of it leads there.
func (c *contents) entry(card *reports.Scorecard) *block {
	st, quiet := in(medium, chart.Text), in(7.5, chart.Muted)
	name := c.wrapped(card.Head.Title, scoreEdge-18, st)
	a := &card.Answer
	return &block{height: float64(len(name))*leading(st.Size) + 2, flex: 0.8, draw: func(at chart.Box) {
		c.centred(at.X, at.Middle(), name, st)
		c.centred(at.X+scoreEdge, at.Middle(), []string{a.Score.Text}, heavy(medium, chart.Text).right())
		c.centred(at.X+scoreEdge+3, at.Middle(), []string{a.GradeWord}, quiet)
		c.centred(at.X+coverageEdge, at.Middle(), []string{a.Coverage.Text}, quiet.right())
		start := c.starts[card]
		c.centred(at.X+measure, at.Middle(), []string{strconv.Itoa(start)}, st.right())
		c.Link(at.X, at.Y, measure, at.Height, start, 0)
		c.rule(at.Bottom(), 0.12, chart.Rule)
	}}
}

// draw fills the pages that were kept free, now that it is known where everything is.
func (c *contents) draw(pages [][]placing) {
	for i, page := range pages {
		c.SetPage(i + 1)
		if i == 0 {
			c.running()
		} else {
			c.later()
		}
		for _, p := range page {
			p.draw(chart.Box{X: left, Y: p.y, Width: measure, Height: p.height})
		}
	}
}
