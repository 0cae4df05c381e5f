package web_test

import (
	"bytes"
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

const imports = "/p/gd-2021/import"

// own is a table of Guangzhou's figures, foreign one with a cell of Shenzhen's.
const (
	own     = "indicator,period,value\ngd-2021/survey/440100/collected,2021-03,9960\ngd-2021/survey/440100/reports,2021-03,1\n"
	foreign = own + "gd-2021/survey/440300/collected,2021-03,7\n"
)

// held is the token of a preview.
func held(page string) string {
	_, after, _ := strings.Cut(page, `name="held" value="`)
	token, _, _ := strings.Cut(after, `"`)
	return token
}

func TestAFileIsPreviewedThenTakenWhole(t *testing.T) {
	s := newSite(t)
	c := s.client(t, "guangzhou")
	check(t, s.get(t, c, imports), 200, `type="file"`)
	page := s.send(t, c, imports, "file:三月.csv", own, "reason", "")
	check(t, page, 200, "新填 2 项", "企业数据采集量", "进行中", survey)
	if got := s.standing(t, survey); len(got) != 0 {
		t.Fatalf("the preview wrote %v", got)
	}
	check(t, s.post(t, c, imports, "held", held(page.Body)), 303)
	check(t, s.get(t, c, imports), 200, "已导入 三月.csv：新填 2 项")
	if got := s.standing(t, survey); got["collected"] != "9960" || got["reports"] != "1" {
		t.Errorf("taken: %v", got)
	}
	check(t, s.post(t, c, imports, "held", held(page.Body)), 422, "import-not-held")
	check(t, s.send(t, c, imports, "file:三月.csv", own), 200, "无须写入")
}

func TestAWorkbookThatWasFilledInIsTaken(t *testing.T) {
	s := newSite(t)
	c := s.client(t, "guangzhou")
	f, err := excelize.OpenReader(strings.NewReader(s.get(t, c, survey+"/workbook").Body))
	if err != nil {
		t.Fatal(err)
	}
	sheet := f.GetSheetList()[0]
	cell := openCell(t, f, sheet)
	if err := f.SetCellValue(sheet, cell, 9960); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	page := s.send(t, c, imports, "file:三月.xlsx", out.String())
	check(t, page, 200, "新填 1 项", "!"+cell)
	check(t, s.post(t, c, imports, "held", held(page.Body)), 303)
	if got := s.standing(t, survey); got["collected"] != "9960" {
		t.Errorf("taken: %v", got)
	}
}

// openCell is the first cell of the first row of figures that may be typed into.
func openCell(t *testing.T, f *excelize.File, sheet string) string {
	t.Helper()
	rows, err := f.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	for r := range rows {
		for c := range 20 {
			name, _ := excelize.CoordinatesToCellName(c+1, r+1)
			style, _ := f.GetCellStyle(sheet, name)
			if known, err := f.GetStyle(style); err == nil && known.Protection != nil && !known.Protection.Locked {
				return name
			}
		}
	}
	t.Fatal("every cell is locked")
	return ""
}

func TestImportsAreRefused(t *testing.T) {
	for name, c := range map[string]struct {
		before func(*testing.T, *site)
		who    string
		form   []string
		status int
		says   []string
	}{
		"no file":                       {nil, "guangzhou", []string{"reason", "x"}, 422, []string{"import-file-none"}},
		"a reader's":                    {nil, "reader", []string{"file:a.csv", own}, 403, []string{"may-not-enter"}},
		"somebody else's cells":         {nil, "guangzhou", []string{"file:a.csv", foreign}, 403, []string{"may-not-enter", "a.csv:4"}},
		"what is no figure":             {nil, "guangzhou", []string{"file:a.csv", strings.Replace(own, "9960", "很多", 1)}, 422, []string{"a.csv:2"}},
		"a changed figure, no reason":   {filled, "guangzhou", []string{"file:a.csv", own}, 422, []string{"a.csv:2"}},
		"on a sheet that was handed in": {func(t *testing.T, s *site) { s.submitted(t) }, "guangzhou", []string{"file:a.csv", own, "reason", "漏报"}, 409, []string{"sheet-submitted"}},
		"after the month closed":        {func(_ *testing.T, s *site) { s.set(2021, time.April, 4, 9) }, "guangzhou", []string{"file:a.csv", own}, 409, []string{"sheet-closed"}},
		"what is no table":              {nil, "guangzhou", []string{"file:a.csv", "PK\x03\x04 not a zip"}, 422, nil},
		"larger than is read":           {nil, "guangzhou", []string{"file:a.csv", strings.Repeat("x", 33<<20)}, 413, []string{"too-large"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t)
			if c.before != nil {
				c.before(t, s)
			}
			before := s.standing(t, survey)
			got := s.send(t, s.client(t, c.who), imports, c.form...)
			check(t, got, c.status, c.says...)
			if held(got.Body) != "" || len(s.standing(t, survey)) != len(before) {
				t.Error("it may be applied, or was")
			}
		})
	}
}

func TestOthersFiguresAreNotToldByAnImport(t *testing.T) {
	s := newSite(t)
	s.enter(t, "shenzhen", "gd-2021/survey/440300/collected", "", "2021-03", "4711")
	got := s.send(t, s.client(t, "guangzhou"), imports, "file:a.csv", foreign)
	check(t, got, 403, "may-not-enter")
	if strings.Contains(got.Body, "4711") || strings.Contains(got.Body, "4,711") {
		t.Error("the page tells Shenzhen's figure to Guangzhou's officer")
	}
}

func TestAPreviewIsItsVisitorsAndOfItsMoment(t *testing.T) {
	for name, c := range map[string]struct {
		meanwhile func(*testing.T, *site)
		who       string
		status    int
		says      string
	}{
		"applied by another account": {func(*testing.T, *site) {}, "shenzhen", 422, "import-not-held"},
		"applied too late":           {func(_ *testing.T, s *site) { s.set(2021, time.April, 1, 13) }, "guangzhou", 422, "import-not-held"},
		"after the cell was filled":  {filled, "guangzhou", 409, "没有写入任何内容"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t)
			page := s.send(t, s.client(t, "guangzhou"), imports, "file:a.csv", own)
			check(t, page, http.StatusOK)
			c.meanwhile(t, s)
			check(t, s.post(t, s.client(t, c.who), imports, "held", held(page.Body)), c.status, c.says)
			history, err := s.store.History(context.Background(), "gd-2021/survey/440100/reports")
			if err != nil || len(history) != 0 {
				t.Errorf("something of it was written: %v, %v", history, err)
			}
		})
	}
}
