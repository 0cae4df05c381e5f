package store_test

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"yardstick/engine"
	"yardstick/engine/store"
	"yardstick/engine/store/storetest"
	"yardstick/indicators"
)

func TestABackupWhileOthersSaveIsOfOneState(t *testing.T) {
	folder := t.TempDir()
	file := filepath.Join(folder, "b.db")
	create(t, file)
	s := reopen(t, file)
	defer s.Close()
	stop := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		for n := 0; ; n++ {
			select {
			case <-stop:
				return
			default:
			}
			e := engine.Entry{Indicator: storetest.Guangzhou("visits"), Period: storetest.Month(time.January), Text: strconv.Itoa(n)}
			if n > 0 {
				e.Supersede = "更正"
			}
			if _, err := s.Record(ctx, "", []engine.Entry{e}, store.RecordOptions{}); err != nil {
				t.Error(err)
				return
			}
		}
	})
	for n := range 5 {
		copied := filepath.Join(folder, strconv.Itoa(n)+".db")
		v, err := s.Backup(ctx, copied)
		if err != nil || !v.Sound() {
			t.Fatal(err, v)
		}
		b := reopen(t, copied)
		sound(t, b)
		if cut, err := b.Cut(ctx, "", time.Time{}); err != nil || cut.Head != v.Chains[0].Head {
			t.Errorf("the copy's head is %v, said was %v (%v)", cut.Head, v.Chains[0].Head, err)
		}
		b.Close()
	}
	close(stop)
	wg.Wait()
	if _, err := s.Backup(ctx, filepath.Join(folder, "0.db")); code(err) != "backup-exists" {
		t.Errorf("over an old backup: %v", err)
	}
}

func TestABackupThatWasTamperedWithIsNotRestored(t *testing.T) {
	folder := t.TempDir()
	file, copied, kept := filepath.Join(folder, "r.db"), filepath.Join(folder, "copy.db"), filepath.Join(folder, "kept.db")
	create(t, file)
	s := reopen(t, file)
	record := func(month time.Month) {
		t.Helper()
		e := engine.Entry{Indicator: storetest.Guangzhou("visits"), Period: storetest.Month(month), Text: "7"}
		if _, err := s.Record(ctx, "", []engine.Entry{e}, store.RecordOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	record(time.January)
	figure, err := s.History(ctx, storetest.Guangzhou("visits"))
	if err != nil {
		t.Fatal(err)
	}
	e, err := s.Attach(ctx, nil, "t-2021", figure[0].Seq, "visits.pdf", strings.NewReader("%PDF-1.4 what was seen"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Backup(ctx, copied); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Restore(ctx, copied, file, kept); code(err) != "restore-in-use" {
		t.Errorf("while the database is open: %v", err)
	}
	record(time.February)
	s.Close()
	before, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	changed := filepath.Join(folder, "changed.db")
	whole, err := os.ReadFile(copied)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(changed, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	tamper(t, changed, "DROP TRIGGER observation_is_never_changed; UPDATE observation SET value = value + 1")
	if err := os.CopyFS(changed+".evidence", os.DirFS(copied+".evidence")); err != nil {
		t.Fatal(err)
	}
	out, err := store.Restore(ctx, changed, file, kept)
	if code(err) != "backup-unsound" || out.Sound() {
		t.Errorf("tampered with: %v", err)
	}
	if after, err := os.ReadFile(file); err != nil || string(after) != string(before) {
		t.Errorf("the database was touched (%v)", err)
	}
	if out, err = store.Restore(ctx, copied, file, kept); err != nil || !out.Sound() || out.Kept != kept {
		t.Fatal(out, err)
	}
	s = reopen(t, file)
	defer s.Close()
	sound(t, s)
	record(time.February) // which the backup does not have
	if _, evidence, err := s.OpenEvidence(ctx, "t-2021", e.Seq); err != nil {
		t.Errorf("the evidence did not come along: %v", err)
	} else {
		evidence.Close()
	}
	k := reopen(t, kept)
	defer k.Close()
	sound(t, k)
	if left, _ := filepath.Glob(filepath.Join(folder, "*.part*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestOptimizingChangesNothingThatIsRead(t *testing.T) {
	file := filepath.Join(t.TempDir(), "o.db")
	create(t, file)
	s := reopen(t, file)
	defer s.Close()
	before, err := s.Cut(ctx, "", time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Optimize(ctx); err != nil {
		t.Fatal(err)
	}
	sound(t, s)
	if after, err := s.Cut(ctx, "", time.Time{}); err != nil || after != before {
		t.Errorf("the chain moved: %v (%v)", after, err)
	}
	e := engine.Entry{Indicator: storetest.Guangzhou("visits"), Period: storetest.Month(time.March), Text: "7"}
	if _, err := s.Record(ctx, "", []engine.Entry{e}, store.RecordOptions{}); err != nil {
		t.Errorf("an entry afterwards: %v", err)
	}
}

func code(err error) string {
	var problem *indicators.Problem
	if errors.As(err, &problem) {
		return problem.Code
	}
	return ""
}
