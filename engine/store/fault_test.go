package store_test

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"yardstick/engine"
	"yardstick/engine/store"
	"yardstick/engine/store/storetest"
	"yardstick/indicators"
)

var ctx = context.Background()

// childDatabase names the database for the process that is to be killed.
const childDatabase = "YARDSTICK_TEST_CHILD_DATABASE"

func TestMain(m *testing.M) {
	if file := os.Getenv(childDatabase); file != "" {
		os.Exit(confirmEntries(file))
	}
	os.Exit(m.Run())
}

// confirmEntries enters figures for ever and prints each number once it is
// confirmed.
func confirmEntries(file string) int {
	s, err := store.Open(ctx, file, store.Options{})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	history, err := s.History(ctx, storetest.Guangzhou("visits"))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	for n := len(history); ; n++ {
		e := engine.Entry{Indicator: storetest.Guangzhou("visits"), Period: storetest.Month(time.January), Text: strconv.Itoa(n % 100)}
		if n > 0 {
			e.Supersede = "更正"
		}
		if _, err := s.Record(ctx, "", []engine.Entry{e}, store.RecordOptions{}); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		fmt.Println(n)
	}
}

func TestNothingConfirmedIsLostWhenTheProcessIsKilled(t *testing.T) {
	rounds := 50
	if testing.Short() {
		rounds = 5
	}
	file := filepath.Join(t.TempDir(), "killed.db")
	create(t, file)
	confirmed := -1
	for round := range rounds {
		confirmed = killAfter(t, file, time.Duration(5+round%20)*time.Millisecond, confirmed)
		s := reopen(t, file)
		history, err := s.History(ctx, storetest.Guangzhou("visits"))
		if err != nil {
			t.Fatal(err)
		}
		if len(history) < confirmed+1 {
			t.Fatalf("round %d: entry %d was confirmed, %d entries are there", round, confirmed, len(history))
		}
		for n, o := range history {
			if o.Text != strconv.Itoa(n%100) {
				t.Fatalf("round %d: entry %d holds %s", round, n, o.Text)
			}
		}
		confirmed = len(history) - 1
		sound(t, s)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if confirmed < rounds/2 {
		t.Errorf("only %d entries were confirmed in %d rounds: too few to say anything", confirmed+1, rounds)
	}
}

// killAfter runs the child, kills it a moment after its first confirmation, and
// returns the last number it confirmed.
func killAfter(t *testing.T, file string, moment time.Duration, last int) int {
	t.Helper()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), childDatabase+"="+file)
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for first := true; lines.Scan(); first = false {
		if first {
			time.AfterFunc(moment, func() { child.Process.Kill() })
		}
		n, err := strconv.Atoi(lines.Text())
		if err != nil {
			break // the line that the kill cut off
		}
		last = n
	}
	child.Wait()
	return last
}

func create(t testing.TB, file string) {
	t.Helper()
	s, err := store.Open(ctx, file, store.Options{Create: true, Now: func() time.Time { return storetest.At(time.March, 1) }})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := s.LoadProgramme(ctx, storetest.Definitions("100"), "manager"); err != nil {
		t.Fatal(err)
	}
}

func reopen(t testing.TB, file string) *store.Store {
	t.Helper()
	s, err := store.Open(ctx, file, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func sound(t testing.TB, s *store.Store) {
	t.Helper()
	v, err := s.Verify(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, problem := range v.Problems {
		t.Error(problem)
	}
}

func wantCode(t *testing.T, err error, code string) {
	t.Helper()
	var problem *indicators.Problem
	if !errors.As(err, &problem) || problem.Code != code {
		t.Fatalf("got %v, want %s", err, code)
	}
	for _, language := range []indicators.Language{indicators.Chinese, indicators.English} {
		if problem.Message(language) == code {
			t.Errorf("%s has no words in %s", code, language)
		}
	}
}

func TestADatabaseThatCannotBeUsedIsRefusedWithItsReason(t *testing.T) {
	tests := map[string]struct {
		prepare func(t *testing.T, file string) string // returns the name to open
		options store.Options
		code    string
	}{
		"no file":                {func(_ *testing.T, file string) string { return file }, store.Options{}, "database-not-found"},
		"no folder":              {func(_ *testing.T, file string) string { return file + "/x.db" }, store.Options{Create: true}, "database-folder-not-found"},
		"a folder":               {func(_ *testing.T, file string) string { return filepath.Dir(file) }, store.Options{}, "database-is-a-folder"},
		"a text file":            {write(strings.Repeat("指标,值\n", 200)), store.Options{Create: true}, "database-not-one"},
		"another program's":      {other, store.Options{Create: true}, "database-not-ours"},
		"a newer version's":      {newer, store.Options{}, "database-newer"},
		"a newer one, only read": {newer, store.Options{ReadOnly: true}, "database-newer"},
		"a damaged file":         {damaged, store.Options{}, "database-damaged"},
		"a database server":      {func(*testing.T, string) string { return "postgres://somewhere/x" }, store.Options{}, "database-server"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			file := test.prepare(t, filepath.Join(t.TempDir(), "x.db"))
			before, _ := os.ReadFile(file)
			s, err := store.Open(ctx, file, test.options)
			if err == nil {
				s.Close()
			}
			wantCode(t, err, test.code)
			if after, _ := os.ReadFile(file); string(after) != string(before) {
				t.Error("the file was changed")
			}
		})
	}
}

func write(text string) func(*testing.T, string) string {
	return func(t *testing.T, file string) string {
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return file
	}
}

// tamper runs SQL on the file behind the store's back.
func tamper(t *testing.T, file, statements string) {
	t.Helper()
	db, err := sql.Open("sqlite3", file)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(statements); err != nil {
		t.Fatal(err)
	}
}

func other(t *testing.T, file string) string {
	tamper(t, file, "CREATE TABLE theirs (x)")
	return file
}

func newer(t *testing.T, file string) string {
	create(t, file)
	tamper(t, file, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, 1)")
	return file
}

// damaged overwrites all pages but the first.
func damaged(t *testing.T, file string) string {
	create(t, file)
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for i := 4096; i < len(text); i++ {
		text[i] = byte(i * 7)
	}
	if err := os.WriteFile(file, text, 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestAReadOnlyStoreRefusesToWrite(t *testing.T) {
	file := filepath.Join(t.TempDir(), "x.db")
	create(t, file)
	s, err := store.Open(ctx, file, store.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := s.Programme(ctx, "", time.Time{}); err != nil {
		t.Error(err)
	}
	_, err = s.Record(ctx, "", []engine.Entry{{Indicator: storetest.Guangzhou("visits"), Period: storetest.Month(time.January), Text: "1"}}, store.RecordOptions{})
	wantCode(t, err, "database-read-only")
}

func TestAClockSetBackIsLogged(t *testing.T) {
	var said strings.Builder
	clock := &storetest.Clock{}
	clock.Set(storetest.At(time.March, 10))
	s := open(t, store.Options{Create: true, Now: clock.Now, Log: slog.New(slog.NewTextHandler(&said, nil))})
	if _, err := s.LoadProgramme(ctx, storetest.Definitions("100"), "manager"); err != nil {
		t.Fatal(err)
	}
	clock.Set(storetest.At(time.March, 5))
	if _, err := s.LoadProgramme(ctx, storetest.Definitions("120"), "manager"); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(said.String(), "clock has been set back") {
		t.Errorf("the log says: %s", said.String())
	}
}

// TestTamperingIsFound changes the file behind the store's back, with its
// triggers taken away, and expects Verify to say what is broken.
func TestTamperingIsFound(t *testing.T) {
	tests := map[string]struct{ statements, code string }{
		"a value":                 {"UPDATE observation SET value = value + 1000000 WHERE seq = 3", "chain-row-changed"},
		"who entered it":          {"UPDATE observation SET entered_by = 'x' WHERE seq = 3", "chain-row-changed"},
		"when it was entered":     {"UPDATE observation SET entered_at = entered_at - 1 WHERE seq = 3", "chain-row-changed"},
		"what was typed":          {"UPDATE observation SET body = '99' WHERE seq = 3", "chain-row-changed"},
		"a remark":                {"UPDATE observation SET note = 'x' WHERE seq = 3", "chain-row-changed"},
		"the period":              {"UPDATE observation SET period = period + 1 WHERE seq = 3", "chain-row-changed"},
		"the line it is for":      {"UPDATE observation SET line = line + 1 WHERE seq = 3", "chain-row-changed"},
		"the name of a line":      {"UPDATE line SET indicator = indicator || 'x' WHERE key = 1", "chain-row-changed"},
		"a row taken out":         {"DELETE FROM observation WHERE seq = 3", "chain-row-missing"},
		"the last rows cut off":   {"DELETE FROM observation WHERE seq > 3", "chain-cut-off"},
		"a hash":                  {"UPDATE observation SET hash = zeroblob(32) WHERE seq = 3", "chain-row-changed"},
		"a declaration":           {"UPDATE declaration SET reason = 'x'", "chain-row-changed"},
		"a definition's text":     {"UPDATE definition_file SET body = CAST(body || x'0a' AS BLOB)", "chain-row-changed"},
		"the head of a day":       {"UPDATE day_close SET hash = zeroblob(32)", "chain-head-differs"},
		"the latest figure":       {"UPDATE latest SET value = 1", "projection-differs"},
		"a figure of the present": {"INSERT INTO latest SELECT line, period + 100, seq, value FROM latest LIMIT 1", "projection-differs"},
		"what a line comes to":    {"UPDATE standing SET sum = sum + 1", "projection-differs"},
		"a line of the standing":  {"DELETE FROM standing", "projection-differs"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "x.db")
			create(t, file)
			s := reopen(t, file)
			for n := range 4 {
				e := engine.Entry{Indicator: storetest.Guangzhou("visits"), Period: storetest.Month(time.Month(n + 1)), Text: strconv.Itoa(n)}
				if _, err := s.Record(ctx, "", []engine.Entry{e}, store.RecordOptions{}); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := s.Declare(ctx, "", []engine.Declaration{{Kind: engine.DeviationReason, Indicator: storetest.Guangzhou("visits"), Period: storetest.Month(1), Reason: "疫情"}}, ""); err != nil {
				t.Fatal(err)
			}
			if name == "the last rows cut off" {
				test.statements += "; DELETE FROM declaration"
			}
			s.Close()
			tamper(t, file, withoutTriggers+test.statements)
			s = reopen(t, file)
			defer s.Close()
			v, err := s.Verify(ctx)
			if err != nil {
				t.Fatal(err)
			}
			var codes []string
			for _, problem := range v.Problems {
				codes = append(codes, problem.Code)
				if problem.Message(indicators.Chinese) == problem.Code {
					t.Errorf("%s has no words", problem.Code)
				}
			}
			if !strings.Contains(strings.Join(codes, " "), test.code) {
				t.Errorf("Verify found %v, want %s among them", codes, test.code)
			}
		})
	}
}

// What another program wrote in place of a figure is never taken for a nought:
// whatever reads it stops there.
func TestWhatIsNoNumberIsNoFigure(t *testing.T) {
	file := filepath.Join(t.TempDir(), "x.db")
	create(t, file)
	s := reopen(t, file)
	e := engine.Entry{Indicator: storetest.Guangzhou("visits"), Period: storetest.Month(time.January), Text: "5"}
	if _, err := s.Record(ctx, "", []engine.Entry{e}, store.RecordOptions{}); err != nil {
		t.Fatal(err)
	}
	s.Close()
	tamper(t, file, withoutTriggers+`PRAGMA writable_schema = on;
UPDATE sqlite_schema SET sql = replace(sql, 'STRICT', '') WHERE name IN ('observation', 'standing'); PRAGMA writable_schema = reset`)
	tamper(t, file, "UPDATE observation SET value = 'x'; UPDATE standing SET max = 'x'")
	s = reopen(t, file)
	defer s.Close()
	reads := map[string]func() error{
		"an evaluation": func() error {
			_, err := s.Evaluate(ctx, "", store.EvaluateOptions{Through: storetest.Month(time.December)})
			return err
		},
		"a scan": func() error {
			return s.Scan(ctx, "", store.Cut{Seq: 1 << 40}, 1, func(int) func(store.Figure) error {
				return func(store.Figure) error { return nil }
			})
		},
		"a scan of the present": func() error {
			return s.ScanStanding(ctx, "", 1, func(int) func(store.Standing) error {
				return func(store.Standing) error { return nil }
			})
		},
	}
	for name, read := range reads {
		if err := read(); err == nil || !strings.Contains(err.Error(), "holds x, which is no whole number") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

const withoutTriggers = `PRAGMA foreign_keys = off;
DROP TRIGGER observation_is_never_changed; DROP TRIGGER observation_is_never_deleted;
DROP TRIGGER declaration_is_never_changed; DROP TRIGGER declaration_is_never_deleted;
DROP TRIGGER definition_file_is_never_changed;
`

func TestHistoryCannotBeChangedThroughSQL(t *testing.T) {
	file := filepath.Join(t.TempDir(), "x.db")
	create(t, file)
	db, err := sql.Open("sqlite3", file)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, statement := range []string{"UPDATE definition SET entered_by = 'x'", "DELETE FROM definition_file", "DELETE FROM definition"} {
		if _, err := db.Exec(statement); err == nil || !strings.Contains(err.Error(), "append-only") {
			t.Errorf("%s: %v, want it refused as append-only", statement, err)
		}
	}
}
