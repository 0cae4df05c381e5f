package runs

import (
	"context"
	"time"

	"yardstick/engine"
	"yardstick/engine/schedule"
	"yardstick/engine/store"
	"yardstick/indicators"
	"yardstick/reports/render"
)

// Check says everything that is wrong with a schedule of the programme, beside the
// others there are: an engine.Refusal, with the codes of schedule.Check and
// schedule.CheckAmong.
func (s Sight) Check(ctx context.Context, plan indicators.Schedule) error {
	others, err := schedule.Everywhere(ctx, s.Store)
	if err != nil {
		return err
	}
	if problems := append(schedule.Check(s.Programme, plan, render.Formats), schedule.CheckAmong(s.Programme.ID, plan, others)...); len(problems) > 0 {
		return &engine.Refusal{Problems: problems}
	}
	return nil
}

// Set sets a schedule: a new one or, with replace, one that was set before. Problems:
// those of Check and of store.SetSchedule.
func (s Sight) Set(ctx context.Context, plan indicators.Schedule, replace bool) error {
	if err := s.Check(ctx, plan); err != nil {
		return err
	}
	return s.Store.SetSchedule(ctx, &s.Actor, s.Programme.ID, plan, replace)
}

// Pause lets a schedule rest, or go on. Problems: those of store.SetPaused.
func (s Sight) Pause(ctx context.Context, name string, paused bool) error {
	return s.Store.SetPaused(ctx, &s.Actor, s.Programme.ID, name, paused)
}

// Now records a run of a schedule for this instant; whoever works the database makes
// its files. Problems: may-not-schedule, schedule-unknown, schedule-empty.
func (s Sight) Now(ctx context.Context, name string, now time.Time) (run store.Run, err error) {
	if problem := s.Actor.Permit(engine.Schedule, engine.Scope{}); problem != nil {
		return store.Run{}, problem
	}
	plan, err := s.Store.Schedule(ctx, s.Programme.ID, name)
	if err != nil {
		return store.Run{}, err
	}
	err = s.recording(ctx, func(jobs *store.Jobs) error {
		run, err = schedule.Now(ctx, s.Store, jobs, &s.Actor, plan, now)
		return err
	})
	if err != nil || run.Key != 0 {
		return run, err
	}
	same, err := s.Store.Runs(ctx, s.Programme.ID, store.RunFilter{Schedule: name, From: now, To: now}) // asked for twice in one instant
	if err == nil && len(same) == 0 {
		err = unknown(0)
	}
	if err != nil {
		return store.Run{}, err
	}
	return same[0], nil
}

// Retry lets what failed of a run be made again. Problems: may-not-schedule,
// run-unknown, run-not-failed.
func (s Sight) Retry(ctx context.Context, key int64) error {
	return s.onRun(ctx, key, func(jobs *store.Jobs, run store.Run) error { return schedule.Retry(ctx, s.Store, jobs, &s.Actor, run) })
}

// Cancel ends a run that is held or under way: what was made stays. Problems:
// may-not-schedule, run-unknown, run-not-open.
func (s Sight) Cancel(ctx context.Context, key int64, now time.Time) error {
	return s.onRun(ctx, key, func(jobs *store.Jobs, run store.Run) error {
		return schedule.Cancel(ctx, s.Store, jobs, &s.Actor, run, now)
	})
}

func (s Sight) onRun(ctx context.Context, key int64, do func(*store.Jobs, store.Run) error) error {
	if problem := s.Actor.Permit(engine.Schedule, engine.Scope{}); problem != nil {
		return problem
	}
	run, err := s.Run(ctx, key)
	if err != nil {
		return err
	}
	return s.recording(ctx, func(jobs *store.Jobs) error { return do(jobs, run.Run) })
}

// recording runs what records something about runs, through a connection of its own:
// the one of whoever works the jobs may be another process's.
func (s Sight) recording(ctx context.Context, do func(*store.Jobs) error) error {
	jobs, err := s.Store.Jobs(ctx)
	if err != nil {
		return err
	}
	defer jobs.Close()
	return do(jobs)
}
