package deliver

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"

	"yardstick/reports"
	"yardstick/reports/assets"
	"yardstick/reports/chart"
)

// The picture of a letter: as wide as a letter is read, drawn half as fine again as
// screens were once.
const (
	pictureWidth = 150.0 // mm
	pictureTile  = 13.0  // mm
	pictureRow   = 5.0   // mm, of a ranking
	margin       = 2.0   // mm
	fineness     = 6.0   // pixels a millimetre
)

// pictureOf draws what says most of a scorecard at a glance: the map of the regions,
// else where it stands among them. nil where the card has neither.
func pictureOf(card *reports.Scorecard) (title string, picture []byte, err error) {
	letters, err := newLettering()
	if err != nil {
		return "", nil, err
	}
	box := chart.Box{X: margin, Y: margin, Width: pictureWidth - 2*margin}
	var drawing chart.Drawing
	switch {
	case card.Tiles != nil:
		title, box.Height = card.Tiles.Title, chart.TileMapHeight(card.Tiles, pictureTile)
		drawing = chart.TileMap(card.Tiles, box, letters.measure)
	case card.Ranking != nil:
		title, box.Height = card.Ranking.Title, chart.RankingHeight(card.Ranking, pictureRow)
		drawing = chart.Ranking(card.Ranking, box, letters.measure)
	default:
		return "", nil, nil
	}
	picture, err = rasterise(drawing, pictureWidth, box.Height+2*margin, letters)
	return title, picture, err
}

// inks are the colours of paper, for a picture on white.
var inks = [...]color.RGBA{
	chart.Paper:        {255, 255, 255, 255},
	chart.Text:         {23, 30, 44, 255},
	chart.Muted:        {88, 99, 116, 255},
	chart.Accent:       {16, 60, 105, 255},
	chart.Rule:         {205, 211, 219, 255},
	chart.Panel:        {243, 245, 248, 255},
	chart.Track:        {244, 246, 248, 255},
	chart.BandHigh:     {232, 236, 241, 255},
	chart.BandLow:      {215, 221, 228, 255},
	chart.Met:          {12, 105, 84, 255},
	chart.Partly:       {146, 86, 0, 255},
	chart.Failed:       {166, 30, 28, 255},
	chart.Accepted:     {88, 68, 156, 255},
	chart.ShadeReached: {232, 237, 243, 255},
	chart.ShadeNear:    {196, 206, 218, 255},
	chart.ShadeFar:     {152, 167, 186, 255},
	chart.ShadeLow:     {24, 40, 66, 255},
	chart.Hatch:        {160, 168, 180, 255},
}

// rasterise draws a drawing on white, as PNG.
func rasterise(d chart.Drawing, width, height float64, letters *lettering) ([]byte, error) {
	canvas := image.NewRGBA(image.Rect(0, 0, int(math.Ceil(width*fineness)), int(math.Ceil(height*fineness))))
	draw.Draw(canvas, canvas.Bounds(), image.White, image.Point{}, draw.Src)
	for n := range d.Items {
		item := &d.Items[n]
		ink := image.NewUniform(inks[item.Ink])
		switch item.Kind {
		case chart.Area:
			fill(canvas, ink, item.Points)
		case chart.Stroke:
			for _, part := range strokes(item) {
				fill(canvas, ink, part)
			}
		case chart.Disc:
			fill(canvas, ink, circle(item.Points[0], item.Radius))
		case chart.Ring:
			fill(canvas, ink, circle(item.Points[0], item.Radius+item.Line/2), reversed(circle(item.Points[0], item.Radius-item.Line/2)))
		case chart.Label:
			letters.draw(canvas, ink, item)
		}
	}
	var b bytes.Buffer
	err := png.Encode(&b, canvas)
	return b.Bytes(), err
}

// fill draws polygons as one shape; one that runs the other way is a hole.
func fill(canvas draw.Image, ink image.Image, polygons ...[]chart.Point) {
	low, high := chart.Point{X: math.Inf(1), Y: math.Inf(1)}, chart.Point{X: math.Inf(-1), Y: math.Inf(-1)}
	for _, at := range polygons[0] {
		low.X, low.Y = min(low.X, at.X), min(low.Y, at.Y)
		high.X, high.Y = max(high.X, at.X), max(high.Y, at.Y)
	}
	area := image.Rect(int(math.Floor(low.X*fineness)), int(math.Floor(low.Y*fineness)), int(math.Ceil(high.X*fineness)), int(math.Ceil(high.Y*fineness))).
		Intersect(canvas.Bounds())
	if area.Empty() {
		return
	}
	r := vector.NewRasterizer(area.Dx(), area.Dy())
	for _, polygon := range polygons {
		for n, at := range polygon {
			x, y := float32(at.X*fineness)-float32(area.Min.X), float32(at.Y*fineness)-float32(area.Min.Y)
			if n == 0 {
				r.MoveTo(x, y)
			} else {
				r.LineTo(x, y)
			}
		}
		r.ClosePath()
	}
	r.Draw(canvas, area, ink, image.Point{})
}

// The dashes of a dashed stroke and the gaps between them, mm.
const dash, gap = 0.7, 0.6

// strokes are the bars that a stroke is made of, each piece from station to station
// and as long as a dash where it is dashed.
func strokes(item *chart.Item) (out [][]chart.Point) {
	for n := 1; n < len(item.Points); n++ {
		from, to := item.Points[n-1], item.Points[n]
		long := math.Hypot(to.X-from.X, to.Y-from.Y)
		if long == 0 {
			continue
		}
		step, piece := long, long
		if item.Dashed {
			step, piece = dash+gap, dash
		}
		x, y := (to.X-from.X)/long, (to.Y-from.Y)/long
		side := chart.Point{X: -y * item.Line / 2, Y: x * item.Line / 2}
		for at := 0.0; at < long; at += step {
			end := min(at+piece, long)
			a, b := chart.Point{X: from.X + x*at, Y: from.Y + y*at}, chart.Point{X: from.X + x*end, Y: from.Y + y*end}
			out = append(out, []chart.Point{{X: a.X + side.X, Y: a.Y + side.Y}, {X: b.X + side.X, Y: b.Y + side.Y},
				{X: b.X - side.X, Y: b.Y - side.Y}, {X: a.X - side.X, Y: a.Y - side.Y}})
		}
	}
	return out
}

func circle(at chart.Point, radius float64) []chart.Point {
	const corners = 32
	out := make([]chart.Point, corners)
	for n := range out {
		sin, cos := math.Sincos(2 * math.Pi * float64(n) / corners)
		out[n] = chart.Point{X: at.X + radius*cos, Y: at.Y + radius*sin}
	}
	return out
}

func reversed(points []chart.Point) []chart.Point {
	out := make([]chart.Point, len(points))
	for n, at := range points {
		out[len(points)-1-n] = at
	}
	return out
}

// lettering sets words in the scorecards' own font, for one picture.
type lettering struct {
	fonts map[bool]*opentype.Font // by whether bold
	faces map[face]font.Face
}

type face struct {
	size float64 // points
	bold bool
}

// parsed are the two weights, read once.
var parsed = sync.OnceValues(func() (map[bool]*opentype.Font, error) {
	out := map[bool]*opentype.Font{}
	for bold, weight := range map[bool]assets.Font{false: assets.Regular, true: assets.Bold} {
		common, rest := weight.Common(), weight.Rest()
		whole := append(append(make([]byte, 0, len(common)+len(rest)), common...), rest...)
		read, err := opentype.Parse(whole)
		if err != nil {
			return nil, fmt.Errorf("read font: %w", err)
		}
		out[bold] = read
	}
	return out, nil
})

func newLettering() (*lettering, error) {
	fonts, err := parsed()
	return &lettering{fonts: fonts, faces: map[face]font.Face{}}, err
}

// face is the font in a size; nil where it cannot be had, which its own file rules out.
func (l *lettering) face(of face) font.Face {
	known := l.faces[of]
	if known == nil {
		made, err := opentype.NewFace(l.fonts[of.bold], &opentype.FaceOptions{Size: of.size, DPI: fineness * 25.4, Hinting: font.HintingNone})
		if err != nil {
			panic(err) // the options are ours
		}
		known = made
		l.faces[of] = known
	}
	return known
}

func (l *lettering) measure(text string, size float64, bold bool) float64 {
	return float64(font.MeasureString(l.face(face{size, bold}), text)) / 64 / fineness
}

func (l *lettering) draw(canvas draw.Image, ink image.Image, item *chart.Item) {
	at := item.Points[0]
	switch width := l.measure(item.Text, item.Size, item.Bold); item.Align {
	case chart.Center:
		at.X -= width / 2
	case chart.Right:
		at.X -= width
	}
	pen := font.Drawer{Dst: canvas, Src: ink, Face: l.face(face{item.Size, item.Bold}),
		Dot: fixed.Point26_6{X: fixed.Int26_6(at.X * fineness * 64), Y: fixed.Int26_6(at.Y * fineness * 64)}}
	pen.DrawString(item.Text)
}
