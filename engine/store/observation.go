package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"iter"
	"time"

	"yardstick/engine"
	"yardstick/indicators"
)

// observationColumns are what a row scans or takes.
const observationColumns = `o.seq, o.line, o.period, o.value, o.body, o.note, coalesce(o.supersedes, 0), o.entered_at, o.entered_by, coalesce(o.token, '')`

// row is an observation as it is scanned.
type row struct {
	engine.Observation
	line, at int64
}

func (r *row) columns() []any {
	return []any{&r.Seq, &r.line, &r.Period, &r.Value, &r.Text, &r.Note, &r.Supersedes, &r.at, &r.EnteredBy, &r.Token}
}

// take is the same of a row as the driver gives it.
func (r *row) take(c *cells) {
	r.Seq, r.line = c.integer(), c.integer()
	r.Period, r.Value = indicators.Period(c.integer()), indicators.Value(c.integer())
	r.Text, r.Note, r.Supersedes, r.at = c.words(), c.words(), c.integer(), c.integer()
	r.EnteredBy, r.Token = c.words(), c.words()
}

const observationByToken = `SELECT ` + observationColumns + `, l.indicator, l.part
FROM observation o JOIN line l ON l.key = o.line WHERE o.token = ?`

func (r *reading) byToken(token string) (engine.Observation, bool, error) {
	return r.observation(observationByToken, token)
}

const observationBySeq = `SELECT ` + observationColumns + `, l.indicator, l.part
FROM observation o JOIN line l ON l.key = o.line WHERE o.seq = ?`

func (r *reading) bySeq(seq int64) (engine.Observation, bool, error) {
	return r.observation(observationBySeq, seq)
}

func (r *reading) observation(query string, arg any) (engine.Observation, bool, error) {
	var found row
	ok, err := r.one(query, []any{arg}, append(found.columns(), &found.Indicator, &found.Part)...)
	found.EnteredAt = time.Unix(0, found.at).UTC()
	return found.Observation, ok, err
}

// ObservationFilter narrows what Observations yields; the zero filter is all.
type ObservationFilter struct {
	Assignment string // id; its indicators and its money
	Indicator  string // id, or an assignment's money id
	// Provisional yields what waits for approval too, in its place.
	Provisional bool
	// Under yields the figures of these definitions' lines, in their order, in place
	// of those in force: for looking at a version before it is loaded.
	Under *indicators.Programme
	// withdrawn yields what was withdrawn too, in its place.
	withdrawn bool
}

// lines are the lines that the filter holds, in published order.
func (f ObservationFilter) lines(p *indicators.Programme) (lines []engine.LineID) {
	for a := range p.Assignments() {
		if f.Assignment != "" && f.Assignment != a.ID {
			continue
		}
		for _, line := range engine.LinesOf(a) {
			if f.Indicator == "" || f.Indicator == line.Indicator {
				lines = append(lines, line)
			}
		}
	}
	return lines
}

// Observations yields the entries up to a cut in the order that an evaluation
// wants: of what counts officially, unless the filter says otherwise,
// assignments and indicators as published, money after an assignment's
// indicators, then part, period, and the newest first. The first of a key is the
// one that counts, the others were superseded. It reads one state of the
// database, however long the caller takes.
func (s *Store) Observations(ctx context.Context, programme string, cut Cut, f ObservationFilter) iter.Seq2[engine.Observation, error] {
	return func(yield func(engine.Observation, error) bool) {
		err := s.snapshot(ctx, func(r *reading) error {
			key, err := r.mustProgramme(programme)
			if err != nil {
				return err
			}
			p := f.Under
			if p == nil {
				if p, _, err = r.inForce(key, cut.Seq); err != nil {
					return err
				}
			}
			return r.observations(key, p, cut.Seq, f, func(o engine.Observation) bool { return yield(o, nil) })
		})
		if err != nil && err != errStop {
			yield(engine.Observation{}, err)
		}
	}
}

const observationsBetween = `SELECT ` + observationColumns + `, o.approved
FROM observation o
WHERE o.line BETWEEN ? AND ? AND o.seq <= ?
ORDER BY o.line, o.period, o.seq DESC`

// observations calls f in evaluation order until it returns false (errStop). f
// must not read anything else of the same state meanwhile.
func (r *reading) observations(programme int64, p *indicators.Programme, cut int64, f ObservationFilter, yield func(engine.Observation) bool) error {
	lines := f.lines(p)
	keys, err := r.keysOf(programme, lines)
	if err != nil {
		return err
	}
	approved, err := r.approvals(programme, cut)
	if err != nil {
		return err
	}
	withdrawn, err := r.withdrawn(programme, cut)
	if err != nil {
		return err
	}
	runs, names := runsOf(lines, keys)
	zone := p.Location()
	var one row
	for n, stretch := range runs {
		err := r.rows(observationsBetween, []int64{stretch.from, stretch.to, cut}, 11, func(values []driver.Value) error {
			c := cells{row: values}
			one.take(&c)
			counts := c.integer() == 1
			if c.fault != nil {
				return c.fault
			}
			name, ours := names[one.line]
			if !ours || name.run != n {
				return nil
			}
			one.Indicator, one.Part = name.Indicator, name.Part
			one.EnteredAt = time.Unix(0, one.at).In(zone)
			if one.Withdrawn = withdrawn[one.Seq]; one.Withdrawn != nil && !f.withdrawn {
				return nil
			}
			if one.ApprovedAt, one.ApprovedBy, one.Waits = (time.Time{}), "", false; !counts {
				if step := approved.of(one.Indicator, one.Period, one.Seq); step != nil {
					one.ApprovedAt, one.ApprovedBy = step.At.In(zone), step.By
				} else if one.Waits = one.Withdrawn == nil; !f.Provisional {
					return nil
				}
			}
			if !yield(one.Observation) {
				return errStop
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// errStop ends a scan whose reader has enough.
var errStop = errors.New("enough")

const historyOf = `SELECT ` + observationColumns + `, l.part
FROM line l JOIN observation o ON o.line = l.key
WHERE l.indicator = ?
ORDER BY l.key, o.period, o.seq`

// History returns every entry ever made for an indicator or an assignment's
// money, by part and period, oldest first: what each superseded stands before it.
func (s *Store) History(ctx context.Context, indicator string) (out []engine.Observation, err error) {
	err = s.snapshot(ctx, func(r *reading) error {
		var one row
		return r.each(historyOf, []any{indicator}, append(one.columns(), &one.Part), func() error {
			one.Indicator, one.EnteredAt = indicator, time.Unix(0, one.at).UTC()
			out = append(out, one.Observation)
			return nil
		})
	})
	return out, err
}
