package notation

import (
	"time"

	"yardstick/indicators"
)

// span is a date as written: a day, or a month, quarter, half-year or year with
// its first and last day.
type span struct {
	from, to  indicators.Date
	stated    bool // the year is in the text
	year      int
	precision byte // d day, t ten days, m month, q quarter, h half, y year
	last      bool // 底, 末, end of: the last day is meant
	window    bool // 2021年1-6月: both ends are meant
	bad       bool // no such day
	unclear   bool // 07/08/2026, 年初: which day is not clear
	attribute bool // 2021年度: what follows belongs to the year, nothing is due
}

// calendar is what a date without a year, and a quarter, is read by.
type calendar struct {
	year   int
	fiscal time.Month
}

// quarter returns the n-th quarter of the fiscal year, n from 1.
func (c calendar) quarter(year, n, length int) (from, to indicators.Date) {
	start := indicators.NewPeriod(year, max(c.fiscal, 1)) + indicators.Period((n-1)*length)
	return start.First(), (start + indicators.Period(length-1)).Last()
}

// date reads a date from a place; ok is false when none stands there.
func (t *text) date(at int, c calendar) (s span, end int, ok bool) {
	r := t.runes[at]
	switch {
	case isDigit(r):
		if s, end, ok = t.digitDate(at, c); ok {
			return s, end, true
		}
	case isLetter(r):
		return t.englishDate(at, c)
	}
	return t.hanDate(at, c)
}

func (t *text) is(at int, r rune) bool { return at < len(t.runes) && t.runes[at] == r }

func isYear(v, n int) bool { return n == 4 && v >= 1900 && v < 2200 }

func dayOf(year, month, day int, stated bool) span {
	d, ok := indicators.NewDate(year, time.Month(month), day)
	return span{from: d, to: d, stated: stated, year: year, precision: 'd', bad: !ok}
}

func monthOf(year, month int, stated bool) span {
	s := span{stated: stated, year: year, precision: 'm', bad: month < 1 || month > 12}
	if !s.bad {
		s.from, _ = indicators.NewDate(year, time.Month(month), 1)
		s.to = indicators.MonthEnd(year, time.Month(month))
	}
	return s
}

func yearOf(year int, stated bool) span {
	s := span{stated: stated, year: year, precision: 'y'}
	s.from, _ = indicators.NewDate(year, time.January, 1)
	s.to = indicators.MonthEnd(year, time.December)
	return s
}

// hanDate reads 2021年12月底, 11月30日, 第二季度末, 上半年, 年底, 二〇二一年三月.
func (t *text) hanDate(at int, c calendar) (s span, end int, ok bool) {
	year, i, stated := c.year, at, false
	switch v, n := t.hanNumber(at, 4); {
	case n > 0 && t.is(at+n, '年') && isYear(v, n):
		year, i, stated = v, at+n+1, true
	case n == 2 && isDigit(t.runes[at]) && t.is(at+n, '年') && t.monthFollows(at+n+1):
		year, i, stated = 2000+v, at+n+1, true
	default:
		for _, w := range relativeYears {
			if e, yes := t.match(w.word, at); yes {
				year, i, stated = c.year+w.offset, e, false
				break
			}
		}
	}
	c.year = year
	s, end, ok = t.withinYear(i, c, i > at)
	s.stated = stated
	if ok {
		return s, end, true
	}
	if i == at || !stated && t.is(i-1, '度') {
		return s, at, false
	}
	s = yearOf(year, stated)
	return s, t.yearTail(i, &s), true
}

// toMonth reads 至11月 after 2021年3月.
func (t *text) toMonth(i int, afterYear bool) (month, end int, ok bool) {
	if !afterYear || !(t.is(i, '-') || t.is(i, '~') || t.is(i, '至') || t.is(i, '到')) {
		return 0, i, false
	}
	v, n := t.hanNumber(i+1, 2)
	end = i + 1 + n
	if n == 0 || !t.is(end, '月') || end+1 < len(t.runes) && (isDigit(t.runes[end+1]) || isHanNumeral(t.runes[end+1])) {
		return 0, i, false
	}
	if t.is(end+1, '底') || t.is(end+1, '末') {
		end++
	}
	return v, end + 1, true
}

var relativeYears = []struct {
	word   []rune
	offset int
}{{[]rune("次年度"), 1}, {[]rune("次年"), 1}, {[]rune("翌年"), 1}, {[]rune("明年"), 1}, {[]rune("本年度"), 0},
	{[]rune("当年度"), 0}, {[]rune("当年"), 0}, {[]rune("本年"), 0}, {[]rune("今年"), 0}}

// hanNumber reads Arabic or Chinese digits before 年, 月, 日, 季度.
func (t *text) hanNumber(at, most int) (v, n int) {
	if at >= len(t.runes) {
		return 0, 0
	}
	if isDigit(t.runes[at]) {
		return t.digits(at, most)
	}
	if !isHanNumeral(t.runes[at]) {
		return 0, 0
	}
	number, end, ok, _ := t.han(at)
	if !ok || number.decimals > 0 || number.digits > 9999 || number.mult > 1 {
		return 0, 0
	}
	if number.digits >= 1000 {
		return int(number.digits), 4
	}
	return int(number.digits), end - at
}

func (t *text) monthFollows(at int) bool {
	_, n := t.hanNumber(at, 2)
	return n > 0 && t.is(at+n, '月')
}

// withinYear reads what may follow a year or stand without one.
func (t *text) withinYear(at int, c calendar, afterYear bool) (s span, end int, ok bool) {
	if at >= len(t.runes) {
		return s, at, false
	}
	if v, n := t.hanNumber(at, 2); n > 0 {
		i := at + n
		j := i
		if t.is(i, '月') {
			j = i + 1
		}
		if to, end, ok := t.toMonth(j, afterYear); ok {
			a, b := monthOf(c.year, v, true), monthOf(c.year, to, true)
			return span{from: a.from, to: b.to, year: c.year, precision: 'm', window: true, bad: a.bad || b.bad || to < v}, end, true
		}
		if t.is(i, '月') {
			return t.afterMonth(v, i+1, c, afterYear)
		}
		if (t.is(i, '季') && (afterYear || !isDigit(t.runes[at]) || t.quarterEndFollows(i) || t.wholeQuarter(at, i))) && v >= 1 && v <= 4 {
			return t.hanQuarter(v, i, c)
		}
		return s, at, false
	}
	switch t.runes[at] {
	case '第':
		if v, n := t.hanNumber(at+1, 1); n > 0 && t.is(at+1+n, '季') && v >= 1 && v <= 4 {
			return t.hanQuarter(v, at+1+n, c)
		}
	case '上', '下':
		if t.is(at+1, '半') && t.is(at+2, '年') {
			s = span{year: c.year, precision: 'h'}
			n := 1
			if t.runes[at] == '下' {
				n = 2
			}
			s.from, s.to = c.quarter(c.year, n, 6)
			i := at + 3
			if t.is(i, '度') {
				i++
			}
			return s, t.endTail(i, &s), true
		}
	case '年':
		if at+1 < len(t.runes) && (!afterYear || t.is(at+1, '底') || t.is(at+1, '末')) {
			switch t.runes[at+1] {
			case '底', '末', '终', '内':
				s = yearOf(c.year, false)
				s.last = t.runes[at+1] != '内'
				return s, at + 2, true
			case '度':
				if t.is(at+2, '内') || t.is(at+2, '末') || t.is(at+2, '底') {
					s = yearOf(c.year, false)
					s.last = !t.is(at+2, '内')
					return s, at + 3, true
				}
			}
		}
	case 'q':
		if k, n := t.quarterName(at); n > 0 {
			s = span{year: c.year, precision: 'q', last: true}
			s.from, s.to = c.quarter(c.year, k, 3)
			return s, at + n, true
		}
	}
	return s, at, false
}

// afterMonth reads the day after a month, or 底, 末, 份, 上旬… A month alone
// without a year counts only with such a mark: 3月 may be three months.
func (t *text) afterMonth(month, i int, c calendar, afterYear bool) (s span, end int, ok bool) {
	s = monthOf(c.year, month, false)
	if t.is(i, '份') {
		return s, t.monthTail(i+1, &s), true
	}
	if day, n := t.hanNumber(i, 2); n > 0 && (t.is(i+n, '日') || t.is(i+n, '号')) {
		return dayOf(c.year, month, day, false), i + n + 1, true
	}
	if end = t.monthTail(i, &s); end > i {
		return s, end, true
	}
	if afterYear {
		return s, i, true
	}
	if e, _ := t.word(i); e != nil && (e.has(roleBefore) || e.has(roleDone)) && !s.bad {
		return s, i, true
	}
	return s, i, false
}

func (t *text) word(at int) (*entry, int) {
	if at >= len(t.runes) {
		return nil, at
	}
	return words.longest(t, at)
}

// monthTail reads 底, 末, 上旬, 中旬, 下旬, 初 after a month.
func (t *text) monthTail(i int, s *span) int {
	if i >= len(t.runes) || s.bad {
		return i
	}
	switch t.runes[i] {
	case '底', '末':
		s.last = true
		return i + 1
	case '初':
		s.unclear = true
		return i + 1
	case '上', '中', '下':
		if !t.is(i+1, '旬') {
			return i
		}
		first := s.from
		switch t.runes[i] {
		case '上':
			s.to = first + 9
		case '中':
			s.from, s.to = first+10, first+19
		default:
			s.from = first + 20
		}
		s.precision = 't'
		return i + 2
	}
	return i
}

// endTail reads 底 or 末 after a quarter or half-year.
func (t *text) endTail(i int, s *span) int {
	if t.is(i, '底') || t.is(i, '末') || t.is(i, '内') {
		s.last = true
		return i + 1
	}
	return i
}

func (t *text) yearTail(i int, s *span) int {
	if t.is(i, '度') {
		s.attribute = true
		i++
	}
	if t.is(i, '年') && (t.is(i+1, '初') || t.is(i+1, '中')) {
		i++ // 2021年年中
	}
	if t.is(i, '初') || t.is(i, '中') && !t.is(i+1, '旬') && !t.is(i+1, '央') {
		s.unclear = true
		return i + 1
	}
	if t.is(i, '终') {
		s.last = true
		return i + 1
	}
	if j := t.endTail(i, s); j > i {
		s.attribute, s.last = false, !t.is(i, '内')
		return j
	}
	return i
}

func (t *text) quarterEndFollows(i int) bool {
	i++
	if t.is(i, '度') {
		i++
	}
	return t.is(i, '末') || t.is(i, '底') || t.is(i, '前')
}

// wholeQuarter reports whether 4季度 is all the text where a date belongs; 4 quarters
// are 4个季度.
func (t *text) wholeQuarter(at, i int) bool {
	return t.dates && at == 0 && t.is(i+1, '度') && t.closedFrom(i+2)
}

func (t *text) hanQuarter(n, i int, c calendar) (s span, end int, ok bool) {
	i++
	if t.is(i, '度') {
		i++
	}
	s = span{year: c.year, precision: 'q'}
	s.from, s.to = c.quarter(c.year, n, 3)
	return s, t.endTail(i, &s), true
}

// quarterName reads q1 to q4, as a whole word.
func (t *text) quarterName(at int) (quarter, n int) {
	if !t.is(at, 'q') || at+1 >= len(t.runes) || t.runes[at+1] < '1' || t.runes[at+1] > '4' {
		return 0, 0
	}
	if at+2 < len(t.runes) && t.gap[at+2] == 0 && isLatin(t.runes[at+2]) {
		return 0, 0
	}
	return int(t.runes[at+1] - '0'), 2
}
