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
	"yardstick/indicators/library"
)

// firstYear is the first programme with accounts, every cell of its fourteen months
// filled in, ten months of it approved.
func firstYear(b *testing.B) (*store.Store, *indicators.Programme) {
	b.Helper()
	clock := &storetest.Clock{}
	clock.Set(storetest.At(time.December, 31))
	s, err := store.Open(ctx, filepath.Join(b.TempDir(), "gd.db"), store.Options{Create: true, Now: clock.Now})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.Close() })
	if _, err := s.LoadProgramme(ctx, library.Sources(), "manager"); err != nil {
		b.Fatal(err)
	}
	li := engine.Actor{Name: "li", Grants: []engine.Grant{{Role: engine.Officer}}}
	wang := engine.Actor{Name: "wang", Grants: []engine.Grant{{Role: engine.Reviewer}}}
	storetest.Hire(b, s, li, wang)
	p, err := s.Programme(ctx, "", time.Time{})
	if err != nil {
		b.Fatal(err)
	}
	for a := range p.Assignments() {
		for period := indicators.NewPeriod(2020, 11); period <= storetest.Month(time.December); period++ {
			clock.Set(period.Last().EndIn(p.Location()))
			fillIn(b, s, li, wang, a, period)
		}
	}
	return s, p
}

func fillIn(b *testing.B, s *store.Store, li, wang engine.Actor, a *indicators.Assignment, period indicators.Period) {
	sheet, err := s.Sheet(ctx, "", a.ID, period)
	if err != nil {
		return // nothing of it is reported then
	}
	var entries []engine.Entry
	for _, row := range sheet.Rows {
		text := "1"
		switch {
		case !row.Reportable || row.Line.IsMoney() && row.Line.Part != indicators.MoneySpent:
			continue
		case row.Line.Reading.Kind == indicators.Truth:
			text = "是"
		case row.Line.Reading.Kind == indicators.Narrative:
			text = "达成"
		case row.Line.Reading.Unit == "%":
			text = "96%"
		}
		id := row.Line.ID()
		entries = append(entries, engine.Entry{Indicator: id.Indicator, Part: id.Part, Period: period, Text: text})
	}
	for _, e := range entries { // some lines are not read by these
		_, err = s.Record(ctx, "", []engine.Entry{e}, store.RecordOptions{As: &li})
		if err != nil && !strings.Contains(err.Error(), "[") {
			b.Fatal(err)
		}
	}
	if period <= storetest.Month(time.August) {
		if _, err := s.Submit(ctx, li, "", a.ID, period); err == nil {
			if _, err := s.Approve(ctx, wang, "", a.ID, period, 0); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// BenchmarkSheet is the entry sheet of one assignment of the first programme, late
// in its year.
func BenchmarkSheet(b *testing.B) {
	s, _ := firstYear(b)
	for b.Loop() {
		if _, err := s.Sheet(ctx, "", "gd-2021/survey/440100", storetest.Month(time.October)); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkSheets is the list of all its sheets.
func BenchmarkSheets(b *testing.B) {
	s, _ := firstYear(b)
	n := 0
	for b.Loop() {
		sheets, err := s.Sheets(ctx, "", store.SheetFilter{})
		if err != nil {
			b.Fatal(err)
		}
		n = len(sheets)
	}
	b.ReportMetric(float64(n), "sheets")
}
