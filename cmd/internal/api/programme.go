package api

import (
	"context"
	"net/http"
	"slices"
	"time"

	"yardstick/cmd/internal/gate"
	"yardstick/cmd/internal/standing"
	"yardstick/engine"
	"yardstick/engine/schedule"
	"yardstick/indicators"
	"yardstick/indicators/load"
)

// OfProgramme names the programme in a path.
type OfProgramme struct {
	Programme string `path:"programme" doc:"Id of the programme" example:"gd-2021"`
}

// body is an answer.
type body[T any] struct{ Body T }

func answer[T any](v T) *body[T] { return &body[T]{v} }

// ProgrammeItem is a programme in a list.
type ProgrammeItem struct {
	ID      string `json:"id"`
	Title   string `json:"title" doc:"As published"`
	TitleEN string `json:"title_en,omitempty"`
	Year    int    `json:"year" doc:"Fiscal year"`
	Zone    string `json:"time_zone"`
	Method  string `json:"method" doc:"Scoring method with its version"`
	Version int    `json:"version" doc:"Of the definitions in force"`
}

// ProgrammeDocument is the definitions of a programme.
type ProgrammeDocument struct {
	ProgrammeItem
	Regions  []Region  `json:"regions"`
	Projects []Project `json:"projects"`
}

// Region is a region that takes part.
type Region struct {
	Code   string `json:"code" doc:"GB/T 2260"`
	Name   string `json:"name"`
	NameEN string `json:"name_en,omitempty"`
	Parent string `json:"parent,omitempty"`
}

// Project is a project with its assignments.
type Project struct {
	ID          string       `json:"id"`
	Title       string       `json:"title"`
	TitleEN     string       `json:"title_en,omitempty"`
	Goal        string       `json:"goal,omitempty"`
	Assignments []Assignment `json:"assignments"`
}

// Assignment is a project in a region.
type Assignment struct {
	ID         string      `json:"id"`
	Region     string      `json:"region"`
	Funds      Decimal     `json:"funds" doc:"In 万元"`
	Indicators []Indicator `json:"indicators"`
	Money      string      `json:"money" doc:"The id under which its money is reported"`
	MoneyParts []string    `json:"money_parts"`
}

// Indicator is an indicator with its targets.
type Indicator struct {
	ID          string   `json:"id"`
	Name        string   `json:"name" doc:"As published"`
	Category    []string `json:"category" doc:"一级, 二级"`
	Unit        string   `json:"unit"`
	Aggregation string   `json:"aggregation"`
	Derived     bool     `json:"derived" doc:"Worked out by a formula: nothing is reported for it"`
	Parts       []string `json:"parts" doc:"The parts that figures are reported for; one empty name when there is one figure"`
	Targets     []Target `json:"targets"`
}

// Target is a published target and how it is read.
type Target struct {
	Horizon string   `json:"horizon" enum:"annual,term"`
	Text    string   `json:"text" doc:"As published"`
	Says    string   `json:"says" doc:"The reading in words"`
	Kind    string   `json:"kind"`
	Due     *string  `json:"due" doc:"The day at whose end it is judged; null when none is known"`
	Assumed []string `json:"assumed"`
}

// Version is one version of the definitions.
type Version struct {
	Number    int        `json:"number"`
	EnteredAt *time.Time `json:"entered_at"`
	EnteredBy string     `json:"entered_by"`
	InForce   *time.Time `json:"in_force" doc:"Null for version 1: from the programme's first day"`
}

// Source is a file of definitions, verbatim.
type Source struct {
	Name string `json:"name" minLength:"1" maxLength:"200"`
	Text string `json:"text,omitempty" doc:"Of a text file"`
	Data []byte `json:"data,omitempty" doc:"Of a workbook, in base64"`
}

// Loaded says what loading definitions did, or would do.
type Loaded struct {
	Programme string        `json:"programme"`
	Version   int           `json:"version,omitempty" doc:"The version now in force; none for a preview"`
	Changes   []string      `json:"changes" doc:"Against the version in force, in words"`
	Problems  []ProblemItem `json:"problems" doc:"Remarks; with an error nothing is loaded"`
}

func (a *API) programmes() {
	add(a, operation{ID: "list-programmes", Method: http.MethodGet, Path: "/programmes", Need: gate.Account, Tag: "definitions", Summary: "The programmes"},
		func(ctx context.Context, _ *struct{}) (*body[[]ProgrammeItem], error) {
			ids, err := a.store.Programmes(ctx)
			out := []ProgrammeItem{}
			for _, id := range ids {
				p, err := a.programme(ctx, id)
				if err != nil {
					return nil, err
				}
				out = append(out, programmeItem(p))
			}
			return answer(out), err
		})
	add(a, operation{ID: "get-programme", Method: http.MethodGet, Path: "/programmes/{programme}", Need: gate.Somewhere(engine.Read), Tag: "definitions", Summary: "The definitions in force, or as of an instant"},
		func(ctx context.Context, in *struct {
			OfProgramme
			AsOf time.Time `query:"as_of" doc:"The instant; now when left out"`
		}) (*body[ProgrammeDocument], error) {
			if err := a.over(in.AsOf, in.AsOf.Format(time.RFC3339)); err != nil {
				return nil, err
			}
			p, err := a.store.Programme(ctx, in.Programme, in.AsOf)
			if err != nil {
				return nil, err
			}
			return answer(programmeDocument(p, gate.Of(ctx))), nil
		})
	add(a, operation{ID: "list-versions", Method: http.MethodGet, Path: "/programmes/{programme}/versions", Need: gate.Somewhere(engine.Read), Tag: "definitions", Summary: "The versions of the definitions"},
		func(ctx context.Context, in *OfProgramme) (*body[[]Version], error) {
			p, err := a.programme(ctx, in.Programme)
			if err != nil {
				return nil, err
			}
			versions, err := a.store.Versions(ctx, p.ID)
			out := []Version{}
			for _, v := range versions {
				out = append(out, Version{Number: v.Number, EnteredAt: instant(v.EnteredAt, p.Location()), EnteredBy: v.EnteredBy, InForce: instant(v.InForce, p.Location())})
			}
			return answer(out), err
		})
	add(a, operation{ID: "get-sources", Method: http.MethodGet, Path: "/programmes/{programme}/versions/{version}/sources", Need: gate.Somewhere(engine.Read), Tag: "definitions", Summary: "The files of a version, verbatim"},
		func(ctx context.Context, in *struct {
			OfProgramme
			Version int `path:"version" minimum:"1"`
		}) (*body[[]Source], error) {
			sources, err := a.store.Sources(ctx, in.Programme, in.Version)
			out := []Source{}
			for _, s := range sources {
				out = append(out, sourceOf(s))
			}
			return answer(out), err
		})
	add(a, operation{ID: "load-definitions", Method: http.MethodPost, Path: "/definitions", Need: gate.To(engine.Define), Tag: "definitions", Body: load.MaxSourceBytes, Summary: "Put definitions into force, or see what that would change"},
		func(ctx context.Context, in *struct {
			Preview bool `query:"preview" doc:"Load nothing, only say what it would change"`
			Body    struct {
				Sources []Source `json:"sources" minItems:"1" maxItems:"200"`
			}
		}) (*body[Loaded], error) {
			return a.loadDefinitions(ctx, in.Body.Sources, in.Preview)
		})
}

func (a *API) loadDefinitions(ctx context.Context, given []Source, preview bool) (*body[Loaded], error) {
	sources := make([]load.Source, len(given))
	for k, s := range given {
		sources[k] = load.Source{Name: s.Name, Text: []byte(s.Text)}
		if len(s.Data) > 0 {
			sources[k].Text = s.Data
		}
	}
	v := gate.Of(ctx)
	next, problems := standing.ReadDefinitions(sources...)
	if next != nil {
		clashes, err := schedule.CheckDefined(ctx, a.store, next)
		if err != nil {
			return nil, err
		}
		problems = slices.Concat(problems, clashes, standing.ScheduleWarnings(next, a.now()))
	}
	remarks, err := engine.Refused(problems)
	if err != nil {
		return nil, err
	}
	out := Loaded{Programme: next.ID, Changes: []string{}, Problems: []ProblemItem{}}
	for _, p := range remarks {
		out.Problems = append(out.Problems, itemOf(p, v.Language))
	}
	if current, err := a.programme(ctx, next.ID); err == nil {
		for _, change := range load.Difference(current, next) {
			out.Changes = append(out.Changes, change.Say(v.Language))
		}
	}
	if !preview {
		if out.Version, err = a.store.LoadProgrammeAs(ctx, v.Actor, sources); err != nil {
			return nil, err
		}
	}
	return answer(out), nil
}

func sourceOf(s load.Source) Source {
	out := Source{Name: s.Name}
	if isText(s.Text) {
		out.Text = string(s.Text)
	} else {
		out.Data = s.Text
	}
	return out
}

func programmeItem(p *indicators.Programme) ProgrammeItem {
	return ProgrammeItem{ID: p.ID, Title: p.Title, TitleEN: p.TitleEN, Year: p.Year, Zone: p.Zone, Method: p.Method, Version: p.Version}
}

// programmeDocument is what of the definitions the visitor may read: a published
// document is everybody's, so that is all of it.
func programmeDocument(p *indicators.Programme, v gate.Visitor) ProgrammeDocument {
	out := ProgrammeDocument{ProgrammeItem: programmeItem(p), Regions: []Region{}, Projects: []Project{}}
	for _, r := range p.Regions {
		out.Regions = append(out.Regions, Region{Code: r.Code, Name: r.Name, NameEN: r.NameEN, Parent: r.Parent})
	}
	for _, project := range p.Projects {
		one := Project{ID: project.ID, Title: project.Title, TitleEN: project.TitleEN, Goal: project.Goal, Assignments: []Assignment{}}
		for _, assignment := range project.Assignments {
			one.Assignments = append(one.Assignments, assignmentOf(assignment, v.Language))
		}
		out.Projects = append(out.Projects, one)
	}
	return out
}

func assignmentOf(a *indicators.Assignment, l indicators.Language) Assignment {
	out := Assignment{ID: a.ID, Region: a.Region, Funds: Decimal{a.Funds()}, Indicators: []Indicator{}, Money: a.MoneyID(), MoneyParts: indicators.MoneyParts()}
	for _, i := range a.Indicators {
		one := Indicator{ID: i.ID, Name: i.Name, Category: []string{i.Level1, i.Level2}, Unit: i.Unit, Aggregation: string(i.Aggregation),
			Derived: i.Derived(), Parts: i.PartKeys(), Targets: []Target{}}
		for _, t := range i.Targets {
			one.Targets = append(one.Targets, targetOf(t, l))
		}
		out.Indicators = append(out.Indicators, one)
	}
	return out
}

func targetOf(t *indicators.Target, l indicators.Language) Target {
	return Target{Horizon: string(t.Horizon), Text: t.Text, Says: t.Reading.Says(l), Kind: string(t.Reading.Kind), Due: date(t.Due), Assumed: append([]string{}, t.Reading.Assumed...)}
}
