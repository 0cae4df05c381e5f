package store

import (
	"bytes"
	"cmp"
	"context"
	"database/sql/driver"
	"math"
	"slices"
	"strconv"
	"time"

	"golang.org/x/sync/errgroup"

	"yardstick/indicators"
)

// A chain is walked in stretches of seq, one on each core: a link is checked
// against the hash that stands in the link before it, so that a stretch can begin
// at any link. What stands between two seqs never changes, so the stretches need
// no common snapshot.

// linksAtLeast is how many seqs a stretch is worth having for.
const linksAtLeast = 5_000

// verifyChain walks the chain of a programme up to the last link it has now, in
// at most so many parts at once.
func (s *Store) verifyChain(ctx context.Context, id string, parts int, v *Verification) error {
	var key int64
	var walks []*walk
	err := s.snapshot(ctx, func(r *reading) (err error) {
		if key, _, err = r.programmeKey(id); err == nil {
			walks, err = r.stretches(key, id, parts)
		}
		return err
	})
	if err != nil {
		return err
	}
	var group errgroup.Group
	for _, w := range walks {
		group.Go(func() error { return s.walk(ctx, key, w) })
	}
	if err := group.Wait(); err != nil {
		return err
	}
	var problems []*indicators.Problem
	for _, w := range walks {
		problems = append(problems, w.problems...)
	}
	v.Problems = append(v.Problems, problems[:min(len(problems), maxBroken)]...)
	v.Chains = append(v.Chains, Chain{Programme: id, Head: walks[len(walks)-1].last.head()})
	return nil
}

const firstFigure = `SELECT seq FROM observation WHERE programme = ? ORDER BY seq LIMIT 1`

const lastFigure = `SELECT seq FROM observation WHERE programme = ? ORDER BY seq DESC LIMIT 1`

const figureBefore = `
SELECT seq, link, hash FROM observation WHERE programme = ? AND seq < ? ORDER BY seq DESC LIMIT 1`

// stretches cuts a chain into at most so many walks, each with all it needs
// besides figures.
func (r *reading) stretches(programme int64, id string, most int) ([]*walk, error) {
	others, err := r.linkedOthers(programme)
	if err != nil {
		return nil, err
	}
	closes, err := r.dayCloses(programme)
	if err != nil {
		return nil, err
	}
	lines, err := r.lineTexts(programme)
	if err != nil {
		return nil, err
	}
	var first, last int64
	if _, err := r.one(firstFigure, []any{programme}, &first); err != nil {
		return nil, err
	}
	if _, err := r.one(lastFigure, []any{programme}, &last); err != nil {
		return nil, err
	}
	parts := min(int64(most), (last-first)/linksAtLeast+1)
	var walks []*walk
	for part := range parts {
		w := &walk{id: id, figures: figuresOf(id), lines: lines, from: first + part*(last-first)/parts, to: first + (part+1)*(last-first)/parts - 1, upTo: last}
		if part == 0 {
			w.from = 0
		} else if w.last, err = r.linkUnder(programme, w.from, others); err != nil {
			return nil, err
		}
		if w.final = part == parts-1; w.final {
			w.to = math.MaxInt64
		}
		w.others = ofStretch(others, w, func(o linked) int64 { return o.seq })
		w.closes = ofStretch(closes, w, func(d dayClose) int64 { return d.last.seq })
		walks = append(walks, w)
	}
	return walks, nil
}

// ofStretch is the part of a list in the order of seq that belongs to a walk.
func ofStretch[T any](list []T, w *walk, seq func(T) int64) []T {
	under := func(one T, bound int64) int { return cmp.Compare(seq(one), bound) }
	from, _ := slices.BinarySearchFunc(list, w.from, under)
	list = list[from:]
	if w.final {
		return list
	}
	to, _ := slices.BinarySearchFunc(list, w.to+1, under)
	return list[:to]
}

// linkUnder is the last link with a seq below a bound.
func (r *reading) linkUnder(programme, bound int64, others []linked) (last link, err error) {
	if _, err := r.one(figureBefore, []any{programme, bound}, &last.seq, &last.links, &last.hash); err != nil {
		return link{}, err
	}
	for _, o := range others {
		if o.seq < bound && o.seq > last.seq {
			last = link{seq: o.seq, links: o.number, hash: bytes.Clone(o.hash)}
		}
	}
	return last, nil
}

// lineTexts are the lines of a programme as a figure's canonical row begins, in
// the order of their keys.
type lineTexts struct {
	keys []int64
	ends []int // of each in text
	text canonical
}

// lineTexts reads them through the driver: a programme may have a line for every
// dozen of its figures, and nothing else of a walk waits for so many rows.
func (r *reading) lineTexts(programme int64) (*lineTexts, error) {
	out := &lineTexts{}
	err := r.rows(linesOfProgramme, []int64{programme}, 3, func(row []driver.Value) error {
		key, _ := row[0].(int64)
		out.text.string(words(row[1]))
		out.text.string(words(row[2]))
		out.keys, out.ends = append(out.keys, key), append(out.ends, len(out.text.text))
		return nil
	})
	return out, err
}

// find returns the text of a line, and its place; of none, nothing. Figures mostly
// come by line, so it looks first where the last one was found, and behind it.
func (l *lineTexts) find(key int64, last int) ([]byte, int) {
	for place := last; place < min(last+2, len(l.keys)); place++ {
		if l.keys[place] == key {
			return l.at(place), place
		}
	}
	place, found := slices.BinarySearch(l.keys, key)
	if !found {
		return nil, last
	}
	return l.at(place), place
}

func (l *lineTexts) at(place int) []byte {
	from := 0
	if place > 0 {
		from = l.ends[place-1]
	}
	return l.text.text[from:l.ends[place]]
}

// walk goes along a stretch of one chain.
type walk struct {
	id       string
	from, to int64 // seqs, both included
	upTo     int64 // the last figure there was when the walk began
	final    bool  // the last stretch
	lines    *lineTexts
	line     int       // place of the line found last
	figures  canonical // table and programme of a figure's row
	entered  entered
	others   []linked
	closes   []dayClose
	last     link // checked last
	row      canonical
	problems []*indicators.Problem // at most maxBroken
}

const chainOfFigures = `
SELECT seq, line, period, value, body, note, supersedes, approved, entered_at, entered_by, token, link, hash
FROM observation WHERE seq BETWEEN ? AND ? AND +programme = ? ORDER BY seq`

// walk reads the figures of a stretch and checks them and the other links in the
// order of seq.
func (s *Store) walk(ctx context.Context, programme int64, w *walk) error {
	conn, err := s.readers.Conn(ctx)
	if err != nil {
		return s.explain(err)
	}
	defer conn.Close()
	args := []int64{w.from, min(w.to, w.upTo), programme}
	err = s.dialect.rows(ctx, conn, s.dialect.bind(chainOfFigures), args, 13, func(row []driver.Value) error {
		seq, _ := row[0].(int64)
		w.otherLinks(seq)
		w.figure(seq, row)
		return nil
	})
	if err != nil {
		return s.explain(err)
	}
	w.otherLinks(math.MaxInt64)
	w.end()
	return nil
}

// otherLinks checks the links before a seq that are no figures.
func (w *walk) otherLinks(seq int64) {
	for len(w.others) > 0 && w.others[0].seq < seq {
		w.others[0].check(w)
		w.others = w.others[1:]
	}
}

// figuresOf is what the canonical rows of a programme's figures have in common.
func figuresOf(id string) (c canonical) {
	c.string("observation")
	c.string(id)
	return c
}

// figure checks a row of chainOfFigures; see [canonical.observation], whose
// fields these are.
func (w *walk) figure(seq int64, row []driver.Value) {
	number, _ := row[11].(int64)
	c := &w.row
	c.text = append(append(c.text[:0], w.last.hash...), w.figures.text...)
	c.int(number)
	c.int(seq)
	var line []byte
	line, w.line = w.lines.find(integer(row[1]), w.line)
	c.text = append(c.text, line...)
	c.int(integer(row[2]))
	c.int(integer(row[3]))
	c.string(words(row[4]))
	c.string(words(row[5]))
	c.int(integer(row[6]))
	c.int(integer(row[7]))
	c.text = append(c.text, w.entered.of(integer(row[8]), words(row[9]))...)
	c.string(words(row[10]))
	hash, _ := row[12].([]byte)
	w.check("observation", seq, number, hash)
}

// entered is when and by whom, as a canonical row has it. All figures of a save
// have the same.
type entered struct {
	at  int64
	by  string
	row canonical
}

func (e *entered) of(at int64, by string) []byte {
	if len(e.row.text) == 0 || at != e.at || by != e.by {
		e.at, e.by, e.row.text = at, by, e.row.text[:0]
		e.row.int(at)
		e.row.string(by)
	}
	return e.row.text
}

// integer is a number as the driver gives it; of none, 0.
func integer(v driver.Value) int64 {
	n, _ := v.(int64)
	return n
}

// words is a text as the driver gives it; of none, the empty one.
func words(v driver.Value) string {
	if text, ok := v.([]byte); ok {
		return string(text)
	}
	text, _ := v.(string)
	return text
}

// next checks a link of another table, whose fields fill adds.
func (w *walk) next(table string, seq, number int64, hash []byte, fill func(*canonical)) {
	w.begin(table, number, seq)
	fill(&w.row)
	w.check(table, seq, number, hash)
}

func (w *walk) begin(table string, number, seq int64) {
	w.row.begin(w.last.hash, table, w.id, number, seq)
}

// check compares the row that begin began with its hash and number.
func (w *walk) check(table string, seq, number int64, hash []byte) {
	switch sum := w.row.sum(); {
	case number != w.last.links+1:
		w.broke("chain-row-missing", seq, indicators.Args{"table": table, "link": strconv.FormatInt(number, 10),
			"expected": strconv.FormatInt(w.last.links+1, 10)})
	case !bytes.Equal(sum[:], hash):
		w.broke("chain-row-changed", seq, indicators.Args{"table": table, "link": strconv.FormatInt(number, 10)})
	}
	w.last.seq, w.last.links, w.last.hash = seq, number, append(w.last.hash[:0], hash...)
	w.closeDays()
}

// closeDays compares the heads of the days that end at this link.
func (w *walk) closeDays() {
	for len(w.closes) > 0 && w.closes[0].last.seq <= w.last.seq {
		day := w.closes[0].last
		if day.seq != w.last.seq || day.links != w.last.links || !bytes.Equal(day.hash, w.last.hash) {
			w.headDiffers(w.closes[0])
		}
		w.closes = w.closes[1:]
	}
}

func (w *walk) headDiffers(d dayClose) {
	w.broke("chain-head-differs", d.last.seq, indicators.Args{"day": dayName(d.day)})
}

// end reports the days that no link of the stretch ends: the chain has been cut
// off, or goes on without the link.
func (w *walk) end() {
	for _, day := range w.closes {
		if !w.final {
			w.headDiffers(day)
			continue
		}
		w.broke("chain-cut-off", day.last.seq, indicators.Args{"day": dayName(day.day),
			"links": strconv.FormatInt(day.last.links, 10), "walked": strconv.FormatInt(w.last.links, 10)})
	}
}

func (w *walk) broke(code string, seq int64, args indicators.Args) {
	if len(w.problems) >= maxBroken {
		return
	}
	args["programme"], args["seq"] = w.id, strconv.FormatInt(seq, 10)
	w.problems = append(w.problems, &indicators.Problem{Code: code, Args: args})
}

func dayName(day int64) string { return time.Unix(day*24*60*60, 0).UTC().Format(time.DateOnly) }
