package store

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A save and a sheet look at their own rows. A statement that walks a table instead is
// quick in a small database and takes seconds in a large one.
func TestASaveWalksNoWholeTable(t *testing.T) {
	now := func() time.Time { return time.Date(2021, 6, 1, 0, 0, 0, 0, time.UTC) }
	s, err := Open(context.Background(), filepath.Join(t.TempDir(), "plan.db"), Options{Create: true, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for name, query := range map[string]string{
		"touchedWaiting": touchedWaiting, "setLatestWaiting": setLatestWaiting, "provisionalOfLine": provisionalOfLine,
		"keyOfLine": keyOfLine, "lastLink": lastLink, "lastWaitingOfSheet": lastWaitingOfSheet, "stepsOfSheet": stepsOfSheet,
		"evidenceOfSheet": evidenceOfSheet, "remarksOfSheet": remarksOfSheet,
	} {
		rows, err := s.readers.Query("EXPLAIN QUERY PLAN "+s.dialect.bind(query), make([]any, strings.Count(query, "?"))...)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for rows.Next() {
			var id, parent, unused int
			var says string
			if err := rows.Scan(&id, &parent, &unused, &says); err != nil {
				t.Fatal(err)
			}
			for _, table := range []string{"observation", "line", "latest", "latest_waiting", "step", "o", "l", "w", "s"} {
				if strings.HasPrefix(says, "SCAN "+table+" ") || says == "SCAN "+table || strings.Contains(says, "line_of_programme (programme=?)") {
					t.Errorf("%s: %s", name, says)
				}
			}
		}
		if err := rows.Close(); err != nil {
			t.Error(err)
		}
	}
}
