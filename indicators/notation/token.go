package notation

// kind is the sort of a token.
type kind uint8

const (
	word   kind = iota // of the lists, with its roles
	figure             // a number
	date               // a day or a span of days
	plain              // letters or characters that no list knows
	quoted             // between quotes or book-title marks: never read
	opening
	closing
	mark // any other character
)

// token is one piece of the text; from and to are places in the folded runes.
type token struct {
	kind     kind
	from, to int
	entry    *entry
	number   number
	span     span
	used     bool // a number that the reading holds
	partner  int  // of a bracket: the token of its other half, -1 when it has none
}

func (k token) has(r role) bool { return k.entry != nil && k.entry.has(r) }

// tokens cuts the text into tokens, in one pass.
func (t *text) tokens(c calendar, out []token) []token {
	var open []int
	for i := 0; i < len(t.runes); {
		k := t.next(i, c, out)
		k.to = max(k.to, i+1) // each token takes a character
		switch k.kind {
		case opening:
			open = append(open, len(out))
		case closing:
			if n := len(open); n > 0 {
				k.partner = open[n-1]
				out[open[n-1]].partner = len(out)
				open = open[:n-1]
			}
		case plain:
			if n := len(out); n > 0 && out[n-1].kind == plain && t.gap[k.from] == 0 && isLatin(t.runes[k.from]) == isLatin(t.runes[k.from-1]) {
				out[n-1].to = k.to
				i = k.to
				continue
			}
		}
		out = append(out, k)
		i = k.to
	}
	return out
}

// next is the token that begins at a place.
func (t *text) next(i int, c calendar, before []token) token {
	r := t.runes[i]
	k := token{from: i, to: i + 1, partner: -1, kind: mark}
	switch r {
	case '(', '[', '{':
		k.kind = opening
		return k
	case ')', ']', '}':
		k.kind = closing
		return k
	case '"', '\'', '《':
		if end := t.quoteEnd(i); end > 0 {
			k.kind, k.to = quoted, end
			return k
		}
		if r == '《' {
			k.kind, k.entry = word, signEntry("<")
			return k
		}
		return k
	case '》':
		k.kind, k.entry = word, signEntry(">")
		if t.is(i+1, '=') {
			k.to, k.entry = i+2, signEntry(">=")
		}
		return k
	}
	e, end := words.longest(t, i)
	afterFigure := len(before) > 0 && before[len(before)-1].kind == figure
	if dateMayBegin(r, e) && !(r == '年' && afterFigure) {
		if s, to, ok := t.date(i, c); ok && to >= end {
			k.kind, k.span, k.to = date, s, to
			return k
		}
	}
	if isDigit(r) && (e == nil || !isDigit(r)) || r == '.' && i+1 < len(t.runes) && t.gap[i+1] == 0 && isDigit(t.runes[i+1]) && e == nil {
		return t.figureToken(i, before)
	}
	if isDigit(r) && e != nil {
		k.kind, k.entry, k.to = word, e, end
		return k
	}
	if isHanNumeral(r) || r == '半' {
		if f, ok := t.hanToken(i, e, end, before); ok {
			return f
		}
	}
	if e != nil && !(e.has(roleZero) && t.eventFollows(end)) && (e.has(roleNum) || e.has(roleShare) || e.has(roleDozen) || e.has(roleCount)) && t.wordStarts(i) {
		if f, ok := t.englishToken(i, e, end, before); ok {
			return f
		}
	}
	if e != nil && (!isLetter(r) || t.wordStarts(i) || len(before) > 0 && before[len(before)-1].kind == figure) {
		k.kind, k.entry, k.to = word, e, end
		return k
	}
	switch {
	case isLetter(r):
		k.kind = plain
		for k.to < len(t.runes) && t.gap[k.to] == 0 && isLetter(t.runes[k.to]) {
			k.to++
		}
	case isHan(r) || r > 0x7F && isLetterLike(r):
		k.kind = plain
	}
	return k
}

func isLetterLike(r rune) bool {
	return r >= 0xC0 && r != '×' && r != '÷' && r < 0x2000 || r >= 0x3040 && r < 0xFB00
}

func dateMayBegin(r rune, e *entry) bool {
	if isDigit(r) || isHanNumeral(r) {
		return e == nil || !e.has(roleText)
	}
	switch r {
	case '第', '上', '下', '年', '次', '翌', '明', '本', '当', '今', 'q', 'f':
		return true
	}
	return e != nil && (e.has(roleMonth) || e.has(roleEndOf) || e.has(roleYearEnd))
}

// eventFollows reports whether one of the next two words is an event: zero major incidents.
func (t *text) eventFollows(at int) bool {
	for range 2 {
		e, _ := t.word(at)
		if e != nil && e.has(roleEvent) {
			return true
		}
		for at < len(t.runes) && isLetter(t.runes[at]) && (at+1 >= len(t.runes) || t.gap[at+1] == 0) {
			at++
		}
		at++
	}
	return false
}

func (t *text) wordStarts(i int) bool {
	return i == 0 || t.gap[i] > 0 || !isLetter(t.runes[i-1])
}

func signEntry(sign string) *entry {
	t := text{runes: []rune(sign), gap: make([]byte, len(sign))}
	e, _ := words.longest(&t, 0)
	return e
}

// quoteEnd returns the place after the closing quote, 0 when there is none in
// the next 200 characters.
func (t *text) quoteEnd(i int) int {
	closing := t.runes[i]
	if closing == '《' {
		closing = '》'
	}
	for j := i + 1; j < len(t.runes) && j-i <= 200; j++ {
		if t.runes[j] == closing && j > i+1 {
			return j + 1
		}
	}
	return 0
}
