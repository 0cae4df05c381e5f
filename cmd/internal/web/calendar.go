package web

import (
	"context"
	"strconv"
	"time"

	"yardstick/cmd/internal/runs"
	"yardstick/engine/schedule"
	"yardstick/engine/store"
	"yardstick/indicators"
)

// calendarView is the fiscal year: of each schedule, how each month's scorecards came.
type calendarView struct {
	Months []calendarMonth
	Rows   []calendarRow
	Legend []calendarCell // the states that occur, each once
}

type calendarMonth struct{ Short, Period string }

type calendarRow struct {
	Schedule string
	Cells    []calendarCell
}

// calendarCell is the state of a period's scorecards, in a word and a shape.
type calendarCell struct {
	Period, Short string
	State         string // of runs.cell
	Word, Detail  string // Detail: by how much late, or when it is due
	Address       string // of the run; empty while there is none
}

// The states of a period besides those of its run.
const (
	cellLate    = "late"
	cellMissing = "missing" // was due, and nobody has made it
	cellAhead   = "ahead"   // not yet due
	cellPaused  = "paused"
	cellNone    = "none" // not planned
)

// calendar fills the year for the schedules that are shown.
func (v *runWords) calendar(ctx context.Context, plans []store.Schedule) (*calendarView, error) {
	year := v.sight.Programme.FiscalYear()
	first, last := indicators.MonthOf(year.From), indicators.MonthOf(year.To)
	out := &calendarView{}
	for period := first; period <= last; period++ {
		out.Months = append(out.Months, calendarMonth{v.short(period), period.String()})
	}
	seen := map[string]bool{}
	for _, plan := range plans {
		row := calendarRow{Schedule: plan.Name}
		for period := first; period <= last; period++ {
			cell, err := v.cell(ctx, plan, period, period == last)
			if err != nil {
				return nil, err
			}
			row.Cells = append(row.Cells, cell)
			seen[cell.State] = true
		}
		out.Rows = append(out.Rows, row)
	}
	for _, state := range []string{string(store.RunDone), cellLate, string(store.RunFailed), cellMissing, string(store.RunWorking), string(store.RunHeld),
		string(store.RunCancelled), cellPaused, cellAhead, cellNone} {
		if seen[state] {
			out.Legend = append(out.Legend, calendarCell{State: state, Word: v.say("cell." + state)})
		}
	}
	return out, nil
}

func (v *runWords) short(period indicators.Period) string {
	return v.say("month." + strconv.Itoa(int(period.Month())))
}

func (v *runWords) cell(ctx context.Context, plan store.Schedule, period indicators.Period, last bool) (calendarCell, error) {
	found, _, err := v.sight.Runs(ctx, store.RunFilter{Schedule: plan.Name, Period: period}, 0, 1)
	if err != nil {
		return calendarCell{}, err
	}
	cell := calendarCell{Period: period.String(), Short: v.short(period)}
	wanted, next := v.wanted(plan, period, last)
	switch {
	case len(found) > 0 && !found[0].Due.Before(wanted):
		cell.State, cell.Detail = v.stateOf(found[0])
	case !wanted.IsZero() && plan.Paused, wanted.IsZero() && !next.IsZero() && plan.Paused:
		cell.State = cellPaused
	case !wanted.IsZero():
		cell.State, cell.Detail = cellMissing, v.clock(wanted)
	case !next.IsZero():
		cell.State, cell.Detail = cellAhead, next.In(v.sight.Programme.Location()).Format(time.DateOnly)
	default:
		cell.State = cellNone
	}
	if len(found) > 0 {
		cell.Address = v.runAddress(found[0].Key)
	}
	cell.Word = v.say("cell." + cell.State)
	return cell, nil
}

// stateOf is what the newest run of a period makes of it, and by how much it is late.
func (v *runWords) stateOf(run store.Run) (state, detail string) {
	switch late := runs.Lateness(run); {
	case run.State == store.RunSkipped:
		return cellMissing, run.Fault.Say(v.language)
	case run.State == store.RunDone && late > runs.Punctual:
		return cellLate, schedule.Lateness(v.language, late)
	}
	return string(run.State), ""
}

// wanted is the last instant that has passed at which a schedule was due for a
// period, and the next one to come; zero for none. What was due before the schedule
// was set, or resumed, is not made up for.
func (v *runWords) wanted(plan store.Schedule, period indicators.Period, last bool) (passed, next time.Time) {
	c, err := schedule.CalendarOf(v.sight.Programme, plan.Schedule)
	if err != nil {
		return time.Time{}, time.Time{}
	}
	from, until, ok := window(v.sight.Programme, plan.Schedule, period, last)
	if !ok {
		return time.Time{}, time.Time{}
	}
	if plan.Since.After(from) {
		from = plan.Since
	}
	upTo := v.now.Add(-runs.Punctual)
	if !until.IsZero() && until.Before(upTo) {
		upTo = until
	}
	if upTo.After(from) {
		passed, _ = c.Latest(from, upTo)
	}
	if from.Before(upTo) {
		from = upTo
	}
	if next = c.Next(from); !until.IsZero() && next.After(until) {
		next = time.Time{}
	}
	return passed, next
}

// window is when a schedule is due for a period: after from and up to until, which is
// zero when it has no end. It is the inverse of schedule.PeriodOf; ok is false when a
// schedule that reports one month reports another.
func window(p *indicators.Programme, plan indicators.Schedule, period indicators.Period, last bool) (from, until time.Time, ok bool) {
	if fixed, err := indicators.ParsePeriod(plan.Period); err == nil {
		return time.Time{}, time.Time{}, fixed == period
	}
	month := period
	if plan.Period != indicators.ThisMonth {
		month++
	}
	from = (month.First() - 1).EndIn(p.Location())
	if !last { // every run after the year reports its last month
		until = month.Last().EndIn(p.Location())
	}
	return from, until, true
}
