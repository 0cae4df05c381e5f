package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"yardstick/indicators"
)

// Store is one database. It may be used by any number of goroutines.
type Store struct {
	name    string
	dialect dialect
	readers *sql.DB
	writer  *writer // nil when opened for reading only
	now     func() time.Time
	log     *slog.Logger

	// turn is had by whoever writes in this process, in the order of asking: waiting
	// for the database's own lock is a matter of luck, and somebody saving on a page
	// would have to wait for a whole batch of files.
	turn sync.Mutex

	entered atomic.Int64 // figures recorded since it was opened

	parsed sync.Map // definition seq → *indicators.Programme; a version never changes
}

// Options say how a database is opened.
type Options struct {
	// Now is the clock that entries are stamped with; time.Now when nil. The
	// demonstration injects its own, so that each month is entered on its last day.
	Now func() time.Time
	// ReadOnly opens an existing database without ever writing to it.
	ReadOnly bool
	// Create makes the file when there is none. Its folder must be there.
	Create bool
	// Log is told of what an operator should know: a clock set back, a migration.
	// Nil is silence.
	Log *slog.Logger
	// Backups is the folder in which a database of an older schema is kept as it was
	// before it is brought up to date; empty: it is not kept.
	Backups string

	maxPages int // of tests: the size at which the disk is full
}

// Open opens a database by the path of its file, bringing an older one up to
// date. Problems it may return: database-not-found, database-folder-not-found,
// database-is-a-folder, database-forbidden, database-read-only,
// database-cannot-open, database-not-one, database-not-ours, database-damaged,
// database-newer, database-older (only when ReadOnly), database-server.
func Open(ctx context.Context, name string, o Options) (*Store, error) {
	if strings.HasPrefix(name, "postgres://") || strings.HasPrefix(name, "postgresql://") {
		return nil, &indicators.Problem{Code: "database-server", Args: indicators.Args{"file": name}}
	}
	s := &Store{name: name, dialect: sqlite{}, now: o.Now, log: o.Log}
	if s.now == nil {
		s.now = time.Now
	}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	db, readers, err := s.dialect.open(ctx, name, o)
	if err != nil {
		return nil, s.explain(err)
	}
	if err := s.ready(ctx, db, readers, o.Backups); err != nil {
		readers.Close()
		if db != nil {
			db.Close()
		}
		return nil, s.explain(err)
	}
	return s, nil
}

// ready brings the schema up to date and starts the writer.
func (s *Store) ready(ctx context.Context, db, readers *sql.DB, backups string) error {
	s.readers = readers
	if db == nil {
		return s.checkVersion(ctx, readers)
	}
	if err := s.migrate(ctx, db, backups); err != nil {
		return err
	}
	w, err := startWriter(ctx, s, db)
	s.writer = w
	return err
}

// Close waits for the saves under way and closes the database. The writer goes
// last: it then folds the write-ahead log into the file, so that the file alone
// is the database.
func (s *Store) Close() error {
	err := s.readers.Close()
	if s.writer != nil {
		err = errors.Join(err, s.writer.stop())
	}
	return err
}

// Fault is a problem with the database itself, with the driver's own words as
// the cause for a log.
type Fault struct {
	Problem indicators.Problem
	cause   error
}

func (f *Fault) Error() string { return f.Problem.Error() }

// Unwrap gives the problem and the cause to errors.As.
func (f *Fault) Unwrap() []error { return []error{&f.Problem, f.cause} }

// explain names a fault of the database, unless it already has a name.
func (s *Store) explain(err error) error {
	if err == nil {
		return nil
	}
	if named := new(Fault); errors.As(err, &named) {
		return err
	}
	return s.dialect.explain(err, s.name)
}

// snapshot runs f over one read transaction: everything it reads is of one state.
func (s *Store) snapshot(ctx context.Context, f func(*reading) error) error {
	conn, err := s.readers.Conn(ctx)
	if err != nil {
		return s.explain(err)
	}
	defer conn.Close()
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return s.explain(err)
	}
	defer tx.Rollback()
	return s.explain(f(&reading{store: s, conn: conn, tx: tx, ctx: ctx}))
}

// reading is a transaction with what its queries need.
type reading struct {
	store *Store
	conn  *sql.Conn
	tx    *sql.Tx
	ctx   context.Context
}

func (r *reading) query(query string, args ...any) (*sql.Rows, error) {
	return r.tx.QueryContext(r.ctx, r.store.dialect.bind(query), args...)
}

// one reads the columns of the first row; found is false when there is none.
func (r *reading) one(query string, args []any, columns ...any) (found bool, err error) {
	err = r.tx.QueryRowContext(r.ctx, r.store.dialect.bind(query), args...).Scan(columns...)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// each scans every row of a query into columns and calls f.
func (r *reading) each(query string, args []any, columns []any, f func() error) error {
	rows, err := r.query(query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := rows.Scan(columns...); err != nil {
			return err
		}
		if err := f(); err != nil {
			return err
		}
	}
	return rows.Err()
}

// scan reads many rows of integers; see stream.go.
func (r *reading) scan(query string, args []int64, columns int, row func([]int64) error) error {
	return r.store.dialect.scan(r.ctx, r.conn, r.store.dialect.bind(query), args, columns, row)
}

// rows is the same for columns of any kind.
func (r *reading) rows(query string, args []int64, columns int, row func([]driver.Value) error) error {
	return r.store.dialect.rows(r.ctx, r.conn, r.store.dialect.bind(query), args, columns, row)
}
