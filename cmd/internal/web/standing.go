package web

import (
	"html/template"
	"net/http"
	"net/url"
	"slices"

	"yardstick/cmd/internal/gate"
	"yardstick/engine"
	"yardstick/indicators"
	"yardstick/reports"
	"yardstick/reports/html"
)

// standingView is a scorecard as a page.
type standingView struct {
	Dates     datesView
	Crumbs    []navLink // from the programme down to what stands above this page
	Card      template.HTML
	Downloads downloadsView
}

func (s *Server) programmePage(w http.ResponseWriter, r *http.Request) error {
	if v := gate.Of(r.Context()); !v.Actor.May(engine.Read, engine.Scope{}) {
		return s.readablePage(w, r)
	}
	return s.cardPage(w, r, reports.Scope{Kind: reports.ProgrammeScope, ID: r.PathValue("programme")})
}

func (s *Server) projectPage(w http.ResponseWriter, r *http.Request) error {
	return s.cardPage(w, r, scopeOf(r))
}

func (s *Server) cityPage(w http.ResponseWriter, r *http.Request) error {
	return s.cardPage(w, r, scopeOf(r))
}

func (s *Server) indicatorPage(w http.ResponseWriter, r *http.Request) error {
	return s.cardPage(w, r, scopeOf(r))
}

// scopeOf is the scorecard that a path names: by its {region}, by its {project} with or
// without an {indicator}, else the whole programme.
func scopeOf(r *http.Request) reports.Scope {
	programme, project := r.PathValue("programme"), r.PathValue("project")
	switch {
	case r.PathValue("region") != "":
		return reports.Scope{Kind: reports.CityScope, ID: r.PathValue("region")}
	case r.PathValue("indicator") != "":
		return reports.Scope{Kind: reports.IndicatorScope, ID: programme + "/" + project + "/" + r.PathValue("indicator")}
	case project != "":
		return reports.Scope{Kind: reports.ProjectScope, ID: programme + "/" + project}
	}
	return reports.Scope{Kind: reports.ProgrammeScope, ID: programme}
}

// cardPage shows the scorecard of a scope at the dates asked for.
func (s *Server) cardPage(w http.ResponseWriter, r *http.Request, scope reports.Scope) error {
	a, err := s.ask(r)
	if err != nil {
		return err
	}
	card, err := a.card(scope)
	if err != nil {
		return err
	}
	body, err := html.Live(card, html.Whole, a.links())
	if err != nil {
		return err
	}
	view := standingView{Dates: a.bar(r.URL.EscapedPath()), Crumbs: a.crumbs(scope), Card: body, Downloads: a.downloads(card, r.URL.EscapedPath())}
	p := s.frame(r, card.Head.Title)
	p.View = view
	liveCard(&p)
	return s.show(w, http.StatusOK, "standing.html", p)
}

// liveCard gives a page what a card in it needs.
func liveCard(p *page) {
	p.Styles = append(p.Styles, "scorecard.css", "standing.css")
	p.Scripts = append(p.Scripts, "echarts.js", "scorecard.js")
}

// errNoScorecard says that there is no such project, city or indicator.
var errNoScorecard = &indicators.Problem{Code: "scorecard-unknown"}

// card lays the evaluation out for a scope.
func (a *asked) card(scope reports.Scope) (*reports.Scorecard, error) {
	known := reports.Scopes(a.Now)
	if scope.Kind == reports.IndicatorScope {
		known = reports.IndicatorScopes(a.Now)
	}
	if !slices.Contains(known, scope) {
		return nil, errNoScorecard
	}
	return reports.Build(a.Now, scope, a.visitor.Language, a.Before)
}

// crumbs lead up from a scope.
func (a *asked) crumbs(scope reports.Scope) []navLink {
	out := []navLink{{Label: a.title(a.Now.Programme.Title, a.Now.Programme.TitleEN), Address: a.address("/p/" + a.Now.Programme.ID)}}
	if scope.Kind == reports.ProgrammeScope {
		return nil
	}
	if scope.Kind == reports.IndicatorScope {
		id := scope.ID[:len(scope.ID)-len(lastOf(scope.ID))-1]
		out = append(out, a.projectCrumb(a.Now.Programme.Project(id)))
	}
	return out
}

func (a *asked) projectCrumb(p *indicators.Project) navLink {
	return navLink{Label: a.title(p.Title, p.TitleEN), Address: a.links().To(reports.Scope{Kind: reports.ProjectScope, ID: p.ID})}
}

// title is a title in the reader's language.
func (a *asked) title(published, english string) string {
	if a.visitor.Language == indicators.English && english != "" {
		return english
	}
	return published
}

// regionName is a region's short name in the reader's language.
func (a *asked) regionName(code string) string {
	region, _ := a.Now.Programme.Regions.ByCode(code)
	if a.visitor.Language == indicators.English {
		return region.In(a.visitor.Language)
	}
	return region.Short()
}

// cardLinks lead from the names on a card to the pages that the visitor may read, at
// the same dates.
type cardLinks struct{ *asked }

func (a *asked) links() cardLinks { return cardLinks{a} }

// To is the page of a scorecard; empty where there is none for the visitor.
func (l cardLinks) To(scope reports.Scope) string {
	p := l.Now.Programme
	base := "/p/" + url.PathEscape(p.ID)
	var needs engine.Scope
	switch scope.Kind {
	case reports.ProgrammeScope:
		return l.address(base)
	case reports.ProjectScope:
		needs.Project = scope.ID
		base += "/project/" + url.PathEscape(lastOf(scope.ID))
	case reports.CityScope:
		if scope.ID == p.Regions.Root().Code {
			return ""
		}
		needs.Region = scope.ID
		base += "/city/" + url.PathEscape(scope.ID)
	case reports.IndicatorScope:
		local := lastOf(scope.ID)
		needs.Project = scope.ID[:len(scope.ID)-len(local)-1]
		base += "/indicator/" + url.PathEscape(lastOf(needs.Project)) + "/" + url.PathEscape(local)
	}
	if !l.visitor.Actor.May(engine.Read, needs) {
		return ""
	}
	return l.address(base)
}

// Explained is the page that explains an indicator's verdicts.
func (l cardLinks) Explained(id string) string {
	i := l.Now.Programme.Indicator(id)
	if i == nil || !l.visitor.Actor.May(engine.Read, engine.ScopeOf(i.Assignment)) {
		return ""
	}
	return l.address(explainAddress(i))
}

// explainAddress is where an indicator's verdicts are explained.
func explainAddress(i *indicators.Indicator) string {
	programme := i.Assignment.Project.ID[:len(i.Assignment.Project.ID)-len(i.Assignment.Project.LocalID())-1]
	return "/p/" + url.PathEscape(programme) + "/explain/" + url.PathEscape(i.Assignment.Project.LocalID()) + "/" +
		url.PathEscape(i.Assignment.Region) + "/" + url.PathEscape(i.LocalID())
}
