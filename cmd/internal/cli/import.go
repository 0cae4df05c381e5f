package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"yardstick/engine"
	"yardstick/engine/intake"
	"yardstick/engine/store"
	"yardstick/indicators"
)

// importFlags say how a file of figures is taken.
type importFlags struct {
	yes    bool
	reason string
}

func (f *importFlags) add(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&f.yes, "yes", false, "do not ask")
	cmd.Flags().StringVar(&f.reason, "supersede", "", "why figures that are there already are corrected, for lines that give no reason")
}

func (s *session) importCommand() *cobra.Command {
	var flags importFlags
	cmd := &cobra.Command{
		Use:   "import FILE",
		Short: "Take figures from a file, after a preview, all or nothing",
		Long: `Takes an entry workbook that was filled in (see "yardstick export entry"), or a
table of figures: CSV, or the first sheet of a workbook, as "import actuals" says.

First it shows every cell that would change and every verdict that would flip;
then all of it is entered, or nothing. Cells left empty stay as they are. A fixed
cell that was changed is refused, and so is a figure that somebody else has
entered since the export, unless a reason is given.`,
		Example: `  yardstick import march.xlsx
  yardstick import march.xlsx --yes --as li`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return cmd.Help()
			}
			return s.importFile(cmd.Context(), args[0], flags)
		},
	}
	flags.add(cmd)
	cmd.AddCommand(s.importActualsCommand())
	return cmd
}

func (s *session) importActualsCommand() *cobra.Command {
	var flags importFlags
	cmd := &cobra.Command{
		Use:   "actuals FILE",
		Short: "Take actual results from a table, CSV or workbook",
		Long: `Reads a table with a heading row: indicator (id, or name with region), period,
value, and if wanted part, note, reason. Headings may be Chinese (指标, 地区, 期间,
实际完成值, 说明). Files of a Chinese Excel (GB18030, BOM, semicolons) are understood.

First it shows every cell that would change and every verdict that would flip;
then all of it is entered, or nothing.`,
		Example: `  yardstick import actuals march.csv
  yardstick import actuals corrections.csv --supersede "按年报更正" --yes`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return s.importFile(cmd.Context(), args[0], flags)
		},
	}
	flags.add(cmd)
	return cmd
}

func (s *session) importFile(ctx context.Context, path string, flags importFlags) error {
	st, err := s.open(ctx, true)
	if err != nil {
		return err
	}
	defer st.Close()
	id, err := s.programmeID(ctx, st)
	if err != nil {
		return err
	}
	as, err := s.actor(ctx, st)
	if err != nil {
		return err
	}
	file, err := os.Open(path)
	if err != nil {
		return &failure{exit: CouldNotRun, code: "file-unreadable", args: indicators.Args{"path": path}, cause: bareCause(err)}
	}
	defer file.Close()
	preview, err := intake.Look(ctx, st, filepath.ToSlash(path), file, intake.Options{Programme: id, Reason: flags.reason, Now: s.now, Provisional: as != nil})
	if err != nil {
		return refusedBy(err)
	}
	s.printProblems(preview.Remarks)
	fresh, changed, same := preview.Count()
	switch {
	case fresh+changed+same == 0:
		fmt.Fprintln(s.out, s.say("import-unfilled", nil))
		return nil
	case fresh+changed == 0:
		fmt.Fprintln(s.out, s.say("import-nothing", indicators.Args{"count": itoa(same)}))
		return nil
	}
	if err := s.printPreview(preview); err != nil {
		return err
	}
	if err := s.confirm(flags.yes, "import-confirm"); err != nil {
		return err
	}
	recorded, err := preview.Apply(ctx, st, store.RecordOptions{By: store.LocalOperator, As: as})
	if err != nil {
		return refusedBy(err)
	}
	fmt.Fprintln(s.out, s.say("imported", indicators.Args{"count": itoa(len(recorded.Observations))}))
	s.sayWho(as)
	return nil
}

// previewCells is how many changed cells are printed before they are only counted.
const previewCells = 200

// printPreview prints every cell that a file changes, and every verdict that flips.
func (s *session) printPreview(preview *intake.Preview) error {
	fresh, changed, same := preview.Count()
	fmt.Fprintln(s.out, s.say("import-counts", indicators.Args{"new": itoa(fresh), "changed": itoa(changed), "same": itoa(same)}))
	var rows [][]string
	left := 0
	for _, cell := range preview.Cells {
		switch {
		case cell.Change == intake.Same:
		case len(rows) == previewCells:
			left++
		default:
			rows = append(rows, s.cellRow(cell))
		}
	}
	columns := []column{{head: s.say("col.change", nil)}, {head: s.say("col.indicator", nil)}, {head: s.say("col.period", nil)}, {s.say("col.was", nil), true}, {s.say("col.value", nil), true}}
	if err := printTable(s.out, columns, rows); err != nil {
		return err
	}
	if left > 0 {
		fmt.Fprintln(s.out, s.say("import-more", indicators.Args{"count": itoa(left)}))
	}
	s.printFlips(preview.Flips)
	return nil
}

func (s *session) cellRow(cell intake.Cell) []string {
	was := "—"
	if cell.Change == intake.Changed {
		was = s.wordActual(&cell.Line.Reading, cell.Was)
	}
	name := cell.Entry.Indicator
	if cell.Entry.Part != "" {
		name += " " + cell.Entry.Part
	}
	return []string{s.say("cell."+string(cell.Change), nil), name, cell.Entry.Period.String(), was, s.wordActual(&cell.Line.Reading, cell.Observation.Value)}
}

// printFlips prints the verdicts that would change.
func (s *session) printFlips(flips []engine.Flip) {
	if len(flips) == 0 {
		fmt.Fprintln(s.out, s.say("flips-none", nil))
	}
	for _, flip := range flips {
		fmt.Fprintln(s.out, s.say("flip", indicators.Args{"target": flip.Target, "before": s.sideWord(flip.Before), "after": s.sideWord(flip.After)}))
	}
}

// sideWord is a state and its verdict in words; a dash for a target that is not there.
func (s *session) sideWord(side engine.FlipSide) string {
	switch {
	case side.State == "":
		return "—"
	case side.State == engine.Reported && side.Verdict != "":
		return s.markWord(string(side.Verdict))
	}
	return s.markWord(string(side.State))
}

// bareCause is a file error without the operation and the path, which the
// sentence has already.
func bareCause(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}
