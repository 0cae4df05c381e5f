package store

import (
	"context"
	"slices"
	"time"

	"yardstick/engine"
	"yardstick/indicators"
)

// SheetFilter narrows what Sheets returns; the zero filter is every sheet whose
// period has begun.
type SheetFilter struct {
	// From and To are the first and last period, both included; 0 is the first for
	// which anything is reported, and the present month.
	From, To indicators.Period
	// Scopes are where the reader may look, see [engine.Actor.Scopes]; nil is
	// everywhere, an empty list nowhere.
	Scopes  []engine.Scope
	Project string                   // id; empty is all
	Region  string                   // code; empty is all
	States  []engine.SubmissionState // empty is all
	Overdue bool                     // only those that are overdue
}

// wants reports whether the filter lets an assignment's sheets through.
func (f *SheetFilter) wants(a *indicators.Assignment) bool {
	if !(engine.Scope{Project: f.Project, Region: f.Region}).Covers(a) {
		return false
	}
	return f.Scopes == nil || slices.ContainsFunc(f.Scopes, func(s engine.Scope) bool { return s.Covers(a) })
}

func (f *SheetFilter) drops(s engine.SheetSummary) bool {
	return f.Overdue && s.Overdue == 0 || len(f.States) > 0 && !slices.Contains(f.States, s.Submission.State)
}

// Sheets lists the entry sheets as they stand now, those on which nothing was
// entered too, assignments as published and then by period.
func (s *Store) Sheets(ctx context.Context, programme string, f SheetFilter) (out []engine.SheetSummary, err error) {
	now := s.now()
	err = s.snapshot(ctx, func(r *reading) error {
		out, err = r.sheets(programme, f, now)
		return err
	})
	return slices.DeleteFunc(out, f.drops), err
}

func (r *reading) sheets(programme string, f SheetFilter, now time.Time) ([]engine.SheetSummary, error) {
	key, err := r.mustProgramme(programme)
	if err != nil {
		return nil, err
	}
	last, err := r.linkAt(key, time.Time{})
	if err != nil {
		return nil, err
	}
	p, _, err := r.inForce(key, last.seq)
	if err != nil {
		return nil, err
	}
	in := engine.SheetsInputs{Programme: p, Today: engine.Today(p, now), From: f.From, To: f.To, Wants: f.wants}
	if begun := indicators.MonthOf(in.Today); in.To == 0 || in.To > begun {
		in.To = begun
	}
	if first := engine.FirstPeriod(p); in.From < first {
		in.From = first
	}
	if in.Submissions, err = r.submissions(key, p, last.seq, in.From, in.To); err != nil {
		return nil, err
	}
	if in.Declarations, err = r.declarations(key, last.seq, p.Location(), true); err != nil {
		return nil, err
	}
	if in.Figures, err = r.presentFigures(key, p, in); err != nil {
		return nil, err
	}
	for n := range in.Submissions {
		for k := range in.Submissions[n].Steps {
			in.Submissions[n].Steps[k].At = in.Submissions[n].Steps[k].At.In(p.Location())
		}
	}
	return engine.SheetSummaries(in), nil
}

// presentFigures are what stands in the cells of a stretch of lines, by line and
// period. What was typed is read only where it may look like a fraction.
const presentFigures = `
SELECT line, period, value, waits, CASE WHEN value > 0 AND value < 1000000 THEN (SELECT o.body FROM observation o WHERE o.seq = f.seq) ELSE '' END
FROM (
  SELECT l.line, l.period, l.value, l.seq, 0 AS waits FROM latest l WHERE l.line BETWEEN ? AND ? AND l.period <= ?
    AND NOT EXISTS (SELECT 1 FROM latest_waiting w WHERE w.line = l.line AND w.period = l.period)
  UNION ALL
  SELECT w.line, w.period, w.value, w.seq, 1 FROM latest_waiting w WHERE w.line BETWEEN ? AND ? AND w.period <= ?
) AS f ORDER BY line, period`

func (r *reading) presentFigures(programme int64, p *indicators.Programme, in engine.SheetsInputs) (map[engine.LineID][]engine.SheetFigure, error) {
	var lines []engine.LineID
	for a := range p.Assignments() {
		if in.Wants(a) {
			lines = append(lines, engine.LinesOf(a)...)
		}
	}
	keys, err := r.keysOf(programme, lines)
	if err != nil || len(keys) == 0 {
		return nil, err
	}
	runs, names := runsOf(lines, keys)
	out := make(map[engine.LineID][]engine.SheetFigure, len(lines))
	var line int64
	var one engine.SheetFigure
	for n, stretch := range runs {
		args := []any{stretch.from, stretch.to, int64(in.To)}
		err := r.each(presentFigures, append(args, args...), []any{&line, &one.Period, &one.Value, &one.Waits, &one.Text}, func() error {
			if name, ours := names[line]; ours && name.run == n {
				out[name.LineID] = append(out[name.LineID], one)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}
