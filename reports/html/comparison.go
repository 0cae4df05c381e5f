package html

import (
	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"yardstick/indicators"
	"yardstick/reports"
)

// rankingChart is a bar a region, best on top. A region without a figure has no bar
// but its word.
func rankingChart(r *reports.Ranking) *charts.Bar {
	c := charts.NewBar()
	names := make([]string, len(r.Items))
	bars := make([]datum, len(r.Items))
	words := make([]datum, len(r.Items))
	for k, item := range r.Items {
		names[k] = item.Name
		if item.Number != "" {
			names[k] = item.Number + "  " + item.Name
		}
		bars[k] = rankBar(item)
		if !item.Known {
			words[k] = datum{Value: 0, Label: &opts.Label{Show: opts.Bool(true), Position: "right", Formatter: item.Value.Text, Color: "@quiet", FontSize: 12}}
		}
	}
	c.SetGlobalOptions(base(false, opts.Grid{Left: "4", Right: "56", Top: "20", Bottom: "4"}, "item")...)
	c.SetGlobalOptions(horizontal(names)...)
	series := charts.SingleSeries{Name: r.Heads.Value, Type: "bar", Data: bars, BarCategoryGap: "45%"}
	if r.Target != "" {
		series.MarkLines = targetLine(100, true, r.Target, "end")
	}
	c.MultiSeries = append(c.MultiSeries, series, wordSeries(words))
	return c
}

func rankBar(item reports.RankItem) datum {
	colour := "@navy"
	if !item.Reached {
		colour = "@middle"
	}
	weight := "normal"
	if item.Subject {
		colour, weight = "@violet", "bold"
	}
	return datum{Name: item.Name, Value: valueOf(item.Value.Value), ItemStyle: &opts.ItemStyle{Color: colour},
		Label: &opts.Label{Show: opts.Bool(true), Position: "right", Formatter: item.Value.Text, Color: "@ink", FontSize: 12, FontWeight: weight}}
}

// horizontal lays names down the left side, the first on top.
func horizontal(names []string) []charts.GlobalOpts {
	return []charts.GlobalOpts{
		charts.WithXAxisOpts(opts.XAxis{Type: "value", AxisLabel: axisLabel(11), SplitLine: rules()}),
		func(bc *charts.BaseConfiguration) {
			bc.YAxisList[0] = opts.YAxis{Type: "category", Data: names, Inverse: opts.Bool(true), AxisLine: quietLine(),
				AxisLabel: &opts.AxisLabel{Color: "@ink", FontSize: 12, Interval: "0"}}
		},
	}
}

// wordSeries prints the word of a state where there is no bar.
func wordSeries(words []datum) charts.SingleSeries {
	return charts.SingleSeries{Type: "scatter", Data: words, Symbol: "rect", SymbolSize: 1,
		ItemStyle: &opts.ItemStyle{Color: "transparent"}}
}

// completion is a target that has a percentage of completion, or could have.
type completion struct {
	name, text string
	value      *indicators.Value
	shape      reports.Shape
	ceiling    bool
}

// completions are the annual targets that are numbers, of a card that prints its tables whole.
func completions(card *reports.Scorecard) []completion {
	if card.Compact {
		return nil
	}
	var out []completion
	for _, section := range card.Sections {
		for _, row := range section.Rows {
			if len(row.Lines) == 0 || row.Lines[0].Bullet == nil || row.Lines[0].Bullet.Ceiling || row.Lines[0].Horizon != indicators.Annual {
				continue
			}
			line := row.Lines[0]
			one := completion{name: row.Name, text: line.Mark.Word, shape: line.Mark.Shape}
			if line.Completion.Value != nil && line.Bullet.Known {
				one.value, one.text = line.Completion.Value, line.Completion.Text
			}
			out = append(out, one)
		}
	}
	return out
}

// completionChart is a bar a target with the target's line at 100 %.
func completionChart(list []completion) *charts.Bar {
	c := charts.NewBar()
	names := make([]string, len(list))
	bars, words := make([]datum, len(list)), make([]datum, len(list))
	for k, one := range list {
		names[k] = wrapped(one.name, 16)
		if one.value == nil {
			words[k] = datum{Value: 0, Label: &opts.Label{Show: opts.Bool(true), Position: "right", Formatter: one.text, Color: "@quiet", FontSize: 12}}
			continue
		}
		// Beyond 200 % a bar says no more, and would press the others together.
		bars[k] = datum{Name: one.name, Value: min(*one.value, 200*indicators.One), ItemStyle: &opts.ItemStyle{Color: colourOf(one.shape)},
			Label: &opts.Label{Show: opts.Bool(true), Position: "right", Formatter: one.text, Color: "@ink", FontSize: 12}}
	}
	c.SetGlobalOptions(base(false, opts.Grid{Left: "4", Right: "56", Top: "20", Bottom: "4"}, "item")...)
	c.SetGlobalOptions(horizontal(names)...)
	c.MultiSeries = append(c.MultiSeries,
		charts.SingleSeries{Type: "bar", Data: bars, BarCategoryGap: "50%", MarkLines: targetLine(100, true, "100%", "end")}, wordSeries(words))
	return c
}

// colourOf is the theme's colour of a shape.
func colourOf(shape reports.Shape) string {
	switch shape {
	case reports.ShapeNotMet:
		return "@red"
	case reports.ShapePartlyMet:
		return "@amber"
	case reports.ShapeAccepted:
		return "@violet"
	case reports.ShapeInProgress, reports.ShapeNotYetDue:
		return "@middle"
	}
	return "@navy"
}

// heatChart is regions by indicators. What is not a value has a word and a dashed
// frame instead of a shade.
func heatChart(h *reports.HeatMap) *charts.HeatMap {
	c := charts.NewHeatMap()
	var columns, rows []string
	for _, column := range h.Columns {
		columns = append(columns, wrapped(column.Short, 7))
	}
	var data []datum
	for y, row := range h.Rows {
		rows = append(rows, row.Name)
		for x, cell := range row.Cells {
			if cell.Level == reports.LevelNone {
				continue
			}
			data = append(data, datum{Name: cell.Text, Value: [3]int{x, y, 0}, ItemStyle: cellStyle(cell.Level),
				Label: &opts.Label{Show: opts.Bool(true), Formatter: "{b}", FontSize: 11, Color: "@on-" + string(cell.Level)}})
		}
	}
	c.SetGlobalOptions(base(false, opts.Grid{Left: "4", Right: "8", Top: "4", Bottom: "4"}, "item")...)
	c.SetGlobalOptions(
		charts.WithXAxisOpts(opts.XAxis{Type: "category", Position: "top", AxisLine: &opts.AxisLine{Show: opts.Bool(false)}, AxisTick: hidden(),
			AxisLabel: &opts.AxisLabel{Color: "@ink", FontSize: 11, Interval: "0"}}),
		func(bc *charts.BaseConfiguration) {
			bc.YAxisList[0] = opts.YAxis{Type: "category", Data: rows, Inverse: opts.Bool(true), AxisLine: &opts.AxisLine{Show: opts.Bool(false)},
				AxisLabel: &opts.AxisLabel{Color: "@ink", FontSize: 12, Interval: "0"}}
		},
		charts.WithVisualMapOpts(opts.VisualMap{Show: opts.Bool(false), Dimension: "2", InRange: &opts.VisualMapInRange{Color: []string{"@pale", "@pale"}}}),
	)
	c.SetXAxis(columns)
	c.MultiSeries = append(c.MultiSeries, charts.SingleSeries{Type: "heatmap", Data: data})
	return c
}

func cellStyle(level reports.Level) *opts.ItemStyle {
	style := &opts.ItemStyle{Color: "@" + string(level), BorderColor: "@paper", BorderWidth: 2}
	return style
}
