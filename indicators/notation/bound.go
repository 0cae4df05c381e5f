package notation

import (
	"strings"

	"yardstick/indicators"
)

// compare joins a comparison to those already read for the value.
func (p *parser) compare(op string, k token) *indicators.Problem {
	if op == "?" {
		return p.problem("malformed", k, k)
	}
	next := indicators.Op(op)
	if p.c.op != "" && p.c.op != next {
		out := p.problem("two-readings", k, k)
		out.Args["first"], out.Args["second"] = string(p.c.op), op
		return out
	}
	p.c.op, p.c.opWord = next, true
	return nil
}

// bound reads the words that mean something only because a value follows.
func (p *parser) bound(i int, k token) (int, bool, *indicators.Problem) {
	near := p.valueAhead(i + 1)
	switch {
	case k.has(roleNeg) && near && p.at(i+1).has(rolePre):
		return p.negated(i, k)
	case k.has(roleNeg) && (p.valueAt(i+1) || p.at(i+1).has(roleFill) && p.valueAt(i+2)):
		return i, true, p.problem("malformed", k, p.at(i+1)) // 非500人, 不是500人
	case k.has(roleNeg) && p.at(i+1).has(roleVerb) && p.at(i+1).from == k.to && p.valueAt(i+2):
		return i, true, p.problem("malformed", k, p.at(i+2)) // 不低3次
	case k.has(roleDateOp) && p.dateAhead(i+1), k.has(roleDateBy) && p.dateAhead(i+1),
		k.has(roleDateBefore) && p.dateAhead(i+1), k.has(roleDateAfter) && p.dateAhead(i+1):
		p.c.dateOp = indicators.Op(k.entry.arg(roleDateOp) + k.entry.arg(roleDateBy))
		if p.c.dateOp == "" || len(p.c.dateOp) > 2 {
			p.c.dateOp = indicators.Op(k.entry.arg(roleDateBefore) + k.entry.arg(roleDateAfter))
		}
		return i + 1, true, nil
	case (k.has(roleDateOp) || k.has(roleDateBefore) || k.has(roleDateAfter)) && near && !k.has(rolePre) && len(k.entry.runes) > 1 && !k.has(roleTo):
		return i, true, p.problem("malformed", k, p.at(i+1))
	case k.has(roleAt) && p.at(i+1).kind == date && p.at(i+2).has(roleThanEnd):
		return p.thanYear(i) // 在2020年基础上
	case k.has(roleAt) && p.at(i+1).kind == date:
		return i + 1, true, nil
	case k.has(roleBetween) && near && !k.has(rolePre):
		p.c.between = true
		return i + 1, true, nil
	case k.has(roleWithin) && near:
		p.c.bareIn = true
		problem := p.compare(k.entry.arg(roleWithin), k)
		p.c.opWord = false
		return i + 1, true, problem
	case (k.has(rolePre) || k.has(roleBoth)) && near:
		p.c.reach = p.c.reach || p.char(k) == '达' || p.char(k) == 'r' || p.char(k) == 'a' && k.has(rolePre)
		p.c.controlled = k.entry.runes[len(k.entry.runes)-1] == '在' || k.entry.runes[0] == '控'
		return i + 1, true, p.compare(k.entry.arg(rolePre)+k.entry.arg(roleBoth), k)
	case k.has(rolePre) && p.at(i+1).has(roleGrade):
		p.labelled(k)
		return i + 1, true, nil
	case (k.has(rolePre) || k.has(roleBoth)) && p.strays(i, k):
		p.c.stray = i + 1
		p.labelled(k)
		return i + 1, true, nil
	case k.has(roleAboutPre) && near:
		p.c.about = i
		return i + 1, true, nil
	case k.has(roleAboutWord):
		p.c.about = i
		p.labelled(k)
		return i + 1, true, nil
	case k.has(rolePer):
		if problem := p.frequency(k); problem != nil {
			return i, true, problem
		}
		return p.endOfPeriod(i), true, nil
	case k.has(roleEvery):
		return p.everyThing(i, k)
	case k.has(roleBasis) && string(k.entry.runes) == "年均" && !near && !p.at(i+1).has(roleVerb):
		// 年均培训1000人次
	case k.has(roleBasis):
		return i + 1, true, p.against(k.entry.arg(roleBasis), k)
	case k.has(roleThan):
		if next, ok, problem := p.thanYear(i); ok {
			return next, true, problem
		}
		p.c.than = p.c.than || p.char(k) == '较' || p.char(k) == '比'
	case k.has(roleFrom) && p.valueAt(i+1) && p.at(i+1).kind != date:
		p.c.hasFrom = true
		return i + 1, true, nil
	case k.has(roleTo) && near && !k.has(roleFill):
		if p.at(i+1).kind == date {
			p.c.dateOp = indicators.AtMost
			return i + 1, true, nil
		}
		p.c.level = true
		return i + 1, true, nil
	case k.has(roleTo) && p.c.verb != "" && near:
		p.c.level = true
		return i + 1, true, nil
	case k.has(roleVerb):
		return p.change(i, k, near)
	case (k.has(roleFill) || k.has(roleOf) || k.has(roleArticle) || k.has(roleBy)) && near && (p.c.op != "" || p.c.verb != "" || p.at(i+1).has(rolePre) || p.valueAt(i+1) || p.at(i+1).has(roleBoth)):
		return i + 1, true, nil
	case k.has(roleStretch) && near && len(p.done) > 0:
		return i, true, p.problem("two-readings", k, p.at(i+1))
	}
	return i, false, nil
}

// strays reports a comparison that no number follows: 不低于全省平均水平的90%.
func (p *parser) strays(i int, k token) bool {
	before := p.at(i - 1)
	if string(k.entry.runes) == "突破" {
		return false // 突破关键技术5项
	}
	return len(k.entry.runes) > 1 || i == p.c.first || before.kind != plain
}

// returns binds a stray 至少 to the number behind one verb (至少召开3次), and
// refuses other comparisons that were left without a number.
func (p *parser) returns(i int) *indicators.Problem {
	if p.c.stray == 0 {
		return nil
	}
	k := p.at(p.c.stray - 1)
	distance := p.at(i).from - k.to
	switch word := string(k.entry.runes); word {
	case "至少", "最少", "起码", "至多", "最多", "at least", "at most", "不少于", "不多于":
		if p.c.op == "" && distance <= 6+4*boolInt(isLetter(k.entry.runes[0])) {
			p.c.label[0] = p.at(p.c.stray).from
			return p.compare(k.entry.arg(rolePre)+k.entry.arg(roleBoth), k)
		}
	}
	return p.problem("two-readings", k, p.at(i))
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// dateAhead reports whether a date follows, an article apart.
func (p *parser) dateAhead(i int) bool {
	k := p.at(i)
	if k.has(roleArticle) || k.has(roleFill) || k.has(roleAt) && k.kind == word {
		k = p.at(i + 1)
	}
	if k.kind == date {
		return true
	}
	v, n := p.t.digits(k.from, 4)
	return k.kind == figure && isYear(v, n) && k.to == k.from+n && !p.isNoun(p.at(i+1))
}

// negated turns 不得超过 into at most.
func (p *parser) negated(i int, k token) (int, bool, *indicators.Problem) {
	next := p.at(i + 1)
	opposite := map[string]string{">": "<=", ">=": "", "<": ">=", "<=": ""}[next.entry.arg(rolePre)]
	if k.entry.arg(roleNeg) == "?" || opposite == "" {
		// 不得不高于, 应不低于: only a harmless word may stand before a full comparison.
		if k.entry.arg(roleNeg) == "flip" && len(next.entry.runes) > 1 && next.entry.runes[0] == '不' {
			return i, true, p.problem("two-readings", k, next)
		}
		return i, true, p.problem("malformed", k, next)
	}
	return i + 2, true, p.compare(opposite, next)
}

func (p *parser) frequency(k token) *indicators.Problem {
	per := k.entry.arg(rolePer)
	if per == "?" || p.c.per != "" && p.c.per != indicators.Frequency(per) {
		return p.problem("frequency", k, k)
	}
	p.c.per = indicators.Frequency(per)
	return nil
}

// baseAfter reads the base of 每万人, 每10万人: a multiplier, or a number with
// one, and what is counted.
func (p *parser) baseAfter(i int) (base string, end int) {
	k, unit := p.at(i), p.at(i+1)
	many := k.kind == figure && k.number.multWord != "" || k.kind == plain && k.to == k.from+1 && strings.ContainsRune("百千万亿", p.char(k))
	if !many || !unit.has(roleUnit) || isTime(unit.entry.unit) {
		return "", i
	}
	p.tokens[i].used = true
	return foldUnit(p.t.published(k.from, unit.to)), i + 2
}

// endOfPeriod reads 每月底前, kept as the last day of the first period.
func (p *parser) endOfPeriod(i int) int {
	next := p.at(i + 1)
	if r := p.char(next); next.to != next.from+1 || r != '底' && r != '末' {
		return i + 1
	}
	day := (indicators.NewPeriod(p.cal.year, 1) + indicators.Period(p.c.per.Months()) - 1).Last()
	p.c.date, p.c.shape, p.c.dateOp, p.c.ofMonth = span{from: day, to: day, precision: 'd'}, dated, indicators.AtMost, true
	p.c.to = next.to
	p.c.tail = [2]int{next.to, next.to}
	if p.at(i + 2).has(roleBefore) {
		return i + 3
	}
	return i + 2
}

// everyThing reads 每 before what is no calendar time: 每场80人, 每天3次.
func (p *parser) everyThing(i int, k token) (int, bool, *indicators.Problem) {
	next := p.at(i + 1)
	if base, j := p.baseAfter(i + 1); j > i+1 {
		p.c.everyBase = base
		return j, true, nil
	}
	switch {
	case next.kind == figure || next.kind == date:
		return i, true, p.problem("frequency", k, next)
	case next.has(roleUnit) && (next.entry.unit == "天" || next.entry.unit == "日" || next.entry.unit == "day"):
		p.c.perDay = true
		return i + 2, true, nil
	case next.has(roleUnit) && isTime(next.entry.unit):
		return i, true, p.problem("frequency", k, next)
	}
	p.c.every = true
	p.labelled(k)
	if next.kind == word && !p.valueAt(i+1) {
		p.labelled(next)
		return i + 2, true, nil
	}
	return i + 1, true, nil
}

func (p *parser) against(basis string, k token) *indicators.Problem {
	if basis == "?" || p.c.basis != "" && p.c.basis != basis {
		return p.problem("unknown-basis", k, k)
	}
	p.c.basis = basis
	if p.c.verb == "" && p.c.shape != empty { // 10% above baseline
		p.c.verb = comparative(k)
	}
	return nil
}

// comparative is the direction of a basis that says it: higher than baseline.
func comparative(k token) string {
	switch first, _, _ := strings.Cut(string(k.entry.runes), " "); first {
	case "above", "higher", "more", "greater":
		return "up"
	case "below", "lower", "less", "fewer":
		return "down"
	}
	return ""
}

// thanYear reads 比2019年, 与2019年相比, vs 2019, compared with 2019 levels.
func (p *parser) thanYear(i int) (int, bool, *indicators.Problem) {
	k, next := p.at(i), p.at(i+1)
	if next.has(roleArticle) {
		i++
		next = p.at(i + 1)
	}
	year := 0
	switch {
	case next.kind == date && next.span.precision == 'y' && !next.span.unclear:
		year = next.span.year
		if !next.span.stated {
			return i, true, p.problem("unknown-basis", k, next)
		}
	case next.kind == date:
		return i, true, p.problem("unknown-basis", k, next)
	case next.kind == figure:
		v, n := p.t.digits(next.from, 4)
		if !isYear(v, n) || next.to != next.from+n {
			return i, false, nil
		}
		p.tokens[i+1].used = true
		year = v
	default:
		return i, false, nil
	}
	i += 2
	for p.at(i).has(roleThanEnd) || p.at(i).kind == plain && string(p.t.runes[p.at(i).from:p.at(i).to]) == "同期" {
		i++
	}
	return i, true, p.against(yearName(year), k)
}

// change reads a verb of change: beside its number, before 到, or apart from it.
func (p *parser) change(i int, k token, near bool) (int, bool, *indicators.Problem) {
	direction := k.entry.arg(roleVerb)
	if before := p.at(i - 1); len(k.entry.runes) == 1 && i > p.c.first && before.to == k.from && (before.kind == plain || before.has(roleUnit) || before.has(roleText)) && !before.has(roleAfter) && p.c.baseline == nil {
		near = false // 晋升20人 is no change
	}
	if last := k.entry.runes[len(k.entry.runes)-1]; (last == '率' || last == '速') && p.c.basis == "" {
		// 增长率6%: the rate itself is reported
		p.labelled(k)
		return i + 1, true, nil
	}
	if near {
		if p.c.verb != "" && p.c.verb != direction {
			return i, true, p.problem("two-readings", k, k)
		}
		p.c.verb = direction
		return i + 1, true, nil
	}
	if len(k.entry.runes) > 1 {
		p.c.loose = direction
		p.c.than = p.c.than || p.at(i+1).has(roleTo) && !isLetter(p.char(k)) // 压减至法定时限的50%
	}
	p.labelled(k)
	return i + 1, true, nil
}
