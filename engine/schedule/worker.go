package schedule

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riversqlite"

	"yardstick/engine/store"
)

// Order is one file that is to be made.
type Order struct {
	Run    store.Run // through which period, as of when, in which language
	Scope  string    // programme, project-survey, city-440100
	Format string
}

// Render writes the file of an order and returns the fingerprint of what it was
// made from. It is called by several workers at once. An error is tried again.
type Render func(ctx context.Context, order Order, to io.Writer) (fingerprint string, err error)

// fileArgs are the job of making one file.
type fileArgs struct {
	Run    int64  `json:"run"`
	Scope  string `json:"scope"`
	Format string `json:"format"`
	Path   string `json:"path"`
}

// Kind names the job in the database.
func (fileArgs) Kind() string { return "scorecard" }

type fileWorker struct {
	river.WorkerDefaults[fileArgs]
	d *Daemon
}

// Work makes a file and records it in the transaction that ends the job. A file
// that is waiting no longer was made before the worker was killed, or cancelled.
func (w *fileWorker) Work(ctx context.Context, job *river.Job[fileArgs]) error {
	defer w.d.beginJob(job.ID)()
	file := store.RunFile{Run: job.Args.Run, Scope: job.Args.Scope, Format: job.Args.Format, Path: job.Args.Path, Attempts: job.Attempt}
	waits, err := w.d.st.FileWaits(ctx, file)
	if err != nil || !waits {
		return err
	}
	run, err := w.d.st.RunByKey(ctx, file.Run)
	if err != nil {
		return err
	}
	began := time.Now()
	part, err := w.d.render(ctx, run, &file)
	if err == nil {
		file.State, file.Took, file.EndedAt = store.FileDone, time.Since(began), w.d.now()
		err = w.finish(ctx, job, &file, part)
	}
	_ = os.Remove(part) // it has its name by now, unless something failed or a newer file has it
	if err != nil {
		return w.failed(ctx, job, file, err)
	}
	w.d.log.Info("file made", "run", run.Key, "schedule", run.Schedule, "scope", file.Scope, "format", file.Format,
		"state", string(file.State), "bytes", file.Size, "ms", file.Took.Milliseconds(), "attempt", job.Attempt)
	return nil
}

// finish gives a file its name and records it, both or neither: when the process
// dies between the two, the same file is made again and takes its own place.
func (w *fileWorker) finish(ctx context.Context, job *river.Job[fileArgs], file *store.RunFile, part string) error {
	return w.d.record(ctx, file.Run, func(tx *store.JobsTx) (bool, error) {
		newer, err := tx.Superseded(*file)
		if err != nil {
			return false, err
		}
		if newer {
			file.State = store.FileSuperseded
		}
		ended, err := tx.EndFile(*file)
		if err != nil {
			return false, err
		}
		if ended && !newer {
			if err := place(part, w.d.pathTo(file.Path)); err != nil {
				return false, err
			}
		}
		moved, err := w.d.afterFile(tx, file.Run)
		if err != nil {
			return false, err
		}
		_, err = river.JobCompleteTx[*riversqlite.Driver](ctx, tx.SQL(), job)
		return moved, err
	})
}

// failed records an attempt that failed; the last one ends the file. When the
// program is being stopped the job is handed back instead.
func (w *fileWorker) failed(ctx context.Context, job *river.Job[fileArgs], file store.RunFile, cause error) error {
	if ctx.Err() != nil && w.d.stopping.Load() {
		return river.JobSnooze(0)
	}
	cause = orFull(cause, w.d.options.Folder)
	file.State, file.Fault = store.FileWaiting, store.FaultOf(cause)
	file.Size, file.SHA256, file.Fingerprint = 0, "", ""
	if job.Attempt >= job.MaxAttempts {
		file.State, file.EndedAt = store.FileFailed, w.d.now()
	}
	w.d.log.Warn("file failed", "run", file.Run, "scope", file.Scope, "format", file.Format, "attempt", job.Attempt, "of", job.MaxAttempts, "why", cause)
	ctx = context.WithoutCancel(ctx)
	err := w.d.record(ctx, file.Run, func(tx *store.JobsTx) (bool, error) {
		if _, err := tx.EndFile(file); err != nil || file.State == store.FileWaiting {
			return false, err
		}
		moved, err := w.d.afterFile(tx, file.Run)
		if err != nil {
			return false, err
		}
		_, err = river.JobCompleteTx[*riversqlite.Driver](ctx, tx.SQL(), job)
		return moved, err
	})
	if file.State == store.FileFailed {
		return err // the job has ended with its file, so that a retry can insert another
	}
	return errors.Join(cause, err)
}

// render makes a file beside its final name, whole and on disk, and fills in its
// size and digests.
func (d *Daemon) render(ctx context.Context, run store.Run, file *store.RunFile) (part string, err error) {
	path := d.pathTo(file.Path)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return "", err
	}
	if err := Room(filepath.Dir(path), 0); err != nil {
		return "", err
	}
	part = filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+"."+strconv.FormatInt(run.Key, 10)+".part")
	out, err := os.OpenFile(part, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o644)
	if err != nil {
		return part, err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	digest := sha256.New()
	counted := &counter{to: io.MultiWriter(out, digest)}
	if file.Fingerprint, err = d.renderSafely(ctx, Order{Run: run, Scope: file.Scope, Format: file.Format}, counted); err != nil {
		return part, err
	}
	file.Size, file.SHA256 = counted.n, hex.EncodeToString(digest.Sum(nil))
	return part, out.Sync()
}

// renderSafely turns a panic into an error, so that one poisoned scope fails alone.
func (d *Daemon) renderSafely(ctx context.Context, order Order, to io.Writer) (fingerprint string, err error) {
	defer func() {
		if panicked := recover(); panicked != nil {
			err = problem("run-panicked", "file", order.Scope+"."+order.Format, "why", fmt.Sprint(panicked))
		}
	}()
	return d.options.Render(ctx, order, to)
}

// counter counts what is written.
type counter struct {
	to io.Writer
	n  int64
}

func (c *counter) Write(b []byte) (int, error) {
	n, err := c.to.Write(b)
	c.n += int64(n)
	return n, err
}

// place renames a file and makes the name durable.
func place(part, path string) error {
	if err := os.Rename(part, path); err != nil {
		return err
	}
	folder, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// backOff is how long after an attempt the next one is made: half a minute, then
// twice as long each time, at most an hour.
func backOff(attempt int) time.Duration {
	return min(30*time.Second<<min(attempt-1, 10), time.Hour)
}

type client = river.Client[*sql.Tx]
