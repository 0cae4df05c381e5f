package store

import (
	"context"
	"strings"
	"time"

	"yardstick/engine"
	"yardstick/indicators"
)

// Submit hands the sheet of an assignment and period in: until it is decided on
// nothing may be entered on it. Problems: may-not-submit, those of
// [engine.Submission.CheckSubmit], and as an *engine.Refusal every reason that the
// method asks for and nobody has given: see [engine.Sheet.Demands].
func (s *Store) Submit(ctx context.Context, as engine.Actor, programme, assignment string, period indicators.Period) (engine.Submission, error) {
	return s.advance(ctx, as, engine.Submit, programme, sheet{assignment, period}, func(w *writing, at onSheet) ([]engine.Step, error) {
		if problem := at.CheckSubmit(at.programme, at.today); problem != nil {
			return nil, problem
		}
		sheet, err := w.sheet(programme, at.Assignment, period, w.at)
		if err != nil {
			return nil, err
		}
		if _, err := engine.Refused(sheet.Demands()); err != nil {
			return nil, err
		}
		return []engine.Step{{Kind: engine.StepSubmitted}}, nil
	})
}

// Approve makes a submitted sheet count officially. seen is the Seq of the
// submission that the reviewer looked at, 0 when it does not matter. Problems:
// may-not-review, and those of [engine.Submission.CheckDecision].
func (s *Store) Approve(ctx context.Context, as engine.Actor, programme, assignment string, period indicators.Period, seen int64) (engine.Submission, error) {
	return s.advance(ctx, as, engine.Review, programme, sheet{assignment, period}, func(w *writing, at onSheet) ([]engine.Step, error) {
		if problem := at.CheckDecision(as.Name, seen); problem != nil {
			return nil, problem
		}
		return []engine.Step{{Kind: engine.StepApproved, About: at.Submitted}}, w.count(at.key, sheet{assignment, period}, at.Submitted)
	})
}

// Remark is what a reviewer says of one row of a sheet that is returned.
type Remark struct {
	Indicator string // id
	Part      string
	Text      string
}

// Return hands a submitted sheet back with a reason and remarks on its rows. It
// may then be filled in though its period has closed. Problems: may-not-review,
// sheet-reason-wanted, entry-indicator-unknown for a remark on a row that the
// sheet has not, and those of [engine.Submission.CheckDecision].
func (s *Store) Return(ctx context.Context, as engine.Actor, programme, assignment string, period indicators.Period, seen int64, reason string, remarks ...Remark) (engine.Submission, error) {
	return s.advance(ctx, as, engine.Review, programme, sheet{assignment, period}, func(_ *writing, at onSheet) ([]engine.Step, error) {
		if problem := at.CheckDecision(as.Name, seen); problem != nil {
			return nil, problem
		}
		if problem := at.wantReason(reason); problem != nil {
			return nil, problem
		}
		for _, remark := range remarks {
			if problem := engine.CheckText(remark.Text); problem != nil {
				return nil, problem
			}
		}
		steps := make([]engine.Step, 0, len(remarks)+1)
		for _, remark := range remarks {
			line, problem := engine.FindLine(at.programme, remark.Indicator, remark.Part)
			if problem == nil && assignmentOf(remark.Indicator) != assignment {
				problem = &indicators.Problem{Code: "entry-indicator-unknown", Args: indicators.Args{"indicator": remark.Indicator, "programme": assignment}}
			}
			if problem != nil {
				return nil, problem
			}
			steps = append(steps, engine.Step{Kind: engine.StepRemarked, About: at.Submitted, Indicator: remark.Indicator, Part: line.Part, Body: remark.Text})
		}
		return append(steps, engine.Step{Kind: engine.StepReturned, About: at.Submitted, Body: reason}), nil
	})
}

// Reopen lets a sheet be filled in after its period has closed. Problems:
// may-not-review, sheet-reason-wanted, and those of [engine.Submission.CheckReopen].
func (s *Store) Reopen(ctx context.Context, as engine.Actor, programme, assignment string, period indicators.Period, reason string) (engine.Submission, error) {
	return s.advance(ctx, as, engine.Review, programme, sheet{assignment, period}, func(_ *writing, at onSheet) ([]engine.Step, error) {
		if problem := at.CheckReopen(at.programme, at.today); problem != nil {
			return nil, problem
		}
		if problem := at.wantReason(reason); problem != nil {
			return nil, problem
		}
		return []engine.Step{{Kind: engine.StepReopened, Body: reason}}, nil
	})
}

// onSheet is a sheet as it stands while a step on it is checked.
type onSheet struct {
	engine.Submission
	programme *indicators.Programme
	key       int64
	today     indicators.Date
}

func (at *onSheet) wantReason(reason string) *indicators.Problem {
	if strings.TrimSpace(reason) == "" {
		return &indicators.Problem{Code: "sheet-reason-wanted", Args: indicators.Args{"assignment": at.Assignment, "period": at.Period.String()}}
	}
	return engine.CheckText(reason)
}

// advance takes the steps that decide says, if the actor may take them, and
// returns the sheet as it then stands.
func (s *Store) advance(ctx context.Context, as engine.Actor, action engine.Action, programme string, on sheet,
	decide func(*writing, onSheet) ([]engine.Step, error)) (out engine.Submission, err error) {
	err = s.save(ctx, func(w *writing) error {
		c, p, err := w.chainInForce(programme)
		if err != nil {
			return err
		}
		a := assignment(p, on.assignment)
		if a == nil {
			return &indicators.Problem{Code: "assignment-unknown", Args: indicators.Args{"assignment": on.assignment, "programme": p.ID}}
		}
		if problem := checkSheetPeriod(p, a, on.period, engine.Today(p, w.at)); problem != nil {
			return problem
		}
		if err := w.admit(author{name: as.Name, as: &as}, action, engine.ScopeOf(a)); err != nil {
			return err
		}
		now, err := w.submission(c.programme, on)
		if err != nil {
			return err
		}
		steps, err := decide(w, onSheet{now, p, c.programme, engine.Today(p, w.at)})
		if err != nil {
			return err
		}
		for n := range steps {
			steps[n].Assignment, steps[n].Period = on.assignment, on.period
			if err := c.step(&steps[n], nil, as.Name); err != nil {
				return err
			}
		}
		if err := c.close(); err != nil {
			return err
		}
		out, err = w.submission(c.programme, on)
		return err
	})
	return out, err
}

// checkSheetPeriod refuses a sheet of a period for which nothing is reported, or
// that has not begun.
func checkSheetPeriod(p *indicators.Programme, a *indicators.Assignment, period indicators.Period, today indicators.Date) *indicators.Problem {
	if period.First() > today || !engine.Reports(p, a, period) {
		return &indicators.Problem{Code: "sheet-period", Args: indicators.Args{"assignment": a.ID, "period": period.String()}}
	}
	return nil
}

// chainInForce opens a programme's chain with the definitions in force.
func (w *writing) chainInForce(programme string) (*chain, *indicators.Programme, error) {
	key, err := w.mustProgramme(programme)
	if err != nil {
		return nil, nil, err
	}
	c, err := w.chainOf(key, programme)
	if err != nil {
		return nil, nil, err
	}
	p, _, err := w.inForce(key, c.last.seq)
	if err != nil {
		return nil, nil, err
	}
	c.id = p.ID
	return c, p, nil
}

// The + keeps the planner from walking every line of the programme: a sheet's few are
// found by the range of their names.
const lastWaitingOfSheet = `
SELECT coalesce(max(w.seq), 0) FROM line l JOIN latest_waiting w ON w.line = l.key AND w.period = ?
WHERE +l.programme = ? AND l.indicator >= ? || '/' AND l.indicator < ? || '0'`

// submission is a sheet as it stands now.
func (r *reading) submission(programme int64, at sheet) (engine.Submission, error) {
	steps, err := r.steps(stepsOfSheet, programme, at.assignment, int64(at.period))
	if err != nil {
		return engine.Submission{}, err
	}
	var last int64
	_, err = r.one(lastWaitingOfSheet, []any{int64(at.period), programme, at.assignment, at.assignment}, &last)
	return engine.NewSubmission(at.assignment, at.period, steps, last), err
}

// Submission returns a sheet as it stands now.
func (s *Store) Submission(ctx context.Context, programme, assignment string, period indicators.Period) (out engine.Submission, err error) {
	err = s.snapshot(ctx, func(r *reading) error {
		key, err := r.mustProgramme(programme)
		if err == nil {
			out, err = r.submission(key, sheet{assignment, period})
		}
		return err
	})
	return out, err
}

const lastWaitingOfSheets = `
SELECT l.indicator, w.period, max(w.seq) FROM latest_waiting w JOIN line l ON l.key = w.line
WHERE l.programme = ? AND w.period BETWEEN ? AND ? GROUP BY l.key, w.period`

// Submissions returns every sheet of a span of periods on which anything waits or
// was done, by assignment as published and period.
func (s *Store) Submissions(ctx context.Context, programme string, from, to indicators.Period) (out []engine.Submission, err error) {
	err = s.snapshot(ctx, func(r *reading) error {
		key, err := r.mustProgramme(programme)
		if err != nil {
			return err
		}
		cut, err := r.linkAt(key, time.Time{})
		if err != nil {
			return err
		}
		p, _, err := r.inForce(key, cut.seq)
		if err != nil {
			return err
		}
		out, err = r.submissions(key, p, cut.seq, from, to)
		return err
	})
	return out, err
}

func (r *reading) submissions(programme int64, p *indicators.Programme, cut int64, from, to indicators.Period) (out []engine.Submission, err error) {
	steps, err := r.steps(sheetSteps, programme, cut)
	if err != nil {
		return nil, err
	}
	bySheet, last := map[sheet][]engine.Step{}, map[sheet]int64{}
	for _, step := range steps {
		at := sheet{step.Assignment, step.Period}
		bySheet[at] = append(bySheet[at], step)
	}
	var indicator string
	var period indicators.Period
	var seq int64
	err = r.each(lastWaitingOfSheets, []any{programme, int64(from), int64(to)}, []any{&indicator, &period, &seq}, func() error {
		at := sheet{assignmentOf(indicator), period}
		last[at] = max(last[at], seq)
		return nil
	})
	for a := range p.Assignments() {
		for period := from; period <= to; period++ {
			at := sheet{a.ID, period}
			if len(bySheet[at]) > 0 || last[at] > 0 {
				out = append(out, engine.NewSubmission(a.ID, period, bySheet[at], last[at]))
			}
		}
	}
	return out, err
}

const remarksOfSheet = `SELECT ` + stepColumns + ` FROM step s
WHERE s.programme = ? AND s.assignment = ? AND s.period = ? AND s.kind = 'remarked' AND s.about = ? ORDER BY s.seq`

// Remarks returns what was said of the rows of a submission when it was returned.
func (s *Store) Remarks(ctx context.Context, programme string, of engine.Submission) (out []engine.Step, err error) {
	err = s.snapshot(ctx, func(r *reading) error {
		key, err := r.mustProgramme(programme)
		if err == nil {
			out, err = r.steps(remarksOfSheet, key, of.Assignment, int64(of.Period), of.Submitted)
		}
		return err
	})
	return out, err
}
