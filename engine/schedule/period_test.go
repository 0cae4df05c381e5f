package schedule_test

import (
	"testing"
	"time"

	"yardstick/engine/schedule"
	"yardstick/indicators"
)

// TestWhichMonthARunReports holds what a run reports through against a calendar on
// the wall: the month is told by the clock of the programme, whatever the zone of the
// schedule, and never beyond the fiscal year.
func TestWhichMonthARunReports(t *testing.T) {
	for name, c := range map[string]struct {
		zone, due  string // where and when the run is due
		of         string // the programme's zone; Asia/Shanghai unless said
		start      int    // the fiscal year's first month, January unless said
		period     string
		previous   string // what is reported by default, and
		this, name string // of the month itself
	}{
		"the 5th":                                   {zone: "Asia/Shanghai", due: "2021-04-05 08:00", previous: "2021-03", this: "2021-04"},
		"the first minute of a month":               {zone: "Asia/Shanghai", due: "2021-04-01 00:00", previous: "2021-03", this: "2021-04"},
		"the last minute of a month":                {zone: "Asia/Shanghai", due: "2021-03-31 23:59", previous: "2021-02", this: "2021-03"},
		"the last day of February":                  {zone: "Asia/Shanghai", due: "2021-02-28 18:00", previous: "2021-01", this: "2021-02"},
		"a leap day":                                {zone: "Asia/Shanghai", due: "2020-02-29 18:00", previous: "2020-01", this: "2020-02"},
		"January is of the year before":             {zone: "Asia/Shanghai", due: "2021-01-05 08:00", previous: "2020-12", this: "2021-01"},
		"New Year's first minute":                   {zone: "Asia/Shanghai", due: "2021-01-01 00:00", previous: "2020-12", this: "2021-01"},
		"New Year's Eve":                            {zone: "Asia/Shanghai", due: "2021-12-31 23:59", previous: "2021-11", this: "2021-12"},
		"the January after closes the year":         {zone: "Asia/Shanghai", due: "2022-01-05 08:00", previous: "2021-12", this: "2021-12"},
		"February after the year stays at its end":  {zone: "Asia/Shanghai", due: "2022-02-05 08:00", previous: "2021-12", this: "2021-12"},
		"two years after":                           {zone: "Asia/Shanghai", due: "2023-06-05 08:00", previous: "2021-12", this: "2021-12"},
		"31 May has no 31 April":                    {zone: "Asia/Shanghai", due: "2021-05-31 08:00", previous: "2021-04", this: "2021-05"},
		"31 March has no 31 February":               {zone: "Asia/Shanghai", due: "2021-03-31 08:00", previous: "2021-02", this: "2021-03"},
		"UTC's evening is the next month there":     {zone: "UTC", due: "2021-03-31 16:00", previous: "2021-03", this: "2021-04"},
		"and a minute earlier is not":               {zone: "UTC", due: "2021-03-31 15:59", previous: "2021-02", this: "2021-03"},
		"UTC's New Year's Eve":                      {zone: "UTC", due: "2020-12-31 16:00", previous: "2020-12", this: "2021-01"},
		"New York's noon":                           {zone: "America/New_York", due: "2021-06-30 12:00", previous: "2021-06", this: "2021-07"},
		"New York's morning":                        {zone: "America/New_York", due: "2021-06-30 11:59", previous: "2021-05", this: "2021-06"},
		"New York's winter noon is an hour later":   {zone: "America/New_York", due: "2021-11-30 11:00", previous: "2021-11", this: "2021-12"},
		"Kiritimati is a day ahead":                 {zone: "Pacific/Kiritimati", due: "2021-04-01 05:59", previous: "2021-02", this: "2021-03"},
		"and at six it is the month there":          {zone: "Pacific/Kiritimati", due: "2021-04-01 06:00", previous: "2021-03", this: "2021-04"},
		"a programme in Berlin, summer":             {of: "Europe/Berlin", zone: "UTC", due: "2021-06-30 22:00", previous: "2021-06", this: "2021-07"},
		"a programme in Berlin, winter":             {of: "Europe/Berlin", zone: "UTC", due: "2021-11-30 22:00", previous: "2021-10", this: "2021-11"},
		"a programme in Berlin, winter's hour":      {of: "Europe/Berlin", zone: "UTC", due: "2021-11-30 23:00", previous: "2021-11", this: "2021-12"},
		"a programme on Lord Howe, half an hour":    {of: "Australia/Lord_Howe", zone: "UTC", due: "2021-06-30 13:30", previous: "2021-06", this: "2021-07"},
		"on Lord Howe in summer":                    {of: "Australia/Lord_Howe", zone: "UTC", due: "2021-11-30 13:00", previous: "2021-11", this: "2021-12"},
		"a programme in Nepal":                      {of: "Asia/Kathmandu", zone: "UTC", due: "2021-06-30 18:14", previous: "2021-05", this: "2021-06"},
		"in Nepal a minute later":                   {of: "Asia/Kathmandu", zone: "UTC", due: "2021-06-30 18:15", previous: "2021-06", this: "2021-07"},
		"a fiscal year from April, its end":         {start: 4, zone: "Asia/Shanghai", due: "2022-04-05 08:00", previous: "2022-03", this: "2022-03"},
		"a fiscal year from April, inside":          {start: 4, zone: "Asia/Shanghai", due: "2022-01-05 08:00", previous: "2021-12", this: "2022-01"},
		"a fiscal year from April, its first month": {start: 4, zone: "Asia/Shanghai", due: "2021-05-01 00:00", previous: "2021-04", this: "2021-05"},
		"a month that is named":                     {period: "2021-06", zone: "Asia/Shanghai", due: "2021-09-05 08:00", name: "2021-06"},
		"a month that is named, long after":         {period: "2021-06", zone: "Asia/Shanghai", due: "2024-09-05 08:00", name: "2021-06"},
	} {
		t.Run(name, func(t *testing.T) {
			p := &indicators.Programme{ID: "x", Year: 2021, Zone: "Asia/Shanghai"}
			if c.of != "" {
				p.Zone = c.of
			}
			if c.start != 0 {
				p.FiscalStart = time.Month(c.start)
			}
			due := at(t, c.zone, c.due)
			for word, want := range map[string]string{"": c.previous, indicators.PreviousMonth: c.previous, indicators.ThisMonth: c.this, c.period: c.name} {
				if want == "" {
					continue
				}
				if got := schedule.PeriodOf(p, indicators.Schedule{Period: word}, due).String(); got != want {
					t.Errorf("%q: %s, want %s", word, got, want)
				}
			}
		})
	}
}
