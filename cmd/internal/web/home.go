package web

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strconv"
	"time"

	"yardstick/cmd/internal/gate"
	"yardstick/engine"
	"yardstick/engine/store"
	"yardstick/indicators"
)

// homeView is what waits for the visitor.
type homeView struct {
	Programmes []homeProgramme
	Accounts   bool // the visitor keeps the accounts
}

// homeProgramme is a programme that the visitor may read something of.
type homeProgramme struct {
	ID, Title, Address string
	Groups             []homeGroup // of an officer's sheets, the most urgent first
	Enters             bool
	Reviews            bool
	Waiting, Queue     string // how much waits for a reviewer, and where
	AnyWait            bool
	Import             string
}

// homeGroup is sheets that are in the same way.
type homeGroup struct {
	Title, Class string
	Sheets       []homeSheet
	More         string // how many older ones are left out
}

// homeSheet is one sheet.
type homeSheet struct {
	Address, Month, City, Project string
	State                         badge
	Due                           string
	DueBadge                      *badge
	Filled                        string
	Share                         int
	Reason, Submitted             string
	Alarms                        string
}

// doneShown is how many sheets that need nothing more a home shows.
const doneShown = 12

func (s *Server) home(w http.ResponseWriter, r *http.Request) error {
	p := s.frame(r, "")
	p.Title = p.Say("web.home")
	p.Styles = []string{"home.css"}
	v := gate.Of(r.Context())
	view := homeView{Accounts: v.Actor.May(engine.Administer, engine.Scope{})}
	ids, err := s.store.Programmes(r.Context())
	if err != nil {
		return err
	}
	people, err := s.people(r.Context())
	if err != nil {
		return err
	}
	for _, id := range ids {
		programme, err := s.homeProgramme(r.Context(), p, id, people)
		if err != nil {
			return err
		}
		if programme != nil {
			view.Programmes = append(view.Programmes, *programme)
		}
	}
	p.View = view
	return s.show(w, http.StatusOK, "home.html", p)
}

// homeProgramme is what of a programme waits for the visitor; nil when they may
// read nothing of it.
func (s *Server) homeProgramme(ctx context.Context, p page, id string, people people) (*homeProgramme, error) {
	programme, err := s.store.Programme(ctx, id, time.Time{})
	if err != nil {
		return nil, err
	}
	actor := p.Visitor.Actor
	out := &homeProgramme{ID: programme.ID, Title: programme.Title, Address: "/p/" + programme.ID, Import: "/p/" + programme.ID + "/import", Queue: "/p/" + programme.ID + "/review"}
	reads := false
	var scopes []engine.Scope // of the assignments that are the visitor's work
	for a := range programme.Assignments() {
		on := engine.ScopeOf(a)
		reads = reads || actor.May(engine.Read, on)
		enters, reviews := actor.May(engine.Enter, on), actor.May(engine.Review, on)
		out.Enters, out.Reviews = out.Enters || enters, out.Reviews || reviews
		if enters || reviews {
			scopes = append(scopes, on)
		}
	}
	if !reads {
		return nil, nil
	}
	if len(scopes) == 0 {
		return out, nil
	}
	sheets, err := s.store.Sheets(ctx, id, store.SheetFilter{Scopes: scopes})
	if err != nil {
		return nil, err
	}
	lister := homeLister{page: p, programme: programme, people: people, today: engine.Today(programme, s.now())}
	out.Groups = lister.groups(sheets)
	out.Waiting, out.AnyWait = lister.waiting(sheets)
	return out, nil
}

// homeLister words the sheets of a programme.
type homeLister struct {
	page      page
	programme *indicators.Programme
	people    people
	today     indicators.Date
}

// waiting says how much waits for the visitor's decision.
func (h *homeLister) waiting(sheets []engine.SheetSummary) (string, bool) {
	submitted, declared := 0, 0
	for n := range sheets {
		if !h.page.Visitor.Actor.May(engine.Review, engine.ScopeOf(sheets[n].Assignment)) {
			continue
		}
		if sheets[n].Submission.State == engine.Submitted {
			submitted++
		}
		declared += sheets[n].Declared
	}
	return h.page.Say("entry.home.waiting", "sheets", strconv.Itoa(submitted), "declared", strconv.Itoa(declared)), submitted+declared > 0
}

// groups sorts the sheets that the visitor fills in by what they need.
func (h *homeLister) groups(sheets []engine.SheetSummary) []homeGroup {
	out := []homeGroup{
		{Title: h.page.Say("entry.home.returned"), Class: "bad"},
		{Title: h.page.Say("entry.home.overdue"), Class: "bad"},
		{Title: h.page.Say("entry.home.due"), Class: "main"},
		{Title: h.page.Say("entry.home.submitted"), Class: "wait"},
		{Title: h.page.Say("entry.home.closed-group"), Class: "none"},
		{Title: h.page.Say("entry.home.done"), Class: "none"},
	}
	slices.SortStableFunc(sheets, func(a, b engine.SheetSummary) int { return cmp.Compare(a.Period, b.Period) })
	for n := range sheets {
		sheet := &sheets[n]
		if !h.page.Visitor.Actor.May(engine.Enter, engine.ScopeOf(sheet.Assignment)) {
			continue
		}
		if k := groupOf(sheet, h.today); k >= 0 {
			out[k].Sheets = append(out[k].Sheets, h.sheet(sheet))
		}
	}
	// Of what is to be done the most urgent comes first, of the rest the latest.
	for k := groupClosed; k < len(out); k++ {
		slices.Reverse(out[k].Sheets)
		if left := len(out[k].Sheets) - doneShown; left > 0 {
			out[k].More = h.page.Say("entry.home.more", "n", strconv.Itoa(left))
			out[k].Sheets = out[k].Sheets[:doneShown]
		}
	}
	return slices.DeleteFunc(out, func(g homeGroup) bool { return len(g.Sheets) == 0 })
}

// The groups of a home, in their order; groupNone is left out.
const (
	groupNone = iota - 1
	groupReturned
	groupOverdue
	groupDue
	groupSubmitted
	groupClosed // too late, and it lacks something
	groupDone
)

// groupOf says what a sheet needs.
func groupOf(s *engine.SheetSummary, today indicators.Date) int {
	switch state := s.Submission.State; {
	case state == engine.Submitted:
		return groupSubmitted
	case state == engine.Returned:
		return groupReturned
	case state == engine.Approved:
		return groupDone
	case s.Closed && (s.Missing() > 0 || s.Waits > 0):
		return groupClosed
	case s.Closed && s.Untouched():
		return groupNone
	case s.Overdue > 0:
		return groupOverdue
	case !s.Closed && s.Period.First() <= today:
		return groupDue
	}
	return groupDone
}

func (h *homeLister) sheet(s *engine.SheetSummary) homeSheet {
	l := h.page.Language
	out := homeSheet{
		Address: sheetAddress(s.Assignment, s.Period), Month: monthName(s.Period, l), City: regionName(h.programme, s.Assignment.Region, l),
		Project: s.Assignment.Project.Title, State: stateBadge(h.page, s.Submission, s.Entered, s.Waits), Due: s.DueBy.String(), Reason: s.Reason,
		Filled: filledText(h.page, s.Filled, s.Wanted),
	}
	if s.Wanted > 0 {
		out.Share = s.Filled * 100 / s.Wanted
	}
	if group := groupOf(s, h.today); group < groupSubmitted || group == groupClosed {
		out.DueBadge = dueBadge(h.page, s.DueBy, h.today)
		if s.Closed {
			out.DueBadge = &badge{h.page.Say("entry.home.closed"), "bad"}
		}
	}
	if !s.SubmittedAt.IsZero() {
		out.Submitted = h.page.Say("entry.step.submitted", "who", h.people.name(s.SubmittedBy), "at", clock(s.SubmittedAt, h.programme.Location()))
	}
	if s.Alarms > 0 {
		out.Alarms = h.page.Say("entry.home.alarms", "n", strconv.Itoa(s.Alarms))
	}
	return out
}
