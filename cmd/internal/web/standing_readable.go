package web

import (
	"html/template"
	"net/http"

	"yardstick/engine"
	"yardstick/indicators"
	"yardstick/reports"
	"yardstick/reports/html"
)

// readableView is what a visitor may read of a programme, who may not read all of it.
type readableView struct {
	Dates       datesView
	Head        reports.Head  // what the figures are: official, through a month, as of an instant
	Table       template.HTML // their cities and projects
	Assignments []readableAssignment
	None        bool
}

// readableAssignment is one whose city and project are not the visitor's as a whole.
type readableAssignment struct {
	Name       string
	Indicators []navLink
}

// readablePage lists what of a programme the visitor may read.
func (s *Server) readablePage(w http.ResponseWriter, r *http.Request) error {
	a, err := s.ask(r)
	if err != nil {
		return err
	}
	card, err := a.card(reports.Scope{Kind: reports.ProgrammeScope, ID: a.Now.Programme.ID})
	if err != nil {
		return err
	}
	view := readableView{Dates: a.bar(r.URL.EscapedPath()), Head: card.Head, Assignments: a.narrowly()}
	if tables := a.readable(card.Standings); len(tables) > 0 {
		own := reports.Scorecard{Language: card.Language, Scope: card.Scope, Labels: card.Labels, Standings: tables}
		if view.Table, err = html.Live(&own, html.Standings, a.links()); err != nil {
			return err
		}
	}
	view.None = view.Table == "" && len(view.Assignments) == 0
	p := s.frame(r, "")
	p.Title = p.Say("live.readable")
	p.View = view
	p.Styles = []string{"scorecard.css", "standing.css"}
	return s.show(w, http.StatusOK, "readable.html", p)
}

// readable are the rows of comparisons that the visitor may read the scorecards of.
func (a *asked) readable(tables []reports.StandingTable) []reports.StandingTable {
	var out []reports.StandingTable
	for _, table := range tables {
		var rows []reports.StandingRow
		for _, row := range table.Rows {
			scope := engine.Scope{Region: row.ID}
			if table.ID == "projects" {
				scope = engine.Scope{Project: row.ID}
			}
			if a.visitor.Actor.May(engine.Read, scope) {
				rows = append(rows, row)
			}
		}
		if table.Rows = rows; len(rows) > 0 {
			table.Note = "" // it speaks of all of them
			out = append(out, table)
		}
	}
	return out
}

// narrowly are the assignments that the visitor may read without their whole city or
// project.
func (a *asked) narrowly() []readableAssignment {
	var out []readableAssignment
	for assignment := range a.Now.Programme.Assignments() {
		scope := engine.ScopeOf(assignment)
		may := func(on engine.Scope) bool { return a.visitor.Actor.May(engine.Read, on) }
		listed := may(engine.Scope{Project: scope.Project}) || may(engine.Scope{Region: scope.Region}) && scope.Region != a.Now.Programme.Regions.Root().Code
		if listed || !may(scope) {
			continue
		}
		out = append(out, readableAssignment{Name: a.assignmentName(assignment), Indicators: a.indicatorLinks(assignment)})
	}
	return out
}

// assignmentName is an assignment's name: 企业情况综合 · 广州.
func (a *asked) assignmentName(assignment *indicators.Assignment) string {
	return a.title(assignment.Project.Title, assignment.Project.TitleEN) + " · " + a.regionName(assignment.Region)
}

func (a *asked) indicatorLinks(assignment *indicators.Assignment) []navLink {
	var out []navLink
	for _, i := range assignment.Indicators {
		out = append(out, navLink{Label: i.Name, Address: a.address(explainAddress(i))})
	}
	return out
}
