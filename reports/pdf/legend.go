package pdf

import (
	"yardstick/reports"
	"yardstick/reports/chart"
)

// sample is a sign of a legend with its words.
type sample struct {
	width float64 // of the sign
	words string
	draw  func(at chart.Point) // the middle of the sign's left edge
}

// legend explains every shape a reader may meet, the bullet and the gap.
func (s *sheet) legend() *block {
	return s.samples(append(s.marks(), s.signs()...), measure, 2)
}

func (s *sheet) marks() []sample {
	var out []sample
	for _, mark := range s.card.Legend {
		out = append(out, sample{2.8, mark.Word, func(at chart.Point) {
			s.paint(chart.Mark(mark.Shape, chart.Point{X: at.X + 1.4, Y: at.Y}, 1.25))
		}})
	}
	return out
}

func (s *sheet) signs() []sample {
	l := &s.card.Labels
	return []sample{
		{14, l.LegendBullet, func(at chart.Point) {
			bullet := reports.Bullet{Known: true, Bar: 6600, Ticks: []reports.Share{7692}, Bands: []reports.Share{4615, 6154}, Shape: reports.ShapeMet}
			s.paint(chart.Bullet(&bullet, chart.Box{X: at.X, Y: at.Y - 1.2, Width: 14, Height: 2.4}, s.measure))
		}},
		{1.6, l.LegendGap, func(at chart.Point) { s.paint(chart.Gap(chart.Point{X: at.X + 0.8, Y: at.Y})) }},
	}
}

func (s *sheet) swatches(levels []reports.TileLevel) []sample {
	var out []sample
	for _, level := range levels {
		out = append(out, sample{3.6, level.Text, func(at chart.Point) {
			s.paint(chart.Swatch(level.Level, chart.Box{X: at.X, Y: at.Y - 1.2, Width: 3.6, Height: 2.4}))
		}})
	}
	return out
}

// samples sets signs and words in lines, a sign never apart from its words.
func (s *sheet) samples(all []sample, width, gap float64) *block {
	type spot struct{ x, y float64 }
	st, row := in(small, chart.Muted), leading(small)+0.9
	spots, x, y := make([]spot, len(all)), 0.0, 0.0
	for i, one := range all {
		wide := one.width + 1 + s.Width(one.words, st)
		if x > 0 && x+wide > width {
			x, y = 0, y+row
		}
		spots[i] = spot{x, y}
		x += wide + 3.6
	}
	return &block{gap: gap, height: y + row, draw: func(at chart.Box) {
		for i, one := range all {
			middle := at.Y + spots[i].y + row/2
			one.draw(chart.Point{X: at.X + spots[i].x, Y: middle})
			s.text(at.X+spots[i].x+one.width+1, middle+0.9, one.words, st)
		}
	}}
}
