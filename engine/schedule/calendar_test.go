package schedule_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"yardstick/engine/schedule"
	"yardstick/indicators"
)

func at(t testing.TB, zone, text string) time.Time {
	t.Helper()
	location, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	instant, err := time.ParseInLocation("2006-01-02 15:04", text, location)
	if err != nil {
		t.Fatal(err)
	}
	return instant
}

func parse(t testing.TB, text, zone string) *schedule.Calendar {
	t.Helper()
	c, err := schedule.Parse(text, zone)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestWhatIsRefusedSaysWhy(t *testing.T) {
	for name, test := range map[string]struct{ text, zone, code string }{
		"nothing":                          {"  ", "UTC", "cron-empty"},
		"a date that never comes":          {"0 0 30 2 *", "UTC", "cron-never"},
		"31 April":                         {"0 0 31 4,6 *", "UTC", "cron-never"},
		"@every counts from the start":     {"@every 1h", "UTC", "cron-every"},
		"an unknown name":                  {"@fortnightly", "UTC", "cron-name"},
		"seconds":                          {"0 0 8 5 * *", "UTC", "cron-seconds"},
		"four fields":                      {"0 8 5 *", "UTC", "cron-fields"},
		"a zone that is none":              {"0 8 5 * *", "Asia/Kanton", "cron-zone"},
		"the machine's own zone":           {"0 8 5 * *", "Local", "cron-zone"},
		"no zone at all":                   {"0 8 5 * *", "", "cron-zone"},
		"a zone in the expression":         {"CRON_TZ=Nowhere 0 8 5 * *", "UTC", "cron-zone"},
		"a zone without an expression":     {"CRON_TZ=UTC", "UTC", "cron-zone-alone"},
		"a zone and a blank":               {"CRON_TZ=UTC ", "UTC", "cron-zone-alone"},
		"hour 25":                          {"0 25 5 * *", "UTC", "cron-field"},
		"weekday 7":                        {"0 8 * * 7", "UTC", "cron-field"},
		"words":                            {"每月 5 日 八 点", "UTC", "cron-field"},
		"L where no day stands":            {"0 L 5 * *", "UTC", "cron-field"},
		"a step of nothing":                {"*/0 8 5 * *", "UTC", "cron-field"},
		"a day beside L that there is not": {"0 8 L,32 * *", "UTC", "cron-field"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := schedule.Parse(test.text, test.zone)
			var problem *indicators.Problem
			if !errors.As(err, &problem) || problem.Code != test.code {
				t.Fatalf("Parse(%q, %q): %v, want %s", test.text, test.zone, err, test.code)
			}
			for _, l := range []indicators.Language{indicators.Chinese, indicators.English} {
				if line := problem.Line(l); strings.Contains(line, "{") {
					t.Errorf("an argument is missing: %s", line)
				}
			}
		})
	}
}

func TestInWords(t *testing.T) {
	for text, want := range map[string]struct{ zh, en string }{
		"0 8 5 * *":      {"每月5日 08:00（Asia/Shanghai）", "day 5 of each month at 08:00 (Asia/Shanghai)"},
		"@monthly":       {"每月1日 00:00（Asia/Shanghai）", "day 1 of each month at 00:00 (Asia/Shanghai)"},
		"30 9 L * *":     {"每月最后一天 09:30（Asia/Shanghai）", "the last day of each month at 09:30 (Asia/Shanghai)"},
		"0 9,17 * * 1-5": {"每周一至周五 09:00、17:00（Asia/Shanghai）", "every Monday–Friday at 09:00, 17:00 (Asia/Shanghai)"},
		"0 8 5 1,7 *":    {"每年1月、7月的5日 08:00（Asia/Shanghai）", "day 5 of January, July at 08:00 (Asia/Shanghai)"},
		"0 8 5 * 1":      {"每月5日，或每周一 08:00（Asia/Shanghai）", "day 5 of each month, or every Monday at 08:00 (Asia/Shanghai)"},
		"@daily":         {"每天 00:00（Asia/Shanghai）", "every day at 00:00 (Asia/Shanghai)"},
		"@hourly":        {"每天 每小时的第0分（Asia/Shanghai）", "every day, every hour at minute 0 (Asia/Shanghai)"},
		"* * * * *":      {"每天 每分钟（Asia/Shanghai）", "every day, every minute (Asia/Shanghai)"},
		"* 8-9 * * *":    {"每天 8、9时的每分钟（Asia/Shanghai）", "every day, every minute of hours 8, 9 (Asia/Shanghai)"},
		"0 8-18 * * 1,3": {"每周一、周三 8至18时的第0分（Asia/Shanghai）", "every Monday, Wednesday, hours 8–18 at minute 0 (Asia/Shanghai)"},
		"*/5 8 1-7,15 * *": {"每月1至7、15日 8时的第0、5、10、15、20、25、30、35、40、45、50、55分（Asia/Shanghai）",
			"days 1–7, 15 of each month, hour 8 at minutes 0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55 (Asia/Shanghai)"},
		"0 8 15,L 6-8 *":   {"每年6月至8月的15日和最后一天 08:00（Asia/Shanghai）", "day 15 and the last day of June–August at 08:00 (Asia/Shanghai)"},
		"TZ=UTC 0 8 5 * *": {"每月5日 08:00（UTC）", "day 5 of each month at 08:00 (UTC)"},
	} {
		c := parse(t, text, "Asia/Shanghai")
		if got := c.Says(indicators.Chinese); got != want.zh {
			t.Errorf("%s: %s, want %s", text, got, want.zh)
		}
		if got := c.Says(indicators.English); got != want.en {
			t.Errorf("%s: %s, want %s", text, got, want.en)
		}
	}
}

func TestWarnings(t *testing.T) {
	for name, test := range map[string]struct{ text, zone, codes string }{
		"the 5th needs none":               {"0 8 5 * *", "Asia/Shanghai", ""},
		"L needs none":                     {"0 8 L * *", "Asia/Shanghai", ""},
		"31 skips months":                  {"0 8 31 * *", "Asia/Shanghai", "cron-skips-months"},
		"29 February":                      {"0 8 29 2 *", "UTC", "cron-leap-day"},
		"29 skips February in most years":  {"0 8 29 * *", "UTC", "cron-leap-february"},
		"29 February besides other months": {"0 8 29 1,2 *", "UTC", "cron-leap-february"},
		"30 skips February":                {"0 8 30 * *", "UTC", "cron-skips-months"},
		"a step beyond the hour":           {"*/90 8 5 * *", "UTC", "cron-step"},
		"a step beyond the month":          {"0 8 1-10/20 * *", "UTC", "cron-step"},
		"a step within its field":          {"0 */6 * * *", "UTC", ""},
		"a day and a weekday":              {"0 8 5 * 1", "UTC", "cron-either"},
		"every five minutes":               {"*/5 8 5 * *", "UTC", "cron-often"},
		"a time that is left out":          {"30 2 * * *", "America/New_York", "cron-gap"},
		"a time that comes twice":          {"30 1 * * *", "America/New_York", "cron-overlap"},
		"none on days without a change":    {"30 1 5 * *", "Asia/Shanghai", ""},
		"a half-hour change":               {"15 2 * * *", "Australia/Lord_Howe", "cron-gap"},
	} {
		t.Run(name, func(t *testing.T) {
			var codes []string
			for _, w := range parse(t, test.text, test.zone).Warnings(at(t, "UTC", "2021-01-01 00:00")) {
				codes = append(codes, w.Code)
				if w.Severity != indicators.Warning || strings.Contains(w.Line(indicators.English), "{") {
					t.Errorf("%v", w)
				}
			}
			if got := strings.Join(codes, " "); got != test.codes {
				t.Errorf("%s in %s warns %q, want %q", test.text, test.zone, got, test.codes)
			}
		})
	}
}

func TestWhenItIsDue(t *testing.T) {
	for name, test := range map[string]struct{ text, zone, from, to, want string }{
		"each month":                     {"0 8 5 * *", "Asia/Shanghai", "2021-01-05 08:00", "2021-04-01 00:00", "2021-02-05 08:00|2021-03-05 08:00"},
		"the last day":                   {"0 8 L * *", "Asia/Shanghai", "2021-01-31 08:00", "2021-05-01 00:00", "2021-02-28 08:00|2021-03-31 08:00|2021-04-30 08:00"},
		"the last day and the 15th":      {"0 8 15,L 2 *", "UTC", "2024-01-01 00:00", "2024-12-31 00:00", "2024-02-15 08:00|2024-02-29 08:00"},
		"the last day or a Monday":       {"0 8 L 2 1", "UTC", "2022-02-20 00:00", "2022-12-31 00:00", "2022-02-21 08:00|2022-02-28 08:00"},
		"leap days over 2100":            {"0 0 29 2 *", "UTC", "2096-03-01 00:00", "2105-01-01 00:00", "2104-02-29 00:00"},
		"skipped where clocks go on":     {"30 2 * * *", "America/New_York", "2021-03-12 12:00", "2021-03-15 12:00", "2021-03-13 02:30|2021-03-15 02:30"},
		"once where clocks go back":      {"30 1 * * *", "America/New_York", "2021-11-06 12:00", "2021-11-08 12:00", "2021-11-07 01:30|2021-11-08 01:30"},
		"each local hour once":           {"0 * * * *", "America/New_York", "2021-11-07 00:00", "2021-11-07 03:00", "2021-11-07 01:00|2021-11-07 02:00|2021-11-07 03:00"},
		"no clock changes in Guangzhou":  {"30 2 14 3 *", "Asia/Shanghai", "2021-01-01 00:00", "2022-01-01 00:00", "2021-03-14 02:30"},
		"a midnight that does not exist": {"0 0 * * *", "America/Sao_Paulo", "2018-11-03 12:00", "2018-11-05 12:00", "2018-11-05 00:00"},
	} {
		t.Run(name, func(t *testing.T) {
			instants, more := parse(t, test.text, test.zone).Between(at(t, test.zone, test.from), at(t, test.zone, test.to), 100)
			var got []string
			for _, instant := range instants {
				got = append(got, instant.Format("2006-01-02 15:04"))
			}
			if strings.Join(got, "|") != test.want || more {
				t.Errorf("%s: %v, more %v", test.text, got, more)
			}
		})
	}
}

func TestACappedListSaysSo(t *testing.T) {
	c := parse(t, "0 * * * *", "UTC")
	from, to := at(t, "UTC", "2021-01-01 00:00"), at(t, "UTC", "2021-01-01 10:00")
	if got, more := c.Between(from, to, 10); len(got) != 10 || more {
		t.Errorf("ten of ten: %d, more %v", len(got), more)
	}
	if got, more := c.Between(from, to, 9); len(got) != 9 || !more {
		t.Errorf("nine of ten: %d, more %v", len(got), more)
	}
	if latest, ok := c.Latest(from.AddDate(-300, 0, 0), to); !ok || !latest.Equal(to) {
		t.Errorf("the latest is %v", latest)
	}
	if latest, ok := c.Latest(from, from.Add(time.Minute)); ok {
		t.Errorf("between two times there is %v", latest)
	}
}

// Every local minute that there is and that the expression names is due once, and
// no other is.
func TestNothingIsMissedAndNothingTwice(t *testing.T) {
	zones := []string{"America/New_York", "Asia/Shanghai", "Australia/Lord_Howe", "America/Sao_Paulo", "Africa/Cairo", "UTC"}
	rapid.Check(t, func(t *rapid.T) {
		zone, err := time.LoadLocation(rapid.SampledFrom(zones).Draw(t, "zone"))
		if err != nil {
			t.Fatal(err)
		}
		minute, hour := rapid.SampledFrom([]int{0, 15, 30, 45}).Draw(t, "minute"), rapid.IntRange(0, 4).Draw(t, "hour")
		text := fmtCron(minute, hour)
		c, err := schedule.Parse(text, zone.String())
		if err != nil {
			t.Fatal(err)
		}
		from := time.Date(rapid.IntRange(2010, 2025).Draw(t, "year"), time.Month(rapid.IntRange(1, 12).Draw(t, "month")), 1, 12, 0, 0, 0, zone)
		to := from.AddDate(0, 1, 0)
		want := map[time.Time]bool{}
		shown := map[string]bool{}
		for instant := from.Add(15 * time.Minute); !instant.After(to); instant = instant.Add(15 * time.Minute) {
			wall := instant.Format("2006-01-02 15:04")
			if instant.Minute() == minute && instant.Hour() == hour && !shown[wall] {
				shown[wall], want[instant.UTC()] = true, true
			}
		}
		got, _ := c.Between(from, to, 1000)
		last := from
		for _, instant := range got {
			if !instant.After(last) || !want[instant.UTC()] {
				t.Fatalf("%s in %s: %v is not due or out of order", text, zone, instant)
			}
			last = instant
		}
		if len(got) != len(want) {
			t.Fatalf("%s in %s from %v: %d instants, want %d", text, zone, from, len(got), len(want))
		}
	})
}

func fmtCron(minute, hour int) string {
	return time.Date(2000, 1, 1, hour, minute, 0, 0, time.UTC).Format("4 15") + " * * *"
}

func FuzzParse(f *testing.F) {
	for _, text := range []string{"0 8 5 * *", "@monthly", "CRON_TZ=UTC", "TZ= 1", "0 8 L,15 */2 MON-FRI", "0 0 30 2 *", "* * * * *", "@every 1s"} {
		f.Add(text, "Asia/Shanghai")
	}
	from := time.Date(2021, 1, 1, 0, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, text, zone string) {
		c, err := schedule.Parse(text, zone)
		if err != nil {
			var problem *indicators.Problem
			if !errors.As(err, &problem) {
				t.Fatalf("%q: %v is no problem with a code", text, err)
			}
			return
		}
		next := c.Next(from)
		if !next.After(from) {
			t.Fatalf("%q is read, and after %v comes %v", text, from, next)
		}
		if again, err := schedule.Parse(c.String(), zone); err != nil || !again.Next(from).Equal(next) {
			t.Fatalf("%q reads back differently", text)
		}
	})
}
