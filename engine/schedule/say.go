package schedule

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"yardstick/indicators"
)

// Says is the expression in words: 每月5日 08:00（Asia/Shanghai）.
func (c *Calendar) Says(l indicators.Language) string {
	return l.Say("schedule.says", indicators.Args{"days": c.saysDays(l), "time": c.saysTime(l), "zone": c.zone.String()})
}

// longList is how many times of the day are named one by one.
const longList = 6

func (c *Calendar) saysTime(l indicators.Language) string {
	minutes, hours := listed(c.spec.Minute), listed(c.spec.Hour)
	if len(minutes)*len(hours) <= longList {
		var times []string
		for _, hour := range hours {
			for _, minute := range minutes {
				times = append(times, fmt.Sprintf("%02d:%02d", hour, minute))
			}
		}
		return join(l, times)
	}
	in := l.Say("schedule.hours", indicators.Args{"hours": numbers(l, hours)})
	if len(hours) == 24 {
		in = l.Say("schedule.hours-all", nil)
	}
	of := l.Say("schedule.minutes", indicators.Args{"minutes": numbers(l, minutes)})
	if len(minutes) == 60 {
		of = l.Say("schedule.minutes-all", nil)
	}
	return l.Say("schedule.time", indicators.Args{"hours": in, "minutes": of})
}

func (c *Calendar) saysDays(l indicators.Language) string {
	anyDay, anyWeekday := c.spec.Dom&star != 0, c.spec.Dow&star != 0
	switch {
	case anyDay && anyWeekday:
		if months := listed(c.spec.Month); len(months) < 12 {
			return l.Say("schedule.every-day-of", indicators.Args{"months": c.saysMonths(l)})
		}
		return l.Say("schedule.every-day", nil)
	case anyDay:
		return c.ofMonths(l, c.saysWeekdays(l))
	case anyWeekday:
		return c.saysMonthDays(l)
	}
	return l.Say("schedule.either", indicators.Args{"one": c.saysMonthDays(l), "other": c.ofMonths(l, c.saysWeekdays(l))})
}

// ofMonths adds the months to what is said of weekdays, unless it is all of them.
func (c *Calendar) ofMonths(l indicators.Language, days string) string {
	if len(listed(c.spec.Month)) == 12 {
		return days
	}
	return l.Say("schedule.of-months", indicators.Args{"days": days, "months": c.saysMonths(l)})
}

func (c *Calendar) saysMonthDays(l indicators.Language) string {
	var days []string
	field := c.spec.Dom
	if c.last {
		field = c.days
	}
	for _, day := range listed(field) {
		days = append(days, l.Say("schedule.day", indicators.Args{"day": strconv.Itoa(day)}))
	}
	if c.last {
		days = append(days, l.Say("schedule.last-day", nil))
	}
	if len(listed(c.spec.Month)) == 12 {
		return l.Say("schedule.every-month", indicators.Args{"days": join(l, days)})
	}
	return l.Say("schedule.some-months", indicators.Args{"days": join(l, days), "months": c.saysMonths(l)})
}

func (c *Calendar) saysMonths(l indicators.Language) string {
	var names []string
	for _, month := range listed(c.spec.Month) {
		names = append(names, l.Say("schedule.month."+strconv.Itoa(month), nil))
	}
	return join(l, names)
}

func (c *Calendar) saysWeekdays(l indicators.Language) string {
	var names []string
	for _, day := range listed(c.spec.Dow) {
		names = append(names, l.Say("schedule.weekday."+strconv.Itoa(day), nil))
	}
	return l.Say("schedule.weekdays", indicators.Args{"days": join(l, names)})
}

func numbers(l indicators.Language, values []int) string {
	var texts []string
	for _, value := range values {
		texts = append(texts, strconv.Itoa(value))
	}
	return join(l, texts)
}

func join(l indicators.Language, texts []string) string {
	return strings.Join(texts, l.Say("schedule.and", nil))
}

// Lateness says how late something was, in its two largest units: 2 days 3 h.
func Lateness(l indicators.Language, late time.Duration) string {
	minutes := int(late / time.Minute)
	days, hours := minutes/(24*60), minutes/60%24
	args := indicators.Args{"days": strconv.Itoa(days), "hours": strconv.Itoa(hours), "minutes": strconv.Itoa(minutes % 60)}
	switch {
	case days > 0:
		return l.Say("schedule.late-days", args)
	case hours > 0:
		return l.Say("schedule.late-hours", args)
	}
	return l.Say("schedule.late-minutes", args)
}
