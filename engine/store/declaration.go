package store

import (
	"context"
	"time"

	"yardstick/engine"
)

// Declare enters declarations, all or none. The error is an *engine.Refusal when
// one of them does not fit the definitions in force; see
// [engine.CheckDeclarations] for the codes.
func (s *Store) Declare(ctx context.Context, programme string, declarations []engine.Declaration, by string) (head engine.Head, err error) {
	if by == "" {
		by = LocalOperator
	}
	err = s.save(ctx, func(w *writing) error {
		head, err = w.declare(programme, declarations, by)
		return err
	})
	return head, err
}

const addDeclaration = `
INSERT INTO declaration (seq, programme, kind, indicator, horizon, period, reason, remedy, until_day, withdrawn, entered_at, entered_by, link, hash)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`

func (w *writing) declare(programme string, declarations []engine.Declaration, by string) (engine.Head, error) {
	key, err := w.mustProgramme(programme)
	if err != nil {
		return engine.Head{}, err
	}
	c, err := w.chainOf(key, programme)
	if err != nil {
		return engine.Head{}, err
	}
	p, _, err := w.inForce(key, c.last.seq)
	if err != nil {
		return engine.Head{}, err
	}
	c.id = p.ID
	if err, _ := engine.Refused(engine.CheckDeclarations(p, declarations)); err != nil || len(declarations) == 0 {
		return c.last.head(), err
	}
	at := w.at.UnixNano()
	for _, d := range declarations {
		seq, number := c.next("declaration")
		d.EnteredBy = by
		c.row.declaration(d, at)
		if err := w.exec(addDeclaration, seq, key, string(d.Kind), d.Indicator, string(d.Horizon), int64(d.Period), d.Reason, d.Remedy,
			int64(d.Until), number01(d.Withdrawn), at, by, number, c.seal()); err != nil {
			return engine.Head{}, err
		}
	}
	return c.last.head(), c.close()
}

// declaration is the canonical row of a declaration.
func (c *canonical) declaration(d engine.Declaration, at int64) {
	c.string(string(d.Kind))
	c.string(d.Indicator)
	c.string(string(d.Horizon))
	c.int(int64(d.Period))
	c.string(d.Reason)
	c.string(d.Remedy)
	c.int(int64(d.Until))
	c.int(number01(d.Withdrawn))
	c.int(at)
	c.string(d.EnteredBy)
}

func number01(yes bool) int64 {
	if yes {
		return 1
	}
	return 0
}

// Declarations returns what had been declared up to a cut, oldest first.
func (s *Store) Declarations(ctx context.Context, programme string, cut Cut) (out []engine.Declaration, err error) {
	err = s.snapshot(ctx, func(r *reading) error {
		key, err := r.mustProgramme(programme)
		if err == nil {
			out, err = r.declarations(key, cut.Seq, time.UTC)
		}
		return err
	})
	return out, err
}

const declarationsUpTo = `
SELECT seq, kind, indicator, horizon, period, reason, remedy, until_day, withdrawn, entered_at, entered_by
FROM declaration WHERE programme = ? AND seq <= ? ORDER BY seq`

func (r *reading) declarations(programme, cut int64, zone *time.Location) (out []engine.Declaration, err error) {
	var d engine.Declaration
	var at int64
	columns := []any{&d.Seq, &d.Kind, &d.Indicator, &d.Horizon, &d.Period, &d.Reason, &d.Remedy, &d.Until, &d.Withdrawn, &at, &d.EnteredBy}
	err = r.each(declarationsUpTo, []any{programme, cut}, columns, func() error {
		d.EnteredAt = time.Unix(0, at).In(zone)
		out = append(out, d)
		return nil
	})
	return out, err
}
