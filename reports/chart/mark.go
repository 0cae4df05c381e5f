package chart

import (
	"yardstick/reports"
	"yardstick/rules/scoring"
)

// InkOf is the colour that goes with a shape; the shape alone tells them apart.
func InkOf(shape reports.Shape) Ink {
	switch shape {
	case reports.ShapeMet:
		return Met
	case reports.ShapePartlyMet:
		return Partly
	case reports.ShapeNotMet:
		return Failed
	case reports.ShapeAccepted:
		return Accepted
	}
	return Muted
}

// Mark draws the shape of a verdict or state around a point. The shapes differ in
// outline and in filling, so that a greyscale print keeps them apart.
func Mark(shape reports.Shape, at Point, radius float64) Drawing {
	var d Drawing
	ink, pen := InkOf(shape), radius*0.22
	offset := func(points ...float64) []Point {
		out := make([]Point, len(points)/2)
		for i := range out {
			out[i] = Point{at.X + points[2*i]*radius, at.Y + points[2*i+1]*radius}
		}
		return out
	}
	check := offset(-0.45, 0.02, -0.12, 0.38, 0.48, -0.36)
	switch shape {
	case reports.ShapeMet:
		d.disc(at, radius, ink)
		d.line(pen, Paper, check...)
	case reports.ShapePartlyMet:
		d.ring(at, radius-pen/2, pen, ink)
		d.area(ink, arc(at, radius-pen/2, 90, 270)...)
	case reports.ShapeNotMet:
		d.area(ink, offset(0, -1.05, 1.12, 0.9, -1.12, 0.9)...)
		d.line(pen, Paper, offset(0, -0.4, 0, 0.28)...)
		d.disc(offset(0, 0.6)[0], pen*0.55, Paper)
	case reports.ShapeMissing:
		for angle := 0.0; angle < 360; angle += 45 {
			d.line(pen*0.8, ink, arc(at, radius-pen/2, angle+6, angle+34)...)
		}
		d.line(pen*0.8, ink, append(arc(offset(0, -0.2)[0], radius*0.3, 180, 400), offset(0, 0.14, 0, 0.26)...)...)
		d.disc(offset(0, 0.55)[0], pen*0.5, ink)
	case reports.ShapeInProgress:
		d.ring(at, radius-pen/2, pen*0.8, ink)
		d.area(ink, offset(-0.3, -0.48, 0.55, 0, -0.3, 0.48)...)
	case reports.ShapeNotYetDue:
		d.ring(at, radius-pen/2, pen*0.8, ink)
		d.line(pen*0.8, ink, offset(0, -0.55, 0, 0.05, 0.42, 0.05)...)
	case reports.ShapeNotApplicable:
		d.ring(at, radius-pen/2, pen*0.8, ink)
		d.line(pen, ink, offset(-0.5, 0, 0.5, 0)...)
	case reports.ShapeAccepted:
		d.line(pen*0.9, ink, offset(0, -1.05, 1.05, 0, 0, 1.05, -1.05, 0, 0, -1.05)...)
		d.line(pen*0.9, ink, check...)
	}
	return d
}

// Light draws a pace light as a shape of its own: red a triangle downwards,
// yellow a diamond, green a disc, blue a triangle upwards. An unlit one is empty.
func Light(light scoring.Light, at Point, radius float64) Drawing {
	var d Drawing
	switch light {
	case scoring.Red:
		d.area(Failed, Point{at.X - radius, at.Y - 0.8*radius}, Point{at.X + radius, at.Y - 0.8*radius}, Point{at.X, at.Y + radius})
	case scoring.Yellow:
		d.area(Partly, Point{at.X, at.Y - radius}, Point{at.X + radius, at.Y}, Point{at.X, at.Y + radius}, Point{at.X - radius, at.Y})
	case scoring.Green:
		d.disc(at, radius*0.9, Met)
	case scoring.Blue:
		d.area(Accent, Point{at.X, at.Y - radius}, Point{at.X + radius, at.Y + 0.8*radius}, Point{at.X - radius, at.Y + 0.8*radius})
	}
	return d
}
