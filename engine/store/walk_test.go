package store

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yardstick/engine"
	"yardstick/indicators"
	"yardstick/indicators/load"
)

// A chain walked in stretches is found broken in the same places, and said so in
// the same words, as one walked from end to end.
func TestAChainWalkedInStretchesIsTheSameChain(t *testing.T) {
	tests := map[string]string{
		"whole":                              "",
		"a figure changed in each stretch":   "UPDATE observation SET value = value + 1 WHERE seq IN (3, 9000, 20000)",
		"rows taken out about every quarter": "DELETE FROM observation WHERE seq BETWEEN 5990 AND 6010 OR seq BETWEEN 11990 AND 12010",
		"the first rows taken out":           "DELETE FROM observation WHERE seq < 5005 AND seq > 1",
		"the last rows taken out":            "DELETE FROM observation WHERE seq > 15000",
		"a day's head within changed":        "UPDATE day_close SET hash = zeroblob(32) WHERE last_seq < 12000",
		"a day's last row taken out":         "DELETE FROM declaration WHERE seq < 12000",
		"a declaration changed":              "UPDATE declaration SET reason = 'x'",
		"everything changed":                 "UPDATE observation SET note = 'x'",
	}
	whole := longChain(t)
	for name, tamper := range tests {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "w.db")
			if err := os.WriteFile(file, whole, 0o600); err != nil {
				t.Fatal(err)
			}
			tamperWith(t, file, tamper)
			s, err := Open(context.Background(), file, Options{ReadOnly: true})
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			want := &Verification{}
			if err := s.verifyChain(context.Background(), "w-2021", 1, want); err != nil {
				t.Fatal(err)
			}
			if want.Sound() != (tamper == "") {
				t.Errorf("sound: %v", want.Sound())
			}
			for _, parts := range []int{2, 3, 4} {
				got := &Verification{}
				if err := s.verifyChain(context.Background(), "w-2021", parts, got); err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("in %d parts: %s", parts, diff)
				}
			}
		})
	}
}

// tamperWith changes a database as somebody with another program would.
func tamperWith(t *testing.T, file, how string) {
	t.Helper()
	db, err := sql.Open("sqlite3", file)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, trigger := range []string{"observation_is_never_changed", "observation_is_never_deleted", "declaration_is_never_changed", "declaration_is_never_deleted"} {
		if _, err := db.Exec("DROP TRIGGER " + trigger); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := db.Exec(how); err != nil {
		t.Fatal(err)
	}
}

// longChain is a chain of 20,000 figures entered on four days, with declarations
// between them; it returns the file.
func longChain(t *testing.T) []byte {
	t.Helper()
	ctx := context.Background()
	now := time.Date(2021, 12, 20, 12, 0, 0, 0, time.UTC)
	file := filepath.Join(t.TempDir(), "w.db")
	s, err := Open(ctx, file, Options{Create: true, Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	text.WriteString("专项: {编号: w-2021, 名称: 长, 年度: 2021, 地区: 广东省}\n项目:\n  编号: p\n  名称: 项目\n  资金: [{承担单位: 厅, 金额: 1}]\n  绩效指标:\n    产出/数量指标:\n")
	for i := range 417 {
		text.WriteString("      数量" + strconv.Itoa(i) + ": {目标: 1000家次, 编号: n" + strconv.Itoa(i) + "}\n")
	}
	if _, err := s.LoadProgramme(ctx, []load.Source{{Name: "w.yaml", Text: []byte(text.String())}}, ""); err != nil {
		t.Fatal(err)
	}
	for day := range 4 {
		var entries []engine.Entry
		for n := range 417 * 12 {
			e := engine.Entry{Indicator: "w-2021/p/440000/n" + strconv.Itoa(n/12), Period: indicators.NewPeriod(2021, time.Month(n%12+1)), Text: strconv.Itoa(n)}
			if day > 0 {
				e.Supersede = "更正"
			}
			entries = append(entries, e)
		}
		if _, err := s.Record(ctx, "", entries, RecordOptions{}); err != nil {
			t.Fatal(err)
		}
		d := engine.Declaration{Kind: engine.DeviationReason, Indicator: "w-2021/p/440000/n1", Period: indicators.NewPeriod(2021, 6), Reason: strconv.Itoa(day)}
		if _, err := s.Declare(ctx, "w-2021", []engine.Declaration{d}, ""); err != nil {
			t.Fatal(err)
		}
		now = now.AddDate(0, 0, 1)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return whole
}
