package pdf

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Signs that a line does not begin with, and that it does not end with.
const (
	noStart = "，。、；：！？）》」』】〕〉〗〙〛”’…·‧％‰‱°℃℉′″々〻ー" + ",.;:!?)]}%/" + "ぁぃぅぇぉっゃゅょァィゥェォッャュョ"
	noEnd   = "（《「『【〔〈〖〘〚“‘" + "([{" + "￥¥$€£№"
)

// Connecting signs stand between the two ends of a range: a line does not begin
// with one that follows its text without a space.
const connecting = "-–~～－"

// What belongs to the number behind it and stays on its line.
const beforeNumber = "≥≤≧≦＞＜><=＝≠≈±+＋-–−约近第~～#＃"

// What stands between a number and its unit: 8.5万家次, 350余人.
const (
	multiples = "十百千万亿余多"
	percents  = "%％‰℃"
)

// units of more than one character; a single character behind a number always
// stays with it.
var units = strings.Fields(`家次 人次 人天 人日 人年 人月 次数 万元 亿元 千元 美元 欧元 元整
	年度 年底 年末 月份 月底 月末 季度 个月 小时 分钟 工作日 自然日 日前 日内 年前 天内
	个百分点 百分点 平方米 平方公里 立方米 公里 公斤 公顷 千瓦时 千瓦 吨标准煤 台套 台次 课时 学时
	个项目 以上 以下 以内 分以上 倍以上`)

// latinUnits may stand behind a space: 92.5 km.
var latinUnits = strings.Fields("m km cm mm kg g mg t h s min d ha L ml kW MW GW kWh MWh GWh GB TB MB CNY RMB USD pp pts")

// context is what has been read of a line so far, as far as it decides where
// one may break.
type context struct {
	basic              *[1 << 16]traits
	last, beforeLast   rune   // 0 at the beginning
	traits, traitsLast traits // of last and beforeLast
	number             bool   // a number stands before, maybe with a multiple or a space
	unit               int    // characters left of the unit begun
}

// next reads the character r, the first of rest, and says whether a line may
// begin with it.
func (c *context) next(r rune, rest string) bool {
	of := c.traitsOf(r)
	free := c.last != 0 && c.mayBreak(r, of)
	switch {
	case c.unit > 0:
		c.unit--
		free = false
	case c.number && isHan(r):
		unit := unitAt(rest)
		if unit != "" || !c.traits.has(percent) {
			free = false
		}
		c.unit = max(0, utf8.RuneCountInString(unit)-1)
	case c.number && of.has(letter) && isLatinUnit(rest):
		free = false
	}
	switch {
	case of.has(digit):
		c.number = true
	case c.number && (r == '.' || r == ',' || r == ' ' && !c.traits.has(space|percent)):
	case c.number && c.unit == 0 && of.has(multiple|percent):
	default:
		c.number = false
	}
	c.beforeLast, c.last, c.traitsLast, c.traits = c.last, r, c.traits, of
	return free
}

func (c *context) traitsOf(r rune) traits {
	if r >= 0 && int(r) < len(c.basic) {
		return c.basic[r]
	}
	return traitsOf(r)
}

// mayBreak says whether a line may end after the last character and the next
// begin with b.
func (c *context) mayBreak(b rune, of traits) bool {
	a := c.traits
	switch {
	case of.has(space | sticky | mark), a.has(sticky):
		return false
	case a.has(space):
		return !of.has(closer) && !(of.has(digit) && c.traitsLast.has(beforeDigit) && c.beforeLast > 0x7F)
	case of.has(closer | connector), a.has(opener):
		return false
	case c.last == '—' && b == '—':
		return false
	case of.has(digit) && a.has(beforeDigit):
		return c.traitsLast.has(wide) && a.has(connector)
	case a.has(wide) || of.has(wide):
		return true
	case c.last == '-' || c.last == '/':
		return c.traitsLast.has(letter) && of.has(letter)
	}
	return c.last == 0x200B
}

// unitAt returns the longest unit that s begins with.
func unitAt(s string) string {
	longest := ""
	for _, unit := range units {
		if len(unit) > len(longest) && strings.HasPrefix(s, unit) {
			longest = unit
		}
	}
	return longest
}

// isLatinUnit says whether the word that s begins with is a unit.
func isLatinUnit(s string) bool {
	end := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) || isHan(r) })
	if end < 0 {
		end = len(s)
	}
	return slices.Contains(latinUnits, s[:end])
}
