package store

import (
	"yardstick/indicators"
)

// The present is kept beside the history: latest holds the figure that counts
// for a line and period, standing what a line's figures come to. Both change in
// the transaction that makes an entry count, and can be rebuilt from the history.

const setLatest = `
INSERT INTO latest (line, period, seq, value) VALUES (?, ?, ?, ?)
ON CONFLICT (line, period) DO UPDATE SET seq = excluded.seq, value = excluded.value`

func (w *writing) setLatest(line int64, period indicators.Period, seq int64, value indicators.Value) error {
	return w.exec(setLatest, line, int64(period), seq, int64(value))
}

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

const latestOfLine = `SELECT period, value FROM latest WHERE line = ? ORDER BY period`

const setStanding = `
INSERT INTO standing (line, n, sum, max, min, last, last_period) VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (line) DO UPDATE SET n = excluded.n, sum = excluded.sum, max = excluded.max,
  min = excluded.min, last = excluded.last, last_period = excluded.last_period`

// restand adds up a line again from its few latest figures.
func (w *writing) restand(line int64) error {
	var t total
	var period, value int64
	err := w.each(latestOfLine, []any{line}, []any{&period, &value}, func() error {
		t.add(period, value)
		return nil
	})
	if err != nil {
		return err
	}
	return w.exec(setStanding, line, t.n, t.sumOrNull(), t.max, t.min, t.last, t.lastPeriod)
}
