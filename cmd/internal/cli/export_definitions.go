package cli

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"yardstick/indicators"
	"yardstick/indicators/load"
)

type exportDefinitionsFlags struct {
	project, out string
	force        bool
}

func (s *session) exportDefinitionsCommand() *cobra.Command {
	var flags exportDefinitionsFlags
	cmd := &cobra.Command{
		Use:   "definitions [FILE…]",
		Short: "Write the definitions as a workbook in the official layout, to edit and load again",
		Long: `Writes the targets of the programme in force, or of definition files, as a workbook
in the layout of the declaration form (项目支出绩效目标申报表): a sheet for each
project, or for each region of a project. What the form has no place for (ids,
weights, aggregation) stands beside and below what is printed. "yardstick lint" and
"yardstick load" read the workbook back as the same programme. With --project only
its forms are written, without the sheet of the programme: lint and load them
together with the other files.`,
		Example: `  yardstick export definitions --out plan.xlsx
  yardstick export definitions --project survey gd-2021/
  yardstick lint plan.xlsx`,
		RunE: func(cmd *cobra.Command, files []string) error {
			return s.exportDefinitions(cmd.Context(), files, flags)
		},
	}
	f := cmd.Flags()
	f.StringVar(&flags.project, "project", "", "only this project: its id or title")
	f.StringVar(&flags.out, "out", "", "the file to write (default: gd-2021.xlsx, after the programme or the project)")
	f.BoolVar(&flags.force, "force", false, "replace a file that is there already")
	return cmd
}

func (s *session) exportDefinitions(ctx context.Context, files []string, flags exportDefinitionsFlags) error {
	p, sources, err := s.definitionSources(ctx, files)
	if err != nil {
		return err
	}
	name := p.ID
	if flags.project != "" {
		project, err := findProject(p, flags.project)
		if err != nil {
			return err
		}
		flags.project, name = project.LocalID(), project.LocalID()
	}
	path := flags.out
	if path == "" {
		path = name + ".xlsx"
	}
	if _, err := os.Lstat(path); err == nil && !flags.force {
		return &failure{exit: CouldNotRun, code: "overwrite-one", args: indicators.Args{"path": path}}
	}
	err = writeStream(path, func(w io.Writer) error { return load.WriteWorkbook(w, flags.project, sources...) })
	if err != nil {
		return err
	}
	fmt.Fprintln(s.out, path)
	return nil
}

// definitionSources are those of the files, or without any those in force in the database.
func (s *session) definitionSources(ctx context.Context, files []string) (*indicators.Programme, []load.Source, error) {
	if len(files) > 0 {
		p, sources, problems := readDefinitions(files)
		if p == nil || hasErrors(problems) {
			return nil, nil, refusal(problems)
		}
		return p, sources, nil
	}
	st, err := s.open(ctx, false)
	if err != nil {
		return nil, nil, err
	}
	defer st.Close()
	p, err := s.programme(ctx, st)
	if err != nil {
		return nil, nil, err
	}
	sources, err := st.Sources(ctx, p.ID, p.Version)
	return p, sources, err
}
