package store

import (
	"context"

	"yardstick/engine"
	"yardstick/indicators"
)

// Withdraw clears a cell: the figure that waits in it counts no more, not
// provisionally either, and is not approved with its sheet. What had been approved
// before counts again. Nothing is deleted: a step says who withdrew the figure.
// seen is the Seq of the figure that stood in the cell, 0 for whichever does;
// withdrawing the same one again does nothing. Problems: may-not-enter,
// sheet-submitted, sheet-closed, entry-changed-since (another was entered after
// the one that was seen), entry-withdraw-approved (correct it instead),
// entry-withdraw-nothing, and those of [engine.FindLine].
func (s *Store) Withdraw(ctx context.Context, as engine.Actor, programme, indicator, part string, period indicators.Period, seen int64) error {
	return s.save(ctx, func(w *writing) error {
		c, p, err := w.chainInForce(programme)
		if err != nil {
			return err
		}
		line, problem := engine.FindLine(p, indicator, part)
		if problem != nil {
			return problem
		}
		if err := w.admit(author{name: as.Name, as: &as}, engine.Enter, engine.ScopeOf(line.Assignment)); err != nil {
			return err
		}
		if before, err := w.withdrawn(c.programme, c.last.seq); err != nil || before[seen] != nil {
			return err
		}
		return w.withdraw(c, p, cellOf{sheet{line.Assignment.ID, period}, line.ID()}, as.Name, seen)
	})
}

// cellOf is a cell by its readable names.
type cellOf struct {
	sheet
	line engine.LineID
}

func (w *writing) withdraw(c *chain, p *indicators.Programme, at cellOf, by string, seen int64) error {
	now, err := w.submission(c.programme, at.sheet)
	if err != nil {
		return err
	}
	if problem := now.CheckEntry(p, engine.Today(p, w.at)); problem != nil {
		return problem
	}
	key, stands, err := w.standsIn(at)
	if err != nil {
		return err
	}
	entry := engine.Entry{Indicator: at.line.Indicator, Part: at.line.Part, Period: at.period, Seen: seen}
	args := indicators.Args{"indicator": named(at.line.Indicator, at.line.Part), "period": at.period.String()}
	switch {
	case stands.seq == 0:
		return &indicators.Problem{Code: "entry-withdraw-nothing", Args: args}
	case seen != 0 && seen != stands.seq:
		return problemOr(w.second(p, stands, entry))
	}
	was, _, err := w.bySeq(stands.seq)
	if err != nil {
		return err
	}
	if !stands.waits {
		args["was"] = was.Text
		return &indicators.Problem{Code: "entry-withdraw-approved", Args: args}
	}
	step := engine.Step{Kind: engine.StepWithdrawn, Assignment: at.assignment, Period: at.period, About: was.Seq,
		Indicator: was.Indicator, Part: was.Part, Body: was.Text}
	if err := c.step(&step, nil, by); err != nil {
		return err
	}
	if err := w.exec(`DELETE FROM latest_waiting WHERE line = ? AND period = ?`, key, int64(at.period)); err != nil {
		return err
	}
	if err := w.restandWaiting(key); err != nil {
		return err
	}
	return c.close()
}

// standsIn is the figure that stands in a cell, with the key of its line; a seq of 0 is none.
func (r *reading) standsIn(at cellOf) (key int64, f figure, err error) {
	if _, err := r.one(keyOfLine, []any{at.line.Indicator, at.line.Part}, &key); err != nil {
		return 0, f, err
	}
	if f.waits, err = r.one(waitingOfCell, []any{key, int64(at.period)}, &f.seq, &f.value); err == nil && !f.waits {
		_, err = r.one(latestOfCell, []any{key, int64(at.period)}, &f.seq, &f.value)
	}
	return key, f, err
}

func problemOr(problem *indicators.Problem, err error) error {
	if err != nil {
		return err
	}
	return problem
}

// withdrawals are the figures that were withdrawn, each with the step that did it.
type withdrawals map[int64]*engine.Step

// A withdrawal clears its cell: what was entered in it before and had not been
// approved by then is withdrawn too, or it would come back.
const withdrawnUpTo = `SELECT ` + stepColumns + `, o.seq
FROM step s JOIN observation w ON w.seq = s.about
JOIN observation o ON o.line = w.line AND o.period = w.period AND o.seq <= w.seq AND o.approved = 0
WHERE s.programme = ? AND s.seq <= ? AND s.kind = 'withdrawn' AND NOT EXISTS (
  SELECT 1 FROM step a WHERE a.assignment = s.assignment AND a.period = s.period AND a.seq < s.seq AND a.kind = 'approved' AND a.about > o.seq)
ORDER BY s.seq DESC`

// withdrawn is nil where nothing was withdrawn up to a cut.
func (r *reading) withdrawn(programme, cut int64) (out withdrawals, err error) {
	var one stepRow
	var seq int64
	err = r.each(withdrawnUpTo, []any{programme, cut}, append(one.columns(), &seq), func() error {
		if out == nil {
			out = withdrawals{}
		}
		step := one.step()
		out[seq] = &step // the first to withdraw it comes last
		return nil
	})
	return out, err
}
