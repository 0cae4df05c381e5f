package reports

import (
	"slices"
	"strings"

	"yardstick/engine"
	"yardstick/indicators"
	"yardstick/rules"
	"yardstick/rules/scoring"
)

// needsExplaining reports whether a reader must be told more about a target: it was
// missed, nothing was reported, it does not apply, it was far exceeded, or no verdict
// could be reached.
func needsExplaining(t *engine.TargetResult) bool {
	switch t.State {
	case engine.Missing, engine.NotApplicable, engine.DeviationAccepted:
		return true
	}
	return t.Verdict == rules.NotMet || t.Verdict == rules.PartlyMet || t.Over || t.AsksReason || t.Problem != nil
}

func (b *builder) explanations() Explanations {
	var out Explanations
	for _, a := range b.assignments {
		for _, r := range a.Indicators {
			for _, t := range r.Targets {
				if needsExplaining(t) {
					out.Items = append(out.Items, b.explanation(r, t))
				}
			}
			for _, remark := range r.Remarks {
				out.Alarms = append(out.Alarms, Alarm{ID: r.Indicator.ID, Code: remark.Code, Light: b.light(scoring.Yellow), Title: b.place(r.Indicator), Text: remark.Message(b.l)})
			}
		}
		for _, alarm := range a.Alarms {
			out.Alarms = append(out.Alarms, Alarm{ID: a.Assignment.ID, Code: alarm.Code, Light: b.light(alarm.Light), Title: b.task(a), Text: b.l.Say(alarm.Code, alarm.Args)})
		}
		if b.ofIndicator() {
			continue
		}
		for _, unused := range a.Weights.Unused {
			out.Alarms = append(out.Alarms, Alarm{ID: a.Assignment.ID, Code: unused.Code, Light: b.light(scoring.Yellow), Title: b.task(a), Text: unused.Message(b.l)})
		}
	}
	return out
}

// task is an assignment's name, with its region where a card holds several.
func (b *builder) task(a *engine.AssignmentResult) string {
	name, _ := b.title(a.Assignment.Project.Title, a.Assignment.Project.TitleEN)
	if b.many() && b.scope.Kind == ProjectScope || b.scope.Kind == ProgrammeScope && len(a.Assignment.Project.Assignments) > 1 {
		name = b.regionName(a.Assignment.Region) + b.say("dot") + name
	}
	return name
}

func (b *builder) explanation(r *engine.IndicatorResult, t *engine.TargetResult) Explanation {
	line := b.line(r, t)
	n := b.notes[t]
	out := Explanation{Note: n, NoteText: noteText(n), ID: r.Indicator.ID, Horizon: t.Target.Horizon, Mark: line.Mark, Title: b.place(r.Indicator)}
	if t.Target.Horizon == indicators.Term {
		out.Title += b.say("bracket", "text", b.say("term"))
	}
	out.Text = b.targetAndActual(line, t)
	if line.Actual.Note != "" {
		out.Text += b.say("bracket", "text", line.Actual.Note)
	}
	if t.Over && line.Completion.Text != "" {
		out.Text += b.say("explain.over", "percent", line.Completion.Text)
	}
	out.Text += b.say("stop")
	out.Reason = b.reason(line, t)
	out.Said = out.Text + b.pause() + out.Reason
	out.Arithmetic = line.Derivation
	return out
}

// targetAndActual names the target and the figure, or the state that there is instead of
// one; what does not apply says so in its reason.
func (b *builder) targetAndActual(line Line, t *engine.TargetResult) string {
	target := strings.TrimSpace(t.Target.Text)
	switch {
	case t.State == engine.NotApplicable:
		return b.say("explain.text.bare", "target", target)
	case !line.Actual.Known:
		return b.say("explain.text.unknown", "target", target, "state", line.Actual.Text)
	}
	return b.say("explain.text", "target", target, "actual", line.Actual.Text)
}

// pause is what stands between two sentences.
func (b *builder) pause() string {
	if b.l == indicators.English {
		return " "
	}
	return ""
}

// place is an indicator's name, with its region where a card holds several.
func (b *builder) place(i *indicators.Indicator) string {
	if b.scope.Kind != CityScope && len(i.Assignment.Project.Assignments) > 1 {
		if b.ofIndicator() {
			return b.regionName(i.Assignment.Region)
		}
		return b.regionName(i.Assignment.Region) + b.say("dot") + i.Name
	}
	return i.Name
}

// reason is what was given to explain the target, or the remark that nothing was.
func (b *builder) reason(line Line, t *engine.TargetResult) string {
	var parts []string
	add := func(code, text string) {
		if text = strings.TrimSpace(text); text != "" {
			parts = append(parts, b.say(code, "text", strings.TrimRight(text, "。.")))
		}
	}
	if line.Until != "" {
		parts = append(parts, b.say("reason.accepted-until", "text", strings.TrimRight(line.Declared, "。."), "day", line.Until))
	} else if t.Deviation != nil {
		add("reason.accepted", line.Declared)
	} else {
		add("reason.not-applicable", line.Declared)
	}
	add("reason.given", line.Reason)
	add("reason.remedy", line.Remedy)
	add("reason.problem", line.Problem)
	if len(parts) == 0 {
		return b.say("reason.none")
	}
	return strings.TrimSpace(strings.Join(parts, ""))
}

// assumptions lists what conventions supplied, each with the targets it was used for;
// the same target in many regions is named once.
func (b *builder) assumptions() Assumptions {
	var out Assumptions
	at := map[string]int{}
	use := func(code, text, use string) {
		k, known := at[code+text]
		if !known {
			k = len(out.Items)
			at[code+text] = k
			out.Items = append(out.Items, Assumption{Code: code, Text: text})
		}
		if !slices.Contains(out.Items[k].Uses, use) {
			out.Items[k].Uses = append(out.Items[k].Uses, use)
		}
	}
	for _, a := range b.assignments {
		for _, r := range a.Indicators {
			for _, t := range r.Targets {
				for _, code := range t.Target.Reading.Assumed {
					use(code, b.say("assumed."+code), b.use(r.Indicator, t.Target))
				}
				switch t.Target.DueSource {
				case indicators.DueAssumed:
					use("due-assumed", b.say("assumed.due", "day", t.Target.Due.String()), b.use(r.Indicator, t.Target))
				case indicators.DueNotStated:
					use("due-not-stated", b.say("assumed.no-due"), b.use(r.Indicator, t.Target))
				}
			}
		}
	}
	slices.SortStableFunc(out.Items, func(x, y Assumption) int { return strings.Compare(x.Code, y.Code) })
	return out
}

// use names a target where a convention was used: 研究报告数（份）“3”.
func (b *builder) use(i *indicators.Indicator, t *indicators.Target) string {
	name := i.Name
	if len(i.Assignment.Project.Assignments) > 1 && b.scope.Kind != CityScope {
		return b.say("use.regions", "name", name)
	}
	if t.Horizon == indicators.Term {
		name += b.say("bracket", "text", b.say("term"))
	}
	return b.say("use", "name", name, "text", strings.TrimSpace(t.Text))
}

// reconciliation compares what the scope takes part in: its own figure or a part of
// the sum.
func (b *builder) reconciliation() *Reconciliation {
	if b.scope.Kind == CityScope {
		return nil
	}
	out := &Reconciliation{Heads: ReconcileHeads{Name: b.say("column.name"), Parent: b.say("reconcile.parent"),
		Children: b.say("reconcile.children"), Difference: b.say("reconcile.difference")}}
	for _, r := range b.e.Reconciled {
		if b.ofIndicator() && !b.reconciles(r) {
			continue
		}
		if b.scope.Kind == ProjectScope && r.Indicator.Assignment.Project != b.project && !strings.HasPrefix(r.With, b.project.LocalID()+"/") {
			continue
		}
		out.Rows = append(out.Rows, b.reconcileRows(r)...)
	}
	if len(out.Rows) == 0 {
		return nil
	}
	return out
}

func (b *builder) reconcileRows(r engine.Reconciled) []ReconcileRow {
	unit := r.Indicator.Unit
	target := ReconcileRow{
		Indicator: r.Indicator.ID, Name: r.Indicator.Name,
		Of: "target", What: b.say("column.target"),
		Parent: figure(r.Target, withUnit(r.Target, unit)), Children: figure(r.ChildTargets, withUnit(r.ChildTargets, unit)),
		Difference: figure(r.TargetDifference, signed(r.TargetDifference)),
		Note:       b.say("reconcile.of", "n", itoa(r.Children)),
	}
	actual := ReconcileRow{
		Indicator: r.Indicator.ID, Name: r.Indicator.Name,
		Of: "actual", What: b.say("column.actual"),
		Parent: Figure{Text: b.say("mark.missing")}, Children: Figure{Text: b.say("mark.missing")}, Difference: Figure{Text: "—"},
		Note: b.say("reconcile.figures", "known", itoa(r.ChildrenKnown), "n", itoa(r.Children)),
	}
	if r.Actual != nil {
		actual.Parent = figure(*r.Actual, withUnit(*r.Actual, unit))
	}
	if r.ChildrenKnown > 0 {
		actual.Children = figure(r.ChildActuals, withUnit(r.ChildActuals, unit))
	}
	if r.ActualDifference != nil {
		actual.Difference = figure(*r.ActualDifference, signed(*r.ActualDifference))
	}
	if r.Problem != nil { // a sum that left its range is no figure
		for _, row := range []*ReconcileRow{&target, &actual} {
			row.Children, row.Difference, row.Note = Figure{Text: "—"}, Figure{Text: "—"}, r.Problem.Message(b.l)
		}
	}
	return []ReconcileRow{target, actual}
}

// withUnit is a number with its unit.
func withUnit(v indicators.Value, unit string) string {
	if unit == "" {
		return v.Grouped()
	}
	if unit[0] < 0x80 && unit != "%" {
		return v.Grouped() + " " + unit
	}
	return v.Grouped() + unit
}
