package indicators

import "strings"

// Schedule says when scorecards are made by themselves, of what, and where they
// go (计划). What its texts may be is for package engine/schedule to check.
type Schedule struct {
	Name string `json:"name"`
	Cron string `json:"cron"`           // five fields, or @monthly and the like
	Zone string `json:"zone,omitempty"` // IANA name; the programme's when empty
	// Scopes are all, programme, projects, cities, or ids of projects and codes of regions.
	Scopes   []string `json:"scopes"`
	Formats  []string `json:"formats"`
	Language Language `json:"language"`
	// Period is what a run reports through: previous or this month, or one month
	// such as 2021-10.
	Period  string           `json:"period"`
	Folder  string           `json:"folder"` // pattern of the files' names, without extension
	Mail    *ScheduleMail    `json:"mail,omitempty"`
	Webhook *ScheduleWebhook `json:"webhook,omitempty"`
	CatchUp CatchUp          `json:"catch_up"`
	Retries int              `json:"retries"` // how often a file is tried again after it failed
	// HoldDays is for how many days after it was due a run waits until every sheet
	// of its period is approved; 0 is not at all.
	HoldDays int              `json:"hold_days,omitempty"`
	At       Place            `json:"-"`
	Places   map[string]Place `json:"-"` // of what it says, by the names of the fields
}

// Place is where a schedule says something, by the name of the field; where it begins,
// when it leaves that out.
func (s Schedule) Place(field string) Place {
	if at, said := s.Places[field]; said {
		return at
	}
	return s.At
}

// CatchUp says which of the runs that were missed are made afterwards.
type CatchUp string

// The policies.
const (
	CatchUpAll    CatchUp = "all"
	CatchUpLatest CatchUp = "latest" // the newest one
	CatchUpNone   CatchUp = "none"
)

// ScheduleMail says who gets a run's scorecards by mail.
type ScheduleMail struct {
	To []string `json:"to"` // all of them
	// ByScope are further recipients of one scope: a project's id or a region's code.
	ByScope map[string][]string `json:"by_scope,omitempty"`
}

// ScheduleWebhook says which address is told of a run. Its secret is never here.
type ScheduleWebhook struct {
	URL string `json:"url"`
}

// What a schedule is where it does not say.
const (
	PreviousMonth  = "previous" // of Period
	ThisMonth      = "this"
	DefaultFolder  = "{programme}/{period}/{scope}"
	DefaultRetries = 5
	everyScope     = "all"
	usualFormat    = "pdf"
)

// Filled is the schedule with the defaults of what it leaves empty; Retries and
// HoldDays stay as they are. With mail only the latest run that was missed is made
// up for: nobody wants ten of them at once.
func (s Schedule) Filled() Schedule {
	orElse := func(text *string, value string) {
		if *text = strings.TrimSpace(*text); *text == "" {
			*text = value
		}
	}
	orElse(&s.Period, PreviousMonth)
	orElse(&s.Folder, DefaultFolder)
	if len(s.Scopes) == 0 {
		s.Scopes = []string{everyScope}
	}
	if len(s.Formats) == 0 {
		s.Formats = []string{usualFormat}
	}
	if s.Language == "" {
		s.Language = Chinese
	}
	if s.CatchUp == "" {
		s.CatchUp = CatchUpAll
		if s.Mail != nil {
			s.CatchUp = CatchUpLatest
		}
	}
	return s
}
