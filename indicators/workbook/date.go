package workbook

import (
	"strconv"
	"strings"
	"time"
)

// epoch is the day that a workbook counts its days from.
type epoch int

const (
	epoch1900 epoch = iota // 1 is 1900-01-01, and 60 a 29 February that never was
	epoch1904              // 0 is 1904-01-01
)

// text shows a stored day, an instant or a time of day with the parts that its
// format shows; what it hides of a day is left out only from the right
// (2021年10月), for a day without its year is no day.
func (e epoch) text(decimal, parts string) (string, bool) {
	whole, fraction, _ := strings.Cut(decimal, ".")
	days, err := strconv.Atoi(whole)
	if err != nil || strings.HasPrefix(decimal, "-") || days > 2_958_465 {
		return "", false
	}
	seconds := 0
	if fraction != "" {
		share, err := strconv.ParseFloat("0."+fraction, 64)
		if err != nil {
			return "", false
		}
		seconds = int(share*86_400 + 0.5)
	}
	clock := strings.ContainsAny(parts, "hns")
	at, real := e.day(days)
	at = at.Add(time.Duration(seconds) * time.Second)
	switch {
	case days == 0 && e == epoch1900 && clock && !strings.ContainsAny(parts, "ymd"):
		return clockOf(at, seconds), true
	case !real:
		return "", false
	case clock || seconds != 0:
		return at.Format("2006-01-02 ") + clockOf(at, seconds), true
	case strings.Contains(parts, "d"):
		return at.Format("2006-01-02"), true
	case strings.Contains(parts, "y") && strings.Contains(parts, "m"):
		return at.Format("2006年1月"), true
	case parts == "y":
		return at.Format("2006年"), true
	}
	return at.Format("2006-01-02"), true
}

// day is a numbered day; not real for those before the calendar starts, and the
// one that never was.
func (e epoch) day(n int) (time.Time, bool) {
	if e == epoch1904 {
		return time.Date(1904, 1, 1+n, 0, 0, 0, 0, time.UTC), true
	}
	if n < 60 {
		return time.Date(1899, 12, 31+n, 0, 0, 0, 0, time.UTC), n > 0
	}
	return time.Date(1899, 12, 30+n, 0, 0, 0, 0, time.UTC), n > 60
}

func clockOf(at time.Time, seconds int) string {
	if seconds%60 != 0 {
		return at.Format("15:04:05")
	}
	return at.Format("15:04")
}
