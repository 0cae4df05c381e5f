package workbook

import (
	"slices"
	"strconv"
	"strings"

	"yardstick/indicators"
)

// format is a number format: up to four sections, for positive numbers, negative
// ones, zero and text.
type format struct {
	code     string
	sections []section
}

// section says what a number looks like in a format.
type section struct {
	before, after string // what stands around the figure: ≥, 人次, ¥
	percent       bool
	digits        bool   // there is a place for the figure
	parts         string // the date's parts in their order, each once: ymd, hns; n is a minute
	unclear       bool   // a figure is shown that is not the one stored: thousands, fractions, conditions
}

// builtin is the code of a format that files name by number alone.
func builtin(id string) string {
	n, err := strconv.Atoi(id)
	if err != nil {
		return "General"
	}
	switch {
	case n == 9, n == 10:
		return "0.00%"
	case n == 12, n == 13:
		return "# ?/?"
	case n == 14, n == 15, n == 27, n == 30, n == 31, n == 36, n >= 50 && n <= 58 && n != 55 && n != 56:
		return "yyyy-mm-dd"
	case n == 16, n == 28, n == 29:
		return "mm-dd"
	case n == 17:
		return "yyyy-mm"
	case n >= 18 && n <= 21, n >= 32 && n <= 35, n == 55, n == 56, n == 45, n == 47:
		return "hh:mm:ss"
	case n == 22:
		return "yyyy-mm-dd hh:mm"
	case n == 46:
		return "[h]:mm:ss"
	}
	return "General"
}

// parseFormat reads a format's code.
func parseFormat(code string) format {
	f := format{code: code}
	for _, text := range sectionsOf(code) {
		f.sections = append(f.sections, parseSection(text))
	}
	return f
}

// sectionsOf splits a code at the semicolons that are not quoted.
func sectionsOf(code string) []string {
	var sections []string
	quoted, from := false, 0
	for i := 0; i < len(code); i++ {
		switch c := code[i]; {
		case c == '"':
			quoted = !quoted
		case !quoted && (c == '\\' || c == '!' || c == '_' || c == '*'):
			i++
		case !quoted && c == ';':
			sections, from = append(sections, code[from:i]), i+1
		}
	}
	return append(sections, code[from:])
}

// parseSection walks the signs of a section. What it does not know makes the
// section unclear: a figure shown in an unknown way is not read.
func parseSection(text string) section {
	var s section
	if trimmed := strings.TrimSpace(text); strings.EqualFold(trimmed, "general") || trimmed == "G/通用格式" {
		return section{digits: true}
	}
	runes := []rune(text)
	literal := func(r rune) {
		if s.digits {
			s.after += string(r)
		} else {
			s.before += string(r)
		}
	}
	for i := 0; i < len(runes); i++ {
		switch r := runes[i]; {
		case r == '"':
			for i++; i < len(runes) && runes[i] != '"'; i++ {
				literal(runes[i])
			}
		case (r == '\\' || r == '!') && i+1 < len(runes):
			i++
			literal(runes[i])
		case (r == '_' || r == '*') && i+1 < len(runes): // room, or a sign repeated to fill the cell
			i++
		case r == '[':
			end := slices.Index(runes[i:], ']')
			if end < 0 {
				return section{unclear: true}
			}
			s.bracket(string(runes[i+1:i+end]), literal)
			i += end
		case strings.ContainsRune("0#?", r):
			s.digits = true
			if s.after != "" { // digits in two groups: 0!.0 shows another number
				s.unclear = true
			}
		case r == '.' && s.after == "" && (s.digits || i+1 < len(runes) && strings.ContainsRune("0#?", runes[i+1])): // .00 too
		case r == ',' && s.digits && i+1 < len(runes) && strings.ContainsRune("0#?", runes[i+1]):
		case r == ',', r == '/' && s.digits, (r == 'E' || r == 'e') && s.digits && i+1 < len(runes) && strings.ContainsRune("+-", runes[i+1]):
			s.unclear = s.unclear || s.digits
			literal(r)
		case r == '%' && s.digits:
			s.unclear = s.unclear || s.percent || s.after != ""
			s.percent = true
		case r == '@':
			s.digits = true
		case !s.digits && strings.HasPrefix(strings.ToUpper(string(runes[i:])), "GENERAL"):
			s.digits = true
			i += len("general") - 1
		case strings.ContainsRune("yYmMdDhHsSbBgGeEaA", r):
			i += s.date(runes[i:]) - 1
		default:
			literal(r)
		}
	}
	s.unclear = s.unclear || s.digits && s.touches()
	return s
}

// touches reports signs of a number beside the figure, which would be read as
// digits of it: 5 in the format 0"00" is not 500.
func (s *section) touches() bool {
	const signs = "0123456789.,"
	return s.after != "" && strings.ContainsRune(signs, rune(s.after[0])) ||
		s.before != "" && strings.ContainsRune(signs, rune(s.before[len(s.before)-1]))
}

// bracket reads [Red], [$¥-804], [h], [>100].
func (s *section) bracket(text string, literal func(rune)) {
	switch lower := strings.ToLower(text); {
	case strings.HasPrefix(text, "$"):
		sign, _, _ := strings.Cut(text[1:], "-")
		for _, r := range sign {
			literal(r)
		}
	case lower == "" || strings.Trim(lower, "hms") == "" || strings.ContainsAny(lower, "<>="):
		s.unclear = true
	}
}

// date reads one part of a date (yyyy, mm, AM/PM) and returns its length. An m
// after an hour or before seconds is a minute.
func (s *section) date(runes []rune) int {
	upper := strings.ToUpper(string(runes[:min(len(runes), 5)]))
	for _, noon := range []string{"AM/PM", "A/P"} {
		if strings.HasPrefix(upper, noon) {
			return len(noon)
		}
	}
	letter, n := []rune(upper)[0], 1
	for n < len(runes) && []rune(strings.ToUpper(string(runes[n])))[0] == letter {
		n++
	}
	part := map[rune]string{'Y': "y", 'E': "y", 'D': "d", 'H': "h", 'S': "s"}[letter]
	switch {
	case letter == 'D' && n > 2, letter == 'A': // the name of a weekday
		return n
	case letter == 'M' && (strings.HasSuffix(s.parts, "h") || nextPart(runes[n:]) == 'S'):
		part = "n"
	case letter == 'M':
		part = "m"
	case part == "": // an era, a Buddhist year
		s.unclear = true
		return n
	}
	if !strings.Contains(s.parts, part) {
		s.parts += part
	}
	return n
}

// nextPart is the next letter of a date in a code.
func nextPart(runes []rune) rune {
	for _, r := range strings.ToUpper(string(runes)) {
		if strings.ContainsRune("YMDHS", r) {
			return r
		}
	}
	return 0
}

// section chooses the one for a number.
func (f format) section(decimal string) section {
	i := 0
	switch {
	case strings.HasPrefix(decimal, "-"):
		i = 1
	case decimal == "0":
		i = 2
	}
	if i >= len(f.sections) || i > 2 {
		i = 0
	}
	return f.sections[i]
}

// cell shows a number as the format does, exactly.
func (f format) cell(decimal string, from epoch) Cell {
	s := f.section(decimal)
	unclear := Cell{Kind: Broken, Exact: decimal, Problem: cellProblem(indicators.Place{}, decimal, "workbook-format", indicators.Args{"format": shown(f.code), "value": decimal})}
	if s.parts != "" {
		text, ok := from.text(decimal, s.parts)
		if s.unclear || !ok {
			return unclear
		}
		return Cell{Kind: Date, Text: text, Exact: decimal}
	}
	before, after := strings.TrimSpace(s.before), strings.TrimSpace(s.after)
	if strings.HasPrefix(decimal, "-") { // (5), -5: the sign is the number's own
		before, after = strings.Trim(before, "(-（"), strings.Trim(after, ")）")
	}
	if decimal == "0" && before != "" && after == "" && strings.Trim(before, "-–—") == "" { // accountants write a zero as a dash
		return Cell{Kind: Number, Text: "0", Exact: "0"}
	}
	if s.unclear || !s.digits {
		return unclear
	}
	text := decimal
	if s.percent {
		text = percent(decimal) + "%"
	}
	if rest, negative := strings.CutPrefix(text, "-"); negative && before != "" {
		return Cell{Kind: Number, Text: "-" + before + rest + after, Exact: decimal}
	}
	return Cell{Kind: Number, Text: before + text + after, Exact: decimal}
}
