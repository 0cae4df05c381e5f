package cli

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"path/filepath"
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
	runGauges(numbers, of.store)
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
	daemon, err := schedule.Start(ctx, of.store, schedule.Options{
		Render: cards.render, Deliver: ways, Folder: out.folder, Workers: flags.workers, Log: log, Now: of.now,
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
	out.stop = func() {
		patience, cancel := context.WithTimeout(context.Background(), stopWithin)
		defer cancel()
		if err := daemon.Stop(patience); err != nil {
			log.Error("scheduler", "err", err)
		}
	}
	return out, nil
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
