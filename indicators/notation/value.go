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
	case k.has(roleRange) && p.char(k) == '-' && k.from == p.c.to && p.at(i+1).from == k.to && p.t.gapAt(k.to) == 0 && isLetter(p.char(p.at(i+1))) && !p.valueAt(i+1):
		return i, p.problem("two-readings", k, p.at(i+1)) // a 3-day workshop
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
