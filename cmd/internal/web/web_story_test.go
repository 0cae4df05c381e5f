package web_test

import (
	"context"
	"encoding/base64"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"yardstick/engine"
	"yardstick/engine/store"
)

// The walk of a month: an officer who has never logged in enters it by keyboard, a
// reviewer returns it and then takes it, and the city's scorecard shows it.
func TestAMonthGoesFromAnInvitationToTheScorecard(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ctx := context.Background()
	colleague := store.Account{Name: "colleague", Title: "苏禾", Grants: accounts["guangzhou"].Grants}
	s.must(t, s.store.AddAccount(ctx, nil, colleague))
	officer, second := s.browser(t, "", 1280), s.browser(t, "colleague", 1280)
	s.firstLogin(t, officer)
	officer.tabTo(t, `a[href="`+survey+`"]`)
	officer.press(t, enter)
	officer.wait(t, `location.pathname === "`+survey+`" && document.querySelector(".figure")`)
	s.enterByKeyboard(t, officer)
	officer.tabTo(t, "#hand-in button")
	officer.press(t, enter)
	officer.wait(t, `document.querySelector("h1 .badge").textContent === "已提交"`)

	reviewer := s.browser(t, "reviewer", 1280)
	reviewer.returnSheet(t, "与采集系统不一致", "请核对采集量")
	s.correctTogether(t, officer, second)
	s.keepEvidence(t, officer)
	officer.open(t, survey)
	officer.run(t, chromedp.Click("#hand-in button"))
	officer.wait(t, `document.querySelector("h1 .badge").textContent === "已提交"`)

	const card = "/p/gd-2021/city/440100?through=2021-03"
	officer.open(t, card)
	if shown := ask[string](t, officer, "document.querySelector('main').innerText"); strings.Contains(shown, "12,000") {
		t.Error("the scorecard counts what nobody has approved")
	}
	reviewer.open(t, survey)
	reviewer.run(t, chromedp.Click("#decide form[action$=approve] button"))
	reviewer.wait(t, `location.pathname.endsWith("/review") && document.querySelector(".told")`)
	officer.open(t, card)
	officer.wait(t, `[...document.querySelectorAll("main tr")].some(r => r.innerText.includes("12,000") && r.innerText.includes("达成") && !r.innerText.includes("未达成"))`)
	s.readOnAPhone(t, officer, card)
	s.sound(t, officer, second, reviewer)
}

// firstLogin sets the password that an invitation asks for, by keyboard.
func (s *site) firstLogin(t *testing.T, b *browser) {
	t.Helper()
	secret, err := s.store.Invite(context.Background(), nil, "guangzhou")
	s.must(t, err)
	b.open(t, "/invitation?code="+secret)
	b.wait(t, `document.activeElement.id === "password"`)
	b.press(t, password, tab, password, enter)
	b.wait(t, `location.pathname === "/" && document.querySelector(".told")`)
}

// tabTo moves the focus on with Tab until it is on what a selector names, and fails
// where the keyboard does not get there or nobody would see that it has.
func (b *browser) tabTo(t *testing.T, selector string) {
	t.Helper()
	for range 80 {
		if ask[bool](t, b, "document.activeElement.matches(`"+selector+"`)") {
			if style := ask[string](t, b, `getComputedStyle(document.activeElement).outlineStyle`); style == "none" {
				t.Errorf("%s has the focus and does not show it", selector)
			}
			return
		}
		b.press(t, tab)
	}
	t.Fatalf("80 times Tab does not reach %s", selector)
}

// enterByKeyboard types the first figure, pastes those beneath it, and finds all of
// them again after a reload.
func (s *site) enterByKeyboard(t *testing.T, b *browser) {
	t.Helper()
	b.tabTo(t, `[name="v.collected"]`)
	b.press(t, "910", enter)
	b.paste(t, `1\t\r\n是\t按时\r\n`)
	b.wait(t, `document.getElementById("paste").open`)
	b.press(t, enter)
	b.wait(t, `!document.getElementById("paste").open && `+saved)
	b.open(t, survey)
	got := ask[string](t, b, `["collected", "reports", "on-time"].map(k => document.querySelector('[name="v.' + k + '"]').value).join(" ")`)
	if got != "910 1 是" {
		t.Errorf("after a reload the fields hold %q", got)
	}
}

// returnSheet sends the survey back from the queue, with a remark on its first row.
func (b *browser) returnSheet(t *testing.T, reason, remark string) {
	t.Helper()
	b.open(t, "/p/gd-2021/review")
	b.follow(t, survey)
	b.run(t, chromedp.SendKeys("#return-reason", reason), chromedp.Click("#decide details summary"), chromedp.SendKeys("#remark-0", remark))
	b.run(t, chromedp.Click("#decide form[action$=return] button"))
	b.wait(t, `location.pathname.endsWith("/review") && document.querySelector(".told")`)
}

// correctTogether corrects what was returned in two browsers that both show the old
// figures: what one has entered, the other sees before it counts.
func (s *site) correctTogether(t *testing.T, b, other *browser) {
	t.Helper()
	b.open(t, "/")
	b.wait(t, `document.querySelector("main").innerText.includes("与采集系统不一致")`)
	b.follow(t, survey)
	b.wait(t, `document.querySelector("#row-collected").innerText.includes("请核对采集量")`)
	other.open(t, survey)
	other.typeIn(t, "collected", "920")
	other.typeIn(t, "reports", "2")
	other.wait(t, saved)
	b.typeIn(t, "collected", "1.2万")
	b.wait(t, `document.querySelector("#row-collected .conflict")`)
	b.run(t, chromedp.Click(chromedp.CSS(`#row-collected .keep[value^="mine"]`)))
	b.wait(t, saved)
	got := s.standing(t, survey)
	if got["collected"] != "1.2万" || got["reports"] != "2" || got["on-time"] != "是" {
		t.Errorf("after both have corrected the sheet holds %v", got)
	}
	history, err := s.store.History(context.Background(), "gd-2021/survey/440100/collected")
	s.must(t, err)
	if len(history) != 3 {
		t.Errorf("three figures were entered, the history keeps %d", len(history))
	}
}

// typeIn types one figure over the one there is, and goes to the next row.
func (b *browser) typeIn(t *testing.T, key, text string) {
	t.Helper()
	b.focus(t, key)
	b.press(t, text, enter)
}

// keepEvidence attaches a file and fetches it again.
func (s *site) keepEvidence(t *testing.T, b *browser) {
	t.Helper()
	const content = "%PDF-1.7\n采集清单\x00\xff"
	file := filepath.Join(t.TempDir(), "采集清单.pdf")
	s.must(t, os.WriteFile(file, []byte(content), 0o600))
	b.open(t, survey)
	b.run(t, chromedp.Click(chromedp.CSS("#row-collected summary")),
		chromedp.SetUploadFiles(chromedp.CSS("#row-collected-file"), []string{file}),
		chromedp.Click(chromedp.CSS("#row-collected .evidence-form button")))
	b.wait(t, `document.querySelector("#row-collected .evidence a")`)
	ask[bool](t, b, `fetch(document.querySelector("#row-collected .evidence a").href).then(r => r.bytes ? r.bytes() : r.arrayBuffer().then(a => new Uint8Array(a)))
		.then(all => { document.body.dataset.fetched = btoa(String.fromCharCode(...all)); }); true`)
	b.wait(t, "document.body.dataset.fetched")
	got, err := base64.StdEncoding.DecodeString(ask[string](t, b, "document.body.dataset.fetched"))
	s.must(t, err)
	if string(got) != content {
		t.Errorf("what comes back is %q", got)
	}
}

// readOnAPhone switches the language, and then the width.
func (s *site) readOnAPhone(t *testing.T, b *browser, card string) {
	t.Helper()
	b.run(t, chromedp.Click(".who [name=language]"))
	b.wait(t, `document.documentElement.lang === "en" && location.search === "?through=2021-03"`)
	b.run(t, chromedp.EmulateViewport(390, 844))
	for _, path := range []string{card, survey, "/"} {
		b.open(t, path)
		b.fits(t)
	}
}

// sound holds the store to its chains and the browsers to silence, and the sheet to
// being approved with the officer's last figure.
func (s *site) sound(t *testing.T, browsers ...*browser) {
	t.Helper()
	if got := s.state(t, "440100"); got != engine.Approved {
		t.Errorf("the sheet is %s", got)
	}
	checked, err := s.store.Verify(context.Background())
	s.must(t, err)
	if len(checked.Problems) > 0 {
		t.Errorf("verify says %v", checked.Problems)
	}
	for _, b := range browsers {
		b.fits(t)
	}
}
