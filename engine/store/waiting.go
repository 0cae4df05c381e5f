package store

import (
	"strconv"
	"time"

	"yardstick/engine"
	"yardstick/indicators"
)

// What accounts enter waits for approval. Here it is held to its sheet, kept as
// the provisional present, and told from what counts.

// admitEntries refuses entries whose author may not enter them.
func (w *writing) admitEntries(ready *prepared, by author) error {
	if by.as == nil {
		return w.admit(by, engine.Enter)
	}
	var scopes []engine.Scope
	for _, at := range ready.sheets(ready.all()) {
		scopes = append(scopes, engine.ScopeOf(assignment(ready.definitions, at.assignment)))
	}
	return w.admit(by, engine.Enter, scopes...)
}

// admitSheets refuses entries on a sheet that waits for a decision or has closed.
func (w *writing) admitSheets(ready *prepared, fresh []int, by author) error {
	if by.as == nil {
		return nil
	}
	var problems []*indicators.Problem
	today := engine.Today(ready.definitions, w.at)
	for _, at := range ready.sheets(fresh) {
		s, err := w.submission(ready.programme, at)
		if err != nil {
			return err
		}
		if problem := s.CheckEntry(ready.definitions, today); problem != nil {
			problems = append(problems, problem)
		}
	}
	_, err := engine.Refused(problems)
	return err
}

// admitSheet refuses what stands beside figures, a reason or evidence, on such a sheet.
func (r *reading) admitSheet(programme int64, p *indicators.Programme, at sheet, now time.Time) error {
	s, err := r.submission(programme, at)
	return orProblem(err, s.CheckEntry(p, engine.Today(p, now)))
}

// sheets are those that some of the entries are on.
func (p *prepared) sheets(entries []int) (out []sheet) {
	known := map[sheet]bool{}
	for _, n := range entries {
		o := &p.observations[n]
		at := sheet{assignmentOf(o.Indicator), o.Period}
		if !known[at] {
			known[at] = true
			out = append(out, at)
		}
	}
	return out
}

// replaceable reports whether an entry may take the place of a figure: a reason
// is given, or it still waits and whoever enters has seen it.
func (f figure) replaceable(e engine.Entry) bool {
	if e.Seen != 0 && e.Seen != f.seq {
		return false
	}
	return e.Supersede != "" || f.waits && e.Seen == f.seq
}

// second is why an entry may not take the place of a figure: entry-changed-since
// (another was entered after the one that was seen), entry-reason-wanted (it has
// been approved), entry-second. It names what stands there, who entered it and
// when, in the programme's time zone.
func (r *reading) second(p *indicators.Programme, was figure, e engine.Entry) (*indicators.Problem, error) {
	before, _, err := r.bySeq(was.seq)
	if err != nil {
		return nil, err
	}
	code := "entry-second"
	switch {
	case e.Seen != 0 && e.Seen != was.seq:
		code = "entry-changed-since"
	case e.Seen != 0:
		code = "entry-reason-wanted"
	}
	return e.Problem(code, indicators.Args{"indicator": e.Indicator, "part": e.Part, "period": e.Period.String(), "was": before.Text, "is": e.Text,
		"by": before.EnteredBy, "at": before.EnteredAt.In(p.Location()).Format(time.RFC3339), "seq": strconv.FormatInt(was.seq, 10)}), nil
}

// cleared is why an entry may not be made where the figure that was seen stands no
// more: entry-withdrawn-since, or nil when nothing had been seen.
func (r *reading) cleared(ready *prepared, e engine.Entry, cut int64) (*indicators.Problem, error) {
	if e.Seen == 0 {
		return nil, nil
	}
	withdrawn, err := r.withdrawn(ready.programme, cut)
	if err != nil || withdrawn[e.Seen] == nil {
		return nil, err
	}
	step := withdrawn[e.Seen]
	return e.Problem("entry-withdrawn-since", indicators.Args{"indicator": e.Indicator, "part": e.Part, "period": e.Period.String(), "was": step.Body,
		"is": e.Text, "by": step.By, "at": step.At.In(ready.definitions.Location()).Format(time.RFC3339), "seq": strconv.FormatInt(e.Seen, 10)}), nil
}

const waitingOfCell = `SELECT seq, value FROM latest_waiting WHERE line = ? AND period = ?`

// waiting lays what waits over what counts in the cells of a batch.
func (r *reading) waiting(ready *prepared, current map[cell]figure) error {
	if accounts, err := r.hasAccounts(); err != nil || !accounts {
		return err
	}
	for i, key := range ready.keys {
		at, f := cell{key, ready.observations[i].Period}, figure{waits: true}
		found, err := r.one(waitingOfCell, []any{key, int64(at.period)}, &f.seq, &f.value)
		if err != nil {
			return err
		}
		if found {
			current[at] = f
		}
	}
	return nil
}

// projectWaiting brings the provisional projections up to the rows after a seq.
func (w *writing) projectWaiting(programme, after int64) error {
	if err := w.exec(setLatestWaiting, programme, after); err != nil {
		return err
	}
	var lines []int64
	var line int64
	err := w.each(touchedWaiting, []any{programme, after}, []any{&line}, func() error {
		lines = append(lines, line)
		return nil
	})
	for _, line := range lines {
		if err == nil {
			err = w.restandWaiting(line)
		}
	}
	return err
}

// The plus signs keep the database to the rows after the seq, which are few.
const setLatestWaiting = `
INSERT INTO latest_waiting (line, period, seq, value)
SELECT line, period, seq, value FROM observation
WHERE +programme = ? AND seq > ? AND +approved = 0 ORDER BY +line, +period
ON CONFLICT (line, period) DO UPDATE SET seq = excluded.seq, value = excluded.value`

const touchedWaiting = `SELECT DISTINCT +line FROM observation WHERE +programme = ? AND seq > ? AND +approved = 0`

// restandWaiting adds the figures of a line up again as they stand provisionally;
// a line on which nothing waits has no row.
func (w *writing) restandWaiting(line int64) error {
	if err := w.exec(`DELETE FROM standing_waiting WHERE line = ?`, line); err != nil {
		return err
	}
	return w.restand(intoStandingWaiting, provisionalOfLine, line, line)
}

const provisionalOfLine = `
SELECT line, period, value FROM latest_waiting WHERE line = ?
UNION ALL
SELECT l.line, l.period, l.value FROM latest l
WHERE l.line = ? AND EXISTS (SELECT 1 FROM latest_waiting w WHERE w.line = l.line)
  AND NOT EXISTS (SELECT 1 FROM latest_waiting w WHERE w.line = l.line AND w.period = l.period)
ORDER BY period`

const intoStandingWaiting = `standing_waiting (line, n, sum, max, min, last, last_period)`

// count makes what waits on a sheet and was entered before a submission count:
// it moves from the provisional to the official present.
func (w *writing) count(programme int64, at sheet, submitted int64) error {
	lines, err := w.waitingLines(programme, at)
	if err != nil {
		return err
	}
	for _, line := range lines {
		for _, query := range []string{countLatest, countedLatest} {
			if err := w.exec(query, line, int64(at.period), submitted); err != nil {
				return err
			}
		}
		if err := w.exec(`DELETE FROM standing WHERE line = ?`, line); err != nil {
			return err
		}
		if err := w.restand(intoStanding, latestOfLine, line); err != nil {
			return err
		}
		if err := w.restandWaiting(line); err != nil {
			return err
		}
	}
	return nil
}

const countLatest = `
INSERT INTO latest (line, period, seq, value)
SELECT line, period, seq, value FROM latest_waiting WHERE line = ? AND period = ? AND seq < ?
ON CONFLICT (line, period) DO UPDATE SET seq = excluded.seq, value = excluded.value`

const countedLatest = `DELETE FROM latest_waiting WHERE line = ? AND period = ? AND seq < ?`

const latestOfLine = `SELECT line, period, value FROM latest WHERE line = ? ORDER BY period`

// The lines of an assignment are those whose names begin with its id and a slash;
// "0" is the character after the slash.
const waitingLinesOfSheet = `
SELECT l.key FROM line l JOIN latest_waiting w ON w.line = l.key
WHERE l.programme = ? AND l.indicator >= ? || '/' AND l.indicator < ? || '0' AND w.period = ?
ORDER BY l.key`

func (r *reading) waitingLines(programme int64, at sheet) (out []int64, err error) {
	var line int64
	err = r.each(waitingLinesOfSheet, []any{programme, at.assignment, at.assignment, int64(at.period)}, []any{&line}, func() error {
		out = append(out, line)
		return nil
	})
	return out, err
}

// counting tells what counts officially in a scan of many lines: of each line's
// assignment, up to which seq what was entered for a period has been approved, and
// what had been withdrawn before.
type counting struct {
	upTo      map[int64]map[int64]int64
	withdrawn withdrawals
}

func (c *counting) approved(line, period, seq int64) bool {
	return seq < c.upTo[line][period] && c.withdrawn[seq] == nil
}

// counting is nil where nothing ever waited, so that no line is looked up.
func (r *reading) counting(programme, cut int64) (*counting, error) {
	approved, err := r.approvals(programme, cut)
	if err != nil {
		return nil, err
	}
	withdrawn, err := r.withdrawn(programme, cut)
	if err != nil || len(approved) == 0 && withdrawn == nil {
		return nil, err
	}
	periods := map[string]map[int64]int64{}
	for at, steps := range approved {
		if periods[at.assignment] == nil {
			periods[at.assignment] = map[int64]int64{}
		}
		periods[at.assignment][int64(at.period)] = steps[len(steps)-1].About
	}
	keys, err := r.lineKeys(programme)
	out := &counting{upTo: make(map[int64]map[int64]int64, len(keys)), withdrawn: withdrawn}
	for id, key := range keys {
		out.upTo[key] = periods[assignmentOf(id.Indicator)]
	}
	return out, err
}

// approvals are the submissions of each sheet that were approved up to a cut,
// oldest first.
type approvals map[sheet][]engine.Step

const approvalsUpTo = `SELECT ` + stepColumns + ` FROM step s WHERE s.programme = ? AND s.seq <= ? AND s.kind = 'approved' ORDER BY s.seq`

func (r *reading) approvals(programme, cut int64) (approvals, error) {
	steps, err := r.steps(approvalsUpTo, programme, cut)
	out := approvals{}
	for _, step := range steps {
		at := sheet{step.Assignment, step.Period}
		out[at] = append(out[at], step)
	}
	return out, err
}

// of returns the approval that made an entry of a sheet count; nil while it waits.
func (a approvals) of(indicator string, period indicators.Period, seq int64) *engine.Step {
	steps := a[sheet{assignmentOf(indicator), period}]
	for n := range steps {
		if seq < steps[n].About {
			return &steps[n]
		}
	}
	return nil
}
