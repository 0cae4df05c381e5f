package store_test

import (
	"path/filepath"
	"testing"
	"time"

	"yardstick/engine"
	"yardstick/engine/store"
)

// Nanoseconds since 1970 end in 2262: an instant after it is not one long ago.
func TestAnInstantBeyondWhatCanBeKeptIsNoOther(t *testing.T) {
	s, _ := office(t, filepath.Join(t.TempDir(), "x.db"))
	enterVisits(t, s, actorOf(t, s, "li"))
	now, err := s.Cut(ctx, "", time.Time{})
	if err != nil || now.Head.Count < 2 {
		t.Fatal(now, err)
	}
	for text, want := range map[string]engine.Head{"9999-12-31": now.Head, "2300-06-15": now.Head, "2100-01-01": now.Head, "1500-01-01": {}, "0001-01-02": {}, "1900-01-01": {}} {
		at, _ := time.Parse(time.DateOnly, text)
		got, err := s.Cut(ctx, "", at)
		if err != nil || got.Head != want {
			t.Errorf("as of %s: %v %v, want %v", text, got.Head, err, want)
		}
	}
	old, _ := time.Parse(time.DateOnly, "1500-01-01")
	changes, err := s.Changes(ctx, "", store.ChangeFilter{Since: old})
	if err != nil || len(changes) == 0 {
		t.Errorf("since 1500: %d %v", len(changes), err)
	}
	sound(t, s)
}
