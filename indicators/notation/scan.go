package notation

import (
	"strings"
	"unicode"
)

// text is a target folded for reading: full width to half, traditional to
// simplified, capitals to small, white space taken out but remembered. column
// leads back to the text as published.
type text struct {
	source   string
	original []rune
	runes    []rune
	column   []int32 // index into original
	gap      []byte  // white space before the rune: 0 none, 1 blank, 2 line break
	dates    bool    // the indicator asks for a date: 2022.6 is June
	figures  bool    // the unit says that it asks for a number: 2022.6 is one
}

func newText(s string) *text {
	t := &text{}
	t.set(s)
	return t
}

// set folds a text into t, whose memory it uses again.
func (t *text) set(s string) {
	t.source, t.dates, t.figures = s, false, false
	t.original, t.runes, t.column, t.gap = t.original[:0], t.runes[:0], t.column[:0], t.gap[:0]
	for _, r := range s {
		t.original = append(t.original, r)
	}
	gap := byte(0)
	for i, r := range t.original {
		switch {
		case r == '\n' || r == '\r':
			gap = 2
			continue
		case unicode.IsSpace(r) || r == '　':
			gap = max(gap, 1)
			continue
		case r == '\uFEFF' || r == '\u00AD' || r >= '\u200B' && r <= '\u200F' || r == '\u2060' || r == '\uFE0F':
			continue
		}
		if wide := spell(r); wide != "" {
			for _, part := range wide {
				t.push(part, i, gap)
				gap = 0
			}
			continue
		}
		t.push(fold(r), i, gap)
		gap = 0
	}
}

func (t *text) push(r rune, column int, gap byte) {
	t.runes = append(t.runes, r)
	t.column = append(t.column, int32(column))
	t.gap = append(t.gap, gap)
}

// match reports whether the folded word stands at a place, and where it ends.
func (t *text) match(word []rune, at int) (end int, ok bool) {
	i := at
	spaced := false
	for k, r := range word {
		if r == ' ' {
			spaced = true
			continue
		}
		if i >= len(t.runes) || t.runes[i] != r {
			return at, false
		}
		if k > 0 && (spaced != (t.gap[i] > 0)) && (spaced || isLatin(r) && isLatin(t.runes[i-1])) {
			return at, false
		}
		spaced = false
		i++
	}
	if isDigit(word[len(word)-1]) && i < len(t.runes) && isDigit(t.runes[i]) {
		return at, false
	}
	if isLetter(word[len(word)-1]) && i < len(t.runes) && t.gap[i] == 0 && isLetter(t.runes[i]) {
		return at, false
	}
	return i, true
}

// published returns a stretch as it was published, trimmed.
func (t *text) published(from, to int) string {
	if from >= to {
		return ""
	}
	return strings.TrimSpace(string(t.original[t.column[from] : t.column[to-1]+1]))
}

// fold maps a rune to the one form that the word lists use.
func fold(r rune) rune {
	switch {
	case r >= '！' && r <= '～':
		r -= 0xFEE0
	case r < 0x80:
	case r < 0x10000:
		if to := foldings[r]; to != 0 {
			return to
		}
	}
	if r >= 'A' && r <= 'Z' {
		return r + 'a' - 'A'
	}
	return r
}

// foldings are the forms that stand for another: signs, dashes, digits in
// circles of old fonts, and the traditional characters that targets use.
var foldings = func() *[0x10000]rune {
	out := new([0x10000]rune)
	pairs := func(s string) {
		runes := []rune(s)
		for i := 0; i+1 < len(runes); i += 2 {
			out[runes[i]] = runes[i+1]
		}
	}
	pairs("﹥>﹤<﹦=﹪%﹣-－-−-–-—-―-‐-‑-‒-﹘-─-━-〜~∼~～~﹏~˜~∽~‧.．.，,﹐,、、；;﹔;：:∶:﹕:（(）)﹙(﹚)【(】)〔(〕)[(])「(」){(})｛(｝)［(］)％%﹢+＋+＝=／/∕/⁄/➝→➔→⇒→“\"”\"„\"‘'’'′'²2³3℅%٪%○〇µμ")
	pairs("萬万億亿個个兩两條条場场項项數数總总專专業业縣县區区達达過过滿满時时間间們们長长環环級级達达標标準准確确應应該该須须於于為为與与後后從从內内較较減减壓压縮缩無无發发報报開开關关會会學学習习課课冊册張张臺台戶户畝亩頃顷噸吨斤斤幹干員员補补貼贴額额質质實实現现處处結结優优顯显顯显著著體体產产廣广電电動动設设備备車车輛辆驗验證证覽览賽赛訓训練练請请貳贰陸陆兆兆億亿圓元圆元篇篇種种類类節节週周歲岁書书齊齐齡龄傳传雙双")
	return out
}()

func spell(r rune) string {
	if r < 0xBC || isHan(r) {
		return ""
	}
	return spelledOut[r]
}

// spelledOut are runes that stand for several.
var spelledOut = map[rune]string{
	'½': "1/2", '¼': "1/4", '¾': "3/4", '⅕': "1/5", '⅖': "2/5", '⅗': "3/5", '⅘': "4/5", '…': "…",
	'㎡': "m2", '㎥': "m3", '㎞': "km", '㎏': "kg", '㎜': "mm", '㎝': "cm", '㎎': "mg", '㎢': "km2",
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

func isLetter(r rune) bool { return r >= 'a' && r <= 'z' }

func isLatin(r rune) bool { return isLetter(r) || isDigit(r) }

func isHan(r rune) bool {
	return r >= 0x4E00 && r <= 0x9FFF || r >= 0x3400 && r <= 0x4DBF || r == '〇'
}
