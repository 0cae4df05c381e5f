package html

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"yardstick/indicators"
	"yardstick/reports"
	"yardstick/reports/assets"
	"yardstick/reports/cardtest"
	"yardstick/reports/requiretest"
)

// browser opens pages in Chromium and keeps what they complain of and ask for.
type browser struct {
	ctx      context.Context
	mutex    sync.Mutex
	requests []string
	problems []string
}

func open(t testing.TB) *browser {
	t.Helper()
	path := requiretest.Tool(t, "chromium", "chromium-browser", "google-chrome")
	ctx, stop := context.WithTimeout(context.Background(), 2*time.Minute)
	t.Cleanup(stop)
	b := &browser{}
	options := []chromedp.ExecAllocatorOption{chromedp.ExecPath(path), chromedp.Env("FONTCONFIG_FILE=" + ownFonts(t))}
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox)
	}
	ctx, cancel := chromedp.NewContext(ctx, chromedp.WithAllocatorOptions(options...), chromedp.WithListener(b.hear))
	t.Cleanup(cancel)
	b.ctx = ctx
	return b
}

// ownFonts gives the browser the two weights that are embedded, and no others: what
// fonts a machine has changes neither a picture nor where a line breaks. It returns
// the file that says so.
func ownFonts(t testing.TB) string {
	t.Helper()
	folder := t.TempDir()
	for name, font := range map[string]assets.Font{"regular.ttf": assets.Regular, "bold.ttf": assets.Bold} {
		if err := os.WriteFile(filepath.Join(folder, name), slices.Concat(font.Common(), font.Rest()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	config := filepath.Join(folder, "fonts.conf")
	text := `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>` + folder + `</dir><cachedir>` + folder + `</cachedir></fontconfig>`
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return config
}

func (b *browser) hear(event any) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		b.requests = append(b.requests, e.Request.URL)
	case *runtime.EventExceptionThrown:
		b.problems = append(b.problems, fmt.Sprint(e.ExceptionDetails.Text, e.ExceptionDetails.Exception))
	case *runtime.EventConsoleAPICalled:
		b.problems = append(b.problems, fmt.Sprint(e.Type, e.Args))
	case *log.EventEntryAdded:
		b.problems = append(b.problems, e.Entry.Text)
	}
}

// load opens a card and waits until its charts are drawn.
func (b *browser) load(t testing.TB, card *reports.Scorecard, width int64) (address string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "card.html")
	var page bytes.Buffer
	if err := Scorecard(&page, card); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, page.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	address = "file://" + filepath.ToSlash(file)
	err := chromedp.Do(b.ctx, chromedp.EmulateViewport(width, 900), chromedp.Navigate(address))
	if err != nil {
		t.Fatal(err)
	}
	return address
}

func ask[T any](t testing.TB, b *browser, expression string) T {
	t.Helper()
	answer, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		t.Fatalf("%s: %v", expression, err)
	}
	return answer
}

func TestAPageAsksNobodyForAnythingAndComplainsOfNothing(t *testing.T) {
	b := open(t)
	e := cardtest.Evaluation(t)
	for _, name := range []string{"programme", "project-survey", "project-crafts", "city-440100"} {
		for _, width := range []int64{1200, 390} {
			b.requests, b.problems = nil, nil
			address := b.load(t, cardOf(t, e, name, indicators.Chinese), width)
			if ready := ask[bool](t, b, `document.documentElement.dataset.ready === "true"`); !ready {
				t.Errorf("%s at %d pixels: the page's script did not come to its end", name, width)
			}
			if empty := ask[int](t, b, `[...document.querySelectorAll("[data-chart]")].filter(c => !c.querySelector("svg path, svg text")).length`); empty > 0 {
				t.Errorf("%s at %d pixels: %d charts are empty", name, width, empty)
			}
			if over := ask[int](t, b, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); over > 0 {
				t.Errorf("%s at %d pixels is %d pixels too wide", name, width, over)
			}
			for _, request := range b.requests {
				if request != address {
					t.Errorf("%s: the page asks for %s", name, request)
				}
			}
			if len(b.problems) > 0 {
				t.Errorf("%s at %d pixels: %v", name, width, b.problems)
			}
		}
	}
}

// What the font of a machine makes wider must still be in its drawing.
func TestNoLabelLeavesItsDrawing(t *testing.T) {
	b := open(t)
	e := cardtest.Evaluation(t)
	for _, name := range []string{"programme", "project-survey", "city-440100"} {
		b.load(t, cardOf(t, e, name, indicators.English), 1100)
		for _, label := range ask[[]string](t, b, outside) {
			t.Errorf("%s: %s", name, label)
		}
	}
}

// On a phone the months are narrow, and a word beside the first or the last of them is
// near the edge; so is the figure of the card's own region.
func TestTheWordOfAMissingMonthStaysInTheDrawing(t *testing.T) {
	b := open(t)
	e := cardtest.Evaluation(t)
	for _, missing := range []int{0, 10, 11} {
		card := cardOf(t, e, "city-440300", indicators.English)
		card.Trends = card.Trends[:1]
		points := card.Trends[0].Points
		points[missing].Known, points[missing].Due, points[missing].Value = false, true, reports.Figure{Text: "Not reported"}
		for k := range card.Ranking.Items {
			if item := &card.Ranking.Items[k]; item.Subject {
				item.Value, item.Known = reports.Figure{Text: "Not reported"}, false
			}
		}
		b.load(t, card, 390)
		for _, label := range ask[[]string](t, b, outside) {
			t.Errorf("month %d of %d: %s", missing+1, len(points), label)
		}
		if words := ask[int](t, b, `[...document.querySelectorAll("#trend-1 svg text")].filter(t => t.textContent === "Not reported").length`); words == 0 {
			t.Errorf("month %d: no word says that it is missing", missing+1)
		}
	}
}

// A dot beyond the axis would not be drawn at all.
func TestAFigureFarBeyondTheTargetKeepsItsDot(t *testing.T) {
	b := open(t)
	card := cardOf(t, cardtest.Evaluation(t), "city-440300", indicators.English)
	known, far := 0, 340*indicators.One
	for k := range card.Ranking.Items {
		if card.Ranking.Items[k].Known {
			known++
		}
	}
	card.Ranking.Items[0].Value = reports.Figure{Value: &far, Text: "340.0%"}
	b.load(t, card, 1100)
	const dots = `(() => {
		const svg = document.querySelector("#ranking svg"), box = svg.getBoundingClientRect();
		return [...svg.querySelectorAll("path")].filter(p => {
			const b = p.getBoundingClientRect();
			return b.width >= 10 && b.width <= 16 && b.height >= 10 && b.height <= 16 && b.right <= box.right;
		}).length;
	})()`
	if drawn := ask[int](t, b, dots); drawn != known {
		t.Errorf("%d dots for %d regions", drawn, known)
	}
}

// outside lists the labels of charts that reach beyond their drawing.
const outside = `[...document.querySelectorAll("[data-chart] svg")].flatMap(svg => {
	const box = svg.getBoundingClientRect();
	return [...svg.querySelectorAll("text")].filter(text => {
		const b = text.getBoundingClientRect();
		return b.width > 0 && (b.left < box.left - 1 || b.right > box.right + 1 || b.top < box.top - 1 || b.bottom > box.bottom + 1);
	}).map(text => svg.closest("[data-chart]").id + ": " + text.textContent);
})`

// hostile names try to leave every place that a text is put in.
var hostile = []string{
	`</script><script>window.broken=1</script>`, `__f__function(){window.broken=1}__f__`, `"><img src=x onerror="window.broken=1">`,
	`{{.}}`, `'); window.broken=1; ('`, `*/ } </style><script>window.broken=1</script>`, `@ink`, `\22 }`,
}

func TestNamesAreNeverCode(t *testing.T) {
	b := open(t)
	e := cardtest.Evaluation(t)
	for _, scope := range []string{"city-440100", "project-survey"} {
		for _, name := range hostile {
			card := renamed(cardOf(t, e, scope, indicators.English), name)
			b.problems, b.requests = nil, nil
			b.load(t, card, 1200)
			if broken := ask[bool](t, b, `window.broken === 1`); broken {
				t.Errorf("%s: %q ran as code", scope, name)
			}
			if !ask[bool](t, b, `document.documentElement.dataset.ready === "true"`) || len(b.problems) > 0 || len(b.requests) > 1 {
				t.Errorf("%s: %q breaks the page: %v %v", scope, name, b.problems, b.requests)
			}
			if !strings.Contains(ask[string](t, b, `document.querySelector("h1").textContent`), name) {
				t.Errorf("%s: %q is not shown as it is", scope, name)
			}
		}
	}
}

// renamed puts a text in every place of a card that comes from a document or a person.
func renamed(card *reports.Scorecard, name string) *reports.Scorecard {
	card.Head.Title, card.Head.Programme, card.Head.Note = name, name, name
	card.Head.Subtitle = []string{name}
	for s := range card.Sections {
		card.Sections[s].Title, card.Sections[s].Goal, card.Sections[s].Note = name, name, name
		for r := range card.Sections[s].Rows {
			row := &card.Sections[s].Rows[r]
			row.Name, row.Short = name, name
			for l := range row.Lines {
				row.Lines[l].Shown, row.Lines[l].Text, row.Lines[l].Actual.Text = name, name, name
			}
		}
	}
	for k := range card.Trends {
		card.Trends[k].Title, card.Trends[k].TargetTop = name, name
	}
	if card.Ranking != nil {
		for k := range card.Ranking.Items {
			card.Ranking.Items[k].Name, card.Ranking.Items[k].Value.Text = name, name
		}
	}
	if card.Heat != nil {
		for k := range card.Heat.Columns {
			card.Heat.Columns[k].Short, card.Heat.Columns[k].Name = name, name
		}
		for k := range card.Heat.Rows {
			for c := range card.Heat.Rows[k].Cells {
				card.Heat.Rows[k].Cells[c].Text = name
			}
		}
	}
	for k := range card.Explain.Items {
		card.Explain.Items[k].Said = name
	}
	return card
}
