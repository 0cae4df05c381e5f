package notation

import "strconv"

// dayOfMonth reads 30 June 2021 and 30th June from a day already read.
func (t *text) dayOfMonth(at, day, i int, c calendar) (s span, end int, ok bool) {
	if i+1 < len(t.runes) && t.gap[i] == 0 {
		switch string(t.runes[i : i+2]) {
		case "st", "nd", "rd", "th":
			i += 2
		}
	}
	if e, j := t.word(i); e != nil && len(e.runes) == 2 && e.has(roleOf) && t.gap[i] > 0 {
		i = j
	}
	dashed := t.is(i, '-') && t.gap[i] == 0 // 31-Dec-2021
	if dashed {
		i++
	}
	e, j := t.word(i)
	if e == nil || !e.has(roleMonth) {
		return s, at, false
	}
	year, stated, j := t.yearAfter(j, c)
	if dashed && t.is(j, '-') {
		v, n := t.digits(j+1, 4)
		if n == 2 {
			v += 2000
		} else if !isYear(v, n) {
			return s, at, false
		}
		year, stated, j = v, true, j+1+n
	}
	s = dayOf(year, monthNumber(e), day, stated)
	return s, j, true
}

// englishDate reads June 30, 2021, June 2021, Q3 2021, FY2021, year end, and
// "end of" any of them.
func (t *text) englishDate(at int, c calendar) (s span, end int, ok bool) {
	if k, n := t.quarterName(at); n > 0 {
		year, stated, j := t.yearAfter(at+n, c)
		s = span{stated: stated, year: year, precision: 'q', last: true}
		s.from, s.to = c.quarter(year, k, 3)
		return s, j, true
	}
	if t.is(at, 'f') && t.is(at+1, 'y') {
		v, n := t.digits(at+2, 4)
		if n == 2 {
			v += 2000
		} else if !isYear(v, n) {
			return s, at, false
		}
		s = span{stated: true, year: v, precision: 'y', last: true}
		s.from, s.to = c.quarter(v, 1, 12)
		return s, at + 2 + n, true
	}
	e, j := t.word(at)
	if e == nil {
		return s, at, false
	}
	switch {
	case e.has(roleMonth):
		return t.monthName(at, e, j, c)
	case e.has(roleEndOf):
		return t.endOf(at, j, c)
	case e.has(roleYearEnd) && len(e.runes) == 8:
		s = yearOf(c.year, false)
		s.last = true
		return s, j, true
	}
	return s, at, false
}

func monthNumber(e *entry) int {
	n, _ := strconv.Atoi(e.arg(roleMonth))
	return n
}

// yearAfter reads a year, with a comma or "of" before it; the calendar's when none follows.
func (t *text) yearAfter(i int, c calendar) (year int, stated bool, end int) {
	j := i
	if t.is(j, ',') {
		j++
	}
	if e, k := t.word(j); e != nil && e.has(roleOf) {
		j = k
	}
	if v, n := t.digits(j, 4); isYear(v, n) {
		return v, true, j + n
	}
	return c.year, false, i
}

func (t *text) monthName(at int, e *entry, i int, c calendar) (s span, end int, ok bool) {
	month := monthNumber(e)
	if day, n := t.digits(i, 2); n > 0 && day >= 1 && day <= 31 {
		j := i + n
		if j+1 < len(t.runes) && t.gap[j] == 0 {
			switch string(t.runes[j : j+2]) {
			case "st", "nd", "rd", "th":
				j += 2
			}
		}
		year, stated, j := t.yearAfter(j, c)
		return dayOf(year, month, day, stated), j, true
	}
	year, stated, j := t.yearAfter(i, c)
	if !stated && string(e.runes) == "may" && j < len(t.runes) {
		return s, at, false // "may" is more often the verb
	}
	s = monthOf(year, month, stated)
	return s, j, true
}

// endOf reads the date after "end of": 2021, June, Q3, the year, the fiscal year.
func (t *text) endOf(at, i int, c calendar) (s span, end int, ok bool) {
	if i >= len(t.runes) {
		return s, at, false
	}
	if v, n := t.digits(i, 4); isYear(v, n) {
		s = yearOf(v, true)
		s.last = true
		return s, i + n, true
	}
	e, j := t.word(i)
	switch {
	case e != nil && e.has(roleYearEnd):
		s = yearOf(c.year, false)
		s.last = true
		return s, j, true
	case e != nil && e.has(roleFiscalEnd):
		s = span{year: c.year, precision: 'y', last: true}
		s.from, s.to = c.quarter(c.year, 1, 12)
		return s, j, true
	}
	if e != nil && e.has(roleEndOf) {
		return s, at, false
	}
	if s, end, ok = t.englishDate(i, c); ok {
		s.last = true
	}
	return s, end, ok
}
