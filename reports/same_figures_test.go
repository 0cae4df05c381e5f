package reports_test

import (
	"bytes"
	stdcsv "encoding/csv"
	stdjson "encoding/json"
	"html"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/xuri/excelize/v2"

	"yardstick/indicators"
	"yardstick/reports"
	"yardstick/reports/cardtest"
	"yardstick/reports/requiretest"
)

// What a reader of each rendering sees, without the spaces that layout puts in.
var seen = map[string]func(t *testing.T, file []byte) string{
	"pdf": func(t *testing.T, file []byte) string {
		read := exec.Command(requiretest.Tool(t, "pdftotext"), "-raw", "-", "-")
		read.Stdin = bytes.NewReader(file)
		out, err := read.Output()
		if err != nil {
			t.Fatal(err)
		}
		return squeezed(string(out))
	},
	"html": func(t *testing.T, file []byte) string {
		return squeezed(html.UnescapeString(tags.ReplaceAllString(scripts.ReplaceAllString(string(file), ""), "")))
	},
	"xlsx": func(t *testing.T, file []byte) string {
		book, err := excelize.OpenReader(bytes.NewReader(file))
		if err != nil {
			t.Fatal(err)
		}
		defer book.Close()
		var all strings.Builder
		for _, sheet := range book.GetSheetList() {
			rows, err := book.GetRows(sheet)
			if err != nil {
				t.Fatal(err)
			}
			for _, row := range rows {
				all.WriteString(strings.Join(row, "|") + "|")
			}
		}
		return squeezed(all.String())
	},
	"csv": func(t *testing.T, file []byte) string {
		rows, err := stdcsv.NewReader(bytes.NewReader(bytes.TrimPrefix(file, []byte("\uFEFF")))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		var all strings.Builder
		for _, row := range rows {
			all.WriteString(strings.Join(row, "|") + "|")
		}
		return squeezed(all.String())
	},
	"json": func(t *testing.T, file []byte) string {
		var document any
		if err := stdjson.Unmarshal(file, &document); err != nil {
			t.Fatal(err)
		}
		return squeezed(leaves(document))
	},
}

var (
	scripts = regexp.MustCompile(`(?s)<(script|style)[^>]*>.*?</(script|style)>`)
	tags    = regexp.MustCompile(`<[^>]*>`)
)

// leaves are the texts of a JSON document, in any order.
func leaves(value any) string {
	var all strings.Builder
	switch v := value.(type) {
	case string:
		all.WriteString(v + "|")
	case []any:
		for _, one := range v {
			all.WriteString(leaves(one))
		}
	case map[string]any:
		for _, one := range v {
			all.WriteString(leaves(one))
		}
	}
	return all.String()
}

func squeezed(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '\u200b' || r == '\u2060' {
			return -1
		}
		return r
	}, text)
}

// kindsOfCard are one card of each kind, and a city's with more evidence than paper lists.
var kindsOfCard = []string{"programme", "project-crafts", "project-survey", "city-440100", "city-441900", "city-445300",
	"indicator-survey-collected", "indicator-crafts-area", "indicator-administration-evaluations"}

func TestEveryRenderingShowsTheModelsFigures(t *testing.T) {
	e := cardtest.Backed(t)
	for _, scope := range append(reports.Scopes(e), reports.IndicatorScopes(e)...) {
		if !slices.Contains(kindsOfCard, scope.Name()) {
			continue
		}
		for _, l := range []indicators.Language{indicators.Chinese, indicators.English} {
			card, err := reports.Build(e, scope, l, nil)
			if err != nil {
				t.Fatal(err)
			}
			for format, render := range renderers {
				t.Run(scope.Name()+"/"+string(l)+"/"+format, func(t *testing.T) {
					var out bytes.Buffer
					if err := render(&out, card); err != nil {
						t.Fatal(err)
					}
					text := seen[format](t, out.Bytes())
					for _, want := range figures(card, format) {
						if !strings.Contains(text, squeezed(want)) {
							t.Errorf("%q is not there", want)
						}
					}
				})
			}
		}
	}
}

// figures are what a reader of a format must find, as the model says it.
func figures(card *reports.Scorecard, format string) []string {
	out := []string{card.Foot.Method}
	machine := format == "json" || format == "csv"
	if format == "pdf" || format == "xlsx" || format == "html" {
		out = append(out, card.Answer.Score.Text, card.Answer.GradeWord)
		out = append(out, card.Answer.Sentences...)
	}
	paper := format == "pdf"
	if paper {
		out = append(out, card.Foot.Short)
	} else {
		out = append(out, card.Foot.Fingerprint)
	}
	sections := card.Sections
	if paper && card.Compact {
		sections = nil
	}
	if paper && card.RollUp != nil {
		sections = append(slices.Clone(sections), *card.RollUp)
	}
	for _, section := range sections {
		for _, row := range section.Rows {
			for _, line := range row.Lines {
				out = append(out, line.Text)
				if !machine { // their figures are numbers: they have tests of their own
					out = append(out, line.Mark.Word, line.Actual.Text, line.Points.Text)
				}
			}
		}
	}
	return append(out, backing(card, format)...)
}

// backing is what a format shows of the evidence.
func backing(card *reports.Scorecard, format string) (out []string) {
	e := card.Evidence
	switch {
	case e == nil || format == "csv": // it counts them
		return nil
	case format == "pdf" && e.Many:
		for _, group := range e.Groups {
			out = append(out, group.Name+group.FilesText+group.FiguresText)
		}
		return append(out, e.Note)
	case format == "json":
		for _, row := range e.Rows {
			out = append(out, row.File, row.SHA256, row.URL, row.Type, row.AttachedBy)
		}
		return out
	case format == "xlsx":
		for _, row := range e.Rows {
			out = append(out, row.File, row.SHA256, row.URL, row.Period.String(), row.AttachedAt)
		}
		return append(out, e.Note)
	}
	for _, file := range e.Files {
		out = append(out, file.Name, file.URL, file.Backs, file.SizeText, file.Attached)
		if format == "pdf" {
			out = append(out, file.Digest)
		} else {
			out = append(out, file.SHA256)
		}
	}
	return append(out, e.Title, e.Note)
}
