package store

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"yardstick/engine"
	"yardstick/indicators"
)

// Declare enters declarations, all or none. The error is an *engine.Refusal when
// one of them does not fit the definitions in force; see
// [engine.CheckDeclarations] for the codes.
func (s *Store) Declare(ctx context.Context, programme string, declarations []engine.Declaration, by string) (head engine.Head, err error) {
	return s.declare(ctx, author{name: by}, programme, declarations)
}

// DeclareAs is Declare for an account. What a reviewer declares counts at once.
// Of what an officer declares a reason does; not applicable and an accepted
// deviation wait until a reviewer accepts them: see [Store.Rule].
func (s *Store) DeclareAs(ctx context.Context, as engine.Actor, programme string, declarations []engine.Declaration) (engine.Head, error) {
	return s.declare(ctx, author{name: as.Name, as: &as}, programme, declarations)
}

func (s *Store) declare(ctx context.Context, by author, programme string, declarations []engine.Declaration) (head engine.Head, err error) {
	err = s.save(ctx, func(w *writing) error {
		head, err = w.declare(programme, declarations, by)
		return err
	})
	return head, err
}

const addDeclaration = `
INSERT INTO declaration (seq, programme, kind, indicator, horizon, period, reason, remedy, until_day, withdrawn, approved, entered_at, entered_by, link, hash)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`

func (w *writing) declare(programme string, declarations []engine.Declaration, by author) (engine.Head, error) {
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
	if _, err := engine.Refused(engine.CheckDeclarations(p, declarations)); err != nil || len(declarations) == 0 {
		return c.last.head(), err
	}
	counts, err := w.admitDeclarations(by, key, p, declarations)
	if err != nil {
		return engine.Head{}, err
	}
	at := w.at.UnixNano()
	for n, d := range declarations {
		approved := number01(counts[n])
		seq, number := c.next("declaration")
		d.EnteredBy = by.String()
		c.row.declaration(d, approved, at)
		if err := w.exec(addDeclaration, seq, key, string(d.Kind), d.Indicator, string(d.Horizon), int64(d.Period), d.Reason, d.Remedy,
			int64(d.Until), number01(d.Withdrawn), approved, at, d.EnteredBy, number, c.seal()); err != nil {
			return engine.Head{}, err
		}
	}
	return c.last.head(), c.close()
}

// declaration is the canonical row of a declaration.
func (c *canonical) declaration(d engine.Declaration, approved, at int64) {
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
	if approved == 0 {
		c.string("waits") // one that counts at once is written as before there were accounts
	}
}

func number01(yes bool) int64 {
	if yes {
		return 1
	}
	return 0
}

// Declarations returns what counted up to a cut, oldest first.
func (s *Store) Declarations(ctx context.Context, programme string, cut Cut) (out []engine.Declaration, err error) {
	err = s.snapshot(ctx, func(r *reading) error {
		key, err := r.mustProgramme(programme)
		if err == nil {
			out, err = r.declarations(key, cut.Seq, time.UTC, false)
		}
		return err
	})
	return out, err
}

// A declaration that waited counts from the step that accepted it; one that was
// refused never does.
const declarationsUpTo = `
SELECT d.seq, d.kind, d.indicator, d.horizon, d.period, d.reason, d.remedy, d.until_day, d.withdrawn, d.entered_at, d.entered_by,
  d.approved, coalesce(s.kind, ''), coalesce(s.seq, 0)
FROM declaration d
LEFT JOIN step s ON s.programme = d.programme AND s.kind IN ('accepted', 'refused') AND s.about = d.seq AND s.seq <= ?
WHERE d.programme = ? AND d.seq <= ? ORDER BY d.seq`

// ruled is a declaration with what became of it.
type ruled struct {
	engine.Declaration
	at       int64
	approved bool
	ruling   engine.StepKind // accepted, refused, or empty while it waits
	ruledSeq int64
}

func (r *reading) ruled(programme, cut int64, zone *time.Location) (out []ruled, err error) {
	var d ruled
	columns := []any{&d.Seq, &d.Kind, &d.Indicator, &d.Horizon, &d.Period, &d.Reason, &d.Remedy, &d.Until, &d.Withdrawn, &d.at, &d.EnteredBy,
		&d.approved, &d.ruling, &d.ruledSeq}
	err = r.each(declarationsUpTo, []any{cut, programme, cut}, columns, func() error {
		d.EnteredAt = time.Unix(0, d.at).In(zone)
		out = append(out, d)
		return nil
	})
	return out, err
}

// declarations are those that count, in the order in which they came to count:
// one that waited has the seq of its acceptance.
func (r *reading) declarations(programme, cut int64, zone *time.Location, provisional bool) (out []engine.Declaration, err error) {
	all, err := r.ruled(programme, cut, zone)
	for _, d := range all {
		switch {
		case d.approved:
		case d.ruling == engine.StepAccepted:
			d.Seq = d.ruledSeq
		case d.ruling == engine.StepRefused || !provisional:
			continue
		default:
			d.Waits = true
		}
		out = append(out, d.Declaration)
	}
	slices.SortStableFunc(out, func(a, b engine.Declaration) int { return cmp.Compare(a.Seq, b.Seq) })
	return out, err
}

// Waiting returns the declarations that wait for a reviewer, oldest first.
func (s *Store) Waiting(ctx context.Context, programme string) (out []engine.Declaration, err error) {
	err = s.snapshot(ctx, func(r *reading) error {
		key, err := r.mustProgramme(programme)
		if err != nil {
			return err
		}
		last, err := r.linkAt(key, time.Time{})
		if err != nil {
			return err
		}
		all, err := r.ruled(key, last.seq, time.UTC)
		for _, d := range all {
			if !d.approved && d.ruling == "" {
				d.Waits = true
				out = append(out, d.Declaration)
			}
		}
		return err
	})
	return out, err
}

// Rule accepts or refuses a declaration that waits, by its Seq. A refusal needs a
// reason. Problems: declaration-not-waiting, may-not-review, declaration-own,
// declaration-reason.
func (s *Store) Rule(ctx context.Context, as engine.Actor, programme string, declaration int64, accept bool, reason string) error {
	if problem := engine.CheckText(reason); problem != nil {
		return problem
	}
	return s.save(ctx, func(w *writing) error {
		c, p, err := w.chainInForce(programme)
		if err != nil {
			return err
		}
		all, err := w.ruled(c.programme, c.last.seq, time.UTC)
		if err != nil {
			return err
		}
		n := slices.IndexFunc(all, func(d ruled) bool { return d.Seq == declaration && !d.approved && d.ruling == "" })
		if n < 0 {
			return &indicators.Problem{Code: "declaration-not-waiting", Args: indicators.Args{"seq": strconv.FormatInt(declaration, 10)}}
		}
		d := all[n]
		a := assignment(p, assignmentOf(d.Indicator))
		if a == nil {
			return &indicators.Problem{Code: "entry-indicator-unknown", Args: indicators.Args{"indicator": d.Indicator, "programme": p.ID}}
		}
		if err := w.admit(author{name: as.Name, as: &as}, engine.Review, engine.ScopeOf(a)); err != nil {
			return err
		}
		args := indicators.Args{"indicator": d.Indicator, "who": as.Name}
		step := engine.Step{Kind: engine.StepAccepted, Assignment: a.ID, Period: d.Period, About: declaration, Indicator: d.Indicator, Body: reason}
		switch {
		case d.EnteredBy == as.Name:
			return &indicators.Problem{Code: "declaration-own", Args: args}
		case !accept && strings.TrimSpace(reason) == "":
			return &indicators.Problem{Code: "declaration-reason", Args: args}
		case !accept:
			step.Kind = engine.StepRefused
		}
		if err := c.step(&step, nil, as.Name); err != nil {
			return err
		}
		return c.close()
	})
}
