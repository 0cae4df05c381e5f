package web_test

import (
	"context"
	"testing"

	"github.com/chromedp/chromedp"

	"yardstick/engine"
)

// A reviewer in a browser: clean sheets ticked and approved at once, one returned with
// a remark, and nothing wider than a phone.
func TestAReviewerWorksThroughTheQueue(t *testing.T) {
	s := newSite(t)
	officer := engine.Actor{Name: "guangzhou", Grants: []engine.Grant{{Role: engine.Officer}}}
	s.must(t, s.store.Grant(context.Background(), nil, "guangzhou", officer.Grants))
	for _, region := range []string{"440100", "440300"} {
		s.handIn(t, region, "905", officer)
	}
	if _, err := s.store.Submit(context.Background(), officer, s.p.ID, "gd-2021/survey/440400", march); err != nil {
		t.Fatal(err)
	}
	b := s.browser(t, "reviewer", 1280)
	b.open(t, "/p/gd-2021/review")
	b.wait(t, `!document.getElementById("tick-clean").hidden`)
	b.shot(t, "review")
	b.run(t, chromedp.Click("#tick-clean"))
	if ticked := ask[int](t, b, `document.querySelectorAll("#bulk input[name=sheet]:checked").length`); ticked != 2 {
		t.Fatalf("%d sheets are ticked", ticked)
	}
	b.run(t, chromedp.Click("#bulk button.main"))
	b.wait(t, `document.getElementById("done-head")`)
	b.fits(t)
	for region, want := range map[string]engine.SubmissionState{"440100": engine.Approved, "440300": engine.Approved, "440400": engine.Submitted} {
		if got := s.state(t, region); got != want {
			t.Errorf("%s is %s", region, got)
		}
	}
	b.run(t, chromedp.EmulateViewport(390, 844))
	b.open(t, marchOf("440400"))
	b.run(t, chromedp.SendKeys("#return-reason", "两项未报，请补报"), chromedp.Click("#decide details summary"), chromedp.SendKeys("#remark-0", "请补报采集量"))
	b.fits(t)
	b.shot(t, "review-return")
	b.run(t, chromedp.Click("#decide form[action$=return] button"))
	b.wait(t, `location.pathname.endsWith("/review") && document.querySelector(".told")`)
	b.fits(t)
	sheet, err := s.store.Submission(context.Background(), s.p.ID, "gd-2021/survey/440400", march)
	s.must(t, err)
	if sheet.State != engine.Returned || sheet.LastReason() != "两项未报，请补报" {
		t.Errorf("the sheet is %s: %q", sheet.State, sheet.LastReason())
	}
	remarks, err := s.store.Remarks(context.Background(), s.p.ID, sheet)
	s.must(t, err)
	if len(remarks) != 1 || remarks[0].Body != "请补报采集量" {
		t.Errorf("remarks: %+v", remarks)
	}
}
