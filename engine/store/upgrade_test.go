package store_test

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	_ "github.com/mattn/go-sqlite3"

	"yardstick/engine"
	"yardstick/engine/store"
	"yardstick/indicators"
	"yardstick/indicators/goldentest"
)

// older makes a database out of what an earlier yardstick left: testdata/upgrade
// holds one for each schema that was ever written, with what it evaluated to then.
func older(t *testing.T, script string) string {
	t.Helper()
	text, err := os.ReadFile(script)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "older.db")
	db, err := sql.Open("sqlite3", file)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("PRAGMA application_id = 2036626283; PRAGMA journal_mode = WAL;" + string(text)); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestADatabaseOfEachEarlierSchemaIsBroughtUpToDate(t *testing.T) {
	scripts, err := filepath.Glob("testdata/upgrade/*.sql")
	if err != nil || len(scripts) < 6 {
		t.Fatalf("%v %v", scripts, err)
	}
	for _, script := range scripts {
		name := strings.TrimSuffix(filepath.Base(script), ".sql")
		t.Run(name, func(t *testing.T) {
			file := older(t, script)
			s, err := store.OpenCopy(ctx, file, t.TempDir(), store.Options{})
			if err != nil {
				t.Fatal(err)
			}
			standsAsItDid(t, s, name)
			if _, err := store.Open(ctx, file, store.Options{ReadOnly: true}); !hasCode(err, "database-older") {
				t.Errorf("the copy was to be changed, not the file: %v", err)
			}
			if s, err = store.Open(ctx, file, store.Options{}); err != nil {
				t.Fatal(err)
			}
			standsAsItDid(t, s, name)
		})
	}
}

// standsAsItDid closes the database when it has compared it.
func standsAsItDid(t *testing.T, s *store.Store, name string) {
	t.Helper()
	defer s.Close()
	v, err := s.Verify(ctx)
	if err != nil || !v.Sound() {
		t.Fatalf("%v %v", v, err)
	}
	goldentest.Check(t, "upgrade/"+name+".out", []byte(told(t, s, false)+told(t, s, true)))
	sheet, err := s.Sheet(ctx, "", "t-2021/survey/440100", indicators.NewPeriod(2021, time.February))
	if err != nil {
		t.Fatal(err)
	}
	if row := sheet.Row("t-2021/survey/440100/visits", ""); row.Entry == nil || row.Last == nil {
		t.Errorf("the row is %+v", row)
	}
}

// told is what an evaluation says, as each schema's own yardstick printed it.
func told(t *testing.T, s *store.Store, provisional bool) string {
	t.Helper()
	e, err := s.Evaluate(ctx, "", store.EvaluateOptions{Through: indicators.NewPeriod(2021, time.December), Provisional: provisional})
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "provisional %t, score %s, coverage %s, head %d %s\n", provisional, e.Total.Score, e.Total.Coverage, e.Head.Count, e.Head.Hash)
	for _, a := range e.Assignments {
		for _, i := range a.Indicators {
			for _, r := range i.Targets {
				fmt.Fprintf(&b, "%s %s %s %s %s %d\n", r.Target.ID(), r.State, r.Verdict, r.Actual, r.Points, len(i.Entries)+len(i.Superseded))
			}
		}
		fmt.Fprintf(&b, "money %s of %s\n", a.Money.Spent, a.Money.Adjusted)
	}
	return b.String()
}

func hasCode(err error, code string) bool {
	problem := new(indicators.Problem)
	return errors.As(err, &problem) && problem.Code == code
}

// TestAnUpgradedSheetGoesOn takes up the sheets that an earlier yardstick left open.
func TestAnUpgradedSheetGoesOn(t *testing.T) {
	s, err := store.Open(ctx, older(t, "testdata/upgrade/schema-3.sql"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	account, err := s.Account(ctx, "li")
	if err != nil {
		t.Fatal(err)
	}
	li, may := account.Actor(), indicators.NewPeriod(2021, time.May)
	if err := s.Withdraw(ctx, li, "", "t-2021/survey/440100/reports", "", may, 0); err != nil {
		t.Fatal(err)
	}
	e := engine.Entry{Indicator: "t-2021/survey/440100/reports", Period: may, Text: "2"}
	if _, err := s.Record(ctx, "", []engine.Entry{e}, store.RecordOptions{As: &li}); err != nil {
		t.Fatal(err)
	}
	if v, err := s.Verify(ctx); err != nil || !v.Sound() {
		t.Errorf("%v %v", v, err)
	}
}

func TestADatabaseIsKeptAsItWasBeforeItIsBroughtUpToDate(t *testing.T) {
	scripts, err := filepath.Glob("testdata/upgrade/*.sql")
	if err != nil || len(scripts) == 0 {
		t.Fatalf("%v %v", scripts, err)
	}
	file, backups := older(t, scripts[0]), filepath.Join(t.TempDir(), "backups")
	for range 2 { // the second finds it up to date
		s, err := store.Open(ctx, file, store.Options{Backups: backups})
		if err != nil {
			t.Fatal(err)
		}
		s.Close()
	}
	kept, err := filepath.Glob(filepath.Join(backups, "*"))
	if err != nil || len(kept) != 1 {
		t.Fatalf("kept %v, %v", kept, err)
	}
	if _, err := store.Open(ctx, kept[0], store.Options{ReadOnly: true}); !hasCode(err, "database-older") {
		t.Errorf("what was kept is not as it was: %v", err)
	}
	restored := filepath.Join(t.TempDir(), "restored.db")
	if _, err := store.Restore(ctx, kept[0], restored, restored+".kept"); err != nil {
		t.Errorf("it cannot be restored: %v", err)
	}
}
