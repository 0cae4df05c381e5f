package chart

import "yardstick/reports"

const (
	chipSize = 7   // points
	chipPad  = 1.2 // mm either side of a word
	chipGap  = 0.5
)

// Chips draws the rungs of a scale side by side, low to high: the one reached is
// filled, the target's is outlined. Rungs that are neither lose their word when
// the space is too narrow for all.
func Chips(chips []reports.Chip, box Box, measure Measure) Drawing {
	var d Drawing
	widths, words := chipWidths(chips, box.Width, measure)
	x := box.X
	for i, chip := range chips {
		part := Box{x, box.Y, widths[i], box.Height}
		ground, ink := BandHigh, Muted
		if chip.Chosen {
			ground, ink = barInk(chip.Shape), Paper
		}
		d.rect(part, ground)
		if chip.Target {
			d.frame(Box{part.X + 0.15, part.Y + 0.15, part.Width - 0.3, part.Height - 0.3}, 0.35, false, Text)
		}
		if words[i] {
			d.label(Point{part.X + part.Width/2, baseline(part.Middle(), chipSize)}, chip.Word, chipSize, false, Center, ink)
		}
		x += widths[i] + chipGap
	}
	return d
}

// chipWidths shares the width out: as the words need, the rest evenly. The second
// result says which chips keep their word.
func chipWidths(chips []reports.Chip, width float64, measure Measure) (widths []float64, words []bool) {
	widths, words = make([]float64, len(chips)), make([]bool, len(chips))
	width -= chipGap * float64(len(chips)-1)
	for _, keep := range []func(reports.Chip) bool{
		func(reports.Chip) bool { return true },
		func(c reports.Chip) bool { return c.Chosen || c.Target },
		func(c reports.Chip) bool { return c.Chosen },
		func(reports.Chip) bool { return false },
	} {
		spare := width
		for i, chip := range chips {
			words[i] = keep(chip)
			widths[i] = 2.5
			if words[i] {
				widths[i] = max(widths[i], measure(chip.Word, chipSize, false)+2*chipPad)
			}
			spare -= widths[i]
		}
		if spare >= 0 {
			for i := range widths {
				widths[i] += spare / float64(len(chips))
			}
			break
		}
	}
	return widths, words
}
