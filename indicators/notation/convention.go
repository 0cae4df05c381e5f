package notation

import (
	"strings"

	"yardstick/indicators"
)

// nature is what an indicator's name tells about its figures.
type nature struct {
	handles                  bool // begins with a deed done to what is better few: 处理投诉
	saving                   bool // begins with a saving: 节约成本
	less, doing, saves, rate bool // less is better; a deed done; a saving; a rate of doing
	share                    bool // a share, between 0 and 100 %
	growth                   string
	date, time               bool
	question, more           bool
	length                   bool // metres belong there, and m is no million
}

// natureOf reads a name. The last word that tells decides: 事故 is better few,
// 事故处理率 is better high.
func natureOf(name string) (n nature) {
	if name == "" {
		return n
	}
	t := newText(name)
	denied, by := -1, rune(0) // where 未, 不, 无 or 零 ends, and which it was
	for i := 0; i < len(t.runes); {
		e, end := names.longest(t, i)
		if e != nil && denied == i && e.has(roleFill) {
			i, denied = end, end // 未按时完成率
			continue
		}
		if e == nil || e.has(roleFill) || isLetter(t.runes[i]) && !t.wordStarts(i) {
			if n.less && isHan(t.runes[i]) {
				n.less = false // 成本效益: another word follows, and decides nothing
			}
			n.share, n.growth = false, ""
			if strings.ContainsRune("未不无零非", t.runes[i]) {
				denied, by = i+1, t.runes[i]
			}
			i++
			continue
		}
		n.hear(e, i == 0, end == len(t.runes))
		if denied == i {
			n.deny(e, by)
		}
		i = end
	}
	if last := len(t.runes) - 1; last >= 0 && t.runes[last] == '率' && n.growth == "" {
		n.share = n.share || !freeEnd(t)
	}
	return n
}

// deny turns what a name tells round: 未整改率 is better low, 无故障时间 better high.
func (n *nature) deny(e *entry, by rune) {
	switch {
	case e.has(roleDoing) && e.arg(roleDoing) == "share":
		n.less, n.doing, n.rate = true, false, false
	case e.has(roleLess) && (by == '无' || by == '零'):
		n.less, n.doing, n.rate = false, true, true
	}
}

func (n *nature) hear(e *entry, first, last bool) {
	switch {
	case e.has(roleLess) && n.handles && e.arg(roleLess) != "money", e.has(roleLess) && n.saving:
	case e.has(roleLess):
		n.less, n.doing, n.saves, n.rate = true, false, false, false
		n.share, n.growth = strings.HasSuffix(string(e.runes), "率") && !e.has(roleFree), ""
	case e.has(roleDoing):
		arg := e.arg(roleDoing)
		n.less, n.doing = false, true
		n.saves, n.rate = arg == "save", arg == "share"
		n.handles, n.saving = first && arg == "handles", first && arg == "save"
		n.share, n.growth = arg == "share", e.arg(roleGrowth)
	case e.has(roleGrowth):
		n.share, n.growth = false, e.arg(roleGrowth)
	case e.has(roleFree):
		n.share, n.growth = false, ""
		if isHan(e.runes[0]) && len(e.runes) > 1 && !e.has(roleTail) {
			n.less = false // 成本利润率 is a profit
		}
	case e.has(roleShareName):
		n.share = true
	}
	if e.has(roleDateName) && last {
		n.date = true
	}
	n.date = n.date || e.has(roleDateName) && len(e.runes) > 1
	n.time = n.time || e.has(roleTimeName)
	n.question = n.question || e.has(roleQuestion)
	n.more = n.more || e.has(roleMore)
	n.length = n.length || e.has(roleLength)
}

// freeEnd reports whether a name ends in a rate that may pass 100 %: 利润率.
func freeEnd(t *text) bool {
	for n := 2; n <= 6 && n <= len(t.runes); n++ {
		if e, end := names.longest(t, len(t.runes)-n); e != nil && end == len(t.runes) && (e.has(roleFree) || e.has(roleGrowth)) {
			return true
		}
	}
	return false
}

func isCost(category string) bool {
	return strings.Contains(category, "成本") || strings.Contains(strings.ToLower(category), "cost")
}

func isTimeliness(category string) bool {
	return strings.Contains(category, "时效") || strings.Contains(strings.ToLower(category), "timel")
}

// bare supplies the comparison that a bare number lacks, and the code that says
// so; code is no-direction when nothing tells.
func (p *parser) bare(value indicators.Value, unit, label string, deed bool) (op indicators.Op, assumed, code string) {
	switch p.in.Direction {
	case "at_least", "正向":
		return indicators.AtLeast, "", ""
	case "at_most", "反向":
		return indicators.AtMost, "", ""
	case "exactly":
		return indicators.Exactly, "", ""
	}
	if value == 0 {
		return indicators.AtMost, indicators.BareZero, ""
	}
	n := natureOf(label)
	name, timed := p.nature(), n.time
	if !n.less && !n.doing {
		n = name
		n.time = n.time || timed // 响应时间2秒 under 系统性能
	}
	switch {
	case n.rate || n.saves || deed:
		return indicators.AtLeast, indicators.BareAtLeast, ""
	case n.growth == "up" && costs(p.in.Name):
		return indicators.AtMost, indicators.BareAtMost, ""
	case isCost(p.in.Category), n.less && !(n.time && unit == "%"), // 90% within 18 weeks says nothing of the waiting
		isTime(numerator(unit)) && (isTimeliness(p.in.Category) || n.time || name.time):
		return indicators.AtMost, indicators.BareAtMost, ""
	case unit == "" && (n.time || name.time) && !n.doing:
		return indicators.AtMost, indicators.BareAtMost, ""
	case unit == "" && isTimeliness(p.in.Category) && !n.doing:
		return "", "", "no-direction"
	case p.in.Category != "" || n.doing || n.more || name.more || tellsMore(unit):
		return indicators.AtLeast, indicators.BareAtLeast, ""
	}
	return "", "", "no-direction"
}

// tellsMore reports whether a unit counts what was done: 家次, 人次, 场次.
func tellsMore(unit string) bool {
	switch unit {
	case "家次", "人次", "场次", "户次", "万人次", "万家次":
		return true
	}
	return false
}

// nature returns what the indicator's name tells, read once.
func (p *parser) nature() nature {
	if !p.natureRead {
		name := p.in.Name
		if unit := UnitOfName(name); unit != "" {
			name = withoutUnit(name)
		}
		p.ownNature, p.natureRead = natureOf(name), true
	}
	return p.ownNature
}

func withoutUnit(name string) string {
	if i := strings.LastIndexAny(name, "（("); i > 0 {
		return strings.TrimSpace(name[:i])
	}
	return name
}

// UnitOfName returns the unit in brackets at the end of an indicator's name,
// empty when there is none: 满意度（%） has %, 绩效评价（含复核） has none.
func UnitOfName(name string) string {
	name = strings.TrimRight(name, " \t\n　：:")
	if name == "" {
		return ""
	}
	var open string
	switch {
	case strings.HasSuffix(name, "）"):
		open = "（"
		name = strings.TrimSuffix(name, "）")
	case strings.HasSuffix(name, ")"):
		open = "("
		name = name[:len(name)-1]
	default:
		return ""
	}
	i := strings.LastIndex(name, open)
	if i < 0 {
		if i = strings.LastIndexAny(name, "（("); i < 0 {
			return ""
		}
		open = name[i : i+1]
		if name[i] != '(' {
			open = "（"
		}
	}
	unit := strings.TrimSpace(name[i+len(open):])
	for _, prefix := range []string{"单位：", "单位:", "单位"} {
		unit = strings.TrimPrefix(unit, prefix)
	}
	unit = foldUnit(strings.TrimSpace(unit))
	if !isUnit(unit) {
		return ""
	}
	return unit
}

// isUnit reports whether a text is a unit, with a multiplier (万亩) or a base (元/人).
func isUnit(unit string) bool {
	if unit == "" {
		return false
	}
	if indicators.KnownUnit(unit) {
		return true
	}
	t := newText(unit)
	if len(t.runes) == 0 || len(t.runes) > 24 {
		return false
	}
	i := 0
	for i < len(t.runes) && strings.ContainsRune("十百千万亿", t.runes[i]) {
		if e, end := words.longest(t, i); e != nil && e.has(roleUnit) && (end == len(t.runes) || t.is(end, '/')) {
			break
		}
		i++
	}
	if i == len(t.runes) {
		return false
	}
	if t.runes[i] == '/' {
		return i+1 < len(t.runes) && i == 0
	}
	e, end := words.longest(t, i)
	return e != nil && e.has(roleUnit) && (end == len(t.runes) || t.is(end, '/') && end+1 < len(t.runes))
}
