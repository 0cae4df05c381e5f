package pdf

import (
	"sync"
	"unicode"
)

// traits are what line breaking asks of a character.
type traits uint16

const (
	closer      traits = 1 << iota // begins no line
	opener                         // ends no line
	connector                      // between the ends of a range
	beforeDigit                    // belongs to the number behind it
	multiple                       // between a number and its unit
	percent                        // a unit of its own
	space                          // a line may end at it
	sticky                         // forbids a break on either side
	mark                           // stands on the character before
	wide                           // lines break on either side: Han, kana, Hangul, full width, pictures
	digit
	letter // of a word
)

func (t traits) has(any traits) bool { return t&any != 0 }

// basicTraits are those of the characters up to U+FFFF, found at the first use.
var basicTraits = sync.OnceValue(func() *[1 << 16]traits {
	var table [1 << 16]traits
	for r := range table {
		table[r] = traitsOf(rune(r))
	}
	for _, list := range []struct {
		runes string
		trait traits
	}{{noStart, closer}, {noEnd, opener}, {connecting, connector}, {beforeNumber, beforeDigit}, {multiples, multiple}, {percents, percent}} {
		for _, r := range list.runes {
			table[r] |= list.trait
		}
	}
	return &table
})

// traitsOf are those that follow from the kind of character.
func traitsOf(r rune) traits {
	if isHan(r) {
		return wide | letter
	}
	var t traits
	add := func(is bool, trait traits) {
		if is {
			t |= trait
		}
	}
	add(isSpace(r), space)
	add(isSticky(r), sticky)
	add(isWide(r), wide)
	add(unicode.In(r, unicode.Mn, unicode.Me), mark)
	add(unicode.IsDigit(r), digit)
	add(unicode.IsLetter(r), letter)
	return t
}

func isSpace(r rune) bool {
	return r == ' ' || r == '\t' || r == 0x3000 || r >= 0x2000 && r <= 0x200A && r != 0x2007
}

func isSticky(r rune) bool {
	return r == 0xA0 || r == 0x2007 || r == 0x202F || r == 0x2060 || r == 0x200D || r == 0xFEFF || r >= 0xFE00 && r <= 0xFE0F
}

func isHan(r rune) bool {
	return r >= 0x3400 && r <= 0x9FFF || r >= 0xF900 && r <= 0xFAFF || r >= 0x20000 && r <= 0x3FFFF
}

func isWide(r rune) bool {
	switch {
	case r < 0x2010:
		return false
	case r >= 0x2E80 && r <= 0xA4CF, r >= 0xAC00 && r <= 0xD7A3, r >= 0xF900 && r <= 0xFAFF,
		r >= 0xFE30 && r <= 0xFE6F, r >= 0xFF00 && r <= 0xFF60, r >= 0x1F000 && r <= 0x3FFFF:
		return true
	}
	return r >= 0x2460 && r <= 0x27BF || r == '—' || r == '…' || r == '”' || r == '“'
}
