package reports

import (
	"slices"
	"strings"

	"yardstick/engine"
	"yardstick/indicators"
)

// IndicatorScopeOf names the scorecard that an indicator stands on: that of the
// indicators of its project with the same local id, over all regions.
func IndicatorScopeOf(i *indicators.Indicator) Scope {
	return Scope{Kind: IndicatorScope, ID: i.Assignment.Project.ID + "/" + i.LocalID()}
}

// IndicatorScopes lists the indicators of an evaluation, each once however many
// regions have it, in published order.
func IndicatorScopes(e *engine.Evaluation) []Scope {
	var out []Scope
	for _, a := range e.Assignments {
		for _, r := range a.Indicators {
			if scope := IndicatorScopeOf(r.Indicator); !slices.Contains(out, scope) {
				out = append(out, scope)
			}
		}
	}
	return out
}

// findIndicator narrows the builder to one indicator: its assignments hold nothing else.
func (b *builder) findIndicator() bool {
	var all, terms []*engine.TargetResult
	var funds indicators.Value
	for _, a := range b.e.Assignments {
		for _, r := range a.Indicators {
			if IndicatorScopeOf(r.Indicator) != b.scope {
				continue
			}
			b.project = a.Assignment.Project
			b.assignments = append(b.assignments, &engine.AssignmentResult{Assignment: a.Assignment, Indicators: []*engine.IndicatorResult{r}})
			b.results = append(b.results, r)
			add(&funds, a.Funds)
			for _, t := range r.Targets {
				if t.Target.Horizon == indicators.Term {
					terms = append(terms, t)
				} else {
					all = append(all, t)
				}
			}
		}
	}
	b.whole = engine.RollUpIndicator(all)
	b.standing = &engine.Standing{ID: b.scope.ID, Funds: funds, Counts: b.whole.Counts, Terms: engine.RollUpIndicator(terms).Counts}
	return len(b.results) > 0
}

// like is the first of the indicators, which the others resemble.
func (b *builder) like() *indicators.Indicator { return b.results[0].Indicator }

// ofIndicator says that the card is about one indicator.
func (b *builder) ofIndicator() bool { return b.scope.Kind == IndicatorScope }

func (b *builder) indicatorSubtitle() []string {
	i := b.like()
	project, _ := b.title(b.project.Title, b.project.TitleEN)
	first := project + b.say("dot") + i.Category()
	if i.Unit != "" {
		first += b.say("dot") + i.Unit
	}
	second := b.say("indicator.adds-up." + string(i.Aggregation))
	if i.Derived() {
		second = b.say("indicator.derived")
	}
	if len(b.results) > 1 {
		second = b.say("indicator.regions", "n", itoa(len(b.results))) + b.say("dot") + second + b.say("dot") + b.say("way."+string(b.whole.Way))
	}
	return []string{first, second}
}

// indicatorLabels are the words of the columns where the rows are regions.
func (b *builder) indicatorLabels(l Labels) Labels {
	l.Indicators, l.Name = b.say("indicator.rows"), b.say("standings.region")
	if len(b.results) == 1 {
		l.Indicators, l.Name = b.say("indicators"), b.say("funding.undertaker")
	}
	return l
}

// indicatorAnswer says how far the regions are together; an indicator has no score.
func (b *builder) indicatorAnswer() Answer {
	c := b.whole.Counts
	a := Answer{
		Title: b.say("indicator.met"), Light: Light{}, CoverText: b.say("reconcile.known", "known", itoa(b.whole.Whole), "n", itoa(b.whole.Children)),
		CountsOf: b.say("counts"), Counts: b.counts(c), CountNote: b.say("counts.note", "n", itoa(c.Targets)), CountTotal: b.say("counts.total", "n", itoa(c.Targets)),
		Sentences: b.sentences(), Parts: b.earned(),
	}
	if len(b.results) == 1 {
		a.CoverText = ""
	}
	if b.standing.Terms.Targets > 0 {
		a.TermsOf, a.Terms = b.say("terms", "n", itoa(b.standing.Terms.Targets)), b.counts(b.standing.Terms)
	}
	b.headline(&a)
	return a
}

// headline is the completion of all together, or how many regions reached theirs, or
// of a single region its figure.
func (b *builder) headline(a *Answer) {
	line, title := b.joint()
	switch {
	case line.Actual.Known && line.Completion.Value != nil:
		a.Title = title
		a.Score, a.Scored = Score{Text: line.Completion.Text}, true
		a.Marker = share(*line.Completion.Value, 100*indicators.One)
		a.GradeNote = b.say("indicator.whole", "actual", line.Actual.Text, "target", line.Shown)
	case len(b.results) == 1:
		a.Title = title
		a.Score = Score{Text: line.Actual.Text}
		a.GradeNote = b.say("trend.target", "text", line.Shown)
	default:
		a.Score, a.Scored = Score{Text: b.say("indicator.of", "met", itoa(b.whole.Counts.Met), "n", itoa(b.whole.Children))}, b.whole.Children > 0
		a.Marker = share(indicators.Value(b.whole.Counts.Met), indicators.Value(max(b.whole.Children, 1)))
	}
	if a.Scored {
		a.Bands = []Band{{From: 0, To: 6000, FromLabel: "0"}, {From: 6000, To: 8000, FromLabel: "60"}, {From: 8000, To: Whole, FromLabel: "80"}}
	}
}

// joint is the line that the card is about, and what its figure is called.
func (b *builder) joint() (Line, string) {
	if len(b.results) == 1 {
		line := b.line(b.results[0], b.results[0].Targets[0])
		if line.Completion.Value != nil {
			return line, b.say("rank.completion")
		}
		return line, b.say("column.actual")
	}
	row, _ := b.rolledRow(b.like())
	return row.Lines[0], b.say("indicator.completion")
}

// earned counts the regions by the share of the weight that they earned.
func (b *builder) earned() Composition {
	if len(b.results) == 1 {
		line := b.line(b.results[0], b.results[0].Targets[0])
		bar := Bar{Name: b.results[0].Indicator.Level1, Known: line.Points.Value != nil, Text: line.PointsText}
		if bar.Known {
			bar.Length = share(valueOf(*line.Points.Value), valueOf(*line.Weight.Value))
		}
		return Composition{Title: b.say("column.points"), Groups: []PartGroup{{Bars: []Bar{bar}}}}
	}
	levels := []Level{LevelReached, LevelNear, LevelFar, LevelLow, LevelNone}
	words := []string{"100%", "80–100%", "60–80%", "<60%", b.say("not-evaluated")}
	count := map[Level]int{}
	for _, r := range b.results {
		level := LevelNone
		if t := r.Targets[0]; t.Evaluated && t.Weight > 0 {
			share, _ := quotient(valueOf(t.Points), valueOf(t.Weight))
			level = completionLevel(share)
		}
		count[level]++
	}
	var group PartGroup
	for k, level := range levels {
		if n := count[level]; n > 0 || level != LevelNone {
			group.Bars = append(group.Bars, Bar{Name: words[k], Known: true, Text: b.say("regions", "n", itoa(n)),
				Length: Whole * Share(n) / Share(len(b.results))})
		}
	}
	return Composition{Title: b.say("indicator.earned"), Groups: []PartGroup{group}}
}

// indicatorSections is one table with a row a region.
func (b *builder) indicatorSections() []Section {
	s := Section{
		ID: b.scope.ID, Project: b.project.ID, Title: b.say("indicator.rows"), Score: Score{Text: "—"}, Counts: b.counts(b.whole.Counts),
	}
	for _, r := range b.results {
		row := b.row(r)
		row.Name, row.Short = b.regionName(r.Indicator.Assignment.Region), ""
		if len(b.results) == 1 {
			row.Name = undertakerOf(r.Indicator.Assignment)
		}
		s.Rows = append(s.Rows, row)
	}
	return []Section{s}
}

// indicatorRollUp joins the regions in one row; nil where there is only one.
func (b *builder) indicatorRollUp() *Section {
	if len(b.results) < 2 {
		return nil
	}
	s := &Section{ID: b.scope.ID, Project: b.project.ID, Title: b.say("roll-up"), Score: Score{Text: "—"}, Counts: b.counts(b.whole.Counts)}
	if row, ok := b.rolledRow(b.like()); ok {
		row.ID, row.Name, row.Short = b.scope.ID, b.say("roll-up"), ""
		s.Rows = append(s.Rows, row)
	}
	return s
}

// reconciles reports whether a comparison is about the indicator: it is the parent, or
// one of those that are added up.
func (b *builder) reconciles(r engine.Reconciled) bool {
	with := strings.Split(strings.TrimPrefix(r.With, b.e.Programme.ID+"/"), "/")
	return IndicatorScopeOf(r.Indicator) == b.scope ||
		len(with) == 3 && with[0] == b.project.LocalID() && with[2] == b.like().LocalID()
}
