package load

import (
	"strings"

	"yardstick/indicators"
	"yardstick/indicators/notation"
)

// target reads one target and adds it to its indicator. What cannot be read is a
// problem and no target.
func (r *reader) target(i *indicators.Indicator, horizon indicators.Horizon, n *node, of fields) {
	if n == nil || isNotSet(n) {
		return
	}
	text, own := n, fields{node: n}
	if n.kind == mapping {
		own = r.fields(n, targetObject)
		if text = own.get("text"); text == nil {
			return
		}
	}
	published, ok := r.text(text)
	if !ok {
		return
	}
	if strings.TrimSpace(published) == "" {
		r.report(text.problem("target-missing", indicators.Args{"indicator": i.Name}))
		return
	}
	get := func(name string) *node {
		if value := own.get(name); value != nil || horizon == indicators.Term {
			return value
		}
		return of.get(name)
	}
	target := &indicators.Target{Indicator: i, Horizon: horizon, Text: published, At: text.place()}
	reading, read := r.reading(i, text, get)
	if !read {
		return
	}
	target.Reading = reading
	r.due(target, get)
	i.Targets = append(i.Targets, target)
}

// reading compiles the text, or the declared parts in its place.
func (r *reader) reading(i *indicators.Indicator, text *node, get func(string) *node) (indicators.Reading, bool) {
	if parts := get("parts"); parts != nil {
		return r.parts(i, parts, get("logic"))
	}
	return r.readText(text, notation.Input{Name: i.Name, Text: text.text, Unit: i.Unit, Category: i.Category(), Year: r.p.Year,
		FiscalStart: r.fiscalStart(), Direction: i.Direction, Tolerance: i.Tolerance})
}

func (r *reader) parts(i *indicators.Indicator, n, logic *node) (indicators.Reading, bool) {
	out := indicators.Reading{Kind: indicators.Compound, Logic: r.choice(logic, logics)}
	if out.Logic == "" {
		out.Logic = "all"
	}
	all := true
	for _, item := range r.list(n) {
		f := r.fields(item, partObject)
		text := f.get("text")
		if text == nil || text.kind != scalar {
			all = false
			continue
		}
		label := r.plain(f.get("label"))
		name := label
		if name == "" {
			name = i.Name
		}
		part, ok := r.readText(text, notation.Input{Name: name, Text: text.text, Unit: r.plain(f.get("unit")), Category: i.Category(),
			Year: r.p.Year, FiscalStart: r.fiscalStart(), Tolerance: i.Tolerance})
		part.Label = label
		out.Parts = append(out.Parts, part)
		all = all && ok
	}
	if all && len(out.Parts) < 2 {
		r.report(n.problem("parts-too-few", nil))
		all = false
	}
	return out, all
}

// readText calls the notation, and puts its problem where the text stands.
func (r *reader) readText(n *node, in notation.Input) (indicators.Reading, bool) {
	reading, problem := notation.Read(in)
	if problem == nil {
		return reading, true
	}
	r.report(n.locate(problem))
	return indicators.Reading{}, false
}

// locate moves a problem found in the text of a node to its file.
func (n *node) locate(problem *indicators.Problem) *indicators.Problem {
	moved := n.problem(problem.Code, problem.Args)
	if n.file.sheet != "" && problem.Column > 0 {
		moved = n.inCell(problem.Code, problem.Args, problem.Column, problem.Width)
	}
	if problem.Severity != "" {
		moved.Severity = problem.Severity
	}
	if problem.Column < 1 || strings.Contains(n.text, "\n") || !n.exact() {
		return moved
	}
	moved.At = n.textPlace()
	moved.At.Column += problem.Column - 1
	moved.Width = max(problem.Width, 1)
	return moved
}

// due settles by when a target is judged and which days count towards it.
func (r *reader) due(t *indicators.Target, get func(string) *node) {
	a := t.Indicator.Assignment
	t.Due, t.DueSource, t.Window = dueOf(t.Reading, a.Window.From)
	if window := get("assumed_window"); window != nil {
		t.Window = r.span(window)
		t.Due, t.DueSource = t.Window.To, indicators.DueAssumed
	}
	if window := get("window"); window != nil {
		t.Window = r.span(window)
		t.Due, t.DueSource = t.Window.To, indicators.DueStated
	}
	if day := r.day(get("due")); day != 0 {
		t.Due, t.DueSource = day, indicators.DueStated
		if t.Window.IsZero() {
			t.Window = indicators.Window{From: a.Window.From, To: day}
		}
	}
	if t.Due == 0 {
		r.dueOfAssignment(t)
	}
	if t.Due != 0 && t.Window.From > t.Window.To {
		t.Window.From = t.Window.To
	}
}

// dueOf takes a due date from the text itself: a deadline's own day, or the end
// of a window. A compound is due when the last of its parts is.
func dueOf(reading indicators.Reading, from indicators.Date) (due indicators.Date, source indicators.DueSource, window indicators.Window) {
	switch {
	case !reading.Window.IsZero():
		return reading.Window.To, indicators.DueWindow, reading.Window
	case isDay(reading):
		due = indicators.DateOf(reading.Value)
		return due, indicators.DueStated, indicators.Window{From: from, To: due}
	}
	for _, part := range reading.Parts {
		if d, s, w := dueOf(part, from); d > due {
			due, source, window = d, s, w
		}
	}
	return due, source, window
}

// dueOfAssignment falls back to the assignment's 完成时限 or the fiscal year, and
// for the whole term to the project's period.
func (r *reader) dueOfAssignment(t *indicators.Target) {
	a := t.Indicator.Assignment
	if t.Horizon == indicators.Term {
		t.Window = a.Project.Window
		if t.Window.IsZero() {
			t.Window.From, t.DueSource = a.Window.From, indicators.DueNotStated
			return
		}
		t.Due, t.DueSource = t.Window.To, indicators.DueStated
		return
	}
	t.Window, t.Due = a.Window, a.Window.To
	t.DueSource = indicators.DueTask
	if a.WindowText == "" {
		t.DueSource = indicators.DueAssumed
	}
}
