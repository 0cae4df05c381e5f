package main

import (
	"slices"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// ranges are kept beside GBK: letters of European languages, the signs that
// tables of figures use, kana, and the Han characters of names that GBK lacks.
var ranges = [][2]rune{
	{0x0020, 0x007E}, {0x00A0, 0x024F}, // Latin
	{0x02B0, 0x036F}, {0x0370, 0x052F}, // accents, Greek, Cyrillic
	{0x1E00, 0x1EFF}, {0x2000, 0x214F}, // Latin with two accents, punctuation, units
	{0x2150, 0x23FF},                                     // fractions, arrows, mathematics, technical
	{0x2460, 0x27BF},                                     // enclosed, boxes, shapes, signs
	{0x2E80, 0x33FF},                                     // radicals, CJK punctuation, kana, squared units
	{0x3400, 0x9FFF},                                     // Han, with extension A
	{0xF900, 0xFAFF}, {0xFE10, 0xFE6F}, {0xFF00, 0xFFEF}, // compatibility, full width
	{0xFFFD, 0xFFFD},
	{0x20000, 0x323AF}, // Han beyond the basic plane
}

// wanted lists the characters to keep, ascending.
func wanted() []rune {
	var out []rune
	for _, r := range ranges {
		for c := r[0]; c <= r[1]; c++ {
			out = append(out, c)
		}
	}
	decode := simplifiedchinese.GBK.NewDecoder()
	for high := 0x81; high <= 0xFE; high++ {
		for low := 0x40; low <= 0xFE; low++ {
			if s, err := decode.Bytes([]byte{byte(high), byte(low)}); err == nil {
				if rs := []rune(string(s)); len(rs) == 1 && rs[0] != 0xFFFD {
					out = append(out, rs[0])
				}
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// isCommon says whether a character is in GB 2312, or no Han character at all.
func isCommon(r rune) bool {
	if r < 0x3400 || r > 0x9FFF && r < 0xF900 || r > 0xFAFF && r < 0x20000 {
		return true
	}
	code, err := simplifiedchinese.GBK.NewEncoder().Bytes([]byte(string(r)))
	return err == nil && len(code) == 2 && code[0] >= 0xB0 && code[0] <= 0xF7 && code[1] >= 0xA1
}
