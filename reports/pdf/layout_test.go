package pdf

import (
	"fmt"
	"testing"

	"yardstick/reports"
)

// extent is the space that a text covers: from the top of its capitals to a little
// beneath the baseline.
type extent struct{ left, right, top, bottom float64 }

func (p placed) extent() extent {
	em := p.style.Size / pointsPerMillimetre
	x := p.x
	switch p.style.Align {
	case Right:
		x -= p.width
	case Center:
		x -= p.width / 2
	}
	return extent{x, x + p.width, p.y - 0.76*em, p.y + 0.1*em}
}

// meet reports whether two extents share more than a hair.
func (a extent) meet(b extent) bool {
	const hair = 0.15
	return a.left < b.right-hair && b.left < a.right-hair && a.top < b.bottom-hair && b.top < a.bottom-hair
}

// checkLayout draws a scorecard and finds every text that leaves the page's
// margins, is too small to read, or stands on another.
func checkLayout(t *testing.T, card *reports.Scorecard) {
	t.Helper()
	var all []placed
	c := draw(card, func(p placed) { all = append(all, p) })
	stamped := map[int]int{}
	for i, p := range all {
		e := p.extent()
		if e.left < left-0.7 || e.right > right+0.1 || e.top < 5 || e.bottom > 292 {
			t.Errorf("page %d: %q leaves the margins: %.1f–%.1f × %.1f–%.1f", p.page, p.text, e.left, e.right, e.top, e.bottom)
		}
		if p.style.Size < small {
			t.Errorf("page %d: %q is set in %.1f points", p.page, p.text, p.style.Size)
		}
		for _, other := range all[:i] {
			if other.page == p.page && e.meet(other.extent()) {
				t.Errorf("page %d: %q stands on %q at %s", p.page, p.text, other.text, fmt.Sprintf("%.1f, %.1f", p.x, p.y))
			}
		}
		for _, stamp := range card.Head.Stamps {
			if p.text == stamp {
				stamped[p.page]++
			}
		}
	}
	for page := 1; page <= c.PageCount(); page++ {
		if stamped[page] < len(card.Head.Stamps) {
			t.Errorf("page %d lacks a stamp", page)
		}
	}
}
