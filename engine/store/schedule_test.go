package store_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"yardstick/engine"
	"yardstick/engine/store"
	"yardstick/engine/store/storetest"
	"yardstick/indicators"
)

// schedules opens a database with the test programme at noon of 10 January.
func schedules(t *testing.T) (*store.Store, *storetest.Clock) {
	t.Helper()
	clock := &storetest.Clock{}
	clock.Set(storetest.At(time.January, 10))
	s, err := store.Open(ctx, filepath.Join(t.TempDir(), "y.db"), store.Options{Create: true, Now: clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	if _, err := s.LoadProgramme(ctx, storetest.Definitions("100"), ""); err != nil {
		t.Fatal(err)
	}
	return s, clock
}

var monthly = indicators.Schedule{Name: "月报", Cron: "0 8 5 * *"}.Filled()

func TestSinceWhenTheTimesOfAScheduleCount(t *testing.T) {
	s, clock := schedules(t)
	set := func(month time.Month, change func(*indicators.Schedule)) time.Time {
		t.Helper()
		plan := monthly
		change(&plan)
		clock.Set(storetest.At(month, 10))
		if err := s.SetSchedule(ctx, nil, "", plan, true); err != nil {
			t.Fatal(err)
		}
		return since(t, s)
	}
	if at := set(time.January, func(*indicators.Schedule) {}); !at.Equal(storetest.At(time.January, 10)) {
		t.Errorf("set in January: since %v", at)
	}
	if at := set(time.February, func(p *indicators.Schedule) { p.Formats = []string{"json"} }); !at.Equal(storetest.At(time.January, 10)) {
		t.Errorf("another format: since %v", at)
	}
	if at := set(time.March, func(p *indicators.Schedule) { p.Cron = "@daily" }); !at.Equal(storetest.At(time.March, 10)) {
		t.Errorf("other times: since %v", at)
	}
	clock.Set(storetest.At(time.April, 10))
	if err := s.SetPaused(ctx, nil, "", monthly.Name, true); err != nil {
		t.Fatal(err)
	}
	clock.Set(storetest.At(time.May, 10))
	if err := s.SetPaused(ctx, nil, "", monthly.Name, false); err != nil {
		t.Fatal(err)
	}
	if at := since(t, s); !at.Equal(storetest.At(time.May, 10)) {
		t.Errorf("resumed in May: since %v", at)
	}
	sound(t, s)
}

func since(t *testing.T, s *store.Store) time.Time {
	t.Helper()
	plan, err := s.Schedule(ctx, "", monthly.Name)
	if err != nil {
		t.Fatal(err)
	}
	return plan.Since
}

func TestWhoMayChangeSchedules(t *testing.T) {
	s, _ := schedules(t)
	if err := s.SetSchedule(ctx, nil, "", monthly, false); err != nil {
		t.Fatal(err)
	}
	if got := code(s.SetSchedule(ctx, nil, "", monthly, false)); got != "schedule-there" {
		t.Errorf("set twice: %q", got)
	}
	if got := code(s.SetPaused(ctx, nil, "", "周报", true)); got != "schedule-unknown" {
		t.Errorf("another name: %q", got)
	}
	manager := engine.Actor{Name: "zhao", Grants: []engine.Grant{{Role: engine.Manager}}}
	officer := engine.Actor{Name: "li", Grants: []engine.Grant{{Role: engine.Officer}}}
	storetest.Hire(t, s, manager, officer)
	for name, test := range map[string]struct {
		as   *engine.Actor
		code string
	}{"nobody": {nil, "account-wanted"}, "an officer": {&officer, "may-not-schedule"}, "a manager": {&manager, ""}} {
		if got := code(s.SetPaused(ctx, test.as, "", monthly.Name, true)); got != test.code {
			t.Errorf("%s: %q, want %q", name, got, test.code)
		}
	}
	changes, err := s.Changes(ctx, "t-2021", store.ChangeFilter{Limit: 1})
	if err != nil || len(changes) != 1 || !strings.Contains(changes[0].Say(indicators.English), "zhao paused the schedule 月报") {
		t.Errorf("%v %+v", err, changes)
	}
	sound(t, s)
}

func TestARunIsRecordedOnce(t *testing.T) {
	s, _ := schedules(t)
	jobs, err := s.Jobs(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer jobs.Close()
	add := func(state store.RunState, cause store.RunCause) (added bool) {
		t.Helper()
		run := store.Run{Programme: "t-2021", Schedule: "月报", Due: storetest.At(time.February, 5), AsOf: storetest.At(time.February, 5),
			Period: storetest.Month(time.January), Cause: cause, Plan: monthly, State: state, MadeAt: storetest.At(time.March, 1)}
		var files []store.RunFile
		if state != store.RunSkipped {
			files = []store.RunFile{{Scope: "programme", Format: "pdf", Path: "programme.pdf"}}
		}
		if err := jobs.Tx(ctx, func(tx *store.JobsTx) error { added, err = tx.Add(&run, files); return err }); err != nil {
			t.Fatal(err)
		}
		return added
	}
	if !add(store.RunSkipped, store.RunDue) || add(store.RunWorking, store.RunDue) {
		t.Error("what was skipped stays so when it is due again")
	}
	if !add(store.RunWorking, store.RunBackfill) || add(store.RunWorking, store.RunBackfill) {
		t.Error("a backfill takes it up, once")
	}
	runs, err := s.Runs(ctx, "", store.RunFilter{Open: true})
	if err != nil || len(runs) != 1 || runs[0].Files != 1 || runs[0].Plan.Cron != monthly.Cron {
		t.Errorf("%v %+v", err, runs)
	}
	for name, test := range map[string]struct {
		filter store.RunFilter
		want   int
	}{
		"of its period":     {store.RunFilter{Period: storetest.Month(time.January)}, 1},
		"of another period": {store.RunFilter{Period: storetest.Month(time.February)}, 0},
		"under way":         {store.RunFilter{State: store.RunWorking}, 1},
		"done":              {store.RunFilter{State: store.RunDone}, 0},
		"after the first":   {store.RunFilter{Limit: 5, Skip: 1}, 0},
	} {
		if found, err := s.Runs(ctx, "t-2021", test.filter); err != nil || len(found) != test.want {
			t.Errorf("%s: %v %+v", name, err, found)
		}
	}
}
