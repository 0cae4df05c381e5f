package notation

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"yardstick/indicators"
)

// again is the input that reads a canonical form back: everything but the text
// stays, except that the unit is in the text now.
func again(in Input, r indicators.Reading, l indicators.Language) Input {
	in.Text, in.Tolerance, in.Direction = Canonical(r, l), "", ""
	return in
}

// stated is a reading without what its canonical form cannot show.
func stated(r indicators.Reading) string {
	r.Assumed = nil
	for i := range r.Parts {
		r.Parts[i].Assumed = nil
		r.Parts[i].Label = quotes.Replace(r.Parts[i].Label)
	}
	text, _ := json.Marshal(r)
	return string(text)
}

func TestACanonicalFormReadsBackToTheSameReading(t *testing.T) {
	for _, file := range []string{"targets.jsonl", "more.jsonl"} {
		for _, e := range examples(t, file) {
			r, problem := Read(e.input())
			if problem != nil {
				continue
			}
			for _, l := range []indicators.Language{indicators.Chinese, indicators.English} {
				in := again(e.input(), r, l)
				back, problem := Read(in)
				if problem != nil {
					t.Errorf("%s:%d: %q prints as %q, refused: %v", file, e.Line, e.Target, in.Text, problem)
				} else if want, got := stated(r), stated(back); want != got {
					t.Errorf("%s:%d: %q prints as %q, which reads\n\t%s\nwant\t%s", file, e.Line, e.Target, in.Text, got, want)
				}
			}
		}
	}
}

func TestEveryProblemHasWordsAndAPlaceInTheText(t *testing.T) {
	for _, file := range []string{"targets.jsonl", "more.jsonl"} {
		for _, e := range examples(t, file) {
			_, problem := Read(e.input())
			if problem == nil {
				continue
			}
			for _, l := range []indicators.Language{indicators.Chinese, indicators.English} {
				if text := problem.Text(l); strings.Contains(text, "{") || !indicators.Known(problem.Code) {
					t.Errorf("%q: %s", e.Target, text)
				}
			}
			if n := len([]rune(e.Target)); problem.Column < 1 || problem.Column > max(n, 1) || problem.Source != e.Target {
				t.Errorf("%q: column %d of %d", e.Target, problem.Column, n)
			}
		}
	}
}

// hostile are pieces that, repeated, led a reader astray once or might.
var hostile = []string{"9", "(", ")", "（）", "≥", "+", "-", "万", "且", "，", "一", "百分之", "1-", "2021年", "每", "\"", "《", "a ", "≥5且", "5场，", "1,", ".", "/", "由5", "较上年", "不", "twenty ", "per ", "5%", "（2021年）", "12月", "至"}

// A text that holds the reader would run into the test's own time limit; that the
// time grows with the length and no faster is for BenchmarkHostile to show.
func TestHostileTextsAreReadOrRefused(t *testing.T) {
	for _, piece := range hostile {
		in := Input{Text: strings.Repeat(piece, 100_000/len(piece)), Name: "x", Category: "产出/数量指标", Year: 2021}
		if r, problem := Read(in); problem == nil && r.Kind == "" {
			t.Errorf("%q repeated is neither read nor refused", piece)
		}
	}
	in := Input{Text: "5", Name: strings.Repeat("成本较上年（", 10_000), Unit: strings.Repeat("万", 50_000), Category: "产出/数量指标"}
	if r, problem := Read(in); problem == nil && r.Kind == "" {
		t.Error("a hostile name is neither read nor refused")
	}
}

// BenchmarkHostile reads every hostile piece repeated to 10 kB and to 100 kB: the
// time for each character should stay the same.
func BenchmarkHostile(b *testing.B) {
	for _, size := range []int{10_000, 100_000} {
		b.Run(strconv.Itoa(size), func(b *testing.B) {
			for b.Loop() {
				for _, piece := range hostile {
					Read(Input{Text: strings.Repeat(piece, size/len(piece)), Name: "x", Category: "产出/数量指标", Year: 2021})
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*size*len(hostile)), "ns/byte")
		})
	}
}

func FuzzRead(f *testing.F) {
	for _, file := range []string{"targets.jsonl", "more.jsonl"} {
		for _, e := range examples(f, file) {
			f.Add(e.Name, e.Target, e.Unit, e.Category)
		}
	}
	f.Fuzz(func(t *testing.T, name, target, unit, category string) {
		in := Input{Name: name, Text: target, Unit: unit, Category: category, Year: 2021}
		if len(unit) > 100 || len(name) > 1000 {
			return // no unit; a quoted one ends within 200 characters
		}
		r, problem := Read(in)
		if problem != nil {
			problem.Text(indicators.Chinese)
			return
		}
		if r.Kind == "" {
			t.Fatalf("%q: neither read nor refused", target)
		}
		r.Says(indicators.English)
		back, problem := Read(again(in, r, indicators.Chinese))
		if problem != nil {
			t.Fatalf("%q prints as %q, refused: %v", target, Canonical(r, indicators.Chinese), problem)
		}
		if want, got := stated(r), stated(back); want != got {
			t.Fatalf("%q prints as %q, which reads\n\t%s\nwant\t%s", target, Canonical(r, indicators.Chinese), got, want)
		}
	})
}

func FuzzReadActual(f *testing.F) {
	var readings []indicators.Reading
	for _, e := range examples(f, "targets.jsonl") {
		if r, problem := Read(e.input()); problem == nil {
			readings = append(readings, r)
		}
		f.Add(e.Target, uint(len(readings)))
	}
	f.Fuzz(func(t *testing.T, text string, which uint) {
		r := readings[which%uint(len(readings))]
		actual, problem := ReadActual(text, r, 2021)
		if problem != nil {
			problem.Text(indicators.English)
			return
		}
		if actual.Value > indicators.MaxValue || actual.Value < -indicators.MaxValue {
			t.Fatalf("%q: %v", text, actual.Value)
		}
	})
}

func BenchmarkRead(b *testing.B) {
	all := append(examples(b, "targets.jsonl"), examples(b, "more.jsonl")...)
	inputs := make([]Input, len(all))
	for i, e := range all {
		inputs[i] = e.input()
	}
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		Read(inputs[n%len(inputs)])
		n++
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "targets/s")
}
