package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"slices"
)

var be = binary.BigEndian

// font is a TrueType file taken apart: its tables, the offsets of its glyphs
// and its character map.
type font struct {
	tables  map[string][]byte
	offsets []uint32
	glyphs  map[rune]uint16
}

// parse reads the tables that cut needs and refuses a font that is not in the
// form it expects: 1000 units an em, long offsets, a full character map.
func parse(file []byte) (*font, error) {
	f := &font{tables: map[string][]byte{}, glyphs: map[rune]uint16{}}
	for i := range int(be.Uint16(file[4:])) {
		entry := file[12+16*i:]
		offset, length := be.Uint32(entry[8:]), be.Uint32(entry[12:])
		f.tables[string(entry[:4])] = file[offset : offset+length]
	}
	for _, name := range []string{"head", "hhea", "maxp", "hmtx", "cmap", "loca", "glyf", "name"} {
		if f.tables[name] == nil {
			return nil, fmt.Errorf("table %s is missing", name)
		}
	}
	if upem := be.Uint16(f.tables["head"][18:]); upem != 1000 {
		return nil, fmt.Errorf("%d units an em, want 1000", upem)
	}
	if be.Uint16(f.tables["head"][50:]) != 1 {
		return nil, errors.New("want long glyph offsets")
	}
	loca := f.tables["loca"]
	for i := 0; i < len(loca); i += 4 {
		f.offsets = append(f.offsets, be.Uint32(loca[i:]))
	}
	return f, f.readCharacters()
}

// readCharacters reads the map of format 12, which holds every character.
func (f *font) readCharacters() error {
	cmap := f.tables["cmap"]
	for i := range int(be.Uint16(cmap[2:])) {
		sub := cmap[be.Uint32(cmap[8+8*i:]):]
		if be.Uint16(sub) != 12 {
			continue
		}
		for g := range int(be.Uint32(sub[12:])) {
			group := sub[16+12*g:]
			first, last, glyph := be.Uint32(group), be.Uint32(group[4:]), be.Uint32(group[8:])
			for c := first; c <= last; c++ {
				f.glyphs[rune(c)] = uint16(glyph + c - first)
			}
		}
		return nil
	}
	return errors.New("no character map of format 12")
}

// cut returns a TrueType file of the wanted characters, and how many bytes of it
// hold all tables and the outlines of the common ones. Glyph 0 stays the mark for
// a missing character; common glyphs follow, then the others, each in the order
// of the old font.
func (f *font) cut(wanted []rune) (file []byte, common int, err error) {
	kept, rare := f.keep(wanted)
	place := make(map[uint16]uint16, len(kept))
	var glyf, loca, hmtx []byte
	for i, old := range kept {
		place[old] = uint16(i)
		outline, err := f.outline(int(old), 0)
		if err != nil {
			return nil, 0, fmt.Errorf("glyph %d: %w", old, err)
		}
		if i == rare {
			common = len(glyf)
		}
		loca = be.AppendUint32(loca, uint32(len(glyf)))
		outline.halve()
		glyf = append(glyf, outline.encode()...)
		hmtx = be.AppendUint16(hmtx, uint16(half(f.advance(old))))
		hmtx = be.AppendUint16(hmtx, uint16(outline.left()))
	}
	loca = be.AppendUint32(loca, uint32(len(glyf)))
	file = assemble(map[string][]byte{
		"head": f.head(), "hhea": f.hhea(len(kept)), "maxp": f.maxp(len(kept)), "hmtx": hmtx,
		"cmap": characterMap(wanted, f.glyphs, place), "loca": loca, "glyf": glyf,
		"name": f.tables["name"], "post": append([]byte{0, 3, 0, 0}, make([]byte, 28)...),
	})
	return file, len(file) - len(glyf) + common, nil
}

// keep lists the glyphs of the wanted characters in their new order; those from
// the index rare on are of rare characters.
func (f *font) keep(wanted []rune) (kept []uint16, rare int) {
	kept = []uint16{0}
	var others []uint16
	for _, r := range wanted {
		switch g, ok := f.glyphs[r]; {
		case !ok:
		case isCommon(r):
			kept = append(kept, g)
		default:
			others = append(others, g)
		}
	}
	slices.Sort(kept)
	kept = slices.Compact(kept)
	rare = len(kept)
	slices.Sort(others)
	for _, g := range slices.Compact(others) {
		if _, twice := slices.BinarySearch(kept[:rare], g); !twice {
			kept = append(kept, g)
		}
	}
	return kept, rare
}

func (f *font) advance(glyph uint16) int {
	measured := int(be.Uint16(f.tables["hhea"][34:]))
	return int(be.Uint16(f.tables["hmtx"][4*min(int(glyph), measured-1):]))
}

func (f *font) head() []byte {
	head := slices.Clone(f.tables["head"])
	be.PutUint32(head[8:], 0) // checksum of the file, not computed: readers do not check it
	be.PutUint16(head[18:], 500)
	for at := 36; at < 44; at += 2 {
		halveAt(head, at)
	}
	return head
}

func (f *font) hhea(glyphs int) []byte {
	hhea := slices.Clone(f.tables["hhea"])
	for at := 4; at < 18; at += 2 {
		halveAt(hhea, at)
	}
	be.PutUint16(hhea[34:], uint16(glyphs))
	return hhea
}

// maxp says how many glyphs there are; without hints all else that a reader
// might reserve memory for is zero, and the old limits on points still hold.
func (f *font) maxp(glyphs int) []byte {
	maxp := slices.Clone(f.tables["maxp"])
	be.PutUint16(maxp[4:], uint16(glyphs))
	copy(maxp[6:10], maxp[10:14]) // composites are drawn out: their limits hold for all
	clear(maxp[10:14])
	clear(maxp[16:32])
	maxp[15] = 1
	return maxp
}

// characterMap writes a map of format 12, one group for each run of characters
// whose glyphs follow one another.
func characterMap(wanted []rune, glyphs map[rune]uint16, place map[uint16]uint16) []byte {
	var groups []byte
	n := 0
	for _, r := range wanted {
		old, ok := glyphs[r]
		if !ok {
			continue
		}
		c, g := uint32(r), uint32(place[old])
		if n > 0 {
			last := groups[len(groups)-12:]
			first, end, start := be.Uint32(last), be.Uint32(last[4:]), be.Uint32(last[8:])
			if end+1 == c && start+c-first == g {
				be.PutUint32(last[4:], c)
				continue
			}
		}
		groups = be.AppendUint32(be.AppendUint32(be.AppendUint32(groups, c), c), g)
		n++
	}
	out := []byte{0, 0, 0, 1, 0, 3, 0, 10, 0, 0, 0, 12, 0, 12, 0, 0}
	out = be.AppendUint32(out, uint32(16+len(groups)))
	out = be.AppendUint32(out, 0)
	out = be.AppendUint32(out, uint32(n))
	return append(out, groups...)
}

// assemble writes the tables: listed in the order of their names, as they must
// be, and laid down in the same order, except that the outlines come last.
func assemble(tables map[string][]byte) []byte {
	names := slices.Sorted(maps.Keys(tables))
	out := []byte{0, 1, 0, 0, 0, byte(len(names)), 0, 128, 0, 3, 0, byte(16*len(names) - 128)}
	start := map[string]int{}
	at := 12 + 16*len(names)
	for _, name := range outlinesLast(names) {
		start[name] = at
		at += (len(tables[name]) + 3) &^ 3
	}
	for _, name := range names {
		out = append(out, name...)
		out = be.AppendUint32(out, sum(tables[name]))
		out = be.AppendUint32(out, uint32(start[name]))
		out = be.AppendUint32(out, uint32(len(tables[name])))
	}
	for _, name := range outlinesLast(names) {
		out = append(out, tables[name]...)
		out = append(out, make([]byte, -len(tables[name])&3)...)
	}
	return out
}

func outlinesLast(names []string) []string {
	others := slices.DeleteFunc(slices.Clone(names), func(name string) bool { return name == "glyf" })
	return append(others, "glyf")
}

// sum is the checksum of a table: its 32-bit words added up.
func sum(table []byte) uint32 {
	var total uint32
	for i := 0; i < len(table); i += 4 {
		var word [4]byte
		copy(word[:], table[i:])
		total += be.Uint32(word[:])
	}
	return total
}

func halveAt(table []byte, at int) {
	be.PutUint16(table[at:], uint16(half(int(int16(be.Uint16(table[at:]))))))
}

// half rounds to the nearest unit of the coarser grid, halves upwards.
func half(v int) int { return (v + 1) >> 1 }
