package load

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"yardstick/indicators"
)

// Source is a definition file. A store keeps sources verbatim: together they are
// one version of a definition.
type Source struct {
	Name string // as problems print it: gd-2021/crafts.yaml
	Text []byte // UTF-8, or a workbook (.xlsx), as it was
}

// MaxSourceBytes is the size of the largest definition file that is read.
const MaxSourceBytes = 16 << 20

// TestSuffix ends the names of rule-test files, which are no definitions.
const TestSuffix = ".test.yaml"

// ReadFiles reads definition files. A folder stands for its *.yaml and *.yml
// files in the order of their names, without rule tests (*.test.yaml); for its
// workbooks (*.xlsx) where it has none of those. Every file that cannot be used is
// a problem; the others are returned.
func ReadFiles(paths ...string) ([]Source, []*indicators.Problem) {
	var sources []Source
	var problems []*indicators.Problem
	for _, path := range paths {
		files, problem := filesAt(path)
		if problem != nil {
			problems = append(problems, problem)
		}
		for _, file := range files {
			text, problem := readFile(file)
			if problem != nil {
				problems = append(problems, problem)
				continue
			}
			sources = append(sources, Source{Name: filepath.ToSlash(file), Text: text})
		}
	}
	return sources, problems
}

func filesAt(path string) ([]string, *indicators.Problem) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, unreadable(path, err)
	}
	if !info.IsDir() {
		return []string{path}, nil
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		return nil, unreadable(path, err)
	}
	var files, workbooks []string
	for _, entry := range entries {
		switch name := entry.Name(); {
		case entry.IsDir():
		case isDefinition(name):
			files = append(files, filepath.Join(path, name))
		case isWorkbookName(name) && !strings.HasPrefix(name, "~$"):
			workbooks = append(workbooks, filepath.Join(path, name))
		}
	}
	if len(files) == 0 {
		files = workbooks
	}
	slices.Sort(files)
	if len(files) == 0 {
		return nil, fileProblem(path, "definition-folder-empty", nil)
	}
	return files, nil
}

func isDefinition(name string) bool {
	return (strings.HasSuffix(name, ".yaml") || strings.HasSuffix(name, ".yml")) &&
		!strings.HasSuffix(name, TestSuffix) && !strings.HasPrefix(name, ".")
}

// readFile never holds more than the largest size in memory, whatever the file's.
func readFile(path string) ([]byte, *indicators.Problem) {
	file, err := os.Open(path)
	if err != nil {
		return nil, unreadable(path, err)
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, MaxSourceBytes+1))
	if err != nil {
		return nil, unreadable(path, err)
	}
	if len(text) > MaxSourceBytes {
		return nil, tooLarge(filepath.ToSlash(path))
	}
	return text, nil
}

func unreadable(path string, err error) *indicators.Problem {
	code := "definition-unreadable"
	switch {
	case os.IsNotExist(err):
		code = "definition-not-found"
	case os.IsPermission(err):
		code = "definition-forbidden"
	}
	return fileProblem(path, code, nil)
}

func tooLarge(name string) *indicators.Problem {
	return fileProblem(name, "definition-too-large", indicators.Args{"limit": strconv.Itoa(MaxSourceBytes >> 20)})
}

func fileProblem(name, code string, args indicators.Args) *indicators.Problem {
	return &indicators.Problem{At: indicators.Place{File: filepath.ToSlash(name)}, Severity: indicators.Error, Code: code, Args: args}
}

// decode checks that a source is text in UTF-8, drops a byte order mark, and
// writes every line end as one line feed, so that places count alike everywhere.
func decode(source Source) (string, *indicators.Problem) {
	text := source.Text
	switch {
	case len(text) > MaxSourceBytes:
		return "", tooLarge(source.Name)
	case bytes.HasPrefix(text, []byte{0xFF, 0xFE}) || bytes.HasPrefix(text, []byte{0xFE, 0xFF}):
		return "", fileProblem(source.Name, "definition-encoding", indicators.Args{"encoding": "UTF-16"})
	}
	text = bytes.TrimPrefix(text, []byte("\uFEFF"))
	if at := bytes.IndexFunc(text, isBinary); at >= 0 {
		return "", fileProblem(source.Name, "definition-binary", indicators.Args{"byte": strconv.Itoa(at + 1)})
	}
	if !utf8.Valid(text) {
		return "", notUTF8(source.Name, text)
	}
	text = bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))
	return strings.ReplaceAll(string(text), "\r", "\n"), nil
}

// isBinary reports a character that no text file holds.
func isBinary(r rune) bool {
	return r < ' ' && r != '\n' && r != '\r' && r != '\t' || r == 0x7F
}

// notUTF8 tells a Chinese text in the encoding of older spreadsheets from a file
// that is no text at all.
func notUTF8(name string, text []byte) *indicators.Problem {
	decoded, err := simplifiedchinese.GB18030.NewDecoder().Bytes(text)
	if err == nil && !bytes.ContainsRune(decoded, utf8.RuneError) {
		return fileProblem(name, "definition-encoding", indicators.Args{"encoding": "GB18030"})
	}
	line := 1
	for rest := text; len(rest) > 0; {
		r, n := utf8.DecodeRune(rest)
		if r == utf8.RuneError && n <= 1 {
			break
		}
		if r == '\n' {
			line++
		}
		rest = rest[n:]
	}
	problem := fileProblem(name, "definition-not-utf8", nil)
	problem.At.Line = line
	return problem
}
