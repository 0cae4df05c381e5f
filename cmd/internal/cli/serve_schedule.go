package cli

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"time"

	"yardstick/cmd/internal/operate"
	"yardstick/engine/schedule"
	"yardstick/engine/store"
	"yardstick/indicators"
)

// scheduler works the schedules of what is served, and returns how it is stopped.
// Where another process does, the pages are served without, and it is said.
func (s *session) scheduler(ctx context.Context, of served, flags serveFlags, numbers *operate.Metrics, log *slog.Logger) (stop func(), err error) {
	runGauges(numbers, of.store)
	if flags.noScheduler || of.demo != nil {
		return func() {}, nil
	}
	folder, err := filepath.Abs(s.folderOr(flags.files))
	if err != nil {
		return nil, err
	}
	cards := &scheduledCards{st: of.store}
	daemon, err := schedule.Start(ctx, of.store, schedule.Options{
		Render: cards.render, Folder: folder, Workers: flags.workers, Log: log, Now: of.now,
		Ended: func(run store.Run) { numbers.Run(string(run.State), run.Late()) },
	})
	var held *indicators.Problem
	if errors.As(err, &held) && held.Code == "jobs-held" {
		s.talk(held.Line(s.lang()))
		return func() {}, nil
	}
	if err != nil {
		return nil, err
	}
	return func() {
		patience, cancel := context.WithTimeout(context.Background(), stopWithin)
		defer cancel()
		if err := daemon.Stop(patience); err != nil {
			log.Error("scheduler", "err", err)
		}
	}, nil
}

// runGauges are the numbers of runs that are asked for when they are read.
func runGauges(m *operate.Metrics, st *store.Store) {
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
	m.Gauge("yardstick_runs_overdue", "Runs under way an hour after they were recorded.", func() float64 {
		late := 0
		for _, run := range open() {
			if run.State == store.RunWorking && time.Since(run.MadeAt) > time.Hour {
				late++
			}
		}
		return float64(late)
	})
}
