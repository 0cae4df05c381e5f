package notation

import "strings"

// digits reads up to max digits without blanks; n is 0 when more stand there.
func (t *text) digits(at, most int) (v, n int) {
	for at+n < len(t.runes) && isDigit(t.runes[at+n]) && (n == 0 || t.gap[at+n] == 0) {
		if n == most {
			return 0, 0
		}
		v = v*10 + int(t.runes[at+n]-'0')
		n++
	}
	return v, n
}

// digitDate reads 2022.6.15, 2021-09-30, 2021/9, 30/06/2021, and English days
// that begin with a digit. A month alone after a year (2021.03) counts only where
// the caller says so.
func (t *text) digitDate(at int, c calendar) (s span, end int, ok bool) {
	if v, n := t.digits(at, 8); n == 8 && t.dates && isYear(v/10000, 4) {
		return dayOf(v/10000, v/100%100, v%100, true), at + 8, true
	}
	first, n := t.digits(at, 4)
	if n == 0 || at+n >= len(t.runes) {
		return s, at, false
	}
	i := at + n
	mark := t.runes[i]
	if isYear(first, n) && (mark == '-' || mark == '~' || mark == '至' || mark == '到') {
		if to, n2 := t.digits(i+1, 4); isYear(to, n2) && (t.is(i+1+n2, '年') || t.dates && !t.is(i+1+n2, '.')) {
			a, b := yearOf(first, true), yearOf(to, true)
			s = span{from: a.from, to: b.to, stated: true, year: to, precision: 'y', window: true, bad: to <= first}
			if t.is(i+1+n2, '年') {
				n2++
			}
			return s, i + 1 + n2, true
		}
	}
	if (mark == '.' || mark == '-' && !t.monthAt(i+1) || mark == '/') && t.gap[i] == 0 {
		second, n2 := t.digits(i+1, 4)
		if n2 == 0 || t.gap[i+1] > 0 {
			return s, at, false
		}
		j := i + 1 + n2
		if isYear(first, n) && n2 <= 2 {
			if t.is(j, mark) && t.gap[j] == 0 {
				if day, n3 := t.digits(j+1, 2); n3 > 0 && t.gap[j+1] == 0 {
					end = j + 1 + n3
					if t.is(end, '日') {
						end++
					}
					return dayOf(first, second, day, true), end, true
				}
			}
			if mark == '-' && n2 == 1 || mark == '.' && n2 == 2 && second > 12 || second == 0 {
				return s, at, false
			}
			if mark == '.' && t.figures || mark == '.' && !t.dates && !t.dateMarked(at, j) || mark == '-' && t.figures {
				return s, at, false
			}
			s = monthOf(first, second, true)
			if t.is(j, '月') {
				j++
			}
			j = t.monthTail(j, &s)
			return s, j, true
		}
		if n <= 2 && n2 <= 2 && mark != '-' && t.is(j, mark) {
			if year, n3 := t.digits(j+1, 4); isYear(year, n3) || mark == '/' && n3 == 2 {
				if n3 == 2 {
					year += 2000
				}
				return slashed(first, second, year), j + 1 + n3, true
			}
		}
		if n <= 2 && n2 == 4 && isYear(second, n2) && mark == '/' && first >= 1 && first <= 12 {
			return monthOf(second, first, true), j, true
		}
		return s, at, false
	}
	if n <= 2 {
		return t.dayOfMonth(at, first, i, c)
	}
	if isYear(first, n) {
		if k, kn := t.quarterName(i); kn > 0 && t.gap[i] > 0 {
			s = span{stated: true, year: first, precision: 'q', last: true}
			s.from, s.to = c.quarter(first, k, 3)
			return s, i + kn, true
		}
	}
	return s, at, false
}

// monthAt reports whether the English name of a month stands at a place.
func (t *text) monthAt(at int) bool {
	e, _ := t.word(at)
	return e != nil && e.has(roleMonth)
}

// dateMarked reports whether what stands around 2022.6 makes it a month.
func (t *text) dateMarked(from, to int) bool {
	if to < len(t.runes) && strings.ContainsRune("月底末前", t.runes[to]) {
		return true
	}
	if to+4 < len(t.runes) && strings.ContainsRune("至到-~", t.runes[to]) {
		v, n := t.digits(to+1, 4)
		return isYear(v, n)
	}
	return from >= 2 && strings.ContainsRune("至到-~", t.runes[from-1]) && isDigit(t.runes[from-2])
}

// slashed is a day whose order of day and month only a number above 12 tells.
func slashed(a, b, year int) span {
	switch {
	case a > 12 && b <= 12:
		return dayOf(year, b, a, true)
	case b > 12 && a <= 12 || a == b:
		return dayOf(year, a, b, true)
	}
	s := dayOf(year, a, b, true)
	s.unclear, s.bad = true, true
	return s
}
