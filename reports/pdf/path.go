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

// trace hands a path to gofpdf.
func (c *Canvas) trace(p *Path) {
	for _, s := range p.steps {
		a, b, d := s.points[0], s.points[1], s.points[2]
		switch s.verb {
		case moveVerb:
			c.file.MoveTo(a.X, a.Y)
		case lineVerb:
			c.file.LineTo(a.X, a.Y)
		case curveVerb:
			c.file.CurveBezierCubicTo(a.X, a.Y, b.X, b.Y, d.X, d.Y)
		case closeVerb:
			c.file.ClosePath()
		}
	}
}
