package schedule

import (
	"math/bits"
	"time"
	_ "time/tzdata" // the zones' rules are in the program: a machine without them keeps time too

	"github.com/robfig/cron/v3"
)

// Calendar is a cron expression in a time zone: the instants at which something
// is due. Each local time is due once. One that the zone leaves out, because its
// clocks go forward, is skipped; one that comes twice is due the first time.
type Calendar struct {
	text string // as written
	zone *time.Location
	spec cron.SpecSchedule // the last days of months stand in it as 28 to 31
	last bool              // L: the last day of the month
	days uint64            // the days of the month besides L, as bits

	steps []longStep
}

// longStep is a step that leaves a single value of its field.
type longStep struct {
	text  string
	value int
}

// star marks a field of a cron.SpecSchedule that was written as * or ?.
const star = 1 << 63

// farthest is how many years apart two dates of an expression may be: 29
// February, around a year such as 2100.
const farthest = 8

// String is the expression as it was written.
func (c *Calendar) String() string { return c.text }

// Zone is the time zone that the expression is read in.
func (c *Calendar) Zone() *time.Location { return c.zone }

// Next is the first instant after another, in the calendar's zone.
func (c *Calendar) Next(after time.Time) time.Time {
	after = after.In(c.zone)
	for wall := c.nextWall(wallOf(after)); !wall.IsZero(); wall = c.nextWall(wall) {
		if at, exists := instantOf(wall, c.zone); exists && at.After(after) {
			return at
		}
	}
	return time.Time{}
}

// nextWall is the next local time, on a clock that is never changed. The parser's
// Next is asked on such a clock only: in zones whose clocks change by half an hour
// it leaves days out. It looks no further than five years, so that it is asked
// again from there.
func (c *Calendar) nextWall(after time.Time) time.Time {
	for limit := after.AddDate(farthest+1, 0, 0); after.Before(limit); {
		wall := c.spec.Next(after)
		switch {
		case wall.IsZero():
			after = after.AddDate(4, 0, 0)
		case c.dayMatches(wall):
			return wall
		default:
			after = wall
		}
	}
	return time.Time{}
}

// dayMatches holds a day between the 28th and the 31st to L.
func (c *Calendar) dayMatches(wall time.Time) bool {
	day := wall.Day()
	return !c.last || c.days>>day&1 == 1 || wall.AddDate(0, 0, 1).Day() == 1 ||
		c.spec.Dow&star == 0 && c.spec.Dow>>int(wall.Weekday())&1 == 1
}

// wallOf is what the clocks show at an instant, as a time in UTC.
func wallOf(at time.Time) time.Time {
	_, offset := at.Zone()
	return at.UTC().Add(time.Duration(offset) * time.Second)
}

// instantOf is when the clocks of a zone show a local time first; exists is false
// where they leave it out.
func instantOf(wall time.Time, zone *time.Location) (at time.Time, exists bool) {
	at = time.Date(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), wall.Minute(), 0, 0, zone)
	if !wallOf(at).Equal(wall) {
		return at, false
	}
	if start, _ := at.ZoneBounds(); !start.IsZero() {
		_, before := start.Add(-time.Nanosecond).Zone()
		_, now := start.Zone()
		if back := time.Duration(before-now) * time.Second; at.Sub(start) < back {
			at = at.Add(-back) // shown before already, until the clocks were set back
		}
	}
	return at, true
}

// Between enumerates the instants after one and up to another, at most limit of
// them; more says that there are others.
func (c *Calendar) Between(after, upTo time.Time, limit int) (instants []time.Time, more bool) {
	for at := c.Next(after); !at.IsZero() && !at.After(upTo); at = c.Next(at) {
		if len(instants) == limit {
			return instants, true
		}
		instants = append(instants, at)
	}
	return instants, false
}

// longAgo is from when on Latest no longer goes back step by step.
const longAgo = 50 * 366 * 24 * time.Hour

// Latest is the newest instant after one and up to another; it is found from the
// back, so that a long absence costs nothing. ok is false when there is none.
func (c *Calendar) Latest(after, upTo time.Time) (at time.Time, ok bool) {
	for span := time.Hour; ; span *= 4 {
		from := upTo.Add(-span)
		if from.Before(after) || span > longAgo {
			from = after
		}
		for next := c.Next(from); !next.IsZero() && !next.After(upTo); next = c.Next(next) {
			at, ok = next, true
		}
		if ok || !from.After(after) {
			return at, ok
		}
	}
}

// listed returns the values of a field's bits.
func listed(field uint64) []int {
	var values []int
	for field &^= star; field != 0; field &= field - 1 {
		values = append(values, bits.TrailingZeros64(field))
	}
	return values
}
