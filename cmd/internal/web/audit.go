package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"yardstick/cmd/internal/gate"
	"yardstick/engine"
	"yardstick/engine/store"
	"yardstick/indicators"
)

// auditView is the trail of a programme, or of accounts: the newest change first.
type auditView struct {
	Base       string // the address of the page without its query
	Lines      []changeLine
	Indicator  string // the filter, as typed
	Since      string
	Problem    *ProblemLine // why the filter was not understood
	Indicators []scopeChoice
	Older      string // the address of what is older; empty at the end
	Newest     string // of the first page; empty on it
	Count      string // links in the chain
	Head       string // the hash of the last of them
	Narrow     bool   // the visitor sees only a part of the trail
}

// changeLine is a change in words.
type changeLine struct {
	At, Text string
	Sheet    string // the address of the sheet it is about; empty for none
}

// changesOnPage are shown at once; changesAtOnce are read at once while looking for
// those that the visitor may see, and at most changesLooked before the page is shown
// with what was found.
const (
	changesOnPage = 100
	changesAtOnce = 400
	changesLooked = 20000
)

func (s *Server) auditPage(w http.ResponseWriter, r *http.Request) error {
	programme, err := s.programme(r)
	if err != nil {
		return err
	}
	v := gate.Of(r.Context())
	base := "/p/" + programme.ID + "/audit"
	view := auditView{Base: base, Indicator: strings.TrimSpace(r.URL.Query().Get("indicator")), Since: r.URL.Query().Get("since"), Narrow: !v.Actor.May(engine.Read, engine.Scope{})}
	words := s.changeWords(r, programme)
	status, filter := http.StatusOK, store.ChangeFilter{}
	if filter, err = auditFilter(r, programme.Location()); err == nil && view.Indicator != "" {
		filter.Indicator, err = lineOf(programme, view.Indicator, v.Actor)
	}
	if problems := problemsOf(err); len(problems) > 0 {
		line := problemLine(problems[0], v.Language)
		view.Problem, status = &line, gate.Status(problems[0])
	} else if err != nil {
		return err
	} else if err := s.fillTrail(r, &view, filter, words); err != nil {
		return err
	}
	cut, err := s.store.Cut(r.Context(), programme.ID, time.Time{})
	if err != nil {
		return err
	}
	view.Count, view.Head = strconv.FormatInt(cut.Head.Count, 10), cut.Head.Hash
	view.Indicators = indicatorChoices(programme, v)
	p := s.frame(r, "")
	p.Title, p.View, p.Styles = p.Say("people.audit"), view, []string{"people.css"}
	return s.show(w, status, "audit.html", p)
}

// auditFilter reads since and before of a query. Problem: since-unclear.
func auditFilter(r *http.Request, zone *time.Location) (f store.ChangeFilter, err error) {
	q := r.URL.Query()
	if text := q.Get("since"); text != "" {
		day, err := indicators.ParseDate(text)
		if err != nil {
			return f, &indicators.Problem{Code: "since-unclear", Args: indicators.Args{"text": text}}
		}
		f.Since = (day - 1).EndIn(zone)
	}
	if before, err := strconv.ParseInt(q.Get("before"), 10, 64); err == nil && before > 0 {
		f.Before = before
	}
	return f, nil
}

// lineOf is the indicator that a filter names by its id, whole or without the
// programme. Problems: entry-indicator-unknown and the like, may-not-read.
func lineOf(p *indicators.Programme, text string, as engine.Actor) (string, error) {
	id := text
	if !strings.HasPrefix(id, p.ID+"/") {
		id = p.ID + "/" + text
	}
	a := assignmentBehind(p, id)
	if a == nil || p.Indicator(id) == nil && a.MoneyID() != id {
		_, problem := engine.FindLine(p, id, "")
		if problem == nil {
			problem = &indicators.Problem{Code: "page-unknown"}
		}
		return "", problem
	}
	if problem := as.Permit(engine.Read, engine.ScopeOf(a)); problem != nil {
		return "", problem
	}
	return id, nil
}

// assignmentBehind is the assignment of an indicator's id, of its money's, or the one
// with the id; nil when the definitions in force have none.
func assignmentBehind(p *indicators.Programme, id string) *indicators.Assignment {
	for a := range p.Assignments() {
		if id == a.ID || strings.HasPrefix(id, a.ID+"/") {
			return a
		}
	}
	return nil
}

// fillTrail reads changes backwards until a page is full of those that the visitor may see.
func (s *Server) fillTrail(r *http.Request, view *auditView, filter store.ChangeFilter, words *changeWords) error {
	if filter.Before > 0 {
		view.Newest = view.address(0)
	}
	filter.Limit = changesAtOnce
	for looked := 0; ; looked += changesAtOnce {
		changes, err := s.store.Changes(r.Context(), words.programme.ID, filter)
		if err != nil {
			return err
		}
		for _, change := range slices.Backward(changes) {
			if len(view.Lines) == changesOnPage {
				view.Older = view.address(filter.Before)
				return nil
			}
			if filter.Before = change.Seq; words.visible(change) {
				view.Lines = append(view.Lines, words.line(change))
			}
		}
		if len(changes) < changesAtOnce {
			return nil
		}
		if looked >= changesLooked {
			view.Older = view.address(filter.Before)
			return nil
		}
	}
}

// accountsAuditPage is the trail of accounts and logins.
func (s *Server) accountsAuditPage(w http.ResponseWriter, r *http.Request) error {
	v := gate.Of(r.Context())
	words, err := s.grantWords(r.Context(), v.Language)
	if err != nil {
		return err
	}
	zone := s.zone(words)
	view := auditView{Base: "/accounts/audit", Since: r.URL.Query().Get("since")}
	status := http.StatusOK
	filter, err := auditFilter(r, zone)
	if problems := problemsOf(err); len(problems) > 0 {
		line := problemLine(problems[0], v.Language)
		view.Problem, status = &line, gate.Status(problems[0])
	} else if err := s.fillAccountTrail(r, &view, filter, words); err != nil {
		return err
	}
	head, err := s.store.InstallationHead(r.Context())
	if err != nil {
		return err
	}
	view.Count, view.Head = strconv.FormatInt(head.Count, 10), head.Hash
	p := s.frame(r, "")
	p.Title, p.View, p.Styles = p.Say("people.accounts-audit"), view, []string{"people.css"}
	return s.show(w, status, "audit.html", p)
}

func (s *Server) fillAccountTrail(r *http.Request, view *auditView, filter store.ChangeFilter, words grantWords) error {
	zone := s.zone(words)
	if filter.Before > 0 {
		view.Newest = view.address(0)
	}
	filter.Limit = changesOnPage + 1
	changes, err := s.store.AccountChanges(r.Context(), filter)
	if len(changes) > changesOnPage {
		changes = changes[1:]
		view.Older = view.address(changes[0].Seq)
	}
	for _, change := range slices.Backward(changes) {
		view.Lines = append(view.Lines, words.accountLine(change, zone))
	}
	return err
}
