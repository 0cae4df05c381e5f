package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strconv"

	"github.com/mattn/go-sqlite3"
	"github.com/pressly/goose/v3"

	"yardstick/indicators"
)

// sqlite keeps everything in one file.
type sqlite struct{}

// applicationID marks a database file as ours ("ydsk"), so that another
// program's is never taken for an empty one.
const applicationID = 0x7964736b

// The writer's settings: FULL, because a confirmed entry survives a power cut
// (the driver sets NORMAL unless told); immediate, so that a transaction that
// will write never has to be given up half-way.
const writerSettings = "_journal_mode=WAL&_synchronous=FULL&_busy_timeout=10000&_foreign_keys=on&_txlock=immediate&_stmt_cache_size=64"

// The readers' settings. They share nothing with each other, so that the driver
// need not lock.
const readerSettings = "mode=ro&_query_only=on&_mutex=no&_busy_timeout=10000&_txlock=deferred&_stmt_cache_size=32"

func (sqlite) kind() goose.Dialect      { return goose.DialectSQLite3 }
func (sqlite) bind(query string) string { return query }

func (d sqlite) open(ctx context.Context, name string, o Options) (writer, readers *sql.DB, err error) {
	path, err := filepath.Abs(name)
	if err != nil {
		return nil, nil, err
	}
	if err := checkFile(path, name, o); err != nil {
		return nil, nil, err
	}
	uri := "file:" + (&url.URL{Path: path}).EscapedPath() + "?"
	if !o.ReadOnly {
		settings := writerSettings
		if !o.Create {
			settings += "&mode=rw"
		}
		writer = sql.OpenDB(connector{dsn: uri + settings, assert: map[string]string{
			"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "busy_timeout": "10000",
		}, limit: o.maxPages})
		writer.SetMaxOpenConns(1)
		if err := own(ctx, writer, name, o.Create); err != nil {
			writer.Close()
			return nil, nil, err
		}
	}
	readers = sql.OpenDB(connector{dsn: uri + readerSettings, assert: map[string]string{
		"query_only": "1", "busy_timeout": "10000",
	}})
	readers.SetMaxOpenConns(max(2, runtime.GOMAXPROCS(0)))
	readers.SetMaxIdleConns(max(2, runtime.GOMAXPROCS(0)))
	if err := own(ctx, readers, name, false); err != nil {
		readers.Close()
		if writer != nil {
			writer.Close()
		}
		return nil, nil, err
	}
	return writer, readers, nil
}

// own refuses a database that another program keeps, and marks a new one as ours.
func own(ctx context.Context, db *sql.DB, name string, create bool) error {
	var id, tables int
	if err := db.QueryRowContext(ctx, "PRAGMA application_id").Scan(&id); err != nil {
		return err
	}
	if id == applicationID {
		return nil
	}
	if err := db.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_schema").Scan(&tables); err != nil {
		return err
	}
	if id != 0 || tables > 0 || !create {
		return &indicators.Problem{Code: "database-not-ours", Args: indicators.Args{"file": name}}
	}
	_, err := db.ExecContext(ctx, "PRAGMA application_id = "+strconv.Itoa(applicationID))
	return err
}

// checkFile says plainly what the database's own error would not.
func checkFile(path, name string, o Options) error {
	problem := func(code string) error {
		return &indicators.Problem{Code: code, Args: indicators.Args{"file": name, "folder": filepath.Dir(path)}}
	}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, os.ErrNotExist) && (o.ReadOnly || !o.Create):
		return problem("database-not-found")
	case errors.Is(err, os.ErrNotExist):
		if _, err := os.Stat(filepath.Dir(path)); err != nil {
			return problem("database-folder-not-found")
		}
		return nil
	case errors.Is(err, os.ErrPermission):
		return problem("database-forbidden")
	case err != nil:
		return err
	case info.IsDir():
		return problem("database-is-a-folder")
	}
	return nil
}

// connector opens connections and asserts their settings: a key that the driver
// does not know is ignored without a word, and durability would go with it.
type connector struct {
	dsn    string
	assert map[string]string
	limit  int // of pages; 0 is none
}

func (c connector) Driver() driver.Driver { return &sqlite3.SQLiteDriver{} }

func (c connector) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := c.Driver().Open(c.dsn)
	if err != nil {
		return nil, err
	}
	for pragma, want := range c.assert {
		got, err := pragmaOf(ctx, conn, pragma)
		if err == nil && got != want {
			err = fmt.Errorf("the database keeps %s at %s, not at %s", pragma, got, want)
		}
		if err != nil {
			conn.Close()
			return nil, err
		}
	}
	if c.limit > 0 {
		if _, err := pragmaOf(ctx, conn, "max_page_count = "+strconv.Itoa(c.limit)); err != nil {
			conn.Close()
			return nil, err
		}
	}
	return conn, nil
}

func pragmaOf(ctx context.Context, conn driver.Conn, name string) (string, error) {
	rows, err := conn.(driver.QueryerContext).QueryContext(ctx, "PRAGMA "+name, nil)
	if err != nil {
		return "", err
	}
	defer rows.Close()
	value := make([]driver.Value, 1)
	if err := rows.Next(value); err != nil {
		return "", err
	}
	return fmt.Sprint(value[0]), nil
}

func (sqlite) words() map[string]any {
	return map[string]any{
		"int64":     func() string { return "INTEGER" },
		"bytes":     func() string { return "BLOB" },
		"rows":      func() string { return "STRICT" },
		"clustered": func() string { return "STRICT, WITHOUT ROWID" },
		"append_only": func(table string) string {
			return fmt.Sprintf(`
CREATE TRIGGER %[1]s_is_never_changed BEFORE UPDATE ON %[1]s
BEGIN SELECT RAISE(ABORT, '%[1]s is append-only'); END;
CREATE TRIGGER %[1]s_is_never_deleted BEFORE DELETE ON %[1]s
BEGIN SELECT RAISE(ABORT, '%[1]s is append-only'); END;
`, table)
		},
	}
}

// explain names the faults that a person can do something about.
func (sqlite) explain(err error, name string) error {
	var fault sqlite3.Error
	if !errors.As(err, &fault) {
		return err
	}
	code := map[sqlite3.ErrNo]string{
		sqlite3.ErrFull: "database-disk-full", sqlite3.ErrReadonly: "database-read-only",
		sqlite3.ErrCorrupt: "database-damaged", sqlite3.ErrNotADB: "database-not-one",
		sqlite3.ErrBusy: "database-busy", sqlite3.ErrCantOpen: "database-cannot-open",
		sqlite3.ErrPerm: "database-forbidden", sqlite3.ErrIoErr: "database-disk-fault",
	}[fault.Code]
	if code == "" {
		return err
	}
	return &Fault{cause: err, Problem: indicators.Problem{Code: code, Args: indicators.Args{"file": name, "folder": filepath.Dir(name)}}}
}

func (sqlite) lost(_ context.Context, conn *sql.Conn) bool {
	ended := true
	err := conn.Raw(func(raw any) error {
		ended = raw.(*sqlite3.SQLiteConn).AutoCommit()
		return nil
	})
	return err != nil || ended
}

func (sqlite) damage(ctx context.Context, db *sql.DB) ([]string, error) {
	rows, err := db.QueryContext(ctx, "PRAGMA integrity_check(20)")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var found []string
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			return nil, err
		}
		if line != "ok" {
			found = append(found, line)
		}
	}
	return found, rows.Err()
}
