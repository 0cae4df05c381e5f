package load

import (
	"encoding/json"
	"strconv"
	"strings"

	"yardstick/indicators"
)

// itemsOf lists everything in a programme that has an id, with all that can
// change about it. A nil programme has nothing.
func itemsOf(p *indicators.Programme) items {
	out := items{byID: map[string]item{}}
	if p == nil {
		return out
	}
	add := func(i item) {
		if _, twice := out.byID[i.id]; !twice {
			out.order = append(out.order, i.id)
			out.byID[i.id] = i
		}
	}
	add(programmeItem(p))
	for _, project := range p.Projects {
		add(projectItem(project))
		for _, a := range project.Assignments {
			add(assignmentItem(p, a))
			for _, i := range a.Indicators {
				add(indicatorItem(i))
			}
		}
	}
	return out
}

func programmeItem(p *indicators.Programme) item {
	var regions, reconcile []string
	for _, region := range p.Regions {
		regions = append(regions, region.Code)
	}
	for _, r := range p.Reconcile {
		reconcile = append(reconcile, r.Indicator+" = "+r.With)
	}
	return item{id: p.ID, name: p.Title, attributes: []attribute{
		{"title_en", p.TitleEN}, {"year", strconv.Itoa(p.Year)}, {"fiscal_start", strconv.Itoa(int(p.FiscalStart))},
		{"zone", p.Zone}, {"method", p.Method}, {"note", p.Note}, {"illustrative", strconv.FormatBool(p.Illustrative)},
		{"source", strings.TrimSpace(p.Source.Title + " " + p.Source.File + " " + p.Source.URL)},
		{"frequency", string(p.Frequency)}, {"due_day", strconv.Itoa(p.DueDay)}, {"grace_days", strconv.Itoa(p.GraceDays)},
		{"reporting", reportingOf(p.Cumulative)}, {"regions", strings.Join(regions, " ")}, {"reconcile", strings.Join(reconcile, "; ")},
		{"schedules", schedulesText(p.Schedules)},
	}}
}

// schedulesText writes schedules in full, so that no change of one is passed over.
func schedulesText(schedules []indicators.Schedule) string {
	if len(schedules) == 0 {
		return ""
	}
	text, _ := json.Marshal(schedules) // texts and numbers only
	return string(text)
}

func projectItem(p *indicators.Project) item {
	return item{id: p.ID, name: p.Title, at: p.At, attributes: []attribute{
		{"title_en", p.TitleEN}, {"goal", p.Goal}, {"department", p.Department}, {"policy", p.Policy},
		{"content", p.Content}, {"term_window", printWindow(p.Window)},
	}}
}

func assignmentItem(p *indicators.Programme, a *indicators.Assignment) item {
	name := a.Project.Title
	if region, ok := p.Regions.ByCode(a.Region); ok && !a.Project.Provincial {
		name += " · " + region.Short()
	}
	var lines []string
	for _, line := range a.Lines {
		lines = append(lines, strings.TrimSpace(strings.Join([]string{line.Undertaker, line.Title, line.Amount.Grouped() + "万元", line.Remark}, " ")))
	}
	return item{id: a.ID, name: name, borrowed: true, at: a.At, attributes: []attribute{
		{"goal", a.Goal}, {"funds", strings.Join(lines, "; ")}, {"workload", strings.TrimSpace(a.Workload.Text) + a.Workload.Unit},
		{"window", printWindow(a.Window)}, {"nature", a.Nature}, {"task_title", a.Task}, {"require", a.Require},
		{"means", a.Means}, {"standard", a.Standard},
	}}
}

func indicatorItem(i *indicators.Indicator) item {
	out := item{id: i.ID, name: i.Name, at: i.At, attributes: []attribute{
		{"category", i.Category()}, {"unit", i.Unit}, {"aggregation", string(i.Aggregation)},
		{"reporting", reportingOf(i.Cumulative)}, {"weight", printWeight(i.Weight)}, {"direction", i.Direction},
		{"tolerance", i.Tolerance}, {"baseline", printValue(i.Baseline)}, {"year_ago", printValue(i.YearAgo)},
		{"rule", source(i.Rule)}, {"value", source(i.Formula)},
	}}
	for _, t := range i.Targets {
		horizon := string(t.Horizon)
		out.targets = append(out.targets, attribute{horizon, strings.TrimSpace(t.Text)})
		due := ""
		if t.Due != 0 {
			due = t.Due.String()
		}
		out.attributes = append(out.attributes, attribute{"due@" + horizon, due},
			attribute{"window@" + horizon, printWindow(t.Window)}, attribute{"reading@" + horizon, t.Reading.Expr()})
	}
	return out
}

func reportingOf(cumulative bool) string {
	if cumulative {
		return "cumulative"
	}
	return "by-period"
}

func printWindow(w indicators.Window) string {
	switch {
	case w.IsZero():
		return ""
	case w.To == 0:
		return w.From.String() + " –"
	}
	return w.From.String() + " – " + w.To.String()
}

func printWeight(h *indicators.Hundredths) string {
	if h == nil {
		return ""
	}
	return h.String()
}

func printValue(v *indicators.Value) string {
	if v == nil {
		return ""
	}
	return v.Grouped()
}

func source(e *indicators.Expression) string {
	if e == nil {
		return ""
	}
	return e.Source
}
