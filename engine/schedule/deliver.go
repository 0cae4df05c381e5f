package schedule

import (
	"context"
	"errors"
	"net/url"
	"slices"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riversqlite"

	"yardstick/engine/store"
)

// Deliverer takes a run's files somewhere once all of them have ended: an index of
// the folder, mail, a webhook. Its secrets are its own.
type Deliverer interface {
	// Targets lists where a run is to go by this way, each a delivery of its own with
	// its own attempts; none where its schedule says nothing of it.
	Targets(run store.Run) []string
	// Attempts is how often a delivery is tried at most.
	Attempts() int
	// Deliver takes the files to one target. An error is tried again with back-off,
	// unless it is marked as [Final]. A process that is killed after it and before it is recorded delivers again, so
	// that what is sent should carry the run's key for its receiver to tell.
	Deliver(ctx context.Context, d Delivery) error
}

// Final marks an error of a delivery that no further attempt would mend: an address
// that does not exist.
func Final(err error) error { return final{err} }

type final struct{ error }

// Unwrap is the error that was marked.
func (f final) Unwrap() error { return f.error }

// IsFinal reports whether an error was marked as [Final].
func IsFinal(err error) bool { return errors.As(err, new(final)) }

// Delivery is one thing that is to be delivered.
type Delivery struct {
	Run    store.Run
	Files  []store.RunFile // the failed ones too: what is missing is to be said
	Folder string          // that the files' paths are under
	Target string
}

// The ways of delivery that a schedule may ask for by name.
const (
	ByMail    = "mail"
	ByWebhook = "webhook"
)

// deliveryArgs are the job of delivering to one target.
type deliveryArgs struct {
	Run    int64  `json:"run"`
	Way    string `json:"way"`
	Target string `json:"target"`
}

// Kind names the job in the database.
func (deliveryArgs) Kind() string { return "delivery" }

type deliveryWorker struct {
	river.WorkerDefaults[deliveryArgs]
	d *Daemon
}

// Work delivers, and records it in the transaction that ends the job.
func (w *deliveryWorker) Work(ctx context.Context, job *river.Job[deliveryArgs]) error {
	defer w.d.beginJob(job.ID)()
	delivery := store.RunDelivery{Run: job.Args.Run, Kind: job.Args.Way, Target: job.Args.Target, Attempts: job.Attempt, State: store.FileDone}
	all, err := w.d.st.RunDeliveries(ctx, delivery.Run)
	if err != nil || !slices.ContainsFunc(all, func(d store.RunDelivery) bool {
		return d.Kind == delivery.Kind && d.Target == delivery.Target && d.State == store.FileWaiting
	}) {
		return err
	}
	cause := w.d.deliver(ctx, delivery)
	if cause != nil {
		cause = orFull(cause, w.d.options.Folder)
		if ctx.Err() != nil && w.d.stopping.Load() {
			return river.JobSnooze(0)
		}
		delivery.State, delivery.Fault = store.FileWaiting, store.FaultOf(cause)
		if job.Attempt >= job.MaxAttempts || IsFinal(cause) {
			delivery.State = store.FileFailed
		}
		w.d.log.Warn("delivery failed", "run", delivery.Run, "way", delivery.Kind, "target", logged(delivery), "attempt", job.Attempt, "of", job.MaxAttempts, "why", cause)
	}
	if delivery.State != store.FileWaiting {
		delivery.EndedAt = w.d.now()
	}
	ctx = context.WithoutCancel(ctx)
	err = w.d.record(ctx, delivery.Run, func(tx *store.JobsTx) (bool, error) {
		if _, err := tx.EndDelivery(delivery); err != nil || delivery.State == store.FileWaiting {
			return false, err
		}
		ended, err := tx.Settle(delivery.Run, w.d.now())
		if err != nil {
			return false, err
		}
		_, err = river.JobCompleteTx[*riversqlite.Driver](ctx, tx.SQL(), job)
		return ended, err
	})
	if err == nil && cause == nil {
		w.d.log.Info("delivered", "run", delivery.Run, "way", delivery.Kind, "target", logged(delivery), "attempt", job.Attempt)
	}
	if delivery.State != store.FileWaiting {
		return err // the job has ended with its delivery, so that a retry can insert another
	}
	return errors.Join(cause, err)
}

// logged is a target as the log has it: what follows the server of a web address often
// holds a secret.
func logged(d store.RunDelivery) string {
	if d.Kind != ByWebhook {
		return d.Target
	}
	at, err := url.Parse(d.Target)
	if err != nil {
		return "?"
	}
	return at.Scheme + "://" + at.Host
}

func (d *Daemon) deliver(ctx context.Context, delivery store.RunDelivery) error {
	by := d.options.Deliver[delivery.Kind]
	if by == nil {
		return problem("delivery-none", "kind", delivery.Kind)
	}
	run, err := d.st.RunByKey(ctx, delivery.Run)
	if err != nil {
		return err
	}
	files, err := d.st.RunFiles(ctx, run.Key)
	if err != nil {
		return err
	}
	return by.Deliver(ctx, Delivery{Run: run, Files: files, Folder: d.options.Folder, Target: delivery.Target})
}

// deliveries are those of a run. What its schedule asks for and nothing here
// delivers is one too: it fails, and is seen.
func (d *Daemon) deliveries(run store.Run) (out []store.RunDelivery) {
	for way, by := range d.options.Deliver {
		for _, target := range by.Targets(run) {
			out = append(out, store.RunDelivery{Run: run.Key, Kind: way, Target: target})
		}
	}
	if run.Plan.Mail != nil && d.options.Deliver[ByMail] == nil {
		out = append(out, store.RunDelivery{Run: run.Key, Kind: ByMail})
	}
	if run.Plan.Webhook != nil && d.options.Deliver[ByWebhook] == nil {
		out = append(out, store.RunDelivery{Run: run.Key, Kind: ByWebhook, Target: run.Plan.Webhook.URL})
	}
	return out
}

// attempts is how often a way of delivery is tried.
func (d *Daemon) attempts(way string) int {
	if by := d.options.Deliver[way]; by != nil {
		return max(by.Attempts(), 1)
	}
	return 1
}
