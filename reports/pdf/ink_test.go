package pdf

import (
	"math"
	"testing"

	"yardstick/reports/chart"
)

// contrast is the ratio of WCAG 2: 1 for equal colours, 21 for black on white.
func contrast(a, b Color) float64 {
	luminance := func(c Color) float64 {
		part := func(v uint8) float64 {
			s := float64(v) / 255
			if s <= 0.04045 {
				return s / 12.92
			}
			return math.Pow((s+0.055)/1.055, 2.4)
		}
		return 0.2126*part(c.R) + 0.7152*part(c.G) + 0.0722*part(c.B)
	}
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func TestTextReadsOnEveryGroundItStandsOn(t *testing.T) {
	for name, test := range map[string]struct {
		text    []chart.Ink
		grounds []chart.Ink
	}{
		"on paper and panel":  {[]chart.Ink{chart.Text, chart.Muted, chart.Accent, chart.Met, chart.Partly, chart.Failed, chart.Accepted}, []chart.Ink{chart.Paper, chart.Panel}},
		"words on chips":      {[]chart.Ink{chart.Muted}, []chart.Ink{chart.BandHigh}},
		"white on dark":       {[]chart.Ink{chart.Paper}, []chart.Ink{chart.Text, chart.Accent, chart.Partly, chart.Failed, chart.Accepted, chart.Muted, chart.ShadeLow}},
		"figures on the maps": {[]chart.Ink{chart.Text}, []chart.Ink{chart.ShadeReached, chart.ShadeNear, chart.ShadeFar}},
	} {
		t.Run(name, func(t *testing.T) {
			for _, text := range test.text {
				for _, ground := range test.grounds {
					if ratio := contrast(palette[text], palette[ground]); ratio < 4.5 {
						t.Errorf("ink %d on %d: %.2f:1, want 4.5:1", text, ground, ratio)
					}
				}
			}
		})
	}
}
