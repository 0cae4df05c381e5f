// Command count reads what `go test -json` wrote, prints what failed with its
// output, and ends with a line of counts.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"sort"
	"strings"
)

type event struct {
	Action, Package, Test, Output, ImportPath string
	Elapsed                                   float64 // seconds
}

func main() {
	file, err := os.Open(os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(3)
	}
	defer file.Close()
	counts := map[string]int{}
	output := map[string][]string{}
	var failed, skipped []string
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var e event
		if json.Unmarshal(lines.Bytes(), &e) != nil {
			fmt.Println(lines.Text())
			continue
		}
		name := strings.TrimSpace(e.Package + e.ImportPath + " " + e.Test)
		switch e.Action {
		case "output", "build-output":
			output[name] = append(output[name], e.Output)
		case "pass", "skip", "fail":
			if e.Test == "" && e.Action != "fail" {
				fmt.Printf("%-4s %5.0fs %s\n", map[string]string{"pass": "ok", "skip": "none"}[e.Action], e.Elapsed, e.Package)
				continue
			}
			counts[e.Action]++
			if e.Action == "fail" {
				failed = append(failed, name)
			}
			if e.Action == "skip" {
				skipped = append(skipped, name)
			}
		case "build-fail":
			failed = append(failed, name)
		}
	}
	if err := lines.Err(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(3)
	}
	sort.Strings(failed)
	for _, name := range failed {
		fmt.Printf("\nFAIL %s\n%s", name, strings.Join(output[name], ""))
	}
	for _, name := range skipped {
		fmt.Printf("skipped %s: %s", name, reason(output[name]))
	}
	fmt.Printf("\n%d passed, %d failed, %d skipped\n", counts["pass"], counts["fail"], counts["skip"])
	if len(failed) > 0 || counts["pass"] == 0 {
		os.Exit(1)
	}
}

// reason is the line in which a test says why it skipped.
func reason(lines []string) string {
	for _, line := range lines {
		if strings.Contains(line, "_test.go:") || strings.Contains(line, ".go:") {
			return strings.TrimSpace(line) + "\n"
		}
	}
	return "\n"
}
