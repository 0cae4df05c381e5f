package chart

import "yardstick/reports"

const heatSize = 7 // points

// HeatRow draws the cells of one region side by side in the box. A cell whose
// words do not fit shows the shape of its state instead; what was not reported is
// hatched and never shaded like a value.
func HeatRow(row *reports.HeatRow, box Box, measure Measure) Drawing {
	var d Drawing
	width := box.Width / float64(max(len(row.Cells), 1))
	for i := range row.Cells {
		cell := &row.Cells[i]
		if cell.Level == reports.LevelNone {
			continue
		}
		at := Box{box.X + float64(i)*width + 0.25, box.Y + 0.25, width - 0.5, box.Height - 0.5}
		ink := d.shade(cell.Level, at)
		center := Point{at.X + at.Width/2, at.Middle()}
		text := measure(cell.Text, heatSize, false)
		if text+1.6 > at.Width {
			radius := min(1.3, at.Height*0.36)
			d.disc(center, radius+0.5, Paper)
			d.Items = append(d.Items, Mark(cell.Mark.Shape, center, radius).Items...)
			continue
		}
		if cell.Level == reports.LevelMissing {
			d.rect(Box{center.X - text/2 - 0.6, at.Y + 0.3, text + 1.2, at.Height - 0.6}, Paper)
		}
		d.label(Point{center.X, baseline(at.Middle(), heatSize)}, cell.Text, heatSize, false, Center, ink)
	}
	return d
}
