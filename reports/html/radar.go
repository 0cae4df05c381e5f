package html

import (
	"strings"
	"unicode"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"yardstick/reports"
)

// nameAround is how many characters of a name fit on a line beside the radar, where it
// has half a page: a Latin letter is half as wide as a character of Chinese.
func nameAround(name string) int {
	if strings.ContainsFunc(name, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
		return 8
	}
	return 16
}

// radarChart is a line around the parts of a score, from 0 in the middle to 100.
func radarChart(r *reports.Radar) *charts.Radar {
	c := charts.NewRadar()
	c.SetGlobalOptions(base(len(r.Lines) > 1, opts.Grid{}, "item")...)
	axes := make([]*opts.Indicator, len(r.Axes))
	for k, name := range r.Axes {
		axes[k] = &opts.Indicator{Name: wrapped(name, nameAround(name)), Max: 100, Color: "@ink"}
	}
	c.SetGlobalOptions(charts.WithRadarComponentOpts(opts.RadarComponent{
		Indicator: axes, SplitNumber: 5, Center: []string{"50%", "54%"},
		AxisLine: quietLine(), SplitLine: rules(), SplitArea: &opts.SplitArea{Show: opts.Bool(false)},
	}))
	colours, dashes := []string{"@navy", "@amber", "@violet"}, []string{"solid", "dashed", "dotted"}
	for k, line := range r.Lines {
		values := make([]any, len(line.Values))
		for i := range line.Values {
			values[i] = valueOf(line.Values[i].Value)
		}
		colour := colours[k%len(colours)]
		c.MultiSeries = append(c.MultiSeries, charts.SingleSeries{Name: line.Name, Type: "radar", Symbol: "circle", SymbolSize: 6,
			Data:      []datum{{Name: line.Name, Value: values}},
			ItemStyle: &opts.ItemStyle{Color: colour}, LineStyle: &opts.LineStyle{Color: colour, Width: 2, Type: dashes[k%len(dashes)]}})
	}
	return c
}
