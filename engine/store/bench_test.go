package store

import (
	"context"
	"crypto/sha256"
	"fmt"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"yardstick/engine"
	"yardstick/engine/store/baretest"
	"yardstick/indicators"
	"yardstick/indicators/load"
)

// benchNow is in the December after the year that the benchmarks are about.
func benchNow() time.Time { return time.Date(2021, 12, 20, 0, 0, 0, 0, time.UTC) }

const benchDefinitions = "专项: {编号: b-2021, 名称: 量, 年度: 2021, 地区: 广东省}\n项目:\n  编号: p\n  名称: 项目\n  资金: [{承担单位: 厅, 金额: 1}]\n  绩效指标:\n"

// benchStore is a database with a programme of n indicators.
func benchStore(b *testing.B, n int) *Store {
	b.Helper()
	ctx := context.Background()
	s, err := Open(ctx, filepath.Join(b.TempDir(), "b.db"), Options{Create: true, Now: benchNow})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.Close() })
	var text strings.Builder
	text.WriteString(benchDefinitions)
	for i := range n {
		if i%2500 == 0 { // a definition file may not be wider
			fmt.Fprintf(&text, "    产出/第%d类指标:\n", i/2500)
		}
		fmt.Fprintf(&text, "      数量%d: {目标: 1000家次, 编号: n%d}\n", i, i)
	}
	if _, err := s.LoadProgramme(ctx, []load.Source{{Name: "b.yaml", Text: []byte(text.String())}}, ""); err != nil {
		b.Fatal(err)
	}
	return s
}

// BenchmarkConfirmedEntry is one entry until it is on disk: chain, index,
// projections and fsync.
func BenchmarkConfirmedEntry(b *testing.B) {
	s := benchStore(b, 8)
	e := []engine.Entry{{Indicator: "b-2021/p/440000/n1", Period: indicators.NewPeriod(2021, 1), Text: "1"}}
	for n := 0; b.Loop(); n++ {
		if _, err := s.Record(context.Background(), "b-2021", e, RecordOptions{}); err != nil {
			b.Fatal(err)
		}
		e[0].Supersede = "更正"
	}
}

// BenchmarkFiftySaving is fifty clients that save at once; it reports entries a
// second and the slowest of a hundred.
func BenchmarkFiftySaving(b *testing.B) {
	s := benchStore(b, 50)
	waits := make(chan time.Duration, 1<<20)
	b.SetParallelism(50 / runtime.GOMAXPROCS(0))
	var clients atomic.Int64
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		indicator := "b-2021/p/440000/n" + strconv.FormatInt(clients.Add(1)-1, 10)
		e := []engine.Entry{{Indicator: indicator, Period: indicators.NewPeriod(2021, 1), Text: "1"}}
		for pb.Next() {
			began := time.Now()
			if _, err := s.Record(context.Background(), "b-2021", e, RecordOptions{}); err != nil {
				b.Error(err)
			}
			e[0].Supersede = "更正"
			waits <- time.Since(began)
		}
	})
	b.StopTimer()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "entries/s")
	b.ReportMetric(float64(slowest(waits).Microseconds())/1000, "p99-ms")
}

func slowest(waits chan time.Duration) time.Duration {
	close(waits)
	var all []time.Duration
	for wait := range waits {
		all = append(all, wait)
	}
	if len(all) == 0 {
		return 0
	}
	slices.Sort(all)
	return all[len(all)*99/100]
}

// BenchmarkScorecardRows reads what a scorecard of one large assignment shows: 200
// indicators of 12 months, 2,400 rows with who entered them and when.
func BenchmarkScorecardRows(b *testing.B) {
	s := benchStore(b, 200)
	fill(b, s, 200*12, 12)
	cut, err := s.Cut(context.Background(), "", time.Time{})
	if err != nil {
		b.Fatal(err)
	}
	rows := 0
	for b.Loop() {
		rows = 0
		for _, err := range s.Observations(context.Background(), "", cut, ObservationFilter{}) {
			if err != nil {
				b.Fatal(err)
			}
			rows++
		}
	}
	b.ReportMetric(float64(rows), "rows")
}

// BenchmarkRecordBatch enters 100,000 figures in one save, beside bare prepared
// INSERTs of the same rows into the same table without index, chain and
// projections.
func BenchmarkRecordBatch(b *testing.B) {
	const lines, months = 8334, 12
	var bare time.Duration
	for b.Loop() {
		b.StopTimer()
		s := benchStore(b, lines)
		entries := benchEntries(lines*months, months)
		bare += baretest.Inserts(b, lines*months)
		b.StartTimer()
		if _, err := s.Record(context.Background(), "", entries, RecordOptions{}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(lines*months*b.N)/b.Elapsed().Seconds(), "rows/s")
	b.ReportMetric(float64(b.Elapsed())/float64(bare), "×bare")
}

func benchEntries(n, months int) []engine.Entry {
	out := make([]engine.Entry, n)
	for i := range out {
		out[i] = engine.Entry{Indicator: "b-2021/p/440000/n" + strconv.Itoa(i/months),
			Period: indicators.NewPeriod(2021, time.Month(i%months+1)), Text: strconv.Itoa(100 + i%17)}
	}
	return out
}

func fill(b *testing.B, s *Store, n, months int) {
	b.Helper()
	if _, err := s.Record(context.Background(), "", benchEntries(n, months), RecordOptions{}); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkVerify walks the chain of 100,000 figures, in two parts at most, and
// hashes rows of the same lengths beside it, on one core.
func BenchmarkVerify(b *testing.B) {
	s := benchStore(b, 8334)
	fill(b, s, 8334*12, 12)
	row := canonical{}
	row.begin(make([]byte, sha256.Size), "observation", "b-2021", 50_000, 50_000)
	row.text = append(row.text, make([]byte, len("25:b-2021/p/440000/n5000,0:,"))...)
	o := engine.Observation{Period: 24252, Value: 100 * indicators.One, Text: "100", EnteredBy: LocalOperator}
	row.text = row.text[:len(row.text)-len("0:,0:,")] // of indicator and part, which stand there already
	row.observation(&o, benchNow().UnixNano(), 1)
	var hashing time.Duration
	for b.Loop() {
		b.StopTimer()
		began := time.Now()
		for range 8334 * 12 {
			copy(row.text, row.hashed())
		}
		hashing += time.Since(began)
		b.StartTimer()
		v := &Verification{}
		if err := s.verifyChain(context.Background(), "b-2021", 2, v); err != nil || !v.Sound() {
			b.Fatal(err, v)
		}
	}
	b.ReportMetric(float64(8334*12*b.N)/b.Elapsed().Seconds(), "links/s")
	b.ReportMetric(float64(b.Elapsed())/float64(hashing), "×sha256")
}

func (c *canonical) hashed() []byte {
	sum := c.sum()
	return sum[:]
}

// BenchmarkVerifyAll is the whole check: file, chain and projections.
func BenchmarkVerifyAll(b *testing.B) {
	s := benchStore(b, 8334)
	fill(b, s, 8334*12, 12)
	for b.Loop() {
		if v, err := s.Verify(context.Background()); err != nil || !v.Sound() {
			b.Fatal(err, v)
		}
	}
	b.ReportMetric(float64(8334*12*b.N)/b.Elapsed().Seconds(), "links/s")
}
