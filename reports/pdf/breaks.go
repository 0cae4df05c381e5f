package pdf

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Signs that a line does not begin with, and that it does not end with.
const (
	noStart = "，。、；：！？）》」』】〕〉〗〙〛”’…·‧％‰‱°℃℉′″々〻ー" + ",.;:!?)]}%/" + "ぁぃぅぇぉっゃゅょァィゥェォッャュョ"
	noEnd   = "（《「『【〔〈〖〘〚“‘" + "([{" + "￥¥$€£№"
)

// connecting signs stand between the two ends of a range: a line does not begin
// with one that follows its text without a space.
const connecting = "-–~～－"

// before a number: what belongs to it and stays on its line.
const beforeNumber = "≥≤≧≦＞＜><=＝≠≈±+＋-–−约近第~～#＃"

// multiples stand between a number and its unit: 8.5万家次, 350余人.
const multiples = "十百千万亿余多"

// longUnits of more than one character; a single character behind a number always
// stays with it.
var longUnits = []string{
	"家次", "人次", "人天", "人日", "人年", "人月", "次数", "万元", "亿元", "千元", "美元", "欧元", "元整",
	"年度", "年底", "年末", "月份", "月底", "月末", "季度", "个月", "小时", "分钟", "工作日", "自然日", "日前", "日内", "年前", "天内",
	"个百分点", "百分点", "平方米", "平方公里", "立方米", "公里", "公斤", "公顷", "千瓦时", "千瓦", "吨标准煤", "台套", "台次", "课时", "学时",
	"个项目", "以上", "以下", "以内", "分以上", "倍以上",
}

// context is what has been read of a line so far, as far as it decides where
// one may break.
type context struct {
	last, beforeLast rune // 0 at the beginning
	number           bool // a number stands before, maybe with a multiple or a space
	unit             int  // characters left of the unit begun
}

// next reads the character r, the first of rest, and says whether a line may
// begin with it.
func (c *context) next(r rune, rest string) bool {
	free := c.last != 0 && mayBreak(c.beforeLast, c.last, r)
	switch {
	case c.unit > 0:
		c.unit--
		free = false
	case c.number && isHan(r):
		free = false
		c.unit = max(0, utf8.RuneCountInString(unitAt(rest))-1)
	case c.number && unicode.IsLetter(r) && isLatinUnit(rest):
		free = false
	}
	switch {
	case unicode.IsDigit(r):
		c.number = true
	case c.number && ((r == '.' || r == ',') || r == ' ' && c.last != ' '):
	case c.number && strings.ContainsRune(multiples, r) && c.unit == 0:
	default:
		c.number = false
	}
	c.beforeLast, c.last = c.last, r
	return free
}

// unitAt returns the longest unit that s begins with.
func unitAt(s string) string {
	longest := ""
	for _, unit := range longUnits {
		if len(unit) > len(longest) && strings.HasPrefix(s, unit) {
			longest = unit
		}
	}
	return longest
}

// isLatinUnit says whether s begins with a unit of one to four letters: kW, km.
func isLatinUnit(s string) bool {
	letters := 0
	for _, r := range s {
		if !unicode.IsLetter(r) || isHan(r) {
			break
		}
		letters++
	}
	return letters > 0 && letters <= 4
}

// mayBreak says whether a line may end after a and the next begin with b; before
// is what stands in front of a.
func mayBreak(before, a, b rune) bool {
	switch {
	case isSpace(b), sticks(a), sticks(b), unicode.In(b, unicode.Mn, unicode.Me):
		return false
	case isSpace(a):
		return !strings.ContainsRune(noStart, b)
	case strings.ContainsRune(noStart, b), strings.ContainsRune(noEnd, a), strings.ContainsRune(connecting, b):
		return false
	case a == '—' && b == '—':
		return false
	case unicode.IsDigit(b) && strings.ContainsRune(beforeNumber, a):
		return isWide(before) && strings.ContainsRune(connecting, a)
	case isWide(a) || isWide(b):
		return true
	case a == '-' || a == '/':
		return unicode.IsLetter(before) && unicode.IsLetter(b)
	}
	return a == 0x200B
}

// isSpace is a space at which a line may end.
func isSpace(r rune) bool {
	return r == ' ' || r == '\t' || r == 0x3000 || r >= 0x2000 && r <= 0x200A && r != 0x2007
}

// sticks is a character that forbids a break on either side of it.
func sticks(r rune) bool {
	return r == 0xA0 || r == 0x2007 || r == 0x202F || r == 0x2060 || r == 0x200D || r == 0xFEFF || r >= 0xFE00 && r <= 0xFE0F
}

func isHan(r rune) bool {
	return r >= 0x3400 && r <= 0x9FFF || r >= 0xF900 && r <= 0xFAFF || r >= 0x20000 && r <= 0x3FFFF
}

// isWide is a character of the kind that lines break on either side of: Han,
// kana, Hangul, full-width signs, shapes and pictures.
func isWide(r rune) bool {
	switch {
	case r < 0x2010:
		return false
	case r >= 0x2E80 && r <= 0xA4CF, r >= 0xAC00 && r <= 0xD7A3, r >= 0xF900 && r <= 0xFAFF,
		r >= 0xFE30 && r <= 0xFE6F, r >= 0xFF00 && r <= 0xFF60, r >= 0x1F000 && r <= 0x3FFFF:
		return true
	}
	return r >= 0x2460 && r <= 0x27BF || r == '—' || r == '…' || r == '”' || r == '“'
}
