package store

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"yardstick/engine"
	"yardstick/indicators"
)

// Change is one link of a chain in words: who did what, when. Its Code and Args
// make a sentence in either language: change.entered, change.approved, ….
type Change struct {
	Seq       int64 // in its own chain's order
	At        time.Time
	By        string
	Code      string
	Args      indicators.Args
	Indicator string // what it is about; empty for a whole sheet, a definition, an account
}

// Say is the change as a sentence, without its instant.
func (c Change) Say(l indicators.Language) string { return l.Say(c.Code, c.Args) }

// ChangeFilter narrows what Changes returns; the zero filter is all of it.
type ChangeFilter struct {
	// Indicator is the id of an indicator: its figures, declarations and evidence,
	// and what was decided on its assignment's sheets.
	Indicator string
	Since     time.Time // the earliest instant
	Before    int64     // only what has a lower Seq, for reading on; 0 is all
	Limit     int       // the newest so many; 0 is all
}

// bounds are the arguments that every query of changes ends with.
func (f ChangeFilter) bounds() []any {
	before, limit := f.Before, int64(f.Limit)
	if before == 0 {
		before = math.MaxInt64
	}
	if limit == 0 {
		limit = math.MaxInt64
	}
	since := int64(math.MinInt64)
	if !f.Since.IsZero() {
		since = nanos(f.Since)
	}
	return []any{since, before, limit}
}

// newest puts changes in order and keeps those that the filter asks for.
func (f ChangeFilter) newest(all []Change) []Change {
	slices.SortFunc(all, func(a, b Change) int { return cmp.Compare(a.Seq, b.Seq) })
	if f.Limit > 0 && len(all) > f.Limit {
		all = all[len(all)-f.Limit:]
	}
	return all
}

// Changes returns what was done to a programme, oldest first.
func (s *Store) Changes(ctx context.Context, programme string, f ChangeFilter) (out []Change, err error) {
	err = s.snapshot(ctx, func(r *reading) error {
		key, err := r.mustProgramme(programme)
		if err != nil {
			return err
		}
		for _, read := range []func(int64, ChangeFilter) ([]Change, error){r.definitionChanges, r.entryChanges, r.declarationChanges, r.stepChanges} {
			some, err := read(key, f)
			if err != nil {
				return err
			}
			out = append(out, some...)
		}
		return nil
	})
	return f.newest(out), err
}

const changesOfDefinitions = `
SELECT seq, entered_at, entered_by, version FROM definition
WHERE programme = ? AND entered_at >= ? AND seq < ? ORDER BY seq DESC LIMIT ?`

func (r *reading) definitionChanges(programme int64, f ChangeFilter) (out []Change, err error) {
	if f.Indicator != "" {
		return nil, nil
	}
	var c Change
	var at, version int64
	err = r.each(changesOfDefinitions, append([]any{programme}, f.bounds()...), []any{&c.Seq, &at, &c.By, &version}, func() error {
		c.At, c.Code, c.Args = time.Unix(0, at).UTC(), "change.definition", indicators.Args{"by": c.By, "version": strconv.FormatInt(version, 10)}
		out = append(out, c)
		return nil
	})
	return out, err
}

const changesOfEntries = `SELECT ` + observationColumns + `, l.indicator, l.part, coalesce(b.body, ''), o.approved
FROM observation o JOIN line l ON l.key = o.line LEFT JOIN observation b ON b.seq = o.supersedes
WHERE o.programme = ? AND (? = '' OR l.indicator = ?) AND o.entered_at >= ? AND o.seq < ? ORDER BY o.seq DESC LIMIT ?`

func (r *reading) entryChanges(programme int64, f ChangeFilter) (out []Change, err error) {
	var o row
	var was string
	var approved bool
	columns := append(o.columns(), &o.Indicator, &o.Part, &was, &approved)
	err = r.each(changesOfEntries, append([]any{programme, f.Indicator, f.Indicator}, f.bounds()...), columns, func() error {
		c := Change{Seq: o.Seq, At: time.Unix(0, o.at).UTC(), By: o.EnteredBy, Code: "change.entered", Indicator: o.Indicator, Args: indicators.Args{
			"by": o.EnteredBy, "indicator": named(o.Indicator, o.Part), "period": o.Period.String(), "is": o.Text, "was": was, "why": o.Note}}
		switch {
		case o.Supersedes != 0 && o.Note == "":
			c.Code = "change.replaced"
		case o.Supersedes != 0:
			c.Code = "change.corrected"
		case o.Note != "":
			c.Code = "change.entered.note"
		}
		out = append(out, c)
		return nil
	})
	return out, err
}

// named is an indicator with its part.
func named(indicator, part string) string { return strings.TrimSpace(indicator + " " + part) }

const changesOfDeclarations = `
SELECT seq, entered_at, entered_by, kind, indicator, period, reason, withdrawn FROM declaration
WHERE programme = ? AND (? = '' OR indicator = ?) AND entered_at >= ? AND seq < ? ORDER BY seq DESC LIMIT ?`

func (r *reading) declarationChanges(programme int64, f ChangeFilter) (out []Change, err error) {
	var c Change
	var at int64
	var kind, reason string
	var period indicators.Period
	var withdrawn bool
	columns := []any{&c.Seq, &at, &c.By, &kind, &c.Indicator, &period, &reason, &withdrawn}
	err = r.each(changesOfDeclarations, append([]any{programme, f.Indicator, f.Indicator}, f.bounds()...), columns, func() error {
		c.At, c.Code = time.Unix(0, at).UTC(), "change."+kind
		if withdrawn {
			c.Code += ".withdrawn"
		}
		c.Args = indicators.Args{"by": c.By, "indicator": c.Indicator, "period": period.String(), "why": reason}
		out = append(out, c)
		return nil
	})
	return out, err
}

const changesOfSteps = `SELECT ` + stepColumns + `, coalesce(e.url, '') FROM step s LEFT JOIN evidence e ON e.step = s.seq
WHERE s.programme = ? AND (? = '' OR s.indicator = ? OR s.indicator = '' AND s.assignment = ?)
  AND s.entered_at >= ? AND s.seq < ? ORDER BY s.seq DESC LIMIT ?`

func (r *reading) stepChanges(programme int64, f ChangeFilter) (out []Change, err error) {
	var one stepRow
	var link string
	args := append([]any{programme, f.Indicator, f.Indicator, assignmentOf(f.Indicator)}, f.bounds()...)
	err = r.each(changesOfSteps, args, append(one.columns(), &link), func() error {
		s := one.step()
		c := Change{Seq: s.Seq, At: s.At, By: s.By, Code: "change." + string(s.Kind), Indicator: s.Indicator, Args: indicators.Args{
			"by": s.By, "sheet": s.Assignment, "period": s.Period.String(), "indicator": named(s.Indicator, s.Part), "why": s.Body, "name": s.Body, "link": link}}
		if link != "" {
			c.Code = "change.linked"
		}
		if s.Kind == engine.StepAccepted && s.Body != "" {
			c.Code = "change.accepted.reason"
		}
		out = append(out, c)
		return nil
	})
	return out, err
}

const changesOfAccounts = `
SELECT seq, entered_at, entered_by, kind, account, detail, address FROM account_event
WHERE entered_at >= ? AND seq < ? ORDER BY seq DESC LIMIT ?`

// AccountChanges returns what was done about accounts, oldest first: the trail of
// the installation. Of the filter, Indicator does not matter.
func (s *Store) AccountChanges(ctx context.Context, f ChangeFilter) (out []Change, err error) {
	err = s.snapshot(ctx, func(r *reading) error {
		var c Change
		var e event
		columns := []any{&c.Seq, &e.at, &c.By, &e.kind, &e.account, &e.detail, &e.address}
		return r.each(changesOfAccounts, f.bounds(), columns, func() error {
			c.At, c.Code, c.Args = time.Unix(0, e.at).UTC(), "change.account."+string(e.kind), e.args(c.By)
			if e.address != "" {
				c.Code += ".from"
			}
			out = append(out, c)
			return nil
		})
	})
	return f.newest(out), err
}

// args are what the sentence of an event names. Of a token the id and the grants
// are said, not what is kept of its secret.
func (e *event) args(by string) indicators.Args {
	detail := e.detail
	if id, rest, ok := strings.Cut(detail, "\n"); ok && e.kind == tokenMade {
		_, grants, _ := strings.Cut(rest, "\n")
		detail = id + ": " + grants
	}
	return indicators.Args{"by": by, "account": e.account, "detail": strings.ReplaceAll(detail, "\n", ", "), "address": e.address}
}
