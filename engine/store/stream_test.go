package store_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"yardstick/engine"
	"yardstick/engine/store"
	"yardstick/engine/store/storetest"
	"yardstick/indicators"
)

// What is kept of the present is what the figures come to, entry after entry.
func TestStandingRowsEqualTheirFiguresAddedUp(t *testing.T) {
	s := open(t, store.Options{Create: true, Now: func() time.Time { return storetest.At(time.December, 20) }})
	if _, err := s.LoadProgramme(ctx, storetest.Definitions("100"), "manager"); err != nil {
		t.Fatal(err)
	}
	entered := map[string]bool{}
	rapid.Check(t, func(r *rapid.T) {
		e := engine.Entry{Indicator: storetest.Guangzhou(rapid.SampledFrom([]string{"visits", "reports", "satisfaction"}).Draw(r, "indicator")),
			Period: storetest.Month(time.Month(rapid.IntRange(1, 12).Draw(r, "month"))), Text: strconv.Itoa(rapid.IntRange(0, 99).Draw(r, "value"))}
		if key := e.Indicator + e.Period.String(); entered[key] {
			e.Supersede = "更正"
		} else {
			entered[key] = true
		}
		if _, err := s.Record(ctx, "", []engine.Entry{e}, store.RecordOptions{}); err != nil {
			r.Fatal(err)
		}
		cut, err := s.Cut(ctx, "", time.Time{})
		if err != nil {
			r.Fatal(err)
		}
		want, got := map[int64]engine.Tally{}, map[int64]engine.Tally{}
		err = s.Scan(ctx, "", cut, 1, func(int) func(store.Figure) error {
			return func(f store.Figure) error {
				tally := want[f.Line]
				tally.Add(f.Period, f.Value)
				want[f.Line] = tally
				return nil
			}
		})
		if err != nil {
			r.Fatal(err)
		}
		err = s.ScanStanding(ctx, "", 1, func(int) func(store.Standing) error {
			return func(one store.Standing) error {
				got[one.Line] = one.Tally
				return nil
			}
		})
		if err != nil {
			r.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			r.Fatal(diff)
		}
	})
}

// Figures far apart in time and of many lines come back as they were entered.
func TestAScanKeepsLineAndPeriodApart(t *testing.T) {
	s := open(t, store.Options{Create: true, Now: func() time.Time { return storetest.At(time.December, 20) }})
	if _, err := s.LoadProgramme(ctx, storetest.Wide(30), "manager"); err != nil {
		t.Fatal(err)
	}
	want := map[indicators.Period]indicators.Value{}
	var entries []engine.Entry
	for n := range 30 {
		for month := time.January; month <= time.December; month++ {
			value := n*100 + int(month)
			entries = append(entries, engine.Entry{Indicator: storetest.Guangzhou("n" + strconv.Itoa(n)), Period: storetest.Month(month), Text: strconv.Itoa(value)})
			want[storetest.Month(month)] += indicators.Value(value) * indicators.One
		}
	}
	if _, err := s.Record(ctx, "", entries, store.RecordOptions{}); err != nil {
		t.Fatal(err)
	}
	cut, err := s.Cut(ctx, "", time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	parts := [2]map[indicators.Period]indicators.Value{{}, {}}
	err = s.Scan(ctx, "", cut, 2, func(reader int) func(store.Figure) error {
		return func(f store.Figure) error {
			parts[reader][f.Period] += f.Value
			return nil
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	got := map[indicators.Period]indicators.Value{}
	for _, part := range parts {
		for period, value := range part {
			got[period] += value
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
