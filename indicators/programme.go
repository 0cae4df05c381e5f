package indicators

import (
	"iter"
	"sync"
	"time"
)

// Programme is the whole of what one document promises (政策任务 / 专项资金).
type Programme struct {
	ID      string // gd-2021
	Title   string
	TitleEN string // for readers of English; the published title stands beside it
	Year    int    // the fiscal year; also the year of a date without one
	// FiscalStart is the first month of the fiscal year; 1 unless declared.
	FiscalStart time.Month
	Zone        string // IANA name; Asia/Shanghai unless declared
	Method      string // scoring method with its version: mof-2020@1
	Source      Source
	Note        string // shown on every scorecard: what a reader must know
	// Illustrative marks a programme whose actuals are made up; every page says so.
	Illustrative bool
	Frequency    Frequency // of reporting; month unless declared
	DueDay       int       // of the month after a period, by which it is to be reported; 3 unless declared
	GraceDays    int       // 0 unless declared
	Cumulative   bool      // reporting: cumulative — figures are totals so far
	Regions      Regions   // those that take part, the province first
	Projects     []*Project
	Reconcile    []Reconciliation
	Schedules    []Schedule // what is made by itself, and when
	Version      int        // of the definition in force; 1 is in force from the first day
}

// Source is the document that the definitions were taken from.
type Source struct {
	Title string
	File  string
	URL   string
}

// Reconciliation declares that a parent region's figure should agree with the
// sum of other indicators. It is for comparison only: the parent keeps its own
// reported actual.
type Reconciliation struct {
	Indicator string // id of the province's indicator
	With      string // local id of the indicators added up: survey/*/collected
	At        Place
}

// Location returns the programme's time zone; a definition that loaded has one.
func (p *Programme) Location() *time.Location {
	if zone, ok := zones.Load(p.Zone); ok {
		return zone.(*time.Location)
	}
	zone, err := time.LoadLocation(p.Zone)
	if err != nil {
		return time.UTC
	}
	zones.Store(p.Zone, zone)
	return zone
}

// zones are the time zones read so far, by name: reading one opens a file, and a
// scorecard asks for its programme's once an observation.
var zones sync.Map

// FiscalYear returns the window of the fiscal year.
func (p *Programme) FiscalYear() Window {
	start := NewPeriod(p.Year, max(p.FiscalStart, 1))
	return Window{From: start.First(), To: (start + 11).Last()}
}

// Assignments walks all assignments, project by project, in published order.
func (p *Programme) Assignments() iter.Seq[*Assignment] {
	return func(yield func(*Assignment) bool) {
		for _, project := range p.Projects {
			for _, assignment := range project.Assignments {
				if !yield(assignment) {
					return
				}
			}
		}
	}
}

// Indicators walks all indicators in published order.
func (p *Programme) Indicators() iter.Seq[*Indicator] {
	return func(yield func(*Indicator) bool) {
		for assignment := range p.Assignments() {
			for _, indicator := range assignment.Indicators {
				if !yield(indicator) {
					return
				}
			}
		}
	}
}

// Targets walks all targets, each with its indicator, in published order.
func (p *Programme) Targets() iter.Seq2[*Indicator, *Target] {
	return func(yield func(*Indicator, *Target) bool) {
		for indicator := range p.Indicators() {
			for _, target := range indicator.Targets {
				if !yield(indicator, target) {
					return
				}
			}
		}
	}
}

// Project returns the project with the id or local id, nil when there is none.
func (p *Programme) Project(id string) *Project {
	for _, project := range p.Projects {
		if project.ID == id || project.LocalID() == id {
			return project
		}
	}
	return nil
}

// Indicator returns the indicator with the full id, nil when there is none.
func (p *Programme) Indicator(id string) *Indicator {
	for a := range p.Assignments() {
		if len(id) <= len(a.ID) || id[len(a.ID)] != '/' || id[:len(a.ID)] != a.ID {
			continue
		}
		for _, indicator := range a.Indicators {
			if indicator.ID == id {
				return indicator
			}
		}
	}
	return nil
}
