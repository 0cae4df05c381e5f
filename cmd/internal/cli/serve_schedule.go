package cli

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"runtime"
	"sync"
	"time"

	"yardstick/cmd/internal/deliver"
	"yardstick/cmd/internal/operate"
	"yardstick/engine/schedule"
	"yardstick/engine/store"
	"yardstick/indicators"
)

// working is how the schedules of what is served are worked.
type working struct {
	folder   string              // that their files go under
	unworked *indicators.Problem // why they are not worked here; nil when they are
	stop     func()
}

// scheduler works the schedules of what is served. Where another process does, the
// pages are served without, and it is said.
func (s *session) scheduler(ctx context.Context, of served, flags serveFlags, numbers *operate.Metrics, log *slog.Logger) (working, error) {
	runGauges(numbers, of.store, of.now)
	out := working{stop: func() {}}
	var err error
	if out.folder, err = filepath.Abs(cmp.Or(flags.files, filepath.Join(filepath.Dir(of.file), "scorecards"))); err != nil {
		return out, err
	}
	if flags.noScheduler {
		out.unworked = &indicators.Problem{Code: "schedules-elsewhere"}
		return out, nil
	}
	cards := &scheduledCards{st: of.store, watch: numbers}
	delivery, err := cards.delivery(of.now)
	if err != nil {
		return out, err
	}
	ways, err := deliver.New(delivery)
	if err != nil {
		return out, err
	}
	for name, way := range ways {
		ways[name] = counted{way, name, numbers}
	}
	daemon, err := schedule.Start(ctx, of.store, schedule.Options{
		Render: cards.render, Deliver: ways, Folder: out.folder, Workers: workers(flags.workers), Log: log, Now: of.now,
		Ended: func(run store.Run) { numbers.Run(string(run.State), run.Late()) },
	})
	var held *indicators.Problem
	if errors.As(err, &held) && held.Code == "jobs-held" {
		s.talk(held.Line(s.lang()))
		out.unworked = held
		return out, nil
	}
	if err != nil {
		return out, err
	}
	if of.demo == nil {
		reminding := &deliver.Reminding{Options: delivery, Language: s.lang(), Log: log}
		go reminding.Run(ctx)
	}
	out.stop = sync.OnceFunc(func() {
		patience, cancel := context.WithTimeout(context.Background(), stopWithin)
		defer cancel()
		if err := daemon.Stop(patience); err != nil {
			log.Error("scheduler", "err", err)
		}
	})
	return out, nil
}

// workers is how many files a server makes at once: unless it is said, a core is left
// to the pages, so that nobody who saves waits for a batch.
func workers(said int) int {
	if said > 0 {
		return said
	}
	return max(runtime.GOMAXPROCS(0)-1, 1)
}

// counted is a way of delivery whose attempts are counted.
type counted struct {
	schedule.Deliverer
	way     string
	numbers *operate.Metrics
}

// Deliver delivers, and counts it.
func (c counted) Deliver(ctx context.Context, d schedule.Delivery) error {
	began := time.Now()
	err := c.Deliverer.Deliver(ctx, d)
	c.numbers.Delivered(c.way, err == nil, time.Since(began))
	return err
}

// runGauges are the numbers of runs that are asked for when they are read.
func runGauges(m *operate.Metrics, st *store.Store, now func() time.Time) {
	open := func() []store.Run {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		runs, err := st.Runs(ctx, "", store.RunFilter{Open: true})
		if err != nil {
			return nil
		}
		return runs
	}
	m.Gauge("yardstick_runs_open", "Runs that are held or under way.", func() float64 { return float64(len(open())) })
	m.Gauge("yardstick_jobs_waiting", "Files of runs that are still to be made.", func() float64 {
		waiting := 0
		for _, run := range open() {
			waiting += run.Files - run.Done - run.Failed
		}
		return float64(waiting)
	})
	m.Gauge("yardstick_runs_overdue", "Runs that were due and are not recorded, or are under way an hour after they were.", func() float64 {
		late := unrecorded(st, now())
		for _, run := range open() {
			if run.State == store.RunWorking && now().Sub(run.MadeAt) > time.Hour {
				late++
			}
		}
		return float64(late)
	})
}

// unrecorded counts the runs that were due and that nothing has recorded; a schedule
// that cannot be read counts as one.
func unrecorded(st *store.Store, now time.Time) (count int) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	ids, err := st.Programmes(ctx)
	if err != nil {
		return 0
	}
	for _, id := range ids {
		plans, err := st.Schedules(ctx, id)
		if err != nil {
			count++
		}
		for _, plan := range plans {
			runs, err := schedule.Overdue(ctx, st, plan, now)
			if count += len(runs); err != nil {
				count++
			}
		}
	}
	return count
}
