package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"yardstick/cmd/internal/cli"
	"yardstick/indicators"
	"yardstick/indicators/notation"
)

// TestReadmeSessionsPrintWhatTheyShow runs every console block of both README
// files, in order, in one folder. A line "…" stands for any lines.
func TestReadmeSessionsPrintWhatTheyShow(t *testing.T) {
	for file, locale := range map[string]string{"README.md": "C", "README.zh-CN.md": "zh_CN.UTF-8"} {
		t.Run(file, func(t *testing.T) {
			text := readme(t, file)
			t.Chdir(t.TempDir())
			t.Setenv("LC_ALL", locale)
			if yaml := block(text, "yaml"); len(yaml) > 0 {
				if err := os.WriteFile("bridges.yaml", []byte(yaml[0]), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			for _, session := range block(text, "console") {
				for _, command := range strings.Split(session, "$ ")[1:] {
					line, want, _ := strings.Cut(command, "\n")
					if got := run(t, line); !matches(want, got) {
						t.Errorf("$ %s\ngot:\n%s\nthe README shows:\n%s", line, got, want)
					}
				}
			}
		})
	}
}

// block returns the fenced blocks of a language.
func block(text, language string) []string {
	var out []string
	for _, found := range regexp.MustCompile("(?s)```"+language+"\n(.*?)```").FindAllStringSubmatch(text, -1) {
		out = append(out, found[1])
	}
	return out
}

// run runs a command line of the README and returns what a terminal would show:
// data and talk, the data first.
func run(t *testing.T, line string) string {
	t.Helper()
	line = strings.TrimPrefix(strings.TrimPrefix(line, "go run ./cmd/"), "yardstick ")
	var out, talk bytes.Buffer
	cli.Run(context.Background(), strings.Fields(line), strings.NewReader(""), &out, &talk)
	return out.String() + talk.String()
}

// matches compares lines, blank ones left out; "…" stands for any.
func matches(want, got string) bool {
	pattern := "^"
	for _, line := range strings.Split(strings.TrimSpace(want), "\n") {
		switch {
		case line == "…":
			pattern += "(.*\n)*?"
		case strings.TrimSpace(line) != "":
			pattern += regexp.QuoteMeta(strings.TrimRight(line, " ")) + "\n+"
		}
	}
	return regexp.MustCompile(pattern + "$").MatchString(strings.TrimLeft(got, "\n"))
}

// shown are the texts of the README's table of the notation.
var shown = []notation.Input{
	{Text: "≥90%"}, {Text: "至少2次"}, {Text: "8.5万家次", Category: "产出/数量指标"}, {Text: "90%以上"}, {Text: "不超过12分钟"},
	{Text: "超过150家"}, {Text: "3-4个"}, {Text: "每季度不少于1场"}, {Text: "是"}, {Text: "良好及以上"},
	{Text: "2021年9月底前"}, {Text: "12个月（2020年11月至2021年10月）", Category: "产出/时效指标"}, {Text: "较上年增长6%以上"}, {Text: "由15天压减至7天"},
	{Text: "零投诉"}, {Text: "合格率95%以上，返工率控制在2%以内"}, {Text: "at least 12 exhibitions"}, {Text: "reduce by 12% from 2019"},
}

// TestReadmeNotationTableIsWhatTheReaderReads generates the table of the notation
// and compares it with both README files; UPDATE=1 rewrites it.
func TestReadmeNotationTableIsWhatTheReaderReads(t *testing.T) {
	for file, l := range map[string]indicators.Language{"README.md": indicators.English, "README.zh-CN.md": indicators.Chinese} {
		heads := map[indicators.Language]string{indicators.English: "| text | reads | rule |", indicators.Chinese: "| 指标值 | 读作 | 规则 |"}
		table := heads[l] + "\n| --- | --- | --- |\n"
		for _, in := range shown {
			in.Year = 2021
			reading, problem := notation.Read(in)
			if problem != nil {
				t.Fatal(problem)
			}
			table += "| " + in.Text + " | " + reading.Says(l) + " | `" + reading.Expr() + "` |\n"
		}
		text := readme(t, file)
		head, rest, ok := strings.Cut(text, "<!-- notation")
		if !ok {
			t.Fatalf("%s has no place for the notation", file)
		}
		comment, rest, _ := strings.Cut(rest, "\n")
		_, tail, _ := strings.Cut(rest, "<!-- end of notation -->")
		want := head + "<!-- notation" + comment + "\n" + table + "<!-- end of notation -->" + tail
		if os.Getenv("UPDATE") != "" {
			if err := os.WriteFile(path(file), []byte(want), 0o644); err != nil {
				t.Fatal(err)
			}
		} else if text != want {
			t.Errorf("%s: the table of the notation is not what the reader reads; UPDATE=1 go test rewrites it", file)
		}
	}
}

func path(file string) string { return filepath.Join("..", "..", file) }

func readme(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(path(file))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
