package library

import (
	"testing"

	"yardstick/indicators/load"
)

func BenchmarkReadTheFirstProgramme(b *testing.B) {
	sources := Sources()
	b.ReportAllocs()
	for b.Loop() {
		if p, _ := load.Read(sources...); p == nil {
			b.Fatal("no programme")
		}
	}
}
