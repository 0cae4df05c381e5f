package store_test

import (
	"maps"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"

	"yardstick/engine"
	"yardstick/engine/store"
	"yardstick/engine/store/storetest"
)

// TestOfficialEqualsApprovalsReplayedProvisionalEqualsEntries takes random steps on
// the sheets of a city, and compares both streams at every cut with the same
// history replayed: the official one takes a sheet's figures over at its approval,
// the provisional one each figure at its entry.
func TestOfficialEqualsApprovalsReplayedProvisionalEqualsEntries(t *testing.T) {
	folder, databases := t.TempDir(), 0
	li := engine.Actor{Name: "li", Grants: []engine.Grant{{Role: engine.Officer}}}
	wang := engine.Actor{Name: "wang", Grants: []engine.Grant{{Role: engine.Reviewer}}}
	const assignment = "t-2021/survey/440100"
	rapid.Check(t, func(r *rapid.T) {
		clock := &storetest.Clock{}
		now := storetest.At(time.February, 1)
		clock.Set(now)
		databases++
		s, err := store.Open(ctx, filepath.Join(folder, "sheets"+strconv.Itoa(databases)+".db"), store.Options{Create: true, Now: clock.Now})
		if err != nil {
			r.Fatal(err)
		}
		defer s.Close()
		if _, err := s.LoadProgramme(ctx, storetest.Definitions("100"), "manager"); err != nil {
			r.Fatal(err)
		}
		official, provisional := map[string]string{}, map[string]string{}
		record := func(local, value string, as *engine.Actor) {
			at := storetest.Guangzhou(local)
			_, err := s.Record(ctx, "", []engine.Entry{{Indicator: at, Period: storetest.Month(time.January), Text: value, Supersede: supersede(provisional[at])}}, store.RecordOptions{As: as})
			if err == nil {
				provisional[at] = value
			}
		}
		for _, local := range rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"visits", "reports"}), 0, 2, rapid.ID[string]).Draw(r, "before accounts") {
			record(local, "1", nil)
			official[storetest.Guangzhou(local)] = "1"
		}
		storetest.Hire(t, s, li, wang)
		type state struct {
			cut                   store.Cut
			official, provisional map[string]string
		}
		var states []state
		for range rapid.IntRange(1, 14).Draw(r, "steps") {
			now = now.Add(time.Minute)
			clock.Set(now)
			january := storetest.Month(time.January)
			switch rapid.SampledFrom([]string{"enter", "enter", "enter", "submit", "submit", "approve", "return", "withdraw", "withdraw", "reason"}).Draw(r, "step") {
			case "enter":
				record(rapid.SampledFrom([]string{"visits", "reports", "satisfaction"}).Draw(r, "row"), strconv.Itoa(rapid.IntRange(1, 90).Draw(r, "value")), &li)
			case "reason":
				before, err := s.Submission(ctx, "", assignment, january)
				if err != nil {
					r.Fatal(err)
				}
				_, err = s.DeclareAs(ctx, li, "", []engine.Declaration{{Kind: engine.DeviationReason, Indicator: storetest.Guangzhou("reports"), Period: january, Reason: "目标偏低"}})
				if refused := err != nil; refused != (before.State == engine.Submitted) {
					r.Fatal(before.State, err)
				}
			case "submit":
				_, _ = s.Submit(ctx, li, "", assignment, january) // refused where nothing is to be submitted
			case "approve":
				if _, err := s.Approve(ctx, wang, "", assignment, january, 0); err == nil {
					official = maps.Clone(provisional)
				}
			case "withdraw":
				at := storetest.Guangzhou(rapid.SampledFrom([]string{"visits", "reports", "satisfaction"}).Draw(r, "row"))
				if err := s.Withdraw(ctx, li, "", at, "", january, 0); err == nil {
					delete(provisional, at)
					if was, approved := official[at]; approved {
						provisional[at] = was
					}
				}
			case "return":
				_, _ = s.Return(ctx, wang, "", assignment, january, 0, "请核对")
			}
			cut, err := s.Cut(ctx, "", time.Time{})
			if err != nil {
				r.Fatal(err)
			}
			states = append(states, state{cut, maps.Clone(official), maps.Clone(provisional)})
		}
		for _, was := range states {
			for both, want := range map[bool]map[string]string{false: was.official, true: was.provisional} {
				if got := counting(r, s, was.cut, both); !maps.Equal(got, want) {
					r.Fatalf("at %d, provisional %v: %v, want %v", was.cut.Seq, both, got, want)
				}
			}
		}
		v, err := s.Verify(ctx)
		if err != nil || !v.Sound() {
			r.Fatalf("%v %v", err, v.Problems)
		}
		if err := s.Rebuild(ctx); err != nil {
			r.Fatal(err)
		}
		if v, err = s.Verify(ctx); err != nil || !v.Sound() {
			r.Fatalf("after rebuilding: %v %v", err, v.Problems)
		}
	})
}

func supersede(was string) string {
	if was == "" {
		return ""
	}
	return "更正"
}

func counting(r *rapid.T, s *store.Store, cut store.Cut, provisional bool) map[string]string {
	out := map[string]string{}
	for o, err := range s.Observations(ctx, "", cut, store.ObservationFilter{Provisional: provisional}) {
		if err != nil {
			r.Fatal(err)
		}
		if _, superseded := out[o.Indicator]; !superseded {
			out[o.Indicator] = o.Text
		}
	}
	return out
}
