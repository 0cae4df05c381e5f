package notation

import (
	"slices"
	"strings"
	"sync"
	"time"

	"yardstick/indicators"
)

// Input is what a target is read from.
type Input struct {
	Name        string     // the indicator's name; only a unit in brackets at its end enters the rule
	Text        string     // the target as published
	Unit        string     // the unit column; may be empty
	Category    string     // 产出/数量指标; may be empty
	Year        int        // the year of a date without one
	FiscalStart time.Month // first month of the fiscal year; 0 means January
	Direction   string     // at_least, at_most, exactly; empty when not declared
	Tolerance   string     // half-width around an approximate target: "5%" or "20"; empty when not declared
}

// Read returns what the text means, or the problem that keeps a careful reader
// from settling it, never both. The problem carries a code, the text and the
// place in it, characters from 1. The work grows linearly with the text.
func Read(in Input) (indicators.Reading, *indicators.Problem) {
	p := parsers.Get().(*parser)
	defer p.release()
	p.begin(&in)
	if problem := p.outside(); problem != nil {
		return indicators.Reading{}, problem
	}
	p.t.dates = p.dateBelongs()
	p.t.figures = p.unitOutside != "" && !isTime(p.unitOutside)
	p.tokens = p.t.tokens(p.cal, p.tokens[:0])
	lo, hi := p.trim(0, len(p.tokens))
	r, problem := p.read(lo, hi)
	if problem != nil {
		return indicators.Reading{}, problem
	}
	if r.Kind == indicators.Change {
		r.Level = p.levelUnit(&r)
	}
	return r, nil
}

// parsers keeps the memory of parsers between targets.
var parsers = sync.Pool{New: func() any { return &parser{t: &text{}} }}

// begin makes the parser ready for a target.
func (p *parser) begin(in *Input) {
	p.t.set(in.Text)
	*p = parser{t: p.t, in: in, tokens: p.tokens[:0], done: p.done[:0], ahead: p.ahead[:0], join: roleAnd,
		cal: calendar{year: in.Year, fiscal: in.FiscalStart}}
}

// release gives the parser back, unless a long text made it large.
func (p *parser) release() {
	if cap(p.tokens)+cap(p.t.runes) > 1<<14 {
		return
	}
	p.in, p.t.source = nil, ""
	parsers.Put(p)
}

// quotes takes out what would end a quoted unit or label early.
var quotes = strings.NewReplacer("\"", "", "“", "", "”", "", "„", "", "\n", "", "\r", "")

// outside finds the unit that the column or the name gives.
func (p *parser) outside() *indicators.Problem {
	column := columnUnit(foldUnit(strings.TrimSpace(quotes.Replace(p.in.Unit))))
	switch column {
	case "-", "/", "—", "无", "n/a", "N/A":
		column = ""
	}
	named := UnitOfName(p.in.Name)
	if column == "" {
		p.unitOutside = named
		return nil
	}
	p.unitOutside = column
	p.unitNamed = named
	return nil
}

// columnUnit takes out what a unit column has around its unit: 单位：个, （个）, 百分比（%）.
func columnUnit(column string) string {
	column = strings.TrimLeft(strings.TrimPrefix(column, "单位"), ":： ")
	column = strings.TrimRight(column, "。.;,、 ")
	inner, bracketed := strings.CutSuffix(column, ")")
	if before, inside, ok := strings.Cut(inner, "("); bracketed && ok && (before == "" || foldUnit(before) == foldUnit(inside)) {
		column = foldUnit(inside)
	}
	return column
}

// dateBelongs reports whether a date is what the indicator asks for.
func (p *parser) dateBelongs() bool {
	if isTimeliness(p.in.Category) {
		return true
	}
	n := p.nature()
	return n.date || n.time
}

// trim leaves out closing punctuation at both ends.
func (p *parser) trim(lo, hi int) (int, int) {
	skip := func(k token) bool {
		return k.has(roleStop) || k.has(roleComma) || k.kind == mark && (p.char(k) == '.' || p.char(k) == '\'' || p.char(k) == '"')
	}
	for lo < hi && skip(p.tokens[lo]) {
		lo++
	}
	for hi > lo && skip(p.tokens[hi-1]) {
		hi--
	}
	return lo, hi
}

// read decides between words and numbers.
func (p *parser) read(lo, hi int) (indicators.Reading, *indicators.Problem) {
	if lo == hi {
		return indicators.Reading{}, p.problemAt("no-target", 0, len(p.t.runes))
	}
	if k := p.tokens[lo]; hi == lo+1 && k.kind == quoted {
		return p.unquoted(k)
	}
	if problem := p.noTarget(lo, hi); problem != nil {
		return indicators.Reading{}, problem
	}
	p.end = hi
	if !p.anyValue(lo, hi) {
		return p.inWords(lo, hi)
	}
	if r, ok := p.noEvent(lo, hi); ok {
		return r, nil // 无3人以上伤亡事故
	}
	if problem := p.conditions(p.skipNumbering(lo, hi), hi); problem != nil {
		return indicators.Reading{}, problem
	}
	return p.joined()
}

// unquoted reads a text that stands wholly between quotes.
func (p *parser) unquoted(k token) (indicators.Reading, *indicators.Problem) {
	inner := *p.in
	inner.Text = p.t.published(k.from+1, k.to-1)
	if inner.Text == "" || len(inner.Text) >= len(p.in.Text) || len(inner.Text) > 600 {
		return indicators.Reading{}, p.problem("malformed", k, k)
	}
	r, problem := Read(inner)
	if problem != nil {
		problem.Source, problem.Column = p.in.Text, problem.Column+1
	}
	return r, problem
}

func (p *parser) anyValue(lo, hi int) bool {
	for i := lo; i < hi; i++ {
		k := p.tokens[i]
		if k.kind == figure || k.kind == date || k.has(roleTimes) || k.has(roleHalf) || k.has(roleZeroGrowth) ||
			k.has(roleHalfShare) || k.has(roleMoreHalf) || k.has(roleHalfUnit) {
			return true
		}
		if k.has(rolePer) && i+1 < hi && (p.t.is(k.to, '底') || p.t.is(k.to, '末')) {
			return true
		}
	}
	return false
}

// skipNumbering passes over the number of a list: 1、, 1., ①.
func (p *parser) skipNumbering(lo, hi int) int {
	k := p.tokens[lo]
	if k.kind != figure || hi-lo < 3 || k.number.mult > 1 || k.number.digits != 1 {
		return lo
	}
	next := p.tokens[lo+1]
	if next.kind != mark && !next.has(roleJoint) || p.char(next) != '.' && p.char(next) != '、' {
		return lo
	}
	if after := p.tokens[lo+2]; after.kind == figure || after.kind == date {
		return lo
	}
	p.numbered = 1
	p.tokens[lo].used = true
	return lo + 2
}

// isNumbering reports whether token i is the next number of the list.
func (p *parser) isNumbering(i int) bool {
	k, next, after := p.at(i), p.at(i+1), p.at(i+2)
	return p.numbered > 0 && k.kind == figure && i == p.c.first && k.number.digits == int64(p.numbered+1) && k.number.mult == 1 && k.number.decimals == 0 &&
		(next.kind == mark && p.char(next) == '.' || next.has(roleJoint) && p.char(next) == '、') && after.kind != figure && after.kind != date
}

// joined turns the conditions into one reading.
func (p *parser) joined() (indicators.Reading, *indicators.Problem) {
	if problem := p.merge(); problem != nil {
		return indicators.Reading{}, problem
	}
	for _, k := range p.tokens[:p.end] {
		if k.kind == figure && !k.used {
			return indicators.Reading{}, p.problem("malformed", k, k) // no number is ever passed over
		}
	}
	conditions := p.done
	if len(conditions) == 0 {
		return indicators.Reading{}, p.problemAt("malformed", 0, len(p.t.runes))
	}
	if len(conditions) == 1 {
		r, problem := p.reading(&conditions[0])
		if problem == nil {
			problem = p.fits(&conditions[0], &r)
		}
		return r, problem
	}
	out := indicators.Reading{Kind: indicators.Compound, Logic: "all"}
	if conditions[1].join == roleOr {
		out.Logic = "any"
	}
	for i := range conditions {
		if i > 1 && conditions[i].join != conditions[1].join {
			return indicators.Reading{}, p.twoReadings(conditions[i].from, conditions[i].to, "all", "any")
		}
		part, problem := p.reading(&conditions[i])
		if problem != nil {
			return indicators.Reading{}, problem
		}
		if part.Kind == indicators.Compound {
			return indicators.Reading{}, p.problemAt("two-readings", conditions[i].from, conditions[i].to)
		}
		part.Label = p.partLabel(&conditions[i], part)
		for k, earlier := range out.Parts {
			if clash(earlier, part) && !conditions[i].every {
				return indicators.Reading{}, p.twoReadings(conditions[k].from, conditions[i].to,
					p.t.published(conditions[k].from, conditions[k].to), p.t.published(conditions[i].from, conditions[i].to))
			}
		}
		out.Parts = append(out.Parts, part)
	}
	if milestones(out.Parts) {
		return indicators.Reading{}, p.twoReadings(conditions[0].from, conditions[len(conditions)-1].to,
			p.t.published(conditions[0].from, conditions[0].to), p.t.published(conditions[len(conditions)-1].from, conditions[len(conditions)-1].to))
	}
	return out, nil
}

// milestones reports two shares, each with a date of its own: 6月底前支出率50%，12月底
// 前95%. Parts that are judged apart would not keep a share with its date.
func milestones(parts []indicators.Reading) bool {
	dates, shares := 0, 0
	for _, part := range parts {
		switch {
		case part.Kind == indicators.Deadline:
			dates++
		case part.Kind == indicators.Threshold && part.Unit == "%":
			shares++
		}
	}
	return dates >= 2 && shares >= 2
}

// clash reports two parts that nothing in the text tells apart: two dates, or
// two amounts of one unit under one label.
func clash(a, b indicators.Reading) bool {
	if a.Kind == indicators.Deadline && b.Kind == indicators.Deadline {
		return a.Label == b.Label
	}
	return a.Kind == b.Kind && a.Kind != indicators.Narrative && a.Kind != indicators.Grade && a.Kind != indicators.Truth &&
		a.Unit == b.Unit && a.Label == b.Label && a.Per == b.Per && a.Direction == b.Direction
}

// merge joins conditions on one quantity into a range, and refuses two floors.
func (p *parser) merge() *indicators.Problem {
	out := p.done[:0]
	for i := range p.done {
		b := p.done[i]
		if len(out) == 0 {
			out = append(out, b)
			continue
		}
		a := &out[len(out)-1]
		if !p.sameQuantity(a, &b) {
			out = append(out, b)
			continue
		}
		if problem := p.between(a, &b); problem != nil {
			return problem
		}
	}
	p.done = out
	return nil
}

// sameQuantity reports whether nothing in the text tells two conditions apart.
func (p *parser) sameQuantity(a, b *condition) bool {
	if a.words || b.words || b.every || a.shape == empty || b.shape == empty {
		return false
	}
	if (a.shape >= dated) != (b.shape >= dated) {
		return false
	}
	labelA, labelB := p.label(a), p.label(b)
	if a.shape >= dated {
		return labelA == labelB || labelA == "" || labelB == "" // 初稿3月底前，终稿6月底前 are two
	}
	if labelA != labelB && labelB != "" {
		return false
	}
	if b.verb != "" || b.basis != "" || b.baseline != nil {
		return false
	}
	return a.low.unit == b.low.unit || b.low.unit == p.unitOutside && b.low.number.unit == "" && b.low.to-b.low.from <= 12 && !b.ownUnit(p) ||
		indicators.FamilyOf(a.low.unit) == indicators.FamilyOf(b.low.unit) || a.low.unit == ""
}

func (c *condition) ownUnit(p *parser) bool { return c.low.unit != "" && c.low.unit != p.unitOutside }

func isFloor(op indicators.Op) bool { return op == indicators.AtLeast || op == indicators.MoreThan }

func isCeiling(op indicators.Op) bool { return op == indicators.AtMost || op == indicators.LessThan }

// between makes a range of a floor and a ceiling.
func (p *parser) between(a, b *condition) *indicators.Problem {
	first, second := p.t.published(a.from, a.to), p.t.published(b.from, b.to)
	if a.shape != single || b.shape != single || b.join == roleOr || a.about >= 0 || b.about >= 0 ||
		!(isFloor(a.op) && isCeiling(b.op) || isCeiling(a.op) && isFloor(b.op)) || a.per != b.per && b.per != "" {
		return p.twoReadings(a.from, b.to, first, second)
	}
	if a.low.unit != b.low.unit {
		if a.low.unit == "" || a.low.unit == p.unitOutside && !a.ownUnit(p) {
			a.low.unit = b.low.unit
		}
		v, exact, err := indicators.ConvertUnit(b.low.value, b.low.unit, a.low.unit)
		if b.low.unit == "" {
			v, exact, err = b.low.value, true, nil
		}
		if err != nil || !exact {
			return p.twoReadings(a.from, b.to, first, second)
		}
		b.low.value, b.low.unit = v, a.low.unit
	}
	low, high := *a, *b
	if isCeiling(a.op) {
		low, high = *b, *a
	}
	lowOpen, highOpen := low.op == indicators.MoreThan, high.op == indicators.LessThan
	if low.low.value > high.low.value || low.low.value == high.low.value && (lowOpen || highOpen) {
		out := p.twoReadings(a.from, b.to, first, second)
		out.Code = "empty-range"
		return out
	}
	a.open = ""
	switch {
	case lowOpen && highOpen:
		a.open = "both"
	case lowOpen:
		a.open = "lo"
	case highOpen:
		a.open = "hi"
	}
	a.low, a.high, a.shape, a.op, a.opWord, a.to = low.low, high.low, ranged, "", true, b.to
	return nil
}

// label is what the text calls a condition: the words before it, else those after.
func (p *parser) label(c *condition) string {
	label := p.words(c.label)
	if label == "" {
		label = p.words(c.tail)
	}
	return label
}

// partLabel is a part's label: for 无质量事故 the event, for a grade none.
func (p *parser) partLabel(c *condition, part indicators.Reading) string {
	label := p.label(c)
	if !c.words || part.Kind == indicators.Narrative {
		return label
	}
	if part.Kind != indicators.Threshold {
		return ""
	}
	for _, none := range []string{"未发生", "不发生", "未出现", "不出现", "没有", "无", "零", "no ", "No ", "zero "} {
		if rest, ok := strings.CutPrefix(label, none); ok {
			return strings.TrimSpace(rest)
		}
	}
	return label
}

func (p *parser) words(stretch [2]int) string {
	return strings.Trim(p.t.published(stretch[0], stretch[1]), " 　,，、;；:：。.\"“”'‘’的等-·")
}

// note adds what was assumed, once.
func note(r *indicators.Reading, code string) {
	if code != "" && !slices.Contains(r.Assumed, code) {
		r.Assumed = append(r.Assumed, code)
	}
}
