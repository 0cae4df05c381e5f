package load

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"yardstick/indicators"
	"yardstick/indicators/goldentest"
)

// cases calls check with each definition in a folder of testdata; what it
// returns is compared with the .out beside it.
func cases(t *testing.T, folder string, check func(t *testing.T, source Source) string) {
	files, err := filepath.Glob("testdata/" + folder + "/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".yaml")
		t.Run(name, func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := check(t, Source{Name: name + ".yaml", Text: text})
			goldentest.Check(t, folder+"/"+name+".out", []byte(got))
		})
	}
}

func TestRefusalsSayWhereWhatAndWhatToWrite(t *testing.T) {
	cases(t, "refused", func(t *testing.T, source Source) string {
		_, problems := Read(source)
		if !refused(problems) {
			t.Error("nothing was refused")
		}
		return printed(problems)
	})
}

func TestReadingKeepsWhatIsPublished(t *testing.T) {
	cases(t, "read", func(t *testing.T, source Source) string {
		p, problems := Read(source)
		if len(problems) > 0 {
			t.Error(printed(problems))
		}
		return dump(p)
	})
}

func TestLintRemarks(t *testing.T) {
	cases(t, "lint", func(t *testing.T, source Source) string {
		p, problems := Read(source)
		if len(problems) > 0 {
			t.Fatal(printed(problems))
		}
		remarks := Lint(p)
		Quote(remarks, source)
		return printed(remarks)
	})
}

func refused(problems []*indicators.Problem) bool {
	for _, problem := range problems {
		if problem.Severity == indicators.Error {
			return true
		}
	}
	return false
}

// printed is each problem as a terminal shows it, and its English line.
func printed(problems []*indicators.Problem) string {
	var b strings.Builder
	for _, problem := range problems {
		fmt.Fprintf(&b, "%s\n%s: %s\n\n", problem.Text(indicators.Chinese), problem.Severity, problem.Line(indicators.English))
	}
	return b.String()
}

// dump prints what a definition says, a line a noun.
func dump(p *indicators.Programme) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %q %d/%d %s %s %s due %d\n", p.ID, p.Title, p.Year, p.FiscalStart, p.Zone, p.Method, p.Frequency, p.DueDay)
	for _, region := range p.Regions {
		fmt.Fprintf(&b, "region %s %s under %q\n", region.Code, region.Name, region.Parent)
	}
	for a := range p.Assignments() {
		fmt.Fprintf(&b, "%s %q %s %s funds %s workload %q %v %s\n", a.ID, a.Project.Title, a.Nature, printWindow(a.Window), a.Funds(), a.Workload.Text, a.Workload.Counted, a.Workload.Amount)
		for _, i := range a.Indicators {
			fmt.Fprintf(&b, "  %s %q %s [%s] %s %s %v\n", i.LocalID(), i.Name, i.Category(), i.Unit, i.Aggregation, printWeight(i.Weight), i.Cumulative)
			for _, t := range i.Targets {
				fmt.Fprintf(&b, "    %s %q %s due %s %s %s\n", t.Horizon, t.Text, t.Reading.Expr(), t.Due, t.DueSource, printWindow(t.Window))
			}
		}
	}
	return b.String()
}

func TestTheOrderOfSourcesDoesNotMatter(t *testing.T) {
	text := func(id string) Source {
		return Source{Name: id + ".yaml", Text: []byte("项目: {编号: " + id + ", 名称: " + id + ", 资金: {金额: 1}}\n")}
	}
	head := Source{Name: "programme.yaml", Text: []byte("专项: {编号: p, 名称: 试点, 年度: 2021, 项目顺序: [c, a, b]}\n")}
	want := ""
	for _, sources := range [][]Source{{head, text("a"), text("b"), text("c")}, {text("b"), text("c"), head, text("a")}} {
		p, problems := Read(sources...)
		if len(problems) > 0 {
			t.Fatal(printed(problems))
		}
		got := dump(p)
		if want == "" {
			want = got
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	}
	if !strings.Contains(want, "p/c/000000 \"c\"") || strings.Index(want, "p/c/") > strings.Index(want, "p/a/") {
		t.Errorf("projects do not stand in the declared order:\n%s", want)
	}
}

// A Han character before the place, a byte order mark and Windows line ends must
// not move it: columns count characters.
func TestPlacesCountCharacters(t *testing.T) {
	text := "专项: {编号: p, 名称: 试点, 年度: 2021}\n项目:\n  编号: a\n  名称: 甲\n  绩效指标:\n    产出/数量指标:\n      会议: {编号: m, 目标: 约90场}\n      论坛: \"约90场\"\n"
	for name, text := range map[string]string{"plain": text, "byte order mark": "\uFEFF" + text,
		"Windows line ends": strings.ReplaceAll(text, "\n", "\r\n"), "old line ends": strings.ReplaceAll(text, "\n", "\r")} {
		_, problems := Read(Source{Name: "f.yaml", Text: []byte(text)})
		var places []string
		for _, problem := range problems {
			places = append(places, problem.At.String()+" "+string([]rune(problem.Source)[problem.At.Column-1:problem.At.Column]))
		}
		if got, want := strings.Join(places, ", "), "f.yaml:7:23 约, f.yaml:8:12 约"; got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

// YAML would make numbers, dates and truths of these; a target is a text.
func TestScalarsArriveAsTyped(t *testing.T) {
	for _, text := range []string{"是", "9960", "90%", "2021-10", "2021-10-31", "100", "yes", "true", "0.85", "0.850", "1e3", "0x10", "0o14", "010",
		"1_000", "~", "null", ".inf", ".nan", "12:30", "≥90", "- 3", "8.5万家次", "5% - 10%", "+3%", "=3", "3 ", " 3"} {
		written := text
		if strings.HasPrefix(text, "- ") || strings.TrimSpace(text) != text {
			written = quotedText(text)
		}
		for _, form := range []string{"a: %s\n", "a: {b: %s}\n", "a: [x, %s]\n", "a:\n  - %s\n", "a: %s # 注\n"} {
			tree, problems := parse(Source{Name: "f.yaml", Text: fmt.Appendf(nil, form, written)})
			if len(problems) > 0 {
				t.Errorf("%q: %s", text, printed(problems))
				continue
			}
			if value := innermost(tree); value.text != text {
				t.Errorf("%q in %q arrives as %q", text, form, value.text)
			}
		}
	}
}

// innermost follows the last value down to what is no mapping and no sequence.
func innermost(n *node) *node {
	switch n.kind {
	case mapping:
		return innermost(n.entries[len(n.entries)-1].value)
	case sequence:
		return innermost(n.items[len(n.items)-1])
	}
	return n
}

func TestATextInQuotesArrivesWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[ -~。，：≥％中文９\x{1F600}]{0,40}`).Draw(t, "text")
		tree, problems := parse(Source{Name: "f.yaml", Text: []byte("目标: " + quotedText(text) + "\n后面: 1\n")})
		if len(problems) > 0 {
			t.Fatal(printed(problems))
		}
		if value := tree.entries[0].value; value.text != text || value.textPlace().Column != 6 || tree.entries[1].key.line != 2 {
			t.Fatalf("%q arrives as %q at %v", text, value.text, value.textPlace())
		}
	})
}

func TestRulesKeepTheirPlace(t *testing.T) {
	p := read(t, strings.Replace(before, "目标: 3次", "目标: 3次, 评价规则: actual >= target, 上年值: 2, 基期值: \"1,000\"", 1))
	i := p.Indicator("p/a/440000/meetings")
	if i.Rule == nil || i.Rule.Source != "actual >= target" || i.Rule.At.String() != "p.yaml:8:42" {
		t.Errorf("rule %+v", i.Rule)
	}
	if *i.YearAgo != 2*indicators.One || *i.Baseline != 1000*indicators.One {
		t.Errorf("year ago %v, baseline %v", i.YearAgo, i.Baseline)
	}
}

func TestADerivedIndicatorNeedsNoTarget(t *testing.T) {
	p := read(t, strings.Replace(before, "目标: 3次", "计算公式: indicator('a/trained') / 2", 1))
	if i := p.Indicator("p/a/440000/meetings"); !i.Derived() || len(i.Targets) != 0 {
		t.Errorf("%+v", i)
	}
}

// Every code that this package can give has its sentence.
func TestEveryCodeHasItsSentence(t *testing.T) {
	files, _ := filepath.Glob("*.go")
	call := regexp.MustCompile(`(?:problem\((?:[^"()]|\([^()]*\))*|remark\([^"]*|target\(t[^"]*|fileProblem\([^"]*|f\.at\(t, |code := |code = |return |": "|, )"((?:yaml|definition|lint|key|id|row|column|table|region|category|target|window|parts|programme)-[a-z-]+)"`)
	found := 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil || strings.HasSuffix(file, "_test.go") {
			continue
		}
		for _, match := range call.FindAllStringSubmatch(string(text), -1) {
			found++
			if code := match[1]; !indicators.Known(code) && !strings.HasSuffix(code, "-") {
				t.Errorf("%s: %s has no sentence", file, code)
			}
		}
	}
	if found < 40 {
		t.Errorf("only %d codes found", found)
	}
	for _, assumed := range []string{indicators.BareZero, indicators.BareAtLeast, indicators.BareAtMost, indicators.YearOfProgramme} {
		if !indicators.Known("lint-assumed-" + assumed) {
			t.Errorf("%s has no sentence", assumed)
		}
	}
}
