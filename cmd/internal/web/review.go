package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"yardstick/cmd/internal/gate"
	"yardstick/engine"
	"yardstick/engine/store"
	"yardstick/indicators"
)

// reviewView is the reviewer's queue of a programme.
type reviewView struct {
	Base      string
	Programme string
	Filter    reviewFilter
	Projects  []scopeChoice
	Regions   []scopeChoice
	States    []scopeChoice
	Months    []scopeChoice

	Queue    []queueLine
	Count    int    // sheets that the filter lets through, on every page
	Clean    int    // of the Queue: may be approved together
	Previous string // the address of the page before; empty on the first
	Next     string
	Late     []lateLine // overdue and not submitted
	LateAll  int        // with those that are not listed
	LateMore int        // not listed
	Declared []declaredLine
	Problem  *ProblemLine // why a declaration was not decided on
	Done     *bulkView    // what a bulk approval did
}

// reviewFilter is what of the queue is shown, as the address says it.
type reviewFilter struct {
	Project, Region, State, Month string
	Page                          int
}

// The states of the filter that are no state of a sheet.
const (
	everyState   = "all"
	overdueState = "overdue"
)

// sheetsOnPage are shown at once, each with its figures.
const sheetsOnPage = 25

// lateShown is how many overdue sheets are listed under the queue.
const lateShown = 20

func (s *Server) reviewPage(w http.ResponseWriter, r *http.Request) error {
	return s.showReview(w, r, http.StatusOK, reviewView{})
}

// showReview shows the queue, with what was just done or refused.
func (s *Server) showReview(w http.ResponseWriter, r *http.Request, status int, view reviewView) error {
	p, err := s.programme(r)
	if err != nil {
		return err
	}
	words := s.changeWords(r, p)
	view.Base, view.Programme = "/p/"+p.ID+"/review", p.ID
	view.Filter = readReviewFilter(r)
	if err := s.fillQueue(r, &view, words); err != nil {
		return err
	}
	if err := s.fillDeclared(r, &view, words); err != nil {
		return err
	}
	view.choices(p, words.visitor)
	frame := s.frame(r, "")
	frame.Title, frame.View, frame.Address, frame.Wide = frame.Say("review.title"), view, view.address(view.Filter.Page), true
	frame.Styles, frame.Scripts = []string{"review.css"}, []string{"review.js"}
	return s.show(w, status, "review.html", frame)
}

// readReviewFilter reads the filter of an address, or of a form that came from one.
func readReviewFilter(r *http.Request) reviewFilter {
	f := reviewFilter{Project: r.FormValue("project"), Region: r.FormValue("region"), State: r.FormValue("state"), Month: r.FormValue("month")}
	f.Page, _ = strconv.Atoi(r.FormValue("page"))
	f.Page = max(f.Page, 1)
	if f.State == "" {
		f.State = string(engine.Submitted)
	}
	if _, err := indicators.ParsePeriod(f.Month); err != nil {
		f.Month = ""
	}
	return f
}

// sheets is the filter as the store takes it, for what the visitor may review.
func (f reviewFilter) sheets(p *indicators.Programme, as engine.Actor) store.SheetFilter {
	out := store.SheetFilter{Scopes: as.Scopes(engine.Review), Region: f.Region}
	if f.Project != "" {
		out.Project = p.ID + "/" + f.Project
	}
	if month, err := indicators.ParsePeriod(f.Month); err == nil {
		out.From, out.To = month, month
	}
	switch f.State {
	case everyState:
	case overdueState:
		out.Overdue = true
	default:
		out.States = []engine.SubmissionState{engine.SubmissionState(f.State)}
	}
	return out
}

// address is the queue's page with the view's filter.
func (v *reviewView) address(page int) string {
	q := url.Values{}
	for key, value := range map[string]string{"project": v.Filter.Project, "region": v.Filter.Region, "state": v.Filter.State, "month": v.Filter.Month} {
		if value != "" && !(key == "state" && value == string(engine.Submitted)) {
			q.Set(key, value)
		}
	}
	if page > 1 {
		q.Set("page", strconv.Itoa(page))
	}
	if len(q) == 0 {
		return v.Base
	}
	return v.Base + "?" + q.Encode()
}

// choices fills the lists of the filter with what the visitor may review.
func (v *reviewView) choices(p *indicators.Programme, visitor gate.Visitor) {
	l := visitor.Language
	regions := map[string]bool{}
	for _, project := range p.Projects {
		any := false
		for _, a := range project.Assignments {
			if visitor.Actor.May(engine.Review, engine.ScopeOf(a)) {
				any, regions[a.Region] = true, true
			}
		}
		if any {
			v.Projects = append(v.Projects, scopeChoice{project.LocalID(), titleOf(project, l), project.LocalID() == v.Filter.Project})
		}
	}
	for _, region := range p.Regions {
		if regions[region.Code] {
			v.Regions = append(v.Regions, scopeChoice{region.Code, region.In(l), region.Code == v.Filter.Region})
		}
	}
	for _, state := range []string{string(engine.Submitted), overdueState, string(engine.Returned), string(engine.Draft), string(engine.Approved), everyState} {
		v.States = append(v.States, scopeChoice{state, l.Say("review.state-"+state, nil), state == v.Filter.State})
	}
	slices.Reverse(v.Months)
	for n := range v.Months {
		v.Months[n].Chosen = v.Months[n].Value == v.Filter.Month
	}
}
