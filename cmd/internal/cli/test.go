package cli

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"yardstick/engine"
	"yardstick/indicators"
	"yardstick/indicators/library"
	"yardstick/indicators/load"
	"yardstick/rules/ruletest"
	"yardstick/rules/scoring"
)

func (s *session) testCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "test [FILE…]",
		Short: "Run the rule tests that stand beside definitions",
		Long: `Runs *.test.yaml files: results over time, and what is expected of targets then.
Give definition files or folders; tests stand beside them. Without a file it runs
the tests of the embedded programme. It prints only what differs, and which
targets no test has driven to both met and not met.`,
		Example: `  yardstick test
  yardstick test gd-2021/`,
		RunE: func(cmd *cobra.Command, files []string) error { return s.test(cmd.Context(), files) },
	}
}

func (s *session) test(ctx context.Context, files []string) error {
	programme, tests, err := s.testFiles(files)
	if err != nil {
		return err
	}
	var cases []ruletest.Case
	var problems []*indicators.Problem
	for _, file := range tests {
		found, refused := ruletest.Read(file, programme)
		cases, problems = append(cases, found...), append(problems, refused...)
	}
	if hasErrors(problems) {
		return refusal(problems)
	}
	if len(cases) == 0 {
		return &failure{exit: CouldNotRun, code: "no-tests"}
	}
	report := ruletest.Run(programme, cases, evaluateCase)
	fmt.Fprint(s.out, report.Text(s.lang()))
	if _, failed, errors := report.Counts(); failed+errors > 0 {
		return errProblems
	}
	return ctx.Err()
}

// testFiles are the definitions and the tests that stand beside them.
func (s *session) testFiles(files []string) (*indicators.Programme, []load.Source, error) {
	if len(files) == 0 {
		return library.Programme(), library.TestFiles(), nil
	}
	var definitions, beside []string
	for _, file := range files {
		switch info, err := os.Stat(file); {
		case strings.HasSuffix(file, load.TestSuffix):
			beside = append(beside, file)
		case err == nil && info.IsDir():
			definitions = append(definitions, file)
			found, _ := filepath.Glob(filepath.Join(file, "*"+load.TestSuffix))
			beside = append(beside, found...)
		default:
			definitions = append(definitions, file)
		}
	}
	if len(definitions) == 0 { // only tests were named: the definitions stand beside them
		for _, test := range beside {
			if folder := filepath.Dir(test); !slices.Contains(definitions, folder) {
				definitions = append(definitions, folder)
			}
		}
	}
	programme, _, problems := readDefinitions(definitions)
	if programme == nil || hasErrors(problems) {
		return nil, nil, refusal(problems)
	}
	var tests []load.Source
	for _, file := range beside {
		found, refused := load.ReadFiles(file)
		problems, tests = append(problems, refused...), append(tests, found...)
	}
	if hasErrors(problems) {
		return nil, nil, refusal(problems)
	}
	return programme, tests, nil
}

// evaluateCase evaluates a case in memory: its figures in the order of the file,
// each entered after the one before.
func evaluateCase(p *indicators.Programme, c ruletest.Case) (ruletest.Results, error) {
	method, err := scoring.Lookup(p.Method)
	if err != nil {
		return nil, err
	}
	inputs := engine.Inputs{Through: c.Through, AsOf: instantOf(p, c), Method: method}
	var observations []engine.Observation
	for i, entry := range c.Entries {
		observation, problems := engine.Entry{
			Indicator: entry.Indicator, Part: entry.Part, Period: entry.Period, Text: entry.Text, At: entry.At,
		}.Check(p, indicators.MonthEnd(9999, time.December))
		if _, err := engine.Refused(problems); err != nil {
			return nil, err
		}
		observation.Seq = int64(i + 1)
		observations = append(observations, observation)
	}
	inputs.Observations = engine.InOrder(p, observations)
	for i, d := range c.Declarations {
		inputs.Declarations = append(inputs.Declarations, engine.Declaration{
			Seq: int64(i + 1), Kind: engine.DeclarationKind(d.Kind), Indicator: d.Indicator, Horizon: d.Horizon, Period: d.Period, Reason: d.Reason, Until: d.Until,
		})
	}
	e, err := engine.Evaluate(p, inputs)
	if err != nil {
		return nil, err
	}
	return resultsOf(e), nil
}

func instantOf(p *indicators.Programme, c ruletest.Case) time.Time {
	day := c.AsOf
	if day == 0 {
		day = c.Through.Last()
	}
	return day.EndIn(p.Location())
}

func resultsOf(e *engine.Evaluation) ruletest.Results {
	results := ruletest.Results{}
	for _, assignment := range e.Assignments {
		for _, indicator := range assignment.Indicators {
			for _, t := range indicator.Targets {
				results[t.Target.ID()] = ruletest.Result{
					State: string(t.State), Verdict: t.Verdict, Light: string(t.Light), Points: t.Points, Weight: t.Weight,
					Known: t.Known, Actual: t.Actual, Problem: t.Problem,
				}
			}
		}
	}
	return results
}
