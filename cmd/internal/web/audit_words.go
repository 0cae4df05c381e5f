package web

import (
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"yardstick/cmd/internal/gate"
	"yardstick/engine"
	"yardstick/engine/store"
	"yardstick/indicators"
)

// address is the page of the trail with the view's filter, from a seq downwards; 0 is
// the newest.
func (v *auditView) address(before int64) string {
	q := url.Values{}
	for key, value := range map[string]string{"indicator": v.Indicator, "since": v.Since} {
		if value != "" {
			q.Set(key, value)
		}
	}
	if before > 0 {
		q.Set("before", strconv.FormatInt(before, 10))
	}
	if len(q) == 0 {
		return v.Base
	}
	return v.Base + "?" + q.Encode()
}

// changeWords words a programme's changes with the names of what they are about.
type changeWords struct {
	programme *indicators.Programme
	visitor   gate.Visitor
	titles    map[string]string // of accounts, by their name
}

// changeWords reads the names of accounts. Without them a change is worded by the
// accounts' ids.
func (s *Server) changeWords(r *http.Request, p *indicators.Programme) *changeWords {
	out := &changeWords{programme: p, visitor: gate.Of(r.Context()), titles: map[string]string{}}
	accounts, err := s.store.Accounts(r.Context())
	if err == nil {
		for _, account := range accounts {
			out.titles[account.Name] = account.Title
		}
	}
	return out
}

// behind is the assignment that a change is about; nil for a definition's, and for one
// that the definitions no longer have.
func (w *changeWords) behind(c store.Change) *indicators.Assignment {
	id := c.Indicator
	if id == "" {
		id = c.Args["sheet"]
	}
	if id == "" {
		return nil
	}
	return assignmentBehind(w.programme, id)
}

// visible reports whether the visitor may read of a change: of definitions every reader
// may, of what was done to an assignment whoever may read its figures, of what is no
// longer defined who may read everything.
func (w *changeWords) visible(c store.Change) bool {
	if c.Code == "change.definition" {
		return true
	}
	on := engine.Scope{}
	if a := w.behind(c); a != nil {
		on = engine.ScopeOf(a)
	}
	return w.visitor.Actor.May(engine.Read, on)
}

// line words a change, with the names of the indicator and the city for their ids.
func (w *changeWords) line(c store.Change) changeLine {
	l := w.visitor.Language
	args := maps.Clone(c.Args)
	args["by"] = byWords(args["by"], w.titles, l)
	a := w.behind(c)
	if a != nil {
		args["sheet"] = w.assignment(a)
		args["indicator"] = w.indicator(a, c)
	}
	line := changeLine{At: clock(c.At, w.programme.Location()), Text: l.Say(c.Code, args)}
	if period, err := indicators.ParsePeriod(args["period"]); err == nil && a != nil {
		line.Sheet = sheetAddress(a, period)
	}
	return line
}

// assignment is a project in a region in words.
func (w *changeWords) assignment(a *indicators.Assignment) string {
	region, _ := w.programme.Regions.ByCode(a.Region)
	return w.visitor.Language.Say("people.assignment", indicators.Args{"region": region.In(w.visitor.Language), "project": titleOf(a.Project, w.visitor.Language)})
}

// indicator is what a change names: 广州市 企业采集数量; its part stays as it is.
func (w *changeWords) indicator(a *indicators.Assignment, c store.Change) string {
	l := w.visitor.Language
	part := strings.TrimSpace(strings.TrimPrefix(c.Args["indicator"], c.Indicator))
	name := c.Indicator
	if line, problem := engine.FindLine(w.programme, c.Indicator, part); problem == nil {
		name = line.Name(l)
	} else if i := w.programme.Indicator(c.Indicator); i != nil {
		name = strings.TrimSpace(i.Name + " " + part)
	}
	region, _ := w.programme.Regions.ByCode(a.Region)
	return l.Say("people.indicator", indicators.Args{"region": region.In(l), "name": name})
}

// accountLine words a change to an account: what was granted and until when a link
// holds as people say it, and no name where none was given.
func (w grantWords) accountLine(c store.Change, zone *time.Location) changeLine {
	args := maps.Clone(c.Args)
	args["by"] = byWords(args["by"], nil, w.language)
	if until, err := time.Parse(time.RFC3339, args["detail"]); err == nil {
		args["detail"] = clock(until, zone)
	}
	switch id, grants, ofToken := strings.Cut(args["detail"], ": "); {
	case c.Code == "change.account.granted":
		args["detail"] = w.grantLines(args["detail"])
	case c.Code == "change.account.token" && ofToken:
		args["detail"] = id + ": " + w.grantLines(grants)
	}
	if c.Code == "change.account.added" && args["detail"] == "" {
		args["detail"] = w.language.Say("people.unnamed", nil)
	}
	c.Args = args
	return changeLine{At: clock(c.At, zone), Text: c.Say(w.language)}
}

// grantLines words the grants of a change; what cannot be read stays.
func (w grantWords) grantLines(text string) string {
	lines := strings.Split(text, ", ")
	for n, line := range lines {
		if grant, unclear := engine.ParseGrant(line); unclear == nil {
			lines[n] = w.grant(grant)
		}
	}
	return strings.Join(lines, w.language.Say("people.list", nil))
}

// byWords is who did something: the person with the account's name.
func byWords(by string, titles map[string]string, l indicators.Language) string {
	if by == store.LocalOperator {
		return l.Say("people.local-operator", nil)
	}
	if title := titles[by]; title != "" {
		return l.Say("people.by", indicators.Args{"title": title, "account": by})
	}
	return by
}

// indicatorChoices are the indicators that the visitor may look for.
func indicatorChoices(p *indicators.Programme, v gate.Visitor) (out []scopeChoice) {
	for i := range p.Indicators() {
		if !v.Actor.May(engine.Read, engine.ScopeOf(i.Assignment)) {
			continue
		}
		region, _ := p.Regions.ByCode(i.Assignment.Region)
		out = append(out, scopeChoice{Value: strings.TrimPrefix(i.ID, p.ID+"/"), Label: region.In(v.Language) + " " + i.Name})
	}
	return out
}
