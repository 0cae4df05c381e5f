package intake_test

import (
	"bytes"
	"fmt"
	"io"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"yardstick/engine/intake"
	"yardstick/engine/store"
	"yardstick/engine/store/baretest"
	"yardstick/engine/store/storetest"
)

// BenchmarkImport takes 100,000 figures from a CSV file: read, checked, compared
// cell by cell and verdict by verdict, then written with chain, index and
// projections. Each run is held against bare prepared INSERTs of as many rows,
// made just before it.
func BenchmarkImport(b *testing.B) {
	const each, months = 4167, 12
	var text bytes.Buffer
	text.WriteString("指标编号,填报期,实际完成值,备注\n")
	for i := range each {
		for _, city := range []string{"440100", "440300"} {
			for month := 1; month <= months; month++ {
				fmt.Fprintf(&text, "t-2021/survey/%s/n%d,2021-%02d,%d,\n", city, i, month, 50+(i+month)%60)
			}
		}
	}
	now := func() func() *store.Store {
		n := 0
		return func() *store.Store {
			n++
			s, err := store.Open(ctx, filepath.Join(b.TempDir(), strconv.Itoa(n)+".db"), store.Options{Create: true, Now: december})
			if err != nil {
				b.Fatal(err)
			}
			if _, err := s.LoadProgramme(ctx, storetest.Wide(each), ""); err != nil {
				b.Fatal(err)
			}
			return s
		}
	}()
	var bare time.Duration
	for b.Loop() {
		b.StopTimer()
		s := now()
		bare += baretest.Inserts(b, 2*each*months)
		b.StartTimer()
		preview, err := intake.Look(ctx, s, "big.csv", io.Reader(bytes.NewReader(text.Bytes())), intake.Options{Now: december})
		if err != nil {
			b.Fatal(err)
		}
		if _, err := preview.Apply(ctx, s, store.RecordOptions{}); err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		s.Close()
		b.StartTimer()
	}
	b.ReportMetric(float64(2*each*months*b.N)/b.Elapsed().Seconds(), "rows/s")
	b.ReportMetric(float64(b.Elapsed())/float64(bare), "×bare")
}
