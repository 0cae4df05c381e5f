package reports

import (
	"yardstick/engine"
	"yardstick/indicators"
	"yardstick/rules/scoring"
)

func (b *builder) answer() Answer {
	if b.ofIndicator() {
		return b.indicatorAnswer()
	}
	s := b.standing
	a := Answer{
		Title: b.say("score"), Scored: s.Scored, Score: b.score(s),
		Grade: s.Grade, GradeWord: b.grade(s.Grade),
		Coverage:  b.coverage(s),
		CoverText: b.say("coverage", "percent", plainPercent(s.Coverage)),
		Change:    b.change(), Light: b.worst(s.Light),
		Bands:     b.bands(),
		CountsOf:  b.say("counts"),
		Counts:    b.counts(s.Counts),
		CountNote: b.say("counts.note", "n", itoa(s.Counts.Targets)), CountTotal: b.say("counts.total", "n", itoa(s.Counts.Targets)),
		Sentences: b.sentences(),
		Parts:     b.composition(),
	}
	if s.Scored {
		a.Marker = share(valueOf(s.Score), 100*indicators.One)
	}
	if s.Terms.Targets > 0 {
		a.TermsOf = b.say("terms", "n", itoa(s.Terms.Targets))
		a.Terms = b.counts(s.Terms)
	}
	switch {
	case !s.Scored:
		a.GradeNote = b.say("unscored")
	case s.Grade == "":
		a.GradeNote = b.say("ungraded")
	}
	return a
}

// worst is the light of the slowest row, and says that it is one row's.
func (b *builder) worst(l scoring.Light) Light {
	out := b.light(l)
	if out.Word != "" {
		out.Word = b.say("light.worst", "light", out.Word)
	}
	return out
}

// change compares the score with the period before's.
func (b *builder) change() string {
	if b.previous == nil {
		return ""
	}
	before := standingOf(b.previous, b.scope)
	if before == nil || !before.Scored || !b.standing.Scored {
		return ""
	}
	difference := b.standing.Score - before.Score
	text := difference.String()
	if difference > 0 {
		text = "+" + text
	}
	return b.say("change", "month", b.month(b.previous.Through), "difference", text)
}

// bands is the scale of grades from 0 to 100.
func (b *builder) bands() []Band {
	grades := b.e.Method.Grades
	out := make([]Band, len(grades))
	top := indicators.Hundredths(100 * 100)
	for k := range grades { // the method lists the best first; the scale starts at the worst
		grade := grades[k]
		out[len(grades)-1-k] = Band{
			From: share(valueOf(grade.From), 100*indicators.One), To: share(valueOf(top), 100*indicators.One),
			Grade: grade.ID, Word: grade.Name.In(b.l), FromLabel: valueOf(grade.From).String(),
		}
		top = grade.From
	}
	return out
}

func (b *builder) composition() Composition {
	switch {
	case b.scope.Kind == ProgrammeScope:
		return b.byProject()
	case b.many():
		return b.byGrade()
	}
	c := Composition{Title: b.say("composition")}
	for k, a := range b.assignments {
		group := PartGroup{}
		if len(b.assignments) > 1 {
			group.Title = b.say("assignment", "n", itoa(k+1))
			if b.scope.Kind == ProjectScope {
				group.Title = b.regionName(a.Assignment.Region)
			}
			group.Total = b.say("not-evaluated")
			if a.Scored {
				group.Total = b.say("points", "n", a.Score.String())
			}
		}
		for _, block := range a.Blocks {
			group.Bars = append(group.Bars, b.block(block).Bar)
		}
		c.Groups = append(c.Groups, group)
	}
	return c
}

// byProject is a programme's composition: the score of each project.
func (b *builder) byProject() Composition {
	group := PartGroup{}
	for _, s := range b.e.Projects {
		project := b.e.Programme.Project(s.ID)
		name, _ := b.title(project.Title, project.TitleEN)
		group.Bars = append(group.Bars, b.scoreBar(name, s))
	}
	return Composition{Title: b.say("composition.projects"), Groups: []PartGroup{group}}
}

func (b *builder) scoreBar(name string, s *engine.Standing) Bar {
	bar := Bar{Name: name, Text: b.say("not-evaluated")}
	if s.Scored {
		bar.Known = true
		bar.Length = share(valueOf(s.Score), 100*indicators.One)
		bar.Text = s.Score.String()
	}
	return bar
}

// byGrade counts the regions of a project by grade.
func (b *builder) byGrade() Composition {
	count := map[string]int{}
	for _, a := range b.assignments {
		count[a.Grade]++
	}
	group := PartGroup{}
	add := func(name string, n int) {
		group.Bars = append(group.Bars, Bar{Name: name, Known: true, Length: Whole * Share(n) / Share(len(b.assignments)),
			Text: b.say("regions", "n", itoa(n))})
	}
	for _, grade := range b.e.Method.Grades {
		add(grade.Name.In(b.l), count[grade.ID])
	}
	if n := count[""]; n > 0 {
		add(b.say("no-grade"), n)
	}
	return Composition{Title: b.say("composition.grades"), Groups: []PartGroup{group}}
}

func (b *builder) standings() []StandingTable {
	var out []StandingTable
	if b.scope.Kind == ProgrammeScope {
		projects := StandingTable{ID: "projects", Title: b.say("standings.projects"), Heads: b.standingHeads(b.say("standings.project"))}
		for _, s := range b.e.Projects {
			project := b.e.Programme.Project(s.ID)
			row := b.standingRow(s, Scope{Kind: ProjectScope, ID: s.ID}, b.of(project))
			row.Name, row.Original = b.title(project.Title, project.TitleEN)
			projects.Rows = append(projects.Rows, row)
		}
		regions := StandingTable{ID: "regions", Title: b.say("standings.regions"), Heads: b.standingHeads(b.say("standings.region"))}
		for _, s := range cities(b.e) {
			var own []*engine.AssignmentResult
			for _, a := range b.assignments {
				if a.Assignment.Region == s.ID {
					own = append(own, a)
				}
			}
			row := b.standingRow(s, Scope{Kind: CityScope, ID: s.ID}, own)
			row.Name = b.regionName(s.ID)
			regions.Rows = append(regions.Rows, row)
		}
		out = append(out, projects)
		if len(regions.Rows) > 0 {
			out = append(out, regions)
		}
	}
	if b.scope.Kind == ProjectScope && len(b.assignments) > 1 {
		table := StandingTable{ID: "regions", Title: b.say("standings.regions"), Heads: b.standingHeads(b.say("standings.region"))}
		for _, a := range b.assignments {
			row := b.standingRow(&a.Standing, Scope{Kind: CityScope, ID: a.Assignment.Region}, []*engine.AssignmentResult{a})
			row.Name = b.regionName(a.Assignment.Region)
			table.Rows = append(table.Rows, row)
		}
		out = append(out, table)
	}
	return out
}

func (b *builder) standingHeads(name string) StandingHeads {
	return StandingHeads{Name: name, Funds: b.say("standings.funds"), Spent: b.say("standings.spent"),
		Score: b.say("standings.score"), Coverage: b.say("standings.coverage"), Counts: b.say("counts")}
}

func (b *builder) standingRow(s *engine.Standing, scope Scope, assignments []*engine.AssignmentResult) StandingRow {
	row := StandingRow{
		ID: scope.ID, File: scope.Name(), Funds: figure(s.Funds, s.Funds.Grouped()),
		Score: b.score(s), Grade: s.Grade, GradeWord: b.grade(s.Grade), Coverage: b.coverage(s),
		Counts: b.counts(s.Counts), Light: b.light(s.Light), Rate: Figure{Text: "—"},
	}
	if s.Scored {
		row.Bar = share(valueOf(s.Score), 100*indicators.One)
	}
	if len(assignments) > 0 {
		row.Rate = b.moneyTotal(scope.ID, "", assignments).Rate
	}
	return row
}
