package store

import (
	"bytes"
	"context"
	"encoding/hex"
	"strconv"
	"time"

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

// Verify walks every chain from its first link, compares each day's head and the
// projections with what they are made from, and runs the database's own check.
// Codes: database-damaged-at, chain-row-changed, chain-row-missing, chain-cut-off,
// chain-head-differs, projection-differs. A chain alone does not notice that all
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
	err = s.snapshot(ctx, func(r *reading) error {
		ids, err := r.programmes()
		if err != nil {
			return err
		}
		for _, id := range ids {
			if err := r.verifyProgramme(id, v); err != nil {
				return err
			}
		}
		return r.verifyProjections(v)
	})
	return v, err
}

func (v *Verification) add(problem *indicators.Problem) { v.Problems = append(v.Problems, problem) }

func (r *reading) verifyProgramme(id string, v *Verification) error {
	key, _, err := r.programmeKey(id)
	if err != nil {
		return err
	}
	closes, err := r.dayCloses(key)
	if err != nil {
		return err
	}
	walk := &walk{r: r, v: v, id: id, closes: closes}
	if err := walk.all(key); err != nil {
		return err
	}
	v.Chains = append(v.Chains, Chain{Programme: id, Head: engine.Head{Count: walk.links, Hash: hex.EncodeToString(walk.hash)}})
	return nil
}

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

// walk goes along one chain.
type walk struct {
	r      *reading
	v      *Verification
	id     string
	closes []dayClose
	seq    int64
	links  int64
	hash   []byte
	row    canonical
	broken int
}

// all reads the four tables side by side in the order of seq.
func (w *walk) all(programme int64) error {
	definitions, err := w.definitions(programme)
	if err != nil {
		return err
	}
	declarations, err := w.declarations(programme)
	if err != nil {
		return err
	}
	steps, err := w.steps(programme)
	if err != nil {
		return err
	}
	others := mergeBySeq(mergeBySeq(definitions, declarations), steps)
	err = w.observations(programme, func(seq int64, check func()) {
		for len(others) > 0 && others[0].seq < seq {
			others[0].check()
			others = others[1:]
		}
		check()
	})
	if err != nil {
		return err
	}
	for _, other := range others {
		other.check()
	}
	for _, day := range w.closes {
		w.broke("chain-cut-off", day.last.seq, indicators.Args{"day": dayName(day.day),
			"links": strconv.FormatInt(day.last.links, 10), "walked": strconv.FormatInt(w.links, 10)})
	}
	return nil
}

// linked is a row of a small table with the check that it is the next link.
type linked struct {
	seq   int64
	check func()
}

func mergeBySeq(a, b []linked) []linked {
	out := make([]linked, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if a[0].seq < b[0].seq {
			out, a = append(out, a[0]), a[1:]
		} else {
			out, b = append(out, b[0]), b[1:]
		}
	}
	return append(append(out, a...), b...)
}

// next compares a row, whose fields fill adds, with its hash and number.
func (w *walk) next(table string, seq, number int64, hash []byte, fill func(*canonical)) {
	w.row.begin(w.hash, table, w.id, number, seq)
	fill(&w.row)
	args := indicators.Args{"table": table, "link": strconv.FormatInt(number, 10)}
	switch sum := w.row.sum(); {
	case number != w.links+1:
		args["expected"] = strconv.FormatInt(w.links+1, 10)
		w.broke("chain-row-missing", seq, args)
	case !bytes.Equal(sum[:], hash):
		w.broke("chain-row-changed", seq, args)
	}
	w.seq, w.links, w.hash = seq, number, append(w.hash[:0], hash...)
	w.closeDays()
}

// closeDays compares the heads of the days that end at this link.
func (w *walk) closeDays() {
	for len(w.closes) > 0 && w.closes[0].last.seq <= w.seq {
		day := w.closes[0]
		if day.last.seq != w.seq || day.last.links != w.links || !bytes.Equal(day.last.hash, w.hash) {
			w.broke("chain-head-differs", day.last.seq, indicators.Args{"day": dayName(day.day)})
		}
		w.closes = w.closes[1:]
	}
}

func (w *walk) broke(code string, seq int64, args indicators.Args) {
	if w.broken++; w.broken > maxBroken {
		return
	}
	args["programme"], args["seq"] = w.id, strconv.FormatInt(seq, 10)
	w.v.add(&indicators.Problem{Code: code, Args: args})
}

func dayName(day int64) string { return time.Unix(day*24*60*60, 0).UTC().Format(time.DateOnly) }

const chainOfObservations = `SELECT ` + observationColumns + `, o.approved, o.link, o.hash, l.indicator, l.part
FROM observation o JOIN line l ON l.key = o.line WHERE o.programme = ? ORDER BY o.seq`

func (w *walk) observations(programme int64, yield func(int64, func())) error {
	var o row
	var approved, number int64
	var hash []byte
	columns := append(o.columns(), &approved, &number, &hash, &o.Indicator, &o.Part)
	fill := func(c *canonical) { c.observation(&o.Observation, o.at, approved) }
	return w.r.each(chainOfObservations, []any{programme}, columns, func() error {
		yield(o.Seq, func() { w.next("observation", o.Seq, number, hash, fill) })
		return nil
	})
}

const chainOfDeclarations = `
SELECT seq, kind, indicator, horizon, period, reason, remedy, until_day, withdrawn, approved, entered_at, entered_by, link, hash
FROM declaration WHERE programme = ? ORDER BY seq`

func (w *walk) declarations(programme int64) (out []linked, err error) {
	var d engine.Declaration
	var approved, at, number int64
	var hash []byte
	columns := []any{&d.Seq, &d.Kind, &d.Indicator, &d.Horizon, &d.Period, &d.Reason, &d.Remedy, &d.Until, &d.Withdrawn, &approved, &at, &d.EnteredBy, &number, &hash}
	err = w.r.each(chainOfDeclarations, []any{programme}, columns, func() error {
		d, approved, at, number, hash := d, approved, at, number, bytes.Clone(hash)
		out = append(out, linked{d.Seq, func() {
			w.next("declaration", d.Seq, number, hash, func(c *canonical) { c.declaration(d, approved, at) })
		}})
		return nil
	})
	return out, err
}

func (w *walk) steps(programme int64) (out []linked, err error) {
	var s stepRow
	var e engine.Evidence
	var number int64
	var hash []byte
	columns := append(s.columns(), &number, &hash, &e.Observation, &e.Name, &e.URL, &e.Type, &e.Size, &e.SHA256)
	err = w.r.each(chainOfSteps, []any{programme}, columns, func() error {
		s, e, number, hash := s, e, number, bytes.Clone(hash)
		attached := &e
		if e.Observation == 0 {
			attached = nil
		}
		out = append(out, linked{s.Seq, func() {
			w.next("step", s.Seq, number, hash, func(c *canonical) { c.step(&s.Step, s.at, attached) })
		}})
		return nil
	})
	return out, err
}

const chainOfDefinitions = `
SELECT seq, version, entered_at, entered_by, link, hash FROM definition WHERE programme = ? ORDER BY seq`

func (w *walk) definitions(programme int64) (out []linked, err error) {
	var seq, at, number int64
	var version int
	var by string
	var hash []byte
	err = w.r.each(chainOfDefinitions, []any{programme}, []any{&seq, &version, &at, &by, &number, &hash}, func() error {
		seq, at, number, version, by, hash := seq, at, number, version, by, bytes.Clone(hash)
		sources, err := w.r.sources(seq)
		out = append(out, linked{seq, func() {
			w.next("definition", seq, number, hash, func(c *canonical) { c.definition(version, at, by, sources) })
		}})
		return err
	})
	return out, err
}

// Rebuild writes the projections anew from the history.
func (s *Store) Rebuild(ctx context.Context) error { return s.save(ctx, (*writing).rebuild) }
