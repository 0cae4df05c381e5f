package notation

import "yardstick/indicators"

// closes reads the words that complete a value.
func (p *parser) closes(i int, k token) (int, bool, *indicators.Problem) {
	switch {
	case k.has(rolePost) && !(k.has(roleFrom) && p.valueAt(i+1)):
		return p.post(i, k)
	case k.has(roleBoth) && !p.valueAhead(i+1):
		return i + 1, true, p.compare(k.entry.arg(roleBoth), k)
	case k.has(roleMid):
		if p.c.shape != ranged {
			return i + 1, p.c.shape == single && len(k.entry.runes) == 1, nil
		}
		return i + 1, true, nil
	case k.has(roleAbout) && (i == p.c.first || p.t.gapAt(k.from) < 2) && p.at(i-1).to == k.from || k.has(roleAbout) && len(k.entry.runes) > 1:
		p.c.about = i
		return p.lateUnit(i + 1), true, nil
	case k.has(roleAboutWord) && p.at(i-1).kind == figure && p.at(i-1).to == k.from:
		p.c.about = i
		return i + 1, true, nil
	case k.has(roleBefore):
		next, problem := p.dayOfPeriod(i, k)
		return next, true, problem
	case k.has(rolePer):
		return i + 1, true, p.frequency(k)
	case k.has(rolePre) && p.comparesYear(i, k):
		if p.c.verb == "" {
			p.c.verb = map[string]string{">": "up", "<": "down"}[k.entry.arg(rolePre)]
		}
		if p.at(i + 1).has(roleLastYear) {
			return i + 2, true, p.against("previous_year", k)
		}
		return p.thanYear(i)
	case k.has(roleBasis):
		return i + 1, true, p.against(k.entry.arg(roleBasis), k)
	case (k.has(roleThan) || k.has(roleFrom)) && p.yearAt(i+1):
		return p.thanYear(i)
	case k.has(roleEvery) && p.at(i+1).has(roleOf) && p.at(i+2).kind == figure:
		return i, true, p.problem("two-readings", k, p.at(i+2)) // one in each of 5 districts
	case k.has(roleEvery) && p.valueLater(i+1):
		return i, true, p.next(i, roleAnd)
	case k.has(roleEvery) && len(p.done) > 0 && isLetter(p.char(k)) && (i+1 >= p.end || p.separates(p.at(i+1))):
		p.c.every = true // 3 workshops with 20 participants each
		p.tailed(k)
		return i + 1, true, nil
	case k.has(roleEvery):
		return i, true, p.problem("frequency", k, p.at(i+1))
	case (k.has(roleWithin) || k.has(rolePre) || k.has(roleBoth)) && p.valueAhead(i+1) && k.entry.arg(rolePre) != "?":
		return i, true, p.nextWithLabel(i, k)
	case (k.has(roleDateOp) || k.has(roleDateBy) || k.has(roleDateBefore)) && p.dateAhead(i+1):
		return i, true, p.next(i, roleAnd)
	case k.has(roleVerb) && (!p.valueLater(i+1) || p.yearAt(i+2)) && p.c.verb == "" && p.c.shape == single && p.changesBy(i, k):
		p.c.verb = k.entry.arg(roleVerb)
		return i + 1, true, nil
	}
	return i, false, nil
}

// comparesYear reports whether "lower than 2019" stands behind a percentage.
func (p *parser) comparesYear(i int, k token) bool {
	op := k.entry.arg(rolePre)
	return (p.yearAt(i+1) || p.at(i+1).has(roleLastYear)) && (op == "<" || op == ">") && isLetter(p.char(k)) && !p.at(i+2).has(roleUnit) && p.c.shape == single &&
		(p.c.verb == "" || op == ">" && p.c.basis == "") && (p.c.low.unit == "%" || p.c.low.unit == "个百分点")
}

// dayOfPeriod reads 每月5日前: a day of each period, kept as that of the first.
func (p *parser) dayOfPeriod(i int, k token) (int, *indicators.Problem) {
	if p.c.shape != single || p.c.per == "" || p.c.op != "" || p.c.low.unit != "日" && p.c.low.unit != "号" || p.c.about >= 0 {
		return i, p.twoReadings(p.c.low.from, k.to, "<", "<=")
	}
	day, ok := indicators.NewDate(p.cal.year, 1, int(p.c.low.value/indicators.One))
	if !ok || p.c.per != indicators.Monthly || p.c.low.value%indicators.One != 0 {
		return i, p.problemAt("bad-date", p.c.low.from, p.c.low.to)
	}
	p.c.date, p.c.shape, p.c.dateOp, p.c.ofMonth = span{from: day, to: day, precision: 'd'}, dated, indicators.AtMost, true
	return i + 1, nil
}

// changesBy reports whether a verb after a number makes it a change: 3% increase.
func (p *parser) changesBy(i int, k token) bool {
	if isLetter(p.char(k)) {
		next := p.at(i + 1)
		if word := string(k.entry.runes); p.c.low.unit == "%" && (word == "fewer" || word == "less" || word == "more") {
			return true // 50% fewer accidents
		}
		return p.t.gapAt(k.from) > 0 && (i+1 >= p.end || next.has(roleThan) || next.has(roleBasis) || next.has(roleFrom) || next.has(roleOf) || next.has(roleAt) || p.separates(next))
	}
	return p.c.low.unit == "%" && i+1 >= p.end && len(k.entry.runes) > 1
}

func (p *parser) yearAt(i int) bool {
	if p.at(i).has(roleArticle) {
		i++
	}
	k := p.at(i)
	if k.kind == date {
		return k.span.precision == 'y'
	}
	v, n := p.t.digits(k.from, 4)
	return k.kind == figure && isYear(v, n) && k.to == k.from+n
}

// lateUnit takes the unit after a word of doubt (20多场), for the tolerance's sake.
func (p *parser) lateUnit(i int) int {
	if k := p.at(i); k.has(roleUnit) && p.c.low.unit == p.unitOutside && p.c.shape == single {
		p.c.low.unit = k.entry.unit
		p.c.to, p.c.low.to = k.to, k.to
		return i + 1
	}
	return i
}

// post binds 以上, 内 and their like.
func (p *parser) post(i int, k token) (int, bool, *indicators.Problem) {
	if p.c.shape == dated || p.c.shape == windowed {
		return i, true, p.problem("malformed", k, k)
	}
	if p.c.shape != single {
		return i, true, p.twoReadings(p.c.low.from, k.to, p.t.published(p.c.low.from, p.c.high.to), p.t.published(p.c.high.from, k.to))
	}
	op := k.entry.arg(rolePost)
	last := k.entry.runes[len(k.entry.runes)-1]
	if last == '内' {
		if len(k.entry.runes) == 1 && !isTime(p.c.low.unit) && p.c.op == "" && p.c.low.unit != "" && !k.atEnd(p) {
			return i, false, nil // 3个县内: a place, not a bound
		}
		had := p.c.opWord
		if p.c.op == "" {
			p.c.bareIn = true
		}
		problem := p.compare(op, k)
		p.c.opWord = had
		return i + 1, true, problem
	}
	p.c.to = k.to
	if next := p.at(i + 1); p.c.low.unit == "" && isLetter(p.char(k)) && p.isNoun(next) {
		i = p.noun(&p.c.low, i+1) - 1 // 5 or more workshops
		p.c.to = p.c.low.to
		p.c.tail = [2]int{p.c.to, p.c.to}
	}
	return i + 1, true, p.compare(op, k)
}

func (k token) atEnd(p *parser) bool { return k.to == len(p.t.runes) }
