package web_test

import (
	"context"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// scheme makes the browser prefer light or dark pages.
func (b *browser) scheme(t testing.TB, name string) {
	t.Helper()
	b.run(t, chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		prefers := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: name}}}
		_, err := cdp.Call(ctx, target, emulation.SetEmulatedMedia, prefers)
		return err
	}))
}

// drawn fails where a chart of the page that is open was not drawn, or there are not as many.
func (b *browser) drawn(t testing.TB, charts int) {
	t.Helper()
	b.wait(t, `document.documentElement.dataset.ready === "true"`)
	if n := ask[int](t, b, `[...document.querySelectorAll("[data-chart]")].filter(c => c.querySelector("svg path")).length`); n < charts {
		t.Errorf("%d charts are drawn, want %d", n, charts)
	}
	b.fits(t)
}

// follow clicks the first link to an address that begins so.
func (b *browser) follow(t testing.TB, address string) {
	t.Helper()
	ask[bool](t, b, `document.querySelector('main a[href^="`+address+`"]').click()`+"; true")
	b.wait(t, `location.pathname.startsWith("`+address+`") && document.readyState === "complete"`)
}

func TestHowItStandsInABrowser(t *testing.T) {
	s := newStanding(t)
	b := s.browser(t, "reader", 1280)
	b.open(t, "/p/gd-2021/project/survey?through=2021-10")
	b.drawn(t, 3)
	b.shot(t, "project-light")

	b.follow(t, "/p/gd-2021/city/440100")
	b.drawn(t, 4)
	b.follow(t, "/p/gd-2021/explain/survey/440100/collected")
	b.drawn(t, 1)
	if got := ask[string](t, b, `document.querySelector(".steps").innerText`); got == "" {
		t.Error("no verdict is explained")
	}
	if got := ask[string](t, b, `location.search`); got != "?through=2021-10" {
		t.Errorf("the month was lost on the way: %s", got)
	}
	b.shot(t, "explain-light")

	ask[bool](t, b, `document.querySelector(".who [name=language]").click()`+"; true")
	b.wait(t, `document.documentElement.lang === "en" && document.readyState === "complete"`)
	b.drawn(t, 1)
	b.shot(t, "explain-light-en")

	b.run(t, chromedp.EmulateViewport(390, 844))
	for name, path := range map[string]string{
		"programme": "", "project": "/project/survey", "city": "/city/440100", "indicator": "/indicator/survey/collected",
		"explain": "/explain/survey/440100/collected", "search": "/search?q=guangzhou",
	} {
		b.open(t, "/p/gd-2021"+path)
		b.wait(t, `document.readyState === "complete"`)
		b.fits(t)
		b.shot(t, name+"-phone-en")
	}
	b.scheme(t, "dark")
	b.open(t, "/p/gd-2021/city/440100")
	b.drawn(t, 4)
	if ink := ask[string](t, b, `document.querySelector("[data-chart] svg text").getAttribute("fill")`); ink == "#17202e" {
		t.Error("charts keep the colours of the light page on the dark one")
	}
	b.shot(t, "city-phone-dark-en")
}

func TestAnOfficersPartInABrowser(t *testing.T) {
	s := newStanding(t)
	b := s.browser(t, "guangzhou", 390)
	b.open(t, "/p/gd-2021?through=2021-10")
	b.fits(t)
	b.shot(t, "readable-phone")
	b.follow(t, "/p/gd-2021/city/440100")
	b.drawn(t, 4)
}
