package pdf

import (
	"yardstick/reports"
	"yardstick/reports/chart"
)

const (
	halfGap   = 7.0
	captionH  = 5.0
	trendTall = 34.0
	trendAway = 34.0 // flex
	tileTall  = 7.6
	tileMost  = 13.0
)

// process shows how the year went and how the region stands among the others: the
// first trend and the tile map at the left, the ranking at the right. Without a
// ranking the trends stand side by side.
func (s *sheet) process() []*block {
	c := s.card
	if len(c.Trends) == 0 && s.ranking() == nil && s.tiles() == nil {
		return s.longRanking()
	}
	out := []*block{s.heading(c.Labels.Process, "")}
	trends, compared := c.Trends, s.ranking() != nil || s.tiles() != nil
	if compared {
		out = append(out, s.position(trends))
		trends = trends[min(1, len(trends)):]
		if len(trends) == 1 { // one alone would look lost; its row has a sparkline
			trends = nil
		}
	}
	for i, b := range s.smallTrends(trends) { // where they would cost a page the sparklines serve
		b.optional = 2 + i
		out = append(out, b)
	}
	if !compared {
		out[0].optional = 2
	}
	return append(out, s.longRanking()...)
}

// ranking is the model's, where it can be a picture.
func (s *sheet) ranking() *reports.Ranking {
	if r := s.ranked(); r != nil && !s.tooLong(r) {
		return r
	}
	return nil
}

// ranked is the model's ranking, unless nobody has anything to be ranked by.
func (s *sheet) ranked() *reports.Ranking {
	if s.card.Ranking != nil {
		for i := range s.card.Ranking.Items {
			if s.card.Ranking.Items[i].Known {
				return s.card.Ranking
			}
		}
	}
	return nil
}

// tooLong says that a ranking has more rows, or a longer name, than a picture beside
// others can show.
func (s *sheet) tooLong(r *reports.Ranking) bool {
	const most, widest = 40, 32.0
	for i := range r.Items {
		if s.Width(r.Items[i].Name, heavy(7.5, chart.Text)) > widest {
			return true
		}
	}
	return len(r.Items) > most
}

// longRanking is a ranking that is no picture: a table, which may go on over pages.
func (s *sheet) longRanking() []*block {
	r := s.ranked()
	if r == nil || !s.tooLong(r) {
		return nil
	}
	var rows [][]cell
	for i := range r.Items {
		item, st := &r.Items[i], in(plain, chart.Text)
		if item.Subject {
			st = heavy(plain, chart.Accent)
		}
		rows = append(rows, []cell{{text: item.Number, style: in(plain, chart.Muted)}, {text: item.Name, style: st}, {text: item.Value.Text, style: st}})
	}
	columns := []column{{align: Right}, {wrap: 1}, {align: Right}}
	return append([]*block{s.heading(r.Title, r.Note)}, s.grid(columns, rows, 0.35, 0.6)...)
}

// tiles is the model's tile map, where its names fit into tiles; the ranking says as
// much otherwise.
func (s *sheet) tiles() *reports.TileMap {
	if m := s.card.Tiles; m != nil && float64(m.Columns)*chart.TileWidth(m, s.measure) <= measure {
		return m
	}
	return nil
}

// position is the block of the three pictures.
func (s *sheet) position(trends []reports.Trend) *block {
	leftWide := s.leftWidth()
	rightAt := leftWide + halfGap
	ranked := 0.0
	if r := s.ranking(); r != nil {
		ranked = captionH + chart.RankingHeight(r, 3.7) + s.noteHeight(r.Note, measure-rightAt)
	}
	height := max(ranked, s.leftHeight(trends, leftWide))
	return &block{height: height, flex: 36, last: 30, draw: func(at chart.Box) {
		s.leftPictures(trends, chart.Box{X: at.X, Y: at.Y, Width: leftWide, Height: at.Height})
		if s.ranking() != nil {
			s.rankingPicture(chart.Box{X: at.X + rightAt, Y: at.Y, Width: measure - rightAt, Height: at.Height})
		}
	}}
}

// leftWidth gives the tile map the room its words need, the ranking the rest.
func (s *sheet) leftWidth() float64 {
	if s.ranking() == nil {
		return measure
	}
	width := 88.0
	if m := s.tiles(); m != nil {
		width = max(width, float64(m.Columns)*chart.TileWidth(m, s.measure))
	}
	return min(width, measure-halfGap-60)
}

func (s *sheet) leftHeight(trends []reports.Trend, width float64) float64 {
	height := 0.0
	if len(trends) > 0 {
		height += s.trendCaption(&trends[0], width) + trendTall + s.noteHeight(trends[0].Note, width) + 2
	}
	if m := s.tiles(); m != nil {
		height += s.captionHeight(m.Title, width) + chart.TileMapHeight(m, tileTall) + s.samples(s.swatches(m.Legend), width, 0).height + 1
	}
	return height
}

func (s *sheet) leftPictures(trends []reports.Trend, at chart.Box) {
	spare := at.Height - s.leftHeight(trends, at.Width)
	y := at.Y
	if len(trends) > 0 {
		tall := trendTall
		if s.tiles() == nil {
			tall += min(spare, 26)
		} else {
			tall += min(spare*0.5, trendAway)
		}
		y = s.trend(&trends[0], chart.Box{X: at.X, Y: y, Width: at.Width, Height: tall}) + 2
	}
	m := s.tiles()
	if m == nil {
		return
	}
	y = s.caption(m.Title, at.X, y, at.Width)
	legend := s.samples(s.swatches(m.Legend), at.Width, 0)
	tile := min((at.Bottom()-y-legend.height-1)/float64(max(m.Rows, 1)), tileMost)
	box := chart.Box{X: at.X, Y: y, Width: at.Width, Height: tile * float64(m.Rows)}
	s.paint(chart.TileMap(m, box, s.measure))
	legend.draw(chart.Box{X: at.X, Y: box.Bottom() + 0.6, Width: at.Width, Height: legend.height})
}

func (s *sheet) rankingPicture(at chart.Box) {
	r := s.card.Ranking
	y := s.caption(r.Title, at.X, at.Y, at.Width)
	note := s.noteHeight(r.Note, at.Width)
	box := chart.Box{X: at.X, Y: y, Width: at.Width, Height: at.Bottom() - y - note}
	box.Height = min(box.Height, chart.RankingHeight(r, 6.6))
	s.paint(chart.Ranking(r, box, s.measure))
	s.lines(at.X, box.Bottom()+0.4, s.wrapped(r.Note, at.Width, in(small, chart.Muted)), in(small, chart.Muted))
}

func (s *sheet) noteHeight(note string, width float64) float64 {
	return 0.4 + float64(len(s.wrapped(note, width, in(small, chart.Muted))))*leading(small)
}

// caption is the name of a picture; captionHeight is how much it takes.
func (s *sheet) caption(title string, x, y, width float64) float64 {
	s.lines(x, y, s.wrapped(title, width, heavy(plain, chart.Text)), heavy(plain, chart.Text))
	return y + s.captionHeight(title, width)
}

func (s *sheet) captionHeight(title string, width float64) float64 {
	return float64(len(s.wrapped(title, width, heavy(plain, chart.Text))))*leading(plain) + 1
}

// trend draws one with its caption and its note, and returns where it ends. The
// box is as wide as the picture, and as high as its bars may be.
func (s *sheet) trend(t *reports.Trend, at chart.Box) float64 {
	s.lines(at.X, at.Y, s.wrapped(t.Title, at.Width, heavy(plain, chart.Text)), heavy(plain, chart.Text))
	y := at.Y + s.captionHeight(t.Title, at.Width) - 1
	s.lines(at.X, y, s.wrapped(t.Subtitle, at.Width, in(small, chart.Muted)), in(small, chart.Muted))
	at.Y += s.trendCaption(t, at.Width)
	s.paint(chart.Trend(t, at, false, s.measure))
	s.lines(at.X, at.Bottom()+0.4, s.balanced(t.Note, at.Width, in(small, chart.Muted)), in(small, chart.Muted))
	return at.Bottom() + s.noteHeight(t.Note, at.Width)
}

// littleTrend draws one under its name, which may take up to named millimetres.
func (s *sheet) littleTrend(t *reports.Trend, at chart.Box, named float64) {
	indent := 0.0
	if t.Mark.Shape != reports.ShapeNone {
		indent = littleMark
		s.paint(chart.Mark(t.Mark.Shape, chart.Point{X: at.X + 1.3, Y: at.Y + leading(7.5)/2}, 1.2))
	}
	s.lines(at.X+indent, at.Y, s.wrapped(t.Title, at.Width-indent, in(7.5, chart.Text)), in(7.5, chart.Text))
	s.paint(chart.Trend(t, chart.Box{X: at.X, Y: at.Y + named + 1, Width: at.Width, Height: at.Height - named - 1}, true, s.measure))
}

func (s *sheet) trendCaption(t *reports.Trend, width float64) float64 {
	return s.captionHeight(t.Title, width) + float64(len(s.wrapped(t.Subtitle, width, in(small, chart.Muted))))*leading(small)
}

const (
	littleTall = 26.0
	littleFlex = 18.0
	littleMark = 3.4
	perRow     = 4 // at most
)

// smallTrends are the other trends, side by side in rows as even as can be, each on
// its own scale.
func (s *sheet) smallTrends(trends []reports.Trend) []*block {
	var out []*block
	rows := (len(trends) + perRow - 1) / perRow
	each := (len(trends) + rows - 1) / max(rows, 1)
	wide := (measure - float64(each-1)*6) / float64(max(each, 1))
	for from := 0; from < len(trends); from += each {
		row := trends[from:min(from+each, len(trends))]
		named := 0.0
		for i := range row {
			named = max(named, float64(len(s.wrapped(row[i].Title, wide-littleMark, in(7.5, chart.Text))))*leading(7.5))
		}
		out = append(out, &block{gap: 3, height: named + 1 + littleTall, flex: littleFlex, draw: func(at chart.Box) {
			for i := range row {
				s.littleTrend(&row[i], chart.Box{X: at.X + float64(i)*(wide+6), Y: at.Y, Width: wide, Height: at.Height}, named)
			}
		}})
	}
	return out
}
