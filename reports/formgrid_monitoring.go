package reports

import "yardstick/indicators"

// The causes among which the monitoring form has a deviation explained, and the
// likelihoods among which it has one chosen, in the order of its columns.
var (
	formCauses      = []string{"funds", "rules", "staff", "equipment", "other"}
	formLikelihoods = []Likelihood{Certain, Possible, Impossible}
)

// chosen marks the chosen one of several columns.
const chosen = "√"

// The columns of the monitoring form.
const (
	monitorName     = 3
	monitorTarget   = 4
	monitorActual   = 5
	monitorForecast = 6
	monitorCauses   = 7
	monitorRemark   = 12
	monitorLikely   = 13
	monitorLight    = 16
	monitorNote     = 17
)

// monitoringGrid is 绩效目标执行监控表 on A4 landscape.
func (f *Form) monitoringGrid() *FormGrid {
	widths := []int{8, 16, 18, 36, 22, 22, 21, 9, 9, 9, 9, 9, 21, 10, 10, 11, 20, 13}
	if f.Language == indicators.English {
		widths = []int{16, 13, 17, 36, 18, 18, 16, 10, 9, 9, 15, 10, 17, 12, 13, 15, 17, 12}
	}
	g := f.newGrid(true, widths...)
	last := len(widths) - 1
	g.label(0, 1, 0, 2, g.word("project"))
	g.text(0, 3, last, f.Project, AtLeft)
	g.label(1, 1, 0, 2, g.word("department"))
	g.text(1, 3, 5, f.Department, AtLeft)
	g.label(1, 1, 6, 7, g.word("undertaker"))
	g.text(1, 8, last, f.Undertaker, AtLeft)
	g.monitoringMoney(2)
	g.label(7, 1, 0, 2, g.word("goal"))
	g.text(7, 3, last, f.Goal, AtLeft)
	g.Head, g.Body = 8, 10
	g.End = g.Body + len(f.Rows)
	g.monitoringHeads()
	g.label(g.Head, 2+len(f.Rows), 0, 0, g.word("indicators"))
	g.levels(1, 2)
	for k, row := range f.Rows {
		g.monitoringRow(g.Body+k, row)
	}
	return g.FormGrid
}

func (g *gridder) monitoringHeads() {
	at := g.Head
	for _, head := range []struct {
		column int
		code   string
	}{{1, "level1"}, {2, "level2"}, {monitorName, "level3"}, {monitorTarget, "target"}, {monitorForecast, "forecast"}, {monitorLight, "light"}, {monitorNote, "note"}} {
		g.label(at, 2, head.column, head.column, g.word(head.code))
	}
	g.label(at, 2, monitorActual, monitorActual, g.form.Language.Say("form.so-far", indicators.Args{"months": g.form.Months}))
	g.label(at, 1, monitorCauses, monitorRemark, g.word("causes"))
	for k, cause := range formCauses {
		g.label(at+1, 1, monitorCauses+k, monitorCauses+k, g.word("cause."+cause))
	}
	g.label(at+1, 1, monitorRemark, monitorRemark, g.word("cause.remark"))
	g.label(at, 1, monitorLikely, monitorLikely+2, g.word("likely"))
	for k, likely := range formLikelihoods {
		g.label(at+1, 1, monitorLikely+k, monitorLikely+k, g.word("likely."+string(likely)))
	}
}

func (g *gridder) monitoringRow(at int, row FormRow) {
	g.text(at, monitorName, monitorName, row.Name, AtLeft)
	g.text(at, monitorTarget, monitorTarget, row.Target, Middle)
	g.actual(at, monitorActual, row.Actual)
	g.figure(at, monitorForecast, monitorForecast, row.Forecast)
	for k := range formCauses {
		g.text(at, monitorCauses+k, monitorCauses+k, "", Middle)
	}
	g.text(at, monitorRemark, monitorRemark, row.Remark, AtLeft)
	for k, likely := range formLikelihoods {
		mark := ""
		if row.Likely == likely {
			mark = chosen
		}
		g.text(at, monitorLikely+k, monitorLikely+k, mark, Middle)
	}
	g.light(at, monitorLight, row.Light)
	g.text(at, monitorNote, monitorNote, row.Note, AtLeft)
}

func (g *gridder) light(row, column int, light Light) {
	g.put(FormCell{Row: row, Height: 1, Column: column, Width: 1, Text: light.Word, Light: light})
}

func (g *gridder) monitoringMoney(row int) {
	g.label(row, 5, 0, 1, g.word("money"))
	heads := []string{"", g.word("initial"), g.form.Language.Say("form.spent.so-far", indicators.Args{"months": g.form.Months}),
		g.word("rate"), g.word("forecast.spent"), g.word("light")}
	spans := [][2]int{{2, 3}, {4, 4}, {5, 6}, {7, 9}, {10, 12}, {13, monitorNote}}
	for k, span := range spans {
		g.label(row, 1, span[0], span[1], heads[k])
	}
	for k, line := range g.form.Money {
		at := row + 1 + k
		g.label(at, 1, 2, 3, line.Name)
		for n, figure := range []Figure{line.Initial, line.Spent, line.Rate, line.Forecast} {
			g.figure(at, spans[n+1][0], spans[n+1][1], figure)
		}
		g.put(FormCell{Row: at, Height: 1, Column: 13, Width: monitorNote - 12, Text: line.Light.Word, Light: line.Light})
	}
}
