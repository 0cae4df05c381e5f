package notation

import (
	"math"
	"strconv"
	"strings"

	"yardstick/indicators"
)

// windowFits compares a time with the window in its bracket.
func (p *parser) windowFits(c *condition, r indicators.Reading) *indicators.Problem {
	length := indicators.Value(0)
	switch indicators.FamilyOf(r.Unit) {
	case "months":
		v, _, err := indicators.ConvertUnit(r.Value, r.Unit, "个月")
		if err != nil || v == indicators.Value(c.window.Months())*indicators.One {
			return nil
		}
		length = indicators.Value(c.window.Months()) * indicators.One
	case "time":
		days := indicators.Value(c.window.To-c.window.From+1) * indicators.One
		v, _, err := indicators.ConvertUnit(r.Value, r.Unit, "天")
		if err != nil || v >= days-indicators.One && v <= days {
			return nil
		}
		length = days
	default:
		return nil
	}
	out := p.problemAt("window-mismatch", c.low.from, c.to)
	out.Args["stated"], out.Args["window"] = p.t.published(c.low.from, c.low.to), length.String()
	out.Args["from"], out.Args["to"] = c.window.From.String(), c.window.To.String()
	return out
}

// plausible refuses shares beyond 0 to 100 % and fractions that may be shares.
func (p *parser) plausible(c *condition, r *indicators.Reading) *indicators.Problem {
	high := r.Value
	if r.Kind == indicators.Range {
		high = r.High
	}
	label := p.words(c.label)
	n := p.nature()
	if labelled := natureOf(label); label != "" && (labelled.share || labelled.less || labelled.doing) {
		n = labelled
	}
	if !n.share && strings.Contains(p.in.Category, "满意度") && r.Unit == "%" {
		n.share = true
	}
	outsideOnly := !strings.ContainsAny(p.t.published(c.low.from, c.to), "%％‰成半") && c.low.number.unit == ""
	if n.share && n.growth == "" && (r.Unit == "%" && outsideOnly || r.Unit == "") && r.Kind == indicators.Threshold &&
		r.Value > 0 && r.Value <= indicators.One && !(n.less && isCeiling(r.Op)) && !c.low.number.word {
		out := p.problemAt("fraction-or-percent", c.low.from, c.low.to)
		out.Args["percent"] = (r.Value * 100).String()
		return out
	}
	top := indicators.Value(math.MaxInt64)
	switch r.Unit {
	case "%":
		top = 100 * indicators.One
	case "‰":
		top = 1000 * indicators.One
	}
	if !n.share || top == math.MaxInt64 || r.Kind != indicators.Threshold && r.Kind != indicators.Range {
		return nil
	}
	tooHigh := high > top || r.Op == indicators.MoreThan && r.Value >= top
	if tooHigh || r.Value < 0 && r.Kind == indicators.Threshold || r.Op == indicators.LessThan && r.Value <= 0 {
		out := p.problemAt("impossible", c.low.from, c.to)
		out.Args["likely"] = likely(p.t.published(c.low.from, c.low.to), top)
		return out
	}
	return nil
}

// likely is what a scan may have damaged: ≥95% becomes 295%, 95.0% loses its point.
func likely(found string, top indicators.Value) string {
	digits := strings.TrimRight(found, "%％‰ ")
	if len(digits) >= 3 && digits[0] >= '2' && digits[0] <= '9' {
		if v, err := indicators.ParseValue(digits[1:]); err == nil && v > 0 && v <= top && digits[0] != '9' {
			return "≥" + found[1:]
		}
	}
	if len(digits) >= 3 && digits[len(digits)-1] == '0' {
		if v, err := indicators.ParseValue(digits[:len(digits)-1]); err == nil && v <= top {
			return strings.Replace(found, digits, digits[:len(digits)-1], 1)
		}
	}
	return "≤" + top.String()
}

// fits compares the unit of the text with those of the column and the name.
func (p *parser) fits(c *condition, r *indicators.Reading) *indicators.Problem {
	switch r.Kind {
	case indicators.Threshold, indicators.Range, indicators.Duration:
	case indicators.Deadline:
		if p.t.figures && p.unitOutside != "" && indicators.KnownUnit(p.unitOutside) && !isTime(p.unitOutside) {
			return p.problemAt("unit-conflict", c.from, c.to)
		}
		return nil
	default:
		return nil
	}
	for _, outside := range []string{p.unitOutside, p.unitNamed} {
		if outside == "" || r.Unit == "" || r.Unit == outside {
			continue
		}
		if !sameKindOfUnit(r.Unit, outside) {
			out := p.problemAt("unit-conflict", c.low.from, c.low.to)
			out.Args["unit"], out.Args["outside"] = r.Unit, outside
			return out
		}
	}
	if one, exact, err := indicators.ConvertUnit(indicators.One, p.unitNamed, p.unitOutside); c.low.unitless && p.unitNamed != "" && err == nil && (!exact || one != indicators.One) {
		out := p.problemAt("unit-conflict", c.low.from, c.low.to) // 成本（万元） in a column that says 元
		out.Args["unit"], out.Args["outside"] = p.unitNamed, p.unitOutside
		return out
	}
	return nil
}

// sameKindOfUnit reports whether two units may stand for each other: one family,
// or 个 and 项, which count anything that is counted.
func sameKindOfUnit(a, b string) bool {
	x, y := indicators.FamilyOf(a), indicators.FamilyOf(b)
	if x == y || isTime(a) && isTime(b) {
		return true
	}
	if strings.HasSuffix(a, ")") && !strings.HasSuffix(b, ")") {
		a, b = b, a
	}
	for _, one := range strings.FieldsFunc(b, func(r rune) bool { return strings.ContainsRune("/、或()", r) }) {
		if one == a && counted(one) {
			return true // 个/项
		}
	}
	if x == indicators.ThingFamily {
		return counted(b)
	}
	if y == indicators.ThingFamily {
		return counted(a)
	}
	return !indicators.KnownUnit(a) && !indicators.KnownUnit(b) && counted(a) && counted(b) && (isNounUnit(a) || isNounUnit(b))
}

// isNounUnit reports whether an English noun names what is counted (farmers), and
// no symbol does: ktCO2e and tCO2e, ppm and ppb, Mbps and Gbps differ in size.
func isNounUnit(unit string) bool {
	for i, r := range unit {
		if !isLetter(r) && r != ' ' && r != '-' && (i > 0 && unit[i-1] != ' ' || !isLetter(fold(r))) {
			return false
		}
	}
	return len(unit) > 3
}

func counted(unit string) bool {
	return !measured(unit) && !isTime(unit) && indicators.FamilyOf(unit) != "points" && !strings.Contains(unit, "/")
}

// serial refuses 44469 where a date belongs.
func (p *parser) serial(c *condition, r *indicators.Reading) *indicators.Problem {
	if p.t.dates && r.Unit == "" && !c.opWord && c.shape <= ranged && p.dayWithoutYear(c) {
		return p.problemAt("bad-date", c.low.from, max(c.low.to, c.high.to)) // 12.31, 12-31
	}
	if !p.t.dates || c.shape != single || r.Unit != "" || c.opWord || r.Value%indicators.One != 0 {
		return nil
	}
	n := int64(r.Value / indicators.One)
	if n >= 1900 && n < 2200 {
		return p.problemAt("bad-date", c.low.from, c.low.to) // 2021 alone, spring 2021
	}
	if n < 36526 || n > 73050 {
		return nil
	}
	out := p.problemAt("date-serial", c.low.from, c.low.to)
	out.Args["date"] = indicators.Date(n - 25569).String()
	return out
}

// dayWithoutYear reports two small numbers with a point or a dash between them,
// where a date belongs: 31 December, or twelve and a third of nobody says what.
func (p *parser) dayWithoutYear(c *condition) bool {
	if n := p.nature(); n.share || n.doing {
		return false
	}
	first, second, apart := strings.Cut(strings.NewReplacer("-", ".", "–", ".", "—", ".", "~", ".", "．", ".").Replace(string(p.t.runes[c.low.from:max(c.low.to, c.high.to)])), ".")
	return apart && dayNumber(first) && dayNumber(second)
}

func dayNumber(digits string) bool {
	n, err := strconv.Atoi(digits)
	return err == nil && n >= 1 && n <= 31 && len(digits) <= 2
}
