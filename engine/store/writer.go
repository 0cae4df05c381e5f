package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"path/filepath"
	"sync/atomic"
	"time"

	"yardstick/indicators"
)

// maxBatch is how many saves share one commit. At 50 clients saving at once
// about 25 gather; a commit of 64 small saves stays under 10 ms.
const maxBatch = 64

// errClosed is what a save gets after Close.
var errClosed = errors.New("the database is closed")

// writer is the one goroutine that writes. Saves that arrive while a commit is
// under way share the next one; each has a savepoint, so that one that is
// refused takes nothing else with it, and its caller waits for the commit.
type writer struct {
	store *Store
	db    *sql.DB
	conn  *sql.Conn
	saves chan *save
	quit  chan struct{}
	done  chan struct{}
	// begun is the instant before which every save under way is stamped with a
	// later one; 0 while nothing is being written.
	begun atomic.Int64
}

// save is one caller's work. do may run more than once, each time on a
// transaction in which nothing of it has happened yet.
type save struct {
	ctx    context.Context
	do     func(*writing) error
	result chan error
}

// writing is the transaction of one save.
type writing struct {
	reading
	at time.Time // the instant that the save is stamped with, read once
}

func startWriter(ctx context.Context, s *Store, db *sql.DB) (*writer, error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	w := &writer{store: s, db: db, conn: conn, saves: make(chan *save), quit: make(chan struct{}), done: make(chan struct{})}
	go w.run()
	return w, nil
}

func (w *writer) stop() error {
	close(w.quit)
	<-w.done
	return errors.Join(w.conn.Close(), w.db.Close())
}

// save hands work to the writer and waits until it is on disk, or refused.
func (s *Store) save(ctx context.Context, do func(*writing) error) error {
	if s.writer == nil {
		return readOnly(s.name)
	}
	one := &save{ctx: ctx, do: do, result: make(chan error, 1)}
	select {
	case s.writer.saves <- one:
		return s.explain(<-one.result)
	case <-s.writer.done:
		return errClosed
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (w *writer) run() {
	defer close(w.done)
	for {
		select {
		case first := <-w.saves:
			w.commit(w.gather(first))
		case <-w.quit:
			return
		}
	}
}

// gather takes what else is waiting already, and waits for nobody.
func (w *writer) gather(first *save) []*save {
	batch := []*save{first}
	for len(batch) < maxBatch {
		select {
		case another := <-w.saves:
			batch = append(batch, another)
		default:
			return batch
		}
	}
	return batch
}

// commit answers every save of the batch. When one of them brings the whole
// transaction down (a full disk does), each is tried alone, so that nobody pays
// for another's fault.
func (w *writer) commit(batch []*save) {
	results, lost := w.attempt(batch)
	if lost && len(batch) > 1 {
		for _, one := range batch {
			w.commit([]*save{one})
		}
		return
	}
	for i, one := range batch {
		one.result <- results[i]
	}
}

// attempt runs the batch in one transaction. lost says that it ended before the
// commit, so that nothing of it was written.
func (w *writer) attempt(batch []*save) (results []error, lost bool) {
	results = make([]error, len(batch))
	all := func(err error) []error {
		for i := range results {
			results[i] = err
		}
		return results
	}
	w.store.turn.Lock()
	defer w.store.turn.Unlock()
	tx, err := w.conn.BeginTx(context.Background(), nil)
	if err != nil {
		return all(err), false
	}
	defer tx.Rollback()
	w.begun.Store(w.store.now().UnixNano())
	defer w.begun.Store(0)
	for i, one := range batch {
		if results[i] = one.ctx.Err(); results[i] != nil {
			continue
		}
		results[i] = w.within(tx, one)
		if results[i] != nil && w.store.dialect.lost(context.Background(), w.conn) {
			return all(results[i]), true
		}
	}
	if err := tx.Commit(); err != nil {
		return all(err), false
	}
	return results, false
}

// within runs one save inside its savepoint.
func (w *writer) within(tx *sql.Tx, one *save) (err error) {
	ctx := context.Background()
	if _, err := tx.ExecContext(ctx, "SAVEPOINT one"); err != nil {
		return err
	}
	defer func() {
		if panicked := recover(); panicked != nil {
			err = fmt.Errorf("save: %v", panicked)
		}
		if err != nil {
			_, undone := tx.ExecContext(ctx, "ROLLBACK TO SAVEPOINT one")
			err = errors.Join(err, undone)
		}
		_, released := tx.ExecContext(ctx, "RELEASE SAVEPOINT one")
		err = errors.Join(err, released)
	}()
	return one.do(&writing{reading: reading{store: w.store, conn: w.conn, tx: tx, ctx: ctx}, at: w.store.now()})
}

func (w *writing) exec(query string, args ...any) error {
	_, err := w.tx.ExecContext(w.ctx, w.store.dialect.bind(query), args...)
	return err
}

// insert writes many rows; see bulk.go.
func (w *writing) insert(into string, columns, rows int, fill func(row int, values []driver.Value)) error {
	return w.store.dialect.insert(w.ctx, w.conn, into, columns, rows, fill)
}

func readOnly(name string) error {
	return &indicators.Problem{Code: "database-read-only", Args: indicators.Args{"file": name, "folder": filepath.Dir(name)}}
}
