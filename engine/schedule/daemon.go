package schedule

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"
	"github.com/riverqueue/river/rivertype"

	"yardstick/engine/store"
	"yardstick/indicators"
)

// Options say how the schedules of a database are worked.
type Options struct {
	Render  Render               // makes the files
	Deliver map[string]Deliverer // by the name of the way: mail, webhook, …
	Folder  string               // that the files go under
	Workers int                  // how many files are made at once; as many as there are cores when 0
	Log     *slog.Logger         // one line for each run, file and delivery; nil is silence
	Now     func() time.Time     // time.Now when nil
	// BackOff is how long after a failed attempt, counted from 1, the next one is
	// made; nil is from half a minute to an hour.
	BackOff func(attempt int) time.Duration
	// Idle works what has been recorded, and records nothing that is due.
	Idle bool
	// Ended is told of each run that has ended.
	Ended func(store.Run)
}

// How the engine of jobs is set for this use. A file takes well under a second to
// make and mail some: what takes five minutes hangs. Its table is looked at four times
// a second; while there is work a free worker takes the next file at once.
const (
	jobTimeout    = 5 * time.Minute
	rescueAfter   = 10 * time.Minute
	pollInterval  = 250 * time.Millisecond
	fetchCooldown = 5 * time.Millisecond
	softStop      = 20 * time.Second
	dueInterval   = time.Minute
)

// reclaimEvery is how often jobs are looked for that nobody does.
var reclaimEvery = 10 * time.Second

// Daemon records what is due and works it, until it is stopped.
type Daemon struct {
	st       *store.Store
	jobs     *store.Jobs
	client   *client
	options  Options
	log      *slog.Logger
	now      func() time.Time
	stopping atomic.Bool
	quit     chan struct{}
	wake     chan struct{}
	loops    sync.WaitGroup

	mu      sync.Mutex
	queued  map[int64]int  // runs whose jobs this process has inserted, with how much of them had failed
	begun   map[int64]bool // jobs that this process is doing
	looked  look           // at the clock, the last time that due runs were recorded
	suspect bool           // of the clock: it has leapt ahead
}

// look is one look at the clock; the monotonic one in real is not set by anybody.
type look struct{ now, real time.Time }

// Start works the schedules of a database in this process. Problem: jobs-held,
// when another process does. What that one recorded is taken up once it has ended.
func Start(ctx context.Context, st *store.Store, o Options) (*Daemon, error) {
	d := &Daemon{st: st, options: o, log: o.Log, now: o.Now, quit: make(chan struct{}), wake: make(chan struct{}, 1), queued: map[int64]int{}, begun: map[int64]bool{}}
	if d.log == nil {
		d.log = slog.New(slog.DiscardHandler)
	}
	if d.now == nil {
		d.now = time.Now
	}
	if d.options.BackOff == nil {
		d.options.BackOff = backOff
	}
	if d.options.Workers <= 0 {
		d.options.Workers = runtime.GOMAXPROCS(0)
	}
	var err error
	if d.jobs, err = st.Work(ctx); err != nil {
		return nil, err
	}
	if err := d.begin(ctx); err != nil {
		return nil, errors.Join(err, d.jobs.Close())
	}
	d.loops.Go(d.enqueueLoop)
	d.loops.Go(d.reclaimLoop)
	if !o.Idle {
		d.loops.Go(d.dueLoop)
	}
	return d, nil
}

// begin starts the engine of jobs on what was left.
func (d *Daemon) begin(ctx context.Context) error {
	driver := riversqlite.New(d.jobs.DB())
	quiet := slog.New(&sparing{Handler: d.log.Handler(), said: map[string]time.Time{}})
	migrator, err := rivermigrate.New(driver, &rivermigrate.Config{Logger: quiet})
	if err != nil {
		return err
	}
	if _, err := migrator.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return err
	}
	// Nobody else works these jobs, so that one that is running now was left by a
	// process that is no more. The engine itself would wait for rescueAfter.
	if _, err := d.jobs.DB().ExecContext(ctx, `UPDATE river_job SET state = 'available' WHERE state = 'running'`); err != nil {
		return err
	}
	workers := river.NewWorkers()
	river.AddWorker(workers, &fileWorker{d: d})
	river.AddWorker(workers, &deliveryWorker{d: d})
	d.client, err = river.NewClient(driver, &river.Config{
		Queues:     map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: d.options.Workers}},
		Workers:    workers,
		PollOnly:   true,
		JobTimeout: jobTimeout, RescueStuckJobsAfter: rescueAfter, SoftStopTimeout: softStop,
		FetchPollInterval: pollInterval, FetchCooldown: fetchCooldown,
		RetryPolicy: retries{d},
		Logger:      quiet,
	})
	if err != nil {
		return err
	}
	return d.client.Start(context.WithoutCancel(ctx))
}

// retries is the back-off as the engine of jobs asks for it.
type retries struct{ d *Daemon }

// NextRetry is when a job that failed is tried again.
func (r retries) NextRetry(job *rivertype.JobRow) time.Time {
	return time.Now().Add(r.d.options.BackOff(max(job.Attempt, 1)))
}

// Stop lets the files under way be finished, hands the others back, and returns
// before ctx ends or within half a minute. What was handed back is taken up by
// whoever works the database next.
func (d *Daemon) Stop(ctx context.Context) error {
	if d.stopping.Swap(true) {
		return nil
	}
	close(d.quit)
	d.loops.Wait()
	ctx, cancel := context.WithTimeout(ctx, softStop+8*time.Second)
	defer cancel()
	return errors.Join(d.client.Stop(ctx), d.jobs.Close())
}

// Jobs is the connection that runs are recorded through; see Now, Record and Cancel.
func (d *Daemon) Jobs() *store.Jobs { return d.jobs }

// Wake looks for recorded runs at once, and not a moment later.
func (d *Daemon) Wake() {
	select {
	case d.wake <- struct{}{}:
	default:
	}
}

func (d *Daemon) pathTo(path string) string {
	return filepath.Join(d.options.Folder, filepath.FromSlash(path))
}

// dueLoop records what is due at start and each minute.
func (d *Daemon) dueLoop() {
	ticker := time.NewTicker(dueInterval)
	defer ticker.Stop()
	for {
		d.RecordDue(context.Background())
		select {
		case <-ticker.C:
		case <-d.quit:
			return
		}
	}
}

// leap is how far ahead of the time that has passed a clock may go before it is
// looked at twice.
const leap = time.Hour

// RecordDue records every run that is due by now, of every programme, and lets
// those begin that were held for long enough. What goes wrong with one schedule is
// logged, and the others go on. A clock that has leapt ahead is believed at the
// second look: what it records stays.
func (d *Daemon) RecordDue(ctx context.Context) {
	now := d.now()
	if d.leapt(look{now, time.Now()}) {
		d.log.Warn("the clock has leapt ahead; nothing is recorded until it is looked at again", "now", now.UTC())
		return
	}
	ids, err := d.st.Programmes(ctx)
	if err != nil {
		d.log.Error("schedules cannot be read", "why", err)
		return
	}
	for _, id := range ids {
		plans, err := d.st.Schedules(ctx, id)
		if err != nil {
			d.log.Error("schedules cannot be read", "programme", id, "why", err)
		}
		for _, plan := range plans {
			if err := d.recordDue(ctx, plan, now); err != nil {
				d.log.Error("schedule failed", "programme", id, "schedule", plan.Name, "why", err)
			}
		}
	}
	d.releaseHeld(ctx, now)
	d.Wake()
}

func (d *Daemon) leapt(now look) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	last := d.looked
	d.looked = now
	ahead := !last.now.IsZero() && now.now.Round(0).Sub(last.now.Round(0))-now.real.Sub(last.real) > leap
	d.suspect = ahead && !d.suspect
	return d.suspect
}

func (d *Daemon) recordDue(ctx context.Context, plan store.Schedule, now time.Time) error {
	runs, err := Due(ctx, d.st, plan, now)
	if err != nil {
		return err
	}
	for n := range runs {
		added, err := Record(ctx, d.st, d.jobs, &runs[n])
		if errors.As(err, new(*indicators.Problem)) { // it is to be seen, and not to be tried each minute
			runs[n].State, runs[n].Fault, runs[n].EndedAt = store.RunFailed, store.FaultOf(err), now
			added, err = Record(ctx, d.st, d.jobs, &runs[n])
		}
		if err != nil {
			return err
		}
		if added {
			d.log.Info("run recorded", "run", runs[n].Key, "programme", plan.Programme, "schedule", plan.Name, "due", runs[n].Due.UTC(),
				"period", runs[n].Period.String(), "state", string(runs[n].State), "late_seconds", int64(runs[n].Late().Seconds()))
		}
	}
	return nil
}

func (d *Daemon) releaseHeld(ctx context.Context, now time.Time) {
	open, err := d.st.Runs(ctx, "", store.RunFilter{Open: true})
	if err != nil {
		d.log.Error("runs cannot be read", "why", err)
	}
	for _, run := range open {
		if run.State != store.RunHeld {
			continue
		}
		released, err := release(ctx, d.st, d.jobs, run, now)
		if err != nil {
			d.log.Error("run cannot be released", "run", run.Key, "why", err)
		}
		if released {
			d.log.Info("run released", "run", run.Key, "schedule", run.Schedule)
		}
	}
}

// enqueueLoop inserts the jobs of runs that were recorded, by whom ever.
func (d *Daemon) enqueueLoop() {
	ticker := time.NewTicker(pollInterval)
	defer ticker.Stop()
	for {
		if err := d.enqueue(context.Background()); err != nil {
			d.log.Error("jobs cannot be inserted", "why", err)
		}
		select {
		case <-ticker.C:
		case <-d.wake:
		case <-d.quit:
			return
		}
	}
}

func (d *Daemon) enqueue(ctx context.Context) error {
	open, err := d.st.Runs(ctx, "", store.RunFilter{Open: true})
	if err != nil {
		return err
	}
	for _, run := range open {
		if run.State != store.RunWorking {
			continue
		}
		failed, err := d.failedOf(ctx, run)
		if err != nil {
			return err
		}
		if !d.take(run.Key, failed) {
			continue
		}
		inserted, err := d.insertJobs(ctx, run)
		if err != nil || inserted == 0 { // it ended since it was read, or is about to
			d.forget(run.Key)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// failedOf is how much of a run has failed: files and deliveries.
func (d *Daemon) failedOf(ctx context.Context, run store.Run) (int, error) {
	failed := run.Failed
	deliveries, err := d.st.RunDeliveries(ctx, run.Key)
	for _, delivery := range deliveries {
		if delivery.State == store.FileFailed {
			failed++
		}
	}
	return failed, err
}

// take marks a run as inserted, unless it is: of one of which less has failed than did,
// somebody has let the rest be made again. forget lets it be looked at again.
func (d *Daemon) take(run int64, failed int) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	before, taken := d.queued[run]
	d.queued[run] = failed
	return !taken || failed < before
}

func (d *Daemon) forget(run int64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.queued, run)
}

// insertJobs inserts a job for whatever of a run still waits; one that is there
// already is left as it is. It returns how many wait.
func (d *Daemon) insertJobs(ctx context.Context, run store.Run) (waiting int, err error) {
	var params []river.InsertManyParams
	add := func(args river.JobArgs, attempts int) {
		params = append(params, river.InsertManyParams{Args: args, InsertOpts: &river.InsertOpts{MaxAttempts: attempts,
			UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: unended}}})
	}
	files, err := d.st.RunFiles(ctx, run.Key)
	if err != nil {
		return 0, err
	}
	for _, file := range files {
		if file.State == store.FileWaiting {
			add(fileArgs{Run: run.Key, Scope: file.Scope, Format: file.Format, Path: file.Path}, run.Plan.Retries+1)
		}
	}
	deliveries, err := d.st.RunDeliveries(ctx, run.Key)
	if err != nil {
		return 0, err
	}
	for _, delivery := range deliveries {
		if delivery.State == store.FileWaiting {
			add(deliveryArgs{Run: run.Key, Way: delivery.Kind, Target: delivery.Target}, d.attempts(delivery.Kind))
		}
	}
	if len(params) > 0 {
		_, err = d.client.InsertMany(ctx, params)
	}
	return len(params), err
}

// unended are the states in which a job still does its work.
var unended = []rivertype.JobState{rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRetryable,
	rivertype.JobStateRunning, rivertype.JobStateScheduled}

// record runs f in a transaction of the jobs. When f says that a run has moved on,
// its deliveries are inserted, or its end is told, once that is committed.
func (d *Daemon) record(ctx context.Context, run int64, f func(*store.JobsTx) (moved bool, err error)) error {
	var moved bool
	err := d.jobs.Tx(ctx, func(tx *store.JobsTx) (err error) {
		moved, err = f(tx)
		return err
	})
	if err == nil && moved {
		d.forget(run)
		d.Wake()
		d.tell(run)
	}
	return err
}

// afterFile goes on to the deliveries when the last file of a run has ended, and
// ends the run when there are none.
func (d *Daemon) afterFile(tx *store.JobsTx, run int64) (moved bool, err error) {
	wait, err := tx.FilesWait(run)
	if err != nil || wait {
		return false, err
	}
	whole, err := d.st.RunByKey(context.Background(), run)
	if err != nil {
		return false, err
	}
	for _, delivery := range d.deliveries(whole) {
		if _, err := tx.AddDelivery(delivery); err != nil {
			return false, err
		}
	}
	_, err = tx.Settle(run, d.now())
	return true, err
}

// tell says that a run has ended, once that is committed.
func (d *Daemon) tell(key int64) {
	run, err := d.st.RunByKey(context.Background(), key)
	if err != nil || run.EndedAt.IsZero() {
		return
	}
	d.log.Info("run ended", "run", run.Key, "schedule", run.Schedule, "state", string(run.State), "files", run.Files, "failed", run.Failed,
		"late_seconds", int64(run.Late().Seconds()), "seconds", int64(run.EndedAt.Sub(run.MadeAt).Seconds()))
	if d.options.Ended != nil {
		d.options.Ended(run)
	}
}
