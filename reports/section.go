package reports

import (
	"strings"

	"yardstick/engine"
	"yardstick/indicators"
)

func (b *builder) sections() []Section {
	if b.ofIndicator() {
		return b.indicatorSections()
	}
	out := make([]Section, len(b.assignments))
	for i, a := range b.assignments {
		out[i] = b.section(a, i+1)
	}
	return out
}

func (b *builder) section(a *engine.AssignmentResult, number int) Section {
	def := a.Assignment
	s := Section{
		ID: def.ID, Project: def.Project.ID, Region: def.Region, RegionName: b.regionName(def.Region),
		Goal: def.Goal, Undertaker: undertakerOf(def), Workload: b.workload(def),
		Score: b.score(&a.Standing), Grade: a.Grade, GradeWord: b.grade(a.Grade),
		Coverage: b.coverage(&a.Standing), Counts: b.counts(a.Counts),
	}
	s.Title, s.Original = b.title(def.Project.Title, def.Project.TitleEN)
	switch shared := len(def.Project.Assignments) > 1; {
	case shared && b.scope.Kind == ProjectScope:
		s.Title, s.Original = b.regionName(def.Region), ""
	case shared && b.scope.Kind == ProgrammeScope:
		s.Title, s.Original = b.regionName(def.Region)+b.say("dot")+s.Title, ""
	}
	if len(b.assignments) > 1 && b.scope.Kind == CityScope {
		s.Number = b.say("assignment", "n", itoa(number))
	}
	if s.Goal == "" {
		s.Goal = def.Project.Goal
	}
	s.Note = b.sectionNote(def)
	for _, block := range a.Blocks {
		s.Blocks = append(s.Blocks, b.block(block))
	}
	for _, i := range a.Indicators {
		s.Rows = append(s.Rows, b.row(i))
	}
	return s
}

func undertakerOf(a *indicators.Assignment) string {
	var names []string
	for _, line := range a.Lines {
		if line.Undertaker != "" && (len(names) == 0 || names[len(names)-1] != line.Undertaker) {
			names = append(names, line.Undertaker)
		}
	}
	return strings.Join(names, "、")
}

func (b *builder) workload(a *indicators.Assignment) string {
	switch text := strings.TrimSpace(a.Workload.Text); {
	case a.Workload.Counted:
		return b.say("workload", "amount", strings.TrimSpace(a.Workload.Amount.Grouped()+" "+a.Workload.Unit))
	case text != "":
		return b.say("workload", "amount", text)
	}
	return ""
}

func (b *builder) sectionNote(a *indicators.Assignment) string {
	var parts []string
	for _, part := range []string{a.Nature, a.WindowText, b.workload(a)} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, b.say("dot"))
}

func (b *builder) block(r engine.BlockResult) Block {
	out := Block{ID: r.Block, Name: b.blockName(r.Block), Points: r.Points, Evaluated: r.Evaluated, Weight: r.Weight}
	out.Bar = Bar{Name: out.Name, Known: r.Evaluated > 0, Text: b.say("not-evaluated")}
	if r.Evaluated > 0 {
		out.Bar.Length = share(valueOf(r.Points), valueOf(r.Weight))
		out.Bar.Text = r.Points.String() + " / " + valueOf(r.Weight).String()
	}
	return out
}

func (b *builder) row(r *engine.IndicatorResult) Row {
	i := r.Indicator
	row := Row{
		ID: i.ID, Region: i.Assignment.Region, RegionName: b.regionName(i.Assignment.Region), Name: i.Name, Published: i.Name,
		Category: i.Category(), Short: shortCategory(i), Unit: i.Unit,
		Series: b.series(r), Spark: b.spark(r), Evidence: len(r.Evidence),
	}
	for _, target := range r.Targets {
		row.Lines = append(row.Lines, b.line(r, target))
		if row.Note == 0 && b.notes[target] > 0 {
			row.Note = b.notes[target]
			row.NoteText = noteText(row.Note)
		}
	}
	if len(row.Lines) > 0 {
		row.State, row.Mark = row.Lines[0].State, row.Lines[0].Mark
	}
	return row
}

// series lists the figures by period of an indicator that has one line of them.
func (b *builder) series(r *engine.IndicatorResult) []Period {
	if len(r.Targets) == 0 || len(r.Targets[0].Target.Reading.Parts) > 0 {
		return nil
	}
	target := r.Targets[0].Target
	var out []Period
	for _, f := range past(r.Series, b.e.Through) {
		p := Period{Period: f.Period, JSON: "null", Known: f.Known, Due: f.Due}
		if f.Known {
			figure := b.known(r.Indicator, &target.Reading, target.Text, f.Value, true)
			p.JSON, p.Text = figure.JSON, figure.Text
		} else if f.Due {
			p.Text = b.say("mark.missing")
		}
		out = append(out, p)
	}
	return out
}

// shortCategory drops the 指标 that every category of a published table ends in.
func shortCategory(i *indicators.Indicator) string {
	cut := func(s string) string {
		if short := strings.TrimSuffix(s, "指标"); short != "" {
			return short
		}
		return s
	}
	first, second := cut(i.Level1), cut(i.Level2)
	switch {
	case first == "" || first == second:
		return second
	case second == "":
		return first
	}
	return first + "/" + second
}

// noteText is a note's number in brackets, as it stands in a row and at its explanation.
func noteText(n int) string { return "[" + itoa(n) + "]" }

func (b *builder) line(r *engine.IndicatorResult, t *engine.TargetResult) Line {
	def := t.Target
	line := Line{
		Horizon: def.Horizon, Text: def.Text, Shown: strings.TrimSpace(def.Text), Expr: def.Reading.Expr(),
		State: t.State, Verdict: t.Verdict, Mark: b.mark(shapeOf(t)), Early: t.Early,
		Actual: b.actual(r.Indicator, t), Bullet: b.bullet(r.Indicator, t), Chips: b.chips(t),
		Light: b.light(t.Light), LightOf: t.Light, Over: t.Over, Evaluated: t.Evaluated,
		DueSource: def.DueSource, Assumed: def.Reading.Assumed,
		Reason: t.Reason, Remedy: t.Remedy,
	}
	if r.Indicator.Rule != nil {
		line.Expr = r.Indicator.Rule.Source
	}
	line.Says = def.Reading.Says(b.l)
	if def.Horizon == indicators.Term {
		line.Shown = b.say("term.short") + " " + line.Shown
	}
	if t.Completion != nil && line.Actual.Known {
		line.Completion = figure(*t.Completion, percent(*t.Completion))
	}
	b.linePoints(&line, t)
	b.lineDue(&line, def)
	switch {
	case t.NotApplicable != nil:
		line.Declared = t.NotApplicable.Reason
	case t.Deviation != nil:
		line.Declared = t.Deviation.Reason
		if t.Deviation.Until != 0 {
			line.Until = t.Deviation.Until.String()
		}
	}
	if t.Problem != nil {
		line.Problem = t.Problem.Message(b.l)
	}
	for k := range t.Parts {
		line.Parts = append(line.Parts, b.part(r.Indicator, def, t, k))
	}
	return line
}

func (b *builder) linePoints(line *Line, t *engine.TargetResult) {
	if t.Target.Horizon == indicators.Term {
		return
	}
	line.Weight = scoreOf(t.Weight)
	line.PointsText = "— / " + t.Weight.String()
	if t.Evaluated {
		line.Points = scoreOf(t.Points)
		line.PointsText = t.Points.String() + " / " + t.Weight.String()
		line.Formula = t.Derivation.Code
		if t.Derivation.Code != "" {
			line.Derivation = t.Derivation.Say(b.l)
		}
	}
}

func (b *builder) lineDue(line *Line, t *indicators.Target) {
	if t.Due == 0 {
		line.DueText = b.say("due.none")
		return
	}
	line.Due = t.Due.String()
	line.DueText = b.say("due", "day", line.Due)
	if t.DueSource == indicators.DueAssumed {
		line.DueText = b.say("due.assumed", "day", line.Due)
	}
}

func (b *builder) part(i *indicators.Indicator, def *indicators.Target, t *engine.TargetResult, k int) Part {
	result := t.Parts[k]
	part := Part{Actual: Actual{JSON: "null", Text: b.say("mark.missing")}, Mark: b.mark(ShapeMissing)}
	if k < len(def.Reading.Parts) {
		reading := &def.Reading.Parts[k]
		part.Label, part.Text = reading.Label, reading.Says(b.l)
		if result.Known {
			part.Actual = b.known(i, reading, strings.TrimSpace(def.Text), result.Actual, true)
		}
	}
	if result.Known {
		part.Mark = b.mark(shapeOf(&engine.TargetResult{State: t.State, Verdict: result.Verdict}))
	}
	return part
}

func (b *builder) score(s *engine.Standing) Score {
	if !s.Scored {
		return Score{Text: "—"}
	}
	return scoreOf(s.Score)
}

// grade is the word of a method's grade: 优.
func (b *builder) grade(id string) string {
	for _, grade := range b.e.Method.Grades {
		if grade.ID == id {
			return grade.Name.In(b.l)
		}
	}
	return id
}

func (b *builder) coverage(s *engine.Standing) Figure {
	return figure(valueOf(s.Coverage), plainPercent(s.Coverage))
}
