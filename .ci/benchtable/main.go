// Command benchtable turns the output of go test -bench into one table.
package main

import (
	"bufio"
	"fmt"
	"os"
	"strconv"
	"strings"
)

func main() {
	fmt.Println("| package | benchmark | time | measured |")
	fmt.Println("| --- | --- | --- | --- |")
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<20)
	where, before, rows := "", "", 0
	for lines.Scan() {
		line := lines.Text()
		if name, ok := strings.CutPrefix(line, "pkg: "); ok {
			where = strings.TrimPrefix(name, "yardstick/")
		}
		if name, ok := strings.CutPrefix(strings.TrimSpace(line), "--- SKIP: Benchmark"); ok {
			fmt.Printf("| %s | %s | – | skipped: %s |\n", where, bare(name), reason(before))
		}
		before = line
		if fields := strings.Fields(line); len(fields) >= 4 && strings.HasPrefix(fields[0], "Benchmark") {
			fmt.Println(row(where, fields))
			rows++
		}
	}
	if err := lines.Err(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(3)
	}
	if rows == 0 {
		fmt.Fprintln(os.Stderr, "no benchmark ran")
		os.Exit(1)
	}
}

// row prints one benchmark: its name, the time of one run, and what else it measured.
func row(where string, fields []string) string {
	name := bare(strings.TrimPrefix(fields[0], "Benchmark"))
	time, others := "", []string{}
	for i := 2; i+1 < len(fields); i += 2 {
		if fields[i+1] == "ns/op" {
			time = duration(fields[i])
		} else {
			others = append(others, fields[i]+" "+fields[i+1])
		}
	}
	return fmt.Sprintf("| %s | %s | %s | %s |", where, name, time, strings.Join(others, ", "))
}

// bare is a benchmark's name without the number of cores behind it.
func bare(name string) string {
	if i := strings.LastIndexByte(name, '-'); i > 0 {
		return name[:i]
	}
	return name
}

// reason is what a skipped benchmark said, without the place that said it.
func reason(line string) string {
	if _, words, ok := strings.Cut(line, ": "); ok {
		return words
	}
	return "it does not say why"
}

// duration prints nanoseconds with a unit that people read.
func duration(text string) string {
	ns, err := strconv.ParseFloat(text, 64)
	switch {
	case err != nil:
		return text
	case ns < 1e3:
		return fmt.Sprintf("%.3g ns", ns)
	case ns < 1e6:
		return fmt.Sprintf("%.3g µs", ns/1e3)
	case ns < 1e9:
		return fmt.Sprintf("%.3g ms", ns/1e6)
	}
	return fmt.Sprintf("%.3g s", ns/1e9)
}
