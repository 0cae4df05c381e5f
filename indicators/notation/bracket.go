package notation

import (
	"slices"
	"strings"

	"yardstick/indicators"
)

// openBefore reads a bracket that stands before any value.
func (p *parser) openBefore(i int, k token) (int, *indicators.Problem) {
	if k.partner < 0 {
		return i, p.problem("malformed", k, k)
	}
	inside := p.inside(i+1, k.partner)
	if first := p.at(i + 1); k.partner == i+2 && (first.has(rolePre) || first.has(roleBoth)) && p.valueAt(k.partner+1) {
		return k.partner + 1, p.compare(first.entry.arg(rolePre)+first.entry.arg(roleBoth), first) // （至少）12个
	}
	switch {
	case inside.figures == 1 && k.partner == i+2 && p.listNumber(k.partner+1):
		p.tokens[i+1].used = true
		return k.partner + 1, nil // (1), the number of a list
	case inside.about >= 0:
		p.c.about = inside.about
		return k.partner + 1, nil
	case inside.figures == 0 && inside.dates == 0:
		if p.c.label[0] != p.c.label[1] {
			p.labelled(p.at(k.partner))
		}
		return k.partner + 1, nil
	case inside.dates == 1 && k.partner == i+2 && p.valueLater(k.partner+1):
		s := p.at(i + 1).span
		if s.precision == 'y' && s.year == p.cal.year {
			return k.partner + 1, nil
		}
		return i, p.problem("two-readings", p.at(i+1), p.at(i+1))
	case p.at(i-1).has(roleGrade) || p.at(i-1).has(roleNo) || p.at(i-1).has(roleYes) && i-1 == p.c.first && p.char(p.at(i-1)) != '完':
		return i, p.problem("two-readings", k, p.at(k.partner))
	case inside.figures == 1 && k.partner == i+2 && strings.ContainsRune(string(p.t.runes[p.at(i+1).from:p.at(i+1).to]), ','):
		// [100,120] is a range as well, and (1,200) a negative amount in accounts.
		return i, p.problem("two-readings", k, p.at(k.partner))
	case !p.figureAfter(k.partner + 1):
		return i + 1, nil // what counts stands inside the bracket
	}
	return i, p.problem("two-readings", k, p.at(k.partner))
}

// listNumber reports whether a bracket that ends before token i can only be the
// number of a list.
func (p *parser) listNumber(i int) bool {
	next := p.at(i)
	return p.c.label[0] == p.c.label[1] && p.c.op == "" && p.c.about < 0 && p.more(i) && !next.has(roleUnit) && !next.has(rolePost)
}

func (p *parser) figureAfter(i int) bool {
	for n := i; n < min(i+3, p.end); n++ {
		if p.at(n).kind == figure || p.at(n).kind == date {
			return true
		}
	}
	return p.valueInClause(i)
}

// content is what a bracket holds.
type content struct {
	figures, dates, about, comparisons int
	basis                              bool
}

func (p *parser) inside(lo, hi int) content {
	c := content{about: -1}
	for i := lo; i < hi && i < lo+60; i++ {
		k := p.at(i)
		switch {
		case k.kind == figure:
			c.figures++
		case k.kind == date:
			c.dates++
		case k.has(roleAboutPre) || k.has(roleAboutWord) || k.has(roleGuess) || k.has(roleAbout) && len(k.entry.runes) > 1:
			c.about = i
		case k.has(roleSign), k.has(rolePre):
			c.comparisons++
		case k.has(roleBasis), k.has(roleThan):
			c.basis = true
		}
	}
	return c
}

// bracket reads a bracket after a value: a window, the unit, 含 or 不含, a basis,
// the number once more, or words that qualify it.
func (p *parser) bracket(i int, k token) (int, *indicators.Problem) {
	if k.partner < 0 {
		return i, p.problem("malformed", k, k)
	}
	lo, hi, after := i+1, k.partner, k.partner+1
	if lo == hi {
		return after, nil
	}
	inside := p.inside(lo, hi)
	first := p.at(lo)
	switch {
	case first.has(roleIncl), first.has(roleExcl):
		return after, p.inclusion(lo, hi, first)
	case inside.about >= 0:
		p.c.about = inside.about
		return after, nil
	case hi == lo+1 && (first.has(rolePre) || first.has(rolePost) || first.has(roleBoth)) && !first.has(roleUnit):
		op := first.entry.arg(rolePre)
		if op == "" {
			op = first.entry.arg(rolePost) + first.entry.arg(roleBoth)
		}
		return after, p.compare(op, first)
	case p.noTargetInside(lo, hi):
		return i, p.problem("no-target", p.at(lo), p.at(hi-1))
	case inside.dates > 0 && inside.figures == 0 && inside.basis && p.at(lo).has(roleThan):
		if _, ok, problem := p.thanYear(lo); ok {
			return after, problem
		}
	case inside.basis && inside.figures == 0 && first.has(roleBasis):
		return after, p.against(first.entry.arg(roleBasis), first)
	case inside.dates > 0:
		return after, p.bracketDates(lo, hi)
	case inside.figures > 0:
		return after, p.bracketNumber(lo, hi)
	case p.unitInside(lo, hi) && p.c.shape != dated && p.c.tail[0] == p.c.tail[1]: // 12个县（区） counts 个
		return after, p.bracketUnit(p.at(i-1), first, p.at(hi-1))
	case p.isWorkday(lo, hi):
		return after, p.workdays(first)
	}
	return after, nil
}

// noTargetInside reports whether a bracket takes the number back: （以合同为准）.
func (p *parser) noTargetInside(lo, hi int) bool {
	for i := lo; i < hi && i < lo+20; i++ {
		if k := p.at(i); k.has(roleNone) || k.has(roleNoneStart) {
			return true
		}
	}
	return false
}

// inclusion reads （含）, （含90%）, （不含）.
func (p *parser) inclusion(lo, hi int, first token) *indicators.Problem {
	if p.c.shape != single {
		return nil
	}
	if hi > lo+1 && p.at(lo+1).kind == figure {
		q, next, ok, problem := p.quantity(lo + 1)
		if problem == nil && ok {
			problem = p.settle(&q)
		}
		if problem != nil {
			return problem
		}
		if next != hi || q.value != p.c.low.value || q.unit != p.c.low.unit {
			return p.problem("two-readings", first, p.at(hi-1))
		}
	} else if hi > lo+1 {
		return nil // 含线上: what is counted in
	}
	p.c.incl = -1
	if first.has(roleIncl) {
		p.c.incl = 1
	}
	return nil
}

// include applies 含 or 不含 to the comparison; without one it means nothing.
func (c *condition) include() bool {
	if c.incl == 0 {
		return true
	}
	switch {
	case isFloor(c.op) && c.incl > 0:
		c.op = indicators.AtLeast
	case isFloor(c.op):
		c.op = indicators.MoreThan
	case isCeiling(c.op) && c.incl > 0:
		c.op = indicators.AtMost
	case isCeiling(c.op):
		c.op = indicators.LessThan
	default:
		return false
	}
	return true
}

// bracketDates reads a window in a bracket, or refuses a date that limits nothing clear.
func (p *parser) bracketDates(lo, hi int) *indicators.Problem {
	whole := p.at(lo)
	last := p.at(hi - 1)
	if whole.kind == date && whole.span.bad || last.kind == date && last.span.bad {
		return p.problem("bad-date", whole, last)
	}
	if hi-lo > 40 {
		return p.problem("two-readings", whole, last)
	}
	w := parser{t: p.t, tokens: slices.Clone(p.tokens[lo:hi]), in: p.in, cal: p.cal, join: roleAnd}
	for i := range w.tokens {
		w.tokens[i].partner -= lo
	}
	if problem := w.conditions(0, hi-lo); problem != nil {
		return problem
	}
	for i := range w.tokens {
		p.tokens[lo+i].used = w.tokens[i].used
	}
	if len(w.done) == 1 && w.done[0].shape == windowed && p.c.shape == single {
		p.c.window = indicators.Window{From: w.done[0].date.from, To: w.done[0].dateHigh.to}
		p.c.assumedY = p.c.assumedY || w.done[0].assumedY
		return nil
	}
	if len(w.done) == 1 && w.done[0].shape == dated && p.c.shape == dated && w.done[0].date.to == p.c.date.to {
		return nil
	}
	return p.problem("two-readings", whole, last)
}

// bracketNumber accepts a bracket that repeats the number, and refuses another.
func (p *parser) bracketNumber(lo, hi int) *indicators.Problem {
	if p.c.shape == single {
		q, next, ok, problem := p.quantity(lo)
		if ok && problem == nil && next == hi {
			problem = p.settle(&q)
			if v, exact, err := indicators.ConvertUnit(q.value, q.unit, p.c.low.unit); problem == nil && err == nil && exact && v == p.c.low.value {
				return nil
			}
		}
		if problem != nil {
			return problem
		}
	}
	return p.twoReadings(p.at(lo-1).from, p.at(hi).to, p.t.published(p.c.low.from, p.c.low.to), p.t.published(p.at(lo).from, p.at(hi-1).to))
}

// unitInside reports whether a bracket holds a unit and nothing else: （%）, （万元）.
func (p *parser) unitInside(lo, hi int) bool {
	first, last := p.at(lo), p.at(hi-1)
	return hi == lo+1 && first.has(roleUnit) || hi > lo+1 && last.to-first.from <= 12 && isUnit(foldUnit(p.t.published(first.from, last.to)))
}

// bracketUnit reads the unit in a bracket: ≥90（%）; behind another that counts it
// is the other name of the thing: 1200台（套）.
func (p *parser) bracketUnit(before, first, last token) *indicators.Problem {
	unit := foldUnit(p.t.published(first.from, last.to))
	if before.has(roleUnit) && before.to == max(p.c.low.to, p.c.high.to) && unit != p.c.low.unit && (unit == "次" || sameKindOfUnit(unit, p.c.low.unit)) && counted(unit) {
		p.c.low.unit += "(" + unit + ")"
		p.c.high.unit = p.c.low.unit
		return nil
	}
	if p.c.low.unit == unit || indicators.FamilyOf(unit) == "workdays" && indicators.FamilyOf(p.c.low.unit) == "time" {
		p.c.low.unit = unit
		return nil
	}
	if p.c.low.unit != "" && p.c.low.unit != p.unitOutside {
		if !isTime(unit) || !isTime(p.c.low.unit) {
			return p.problem("unit-conflict", first, last)
		}
		return nil
	}
	p.c.low.unit, p.c.high.unit = unit, unit
	return nil
}

func (p *parser) isWorkday(lo, hi int) bool {
	return hi == lo+1 && p.at(lo).has(roleUnit) && indicators.FamilyOf(p.at(lo).entry.unit) == "workdays"
}

// workdays reads 5天（工作日): the days are working days.
func (p *parser) workdays(first token) *indicators.Problem {
	p.c.low.unit = p.t.published(first.from, first.to)
	return nil
}

// markBefore reads a mark before any value.
func (p *parser) markBefore(i int, k token) (int, *indicators.Problem) {
	if circled(p.char(k)) && p.c.label[0] == p.c.label[1] {
		return i + 1, nil
	}
	switch p.char(k) {
	case '+':
		if p.at(i+1).kind == figure {
			return p.value(i)
		}
	case ':', '"', '\'', '·', '.', '•', '●', '!', '?', '…', '☆', '*', '◆', '■', '□', '#', '/', '\\', '_', '&', '@', '^', '$', '`':
		next := p.at(i + 1)
		touching := next.from == k.to && p.t.gapAt(k.to) == 0 && (next.kind == figure || next.has(roleSign))
		if touching && p.char(k) != ':' && p.char(k) != '\'' && p.char(k) != '"' {
			return i, p.problem("malformed", k, k)
		}
		if p.char(k) != ':' {
			p.labelled(k)
		}
		return i + 1, nil
	}
	if next := p.at(i + 1); p.char(k) < 128 || next.kind == figure && next.from == k.to && p.t.gapAt(k.to) == 0 {
		return i, p.problem("malformed", k, k)
	}
	p.labelled(k)
	return i + 1, nil
}

// loose reads a word before a value that is bound to none.
func (p *parser) loose(i int, k token) (int, *indicators.Problem) {
	switch {
	case k.has(roleComma), k.has(roleStop), (k.has(roleAnd) || k.has(roleOr)) && !k.has(roleBetweenAnd):
		if p.c.label[0] == p.c.label[1] && p.c.per == "" && p.c.basis == "" {
			if k.has(roleOr) {
				p.c.join = roleOr
			}
			return i + 1, nil
		}
		return p.textClause(i, k)
	case k.has(roleFill) || k.has(roleStretch):
		if p.c.label[0] != p.c.label[1] {
			p.labelled(k)
		}
		return i + 1, nil
	case (k.has(roleOrdinal) || k.has(roleFront)) && p.at(i+1).kind == figure:
		return i, p.problem("rank", k, p.at(i+1))
	case k.has(roleTimes) || k.has(roleHalf) || k.has(roleZeroGrowth):
		return i + 1, p.multiple(k)
	case k.has(roleHalfShare) || k.has(roleMoreHalf):
		return p.halfShare(i, k)
	case k.has(roleHalfUnit) && p.at(i+1).has(roleUnit):
		p.c.low = quantity{number: number{digits: 5, decimals: 1, mult: 1}, from: k.from, to: p.at(i + 1).to}
		p.c.low.unit = p.at(i + 1).entry.unit
		p.c.shape, p.c.to = single, p.at(i+1).to
		p.c.tail = [2]int{p.c.to, p.c.to}
		return i + 2, p.settleBoth()
	case k.has(roleUnit) && (k.entry.unit == "%" || k.entry.unit == "‰"):
		return i, p.problem("malformed", k, k)
	case k.has(roleLastYear):
		p.c.lastYear = true
	case k.has(roleAfter):
		p.c.after = true
	}
	p.labelled(k)
	return i + 1, nil
}

// textClause ends a clause without a value at a comma: a statement of its own
// where it names a quality, else the occasion of what follows.
func (p *parser) textClause(i int, k token) (int, *indicators.Problem) {
	if p.c.stray > 0 && p.c.stray == i {
		return i, p.problem("malformed", p.at(i-1), k) // the comparison is all there is
	}
	quality := k.has(roleStop) || p.c.stray > 0
	if !quality && !p.stateQuality(i) {
		p.labelled(k)
		p.c.label[1] = p.at(i - 1).to
		p.c.than = false
		return i + 1, nil
	}
	join := roleAnd
	if k.has(roleOr) {
		join = roleOr
	}
	return i + 1, p.next(i+1, join)
}

// stateQuality reports whether the clause up to token i names a quality.
func (p *parser) stateQuality(i int) bool {
	first := p.at(p.c.first)
	return p.ahead[i].qualities > p.ahead[min(p.c.first, i)].qualities || i > p.c.first && (first.has(roleNo) || first.has(roleZero))
}

// multiple reads 翻一番, double, 减半, 零增长: changes in one word.
func (p *parser) multiple(k token) *indicators.Problem {
	n := number{digits: 0, mult: 1, unit: "%"}
	switch direction := "up"; {
	case k.has(roleTimes):
		n.digits = int64(k.entry.arg(roleTimes)[0]-'0') * 100
		p.c.verb = direction
	case k.has(roleHalf):
		n.digits = 50
		p.c.verb = "down"
	default:
		p.c.verb = direction
	}
	p.c.low = quantity{number: n, unit: "%", from: k.from, to: k.to}
	p.c.shape, p.c.to = single, k.to
	p.c.tail = [2]int{k.to, k.to}
	return p.settle(&p.c.low)
}

// halfShare reads 一半, 半数, 过半.
func (p *parser) halfShare(i int, k token) (int, *indicators.Problem) {
	p.c.low = quantity{number: number{digits: 50, mult: 1, unit: "%"}, unit: "%", from: k.from, to: k.to}
	p.c.shape, p.c.to = single, k.to
	p.c.tail = [2]int{k.to, k.to}
	if k.has(roleMoreHalf) {
		if problem := p.compare(">", k); problem != nil {
			return i, problem
		}
	}
	return i + 1, p.settle(&p.c.low)
}
