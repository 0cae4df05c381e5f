package store_test

import (
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"yardstick/engine"
	"yardstick/engine/store"
	"yardstick/engine/store/storetest"
	"yardstick/indicators"
	"yardstick/indicators/load"
)

// BenchmarkWholeEvaluation is what a page waits for that nobody looked at since the
// last entry: twenty-one cities with so many figures of twelve months in all, from
// the definitions and the file to every verdict, point and total.
func BenchmarkWholeEvaluation(b *testing.B) {
	for _, each := range []int{40, 400} {
		s, figures := cities(b, each)
		b.Run("figures="+strconv.Itoa(figures), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := s.Evaluate(ctx, "", store.EvaluateOptions{Through: storetest.Month(time.December)}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*figures), "ns/figure")
		})
	}
}

// cities is a database of twenty-one cities with so many indicators each, every
// month filled in, and how many figures that are.
func cities(b *testing.B, each int) (*store.Store, int) {
	b.Helper()
	s, err := store.Open(ctx, filepath.Join(b.TempDir(), "cities.db"), store.Options{Create: true, Now: func() time.Time { return storetest.At(time.December, 31) }})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.Close() })
	var text strings.Builder
	text.WriteString("专项: {编号: c-2021, 名称: 各市, 年度: 2021, 地区: 广东省}\n项目:\n  编号: p\n  名称: 项目\n  各地:\n")
	for _, city := range strings.Fields("广州 深圳 珠海 汕头 佛山 韶关 湛江 肇庆 江门 茂名 惠州 梅州 汕尾 河源 阳江 清远 东莞 中山 潮州 揭阳 云浮") {
		fmt.Fprintf(&text, "    %s:\n      资金: [{承担单位: 市局, 金额: 1}]\n      绩效指标:\n        产出/数量指标:\n", city)
		for i := range each {
			fmt.Fprintf(&text, "          数量%d: {目标: 1000家次, 编号: n%d}\n", i, i)
		}
	}
	if _, err := s.LoadProgramme(ctx, []load.Source{{Name: "cities.yaml", Text: []byte(text.String())}}, ""); err != nil {
		b.Fatal(err)
	}
	p, err := s.Programme(ctx, "", time.Time{})
	if err != nil {
		b.Fatal(err)
	}
	var entries []engine.Entry
	for a := range p.Assignments() {
		for n, i := range a.Indicators {
			for month := range indicators.Period(12) {
				entries = append(entries, engine.Entry{Indicator: i.ID, Period: storetest.Month(time.January) + month, Text: strconv.Itoa(60 + n%50)})
			}
		}
	}
	if _, err := s.Record(ctx, "", entries, store.RecordOptions{}); err != nil {
		b.Fatal(err)
	}
	return s, len(entries)
}
