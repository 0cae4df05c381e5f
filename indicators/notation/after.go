package notation

import (
	"strings"

	"yardstick/indicators"
)

// afterValue reads what stands after a value: a comparison, a bracket, a basis,
// or the beginning of the next condition.
func (p *parser) afterValue(i int, k token) (int, *indicators.Problem) {
	if k.from < len(p.t.gap) && p.t.gap[k.from] == 2 && p.more(i) && !k.has(rolePost) {
		return i, p.next(i, roleAnd)
	}
	switch {
	case k.kind == opening:
		return p.bracket(i, k)
	case k.kind == closing:
		if k.partner < 0 {
			return i, p.problem("malformed", k, k)
		}
		return i + 1, nil
	case k.kind == figure:
		return i, p.secondValue(i, k)
	case k.kind == date:
		return p.dateAfter(i, k)
	case k.kind == mark:
		return p.markAfter(i, k)
	case k.kind == plain && isLetter(p.t.runes[k.from]) && p.t.gapAt(k.from) == 0 && k.from > 0 && !isHan(p.t.runes[k.from-1]):
		return i, p.problem("malformed", p.at(i-1), k)
	case k.kind != word:
		return p.tailWord(i, k)
	case k.has(roleSign):
		return p.signAfter(i, k)
	}
	if next, ok, problem := p.closes(i, k); ok || problem != nil {
		return next, problem
	}
	if p.separates(k) {
		return p.separator(i, k)
	}
	return p.tailWord(i, k)
}

// secondValue refuses a number that nothing joins to the one before.
func (p *parser) secondValue(i int, k token) *indicators.Problem {
	if p.demote() {
		return nil
	}
	if p.c.shape == dated && p.c.dateOp == indicators.AtMost && (p.c.date.last || p.c.dateBefore) { // 2021年底前完成100家
		tail := p.c.tail
		p.c.tail = [2]int{tail[0], tail[0]}
		problem := p.next(i, roleAnd)
		p.c.label = tail
		return problem
	}
	if p.at(i-1).has(rolePost) && p.c.opWord && p.c.tail[0] == p.c.tail[1] {
		return p.next(i, roleAnd) // 5场以上10场以下
	}
	if p.at(i-1).to == k.from && p.t.gapAt(k.from) == 0 && !isHan(p.t.runes[k.from-1]) {
		return p.problem("malformed", p.at(i-1), k) // 80%8
	}
	first := p.t.published(p.c.low.from, p.c.low.to)
	if p.c.shape == dated || p.c.shape == windowed {
		first = p.t.published(p.c.from, p.c.to)
	}
	return p.twoReadings(k.from, k.to, first, p.t.published(k.from, k.to))
}

// dateAfter reads a date behind a value: 500人，2021年底前 needs no comma.
func (p *parser) dateAfter(i int, k token) (int, *indicators.Problem) {
	if k.span.bad {
		return i, p.problem("bad-date", k, k)
	}
	if k.span.precision == 'y' && k.span.year == p.cal.year && !k.span.last && !p.at(i+1).has(roleBefore) {
		p.tailed(k)
		return i + 1, nil
	}
	if before := p.at(i - 1); p.c.shape == single && isTime(p.c.low.unit) && (before.has(roleOf) || before.has(roleFrom) || before.has(roleDateAfter)) {
		p.c.after = true
		p.tailed(k)
		return i + 1, nil // within 30 days of year end
	}
	if k.span.last || p.at(i+1).has(roleBefore) {
		return i, p.next(i, roleAnd)
	}
	return i, p.secondValue(i, k)
}

// demote turns a value that belongs to a name back into words: 一次验收合格率,
// 24小时内响应率. The value is what follows.
func (p *parser) demote() bool {
	c := &p.c
	label := p.words(c.tail)
	if c.shape == single && c.low.ordinal && label != "" && c.about < 0 {
		p.intoLabel()
		return true // 三级医院≥90%
	}
	if p.isAge() {
		p.intoLabel()
		return true // 60岁以上老人1000人
	}
	rate := strings.HasSuffix(label, "率") || strings.HasSuffix(label, "比例") || strings.HasSuffix(label, "占比")
	if rate && c.shape == single && c.low.unit != "%" && c.about < 0 && p.char(p.at(p.tokenBefore(c.tail[0])+1)) == '的' {
		p.intoLabel()
		return true // 90分以上的占比达80%
	}
	if c.shape != single || c.opWord || label == "" || p.t.gapAt(c.tail[0]) > 0 || c.about >= 0 {
		return false
	}
	once := c.low.number.word && c.low.number.digits == 1 && c.low.number.decimals == 0 && c.low.unit == "次"
	timed := c.bareIn && isTime(c.low.unit)
	if !rate || !once && !timed {
		return false
	}
	p.intoLabel()
	return true
}

// isAge reports whether the value read is the age of those who are counted: words
// follow it, and then another number.
func (p *parser) isAge() bool {
	c := &p.c
	return (c.shape == single || c.shape == ranged) && c.low.unit == "岁" && c.about < 0 && c.baseline == nil && c.verb == "" && p.words(c.tail) != "" && p.t.gapAt(c.tail[0]) == 0
}

// intoLabel makes the value read, and what stands around it, words before the next.
func (p *parser) intoLabel() {
	c := &p.c
	from := c.low.from
	if c.label[0] < c.label[1] {
		from = c.label[0]
	}
	c.label, c.shape, c.op, c.opWord, c.bareIn, c.low, c.high = [2]int{from, c.tail[1]}, empty, "", false, false, quantity{}, quantity{}
	c.verbAll, c.loose = false, ""
}

// markAfter reads 50+, and refuses characters that nobody would have meant.
func (p *parser) markAfter(i int, k token) (int, *indicators.Problem) {
	if circled(p.char(k)) {
		return i, p.next(i, roleAnd)
	}
	switch r := p.char(k); r {
	case '+':
		if next := p.at(i + 1); next.kind == figure || p.c.shape != single || isLetter(p.char(next)) && next.from == k.to && p.t.gapAt(k.to) == 0 {
			return i, p.problem("malformed", k, k)
		}
		if next := p.at(i + 1); next.has(roleUnit) && counted(next.entry.unit) && next.from == k.to && p.t.gapAt(k.to) == 0 && (p.c.low.unit == "" || p.c.low.unitless) && !p.at(i+2).isSlashOrDot(p.t) {
			p.c.low.unit, p.c.low.unitless, p.c.to = next.entry.unit, false, next.to // 100+人
			p.c.tail = [2]int{next.to, next.to}
			return i + 2, p.compare(">=", k)
		}
		return i + 1, p.compare(">=", k)
	case '.', '"', '\'', '·':
		if r == '.' && p.at(i-1).to == k.from && p.at(i+1).from == k.to && p.at(i+1).kind != mark && p.t.gapAt(k.to) == 0 && k.to < len(p.t.runes) {
			return i, p.problem("malformed", k, k)
		}
		return i + 1, nil
	}
	return i, p.problem("malformed", k, k)
}

// circled reports ① to ⑳, the numbers of a list.
func circled(r rune) bool { return r >= '①' && r <= '⑳' }

func (t *text) gapAt(i int) byte {
	if i >= len(t.gap) {
		return 0
	}
	return t.gap[i]
}

// signAfter reads 5≤x≤10, ≥70 ≤40, and refuses a sign that ends the text.
func (p *parser) signAfter(i int, k token) (int, *indicators.Problem) {
	mirror := map[string]indicators.Op{">=": "<=", "<=": ">=", ">": "<", "<": ">"}[k.entry.arg(roleSign)]
	if p.valueAt(i + 1) {
		if p.demote() {
			return i, nil
		}
		if p.c.op == "" && p.c.shape != dated && (p.c.tail[0] == p.c.tail[1] || p.t.gapAt(p.c.tail[0]) == 0) {
			return i, p.problem("malformed", k, k)
		}
		return i, p.nextWithLabel(i, k)
	}
	if p.c.op != "" || p.c.shape != single || mirror == "" || i+1 >= p.end {
		return i, p.problem("malformed", k, k)
	}
	p.c.op, p.c.opWord = mirror, true
	start := i + 1
	for n := start; n < p.end && n < start+12; n++ {
		if p.at(n).has(roleSign) && p.valueAt(n+1) {
			p.c.label = [2]int{p.at(start).from, p.at(n - 1).to}
			if problem := p.next(n, roleAnd); problem != nil {
				return i, problem
			}
			return n, nil
		}
		if p.at(n).kind == figure {
			return i, p.problem("malformed", k, k)
		}
	}
	return start, nil
}

// next closes the condition and begins another, joined to it.
func (p *parser) next(i int, join role) *indicators.Problem {
	if problem := p.close(i); problem != nil {
		return problem
	}
	p.join = join
	p.reset(i)
	return nil
}

// nextWithLabel begins a condition whose words were read as the tail of the one
// before; a blank or a comparison must part them.
func (p *parser) nextWithLabel(i int, k token) *indicators.Problem {
	tail := p.c.tail
	if !k.has(roleWithin) && p.demote() {
		return nil
	}
	if tail[0] < tail[1] && p.t.gapAt(tail[0]) == 0 && !k.has(roleWithin) {
		return p.secondValue(i, p.at(i+1))
	}
	if k.has(roleWithin) {
		problem := p.next(i, roleAnd)
		p.c.verbAll = tail[0] < tail[1]
		return problem
	}
	p.c.tail = [2]int{tail[0], tail[0]}
	if problem := p.next(i, roleAnd); problem != nil {
		return problem
	}
	p.c.label = tail
	return nil
}

func (p *parser) separates(k token) bool {
	return k.has(roleComma) || k.has(roleStop) || k.has(roleAnd) || k.has(roleOr) || k.has(roleJoint) || k.has(roleWith) ||
		k.has(roleAmong)
}

// separator ends a condition where another follows.
func (p *parser) separator(i int, k token) (int, *indicators.Problem) {
	if k.has(roleAmong) && p.more(i+1) {
		return i, p.problem("two-readings", k, p.at(i+1))
	}
	strong := k.has(roleComma) || k.has(roleStop) || k.has(roleAnd) && !k.has(roleBetweenAnd) || k.has(roleBetweenAnd) && p.noFollows(i+1)
	if !strong && !p.valueInClause(i+1) {
		if k.has(roleOr) && p.more(i+1) {
			return i, p.problem("two-readings", k, p.at(i+1))
		}
		p.tailed(k)
		return i + 1, nil
	}
	if !k.has(roleComma) && !k.has(roleStop) && p.valueInClause(i+1) && p.isAge() {
		p.intoLabel()
		p.labelled(k)
		return i + 1, nil // 60岁以上老人和残疾人1000人
	}
	join := roleAnd
	if k.has(roleOr) {
		join = roleOr
	}
	for p.separates(p.at(i + 1)) {
		i++
		if p.at(i).has(roleOr) {
			join = roleOr
		}
	}
	return i + 1, p.next(i+1, join)
}

// noFollows reports whether "no complaints" or 无投诉 begins at token i.
func (p *parser) noFollows(i int) bool { return p.at(i).has(roleNo) || p.at(i).has(roleZero) }

// more reports whether anything is left to read.
func (p *parser) more(i int) bool { return i < p.lastContent }

// tailWord reads any other word after a value.
func (p *parser) tailWord(i int, k token) (int, *indicators.Problem) {
	switch {
	case k.has(roleZero) && p.at(i+1).has(roleEvent):
		return i, p.problem("two-readings", k, p.at(i+1)) // 100%零差错
	case k.has(roleStretch) && len(p.done) > 0 && isLetter(p.char(k)):
		return i, p.problem("two-readings", k, k) // 80% minimum, 90% stretch
	case k.has(roleUnit) && p.at(i-1).kind == closing && p.c.shape == single && p.c.low.unit == p.unitOutside && p.c.tail[0] == p.c.tail[1]:
		p.c.low.unit, p.c.to = k.entry.unit, k.to // 3（含3）个
		return i + 1, nil
	case k.isSlashOrDot(p.t) && p.char(k) == '/':
		per, ok := timesOfSlash[string(p.t.runes[p.at(i+1).from:p.at(i+1).to])]
		if !ok || p.c.per != "" {
			return i, p.problem("malformed", k, p.at(i+1))
		}
		p.c.per = per // 1次以上/月
		return i + 2, nil
	case k.has(rolePre) && isHan(p.char(k)) && len(k.entry.runes) > 1 && string(k.entry.runes) != "突破":
		return i, p.problem("two-readings", k, p.at(i+1))
	case p.isNoun(k) && p.at(i-1).kind == closing && p.c.shape == single && p.c.low.unit == "" && p.c.tail[0] == p.c.tail[1]:
		i = p.noun(&p.c.low, i) // three (3) reports
		p.c.to = p.c.low.to
		p.c.tail = [2]int{p.c.to, p.c.to}
		return i, nil
	case isCurrency(k) && p.at(i+1).kind == figure:
		return i, p.secondValue(i, p.at(i+1))
	case k.has(roleUnit) && (k.entry.unit == "%" || k.entry.unit == "‰"), k.has(roleRange) && !p.more(i+1) && !isHan(p.char(k)):
		return i, p.problem("malformed", k, k)
	case k.has(roleRange) && p.valueAt(i+1), k.has(rolePlusMinus):
		return i, p.problem("two-readings", k, p.at(i+1))
	case k.has(roleDone), k.has(roleYes), k.has(roleVerb) && len(k.entry.runes) > 1:
		p.c.verbAll = true
	}
	p.tailed(k)
	return i + 1, nil
}

// tailed adds a token to the words after the value.
func (p *parser) tailed(k token) {
	if p.c.tail[0] == p.c.tail[1] {
		p.c.tail[0] = k.from
	}
	p.c.tail[1] = k.to
	p.c.to = k.to
}

func (p *parser) onlyUnits(i int) bool {
	for n := p.c.first; n < i; n++ {
		if k := p.at(n); !k.has(roleUnit) && k.kind == word || k.kind == plain || k.kind == quoted {
			return false
		}
	}
	return true
}

// afterStop reports whether a full stop or a semicolon parts the clause from the one before.
func (p *parser) afterStop() bool { return p.at(p.c.first - 1).has(roleStop) }

// close keeps the condition that was read.
func (p *parser) close(i int) *indicators.Problem {
	if p.c.shape == empty {
		if p.c.baseline != nil || p.c.op != "" && p.c.opWord || p.c.hasFrom {
			return p.problemAt("malformed", p.c.from, p.c.to)
		}
		if p.c.label[0] == p.c.label[1] && p.c.per == "" && p.c.basis == "" {
			return nil
		}
		if len(p.done) > 0 && p.c.stray == 0 && !p.afterStop() && !p.stateQuality(i) {
			if p.onlyUnits(i) {
				return p.problemAt("malformed", p.c.from, p.c.to)
			}
			return nil // 走访企业120家，了解需求: the occasion of what was counted
		}
		p.c.words = true
	}
	if !p.c.include() {
		return p.problemAt("malformed", p.c.from, p.c.to)
	}
	p.c.to = max(p.c.to, p.c.from)
	p.done = append(p.done, p.c)
	p.join = roleAnd
	return nil
}
