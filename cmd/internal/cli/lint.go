package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"yardstick/cmd/internal/standing"
	"yardstick/indicators"
	"yardstick/indicators/load"
)

func (s *session) lintCommand() *cobra.Command {
	var strict, asJSON bool
	cmd := &cobra.Command{
		Use:   "lint FILE…",
		Short: "Say every problem of definition files, and everything assumed in reading them",
		Long: `Reads definition files (or folders of them), YAML or workbooks in the official
layout, as one programme and prints every problem with its place, in a workbook the
cell: errors, warnings, and notes on what was assumed.
Exit code 1 when there is an error; with --strict also for warnings and assumptions.`,
		Example: `  yardstick lint gd-2021/
  yardstick lint --strict programme.yaml crafts.yaml
  yardstick lint plan.xlsx
  yardstick lint --json gd-2021/ | jq '.[].code'`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, files []string) error {
			return s.lint(files, strict, asJSON)
		},
	}
	cmd.Flags().BoolVar(&strict, "strict", false, "take warnings and assumptions for errors")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print a JSON array")
	return cmd
}

func (s *session) lint(files []string, strict, asJSON bool) error {
	programme, sources, problems := readDefinitions(files)
	if programme != nil {
		problems = append(append(problems, standing.ScheduleWarnings(programme, s.now())...), load.Lint(programme)...)
	}
	load.Quote(problems, sources...)
	counts := map[indicators.Severity]int{}
	for _, problem := range problems {
		if problem.Severity == "" || strict {
			problem.Severity = indicators.Error
		}
		counts[problem.Severity]++
	}
	if asJSON {
		if err := s.writeJSON(problemsJSON(problems, s.lang())); err != nil {
			return err
		}
	} else {
		for _, problem := range problems {
			fmt.Fprintln(s.out, s.say("severity."+string(problem.Severity), nil)+problem.Text(s.lang()))
		}
		s.talk(s.say("lint-counts", indicators.Args{
			"errors": fmt.Sprint(counts[indicators.Error]), "warnings": fmt.Sprint(counts[indicators.Warning]), "notes": fmt.Sprint(counts[indicators.Note]),
		}))
	}
	if counts[indicators.Error] > 0 {
		return errProblems
	}
	return nil
}

// readDefinitions reads files as one programme, with their texts and every problem
// that keeps it from use; the programme is nil when nothing could be built.
func readDefinitions(files []string) (*indicators.Programme, []load.Source, []*indicators.Problem) {
	sources, problems := load.ReadFiles(files...)
	if len(sources) == 0 {
		return nil, nil, problems
	}
	programme, more := standing.ReadDefinitions(sources...)
	return programme, sources, append(problems, more...)
}

// hasErrors reports whether a definition must not be used.
func hasErrors(problems []*indicators.Problem) bool { return standing.Refuses(problems) }

// lintJSON is one problem as lint --json prints it.
type lintJSON struct {
	indicators.Place
	Severity indicators.Severity `json:"severity"`
	Code     string              `json:"code"`
	Message  string              `json:"message"`
	Hint     string              `json:"hint,omitempty"`
}

func problemsJSON(problems []*indicators.Problem, l indicators.Language) []lintJSON {
	out := make([]lintJSON, 0, len(problems))
	for _, p := range problems {
		severity := p.Severity
		if severity == "" {
			severity = indicators.Error
		}
		out = append(out, lintJSON{Place: p.At, Severity: severity, Code: p.Code, Message: p.Message(l), Hint: p.Hint(l)})
	}
	return out
}
