package notation

import (
	"yardstick/indicators"
)

// condition is one thing that a text asks for: words before, a comparison, a
// value, words after.
type condition struct {
	op         indicators.Op
	opWord     bool   // the comparison was a word or sign, not a bare 内
	stray      int    // token after a comparison that no number followed, 0 when none
	lastYear   bool   // the words name last year without comparing
	everyBase  string // 万人 of 每万人
	than       bool   // 比 or 较 that no basis followed
	reach      bool   // 达到
	controlled bool   // 控制在, which a range may follow
	bareIn     bool   // 内, within: with a bare time it makes a duration
	about      int    // token that says it is approximate, -1 when none
	between    bool
	low        quantity
	high       quantity
	shape      shape
	date       span
	dateOp     indicators.Op
	dateHigh   span
	dateBefore bool // 前 stands behind the date
	per        indicators.Frequency
	perDay     bool
	basis      string
	verb       string // up, down, improve: beside the number, or with an adverb
	loose      string // a change verb that stands apart from the number
	level      bool   // 降至, 提高到: what is reached, not by how much
	plus       bool   // +3%
	baseline   *quantity
	hasFrom    bool
	label      [2]int // words before the value, as places; equal when none
	tail       [2]int // words after
	verbAll    bool   // an action stands beside the time (到场, 办结)
	after      bool   // 受理后: the time runs from there
	window     indicators.Window
	assumedY   bool   // the year was the programme's
	incl       int8   // 1 含, -1 不含, of the number
	open       string // ends of a range not included
	ofMonth    bool   // 每月5日前: a day of each period
	join       role   // how it is joined to the one before: roleAnd, roleOr
	words      bool   // a clause without a value
	every      bool   // 每场…
	from, to   int    // places of the whole
	first      int    // first token
}

type shape uint8

const (
	empty shape = iota
	single
	ranged
	plusMinus
	dated
	windowed
)

// parser goes through the tokens once, from left to right, and collects
// conditions.
type parser struct {
	t           *text
	tokens      []token
	end         int
	in          *Input
	cal         calendar
	unitOutside string // of the unit column or the name
	tiers       Tiers  // of an assessed actual
	done        []condition
	c           condition
	join        role
	ahead       []ahead
	lastContent int    // one past the last token that is more than punctuation
	unitNamed   string // of the name, where the column gives another
	ownNature   nature
	natureRead  bool
	numbered    int // the last number of a numbered list
}

func (p *parser) at(i int) token {
	if i < 0 || i >= p.end {
		return token{kind: mark, from: len(p.t.runes), to: len(p.t.runes), partner: -1}
	}
	return p.tokens[i]
}

// char is the first character of a token, 0 behind the end.
func (p *parser) char(k token) rune {
	if k.from >= len(p.t.runes) {
		return 0
	}
	return p.t.runes[k.from]
}

func (p *parser) problem(code string, from, to token) *indicators.Problem {
	return p.problemAt(code, from.from, to.to)
}

// problemAt marks a stretch of the text as published.
func (p *parser) problemAt(code string, from, to int) *indicators.Problem {
	return p.t.problem(code, from, to)
}

func (t *text) problem(code string, from, to int) *indicators.Problem {
	out := &indicators.Problem{Code: code, Source: t.source, Column: 1, Width: max(len(t.original), 1)}
	if len(t.column) == 0 {
		out.Args = indicators.Args{"text": "", "found": ""}
		return out
	}
	from = min(max(from, 0), len(t.column)-1)
	to = min(max(to, from+1), len(t.column))
	out.Column = int(t.column[from]) + 1
	out.Width = int(t.column[to-1]) + 2 - out.Column
	out.Args = indicators.Args{"found": t.published(from, to), "text": shorten(t.source)}
	if code == "two-readings" || code == "empty-range" {
		if out.Args["first"] = shorten(t.published(0, from)); from == 0 {
			out.Args["first"] = shorten(t.source)
		}
		out.Args["second"] = out.Args["found"]
	}
	return out
}

// shorten keeps a message readable when the text is a page long.
func shorten(s string) string {
	if len(s) <= 60 {
		return s
	}
	runes := []rune(s)
	if len(runes) <= 60 {
		return s
	}
	return string(runes[:59]) + "…"
}

// conditions reads tokens lo to hi into conditions.
func (p *parser) conditions(lo, hi int) *indicators.Problem {
	p.end = hi
	p.lookAhead(lo, hi)
	p.reset(lo)
	for i, again := lo, 0; i < hi; {
		next, problem := p.step(i)
		if problem != nil {
			return problem
		}
		// A token may be read twice, where one condition ends and the next begins.
		if again++; next > i {
			again = 0
		} else if again > 3 {
			return p.problem("malformed", p.at(i), p.at(i))
		}
		i = next
	}
	return p.close(hi)
}

func (p *parser) reset(i int) {
	at := p.at(i).from
	p.c = condition{about: -1, label: [2]int{at, at}, tail: [2]int{at, at}, from: at, to: at, join: p.join, first: i}
}

// step reads one token, or one value with all that is bound to it.
func (p *parser) step(i int) (int, *indicators.Problem) {
	k := p.at(i)
	if p.c.shape != empty {
		return p.afterValue(i, k)
	}
	return p.beforeValue(i, k)
}

// beforeValue reads what stands before a value.
func (p *parser) beforeValue(i int, k token) (int, *indicators.Problem) {
	p.c.to = k.to
	switch {
	case p.isNumbering(i):
		p.numbered++
		p.tokens[i].used = true
		p.c.label = [2]int{p.at(i + 2).from, p.at(i + 2).from}
		return i + 2, nil
	case k.kind == figure && p.at(i+1).has(roleThanEnd) && p.yearAt(i) && isLetter(p.char(p.at(i+1))):
		return p.yearLevel(i, int(k.number.digits))
	case k.kind == figure && p.c.dateOp != "":
		p.tokens[i].kind, p.tokens[i].span = date, yearOf(int(k.number.digits), true)
		return p.dateValue(i)
	case k.kind == figure || isCurrency(k) && p.at(i+1).kind == figure:
		return p.value(i)
	case k.kind == date && k.span.precision == 'y' && k.span.stated && p.isBase(i+1):
		return i + 2, p.against(yearName(k.span.year), k) // 以2020年为基数
	case k.kind == date:
		return p.dateValue(i)
	case k.kind == opening:
		return p.openBefore(i, k)
	case k.kind == closing:
		if k.partner < 0 {
			return i, p.problem("malformed", k, k)
		}
		return i + 1, nil
	case k.kind == mark:
		return p.markBefore(i, k)
	case k.kind != word:
		p.labelled(k)
		return i + 1, nil
	}
	if k.has(rolePlusMinus) && p.valueAt(i+1) {
		return p.symmetric(i)
	}
	if k.has(roleSign) {
		return p.sign(i, k)
	}
	if k.has(roleRange) && p.char(k) == '-' && p.at(i+1).kind == figure {
		return p.value(i)
	}
	if k.has(roleRange) && p.char(k) == '~' && p.valueAt(i+1) {
		return i, p.problem("approximate", k, p.at(i+1))
	}
	if next, ok, problem := p.bound(i, k); ok || problem != nil {
		return next, problem
	}
	return p.loose(i, k)
}

// isBase reports whether 为基数 or 基础上 stands at token i.
func (p *parser) isBase(i int) bool {
	k := p.at(i)
	return k.has(roleThanEnd) && k.entry.arg(roleThanEnd) == "base"
}

// sign binds ≥ and its like: a value must follow.
func (p *parser) sign(i int, k token) (int, *indicators.Problem) {
	if !p.valueAt(i+1) && !(p.at(i+1).has(roleFill) && p.valueAt(i+2)) {
		if k.entry.arg(roleSign) != "?" && p.gradeFollows(i+1) {
			p.labelled(k)
			return i + 1, nil
		}
		return i, p.problem("malformed", k, k)
	}
	if p.c.op != "" && p.at(i-1).has(roleSign) {
		return i, p.problem("malformed", p.at(i-1), k)
	}
	return i + 1, p.compare(k.entry.arg(roleSign), k)
}

func (p *parser) gradeFollows(i int) bool { return p.at(i).has(roleGrade) }

// valueAt reports whether a number or a date begins at token i.
func (p *parser) valueAt(i int) bool {
	k := p.at(i)
	switch {
	case k.kind == figure || k.kind == date || k.has(roleHalfShare):
		return true
	case isCurrency(k), k.has(rolePlusMinus):
		return p.at(i+1).kind == figure
	case k.has(roleRange) && p.char(k) == '-':
		return p.at(i+1).kind == figure
	case k.kind == mark && p.char(k) == '+':
		return p.at(i+1).kind == figure
	}
	return false
}

// valueAhead reports whether only words that bind to a value stand between
// token i and a value.
func (p *parser) valueAhead(i int) bool {
	for n := 0; n < 6; n++ {
		k := p.at(i)
		if p.valueAt(i) || k.kind == opening && p.at(i+1).kind == figure && k.partner > i {
			return true
		}
		if k.kind != word || !(k.has(rolePre) || k.has(roleSign) || k.has(roleFill) || k.has(roleOf) || k.has(roleArticle) ||
			k.has(roleBoth) || k.has(roleAboutPre) || k.has(roleBy) || k.has(roleTo) || k.has(roleNeg) || k.has(roleWithin) ||
			k.has(roleBetween) || k.has(roleStretch) || k.has(roleVerb) || k.has(roleAbout) || k.has(roleBasis) || k.has(rolePer)) {
			return false
		}
		i++
	}
	return false
}

// labelled adds a token to the words before the value.
func (p *parser) labelled(k token) {
	if p.c.baseline != nil {
		return // 由15天…降至: what is named stands before
	}
	if p.c.label[0] == p.c.label[1] {
		p.c.label[0] = k.from
	}
	p.c.label[1] = k.to
}
