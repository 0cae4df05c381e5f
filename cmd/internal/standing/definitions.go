package standing

import (
	"context"
	"slices"
	"time"

	"yardstick/engine"
	"yardstick/engine/schedule"
	"yardstick/engine/store"
	"yardstick/indicators"
	"yardstick/indicators/load"
	"yardstick/reports/render"
	"yardstick/rules"
	"yardstick/rules/scoring"
)

// ReadDefinitions reads sources as one programme, with every problem that keeps it from
// use: of the definitions, of hand-written rules, of schedules and of weights under the
// scoring method. The programme is nil when nothing could be built.
func ReadDefinitions(sources ...load.Source) (*indicators.Programme, []*indicators.Problem) {
	p, problems := load.Read(sources...)
	if p == nil {
		return nil, problems
	}
	problems = append(problems, rules.Check(p)...)
	var before []store.Schedule
	for _, plan := range p.Schedules {
		problems = append(problems, schedule.Check(p, plan, render.Formats)...)
		problems = append(problems, schedule.CheckAmong(p.ID, plan, before)...)
		before = append(before, store.Schedule{Programme: p.ID, Schedule: plan})
	}
	method, err := scoring.Lookup(p.Method)
	if problem, unknown := err.(*indicators.Problem); unknown {
		return p, append(problems, problem)
	}
	return p, append(problems, method.Check(p)...)
}

// ScheduleWarnings says what the schedules of a programme do that their writer may not
// expect, looking from an instant on: what is no cause to refuse them.
func ScheduleWarnings(p *indicators.Programme, from time.Time) (out []*indicators.Problem) {
	for _, plan := range p.Schedules {
		calendar, err := schedule.CalendarOf(p, plan)
		if err != nil {
			continue // ReadDefinitions refuses it
		}
		for _, warning := range calendar.Warnings(from) {
			warning.At = plan.Place("cron")
			out = append(out, warning)
		}
	}
	return out
}

// Refuses reports whether problems keep definitions from use.
func Refuses(problems []*indicators.Problem) bool {
	return slices.ContainsFunc(problems, func(p *indicators.Problem) bool { return p.Severity == "" || p.Severity == indicators.Error })
}

// Flips are the verdicts that other definitions would change, with the figures and the
// dates as they are now.
func Flips(ctx context.Context, st *store.Store, current, next *indicators.Programme, now time.Time) ([]engine.Flip, error) {
	through := LastMonth(current, now)
	before, err := under(ctx, st, current, through, now)
	if err != nil {
		return nil, err
	}
	after, err := under(ctx, st, next, through, now)
	if err != nil {
		return nil, err
	}
	return engine.Flips(before, after), nil
}

// under evaluates what a database held at an instant under the definitions given,
// which need not be those it holds.
func under(ctx context.Context, st *store.Store, p *indicators.Programme, through indicators.Period, asOf time.Time) (*engine.Evaluation, error) {
	m, err := scoring.Lookup(p.Method)
	if err != nil {
		return nil, err
	}
	cut, err := st.Cut(ctx, p.ID, asOf)
	if err != nil {
		return nil, err
	}
	declarations, err := st.Declarations(ctx, p.ID, cut)
	if err != nil {
		return nil, err
	}
	return engine.Evaluate(p, engine.Inputs{
		Through: through, AsOf: asOf, Method: m, Head: cut.Head,
		Observations: st.Observations(ctx, p.ID, cut, store.ObservationFilter{Under: p}), Declarations: declarations,
	})
}
