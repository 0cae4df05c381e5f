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
	code, times := "schedule.says", c.saysTimes()
	of := join(l, times)
	if len(times) == 0 {
		code, of = "schedule.says-often", c.saysHours(l)
	}
	return l.Say(code, indicators.Args{"days": c.saysDays(l), "time": of, "zone": c.zone.String()})
}

// longList is how many times of the day are named one by one.
const longList = 6

// saysTimes lists the times of the day; none where they are too many.
func (c *Calendar) saysTimes() (times []string) {
	minutes, hours := listed(c.spec.Minute), listed(c.spec.Hour)
	if len(minutes)*len(hours) > longList {
		return nil
	}
	for _, hour := range hours {
		for _, minute := range minutes {
			times = append(times, fmt.Sprintf("%02d:%02d", hour, minute))
		}
	}
	return times
}

// saysHours says which minutes of which hours.
func (c *Calendar) saysHours(l indicators.Language) string {
	minutes, hours := listed(c.spec.Minute), listed(c.spec.Hour)
	in := some(l, "schedule.hour", hours)
	if len(hours) == 24 {
		in = l.Say("schedule.hours-all", nil)
	}
	switch {
	case len(minutes) == 60 && len(hours) == 24:
		return l.Say("schedule.minutes-all", nil)
	case len(minutes) == 60:
		return l.Say("schedule.minutes-all-of", indicators.Args{"hours": in})
	}
	return l.Say("schedule.time", indicators.Args{"hours": in, "minutes": some(l, "schedule.minute", minutes)})
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
	var parts []string
	field := c.spec.Dom
	if c.last {
		field = c.days
	}
	if days := listed(field); len(days) > 0 {
		parts = append(parts, some(l, "schedule.day", days))
	}
	if c.last {
		parts = append(parts, l.Say("schedule.last-day", nil))
	}
	days := parts[0]
	if len(parts) == 2 {
		days = l.Say("schedule.both", indicators.Args{"one": parts[0], "other": parts[1]})
	}
	if len(listed(c.spec.Month)) == 12 {
		return l.Say("schedule.every-month", indicators.Args{"days": days})
	}
	return l.Say("schedule.some-months", indicators.Args{"days": days, "months": c.saysMonths(l)})
}

func (c *Calendar) saysMonths(l indicators.Language) string {
	return spans(l, listed(c.spec.Month), func(month int) string { return l.Say("schedule.month."+strconv.Itoa(month), nil) })
}

func (c *Calendar) saysWeekdays(l indicators.Language) string {
	days := spans(l, listed(c.spec.Dow), func(day int) string { return l.Say("schedule.weekday."+strconv.Itoa(day), nil) })
	return l.Say("schedule.weekdays", indicators.Args{"days": days})
}

// some says a number under a word, or several under its plural: day 5, days 1–7.
func some(l indicators.Language, word string, values []int) string {
	if len(values) > 1 {
		word += "s"
	}
	return l.Say(word, indicators.Args{"values": spans(l, values, strconv.Itoa)})
}

// spans lists values by their names; from three in a row on the first and the last.
func spans(l indicators.Language, values []int, name func(int) string) string {
	var parts []string
	for from := 0; from < len(values); {
		to := from
		for to+1 < len(values) && values[to+1] == values[to]+1 {
			to++
		}
		if to-from < 2 {
			to = from
			parts = append(parts, name(values[from]))
		} else {
			parts = append(parts, l.Say("schedule.span", indicators.Args{"from": name(values[from]), "to": name(values[to])}))
		}
		from = to + 1
	}
	return join(l, parts)
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
