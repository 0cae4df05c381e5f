// Package pdf prints scorecards on A4.
//
//	Canvas ─► gofpdf: pages, lines, outlines, links ─┐
//	   │                                             ├─► finish ─► file
//	   └────► subset: the font's part that is used ──┘
//
// gofpdf parses, cuts and hashes a whole Chinese font for every document. Here
// the font is taken apart once for all documents; text goes onto gofpdf's page
// as finished operators, and a finisher puts the fonts into gofpdf's output.
package pdf

import (
	"math"
	"time"

	"github.com/jung-kurt/gofpdf"
)

// The page: A4 portrait, in millimetres.
const (
	PageWidth  = 210.0
	PageHeight = 297.0
)

// Meta is what a document says of itself.
type Meta struct {
	Title, Author, Subject, Keywords string
	Lang                             string // BCP 47: "zh-CN", "en"
	Fingerprint                      string // of the content; the file's identity is made from it
	Origin                           string // what the file was made from, for programs; may be empty
	Created                          time.Time
}

// Color is a colour of the screen, 0 to 255 a channel.
type Color struct{ R, G, B uint8 }

// Align says which point of a text its x is.
type Align uint8

// The alignments; the zero value is Left.
const (
	Left Align = iota
	Right
	Center
)

// Style is how a text looks. Size is in points.
type Style struct {
	Size  float64
	Bold  bool
	Color Color
	Align Align
}

// Pen is how a line looks. Lengths are in millimetres.
type Pen struct {
	Width float64
	Color Color
	Dash  [2]float64 // stroke and gap; zero is a line without gaps
	Round bool       // round ends and corners
}

// Point is a place on the page in millimetres from its upper left corner.
type Point struct{ X, Y float64 }

// Canvas draws one document of A4 pages. Places and lengths are in millimetres
// from the upper left corner of the page, sizes of type in points. A number that
// is not finite counts as 0. A canvas belongs to one goroutine; documents may be
// drawn side by side.
type Canvas struct {
	file        *gofpdf.Fpdf
	meta        Meta
	fonts       [2]*subset // regular, bold
	state       state
	height      float64 // of every page
	missing     map[rune]bool
	links       []hotspot
	attachments []attachment
	level       int    // of the last bookmark, -1 before the first
	run, op     []byte // space for the text and the operator being made
	done        bool
}

// state is what the current page was last told, so that only changes are
// written. The zero value knows nothing.
type state struct {
	fillKnown, penKnown, fontKnown bool
	fill                           Color
	pen                            Pen
	size                           float64
	bold                           bool
}

// NewCanvas starts a document without pages.
func NewCanvas(meta Meta) *Canvas { return newCanvas(meta, "P", PageHeight) }

// NewLandscape starts a document whose pages lie on their long side: [PageHeight] wide
// and [PageWidth] high.
func NewLandscape(meta Meta) *Canvas { return newCanvas(meta, "L", PageWidth) }

func newCanvas(meta Meta, orientation string, height float64) *Canvas {
	file := gofpdf.New(orientation, "mm", "A4", "")
	file.SetCompression(false)
	file.SetCatalogSort(true)
	file.SetAutoPageBreak(false, 0)
	return &Canvas{
		file: file, meta: meta, height: height, level: -1, missing: map[rune]bool{},
		fonts: [2]*subset{newSubset(fontOf(false)), newSubset(fontOf(true))},
	}
}

// AddPage adds a page at the end and makes it the current one.
func (c *Canvas) AddPage() {
	c.file.AddPage()
	c.state = state{}
}

// SetPage goes back to page n, from 1, to draw more on it: the footers, once
// the number of pages is known. A page that does not exist changes nothing.
func (c *Canvas) SetPage(n int) {
	c.file.SetPage(n)
	c.state = state{}
}

// Page is the number of the current page, from 1; 0 before the first.
func (c *Canvas) Page() int { return c.file.PageNo() }

// PageCount is the number of pages.
func (c *Canvas) PageCount() int { return c.file.PageCount() }

// FillRect fills a rectangle given by its upper left corner.
func (c *Canvas) FillRect(x, y, w, h float64, color Color) {
	c.fill(color)
	c.rect(x, y, w, h, "f")
}

// StrokeRect draws the edge of a rectangle, the pen's middle on the edge.
func (c *Canvas) StrokeRect(x, y, w, h float64, pen Pen) {
	c.stroke(pen)
	c.rect(x, y, w, h, "S")
}

// FillRoundRect fills a rectangle with corners of radius r.
func (c *Canvas) FillRoundRect(x, y, w, h, r float64, color Color) {
	c.FillPath(roundRect(x, y, w, h, r), color)
}

// StrokeRoundRect draws the edge of a rectangle with corners of radius r.
func (c *Canvas) StrokeRoundRect(x, y, w, h, r float64, pen Pen) {
	c.StrokePath(roundRect(x, y, w, h, r), pen)
}

// Line draws a line between two points.
func (c *Canvas) Line(x1, y1, x2, y2 float64, pen Pen) {
	c.stroke(pen)
	c.line(Point{x1, y1}, Point{x2, y2})
}

// FillCircle fills a circle of radius r around a point.
func (c *Canvas) FillCircle(x, y, r float64, color Color) {
	c.fill(color)
	c.circle(x, y, r, "f")
}

// StrokeCircle draws a circle of radius r around a point.
func (c *Canvas) StrokeCircle(x, y, r float64, pen Pen) {
	c.stroke(pen)
	c.circle(x, y, r, "S")
}

// FillWedge fills the part of a circle between two angles in degrees, clockwise
// from twelve o'clock.
func (c *Canvas) FillWedge(x, y, r, from, to float64, color Color) {
	var p Path
	p.MoveTo(x, y)
	p.arc(x, y, r, from, to, true)
	p.Close()
	c.FillPath(&p, color)
}

// FillPolygon fills the area that points enclose; fewer than three draw nothing.
func (c *Canvas) FillPolygon(points []Point, color Color) {
	if len(points) > 2 {
		c.FillPath(polygon(points, true), color)
	}
}

// StrokePolygon draws the closed line through points.
func (c *Canvas) StrokePolygon(points []Point, pen Pen) {
	if len(points) > 1 {
		c.StrokePath(polygon(points, true), pen)
	}
}

// Polyline draws the open line through points; fewer than two draw nothing.
func (c *Canvas) Polyline(points []Point, pen Pen) {
	if len(points) > 1 {
		c.StrokePath(polygon(points, false), pen)
	}
}

// FillPath fills what a path encloses, holes included where contours run the
// other way.
func (c *Canvas) FillPath(p *Path, color Color) {
	if len(p.steps) > 0 {
		c.fill(color)
		c.trace(p, "f")
	}
}

// StrokePath draws a path.
func (c *Canvas) StrokePath(p *Path, pen Pen) {
	if len(p.steps) > 0 {
		c.stroke(pen)
		c.trace(p, "S")
	}
}

// Clip runs draw, which stays on the current page; only what falls into the
// rectangle shows.
func (c *Canvas) Clip(x, y, w, h float64, draw func()) {
	c.start()
	before := c.state
	c.file.ClipRect(finite(x), finite(y), finite(w), finite(h), false)
	draw()
	c.file.ClipEnd()
	c.state = before
}

// Bookmark adds an entry to the outline that leads to height y of the current
// page. Level 0 is the top; a level deeper than one below the last counts as one
// below.
func (c *Canvas) Bookmark(title string, level int, y float64) {
	c.start()
	c.level = max(0, min(level, c.level+1))
	c.file.Bookmark(string(textBytes(title)), c.level, max(0, finite(y)))
}

// start makes sure that there is a page to draw on.
func (c *Canvas) start() {
	if c.file.PageNo() == 0 {
		c.AddPage()
	}
}

func (c *Canvas) fill(color Color) {
	c.start()
	if !c.state.fillKnown || c.state.fill != color {
		c.put(appendColor(c.op[:0], color, " rg"))
		c.state.fillKnown, c.state.fill = true, color
	}
}

func (c *Canvas) stroke(pen Pen) {
	c.start()
	pen.Width, pen.Dash[0], pen.Dash[1] = max(0, finite(pen.Width)), max(0, finite(pen.Dash[0])), max(0, finite(pen.Dash[1]))
	known, last := c.state.penKnown, c.state.pen
	if !known || last.Color != pen.Color {
		c.put(appendColor(c.op[:0], pen.Color, " RG"))
	}
	if !known || last.Width != pen.Width {
		c.put(append(appendDecimal(c.op[:0], pen.Width*pointsPerMillimetre), " w"...))
	}
	if !known || last.Dash != pen.Dash {
		if pen.Dash[0]+pen.Dash[1] < 0.01 {
			c.file.SetDashPattern(nil, 0)
		} else {
			c.file.SetDashPattern(pen.Dash[:], 0)
		}
	}
	if !known || last.Round != pen.Round {
		end, corner := "butt", "miter"
		if pen.Round {
			end, corner = "round", "round"
		}
		c.file.SetLineCapStyle(end)
		c.file.SetLineJoinStyle(corner)
	}
	c.state.penKnown, c.state.pen = true, pen
}

// appendColor writes the operator that sets a colour, each channel from 0 to 1 in
// thousandths.
func appendColor(out []byte, color Color, operator string) []byte {
	for i, v := range [3]uint8{color.R, color.G, color.B} {
		if i > 0 {
			out = append(out, ' ')
		}
		switch n := (int(v)*2000 + 255) / 510; {
		case n == 0 || n == 1000:
			out = append(out, '0'+byte(n/1000))
		default:
			out = append(out, '.', '0'+byte(n/100), '0'+byte(n/10%10), '0'+byte(n%10))
		}
	}
	return append(out, operator...)
}

// finite keeps a faulty number out of the file, where it would make a page
// unreadable; nothing on a page is farther away than some metres.
func finite(v float64) float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return 0
	}
	return max(-10_000, min(v, 10_000))
}
