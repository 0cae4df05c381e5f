package web_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"yardstick/indicators"
)

// The sheets of Guangzhou's survey and clusters, March 2021.
const (
	survey   = "/p/gd-2021/sheet/survey/440100/2021-03"
	clusters = "/p/gd-2021/sheet/clusters/440100/2021-03"
)

// standing are the figures of the sheet's rows, by indicator and part, as the store
// has them.
func (s *site) standing(t testing.TB, path string) map[string]string {
	t.Helper()
	parts := strings.Split(path, "/")
	period, err := indicators.ParsePeriod(parts[6])
	if err != nil {
		t.Fatal(err)
	}
	sheet, err := s.store.Sheet(context.Background(), parts[2], parts[2]+"/"+parts[4]+"/"+parts[5], period)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for n := range sheet.Rows {
		if row := &sheet.Rows[n]; row.Entry != nil {
			id := row.Line.ID()
			out[strings.TrimPrefix(id.Indicator, sheet.Assignment.ID+"/")+id.Part] = row.Entry.Text
		}
	}
	return out
}

func (b *browser) focus(t testing.TB, key string) {
	t.Helper()
	b.run(t, chromedp.Focus(chromedp.CSS(`[name="v.`+key+`"]`)))
}

func (b *browser) press(t testing.TB, keys ...string) {
	t.Helper()
	for _, k := range keys {
		b.run(t, chromedp.KeyEvent(k))
	}
}

const (
	enter  = "\r"
	escape = "\x1b"
	tab    = "\t"
	saved  = `document.getElementById("saved").textContent.startsWith("已保存")`
)

// active is the name of the field that has the focus.
const active = `document.activeElement.name || ""`

func TestAMonthIsEnteredByKeyboardAlone(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.set(2021, time.March, 1, 12)
	s.enter(t, "guangzhou", "gd-2021/survey/440100/collected", "", "2021-02", "800")
	s.set(2021, time.April, 1, 12)
	b := s.browser(t, "guangzhou", 1280)
	b.open(t, survey)
	b.focus(t, "collected")
	b.press(t, "1.2万", tab)
	if got := ask[string](t, b, active); got != "n.collected" {
		t.Errorf("Tab goes to %q", got)
	}
	b.press(t, "含高新区", enter)
	b.focus(t, "reports")
	b.press(t, "0", enter)
	if got := ask[string](t, b, active); got != "v.on-time" {
		t.Errorf("Enter goes to %q", got)
	}
	b.press(t, "是", enter, "9", escape)
	b.wait(t, saved)
	got := s.standing(t, survey)
	if want := map[string]string{"collected": "1.2万", "reports": "0", "on-time": "是"}; len(got) != len(want) || got["collected"] != want["collected"] || got["reports"] != want["reports"] || got["on-time"] != want["on-time"] {
		t.Errorf("saved %v, want %v", got, want)
	}
	if got := ask[string](t, b, `document.querySelector("#row-collected [data-swap=preview]").textContent`); !strings.Contains(got, "12,800") || !strings.Contains(got, "达成") {
		t.Errorf("the preview says %q", got)
	}
	if got := ask[string](t, b, `document.querySelector("[name='v.reports']").value`); got != "0" {
		t.Errorf("a zero is shown as %q", got)
	}
	if got := ask[string](t, b, `document.querySelector("h1 .badge").textContent`); got != "草稿" {
		t.Errorf("the sheet's state is %q", got)
	}
	b.fits(t)
	b.shot(t, "sheet-typed")
	b.run(t, chromedp.Click(chromedp.CSS("#hand-in button")))
	b.wait(t, `document.querySelector("h1 .badge").textContent === "已提交"`)
	if ask[bool](t, b, `!!document.querySelector(".figure")`) {
		t.Error("what was submitted can still be typed into")
	}
	b.wait(t, `document.body.textContent.includes("周敏")`)
	b.shot(t, "sheet-submitted")
}

// paste pastes a text into the field that has the focus.
func (b *browser) paste(t testing.TB, text string) {
	t.Helper()
	ask[bool](t, b, `(() => {
		const data = new DataTransfer();
		data.setData("text/plain", `+"`"+text+"`"+`);
		return document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
	})()`)
}

func TestAColumnFromASpreadsheetFillsDownwards(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.browser(t, "guangzhou", 1280)
	b.open(t, survey)
	b.focus(t, "collected")
	b.paste(t, `9,120\t第一批\r\n2\t\r\n是\t\r\n也许\t\r\n多余\t\r\n`)
	b.wait(t, `document.getElementById("paste").open`)
	if got := ask[string](t, b, `document.getElementById("paste-over").textContent`); !strings.Contains(got, "5 行") || !strings.Contains(got, "4 个") {
		t.Errorf("of the line too many it says %q", got)
	}
	b.shot(t, "paste")
	b.run(t, chromedp.Click(chromedp.CSS(`#paste button[value="yes"]`)))
	b.wait(t, saved)
	got := s.standing(t, survey)
	if got["collected"] != "9,120" || got["reports"] != "2" || got["on-time"] != "是" || got["analysis"] != "" {
		t.Errorf("pasted: %v", got)
	}
	b.open(t, survey)
	if note := ask[string](t, b, `document.querySelector("[name='n.collected']").value`); note != "第一批" {
		t.Errorf("the note is %q", note)
	}
}

func TestADraftSurvivesAReload(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.browser(t, "guangzhou", 1280)
	b.open(t, survey)
	b.focus(t, "collected")
	b.press(t, "77")
	b.wait(t, saved) // without leaving the field
	if got := ask[string](t, b, active); got != "v.collected" {
		t.Errorf("saving moved the focus to %q", got)
	}
	b.press(t, "8")
	b.wait(t, `document.getElementById("saved").textContent === "未保存"`)
	b.wait(t, saved)
	b.open(t, survey)
	if got := ask[string](t, b, `document.querySelector("[name='v.collected']").value`); got != "778" {
		t.Errorf("after the reload the field holds %q", got)
	}
	b.focus(t, "collected")
	b.press(t, "\b", tab)
	b.wait(t, saved)
	if got := s.standing(t, survey); len(got) != 0 {
		t.Errorf("an emptied cell still holds %v", got)
	}
}

func TestWhatCannotBeSentIsKeptAndSentAgain(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.browser(t, "guangzhou", 1280)
	b.open(t, survey)
	// The first answer is lost on its way: the figure is on disk, nobody knows.
	ask[bool](t, b, `(() => { const real = window.fetch; let lost = false;
		window.fetch = (...all) => lost ? real(...all) : real(...all).then(() => { lost = true; throw new TypeError("lost"); });
		return true; })()`)
	b.focus(t, "collected")
	b.press(t, "55", tab)
	b.wait(t, `document.getElementById("saved").textContent.startsWith("未保存：无法连接")`)
	b.shot(t, "offline")
	b.wait(t, saved)
	sheet, err := s.store.History(context.Background(), "gd-2021/survey/440100/collected")
	if err != nil || len(sheet) != 1 || sheet[0].Text != "55" {
		t.Errorf("what was sent twice was entered as %v, %v", sheet, err)
	}
}

func TestTwoEditorsLoseNothing(t *testing.T) {
	t.Parallel()
	for _, keep := range []struct{ name, choose, want string }{
		{"theirs are kept", "theirs", "30"},
		{"mine is entered", "mine", "41"},
	} {
		t.Run(keep.name, func(t *testing.T) {
			t.Parallel()
			s := newSite(t)
			b := s.browser(t, "guangzhou", 1280)
			b.open(t, survey)
			s.enter(t, "guangzhou", "gd-2021/survey/440100/collected", "", "2021-03", "30")
			b.focus(t, "collected")
			b.press(t, "41", enter)
			b.wait(t, `document.querySelector("#row-collected .conflict")`)
			if got := ask[string](t, b, `document.querySelector("#row-collected .conflict").textContent`); !strings.Contains(got, "30") || !strings.Contains(got, "41") || !strings.Contains(got, "林晓") {
				t.Errorf("the conflict says %q", got)
			}
			b.shot(t, "conflict")
			b.run(t, chromedp.Click(chromedp.CSS(`#row-collected .keep[value^="`+keep.choose+`"]`)))
			b.wait(t, saved)
			if got := s.standing(t, survey)["collected"]; got != keep.want {
				t.Errorf("the cell holds %q, want %q", got, keep.want)
			}
			if got := ask[string](t, b, `document.querySelector("[name='v.collected']").value`); got != keep.want {
				t.Errorf("the field holds %q, want %q", got, keep.want)
			}
		})
	}
}

func TestEvidenceIsAttachedWithoutLeavingThePage(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.enter(t, "guangzhou", "gd-2021/survey/440100/collected", "", "2021-03", "30")
	b := s.browser(t, "guangzhou", 1280)
	b.open(t, survey)
	file := filepath.Join(t.TempDir(), "采集清单.pdf")
	if err := os.WriteFile(file, []byte("%PDF-1.7\nlist"), 0o600); err != nil {
		t.Fatal(err)
	}
	b.run(t, chromedp.Click(chromedp.CSS("#row-collected summary")),
		chromedp.SetUploadFiles(chromedp.CSS("#row-collected-file"), []string{file}),
		chromedp.Click(chromedp.CSS("#row-collected .evidence-form button")))
	b.wait(t, `document.querySelector("#row-collected .evidence a")`)
	if got := ask[string](t, b, `document.querySelector("#row-collected .evidence").textContent`); !strings.Contains(got, "采集清单.pdf") || !strings.Contains(got, "PDF") || !strings.Contains(got, "林晓") {
		t.Errorf("it is listed as %q", got)
	}
	ask[bool](t, b, `(() => {
		const data = new DataTransfer();
		data.items.add(new File(["%PDF-1.7 dropped"], "拖入.pdf"));
		return document.querySelector("#row-collected .what").dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
	})()`)
	b.wait(t, `document.querySelectorAll("#row-collected .evidence a").length === 2`)
	b.fits(t)
	b.shot(t, "evidence")
}

func TestAPhoneShowsASheetWithoutScrollingSideways(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.enter(t, "guangzhou", "gd-2021/survey/440100/collected", "", "2021-03", "30")
	b := s.browser(t, "guangzhou", 390)
	for name, path := range map[string]string{"home": "/", "survey": survey, "clusters": clusters, "import": "/p/gd-2021/import"} {
		b.open(t, path)
		b.fits(t)
		b.shot(t, "phone-"+name)
	}
}

func TestACorrectionWaitsForItsReason(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.approved(t)
	b := s.browser(t, "guangzhou", 1280)
	b.open(t, survey)
	b.focus(t, "collected")
	b.press(t, "41", enter)
	b.wait(t, `document.getElementById("saved").textContent.startsWith("未保存：更正")`)
	if got := s.standing(t, survey)["collected"]; got != "30" {
		t.Errorf("without a reason the cell holds %q", got)
	}
	b.run(t, chromedp.Focus(chromedp.CSS(`[name="w.collected"]`)))
	b.press(t, "漏报一区", enter)
	b.wait(t, saved)
	if got := s.standing(t, survey)["collected"]; got != "41" {
		t.Errorf("with a reason the cell holds %q", got)
	}
	b.wait(t, `document.querySelector("#row-collected [data-swap=was]").textContent === "已通过的数：30"`)
	if got := ask[string](t, b, `document.querySelector("[name='n.collected']").value + " " + (`+active+`)`); got != "漏报一区 v.reports" {
		t.Errorf("the note and the field with the focus are %q", got)
	}
	b.shot(t, "correction")
}

func TestAFractionIsMendedByOneClick(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.set(2021, time.December, 20, 12)
	b := s.browser(t, "guangzhou", 1280)
	december := strings.Replace(clusters, "2021-03", "2021-12", 1)
	b.open(t, december)
	key := ask[string](t, b, `[...document.querySelectorAll(".entry-row")].find(r => r.querySelector(".unit")?.textContent === "%").dataset.key`)
	b.focus(t, key)
	b.press(t, "0.92", enter)
	b.wait(t, `document.querySelector(".instead")`)
	b.shot(t, "fraction")
	b.run(t, chromedp.Click(chromedp.CSS(".instead")))
	b.wait(t, `!document.querySelector(".instead") && `+saved)
	if got := s.standing(t, december)[strings.Replace(key, ".", "", 1)]; got != "92%" {
		t.Errorf("the cell holds %q", got)
	}
	b.fits(t)
}
