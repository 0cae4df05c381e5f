package deliver

import (
	"slices"
	"strings"

	"yardstick/engine"
	"yardstick/engine/schedule"
	"yardstick/engine/store"
	"yardstick/indicators"
)

// The kinds of reminder. Soon is for the days before a period closes, LastDay for the
// day itself: both to those who have not submitted. Review is for the days after it, to
// those who approve.
const (
	RemindSoon    = "soon"
	RemindLastDay = "last-day"
	RemindReview  = "review"
)

// remindDays is how long before a period closes the first reminder goes out, and for how
// long after it the digest may.
const remindDays = 5

// Reminder is one letter about sheets of a period.
type Reminder struct {
	Kind    string
	Period  indicators.Period
	Address string
	Closes  indicators.Date // the last day on which the period may be filled in
	Sheets  []engine.SheetSummary
}

// Reminders says who is to be reminded of what on a day: at most one letter for each
// period, kind and address. It does not know what was sent before.
func Reminders(p *indicators.Programme, sheets []engine.SheetSummary, to Recipients, today indicators.Date) (out []Reminder) {
	add := func(kind string, sheet engine.SheetSummary, addresses []string) {
		for _, address := range addresses {
			at := slices.IndexFunc(out, func(r Reminder) bool {
				return r.Kind == kind && r.Period == sheet.Period && strings.EqualFold(r.Address, address)
			})
			if at < 0 {
				out, at = append(out, Reminder{Kind: kind, Period: sheet.Period, Address: address, Closes: sheet.ClosesAfter}), len(out)
			}
			out[at].Sheets = append(out[at].Sheets, sheet)
		}
	}
	for _, sheet := range sheets {
		left := int(sheet.ClosesAfter - today)
		switch {
		case left > 0 && left <= remindDays && unsubmitted(&sheet):
			add(RemindSoon, sheet, to.of(p, sheet.Assignment))
		case left == 0 && unsubmitted(&sheet):
			add(RemindLastDay, sheet, to.of(p, sheet.Assignment))
		case left < 0 && left >= -remindDays && waits(&sheet):
			add(RemindReview, sheet, to[Reviewers])
		}
	}
	return out
}

// unsubmitted reports whether a sheet is still to be submitted. One that was never
// opened is, when figures are wanted of it.
func unsubmitted(s *engine.SheetSummary) bool {
	open := s.Submission.State == engine.Draft || s.Submission.State == engine.Returned
	return open && !s.Counts() && (s.Missing() > 0 || s.Waits > 0 || s.Submission.State == engine.Returned)
}

// waits reports whether something of a sheet waits for a reviewer.
func waits(s *engine.SheetSummary) bool {
	return s.Submission.State == engine.Submitted || s.Declared > 0
}

// of are the addresses of those who fill in an assignment: its city's, or its project's
// where the province itself carries it out. Words that mean many scopes name those who
// read, and they are reminded of nothing.
func (r Recipients) of(p *indicators.Programme, a *indicators.Assignment) (out []string) {
	own := "city-" + a.Region
	if a.Region == p.Regions.Root().Code {
		own = "project-" + a.Project.LocalID()
	}
	for _, word := range r.words() {
		if word == Reviewers {
			continue
		}
		if names := schedule.Scopes(p, indicators.Schedule{Scopes: []string{word}}); len(names) != 1 || names[0] != own {
			continue
		}
		for _, address := range r[word] {
			if !slices.ContainsFunc(out, func(known string) bool { return strings.EqualFold(known, address) }) {
				out = append(out, address)
			}
		}
	}
	return out
}

// withSchedules are the recipients with those that schedules name by scope.
func (r Recipients) withSchedules(plans []store.Schedule) Recipients {
	out := Recipients{}
	for word, addresses := range r {
		out[word] = slices.Clone(addresses)
	}
	for _, plan := range plans {
		if plan.Mail == nil {
			continue
		}
		for word, addresses := range plan.Mail.ByScope {
			for _, address := range addresses {
				out[word] = append(out[word], bare(address))
			}
		}
	}
	return out
}
