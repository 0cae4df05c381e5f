package intake

import (
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/width"

	"yardstick/indicators"
)

// parsePeriod reads a month as tables write it: 2021-03, 2021-3, 2021/03,
// 2021.3, 202103, 2021年3月, 2021年03月份, and a day of it, 2021-03-31 or
// 2021/3/31, which spreadsheets make of a month. A month without its year, and
// "Mar-21", are refused: they may mean two things.
func parsePeriod(text string) (indicators.Period, bool) {
	text = strings.TrimSpace(width.Narrow.String(text))
	if len(text) == 6 && digits(text) {
		return month(text[:4], text[4:])
	}
	for _, suffix := range []string{"份", "月"} {
		text = strings.TrimSuffix(text, suffix)
	}
	if year, rest, ok := strings.Cut(text, "年"); ok {
		return month(strings.TrimSpace(year), strings.TrimSpace(rest))
	}
	for _, separator := range []string{"-", "/", "."} {
		parts := strings.Split(text, separator)
		switch len(parts) {
		case 2:
			return month(parts[0], parts[1])
		case 3:
			period, ok := month(parts[0], parts[1])
			if !ok || !digits(parts[2]) {
				return 0, false
			}
			day, err := strconv.Atoi(parts[2])
			_, exists := indicators.NewDate(period.Year(), period.Month(), day)
			return period, err == nil && exists
		}
	}
	return 0, false
}

func month(year, number string) (indicators.Period, bool) {
	if len(year) != 4 || len(number) == 0 || len(number) > 2 || !digits(year) || !digits(number) {
		return 0, false
	}
	y, _ := strconv.Atoi(year)
	m, _ := strconv.Atoi(number)
	return indicators.NewPeriod(y, time.Month(m)), m >= 1 && m <= 12 && y > 0
}

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
