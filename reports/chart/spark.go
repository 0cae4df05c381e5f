package chart

import "yardstick/reports"

// Spark draws the figures of the periods as a line that a gap breaks. A figure
// alone between gaps is a dot, the last one always; a gap that should have been
// reported is a cross on the ground line, never a point at zero.
func Spark(s *reports.Spark, box Box) Drawing {
	var d Drawing
	place := func(p reports.SparkPoint) Point {
		return Point{box.X + share(p.X, box.Width), box.Bottom() - share(p.Y, box.Height)}
	}
	last := -1
	var run []Point
	flush := func() {
		switch len(run) {
		case 0:
		case 1:
			d.disc(run[0], 0.35, Accent)
		default:
			d.line(0.3, Accent, run...)
		}
		run = nil
	}
	for i, p := range s.Points {
		switch {
		case p.Known:
			run = append(run, place(p))
			last = i
		default:
			flush()
			if p.Due {
				d.cross(Point{box.X + share(p.X, box.Width), box.Bottom()}, 0.55, 0.25, Failed)
			}
		}
	}
	flush()
	if last >= 0 {
		d.disc(place(s.Points[last]), 0.6, Accent)
	}
	return d
}

// Gap draws the cross of a period that should have been reported, for a legend.
func Gap(at Point) Drawing {
	var d Drawing
	d.cross(at, 0.55, 0.25, Failed)
	return d
}
