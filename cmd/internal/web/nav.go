package web

import (
	"net/http"
	"strings"

	"yardstick/cmd/internal/gate"
	"yardstick/engine"
	"yardstick/indicators"
)

// nav is what the visitor may go to: of the programme in the path, or of the only
// one there is.
func (s *Server) nav(r *http.Request, v gate.Visitor) []navLink {
	if !v.Known() {
		return nil
	}
	var links []navLink
	add := func(code, address string) {
		links = append(links, navLink{Label: v.Language.Say("web."+code, nil), Address: address,
			Here: r.URL.Path == address || address != "/" && strings.HasPrefix(r.URL.Path, address+"/")})
	}
	somewhere := func(action engine.Action) bool {
		_, problem := gate.Somewhere(action).Met(v, engine.Scope{})
		return problem == nil
	}
	add("home", "/")
	if id := s.programmeOf(r); id != "" && somewhere(engine.Read) {
		p := "/p/" + id
		if somewhere(engine.Review) {
			add("review", p+"/review")
		}
		links = append(links, navLink{Label: v.Language.Say("web.standing", nil), Address: p, Here: standingPage(r.URL.Path, p)})
		if somewhere(engine.Enter) {
			add("import", p+"/import")
		}
		links = append(links, navLink{Label: v.Language.Say("runs.nav", nil), Address: p + "/schedules", Here: strings.HasPrefix(r.URL.Path, p+"/schedules") || strings.HasPrefix(r.URL.Path, p+"/runs")})
		add("search", p+"/search")
		add("definitions", p+"/definitions")
		add("audit", p+"/audit")
	}
	if v.Actor.May(engine.Administer, engine.Scope{}) {
		add("accounts", "/accounts")
	}
	return links
}

// standingPage reports whether a path is one of the pages that show how things stand.
func standingPage(path, programme string) bool {
	for _, part := range []string{"/project/", "/city/", "/indicator/", "/explain/"} {
		if strings.HasPrefix(path, programme+part) {
			return true
		}
	}
	return path == programme
}

// programmeOf is the programme that a page is about, else the first there is; empty
// when there is none.
func (s *Server) programmeOf(r *http.Request) string {
	if id := r.PathValue("programme"); id != "" {
		return id
	}
	ids, err := s.store.Programmes(r.Context())
	if err != nil || len(ids) == 0 {
		return ""
	}
	return ids[0]
}

// sheetAddress is where the sheet of an assignment and period stands.
func sheetAddress(a *indicators.Assignment, period indicators.Period) string {
	programme, project, _ := strings.Cut(a.Project.ID, "/")
	return "/p/" + programme + "/sheet/" + project + "/" + a.Region + "/" + period.String()
}
