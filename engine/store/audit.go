package store

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"runtime"
	"slices"

	"yardstick/engine"
	"yardstick/indicators"
)

// Verification is what Verify found. Sound means that the file is whole, every
// chain holds, and the projections equal the history.
type Verification struct {
	Chains   []Chain
	Problems []*indicators.Problem // what is broken, and where; at most a hundred a chain
}

// Chain is a programme's chain as it was walked.
type Chain struct {
	Programme string
	Head      engine.Head
}

// Sound reports whether nothing is broken.
func (v *Verification) Sound() bool { return len(v.Problems) == 0 }

// maxBroken is how many broken links of a chain are listed.
const maxBroken = 100

// Verify walks every chain from its first link, the installation's too, compares
// each day's head, the projections and the accounts with what they are made from
// and each file of evidence with its digest, and runs the database's own check.
// Codes: database-damaged-at, chain-row-changed, chain-row-missing, chain-cut-off,
// chain-head-differs, projection-differs, account-differs, token-differs,
// evidence-missing, evidence-changed. A chain alone does not notice that all
// of it was written anew: compare its head with one that was printed earlier.
func (s *Store) Verify(ctx context.Context) (*Verification, error) {
	v := &Verification{}
	found, err := s.dialect.damage(ctx, s.readers)
	if err != nil {
		return nil, s.explain(err)
	}
	for _, what := range found {
		v.add(&indicators.Problem{Code: "database-damaged-at", Args: indicators.Args{"file": s.name, "detail": what}})
	}
	if err := s.verifyChains(ctx, v); err != nil {
		return v, err
	}
	return v, s.snapshot(ctx, func(r *reading) error {
		if err := r.verifyProjections(v); err != nil {
			return err
		}
		if err := r.verifyInstallation(v); err != nil {
			return err
		}
		return r.verifyEvidence(v)
	})
}

// verifyChains walks the chains, one after the other.
func (s *Store) verifyChains(ctx context.Context, v *Verification) error {
	ids, err := s.Programmes(ctx)
	for _, id := range ids {
		if err == nil {
			err = s.verifyChain(ctx, id, runtime.GOMAXPROCS(0), v)
		}
	}
	return err
}

func (v *Verification) add(problem *indicators.Problem) { v.Problems = append(v.Problems, problem) }

const dayCloses = `SELECT day, last_seq, links, hash FROM day_close WHERE programme = ? ORDER BY day`

type dayClose struct {
	day  int64
	last link
}

func (r *reading) dayCloses(programme int64) (out []dayClose, err error) {
	var one dayClose
	err = r.each(dayCloses, []any{programme}, []any{&one.day, &one.last.seq, &one.last.links, &one.last.hash}, func() error {
		out = append(out, dayClose{one.day, link{seq: one.last.seq, links: one.last.links, hash: bytes.Clone(one.last.hash)}})
		return nil
	})
	return out, err
}

// linked is a row of a small table with the check that it is the next link.
type linked struct {
	seq, number int64
	hash        []byte
	check       func(*walk)
}

func bySeq(a, b linked) int { return cmp.Compare(a.seq, b.seq) }

// linkedOthers are the links of a chain that are no figures, in the order of seq.
func (r *reading) linkedOthers(programme int64) ([]linked, error) {
	definitions, err1 := r.linkedDefinitions(programme)
	declarations, err2 := r.linkedDeclarations(programme)
	steps, err3 := r.linkedSteps(programme)
	all := slices.Concat(definitions, declarations, steps)
	slices.SortFunc(all, bySeq)
	return all, errors.Join(err1, err2, err3)
}

const chainOfDeclarations = `
SELECT seq, kind, indicator, horizon, period, reason, remedy, until_day, withdrawn, approved, entered_at, entered_by, link, hash
FROM declaration WHERE programme = ? ORDER BY seq`

func (r *reading) linkedDeclarations(programme int64) (out []linked, err error) {
	var d engine.Declaration
	var approved, at, number int64
	var hash []byte
	columns := []any{&d.Seq, &d.Kind, &d.Indicator, &d.Horizon, &d.Period, &d.Reason, &d.Remedy, &d.Until, &d.Withdrawn, &approved, &at, &d.EnteredBy, &number, &hash}
	err = r.each(chainOfDeclarations, []any{programme}, columns, func() error {
		d, approved, at, number, hash := d, approved, at, number, bytes.Clone(hash)
		out = append(out, linked{d.Seq, number, hash, func(w *walk) {
			w.next("declaration", d.Seq, number, hash, func(c *canonical) { c.declaration(d, approved, at) })
		}})
		return nil
	})
	return out, err
}

func (r *reading) linkedSteps(programme int64) (out []linked, err error) {
	var s stepRow
	var e engine.Evidence
	var number int64
	var hash []byte
	columns := append(s.columns(), &number, &hash, &e.Observation, &e.Name, &e.URL, &e.Type, &e.Size, &e.SHA256)
	err = r.each(chainOfSteps, []any{programme}, columns, func() error {
		s, e, number, hash := s, e, number, bytes.Clone(hash)
		attached := &e
		if e.Observation == 0 {
			attached = nil
		}
		out = append(out, linked{s.Seq, number, hash, func(w *walk) {
			w.next("step", s.Seq, number, hash, func(c *canonical) { c.step(&s.Step, s.at, attached) })
		}})
		return nil
	})
	return out, err
}

const chainOfDefinitions = `
SELECT seq, version, entered_at, entered_by, link, hash FROM definition WHERE programme = ? ORDER BY seq`

func (r *reading) linkedDefinitions(programme int64) (out []linked, err error) {
	var seq, at, number int64
	var version int
	var by string
	var hash []byte
	err = r.each(chainOfDefinitions, []any{programme}, []any{&seq, &version, &at, &by, &number, &hash}, func() error {
		seq, at, number, version, by, hash := seq, at, number, version, by, bytes.Clone(hash)
		sources, err := r.sources(seq)
		out = append(out, linked{seq, number, hash, func(w *walk) {
			w.next("definition", seq, number, hash, func(c *canonical) { c.definition(version, at, by, sources) })
		}})
		return err
	})
	return out, err
}

// Rebuild writes the projections anew from the history.
func (s *Store) Rebuild(ctx context.Context) error { return s.save(ctx, (*writing).rebuild) }
