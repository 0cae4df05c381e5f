package cli

import (
	"bytes"
	"context"
	"database/sql"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	_ "github.com/mattn/go-sqlite3" // the driver by which the test undermines a database

	"yardstick/reports"
)

func TestAFileIsComparedByItsInputsFirst(t *testing.T) {
	was := reports.Origin{Fingerprint: "1", Version: "1", Inputs: []reports.Input{{Kind: reports.InputFigures, Of: "a/b", Digest: "1"}}}
	now := func(fingerprint, version, digest string) reports.Origin {
		return reports.Origin{Fingerprint: fingerprint, Version: version, Inputs: []reports.Input{{Kind: reports.InputFigures, Of: "a/b", Digest: digest}}}
	}
	for name, c := range map[string]struct {
		now     reports.Origin
		same    bool
		want    result
		changed int
	}{
		"the same bytes":                         {now("1", "1", "1"), true, identical, 0},
		"the same inputs by another version":     {now("1", "2", "1"), false, otherVersion, 0},
		"the same inputs and the same version":   {now("1", "1", "1"), false, altered, 0},
		"another figure":                         {now("2", "1", "2"), false, inputsChanged, 1},
		"another figure by another version":      {now("2", "2", "2"), false, inputsChanged, 1},
		"a fingerprint that no input stands for": {now("2", "1", "1"), false, altered, 0},
	} {
		t.Run(name, func(t *testing.T) {
			if got, changed := compareOrigins(was, c.now, c.same); got != c.want || len(changed) != c.changed {
				t.Errorf("%s with %d inputs changed, want %s with %d", got, len(changed), c.want, c.changed)
			}
		})
	}
}

// undermine changes a figure in the file itself, past the triggers that forbid it.
func undermine(t *testing.T, database string) {
	t.Helper()
	db, err := sql.Open("sqlite3", database)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query(`SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'observation'`)
	if err != nil {
		t.Fatal(err)
	}
	var triggers []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		triggers = append(triggers, name)
	}
	rows.Close()
	for _, name := range triggers {
		if _, err := db.Exec(`DROP TRIGGER "` + name + `"`); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := db.Exec(`UPDATE observation SET value = value + 1000000 WHERE seq = (SELECT min(seq) FROM observation)`); err != nil {
		t.Fatal(err)
	}
}

func TestAFigureChangedBeneathTheChainIsFoundByThePrintedFile(t *testing.T) {
	s := &session{out: &bytes.Buffer{}, err: &bytes.Buffer{}, now: time.Now, language: "en"}
	folder := t.TempDir()
	s.database = filepath.Join(folder, "yardstick.db")
	if _, err := s.recordDemo(context.Background(), s.database); err != nil {
		t.Fatal(err)
	}
	found, err := s.evaluate(context.Background(), timeFlags{through: "2021-10", asOf: "2021-10-31"})
	if err != nil {
		t.Fatal(err)
	}
	jobs := printJobs([]reports.Scope{{Kind: reports.ProgrammeScope, ID: found.now.Programme.ID}}, []string{"pdf"}, folder)
	if _, err := printCards(context.Background(), found.now, found.before, s.lang(), jobs, func() {}); err != nil {
		t.Fatal(err)
	}
	undermine(t, s.database)
	st, err := s.open(context.Background(), false)
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	got, err := s.verifyReport(context.Background(), st, filepath.Join(folder, "programme.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	figures := slices.ContainsFunc(got.Changed, func(i reports.Input) bool { return i.Kind == reports.InputFigures })
	if got.Result != inputsChanged || got.Chain != underminedChain || !figures {
		t.Errorf("%s, chain %s, changed %v", got.Result, got.Chain, got.Changed)
	}
	s.printFinding(got)
	if said := s.out.(*bytes.Buffer).String(); !strings.Contains(said, "run yardstick verify") {
		t.Errorf("it says %s", said)
	}
}
