package chart

import "yardstick/reports"

// Bullet draws the actual as a bar over pale bands, with a tick at the target. An
// unknown actual is an empty track with its word: no bar, not even one of no
// length; hatched and dashed where it should have been reported. What lies beyond
// the track ends in an arrow.
func Bullet(b *reports.Bullet, box Box, measure Measure) Drawing {
	var d Drawing
	if !b.Known {
		missing := b.Shape == reports.ShapeMissing
		if missing {
			d.hatch(box, 1.4, 0.12)
		}
		d.frame(box, 0.18, missing, Muted)
		d.ticks(b, box)
		d.trackWord(b, box, measure)
		return d
	}
	d.rect(box, Track)
	left := box.X
	for i, end := range b.Bands {
		right := box.X + share(end, box.Width)
		d.rect(Box{left, box.Y, right - left, box.Height}, []Ink{BandLow, BandHigh}[min(i, 1)])
		left = right
	}
	height := box.Height * 0.42
	if b.Thin {
		height = box.Height * 0.36
	}
	bar := Box{box.X, box.Middle() - height/2, share(b.Bar, box.Width), height}
	d.rect(bar, barInk(b.Shape))
	if b.Bar == 0 { // a reported zero: a mark at the start of the scale, unlike an empty track
		d.rect(Box{box.X, box.Y + box.Height*0.15, 0.5, box.Height * 0.7}, barInk(b.Shape))
	}
	if b.Beyond {
		x := box.Right()
		d.line(0.35, Paper, Point{x - 1.9, box.Middle() - height/2}, Point{x - 1.1, box.Middle()}, Point{x - 1.9, box.Middle() + height/2})
	}
	d.ticks(b, box)
	return d
}

// barInk is the ink of the bar: dark for what is met or open, the verdict's own
// where the reader should stop.
func barInk(shape reports.Shape) Ink {
	switch shape {
	case reports.ShapeNotMet, reports.ShapePartlyMet, reports.ShapeAccepted:
		return InkOf(shape)
	case reports.ShapeInProgress, reports.ShapeNotYetDue, reports.ShapeNotApplicable:
		return Muted
	}
	return Text
}

// trackWord prints what an empty track stands for, where there is room.
func (d *Drawing) trackWord(b *reports.Bullet, box Box, measure Measure) {
	const size = 7
	if width := measure(b.Word, size, false); b.Word != "" && box.Height > 2.4 && width < box.Width-2 {
		d.rect(Box{box.X + 0.5, box.Y + 0.2, width + 1.4, box.Height - 0.4}, Paper)
		d.label(Point{box.X + 1.2, baseline(box.Middle(), size)}, b.Word, size, false, Left, Muted)
	}
}

func (d *Drawing) ticks(b *reports.Bullet, box Box) {
	for _, tick := range b.Ticks {
		x := box.X + share(tick, box.Width)
		d.line(0.5, Text, Point{x, box.Y - 0.6}, Point{x, box.Bottom() + 0.6})
	}
}

// Bar draws a plain length on an empty track: blocks of the score, scores of
// projects. One that is not evaluated is an empty frame.
func Bar(length reports.Share, known bool, box Box, ink Ink) Drawing {
	var d Drawing
	if !known {
		d.frame(box, 0.15, false, ShadeFar)
		return d
	}
	d.rect(box, BandHigh)
	d.rect(Box{box.X, box.Y, share(length, box.Width), box.Height}, ink)
	return d
}

// Money draws what was spent within what may be spent, and a tick at its end.
func Money(budget, spent reports.Share, known bool, box Box) Drawing {
	var d Drawing
	whole := Box{box.X, box.Y, share(budget, box.Width), box.Height}
	if known {
		d.rect(whole, BandLow)
		d.rect(Box{box.X, box.Y + box.Height*0.25, share(spent, box.Width), box.Height * 0.5}, Accent)
	} else {
		d.hatch(whole, 1.4, 0.12)
		d.frame(whole, 0.15, true, Muted)
	}
	d.line(0.5, Text, Point{whole.Right(), box.Y - 0.5}, Point{whole.Right(), box.Bottom() + 0.5})
	return d
}

const (
	scaleSize = 7 // points
	scaleLine = 3.0
)

// scaleWords places the middle of each band's word: under its band, inside the
// width, a line lower when it would meet the word before it on its line.
func scaleWords(bands []reports.Band, width float64, measure Measure) []Point {
	out, ends := make([]Point, len(bands)), []float64{}
	for i, band := range bands {
		half := measure(band.Word, scaleSize, false) / 2
		x := min(share(band.From+band.To, width)/2, width-half)
		row := 0
		for row < len(ends) && x-half < ends[row]+1 {
			row++
		}
		if row == len(ends) {
			ends = append(ends, 0)
		}
		ends[row] = x + half
		out[i] = Point{x, float64(row) * scaleLine}
	}
	return out
}

// ScaleHeight is the height of a scale whose bar is that high, with its words.
func ScaleHeight(bands []reports.Band, bar, width float64, measure Measure) float64 {
	lowest := 0.0
	for _, word := range scaleWords(bands, width, measure) {
		lowest = max(lowest, word.Y)
	}
	return bar + 7.2 + lowest
}

// Scale draws the bands of the grades with the score's place marked by a triangle
// above. Band words stand beneath, one a line lower where two would meet: [ScaleHeight].
func Scale(bands []reports.Band, marker reports.Share, scored bool, box Box, measure Measure) Drawing {
	var d Drawing
	words := scaleWords(bands, box.Width, measure)
	for i, band := range bands {
		x := box.X + share(band.From, box.Width)
		d.rect(Box{x, box.Y, share(band.To-band.From, box.Width), box.Height}, []Ink{BandLow, Rule}[i%2])
		d.label(Point{x, box.Bottom() + 3.1}, band.FromLabel, scaleSize, false, Center, Muted)
		d.label(Point{box.X + words[i].X, box.Bottom() + 6.3 + words[i].Y}, band.Word, scaleSize, false, Center, Muted)
	}
	if len(bands) > 0 {
		d.label(Point{box.Right(), box.Bottom() + 3.1}, "100", scaleSize, false, Center, Muted)
	}
	if scored {
		x := box.X + share(marker, box.Width)
		d.area(Text, Point{x - 1.3, box.Y - 2}, Point{x + 1.3, box.Y - 2}, Point{x, box.Y + 0.2})
		d.line(0.45, Text, Point{x, box.Y}, Point{x, box.Bottom()})
	}
	return d
}
