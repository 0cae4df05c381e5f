package ruletest

import (
	"fmt"
	"strconv"
	"strings"

	"yardstick/indicators"
)

// Run evaluates every case and compares what it expects. It goes on after a case
// that fails or cannot be evaluated.
func Run(p *indicators.Programme, cases []Case, evaluate Evaluate) *Report {
	report := &Report{Coverage: newCoverage(p)}
	for _, c := range cases {
		outcome := Outcome{Case: c}
		results, err := evaluate(p, c)
		if err != nil {
			outcome.Err = err
			report.Outcomes = append(report.Outcomes, outcome)
			continue
		}
		for _, expected := range c.Expect {
			result, ok := results[expected.Target.ID()]
			if !ok {
				outcome.Err = &indicators.Problem{At: expected.At, Code: "ruletest-no-result", Args: indicators.Args{"target": expected.Target.ID()}}
				break
			}
			differences := expected.differences(result)
			outcome.Differences = append(outcome.Differences, differences...)
			outcome.Targets++
			if len(differences) == 0 {
				report.Coverage.saw(expected, result)
			}
		}
		report.Outcomes = append(report.Outcomes, outcome)
	}
	return report
}

// differences compares the fields that are expected, and only those.
func (e Expectation) differences(r Result) (out []Difference) {
	for _, field := range e.Fields {
		if got := r.field(field.Name); got != field.Want {
			out = append(out, Difference{Target: e.Target, Field: field.Name, Want: field.Want, Got: got, State: r.State,
				At: field.At, Problem: r.Problem})
		}
	}
	return out
}

// Report is what running tests found.
type Report struct {
	Outcomes []Outcome
	Coverage *Coverage
}

// Outcome is the result of one case. It passed when Err is nil and nothing
// differs; with Err it could not be run, which is not failing.
type Outcome struct {
	Case        Case
	Err         error
	Targets     int // compared
	Differences []Difference
}

// Difference is one field that is not as expected.
type Difference struct {
	Target    *indicators.Target
	Field     string
	Want, Got string
	State     string // in which the target was found
	At        indicators.Place
	Problem   *indicators.Problem // why there was no verdict, where that is known
}

// Counts tells how many cases passed, failed and could not be run.
func (r *Report) Counts() (passed, failed, errors int) {
	for _, o := range r.Outcomes {
		switch {
		case o.Err != nil:
			errors++
		case len(o.Differences) > 0:
			failed++
		default:
			passed++
		}
	}
	return passed, failed, errors
}

// Text prints the report: a line for each case, under it what differs, then the
// counts and the coverage.
func (r *Report) Text(l indicators.Language) string {
	var b strings.Builder
	for _, o := range r.Outcomes {
		o.write(&b, l)
	}
	passed, failed, errors := r.Counts()
	b.WriteString(l.Say("ruletest.counts", indicators.Args{
		"passed": strconv.Itoa(passed), "failed": strconv.Itoa(failed), "errors": strconv.Itoa(errors)}) + "\n")
	r.Coverage.write(&b, l)
	return b.String()
}

func (o Outcome) write(b *strings.Builder, l indicators.Language) {
	if o.Err != nil {
		fmt.Fprintf(b, "ERROR %s %s\n", o.Case.At, o.Case.Name)
		for _, line := range strings.Split(Words(o.Err, l), "\n") {
			fmt.Fprintf(b, "      %s\n", line)
		}
		return
	}
	mark, targets := "PASS ", "ruletest.targets"
	if len(o.Differences) > 0 {
		mark = "FAIL "
	}
	if o.Targets == 1 {
		targets = "ruletest.targets.one"
	}
	fmt.Fprintf(b, "%s %s %s %s\n", mark, o.Case.At, o.Case.Name, l.Say(targets, indicators.Args{"n": strconv.Itoa(o.Targets)}))
	var last *indicators.Target
	for _, d := range o.Differences {
		if d.Target != last {
			fmt.Fprintf(b, "      %s\n", d.Target.ID())
			if d.Problem != nil {
				fmt.Fprintf(b, "        %s\n", d.Problem.Line(l))
			}
			last = d.Target
		}
		got := word(d.Got, l)
		if d.Got == "none" {
			got = l.Say("ruletest.none-because", indicators.Args{"state": word(d.State, l)})
		}
		fmt.Fprintf(b, "        %s: %s\n", d.At, l.Say("ruletest.differs", indicators.Args{
			"field": l.Say("ruletest.field."+d.Field, nil), "want": word(d.Want, l), "got": got}))
	}
}

// Words says an error in the reader's language where it is a problem.
func Words(err error, l indicators.Language) string {
	if problem, ok := err.(*indicators.Problem); ok {
		return problem.Line(l)
	}
	return err.Error()
}

// word prints a verdict, state or light in a language, numbers as they are.
func word(value string, l indicators.Language) string {
	if key := "ruletest.word." + value; indicators.Known(key) {
		return l.Say(key, nil)
	}
	if value == "" {
		return l.Say("ruletest.word.none", nil)
	}
	return value
}
