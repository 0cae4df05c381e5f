package html

import (
	"bytes"
	"html"
	"io"
	"regexp"
	"strings"
	"testing"

	"yardstick/engine"
	"yardstick/indicators"
	"yardstick/reports"
	"yardstick/reports/cardtest"
)

func cardOf(t *testing.T, e *engine.Evaluation, name string, l indicators.Language) *reports.Scorecard {
	t.Helper()
	for _, scope := range reports.Scopes(e) {
		if scope.Name() == name {
			card, err := reports.Build(e, scope, l, nil)
			if err != nil {
				t.Fatal(err)
			}
			return card
		}
	}
	t.Fatalf("the evaluation has no %s", name)
	return nil
}

func pageOf(t *testing.T, card *reports.Scorecard) string {
	t.Helper()
	var out bytes.Buffer
	if err := Scorecard(&out, card); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestEqualCardsGiveEqualBytes(t *testing.T) {
	e, again := cardtest.Evaluation(t), cardtest.Evaluation(t)
	for _, scope := range reports.Scopes(e) {
		one := pageOf(t, cardOf(t, e, scope.Name(), indicators.Chinese))
		two := pageOf(t, cardOf(t, again, scope.Name(), indicators.Chinese))
		if one != two {
			t.Errorf("%s differs when it is made again", scope.Name())
		}
	}
}

// library is the page's scripts; in the chart library addresses are names and never
// loaded.
var library = regexp.MustCompile(`(?s)<script>.*?</script>`)

func TestAPageNamesNoAddressToLoadFrom(t *testing.T) {
	load := regexp.MustCompile(`(?i)(src|srcset|action|poster|data)\s*=\s*"?\s*(https?:)?//|url\(|@import|<link|<iframe|<img|<object`)
	e := cardtest.Evaluation(t)
	for _, scope := range reports.Scopes(e) {
		page := library.ReplaceAllString(pageOf(t, cardOf(t, e, scope.Name(), indicators.English)), "")
		if found := load.FindString(page); found != "" {
			t.Errorf("%s: %s", scope.Name(), found)
		}
		if !strings.Contains(page, "default-src &#39;none&#39;") {
			t.Errorf("%s has no policy that forbids requests", scope.Name())
		}
	}
}

// A short name beside its bar and a long one above it gave bars of two scales in one list.
func TestTheBarsOfOneListHaveOneScale(t *testing.T) {
	long, short := reports.Bar{Name: strings.Repeat("长", longName+1)}, reports.Bar{Name: "短"}
	for name, c := range map[string]struct {
		bars []reports.Bar
		want bool
	}{"all short": {[]reports.Bar{short, short}, false}, "one long": {[]reports.Bar{short, long}, true}, "none": {nil, false}} {
		if got := stack(c.bars); got != c.want {
			t.Errorf("%s: stacked %v", name, got)
		}
	}
	page := pageOf(t, cardOf(t, cardtest.Evaluation(t), "programme", indicators.Chinese))
	if beside, stacked := strings.Count(page, `<div class="part">`), strings.Count(page, `<div class="part stacked">`); beside != 0 || stacked != 7 {
		t.Errorf("%d bars stand beside their names, %d beneath", beside, stacked)
	}
}

func TestThePageShowsTheModelsFigures(t *testing.T) {
	e := cardtest.Evaluation(t)
	for _, scope := range reports.Scopes(e) {
		for _, l := range []indicators.Language{indicators.Chinese, indicators.English} {
			card := cardOf(t, e, scope.Name(), l)
			page := html.UnescapeString(library.ReplaceAllString(pageOf(t, card), ""))
			for _, text := range figuresOf(card) {
				if !strings.Contains(page, text) {
					t.Errorf("%s in %s: %q is not on the page", scope.Name(), l, text)
				}
			}
		}
	}
}

// figuresOf lists the texts that a reader must find.
func figuresOf(card *reports.Scorecard) []string {
	out := []string{card.Answer.Score.Text, card.Answer.GradeWord, card.Answer.CoverText, card.Foot.Fingerprint}
	out = append(out, card.Head.Stamps...)
	out = append(out, card.Answer.Sentences...)
	for _, section := range card.Sections {
		for _, row := range section.Rows {
			out = append(out, row.Name)
			for _, line := range row.Lines {
				out = append(out, line.Shown, line.Actual.Text, line.Actual.Note, line.Points.Text, line.Mark.Word, line.Derivation)
			}
		}
	}
	for _, row := range card.Money.Rows {
		out = append(out, row.BudgetText, row.SpentText, row.Rate.Text)
	}
	for _, item := range card.Explain.Items {
		out = append(out, item.Text, item.Reason, item.Arithmetic)
	}
	return out
}

func TestWhatWasNotReportedIsNeverDrawnAsZero(t *testing.T) {
	e := cardtest.Evaluation(t)
	seen := 0
	for _, scope := range reports.Scopes(e) {
		for _, section := range cardOf(t, e, scope.Name(), indicators.Chinese).Sections {
			for _, row := range section.Rows {
				for _, line := range row.Lines {
					if line.State != engine.Missing {
						continue
					}
					seen++
					if line.Actual.Text != "未报" || line.Actual.JSON != "null" {
						t.Errorf("%s: missing is shown as %q (%s)", row.ID, line.Actual.Text, line.Actual.JSON)
					}
					if line.Bullet != nil && (line.Bullet.Known || line.Bullet.Word == "") {
						t.Errorf("%s: missing is drawn as a bar", row.ID)
					}
				}
			}
		}
	}
	if seen == 0 {
		t.Fatal("nothing is missing in the test's results")
	}
}

func BenchmarkScorecard(b *testing.B) {
	e := cardtest.Evaluation(b)
	for _, scope := range reports.Scopes(e) {
		if name := scope.Name(); name != "programme" && name != "city-440100" {
			continue
		}
		b.Run(scope.Name(), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				card, err := reports.Build(e, scope, indicators.Chinese, nil)
				if err != nil {
					b.Fatal(err)
				}
				if err := Scorecard(io.Discard, card); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
