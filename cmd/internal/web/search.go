package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/width"

	"yardstick/engine"
	"yardstick/indicators"
	"yardstick/reports"
)

// searchView is a search and what it found.
type searchView struct {
	Action   string
	Words    string // as written
	Asked    bool
	Found    []searchHit
	Total    int
	All      string // Total in print
	Shown    string
	Examples []navLink
}

// searchHit is one thing that was found.
type searchHit struct {
	Kind    string // 地市, 项目, 指标, 任务
	Name    string
	Detail  string
	Address string
	Foreign bool // the name is as published, in Chinese
	rank    int
}

// mostHits are shown of a search that finds more.
const mostHits = 60

func (s *Server) searchPage(w http.ResponseWriter, r *http.Request) error {
	a, err := s.ask(r)
	if err != nil {
		return err
	}
	view := searchView{Action: r.URL.EscapedPath(), Words: strings.TrimSpace(r.URL.Query().Get("q"))}
	if words := folded(view.Words); len(words) > 0 {
		view.Asked = true
		view.Found = a.search(words)
		view.Total = len(view.Found)
		view.Found = view.Found[:min(len(view.Found), mostHits)]
		view.All, view.Shown = strconv.Itoa(view.Total), strconv.Itoa(len(view.Found))
	}
	p := s.frame(r, "")
	p.Title = p.Say("web.search")
	for _, words := range []string{"live.search.example.city", "live.search.example.id", "live.search.example.target"} {
		view.Examples = append(view.Examples, navLink{Label: p.Say(words), Address: view.Action + "?q=" + url.QueryEscape(p.Say(words))})
	}
	p.View = view
	p.Styles = []string{"standing.css"}
	return s.show(w, http.StatusOK, "search.html", p)
}

// folded are the words of a search: full width made half, capitals small.
func folded(text string) []string { return strings.Fields(strings.ToLower(width.Fold.String(text))) }

// searchable is something that can be found: by its names, its id, and what is
// written about it, the best first.
type searchable struct {
	hit    searchHit
	names  []string
	id     string
	others []string
}

// search finds what the visitor may read and all words stand in, the best first: what
// has the very name or id, then what begins with it, then what holds it, then what
// speaks of it; cities and projects before indicators before assignments.
func (a *asked) search(words []string) []searchHit {
	var out []searchHit
	for _, one := range a.searchables() {
		rank, found := one.rank(words)
		if !found {
			continue
		}
		one.hit.rank = rank
		out = append(out, one.hit)
	}
	slices.SortStableFunc(out, func(x, y searchHit) int { return cmp.Compare(x.rank, y.rank) })
	return out
}

// The ranks of a word, the best first.
const (
	rankSame = iota
	rankBegins
	rankHolds
	rankSpeaks
	rankNone
)

// rank is that of the worst word; found is false when one stands nowhere.
func (s *searchable) rank(words []string) (rank int, found bool) {
	for _, word := range words {
		best := rankNone
		for _, name := range append(s.names, s.id, lastOf(s.id)) {
			best = min(best, ranked(name, word))
		}
		for _, text := range s.others {
			if strings.Contains(fold(text), word) {
				best = min(best, rankSpeaks)
			}
		}
		if best == rankNone {
			return rankNone, false
		}
		rank = max(rank, best)
	}
	return rank, true
}

func ranked(name, word string) int {
	name = fold(name)
	switch {
	case name == word:
		return rankSame
	case strings.HasPrefix(name, word):
		return rankBegins
	case strings.Contains(name, word) && (utf8.RuneCountInString(word) > 1 || word[0] >= utf8.RuneSelf):
		return rankHolds
	}
	return rankNone
}

func fold(text string) string { return strings.ToLower(width.Fold.String(text)) }

// searchables lists what the visitor may read: cities, projects, indicators over their
// regions, indicators in a region, assignments.
func (a *asked) searchables() []searchable {
	p := a.Now.Programme
	var out []searchable
	for _, scope := range reports.Scopes(a.Now) {
		if address := a.links().To(scope); address != "" && scope.Kind != reports.ProgrammeScope {
			out = append(out, a.scopeFound(scope, address))
		}
	}
	seen := map[reports.Scope]bool{}
	for i := range p.Indicators() {
		scope := reports.IndicatorScopeOf(i)
		if address := a.links().To(scope); address != "" && !seen[scope] {
			seen[scope] = true
			out = append(out, a.indicatorFound(i, "indicator", scope.ID, address, len(i.Assignment.Project.Assignments) > 1))
		}
		if address := a.links().Explained(i.ID); address != "" && (len(i.Assignment.Project.Assignments) > 1 || a.links().To(scope) == "") {
			out = append(out, a.indicatorFound(i, "regional", i.ID, address, false))
		}
	}
	for assignment := range p.Assignments() {
		if a.visitor.Actor.May(engine.Read, engine.ScopeOf(assignment)) {
			out = append(out, a.assignmentFound(assignment))
		}
	}
	return out
}

func (a *asked) kind(code string) string { return a.visitor.Language.Say("live.kind."+code, nil) }

func (a *asked) scopeFound(scope reports.Scope, address string) searchable {
	if scope.Kind == reports.CityScope {
		region, _ := a.Now.Programme.Regions.ByCode(scope.ID)
		return searchable{hit: searchHit{Kind: a.kind("city"), Name: region.In(a.visitor.Language), Detail: region.Code, Address: address}, names: region.Names(), id: region.Code}
	}
	project := a.Now.Programme.Project(scope.ID)
	return searchable{
		hit:   searchHit{Kind: a.kind("project"), Name: a.title(project.Title, project.TitleEN), Detail: project.LocalID(), Address: address},
		names: []string{project.Title, project.TitleEN}, id: project.ID, others: []string{project.Goal, project.Department, project.Content},
	}
}

func (a *asked) indicatorFound(i *indicators.Indicator, kind, id, address string, many bool) searchable {
	project := a.title(i.Assignment.Project.Title, i.Assignment.Project.TitleEN)
	detail := []string{project}
	out := searchable{names: append([]string{i.Name}, i.RenamedFrom...), id: id, others: []string{i.Assignment.Project.Title, project, i.Category()}}
	if kind == "regional" {
		region, _ := a.Now.Programme.Regions.ByCode(i.Assignment.Region)
		detail = append(detail, a.regionName(i.Assignment.Region))
		out.others = append(out.others, region.Names()...)
	}
	if !many {
		for _, t := range i.Targets {
			detail, out.others = append(detail, strings.TrimSpace(t.Text)), append(out.others, t.Text)
		}
	}
	out.hit = searchHit{Kind: a.kind(kind), Name: i.Name, Detail: strings.Join(detail, " · "), Address: address, Foreign: true}
	return out
}

// assignmentFound leads to the sheet of the month that is looked at, or of the last
// one before it that has one.
func (a *asked) assignmentFound(assignment *indicators.Assignment) searchable {
	month := a.Now.Through
	for first, _ := monthsOf(a.Now.Programme); month > first && !engine.Reports(a.Now.Programme, assignment, month); {
		month--
	}
	region, _ := a.Now.Programme.Regions.ByCode(assignment.Region)
	out := searchable{
		hit:   searchHit{Kind: a.kind("assignment"), Name: a.assignmentName(assignment), Address: sheetAddress(assignment, month)},
		names: []string{a.assignmentName(assignment)}, id: assignment.ID,
		others: append(region.Names(), assignment.Project.Title, assignment.Project.TitleEN, assignment.Goal, assignment.Task),
	}
	var who []string
	for _, line := range assignment.Lines {
		if line.Undertaker != "" && !slices.Contains(who, line.Undertaker) {
			who = append(who, line.Undertaker)
		}
	}
	out.hit.Detail = strings.Join(append(who, month.String()), " · ")
	out.others = append(out.others, who...)
	return out
}
