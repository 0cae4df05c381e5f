// Package chart turns the pictures of a scorecard into plain geometry:
// areas, strokes, discs and labels in millimetres from the top left corner.
//
//	reports.Bullet, Spark, Trend, Ranking… ──► Drawing ──► a painter (paper)
//	                        Box (the space) ──┘
//
// Nothing here knows a page or a colour: an [Ink] names the part that a colour
// plays, and the painter chooses it. Lengths of the model are shares of the
// space ([reports.Share]); here they meet the space.
package chart

import (
	"math"

	"yardstick/reports"
)

// Drawing is a picture: what stands later is drawn over what stands before.
type Drawing struct {
	Items []Item
}

// Item is one thing to draw.
type Item struct {
	Kind   Kind
	Points []Point // corners of an Area, stations of a Stroke; one point for the rest
	Radius float64 // of a Disc or Ring, mm
	Line   float64 // thickness of a Stroke or Ring, mm
	Dashed bool
	Ink    Ink
	Text   string // of a Label; its point is the left, middle or right of the baseline
	Size   float64
	Bold   bool
	Align  Align
}

// Kind says how an item is drawn.
type Kind uint8

// The kinds of item.
const (
	Area   Kind = iota // filled polygon
	Stroke             // line through its points
	Disc               // filled circle
	Ring               // circle
	Label              // text, Size in points
)

// Align says which end of a label its point is.
type Align uint8

// The alignments.
const (
	Left Align = iota
	Center
	Right
)

// Ink is the part a colour plays. Every ink that carries text reads on its ground
// with a contrast of 4.5:1 or more; a test of the painter holds it so.
type Ink uint8

// The inks.
const (
	Paper    Ink = iota // white
	Text                // what is read first; bars of targets that are met
	Muted               // what is read second
	Accent              // headings, bars of money, months
	Rule                // thin lines
	Panel               // ground of the answer and of emphasised rows
	Track               // palest band of a bullet
	BandHigh            // band up to the second mark
	BandLow             // band up to the first mark; empty part of a bar
	Met                 // the verdicts
	Partly
	Failed
	Accepted
	ShadeReached // the levels of maps, pale to dark
	ShadeNear
	ShadeFar
	ShadeLow
	Hatch // lines over what was not reported
)

// Point is a place on the page, in millimetres.
type Point struct{ X, Y float64 }

// Box is a space on the page, in millimetres; X and Y are its top left corner.
type Box struct{ X, Y, Width, Height float64 }

// Right and Bottom are the far edges.
func (b Box) Right() float64  { return b.X + b.Width }
func (b Box) Bottom() float64 { return b.Y + b.Height }

// Middle is the height of the middle.
func (b Box) Middle() float64 { return b.Y + b.Height/2 }

// Measure tells the width in millimetres of a text set in a size in points.
type Measure func(text string, size float64, bold bool) float64

// share returns the part of a length that a share of the model stands for.
func share(s reports.Share, length float64) float64 {
	return float64(s) / float64(reports.Whole) * length
}

func (d *Drawing) rect(b Box, ink Ink) {
	if b.Width <= 0 || b.Height <= 0 {
		return
	}
	d.area(ink, Point{b.X, b.Y}, Point{b.Right(), b.Y}, Point{b.Right(), b.Bottom()}, Point{b.X, b.Bottom()})
}

func (d *Drawing) area(ink Ink, corners ...Point) {
	d.Items = append(d.Items, Item{Kind: Area, Points: corners, Ink: ink})
}

func (d *Drawing) frame(b Box, line float64, dashed bool, ink Ink) {
	d.Items = append(d.Items, Item{Kind: Stroke, Line: line, Dashed: dashed, Ink: ink, Points: []Point{
		{b.X, b.Y}, {b.Right(), b.Y}, {b.Right(), b.Bottom()}, {b.X, b.Bottom()}, {b.X, b.Y}}})
}

func (d *Drawing) line(line float64, ink Ink, points ...Point) {
	d.Items = append(d.Items, Item{Kind: Stroke, Points: points, Line: line, Ink: ink})
}

func (d *Drawing) dashes(line float64, ink Ink, points ...Point) {
	d.Items = append(d.Items, Item{Kind: Stroke, Points: points, Line: line, Dashed: true, Ink: ink})
}

func (d *Drawing) disc(at Point, radius float64, ink Ink) {
	d.Items = append(d.Items, Item{Kind: Disc, Points: []Point{at}, Radius: radius, Ink: ink})
}

func (d *Drawing) ring(at Point, radius, line float64, ink Ink) {
	d.Items = append(d.Items, Item{Kind: Ring, Points: []Point{at}, Radius: radius, Line: line, Ink: ink})
}

func (d *Drawing) label(at Point, text string, size float64, bold bool, align Align, ink Ink) {
	if text != "" {
		d.Items = append(d.Items, Item{Kind: Label, Points: []Point{at}, Text: text, Size: size, Bold: bold, Align: align, Ink: ink})
	}
}

// hatch draws slanting lines inside the box, each cut at its edges.
func (d *Drawing) hatch(b Box, step, line float64) {
	for offset := step / 2; offset < b.Width+b.Height; offset += step {
		fromX, fromY := b.X+offset, b.Y
		if fromX > b.Right() {
			fromX, fromY = b.Right(), b.Y+offset-b.Width
		}
		toX, toY := b.X, b.Y+offset
		if toY > b.Bottom() {
			toX, toY = b.X+offset-b.Height, b.Bottom()
		}
		d.line(line, Hatch, Point{fromX, fromY}, Point{toX, toY})
	}
}

// cross draws the mark of a period that should have been reported.
func (d *Drawing) cross(at Point, radius, line float64, ink Ink) {
	d.line(line, ink, Point{at.X - radius, at.Y - radius}, Point{at.X + radius, at.Y + radius})
	d.line(line, ink, Point{at.X - radius, at.Y + radius}, Point{at.X + radius, at.Y - radius})
}

// arc returns stations on a circle from one angle to another, in degrees
// clockwise from three o'clock.
func arc(center Point, radius, from, to float64) []Point {
	steps := int(math.Abs(to-from)/15) + 1
	points := make([]Point, steps+1)
	for i := range points {
		angle := (from + (to-from)*float64(i)/float64(steps)) * math.Pi / 180
		points[i] = Point{center.X + radius*math.Cos(angle), center.Y + radius*math.Sin(angle)}
	}
	return points
}

// baseline is the height at which a text of a size stands so that capitals and
// figures look centred on the middle.
func baseline(middle, size float64) float64 { return middle + size*pointMM*0.36 }

const pointMM = 25.4 / 72
