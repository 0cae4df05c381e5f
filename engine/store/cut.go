package store

import (
	"context"
	"math"
	"slices"
	"time"

	"yardstick/engine"
)

// Cut is what a programme's chain held at an instant: as-of is a cut in seq.
type Cut struct {
	Seq  int64       // of the last link that had been entered; 0 before any
	Head engine.Head // of the chain there
}

// Cut returns the cut of an instant, the present one for the zero instant: all
// that was entered before the first entry later than the instant. So it never
// moves once something later has been entered, even if the clock is set back.
func (s *Store) Cut(ctx context.Context, programme string, asOf time.Time) (cut Cut, err error) {
	err = s.snapshot(ctx, func(r *reading) error {
		key, err := r.mustProgramme(programme)
		if err == nil {
			cut, err = r.cut(key, asOf)
		}
		return err
	})
	return cut, err
}

// SeqAt returns the seq up to which entries count as of an instant.
func (s *Store) SeqAt(ctx context.Context, programme string, asOf time.Time) (int64, error) {
	cut, err := s.Cut(ctx, programme, asOf)
	return cut.Seq, err
}

// closedBefore is the last day whose every entry had been made at the instant.
const closedBefore = `
SELECT day, last_seq, links, hash, at FROM day_close
WHERE programme = ? AND at <= ? ORDER BY day DESC LIMIT 1`

// dayAfter is the day in which the instant may lie.
const dayAfter = `
SELECT last_seq, links, hash, at FROM day_close
WHERE programme = ? AND day > ? ORDER BY day LIMIT 1`

func (r *reading) cut(programme int64, asOf time.Time) (Cut, error) {
	last, err := r.linkAt(programme, asOf)
	if err != nil || last.seq == 0 {
		return Cut{}, err
	}
	return Cut{Seq: last.seq, Head: last.head()}, nil
}

func (r *reading) linkAt(programme int64, asOf time.Time) (link, error) {
	var base, next link
	if asOf.IsZero() {
		_, err := r.one(lastLink, []any{programme}, &base.seq, &base.links, &base.hash, &base.at)
		return base, err
	}
	day := int64(-1 << 62)
	at := nanos(asOf)
	if _, err := r.one(closedBefore, []any{programme, at}, &day, &base.seq, &base.links, &base.hash, &base.at); err != nil {
		return link{}, err
	}
	found, err := r.one(dayAfter, []any{programme, day}, &next.seq, &next.links, &next.hash, &next.at)
	if err != nil || !found {
		return base, err
	}
	first, err := r.firstLater(programme, base.seq, next.seq, at)
	if err != nil {
		return link{}, err
	}
	return r.linkBefore(programme, base, first)
}

// nanos is an instant as it is kept, in nanoseconds since 1970; one before 1678 or after
// 2262, which cannot be kept so, is the first or the last that can: its own number would
// be another instant's.
func nanos(at time.Time) int64 {
	switch first, last := time.Unix(0, math.MinInt64), time.Unix(0, math.MaxInt64); {
	case at.Before(first):
		return math.MinInt64
	case at.After(last):
		return math.MaxInt64
	}
	return at.UnixNano()
}

// firstLater is the first entry of a day's that was made after the instant.
const firstLater = `
SELECT coalesce(min(seq), 0) FROM (
  SELECT min(seq) AS seq FROM observation WHERE programme = ? AND seq > ? AND seq <= ? AND entered_at > ? UNION ALL
  SELECT min(seq) FROM declaration WHERE programme = ? AND seq > ? AND seq <= ? AND entered_at > ? UNION ALL
  SELECT min(seq) FROM step WHERE programme = ? AND seq > ? AND seq <= ? AND entered_at > ? UNION ALL
  SELECT min(seq) FROM definition WHERE programme = ? AND seq > ? AND seq <= ? AND entered_at > ?) AS later`

func (r *reading) firstLater(programme, after, upTo, at int64) (seq int64, err error) {
	args := []any{programme, after, upTo, at}
	_, err = r.one(firstLater, slices.Repeat(args, 4), &seq)
	return seq, err
}

// linkBeforeSeq is the last link between two seqs.
const linkBeforeSeq = `
SELECT seq, link, hash FROM (
  SELECT * FROM (SELECT seq, link, hash FROM observation WHERE programme = ? AND seq > ? AND seq < ? ORDER BY seq DESC LIMIT 1) AS o UNION ALL
  SELECT * FROM (SELECT seq, link, hash FROM declaration WHERE programme = ? AND seq > ? AND seq < ? ORDER BY seq DESC LIMIT 1) AS d UNION ALL
  SELECT * FROM (SELECT seq, link, hash FROM step WHERE programme = ? AND seq > ? AND seq < ? ORDER BY seq DESC LIMIT 1) AS s UNION ALL
  SELECT * FROM (SELECT seq, link, hash FROM definition WHERE programme = ? AND seq > ? AND seq < ? ORDER BY seq DESC LIMIT 1) AS v) AS links
ORDER BY seq DESC LIMIT 1`

func (r *reading) linkBefore(programme int64, base link, seq int64) (link, error) {
	args := []any{programme, base.seq, seq}
	last := base
	_, err := r.one(linkBeforeSeq, slices.Repeat(args, 4), &last.seq, &last.links, &last.hash)
	return last, err
}
