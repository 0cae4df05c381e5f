package pdf

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// cells counts a Han character as two and everything else as one.
func cells(r rune) int {
	if isWide(r) {
		return 2
	}
	return 1
}

func TestWrap(t *testing.T) {
	for name, test := range map[string]struct {
		text  string
		limit int
		want  string // lines joined by |
	}{
		"empty text is one empty line":                      {"", 10, ""},
		"text that fits stays whole":                        {"企业数据", 8, "企业数据"},
		"Han breaks between any two characters":             {"企业数据采集", 8, "企业数据|采集"},
		"no line begins with a closing sign":                {"企业数据，采集", 8, "企业数|据，采集"},
		"two closing signs stay together":                   {"（企业）》。", 10, "（企|业）》。"},
		"what follows a percent sign may leave":             {"达到90%的企业", 8, "达到90%|的企业"},
		"a row of closing signs takes its word along":       {"企业数据）》。采集", 8, "企业数|据）》。|采集"},
		"no line ends with an opening sign":                 {"企业数（据）", 8, "企业数|（据）"},
		"Chinese quotation marks keep to their words":       {"企业数“链主”企业", 8, "企业数|“链主”|企业"},
		"a percent sign stays with its number":              {"满意度达到90%以上", 14, "满意度达到|90%以上"},
		"a unit of two characters stays whole":              {"共计采集9960家次", 14, "共计采集|9960家次"},
		"a multiple and its unit stay whole":                {"不少于8.5万家次", 12, "不少于|8.5万家次"},
		"what follows a percent sign and a space may leave": {"约92.5 % 完成", 9, "约92.5 % |完成"},
		"a unit behind a space stays":                       {"is 92.5 % now", 8, "is |92.5 % |now"},
		"a Latin unit behind a number stays":                {"used 350 kW here", 10, "used |350 kW |here"},
		"a comparison sign stays with its number":           {"满意度应当≥90", 12, "满意度应当|≥90"},
		"so does one that stands off it":                    {"Fair ≥ 60, Poor ≥ 0", 17, "Fair ≥ 60, Poor |≥ 0"},
		"an ordinal stays with its number":                  {"数据采集第3批", 10, "数据采集|第3批"},
		"a range stays whole":                               {"至少完成2-3个课题", 11, "至少完成|2-3个课题"},
		"a range of dates breaks behind its sign":           {"2020年11月-2021年10月", 12, "2020年11月-|2021年10月"},
		"a year may leave its month":                        {"2020年11月", 7, "2020年|11月"},
		"a Latin word stays whole":                          {"province wide survey", 12, "province |wide survey"},
		"a word with hyphens breaks behind one":             {"state-of-the-art", 9, "state-of-|the-art"},
		"a Latin word beside Han may leave":                 {"基于GDP的分析", 6, "基于|GDP的|分析"},
		"a bracket stays with its Latin word":               {"the f(x) rule", 6, "the |f(x) |rule"},
		"a word longer than a line is cut":                  {"abcdefghij", 4, "abcd|efgh|ij"},
		"a word longer than a line begins a new one":        {"见 abcdefghij", 4, "见 |abcd|efgh|ij"},
		"closing signs alone are cut":                       {"，，，，", 4, "，，|，，"},
		"a line end breaks":                                 {"一\n二\r\n三\r四", 10, "一|二|三|四"},
		"line ends at the end and twice leave lines":        {"一\n\n二\n", 10, "一||二|"},
		"spaces at a line's end stand over":                 {"ab     cd", 3, "ab     |cd"},
		"a space that does not break keeps both sides":      {"92\u00a0km ab", 5, "92\u00a0km |ab"},
		"a dash of two characters stays whole":              {"企业——数据", 6, "企业|——数|据"},
		"an ellipsis does not begin a line":                 {"企业数……据", 6, "企业|数……|据"},
		"a line narrower than a character takes one":        {"企业a", 1, "企|业|a"},
		"no width at all takes one each":                    {"企业", -5, "企|业"},
		"an accent stays on its letter":                     {"abe\u0301", 3, "abe\u0301"},
	} {
		t.Run(name, func(t *testing.T) {
			width := func(r rune) int {
				if r == 0x301 {
					return 0
				}
				return cells(r)
			}
			if diff := cmp.Diff(test.want, strings.Join(wrap(test.text, test.limit, width), "|")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// checkWrapped holds what is promised of any text and width.
func checkWrapped(t interface{ Fatalf(string, ...any) }, s string, limit int) {
	lines := wrap(s, limit, cells)
	if got, want := strings.Join(lines, ""), strings.NewReplacer("\r", "", "\n", "").Replace(s); got != want {
		t.Fatalf("%q at %d: characters lost or doubled: %q", s, limit, lines)
	}
	for _, line := range lines {
		used := 0
		for _, r := range strings.TrimRight(line, " \t\u3000") {
			used += cells(r)
		}
		if used > limit && utf8.RuneCountInString(strings.TrimRightFunc(line, isSpace)) > 1 {
			t.Fatalf("%q at %d: line %q takes %d", s, limit, line, used)
		}
	}
}

func TestWrapKeepsEveryCharacterOnceAndFits(t *testing.T) {
	alphabet := []rune("企业数据家次万元第，。（）《》“”…—%≥-/.,() \t\n\u3000ab12 é😀\u00a0\u200b")
	rapid.Check(t, func(t *rapid.T) {
		checkWrapped(t, rapid.StringOf(rapid.SampledFrom(alphabet)).Draw(t, "text"), rapid.IntRange(-1, 40).Draw(t, "limit"))
	})
}

func FuzzWrap(f *testing.F) {
	for _, name := range strings.Split(noticeTexts, "\n") {
		f.Add(name, 30)
	}
	f.Add("\xff\xfe(\\\r\n", 3)
	f.Fuzz(func(t *testing.T, s string, limit int) { checkWrapped(t, s, limit%1000) })
}

// TestWrapObeysTheRulesOfChinese looks at every break of the notice's texts at
// many widths: none is where a rule forbids it, unless the line could not be
// broken elsewhere.
func TestWrapObeysTheRulesOfChinese(t *testing.T) {
	for _, name := range strings.Split(strings.TrimSpace(noticeTexts), "\n") {
		for limit := 24; limit <= 80; limit++ {
			lines := wrap(name, limit, cells)
			for i, line := range lines {
				first, _ := utf8.DecodeRuneInString(line)
				last, _ := utf8.DecodeLastRuneInString(line)
				if i > 0 && strings.ContainsRune(noStart, first) || i < len(lines)-1 && strings.ContainsRune(noEnd, last) {
					t.Errorf("width %d: %q", limit, lines)
				}
			}
		}
	}
}

func BenchmarkWrap(b *testing.B) {
	c, st := NewCanvas(sampleMeta), Style{Size: 9}
	b.SetBytes(int64(len(noticeTexts)))
	for range b.N {
		c.Wrap(noticeTexts, 62, st)
	}
}
