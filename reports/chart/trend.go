package chart

import (
	"math"

	"yardstick/reports"
)

const trendSize = 7 // points

// Trend draws the months of an indicator: the month's own figure dark, the sum so
// far pale behind it, the target as a line, the pace as dashes. A month that
// should have been reported and was not is a dashed frame with a cross. A small
// one leaves out the axis and names every other month.
func Trend(t *reports.Trend, box Box, small bool, measure Measure) Drawing {
	var d Drawing
	field := Box{box.X, box.Y + 4, box.Width, box.Height - 8}
	if !small {
		indent := axisWidth(t, measure)
		field.X, field.Width = box.X+indent, box.Width-indent
		d.trendAxis(t, field)
	}
	d.line(0.2, Muted, Point{field.X, field.Bottom()}, Point{field.Right(), field.Bottom()})
	step := field.Width / float64(max(len(t.Points), 1))
	last := -1
	for i := range t.Points {
		p := &t.Points[i]
		d.month(t, p, Box{field.X + float64(i)*step, field.Y, step, field.Height})
		if p.Known {
			last = i
		}
		if !small || len(t.Points) <= 6 || i%2 == (len(t.Points)-1)%2 {
			d.label(Point{field.X + (float64(i)+0.5)*step, field.Bottom() + 3.3}, p.Label, trendSize, false, Center, Muted)
		}
	}
	d.pace(t, field, step)
	d.words(t, last, field, step, measure)
	return d
}

// axisWidth is the room that the words of the axis need at the left.
func axisWidth(t *reports.Trend, measure Measure) float64 {
	width := 0.0
	for _, tick := range t.Axis {
		width = max(width, measure(tick.Text, trendSize, false))
	}
	return width + 1.5
}

func (d *Drawing) trendAxis(t *reports.Trend, field Box) {
	for _, tick := range t.Axis {
		y := field.Bottom() - share(tick.At, field.Height)
		if tick.At > 0 && (t.TargetOf == nil || math.Abs(share(tick.At-t.Target, field.Height)) > 1) {
			d.line(0.15, Rule, Point{field.X, y}, Point{field.Right(), y})
		}
		d.label(Point{field.X - 1.2, baseline(y, trendSize)}, tick.Text, trendSize, false, Right, Muted)
	}
}

func (d *Drawing) month(t *reports.Trend, p *reports.TrendPoint, slot Box) {
	pad := slot.Width * 0.18
	column := func(height reports.Share) Box {
		tall := share(height, slot.Height)
		return Box{slot.X + pad, slot.Bottom() - tall, slot.Width - 2*pad, tall}
	}
	if t.Summed && p.Running.Value != nil {
		d.rect(column(p.Sum), BandLow)
	}
	switch {
	case p.Known && p.Bar == 0: // a reported zero stands on the line; a gap never does
		d.rect(Box{slot.X + pad, slot.Bottom() - 0.5, slot.Width - 2*pad, 0.5}, Accent)
	case p.Known:
		d.rect(column(p.Bar), Accent)
	case p.Due:
		tall := min(4, slot.Height*0.4)
		gap := Box{slot.X + pad, slot.Bottom() - tall, slot.Width - 2*pad, tall}
		d.rect(gap, Paper)
		d.frame(gap, 0.18, true, Muted)
		d.cross(Point{gap.X + gap.Width/2, gap.Middle()}, min(0.7, gap.Width*0.3), 0.25, Failed)
	}
}

func (d *Drawing) pace(t *reports.Trend, field Box, step float64) {
	line := []Point{}
	for i, p := range t.Points {
		if p.Pace.Value == nil {
			continue
		}
		if len(line) == 0 {
			line = append(line, Point{field.X + float64(i)*step, field.Bottom()})
		}
		line = append(line, Point{field.X + float64(i+1)*step, field.Bottom() - share(p.PaceAt, field.Height)})
	}
	if len(line) > 1 {
		d.dashes(0.25, Text, line...)
	}
}

// words prints the target above its line, at the left, and the actual above the last
// reported month, moved inwards at the edge. Where the two would meet the target's words
// go to the right end, and where they would meet there too the actual stands beside them:
// above them is the chart's name.
func (d *Drawing) words(t *reports.Trend, last int, field Box, step float64, measure Measure) {
	target := field.Bottom() - share(t.Target, field.Height)
	name, side, wide := Point{field.X + 0.5, target - 1}, Left, measure(t.TargetTop, trendSize, true)
	if last >= 0 {
		at, half := totalAt(t, last, field, step), measure(t.Total, trendSize, true)/2
		at.X = min(max(at.X, field.X+half), field.Right()-half)
		if t.TargetOf != nil {
			if at.Y > target-0.8 && at.Y < target+3 { // keep off the line
				at.Y = target - 1
			}
			if at.Y > target-4 && at.Y < target+0.2 && at.X-half < name.X+wide+1.5 {
				if at.X+half+1.5 < field.Right()-0.5-wide {
					name.X, side = field.Right()-0.5, Right
				} else {
					at.X = min(name.X+wide+1.5+half, field.Right()-half)
				}
			}
		}
		d.label(at, t.Total, trendSize, true, Center, Accent)
	}
	if t.TargetOf != nil {
		d.line(0.45, Text, Point{field.X, target}, Point{field.Right(), target})
		d.label(name, t.TargetTop, trendSize, true, side, Text)
	}
}

// totalAt is the place above the column of the last reported month.
func totalAt(t *reports.Trend, last int, field Box, step float64) Point {
	height := t.Points[last].Bar
	if t.Summed {
		height = t.Points[last].Sum
	}
	return Point{field.X + (float64(last)+0.5)*step, field.Bottom() - share(height, field.Height) - 1}
}
