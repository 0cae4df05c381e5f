package engine

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"yardstick/indicators"
)

// LongestText is how many characters a note, a reason or a remark may have: it is
// printed on scorecards and in the trail.
const LongestText = 4000

// CheckText refuses what people could not read as it was written: text-too-long, and
// text-hidden for bytes that are no text, control characters other than tabs and ends
// of lines, and those that turn the order of the characters after them around.
func CheckText(texts ...string) *indicators.Problem {
	for _, text := range texts {
		if n := utf8.RuneCountInString(text); n > LongestText {
			return &indicators.Problem{Code: "text-too-long", Args: indicators.Args{"length": strconv.Itoa(n), "most": strconv.Itoa(LongestText)}}
		}
		if at := strings.IndexFunc(text, hidden); at >= 0 {
			r, _ := utf8.DecodeRuneInString(text[at:])
			return &indicators.Problem{Code: "text-hidden", Args: indicators.Args{"character": fmt.Sprintf("U+%04X", r)}}
		}
	}
	return nil
}

// hidden reports a character that may not stand in a text. What is no UTF-8 is read as
// the replacement character.
func hidden(r rune) bool {
	switch {
	case r == '\t', r == '\n', r == '\r':
		return false
	case r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069, r == utf8.RuneError:
		return true
	}
	return unicode.IsControl(r)
}
