package store_test

import (
	"fmt"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"yardstick/engine"
	"yardstick/engine/store"
	"yardstick/engine/store/storetest"
	"yardstick/indicators"
	"yardstick/indicators/library"
)

// TestRenewingEqualsEvaluating enters figures into the first programme and renews
// one evaluation after each.
func TestRenewingEqualsEvaluating(t *testing.T) {
	s := open(t, store.Options{Create: true, Now: func() time.Time { return storetest.At(time.December, 20) }})
	if _, err := s.LoadProgramme(ctx, library.Sources(), "manager"); err != nil {
		t.Fatal(err)
	}
	o := store.EvaluateOptions{Through: storetest.Month(time.December)}
	kept, err := s.Evaluate(ctx, "", o)
	if err != nil {
		t.Fatal(err)
	}
	entered := map[string]bool{}
	rapid.Check(t, func(r *rapid.T) {
		a := "gd-2021/survey/" + rapid.SampledFrom([]string{"440100", "440300", "441900"}).Draw(r, "city")
		e := engine.Entry{Indicator: a + "/collected", Period: storetest.Month(time.Month(rapid.IntRange(1, 10).Draw(r, "month"))),
			Text: strconv.Itoa(rapid.IntRange(0, 2000).Draw(r, "value"))}
		if key := e.Indicator + e.Period.String(); entered[key] {
			e.Supersede = "更正"
		} else {
			entered[key] = true
		}
		if _, err := s.Record(ctx, "", []engine.Entry{e}, store.RecordOptions{}); err != nil {
			r.Fatal(err)
		}
		want, err := s.Evaluate(ctx, "", o)
		if err != nil {
			r.Fatal(err)
		}
		if kept, err = s.Renew(ctx, kept, o, a); err != nil {
			r.Fatal(err)
		}
		if diff := cmp.Diff(standings(want), standings(kept)); diff != "" {
			r.Fatal(diff)
		}
	})
}

// standings is an evaluation as one line for each score and target.
func standings(e *engine.Evaluation) (out []string) {
	line := func(s *engine.Standing) {
		out = append(out, fmt.Sprint(s.ID, s.Scored, s.Score, s.Coverage, s.Grade, s.Funds, s.Light, s.Counts, s.Terms, len(s.Parts)))
	}
	for _, a := range e.Assignments {
		line(&a.Standing)
		for _, i := range a.Indicators {
			for _, t := range i.Targets {
				out = append(out, fmt.Sprint(t.Target.ID(), t.State, t.Verdict, t.Actual, t.Points, t.LastPeriod, t.Gap, len(i.Entries), len(i.Superseded)))
			}
		}
	}
	for _, list := range [][]*engine.Standing{e.Regions, e.Projects, {e.Total}} {
		for _, s := range list {
			line(s)
		}
	}
	for _, r := range e.Reconciled {
		out = append(out, fmt.Sprint(r.With, r.ChildActuals, r.ChildrenKnown, r.TargetDifference))
	}
	return append(out, e.Head.Hash)
}

// BenchmarkEntryToProgramme is what follows a new entry: its assignment, city,
// project and programme stand as they should again.
func BenchmarkEntryToProgramme(b *testing.B) {
	s, err := store.Open(ctx, b.TempDir()+"/b.db", store.Options{Create: true, Now: func() time.Time { return storetest.At(time.December, 20) }})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	if _, err := s.LoadProgramme(ctx, library.Sources(), "manager"); err != nil {
		b.Fatal(err)
	}
	var entries []engine.Entry
	for i := range library.Programme().Indicators() {
		if i.LocalID() != "collected" {
			continue
		}
		for month := time.January; month <= time.October; month++ {
			entries = append(entries, engine.Entry{Indicator: i.ID, Period: indicators.NewPeriod(2021, month), Text: "500"})
		}
	}
	if _, err := s.Record(ctx, "", entries, store.RecordOptions{}); err != nil {
		b.Fatal(err)
	}
	o := store.EvaluateOptions{Through: storetest.Month(time.October)}
	kept, err := s.Evaluate(ctx, "", o)
	if err != nil {
		b.Fatal(err)
	}
	e := entries[:1]
	e[0].Supersede = "更正"
	var took []time.Duration
	for n := 0; b.Loop(); n++ {
		b.StopTimer()
		e[0].Text = strconv.Itoa(500 + n%100)
		if _, err := s.Record(ctx, "", e, store.RecordOptions{}); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		began := time.Now()
		if kept, err = s.Renew(ctx, kept, o, "gd-2021/survey/440100"); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(began))
	}
	report(b, took)
}

func report(b *testing.B, took []time.Duration) {
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "median-ms")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
}
