package deliver

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"yardstick/cmd/internal/demo"
	"yardstick/engine"
	"yardstick/engine/store"
	"yardstick/engine/store/storetest"
	"yardstick/indicators"
	"yardstick/indicators/library"
)

// told is a reminder in a line: soon gz@example.org survey/440100.
func told(all []Reminder) (out []string) {
	for _, r := range all {
		var sheets []string
		for _, s := range r.Sheets {
			sheets = append(sheets, strings.TrimPrefix(s.Assignment.ID, "gd-2021/"))
		}
		out = append(out, fmt.Sprintf("%s %s %s", r.Kind, r.Address, strings.Join(sheets, " ")))
	}
	return out
}

func TestWhoIsRemindedOfWhat(t *testing.T) {
	p := library.Programme()
	october := indicators.NewPeriod(2021, time.October)
	closes := engine.ClosesAfter(p, october)
	sheet := func(id string, state engine.SubmissionState, change func(*engine.SheetSummary)) engine.SheetSummary {
		for a := range p.Assignments() {
			if a.ID == "gd-2021/"+id {
				s := engine.SheetSummary{Assignment: a, Period: october, ClosesAfter: closes, Wanted: 4, Filled: 2, Entered: 2, Waits: 2}
				s.Submission.State = state
				change(&s)
				return s
			}
		}
		t.Fatal(id)
		return engine.SheetSummary{}
	}
	as := func(*engine.SheetSummary) {}
	to := Recipients{"440100": {"gz@example.org"}, "深圳": {"sz@example.org", "SZ@example.org"}, "440300": {"sz@example.org"}, "survey": {"reader@example.org"}, "council": {"council@example.org"},
		"all": {"office@example.org"}, "cities": {"office@example.org"}, Reviewers: {"review@example.org"}}
	open := sheet("survey/440100", engine.Draft, as)
	for name, c := range map[string]struct {
		sheets []engine.SheetSummary
		day    int // after the last one
		want   []string
	}{
		"six days before it closes nobody is":                  {[]engine.SheetSummary{open}, -6, nil},
		"five days before it closes those of the city are":     {[]engine.SheetSummary{open}, -5, []string{"soon gz@example.org survey/440100"}},
		"the day before too, where the machine was off":        {[]engine.SheetSummary{open}, -1, []string{"soon gz@example.org survey/440100"}},
		"on the last day it is said that it is the last":       {[]engine.SheetSummary{open}, 0, []string{"last-day gz@example.org survey/440100"}},
		"afterwards nobody is: nothing can be entered":         {[]engine.SheetSummary{open}, 1, nil},
		"one letter for all sheets of an address":              {[]engine.SheetSummary{open, sheet("clusters/440100", engine.Draft, as)}, 0, []string{"last-day gz@example.org survey/440100 clusters/440100"}},
		"an address that is named twice gets one":              {[]engine.SheetSummary{sheet("survey/440300", engine.Draft, as)}, 0, []string{"last-day sz@example.org survey/440300"}},
		"the province's own project is its own":                {[]engine.SheetSummary{sheet("council/440000", engine.Draft, as)}, 0, []string{"last-day council@example.org council/440000"}},
		"a sheet that was returned is to be submitted":         {[]engine.SheetSummary{sheet("survey/440100", engine.Returned, func(s *engine.SheetSummary) { s.Filled, s.Waits, s.Submission.Submitted = 4, 0, 7 })}, 0, []string{"last-day gz@example.org survey/440100"}},
		"a full draft is to be submitted":                      {[]engine.SheetSummary{sheet("survey/440100", engine.Draft, func(s *engine.SheetSummary) { s.Filled = 4 })}, 0, []string{"last-day gz@example.org survey/440100"}},
		"an empty sheet of which nothing is wanted is not":     {[]engine.SheetSummary{sheet("survey/440100", engine.Draft, func(s *engine.SheetSummary) { s.Wanted, s.Filled, s.Entered, s.Waits = 0, 0, 0, 0 })}, 0, nil},
		"who has submitted is not":                             {[]engine.SheetSummary{sheet("survey/440100", engine.Submitted, as), sheet("survey/440300", engine.Approved, as)}, 0, nil},
		"reviewers are told of what waits once it has closed":  {[]engine.SheetSummary{sheet("survey/440100", engine.Submitted, as), sheet("survey/440300", engine.Approved, as)}, 1, []string{"review review@example.org survey/440100"}},
		"and of a declaration that waits on an unfinished one": {[]engine.SheetSummary{sheet("survey/440100", engine.Draft, func(s *engine.SheetSummary) { s.Declared = 1 })}, 5, []string{"review review@example.org survey/440100"}},
		"not for ever": {[]engine.SheetSummary{sheet("survey/440100", engine.Submitted, as)}, 6, nil},
	} {
		if got := told(Reminders(p, c.sheets, to, closes+indicators.Date(c.day))); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// atWork is a database in which the last month is being entered, reviewed and approved.
func atWork(t *testing.T) *office {
	t.Helper()
	o := &office{clock: &storetest.Clock{}, folder: t.TempDir()}
	o.clock.Set(due.AddDate(-1, 0, 0))
	var err error
	if o.Store, err = store.Open(ctx, filepath.Join(t.TempDir(), "work.db"), store.Options{Create: true, Now: o.clock.Now}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { o.Close() })
	if _, err := o.LoadProgramme(ctx, demo.Sources(), store.LocalOperator); err != nil {
		t.Fatal(err)
	}
	if o.p, err = o.Programme(ctx, "", time.Time{}); err != nil {
		t.Fatal(err)
	}
	months := demo.Months(o.p)
	for _, month := range months[:len(months)-1] {
		o.clock.Set(month.At)
		if err := demo.Enter(ctx, o.Store, o.p.ID, month); err != nil {
			t.Fatal(err)
		}
	}
	if err := demo.Office(ctx, o.Store, o.p, o.clock.Set); err != nil {
		t.Fatal(err)
	}
	return o
}

func TestRemindersAreSentOnce(t *testing.T) {
	t.Parallel()
	o, server := atWork(t), newSMTP(t)
	closes := engine.ClosesAfter(o.p, demo.Last)
	at := func(days, hour int) time.Time {
		day := (closes + indicators.Date(days)).Time()
		return time.Date(day.Year(), day.Month(), day.Day(), hour, 30, 0, 0, o.p.Location())
	}
	o.clock.Set(at(0, 7))
	settings := server.settings(t, nil)
	settings.Recipients = Recipients{"440100": {"gz@example.org", "gone@example.org"}, Reviewers: {"review@example.org"}}
	var busy atomic.Bool
	busy.Store(true)
	server.rcpt = func(address string) string {
		switch {
		case address == "gone@example.org":
			return "550 5.1.1 no such mailbox"
		case busy.Load():
			return "451 4.7.1 later"
		}
		return ""
	}
	look := func() {
		t.Helper()
		(&Reminding{Options: o.options(settings), Language: indicators.Chinese}).Look(ctx) // each time as after a restart
	}
	letters := func(address string, want int) {
		t.Helper()
		if got := len(server.to(address)); got != want {
			t.Errorf("%v: %s has %d letters, want %d", o.clock.Now(), address, got, want)
		}
	}
	look() // before eight
	if all, err := o.Store.Reminders(ctx, o.p.ID, 0); err != nil || len(all) != 0 {
		t.Fatalf("%v %+v", err, all)
	}
	o.clock.Set(at(0, 9))
	look()
	letters("gz@example.org", 0)
	busy.Store(false)
	for range 3 {
		look()
	}
	letters("gz@example.org", 1)
	letters("gone@example.org", 0)
	letters("review@example.org", 0)
	o.clock.Set(at(1, 9))
	for range 2 {
		look()
	}
	letters("gz@example.org", 1)
	letters("review@example.org", 1)
	for address, want := range map[string][]string{
		"gz@example.org":     {"广州市，2021年度地级以上市企业情况综合工作经费", "已退回", closes.String()},
		"review@example.org": {"等待审核", "提交，缺"},
	} {
		letter := open(t, server.to(address)[0].text)
		for _, part := range want {
			if !strings.Contains(letter.text, part) {
				t.Errorf("%s: the letter lacks %q:\n%s", address, part, letter.text)
			}
		}
		if subject := letter.word(t, "Subject"); !strings.Contains(subject, "2021-10") {
			t.Errorf("%s: subject %q", address, subject)
		}
	}
	all, err := o.Store.Reminders(ctx, o.p.ID, demo.Last)
	if err != nil || len(all) != 3 || all[0].Address != "gone@example.org" || all[0].Fault.Code != "smtp-refused" {
		t.Errorf("%v %+v", err, all)
	}
}

func TestAReminderThatFailsIsTriedLaterAndNotEachMinute(t *testing.T) {
	t.Parallel()
	o, server := atWork(t), newSMTP(t)
	var tries atomic.Int32
	server.rcpt = func(string) string { tries.Add(1); return "451 4.7.1 later" }
	settings := server.settings(t, nil)
	settings.Recipients = Recipients{"440100": {"gz@example.org"}}
	day := engine.ClosesAfter(o.p, demo.Last).Time()
	o.clock.Set(time.Date(day.Year(), day.Month(), day.Day(), 9, 0, 0, 0, o.p.Location()))
	r := &Reminding{Options: o.options(settings), Language: indicators.Chinese}
	for range 60 {
		r.Look(ctx)
		o.clock.Set(o.clock.Now().Add(time.Minute))
	}
	if tries.Load() != 7 { // at once, and 1, 2, 4, 8, 16 and 32 minutes after: on the minute
		t.Errorf("tried %d times in an hour", tries.Load())
	}
}
