package reports_test

import (
	"bytes"
	stdcsv "encoding/csv"
	stdjson "encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"yardstick/indicators"
	"yardstick/reports"
	"yardstick/reports/cardtest"
	"yardstick/reports/csv"
	"yardstick/reports/html"
	"yardstick/reports/json"
	"yardstick/reports/pdf"
	"yardstick/reports/xlsx"
)

var renderers = map[string]func(io.Writer, *reports.Scorecard) error{
	"pdf": pdf.Scorecard, "html": html.Scorecard, "json": json.Scorecard, "csv": csv.Scorecard, "xlsx": xlsx.Scorecard,
}

// sound reads what a renderer wrote as its reader would.
var sound = map[string]func(file []byte) error{
	"pdf": func(file []byte) error {
		if !bytes.HasPrefix(file, []byte("%PDF-")) || !bytes.HasSuffix(file, []byte("%%EOF\n")) {
			return fmt.Errorf("it does not begin and end like a PDF")
		}
		return nil
	},
	"html": func(file []byte) error {
		for _, code := range []string{"<script>alert", "<img src=x"} {
			if bytes.Contains(file, []byte(code)) {
				return fmt.Errorf("%s stands in the page as code", code)
			}
		}
		return nil
	},
	"json": func(file []byte) error { return stdjson.Unmarshal(file, new(any)) },
	"csv": func(file []byte) error {
		_, err := stdcsv.NewReader(bytes.NewReader(bytes.TrimPrefix(file, []byte("\ufeff")))).ReadAll()
		return err
	},
	"xlsx": func(file []byte) error {
		book, err := excelize.OpenReader(bytes.NewReader(file))
		if err != nil {
			return err
		}
		for _, sheet := range book.GetSheetList() {
			rows, err := book.GetRows(sheet)
			if err != nil {
				return err
			}
			for r := range rows {
				for c := range rows[r] {
					cell, _ := excelize.CoordinatesToCellName(c+1, r+1)
					if formula, _ := book.GetCellFormula(sheet, cell); strings.Contains(formula, "HYPERLINK") {
						return fmt.Errorf("%s!%s is a formula: %s", sheet, cell, formula)
					}
				}
			}
		}
		return book.Close()
	},
}

func TestEveryFormatTakesWhatPeopleWriteAndProgrammesHold(t *testing.T) {
	shapes := map[string]cardtest.Shape{
		"no indicator":         {Regions: 2},
		"500 indicators":       {Indicators: 500},
		"200 regions":          {Regions: 200, Indicators: 1},
		"nothing written":      {Regions: 2, Indicators: 3, Actual: func(int, int) (indicators.Value, bool) { return 0, false }},
		"figures of 12 digits": {Regions: 2, Indicators: 3, Target: "≥999999999999", Actual: func(int, int) (indicators.Value, bool) { return -indicators.MaxValue, true }},
	}
	for name, text := range map[string]string{
		"400 characters":     strings.Repeat("企业数据采集", 66) + "abcd",
		"emoji":              "👩‍👩‍👧‍👦🇨🇳𠮷",
		"right to left":      "هدف \u202e100%",
		"control characters": "一\x00二\x07三\x1b[31m四\u2028五",
		"syntax of HTML":     `</script><script>alert(1)</script><img src=x onerror=alert(1)>"'`,
		"syntax of PDF":      `) Tj ET endstream endobj %%EOF`,
		"a formula":          `=HYPERLINK("http://example.org","x")`,
		"invalid UTF-8":      "目标\xff\xfe完成",
	} {
		shapes[name] = cardtest.Shape{Regions: 2, Indicators: 3, Text: text, Files: 1}
	}
	for name, shape := range shapes {
		t.Run(name, func(t *testing.T) {
			e := cardtest.Generated(t, shape)
			for _, scope := range reports.Scopes(e)[:min(3, 2+shape.Regions)] {
				card, err := reports.Build(e, scope, indicators.English, nil)
				if err != nil {
					t.Fatal(err)
				}
				for format, render := range renderers {
					var out bytes.Buffer
					if err := render(&out, card); err != nil {
						t.Fatalf("%s as %s: %v", scope.Name(), format, err)
					}
					if err := sound[format](out.Bytes()); err != nil {
						t.Errorf("%s as %s: %v", scope.Name(), format, err)
					}
				}
			}
		})
	}
}

// Programmes that went as none should, with the score that every format says.
func TestEveryFormatShowsExtremes(t *testing.T) {
	missing := func(int, int) (indicators.Value, bool) { return 0, false }
	always := func(v indicators.Value) func(int, int) (indicators.Value, bool) {
		return func(int, int) (indicators.Value, bool) { return v, true }
	}
	const nine = "≥9000"
	for name, test := range map[string]struct {
		shape  cardtest.Shape
		score  string
		actual string // as printed
	}{
		"all missing":          {cardtest.Shape{Regions: 2, Indicators: 2, Target: nine, Actual: missing, Spent: 100}, "10.00", "未报"},
		"all not applicable":   {cardtest.Shape{Regions: 2, Indicators: 2, Target: nine, Actual: missing, Spent: 50, NotApplicable: true}, "50.00", "不适用"},
		"nothing achieved":     {cardtest.Shape{Regions: 2, Indicators: 2, Target: nine, Actual: always(0)}, "0.00", "0"},
		"all achieved":         {cardtest.Shape{Regions: 2, Indicators: 2, Target: nine, Actual: always(9000 * indicators.One), Spent: 100}, "100.00", "9,000"},
		"a hair below 90":      {cardtest.Shape{Regions: 1, Indicators: 1, Target: nine, Actual: always(7999 * indicators.One), Spent: 100}, "89.99", "7,999"},
		"negative figures":     {cardtest.Shape{Regions: 2, Indicators: 2, Target: nine, Actual: always(-123456 * indicators.One), Spent: 100}, "10.00", "-123,456"},
		"negative targets":     {cardtest.Shape{Regions: 2, Indicators: 2, Target: "≤-20", Actual: always(-35 * indicators.One), Spent: 100}, "100.00", "-35"},
		"figures of 12 digits": {cardtest.Shape{Regions: 2, Indicators: 2, Target: "≥999999999999", Actual: always(123456789012_123456), Spent: 100}, "21.12", "123,456,789,012.123456"},
		"everything overdone":  {cardtest.Shape{Regions: 2, Indicators: 2, Target: "≥1", Actual: always(indicators.MaxValue), Spent: 100}, "100.00", "1,000,000,000,000"},
	} {
		t.Run(name, func(t *testing.T) {
			e := cardtest.Generated(t, test.shape)
			card, err := reports.Build(e, reports.Scopes(e)[1], indicators.Chinese, nil)
			if err != nil {
				t.Fatal(err)
			}
			for format, render := range renderers {
				var out bytes.Buffer
				if err := render(&out, card); err != nil {
					t.Fatal(err)
				}
				if err := sound[format](out.Bytes()); err != nil {
					t.Errorf("%s: %v", format, err)
				}
				text := seen[format](t, out.Bytes())
				if format == "json" {
					text = out.String()
				} else if !strings.Contains(text, test.actual) {
					t.Errorf("%s does not show the actual %s", format, test.actual)
				}
				if format != "csv" && !strings.Contains(text, test.score) { // its scores are the assignments'
					t.Errorf("%s does not show the score %s", format, test.score)
				}
			}
		})
	}
}
