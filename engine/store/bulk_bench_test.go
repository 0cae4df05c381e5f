package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/mattn/go-sqlite3"

	"yardstick/engine"
	"yardstick/indicators"
	"yardstick/rules"
	"yardstick/rules/scoring"
)

// BenchmarkBulk evaluates so many indicators × 12 months from a file as of a past
// date: 2 % of the figures absent, 5 % of the indicators corrected later. Plans are
// merged with figures as both pass, judged, scored and totalled by city, by two
// readers of a range each. One SQL statement and, where there is one, pandas do
// the same from the same file in the same run, and all must agree to the last
// hundredth. YARDSTICK_BENCH_MILLION=1 adds a million indicators.
func BenchmarkBulk(b *testing.B) {
	sizes := []int{10_000, 100_000}
	if os.Getenv("YARDSTICK_BENCH_MILLION") != "" {
		sizes = append(sizes, 1_000_000)
	}
	for _, n := range sizes {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			s, cut := bulkFile(b, n)
			b.Run("as-of-past", func(b *testing.B) { bulkPast(b, s, cut, n) })
			b.Run("as-of-now", func(b *testing.B) { bulkNow(b, s, n) })
		})
	}
}

// byCity is what a city's indicators come to.
type byCity struct {
	Met, Missing int
	Points       indicators.Hundredths
}

const bulkCities = 21

func bulkPast(b *testing.B, s *Store, cut Cut, n int) {
	var ours map[int64]byCity
	var peak uint64
	for b.Loop() {
		ours, peak = bulkStream(b, s, cut)
	}
	took := b.Elapsed() / time.Duration(b.N)
	b.ReportMetric(float64(took.Nanoseconds())/float64(n), "ns/indicator")
	b.ReportMetric(float64(peak)/(1<<20), "MB-heap")
	began := time.Now() // the clock of the benchmark counts b.Loop only
	agrees(b, "SQL", ours, bulkStatement(b, s, cut))
	b.ReportMetric(float64(time.Since(began))/float64(took), "sql-takes-×")
	if pandas, took2, ok := bulkPandas(b, s, cut); ok {
		agrees(b, "pandas", ours, pandas)
		b.ReportMetric(float64(took2)/float64(took), "pandas-takes-×")
	}
}

func agrees(b *testing.B, peer string, ours, theirs map[int64]byCity) {
	b.Helper()
	if diff := cmp.Diff(theirs, ours); diff != "" {
		b.Fatalf("%s has other totals: %s", peer, diff)
	}
}

// bulkStream is the evaluation as it streams.
func bulkStream(b *testing.B, s *Store, cut Cut) (map[int64]byCity, uint64) {
	judges := make([]*bulkJudge, 2)
	err := s.Scan(context.Background(), "", cut, len(judges), func(reader int) func(Figure) error {
		judges[reader] = newBulkJudge(b, s)
		return judges[reader].figure
	})
	if err != nil {
		b.Fatal(err)
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return totals(b, judges), m.HeapInuse
}

// bulkNow reads the row of standing of each indicator instead of its figures.
func bulkNow(b *testing.B, s *Store, n int) {
	if err := s.Rebuild(context.Background()); err != nil {
		b.Fatal(err)
	}
	run := func() map[int64]byCity {
		judges := make([]*bulkJudge, 2)
		err := s.ScanStanding(context.Background(), "", len(judges), func(reader int) func(Standing) error {
			judges[reader] = newBulkJudge(b, s)
			return judges[reader].standing
		})
		if err != nil {
			b.Fatal(err)
		}
		return totals(b, judges)
	}
	var ours map[int64]byCity
	for b.Loop() {
		ours = run()
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/indicator")
	past, _ := bulkStream(b, s, Cut{Seq: math.MaxInt64})
	agrees(b, "the stream of figures", ours, past)
}

// bulkJudge merges the plans of a range with its figures.
type bulkJudge struct {
	b       *testing.B
	conn    driver.Conn
	plans   driver.Rows // from the first line that has a figure on; here every line has one
	row     []driver.Value
	kernel  *engine.Kernel
	reading indicators.Reading
	plan    engine.Plan
	tally   engine.Tally
	line    int64 // that the tally is of; 0 none yet
	next    int64 // line of the plan in row; 0 none
	cities  [bulkCities]byCity
}

func newBulkJudge(b *testing.B, s *Store) *bulkJudge {
	method, err := scoring.Lookup("mof-2020")
	if err != nil {
		b.Fatal(err)
	}
	address, err := uri(s.name)
	if err != nil {
		b.Fatal(err)
	}
	conn, err := (&sqlite3.SQLiteDriver{}).Open(address + readerSettings)
	if err != nil {
		b.Fatal(err)
	}
	first := indicators.NewPeriod(2021, 1)
	j := &bulkJudge{b: b, conn: conn, row: make([]driver.Value, 5), kernel: engine.NewKernel(method, first+11),
		reading: indicators.Reading{Kind: indicators.Threshold, Unit: "家次"}}
	j.plan = engine.Plan{Reading: &j.reading, Aggregation: indicators.Sum, First: first, Last: first + 11, Step: 1, Anchor: first,
		Due: (first + 11).Last(), Horizon: indicators.Annual}
	return j
}

// figure takes the next figure; those of a line come together.
func (j *bulkJudge) figure(f Figure) error {
	if f.Line != j.line {
		j.judge()
		j.tally, j.line = engine.Tally{}, f.Line
	}
	if j.plan.Holds(f.Period, j.kernel.Through) {
		j.tally.Add(f.Period, f.Value)
	}
	return nil
}

func (j *bulkJudge) standing(s Standing) error {
	j.judge()
	j.tally, j.line = s.Tally, s.Line
	return nil
}

// judge judges the line that the tally is of.
func (j *bulkJudge) judge() {
	if j.line == 0 {
		return
	}
	if j.plans == nil {
		j.open()
	}
	for j.next < j.line {
		if err := j.plans.Next(j.row); err == io.EOF {
			return
		} else if err != nil {
			j.b.Fatal(err)
		}
		j.next = j.row[0].(int64)
	}
	j.reading.Op = []indicators.Op{indicators.AtLeast, indicators.AtMost}[j.row[2].(int64)]
	j.reading.Value, j.plan.Weight = indicators.Value(j.row[3].(int64)), indicators.Hundredths(j.row[4].(int64))
	result := j.kernel.Judge(&j.plan, &j.tally)
	score := j.kernel.Points(&j.plan, rules.Facts{Known: result.Known, Actual: result.Actual}, result)
	city := &j.cities[j.row[1].(int64)]
	city.Points += score.Points
	switch {
	case result.State == engine.Missing:
		city.Missing++
	case result.Verdict == rules.Met:
		city.Met++
	}
}

func (j *bulkJudge) open() {
	rows, err := j.conn.(driver.QueryerContext).QueryContext(context.Background(),
		"SELECT line, city, op, target, weight FROM bench_plan WHERE line >= ? ORDER BY line", []driver.NamedValue{{Ordinal: 1, Value: j.line}})
	if err != nil {
		j.b.Fatal(err)
	}
	j.plans = rows
}

func totals(b *testing.B, judges []*bulkJudge) map[int64]byCity {
	out := map[int64]byCity{}
	for _, j := range judges {
		j.judge()
		j.line = 0
		if err := errors.Join(j.plans.Close(), j.conn.Close()); err != nil {
			b.Fatal(err)
		}
		for city, own := range j.cities {
			all := out[int64(city)]
			out[int64(city)] = byCity{all.Met + own.Met, all.Missing + own.Missing, all.Points + own.Points}
		}
	}
	return out
}

// bulkSQL is the same in one statement.
const bulkSQL = `
WITH ranked AS (
  SELECT line, period, value, row_number() OVER (PARTITION BY line, period ORDER BY seq DESC) AS place
  FROM observation WHERE seq <= ?),
sums AS (SELECT line, count(*) AS n, sum(value) AS b FROM ranked WHERE place = 1 GROUP BY line),
stands AS (
  SELECT city, weight AS w, op, target AS a, coalesce(b, 0) AS b,
    CASE WHEN op = 0 AND b >= target THEN 'met' WHEN op = 1 AND b > target THEN 'not' WHEN coalesce(n, 0) < 12 THEN 'missing'
      WHEN op = 1 THEN 'met' ELSE 'not' END AS verdict
  FROM bench_plan p LEFT JOIN sums ON sums.line = p.line)
SELECT city, sum(verdict = 'met'), sum(verdict = 'missing'),
  sum(CASE WHEN verdict = 'met' THEN w WHEN verdict = 'missing' THEN 0
    WHEN op = 0 THEN (2 * w * b + a) / (2 * a) ELSE (2 * w * a + b) / (2 * b) END)
FROM stands GROUP BY city`

func bulkStatement(b *testing.B, s *Store, cut Cut) map[int64]byCity {
	out := map[int64]byCity{}
	err := s.snapshot(context.Background(), func(r *reading) error {
		var city int64
		var one byCity
		return r.each(bulkSQL, []any{cut.Seq}, []any{&city, &one.Met, &one.Missing, &one.Points}, func() error {
			out[city] = one
			return nil
		})
	})
	if err != nil {
		b.Fatal(err)
	}
	return out
}

func bulkPandas(b *testing.B, s *Store, cut Cut) (map[int64]byCity, time.Duration, bool) {
	if exec.Command("python3", "-c", "import pandas").Run() != nil {
		return nil, 0, false
	}
	text, err := exec.Command("python3", "testdata/peers/bulk.py", s.name, strconv.FormatInt(cut.Seq, 10)).Output()
	if err != nil {
		b.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	seconds, err := strconv.ParseFloat(lines[0], 64)
	if err != nil {
		b.Fatal(err)
	}
	out := map[int64]byCity{}
	for _, line := range lines[1:] {
		var city int64
		var one byCity
		if _, err := fmt.Sscan(line, &city, &one.Met, &one.Missing, &one.Points); err != nil {
			b.Fatal(err)
		}
		out[city] = one
	}
	return out, time.Duration(seconds * float64(time.Second)), true
}

// bulkFile writes figures as the store would, a month at a time, without reading
// text; the index is made last, as optimize would leave it. The cut lies before
// the corrections.
func bulkFile(b *testing.B, n int) (*Store, Cut) {
	b.Helper()
	ctx := context.Background()
	s, err := Open(ctx, filepath.Join(b.TempDir(), "bulk.db"), Options{Create: true, Now: benchNow})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.Close() })
	cut := Cut{}
	err = s.save(ctx, func(w *writing) error {
		index := ""
		if _, err := w.one("SELECT sql FROM sqlite_schema WHERE name = 'observation_in_key_order'", nil, &index); err != nil {
			return err
		}
		for _, statement := range []string{"INSERT INTO programme VALUES (1, 'b-2021')", "DROP INDEX observation_in_key_order",
			"CREATE TABLE bench_plan (line INTEGER PRIMARY KEY, city INTEGER, op INTEGER, target INTEGER, weight INTEGER) STRICT"} {
			if err := w.exec(statement); err != nil {
				return err
			}
		}
		if err := bulkRows(w, n, &cut); err != nil {
			return err
		}
		return w.exec(index)
	})
	if err != nil {
		b.Fatal(err)
	}
	return s, cut
}

func bulkRows(w *writing, n int, cut *Cut) error {
	err := w.insert("line (key, programme, indicator, part)", 4, n, func(row int, v []driver.Value) {
		v[0], v[1], v[2], v[3] = int64(row+1), int64(1), strconv.Itoa(row), ""
	})
	if err != nil {
		return err
	}
	err = w.insert("bench_plan (line, city, op, target, weight)", 5, n, func(row int, v []driver.Value) {
		op := int64(0)
		if row%4 == 3 {
			op = 1
		}
		v[0], v[1], v[2], v[3], v[4] = int64(row+1), int64(row%bulkCities), op, int64(900+row%400)*int64(indicators.One), int64(1667)
	})
	if err != nil {
		return err
	}
	seq, hash := int64(0), []byte("0123456789abcdef0123456789abcdef")
	add := func(count int, at func(row int) (line, month int, value int64)) error {
		return w.insert(intoObservation, 14, count, func(row int, v []driver.Value) {
			seq++
			line, month, value := at(row)
			v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7], v[8] = seq, int64(1), int64(line+1), int64(24252+month), value, "1", "", nil, int64(1)
			v[9], v[10], v[11], v[12], v[13] = benchNow().UnixNano(), LocalOperator, nil, seq, hash
		})
	}
	for month := range 12 {
		var reported []int
		for line := range n {
			if (line*12+month)*2654435761%100 >= 2 {
				reported = append(reported, line)
			}
		}
		err := add(len(reported), func(row int) (int, int, int64) {
			line := reported[row]
			return line, month, int64(60+(line*31+month*17)%60) * int64(indicators.One)
		})
		if err != nil {
			return err
		}
	}
	cut.Seq = seq
	return add(n/20*12, func(row int) (int, int, int64) { return row / 12 * 20, row % 12, int64(indicators.One) })
}
