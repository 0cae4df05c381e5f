package cli

import (
	"github.com/spf13/cobra"

	"yardstick/engine"
	"yardstick/indicators"
	"yardstick/reports"
	"yardstick/reports/json"
	"yardstick/rules"
)

func (s *session) scoreCommand() *cobra.Command {
	var scope scopeFlags
	var times timeFlags
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "score [--city CITY | --project PROJECT | --all]",
		Short: "Print how a city, a project or the programme stands",
		Long: `Prints a table: without a scope the programme with its projects, with --all also
every city; with --city or --project that scope and its indicators. --json prints
the scorecard of the scope, the same that report --format json writes.`,
		Example: `  yardstick score --through 2021-10 --db demo/yardstick.db
  yardstick score --city Guangzhou --through 2021-10 --as-of 2021-10-31
  yardstick score --project crafts --json | jq .score`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			found, err := s.evaluate(cmd.Context(), times)
			if err != nil {
				return err
			}
			chosen, err := scope.scope(found.now.Programme)
			if err != nil {
				return err
			}
			if asJSON {
				card, err := reports.Build(found.now, chosen, s.lang(), found.before)
				if err != nil {
					return err
				}
				return json.Scorecard(s.out, card)
			}
			return s.printScores(found.now, chosen, scope.all)
		},
	}
	scope.add(cmd, "the programme, every project and every city")
	times.add(cmd)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the scorecard as JSON")
	return cmd
}

// printScores prints a scope's standing and what it is made of.
func (s *session) printScores(e *engine.Evaluation, scope reports.Scope, all bool) error {
	switch scope.Kind {
	case reports.ProgrammeScope:
		standings := append([]*engine.Standing{e.Total}, e.Projects...)
		if all {
			standings = append(standings, e.Regions...)
		}
		s.sayUnused(e, scope)
		return s.printStandings(e, standings)
	}
	for _, standing := range append(append([]*engine.Standing{}, e.Projects...), e.Regions...) {
		if standing.ID == scope.ID {
			if err := s.printStandings(e, []*engine.Standing{standing}); err != nil {
				return err
			}
		}
	}
	s.sayUnused(e, scope)
	return s.printIndicators(e, scope)
}

// sayUnused says which declared weights the method does not take.
func (s *session) sayUnused(e *engine.Evaluation, scope reports.Scope) {
	for _, a := range e.Assignments {
		if !covers(scope, a.Assignment) {
			continue
		}
		for _, problem := range a.Weights.Unused {
			s.printProblems([]*indicators.Problem{problem})
		}
	}
}

// covers reports whether a project or a city has the assignment; the programme has all.
func covers(scope reports.Scope, a *indicators.Assignment) bool {
	return (scope.Kind != reports.CityScope || a.Region == scope.ID) && (scope.Kind != reports.ProjectScope || a.Project.ID == scope.ID)
}

// printStandings prints a row a standing: score, grade, coverage, counts.
func (s *session) printStandings(e *engine.Evaluation, standings []*engine.Standing) error {
	columns := []column{{head: s.say("col.name", nil)}, {s.say("col.score", nil), true}, {head: s.say("col.grade", nil)}, {s.say("col.coverage", nil), true},
		{s.say("col.met", nil), true}, {s.say("col.partly", nil), true}, {s.say("col.not-met", nil), true}, {s.say("col.missing", nil), true}, {s.say("col.open", nil), true}}
	var rows [][]string
	for _, standing := range standings {
		c := standing.Counts
		score := "—"
		if standing.Scored {
			score = standing.Score.String()
		}
		rows = append(rows, []string{s.nameOf(e, standing.ID), score, s.gradeWord(e, standing.Grade), standing.Coverage.String() + "%",
			itoa(c.Met), itoa(c.PartlyMet), itoa(c.NotMet + c.AcceptedDeviation), itoa(c.Missing), itoa(c.InProgress + c.NotYetDue)})
	}
	return printTable(s.out, columns, rows)
}

// gradeWord is the word of a grade, a dash where there is none.
func (s *session) gradeWord(e *engine.Evaluation, id string) string {
	for _, grade := range e.Method.Grades {
		if grade.ID == id {
			return grade.Name.In(s.lang())
		}
	}
	return "—"
}

// nameOf is what people call the scope with an id.
func (s *session) nameOf(e *engine.Evaluation, id string) string {
	if region, ok := e.Programme.Regions.ByCode(id); ok {
		return region.In(s.lang())
	}
	title, english := e.Programme.Title, e.Programme.TitleEN
	if project := e.Programme.Project(id); project != nil {
		title, english = project.Title, project.TitleEN
	}
	if s.lang() == indicators.English && english != "" {
		return english
	}
	return title
}

// printIndicators prints a row a target of every assignment in the scope.
func (s *session) printIndicators(e *engine.Evaluation, scope reports.Scope) error {
	columns := []column{{head: s.say("col.indicator", nil)}, {head: s.say("col.target", nil)}, {s.say("col.actual", nil), true},
		{head: s.say("col.state", nil)}, {s.say("col.points", nil), true}, {s.say("col.weight", nil), true}}
	var rows [][]string
	for _, a := range e.Assignments {
		if !covers(scope, a.Assignment) {
			continue
		}
		for _, indicator := range a.Indicators {
			for _, target := range indicator.Targets {
				rows = append(rows, s.targetRow(indicator, target))
			}
		}
	}
	return printTable(s.out, columns, rows)
}

func (s *session) targetRow(i *engine.IndicatorResult, t *engine.TargetResult) []string {
	name := i.Indicator.Name
	if runes := []rune(name); len(runes) > 28 {
		name = string(runes[:27]) + "…"
	}
	if t.Target.Horizon == indicators.Term {
		name += s.say("term-mark", nil)
	}
	actual := "—"
	if t.Known {
		actual = s.wordActual(&t.Target.Reading, t.Actual)
	}
	points, weight := "—", "—"
	if t.Evaluated {
		points, weight = t.Points.String(), t.Weight.String()
	}
	return []string{name, t.Target.Text, actual, s.stateWord(t), points, weight}
}

// stateWord is the verdict, or the state of a target without one.
func (s *session) stateWord(t *engine.TargetResult) string {
	if t.State == engine.Reported && t.Verdict != "" {
		return s.markWord(string(t.Verdict))
	}
	return s.markWord(string(t.State))
}

// wordActual prints an actual as its kind has it, numbers with separators.
func (s *session) wordActual(r *indicators.Reading, v indicators.Value) string {
	if _, reported := v.Change(); reported {
		return rules.Word(r, v, s.lang())
	}
	switch r.Kind {
	case indicators.Truth, indicators.Deadline, indicators.Grade, indicators.Narrative:
		return rules.Word(r, v, s.lang())
	}
	return v.Grouped()
}

// markWord is the word of a verdict or a state, as on a scorecard.
func (s *session) markWord(mark string) string {
	if mark == string(engine.DeviationAccepted) {
		mark = "accepted"
	}
	return s.lang().Say("card.mark."+mark, nil)
}
