package runs_test

import (
	"testing"
	"time"

	"yardstick/cmd/internal/runs"
	"yardstick/engine/store"
)

func TestLateness(t *testing.T) {
	due := time.Date(2021, time.February, 5, 0, 0, 0, 0, time.UTC)
	for name, test := range map[string]struct {
		run  store.Run
		want time.Duration
	}{
		"made two days later":               {store.Run{Cause: store.RunDue, State: store.RunDone, MadeAt: due.Add(48 * time.Hour), EndedAt: due.Add(49 * time.Hour)}, 49 * time.Hour},
		"still under way":                   {store.Run{Cause: store.RunDue, State: store.RunWorking, MadeAt: due.Add(time.Hour)}, time.Hour},
		"on time":                           {store.Run{Cause: store.RunDue, State: store.RunDone, MadeAt: due, EndedAt: due}, 0},
		"left out":                          {store.Run{Cause: store.RunDue, State: store.RunSkipped, MadeAt: due.Add(48 * time.Hour), EndedAt: due.Add(48 * time.Hour)}, 0},
		"by hand":                           {store.Run{Cause: store.RunByHand, State: store.RunDone, MadeAt: due, EndedAt: due.Add(time.Hour)}, 0},
		"a backfill of years ago, not late": {store.Run{Cause: store.RunBackfill, State: store.RunDone, MadeAt: due.AddDate(5, 0, 0), EndedAt: due.AddDate(5, 0, 0)}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			test.run.Due, test.run.AsOf = due, due
			if got := runs.Lateness(test.run); got != test.want {
				t.Errorf("late by %v, want %v", got, test.want)
			}
		})
	}
}
