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
