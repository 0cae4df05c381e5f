// Package html lays a scorecard out as one web page that needs nothing else: styles,
// chart library and data stand in the file, and its content security policy forbids
// every request. The charts' options are data in script elements that no browser
// runs; one static script of ours draws them.
package html

import (
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"yardstick/indicators"
	"yardstick/reports"
	"yardstick/reports/assets"
)

//go:embed page
var files embed.FS

var (
	page  = template.Must(template.New("page.html").Funcs(funcs).ParseFS(files, "page/*.html"))
	style = template.CSS(mustRead("page/style.css"))
	boot  = template.JS(mustRead("page/boot.js"))
)

// Scorecard writes the card as a page. Equal cards give equal bytes.
func Scorecard(w io.Writer, card *reports.Scorecard) error {
	charts, err := chartsOf(card)
	if err != nil {
		return fmt.Errorf("charts of %s: %w", card.Scope.Name(), err)
	}
	v := view{
		Scorecard: card, Lang: map[indicators.Language]string{indicators.Chinese: "zh-CN", indicators.English: "en"}[card.Language],
		Style: style, Margins: margins(card), Boot: boot, ECharts: template.JS(assets.ECharts()), Charts: charts,
	}
	v.Policy = policy()
	if len(charts.All()) == 0 {
		v.Boot, v.ECharts = "", ""
	}
	return page.Execute(w, v)
}

// view is what the page's templates see.
type view struct {
	*reports.Scorecard
	Lang    string
	Policy  string
	Style   template.CSS
	Margins template.CSS // what every printed sheet says
	Boot    template.JS
	ECharts template.JS
	Charts  chartSet
	Links   Links // of a live card; nil in a file of its own
}

// margins prints on every sheet what it is a page of, and that its actuals are made up
// or provisional where they are.
func margins(card *reports.Scorecard) template.CSS {
	left := strings.Join(append([]string{card.Head.Title}, card.Head.Stamps...), " · ")
	return template.CSS(fmt.Sprintf("@page { @top-left { content: %s; font-size: 8pt; color: #4d5865 } @top-right { content: %s; font-size: 8pt; color: #4d5865 }"+
		" @bottom-left { content: %s; font-size: 8pt; color: #4d5865 } @bottom-right { content: counter(page) \" / \" counter(pages); font-size: 8pt; color: #4d5865 } }",
		quoted(left), quoted(card.Head.Running), quoted(card.Foot.Lines[0])))
}

// quoted writes a CSS string; every character that could end it, or the element around
// it, is written by its number.
func quoted(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range text {
		if r < ' ' || strings.ContainsRune(`"\\<>&'`, r) {
			fmt.Fprintf(&b, "\\%06x", r)
			continue
		}
		b.WriteRune(r)
	}
	b.WriteByte('"')
	return b.String()
}

// policy allows the two scripts of the page by their digests, and nothing from anywhere.
var policy = sync.OnceValue(func() string {
	allowed := ""
	for _, script := range [][]byte{[]byte(boot), assets.ECharts()} {
		digest := sha256.Sum256(script)
		allowed += " 'sha256-" + base64.StdEncoding.EncodeToString(digest[:]) + "'"
	}
	return "default-src 'none'; style-src 'unsafe-inline'; script-src" + allowed
})

func mustRead(name string) string {
	text, err := files.ReadFile(name)
	if err != nil {
		panic(err)
	}
	return string(text)
}

var funcs = template.FuncMap{
	"length":   length,
	"between":  func(from, to reports.Share) template.CSS { return length(to - from) },
	"segments": segments,
	"gaps":     gaps,
	"last":     last,

	"tiles":  tileStyle,
	"repeat": func(n int) []struct{} { return make([]struct{}, n) },
	"few":    func(n int) bool { return n <= mostShapes },
	"shaped": shaped,
	"long":   long,
	"stack":  stack,
	"odd":    func(n int) bool { return n%2 == 1 },
	"dict":   dict,
}

// longName is the length in characters beyond which a name needs a line of its own.
const longName = 14

func long(text string) bool { return utf8.RuneCountInString(text) > longName }

// stack reports whether names stand above their bars. It is all of a list or none, so
// that the same length means the same.
func stack(bars []reports.Bar) bool {
	return slices.ContainsFunc(bars, func(b reports.Bar) bool { return long(b.Name) })
}

// mostShapes is how many shapes a count is drawn with before its number alone says it.
const mostShapes = 12

// shaped reports whether every count is drawn with a shape for each target.
func shaped(counts []reports.Count) bool {
	for _, c := range counts {
		if c.Number > mostShapes {
			return false
		}
	}
	return true
}

// length writes a share as CSS: 76.92%.
func length(s reports.Share) template.CSS {
	return template.CSS(fmt.Sprintf("%d.%02d%%", s/100, s%100))
}

// Sparklines are drawn in a box of 100 by 24 with a margin of 3.
const sparkWidth, sparkHeight, sparkMargin = 100.0, 24.0, 3.0

func sparkAt(p reports.SparkPoint) (x, y float64) {
	x = sparkMargin + float64(p.X)/float64(reports.Whole)*(sparkWidth-2*sparkMargin)
	y = sparkHeight - sparkMargin - float64(p.Y)/float64(reports.Whole)*(sparkHeight-2*sparkMargin)
	return x, y
}

// segments are the stretches of a sparkline between gaps that should have been
// reported, as points of polylines.
func segments(s *reports.Spark) []string {
	var out []string
	open := false
	for _, p := range s.Points {
		if !p.Known {
			open = open && !p.Due
			continue
		}
		x, y := sparkAt(p)
		at := fmt.Sprintf("%.1f,%.1f", x, y)
		if open {
			out[len(out)-1] += " " + at
		} else {
			out = append(out, at+" "+at)
			open = true
		}
	}
	return out
}

// point is a place in a drawing.
type point struct{ X, Y string }

// gaps are the periods that should have been reported and were not.
func gaps(s *reports.Spark) []point {
	var out []point
	for _, p := range s.Points {
		if !p.Known && p.Due {
			x, _ := sparkAt(p)
			out = append(out, point{fmt.Sprintf("%.1f", x), fmt.Sprintf("%.1f", sparkHeight-sparkMargin)})
		}
	}
	return out
}

// last is the last known point, drawn as a dot; nil when there is none.
func last(s *reports.Spark) *point {
	for k := len(s.Points) - 1; k >= 0; k-- {
		if s.Points[k].Known {
			x, y := sparkAt(s.Points[k])
			return &point{fmt.Sprintf("%.1f", x), fmt.Sprintf("%.1f", y)}
		}
	}
	return nil
}

// tileStyle places a tile in its grid.
func tileStyle(t reports.Tile) template.CSS {
	return template.CSS(fmt.Sprintf("grid-row:%d;grid-column:%d", t.Row+1, t.Column+1))
}

// dict hands several values to a template.
func dict(pairs ...any) map[string]any {
	out := make(map[string]any, len(pairs)/2)
	for k := 0; k+1 < len(pairs); k += 2 {
		out[pairs[k].(string)] = pairs[k+1]
	}
	return out
}
