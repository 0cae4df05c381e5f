package pdf

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"unicode"

	"yardstick/indicators"
	"yardstick/reports"
	"yardstick/reports/cardtest"
)

// hostile texts come from odd or ill-meaning sources.
var hostile = map[string]string{
	"400 characters without a space": strings.Repeat("企业数据采集", 66) + "abcd",
	"400 letters without a space":    strings.Repeat("Guangdong", 44) + "abcd",
	"emoji":                          "👩‍👩‍👧‍👦 目标🇨🇳完成👍🏽",
	"beyond U+FFFF":                  "𠮷野家𡃁𪚥\U0010FFFF",
	"right to left":                  "هدف العام אבג \u202e100%\u202c",
	"control characters":             "一\x00二\x07三\x1b[31m四\x7f五\u0085六\u2028七",
	"syntax of HTML":                 `</script><script>alert(1)</script><img src=x onerror=alert(1)>&amp;"'`,
	"syntax of PDF":                  `(\)) Tj ET /F1 9 Tf <</Type /Page>> endobj stream endstream %%EOF`,
	"a formula":                      `=HYPERLINK("http://example.org","x")`,
	"invalid UTF-8":                  "目标\xff\xfe\xc3(完成",
	"combining marks":                "Z̸̢͎̖̈́ą̵̛l̶g̷o 数",
	"only spaces":                    "   \t\u3000\u00a0 ",
	"nothing":                        "",
}

func TestAnyTextIsPrintedWholeWithinTheMargins(t *testing.T) {
	for name, text := range hostile {
		t.Run(name, func(t *testing.T) {
			for _, regions := range []int{0, 3} {
				e := cardtest.Generated(t, cardtest.Shape{Regions: regions, Indicators: 5, Text: text, Files: 1})
				for _, scope := range reports.Scopes(e)[:min(3, 2+regions)] {
					for _, l := range languages {
						card := card(t, e, scope, l, nil)
						checkLayout(t, card)
						readBack(t, written(t, card))
					}
				}
			}
		})
	}
}

func TestACharacterWithoutAGlyphIsToldToTheWriter(t *testing.T) {
	e := cardtest.Generated(t, cardtest.Shape{Indicators: 1, Text: "目标🌉ש"})
	var told informed
	if err := Scorecard(&told, card(t, e, reports.Scopes(e)[1], indicators.Chinese, nil)); err != nil {
		t.Fatal(err)
	}
	if string(told) != "ש🌉" {
		t.Errorf("told %q", string(told))
	}
}

type informed []rune

func (i *informed) Write(p []byte) (int, error) { return io.Discard.Write(p) }
func (i *informed) Lacks(characters []rune)     { *i = characters }

// FuzzScorecard: whatever an indicator is called, its name is on the card whole, once,
// and in one place, and everything else stays within the margins and apart.
func FuzzScorecard(f *testing.F) {
	for _, text := range hostile {
		f.Add(text)
	}
	e := cardtest.Generated(f, cardtest.Shape{Indicators: 2})
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 2000 {
			return
		}
		card := card(t, e, reports.Scopes(e)[1], indicators.Chinese, nil)
		row := &card.Sections[0].Rows[1]
		row.Name, row.NoteText = "㊋"+text+"㊋", ""
		checkLayout(t, card)
		var shown strings.Builder
		draw(card, func(p placed) { // what stands in the column of names, or begins there
			if p.x == left+nameX && p.style.Size != 7.5 {
				shown.WriteString(bare(p.text))
			}
		})
		if n := strings.Count(shown.String(), bare(row.Name)); n != 1 {
			t.Errorf("%q stands on the card %d times", row.Name, n)
		}
		readBack(t, written(t, card))
	})
}

// bare leaves out what may vanish where a line ends, and shows each byte that is no
// character as one that is.
func bare(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, text)
}

func TestCardsOfEverySizeAreLaidOut(t *testing.T) {
	for _, shape := range []cardtest.Shape{
		{Indicators: 0}, {Indicators: 1}, {Indicators: 34}, {Indicators: 500},
		{Regions: 1, Indicators: 0}, {Regions: 1, Indicators: 34}, {Regions: 21, Indicators: 1}, {Regions: 21, Indicators: 34},
		{Regions: 200, Indicators: 1}, {Regions: 200, Indicators: 4},
		{Indicators: 1, Files: 1}, {Indicators: 11, Files: 1}, {Indicators: 34, Files: 1}, {Indicators: 500, Files: 2}, {Regions: 2, Indicators: 3, Files: 1},
		{Regions: 200, Indicators: 1, Files: 1},
	} {
		t.Run(fmt.Sprintf("%d regions, %d indicators, %d files", shape.Regions, shape.Indicators, shape.Files), func(t *testing.T) {
			e := cardtest.Generated(t, shape)
			for _, scope := range reports.Scopes(e)[:min(3, 2+shape.Regions)] {
				for _, l := range languages {
					checkLayout(t, card(t, e, scope, l, nil))
				}
			}
		})
	}
}

// extremes are programmes that went as none should.
var extremes = map[string]struct {
	shape cardtest.Shape
	score string // of the project, as printed
}{
	"all missing":        {cardtest.Shape{Regions: 2, Indicators: 4, Target: "≥9000", Actual: missing, Spent: 100}, "10.00"},
	"all not applicable": {cardtest.Shape{Regions: 2, Indicators: 4, Target: "≥9000", Actual: missing, Spent: 50, NotApplicable: true}, "50.00"},
	"nothing achieved":   {cardtest.Shape{Regions: 2, Indicators: 4, Target: "≥9000", Actual: always(0)}, "0.00"},
	"all achieved":       {cardtest.Shape{Regions: 2, Indicators: 4, Target: "≥9000", Actual: always(9000 * indicators.One), Spent: 100}, "100.00"},
	"a hair below 90": {cardtest.Shape{Regions: 2, Indicators: 1, Target: "≥9000", Spent: 100, // 89.99 and 90.00, whose mean does not reach 90
		Actual: func(region, _ int) (indicators.Value, bool) {
			return indicators.Value(7999+region) * indicators.One, true
		}}, "89.99"},
	"negative figures":     {cardtest.Shape{Regions: 2, Indicators: 4, Target: "≥9000", Actual: always(-123456 * indicators.One), Spent: 100}, "10.00"},
	"negative targets":     {cardtest.Shape{Regions: 2, Indicators: 4, Target: "≤-20", Actual: always(-35 * indicators.One), Spent: 100}, "100.00"},
	"figures of 12 digits": {cardtest.Shape{Regions: 2, Indicators: 4, Target: "≥999999999999", Actual: always(123456789012_123456), Spent: 100}, "21.12"},
	"everything overdone":  {cardtest.Shape{Regions: 2, Indicators: 4, Target: "≥1", Actual: always(indicators.MaxValue), Spent: 100}, "100.00"},
}

func missing(int, int) (indicators.Value, bool) { return 0, false }

func always(v indicators.Value) func(int, int) (indicators.Value, bool) {
	return func(int, int) (indicators.Value, bool) { return v, true }
}

func TestExtremesAreLaidOut(t *testing.T) {
	for name, test := range extremes {
		t.Run(name, func(t *testing.T) {
			e := cardtest.Generated(t, test.shape)
			for _, scope := range reports.Scopes(e) {
				for _, l := range languages {
					card := card(t, e, scope, l, nil)
					checkLayout(t, card)
					if card.Answer.Score.Text != test.score && scope.Kind == reports.ProjectScope {
						t.Errorf("the score is %s, want %s", card.Answer.Score.Text, test.score)
					}
					for _, body := range readBack(t, written(t, card)).objects {
						if strings.Contains(body, " Tf") && strings.Contains(body, "NaN") { // of a page, not of a font
							t.Error("a place is no number")
						}
					}
				}
			}
		})
	}
}
