package cli

import (
	"bytes"
	"io"
	"os"
	"testing"

	"yardstick/indicators"
)

// BenchmarkExplainLines answers the examples through the JSON-lines interface.
func BenchmarkExplainLines(b *testing.B) {
	examples, err := os.ReadFile("../../../indicators/notation/testdata/targets.jsonl")
	if err != nil {
		b.Fatal(err)
	}
	input := bytes.Repeat(examples, 50)
	lines := bytes.Count(input, []byte("\n"))
	s := &session{}
	answerer := func() *answerer { return &answerer{lang: indicators.English, year: 2021, judge: s.judge()} }
	for b.Loop() {
		if err := explainLines(bytes.NewReader(input), io.Discard, answerer); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(lines)*float64(b.N)/b.Elapsed().Seconds(), "targets/s")
}
