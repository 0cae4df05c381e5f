package store

import (
	"database/sql"
	"database/sql/driver"
	"maps"
	"math"
	"strconv"

	"yardstick/indicators"
)

// present is what stands in one cell: the figure that counts officially, and the
// one that waits in its place; a seq of 0 is none.
type present struct {
	line, period      int64
	official, waiting kept
}

type kept struct{ seq, value int64 }

const everyObservation = `SELECT line, period, seq, value, approved FROM observation ORDER BY line, period, seq DESC`

// presents works out from the history what stands in every cell, in the order of
// lines and periods.
func (r *reading) presents(yield func(present) error) error {
	counts, err := r.countingAll()
	if err != nil {
		return err
	}
	var now present
	flush := func() error {
		if now.line == 0 {
			return nil
		}
		return yield(now)
	}
	var line, period, seq, value, approved int64
	err = r.each(everyObservation, nil, []any{&line, &period, &seq, &value, &approved}, func() error {
		if now.line != line || now.period != period {
			if err := flush(); err != nil {
				return err
			}
			now = present{line: line, period: period}
		}
		counted := approved == 1 || counts.approved(line, period, seq)
		switch {
		case now.official.seq != 0: // superseded
		case counted:
			now.official = kept{seq, value}
		case counts.withdrawn[seq] != nil:
		case now.waiting.seq == 0:
			now.waiting = kept{seq, value}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return flush()
}

// countingAll is counting over every programme, up to the present.
func (r *reading) countingAll() (*counting, error) {
	ids, err := r.programmes()
	if err != nil {
		return nil, err
	}
	all := &counting{upTo: map[int64]map[int64]int64{}, withdrawn: withdrawals{}}
	for _, id := range ids {
		key, _, err := r.programmeKey(id)
		if err != nil {
			return nil, err
		}
		one, err := r.counting(key, 1<<62)
		if err != nil {
			return nil, err
		}
		if one != nil {
			maps.Copy(all.upTo, one.upTo)
			maps.Copy(all.withdrawn, one.withdrawn)
		}
	}
	return all, nil
}

// lineTotals are what a line's figures come to, officially and provisionally.
type lineTotals struct {
	line                  int64
	official, provisional total
	waits                 bool
}

func (t *lineTotals) add(p present) {
	now := p.official
	if now.seq != 0 {
		t.official.add(p.period, now.value)
	}
	if p.waiting.seq != 0 {
		now, t.waits = p.waiting, true
	}
	if now.seq != 0 { // else what was there was withdrawn
		t.provisional.add(p.period, now.value)
	}
}

// verifyProjections compares both sets of projections with the history.
func (r *reading) verifyProjections(v *Verification) error {
	var tables [4]*keptTable
	for n, query := range []string{
		`SELECT line, period, seq, value, 0, 0, 0, 0 FROM latest ORDER BY line, period`,
		`SELECT line, period, seq, value, 0, 0, 0, 0 FROM latest_waiting ORDER BY line, period`,
		`SELECT line, 0, n, coalesce(sum, -9223372036854775808), max, min, last, last_period FROM standing ORDER BY line`,
		`SELECT line, 0, n, coalesce(sum, -9223372036854775808), max, min, last, last_period FROM standing_waiting ORDER BY line`,
	} {
		rows, err := r.query(query)
		if err != nil {
			return err
		}
		defer rows.Close()
		tables[n] = &keptTable{name: []string{"latest", "latest_waiting", "standing", "standing_waiting"}[n], rows: rows, v: v}
	}
	var line lineTotals
	flush := func() error {
		if line.official.n > 0 {
			if err := tables[2].compare(line.official.row(line.line)); err != nil {
				return err
			}
		}
		if line.waits {
			return tables[3].compare(line.provisional.row(line.line))
		}
		return nil
	}
	err := r.presents(func(p present) error {
		if p.line != line.line {
			if err := flush(); err != nil {
				return err
			}
			line = lineTotals{line: p.line}
		}
		line.add(p)
		for n, now := range []kept{p.official, p.waiting} {
			if now.seq == 0 {
				continue
			}
			if err := tables[n].compare(keptRow{p.line, p.period, now.seq, now.value}); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		err = flush()
	}
	for _, table := range tables {
		if err == nil {
			err = table.compare(keptRow{1 << 62})
		}
	}
	return err
}

// keptRow is a row of a projection: line, period, and what is kept for them.
type keptRow [8]int64

// row is a total as standing keeps it; a sum that would leave 64 bits as the lowest number.
func (t *total) row(line int64) keptRow {
	sum := int64(t.sum)
	if t.overflow {
		sum = math.MinInt64
	}
	return keptRow{line, 0, t.n, sum, t.max, t.min, t.last, t.lastPeriod}
}

// keptTable is a projection as it is read beside the history.
type keptTable struct {
	name string
	rows *sql.Rows
	v    *Verification
	next keptRow
	more bool
	read bool
}

// compare takes the rows that the history says there are, in order, and says
// where the projection has another, none, or one too many.
func (t *keptTable) compare(want keptRow) error {
	if !t.read {
		t.read = true
		if err := t.advance(); err != nil {
			return err
		}
	}
	for t.more && (t.next[0] < want[0] || t.next[0] == want[0] && t.next[1] < want[1]) {
		t.differs(t.next)
		if err := t.advance(); err != nil {
			return err
		}
	}
	if want[0] == 1<<62 {
		return t.rows.Err()
	}
	if !t.more || t.next[0] != want[0] || t.next[1] != want[1] {
		t.differs(want)
		return nil
	}
	if t.next != want {
		t.differs(want)
	}
	return t.advance()
}

func (t *keptTable) advance() error {
	if t.more = t.rows.Next(); !t.more {
		return t.rows.Err()
	}
	n := &t.next
	return t.rows.Scan(&n[0], &n[1], &n[2], &n[3], &n[4], &n[5], &n[6], &n[7])
}

func (t *keptTable) differs(at keptRow) {
	period := ""
	if at[1] != 0 {
		period = indicators.Period(at[1]).String()
	}
	t.v.add(&indicators.Problem{Code: "projection-differs", Args: indicators.Args{
		"table": t.name, "line": strconv.FormatInt(at[0], 10), "period": period}})
}

// rebuild writes the projections anew from the history.
func (w *writing) rebuild() error {
	for _, table := range []string{"standing_waiting", "standing", "latest_waiting", "latest"} {
		if err := w.exec("DELETE FROM " + table); err != nil {
			return err
		}
	}
	var presents []present
	var lines []lineTotals
	err := w.presents(func(p present) error {
		presents = append(presents, p)
		if n := len(lines); n == 0 || lines[n-1].line != p.line {
			lines = append(lines, lineTotals{line: p.line})
		}
		lines[len(lines)-1].add(p)
		return nil
	})
	if err != nil {
		return err
	}
	for _, p := range presents {
		for into, now := range map[string]kept{"latest": p.official, "latest_waiting": p.waiting} {
			if now.seq == 0 {
				continue
			}
			if err := w.exec("INSERT INTO "+into+" (line, period, seq, value) VALUES (?, ?, ?, ?)", p.line, p.period, now.seq, now.value); err != nil {
				return err
			}
		}
	}
	for n := range lines {
		if err := w.stand(&lines[n]); err != nil {
			return err
		}
	}
	return nil
}

// stand writes what a line comes to.
func (w *writing) stand(line *lineTotals) error {
	for into, t := range map[string]*total{intoStanding: &line.official, intoStandingWaiting: &line.provisional} {
		if t.n == 0 || into == intoStandingWaiting && !line.waits {
			continue
		}
		err := w.insert(into, 7, 1, func(_ int, row []driver.Value) {
			row[0], row[1], row[2], row[3], row[4], row[5], row[6] = line.line, t.n, t.sumOrNull(), t.max, t.min, t.last, t.lastPeriod
		})
		if err != nil {
			return err
		}
	}
	return nil
}
