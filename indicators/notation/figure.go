package notation

import (
	"strconv"
	"strings"
)

// figureToken reads an Arabic number with what belongs to its form: a
// multiplier, 3万5千, 九成, 2/5.
func (t *text) figureToken(i int, before []token) token {
	n, end := t.arabic(i)
	k := token{kind: figure, from: i, partner: -1}
	if t.runes[i] == '.' {
		n.bad = "malformed"
	}
	n, end = t.withMultiplier(n, end, before)
	n, end = t.withShare(n, end)
	if end < len(t.runes) && t.gap[end] == 0 && isHanNumeral(t.runes[end]) && !t.unitAt(end) {
		n.bad = "malformed" // 80三
	}
	k.number, k.to = n, end
	return k
}

func (t *text) unitAt(i int) bool {
	e, _ := t.word(i)
	return e != nil && len(e.runes) > 1
}

// withMultiplier reads 万, 千万, million, and k, m, bn after money.
func (t *text) withMultiplier(n number, end int, before []token) (number, int) {
	if mult, to := t.multiplier(end); mult > 1 {
		n.mult, n.multWord = mult, string(t.runes[end:to])
		return t.mixed(n, to)
	}
	for range 2 {
		if end >= len(t.runes) {
			return n, end
		}
		e, to := t.word(end)
		if e == nil || !e.has(roleMult) {
			break
		}
		factor, _ := strconv.ParseInt(e.arg(roleMult), 10, 64)
		if n.mult > 1e6 {
			n.bad = "malformed"
			return n, to
		}
		n.mult *= factor
		end = to
	}
	if n.mult > 1 || end >= len(t.runes) || t.gap[end] > 0 {
		return n, end
	}
	next := end + 1
	if next < len(t.runes) && t.gap[next] == 0 && isLatin(t.runes[next]) {
		return n, end
	}
	money := len(before) > 0 && before[len(before)-1].has(roleUnit) && isMoney(before[len(before)-1].entry.unit)
	switch r := t.runes[end]; {
	case r == 'k':
		n.mult, end = 1000, next
	case r == 'm' && money:
		n.mult, end = 1e6, next
	case r == 'b' && money:
		n.mult, end = 1e9, next
	}
	return n, end
}

// mixed reads the lower part of 3万5千 or 1亿2000万.
func (t *text) mixed(n number, end int) (number, int) {
	if n.mult < 1e4 || end >= len(t.runes) || t.gap[end] > 0 || !isDigit(t.runes[end]) {
		return n, end
	}
	low, to := t.arabic(end)
	mult, to := t.multiplier(to)
	high, code1 := n.value(true)
	low.mult = mult
	rest, code2 := low.value(true)
	if code1 != "" || code2 != "" || mult == 1 || mult >= n.mult || int64(rest) >= n.mult*1e6 {
		n.bad = "malformed"
		return n, to
	}
	sum := int64(high) + int64(rest)
	if sum%1e6 != 0 {
		n.bad = "malformed"
		return n, to
	}
	return number{digits: sum / 1e6, mult: 1}, to
}

// withShare reads 成 (tenths), 分之 and a fraction's bar.
func (t *text) withShare(n number, end int) (number, int) {
	if end >= len(t.runes) {
		return n, end
	}
	e, to := t.word(end)
	if e != nil && n.mult == 1 && n.bad == "" {
		switch {
		case e.has(roleTenths) && len(e.runes) == 1:
			return t.tenths(n, to)
		case e.has(roleOver):
			return t.fraction(n, to)
		}
	}
	if t.runes[end] == '/' && end+1 < len(t.runes) && isDigit(t.runes[end+1]) && n.decimals == 0 && n.mult == 1 && n.bad == "" {
		below, to := t.arabic(end + 1)
		if mult, _ := t.multiplier(to); mult > 1 || below.digits >= 100 || below.bad != "" || below.decimals > 0 {
			return n, end // a base: 12/10万
		}
		if to < len(t.runes) && t.runes[to] == '/' || below.digits == 0 || n.digits >= below.digits {
			n.bad = "malformed"
			return n, to
		}
		return number{digits: n.digits * 100, over: below.digits, mult: 1, unit: "%"}, to
	}
	return n, end
}

// tenths reads 八成, 七成五, 八成半.
func (t *text) tenths(n number, end int) (number, int) {
	if n.digits > 10 && n.decimals == 0 {
		n.bad = "malformed"
		return n, end
	}
	n.digits *= 10
	n.unit, n.mult = "%", 1
	if end < len(t.runes) && n.decimals == 0 {
		if d, is := hanDigits[t.runes[end]]; is && d > 0 && d < 10 && !t.unitAt(end) {
			n.digits += d
			end++
		} else if t.runes[end] == '半' {
			n.digits += 5
			end++
		}
	}
	return n, end
}

// fraction reads what follows 分之: 五分之二.
func (t *text) fraction(n number, end int) (number, int) {
	var above number
	switch {
	case end < len(t.runes) && isDigit(t.runes[end]):
		above, end = t.arabic(end)
	case end < len(t.runes) && isHanNumeral(t.runes[end]):
		ok := false
		if above, end, ok, _ = t.han(end); !ok {
			n.bad = "malformed"
		}
	default:
		n.bad = "malformed"
	}
	if n.digits <= 0 || n.digits > 1e6 || above.decimals > 6 || above.digits > 1e9 || n.decimals > 0 || n.bad != "" || above.bad != "" {
		n.bad = "malformed"
		return n, end
	}
	above.digits *= 100
	above.over, above.mult, above.unit = n.digits, 1, "%"
	return above, end
}

// hanToken reads a number in characters where it can be one: before a unit, 成,
// 分之 or a comparison, after a comparison, or alone.
func (t *text) hanToken(i int, e *entry, end int, before []token) (token, bool) {
	k := token{kind: figure, from: i, partner: -1}
	if e != nil && (e.has(rolePer100) || e.has(rolePer1000)) {
		return t.perHundred(i, end, e)
	}
	if t.is(i, '百') && t.is(i+1, '分') && t.is(i+2, '百') {
		k.number, k.to = number{digits: 100, mult: 1, unit: "%"}, i+3
		return k, true
	}
	if t.is(i, '万') && t.is(i+1, '分') && t.is(i+2, '之') && i+3 < len(t.runes) {
		if n, to := t.fraction(number{digits: 10000, mult: 1}, i+3); n.bad == "" {
			n.digits /= 100
			n.over, n.unit = 0, "‱"
			k.number, k.to = n, to
			return k, true
		}
	}
	if t.runes[i] == '半' {
		if u, _ := t.word(i + 1); u != nil && u.has(roleUnit) && (e == nil || !e.has(roleText)) {
			k.number, k.to = number{digits: 5, decimals: 1, mult: 1, word: true}, i+1
			return k, true
		}
		return k, false
	}
	if e != nil && len(e.runes) > 1 && !e.has(roleUnit) {
		if n, to, ok, _ := t.han(i); !ok || to <= end || n.digits < 10 {
			return k, false
		}
	}
	n, to, ok, about := t.han(i)
	k.to = to
	if about {
		n.bad = "approximate"
		k.number = n
		return k, t.countFollows(to)
	}
	if !ok {
		return k, false
	}
	if to < len(t.runes) && t.gap[to] == 0 && isDigit(t.runes[to]) {
		n.bad = "malformed" // 三80
		k.number = n
		return k, true
	}
	n, to = t.withShare(n, to)
	k.number, k.to = n, to
	alone := i == 0 && t.closedFrom(to)
	bound := len(before) > 0 && t.bindsNumber(before[len(before)-1])
	return k, alone || bound || n.unit != "" || t.countFollows(to)
}

// closedFrom reports whether nothing but closing punctuation stands from a place on.
func (t *text) closedFrom(at int) bool {
	return strings.Trim(string(t.runes[at:]), "。.;,") == ""
}

// bindsNumber reports whether a word before Chinese digits makes them a number.
func (t *text) bindsNumber(k token) bool {
	return k.has(rolePre) || k.has(roleSign) || k.has(rolePer) || k.has(roleRange) || k.has(roleTo) || k.has(roleAboutPre)
}

// countFollows reports whether a unit, a comparison, or a word of doubt stands at a place.
func (t *text) countFollows(at int) bool {
	e, end := t.word(at)
	if e == nil || e.has(roleText) {
		return at < len(t.runes) && (t.runes[at] == '多' || t.runes[at] == '余' || t.runes[at] == '几')
	}
	if end < len(t.runes) && len(e.runes) == 1 && e.has(roleUnit) && strings.ContainsRune("性等批", t.runes[end]) {
		return false
	}
	return e.has(roleUnit) || e.has(rolePost) || e.has(roleAbout) || e.has(roleRange) || e.has(roleGradeUnit)
}

// perHundred reads 百分之九十, 千分之三, 百分之90.
func (t *text) perHundred(i, end int, e *entry) (token, bool) {
	k := token{kind: figure, from: i, partner: -1}
	unit := "%"
	if e.has(rolePer1000) {
		unit = "‰"
	}
	var n number
	switch {
	case t.is(end, '百') && !(end+1 < len(t.runes) && isHanNumeral(t.runes[end+1])):
		n, end = number{digits: 100, mult: 1}, end+1
	case end < len(t.runes) && isDigit(t.runes[end]):
		n, end = t.arabic(end)
	case end < len(t.runes) && isHanNumeral(t.runes[end]):
		ok := false
		if n, end, ok, _ = t.han(end); !ok {
			n.bad = "malformed"
		}
	default:
		n.bad = "malformed"
	}
	n.unit, n.word = unit, false
	k.number, k.to = n, end
	return k, true
}

// englishToken reads twenty-five, one hundred and twenty, two dozen, three-quarters.
func (t *text) englishToken(i int, e *entry, end int, before []token) (token, bool) {
	k := token{kind: figure, from: i, to: end, partner: -1}
	if share := e.arg(roleShare); share != "" {
		next, _ := t.word(end)
		last := token{}
		if len(before) > 0 {
			last = before[len(before)-1]
		}
		if !e.has(rolePer) || next != nil && next.has(roleOf) || len(before) == 0 || last.has(roleBy) || last.has(roleVerb) || last.has(rolePre) || last.has(roleBoth) || last.has(roleSign) {
			a, b, _ := strings.Cut(share, "/")
			above, _ := strconv.ParseInt(a, 10, 64)
			below, _ := strconv.ParseInt(b, 10, 64)
			k.number = number{digits: above * 100, over: below, mult: 1, unit: "%"}
			return k, true
		}
	}
	if e.has(rolePer) {
		return k, false
	}
	if arg := e.arg(roleDozen) + e.arg(roleCount); arg != "" {
		v, _ := strconv.ParseInt(arg, 10, 64)
		k.number = number{digits: v, mult: 1, word: true}
		if e.has(roleCount) {
			k.number.unit = "times"
		}
		return k, true
	}
	var total, section, last int64
	for at := i; at < len(t.runes); {
		e, to := t.word(at)
		if e == nil {
			break
		}
		v, err := strconv.ParseInt(e.arg(roleNum), 10, 64)
		switch m, _ := strconv.ParseInt(e.arg(roleMult), 10, 64); {
		case err == nil && e.has(roleNum):
			if section%100 != 0 && !(section%10 == 0 && section%100 >= 20 && v > 0 && v < 10) || last == 1 && section%100 == 0 && section > 0 && v == 0 {
				k.number.bad = "malformed" // two numbers run together
				return k, true
			}
			if last == 2 && section%100 < 20 && section%100 > 0 {
				k.number.bad = "malformed"
				return k, true
			}
			section += v
			last = 2
		case e.has(roleMult) && last > 0 && section > 0:
			if m == 100 || m == 12 {
				section *= m
			} else {
				total += section * m
				section = 0
			}
			last = 1
		case e.has(roleBetweenAnd) && last == 1 && t.numberWordAt(to):
		default:
			goto done
		}
		at, k.to = to, to
		if t.is(at, '-') && t.gap[at] == 0 && t.numberWordAt(at+1) {
			at++
		}
		if total > 1e13 || section > 1e13 {
			return k, false
		}
	}
done:
	k.number = number{digits: total + section, mult: 1, word: true}
	if e, _ := t.word(k.to); e != nil && e.has(roleMult) {
		return k, false
	}
	return k, last > 0
}

func (t *text) numberWordAt(at int) bool {
	e, _ := t.word(at)
	return e != nil && e.has(roleNum)
}
