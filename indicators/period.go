package indicators

import (
	"fmt"
	"strconv"
	"time"
)

// Date is a day of the Gregorian calendar, without a time zone: the day number
// since 1970-01-01. The zero Date means "none" to fields that say so.
type Date int32

// NewDate returns the day; ok is false for one that does not exist (2月30日).
func NewDate(year int, month time.Month, day int) (d Date, ok bool) {
	t := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	if t.Year() != year || t.Month() != month || t.Day() != day {
		return 0, false
	}
	return Date(t.Unix() / 86400), true
}

// MonthEnd returns the last day of the month.
func MonthEnd(year int, month time.Month) Date {
	return Date(time.Date(year, month+1, 0, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// ParseDate reads "2021-10-31".
func ParseDate(text string) (Date, error) {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return 0, fmt.Errorf("date %q: want a day such as 2021-10-31", text)
	}
	return Date(t.Unix() / 86400), nil
}

// Time returns midnight at the start of the day, in UTC.
func (d Date) Time() time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

// EndIn returns the last instant of the day in a time zone, to the nanosecond.
func (d Date) EndIn(zone *time.Location) time.Time {
	t := d.Time()
	return time.Date(t.Year(), t.Month(), t.Day()+1, 0, 0, 0, 0, zone).Add(-1)
}

func (d Date) String() string { return d.Time().Format(time.DateOnly) }

// MarshalText writes "2021-10-31".
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads "2021-10-31".
func (d *Date) UnmarshalText(text []byte) (err error) {
	*d, err = ParseDate(string(text))
	return err
}

// Value returns the day number as a Value, so that dates compare as numbers do.
func (d Date) Value() Value { return Value(d) * One }

// DateOf is the inverse of [Date.Value].
func DateOf(v Value) Date { return Date(v / One) }

// Window is a span of days, both ends included.
type Window struct {
	From Date `json:"from"`
	To   Date `json:"to"`
}

// IsZero reports whether no window was given.
func (w Window) IsZero() bool { return w == Window{} }

// Contains reports whether the day lies in the window.
func (w Window) Contains(d Date) bool { return w.From <= d && d <= w.To }

// Months returns the number of calendar months the window touches:
// 2020年11月至2021年10月 is 12.
func (w Window) Months() int { return int(MonthOf(w.To)-MonthOf(w.From)) + 1 }

// Period is one month for which figures are reported: the number of months
// since January of year 0. Coarser periods (a quarter, a half-year, a year) are
// reported under their last month; see [Frequency].
type Period int32

// NewPeriod returns the period of a month.
func NewPeriod(year int, month time.Month) Period { return Period(year*12 + int(month) - 1) }

// MonthOf returns the month that holds the day.
func MonthOf(d Date) Period {
	t := d.Time()
	return NewPeriod(t.Year(), t.Month())
}

// ParsePeriod reads "2021-03".
func ParsePeriod(text string) (Period, error) {
	if len(text) == 7 && text[4] == '-' {
		year, err1 := strconv.Atoi(text[:4])
		month, err2 := strconv.Atoi(text[5:])
		if err1 == nil && err2 == nil && month >= 1 && month <= 12 && year > 0 {
			return NewPeriod(year, time.Month(month)), nil
		}
	}
	return 0, fmt.Errorf("period %q: want a month such as 2021-03", text)
}

// Year returns the calendar year.
func (p Period) Year() int { return int(p) / 12 }

// Month returns the month of the year.
func (p Period) Month() time.Month { return time.Month(int(p)%12 + 1) }

// First returns the first day of the month.
func (p Period) First() Date {
	return Date(time.Date(p.Year(), p.Month(), 1, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// Last returns the last day of the month.
func (p Period) Last() Date { return MonthEnd(p.Year(), p.Month()) }

func (p Period) String() string { return fmt.Sprintf("%04d-%02d", p.Year(), int(p.Month())) }

// MarshalText writes "2021-03".
func (p Period) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText reads "2021-03".
func (p *Period) UnmarshalText(text []byte) (err error) {
	*p, err = ParsePeriod(string(text))
	return err
}

// Frequency says how many months a reporting period or a "每季度" lasts.
type Frequency string

// The frequencies of the notation and of reporting.
const (
	Weekly     Frequency = "week" // of targets only; reported by month
	Monthly    Frequency = "month"
	Quarterly  Frequency = "quarter"
	HalfYearly Frequency = "half-year"
	Yearly     Frequency = "year"
)

// Months returns the length in months; 1 for a week, which is reported by month.
func (f Frequency) Months() int {
	switch f {
	case Quarterly:
		return 3
	case HalfYearly:
		return 6
	case Yearly:
		return 12
	}
	return 1
}

// Horizon says over what span a target is to be reached.
type Horizon string

// An indicator may have a target for each; each has its own due date and verdict.
const (
	Annual Horizon = "annual" // 当年度
	Term   Horizon = "term"   // 项目周期
)
