package pdf

import (
	"strings"
	"unicode/utf8"
)

// wrap breaks s into lines whose width, added up from the widths of their
// characters, is at most limit; spaces at the end of a line may stand over. Put
// together the lines are s again, without its line ends. There is at least one
// line, and each takes at least one character.
//
// Chinese text breaks between any two characters, except that no line begins
// with a closing sign (，。、）》%…) or ends with an opening one (（《“…); a
// number stays with the sign before it and the unit behind it; a Latin word
// stays whole. What is longer than a line by itself is broken where it must be.
func wrap(s string, limit int, width func(rune) int) []string {
	var lines []string
	for {
		paragraph, rest, more := cutLine(s)
		lines = wrapParagraph(lines, paragraph, limit, width)
		if !more {
			return lines
		}
		s = rest
	}
}

// cutLine cuts s at its first line end: \n, \r or both.
func cutLine(s string) (before, after string, found bool) {
	i := strings.IndexAny(s, "\r\n")
	if i < 0 {
		return s, "", false
	}
	if strings.HasPrefix(s[i:], "\r\n") {
		return s[:i], s[i+2:], true
	}
	return s[:i], s[i+1:], true
}

// wrapParagraph appends the lines of a text without line ends.
func wrapParagraph(lines []string, s string, limit int, width func(rune) int) []string {
	start, good := 0, 0 // bytes: of the line's begin, of the last place to break
	used, since := 0, 0 // widths: of the line so far, of what follows that place
	seen := context{basic: basicTraits()}
	for at := 0; at < len(s); {
		r, size := utf8.DecodeRuneInString(s[at:])
		w := width(r)
		here := seen.next(r, s[at:])
		if at > start && here {
			good, since = at, 0
		}
		for used+w > limit && at > start && !isSpace(r) {
			if good <= start { // no place to break: break here
				good, since = at, 0
			}
			lines = append(lines, s[start:good])
			start, used = good, since
		}
		used, since = used+w, since+w
		at += size
	}
	return append(lines, s[start:])
}
