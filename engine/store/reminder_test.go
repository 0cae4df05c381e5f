package store_test

import (
	"testing"
	"time"

	"yardstick/engine/store"
	"yardstick/engine/store/storetest"
)

func TestAReminderIsRecordedOnce(t *testing.T) {
	s, clock := schedules(t)
	february := storetest.Month(time.February)
	first := store.Reminder{Programme: "t-2021", Period: february, Kind: "soon", Address: "a@example.org"}
	refused := store.Reminder{Programme: "t-2021", Period: february, Kind: "soon", Address: "b@example.org", Fault: store.RunFault{Text: "no such mailbox"}}
	for _, one := range []store.Reminder{first, refused, first} {
		if err := s.Reminded(ctx, one); err != nil {
			t.Fatal(err)
		}
		clock.Set(clock.Now().Add(time.Hour))
	}
	got, err := s.Reminders(ctx, "t-2021", february)
	if err != nil || len(got) != 2 || !got[0].At.Equal(storetest.At(time.January, 10)) || got[0].Fault.Text != "" || got[1].Fault.Text != "no such mailbox" {
		t.Errorf("%v %+v", err, got)
	}
	if later, err := s.Reminders(ctx, "t-2021", february+1); err != nil || len(later) != 0 {
		t.Errorf("%v %+v", err, later)
	}
}
