package schedule

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"yardstick/engine"
	"yardstick/engine/store"
	"yardstick/indicators"
)

// mostMissed is how many runs that were missed are listed one by one; of more only
// the newest.
const mostMissed = 400

// punctual is how late a run may be made without having been missed.
const punctual = 5 * time.Minute

// Due lists the runs of a schedule that are to be recorded now: one for each
// instant after the last recorded one, those that the policy leaves out as skipped.
// Nothing is written. Problems: those of Parse.
func Due(ctx context.Context, st *store.Store, plan store.Schedule, now time.Time) ([]store.Run, error) {
	if plan.Paused {
		return nil, nil
	}
	p, err := st.Programme(ctx, plan.Programme, time.Time{})
	if err != nil {
		return nil, err
	}
	c, err := CalendarOf(p, plan.Schedule)
	if err != nil {
		return nil, err
	}
	after, err := st.LastDue(ctx, plan.Programme, plan.Name, now)
	if err != nil {
		return nil, err
	}
	if plan.Since.After(after) {
		after = plan.Since
	}
	instants, dropped := newest(c, after, now)
	var runs []store.Run
	for n, due := range instants {
		run := newRun(p, plan.Schedule, due, store.RunDue, now)
		if missed := now.Sub(due) > punctual; missed && !madeUp(plan.CatchUp, n == len(instants)-1) {
			run.State, run.EndedAt, run.Fault = store.RunSkipped, now, store.RunFault{Code: "run-missed"}
		}
		if n == 0 && dropped {
			run.State, run.EndedAt = store.RunSkipped, now
			run.Fault = store.RunFault{Code: "run-missed-many", Args: indicators.Args{"most": strconv.Itoa(mostMissed)}}
		}
		runs = append(runs, run)
	}
	return runs, nil
}

// Overdue lists the runs of Due that should have been recorded a while ago: nothing
// works the schedules, or something is wrong with this one. Problems: those of Due.
func Overdue(ctx context.Context, st *store.Store, plan store.Schedule, now time.Time) ([]store.Run, error) {
	runs, err := Due(ctx, st, plan, now)
	return slices.DeleteFunc(runs, func(r store.Run) bool { return now.Sub(r.Due) <= punctual }), err
}

// madeUp reports whether a policy makes a run that was missed.
func madeUp(policy indicators.CatchUp, latest bool) bool {
	return policy == indicators.CatchUpAll || policy == indicators.CatchUpLatest && latest
}

// newest lists the newest instants after one and up to another; dropped says that
// there are older ones.
func newest(c *Calendar, after, upTo time.Time) (instants []time.Time, dropped bool) {
	for at := c.Next(after); !at.IsZero() && !at.After(upTo); at = c.Next(at) {
		if instants = append(instants, at); len(instants) == 2*mostMissed {
			instants, dropped = append([]time.Time(nil), instants[mostMissed:]...), true
		}
	}
	if len(instants) > mostMissed {
		instants, dropped = instants[len(instants)-mostMissed:], true
	}
	return instants, dropped
}

// newRun is a run of a schedule, working or held.
func newRun(p *indicators.Programme, plan indicators.Schedule, due time.Time, cause store.RunCause, now time.Time) store.Run {
	run := store.Run{Programme: p.ID, Schedule: plan.Name, Due: due, AsOf: due, Period: PeriodOf(p, plan, due),
		Cause: cause, Plan: plan, State: store.RunWorking, MadeAt: now}
	if plan.HoldDays > 0 && cause == store.RunDue {
		run.State = store.RunHeld
	}
	return run
}

// Record records a run and the files it makes, unless there is one for its instant
// already. Problem: schedule-empty, when it makes none.
func Record(ctx context.Context, st *store.Store, jobs *store.Jobs, run *store.Run) (added bool, err error) {
	var files []store.RunFile
	if run.State == store.RunWorking || run.State == store.RunHeld {
		p, err := st.Programme(ctx, run.Programme, run.AsOf)
		if err != nil {
			return false, err
		}
		for _, scope := range Scopes(p, run.Plan) {
			for _, format := range run.Plan.Formats {
				path := pathOf(run.Plan, run.Programme, run.Period, run.Due.In(p.Location()), scope, format)
				files = append(files, store.RunFile{Scope: scope, Format: format, Path: path})
			}
		}
		if len(files) == 0 {
			return false, problem("schedule-empty", "scopes", strings.Join(run.Plan.Scopes, ", "))
		}
	}
	err = jobs.Tx(ctx, func(tx *store.JobsTx) error {
		added, err = tx.Add(run, files)
		return err
	})
	return added, err
}

// Now records a run of a schedule for this instant, whether it is paused or not.
// Who works the jobs takes it up. as is who asked for it, nil for the local operator;
// that stands in the trail before the run is recorded, so that the head that its
// scorecards print is the same whenever they are made. Problems: those of NoteRun,
// schedule-empty.
func Now(ctx context.Context, st *store.Store, jobs *store.Jobs, as *engine.Actor, plan store.Schedule, now time.Time) (store.Run, error) {
	p, err := st.Programme(ctx, plan.Programme, time.Time{})
	if err != nil {
		return store.Run{}, err
	}
	run := newRun(p, plan.Schedule, now, store.RunByHand, now)
	if err := st.NoteRun(ctx, as, plan.Programme, plan.Name, engine.Step{Kind: engine.StepRan, Period: run.Period}); err != nil {
		return run, err
	}
	_, err = Record(ctx, st, jobs, &run)
	return run, err
}

// Backfill lists the runs of a schedule that its times between two instants, both
// included, come to, whether they were made or not; the present is not passed.
// Record makes those that were not. more says that there are others.
func Backfill(ctx context.Context, st *store.Store, plan store.Schedule, from, to, now time.Time) (runs []store.Run, more bool, err error) {
	p, err := st.Programme(ctx, plan.Programme, time.Time{})
	if err != nil {
		return nil, false, err
	}
	c, err := CalendarOf(p, plan.Schedule)
	if err != nil {
		return nil, false, err
	}
	if to.After(now) {
		to = now
	}
	instants, more := c.Between(from.Add(-time.Nanosecond), to, mostMissed)
	for _, due := range instants {
		runs = append(runs, newRun(p, plan.Schedule, due, store.RunBackfill, now))
	}
	return runs, more, nil
}

// Deadline is until when a run that is held waits at most.
func Deadline(run store.Run) time.Time { return run.Due.AddDate(0, 0, run.Plan.HoldDays) }

// release lets a run that is held begin when every sheet of its period is approved,
// or its deadline has passed.
func release(ctx context.Context, st *store.Store, jobs *store.Jobs, run store.Run, now time.Time) (released bool, err error) {
	deadline := Deadline(run)
	asOf := now
	if !now.Before(deadline) {
		asOf = deadline
	} else if all, err := allApproved(ctx, st, run); err != nil || !all {
		return false, err
	}
	err = jobs.Tx(ctx, func(tx *store.JobsTx) error {
		released, err = tx.Release(run.Key, asOf)
		return err
	})
	return released, err
}

// allApproved reports whether the sheet of every assignment that lasts into the
// period is approved. Without accounts every figure is.
func allApproved(ctx context.Context, st *store.Store, run store.Run) (bool, error) {
	accounts, err := st.HasAccounts(ctx)
	if err != nil || !accounts {
		return !accounts, err
	}
	p, err := st.Programme(ctx, run.Programme, time.Time{})
	if err != nil {
		return false, err
	}
	period := reported(p, run.Period)
	sheets, err := st.Submissions(ctx, run.Programme, period, period)
	if err != nil {
		return false, err
	}
	approved := map[string]bool{}
	for _, sheet := range sheets {
		approved[sheet.Assignment] = sheet.State == engine.Approved
	}
	for a := range p.Assignments() {
		lasts := a.Window.IsZero() || a.Window.From <= period.Last() && (a.Window.To == 0 || period.First() <= a.Window.To)
		if lasts && !approved[a.ID] {
			return false, nil
		}
	}
	return true, nil
}

// reported is the last period up to one that is reported, where that is not every
// month.
func reported(p *indicators.Programme, period indicators.Period) indicators.Period {
	months := p.Frequency.Months()
	since := int(period-indicators.NewPeriod(p.Year, max(p.FiscalStart, time.January))) + 1
	return period - indicators.Period(((since%months)+months)%months)
}

// RecordPast records runs that Backfill listed, and returns those that had not been
// recorded before. Problems: those of NoteRun and of Record.
func RecordPast(ctx context.Context, st *store.Store, jobs *store.Jobs, as *engine.Actor, runs []store.Run) (recorded []store.Run, err error) {
	for n := range runs {
		added, err := Record(ctx, st, jobs, &runs[n])
		if err != nil {
			return recorded, err
		}
		if added {
			recorded = append(recorded, runs[n])
		}
	}
	if len(recorded) == 0 {
		return nil, nil
	}
	return recorded, st.NoteRun(ctx, as, recorded[0].Programme, recorded[0].Schedule, engine.Step{Kind: engine.StepMadeUp, Body: strconv.Itoa(len(recorded))})
}

// Retry lets what failed of a run be made again; as is who asks for it. Problems:
// run-not-failed, those of NoteRun.
func Retry(ctx context.Context, st *store.Store, jobs *store.Jobs, as *engine.Actor, run store.Run) error {
	err := jobs.Tx(ctx, func(tx *store.JobsTx) error {
		any, err := tx.Retry(run.Key)
		if err == nil && !any {
			err = problem("run-not-failed", "run", strconv.FormatInt(run.Key, 10))
		}
		return err
	})
	return noted(ctx, st, as, run, engine.StepRetried, err)
}

func noted(ctx context.Context, st *store.Store, as *engine.Actor, run store.Run, kind engine.StepKind, err error) error {
	if err != nil {
		return err
	}
	return st.NoteRun(ctx, as, run.Programme, run.Schedule, engine.Step{Kind: kind, Period: run.Period, Body: strconv.FormatInt(run.Key, 10)})
}

// Cancel ends a run that is held or under way: what was made stays; as is who asks for
// it. Problems: run-not-open, those of NoteRun.
func Cancel(ctx context.Context, st *store.Store, jobs *store.Jobs, as *engine.Actor, run store.Run, now time.Time) error {
	err := jobs.Tx(ctx, func(tx *store.JobsTx) error {
		cancelled, err := tx.Cancel(run.Key, now)
		if err == nil && !cancelled {
			err = problem("run-not-open", "run", strconv.FormatInt(run.Key, 10))
		}
		return err
	})
	return noted(ctx, st, as, run, engine.StepCancelled, err)
}
