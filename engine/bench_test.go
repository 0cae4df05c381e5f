package engine_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"yardstick/engine"
	"yardstick/indicators"
	"yardstick/indicators/library"
	"yardstick/rules"
	"yardstick/rules/scoring"
)

// BenchmarkEvaluate judges and scores indicators of twelve periods, their plans
// and figures made up on the fly: memory must not grow with their number.
func BenchmarkEvaluate(b *testing.B) {
	for _, n := range []int{10_000, 100_000, 1_000_000} {
		b.Run(fmt.Sprintf("indicators=%d", n), func(b *testing.B) {
			method := lookup(b, "mof-2020@1")
			var peak, before runtime.MemStats
			runtime.ReadMemStats(&before)
			b.ReportAllocs()
			for b.Loop() {
				stream(method, n)
			}
			runtime.ReadMemStats(&peak)
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/indicator")
			b.ReportMetric(float64(peak.HeapSys-min(before.HeapSys, peak.HeapSys))/1024, "heap-growth-KB")
		})
	}
}

// stream evaluates n made-up targets and returns the sum of their points.
func stream(method *scoring.Method, n int) (points indicators.Hundredths) {
	first := indicators.NewPeriod(2021, 1)
	kernel := engine.NewKernel(method, first+11)
	reading := indicators.Reading{Kind: indicators.Threshold, Op: indicators.AtLeast, Unit: "家次"}
	for i := range n {
		reading.Value = indicators.Value(900+i%400) * indicators.One
		plan := engine.Plan{
			Reading: &reading, Aggregation: indicators.Sum, First: first, Last: first + 11, Step: 1, Anchor: first,
			Due: (first + 11).Last(), Weight: 1667, Horizon: indicators.Annual,
		}
		var tally engine.Tally
		for month := range indicators.Period(12) {
			if (i*12+int(month))%50 == 0 {
				continue // two in a hundred are not reported
			}
			tally.Add(first+month, indicators.Value(60+(i+int(month)*7)%50)*indicators.One)
		}
		result := kernel.Judge(&plan, &tally)
		points += kernel.Points(&plan, rules.Facts{Known: result.Known, Actual: result.Actual}, result).Points
	}
	return points
}

// BenchmarkAssignment evaluates a city's assignment of the first programme with
// all that its scorecard shows.
func BenchmarkAssignment(b *testing.B) {
	p := library.Shared()
	var a *indicators.Assignment
	for a = range p.Assignments() {
		if a.ID == "gd-2021/survey/440100" {
			break
		}
	}
	var own []engine.Observation
	for o := range engine.InOrder(p, firstYear(p)) {
		if strings.HasPrefix(o.Indicator, a.ID+"/") {
			own = append(own, o)
		}
	}
	ev, err := engine.NewEvaluator(p, engine.Inputs{Through: month(b, "2021-10"), Method: lookup(b, p.Method)})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		ev.Assignment(a, own)
	}
}
