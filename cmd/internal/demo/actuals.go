package demo

import (
	"time"

	"yardstick/engine"
	"yardstick/indicators"
)

// First and Last are the months for which results are made up: the survey's year.
var (
	First = month(2020, time.November)
	Last  = month(2021, time.October)
)

func month(year int, m time.Month) indicators.Period { return indicators.NewPeriod(year, m) }

// Batch is what is entered at one instant.
type Batch struct {
	Month        indicators.Period
	At           time.Time
	Entries      []engine.Entry
	Declarations []engine.Declaration
}

// Months makes up the results of the first programme: a batch for the last day of
// each month, at six in the evening. A month's figures are in its own batch, but
// for the late city's and the correction, which come when the story says.
func Months(p *indicators.Programme) []Batch {
	var batches []Batch
	for m := First; m <= Last; m++ {
		last := m.Last().Time()
		batch := Batch{Month: m, At: time.Date(last.Year(), last.Month(), last.Day(), 18, 0, 0, 0, p.Location())}
		for assignment := range p.Assignments() {
			batch.Entries = append(batch.Entries, figures(assignment, m)...)
		}
		batch.Declarations = declarations(p, m)
		batches = append(batches, batch)
	}
	return batches
}

// figures are an assignment's entries in the batch of a month.
func figures(a *indicators.Assignment, m indicators.Period) []engine.Entry {
	var entries []engine.Entry
	for _, indicator := range a.Indicators {
		for _, report := range reportsOf(indicator) {
			if report.entered == m {
				entries = append(entries, report.entry(indicator.ID))
			}
		}
	}
	if text := spent(a, m); text != "" {
		entries = append(entries, engine.Entry{Indicator: a.MoneyID(), Part: indicators.MoneySpent, Period: m, Text: text})
	}
	return entries
}

// report is one figure of an indicator, and the month in which it is entered.
type report struct {
	period, entered indicators.Period
	text, note      string
	correction      bool
}

func (r report) entry(indicator string) engine.Entry {
	e := engine.Entry{Indicator: indicator, Period: r.period, Text: r.text, Note: r.note}
	if r.correction {
		e.Supersede, e.Note = r.note, ""
	}
	return e
}

// reportsOf are all reports of an indicator: what the story tells, on time, with
// its incidents applied.
func reportsOf(i *indicators.Indicator) []report {
	local := i.Assignment.Project.LocalID() + "/" + i.LocalID()
	plan := story(i, local)
	var reports []report
	for m := First; m <= Last; m++ {
		text, told := plan[m]
		if !told {
			continue
		}
		r := report{period: m, entered: m, text: text}
		incident, found := incidents[where{i.Assignment.Region, local, m}]
		if !found {
			incident = incidents[where{i.Assignment.Region, "", m}]
		}
		switch incident.kind {
		case neverReported:
			continue
		case reportedLate:
			r.entered, r.note = incident.entered, incident.note
		case reportedAs:
			r.text, r.note = incident.text, incident.note
		case mistyped:
			wrong := r
			wrong.text = incident.text
			reports = append(reports, wrong)
			r.entered, r.note, r.correction = incident.entered, incident.note, true
		}
		reports = append(reports, r)
	}
	return reports
}

// along returns the k-th part of a total split along a curve, whose shares add up
// to a thousand: the parts add up to the total.
func along(total int, curve []int, k int) int {
	if k < 0 || k >= len(curve) {
		return 0
	}
	before := 0
	for _, share := range curve[:k] {
		before += share
	}
	return total*(before+curve[k])/1000 - total*before/1000
}

// spent is an assignment's spending of a month in 万元, empty before the fiscal year.
func spent(a *indicators.Assignment, m indicators.Period) string {
	k := int(m - month(2021, time.January))
	if k < 0 {
		return ""
	}
	hundredths := int(a.Funds() / (indicators.One / 100))
	return indicators.Hundredths(along(hundredths*spentShare(a)/1000, spendingCurve, k)).String()
}
