package notation

import (
	"strings"

	"yardstick/indicators"
)

// quantity is a number with its unit, as the text gives them.
type quantity struct {
	number   number
	unit     string // as printed, base included (例/10万人); empty when the text gives none
	per      indicators.Frequency
	value    indicators.Value // in unit; set by settle
	from, to int              // places in the folded text
	prefixed bool             // the currency stands before the number
	base     bool             // the unit holds a base
	ordinal  bool             // 三级, 二等: a rank, not an amount
	unitless bool             // the text gives no unit; the column or the name does
}

// isMoney reports whether a unit is money, with or without a multiplier.
func isMoney(unit string) bool {
	switch indicators.FamilyOf(unit) {
	case "CNY", "USD", "EUR", "GBP", "HKD", "JPY":
		return true
	}
	return false
}

// isCurrency reports whether a token is money that may stand before its number:
// ¥36, USD 36, 人民币36; never the 元 of 单元3个 or the 块 of 板块3个.
func isCurrency(k token) bool {
	return k.has(roleUnit) && isMoney(k.entry.unit) && !strings.ContainsRune("元块角", k.entry.runes[0])
}

// numerator is a unit without its base: 元 of 元/人.
func numerator(unit string) string {
	if i := strings.IndexByte(unit, '/'); i > 0 {
		return unit[:i]
	}
	return unit
}

func isTime(unit string) bool {
	switch indicators.FamilyOf(unit) {
	case "time", "months", "workdays", "workhours":
		return true
	}
	return false
}

// quantity reads a quantity from token i: currency, sign, number, unit, base.
// ok is false when none begins there.
func (p *parser) quantity(i int) (q quantity, next int, ok bool, problem *indicators.Problem) {
	start := i
	currency := ""
	if k := p.at(i); isCurrency(k) {
		currency = k.entry.unit
		i++
	}
	negative := false
	if k := p.at(i); k.has(roleRange) && p.char(k) == '-' && p.at(i+1).kind == figure && p.t.gap[p.at(i+1).from] == 0 {
		negative = true
		i++
	}
	k := p.at(i)
	if k.kind != figure {
		return q, start, false, nil
	}
	p.tokens[i].used = true
	q.number, q.from, q.to = k.number, p.at(start).from, k.to
	q.number.negative = negative
	if q.number.bad != "" {
		return q, i, true, p.problem(q.number.bad, k, k)
	}
	i++
	q.unit = q.number.unit
	if currency != "" {
		q.prefixed = true
		q.unit = currency
	}
	i, problem = p.unit(&q, i)
	return q, i, true, problem
}

// unit reads the unit after a number, and what belongs to it: a base (/10万人), a
// frequency (/月), a half (两年半).
func (p *parser) unit(q *quantity, i int) (int, *indicators.Problem) {
	k := p.at(i)
	attached := k.from < len(p.t.runes) && p.t.gap[min(k.from, len(p.t.gap)-1)] == 0
	switch {
	case k.kind == quoted && q.unit == "" && !p.hasMoneyAhead(i):
		q.unit = strings.Trim(p.t.published(k.from+1, k.to-1), " ")
		q.to = k.to
		i++
		return i, nil
	case k.has(roleUnit) && q.unit == "":
		if isLetter(p.char(k)) && !attached && p.articleUnit(k, i) {
			break
		}
		i = p.takeUnit(q, i)
		if q.number.half() && q.unit == "年" {
			q.number, q.unit = number{digits: 6, mult: 1}, "个月"
		}
		if next := p.at(i); q.unit == "个" && next.number.half() && p.at(i+1).has(roleUnit) && q.number.decimals == 0 {
			q.number.digits, q.number.decimals = q.number.digits*10+5, 1 // 一个半月
			p.tokens[i].used = true
			q.unit, q.to = "个"+p.at(i+1).entry.unit, p.at(i+1).to
			i += 2
		}
	case k.has(roleUnit) && isMoney(k.entry.unit) && isMoney(q.unit):
		q.to = k.to
		i++
	case k.has(roleUnit) && q.number.unit == "times" && k.entry.unit == "times":
		i++
	case k.has(roleGradeUnit) && q.unit == "" && !k.has(rolePost):
		q.ordinal = true
		q.to = k.to
		return i + 1, nil
	case k.kind == plain && isLatin(p.char(k)) && attached:
		return i, p.problem("malformed", p.at(i-1), k)
	case q.unit == "" && k.kind == plain && k.to == k.from+1 && isLetter(p.char(k)):
		return i, p.problem("malformed", k, k) // 1 x month
	case q.unit == "" && p.isNoun(k):
		i = p.noun(q, i)
	}
	if k := p.at(i); k.has(roleUnit) && (k.entry.unit == "%" || k.entry.unit == "‰") && q.unit != "" && p.t.gap[k.from] == 0 {
		return i, p.problem("malformed", k, k)
	}
	if k := p.at(i); k.kind == plain && p.char(k) == '半' || k.has(roleText) && p.char(k) == '半' {
		if isTime(q.unit) && k.to == k.from+1 && q.number.decimals == 0 {
			q.number.digits, q.number.decimals, q.to = q.number.digits*10+5, 1, k.to
			i++
		}
	}
	return p.base(q, i)
}

func (p *parser) hasMoneyAhead(i int) bool { return p.at(i+1).kind == figure }

// articleUnit guards against one-letter units that are words: "5 a year".
func (p *parser) articleUnit(k token, _ int) bool { return k.has(roleArticle) }

func (p *parser) takeUnit(q *quantity, i int) int {
	k := p.at(i)
	q.unit = k.entry.unit
	if indicators.PrintedUnit(q.unit) == q.unit && q.unit != "%" {
		q.unit = foldUnit(p.t.published(k.from, k.to))
	}
	q.to = k.to
	return i + 1
}

// foldUnit writes a unit as published, in half width and simplified characters,
// without the blanks that part a number from characters: /10 万人 is /10万人.
func foldUnit(unit string) string {
	var b strings.Builder
	runes := []rune(unit)
	for i, r := range runes {
		if (r == ' ' || r == '　') && i > 0 && i+1 < len(runes) && (isHan(runes[i-1]) || isHan(runes[i+1])) {
			continue
		}
		folded := fold(r)
		if r >= 'A' && r <= 'Z' || r == '²' || r == '³' {
			folded = r
		}
		if r >= 'Ａ' && r <= 'Ｚ' {
			folded = r - 0xFEE0
		}
		b.WriteRune(folded)
	}
	return indicators.PrintedUnit(b.String())
}

// isNoun reports whether an English word can name what is counted.
func (p *parser) isNoun(k token) bool {
	if k.from >= len(p.t.runes) || !isLetter(p.char(k)) || p.t.gap[k.from] == 0 {
		return false
	}
	if k.kind == plain {
		return true
	}
	return k.kind == word && (k.has(roleEvent) || k.has(roleText))
}

// noun takes the English words that name what is counted: at most three, up to
// a word that ends the phrase.
func (p *parser) noun(q *quantity, i int) int {
	start := p.at(i).from
	for n := 0; n < 3; n++ {
		k := p.at(i)
		if !p.isNoun(k) || n > 0 && p.isParticiple(k) {
			break
		}
		if at := p.at(i + 1); at.kind == mark && at.from == k.to && p.char(at) == '-' {
			break
		}
		q.to = k.to
		i++
	}
	q.unit = p.t.published(start, q.to)
	return i
}

func (p *parser) isParticiple(k token) bool {
	word := string(p.t.runes[k.from:k.to])
	return strings.HasSuffix(word, "ed") || strings.HasSuffix(word, "ing") && len(word) > 5
}

// base reads /10万人, /户·月, per 1,000 live births, and /月 as a frequency.
func (p *parser) base(q *quantity, i int) (int, *indicators.Problem) {
	k := p.at(i)
	slash := k.kind == word && p.char(k) == '/' && k.to == k.from+1 || k.kind == mark && p.char(k) == '/'
	switch {
	case slash && i+1 < p.end:
		return p.slashBase(q, i)
	case k.has(rolePerBase):
		return p.perBase(q, i)
	}
	return i, nil
}

// perBase reads per 1,000 live births, per person per day.
func (p *parser) perBase(q *quantity, i int) (int, *indicators.Problem) {
	k := p.at(i)
	start := k.from
	for k = p.at(i); k.has(rolePerBase); k = p.at(i) {
		j := i + 1
		if p.at(j).has(roleArticle) {
			j++
		}
		if !(p.at(j).kind == figure || p.isNounAt(j)) {
			return i, p.problem("malformed", k, k)
		}
		p.tokens[j].used = true
		for n := 0; n < 5 && j < p.end && (p.at(j).kind == figure || p.isNounAt(j) || p.at(j).has(roleUnit)) && p.at(j).kind != closing; n++ {
			j++
		}
		q.to = p.at(j - 1).to
		i = j
	}
	q.unit = strings.TrimSpace(q.unit + " " + foldUnit(p.t.published(start, q.to)))
	q.base = true
	return i, nil
}

func (p *parser) isNounAt(i int) bool {
	k := p.at(i)
	return p.isNoun(k) || k.has(roleUnit) && k.from < len(p.t.runes) && isLetter(p.char(k))
}

var timesOfSlash = map[string]indicators.Frequency{"月": indicators.Monthly, "个月": indicators.Monthly,
	"季": indicators.Quarterly, "季度": indicators.Quarterly, "年": indicators.Yearly, "周": indicators.Weekly,
	"month": indicators.Monthly, "quarter": indicators.Quarterly, "year": indicators.Yearly, "week": indicators.Weekly}

func (p *parser) slashBase(q *quantity, i int) (int, *indicators.Problem) {
	slash := p.at(i)
	j := i + 1
	first := p.at(j)
	if first.from > slash.to && p.t.gap[first.from] == 2 || first.kind == quoted {
		return i, p.problem("malformed", slash, slash)
	}
	rest := string(p.t.runes[first.from:first.to])
	if per, ok := timesOfSlash[rest]; ok && !p.at(j+1).isSlashOrDot(p.t) && !measured(q.unit) {
		q.per, q.to = per, first.to
		return j + 1, nil
	}
	if next := p.at(j + 1); first.kind == figure && first.number.half() && next.has(roleUnit) && next.entry.unit == "年" && !measured(q.unit) {
		p.tokens[j].used = true
		q.per, q.to = indicators.HalfYearly, next.to // 1次/半年
		return j + 2, nil
	}
	for ; j < p.end; j++ {
		k := p.at(j)
		fits := k.kind == figure && j == i+1 || k.has(roleUnit) || k.kind == plain || k.isSlashOrDot(p.t) ||
			k.kind == opening && k.partner > j && k.partner-j < 8
		if !fits || k.has(rolePost) || j > i+10 {
			break
		}
		if k.kind == opening {
			j = k.partner
		}
		p.tokens[j].used = true
		if k.kind == figure && (k.number.bad != "" || q.unit == "%" || q.unit == "‰" || k.number.mult == 1 && !isBase(k.number)) {
			return i, p.problem("malformed", k, k)
		}
	}
	if j == i+1 {
		return i, p.problem("malformed", slash, slash)
	}
	q.to = p.at(j - 1).to
	q.unit += foldUnit(p.t.published(slash.from, q.to))
	q.base = true
	return j, nil
}

// isBase reports whether a number is one that rates are given against: 100, 1,000…
// 12座/560延米 is two amounts.
func isBase(n number) bool {
	v := n.digits
	for v >= 100 && v%10 == 0 {
		v /= 10
	}
	return v == 10 && n.digits > 10 && n.decimals == 0
}

// measured reports whether a unit is measured, not counted: 元/月 and 吨/年 keep
// their base, 3次/月 is a frequency.
func measured(unit string) bool {
	switch indicators.FamilyOf(unit) {
	case "mass", "volume", "energy", "power", "length", "area", "percent", "permille", "coal":
		return true
	}
	return isMoney(unit)
}

func (k token) isSlashOrDot(t *text) bool {
	return k.from < len(t.runes) && (t.runes[k.from] == '/' || t.runes[k.from] == '·' || t.runes[k.from] == '.') && k.to == k.from+1
}

// settle works out a quantity's value in the unit that the reading will have:
// money and a unit column keep a multiplier (万元, 万亩); elsewhere it is folded in.
func (p *parser) settle(q *quantity) *indicators.Problem {
	keep := false
	column := p.unitOutside
	switch {
	case q.number.multWord == "":
	case q.unit != "" && isMoney(numerator(q.unit)):
		if q.number.multWord == "万" || q.number.multWord == "亿" || q.number.multWord == "千" || q.number.multWord == "百万" || q.number.multWord == "千万" {
			q.unit, keep = q.number.multWord+q.unit, true
		}
	case q.unit != "" && q.number.multWord+q.unit == column:
		q.unit, keep = column, true
	case q.unit == "" && column != "" && strings.HasPrefix(column, q.number.multWord) && column != q.number.multWord:
		q.unit, keep = column, true
	case q.unit == "" && isMoney(column):
		q.unit = strings.TrimLeft(column, "百千万亿")
	}
	v, code := q.number.value(!keep)
	if code != "" {
		return p.problemAt(code, q.from, q.to)
	}
	q.value = v
	if q.unit == "" {
		q.unit, q.unitless = column, column != ""
	}
	if column != "" && q.unit != column && isMoney(column) && q.number.multWord != "" && !keep {
		if out, exact, err := indicators.ConvertUnit(v, q.unit, column); err == nil && exact {
			q.value, q.unit = out, column
		}
	}
	return nil
}
