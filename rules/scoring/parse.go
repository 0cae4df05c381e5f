package scoring

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"

	"yardstick/indicators"
	"yardstick/rules"
)

//go:embed methods/*.yaml
var methodFiles embed.FS

// embedded holds the methods that yardstick brings, by name with version. It is
// read once and never changed.
var embedded = sync.OnceValue(func() map[string]*Method {
	out := map[string]*Method{}
	files, err := methodFiles.ReadDir("methods")
	if err != nil {
		panic(err)
	}
	for _, file := range files {
		text, err := methodFiles.ReadFile(path.Join("methods", file.Name()))
		if err != nil {
			panic(err)
		}
		m, problems := Parse(text, file.Name())
		if len(problems) > 0 || m.Name()+".yaml" != file.Name() {
			panic(fmt.Sprint("methods/", file.Name(), ": ", problems))
		}
		out[m.Name()] = m
	}
	return out
})

// Names lists the embedded methods, sorted.
func Names() []string {
	names := make([]string, 0, len(embedded()))
	for name := range embedded() {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// Lookup returns an embedded method by name: mof-2020@1, or mof-2020 for its
// latest. The error is a *[indicators.Problem] with the code unknown-method.
func Lookup(name string) (*Method, error) {
	if m := embedded()[name]; m != nil {
		return m, nil
	}
	var latest *Method
	for _, m := range embedded() {
		if m.ID == name && (latest == nil || m.Version > latest.Version) {
			latest = m
		}
	}
	if latest == nil {
		return nil, &indicators.Problem{Code: "unknown-method", Args: indicators.Args{
			"name": name, "known": strings.Join(Names(), ", ")}}
	}
	return latest, nil
}

// maxSource is the size in bytes beyond which a method file is not one.
const maxSource = 64 << 10

// Parse reads a method file. With problems the method is nil; name is the file
// that they name.
func Parse(text []byte, name string) (*Method, []*indicators.Problem) {
	if len(text) > maxSource {
		return nil, []*indicators.Problem{{At: indicators.Place{File: name}, Code: "method-too-large"}}
	}
	m := new(Method)
	decoder := yaml.NewDecoder(bytes.NewReader(text), yaml.Strict(), yaml.UseJSONUnmarshaler())
	if err := decoder.Decode(m); err != nil {
		return nil, []*indicators.Problem{unreadable(err, text, name)}
	}
	for i := range m.Blocks {
		lower(m.Blocks[i].Words)
	}
	lower(m.Bands.Whole)
	var problems []*indicators.Problem
	for _, fault := range m.faults() {
		problems = append(problems, &indicators.Problem{At: indicators.Place{File: name}, Code: "method-" + fault})
	}
	if len(problems) > 0 {
		return nil, problems
	}
	return m, nil
}

func lower(words []string) {
	for i := range words {
		words[i] = strings.ToLower(words[i])
	}
}

// unreadable turns the reader's error into a problem with its place.
func unreadable(err error, text []byte, name string) *indicators.Problem {
	p := &indicators.Problem{At: indicators.Place{File: name}, Code: "method-unreadable",
		Args: indicators.Args{"cause": err.Error()}}
	var at yaml.Error
	if errors.As(err, &at) && at.GetToken() != nil {
		position := at.GetToken().Position
		p.At.Line, p.At.Column = position.Line, position.Column
		p.Args["cause"] = at.GetMessage()
		if lines := strings.Split(string(text), "\n"); position.Line <= len(lines) {
			p.Source = strings.TrimRight(lines[position.Line-1], "\r")
		}
	}
	return p
}

// faults lists by code what makes the method unusable.
func (m *Method) faults() (codes []string) {
	check := func(ok bool, code string) {
		if !ok {
			codes = append(codes, code)
		}
	}
	total, others := m.Share, 0
	ids := map[string]bool{}
	for _, b := range m.Blocks {
		check(b.ID != "" && !ids[b.ID] && b.ID != ExecutionBlock && b.Weight > 0, "block")
		ids[b.ID] = true
		total += b.Weight
		if b.Default {
			others++
		}
	}
	for _, b := range m.Blocks {
		check(b.PassesTo == "" || ids[b.PassesTo] && b.PassesTo != b.ID, "passes-to")
	}
	check(m.ID != "" && m.Version > 0 && !strings.ContainsAny(m.ID, "@/ "), "id")
	check(m.Share >= 0 && total == 100_00, "weights")
	check(others == 1, "otherwise")
	check(m.Rule == proportional || m.Rule == metOnly, "points")
	check(m.Ceiling == inverse || m.Ceiling == linear, "at-most")
	check(m.Over.Ratio > indicators.One && (m.Over.Do == flag || m.Over.Do == deduct), "over")
	check(m.tiersInOrder(), "tiers")
	check(m.gradesInOrder(), "grades")
	check(m.MinimumCoverage >= 0 && m.MinimumCoverage <= 100_00, "coverage")
	check(m.Bands.Targets.inOrder() && m.Bands.Money.inOrder(), "pace")
	check(m.Limits.ExecutionGap >= 0 && m.Limits.Unspent >= 0, "alarms")
	return codes
}

func (m *Method) tiersInOrder() bool {
	want := []rules.Verdict{rules.Met, rules.PartlyMet, rules.NotMet}
	if len(m.Tiers) != len(want) {
		return false
	}
	top := 100 * indicators.One
	for i, tier := range m.Tiers {
		inBand := tier.Default >= tier.From && (tier.Default < top || i == 0 && tier.Default == top)
		if tier.Verdict != want[i] || tier.From < 0 || tier.From >= top || !inBand {
			return false
		}
		top = tier.From
	}
	return top == 0
}

func (m *Method) gradesInOrder() bool {
	above := indicators.Hundredths(100_01)
	for _, grade := range m.Grades {
		if grade.ID == "" || grade.Name.ZH == "" || grade.Name.EN == "" || grade.From >= above {
			return false
		}
		above = grade.From
	}
	return above == 0
}

func (c Cuts) inOrder() bool {
	return 0 < c.Red && c.Red < c.Yellow && (c.Green == 0 || c.Yellow < c.Green)
}
