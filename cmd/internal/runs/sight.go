package runs

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"yardstick/engine"
	"yardstick/engine/schedule"
	"yardstick/engine/store"
	"yardstick/indicators"
)

// Sight is what an actor sees of the schedules and runs of a programme.
type Sight struct {
	Store     *store.Store
	Programme *indicators.Programme
	Actor     engine.Actor
}

// Run is a run with what the actor may see of it: its counts and its state are of
// Items alone.
type Run struct {
	store.Run
	Items      []store.RunFile     // by scope and format
	Deliveries []store.RunDelivery // for those who manage schedules
}

// Manages reports whether the actor may set schedules and have runs made.
func (s Sight) Manages() bool { return s.Actor.May(engine.Schedule, engine.Scope{}) }

// whole reports whether the actor may read everything that a run makes.
func (s Sight) whole() bool { return s.Actor.May(engine.Read, engine.Scope{}) }

// Reads reports whether the actor may read the file of a scope: programme,
// project-survey, city-440100.
func (s Sight) Reads(scope string) bool {
	return s.Actor.May(engine.Read, s.scopeOf(scope))
}

// scopeOf is whose results a file of a run shows: everything, where its name does
// not say.
func (s Sight) scopeOf(name string) engine.Scope {
	if project, ok := strings.CutPrefix(name, "project-"); ok {
		return engine.Scope{Project: s.Programme.ID + "/" + project}
	}
	if region, ok := strings.CutPrefix(name, "city-"); ok {
		return engine.Scope{Region: region}
	}
	return engine.Scope{}
}

// sees reports whether a schedule makes anything that the actor may read.
func (s Sight) sees(plan indicators.Schedule) bool {
	return s.whole() || slices.ContainsFunc(schedule.Scopes(s.Programme, plan), s.Reads)
}

// Schedules lists the schedules that make something the actor may read. Those who
// do not manage them are not told where files are sent.
func (s Sight) Schedules(ctx context.Context) (out []store.Schedule, err error) {
	all, err := s.Store.Schedules(ctx, s.Programme.ID)
	for _, plan := range all {
		if !s.sees(plan.Schedule) {
			continue
		}
		if !s.Manages() {
			plan.Mail, plan.Webhook = nil, nil
		}
		out = append(out, plan)
	}
	return out, err
}

// chunk is how many runs are looked through at once for those that are seen.
const chunk = 200

// Runs lists the runs that make something the actor may read, the newest due first:
// at most most of them after the first skip. more says that there are others.
func (s Sight) Runs(ctx context.Context, f store.RunFilter, skip, most int) (out []store.Run, more bool, err error) {
	state := f.State // as the actor sees it, which is known once a run is narrowed
	f.State, f.Limit = "", chunk
	if s.whole() { // all are seen, so that no more than these are wanted
		f.State, f.Skip, skip, f.Limit = state, skip, 0, most+1
	}
	for {
		found, err := s.Store.Runs(ctx, s.Programme.ID, f)
		if err != nil {
			return nil, false, err
		}
		for _, run := range found {
			if !s.sees(run.Plan) {
				continue
			}
			if run, err = s.narrowed(ctx, run); err != nil {
				return nil, false, err
			}
			if state != "" && run.State != state {
				continue
			}
			if skip--; skip >= 0 {
				continue
			}
			if len(out) == most {
				return out, true, nil
			}
			out = append(out, run)
		}
		if len(found) < f.Limit {
			return out, false, nil
		}
		f.Skip += len(found)
	}
}

// narrowed is a run as the actor sees it in a list.
func (s Sight) narrowed(ctx context.Context, run store.Run) (store.Run, error) {
	if s.whole() {
		return run, nil
	}
	files, err := s.Store.RunFiles(ctx, run.Key)
	return countOf(run, s.readable(files)), err
}

func (s Sight) readable(files []store.RunFile) []store.RunFile {
	return slices.DeleteFunc(files, func(f store.RunFile) bool { return !s.Reads(f.Scope) })
}

// countOf is a run as some of its files make it out. What failed of the others, or on
// its way to somebody, is not told.
func countOf(run store.Run, files []store.RunFile) store.Run {
	run.Plan.Mail, run.Plan.Webhook = nil, nil
	run.Files, run.Done, run.Failed = len(files), 0, 0
	for _, f := range files {
		switch f.State {
		case store.FileDone, store.FileSuperseded:
			run.Done++
		case store.FileFailed:
			run.Failed++
		}
	}
	if run.State == store.RunFailed && run.Failed == 0 && run.Files > 0 {
		run.State = store.RunDone
	}
	return run
}

// Run returns one run of the programme. Problem: run-unknown, also where nothing of
// it may be read.
func (s Sight) Run(ctx context.Context, key int64) (Run, error) {
	run, err := s.Store.RunByKey(ctx, key)
	if err == nil && (run.Programme != s.Programme.ID || !s.sees(run.Plan)) {
		err = unknown(key)
	}
	if err != nil {
		return Run{}, err
	}
	files, err := s.Store.RunFiles(ctx, key)
	if err != nil {
		return Run{}, err
	}
	out := Run{Run: run, Items: files}
	if !s.whole() {
		out.Items = s.readable(files)
		out.Run = countOf(run, out.Items)
	}
	if s.Manages() {
		out.Deliveries, err = s.Store.RunDeliveries(ctx, key)
		return out, err
	}
	out.Plan.Mail, out.Plan.Webhook = nil, nil
	for n := range out.Items {
		out.Items[n].Fault = plain(out.Items[n].Fault)
	}
	return out, nil
}

// plain is a fault without the words of an error, which may name what is on the
// machine: those are for those who manage.
func plain(f store.RunFault) store.RunFault {
	if f.Text == "" && f.Code != "run-panicked" {
		return f
	}
	return store.RunFault{Code: "run-file-failed"}
}

// Punctual is how long after it was due a run may end without being late.
const Punctual = 5 * time.Minute

// Lateness is how long after it was due, or released by its sheets' approval, a run
// ended, or was made while it has not ended. Of one by command it is 0: a backfill of
// years ago is late for nobody.
func Lateness(run store.Run) time.Duration {
	end := run.EndedAt
	if end.IsZero() {
		end = run.MadeAt
	}
	if run.Cause != store.RunDue || run.State == store.RunSkipped || run.State == store.RunCancelled {
		return 0
	}
	return max(end.Sub(run.AsOf), 0)
}

func unknown(key int64) error {
	return &indicators.Problem{Code: "run-unknown", Args: indicators.Args{"run": strconv.FormatInt(key, 10)}}
}
