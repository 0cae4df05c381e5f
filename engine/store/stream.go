package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"io"
	"runtime"

	"golang.org/x/sync/errgroup"

	"yardstick/engine"
	"yardstick/indicators"
)

// scan reads rows of integers through the driver itself. An evaluation of a
// million indicators reads twelve million rows; database/sql's Scan, with its
// conversions and locks for each, takes twice as long as the rest together
// (8.2 s against 3.5–4.5 s with one reader). The context is asked every few
// thousand rows, because the driver would start a watcher for each.
func (d sqlite) scan(ctx context.Context, conn *sql.Conn, query string, args []int64, columns int, row func([]int64) error) error {
	out := make([]int64, columns)
	return d.rows(ctx, conn, query, args, columns, func(values []driver.Value) error {
		for i, value := range values {
			var ok bool
			if out[i], ok = value.(int64); !ok {
				return notANumber(i, value)
			}
		}
		return row(out)
	})
}

func (sqlite) rows(ctx context.Context, conn *sql.Conn, query string, args []int64, columns int, row func([]driver.Value) error) error {
	named := make([]driver.NamedValue, len(args))
	for i, arg := range args {
		named[i] = driver.NamedValue{Ordinal: i + 1, Value: arg}
	}
	return conn.Raw(func(raw any) error {
		rows, err := raw.(driver.QueryerContext).QueryContext(context.Background(), query, named)
		if err != nil {
			return err
		}
		defer rows.Close()
		values := make([]driver.Value, columns)
		for n := 0; ; n++ {
			if n%4096 == 0 && ctx.Err() != nil {
				return ctx.Err()
			}
			if err := rows.Next(values); err == io.EOF {
				return nil
			} else if err != nil {
				return err
			}
			if err := row(values); err != nil {
				return err
			}
		}
	})
}

// cells are a row as the driver gives it, taken one by one from the left. What is
// of another kind than its column is a fault: a figure that cannot be read must
// never be taken for a nought.
type cells struct {
	row   []driver.Value
	next  int
	fault error // the first
}

func (c *cells) integer() int64 {
	n, ok := c.row[c.next].(int64)
	if !ok && c.fault == nil {
		c.fault = notANumber(c.next, c.row[c.next])
	}
	c.next++
	return n
}

func (c *cells) words() string {
	text, ok := c.row[c.next].(string)
	if !ok && c.fault == nil {
		c.fault = fmt.Errorf("column %d holds %v, which is no text", c.next+1, c.row[c.next])
	}
	c.next++
	return text
}

func notANumber(column int, value driver.Value) error {
	return fmt.Errorf("column %d holds %v, which is no whole number", column+1, value)
}

// Figure is the figure that counts for one line and period.
type Figure struct {
	Line   int64 // key of the line; a programme's are consecutive when it was loaded in one piece
	Period indicators.Period
	Value  indicators.Value
}

// figuresBetween is answered from the covering index alone.
const figuresBetween = `
SELECT line, period, value, seq, approved FROM observation
WHERE line BETWEEN ? AND ? AND seq <= ?
ORDER BY line, period, seq DESC`

// approvedBetween is the same where no figure ever came to count by an approval:
// the fewer columns, the faster. A period fits twenty bits.
const approvedBetween = `
SELECT (line << 20) | period, value FROM observation
WHERE line BETWEEN ? AND ? AND seq <= ? AND approved = 1
ORDER BY line, period, seq DESC`

// keysOfProgramme asks for each end by itself: both at once walk every line, on
// one core, before a range can begin.
const keysOfProgramme = `
SELECT coalesce((SELECT min(key) FROM line WHERE programme = ?), 0),
  coalesce((SELECT max(key) FROM line WHERE programme = ?), 0)`

// Scan streams every figure of a programme that counts officially as of a cut, for
// evaluating many indicators at once. The lines are split into as many ranges as
// readers are asked for, no more than there are cores; begin is called once for
// each range, with its number, and returns what takes the range's figures, in
// the order of lines and periods. A range is one goroutine, memory does not grow
// with the data, and each range sees the same cut.
func (s *Store) Scan(ctx context.Context, programme string, cut Cut, readers int, begin func(reader int) func(Figure) error) error {
	var counts *counting
	keys := func(r *reading, programme int64) (err error) {
		counts, err = r.counting(programme, cut.Seq)
		return err
	}
	return s.inRanges(ctx, programme, readers, keys, func(reader int, from, to int64) func() error {
		take := begin(reader)
		return func() error { return s.scanRange(ctx, from, to, cut.Seq, counts, take) }
	})
}

// Standing is what a line's figures that count officially now come to.
type Standing struct {
	Line  int64
	Tally engine.Tally
}

const standingBetween = `
SELECT line, n, coalesce(sum, 0), max, min, last, last_period, sum IS NULL FROM standing
WHERE line BETWEEN ? AND ? ORDER BY line`

// ScanStanding is Scan as of now, from the one row that is kept of each line that
// has figures. A tally holds all of a line's figures: it is the horizon's only
// where the line has no other, and its last period is not after the one evaluated
// through. Ratios are two lines, whose periods it cannot pair.
func (s *Store) ScanStanding(ctx context.Context, programme string, readers int, begin func(reader int) func(Standing) error) error {
	nothing := func(*reading, int64) error { return nil }
	return s.inRanges(ctx, programme, readers, nothing, func(reader int, from, to int64) func() error {
		take := begin(reader)
		return func() error { return s.standingRange(ctx, from, to, take) }
	})
}

// inRanges splits the lines of a programme and runs a range on each core. also
// reads what else the ranges need.
func (s *Store) inRanges(ctx context.Context, programme string, readers int, also func(*reading, int64) error, begin func(reader int, from, to int64) func() error) error {
	var first, last int64
	err := s.snapshot(ctx, func(r *reading) error {
		key, err := r.mustProgramme(programme)
		if err != nil {
			return err
		}
		if _, err := r.one(keysOfProgramme, []any{key, key}, &first, &last); err != nil {
			return err
		}
		return also(r, key)
	})
	if err != nil {
		return err
	}
	readers = max(1, min(readers, runtime.GOMAXPROCS(0)))
	step := (last - first + int64(readers)) / int64(readers)
	var group errgroup.Group
	for reader := range readers {
		from := first + int64(reader)*step
		group.Go(begin(reader, from, min(from+step-1, last)))
	}
	return group.Wait()
}

func (s *Store) standingRange(ctx context.Context, from, to int64, take func(Standing) error) error {
	conn, err := s.readers.Conn(ctx)
	if err != nil {
		return s.explain(err)
	}
	defer conn.Close()
	return s.explain(s.dialect.scan(ctx, conn, s.dialect.bind(standingBetween), []int64{from, to}, 8, func(row []int64) error {
		return take(Standing{Line: row[0], Tally: engine.Tally{N: int(row[1]), Sum: indicators.Value(row[2]), Max: indicators.Value(row[3]),
			Min: indicators.Value(row[4]), Last: indicators.Value(row[5]), LastPeriod: indicators.Period(row[6]), Overflow: row[7] == 1}})
	}))
}

func (s *Store) scanRange(ctx context.Context, from, to, cut int64, counts *counting, take func(Figure) error) error {
	conn, err := s.readers.Conn(ctx)
	if err != nil {
		return s.explain(err)
	}
	defer conn.Close()
	if counts == nil {
		return s.explain(s.approvedRange(ctx, conn, from, to, cut, take))
	}
	line, period := int64(-1), int64(-1)
	err = s.dialect.scan(ctx, conn, s.dialect.bind(figuresBetween), []int64{from, to, cut}, 5, func(row []int64) error {
		if row[0] == line && row[1] == period || row[4] == 0 && !counts.approved(row[0], row[1], row[3]) {
			return nil // superseded by the row before, or waiting
		}
		line, period = row[0], row[1]
		return take(Figure{Line: line, Period: indicators.Period(period), Value: indicators.Value(row[2])})
	})
	return s.explain(err)
}

func (s *Store) approvedRange(ctx context.Context, conn *sql.Conn, from, to, cut int64, take func(Figure) error) error {
	last := int64(-1)
	return s.dialect.scan(ctx, conn, s.dialect.bind(approvedBetween), []int64{from, to, cut}, 2, func(row []int64) error {
		if row[0] == last {
			return nil // superseded by the row before
		}
		last = row[0]
		return take(Figure{Line: last >> 20, Period: indicators.Period(last & (1<<20 - 1)), Value: indicators.Value(row[1])})
	})
}
