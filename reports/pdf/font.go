package pdf

import (
	"encoding/binary"
	"sync"

	"yardstick/reports/assets"
)

var be = binary.BigEndian

// font is a TrueType font taken apart once and shared, read-only, by every
// document: which glyph draws a character, how wide it is, and its outline.
type font struct {
	name    string   // PostScript name
	stem    int      // thickness of a vertical stroke, thousandths of an em
	basic   []uint16 // glyph of each character up to U+FFFF, 0 where there is none
	beyond  map[rune]uint16
	widths  []uint16          // advance of each glyph, thousandths of an em
	offsets []uint32          // of each glyph in the outlines, and one more
	outline []byte            // of common characters
	rest    func() []byte     // of the others, unpacked when first needed
	tables  map[string][]byte // head, hhea, maxp: the pattern of a subset's
	box     [4]int            // of all glyphs, thousandths of an em
	ascent  int
	descent int
	capital int // height of H
}

// fonts are the regular and the bold weight, taken apart at the first use, both
// at once.
var fonts = sync.OnceValue(func() (both [2]*font) {
	var wait sync.WaitGroup
	wait.Go(func() { both[0] = parse(assets.Regular, "NotoSansSC-Regular", 80) })
	wait.Go(func() { both[1] = parse(assets.Bold, "NotoSansSC-Bold", 140) })
	wait.Wait()
	return both
})

// fontOf returns the shared font of a weight.
func fontOf(isBold bool) *font { return fonts()[fontIndex(isBold)] }

// glyph returns the glyph of a character, 0 when the font has none.
func (f *font) glyph(r rune) uint16 {
	if r >= 0 && int(r) < len(f.basic) {
		return f.basic[r]
	}
	return f.beyond[r]
}

// data is the outline of a glyph; empty for a space.
func (f *font) data(glyph uint16) []byte {
	from, to, common := f.offsets[glyph], f.offsets[glyph+1], uint32(len(f.outline))
	if to <= common {
		return f.outline[from:to]
	}
	return f.rest()[from-common : to-common]
}

// parse takes apart a font as assets/cut wrote it: 500 units an em, simple
// glyphs, long offsets, one map of format 12, the outlines last. The file is part of the program,
// so that a fault in it is a fault of the build and panics.
func parse(asset assets.Font, name string, stem int) *font {
	file := asset.Common()
	f := &font{name: name, stem: stem, basic: make([]uint16, 1<<16), beyond: map[rune]uint16{}, tables: map[string][]byte{}, rest: asset.Rest}
	for i := range int(be.Uint16(file[4:])) {
		entry := file[12+16*i:]
		at := int(be.Uint32(entry[8:]))
		end := min(at+int(be.Uint32(entry[12:])), len(file)) // the outlines go on in the other part
		f.tables[string(entry[:4])] = file[at:end:end]
	}
	head, hhea, loca := f.tables["head"], f.tables["hhea"], f.tables["loca"]
	scale := func(v []byte) int { return int(int16(be.Uint16(v))) * 1000 / int(be.Uint16(head[18:])) }
	for i := range f.box {
		f.box[i] = scale(head[36+2*i:])
	}
	f.ascent, f.descent = scale(hhea[4:]), scale(hhea[6:])
	f.outline = f.tables["glyf"]
	glyphs := int(be.Uint16(f.tables["maxp"][4:]))
	for i := range glyphs {
		f.offsets = append(f.offsets, be.Uint32(loca[4*i:]))
		f.widths = append(f.widths, uint16(scale(f.tables["hmtx"][4*i:])))
	}
	f.offsets = append(f.offsets, be.Uint32(loca[4*glyphs:]))
	f.readCharacters(f.tables["cmap"])
	f.capital = scale(f.data(f.glyph('H'))[8:])
	return f
}

func (f *font) readCharacters(cmap []byte) {
	sub := cmap[be.Uint32(cmap[8:]):]
	for i := range int(be.Uint32(sub[12:])) {
		group := sub[16+12*i:]
		first, last, glyph := be.Uint32(group), be.Uint32(group[4:]), be.Uint32(group[8:])
		for c := first; c <= last; c++ {
			if g := uint16(glyph + c - first); c < 1<<16 {
				f.basic[c] = g
			} else {
				f.beyond[rune(c)] = g
			}
		}
	}
}
