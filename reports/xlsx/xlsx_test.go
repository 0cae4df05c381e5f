package xlsx

import (
	"archive/zip"
	"bytes"
	"io"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"yardstick/engine"
	"yardstick/indicators"
	"yardstick/indicators/workbook"
	"yardstick/reports"
	"yardstick/reports/cardtest"
)

var languages = []indicators.Language{indicators.Chinese, indicators.English}

// cards are some scorecards of each kind, or those named.
func cards(t testing.TB, e *engine.Evaluation, l indicators.Language, names ...string) []*reports.Scorecard {
	t.Helper()
	if names == nil {
		names = []string{"programme", "project-crafts", "project-survey", "city-440100", "city-445300", "indicator-survey-collected"}
	}
	var out []*reports.Scorecard
	for _, scope := range append(reports.Scopes(e), reports.IndicatorScopes(e)...) {
		if slices.Contains(names, scope.Name()) {
			card, err := reports.Build(e, scope, l, nil)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, card)
		}
	}
	return out
}

func forms(t testing.TB, e *engine.Evaluation, l indicators.Language) []*reports.Form {
	t.Helper()
	var out []*reports.Form
	for _, id := range []string{"survey/440100", "crafts/440000", "clusters/441900", "administration/440000"} {
		for _, fill := range []func(*engine.Evaluation, string, indicators.Language) (*reports.Form, error){reports.SelfEvaluation, reports.Monitoring} {
			form, err := fill(e, id, l)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, form)
		}
	}
	return out
}

func bytesOf(t testing.TB, write func(io.Writer) error) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func scorecardBytes(t testing.TB, card *reports.Scorecard) []byte {
	return bytesOf(t, func(w io.Writer) error { return Scorecard(w, card) })
}

func formBytes(t testing.TB, form *reports.Form) []byte {
	return bytesOf(t, func(w io.Writer) error { return Form(w, form) })
}

func open(t testing.TB, data []byte) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// table reads a sheet's table back: a map from head to raw value for each row beneath
// the first that begins with the head.
func table(t testing.TB, f *excelize.File, sheet, firstHead string, raw bool) []map[string]string {
	t.Helper()
	rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: raw})
	if err != nil {
		t.Fatal(err)
	}
	var heads []string
	var out []map[string]string
	for _, row := range rows {
		switch {
		case heads == nil && len(row) > 0 && row[0] == firstHead:
			heads = row
		case heads != nil && len(row) > 0:
			one := map[string]string{}
			for k, value := range row {
				one[heads[k]] = value
			}
			out = append(out, one)
		}
	}
	return out
}

func TestTheWorkbooksFiguresAreTheModels(t *testing.T) {
	e := cardtest.Evaluation(t)
	for _, l := range languages {
		word := func(code string) string { return l.Say("book."+code, nil) }
		for _, card := range cards(t, e, l) {
			f := open(t, scorecardBytes(t, card))
			raw := table(t, f, card.Labels.Indicators, word("region"), true)
			shown := table(t, f, card.Labels.Indicators, word("region"), false)
			k := 0
			for _, section := range card.Sections {
				for _, row := range section.Rows {
					for _, line := range row.Lines {
						checkTarget(t, word, line, raw[k], shown[k])
						if raw[k][word("id")] != row.ID || raw[k][word("name")] != row.Published {
							t.Errorf("row %d is of %s, not %s", k, raw[k][word("id")], row.ID)
						}
						k++
					}
				}
			}
			if k != len(raw) {
				t.Errorf("%s: %d rows for %d targets", card.Scope.Name(), len(raw), k)
			}
			checkScore(t, f, card)
		}
	}
}

func checkTarget(t *testing.T, word func(string) string, line reports.Line, raw, shown map[string]string) {
	t.Helper()
	if v := valueOf(line.Actual.JSON); v != nil && line.Actual.Known {
		if raw[word("actual")] != v.String() {
			t.Errorf("actual %s is in the cell as %q", v, raw[word("actual")])
		}
	}
	if shown[word("actual")] != line.Actual.Text {
		t.Errorf("actual %q is shown as %q", line.Actual.Text, shown[word("actual")])
	}
	for code, score := range map[string]reports.Score{"points": line.Points, "weight": line.Weight} {
		if shown[word(code)] != score.Text {
			t.Errorf("%s %q are shown as %q", code, score.Text, shown[word(code)])
		}
	}
	if line.Completion.Value != nil && raw[word("completion")] != line.Completion.Value.String() {
		t.Errorf("completion %s is in the cell as %s", line.Completion.Value, raw[word("completion")])
	}
	if shown[word("completion")] != line.Completion.Text || raw[word("target")] != line.Text || raw[word("stands")] != line.Mark.Word {
		t.Errorf("%v does not show %q, %q, %q", shown, line.Completion.Text, line.Text, line.Mark.Word)
	}
}

func checkScore(t *testing.T, f *excelize.File, card *reports.Scorecard) {
	t.Helper()
	rows, err := f.GetRows(f.GetSheetName(0))
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		if len(row) > 1 && row[0] == card.Answer.Title {
			if row[1] != card.Answer.Score.Text {
				t.Errorf("score %s, the model says %s", row[1], card.Answer.Score.Text)
			}
			return
		}
	}
	t.Error("there is no score")
}

func TestEveryEntryIsInTheWorkbook(t *testing.T) {
	card := cards(t, cardtest.Evaluation(t), indicators.Chinese, "city-440100")[0]
	word := func(code string) string { return indicators.Chinese.Say("book."+code, nil) }
	rows := table(t, open(t, scorecardBytes(t, card)), word("observations"), word("seq"), true)
	if len(rows) != len(card.Observations) || len(rows) == 0 {
		t.Fatalf("%d rows for %d entries", len(rows), len(card.Observations))
	}
	for k, o := range card.Observations {
		if rows[k][word("seq")] != strconv.FormatInt(o.Seq, 10) || rows[k][word("entered")] != o.Text || rows[k][word("period")] != o.Period.String() {
			t.Errorf("row %d: %v, want entry %d: %s", k, rows[k], o.Seq, o.Text)
		}
		if o.Value != nil && rows[k][word("value")] != o.Value.String() {
			t.Errorf("entry %d: %s, want %s", o.Seq, rows[k][word("value")], o.Value)
		}
	}
}

func TestAFormsCellsAreTheModels(t *testing.T) {
	e := cardtest.Evaluation(t)
	for _, l := range languages {
		for _, form := range forms(t, e, l) {
			f := open(t, formBytes(t, form))
			sheet := f.GetSheetName(0)
			if sheet != form.Sheet { // "Self-evaluation of a project s " was cut, without its apostrophe
				t.Errorf("the sheet is called %q, want %q", sheet, form.Sheet)
			}
			s := &formSheet{book: newBook("", "", l, &form.Foot), form: form, grid: form.Grid()}
			s.begin(form.Sheet)
			s.columns()
			s.rows(s.head())
			for _, cell := range s.grid.Cells {
				at := cellName(cell.Column+1, s.starts[cell.Row])
				got, err := f.GetCellValue(sheet, at)
				if err != nil {
					t.Fatal(err)
				}
				if got != shownText(&cell) {
					t.Errorf("%s %s: %q, want %q", form.Name(), at, got, shownText(&cell))
				}
				if raw, _ := f.GetCellValue(sheet, at, excelize.Options{RawCellValue: true}); cell.Value != nil && raw != cell.Value.String() {
					t.Errorf("%s %s holds %q, want %s", form.Name(), at, raw, cell.Value)
				}
			}
			names := map[string]bool{}
			for _, name := range f.GetDefinedName() {
				names[name.Name] = true
			}
			if !names["_xlnm.Print_Area"] || !names["_xlnm.Print_Titles"] {
				t.Errorf("%s: print area and titles: %v", form.Name(), names)
			}
		}
	}
}

func TestSameBytes(t *testing.T) {
	e := cardtest.Evaluation(t)
	card, form := cards(t, e, indicators.Chinese, "programme")[0], forms(t, e, indicators.English)[1]
	wantCard, wantForm := scorecardBytes(t, card), formBytes(t, form)
	t.Run("in another zone", func(t *testing.T) {
		local := time.Local
		defer func() { time.Local = local }()
		time.Local = time.FixedZone("", -11*3600)
		if !bytes.Equal(scorecardBytes(t, card), wantCard) || !bytes.Equal(formBytes(t, form), wantForm) {
			t.Error("the bytes differ")
		}
	})
	t.Run("side by side", func(t *testing.T) {
		var wait sync.WaitGroup
		for range 4 {
			wait.Go(func() {
				if !bytes.Equal(formBytes(t, form), wantForm) {
					t.Error("the bytes differ")
				}
			})
		}
		wait.Wait()
	})
	for _, data := range [][]byte{wantCard, wantForm} {
		parts, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range parts.File {
			if part.ModifiedDate != 0 || part.ModifiedTime != 0 || len(part.Extra) > 0 {
				t.Errorf("%s carries a time", part.Name)
			}
		}
	}
}

// hostile are texts that a spreadsheet must neither calculate nor choke on.
var hostile = []string{
	"=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", " =1+1", "＝1+1", `=HYPERLINK("http://example.org","x")`,
	"</t></is></c>", "_x003D_1", "_x0041_x0042_", "_x005F_x003D_1", "😀\U00020164", "\x00\x07\x1b", "\xff\xfe", "&lt;", strings.Repeat("长", 400), strings.Repeat("x", 40_000),
}

func TestATextStaysAText(t *testing.T) {
	e := cardtest.Evaluation(t)
	for _, text := range hostile {
		card := cards(t, e, indicators.Chinese, "city-440100")[0]
		card.Head.Title = text
		for i := range card.Sections {
			card.Sections[i].Title = text
			for k := range card.Sections[i].Rows {
				row := &card.Sections[i].Rows[k]
				row.Name, row.Published, row.Unit = text, text, text
				for n := range row.Lines {
					row.Lines[n].Text, row.Lines[n].Reason = text, text
					row.Lines[n].Actual.Text, row.Lines[n].Actual.JSON = text, "null"
				}
			}
		}
		for k := range card.Observations {
			card.Observations[k].Text, card.Observations[k].Note = text, text
		}
		checkNoFormula(t, scorecardBytes(t, card), text)
		form := forms(t, e, indicators.Chinese)[0]
		form.Project, form.Goal, form.Title = text, text, text
		for k := range form.Rows {
			form.Rows[k].Name, form.Rows[k].Target, form.Rows[k].Remark = text, text, text
		}
		checkNoFormula(t, formBytes(t, form), text)
	}
}

func checkNoFormula(t *testing.T, data []byte, text string) {
	t.Helper()
	f := open(t, data)
	found := false
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatalf("%.20q: %v", text, err)
		}
		for r, row := range rows {
			for c, value := range row {
				if formula, _ := f.GetCellFormula(sheet, cellName(c+1, r+1)); formula != "" {
					t.Fatalf("%.20q became the formula %q", text, formula)
				}
				found = found || value == workbook.Legal(text)
			}
		}
	}
	if !found {
		t.Errorf("%.20q is in no cell", text)
	}
	parts, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range parts.File {
		r, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(content, []byte("<f>")) || bytes.Contains(content, []byte("<hyperlink")) {
			t.Errorf("%.20q: %s holds a formula or a link", text, part.Name)
		}
	}
}

func TestANumberIsShownAsItIsPrinted(t *testing.T) {
	for printed, want := range map[string]string{
		"9,120": "#,##0", "88.00%": `#,##0.00"%"`, "1,316.4": "#,##0.0", "16.67": "#,##0.00", "840 家次": `#,##0" 家次"`,
		"+900": "+#,##0;-#,##0;#,##0", "-3.5": "#,##0.0", `5"`: `#,##0"”"`,
	} {
		if got := numberFormat(printed); got != want {
			t.Errorf("%s: %s, want %s", printed, got, want)
		}
	}
}

func TestAFigureThatIsNotExactInASpreadsheetIsAText(t *testing.T) {
	b := newBook("", "", indicators.Chinese, &reports.Foot{})
	b.begin("x")
	for row, text := range []string{"999999999999.123456", "999999999999.123", "1000000000000"} {
		v, err := indicators.ParseValue(text)
		if err != nil {
			t.Fatal(err)
		}
		b.number(1, row+1, v, v.Grouped(), look{})
		got, _ := b.file.GetCellValue("x", cellName(1, row+1), excelize.Options{RawCellValue: true})
		if want := map[int]string{0: v.Grouped()}[row]; got != text && got != want {
			t.Errorf("%s is in the cell as %s", text, got)
		}
	}
}

func TestEmptyCardsAndFormsAreWritten(t *testing.T) {
	open(t, scorecardBytes(t, &reports.Scorecard{Language: indicators.Chinese, Labels: reports.Labels{Indicators: "指标"}}))
	for _, kind := range []reports.FormKind{reports.SelfEvaluationForm, reports.MonitoringForm} {
		open(t, formBytes(t, &reports.Form{Kind: kind, Language: indicators.English, Title: "form", Money: make([]reports.FormMoney, 4)}))
	}
}

func BenchmarkScorecard(b *testing.B) {
	card := cards(b, cardtest.Evaluation(b), indicators.Chinese, "city-440100")[0]
	for b.Loop() {
		if err := Scorecard(io.Discard, card); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkForm(b *testing.B) {
	form := forms(b, cardtest.Evaluation(b), indicators.Chinese)[0]
	for b.Loop() {
		if err := Form(io.Discard, form); err != nil {
			b.Fatal(err)
		}
	}
}
