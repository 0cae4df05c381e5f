package cli

import (
	"context"
	"errors"
	"path/filepath"
	"time"

	"yardstick/engine/schedule"
	"yardstick/engine/store"
	"yardstick/indicators"
)

// demoRuns make what the demonstration's schedule makes while its year goes by.
type demoRuns struct {
	st     *store.Store
	clock  *demoClock
	daemon *schedule.Daemon
	ended  chan store.Run
}

// demoPlan is the demonstration's schedule.
var demoPlan = indicators.Schedule{Name: "月报", Cron: "0 8 5 * *", Formats: []string{"pdf"}, Retries: indicators.DefaultRetries}.Filled()

// demoSince is the month after whose figures the schedule is set; demoSlept the one
// whose run is made two days late.
var (
	demoSince = indicators.NewPeriod(2021, time.July)
	demoSlept = indicators.NewPeriod(2021, time.August)
)

func startDemoRuns(ctx context.Context, st *store.Store, clock *demoClock, file string) (*demoRuns, error) {
	out := &demoRuns{st: st, clock: clock, ended: make(chan store.Run, 1)}
	cards := &scheduledCards{st: st}
	var err error
	out.daemon, err = schedule.Start(ctx, st, schedule.Options{Render: cards.render, Folder: filepath.Join(filepath.Dir(file), "scorecards"),
		Now: clock.now, Idle: true, Ended: func(run store.Run) { out.ended <- run }})
	return out, err
}

// after makes the run that is due after a month's figures were entered.
func (d *demoRuns) after(ctx context.Context, p *indicators.Programme, month indicators.Period) error {
	if month < demoSince {
		return nil
	}
	if month == demoSince {
		if err := d.st.SetSchedule(ctx, nil, p.ID, demoPlan, false); err != nil {
			return err
		}
	}
	plan, err := d.st.Schedule(ctx, p.ID, demoPlan.Name)
	if err != nil {
		return err
	}
	c, err := schedule.CalendarOf(p, plan.Schedule)
	if err != nil {
		return err
	}
	now := c.Next(d.clock.now())
	if month == demoSlept {
		now = now.Add(50 * time.Hour)
	}
	d.clock.set(now)
	due, err := schedule.Due(ctx, d.st, plan, now)
	if err != nil {
		return err
	}
	for n := range due {
		if _, err := schedule.Record(ctx, d.st, d.daemon.Jobs(), &due[n]); err != nil {
			return err
		}
		d.daemon.Wake()
		select {
		case <-d.ended:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

func (d *demoRuns) stop(err error) error {
	return errors.Join(err, d.daemon.Stop(context.Background()))
}
