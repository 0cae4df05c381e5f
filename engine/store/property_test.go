package store_test

import (
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"

	"yardstick/engine"
	"yardstick/engine/store"
	"yardstick/engine/store/storetest"
	"yardstick/indicators"
)

// TestAsOfEqualsTheHistoryReplayed enters a random history, with corrections and
// a clock that wanders, and compares every cut with the same history replayed in
// memory up to there.
func TestAsOfEqualsTheHistoryReplayed(t *testing.T) {
	folder, databases := t.TempDir(), 0
	rapid.Check(t, func(r *rapid.T) {
		clock := &storetest.Clock{}
		now := storetest.At(time.December, 1)
		clock.Set(now)
		databases++
		s, err := store.Open(ctx, filepath.Join(folder, strconv.Itoa(databases)+".db"), store.Options{Create: true, Now: clock.Now})
		if err != nil {
			r.Fatal(err)
		}
		defer s.Close()
		if _, err := s.LoadProgramme(ctx, storetest.Definitions("100"), "manager"); err != nil {
			r.Fatal(err)
		}
		type cell struct {
			indicator string
			period    indicators.Period
		}
		history := []engine.Observation{}
		current := map[cell]bool{}
		for range rapid.IntRange(1, 15).Draw(r, "entries") {
			now = now.Add(time.Duration(rapid.IntRange(-2, 30).Draw(r, "hours")) * time.Hour)
			clock.Set(now)
			at := cell{storetest.Guangzhou(rapid.SampledFrom([]string{"visits", "reports", "satisfaction"}).Draw(r, "indicator")),
				storetest.Month(time.Month(rapid.IntRange(1, 3).Draw(r, "month")))}
			e := engine.Entry{Indicator: at.indicator, Period: at.period, Text: strconv.Itoa(rapid.IntRange(0, 99).Draw(r, "value"))}
			if current[at] {
				e.Supersede = "更正"
			}
			out, err := s.Record(ctx, "", []engine.Entry{e}, store.RecordOptions{})
			if err != nil {
				r.Fatal(err)
			}
			current[at] = true
			history = append(history, out.Observations...)
		}
		for range 5 {
			instant := storetest.At(time.December, 1).Add(time.Duration(rapid.IntRange(-5, 300).Draw(r, "instant")) * time.Hour)
			want := map[cell]indicators.Value{}
			for _, o := range history {
				if o.EnteredAt.After(instant) || storetest.At(time.December, 1).After(instant) {
					break // as of an instant: what came before the first later link
				}
				want[cell{o.Indicator, o.Period}] = o.Value
			}
			cut, err := s.Cut(ctx, "", instant)
			if err != nil {
				r.Fatal(err)
			}
			got := map[cell]indicators.Value{}
			for o, err := range s.Observations(ctx, "", cut, store.ObservationFilter{}) {
				if err != nil {
					r.Fatal(err)
				}
				if _, superseded := got[cell{o.Indicator, o.Period}]; !superseded {
					got[cell{o.Indicator, o.Period}] = o.Value
				}
			}
			if len(got) != len(want) {
				r.Fatalf("as of %v: %v, want %v", instant, got, want)
			}
			for at, value := range want {
				if got[at] != value {
					r.Fatalf("as of %v %v is %v, want %v", instant, at, got[at], value)
				}
			}
		}
		v, err := s.Verify(ctx)
		if err != nil || !v.Sound() {
			r.Fatalf("%v %v", err, v)
		}
		before, _ := s.Cut(ctx, "", time.Time{})
		if err := s.Rebuild(ctx); err != nil {
			r.Fatal(err)
		}
		if v, err = s.Verify(ctx); err != nil || !v.Sound() || v.Chains[0].Head != before.Head {
			r.Fatalf("after rebuilding: %v %v", err, v)
		}
	})
}
