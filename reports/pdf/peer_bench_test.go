package pdf

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"yardstick/reports/assets"
)

// BenchmarkPeers draws the same cards with other programs, where they are
// installed, after our own: on one core, warm, with the same fonts. Processor time is
// measured, which others on the machine disturb least; "×ours" is how many of our
// files one costs.
//
//	apt-get install python3-reportlab
//	npm install --prefix DIR @myriaddreamin/typst-ts-node-compiler@0.7.0, and NODE_PATH=DIR/node_modules
func BenchmarkPeers(b *testing.B) {
	folder := b.TempDir()
	cards, regular, bold := peerFiles(b, folder)
	ours := 0.0
	b.Run("yardstick", func(b *testing.B) {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
		fonts()
		benchCard(0)
		for b.Loop() {
			var size counter
			for range 5 {
				start := processorTime(b)
				for _, card := range cards {
					if err := drawMade(card).Output(&size); err != nil {
						b.Fatal(err)
					}
				}
				took := (processorTime(b) - start).Seconds() * 1000 / float64(len(cards))
				if ours == 0 || took < ours {
					ours = took
				}
			}
			b.ReportMetric(ours, "cpu-ms/file")
			b.ReportMetric(float64(size)/float64(5*len(cards))/1000, "KB/file")
		}
	})
	list := filepath.Join(folder, "cards.json")
	for name, command := range map[string][]string{
		"reportlab": {"python3", "testdata/peers/reportlab_cards.py", list, regular, bold},
		"typst":     {"node", "testdata/peers/typst_cards.js", list, filepath.Dir(regular)},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				peer(b, ours, command)
			}
		})
	}
}

// peerFiles writes the cards and the whole fonts for the peers to read.
func peerFiles(b *testing.B, folder string) (cards []madeCard, regular, bold string) {
	for n := range 60 {
		cards = append(cards, made(n))
	}
	text, err := json.Marshal(cards)
	if err != nil {
		b.Fatal(err)
	}
	regular, bold = filepath.Join(folder, "regular.ttf"), filepath.Join(folder, "bold.ttf")
	for name, content := range map[string][]byte{
		filepath.Join(folder, "cards.json"): text,
		regular:                             append(append([]byte{}, assets.Regular.Common()...), assets.Regular.Rest()...),
		bold:                                append(append([]byte{}, assets.Bold.Common()...), assets.Bold.Rest()...),
	} {
		if err := os.WriteFile(name, content, 0o600); err != nil {
			b.Fatal(err)
		}
	}
	return cards, regular, bold
}

// peer runs a script that prints what a card took it. One that cannot run lacks
// something: the benchmark says what and is skipped.
func peer(b *testing.B, ours float64, command []string) {
	program, err := peerProgram(command[0])
	if err != nil {
		b.Skipf("%s is not installed", command[0])
	}
	var complaint strings.Builder
	run := exec.Command(program, command[1:]...)
	if taskset, err := exec.LookPath("taskset"); err == nil {
		run = exec.Command(taskset, append([]string{"-c", "0", program}, command[1:]...)...)
	}
	run.Stderr = &complaint
	out, err := run.Output()
	if err != nil {
		b.Skipf("%s cannot run here: %s", command[1], lastLine(complaint.String()))
	}
	var took struct {
		Version        string
		Ms, KB, PeakMB float64
	}
	if err := json.Unmarshal(out, &took); err != nil {
		b.Fatal(err)
	}
	b.Logf("version %s", took.Version)
	b.ReportMetric(took.Ms, "cpu-ms/file")
	b.ReportMetric(took.KB, "KB/file")
	b.ReportMetric(took.PeakMB, "MB-resident")
	if ours > 0 {
		b.ReportMetric(took.Ms/ours, "×ours")
	}
}

// processorTime is what this process has used so far, on all cores.
func processorTime(b *testing.B) time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// peerProgram prefers the system's own Python: packages from apt are only there.
func peerProgram(name string) (string, error) {
	if _, err := os.Stat("/usr/bin/" + name); err == nil {
		return "/usr/bin/" + name, nil
	}
	return exec.LookPath(name)
}

func lastLine(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	for _, line := range lines {
		if strings.Contains(line, "Error") {
			return fmt.Sprintf("%.160s", line)
		}
	}
	return lines[len(lines)-1]
}
