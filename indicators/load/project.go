package load

import (
	"slices"
	"strings"

	"yardstick/indicators"
	"yardstick/indicators/notation"
)

// projects builds all projects; those whose ids are taken already are problems.
func (r *reader) projects(nodes []*node) {
	seen := map[string]*node{}
	for _, n := range nodes {
		if n.kind != mapping {
			r.report(n.problem("not-a-mapping", indicators.Args{"object": projectObject.name}))
			r.incomplete = true
			continue
		}
		f := r.fields(n, projectObject)
		id := r.id(f.get("id"))
		if id == "" {
			r.incomplete = true
			continue
		}
		if first := seen[id]; first != nil {
			r.report(f.get("id").problem("id-twice", indicators.Args{"id": id, "first": first.place().String()}))
			continue
		}
		seen[id] = f.get("id")
		r.p.Projects = append(r.p.Projects, r.project(id, f))
	}
}

func (r *reader) project(id string, f fields) *indicators.Project {
	project := &indicators.Project{
		ID:         r.p.ID + "/" + id,
		Title:      r.plain(f.get("title")),
		TitleEN:    r.plain(f.get("title_en")),
		Goal:       r.plain(f.get("goal")),
		Department: r.plain(f.get("department")),
		Policy:     r.plain(f.get("policy")),
		Content:    r.plain(f.get("content")),
		Window:     r.span(f.get("term_window")),
		At:         f.node.place(),
	}
	r.texts.project(project, f)
	table := r.table(f.get("table"))
	regions := r.regionsOf(f.get("assignments"))
	project.Provincial = f.get("table") == nil && f.get("assignments") == nil
	if project.Provincial {
		regions = []regionNode{{region: r.p.Regions.Root()}}
	}
	for _, row := range table.rows {
		if indexOf(regions, row.region.Code) < 0 {
			regions = append(regions, regionNode{region: row.region, name: row.name})
		}
	}
	shared := []fields{f, r.fields(f.get("task"), taskObject)}
	for _, region := range regions {
		layers := shared
		if region.node != nil {
			layers = append(layers[:len(layers):len(layers)], r.fields(region.node, assignmentObject))
		}
		a := r.assignment(project, region, layers, table.row(region.region.Code))
		project.Assignments = append(project.Assignments, a)
	}
	r.checkTotal(f.get("total"), project.Funds())
	return project
}

// regionNode is a region that a project runs in, with what stands under its name.
type regionNode struct {
	region indicators.Region
	name   *node // where it is named; nil for the root
	node   *node
}

func indexOf(regions []regionNode, code string) int {
	for i, region := range regions {
		if region.region.Code == code {
			return i
		}
	}
	return -1
}

func (r *reader) regionsOf(n *node) []regionNode {
	if n == nil {
		return nil
	}
	if n.kind != mapping {
		r.report(n.problem("not-a-mapping", indicators.Args{"object": "assignments"}))
		return nil
	}
	var regions []regionNode
	for _, e := range n.entries {
		region, ok := r.region(e.key)
		if !ok {
			continue
		}
		if i := indexOf(regions, region.Code); i >= 0 {
			r.report(e.key.problem("region-twice", indicators.Args{"region": region.Name, "first": regions[i].name.place().String()}))
			continue
		}
		regions = append(regions, regionNode{region: region, name: e.key, node: e.value})
	}
	return regions
}

// region finds a named region among the programme's.
func (r *reader) region(n *node) (indicators.Region, bool) {
	text := r.plain(n)
	if region, ok := r.p.Regions.Find(text); ok {
		return region, true
	}
	r.incomplete = true
	var names []string
	for _, region := range slices.Backward(r.p.Regions) { // a city before its province
		names = append(names, region.Names()...)
	}
	if guess := indicators.Suggest(text, names); guess != "" {
		r.report(n.problem("region-misspelt", indicators.Args{"region": text, "guess": guess}))
	} else {
		r.report(n.problem("region-unknown", indicators.Args{"region": text}))
	}
	return indicators.Region{}, false
}

// assignment builds a project in a region. The layers are looked through from
// the last (the region's own) to the first (the project's).
func (r *reader) assignment(project *indicators.Project, region regionNode, layers []fields, row *tableRow) *indicators.Assignment {
	get := func(name string) *node {
		for i := len(layers) - 1; i >= 0; i-- {
			if n := layers[i].get(name); n != nil {
				return n
			}
		}
		return nil
	}
	own := func(name string) *node { // never the project's: that one is kept there
		for i := len(layers) - 1; i >= 1; i-- {
			if n := layers[i].get(name); n != nil {
				return n
			}
		}
		return nil
	}
	a := &indicators.Assignment{
		ID:       project.ID + "/" + region.region.Code,
		Project:  project,
		Region:   region.region.Code,
		Goal:     r.plain(own("goal")),
		Nature:   r.plain(get("nature")),
		Task:     r.plain(get("task_title")),
		Require:  r.plain(get("require")),
		Means:    r.plain(get("means")),
		Standard: r.plain(get("standard")),
		At:       layers[0].node.place(),
	}
	if region.name != nil {
		a.At = region.name.place()
	}
	window := row.cell("window", get("window"))
	a.Window, a.WindowText = r.span(window), r.plain(window)
	if a.Window.IsZero() {
		a.Window = common(r.p.FiscalYear(), project.Window)
	}
	a.Workload = r.workload(row.cell("workload", get("workload")), r.plain(get("workload_unit")))
	a.Lines = r.lines(get("funds"), row, r.plain(get("purpose")))
	r.texts.assignment(a, get, row)
	r.indicators(a, layers, row)
	return a
}

// common is the part of the fiscal year that lies in the project's whole period;
// the year where the period is not stated or lies elsewhere.
func common(year, period indicators.Window) indicators.Window {
	both := indicators.Window{From: max(year.From, period.From), To: min(year.To, period.To)}
	if period.IsZero() || both.From > both.To {
		return year
	}
	return both
}

// workload reads a quantity; what is no quantity stays the text it is.
func (r *reader) workload(n *node, unit string) indicators.Workload {
	text, ok := r.text(n)
	if !ok {
		return indicators.Workload{}
	}
	w := indicators.Workload{Text: text, Unit: unit}
	if v, err := indicators.ParseValue(strings.ReplaceAll(strings.TrimSpace(text), ",", "")); err == nil {
		w.Amount, w.Counted = v, true
		return w
	}
	reading, problem := notation.Read(notation.Input{Text: text, Unit: unit, Category: "产出/数量指标", Year: r.p.Year})
	if problem == nil && reading.Kind == indicators.Threshold && len(reading.Assumed) > 0 {
		w.Amount, w.Unit, w.Counted = reading.Value, reading.Unit, true
	}
	return w
}

// lines reads the amounts: a list, or the cells of a table's row.
func (r *reader) lines(n *node, row *tableRow, purpose string) []indicators.FundingLine {
	var lines []indicators.FundingLine
	for _, item := range r.list(n) {
		f := r.fields(item, fundsObject)
		amount, _ := r.amount(f.get("amount"))
		lines = append(lines, indicators.FundingLine{
			Undertaker: r.plain(f.get("undertaker")),
			Title:      r.plain(f.get("title")),
			Amount:     amount,
			Text:       textOf(f.get("amount")),
			Remark:     r.plain(f.get("remark")),
			At:         item.place(),
		})
	}
	if cell := row.cell("amount", nil); cell != nil {
		amount, _ := r.amount(cell)
		lines = append(lines, indicators.FundingLine{
			Undertaker: r.plain(row.cell("undertaker", nil)),
			Title:      purpose,
			Amount:     amount,
			Text:       textOf(cell),
			Remark:     r.plain(row.cell("remark", nil)),
			At:         cell.place(),
		})
	}
	return lines
}

func textOf(n *node) string {
	if n == nil {
		return ""
	}
	return n.text
}

// checkTotal compares a published total with the sum of what it is the total of.
// It warns only: a document may well be published with a wrong sum.
func (r *reader) checkTotal(n *node, sum indicators.Value) {
	total, ok := r.amount(n)
	if ok && total != sum {
		problem := n.problem("funds-do-not-add-up", indicators.Args{"total": total.Grouped(),
			"sum": sum.Grouped(), "difference": (sum - total).Grouped()})
		problem.Severity = indicators.Warning
		r.report(problem)
	}
}
