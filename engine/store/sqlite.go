package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"syscall"

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
	if err := own(ctx, path, uri, name, o.Create && !o.ReadOnly); err != nil {
		return nil, nil, err
	}
	if !o.ReadOnly {
		writer = sql.OpenDB(connector{dsn: uri + writerSettings, assert: map[string]string{
			"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "busy_timeout": "10000",
		}, limit: o.maxPages})
		writer.SetMaxOpenConns(1)
		if err := writer.PingContext(ctx); err != nil {
			writer.Close()
			return nil, nil, err
		}
	}
	readers = sql.OpenDB(connector{dsn: uri + readerSettings, assert: map[string]string{
		"query_only": "1", "busy_timeout": "10000",
	}})
	readers.SetMaxOpenConns(max(2, runtime.GOMAXPROCS(0)))
	readers.SetMaxIdleConns(max(2, runtime.GOMAXPROCS(0)))
	return writer, readers, nil
}

// own refuses a file that is no database, or another program's, before a
// connection changes a byte of it; an empty one is marked as ours. The mark is
// made without a write-ahead log, so that it always stands in the file itself.
func own(ctx context.Context, path, uri, name string, create bool) error {
	header, err := readHeader(path)
	if err != nil {
		return err
	}
	args := indicators.Args{"file": name}
	switch {
	case len(header) == 0 && create:
		return mark(ctx, uri)
	case len(header) < headerBytes || string(header[:len(magic)]) != magic:
		return &indicators.Problem{Code: "database-not-one", Args: args}
	case binary.BigEndian.Uint32(header[idOffset:]) != applicationID:
		return &indicators.Problem{Code: "database-not-ours", Args: args}
	}
	return nil
}

// The header of a database file: https://www.sqlite.org/fileformat.html
const (
	magic       = "SQLite format 3\x00"
	headerBytes = 100
	idOffset    = 68
)

// readHeader reads the first bytes of a file; a file that is not there has none.
func readHeader(path string) ([]byte, error) {
	file, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer file.Close()
	header := make([]byte, headerBytes)
	n, err := io.ReadFull(file, header)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return nil, err
	}
	return header[:n], nil
}

func mark(ctx context.Context, uri string) error {
	db := sql.OpenDB(connector{dsn: uri + "_synchronous=FULL&_txlock=immediate"})
	defer db.Close()
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
	case errors.Is(err, syscall.ENOTDIR):
		return problem("database-folder-not-found")
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
