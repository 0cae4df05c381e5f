package html

import (
	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"yardstick/indicators"
	"yardstick/reports"
)

// cross marks a period that should have been reported and was not.
const cross = "path://M-4,-4L4,4M4,-4L-4,4"

// trendChart shows the months of an indicator: bars of the month before pale bars of
// the sum so far, the pace as a dotted line, the target as a thick one, a cross where
// nothing was reported.
func trendChart(t *reports.Trend, large bool) *charts.Bar {
	c := charts.NewBar()
	size := 11
	grid := opts.Grid{Left: "4", Right: "12", Top: "28", Bottom: "8"}
	if large {
		size = 12
		grid.Bottom = "36"
	}
	labels := make([]string, len(t.Points))
	for k, p := range t.Points {
		labels[k] = p.Label
	}
	months := axisLabel(size)
	if !large { // the last label, forced, would run into the one before it
		months.ShowMaxLabel = nil
	}
	step := float64(t.Top) / float64(indicators.One) / float64(max(len(t.Axis)-1, 1)) // of the axis' marks only
	c.SetGlobalOptions(base(large, grid, "axis")...)
	c.SetGlobalOptions(
		charts.WithXAxisOpts(opts.XAxis{Type: "category", AxisLabel: months, AxisLine: quietLine(), AxisTick: hidden()}),
		charts.WithYAxisOpts(opts.YAxis{Type: "value", Max: t.Top, MinInterval: step, MaxInterval: step, AxisLabel: axisLabel(size), SplitLine: rules()}),
	)
	c.SetXAxis(labels)
	if t.Summed {
		c.MultiSeries = append(c.MultiSeries, runningBars(t))
	}
	c.MultiSeries = append(c.MultiSeries, monthBars(t), missingCrosses(t))
	if t.Heads.Pace != "" {
		c.MultiSeries = append(c.MultiSeries, paceLine(t))
	}
	c.MultiSeries[0].MarkLines = targetLine(*t.TargetOf, false, t.TargetTop, "insideStartTop")
	return c
}

func runningBars(t *reports.Trend) charts.SingleSeries {
	data := make([]datum, len(t.Points))
	for k, p := range t.Points {
		data[k] = datum{Value: valueOf(p.Running.Value)}
	}
	return charts.SingleSeries{Name: t.Heads.Running, Type: "bar", Data: data, BarGap: "-100%", BarCategoryGap: "30%",
		ItemStyle: &opts.ItemStyle{Color: "@pale"}, Emphasis: still("@pale")}
}

func monthBars(t *reports.Trend) charts.SingleSeries {
	data := make([]datum, len(t.Points))
	for k, p := range t.Points {
		data[k] = datum{Value: valueOf(p.Value.Value)}
	}
	return charts.SingleSeries{Name: t.Heads.Value, Type: "bar", Data: data, BarGap: "-100%", BarCategoryGap: "30%",
		ItemStyle: &opts.ItemStyle{Color: "@navy"}, Emphasis: still("@navy")}
}

// still keeps a bar's colour under the pointer.
func still(colour string) *opts.Emphasis {
	return &opts.Emphasis{ItemStyle: &opts.ItemStyle{Color: colour}}
}

// missingCrosses are in words too, once for months in a row: words side by side would
// run together.
func missingCrosses(t *reports.Trend) charts.SingleSeries {
	data := make([]datum, len(t.Points))
	gap := func(k int) bool { return !t.Points[k].Known && t.Points[k].Due }
	for k, p := range t.Points {
		if !gap(k) {
			continue
		}
		data[k].Value = 0
		if k == 0 || !gap(k-1) {
			data[k].Label = missingLabel(p.Value.Text, k, len(t.Points))
		}
	}
	return charts.SingleSeries{Type: "scatter", Data: data, Symbol: cross, SymbolSize: 9,
		ItemStyle: &opts.ItemStyle{Color: "transparent", BorderColor: "@red", BorderWidth: 2}}
}

// missingLabel stands above the cross of the month k of n; in the first and the last sixth
// beside its middle, where a long word would leave the drawing. It keeps off the bars of
// other months.
func missingLabel(word string, k, n int) *farLabel {
	label := &farLabel{Label: opts.Label{Show: opts.Bool(true), Position: "top", Formatter: word, Color: "@red", BackgroundColor: "@paper", FontSize: 11}, Distance: 3}
	switch {
	case 6*k < n:
		label.Position, label.Align, label.VerticalAlign, label.Distance = "insideTopLeft", "left", "bottom", -3
	case 6*(n-1-k) < n:
		label.Position, label.Align, label.VerticalAlign, label.Distance = "insideTopRight", "right", "bottom", -3
	}
	return label
}

func paceLine(t *reports.Trend) charts.SingleSeries {
	data := make([]datum, len(t.Points))
	for k, p := range t.Points {
		data[k] = datum{Value: valueOf(p.Pace.Value)}
	}
	return charts.SingleSeries{Name: t.Heads.Pace, Type: "line", Data: data, ShowSymbol: opts.Bool(false), Symbol: "none",
		LineStyle: &opts.LineStyle{Color: "@ink", Width: 1.5, Type: "dotted"}, ItemStyle: &opts.ItemStyle{Color: "@ink"}}
}
