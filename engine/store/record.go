package store

import (
	"context"
	"database/sql/driver"
	"slices"
	"time"

	"yardstick/engine"
	"yardstick/indicators"
)

// LocalOperator enters figures in a database without accounts; what it enters
// counts at once, as approved.
const LocalOperator = "local operator"

// RecordOptions say who enters, and what was seen before.
type RecordOptions struct {
	By string // LocalOperator when empty
	// As is the account that enters. Its figures wait for approval: they count
	// provisionally at once, officially from the approval of their sheet. Nil is the
	// local operator, who is refused once there are accounts (account-wanted).
	As *engine.Actor
	// After is the cut that a preview was made at. When it is set and the
	// programme's chain has grown since, nothing is written: changed-since.
	After *Cut
	// Checked are the observations that [engine.CheckEntries] made of the entries
	// for the preview, one each: with After they are not read again.
	Checked []engine.Observation
}

// Recorded is what a save wrote.
type Recorded struct {
	Observations []engine.Observation  // in the order of the entries
	Remarks      []*indicators.Problem // what was accepted but looks odd, unless it was checked before
	Head         engine.Head           // of the chain, afterwards
	fresh        int                   // of the observations, those that were not recorded before
}

// Record enters figures, all of them or, when one is refused, none: the error is
// then an *engine.Refusal with every problem. A second figure for an indicator,
// part and period needs Supersede, which says why (entry-second), and Supersede
// needs a figure to correct (entry-nothing-to-supersede). A figure that still
// waits may also be replaced by whoever has seen it: see [engine.Entry.Seen]. An entry whose token
// has been used for the same figure is not entered again. When Record returns
// without an error the figures are on disk.
func (s *Store) Record(ctx context.Context, programme string, entries []engine.Entry, o RecordOptions) (out Recorded, err error) {
	var ready prepared
	err = s.snapshot(ctx, func(r *reading) error {
		ready, err = r.prepare(programme, entries, o, s.now())
		return err
	})
	if err != nil {
		return Recorded{}, err
	}
	err = s.save(ctx, func(w *writing) error {
		out, err = w.record(ready, entries, o)
		return err
	})
	if err != nil {
		return Recorded{}, err
	}
	s.entered.Add(int64(out.fresh))
	return out, nil
}

// Entered is how many figures were recorded through this store since it was opened;
// one that was sent again counts once.
func (s *Store) Entered() int64 { return s.entered.Load() }

// prepared is a batch read against the definitions in force, before the writer
// is troubled with it.
type prepared struct {
	programme    int64
	id           string
	version      Version
	definitions  *indicators.Programme
	keys         []int64 // of the entries' lines
	observations []engine.Observation
	remarks      []*indicators.Problem
}

func (r *reading) prepare(programme string, entries []engine.Entry, o RecordOptions, now time.Time) (prepared, error) {
	key, err := r.mustProgramme(programme)
	if err != nil {
		return prepared{}, err
	}
	last, err := r.linkAt(key, time.Time{})
	if err != nil {
		return prepared{}, err
	}
	p, version, err := r.inForce(key, last.seq)
	if err != nil {
		return prepared{}, err
	}
	observations, problems := slices.Clone(o.Checked), []*indicators.Problem(nil)
	if o.After == nil || o.After.Seq != last.seq || len(o.Checked) != len(entries) {
		observations, problems = engine.CheckEntries(p, entries, engine.Today(p, now))
	}
	if problems, err = engine.Refused(problems); err != nil {
		return prepared{}, err
	}
	ready := prepared{programme: key, id: p.ID, version: version, definitions: p, observations: observations, remarks: problems,
		keys: make([]int64, len(observations))}
	lines := make([]engine.LineID, len(observations))
	for i, o := range observations {
		lines[i] = engine.LineID{Indicator: o.Indicator, Part: o.Part}
	}
	keys, err := r.keysOf(key, lines)
	for i, line := range lines {
		ready.keys[i] = keys[line]
	}
	return ready, err
}

func (w *writing) record(ready prepared, entries []engine.Entry, o RecordOptions) (Recorded, error) {
	last, err := w.linkAt(ready.programme, time.Time{})
	if err != nil {
		return Recorded{}, err
	}
	if _, version, err := w.inForce(ready.programme, last.seq); err != nil {
		return Recorded{}, err
	} else if version.Seq != ready.version.Seq {
		if ready, err = w.prepare(ready.id, entries, o, w.at); err != nil {
			return Recorded{}, err
		}
	}
	by := author{name: o.By, as: o.As}
	if o.As != nil {
		by.name = o.As.Name
	}
	if err := w.admitEntries(&ready, by); err != nil {
		return Recorded{}, err
	}
	fresh, err := w.unsent(&ready, entries, by)
	if err != nil {
		return Recorded{}, err
	}
	if len(fresh) > 0 && o.After != nil && o.After.Seq != last.seq {
		return Recorded{}, &indicators.Problem{Code: "changed-since", Args: indicators.Args{"programme": ready.id}}
	}
	if err := w.admitSheets(&ready, fresh, by); err != nil {
		return Recorded{}, err
	}
	if fresh, err = w.resolve(&ready, entries, fresh, last.seq); err != nil {
		return Recorded{}, err
	}
	out := Recorded{Observations: ready.observations, Remarks: ready.remarks, Head: last.head()}
	if len(fresh) > 0 {
		out.Head, err = w.enter(ready, fresh, by)
	}
	out.fresh = len(fresh)
	return out, err
}

// all numbers the entries of the batch.
func (p *prepared) all() []int {
	out := make([]int, len(p.observations))
	for n := range out {
		out[n] = n
	}
	return out
}

// unsent lists the entries that were not sent before. The others are filled in
// from the database, where their token has brought them: an entry whose answer was
// lost may be sent again, whatever has become of its sheet. A token that its author
// has used for another figure, or that somebody else has used, is refused
// (entry-token-used).
func (w *writing) unsent(ready *prepared, entries []engine.Entry, by author) (fresh []int, err error) {
	var problems []*indicators.Problem
	used := map[string]bool{} // in this batch
	for n := range ready.observations {
		o := &ready.observations[n]
		if o.Token == "" {
			fresh = append(fresh, n)
			continue
		}
		before, found, err := w.byToken(o.Token)
		switch {
		case err != nil:
			return nil, err
		case used[o.Token] || found && (!sameFigure(before, *o) || before.EnteredBy != by.String()):
			problems = append(problems, entries[n].Problem("entry-token-used", indicators.Args{"token": o.Token}))
		case found:
			*o = before
			o.Waits = by.as != nil // as it was answered
		default:
			fresh = append(fresh, n)
		}
		used[o.Token] = true
	}
	_, err = engine.Refused(problems)
	return fresh, err
}

func sameFigure(a, b engine.Observation) bool {
	return a.Indicator == b.Indicator && a.Part == b.Part && a.Period == b.Period && a.Value == b.Value
}

// resolve finds what each of the entries supersedes, and which are new: one that
// says what stands in its cell already, by whoever has seen it, is not.
func (w *writing) resolve(ready *prepared, entries []engine.Entry, sent []int, cut int64) (fresh []int, err error) {
	current, err := w.current(ready)
	if err != nil {
		return nil, err
	}
	var problems []*indicators.Problem
	for _, n := range sent {
		was, exists := current[cell{ready.keys[n], ready.observations[n].Period}]
		again, problem, err := w.settle(ready, n, entries[n], was, exists, cut)
		switch {
		case err != nil:
			return nil, err
		case problem != nil:
			problems = append(problems, problem)
		case !again:
			ready.observations[n].Supersedes = was.seq
			fresh = append(fresh, n)
		}
	}
	_, err = engine.Refused(problems)
	return fresh, err
}

// settle says of one entry that it is in the cell already, or why it may not be
// put there.
func (w *writing) settle(ready *prepared, n int, e engine.Entry, was figure, exists bool, cut int64) (again bool, problem *indicators.Problem, err error) {
	o := &ready.observations[n]
	if exists && e.Supersede == "" && e.Seen == was.seq {
		before, _, err := w.bySeq(was.seq)
		if err != nil {
			return false, nil, err
		}
		if before.Text == o.Text && before.Value == o.Value && (o.Note == "" || before.Note == o.Note) {
			before.Waits = was.waits
			*o = before
			return true, nil, nil
		}
	}
	switch {
	case exists && !was.replaceable(e):
		problem, err = w.second(ready.definitions, was, e)
	case !exists && e.Seen != 0:
		problem, err = w.cleared(ready, e, cut)
	case !exists && e.Supersede != "":
		problem = e.Problem("entry-nothing-to-supersede", indicators.Args{"indicator": o.Indicator, "period": o.Period.String()})
	}
	return false, problem, err
}

// cell is a line and a period; figure the entry that counts there.
type cell struct {
	line   int64
	period indicators.Period
}

type figure struct {
	seq   int64
	value indicators.Value
	waits bool // for approval
}

const latestOfCell = `SELECT seq, value FROM latest WHERE line = ? AND period = ?`

const latestBetween = `SELECT line, period, seq, value FROM latest WHERE line BETWEEN ? AND ?`

// fewEntries is up to how many entries are looked up one by one; for more, one
// scan over their lines is cheaper.
const fewEntries = 200

// current is what counts now in the cells of the batch.
func (r *reading) current(ready *prepared) (map[cell]figure, error) {
	out := make(map[cell]figure, len(ready.keys))
	if len(ready.keys) > fewEntries {
		if err := r.currentBetween(ready.keys, out); err != nil {
			return nil, err
		}
		return out, r.waiting(ready, out)
	}
	for i, key := range ready.keys {
		var f figure
		at := cell{key, ready.observations[i].Period}
		found, err := r.one(latestOfCell, []any{key, int64(at.period)}, &f.seq, &f.value)
		if err != nil {
			return nil, err
		}
		if found {
			out[at] = f
		}
	}
	return out, r.waiting(ready, out)
}

func (r *reading) currentBetween(keys []int64, out map[cell]figure) error {
	from, to := keys[0], keys[0]
	for _, key := range keys {
		from, to = min(from, key), max(to, key)
	}
	return r.scan(latestBetween, []int64{from, to}, 4, func(row []int64) error {
		out[cell{row[0], indicators.Period(row[1])}] = figure{seq: row[2], value: indicators.Value(row[3])}
		return nil
	})
}

const intoObservation = `observation
(seq, programme, line, period, value, body, note, supersedes, approved, entered_at, entered_by, token, link, hash)`

// enter appends the fresh observations to table, chain and projections.
func (w *writing) enter(ready prepared, fresh []int, by author) (engine.Head, error) {
	c, err := w.chainOf(ready.programme, ready.id)
	if err != nil {
		return engine.Head{}, err
	}
	before, at := c.seq, w.at.UnixNano()
	entered, approved := time.Unix(0, at).UTC(), number01(by.as == nil)
	err = w.insert(intoObservation, 14, len(fresh), func(n int, row []driver.Value) {
		o := &ready.observations[fresh[n]]
		o.EnteredAt, o.EnteredBy, o.Waits = entered, by.String(), approved == 0
		seq, number := c.next("observation")
		o.Seq = seq
		c.row.observation(o, at, approved)
		row[0], row[1], row[2], row[3], row[4] = seq, ready.programme, ready.keys[fresh[n]], int64(o.Period), int64(o.Value)
		row[5], row[6], row[7], row[8] = o.Text, o.Note, zeroIsNull(o.Supersedes), approved
		row[9], row[10], row[11], row[12], row[13] = at, o.EnteredBy, emptyIsNull(o.Token), number, c.seal()
	})
	if err != nil {
		return engine.Head{}, err
	}
	if approved == 1 {
		err = w.project(ready.programme, before)
	} else {
		err = w.projectWaiting(ready.programme, before)
	}
	if err != nil {
		return engine.Head{}, err
	}
	return c.last.head(), c.close()
}

// observation is the canonical row of a figure.
func (c *canonical) observation(o *engine.Observation, at int64, approved int64) {
	c.string(o.Indicator)
	c.string(o.Part)
	c.int(int64(o.Period))
	c.int(int64(o.Value))
	c.string(o.Text)
	c.string(o.Note)
	c.int(o.Supersedes)
	c.int(approved)
	c.int(at)
	c.string(o.EnteredBy)
	c.string(o.Token)
}

func zeroIsNull(n int64) any {
	if n == 0 {
		return nil
	}
	return n
}

func emptyIsNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}
