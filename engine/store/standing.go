package store

import (
	"database/sql/driver"

	"yardstick/indicators"
)

// The present is kept beside the history: latest holds the figure that counts
// for a line and period, standing what a line's figures come to. Both change in
// the transaction that makes an entry count, and can be rebuilt from the history.

// project brings both projections up to what the rows after a seq made count.
func (w *writing) project(programme, after int64) error {
	for _, query := range []string{setLatest, dropTouched} {
		if err := w.exec(query, programme, after); err != nil {
			return err
		}
	}
	return w.restand(intoStanding, figuresOfTouched, programme, after)
}

// No two rows of one save are for the same line and period. The plus signs keep
// the database from walking the whole index for its order.
const setLatest = `
INSERT INTO latest (line, period, seq, value)
SELECT line, period, seq, value FROM observation
WHERE programme = ? AND seq > ? AND approved = 1 ORDER BY +line, +period
ON CONFLICT (line, period) DO UPDATE SET seq = excluded.seq, value = excluded.value`

// total is a row of standing while it is added up.
type total struct {
	n, max, min, last, lastPeriod int64
	sum                           indicators.Value
	overflow                      bool
}

// add takes the figures of a line in the order of periods.
func (t *total) add(period, value int64) {
	if t.n == 0 {
		t.max, t.min = value, value
	}
	t.n++
	t.max, t.min = max(t.max, value), min(t.min, value)
	t.last, t.lastPeriod = value, period
	sum, err := indicators.Add(t.sum, indicators.Value(value))
	if err != nil {
		t.overflow = true
	}
	t.sum = sum
}

// sumOrNull is NULL for a sum that would leave 64 bits.
func (t *total) sumOrNull() any {
	if t.overflow {
		return nil
	}
	return int64(t.sum)
}

const figuresOfTouched = `
SELECT line, period, value FROM latest
WHERE line IN (SELECT line FROM observation WHERE programme = ? AND seq > ? AND approved = 1)
ORDER BY line, period`

const dropTouched = `
DELETE FROM standing
WHERE line IN (SELECT line FROM observation WHERE programme = ? AND seq > ? AND approved = 1)`

const intoStanding = `standing (line, n, sum, max, min, last, last_period)`

// restand adds lines, which have no row of standing now, up again from their few
// latest figures, which a query yields in the order of lines and periods.
func (w *writing) restand(into, query string, args ...int64) error {
	var lines []int64
	var totals []total
	err := w.scan(query, args, 3, func(row []int64) error {
		if n := len(lines); n == 0 || lines[n-1] != row[0] {
			lines, totals = append(lines, row[0]), append(totals, total{})
		}
		totals[len(totals)-1].add(row[1], row[2])
		return nil
	})
	if err != nil || len(lines) == 0 {
		return err
	}
	return w.insert(into, 7, len(lines), func(n int, row []driver.Value) {
		t := &totals[n]
		row[0], row[1], row[2], row[3], row[4], row[5], row[6] = lines[n], t.n, t.sumOrNull(), t.max, t.min, t.last, t.lastPeriod
	})
}
