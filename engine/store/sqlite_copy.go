package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"net/url"
	"path/filepath"
	"time"

	"github.com/mattn/go-sqlite3"

	"yardstick/indicators"
)

// What is done with a database file as a whole stands here: copy, release, order.

// uri names a file so that no character of it is taken for a setting.
func uri(name string) (string, error) {
	path, err := filepath.Abs(name)
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?", err
}

// copy uses SQLite's online backup, all pages in one step: the copy is of one
// state, and those who write meanwhile do not wait.
func (sqlite) copy(ctx context.Context, conn *sql.Conn, to string) error {
	address, err := uri(to)
	if err != nil {
		return err
	}
	target, err := (&sqlite3.SQLiteDriver{}).Open(address + "_synchronous=FULL")
	if err != nil {
		return err
	}
	return errors.Join(conn.Raw(func(raw any) error {
		return copyPages(ctx, target.(*sqlite3.SQLiteConn), raw.(*sqlite3.SQLiteConn))
	}), target.Close())
}

func copyPages(ctx context.Context, to, from *sqlite3.SQLiteConn) error {
	copying, err := to.Backup("main", from, "main")
	if err != nil {
		return err
	}
	for {
		done, err := copying.Step(-1)
		if err == nil && !done { // somebody holds a lock that a copy needs
			select {
			case <-ctx.Done():
				err = ctx.Err()
			case <-time.After(10 * time.Millisecond):
				continue
			}
		}
		return errors.Join(err, copying.Finish())
	}
}

// copyFile copies a database of any schema that is ours.
func (d sqlite) copyFile(ctx context.Context, from, to string) error {
	address, err := uri(from)
	if err != nil {
		return err
	}
	if err := checkFile(from, from, Options{ReadOnly: true}); err != nil {
		return err
	}
	if err := own(ctx, from, address, from, false); err != nil {
		return err
	}
	db := sql.OpenDB(connector{dsn: address + readerSettings})
	defer db.Close()
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	return d.copy(ctx, conn, to)
}

// release folds the write-ahead log of a database into its file, which works
// only while nobody else has it open: restore-in-use. A damaged database is left
// as it is.
func (sqlite) release(ctx context.Context, name string) error {
	address, err := uri(name)
	if err != nil {
		return err
	}
	mode := ""
	conn, err := (&sqlite3.SQLiteDriver{}).Open(address + "mode=rw&_busy_timeout=1000")
	if err == nil {
		mode, err = pragmaOf(ctx, conn, "journal_mode = DELETE")
		err = errors.Join(err, conn.Close())
	}
	var fault sqlite3.Error
	if !errors.As(err, &fault) && mode != "wal" {
		return err
	}
	switch fault.Code {
	case sqlite3.ErrCorrupt, sqlite3.ErrNotADB:
		return nil
	case sqlite3.ErrBusy, sqlite3.ErrLocked, 0:
		return &indicators.Problem{Code: "restore-in-use", Args: indicators.Args{"file": name}}
	}
	return err
}

// optimize runs on a connection of its own: VACUUM stands in no transaction.
func (sqlite) optimize(ctx context.Context, name string) error {
	address, err := uri(name)
	if err != nil {
		return err
	}
	conn, err := (&sqlite3.SQLiteDriver{}).Open(address + writerSettings)
	if err != nil {
		return err
	}
	for _, statement := range []string{"VACUUM", "ANALYZE", "PRAGMA wal_checkpoint(TRUNCATE)"} {
		if _, err = conn.(driver.ExecerContext).ExecContext(ctx, statement, nil); err != nil {
			break
		}
	}
	return errors.Join(err, conn.Close())
}
