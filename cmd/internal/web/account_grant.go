package web

import (
	"context"
	"maps"
	"strings"
	"time"

	"yardstick/engine"
	"yardstick/indicators"
	"yardstick/indicators/load"
)

// scopeChoice is a line of a list to choose from.
type scopeChoice struct {
	Value, Label string
	Chosen       bool
}

// grantWords says in words what somebody may do, and offers what may be granted.
type grantWords struct {
	language   indicators.Language
	programmes []*indicators.Programme
}

// grantWords reads the names of projects and regions.
func (s *Server) grantWords(ctx context.Context, l indicators.Language) (grantWords, error) {
	words := grantWords{language: l}
	ids, err := s.store.Programmes(ctx)
	for _, id := range ids {
		if err == nil {
			var p *indicators.Programme
			p, err = s.store.Programme(ctx, id, time.Time{})
			words.programmes = append(words.programmes, p)
		}
	}
	return words, err
}

// grant is a role with where it holds.
func (w grantWords) grant(g engine.Grant) string {
	role := w.role(g.Role)
	if g.Role == engine.Administrator {
		return role // it has no narrower scope
	}
	return w.language.Say("people.grant", indicators.Args{"role": role, "scope": w.scope(g.Scope)})
}

func (w grantWords) grants(list []engine.Grant) []string {
	out := make([]string, len(list))
	for n, g := range list {
		out[n] = w.grant(g)
	}
	return out
}

func (w grantWords) role(r engine.Role) string {
	return w.language.Say("access.role."+string(r), nil)
}

// scope names a project and a region; what no definition knows keeps its id.
func (w grantWords) scope(s engine.Scope) string {
	if s == (engine.Scope{}) {
		return w.language.Say("people.everywhere", nil)
	}
	var parts []string
	if s.Region != "" {
		parts = append(parts, w.region(s.Region))
	}
	if s.Project != "" {
		parts = append(parts, w.project(s.Project))
	}
	return strings.Join(parts, w.language.Say("people.and", nil))
}

// namesOf is the names that one programme has.
func namesOf(p *indicators.Programme, l indicators.Language) grantWords {
	return grantWords{language: l, programmes: []*indicators.Programme{p}}
}

// placed is a problem with the names of its project and region in place of their codes.
func (w grantWords) placed(p *indicators.Problem) *indicators.Problem {
	named := *p
	named.Args = maps.Clone(p.Args)
	if grant, unclear := engine.ParseGrant(string(engine.Reader) + ":" + p.Args["scope"]); p.Args["scope"] != "" && unclear == nil {
		named.Args["scope"] = w.scope(grant.Scope)
	}
	if cut := strings.LastIndex(p.Args["assignment"], "/"); cut > 0 {
		id := p.Args["assignment"]
		named.Args["assignment"] = w.scope(engine.Scope{Project: id[:cut], Region: id[cut+1:]})
	}
	return &named
}

func (w grantWords) region(code string) string {
	if region, ok := w.regions().ByCode(code); ok {
		return region.In(w.language)
	}
	return code
}

func (w grantWords) regions() indicators.Regions {
	if len(w.programmes) == 1 {
		return w.programmes[0].Regions
	}
	return load.Regions()
}

func (w grantWords) project(id string) string {
	for _, p := range w.programmes {
		if project := p.Project(id); project != nil && project.ID == id {
			return titleOf(project, w.language)
		}
	}
	return id
}

// titleOf is a project's title; an English one only where there is one.
func titleOf(p *indicators.Project, l indicators.Language) string {
	if l == indicators.English && p.TitleEN != "" {
		return p.TitleEN
	}
	return p.Title
}

// roleChoices are the roles that may be granted.
func (w grantWords) roleChoices() []scopeChoice {
	out := make([]scopeChoice, len(engine.Roles))
	for n, role := range engine.Roles {
		out[n] = scopeChoice{Value: string(role), Label: w.role(role)}
	}
	return out
}

// projectChoices are the projects of every programme, regionChoices the regions.
func (w grantWords) projectChoices() (out []scopeChoice) {
	for _, p := range w.programmes {
		for _, project := range p.Projects {
			label := titleOf(project, w.language)
			if len(w.programmes) > 1 {
				label = p.ID + " · " + label
			}
			out = append(out, scopeChoice{Value: project.ID, Label: label})
		}
	}
	return out
}

func (w grantWords) regionChoices() (out []scopeChoice) {
	for _, region := range w.regions() {
		out = append(out, scopeChoice{Value: region.Code, Label: region.In(w.language)})
	}
	return out
}
