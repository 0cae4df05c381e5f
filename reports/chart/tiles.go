package chart

import "yardstick/reports"

const (
	tileSize = 7 // points, of the name; the figure is bold
	tileGap  = 0.7
)

// TileWidth is the least width of a tile in which every name fits, mm.
func TileWidth(m *reports.TileMap, measure Measure) float64 {
	width := 9.0
	for _, tile := range m.Tiles {
		width = max(width, measure(tile.Name, tileSize, false)+0.8)
	}
	return width + tileGap
}

// TileMapHeight is the height of the map with tiles that high, without its legend.
func TileMapHeight(m *reports.TileMap, tile float64) float64 { return float64(m.Rows) * tile }

// TileMap draws each region as a tile at its place, shaded by its level: the
// darker, the more there is to do. What was not reported is hatched.
func TileMap(m *reports.TileMap, box Box, measure Measure) Drawing {
	var d Drawing
	if m.Rows == 0 || m.Columns == 0 {
		return d
	}
	width, height := box.Width/float64(m.Columns), box.Height/float64(m.Rows)
	for i := range m.Tiles {
		tile := &m.Tiles[i]
		at := Box{box.X + float64(tile.Column)*width, box.Y + float64(tile.Row)*height, width - tileGap, height - tileGap}
		ink := d.shade(tile.Level, at)
		middle := at.X + at.Width/2
		if tile.Level == reports.LevelMissing { // words over a hatch stand on paper
			d.rect(Box{at.X + 0.6, at.Y + 0.6, at.Width - 1.2, at.Height - 1.2}, Paper)
		}
		d.label(Point{middle, baseline(at.Y+at.Height*0.29, tileSize)}, tile.Name, tileSize, false, Center, ink)
		second := Point{middle, at.Y + at.Height*0.71}
		if measure(tile.Value.Text, tileSize, true)+0.8 > at.Width { // a word too long for its tile
			d.Items = append(d.Items, Mark(tileShape(tile.Level), second, 1.25).Items...)
		} else {
			d.label(Point{middle, baseline(second.Y, tileSize)}, tile.Value.Text, tileSize, true, Center, ink)
		}
		if tile.Subject {
			d.frame(Box{at.X - 0.3, at.Y - 0.3, at.Width + 0.6, at.Height + 0.6}, 0.6, false, Accepted)
		}
	}
	return d
}

// tileShape is the mark of a tile that has no figure.
func tileShape(level reports.Level) reports.Shape {
	switch level {
	case reports.LevelMissing:
		return reports.ShapeMissing
	case reports.LevelExempt:
		return reports.ShapeNotApplicable
	case reports.LevelOpen:
		return reports.ShapeNotYetDue
	}
	return reports.ShapeNone
}

// shade fills the box as its level asks and returns the ink that reads on it.
func (d *Drawing) shade(level reports.Level, at Box) Ink {
	switch level {
	case reports.LevelReached:
		d.rect(at, ShadeReached)
	case reports.LevelNear:
		d.rect(at, ShadeNear)
	case reports.LevelFar:
		d.rect(at, ShadeFar)
	case reports.LevelLow:
		d.rect(at, ShadeLow)
		return Paper
	case reports.LevelMissing:
		d.hatch(at, 1.3, 0.12)
		d.frame(at, 0.18, true, Muted)
		return Muted
	case reports.LevelOpen, reports.LevelExempt:
		d.frame(Box{at.X + 0.1, at.Y + 0.1, at.Width - 0.2, at.Height - 0.2}, 0.15, false, Rule)
		return Muted
	}
	return Text
}

// Swatch draws the sample of a level in a legend.
func Swatch(level reports.Level, at Box) Drawing {
	var d Drawing
	d.shade(level, at)
	return d
}
