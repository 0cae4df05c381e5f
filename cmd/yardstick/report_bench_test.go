package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// BenchmarkColdReport is one ad-hoc PDF as a user waits for it: the program starts,
// opens the demonstration's database, evaluates, lays a city's scorecard out and
// writes it.
func BenchmarkColdReport(b *testing.B) {
	folder := b.TempDir()
	program := filepath.Join(folder, "yardstick")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	run := func(args ...string) {
		cmd := exec.Command(program, args...)
		cmd.Dir, cmd.Env = folder, append(os.Environ(), "LANG=zh_CN.UTF-8")
		if out, err := cmd.CombinedOutput(); err != nil {
			b.Fatalf("%v\n%s", err, out)
		}
	}
	run("demo", "--out", "demo")
	var took []time.Duration
	for b.Loop() {
		for range 9 {
			start := time.Now()
			run("report", "--city", "440100", "--through", "2021-10", "--db", "demo/yardstick.db", "--out", "out", "--force")
			took = append(took, time.Since(start))
		}
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[0].Microseconds())/1000, "ms-quickest")
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "ms-median")
}
