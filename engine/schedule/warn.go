package schedule

import (
	"strconv"
	"strings"
	"time"

	"yardstick/indicators"
)

// clockYears is how far ahead changes of the clock are looked for.
const clockYears = 2

// Warnings says what an expression does that its writer may not expect, looking
// from an instant on: cron-skips-months, cron-leap-day, cron-either, cron-often,
// cron-gap, cron-overlap.
func (c *Calendar) Warnings(from time.Time) []*indicators.Problem {
	var out []*indicators.Problem
	warn := func(code string, args ...string) {
		p := problem(code, append(args, "text", c.text)...)
		p.Severity = indicators.Warning
		out = append(out, p)
	}
	anyDay, anyWeekday := c.spec.Dom&star != 0, c.spec.Dow&star != 0
	switch skipped, leap := c.skipped(); {
	case anyWeekday && len(skipped) > 0:
		warn("cron-skips-months", "count", strconv.Itoa(len(skipped)), "months", strings.Join(skipped, ", "))
	case anyWeekday && leap && len(listed(c.spec.Month)) == 1:
		warn("cron-leap-day")
	case anyWeekday && leap:
		warn("cron-leap-february")
	}
	if !anyDay && !anyWeekday {
		warn("cron-either")
	}
	if len(listed(c.spec.Minute)) > 1 {
		warn("cron-often")
	}
	for _, step := range c.steps {
		warn("cron-step", "part", step.text, "value", strconv.Itoa(step.value))
	}
	gap, overlap := c.clockChanges(from)
	if !gap.IsZero() {
		warn("cron-gap", "at", gap.Format(minuteText), "zone", c.zone.String())
	}
	if !overlap.IsZero() {
		warn("cron-overlap", "at", overlap.Format(minuteText), "zone", c.zone.String())
	}
	return out
}

// minuteText is how a local time is printed.
const minuteText = "2006-01-02 15:04"

// skipped lists the months of the expression that have none of its days, and
// whether February has one in leap years only.
func (c *Calendar) skipped() (months []string, leap bool) {
	if c.last || c.spec.Dom&star != 0 {
		return nil, false
	}
	first := listed(c.spec.Dom)[0]
	for _, month := range listed(c.spec.Month) {
		switch {
		case first > longest(month):
			months = append(months, strconv.Itoa(month))
		case first == 29 && month == 2:
			leap = true
		}
	}
	return months, leap
}

// clockChanges returns the first local time of the expression that a change of
// the clock leaves out, and the first that it brings twice; zero for none.
func (c *Calendar) clockChanges(from time.Time) (gap, overlap time.Time) {
	for at, until := from.In(c.zone), from.AddDate(clockYears, 0, 0); ; {
		_, change := at.ZoneBounds()
		if change.IsZero() || change.After(until) {
			return gap, overlap
		}
		_, before := change.Add(-time.Nanosecond).Zone()
		_, after := change.Zone()
		low := change.Add(time.Duration(min(before, after)) * time.Second).UTC()
		high := change.Add(time.Duration(max(before, after)) * time.Second).UTC()
		if due := c.nextWall(low.Add(-time.Second)); !due.IsZero() && due.Before(high) {
			switch {
			case after > before && gap.IsZero():
				gap = due
			case after < before && overlap.IsZero():
				overlap = due
			}
		}
		at = change
	}
}
