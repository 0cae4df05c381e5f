package intake_test

import (
	"archive/zip"
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"yardstick/engine/intake"
	"yardstick/indicators"
)

// tableOf is a workbook whose first sheet is a table.
func tableOf(t testing.TB, rows ...[]any) *form {
	t.Helper()
	f := &form{t, excelize.NewFile()}
	t.Cleanup(func() { f.file.Close() })
	for n, row := range rows {
		if err := f.file.SetSheetRow("Sheet1", "A"+string(rune('1'+n)), &row); err != nil {
			t.Fatal(err)
		}
	}
	return f
}

func TestATableInAWorkbookIsReadLikeCSV(t *testing.T) {
	s := open(t)
	f := tableOf(t, []any{"指标", "地区", "填报期", "实际完成值", "备注"},
		[]any{"走访企业数量", "广州", "2021年3月", 5, "好"}, nil,
		[]any{"走访企业数量（家次）", "深圳市", 44256, "６"},
		[]any{"服务对象满意度", "广州", 202103, 0.925},
		[]any{"按期完成", "广州", "2021-03", true},
		[]any{"报告数量", "广州", "2021-03"})
	f.format("Sheet1", "C4", "yyyy-mm-dd")
	f.format("Sheet1", "D5", "0.0%")
	preview, err := lookAt(s, f.bytes(), intake.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := values(preview), two+"440100/satisfaction 2021-03 new 92.5\n440100/on-time 2021-03 new 1\n"; got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestATableInAWorkbookIsRefusedAtItsCells(t *testing.T) {
	head := []any{"指标", "地区", "填报期", "值"}
	good := []any{"走访企业数量", "广州", "2021-03", 5}
	tests := map[string]struct {
		make func() *form
		want string
	}{
		"a formula": {func() *form {
			f := tableOf(t, head, good)
			_ = f.file.SetCellFormula("Sheet1", "D2", "1+4")
			return f
		}, "filled.xlsx!Sheet1!D2 workbook-formula\n"},
		"a heading that is calculated": {func() *form {
			f := tableOf(t)
			_ = f.file.SetCellFormula("Sheet1", "A1", `"指标"`)
			return f
		}, "filled.xlsx!Sheet1!A1 workbook-formula\n"},
		"a figure over two rows": {func() *form {
			f := tableOf(t, head, good, []any{"走访企业数量", "深圳", "2021-03"})
			_ = f.file.MergeCell("Sheet1", "D2", "D3")
			return f
		}, "filled.xlsx!Sheet1!D3 import-merged\n"},
		"a name, a month and a figure": {func() *form {
			return tableOf(t, head, []any{"走访", "广州", "2021-03", 5}, []any{"走访企业数量", "广州", "三月", 5}, []any{"走访企业数量", "广州", "2021-03", "约5"})
		}, "filled.xlsx!Sheet1!A2 import-indicator-unknown\nfilled.xlsx!Sheet1!C3 import-period\nfilled.xlsx!Sheet1!D4 approximate\n"},
		"a date for a figure": {func() *form {
			f := tableOf(t, head, []any{"走访企业数量", "广州", "2021-03", 44256})
			f.format("Sheet1", "D2", "m/d")
			return f
		}, "filled.xlsx!Sheet1!D2 import-is-a-date\n"},
		"no columns":      {func() *form { return tableOf(t, []any{"你好"}) }, "filled.xlsx!Sheet1!A1 import-column-wanted\n"},
		"nothing at all":  {func() *form { return tableOf(t) }, "filled.xlsx import-empty\n"},
		"the same twice":  {func() *form { return tableOf(t, head, good, good) }, "filled.xlsx!Sheet1!D3 entry-line-twice\n"},
		"a hundred wide":  {func() *form { f := tableOf(t, head, good); f.set("Sheet1", "CW1", "x"); return f }, "filled.xlsx!Sheet1!CW1 import-too-wide\n"},
		"an extra column": {func() *form { f := tableOf(t, head, good); f.set("Sheet1", "F2", "x"); return f }, "filled.xlsx!Sheet1!F2 import-field-surplus\n"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := lookAt(open(t), test.make().bytes(), intake.Options{})
			if got := refusal(t, err); !strings.HasPrefix(got, test.want) {
				t.Errorf("got\n%swant\n%s", got, test.want)
			}
		})
	}
}

// TestHostileWorkbooksAreTurnedAway takes files that the guard knows through the
// door that people use: each says what is wrong and what to do.
func TestHostileWorkbooksAreTurnedAway(t *testing.T) {
	packed := func(parts map[string]string) []byte {
		var out bytes.Buffer
		w := zip.NewWriter(&out)
		for name, text := range parts {
			part, err := w.Create(name)
			if err == nil {
				_, err = part.Write([]byte(text))
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
	whole := tableOf(t, []any{"指标", "填报期", "值"}).bytes()
	tests := map[string]struct {
		raw  []byte
		name string
	}{
		"an old workbook":       {[]byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and more"), "old.xls"},
		"an old one, renamed":   {[]byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and more"), "old.csv"},
		"a page called .xlsx":   {[]byte("<html><table><tr><td>5</td></tr></table></html>"), "page.xlsx"},
		"an archive of another": {packed(map[string]string{"a.txt": "x"}), "a.xlsx"},
		"a bomb":                {packed(map[string]string{"[Content_Types].xml": "<x>" + strings.Repeat(" ", 20<<20) + "</x>"}), "bomb.xlsx"},
		"half a workbook":       {whole[:len(whole)/2], "half.xlsx"},
		"an empty file":         {nil, "empty.xlsx"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			_, err := intake.Look(ctx, s, test.name, bytes.NewReader(test.raw), intake.Options{Now: june})
			got := refusal(t, err)
			if !strings.Contains(got, " workbook-") || strings.Count(got, "\n") != 1 {
				t.Errorf("got %s", got)
			}
			if cut, _ := s.Cut(context.Background(), "", time.Time{}); cut.Head.Count != 1 {
				t.Error("something was written")
			}
		})
	}
}

// TestAWorkbookThatALibrarySavedIsTaken saves one under a name, which declares
// macros without carrying any.
func TestAWorkbookThatALibrarySavedIsTaken(t *testing.T) {
	path := filepath.Join(t.TempDir(), "saved.xlsx")
	f := tableOf(t, []any{"指标", "地区", "填报期", "值"}, []any{"走访企业数量", "广州", "2021-03", 5})
	if err := f.file.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if preview, err := lookAt(open(t), raw, intake.Options{}); err != nil || len(preview.Cells) != 1 {
		t.Errorf("%v %v", preview, err)
	}
}

func TestAFileBeyondTheGivenLimitIsRefused(t *testing.T) {
	_, err := lookAt(open(t), tableOf(t, []any{"指标", "填报期", "值"}).bytes(), intake.Options{Limit: 100})
	wantCode(t, err, "import-too-large")
}

func FuzzReadEntryBook(f *testing.F) {
	s := officeOf(f)
	raw := export(f, s, indicators.Chinese, guangzhou)
	for _, cell := range []string{"A1", "M1", "M3", "B7", "J7", "K7", "M7", "N7"} {
		f.Add(cell, "2021-05", false)
		f.Add(cell, "k-2021/works/440100/visits", true)
	}
	f.Fuzz(func(t *testing.T, cell, text string, record bool) {
		if _, _, err := excelize.CellNameToCoordinates(cell); err != nil || len(text) > 1000 {
			t.Skip()
		}
		form, name := openForm(t, raw), sheet
		if record {
			name = "yardstick"
		}
		if err := form.file.SetCellStr(name, cell, text); err != nil {
			t.Skip()
		}
		preview, err := lookAt(s, form.bytes(), intake.Options{})
		if err == nil && len(preview.Cells) > 1 {
			t.Errorf("%d figures from one cell", len(preview.Cells))
		}
		if err != nil {
			refusal(t, err)
		}
	})
}
