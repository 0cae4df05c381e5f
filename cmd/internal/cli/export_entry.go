package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"yardstick/engine"
	"yardstick/engine/intake"
	"yardstick/engine/store"
	"yardstick/indicators"
)

type exportEntryFlags struct {
	city, project, period, out string
	all, force                 bool
}

func (s *session) exportEntryCommand() *cobra.Command {
	var flags exportEntryFlags
	cmd := &cobra.Command{
		Use:   "entry {--city CITY | --project PROJECT | --all} --period MONTH",
		Short: "Write the entry sheets of a month as a workbook to fill in",
		Long: `Writes a workbook with one sheet for each assignment of a city, a project, or a
project in a city. What is fixed is locked; the figure of the month, a note and
the reason of a correction are filled in. "yardstick import" takes it back: cells
left empty stay as they are, and nothing is entered without a preview.`,
		Example: `  yardstick export entry --city 广州 --period 2021-03
  yardstick export entry --city 广州 --project survey --period 2021-03 --out march.xlsx
  yardstick import march.xlsx`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return s.exportEntry(cmd.Context(), flags) },
	}
	f := cmd.Flags()
	f.StringVar(&flags.city, "city", "", "a city: 广州, 440100 or Guangzhou")
	f.StringVar(&flags.project, "project", "", "a project: its id or title")
	f.BoolVar(&flags.all, "all", false, "every assignment")
	f.StringVar(&flags.period, "period", "", "the month: 2021-03")
	f.StringVar(&flags.out, "out", "", "the file to write (default: entry-2021-03.xlsx, after the month)")
	f.BoolVar(&flags.force, "force", false, "replace a file that is there already")
	_ = cmd.MarkFlagRequired("period")
	cmd.MarkFlagsOneRequired("city", "project", "all")
	cmd.MarkFlagsMutuallyExclusive("city", "all")
	cmd.MarkFlagsMutuallyExclusive("project", "all")
	return cmd
}

func (s *session) exportEntry(ctx context.Context, flags exportEntryFlags) error {
	period, err := indicators.ParsePeriod(flags.period)
	if err != nil {
		return usage("period", indicators.Args{"text": flags.period})
	}
	st, err := s.open(ctx, false)
	if err != nil {
		return err
	}
	defer st.Close()
	p, err := s.programme(ctx, st)
	if err != nil {
		return err
	}
	chosen, err := flags.assignments(p)
	if err != nil {
		return err
	}
	sheets, err := s.entrySheets(ctx, st, p, chosen, period)
	if err != nil {
		return refusedBy(err)
	}
	path := flags.out
	if path == "" {
		path = "entry-" + period.String() + ".xlsx"
	}
	if _, err := os.Lstat(path); err == nil && !flags.force {
		return &failure{exit: CouldNotRun, code: "overwrite-one", args: indicators.Args{"path": path}}
	}
	if err := writeStream(path, func(w io.Writer) error { return intake.WriteWorkbook(w, sheets, s.lang()) }); err != nil {
		return err
	}
	fmt.Fprintln(s.out, path)
	return nil
}

// assignments are those of the city and the project; none is refused.
func (f *exportEntryFlags) assignments(p *indicators.Programme) ([]*indicators.Assignment, error) {
	var scope engine.Scope
	if f.city != "" {
		region, err := findCity(p, f.city)
		if err != nil {
			return nil, err
		}
		scope.Region = region.Code
	}
	if f.project != "" {
		project, err := findProject(p, f.project)
		if err != nil {
			return nil, err
		}
		scope.Project = project.ID
	}
	var chosen []*indicators.Assignment
	for a := range p.Assignments() {
		if (scope.Region == "" || a.Region == scope.Region) && (scope.Project == "" || a.Project.ID == scope.Project) {
			chosen = append(chosen, a)
		}
	}
	if len(chosen) == 0 {
		return nil, usage("scope-empty", indicators.Args{"name": f.city + " " + f.project})
	}
	return chosen, nil
}

// entrySheets are the sheets of a month. An assignment that reports nothing for it
// is left out and named; when none reports anything, that refuses the export.
func (s *session) entrySheets(ctx context.Context, st *store.Store, p *indicators.Programme, chosen []*indicators.Assignment, period indicators.Period) ([]*engine.Sheet, error) {
	var sheets []*engine.Sheet
	var outside []*indicators.Problem
	for _, a := range chosen {
		sheet, err := st.Sheet(ctx, p.ID, a.ID, period)
		var problem *indicators.Problem
		switch {
		case err == nil:
			sheets = append(sheets, sheet)
		case errors.As(err, &problem) && problem.Code == "period-outside":
			outside = append(outside, problem)
		default:
			return nil, err
		}
	}
	if len(sheets) == 0 {
		return nil, &engine.Refusal{Problems: outside}
	}
	for _, problem := range outside {
		left := *problem
		left.Severity = indicators.Note
		s.printProblems([]*indicators.Problem{&left})
	}
	return sheets, nil
}
