package pdf

import (
	"hash/fnv"
	"slices"
	"strconv"
	"unicode/utf16"
)

// subset is the part of a font that one document uses: its characters numbered
// from 1 in the order of their first use, so that a document's bytes depend on
// nothing but itself. Two characters that share an outline get a number each,
// so that what is copied out of the page is what was put in.
type subset struct {
	font    *font
	numbers map[rune]uint16
	runes   []rune // by number; runes[0] is NUL, whose glyph is that of no character
}

func newSubset(f *font) *subset {
	return &subset{font: f, numbers: make(map[rune]uint16, 256), runes: make([]rune, 1, 256)}
}

// number returns the number of a character, giving it one at its first use; 0
// when the font has no glyph for it.
func (s *subset) number(r rune) uint16 {
	if n, ok := s.numbers[r]; ok {
		return n
	}
	if s.font.glyph(r) == 0 {
		return 0
	}
	n := uint16(len(s.runes))
	s.numbers[r] = n
	s.runes = append(s.runes, r)
	return n
}

// appendNumber writes a number as the two bytes of a PDF string in parentheses.
func appendNumber(out []byte, n uint16) []byte {
	return appendEscaped(appendEscaped(out, byte(n>>8)), byte(n))
}

func appendEscaped(out []byte, b byte) []byte {
	switch b {
	case '(', ')', '\\':
		return append(out, '\\', b)
	case '\r':
		return append(out, '\\', 'r')
	}
	return append(out, b)
}

// used says whether the document draws anything with the font.
func (s *subset) used() bool { return len(s.runes) > 1 }

// name is the font's name behind six letters that tell this subset from others.
func (s *subset) name() string {
	hash := fnv.New64a()
	for _, r := range s.runes {
		hash.Write([]byte{byte(r >> 16), byte(r >> 8), byte(r)})
	}
	tag, sum := make([]byte, 6), hash.Sum64()
	for i := range tag {
		tag[i] = 'A' + byte(sum%26)
		sum /= 26
	}
	return string(tag) + "+" + s.font.name
}

// file writes the subset as a TrueType file whose glyph numbers are the
// characters' numbers, with the tables that a PDF asks for.
func (s *subset) file() []byte {
	f := s.font
	size := 0
	for _, r := range s.runes {
		size += len(f.data(f.glyph(r)))
	}
	count := len(s.runes)
	hmtx, loca := make([]byte, 0, 4*count), make([]byte, 0, 4*count+4)
	glyf := make([]byte, 0, size)
	for _, r := range s.runes {
		g := f.glyph(r)
		hmtx = append(hmtx, f.tables["hmtx"][4*int(g):4*int(g)+4]...)
		loca = be.AppendUint32(loca, uint32(len(glyf)))
		glyf = append(glyf, f.data(g)...)
	}
	loca = be.AppendUint32(loca, uint32(len(glyf)))
	head, hhea, maxp := slices.Clone(f.tables["head"]), slices.Clone(f.tables["hhea"]), slices.Clone(f.tables["maxp"])
	be.PutUint16(hhea[34:], uint16(count))
	be.PutUint16(maxp[4:], uint16(count))
	return assemble([]fontTable{{"glyf", glyf}, {"head", head}, {"hhea", hhea}, {"hmtx", hmtx}, {"loca", loca}, {"maxp", maxp}})
}

type fontTable struct {
	name string
	data []byte
}

// assemble writes tables, given by ascending name, with their checksums and
// that of the whole file.
func assemble(tables []fontTable) []byte {
	n := len(tables)
	size := 12 + 16*n
	for _, t := range tables {
		size += len(t.data) + 3
	}
	out := append(make([]byte, 0, size), 0, 1, 0, 0, 0, byte(n), 0, 64, 0, 2, 0, byte(16*n-64))
	at, head := 12+16*n, 0
	for _, t := range tables {
		if t.name == "head" {
			head = at
		}
		out = append(out, t.name...)
		out = be.AppendUint32(out, checksum(t.data))
		out = be.AppendUint32(out, uint32(at))
		out = be.AppendUint32(out, uint32(len(t.data)))
		at += (len(t.data) + 3) &^ 3
	}
	for _, t := range tables {
		out = append(out, t.data...)
		out = append(out, 0, 0, 0)[:(len(out)+3)&^3]
	}
	be.PutUint32(out[head+8:], 0xB1B0AFBA-checksum(out))
	return out
}

func checksum(data []byte) uint32 {
	var sum uint32
	for ; len(data) >= 4; data = data[4:] {
		sum += be.Uint32(data)
	}
	for i, b := range data {
		sum += uint32(b) << (24 - 8*i)
	}
	return sum
}

// usualWidth is the width of a Han character, which need not be listed.
const usualWidth = 1000

// widths lists the widths of the characters that are not of the usual width, in
// runs: 1 [553 553] 7 [224].
func (s *subset) widths() []byte {
	var out []byte
	open := false
	for n := 1; n < len(s.runes); n++ {
		width := int(s.font.widths[s.font.glyph(s.runes[n])])
		switch {
		case width == usualWidth && open:
			out, open = append(out, ']'), false
		case width == usualWidth:
		case open:
			out = strconv.AppendInt(append(out, ' '), int64(width), 10)
		default:
			out = append(strconv.AppendInt(append(out, ' '), int64(n), 10), " ["...)
			out, open = strconv.AppendInt(out, int64(width), 10), true
		}
	}
	if open {
		out = append(out, ']')
	}
	return out
}

// toUnicode is the map that a reader searches and copies by: number → character.
func (s *subset) toUnicode() []byte {
	out := []byte("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n" +
		"/CIDSystemInfo <</Registry (Adobe)/Ordering (UCS)/Supplement 0>> def\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n" +
		"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	for n := 1; n < len(s.runes); {
		block := min(100, len(s.runes)-n) // no more are allowed in a block
		out = append(strconv.AppendInt(out, int64(block), 10), " beginbfchar\n"...)
		for ; block > 0; block-- {
			out = appendHex(append(out, '<'), uint16(n))
			out = append(out, "> <"...)
			if r := s.runes[n]; r < 1<<16 {
				out = appendHex(out, uint16(r))
			} else {
				high, low := utf16.EncodeRune(r)
				out = appendHex(appendHex(out, uint16(high)), uint16(low))
			}
			out = append(out, ">\n"...)
			n++
		}
		out = append(out, "endbfchar\n"...)
	}
	return append(out, "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"...)
}

func appendHex(out []byte, v uint16) []byte {
	const digits = "0123456789ABCDEF"
	return append(out, digits[v>>12], digits[v>>8&15], digits[v>>4&15], digits[v&15])
}
