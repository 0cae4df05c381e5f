package html

import (
	"encoding/json"
	"fmt"
	"html/template"
	"strings"
	"unicode"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"yardstick/indicators"
	"yardstick/reports"
)

// chart is one chart's options as data, with a fixed id. Colours in it are names of
// ours (@ink), which the page's script replaces by the theme's.
type chartData struct {
	ID     string
	Label  string // for those who cannot see it
	Height int    // in pixels
	Wide   bool   // needs room: scrolls sideways on a phone
	Option template.JS
}

// charts are the page's charts, each nil when the card has nothing for it.
type chartSet struct {
	Trends     []*chartData // as many as Scorecard.Trends
	Ranking    *chartData
	Heat       *chartData
	Completion *chartData
	Radar      *chartData
}

// All lists the charts that are there.
func (c chartSet) All() []*chartData {
	var out []*chartData
	for _, one := range append(append([]*chartData(nil), c.Trends...), c.Ranking, c.Heat, c.Completion, c.Radar) {
		if one != nil {
			out = append(out, one)
		}
	}
	return out
}

// validated is a go-echarts chart. Its Render is never called: it loads scripts from
// a public host and turns names into code.
type validated interface {
	Validate()
	JSON() map[string]interface{}
}

func newChart(id, label string, height int, c validated) (*chartData, error) {
	c.Validate()
	options := c.JSON()
	delete(options, "toolbox")
	text, err := json.Marshal(options) // escapes <, > and &, so no name can end the script element
	if err != nil {
		return nil, fmt.Errorf("%s: %w", id, err)
	}
	return &chartData{ID: id, Label: label, Height: height, Option: template.JS(text)}, nil
}

func chartsOf(card *reports.Scorecard) (chartSet, error) {
	var out chartSet
	for k := range card.Trends {
		height := 200
		if k == 0 {
			height = 320
		}
		one, err := newChart(fmt.Sprintf("trend-%d", k+1), card.Trends[k].Title, height, trendChart(&card.Trends[k], k == 0))
		if err != nil {
			return out, err
		}
		out.Trends = append(out.Trends, one)
	}
	var err error
	if r := card.Ranking; r != nil {
		if out.Ranking, err = newChart("ranking", r.Title, 48+22*len(r.Items), rankingChart(r)); err != nil {
			return out, err
		}
	}
	if h := card.Heat; h != nil {
		if out.Heat, err = newChart("heat", h.Title, 120+26*len(h.Rows), heatChart(h)); err != nil {
			return out, err
		}
		out.Heat.Wide = len(h.Columns) > 4
	}
	if r := card.Radar; r != nil {
		if out.Radar, err = newChart("radar", r.Title, 340, radarChart(r)); err != nil {
			return out, err
		}
	}
	if bars := completions(card); len(bars) > 1 {
		if out.Completion, err = newChart("completion", card.Labels.Completion, 40+rowHeight(bars)*len(bars), completionChart(bars)); err != nil {
			return out, err
		}
	}
	return out, nil
}

// axis text and lines in the theme's quiet colour.
func axisLabel(size int) *opts.AxisLabel {
	return &opts.AxisLabel{Color: "@quiet", FontSize: size, ShowMinLabel: opts.Bool(true), ShowMaxLabel: opts.Bool(true), HideOverlap: opts.Bool(true)}
}

func quietLine() *opts.AxisLine {
	return &opts.AxisLine{Show: opts.Bool(true), LineStyle: &opts.LineStyle{Color: "@rule"}}
}

func rules() *opts.SplitLine {
	return &opts.SplitLine{Show: opts.Bool(true), LineStyle: &opts.LineStyle{Color: "@rule"}}
}

func hidden() *opts.AxisTick { return &opts.AxisTick{Show: opts.Bool(false)} }

// base is what all charts share: no title (the page has it), no animation, so that a
// print never catches a chart half-drawn.
func base(legend bool, grid opts.Grid, tooltip string) []charts.GlobalOpts {
	grid.ContainLabel = opts.Bool(true)
	return []charts.GlobalOpts{
		charts.WithTitleOpts(opts.Title{Show: opts.Bool(false)}),
		charts.WithLegendOpts(opts.Legend{Show: opts.Bool(legend), Bottom: "0", Left: "0", ItemWidth: 16, ItemHeight: 8, TextStyle: &opts.TextStyle{Color: "@quiet", FontSize: 12}}),
		charts.WithTooltipOpts(opts.Tooltip{Show: opts.Bool(true), Trigger: tooltip}),
		charts.WithAnimation(false),
		charts.WithGridOpts(grid),
	}
}

// targetLine is the thick line of a target with its words.
func targetLine(at any, vertical bool, words, position string) *opts.MarkLines {
	item := any(opts.MarkLineNameYAxisItem{Name: words, YAxis: at})
	if vertical {
		item = opts.MarkLineNameXAxisItem{Name: words, XAxis: at}
	}
	return &opts.MarkLines{Data: []any{item}, MarkLineStyle: opts.MarkLineStyle{
		Symbol:    []string{"none", "none"},
		LineStyle: &opts.LineStyle{Color: "@ink", Width: 2, Type: "solid"},
		Label:     &opts.Label{Show: opts.Bool(words != ""), Formatter: "{b}", Position: position, Color: "@ink", FontSize: 12},
	}}
}

// datum is one item of a series: go-echarts' own types lack the styles of one item
// for some charts.
type datum struct {
	Name      string          `json:"name,omitempty"`
	Value     any             `json:"value"`
	Label     any             `json:"label,omitempty"` // *opts.Label or *farLabel
	ItemStyle *opts.ItemStyle `json:"itemStyle,omitempty"`
	Symbol    string          `json:"symbol,omitempty"`
}

// farLabel is a label with its distance from what it names, in pixels.
type farLabel struct {
	opts.Label
	Distance int `json:"distance"`
}

func valueOf(v *indicators.Value) any {
	if v == nil {
		return nil // a gap, never 0
	}
	return *v
}

// wrapped breaks a label into lines of so many characters.
func wrapped(text string, width int) string {
	var lines []string
	runes := []rune(text)
	for len(runes) > width+1 { // a closing bracket alone is not worth a line
		cut := width
		for k := width; k > width/2; k-- { // Latin words stay whole where they can
			if runes[k] == ' ' {
				cut = k
				break
			}
		}
		for cut > width/2 && unicode.IsDigit(runes[cut]) && unicode.IsDigit(runes[cut-1]) { // so do numbers
			cut--
		}
		lines = append(lines, strings.TrimSpace(string(runes[:cut])))
		runes = []rune(strings.TrimSpace(string(runes[cut:])))
	}
	return strings.Join(append(lines, string(runes)), "\n")
}
