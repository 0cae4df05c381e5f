package load

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"

	"yardstick/indicators"
)

func TestFilesThatAreNoDefinitions(t *testing.T) {
	gb, err := simplifiedchinese.GB18030.NewEncoder().String("专项:\n  编号: p\n  名称: 试点\n")
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]struct {
		text string
		want string
	}{
		"a workbook":              {"PK\x03\x04\x14\x00\x06\x00", "f.yaml: the file is not text: byte 3 cannot stand in a text; a workbook or a Word file cannot be read as YAML [definition-binary]"},
		"UTF-16":                  {"\xff\xfe\x13\x4e", "f.yaml: the file is encoded as UTF-16; save it as UTF-8 in your editor [definition-encoding]"},
		"GB18030":                 {gb, "f.yaml: the file is encoded as GB18030; save it as UTF-8 in your editor [definition-encoding]"},
		"cut inside a character":  {"专项:\n  名称: 试\xe7\x82", "f.yaml:2: the file is not UTF-8 text from this line on; save it as UTF-8; a file that was downloaded may be incomplete [definition-not-utf8]"},
		"nothing":                 {"", "f.yaml: the file is empty [definition-empty]"},
		"nothing but white space": {"\n  \n", "f.yaml: the file is empty [definition-empty]"},
		"nothing but a comment":   {"# 待填\n", "f.yaml: the file is empty [definition-empty]"},
		"too large":               {strings.Repeat(" ", MaxSourceBytes+1), "f.yaml: the file is larger than 16 MB, which no definition is; if it really is one, split it into a file for each project [definition-too-large]"},
	}
	for name, test := range tests {
		p, problems := Read(Source{Name: "f.yaml", Text: []byte(test.text)})
		if p != nil || len(problems) != 1 || problems[0].Line(indicators.English) != test.want {
			t.Errorf("%s: %v\nwant %s", name, problems, test.want)
		}
	}
}

func TestAFileOf100MBIsRefusedUnread(t *testing.T) {
	path := filepath.Join(t.TempDir(), "huge.yaml")
	if err := os.WriteFile(path, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(path, 100<<20); err != nil {
		t.Fatal(err)
	}
	sources, problems := ReadFiles(path)
	if len(sources) != 0 || len(problems) != 1 || problems[0].Code != "definition-too-large" {
		t.Errorf("%v", problems)
	}
}

func TestAFolderStandsForItsDefinitions(t *testing.T) {
	folder := t.TempDir()
	for _, name := range []string{"b.yaml", "a.yml", "a.test.yaml", "notes.txt", ".hidden.yaml"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte("x"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	missing := filepath.Join(folder, "missing.yaml")
	empty := t.TempDir()
	sources, problems := ReadFiles(folder, missing, empty)
	var names []string
	for _, source := range sources {
		names = append(names, filepath.Base(source.Name))
	}
	if got := strings.Join(names, " "); got != "a.yml b.yaml" {
		t.Errorf("read %s", got)
	}
	var codes []string
	for _, problem := range problems {
		codes = append(codes, problem.Code)
	}
	if got := strings.Join(codes, " "); got != "definition-not-found definition-folder-empty" {
		t.Errorf("problems %s", got)
	}
}

// Shapes that take the YAML library time growing with the square of their size,
// or would take memory without end, are refused. One that is not would run into
// the test's own time limit: unfenced they take minutes.
func TestHostileFilesAreRefused(t *testing.T) {
	const n = 128 << 10
	var wide strings.Builder
	for i := range n / 8 {
		wide.WriteString("k" + strings.Repeat("0", i%7) + ": v\n")
	}
	for name, text := range map[string]string{
		"brackets": strings.Repeat("[", n), "braces": strings.Repeat("{a: ", n/4), "dashes": strings.Repeat("- ", n/2),
		"keys on one line": strings.Repeat("a: ", n/3), "keys side by side": wide.String(), "question marks": strings.Repeat("? ", n/2),
		"empty items": strings.Repeat("-\n", n/2), "empty keys in a list": strings.Repeat("- a:\n", n/5),
		"keys without values": "a: {" + strings.Repeat("b,", n/2) + "}", "commas": "a: [" + strings.Repeat(",", n) + "]",
		"one long row": "a: [" + strings.Repeat("1,", n/2) + "1]", "anchors": strings.Repeat("&a ", n/3), "aliases": strings.Repeat("*a ", n/3),
		"tags": strings.Repeat("!a ", n/3), "directives": strings.Repeat("%a\n", n/3), "documents": strings.Repeat("---\n", n/4),
		"blanks": strings.Repeat(" ", n) + "a", "lines": strings.Repeat("\n", n) + "a", "comments": strings.Repeat("#\n", n/2),
		"quotes": "a: '" + strings.Repeat("''", n/2) + "'", "an open quote": "a: \"" + strings.Repeat("x\n", n/2),
		"a long number": "项目: {编号: " + strings.Repeat("9", n) + "}", "folded": strings.Repeat("a: >\n", n/5),
		"unknown keys": "项目: [" + strings.Repeat("{b: 1},", n/7) + "]", "many headers": "项目: {分配表: {表头: [" + strings.Repeat("a,", n/2) + "b], 广州: [1]}}",
	} {
		if _, problems := Read(Source{Name: "f.yaml", Text: []byte(text)}); !refused(problems) {
			t.Errorf("%s: nothing was refused", name)
		}
	}
}

// FuzzRead holds that no file makes the reader panic or linger, that it is used or
// refused, and that what one reading says the next one says again.
func FuzzRead(f *testing.F) {
	for _, folder := range []string{"refused", "read", "lint"} {
		files, _ := filepath.Glob("testdata/" + folder + "/*.yaml")
		for _, file := range files {
			if text, err := os.ReadFile(file); err == nil {
				f.Add(text)
			}
		}
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		slow := time.AfterFunc(5*time.Second, func() { panic(fmt.Sprintf("still reading %d bytes after 5 s", len(text))) })
		defer slow.Stop()
		source := Source{Name: "f.yaml", Text: text}
		p, problems := Read(source)
		if p == nil && !refused(problems) {
			t.Fatal("no programme, and no word why")
		}
		for _, problem := range problems {
			if problem.Text(indicators.Chinese) == "" || !indicators.Known(problem.Code) {
				t.Fatalf("no words for %q", problem.Code)
			}
		}
		if p == nil {
			return
		}
		Quote(Lint(p), source)
		again, _ := Read(source)
		if changes := Difference(p, again); len(changes) > 0 {
			t.Fatalf("read twice, it differs: %s", changes[0].Say(indicators.English))
		}
	})
}
