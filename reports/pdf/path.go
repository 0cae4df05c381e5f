package pdf

import "math"

// Path is a figure of lines and curves, in millimetres, drawn by
// [Canvas.FillPath] or [Canvas.StrokePath]. The zero value is empty.
type Path struct{ steps []step }

// step is one stroke of a path: to the last point, by way of the others.
type step struct {
	verb   verb
	points [3]Point
}

type verb uint8

const (
	moveVerb verb = iota
	lineVerb
	curveVerb
	closeVerb
)

// MoveTo starts a contour.
func (p *Path) MoveTo(x, y float64) { p.add(moveVerb, Point{x, y}) }

// LineTo goes on in a line.
func (p *Path) LineTo(x, y float64) { p.add(lineVerb, Point{x, y}) }

// CurveTo goes on in a cubic curve with two control points.
func (p *Path) CurveTo(x1, y1, x2, y2, x, y float64) {
	p.add(curveVerb, Point{x1, y1}, Point{x2, y2}, Point{x, y})
}

// Arc goes along a circle around (x, y) between two angles in degrees,
// clockwise from twelve o'clock, from its beginning as a new contour.
func (p *Path) Arc(x, y, r, from, to float64) { p.arc(x, y, r, from, to, false) }

// Close goes back to the beginning of the contour.
func (p *Path) Close() { p.add(closeVerb) }

func (p *Path) add(v verb, points ...Point) {
	s := step{verb: v}
	for i, q := range points {
		s.points[i] = Point{finite(q.X), finite(q.Y)}
	}
	if len(p.steps) == 0 && (v == lineVerb || v == curveVerb) {
		p.steps = append(p.steps, step{verb: moveVerb, points: s.points})
	}
	if len(p.steps) > 0 || v == moveVerb {
		p.steps = append(p.steps, s)
	}
}

// arc draws pieces of at most 90 degrees, each a cubic curve that is off the
// circle by less than 0.03 % of its radius.
func (p *Path) arc(x, y, r, from, to float64, joined bool) {
	from, to = finite(from), finite(to)
	at := func(degrees float64) (sin, cos float64) { return math.Sincos(degrees * math.Pi / 180) }
	sin, cos := at(from)
	if joined {
		p.LineTo(x+r*sin, y-r*cos)
	} else {
		p.MoveTo(x+r*sin, y-r*cos)
	}
	pieces := max(1, int(math.Ceil(math.Abs(to-from)/90)))
	turn := (to - from) / float64(pieces)
	k := r * 4 / 3 * math.Tan(turn*math.Pi/720)
	for i := range pieces {
		nextSin, nextCos := at(from + turn*float64(i+1))
		p.CurveTo(x+r*sin+k*cos, y-r*cos+k*sin, x+r*nextSin-k*nextCos, y-r*nextCos-k*nextSin, x+r*nextSin, y-r*nextCos)
		sin, cos = nextSin, nextCos
	}
}

func polygon(points []Point, closed bool) *Path {
	p := &Path{steps: make([]step, 0, len(points)+1)}
	for i, q := range points {
		if i == 0 {
			p.MoveTo(q.X, q.Y)
		} else {
			p.LineTo(q.X, q.Y)
		}
	}
	if closed {
		p.Close()
	}
	return p
}

func roundRect(x, y, w, h, r float64) *Path {
	r = max(0, min(r, w/2, h/2))
	p := new(Path)
	p.Arc(x+w-r, y+r, r, 0, 90)
	p.arc(x+w-r, y+h-r, r, 90, 180, true)
	p.arc(x+r, y+h-r, r, 180, 270, true)
	p.arc(x+r, y+r, r, 270, 360, true)
	p.Close()
	return p
}

// trace writes a path and the operator that paints it. gofpdf could, but prints each
// number through a format and each piece as a line of its own: a tenth of the time
// that a scorecard takes.
func (c *Canvas) trace(p *Path, paint string) {
	op := c.op[:0]
	for _, s := range p.steps {
		switch s.verb {
		case moveVerb:
			op = append(c.appendPlace(op, s.points[0]), "m "...)
		case lineVerb:
			op = append(c.appendPlace(op, s.points[0]), "l "...)
		case curveVerb:
			op = append(c.appendPlace(op, s.points[:]...), "c "...)
		case closeVerb:
			op = append(op, "h "...)
		}
	}
	c.put(append(op, paint...))
}

// circle writes a circle, of four curves that leave the true one by less than
// 0.03 % of the radius.
func (c *Canvas) circle(x, y, r float64, paint string) {
	const k = 0.5522847498
	x, y, r = finite(x), finite(y), finite(r)
	op := append(c.appendPlace(c.op[:0], Point{x + r, y}), "m "...)
	op = append(c.appendPlace(op, Point{x + r, y + k*r}, Point{x + k*r, y + r}, Point{x, y + r}), "c "...)
	op = append(c.appendPlace(op, Point{x - k*r, y + r}, Point{x - r, y + k*r}, Point{x - r, y}), "c "...)
	op = append(c.appendPlace(op, Point{x - r, y - k*r}, Point{x - k*r, y - r}, Point{x, y - r}), "c "...)
	op = append(c.appendPlace(op, Point{x + k*r, y - r}, Point{x + r, y - k*r}, Point{x + r, y}), "c h "...)
	c.put(append(op, paint...))
}

// rect writes a rectangle, line a line.
func (c *Canvas) rect(x, y, w, h float64, paint string) {
	op := c.appendPlace(c.op[:0], Point{x, y})
	op = append(appendDecimal(op, finite(w)*pointsPerMillimetre), ' ')
	op = append(appendDecimal(op, -finite(h)*pointsPerMillimetre), " re "...)
	c.put(append(op, paint...))
}

func (c *Canvas) line(from, to Point) {
	op := append(c.appendPlace(c.op[:0], from), "m "...)
	c.put(append(c.appendPlace(op, to), "l S"...))
}

// appendPlace writes places in the page's own points, from its lower left corner,
// each number followed by a space.
func (c *Canvas) appendPlace(op []byte, places ...Point) []byte {
	for _, p := range places {
		op = append(appendDecimal(op, finite(p.X)*pointsPerMillimetre), ' ')
		op = append(appendDecimal(op, (c.height-finite(p.Y))*pointsPerMillimetre), ' ')
	}
	return op
}

// put adds an operator to the current page and keeps its space for the next.
func (c *Canvas) put(op []byte) {
	c.op = op
	c.file.RawWriteStr(string(op))
}
