package reports

import (
	"fmt"

	"yardstick/engine"
	"yardstick/indicators"
)

// Build lays an evaluation out for a reader of a scope, in a language. previous is
// the evaluation one period earlier, for the change since then; it may be nil. The
// error says that the evaluation does not hold the scope.
func Build(e *engine.Evaluation, scope Scope, l indicators.Language, previous *engine.Evaluation) (*Scorecard, error) {
	b := &builder{e: e, scope: scope, l: l, previous: previous}
	if err := b.find(); err != nil {
		return nil, err
	}
	card := &Scorecard{Language: l, Scope: scope, Compact: b.many()}
	b.number()
	card.Labels = b.labels()
	card.Legend = b.legend()
	card.Head = b.head()
	card.Sections = b.sections()
	card.RollUp = b.rollUp()
	card.Money = b.money()
	card.Standings = b.standings()
	card.Trends = b.trends()
	card.Ranking = b.ranking()
	card.Tiles = b.tiles()
	card.Heat = b.heat()
	card.Radar = b.radar(card.Sections)
	card.Explain = b.explanations()
	card.Assumed = b.assumptions()
	card.Reconcile = b.reconciliation()
	card.Funding = b.funding()
	card.Evidence = b.evidence()
	card.Observations = b.observations()
	card.Answer = b.answer()
	card.Basis = b.basis()
	card.Foot = b.foot(b.fingerprint())
	return card, nil
}

// Scopes lists what an evaluation gives scorecards for: the programme, its projects,
// and the regions below the root that have an assignment, each in published order.
func Scopes(e *engine.Evaluation) []Scope {
	scopes := []Scope{{Kind: ProgrammeScope, ID: e.Programme.ID}}
	for _, project := range e.Projects {
		scopes = append(scopes, Scope{Kind: ProjectScope, ID: project.ID})
	}
	for _, region := range cities(e) {
		scopes = append(scopes, Scope{Kind: CityScope, ID: region.ID})
	}
	return scopes
}

// cities are the standings of the regions below the root.
func cities(e *engine.Evaluation) []*engine.Standing {
	var out []*engine.Standing
	root := e.Programme.Regions.Root().Code
	for _, region := range e.Regions {
		if region.ID != root {
			out = append(out, region)
		}
	}
	return out
}

// builder holds what the parts of one scorecard are built from.
type builder struct {
	e        *engine.Evaluation
	scope    Scope
	l        indicators.Language
	previous *engine.Evaluation

	standing    *engine.Standing
	project     *indicators.Project // of a project's scorecard
	region      indicators.Region   // of a city's
	assignments []*engine.AssignmentResult
	results     []*engine.IndicatorResult // of an indicator's: a region each
	whole       engine.Rolled             // of an indicator's: all regions as one, annual
	notes       map[*engine.TargetResult]int
	led         bool  // leads is known
	leads       *lead // see lead
}

func (b *builder) find() error {
	if b.ofIndicator() {
		if b.findIndicator() {
			return nil
		}
		return fmt.Errorf("scorecard of %s %q: the evaluation of %s has none", b.scope.Kind, b.scope.ID, b.e.Programme.ID)
	}
	b.standing = standingOf(b.e, b.scope)
	if b.standing == nil {
		return fmt.Errorf("scorecard of %s %q: the evaluation of %s has none", b.scope.Kind, b.scope.ID, b.e.Programme.ID)
	}
	for _, a := range b.e.Assignments {
		if b.covers(a) {
			b.assignments = append(b.assignments, a)
		}
	}
	switch b.scope.Kind {
	case ProjectScope:
		b.project = b.e.Programme.Project(b.scope.ID)
	case CityScope:
		b.region, _ = b.e.Programme.Regions.ByCode(b.scope.ID)
	}
	return nil
}

func standingOf(e *engine.Evaluation, scope Scope) *engine.Standing {
	var list []*engine.Standing
	switch scope.Kind {
	case ProgrammeScope:
		if scope.ID == e.Programme.ID {
			return e.Total
		}
	case ProjectScope:
		list = e.Projects
	case CityScope:
		list = e.Regions
	}
	for _, s := range list {
		if s.ID == scope.ID {
			return s
		}
	}
	return nil
}

func (b *builder) covers(a *engine.AssignmentResult) bool {
	switch b.scope.Kind {
	case ProjectScope:
		return a.Assignment.Project.ID == b.scope.ID
	case CityScope:
		return a.Assignment.Region == b.scope.ID
	}
	return true
}

// many says that the assignments are too many to print a table for each.
func (b *builder) many() bool { return len(b.assignments) > 3 && !b.ofIndicator() }

// number gives every target that needs explaining its note, in the order of the tables.
func (b *builder) number() {
	b.notes = map[*engine.TargetResult]int{}
	for _, a := range b.assignments {
		for _, indicator := range a.Indicators {
			for _, target := range indicator.Targets {
				if needsExplaining(target) {
					b.notes[target] = len(b.notes) + 1
				}
			}
		}
	}
}

// say returns the sentence of a code; pairs are names and arguments in turn. An n of 1
// takes the sentence for one, where there is one.
func (b *builder) say(code string, pairs ...string) string {
	args := make(indicators.Args, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		args[pairs[i]] = pairs[i+1]
	}
	if args["n"] == "1" && indicators.Known("card."+code+".one") {
		code += ".one"
	}
	return b.l.Say("card."+code, args)
}

// regionName is a region's short name: 广州, Guangzhou.
func (b *builder) regionName(code string) string {
	region, ok := b.e.Programme.Regions.ByCode(code)
	if !ok {
		return code
	}
	if b.l == indicators.English {
		return region.In(b.l)
	}
	return region.Short()
}

// title is a title in the reader's language; original is the published one beside a
// translation, else empty.
func (b *builder) title(published, english string) (title, original string) {
	if b.l == indicators.English && english != "" {
		return english, published
	}
	return published, ""
}
