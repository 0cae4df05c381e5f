package web_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"yardstick/indicators"
)

// survey is the sheet of Guangzhou's survey, March 2021.
const survey = "/p/gd-2021/sheet/survey/440100/2021-03"

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

func figure(key string) string { return `[name="v.` + key + `"]` }

func TestAMonthIsEnteredByKeyboardAlone(t *testing.T) {
	s := newSite(t)
	s.set(2021, time.March, 1, 12)
	s.enter(t, "guangzhou", "gd-2021/survey/440100/collected", "", "2021-02", "800")
	s.set(2021, time.April, 1, 12)
	b := s.browser(t, "guangzhou", 1280)
	b.open(t, survey)
	b.shot(t, "sheet-empty")
	b.run(t, chromedp.Focus(chromedp.CSS(figure("collected"))))
	b.run(t, chromedp.KeyEvent("1.2万"), chromedp.KeyEvent("\r"), chromedp.KeyEvent("1"))
	b.wait(t, `document.getElementById("saved").textContent.startsWith("已保存")`)
	b.shot(t, "sheet-typed")
	if got := s.standing(t, survey); got["collected"] != "1.2万" || got["reports"] != "1" {
		t.Errorf("saved: %v", got)
	}
	b.fits(t)
}
