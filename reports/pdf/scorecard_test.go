package pdf

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"yardstick/engine"
	"yardstick/indicators"
	"yardstick/indicators/goldentest"
	"yardstick/reports"
	"yardstick/reports/cardtest"
	"yardstick/reports/requiretest"
)

var languages = []indicators.Language{indicators.Chinese, indicators.English}

// cards are the scorecards of every scope through a period, with the month
// before's for the change.
func cards(t testing.TB, through indicators.Period, l indicators.Language) map[string]*reports.Scorecard {
	t.Helper()
	e, before := cardtest.EvaluationThrough(t, through), cardtest.EvaluationThrough(t, through-1)
	out := map[string]*reports.Scorecard{}
	for _, scope := range reports.Scopes(e) {
		out[scope.Name()] = card(t, e, scope, l, before)
	}
	return out
}

func card(t testing.TB, e *engine.Evaluation, scope reports.Scope, l indicators.Language, before *engine.Evaluation) *reports.Scorecard {
	t.Helper()
	built, err := reports.Build(e, scope, l, before)
	if err != nil {
		t.Fatal(err)
	}
	return built
}

func written(t testing.TB, card *reports.Scorecard) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := Scorecard(&out, card); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// Names, targets and reasons are other people's text: it may be long, foreign or
// look like a PDF's own syntax.
func TestNoTextOverlapsWhateverPeopleWrite(t *testing.T) {
	for name, text := range map[string]string{
		"a name of 300 characters": strings.Repeat("战略性产业集群产业链支撑资金", 21),
		"a word of 200 letters":    strings.Repeat("Guangdong", 22),
		"syntax of a PDF":          `(\)) Tj ET /F1 9 Tf <</Type /Page>> endobj \r stream`,
		"characters without glyph": "目标😀𠮷🇨🇳\u0007完成",
		"right to left":            "هدف العام אבג 100%",
		"line ends":                "第一行\n第二行\r\n第三行",
		"invalid UTF-8":            "目标\xff\xfe完成",
	} {
		t.Run(name, func(t *testing.T) {
			all := cards(t, cardtest.Through, indicators.Chinese)
			for _, scope := range []string{"city-445300", "project-crafts"} {
				card := all[scope]
				card.Head.Title, card.Head.Subtitle = text, []string{text}
				for i := range card.Sections {
					rename(&card.Sections[i], text)
				}
				for i := range card.Explain.Items {
					card.Explain.Items[i].Title, card.Explain.Items[i].Said, card.Explain.Items[i].Arithmetic = text, strings.Repeat(text, 9), text
				}
				for i := range card.Money.Rows {
					card.Money.Rows[i].Name = text
				}
				checkLayout(t, card)
				written(t, card)
			}
		})
	}
}

func rename(section *reports.Section, text string) {
	section.Title, section.Note = text, text
	for k := range section.Rows {
		row := &section.Rows[k]
		row.Name = text
		row.Lines[0].Shown, row.Lines[0].Actual.Text, row.Lines[0].Actual.Note = text, text, text
		for c := range row.Lines[0].Chips {
			row.Lines[0].Chips[c].Word = text
		}
	}
}

// A card through January has almost nothing reported, one through October most,
// one through December everything due.
func TestNoTextIsCutOrOverlapsOnAnyCard(t *testing.T) {
	for _, month := range []time.Month{time.January, time.October, time.December} {
		for _, l := range languages {
			for name, card := range cards(t, indicators.NewPeriod(2021, month), l) {
				t.Run(month.String()+"/"+string(l)+"/"+name, func(t *testing.T) { checkLayout(t, card) })
			}
		}
	}
}

func TestEveryCharacterOfTheProgrammeHasAGlyph(t *testing.T) {
	for _, l := range languages {
		for name, card := range cards(t, cardtest.Through, l) {
			if missing := draw(card, nil).Missing(); len(missing) > 0 {
				t.Errorf("%s (%s): no glyph for %q", name, l, string(missing))
			}
		}
	}
}

func TestTheSameCardGivesTheSameBytes(t *testing.T) {
	for _, l := range languages {
		once, again := cards(t, cardtest.Through, l), cards(t, cardtest.Through, l)
		for name := range once {
			if !bytes.Equal(written(t, once[name]), written(t, again[name])) {
				t.Errorf("%s (%s) differs when made again", name, l)
			}
		}
	}
}

// golden are one of each kind: the programme, projects with and without regions
// and with whole-term targets, cities with one assignment and with two.
var golden = []struct {
	name     string
	language indicators.Language
}{
	{"programme", indicators.Chinese}, {"project-survey", indicators.Chinese}, {"project-crafts", indicators.Chinese},
	{"city-440100", indicators.Chinese}, {"project-council", indicators.Chinese}, {"city-445300", indicators.English},
}

func TestThePagesHoldTheirText(t *testing.T) {
	tool := requiretest.Tool(t, "pdftotext")
	for _, g := range golden {
		card := cards(t, cardtest.Through, g.language)[g.name]
		text, err := exec.Command(tool, "-raw", saved(t, card), "-").Output()
		if err != nil {
			t.Fatal(err)
		}
		// What the fingerprint stands for has tests of its own.
		text = bytes.ReplaceAll(text, []byte(card.Foot.Short), []byte("fingerprint"))
		goldentest.Check(t, "scorecard/"+g.name+"."+string(g.language)+".txt", text)
	}
}

func saved(t *testing.T, card *reports.Scorecard) (file string) {
	t.Helper()
	file = filepath.Join(t.TempDir(), "card.pdf")
	if err := os.WriteFile(file, written(t, card), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func BenchmarkScorecard(b *testing.B) {
	for _, name := range []string{"city-440500", "city-440100", "project-crafts", "programme"} {
		card := cards(b, cardtest.Through, indicators.Chinese)[name]
		b.Run(name, func(b *testing.B) {
			b.ReportMetric(float64(len(written(b, card)))/1000, "KB")
			b.ReportAllocs()
			for b.Loop() {
				written(b, card)
			}
		})
	}
}
