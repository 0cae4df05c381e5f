package notation

import (
	"strings"

	"yardstick/indicators"
)

// isChange reports whether a condition asks for a change and not for a level.
func (c *condition) isChange() bool {
	if c.level {
		return false
	}
	if c.baseline != nil && c.verb == "" {
		return false
	}
	return c.verb != "" || c.basis != "" || c.plus || c.loose != "" && c.low.unit == "个百分点"
}

// namedChange moves what an indicator's name says of a change into the
// condition: 较上年减少 : 6%.
func (p *parser) namedChange(c *condition) *indicators.Problem {
	if c.verb != "" || c.basis != "" || c.level || c.baseline != nil || c.loose != "" || c.plus || p.nature().growth != "" || c.per != "" {
		return nil
	}
	name := p.in.Name
	if unit := UnitOfName(name); unit != "" {
		name = withoutUnit(name)
	}
	if !endsInChange(name) || p.label(c) != "" {
		return nil
	}
	direction, basis := changeInName(name)
	if direction == "" || c.shape == plusMinus {
		return nil
	}
	c.verb = direction
	if basis != "" {
		c.basis = basis
	}
	return nil
}

// endsInChange is the cheap test before changeInName.
func endsInChange(name string) bool {
	runes := []rune(name)
	if len(runes) < 3 || !isHan(runes[len(runes)-1]) {
		return false
	}
	for n := 2; n <= 4 && n < len(runes); n++ {
		t := newText(string(runes[len(runes)-n:]))
		if e, end := words.longest(t, 0); e != nil && end == len(t.runes) && e.has(roleVerb) {
			return true
		}
	}
	return false
}

// changeInName returns the direction of the verb that ends a name, and the basis
// that the name names.
func changeInName(name string) (direction, basis string) {
	p := &parser{in: &Input{}, t: newText(name)}
	p.tokens = p.t.tokens(calendar{}, nil)
	p.end = len(p.tokens)
	for i := 0; i < p.end; i++ {
		k := p.at(i)
		if k.has(roleBasis) && k.entry.arg(roleBasis) != "?" {
			basis = k.entry.arg(roleBasis)
		}
		if k.has(roleThan) && p.yearAt(i+1) {
			if _, ok, problem := p.thanYear(i); ok && problem == nil {
				basis = p.c.basis
			}
		}
		if i == p.end-1 && k.has(roleVerb) {
			direction = k.entry.arg(roleVerb)
		}
	}
	return direction, basis
}

// changed reads a change: its size in its direction, against a basis.
func (p *parser) changed(c *condition) (indicators.Reading, *indicators.Problem) {
	r := indicators.Reading{Kind: indicators.Change, Op: c.op, Value: c.low.value, Unit: c.low.unit, Per: c.per, Basis: c.basis}
	whole := func(code string) (indicators.Reading, *indicators.Problem) {
		return indicators.Reading{}, p.problemAt(code, c.from, c.to)
	}
	direction := c.verb
	if direction == "" {
		direction = c.loose
	}
	switch {
	case direction == "improve" && p.nature().less:
		return whole("two-readings")
	case direction == "improve", direction == "" && c.plus:
		direction = "up"
	case direction == "" && c.op == "" && r.Value < 0:
		direction, r.Value = "down", -r.Value
	case direction == "":
		return whole("two-readings")
	}
	if r.Value < 0 || c.plus && (direction == "down" || c.basis == "" && r.Unit != "%" && r.Unit != "个百分点") {
		return whole("two-readings")
	}
	if growth := p.nature().growth; growth != "" && r.Unit == "%" && c.shape == single {
		return p.reportedRate(c, r, growth, direction)
	}
	r.Direction = direction
	if problem := p.changeUnit(c, &r); problem != nil {
		return indicators.Reading{}, problem
	}
	if r.Op == "" && c.shape == single && r.Value > 0 && p.againstNature(c, direction) {
		switch p.in.Direction {
		case "at_least", "正向":
			r.Op = indicators.AtLeast
		case "at_most", "反向":
			r.Op = indicators.AtMost
		default:
			found := p.t.published(c.low.from, c.low.to)
			return indicators.Reading{}, p.twoReadings(c.from, c.to, "≥"+found, "≤"+found)
		}
	}
	if problem := p.changeSize(c, &r); problem != nil {
		return indicators.Reading{}, problem
	}
	if r.Basis == "" {
		r.Basis = "baseline"
		if _, named := changeInName(p.in.Name); named != "" && c.baseline == nil {
			r.Basis = named
		}
	}
	if c.baseline != nil {
		return p.fromBaseline(c, r)
	}
	return r, nil
}

// againstNature reports a change away from what is wanted: 投诉率增长5%,
// 满意度下降5%. Nobody promises that; it may be a ceiling.
func (p *parser) againstNature(c *condition, direction string) bool {
	n := natureOf(p.label(c))
	if p.label(c) == "" {
		n = p.nature()
	}
	spent := isCost(p.in.Category) && !n.rate && !n.saves
	return direction == "up" && (n.less || spent) || direction == "down" && n.rate && !n.saves
}

// reportedRate reads 增长6% for an indicator that is itself a growth rate.
func (p *parser) reportedRate(c *condition, r indicators.Reading, growth, direction string) (indicators.Reading, *indicators.Problem) {
	if growth != direction {
		return indicators.Reading{}, p.problemAt("two-readings", c.from, c.to)
	}
	r.Kind, r.Basis = indicators.Threshold, ""
	if r.Op == "" {
		r.Op = indicators.AtLeast
		if r.Value == 0 {
			r.Op = indicators.AtMost
			note(&r, indicators.BareZero)
		} else if n := p.nature(); growth == "up" && (n.less || costs(p.in.Name)) {
			r.Op = indicators.AtMost
			note(&r, indicators.BareAtMost)
		}
	}
	return r, nil
}

// costs reports a name that holds money spent, of which a growth is a ceiling.
func costs(name string) bool {
	return strings.Contains(name, "成本") || strings.Contains(name, "费")
}

// changeUnit settles in what a change is measured: 提高2倍 is +200 %.
func (p *parser) changeUnit(c *condition, r *indicators.Reading) *indicators.Problem {
	switch {
	case r.Unit == "倍" && c.shape == single:
		if r.Value > indicators.MaxValue/100 || r.Direction == "down" {
			out := p.problemAt("impossible", c.from, c.to)
			out.Args["likely"] = "≤100%"
			return out
		}
		r.Value, r.Unit = r.Value*100, "%"
	case r.Unit == "" || isTime(r.Unit) && r.Unit == "月":
		return p.problemAt("two-readings", c.from, c.to)
	}
	if r.Unit == "%" && r.Direction == "down" && (r.Value > 100*indicators.One || c.high.value > 100*indicators.One) {
		out := p.problemAt("impossible", c.from, c.to)
		out.Args["likely"] = "≤100%"
		return out
	}
	return nil
}

// changeSize settles the comparison: a change word means at least so much.
func (p *parser) changeSize(c *condition, r *indicators.Reading) *indicators.Problem {
	switch {
	case c.shape == ranged:
		r.Op, r.High, r.Open = indicators.Between, c.high.value, c.open
		if r.Value >= r.High {
			out := p.twoReadings(c.low.from, c.high.to, p.t.published(c.low.from, c.low.to), p.t.published(c.high.from, c.high.to))
			out.Code = "empty-range"
			return out
		}
	case c.shape == plusMinus:
		r.Op, r.Value, r.High = indicators.Between, c.low.value-c.high.value, c.low.value+c.high.value
		if r.Value >= r.High || r.Value < 0 {
			return p.problemAt("two-readings", c.from, c.to)
		}
	case r.Op == "" && r.Value == 0:
		if r.Direction == "down" {
			return p.problemAt("two-readings", c.from, c.to)
		}
		r.Op = indicators.AtMost
		note(r, indicators.BareZero)
	case r.Op == "":
		r.Op = indicators.AtLeast
	}
	return nil
}

// fromBaseline reads 由80%提高15个百分点.
func (p *parser) fromBaseline(c *condition, r indicators.Reading) (indicators.Reading, *indicators.Problem) {
	base := c.baseline
	if problem := p.settle(base); problem != nil {
		return indicators.Reading{}, problem
	}
	fits := base.unit == r.Unit || r.Unit == "个百分点" && base.unit == "%" || r.Unit == "%" && base.unit != "%"
	if c.basis != "" || !fits {
		return indicators.Reading{}, p.problemAt("two-readings", c.from, c.to)
	}
	v := base.value
	r.Baseline, r.Basis = &v, "baseline"
	return r, nil
}
