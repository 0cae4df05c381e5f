package html

import (
	"strings"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"yardstick/indicators"
	"yardstick/reports"
)

// rankingChart is a dot a region, best on top, with its figure in a column at the
// right. A region without a figure has no dot but its word.
func rankingChart(r *reports.Ranking) *charts.Bar {
	c := charts.NewBar()
	names, values := make([]any, len(r.Items)), make([]any, len(r.Items))
	dots, guides := make([]datum, len(r.Items)), make([]datum, len(r.Items))
	for k, item := range r.Items {
		name := item.Name
		if item.Number != "" {
			name = item.Number + "  " + item.Name
		}
		names[k], values[k] = sideLabel(name, item.Subject, "bold"), sideLabel(item.Value.Text, item.Subject, "normal")
		guides[k] = datum{Value: r.High}
		dots[k] = rankDot(item, r.High)
	}
	c.SetGlobalOptions(base(false, opts.Grid{Left: "10", Right: "8", Top: "24", Bottom: "4"}, "none")...)
	c.SetGlobalOptions(horizontal(names, values)...)
	c.XAxisList[0].Min, c.XAxisList[0].Max = r.Low, r.High
	guide := charts.SingleSeries{Type: "bar", Data: guides, BarWidth: "1", ItemStyle: &opts.ItemStyle{Color: "@rule"}, Emphasis: still("@rule")}
	if r.Target != "" {
		guide.MarkLines = targetLine(100, true, r.Target, "start")
	}
	c.MultiSeries = append(c.MultiSeries, guide,
		charts.SingleSeries{Name: r.Heads.Value, Type: "scatter", Data: dots, SymbolSize: 12})
	return c
}

// sideLabel is a label of an axis, emphasised for the scorecard's own region. The room
// for it is measured in normal weight, so that at the drawing's edge bold would be cut.
func sideLabel(text string, subject bool, weight string) any {
	if !subject {
		return text
	}
	return struct {
		Value     string          `json:"value"`
		TextStyle *opts.TextStyle `json:"textStyle"`
	}{text, &opts.TextStyle{Color: "@violet", FontWeight: weight}}
}

// rankDot is a region's dot; a figure beyond the axis stands at its end, as on paper.
func rankDot(item reports.RankItem, high indicators.Value) datum {
	colour := "@navy"
	if item.Subject {
		colour = "@violet"
	}
	style := &opts.ItemStyle{Color: colour, BorderColor: colour, BorderWidth: 2, Opacity: opts.Float(1)}
	if !item.Reached {
		style.Color = "@paper"
	}
	dot := datum{Name: item.Name, ItemStyle: style, Symbol: "circle"}
	if item.Value.Value != nil {
		dot.Value = min(*item.Value.Value, high)
	}
	return dot
}

// horizontal lays names down the left side, the first on top, and their figures down
// the right.
func horizontal(names, values []any) []charts.GlobalOpts {
	side := func(texts []any) opts.YAxis {
		return opts.YAxis{Type: "category", Data: texts, Inverse: opts.Bool(true), AxisLine: &opts.AxisLine{Show: opts.Bool(false)},
			AxisLabel: &opts.AxisLabel{Color: "@ink", FontSize: 12, Interval: "0", Margin: 10}}
	}
	scale := axisLabel(11)
	scale.ShowMaxLabel = nil // an end that is no even step would run into the step before it
	return []charts.GlobalOpts{
		charts.WithXAxisOpts(opts.XAxis{Type: "value", AxisLabel: scale, SplitLine: rules()}),
		func(bc *charts.BaseConfiguration) {
			right := side(values)
			right.Position = "right"
			bc.YAxisList = []opts.YAxis{side(names), right}
		},
	}
}

// completion is a target that has a percentage of completion, or could have.
type completion struct {
	name, text string
	value      *indicators.Value
	shape      reports.Shape
}

// completions are the annual targets that are numbers, of a card that prints its tables whole
// and has no ranking of the same figures.
func completions(card *reports.Scorecard) []completion {
	if card.Compact || card.Scope.Kind == reports.IndicatorScope && card.Ranking != nil {
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

// nameWidth is how many characters of a name stand on a line beside its bar.
const nameWidth = 18

// rowHeight gives the longest name the lines it needs, in pixels.
func rowHeight(list []completion) int {
	lines := 1
	for _, one := range list {
		lines = max(lines, 1+strings.Count(wrapped(one.name, nameWidth), "\n"))
	}
	return max(30, 15*lines+8)
}

// completionChart is a bar a target with the target's line at 100 %.
func completionChart(list []completion) *charts.Bar {
	c := charts.NewBar()
	names, texts := make([]any, len(list)), make([]any, len(list))
	bars := make([]datum, len(list))
	for k, one := range list {
		names[k], texts[k] = wrapped(one.name, nameWidth), one.text
		if one.value != nil {
			// Beyond 200 % a bar says no more, and would press the others together.
			bars[k] = datum{Name: one.name, Value: min(*one.value, 200*indicators.One), ItemStyle: &opts.ItemStyle{Color: colourOf(one.shape)}}
		}
	}
	c.SetGlobalOptions(base(false, opts.Grid{Left: "4", Right: "4", Top: "24", Bottom: "4"}, "none")...)
	c.SetGlobalOptions(horizontal(names, texts)...)
	c.MultiSeries = append(c.MultiSeries, charts.SingleSeries{Type: "bar", Data: bars, BarCategoryGap: "55%",
		MarkLines: targetLine(100, true, "100%", "start")})
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
		columns = append(columns, wrapped(column.Short, min(max(60/len(h.Columns), 6), 16)))
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
	c.XAxisList[0].Data = columns
	c.MultiSeries = append(c.MultiSeries, charts.SingleSeries{Type: "heatmap", Data: data})
	return c
}

func cellStyle(level reports.Level) *opts.ItemStyle {
	style := &opts.ItemStyle{Color: "@" + string(level), BorderColor: "@paper", BorderWidth: 2}
	return style
}
