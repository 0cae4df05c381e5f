package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/mattn/go-sqlite3"

	"yardstick/indicators"
)

// Jobs is a second writing connection to the database, for recording runs and for
// the engine of jobs that works them, both in the same transactions.
type Jobs struct {
	store *Store
	db    *sql.DB
	held  *sql.Conn // of the file whose lock says who works
	lock  *sql.DB
}

// lockSuffix is added to a database's name for the file whose lock says who works
// its jobs. The lock ends with the process, however that ends.
const lockSuffix = "-worker"

// Jobs opens the connection.
func (s *Store) Jobs(ctx context.Context) (*Jobs, error) {
	if s.writer == nil {
		return nil, readOnly(s.name)
	}
	path, err := filepath.Abs(s.name)
	if err != nil {
		return nil, err
	}
	j := &Jobs{store: s}
	j.db = sql.OpenDB(connector{dsn: "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + writerSettings, assert: map[string]string{
		"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "busy_timeout": "10000",
	}})
	j.db.SetMaxOpenConns(1)
	if err := j.db.PingContext(ctx); err != nil {
		return nil, errors.Join(s.explain(err), j.Close())
	}
	return j, nil
}

// Work opens the connection for the one process that works the jobs of the
// database, until it closes it or ends. Problem: jobs-held, with who does.
func (s *Store) Work(ctx context.Context) (*Jobs, error) {
	j, err := s.Jobs(ctx)
	if err != nil {
		return nil, err
	}
	path, err := filepath.Abs(s.name)
	if err == nil {
		err = j.hold(ctx, path+lockSuffix)
	}
	if err != nil {
		j.Close()
		return nil, s.explain(err)
	}
	return j, nil
}

// hold takes the lock: a transaction on a file beside the database that is begun
// and never ended. Who holds it is written before, so that others can read it.
func (j *Jobs) hold(ctx context.Context, path string) (err error) {
	j.lock = sql.OpenDB(connector{dsn: "file:" + (&url.URL{Path: path}).EscapedPath() + "?_busy_timeout=200&_journal_mode=DELETE"})
	j.lock.SetMaxOpenConns(1)
	if j.held, err = j.lock.Conn(ctx); err != nil {
		return err
	}
	host, _ := os.Hostname() // for people; without one the number has to do
	for _, statement := range []string{
		"BEGIN IMMEDIATE", "CREATE TABLE IF NOT EXISTS worker (host TEXT, process INTEGER, since TEXT)", "DELETE FROM worker",
	} {
		if _, err := j.held.ExecContext(ctx, statement); err != nil {
			return j.busy(ctx, err)
		}
	}
	if _, err := j.held.ExecContext(ctx, "INSERT INTO worker VALUES (?, ?, ?)", host, os.Getpid(), j.store.now().UTC().Format(time.RFC3339)); err != nil {
		return err
	}
	for _, statement := range []string{"COMMIT", "BEGIN IMMEDIATE"} {
		if _, err := j.held.ExecContext(ctx, statement); err != nil {
			return j.busy(ctx, err)
		}
	}
	return nil
}

// busy says who holds the lock.
func (j *Jobs) busy(ctx context.Context, err error) error {
	var fault sqlite3.Error
	if !errors.As(err, &fault) || fault.Code != sqlite3.ErrBusy {
		return err
	}
	args := indicators.Args{"file": j.store.name, "host": "?", "process": "?", "since": "?"}
	var host, since string
	var process int64
	if j.held.QueryRowContext(ctx, "SELECT host, process, since FROM worker").Scan(&host, &process, &since) == nil {
		args["host"], args["process"], args["since"] = host, strconv.FormatInt(process, 10), since
	}
	return &indicators.Problem{Code: "jobs-held", Args: args}
}

// DB is the connection, for the engine of jobs: never more than one.
func (j *Jobs) DB() *sql.DB { return j.db }

// Close closes the connection and gives the lock back.
func (j *Jobs) Close() error {
	var err error
	if j.db != nil {
		err = j.db.Close()
	}
	if j.held != nil {
		err = errors.Join(err, j.held.Close())
	}
	if j.lock != nil {
		err = errors.Join(err, j.lock.Close())
	}
	return err
}

// JobsTx is a transaction in which runs are recorded. Its instants are given, not
// read.
type JobsTx struct {
	store *Store
	ctx   context.Context
	tx    *sql.Tx
}

// SQL is the transaction itself, for the engine of jobs.
func (t *JobsTx) SQL() *sql.Tx { return t.tx }

// Tx runs f in a transaction, which is undone when f returns an error. f must not
// save anything through the store: its writer waits until the transaction ends.
func (j *Jobs) Tx(ctx context.Context, f func(*JobsTx) error) error {
	conn, err := j.db.Conn(ctx) // before its turn: the engine of jobs may have it
	if err != nil {
		return j.store.explain(err)
	}
	defer conn.Close()
	j.store.turn.Lock()
	defer j.store.turn.Unlock()
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return j.store.explain(err)
	}
	defer tx.Rollback()
	if err := f(&JobsTx{j.store, ctx, tx}); err != nil {
		return j.store.explain(err)
	}
	return j.store.explain(tx.Commit())
}

func (t *JobsTx) exec(query string, args ...any) (changed int64, err error) {
	result, err := t.tx.ExecContext(t.ctx, t.store.dialect.bind(query), args...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// addRun adds a run once. One that was skipped is taken up again by a backfill,
// and when the clock that skipped it has been set back since.
const addRun = `
INSERT INTO run (programme, schedule, due, as_of, period, cause, plan, state, fault, made_at, ended_at)
SELECT p.key, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM programme p WHERE p.id = ?
ON CONFLICT (programme, schedule, due) DO UPDATE SET
  as_of = excluded.as_of, period = excluded.period, cause = excluded.cause, plan = excluded.plan, state = excluded.state,
  fault = excluded.fault, made_at = excluded.made_at, ended_at = excluded.ended_at
WHERE run.state = 'skipped' AND excluded.state <> 'skipped' AND (excluded.cause = 'backfill' OR run.made_at > excluded.made_at)
RETURNING key`

const addRunFile = `
INSERT INTO run_file (run, scope, format, path, state, attempts, fault, size, sha256, fingerprint, took, ended_at)
VALUES (?, ?, ?, ?, 'waiting', 0, '', 0, '', '', 0, 0)`

// Add records a run and the files it is to make, and sets its Key. added is false
// when a run for that instant has been recorded before.
func (t *JobsTx) Add(run *Run, files []RunFile) (added bool, err error) {
	plan, err := json.Marshal(run.Plan)
	if err != nil {
		return false, err
	}
	err = t.tx.QueryRowContext(t.ctx, t.store.dialect.bind(addRun), run.Schedule, run.Due.UnixNano(), run.AsOf.UnixNano(), int64(run.Period),
		string(run.Cause), string(plan), string(run.State), run.Fault.text(), run.MadeAt.UnixNano(), nanoseconds(run.EndedAt), run.Programme).Scan(&run.Key)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	for n := range files {
		files[n].Run = run.Key
		if _, err := t.exec(addRunFile, run.Key, files[n].Scope, files[n].Format, files[n].Path); err != nil {
			return false, fmt.Errorf("run %s: %s.%s: %w", run.Schedule, files[n].Scope, files[n].Format, err)
		}
	}
	return true, nil
}

func nanoseconds(at time.Time) int64 {
	if at.IsZero() {
		return 0
	}
	return at.UnixNano()
}

// Release lets a run that was held begin, as of an instant. released is false when
// it is held no longer.
func (t *JobsTx) Release(run int64, asOf time.Time) (released bool, err error) {
	changed, err := t.exec(`UPDATE run SET state = 'working', as_of = ? WHERE key = ? AND state = 'held'`, asOf.UnixNano(), run)
	return changed == 1, err
}

const newerFile = `
SELECT count(*) FROM run_file f JOIN run r ON r.key = f.run
WHERE f.path = ? AND f.state = 'done' AND f.run <> ?
  AND EXISTS (SELECT 1 FROM run own WHERE own.key = ? AND own.programme = r.programme AND (r.as_of, r.key) > (own.as_of, own.key))`

// Superseded reports whether a newer run has made the file of that path.
func (t *JobsTx) Superseded(f RunFile) (newer bool, err error) {
	var n int
	err = t.tx.QueryRowContext(t.ctx, t.store.dialect.bind(newerFile), f.Path, f.Run, f.Run).Scan(&n)
	return n > 0, err
}

const endFile = `
UPDATE run_file SET state = ?, attempts = ?, fault = ?, size = ?, sha256 = ?, fingerprint = ?, took = ?, ended_at = ?
WHERE run = ? AND scope = ? AND format = ? AND state = 'waiting'`

// EndFile records what came of an attempt at a file: its State, and if that is
// still waiting the Fault of the attempt. ended is false when it was waiting no
// longer.
func (t *JobsTx) EndFile(f RunFile) (ended bool, err error) {
	changed, err := t.exec(endFile, string(f.State), f.Attempts, f.Fault.text(), f.Size, f.SHA256, f.Fingerprint, int64(f.Took), nanoseconds(f.EndedAt), f.Run, f.Scope, f.Format)
	return changed == 1, err
}

const settleRun = `
UPDATE run SET ended_at = ?, state = CASE
    WHEN EXISTS (SELECT 1 FROM run_file f WHERE f.run = run.key AND f.state = 'failed') THEN 'failed'
    WHEN EXISTS (SELECT 1 FROM run_delivery d WHERE d.run = run.key AND d.state = 'failed') THEN 'failed' ELSE 'done' END
WHERE key = ? AND state = 'working'
  AND NOT EXISTS (SELECT 1 FROM run_file f WHERE f.run = run.key AND f.state = 'waiting')
  AND NOT EXISTS (SELECT 1 FROM run_delivery d WHERE d.run = run.key AND d.state = 'waiting')`

// Settle ends a run of which nothing waits any more.
func (t *JobsTx) Settle(run int64, now time.Time) (ended bool, err error) {
	changed, err := t.exec(settleRun, now.UnixNano(), run)
	return changed == 1, err
}

// FilesWait reports whether any file of a run is still to be made.
func (t *JobsTx) FilesWait(run int64) (wait bool, err error) {
	var n int
	err = t.tx.QueryRowContext(t.ctx, t.store.dialect.bind(`SELECT count(*) FROM run_file WHERE run = ? AND state = 'waiting'`), run).Scan(&n)
	return n > 0, err
}

// AddDelivery records that a run's files are to go somewhere. added is false when
// that was recorded before.
func (t *JobsTx) AddDelivery(d RunDelivery) (added bool, err error) {
	changed, err := t.exec(`INSERT INTO run_delivery (run, kind, target, state, attempts, fault, ended_at) VALUES (?, ?, ?, 'waiting', 0, '', 0)
		ON CONFLICT (run, kind, target) DO NOTHING`, d.Run, d.Kind, d.Target)
	return changed == 1, err
}

// EndDelivery is EndFile for a delivery.
func (t *JobsTx) EndDelivery(d RunDelivery) (ended bool, err error) {
	changed, err := t.exec(`UPDATE run_delivery SET state = ?, attempts = ?, fault = ?, ended_at = ?
		WHERE run = ? AND kind = ? AND target = ? AND state = 'waiting'`, string(d.State), d.Attempts, d.Fault.text(), nanoseconds(d.EndedAt), d.Run, d.Kind, d.Target)
	return changed == 1, err
}

// Cancel ends a run that is held or under way: what waits is no longer made.
func (t *JobsTx) Cancel(run int64, now time.Time) (cancelled bool, err error) {
	changed, err := t.exec(`UPDATE run SET state = 'cancelled', ended_at = ? WHERE key = ? AND state IN ('held', 'working')`, now.UnixNano(), run)
	if err != nil || changed == 0 {
		return false, err
	}
	for _, table := range []string{"run_file", "run_delivery"} {
		if _, err := t.exec(`UPDATE `+table+` SET state = 'cancelled', ended_at = ? WHERE run = ? AND state = 'waiting'`, now.UnixNano(), run); err != nil {
			return false, err
		}
	}
	return true, nil
}

// Retry lets what failed of a run wait again, whether the run has ended or goes on with
// the rest: an address that is tried for a day keeps no other waiting. any is false
// when nothing had failed.
func (t *JobsTx) Retry(run int64) (any bool, err error) {
	for _, table := range []string{"run_file", "run_delivery"} {
		changed, err := t.exec(`UPDATE `+table+` SET state = 'waiting', attempts = 0, ended_at = 0
			WHERE run = ? AND state = 'failed' AND run IN (SELECT key FROM run WHERE state IN ('failed', 'working'))`, run)
		if err != nil {
			return false, err
		}
		any = any || changed > 0
	}
	if !any {
		return false, nil
	}
	_, err = t.exec(`UPDATE run SET state = 'working', ended_at = 0 WHERE key = ? AND state = 'failed'`, run)
	return true, err
}
