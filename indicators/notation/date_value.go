package notation

import "yardstick/indicators"

// dateValue reads a date, or a window of two.
func (p *parser) dateValue(i int) (int, *indicators.Problem) {
	k := p.at(i)
	s := k.span
	if s.unclear || s.bad {
		code := "bad-date"
		if s.unclear && !s.bad {
			code = "approximate"
		}
		return i, p.problem(code, k, k)
	}
	if p.at(i+1).has(roleRange) && p.at(i+2).kind == date {
		return p.windowValue(i)
	}
	if s.precision == 'y' && p.at(i+1).has(roleThanEnd) {
		return p.yearLevel(i, s.year)
	}
	if s.stated && s.year != p.cal.year && p.valueLater(i+1) {
		return i, p.twoReadings(k.from, k.to, p.t.published(k.from, k.to), yearName(p.cal.year))
	}
	marked := p.c.dateOp != "" || s.last || p.at(i+1).has(roleBefore) || s.window
	if !marked && p.valueLater(i+1) || s.attribute && p.moreText(i+1) {
		if s.stated && s.year != p.cal.year || s.precision != 'y' && p.valueLater(i+1) {
			return i, p.twoReadings(k.from, k.to, p.t.published(k.from, k.to), shorten(p.t.source))
		}
		if p.c.label[0] == p.c.label[1] {
			return i + 1, nil // the year that the figures are of
		}
		p.labelled(k)
		return i + 1, nil
	}
	p.c.date, p.c.shape, p.c.to = s, dated, k.to
	p.c.tail = [2]int{k.to, k.to}
	if s.window {
		p.c.shape, p.c.dateHigh = windowed, s
	}
	p.c.assumedY = !s.stated
	return p.dateTail(i+1, k)
}

// dateTail reads 前 and its like after a date, and decides which day is meant.
func (p *parser) dateTail(i int, k token) (int, *indicators.Problem) {
	s := &p.c.date
	if p.at(i).kind == opening && p.at(i+1).has(roleIncl) && p.at(i).partner == i+2 {
		i += 3 // 31日（含）前
	}
	after := p.at(i)
	switch {
	case after.has(roleBefore):
		p.c.to, p.c.dateBefore = after.to, true
		if s.precision != 'd' && !s.last && len(after.entry.runes) < 3 && p.c.dateOp == "" {
			return i, p.twoReadings(k.from, after.to, "< "+s.from.String(), "<= "+s.to.String())
		}
		i++
		if p.c.dateOp == "" {
			p.c.dateOp = indicators.AtMost
		}
	case after.has(rolePost) && after.entry.arg(rolePost) == "<=" && after.entry.runes[len(after.entry.runes)-1] == '内':
		i++
	case after.has(roleAfter), after.has(rolePost):
		if s.precision != 'd' || p.c.dateOp != "" || after.has(rolePost) && after.entry.arg(rolePost) != ">=" {
			return i, p.problem("two-readings", k, after)
		}
		p.c.dateOp = indicators.MoreThan
		if after.has(rolePost) {
			p.c.dateOp = indicators.AtLeast
		}
		i++
	case after.has(roleDatePost):
		i++
	}
	if p.c.dateOp == "" || p.c.dateOp == indicators.LessThan && s.last {
		p.c.dateOp = indicators.AtMost
	}
	if p.c.op != "" {
		if p.c.opWord && p.c.dateOp != indicators.AtMost {
			return i, p.problem("two-readings", k, k)
		}
		p.c.dateOp = p.c.op
	}
	p.c.tail = [2]int{p.c.to, p.c.to}
	return i, nil
}

// windowValue reads 2020年11月至2021年10月.
func (p *parser) windowValue(i int) (int, *indicators.Problem) {
	a, b := p.at(i).span, p.at(i+2).span
	if b.bad || b.unclear {
		return i, p.problem("bad-date", p.at(i+2), p.at(i+2))
	}
	if !b.stated && a.stated { // 2021年1月1日至12月31日
		b = b.in(a.year)
		if b.to < a.from {
			b = b.in(a.year + 1)
		}
	}
	if !a.stated && b.stated {
		a = a.in(b.year)
	}
	if b.to < a.from || b.bad {
		return i, p.problem("empty-range", p.at(i), p.at(i+2))
	}
	p.c.date, p.c.dateHigh, p.c.shape = a, b, windowed
	p.c.window = indicators.Window{From: a.from, To: b.to}
	p.c.assumedY = !a.stated && !b.stated
	p.c.to = p.at(i + 2).to
	p.c.tail = [2]int{p.c.to, p.c.to}
	p.c.dateOp = indicators.AtMost
	if unit := p.at(i + 3); p.valueLater(i+3) || unit.has(roleUnit) && p.t.gapAt(unit.from) == 0 {
		return i, p.problem("two-readings", p.at(i), p.at(i+2))
	}
	return i + 3, nil
}

// in returns the same days in another year.
func (s span) in(year int) span {
	from, to := s.from.Time(), s.to.Time()
	last := to.AddDate(0, 0, 1).Day() == 1
	out := s
	var ok1, ok2 bool
	out.from, ok1 = indicators.NewDate(year, from.Month(), from.Day())
	out.to, ok2 = indicators.NewDate(year, to.Month(), to.Day())
	if last {
		out.to, ok2 = indicators.MonthEnd(year, to.Month()), true
	}
	out.year, out.stated, out.bad = year, true, !ok1 || !ok2
	return out
}

// yearLevel reads 不低于2019年水平, maintain the 2019 level: no worse than that year.
func (p *parser) yearLevel(i, year int) (int, *indicators.Problem) {
	k, end := p.at(i), p.at(i+1)
	if p.c.verb != "" || p.c.level || p.c.basis != "" || p.valueLater(i+2) {
		return i, p.problem("two-readings", k, end)
	}
	p.tokens[i].used = true
	p.c.low = quantity{number: number{mult: 1, unit: "%"}, unit: "%", from: k.from, to: end.to}
	p.c.shape, p.c.to, p.c.verb, p.c.basis, p.c.dateOp = single, end.to, "up", yearName(year), ""
	p.c.tail = [2]int{end.to, end.to}
	if p.c.op == "" {
		p.c.op = map[bool]indicators.Op{false: indicators.AtLeast, true: indicators.AtMost}[p.nature().less]
	}
	return i + 2, p.settle(&p.c.low)
}
