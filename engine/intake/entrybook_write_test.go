package intake_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"yardstick/engine"
	"yardstick/engine/intake"
	"yardstick/engine/store"
	"yardstick/engine/store/storetest"
	"yardstick/indicators"
	"yardstick/indicators/workbook"
)

func TestOnlyWhatIsFilledInIsUnlocked(t *testing.T) {
	s := officeOf(t)
	f := openForm(t, export(t, s, indicators.Chinese, guangzhou)).file
	protection, err := f.GetSheetProtection(sheet)
	if err != nil || !protection.SelectLockedCells || protection.InsertColumns || protection.DeleteRows || protection.Password != "" {
		t.Errorf("protection: %+v %v", protection, err)
	}
	last, err := s.Sheet(ctx, "", guangzhou, storetest.Month(5))
	if err != nil {
		t.Fatal(err)
	}
	for row := 1; row < 7+len(last.Rows); row++ {
		for column := 1; column <= 14; column++ {
			name, _ := excelize.CoordinatesToCellName(column, row)
			id, err := f.GetCellStyle(sheet, name)
			if err != nil {
				t.Fatal(err)
			}
			style, err := f.GetStyle(id)
			if err != nil {
				t.Fatal(err)
			}
			locked := style.Protection == nil || style.Protection.Locked
			if fill := row >= 7 && column >= 10 && column <= 12 && last.Rows[row-7].Why == nil; locked == fill {
				t.Errorf("%s: locked %v", name, locked)
			}
		}
	}
	for _, column := range []string{"M", "N"} {
		if visible, err := f.GetColVisible(sheet, column); err != nil || visible {
			t.Errorf("%s is visible: %v", column, err)
		}
	}
	if visible, err := f.GetSheetVisible("yardstick"); err != nil || visible {
		t.Errorf("the record is visible: %v", err)
	}
	if panes, err := f.GetPanes(sheet); err != nil || !panes.Freeze || panes.YSplit != 6 || panes.XSplit != 2 {
		t.Errorf("panes: %+v %v", panes, err)
	}
}

func TestWordsAreListedAndNumbersAreNotNarrowed(t *testing.T) {
	s := officeOf(t)
	for l, want := range map[indicators.Language]map[string]string{
		indicators.Chinese: {"on-time": `"是,否"`, "grade": `"差,一般,良好,优"`, "chain": `"达成年度指标,部分达成年度指标并具有一定效果,未达成年度指标且效果较差"`, "visits": "", "day": ""},
		indicators.English: {"on-time": `"yes,no"`, "chain": `"achieved,partly achieved,not achieved"`, "passed": ""},
	} {
		f := openForm(t, export(t, s, l, guangzhou))
		name := f.file.GetSheetName(0)
		rules, err := f.file.GetDataValidations(name)
		if err != nil {
			t.Fatal(err)
		}
		for local, list := range want {
			cell, found := "J"+f.at(name, local, ""), false
			for _, rule := range rules {
				if rule.Sqref != cell {
					continue
				}
				found = true
				if rule.Formula1 != list || rule.ErrorStyle != nil && *rule.ErrorStyle == "stop" || rule.Prompt == nil || *rule.Prompt == "" || rule.Type != "" && list == "" {
					t.Errorf("%s: %q %q, want %q", local, rule.Type, rule.Formula1, list)
				}
			}
			if !found {
				t.Errorf("%s has no hint", local)
			}
			for _, word := range strings.Split(strings.Trim(list, `"`), ",") {
				entry := engine.Entry{Indicator: guangzhou + "/" + local, Period: storetest.Month(5), Text: word}
				p, _ := s.Programme(ctx, "", june())
				if _, problems := entry.Check(p, engine.Today(p, june())); word != "" && len(problems) > 0 {
					t.Errorf("%s: %q is listed and not read: %v", local, word, problems)
				}
			}
		}
	}
}

func TestTheSameSheetsAreTheSameBytes(t *testing.T) {
	s := officeOf(t)
	first := export(t, s, indicators.Chinese, guangzhou, shenzhen)
	for range 3 {
		if !bytes.Equal(first, export(t, s, indicators.Chinese, guangzhou, shenzhen)) {
			t.Fatal("the bytes differ")
		}
	}
}

// TestAWrittenSheetShowsWhatIsKnown reads the workbook as anybody's would be read:
// by the guard, without formulas, with last month's figure and the sum so far.
func TestAWrittenSheetShowsWhatIsKnown(t *testing.T) {
	s := officeOf(t)
	for month, text := range map[int]string{2: "3.5万元", 4: "4"} {
		entry := engine.Entry{Indicator: guangzhou + "/invested", Period: indicators.NewPeriod(2021, 0) + indicators.Period(month), Text: text}
		if _, err := s.Record(ctx, "", []engine.Entry{entry}, store.RecordOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	raw := export(t, s, indicators.Chinese, guangzhou)
	book, problem := workbook.Open("entry.xlsx", bytes.NewReader(raw), int64(len(raw)))
	if problem != nil {
		t.Fatal(problem)
	}
	ws := book.Sheet(sheet)
	for cell, want := range map[[2]int]string{{1, 1}: "填报试验 填报表", {2, 2}: "=各类工程[一]/二", {2, 7}: "广州市", {3, 2}: "2021-05", {8, 1}: "产出/数量指标", {8, 2}: "+新增投入（万元）",
		{8, 4}: "至少2万元", {8, 5}: "不少于 2 万元", {8, 6}: "万元", {8, 7}: "4", {8, 8}: "7.5", {8, 9}: "", {8, 10}: ""} {
		if got := ws.Cell(cell[0], cell[1]); got.Text != want || got.Problem != nil {
			t.Errorf("%s: %q, want %q", got.At, got.Text, want)
		}
	}
	if ws.Cell(8, 7).Kind != workbook.Number {
		t.Error("last month's figure is no number")
	}
}

func TestARowSaysWhichPartItIsAndWhyItIsClosed(t *testing.T) {
	s := officeOf(t)
	for l, want := range map[indicators.Language][]string{
		indicators.Chinese: {"培训|培训|培训5次、300人次|不少于 5 次", "培训|2|培训5次、300人次|不少于 300 人次", "设备完好率|分子|≥90%|不少于 90%",
			"折算投入||至少4万元|不少于 4 万元|万元||||—|折算投入（k-2021/works/440100/double）由其他指标计算得出，不需填报"},
		indicators.English: {"培训|2|培训5次、300人次|at least 300 人次", "设备完好率|denominator|≥90%|at least 90%"},
	} {
		f := openForm(t, export(t, s, l, guangzhou))
		rows, err := f.file.GetRows(f.file.GetSheetName(0))
		if err != nil {
			t.Fatal(err)
		}
		var all strings.Builder
		for _, row := range rows {
			all.WriteString(strings.Join(row, "|") + "\n")
		}
		for _, line := range want {
			if !strings.Contains(all.String(), "|"+line+"|") {
				t.Errorf("%s: no row %s in\n%s", l, line, all.String())
			}
		}
	}
}

func TestAWorkbookOfNoSheetIsRefused(t *testing.T) {
	var out bytes.Buffer
	wantCode(t, intake.WriteWorkbook(&out, nil, indicators.Chinese), "entrybook-no-sheets")
	if out.Len() > 0 {
		t.Error("something was written")
	}
}
