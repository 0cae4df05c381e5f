package notation

import "yardstick/indicators"

// number is a figure as written: digits ÷ 10^decimals × mult ÷ over. The
// multiplier is kept apart, because money and unit columns keep theirs (万元).
type number struct {
	digits   int64
	decimals int
	mult     int64  // 1, 10⁴ for 万…
	multWord string // 万, as published; empty when there is none
	over     int64  // denominator of a fraction; 0 means none
	unit     string // where the form fixes it: % for 九成, ‰ for 千分之三
	negative bool
	bad      string // code of what is wrong with it, empty when nothing
	word     bool   // written in words: 一, several of which are idioms
}

// half reports whether the number is 半.
func (n number) half() bool { return n.word && n.digits == 5 && n.decimals == 1 }

// value returns the figure in millionths of a unit, or the code of the refusal.
func (n number) value(withMult bool) (indicators.Value, string) {
	if n.bad != "" {
		return 0, n.bad
	}
	up := int64(indicators.One)
	if withMult && n.mult > 1 {
		if n.mult > 1e12 {
			return 0, "out-of-range"
		}
		up *= n.mult
	}
	down := max(n.over, 1)
	for range n.decimals {
		down *= 10
	}
	floor, ok := indicators.MulDiv(n.digits, up, down, indicators.Floor)
	if !ok || indicators.Value(floor) > indicators.MaxValue {
		return 0, "out-of-range"
	}
	if ceiling, _ := indicators.MulDiv(n.digits, up, down, indicators.Ceiling); ceiling != floor {
		return 0, "too-many-decimals"
	}
	if n.negative {
		floor = -floor
	}
	return indicators.Value(floor), ""
}

// arabic reads digits with separators and decimals from a place. end is the
// first rune after it.
func (t *text) arabic(at int) (n number, end int) {
	i := at
	whole, point, groups := 0, -1, 0
	digits := 0
	n.mult = 1
scan:
	for ; i < len(t.runes); i++ {
		r := t.runes[i]
		next := func(k int) bool { return i+k < len(t.runes) && t.gap[i+k] == 0 && isDigit(t.runes[i+k]) }
		switch {
		case isDigit(r):
			if i > at && t.gap[i] > 0 {
				// A blank inside a number groups three digits (85 000) or is damage (9 0).
				if t.gap[i] != 1 || point >= 0 {
					break scan
				}
				if whole > 3 && groups == 0 || !t.threeDigits(i) || groups == 0 && whole == 0 {
					n.bad = "malformed"
				}
				groups++
				whole = 0
			}
			digits++
			if n.digits > (1<<62)/10 {
				if r != '0' || point < 0 {
					n.bad = "too-many-decimals"
					if point < 0 {
						n.bad = "out-of-range"
					}
				}
				continue
			}
			n.digits = n.digits*10 + int64(r-'0')
			if point >= 0 {
				n.decimals++
			} else {
				whole++
			}
		case r == ',' && next(1):
			if point >= 0 || whole > 3 || groups > 0 && whole != 3 || !t.threeDigits(i+1) || t.runes[at] == '0' {
				n.bad = "malformed"
			}
			groups++
			whole = 0
		case r == '.' && next(1):
			if point >= 0 || digits == 0 {
				n.bad = "malformed"
			}
			point = i
		default:
			break scan
		}
	}
	if n.bad == "" && digits > 1 && t.runes[at] == '0' && isDigit(t.runes[at+1]) {
		n.bad = "malformed"
	}
	for n.decimals > 0 && n.digits%10 == 0 {
		n.digits /= 10
		n.decimals--
	}
	if n.decimals > 18 {
		n.bad = "too-many-decimals"
	}
	return n, i
}

// threeDigits reports whether exactly three digits stand at a place.
func (t *text) threeDigits(at int) bool {
	for k := range 3 {
		if at+k >= len(t.runes) || !isDigit(t.runes[at+k]) || k > 0 && t.gap[at+k] > 0 {
			return false
		}
	}
	return at+3 >= len(t.runes) || t.gap[at+3] > 0 || !isDigit(t.runes[at+3])
}

// hanDigits and hanPowers are the characters of Chinese numerals, the formal
// ones included.
var hanDigits = map[rune]int64{'〇': 0, '零': 0, '一': 1, '二': 2, '两': 2, '三': 3, '四': 4, '五': 5, '六': 6, '七': 7,
	'八': 8, '九': 9, '壹': 1, '贰': 2, '叁': 3, '肆': 4, '伍': 5, '陆': 6, '柒': 7, '捌': 8, '玖': 9}

var hanPowers = map[rune]int64{'十': 10, '百': 100, '千': 1000, '拾': 10, '佰': 100, '仟': 1000}

func isHanNumeral(r rune) bool {
	if r < 0x3000 {
		return false
	}
	_, digit := hanDigits[r]
	_, power := hanPowers[r]
	return digit || power || r == '万' || r == '亿'
}

// han reads a Chinese numeral: 两千五百, 十二, 三万五, 九十五点五. ok is false when
// the characters do not make one number; about is true for 三五 and 两三百.
func (t *text) han(at int) (n number, end int, ok, about bool) {
	n = number{mult: 1, word: true}
	end = at
	for end < len(t.runes) && end-at <= 40 && t.gap[end] < 2 && (isHanNumeral(t.runes[end]) ||
		t.runes[end] == '点' && end > at && end+1 < len(t.runes) && isHanNumeral(t.runes[end+1])) {
		end++
	}
	runes := t.runes[at:end]
	if len(runes) > 40 {
		return n, end, false, false
	}
	if v, plain := hanPlain(runes); plain {
		n.digits = v
		return n, end, true, false
	}
	var total, section, digit int64
	var lastPower int64 = 1 << 40
	have, zero := false, false
	for i, r := range runes {
		if d, is := hanDigits[r]; is {
			if have && !zero {
				return n, end, false, digit > 0 && d > digit && d-digit <= 2
			}
			digit, have, zero = d, true, d == 0
			if i == len(runes)-1 && d > 0 && i > 0 { // 两千五 is 2500
				if power := hanPowers[runes[i-1]]; power >= 100 {
					digit *= power / 10
				} else if runes[i-1] == '万' {
					digit *= 1000
				} else if runes[i-1] == '亿' {
					digit *= 1e7
				}
			}
			continue
		}
		if power := hanPowers[r]; power > 0 {
			if !have && (power != 10 || section != 0) || power >= lastPower || have && digit == 0 {
				return n, end, false, false
			}
			if !have {
				digit = 1
			}
			section += digit * power
			lastPower, digit, have, zero = power, 0, false, false
			continue
		}
		switch r {
		case '万', '亿':
			section += digit
			factor := int64(1e4)
			if r == '亿' {
				factor = 1e8
			}
			if section == 0 || section > 9999_9999 || total > 0 && factor >= 1e8 {
				return n, end, false, false
			}
			total += section * factor
			section, digit, have, zero, lastPower = 0, 0, false, false, 1<<40
		case '点':
			n.digits = total + section + digit
			for _, f := range runes[i+1:] {
				d, is := hanDigits[f]
				if !is || n.decimals >= 12 || n.digits > 1e5 {
					return n, end, false, false
				}
				n.digits, n.decimals = n.digits*10+d, n.decimals+1
			}
			return n, end, true, false
		}
	}
	n.digits = total + section + digit
	return n, end, n.digits > 0 || len(runes) == 1 && have, false
}

// hanPlain reads digits written one by one: 二〇二一. Two without a zero are an
// idiom (三五), not a number.
func hanPlain(runes []rune) (v int64, ok bool) {
	if len(runes) < 2 || len(runes) > 9 {
		return 0, false
	}
	zero := false
	for _, r := range runes {
		d, is := hanDigits[r]
		if !is || r == '两' {
			return 0, false
		}
		zero = zero || d == 0
		v = v*10 + d
	}
	first := hanDigits[runes[0]]
	return v, first > 0 && (zero || len(runes) >= 3)
}

// multiplier reads 万, 千万, 亿 after digits, unless a unit starts there (千米).
func (t *text) multiplier(at int) (mult int64, end int) {
	mult, end = 1, at
	for end < len(t.runes) && end-at < 3 {
		var factor int64
		switch t.runes[end] {
		case '百':
			factor = 100
		case '千':
			factor = 1000
		case '十':
			factor = 10
		case '万':
			factor = 1e4
		case '亿':
			factor = 1e8
		case '佰', '仟':
			factor = hanPowers[t.runes[end]]
		}
		if factor == 0 || factor == 10 && end == at {
			break
		}
		if e, _ := words.longest(t, end); e != nil && len(e.runes) > 1 && (e.has(roleUnit) || e.has(rolePer100) || e.has(rolePer1000)) {
			break
		}
		if mult >= 1e4 && factor < mult && factor != 1e4 || mult > 1 && factor < 1e4 {
			break
		}
		mult *= factor
		end++
	}
	return mult, end
}
