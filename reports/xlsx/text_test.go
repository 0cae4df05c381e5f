package xlsx

import (
	"bytes"
	"testing"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"yardstick/indicators"
	"yardstick/indicators/workbook"
	"yardstick/reports"
)

// Every text is read back from the workbook as it was, or with U+FFFD where XML allows
// no such character.
func TestTextsAreReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		texts := rapid.SliceOfN(rapid.OneOf(rapid.String(), rapid.StringMatching(`[ =+@\-_x0-9A-F\r\n\t]{0,20}`), rapid.SampledFrom(hostile)), 1, 4).Draw(t, "texts")
		b := newBook("", "", indicators.Chinese, &reports.Foot{})
		b.begin("x")
		for k, text := range texts {
			b.text(1, k+1, text, look{})
		}
		var out bytes.Buffer
		if err := b.write(&out); err != nil {
			t.Fatal(err)
		}
		f, err := excelize.OpenReader(&out)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		for k, text := range texts {
			got, err := f.GetCellValue("x", cellName(1, k+1), excelize.Options{RawCellValue: true})
			if formula, _ := f.GetCellFormula("x", cellName(1, k+1)); err != nil || got != workbook.Legal(text) || formula != "" {
				t.Fatalf("%q is read back as %q, formula %q, %v", workbook.Legal(text), got, formula, err)
			}
		}
	})
}

func TestSheetNamesAreTaken(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := newBook("", "", indicators.Chinese, &reports.Foot{})
		b.begin(rapid.String().Draw(t, "name"))
		if b.err != nil {
			t.Fatal(b.err)
		}
	})
}
