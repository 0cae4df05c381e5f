package notation

import (
	"strings"

	"yardstick/indicators"
)

// reading turns one condition into a reading.
func (p *parser) reading(c *condition) (indicators.Reading, *indicators.Problem) {
	switch {
	case c.words:
		return p.clauseInWords(c)
	case c.shape == dated || c.shape == windowed:
		return p.deadline(c)
	}
	if c.about >= 0 {
		return p.approximate(c)
	}
	if c.low.ordinal || c.high.ordinal {
		return indicators.Reading{}, p.problemAt("rank", c.low.from, c.low.to)
	}
	if problem := p.namedChange(c); problem != nil {
		return indicators.Reading{}, problem
	}
	if c.lastYear && !c.isChange() && (c.low.unit == "倍" || c.low.unit == "%") {
		return indicators.Reading{}, p.problemAt("unknown-basis", c.from, c.to)
	}
	if c.than && c.basis == "" {
		return indicators.Reading{}, p.problemAt("unknown-basis", c.from, c.to)
	}
	if c.perDay {
		c.low.unit += "/天"
	}
	if c.everyBase != "" {
		c.low.unit += "/" + c.everyBase
	}
	if c.loose != "" && !c.level && !c.reach && c.low.unit == "%" && c.verb == "" && !p.ownSubject(c) && p.rateObject(c) == ambiguous {
		return indicators.Reading{}, p.twoReadings(c.from, c.to, "+"+p.t.published(c.low.from, c.low.to), "="+p.t.published(c.low.from, c.low.to))
	}
	if c.loose != "" && !c.level && !c.reach && c.low.unit == "%" && c.verb == "" && !p.ownSubject(c) && p.rateObject(c) == plainObject {
		c.verb = c.loose
	}
	if c.isChange() {
		return p.changed(c)
	}
	return p.amount(c)
}

// object is what a change verb that stands apart from its number governs.
type object uint8

const (
	plainObject object = iota // 降低成本10%: by 10 %
	ambiguous                 // 提高合格率5%: by 5 %, or to 5 %
	rateItself                // 压减比例5%: the rate of the change
)

func (p *parser) rateObject(c *condition) object {
	label := strings.TrimRight(p.words(c.label), "：: ")
	for _, verb := range []string{"压减", "下降", "降低", "减少", "增长", "提高", "提升", "压缩", "缩减", "增加", "上升", "削减"} {
		for _, rate := range []string{"率", "比例", "幅度", "比率"} {
			if strings.HasSuffix(label, verb+rate) {
				return rateItself
			}
		}
	}
	for _, rate := range []string{"率", "度", "比例", "占比", "比重", "比率", "水平", "面", "rate", "coverage", "share"} {
		if strings.HasSuffix(label, rate) {
			return ambiguous
		}
	}
	return plainObject
}

// amount reads a threshold, a range or a duration.
func (p *parser) amount(c *condition) (indicators.Reading, *indicators.Problem) {
	r := indicators.Reading{Kind: indicators.Threshold, Op: c.op, Value: c.low.value, Unit: c.low.unit, Per: c.per, Window: c.window}
	if problem := p.ambiguousUnit(c); problem != nil {
		return r, problem
	}
	if problem := p.thanYearOrNumber(c, r); problem != nil {
		return r, problem
	}
	if problem := p.serial(c, &r); problem != nil {
		return r, problem
	}
	if c.assumedY {
		note(&r, indicators.YearOfProgramme)
	}
	if c.shape == ranged || c.shape == plusMinus {
		return p.ranged(c, r)
	}
	if c.low.number.negative && c.op == "" && p.nature().growth == "" && p.in.Direction == "" {
		return r, p.bareNegative(c, r)
	}
	if c.plus {
		return r, p.problemAt("two-readings", c.from, c.to)
	}
	if problem := p.levelOp(c, &r); problem != nil {
		return r, problem
	}
	if r.Op == indicators.Exactly {
		switch p.in.Direction {
		case "at_least":
			r.Op = indicators.AtLeast
		case "at_most":
			r.Op = indicators.AtMost
		}
	}
	if problem := p.againstDirection(c, r.Op); problem != nil {
		return r, problem
	}
	if before := p.at(p.tokenBefore(c.low.from)); r.Op == "" && isTime(r.Unit) && before.has(roleAt) && isLetter(p.char(before)) {
		return r, p.twoReadings(before.from, c.low.to, "≤", "=")
	}
	timed := isTime(r.Unit) && !c.opWord && !c.level && c.baseline == nil && c.per == ""
	if timed && !c.window.IsZero() {
		r.Kind, r.Op = indicators.Duration, indicators.AtMost
		return r, p.windowFits(c, r)
	}
	if r.Op == "" {
		if n := p.nature(); n.question && r.Unit == "" || n.share && n.growth == "" && r.Unit == "个百分点" {
			return r, p.problemAt("two-readings", c.low.from, c.low.to) // 是否完成: 1; 满意度: 2个百分点
		}
		op, assumed, code := p.bare(r.Value, r.Unit, p.label(c), c.loose != "")
		if code != "" && timed && p.in.Category == "" && p.pure(c) && r.Value > 0 {
			op, assumed, code = indicators.AtMost, indicators.BareAtMost, ""
		}
		if code != "" {
			return r, p.problemAt(code, c.low.from, c.low.to)
		}
		r.Op = op
		note(&r, assumed)
	}
	if timed && r.Op == indicators.AtMost && p.pure(c) {
		r.Kind = indicators.Duration
	}
	if !c.window.IsZero() && isTime(r.Unit) {
		if problem := p.windowFits(c, r); problem != nil {
			return r, problem
		}
	}
	return r, p.plausible(c, &r)
}

// thanYearOrNumber refuses "higher than 2019" without a unit.
func (p *parser) thanYearOrNumber(c *condition, r indicators.Reading) *indicators.Problem {
	if r.Unit != "" || !isFloor(c.op) && !isCeiling(c.op) {
		return nil
	}
	i := p.tokenBefore(c.low.from)
	before := p.at(i)
	if !before.has(rolePre) || !p.yearAt(i+1) || c.low.number.digits%100 == 0 {
		return nil
	}
	if word := string(before.entry.runes); word != "higher than" && word != "lower than" {
		return nil
	}
	found := p.t.published(c.low.from, c.low.to)
	return p.twoReadings(before.from, c.low.to, string(c.op)+" "+found, "vs "+found)
}

// bareNegative refuses -10% and -3 without a comparison: a fall by so much, or a
// level below 0.
func (p *parser) bareNegative(c *condition, r indicators.Reading) *indicators.Problem {
	if r.Unit != "%" {
		return p.problemAt("malformed", c.low.from, c.low.to)
	}
	if problem := p.plausible(c, &r); problem != nil {
		return problem
	}
	found := p.t.published(c.low.from, c.low.to)
	return p.twoReadings(c.from, c.to, found, "≤"+found)
}

// tokenBefore is the token that ends before a place.
func (p *parser) tokenBefore(from int) int {
	lo, hi := 0, len(p.tokens)
	for lo < hi {
		middle := (lo + hi) / 2
		if p.tokens[middle].from < from {
			lo = middle + 1
		} else {
			hi = middle
		}
	}
	return lo - 1
}

// ownSubject reports whether words part a change verb from its number by a
// comma, so that it says nothing of the number.
func (p *parser) ownSubject(c *condition) bool {
	return strings.ContainsAny(p.t.published(c.label[0], c.label[1]), ",，;；")
}

// pure reports whether a time stands alone, without an action: 20个工作日内, and
// not 2小时内到场.
func (p *parser) pure(c *condition) bool {
	if c.verbAll || c.loose != "" {
		return false
	}
	if tail := p.words(c.tail); tail != "" {
		lower := strings.ToLower(tail)
		if !strings.HasPrefix(lower, "of ") && !strings.HasPrefix(lower, "from ") && !strings.HasPrefix(lower, "after ") {
			return false
		}
	}
	label := p.words(c.label)
	named := strings.HasPrefix(p.t.published(c.label[0], c.label[1]), "“") // a label between quotes is a name
	return label == "" || named || c.after || natureOf(label).time
}

// ambiguousUnit refuses 12月 and 15日, which are a time or a date, and 1.25m of what
// no metre measures.
func (p *parser) ambiguousUnit(c *condition) *indicators.Problem {
	if strings.EqualFold(c.low.unit, "m") && !strings.EqualFold(p.unitOutside, "m") && strings.ContainsAny(p.in.Name, "aeiou") && !p.nature().length {
		found := strings.TrimRight(p.t.published(c.low.from, c.low.to), "mM")
		return p.twoReadings(c.low.from, c.low.to, found+" million", found+" metres")
	}
	if c.shape == ranged && c.low.unit == "月" && c.high.value <= 12*indicators.One && strings.HasSuffix(p.t.published(c.high.from, c.high.to), "月") && c.op == "" && !c.opWord {
		return p.twoReadings(c.low.from, c.high.to, p.t.published(c.low.from, c.high.to), p.t.published(c.low.from, c.low.to)+"-"+c.high.value.String()+"个月")
	}
	if c.shape != single || c.opWord || c.low.unit != "月" && c.low.unit != "日" && c.low.unit != "号" || c.baseline != nil || c.level {
		return nil
	}
	most := indicators.Value(31)
	if c.low.unit == "月" {
		most = 12
	}
	written := p.t.published(c.low.from, c.low.to)
	if !strings.HasSuffix(written, c.low.unit) || c.low.value > most*indicators.One || c.low.unit == "日" && c.bareIn {
		return nil
	}
	return p.twoReadings(c.low.from, c.low.to, written, strings.TrimSuffix(written, c.low.unit)+"个"+c.low.unit)
}

// ranged reads 3-4个, 3.5%±0.2%, ≥5 and <10.
func (p *parser) ranged(c *condition, r indicators.Reading) (indicators.Reading, *indicators.Problem) {
	r.Kind, r.Op, r.High, r.Open = indicators.Range, indicators.Between, c.high.value, c.open
	if c.shape == plusMinus {
		r.Value, r.High = c.low.value-c.high.value, c.low.value+c.high.value
	}
	if r.Value > r.High || r.Value == r.High && c.shape != plusMinus {
		out := p.twoReadings(c.low.from, c.high.to, p.t.published(c.low.from, c.low.to), p.t.published(c.high.from, c.high.to))
		out.Code = "empty-range"
		return r, out
	}
	if r.High > indicators.MaxValue {
		return r, p.problemAt("out-of-range", c.low.from, c.high.to)
	}
	if c.baseline != nil || c.plus {
		return r, p.problemAt("two-readings", c.from, c.to)
	}
	return r, p.plausible(c, &r)
}

// levelOp supplies the sign of 降至 and 提高到, and checks the one that is stated.
func (p *parser) levelOp(c *condition, r *indicators.Reading) *indicators.Problem {
	direction := c.verb
	if direction == "" && c.level {
		direction = c.loose
	}
	if direction == "improve" {
		direction = ""
	}
	if c.baseline != nil {
		base := c.baseline
		if base.unit == "" && base.number.multWord == "" {
			base.unit = r.Unit
		}
		if problem := p.settle(base); problem != nil {
			return problem
		}
		v, exact, err := indicators.ConvertUnit(base.value, base.unit, r.Unit)
		if err != nil || !exact {
			return p.problemAt("unit-conflict", base.from, c.low.to)
		}
		actual := "up"
		if r.Value < v {
			actual = "down"
		}
		if v == r.Value || direction != "" && direction != actual {
			return p.twoReadings(base.from, c.low.to, p.t.published(base.from, base.to), p.t.published(c.low.from, c.low.to))
		}
		direction, r.Baseline = actual, &v
	} else if !c.level {
		return nil
	}
	switch {
	case direction == "":
	case r.Op == "":
		r.Op = indicators.AtLeast
		if direction == "down" {
			r.Op = indicators.AtMost
		}
	case direction == "up" && !isFloor(r.Op), direction == "down" && !isCeiling(r.Op):
		return p.twoReadings(c.from, c.to, direction, string(r.Op))
	}
	return nil
}

// againstDirection refuses a comparison that the direction column contradicts.
func (p *parser) againstDirection(c *condition, op indicators.Op) *indicators.Problem {
	d := p.in.Direction
	if isFloor(op) && (d == "at_most" || d == "反向") || isCeiling(op) && (d == "at_least" || d == "正向") ||
		d == "exactly" && (isFloor(op) || isCeiling(op)) {
		return p.twoReadings(c.from, c.to, string(op), d)
	}
	return nil
}

// deadline reads a date or a window as the day by which.
func (p *parser) deadline(c *condition) (indicators.Reading, *indicators.Problem) {
	r := indicators.Reading{Kind: indicators.Deadline, Op: c.dateOp, Per: c.per}
	if c.about >= 0 {
		return r, p.problem("approximate", p.tokens[c.about], p.tokens[c.about])
	}
	if c.verb != "" || c.level && c.loose != "" || c.hasFrom && c.shape == dated {
		return r, p.problemAt("malformed", c.from, c.to)
	}
	day := c.date.to
	if c.dateOp == indicators.AtLeast || c.dateOp == indicators.LessThan {
		day = c.date.from
	}
	if c.date.last {
		day = c.date.to
	}
	if c.shape == windowed {
		day = c.dateHigh.to
		r.Window = indicators.Window{From: c.date.from, To: day}
	}
	r.Value = day.Value()
	if c.assumedY && !c.ofMonth {
		note(&r, indicators.YearOfProgramme)
	}
	return r, nil
}

// approximate reads 约85% where a tolerance is declared, and refuses it elsewhere.
func (p *parser) approximate(c *condition) (indicators.Reading, *indicators.Problem) {
	problem := p.problem("approximate", p.tokens[c.about], p.tokens[c.about])
	if p.in.Tolerance == "" || c.shape != single || c.op != "" || c.verb != "" || c.basis != "" || c.level || c.low.number.bad != "" {
		return indicators.Reading{}, problem
	}
	width := strings.TrimLeft(strings.TrimSpace(p.in.Tolerance), "±+- ")
	q, ok := amountOf(width)
	if !ok {
		return indicators.Reading{}, problem
	}
	v := q.value
	if q.unit == "%" && c.low.unit != "%" {
		n, fits := indicators.MulDiv(int64(c.low.value), int64(v), 100e6, indicators.HalfUp)
		if !fits {
			return indicators.Reading{}, problem
		}
		v = indicators.Value(n)
	} else if q.unit != "" && q.unit != c.low.unit {
		out, exact, err := indicators.ConvertUnit(v, q.unit, c.low.unit)
		if err != nil || !exact {
			return indicators.Reading{}, problem
		}
		v = out
	}
	r := indicators.Reading{Kind: indicators.Range, Op: indicators.Between, Value: c.low.value - v, High: c.low.value + v, Unit: c.low.unit, Per: c.per}
	return r, p.plausible(c, &r)
}

// amountOf reads a plain number with its unit, nothing else.
func amountOf(s string) (quantity, bool) {
	p := &parser{in: &Input{}, t: newText(s)}
	p.tokens = p.t.tokens(calendar{}, nil)
	p.end = len(p.tokens)
	q, next, ok, problem := p.quantity(0)
	if !ok || problem != nil || next != p.end || p.settle(&q) != nil {
		return q, false
	}
	return q, true
}
