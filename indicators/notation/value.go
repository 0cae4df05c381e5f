package notation

import (
	"strconv"
	"strings"

	"yardstick/indicators"
)

func yearName(year int) string { return strconv.Itoa(year) }

// value reads a quantity with its range or tolerance, from token i.
func (p *parser) value(i int) (int, *indicators.Problem) {
	first := p.at(i)
	if before := p.at(i - 1); i > p.c.first && before.to == first.from && p.t.gapAt(first.from) == 0 && p.stuck(before, first) {
		return i, p.problem("malformed", before, first)
	}
	if problem := p.returns(i); problem != nil {
		return i, problem
	}
	if problem := p.ended(i); problem != nil {
		return i, problem
	}
	if p.isPlus(i) {
		p.c.plus = true
		i++
	}
	q, next, ok, problem := p.quantity(i)
	if problem != nil {
		return i, problem
	}
	if !ok {
		return i, p.problem("malformed", first, first)
	}
	if p.takesBaseline(next) {
		if p.c.baseline != nil {
			return i, p.problem("two-readings", first, p.at(next))
		}
		p.c.baseline = &q
		return next, nil
	}
	p.c.low, p.c.shape = q, single
	if q.per != "" {
		p.c.per = q.per
	}
	p.c.to = q.to
	p.c.tail = [2]int{q.to, q.to}
	return p.second(next)
}

// ended refuses a number beside a word that does away with what is counted:
// 消除66人以上大班额, 杜绝3起事故.
func (p *parser) ended(i int) *indicators.Problem {
	before := p.at(i - 1)
	if i == p.c.first || !before.has(roleAway) || p.c.op != "" || before.to != p.at(i).from {
		return nil
	}
	if before.has(roleNo) || p.at(i+1).has(rolePost) || p.at(i+2).has(rolePost) && p.more(i+3) {
		return p.twoReadings(before.from, p.at(i).to, "≤0", p.t.published(p.at(i).from, p.at(i).to))
	}
	return nil
}

// stuck reports letters or marks that touch a number: S95%, *90%.
func (p *parser) stuck(before, first token) bool {
	last := p.t.runes[before.to-1]
	switch {
	case first.kind != figure:
		return false
	case before.kind == plain && isHanNumeral(last):
		return true // 九五成
	case isLetter(last):
		return !before.has(rolePre) && !before.has(roleBoth) && !(before.has(roleUnit) && isMoney(before.entry.unit))
	case before.has(roleNoneWhole) && before.to == before.from+1 && !before.has(roleRange):
		return true
	}
	return strings.ContainsRune("×÷*/\\#^&@_?!~=%‰", last) && !before.has(roleSign)
}

func (p *parser) isPlus(i int) bool {
	k := p.at(i)
	return k.kind == mark && p.char(k) == '+'
}

// takesBaseline reports whether the quantity just read is where a from-to starts.
func (p *parser) takesBaseline(next int) bool {
	k := p.at(next)
	if p.isParticle(k) {
		next++
		k = p.at(next)
	}
	arrow := k.has(roleTo) && !k.has(roleRange)
	switch {
	case p.c.baseline != nil:
		return false
	case p.c.hasFrom:
		return (k.has(roleTo) || k.has(roleVerb)) && p.valueSoon(next+1)
	case arrow && p.valueAt(next+1) && !isLetter(p.char(k)) && p.char(k) != '为' && p.char(k) != '成':
		return true
	}
	return k.has(roleVerb) && p.at(next+1).has(roleTo) && p.valueAhead(next+2)
}

// valueSoon reports whether a value stands within the next few tokens.
func (p *parser) valueSoon(i int) bool {
	for n := i; n < i+6; n++ {
		if p.valueAt(n) {
			return true
		}
	}
	return false
}

func (p *parser) isParticle(k token) bool {
	return k.to == k.from+1 && (p.char(k) == '的' || p.char(k) == '了')
}

// second reads the other end of a range, or a tolerance.
func (p *parser) second(i int) (int, *indicators.Problem) {
	if p.at(i).has(roleComma) && p.at(i+1).has(rolePlusMinus) {
		i++ // 85%, plus or minus 2%
	}
	k := p.at(i)
	switch {
	case k.has(rolePlusMinus):
		return p.tolerance(i)
	case k.has(roleRange) && p.valueAt(i+1) && p.c.verb != "" && (p.char(k) == '至' || p.char(k) == '到' || p.char(k) == 't'):
		return i, p.twoReadings(p.c.from, p.at(i+1).to, p.t.published(p.c.low.from, p.c.low.to), p.t.published(p.at(i+1).from, p.at(i+1).to))
	case k.has(roleRange) && p.valueAt(i+1), p.c.between && p.valueAt(i+1) && (k.has(roleAnd) || k.has(roleJoint) || k.has(roleBetweenAnd)):
	default:
		return i, p.settleBoth()
	}
	if p.at(i+1).kind == date {
		return i, p.problem("two-readings", k, p.at(i+1))
	}
	high, next, ok, problem := p.quantity(i + 1)
	if problem != nil || !ok {
		return i, problem
	}
	p.c.high, p.c.shape, p.c.to = high, ranged, high.to
	p.c.tail = [2]int{high.to, high.to}
	if after := p.at(next); after.has(roleRange) && p.valueAt(next+1) {
		return i, p.twoReadings(p.c.low.from, p.at(next+1).to, p.t.published(p.c.low.from, p.c.low.to), p.t.published(high.from, high.to))
	}
	if p.c.op != "" && !p.c.controlled {
		return i, p.twoReadings(p.c.from, high.to, string(p.c.op)+" "+p.t.published(p.c.low.from, p.c.low.to), p.t.published(p.c.low.from, high.to))
	}
	p.c.op = ""
	return next, p.settleBoth()
}

// tolerance reads ±0.2% after a number.
func (p *parser) tolerance(i int) (int, *indicators.Problem) {
	deviation, next, ok, problem := p.quantity(i + 1)
	if problem != nil {
		return i, problem
	}
	if !ok || deviation.number.negative || p.c.op != "" {
		return i, p.problem("malformed", p.at(i), p.at(i+1))
	}
	p.c.high, p.c.shape, p.c.to = deviation, plusMinus, deviation.to
	p.c.tail = [2]int{deviation.to, deviation.to}
	return next, p.settleBoth()
}

// symmetric reads ±5% without a middle: a deviation either way.
func (p *parser) symmetric(i int) (int, *indicators.Problem) {
	q, next, ok, problem := p.quantity(i + 1)
	if problem != nil {
		return i, problem
	}
	if !ok || p.c.op != "" && p.c.op != indicators.AtMost {
		return i, p.problem("malformed", p.at(i), p.at(i))
	}
	low := q
	low.number.negative = true
	p.c.low, p.c.high, p.c.shape, p.c.op, p.c.to = low, q, ranged, "", q.to
	p.c.tail = [2]int{q.to, q.to}
	if p.at(next).has(rolePost) && p.at(next).entry.arg(rolePost) == "<=" {
		next++
	}
	return next, p.settleBoth()
}

// settleBoth gives both ends one unit: the end without one takes the other's.
func (p *parser) settleBoth() *indicators.Problem {
	low, high := &p.c.low, &p.c.high
	if p.c.shape == ranged || p.c.shape == plusMinus {
		if (low.unit == "" || low.prefixed && !high.prefixed) && low.number.mult == 1 && high.number.mult > 1 {
			low.number.mult, low.number.multWord = high.number.mult, high.number.multWord
		}
		if low.unit == "" {
			low.unit = high.unit
		}
		if high.unit == "" {
			high.unit = low.unit
			if high.number.mult == 1 && isMoney(low.unit) && low.number.multWord != "" {
				high.number.mult, high.number.multWord = low.number.mult, low.number.multWord
			}
		}
	}
	if problem := p.settle(low); problem != nil {
		return problem
	}
	if p.c.shape == single {
		return nil
	}
	if problem := p.settle(high); problem != nil {
		return problem
	}
	if low.unit != high.unit {
		v, exact, err := indicators.ConvertUnit(low.value, low.unit, high.unit)
		if p.c.shape == plusMinus {
			v, exact, err = indicators.ConvertUnit(high.value, high.unit, low.unit)
			if err != nil && high.unit == "%" && low.unit != "%" { // 100±5%
				var ok bool
				var n int64
				n, ok = indicators.MulDiv(int64(low.value), int64(high.value), 100e6, indicators.HalfUp)
				floor, _ := indicators.MulDiv(int64(low.value), int64(high.value), 100e6, indicators.Floor)
				v, exact, err = indicators.Value(n), ok && floor == n, nil
			}
			if err == nil && exact {
				high.value, high.unit = v, low.unit
				return nil
			}
		}
		if err != nil || !exact {
			return p.problemAt("unit-conflict", low.from, high.to)
		}
		low.value, low.unit = v, high.unit
	}
	return nil
}

func (p *parser) twoReadings(from, to int, first, second string) *indicators.Problem {
	out := p.problemAt("two-readings", from, to)
	out.Args["first"], out.Args["second"] = first, second
	return out
}

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

// lookAhead notes for each token what stands behind it, so that looking ahead
// costs nothing however long the text is.
func (p *parser) lookAhead(lo, hi int) {
	p.ahead = append(p.ahead[:0], make([]ahead, hi+1)...)
	p.lastContent = lo
	qualities := int32(0)
	for i := lo; i < hi; i++ {
		p.ahead[i].qualities = qualities
		if k := p.tokens[i]; k.has(roleQuality) || k.has(roleGrade) && !k.has(roleVerb) || k.has(roleSign) || k.has(roleAboutWord) || k.has(roleNo) && len(k.entry.runes) > 1 {
			qualities++
		}
	}
	p.ahead[hi].qualities = qualities
	var next ahead
	for i := hi - 1; i >= lo; i-- {
		k := p.tokens[i]
		switch {
		case k.kind == figure:
			next = ahead{figure: true, value: true}
		case k.kind == date || k.has(roleHalfShare) || k.has(roleMoreHalf):
			next.value = true
		case k.has(roleStop) || k.has(roleComma) || k.kind == opening:
			next = ahead{}
		}
		p.ahead[i].figure, p.ahead[i].value = next.figure, next.value
		if p.lastContent == lo && !k.has(roleStop) && !k.has(roleComma) && k.kind != closing {
			p.lastContent = i + 1
		}
	}
}

// ahead says what stands from a token to the end of its clause, and how many
// words of quality stand before it.
type ahead struct {
	figure, value bool
	qualities     int32
}

// valueLater reports whether a number follows before the end of the clause.
func (p *parser) valueLater(i int) bool { return i < len(p.ahead) && p.ahead[i].figure }

// valueInClause reports whether a number or a date follows in the clause.
func (p *parser) valueInClause(i int) bool { return i < len(p.ahead) && p.ahead[i].value }

func (p *parser) moreText(i int) bool {
	for n := i; n < i+3; n++ {
		if k := p.at(n); k.kind == plain || k.kind == word && !k.has(roleStop) && !k.has(roleBefore) && !k.has(rolePost) {
			return true
		}
	}
	return false
}
