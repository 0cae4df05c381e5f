package store_test

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"yardstick/engine"
	"yardstick/engine/store"
	"yardstick/engine/store/storetest"
	"yardstick/indicators"
	"yardstick/indicators/library"
)

// Two stores on one file are what two processes are to SQLite.
func TestTwoWritersOfOneFileWaitForEachOther(t *testing.T) {
	file := filepath.Join(t.TempDir(), "shared.db")
	create(t, file)
	const each = 40
	var wg sync.WaitGroup
	for w := range 2 {
		s := reopen(t, file)
		defer s.Close()
		wg.Go(func() {
			for i := range each {
				e := engine.Entry{Indicator: storetest.Guangzhou([]string{"visits", "reports"}[w]), Period: storetest.Month(time.January), Text: strconv.Itoa(i)}
				if i > 0 {
					e.Supersede = "更正"
				}
				if _, err := s.Record(ctx, "", []engine.Entry{e}, store.RecordOptions{}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	s := reopen(t, file)
	defer s.Close()
	sound(t, s)
	if cut, err := s.Cut(ctx, "", time.Time{}); err != nil || cut.Head.Count != 2*each+1 {
		t.Errorf("the chain has %d links, want %d (%v)", cut.Head.Count, 2*each+1, err)
	}
}

func TestAReadOnlyFolderIsSaid(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root may write to any folder")
	}
	folder := t.TempDir()
	file := filepath.Join(folder, "x.db")
	create(t, file)
	if err := os.Chmod(folder, 0o555); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.Chmod(folder, 0o755) })
	for name, file := range map[string]string{"an existing database": file, "a new one": filepath.Join(folder, "new.db")} {
		s, err := store.Open(ctx, file, store.Options{Create: true})
		if err == nil {
			_, err = s.Record(ctx, "", []engine.Entry{{Indicator: storetest.Guangzhou("visits"), Period: storetest.Month(time.January), Text: "1"}}, store.RecordOptions{})
			s.Close()
		}
		var problem *indicators.Problem
		if !errors.As(err, &problem) || problem.Code != "database-read-only" && problem.Code != "database-cannot-open" {
			t.Errorf("%s: %v", name, err)
		}
	}
	entries, err := os.ReadDir(folder)
	if err != nil || len(entries) != 1 {
		t.Errorf("left behind: %v (%v)", entries, err)
	}
}

func TestTheFirstProgrammeIsKeptAndEvaluated(t *testing.T) {
	s := open(t, store.Options{Create: true, Now: func() time.Time { return storetest.At(time.April, 1) }})
	version, err := s.LoadProgramme(ctx, library.Sources(), "manager")
	if err != nil || version != 1 {
		t.Fatal(version, err)
	}
	e := engine.Entry{Indicator: "gd-2021/survey/440100/collected", Period: storetest.Month(time.March), Text: "830家次"}
	if _, err := s.Record(ctx, "", []engine.Entry{e}, store.RecordOptions{}); err != nil {
		t.Fatal(err)
	}
	evaluation, err := s.Evaluate(ctx, "gd-2021", store.EvaluateOptions{Through: storetest.Month(time.March)})
	if err != nil {
		t.Fatal(err)
	}
	counted := 0
	for _, assignment := range evaluation.Assignments {
		for _, indicator := range assignment.Indicators {
			counted += len(indicator.Entries)
		}
	}
	if len(evaluation.Regions) < 21 || counted != 1 || evaluation.Head.Count != 2 {
		t.Errorf("%d regions, %d entries, head %+v", len(evaluation.Regions), counted, evaluation.Head)
	}
}
