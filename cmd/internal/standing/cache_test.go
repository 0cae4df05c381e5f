package standing_test

import (
	"context"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"yardstick/cmd/internal/standing"
	"yardstick/engine"
	"yardstick/engine/store"
	"yardstick/indicators"
	"yardstick/indicators/library"
)

// collected is the indicator whose figures the tests enter.
const collected = "gd-2021/survey/440100/collected"

func open(t *testing.T) (*store.Store, *time.Time) {
	t.Helper()
	now := time.Date(2021, time.March, 2, 9, 0, 0, 0, library.Programme().Location())
	ctx := context.Background()
	st, err := store.Open(ctx, filepath.Join(t.TempDir(), "kept.db"), store.Options{Create: true, Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	if _, err := st.LoadProgramme(ctx, library.Sources(), store.LocalOperator); err != nil {
		t.Fatal(err)
	}
	return st, &now
}

func enter(t *testing.T, st *store.Store, month time.Month, text string) {
	t.Helper()
	entry := engine.Entry{Indicator: collected, Period: indicators.NewPeriod(2021, month), Text: text}
	if _, err := st.Record(context.Background(), "gd-2021", []engine.Entry{entry}, store.RecordOptions{By: "tester"}); err != nil {
		t.Fatal(err)
	}
}

func options(t *testing.T, st *store.Store, d standing.Dates) store.EvaluateOptions {
	t.Helper()
	o, err := d.Options(context.Background(), st, "gd-2021", st.Present())
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func TestWhatIsKeptEqualsWhatIsEvaluated(t *testing.T) {
	st, now := open(t)
	ctx := context.Background()
	kept := standing.NewCache(8)
	check := func(when string, d standing.Dates) {
		t.Helper()
		o := options(t, st, d)
		got, err := kept.Evaluate(ctx, st, "gd-2021", o)
		if err != nil {
			t.Fatal(err)
		}
		want, err := standing.Evaluate(ctx, st, "gd-2021", o)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: what is kept differs from what is evaluated", when)
		}
	}
	asked := []standing.Dates{{}, {Through: "2021-01"}, {Include: standing.Submitted}, {Method: "share-met"}, {AsOf: "2021-03-01"}, {Through: "2021-01", AsOf: "2021-03-02T09:30:00+08:00"}}
	for _, step := range []func(){
		func() {}, func() { *now = now.Add(time.Minute) }, func() { enter(t, st, time.January, "700") }, func() { *now = now.Add(time.Hour) },
		func() { enter(t, st, time.February, "800") }, func() { *now = now.Add(48 * time.Hour) },
	} {
		step()
		for _, d := range asked {
			check(now.String()+" "+d.Through+d.AsOf+d.Include+d.Method, d)
			check(now.String()+" again", d)
		}
	}
}

func TestAnInstantWithNothingNewIsEvaluatedOnce(t *testing.T) {
	st, now := open(t)
	ctx := context.Background()
	enter(t, st, time.January, "700")
	*now = now.Add(time.Minute)
	kept := standing.NewCache(4)
	ask := func() standing.Pair {
		pair, err := kept.Evaluate(ctx, st, "gd-2021", options(t, st, standing.Dates{Through: "2021-02"}))
		if err != nil {
			t.Fatal(err)
		}
		return pair
	}
	first := ask()
	*now = now.Add(time.Hour)
	second := ask()
	if first.Now.Total != second.Now.Total {
		t.Error("an hour in which nothing came was evaluated anew")
	}
	if !second.Now.AsOf.Equal(*now) || first.Now.AsOf.Equal(*now) {
		t.Errorf("asked at %s, told as of %s", *now, second.Now.AsOf)
	}
	enter(t, st, time.February, "800")
	*now = now.Add(time.Minute)
	if third := ask(); third.Now.Total == first.Now.Total {
		t.Error("a new figure does not count")
	}
}

func TestNoMoreIsKeptThanWasSaid(t *testing.T) {
	st, now := open(t)
	ctx := context.Background()
	*now = now.Add(time.Minute)
	kept := standing.NewCache(2)
	ask := func(month string) *engine.Evaluation {
		pair, err := kept.Evaluate(ctx, st, "gd-2021", options(t, st, standing.Dates{Through: month}))
		if err != nil {
			t.Fatal(err)
		}
		return pair.Now
	}
	first := ask("2021-01")
	if again := ask("2021-01"); again.Total != first.Total {
		t.Error("two evaluations are not kept")
	}
	ask("2021-03") // and the month before it
	if again := ask("2021-01"); again.Total == first.Total {
		t.Error("more than two are kept")
	}
}
