package web

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"yardstick/cmd/internal/gate"
	"yardstick/cmd/internal/standing"
	"yardstick/engine"
	"yardstick/indicators"
	"yardstick/rules/scoring"
)

// evaluationsKept is enough for the months that people look at at one time, as
// approved and with what waits.
const evaluationsKept = 24

// asked is an evaluation with what its visitor asked for.
type asked struct {
	standing.Pair
	visitor gate.Visitor
	written standing.Dates // as they stand in the address
	now     time.Time
}

// ask evaluates the path's programme at the dates of the query. Problems, besides
// those of standing.Dates: dates-as-of-future.
func (s *Server) ask(r *http.Request) (*asked, error) {
	a := &asked{visitor: gate.Of(r.Context()), written: dates(r), now: s.store.Present()}
	programme := r.PathValue("programme")
	options, err := a.written.Options(r.Context(), s.store, programme, a.now)
	if err != nil {
		return nil, err
	}
	if options.AsOf.After(a.now) { // what is not over could still change
		return nil, &indicators.Problem{Code: "dates-as-of-future", Args: indicators.Args{"text": a.written.AsOf}}
	}
	a.Pair, err = s.standings.Evaluate(r.Context(), s.store, programme, options)
	return a, err
}

// query writes dates for an address, with a question mark; empty for the defaults.
func query(d standing.Dates) string {
	q := url.Values{}
	for name, value := range map[string]string{"through": d.Through, "as-of": d.AsOf, "method": d.Method, "include": d.Include} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if len(q) == 0 {
		return ""
	}
	return "?" + q.Encode()
}

// address keeps the dates on the way to another page.
func (a *asked) address(path string) string { return path + query(a.written) }

// exactly are the dates that give this very evaluation again, whenever they are asked for.
func (a *asked) exactly() standing.Dates {
	d := a.written
	d.Through, d.AsOf = a.Now.Through.String(), a.Now.AsOf.Format(time.RFC3339Nano)
	return d
}

// datesView is the bar in which the dates are chosen.
type datesView struct {
	Action         string // the page itself
	Through        string // 2021-10
	AsOf           string // as written; empty is now
	Instant        bool   // AsOf is not a day
	Yesterday      string // the last day that is over
	Submitted      bool
	Methods        []methodChoice
	Previous, Next navLink // the months beside it; no address where there is none
	Exact          string  // the address of this very page, for ever
}

type methodChoice struct {
	Name, Title string
	Chosen      bool
}

// bar is the bar of dates of a page.
func (a *asked) bar(path string) datesView {
	zone := a.Now.Programme.Location()
	view := datesView{
		Action: path, Through: a.Now.Through.String(), AsOf: a.written.AsOf, Submitted: a.Now.Provisional,
		Yesterday: a.now.In(zone).AddDate(0, 0, -1).Format(time.DateOnly), Exact: path + query(a.exactly()),
	}
	if _, err := indicators.ParseDate(view.AsOf); err != nil && view.AsOf != "" {
		view.Instant = true
	}
	view.Methods = a.methods()
	first, last := monthsOf(a.Now.Programme)
	last = min(last, indicators.MonthOf(engine.Today(a.Now.Programme, a.Now.AsOf)))
	view.Previous, view.Next = a.month(path, a.Now.Through-1, first, last), a.month(path, a.Now.Through+1, first, last)
	return view
}

// methods are the scoring methods to choose from; the programme's own has no name in
// an address.
func (a *asked) methods() []methodChoice {
	var out []methodChoice
	own, _ := scoring.Lookup(a.Now.Programme.Method)
	for _, name := range scoring.Names() {
		method, err := scoring.Lookup(name)
		if err != nil {
			continue
		}
		choice := methodChoice{Name: name, Title: method.Title.In(a.visitor.Language), Chosen: method.Name() == a.Now.Method.Name()}
		if method == own {
			choice.Name = ""
		}
		out = append(out, choice)
	}
	return out
}

// month leads to the same page through another month.
func (a *asked) month(path string, month, first, last indicators.Period) navLink {
	link := navLink{Label: month.String()}
	if month < first || month > last {
		return link
	}
	d := a.written
	d.Through = month.String()
	link.Address = path + query(d)
	return link
}

// monthsOf are the first and the last month of which anything can be said: those of
// the fiscal year, and of what was begun before it or lasts longer.
func monthsOf(p *indicators.Programme) (first, last indicators.Period) {
	year := p.FiscalYear()
	first, last = indicators.MonthOf(year.From), indicators.MonthOf(year.To)
	for _, t := range p.Targets() {
		if from := t.Window.From; from != 0 {
			first = min(first, indicators.MonthOf(from))
		}
		if to := t.Window.To; to != 0 {
			last = max(last, indicators.MonthOf(to))
		}
	}
	return first, last
}

// lastOf is the last part of an id.
func lastOf(id string) string { return id[strings.LastIndexByte(id, '/')+1:] }
