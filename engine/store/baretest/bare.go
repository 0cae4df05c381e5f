// Package baretest holds the yardstick that writing is measured against. It is
// for benchmarks only.
package baretest

import (
	"database/sql"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	_ "github.com/mattn/go-sqlite3" // the plainest way into the same database
)

// Inserts writes so many figures with prepared INSERTs, one a row, into a
// table without index, chain and projections, durably and in one transaction, and
// returns how long it took: what imports are measured against.
func Inserts(b *testing.B, rows int) time.Duration {
	b.Helper()
	db, err := sql.Open("sqlite3", filepath.Join(b.TempDir(), strconv.FormatInt(time.Now().UnixNano(), 36)+".db")+"?_journal_mode=WAL&_synchronous=FULL")
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("CREATE TABLE o (seq INTEGER PRIMARY KEY, line INTEGER, period INTEGER, value INTEGER, body TEXT, at INTEGER, by TEXT) STRICT"); err != nil {
		b.Fatal(err)
	}
	began := time.Now()
	tx, err := db.Begin()
	if err != nil {
		b.Fatal(err)
	}
	insert, err := tx.Prepare("INSERT INTO o VALUES (?, ?, ?, ?, ?, ?, ?)")
	if err != nil {
		b.Fatal(err)
	}
	for i := range rows {
		if _, err := insert.Exec(i+1, i/12, 24252+i%12, (100+i%17)*1_000_000, strconv.Itoa(100+i%17), int64(1640000000000000000), "local operator"); err != nil {
			b.Fatal(err)
		}
	}
	if err := tx.Commit(); err != nil {
		b.Fatal(err)
	}
	return time.Since(began)
}
