package web

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"yardstick/engine"
	"yardstick/engine/store"
	"yardstick/indicators"
)

// sheetView is an entry sheet.
type sheetView struct {
	Title, Programme, Project, City, Month string
	Address, Workbook                      string // of the sheet, and of it as a workbook
	Before, After                          *navLink
	State                                  badge
	Due                                    string
	DueBadge                               *badge
	Steps                                  []stepView
	Returned, ReturnedBy                   string // why it was returned or reopened
	Editable                               bool
	Locked                                 *ProblemLine // why nothing may be entered
	Deciders                               string       // who decides on it
	Alarms                                 []string
	Tables                                 []sheetTable
	Lacks                                  lacksView
	Decide                                 any    // what a reviewer may do
	At                                     string // the hour that it shows
}

// badge is a word with its colour: good, bad, wait, warn or none.
type badge struct{ Word, Class string }

// stepView is one step on the sheet's way.
type stepView struct{ Text, Body string }

// sheetTable is the indicators, or the money.
type sheetTable struct {
	ID, Title, Note string
	Folded, Open    bool // it is folded away, unless Open
	Rows            []rowView
}

// lacksView is what stands between the sheet and being handed in.
type lacksView struct {
	Filled           string
	Share            int // percent of what is wanted
	Empty            []rowLink
	Demands          []rowLink
	Alarms           []rowLink
	MaySubmit, Clean bool
}

// rowLink leads to a row.
type rowLink struct{ Address, Name, Lang, Text string }

// people are accounts, and what their owners are called.
type people struct {
	titles   map[string]string
	accounts []store.Account
}

func (p people) name(account string) string {
	if title := p.titles[account]; title != "" {
		return title
	}
	return account
}

// sheetMaker words a sheet for a reader.
type sheetMaker struct {
	sheet  *engine.Sheet
	page   page
	people people
	kept   typed
	now    time.Time
}

func (m *sheetMaker) say(code string, pairs ...string) string { return m.page.Say(code, pairs...) }

func (m *sheetMaker) view() sheetView {
	sh, a, l := m.sheet, m.sheet.Assignment, m.page.Language
	city := regionName(sh.Programme, a.Region, l)
	v := sheetView{
		Title: m.say("entry.title", "city", city, "month", monthName(sh.Period, l)), City: city, Month: monthName(sh.Period, l),
		Programme: sh.Programme.Title, Project: a.Project.Title, Address: sheetAddress(a, sh.Period), Workbook: sheetAddress(a, sh.Period) + "/workbook",
		At: m.hour(m.now), Before: m.beside(-1), After: m.beside(1), State: m.state(), Steps: m.steps(),
	}
	v.Due, v.DueBadge = m.due()
	if sh.Submission.State == engine.Returned || sh.Submission.Reopened {
		v.Returned = sh.Submission.LastReason()
	}
	actor, on := m.page.Visitor.Actor, engine.ScopeOf(a)
	v.Editable = sh.CanEnter == nil && actor.May(engine.Enter, on)
	if sh.CanEnter != nil && (actor.May(engine.Enter, on) || sh.Submission.State != engine.Submitted) {
		line := problemLine(namesOf(sh.Programme, l).placed(sh.CanEnter), l)
		v.Locked = &line
	}
	if sh.Submission.State == engine.Submitted {
		v.Deciders = m.deciders(on)
	}
	for _, alarm := range sh.Alarms {
		v.Alarms = append(v.Alarms, alarm.Message(l)+m.hint(alarm))
	}
	v.Tables = m.tables(v.Editable)
	v.Lacks = m.lacks(v)
	return v
}

func (m *sheetMaker) hint(p *indicators.Problem) string {
	if hint := p.Hint(m.page.Language); hint != "" {
		return m.say("entry.sentence-gap") + hint
	}
	return ""
}

// beside is the sheet of the nearest month before or after that has one.
func (m *sheetMaker) beside(step indicators.Period) *navLink {
	sh := m.sheet
	for period := sh.Period + step; period > sh.Period-25 && period < sh.Period+25 && period.First() <= sh.Today; period += step {
		if engine.Reports(sh.Programme, sh.Assignment, period) {
			return &navLink{Label: monthName(period, m.page.Language), Address: sheetAddress(sh.Assignment, period)}
		}
	}
	return nil
}

// state is how far the sheet has come.
func (m *sheetMaker) state() badge {
	entered, waits := 0, 0
	for n := range m.sheet.Rows {
		if entry := m.sheet.Rows[n].Entry; entry != nil {
			entered++
			if entry.Waits {
				waits++
			}
		}
	}
	return stateBadge(m.page, m.sheet.Submission, entered, waits)
}

// stateBadge is the state of a sheet on which so many figures stand, and of them so
// many wait. What was entered before there were accounts counts without a submission.
func stateBadge(p page, s engine.Submission, entered, waits int) badge {
	if s.State == engine.Draft && entered == 0 {
		return badge{p.Say("entry.home.untouched"), "none"}
	}
	if s.State == engine.Draft && waits == 0 {
		return badge{p.Say("entry.state.counts"), "good"}
	}
	class := map[engine.SubmissionState]string{engine.Draft: "none", engine.Submitted: "wait", engine.Approved: "good", engine.Returned: "bad"}[s.State]
	code := "entry.state." + string(s.State)
	if s.State == engine.Draft && s.Approved != 0 {
		code, class = "entry.state.correcting", "warn"
	}
	return badge{p.Say(code), class}
}

// due says by when the sheet is to be handed in, and how urgent that is.
func (m *sheetMaker) due() (string, *badge) {
	sh := m.sheet
	text := m.say("entry.due", "day", sh.DueBy.String())
	if sh.ClosesAfter != sh.DueBy {
		text = m.say("entry.due-closes", "day", sh.DueBy.String(), "closes", sh.ClosesAfter.String())
	}
	if sh.Submission.State == engine.Submitted || sh.Submission.State == engine.Approved {
		return text, nil
	}
	return text, dueBadge(m.page, sh.DueBy, sh.Today)
}

// soon is how many days before it is due a sheet is marked as urgent.
const soon = 3

func dueBadge(p page, due, today indicators.Date) *badge {
	days := int(due - today)
	switch {
	case days < 0:
		return &badge{p.Say("entry.overdue", "days", strconv.Itoa(-days)), "bad"}
	case days == 0:
		return &badge{p.Say("entry.due-today"), "warn"}
	case days == 1:
		return &badge{p.Say("entry.day-left"), "warn"}
	case days <= soon:
		return &badge{p.Say("entry.days-left", "days", strconv.Itoa(days)), "warn"}
	}
	return &badge{p.Say("entry.days-left", "days", strconv.Itoa(days)), "none"}
}

// steps is the way of the sheet so far, the newest first.
func (m *sheetMaker) steps() (out []stepView) {
	for _, step := range slices.Backward(m.sheet.Submission.Steps) {
		out = append(out, stepView{
			Text: m.say("entry.step."+string(step.Kind), "who", m.people.name(step.By), "at", clock(step.At, m.sheet.Programme.Location())),
			Body: step.Body,
		})
	}
	return out
}

// deciders are those who may approve the sheet or return it.
func (m *sheetMaker) deciders(on engine.Scope) string {
	var names []string
	for _, account := range m.people.accounts {
		if account.Actor().May(engine.Review, on) {
			names = append(names, m.people.name(account.Name))
		}
	}
	if len(names) == 0 {
		return m.say("entry.nobody-decides")
	}
	return m.say("entry.decides", "who", strings.Join(names, m.say("entry.and")))
}

// lacks sums up what is empty, what looks odd and what still asks for a reason.
func (m *sheetMaker) lacks(v sheetView) lacksView {
	filled, wanted := m.sheet.Filled()
	out := lacksView{Filled: filledText(m.page, filled, wanted)}
	if wanted > 0 {
		out.Share = filled * 100 / wanted
	}
	for _, table := range v.Tables {
		for _, row := range table.Rows {
			link := rowLink{Address: "#" + row.ID, Name: row.Short, Lang: row.Lang}
			if row.Wanted && row.Text == "" {
				out.Empty = append(out.Empty, link)
			}
			for _, demand := range row.Demands {
				link.Text = demand.Message
				out.Demands = append(out.Demands, link)
			}
			for _, alarm := range row.Alarms {
				link.Text = alarm.Message
				out.Alarms = append(out.Alarms, link)
			}
		}
	}
	actor := m.page.Visitor.Actor
	open := m.sheet.CanEnter == nil && m.sheet.Submission.CheckSubmit(m.sheet.Programme, m.sheet.Today) == nil
	out.MaySubmit = open && actor.May(engine.Submit, engine.ScopeOf(m.sheet.Assignment))
	out.Clean = len(out.Empty)+len(out.Demands)+len(out.Alarms) == 0
	return out
}

// filledText says how many of the cells that are wanted are filled in.
func filledText(p page, filled, wanted int) string {
	if wanted == 0 {
		return p.Say("entry.none-wanted")
	}
	return p.Say("entry.filled", "n", strconv.Itoa(filled), "of", strconv.Itoa(wanted))
}

// regionName is a region as tables print it: 广州, Guangzhou.
func regionName(p *indicators.Programme, code string, l indicators.Language) string {
	region, ok := p.Regions.ByCode(code)
	switch {
	case !ok:
		return code
	case l == indicators.Chinese:
		return region.Short()
	}
	return region.In(l)
}

// monthName is a month as people say it: 2021年3月, March 2021.
func monthName(p indicators.Period, l indicators.Language) string {
	if l == indicators.Chinese {
		return strconv.Itoa(p.Year()) + "年" + strconv.Itoa(int(p.Month())) + "月"
	}
	return p.Month().String() + " " + strconv.Itoa(p.Year())
}
