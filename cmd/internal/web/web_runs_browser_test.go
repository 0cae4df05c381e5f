package web_test

import (
	"testing"

	"github.com/chromedp/chromedp"

	"yardstick/engine/store"
)

// A manager in a browser: sees when an expression comes while it is written, sets the
// schedule, has it run and watches the run end, without loading anything again.
func TestAManagerPlansAndWatchesARun(t *testing.T) {
	s := newWorks(t)
	b := s.browser(t, "manager", 1280)
	b.open(t, "/p/gd-2021/schedules")
	b.fits(t)
	b.shot(t, "schedules")
	b.run(t, chromedp.SendKeys("#f-cron", "0 8 31 * *"))
	b.wait(t, `document.querySelector("#preview .problem")`) // it has no name yet
	b.run(t, chromedp.SendKeys("#f-name", "季报"), chromedp.Click("input[name=scope][value=all]"), chromedp.Click("input[name=scope][value=projects]"))
	b.run(t, chromedp.Click("input[name=format][value=pdf]"), chromedp.Click("input[name=format][value=xlsx]"))
	b.wait(t, `document.querySelectorAll("#preview .coming li").length === 5 && document.querySelector("#preview .warning")`)
	b.fits(t)
	b.shot(t, "schedules-preview")
	b.run(t, chromedp.Click("#preview button[value=put]"))
	b.wait(t, `document.querySelector(".told") && document.querySelectorAll("article.schedule").length === 2`)
	b.run(t, chromedp.Click(`form[action$="/run"] button`))
	b.wait(t, `document.querySelector("#run .badge.good") && !document.querySelector("#run[hx-get]")`)
	s.await(t, store.RunDone)
	b.fits(t)
	b.shot(t, "run")
	for _, page := range []string{"", "/" + s.key(t, 3)} {
		b.open(t, runsOf+page)
		b.fits(t)
		b.shot(t, "runs"+map[bool]string{true: "", false: "-failed"}[page == ""])
	}
	b.run(t, chromedp.EmulateViewport(390, 844))
	for name, page := range map[string]string{"schedules": "/p/gd-2021/schedules", "runs": runsOf, "run": runsOf + "/" + s.key(t, 3)} {
		b.open(t, page)
		b.fits(t)
		b.shot(t, name+"-390")
	}
}
