package pdf

import (
	"strings"

	"yardstick/reports/chart"
)

// palette is the colour of each ink: quiet, told apart by people who do not see
// red and green alike, and dark enough to be read on every ground it is used on.
var palette = [...]Color{
	chart.Paper:        {255, 255, 255},
	chart.Text:         {23, 30, 44},
	chart.Muted:        {88, 99, 116},
	chart.Accent:       {16, 60, 105},
	chart.Rule:         {205, 211, 219},
	chart.Panel:        {243, 245, 248},
	chart.Track:        {244, 246, 248},
	chart.BandHigh:     {232, 236, 241},
	chart.BandLow:      {215, 221, 228},
	chart.Met:          {12, 105, 84},
	chart.Partly:       {146, 86, 0},
	chart.Failed:       {166, 30, 28},
	chart.Accepted:     {88, 68, 156},
	chart.ShadeReached: {232, 237, 243},
	chart.ShadeNear:    {196, 206, 218},
	chart.ShadeFar:     {152, 167, 186},
	chart.ShadeLow:     {24, 40, 66},
	chart.Hatch:        {160, 168, 180},
}

// The sizes of type, in points; nothing on a page is smaller than small.
const (
	small  = 7.0
	plain  = 8.0
	medium = 8.5
	large  = 12.0
)

// leading is the height of a line of a size, mm.
func leading(size float64) float64 { return size / pointsPerMillimetre * 1.32 }

func in(size float64, ink chart.Ink) Style { return Style{Size: size, Color: palette[ink]} }

func heavy(size float64, ink chart.Ink) Style {
	return Style{Size: size, Color: palette[ink], Bold: true}
}

func (st Style) right() Style  { st.Align = Right; return st }
func (st Style) center() Style { st.Align = Center; return st }

// text draws a line of text, and tells the recorder of a test where.
func (s *sheet) text(x, y float64, text string, st Style) {
	if text == "" {
		return
	}
	s.Text(x, y, text, st)
	if s.record != nil {
		s.record(placed{page: s.Page(), text: text, style: st, x: x, y: y, width: s.Width(text, st)})
	}
}

// lines draws lines of text one under another, the first in the line box that
// begins at top, and returns where the last one ends. A space at the end of a line,
// which may stand over the edge, is not drawn.
func (s *sheet) lines(x, top float64, lines []string, st Style) float64 {
	step := leading(st.Size)
	for i, text := range lines {
		s.text(x, top+float64(i)*step+step*0.76, strings.TrimRight(text, " \t\u3000"), st)
	}
	return top + float64(len(lines))*step
}

// wrapped breaks a text, with no line for an empty one.
func (s *sheet) wrapped(text string, width float64, st Style) []string {
	if text == "" {
		return nil
	}
	return s.Wrap(text, width, st)
}

// balanced breaks a text as wrapped does, and more evenly where the last line
// would be next to empty.
func (s *sheet) balanced(text string, width float64, st Style) []string {
	lines := s.wrapped(text, width, st)
	if n := len(lines); n > 1 && s.Width(lines[n-1], st) < width*0.2 {
		if even := s.wrapped(text, width*(1-0.6/float64(n)), st); len(even) == n {
			return even
		}
	}
	return lines
}

// shrunk makes the type of a text smaller, down to the smallest there is, where that keeps it
// on one line.
func (s *sheet) shrunk(text string, width float64, st Style) Style {
	for size := st.Size; size >= small; size -= 0.5 {
		if smaller := (Style{Size: size, Bold: st.Bold, Color: st.Color, Align: st.Align}); s.Width(text, smaller) <= width {
			return smaller
		}
	}
	st.Size = min(st.Size, plain) // on several lines then
	if s.Width(text, st) > 4*width {
		st.Size = small
	}
	return st
}

func (s *sheet) measure(text string, size float64, bold bool) float64 {
	return s.Width(text, Style{Size: size, Bold: bold})
}

// paint puts a drawing onto the page.
func (s *sheet) paint(d chart.Drawing) {
	for i := range d.Items {
		item := &d.Items[i]
		color, at := palette[item.Ink], item.Points[0]
		switch item.Kind {
		case chart.Area:
			s.FillPolygon(points(item.Points), color)
		case chart.Stroke:
			s.Polyline(points(item.Points), pen(item, color))
		case chart.Disc:
			s.FillCircle(at.X, at.Y, item.Radius, color)
		case chart.Ring:
			s.StrokeCircle(at.X, at.Y, item.Radius, pen(item, color))
		case chart.Label:
			align := map[chart.Align]Align{chart.Left: Left, chart.Center: Center, chart.Right: Right}[item.Align]
			s.text(at.X, at.Y, item.Text, Style{Size: item.Size, Bold: item.Bold, Color: color, Align: align})
		}
	}
}

func points(from []chart.Point) []Point {
	out := make([]Point, len(from))
	for i, p := range from {
		out[i] = Point(p)
	}
	return out
}

func pen(item *chart.Item, color Color) Pen {
	p := Pen{Width: item.Line, Color: color}
	if item.Dashed {
		p.Dash = [2]float64{0.7, 0.6}
	}
	return p
}

// rule draws a thin line over the whole width.
func (s *sheet) rule(y, thickness float64, ink chart.Ink) {
	s.Line(left, y, right, y, Pen{Width: thickness, Color: palette[ink]})
}
