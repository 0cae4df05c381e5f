package pdf

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

const pointsPerMillimetre = 72 / 25.4

// Text draws s on one line, its baseline at y. A character that the font lacks
// is drawn as its code in a box and remembered ([Canvas.Missing]); a tab or a
// line end is drawn as a space. Aligned to the right or the middle, spaces at the
// end do not count.
func (c *Canvas) Text(x, y float64, s string, st Style) {
	st.Size = typeSize(st.Size)
	x, y = finite(x), finite(y)
	switch st.Align {
	case Right:
		x -= c.Width(strings.TrimRight(s, " \t\r\n\u3000"), st)
	case Center:
		x -= c.Width(strings.TrimRight(s, " \t\r\n\u3000"), st) / 2
	}
	subset := c.fonts[fontIndex(st.Bold)]
	run, width := c.run[:0], 0
	for _, r := range s {
		if r = visible(r); r == nothing {
			continue
		}
		if n := subset.number(r); n != 0 {
			run = appendNumber(run, n)
			width += int(subset.font.widths[subset.font.glyph(r)])
			continue
		}
		c.show(x, y, run, st)
		x += millimetres(width, st.Size)
		x += c.box(x, y, r, st)
		run, width = run[:0], 0
	}
	c.show(x, y, run, st)
	c.run = run
}

// Width is how wide s is on one line, in millimetres.
func (c *Canvas) Width(s string, st Style) float64 {
	st.Size = typeSize(st.Size)
	f, total := fontOf(st.Bold), 0
	for _, r := range s {
		total += f.advance(r, st.Size)
	}
	return millimetres(total, st.Size)
}

// Wrap breaks s into lines of at most width millimetres by the rules of Chinese
// typesetting ([wrap]). Joined together the lines are s without its line ends.
func (c *Canvas) Wrap(s string, width float64, st Style) []string {
	st.Size = typeSize(st.Size)
	f := fontOf(st.Bold)
	limit := int(math.Floor(finite(width)*pointsPerMillimetre*1000/st.Size + 0.5))
	return wrap(s, limit, func(r rune) int { return f.advance(r, st.Size) })
}

// Missing lists the characters drawn as boxes, ascending.
func (c *Canvas) Missing() []rune {
	out := make([]rune, 0, len(c.missing))
	for r := range c.missing {
		out = append(out, r)
	}
	slices.Sort(out)
	return out
}

// show writes a run of numbers at a place.
func (c *Canvas) show(x, y float64, run []byte, st Style) {
	if len(run) == 0 {
		return
	}
	c.fill(st.Color)
	op := append(c.op[:0], "BT "...)
	if !c.state.fontKnown || c.state.size != st.Size || c.state.bold != st.Bold {
		op = append(op, '/')
		op = append(op, fontNames[fontIndex(st.Bold)]...)
		op = append(appendDecimal(append(op, ' '), st.Size), " Tf "...)
		c.state.fontKnown, c.state.size, c.state.bold = true, st.Size, st.Bold
	}
	op = appendDecimal(op, x*pointsPerMillimetre)
	op = appendDecimal(append(op, ' '), (c.height-y)*pointsPerMillimetre)
	op = append(op, " Td ("...)
	op = append(op, run...)
	c.put(append(op, ") Tj ET"...))
}

// box draws the code of a character that the font lacks, and returns the width
// that it takes. Copied from the page it is the character again, except for a
// control character, which is copied as its code.
func (c *Canvas) box(x, y float64, r rune, st Style) float64 {
	c.missing[r] = true
	label := st
	label.Size, label.Align = boxSize(st.Size), Left
	full := millimetres(fontOf(st.Bold).advance(r, st.Size), st.Size)
	em := st.Size / pointsPerMillimetre
	c.StrokeRect(x+0.04*em, y-0.84*em, full-0.08*em, 0.98*em, Pen{Width: 0.05 * em, Color: st.Color})
	copied := r > 0x9F
	if copied {
		c.file.RawWriteStr("/Span <</ActualText " + string(textString(string(r))) + ">> BDC")
	}
	c.Text(x+boxMargin*em/1000, y-0.35*em+0.36*label.Size/pointsPerMillimetre, codeOf(r), label)
	if copied {
		c.file.RawWriteStr("EMC")
	}
	return full
}

// boxMargin is the space left and right of a code, thousandths of an em.
const boxMargin = 120

// boxSize is the size of the type in a box: smaller than its text, but not below
// the 7 points that anything on a page has.
func boxSize(size float64) float64 { return min(size, max(7, 0.7*size)) }

// advance is how far a character moves the pen, in thousandths of an em.
func (f *font) advance(r rune, size float64) int {
	if r = visible(r); r == nothing {
		return 0
	}
	if g := f.glyph(r); g != 0 {
		return int(f.widths[g])
	}
	units := 0
	for _, d := range codeOf(r) {
		units += int(f.widths[f.glyph(d)])
	}
	return 2*boxMargin + int(math.Ceil(float64(units)*boxSize(size)/size))
}

func codeOf(r rune) string { return fmt.Sprintf("U+%04X", r) }

// nothing marks a character that Unicode defines to have no look: a joiner, a
// soft hyphen, a variation selector.
const nothing rune = -1

// visible is the character to draw for r.
func visible(r rune) rune {
	switch {
	case r == '\t' || r == '\n' || r == '\r':
		return ' '
	case r < 0xAD:
		return r
	case r == 0xAD || r >= 0x200B && r <= 0x200D || r == 0x2060 || r == 0xFEFF || r >= 0xFE00 && r <= 0xFE0F:
		return nothing
	}
	return r
}

// fontNames are what the pages call the fonts.
var fontNames = [2]string{"R", "B"}

func fontIndex(isBold bool) int {
	if isBold {
		return 1
	}
	return 0
}

// typeSize keeps a size within what a page can show, in hundredths of a point.
func typeSize(size float64) float64 {
	return math.Round(max(0.5, min(finite(size), 1000))*100) / 100
}

func millimetres(units int, size float64) float64 {
	return float64(units) * size / 1000 / pointsPerMillimetre
}

// appendDecimal writes a number with at most two decimals.
func appendDecimal(out []byte, v float64) []byte {
	n := int64(math.Round(v * 100))
	if n < 0 {
		out, n = append(out, '-'), -n
	}
	whole, rest := n/100, n%100
	digits := [20]byte{}
	at := len(digits)
	for ok := true; ok; ok = whole > 0 {
		at--
		digits[at] = '0' + byte(whole%10)
		whole /= 10
	}
	out = append(out, digits[at:]...)
	if rest > 0 {
		out = append(out, '.', '0'+byte(rest/10))
		if rest%10 > 0 {
			out = append(out, '0'+byte(rest%10))
		}
	}
	return out
}
