package chart

import "yardstick/reports"

const (
	rankSize = 7.5 // points
	rankTop  = 4.5 // room for the word at the tick, mm
	rankFoot = 4.5 // room for the axis, mm
)

// RankingHeight is the height of a ranking whose rows are that high, in mm.
func RankingHeight(r *reports.Ranking, row float64) float64 {
	return rankTop + float64(len(r.Items))*row + rankFoot
}

// Ranking draws a dot plot: place, name, a dot whose distance from the target's
// line is what matters, and the figure. A region without a figure has no dot.
func Ranking(r *reports.Ranking, box Box, measure Measure) Drawing {
	var d Drawing
	row := (box.Height - rankTop - rankFoot) / float64(max(len(r.Items), 1))
	place, name, value := rankColumns(r, measure)
	field := Box{box.X + place + name + 2.5, box.Y + rankTop, 0, box.Height - rankTop - rankFoot}
	field.Width = box.Right() - value - 3.5 - field.X
	for i, item := range r.Items {
		if item.Subject {
			d.rect(Box{box.X, field.Y + float64(i)*row, box.Width, row}, Panel)
		}
	}
	d.rankAxis(r, field, measure)
	for i := range r.Items {
		line := Box{box.X, field.Y + float64(i)*row, box.Width, row}
		d.rankRow(r, &r.Items[i], line, field, place, measure)
	}
	return d
}

func rankColumns(r *reports.Ranking, measure Measure) (place, name, value float64) {
	for _, item := range r.Items {
		place = max(place, measure(item.Number, rankSize, true)+2.5)
		name = max(name, measure(item.Name, rankSize, true))
		if item.Known { // the word of an unknown one may reach into the empty field
			value = max(value, measure(item.Value.Text, rankSize, true))
		}
	}
	return place, name, value
}

func (d *Drawing) rankAxis(r *reports.Ranking, field Box, measure Measure) {
	every := axisStride(r.Axis, field.Width, measure)
	for i, tick := range r.Axis {
		x := field.X + share(tick.At, field.Width)
		d.line(0.15, Rule, Point{x, field.Y}, Point{x, field.Bottom()})
		if (len(r.Axis)-1-i)%every == 0 {
			d.label(Point{x, field.Bottom() + 3.2}, tick.Text, 7, false, Center, Muted)
		}
	}
	if r.Target == "" {
		return
	}
	x := field.X + share(r.Tick, field.Width)
	d.line(0.5, Text, Point{x, field.Y - 0.6}, Point{x, field.Bottom()})
	d.label(Point{x, field.Y - 1.4}, r.Target, 7, false, Center, Text)
}

// axisStride is how many ticks share a word, counted from the last, so that no two
// words meet.
func axisStride(axis []reports.AxisTick, width float64, measure Measure) int {
	widest := 0.0
	for _, tick := range axis {
		widest = max(widest, measure(tick.Text, 7, false)+1.2)
	}
	every := 1
	for every < len(axis) && width/float64(len(axis)-1)*float64(every) < widest {
		every++
	}
	return every
}

func (d *Drawing) rankRow(r *reports.Ranking, item *reports.RankItem, line, field Box, place float64, measure Measure) {
	ink := Text
	if item.Subject {
		ink = Accent
	}
	y := baseline(line.Middle(), rankSize)
	d.label(Point{line.X + place - 1.7, y}, item.Number, rankSize, item.Subject, Right, Muted)
	d.label(Point{line.X + place, y}, item.Name, rankSize, item.Subject, Left, ink)
	if !item.Known { // off the axis' lines, where it reaches into the field
		ground, width := Paper, measure(item.Value.Text, rankSize, false)+1
		if item.Subject {
			ground = Panel
		}
		d.rect(Box{line.Right() - width, line.Y, width, line.Height}, ground)
		d.label(Point{line.Right(), y}, item.Value.Text, rankSize, false, Right, Muted)
		return
	}
	d.label(Point{line.Right(), y}, item.Value.Text, rankSize, item.Subject, Right, ink)
	at := Point{field.X + share(item.At, field.Width), line.Middle()}
	dot := Muted
	if item.Subject {
		dot = Accent
	}
	if r.Target != "" {
		d.line(0.35, dot, Point{field.X + share(r.Tick, field.Width), at.Y}, at)
	}
	radius := min(0.95, line.Height*0.26)
	if item.Reached {
		d.disc(at, radius, dot)
		return
	}
	d.disc(at, radius, Paper)
	d.ring(at, radius-0.12, 0.35, dot)
}
