package store

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"yardstick/engine"
	"yardstick/indicators"
)

// Schedule is a schedule as it stands.
type Schedule struct {
	indicators.Schedule
	Programme string // id
	Defined   bool   // it stands in the definitions and is changed there
	Paused    bool
	// Since is from when its times count: when it was set, when its times were last
	// changed, or when it was resumed. What was due before is not made up for.
	Since time.Time
	By    string // who did that
}

// Schedules lists the schedules of a programme: those of its definitions, then
// those that were set, each in their order.
func (s *Store) Schedules(ctx context.Context, programme string) (out []Schedule, err error) {
	err = s.snapshot(ctx, func(r *reading) error {
		key, err := r.mustProgramme(programme)
		if err == nil {
			out, err = r.schedules(key)
		}
		return err
	})
	return out, err
}

// Schedule returns one schedule. Problem: schedule-unknown.
func (s *Store) Schedule(ctx context.Context, programme, name string) (Schedule, error) {
	all, err := s.Schedules(ctx, programme)
	if err != nil {
		return Schedule{}, err
	}
	return scheduleNamed(all, name)
}

func scheduleNamed(all []Schedule, name string) (Schedule, error) {
	var names []string
	for _, one := range all {
		if one.Name == name {
			return one, nil
		}
		names = append(names, one.Name)
	}
	p := &indicators.Problem{Code: "schedule-unknown", Args: indicators.Args{"name": name, "known": join(names)}}
	if len(names) == 0 {
		p.Code = "schedule-none"
	}
	return Schedule{}, p
}

// SetSchedule sets a schedule, a new one or, with replace, one that was set
// before. What its texts may be is checked by package schedule. as is nil for the
// local operator of a database without accounts. Problems: schedule-there,
// schedule-defined, may-not-schedule, account-wanted.
func (s *Store) SetSchedule(ctx context.Context, as *engine.Actor, programme string, plan indicators.Schedule, replace bool) error {
	body, err := json.Marshal(plan)
	if err != nil {
		return err
	}
	return s.onSchedule(ctx, as, programme, func(all []Schedule) (engine.Step, error) {
		before, err := scheduleNamed(all, plan.Name)
		switch {
		case err != nil: // a new one
		case before.Defined:
			return engine.Step{}, scheduleProblem("schedule-defined", plan.Name)
		case !replace:
			return engine.Step{}, scheduleProblem("schedule-there", plan.Name)
		}
		return engine.Step{Kind: engine.StepScheduled, Part: plan.Name, Body: string(body)}, nil
	})
}

// SetPaused pauses a schedule, or resumes it; when it is so already nothing is
// done. Problems: schedule-unknown, may-not-schedule, account-wanted.
func (s *Store) SetPaused(ctx context.Context, as *engine.Actor, programme, name string, paused bool) error {
	return s.onSchedule(ctx, as, programme, func(all []Schedule) (engine.Step, error) {
		before, err := scheduleNamed(all, name)
		if err != nil || before.Paused == paused {
			return engine.Step{}, err
		}
		kind := engine.StepResumed
		if paused {
			kind = engine.StepPaused
		}
		return engine.Step{Kind: kind, Part: name}, nil
	})
}

// NoteRun keeps in the trail what somebody did about runs of a schedule: a step of kind
// StepRan, StepMadeUp, StepRetried or StepCancelled. Problems: schedule-unknown,
// may-not-schedule, account-wanted.
func (s *Store) NoteRun(ctx context.Context, as *engine.Actor, programme, name string, note engine.Step) error {
	return s.onSchedule(ctx, as, programme, func(all []Schedule) (engine.Step, error) {
		note.Part = name
		return note, nil
	})
}

func scheduleProblem(code, name string) *indicators.Problem {
	return &indicators.Problem{Code: code, Args: indicators.Args{"name": name}}
}

// onSchedule takes the step that decide says, none when it has no kind.
func (s *Store) onSchedule(ctx context.Context, as *engine.Actor, programme string, decide func([]Schedule) (engine.Step, error)) error {
	by := author{as: as}
	if as != nil {
		by.name = as.Name
	}
	return s.save(ctx, func(w *writing) error {
		c, _, err := w.chainInForce(programme)
		if err != nil {
			return err
		}
		if err := w.admit(by, engine.Schedule, engine.Scope{}); err != nil {
			return err
		}
		all, err := w.schedules(c.programme)
		if err != nil {
			return err
		}
		step, err := decide(all)
		if err != nil || step.Kind == "" {
			return err
		}
		if err := c.step(&step, nil, by.String()); err != nil {
			return err
		}
		return c.close()
	})
}

const scheduleSteps = `SELECT ` + stepColumns + ` FROM step s
WHERE s.programme = ? AND s.kind IN ('scheduled', 'paused', 'resumed') ORDER BY s.seq`

// schedules replays what was done about schedules over those of the definitions.
func (r *reading) schedules(programme int64) ([]Schedule, error) {
	id, out, err := r.definedSchedules(programme)
	if err != nil {
		return nil, err
	}
	steps, err := r.steps(scheduleSteps, programme)
	for _, step := range steps {
		n := slices.IndexFunc(out, func(s Schedule) bool { return s.Name == step.Part })
		switch {
		case step.Kind == engine.StepScheduled && (n < 0 || !out[n].Defined):
			next := Schedule{Programme: id, Since: step.At, By: step.By}
			if broken := json.Unmarshal([]byte(step.Body), &next.Schedule); broken != nil {
				err = errors.Join(err, broken)
				continue
			}
			if n < 0 {
				out = append(out, next)
				continue
			}
			next.Paused = out[n].Paused
			if sameTimes(next.Schedule, out[n].Schedule) {
				next.Since = out[n].Since
			}
			out[n] = next
		case n >= 0 && step.Kind != engine.StepScheduled:
			out[n].Paused = step.Kind == engine.StepPaused
			if !out[n].Paused && step.At.After(out[n].Since) {
				out[n].Since, out[n].By = step.At, step.By
			}
		}
	}
	return out, err
}

// definedSchedules are those of the definitions in force. Their times count from
// the version that brought them.
func (r *reading) definedSchedules(programme int64) (id string, out []Schedule, err error) {
	versions, err := r.versions(programme)
	if err != nil {
		return "", nil, err
	}
	for _, version := range versions {
		p, err := r.parse(version)
		if err != nil {
			return "", nil, err
		}
		before := out
		id, out = p.ID, nil
		for _, plan := range p.Schedules {
			next := Schedule{Schedule: plan, Programme: p.ID, Defined: true, Since: version.EnteredAt, By: version.EnteredBy}
			if was, err := scheduleNamed(before, plan.Name); err == nil && sameTimes(plan, was.Schedule) {
				next.Since, next.By = was.Since, was.By
			}
			out = append(out, next)
		}
	}
	return id, out, nil
}

func sameTimes(a, b indicators.Schedule) bool { return a.Cron == b.Cron && a.Zone == b.Zone }
