package api

import (
	"context"
	"net/http"
	"time"

	"yardstick/cmd/internal/gate"
	"yardstick/cmd/internal/standing"
	"yardstick/engine"
	"yardstick/engine/store"
	"yardstick/indicators"
)

// AtDates are the two dates of an evaluation, and by which rules.
type AtDates struct {
	Through string `query:"through" example:"2021-10" doc:"The last month that counts; by default that of as_of, at most the programme's last"`
	AsOf    string `query:"as_of" example:"2021-10-31" doc:"What was known at the end of a day, or at an instant; by default now"`
	Method  string `query:"method" doc:"Another scoring method than the programme's"`
	Include string `query:"include" enum:"submitted" doc:"submitted: what waits for approval counts too"`
}

func (d AtDates) dates() standing.Dates {
	return standing.Dates{Through: d.Through, AsOf: d.AsOf, Method: d.Method, Include: d.Include}
}

// Evaluation is how everything of a scope stands.
type Evaluation struct {
	Programme   string             `json:"programme"`
	Definition  int                `json:"definition" doc:"Version of the definitions"`
	Through     string             `json:"through"`
	AsOf        *time.Time         `json:"as_of"`
	Method      string             `json:"method"`
	Provisional bool               `json:"provisional"`
	Head        Head               `json:"head" doc:"Of the audit chain at as_of"`
	Total       OrNull[Standing]   `json:"total" doc:"Null for a narrower scope"`
	Projects    []Standing         `json:"projects"`
	Regions     []Standing         `json:"regions"`
	Assignments []AssignmentResult `json:"assignments"`
}

// Standing is a score with its coverage.
type Standing struct {
	ID       string         `json:"id"`
	Score    OrNull[Points] `json:"score" doc:"Out of 100; null when nothing was evaluated"`
	Grade    string         `json:"grade,omitempty" doc:"Id; none below the method's least coverage"`
	Coverage Points         `json:"coverage" doc:"Percent of the weight evaluated"`
	Funds    Decimal        `json:"funds" doc:"In 万元"`
	Counts   Counts         `json:"counts" doc:"Of annual targets"`
}

// Counts is how many targets stand how.
type Counts struct {
	Met               int `json:"met"`
	PartlyMet         int `json:"partly_met"`
	NotMet            int `json:"not_met"`
	InProgress        int `json:"in_progress"`
	Missing           int `json:"missing"`
	NotYetDue         int `json:"not_yet_due"`
	NotApplicable     int `json:"not_applicable"`
	AcceptedDeviation int `json:"accepted_deviation"`
}

// AssignmentResult is an assignment's standing and targets.
type AssignmentResult struct {
	Standing
	Targets []TargetResult `json:"targets"`
}

// TargetResult is how one target stands.
type TargetResult struct {
	Indicator string         `json:"indicator"`
	Horizon   string         `json:"horizon" enum:"annual,term"`
	Text      string         `json:"text" doc:"As published"`
	State     string         `json:"state" enum:"reported,in_progress,missing,not_yet_due,not_applicable,accepted_deviation"`
	Verdict   string         `json:"verdict,omitempty" enum:"met,partly_met,not_met"`
	Early     bool           `json:"decided_early,omitempty"`
	Actual    Figure         `json:"actual"`
	Unit      string         `json:"unit"`
	Points    OrNull[Points] `json:"points" doc:"Null: not in the score"`
	Weight    Points         `json:"weight"`
	Light     string         `json:"light,omitempty"`
	Gap       []string       `json:"gap,omitempty" doc:"Due periods without a figure"`
	Problem   string         `json:"problem,omitempty"`
}

func (a *API) evaluations() {
	add(a, operation{ID: "evaluate-programme", Method: http.MethodGet, Path: "/programmes/{programme}/evaluation", Need: gate.To(engine.Read), Tag: "evaluations", Summary: "How a programme stands"},
		func(ctx context.Context, in *struct {
			OfProgramme
			AtDates
		}) (*body[Evaluation], error) {
			return a.evaluation(ctx, in.Programme, engine.Scope{}, in.dates())
		})
	add(a, operation{ID: "evaluate-project", Method: http.MethodGet, Path: "/programmes/{programme}/projects/{project}/evaluation", Need: gate.To(engine.Read), Tag: "evaluations", Summary: "How a project stands"},
		func(ctx context.Context, in *struct {
			OfProgramme
			AtDates
			Project string `path:"project" example:"survey"`
		}) (*body[Evaluation], error) {
			return a.evaluation(ctx, in.Programme, engine.Scope{Project: in.Programme + "/" + in.Project}, in.dates())
		})
	add(a, operation{ID: "evaluate-city", Method: http.MethodGet, Path: "/programmes/{programme}/cities/{region}/evaluation", Need: gate.To(engine.Read), Tag: "evaluations", Summary: "How a city stands"},
		func(ctx context.Context, in *struct {
			OfProgramme
			AtDates
			Region string `path:"region" example:"440100"`
		}) (*body[Evaluation], error) {
			return a.evaluation(ctx, in.Programme, engine.Scope{Region: in.Region}, in.dates())
		})
}

func (a *API) evaluation(ctx context.Context, programme string, scope engine.Scope, d standing.Dates) (*body[Evaluation], error) {
	options, err := a.options(ctx, programme, d)
	if err != nil {
		return nil, err
	}
	p, err := a.store.Programme(ctx, programme, options.AsOf)
	if err != nil {
		return nil, err
	}
	if err := known(p, scope); err != nil {
		return nil, err
	}
	options.Scope = scope
	e, err := a.store.Evaluate(ctx, programme, options)
	if err != nil {
		return nil, err
	}
	return answer(evaluationOf(e, gate.Of(ctx).Language)), nil
}

// options reads the dates of an evaluation. Problems: those of standing.Dates, and
// dates-as-of-future.
func (a *API) options(ctx context.Context, programme string, d standing.Dates) (store.EvaluateOptions, error) {
	options, err := d.Options(ctx, a.store, programme, a.now())
	if err == nil && d.AsOf != "" {
		err = a.over(options.AsOf, d.AsOf)
	}
	return options, err
}

// over refuses an instant that is yet to come: what is known at it could still change.
func (a *API) over(at time.Time, text string) error {
	if at.After(a.now()) {
		return &indicators.Problem{Code: "dates-as-of-future", Args: indicators.Args{"text": text}}
	}
	return nil
}

// known refuses a scope that holds nothing of the programme.
func known(p *indicators.Programme, scope engine.Scope) error {
	for a := range p.Assignments() {
		if scope.Covers(a) {
			return nil
		}
	}
	return &indicators.Problem{Code: "scope-unknown", Args: indicators.Args{"scope": scope.String(), "programme": p.ID}}
}

func evaluationOf(e *engine.Evaluation, l indicators.Language) Evaluation {
	out := Evaluation{Programme: e.Programme.ID, Definition: e.Programme.Version, Through: e.Through.String(), AsOf: instant(e.AsOf, e.Programme.Location()),
		Method: e.Programme.Method, Provisional: e.Provisional, Head: Head(e.Head), Projects: standingsOf(e.Projects), Regions: standingsOf(e.Regions), Assignments: []AssignmentResult{}}
	if e.Method != nil {
		out.Method = e.Method.ID
	}
	if e.Total != nil {
		out.Total.Value = pointer(standingOf(e.Total))
	}
	for _, assignment := range e.Assignments {
		one := AssignmentResult{Standing: standingOf(&assignment.Standing), Targets: []TargetResult{}}
		for _, indicator := range assignment.Indicators {
			for _, t := range indicator.Targets {
				one.Targets = append(one.Targets, resultOf(t, l))
			}
		}
		out.Assignments = append(out.Assignments, one)
	}
	return out
}

func resultOf(t *engine.TargetResult, l indicators.Language) TargetResult {
	out := TargetResult{Indicator: t.Target.Indicator.ID, Horizon: string(t.Target.Horizon), Text: t.Target.Text, State: string(t.State), Verdict: string(t.Verdict), Early: t.Early,
		Unit: t.Target.Reading.Unit, Points: points(t.Evaluated, t.Points), Weight: Points{t.Weight}, Light: string(t.Light)}
	if t.Known {
		out.Actual = figureOf(&t.Target.Reading, &t.Actual, l)
	}
	for _, period := range t.Gap {
		out.Gap = append(out.Gap, period.String())
	}
	if t.Problem != nil {
		out.Problem = t.Problem.Message(l)
	}
	return out
}

func standingsOf(list []*engine.Standing) []Standing {
	out := []Standing{}
	for _, s := range list {
		out = append(out, standingOf(s))
	}
	return out
}

func standingOf(s *engine.Standing) Standing {
	c := s.Counts
	return Standing{ID: s.ID, Score: points(s.Scored, s.Score), Grade: s.Grade, Coverage: Points{s.Coverage}, Funds: Decimal{s.Funds},
		Counts: Counts{c.Met, c.PartlyMet, c.NotMet, c.InProgress, c.Missing, c.NotYetDue, c.NotApplicable, c.AcceptedDeviation}}
}
