package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"yardstick/engine"
	"yardstick/engine/store"
	"yardstick/indicators"
)

func (s *session) evidenceCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "evidence",
		Short: "Keep files and links that back the figures (佐证材料)",
		Long: `Keeps what backs a figure: a PDF, a picture, an Office file, text or a zip up to ` + strconv.Itoa(store.MaxEvidence>>20) + ` MB,
or a link. Files stand beside the database under their SHA-256; verify compares them.
What is removed no longer backs its figure, and is kept with the reason.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(s.evidenceAddCommand(), s.evidenceListCommand(), s.evidenceGetCommand(), s.evidenceRemoveCommand())
	return cmd
}

// evidenceFlags name the cell whose figure is backed.
type evidenceFlags struct {
	scopeFlags
	period, part, title string
}

func (s *session) evidenceAddCommand() *cobra.Command {
	var flags evidenceFlags
	cmd := &cobra.Command{
		Use:   "add INDICATOR FILE|LINK --period MONTH",
		Short: "Attach a file or a link to the figure of a month",
		Example: `  yardstick evidence add survey/440100/collected 统计表.pdf --period 2021-03 --as li
  yardstick evidence add survey/440100/money 支付凭证.pdf --part spent --period 2021-03
  yardstick evidence add survey/440100/collected https://www.gd.gov.cn/1 --title 公告 --period 2021-03`,
		Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			return s.onCell(cmd.Context(), args[0], flags, func(ctx context.Context, st *store.Store, as *engine.Actor, sheet *engine.Sheet, row *engine.SheetRow) error {
				e, err := attach(ctx, st, as, sheet.Programme.ID, row.Entry, args[1], flags.title)
				if err == nil {
					fmt.Fprintln(s.out, s.say("evidence-added", indicators.Args{"number": number(e.Seq), "name": e.Name,
						"indicator": strings.TrimSpace(row.Entry.Indicator + " " + row.Entry.Part), "period": flags.period}))
				}
				return err
			})
		},
	}
	cmd.Flags().StringVar(&flags.period, "period", "", "the month: 2021-03")
	cmd.Flags().StringVar(&flags.part, "part", "", "the part that the figure is of")
	cmd.Flags().StringVar(&flags.title, "title", "", "what a link is called")
	flags.scopeFlags.add(cmd, "")
	_ = cmd.Flags().MarkHidden("all")
	_ = cmd.MarkFlagRequired("period")
	return cmd
}

// onCell opens the database for the figure that stands in a cell; none is refused.
func (s *session) onCell(ctx context.Context, name string, flags evidenceFlags, do func(context.Context, *store.Store, *engine.Actor, *engine.Sheet, *engine.SheetRow) error) error {
	period, err := indicators.ParsePeriod(flags.period)
	if err != nil {
		return usage("period", indicators.Args{"text": flags.period})
	}
	st, err := s.open(ctx, true)
	if err != nil {
		return err
	}
	defer st.Close()
	p, err := s.programme(ctx, st)
	if err != nil {
		return err
	}
	id, err := lineID(p, name, flags.scopeFlags)
	if err != nil {
		return err
	}
	line, problem := engine.FindLine(p, id, flags.part)
	if problem != nil {
		return problem
	}
	as, err := s.actor(ctx, st)
	if err != nil {
		return err
	}
	sheet, err := st.Sheet(ctx, p.ID, line.Assignment.ID, period)
	if err != nil {
		return refusedBy(err)
	}
	row := sheet.Row(id, flags.part)
	if row == nil || row.Entry == nil {
		return &indicators.Problem{Code: "evidence-no-figure", Args: indicators.Args{"indicator": strings.TrimSpace(id + " " + flags.part), "period": flags.period}}
	}
	return refusedBy(do(ctx, st, as, sheet, row))
}

// attach keeps a link, or the file of that name.
func attach(ctx context.Context, st *store.Store, as *engine.Actor, programme string, o *engine.Observation, source, title string) (engine.Evidence, error) {
	if strings.Contains(source, "://") {
		if title == "" {
			title = source
		}
		return st.AttachLink(ctx, as, programme, o.Seq, title, source)
	}
	file, err := os.Open(source)
	if err != nil {
		return engine.Evidence{}, &failure{exit: CouldNotRun, code: "file-unreadable", args: indicators.Args{"path": source}, cause: bareCause(err)}
	}
	defer file.Close()
	if title == "" {
		title = filepath.Base(source)
	}
	return st.Attach(ctx, as, programme, o.Seq, title, file)
}

func (s *session) evidenceListCommand() *cobra.Command {
	var month string
	cmd := &cobra.Command{
		Use:     "list ASSIGNMENT --period MONTH",
		Short:   "List what backs the figures of a sheet, the removed too",
		Example: `  yardstick evidence list survey/广州 --period 2021-03`,
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			period, err := indicators.ParsePeriod(month)
			if err != nil {
				return usage("period", indicators.Args{"text": month})
			}
			return s.reading(cmd.Context(), func(ctx context.Context, st *store.Store, p *indicators.Programme) error {
				a, err := findAssignment(p, args[0])
				if err != nil {
					return err
				}
				found, err := st.Evidence(ctx, p.ID, a.ID, period)
				if err != nil {
					return err
				}
				return s.printEvidence(p, found)
			})
		},
	}
	cmd.Flags().StringVar(&month, "period", "", "the month: 2021-03")
	_ = cmd.MarkFlagRequired("period")
	return cmd
}

func (s *session) printEvidence(p *indicators.Programme, found []engine.Evidence) error {
	rows := make([][]string, len(found))
	for n, e := range found {
		what := e.URL
		if what == "" {
			what = e.Type + ", " + s.say("evidence-bytes", indicators.Args{"bytes": indicators.Value(e.Size * int64(indicators.One)).Grouped()})
		}
		removed := ""
		if e.Detached != "" {
			removed = s.say("evidence-removed-why", indicators.Args{"why": e.Detached})
		}
		rows[n] = []string{number(e.Seq), strings.TrimSpace(e.Indicator + " " + e.Part), e.Name, what, e.AttachedBy, minute(e.AttachedAt, p.Location()), removed}
	}
	return printTable(s.out, []column{{head: s.say("col.number", nil), right: true}, {head: s.say("col.indicator", nil)}, {head: s.say("col.name", nil)},
		{head: s.say("col.content", nil)}, {head: s.say("col.by", nil)}, {head: s.say("col.at", nil)}, {}}, rows)
}

func (s *session) evidenceGetCommand() *cobra.Command {
	var output string
	cmd := &cobra.Command{
		Use:   "get NUMBER [--output FILE]",
		Short: "Write a file of evidence to a file of its own name",
		Long:  `Writes a file of evidence, by its number in the list. A file that is there already is not overwritten.`,
		Example: `  yardstick evidence get 1207
  yardstick evidence get 1207 --output - | pdftotext -`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			seq, err := numberOf(args[0])
			if err != nil {
				return err
			}
			return s.reading(cmd.Context(), func(ctx context.Context, st *store.Store, p *indicators.Programme) error {
				e, file, err := st.OpenEvidence(ctx, p.ID, seq)
				if err != nil {
					return err
				}
				defer file.Close()
				return s.writeEvidence(e, file, output)
			})
		},
	}
	cmd.Flags().StringVarP(&output, "output", "o", "", "the file to write, - for standard output (default: the name it was attached under)")
	return cmd
}

func (s *session) writeEvidence(e engine.Evidence, file io.Reader, output string) error {
	switch output {
	case "-":
		_, err := io.Copy(s.out, file)
		return err
	case "":
		output = filepath.Base(e.Name)
	}
	if _, err := os.Lstat(output); !errors.Is(err, fs.ErrNotExist) {
		return &failure{exit: CouldNotRun, code: "file-there", args: indicators.Args{"path": output}}
	}
	err := writeStream(output, func(w io.Writer) error {
		_, err := io.Copy(w, file)
		return err
	})
	if err == nil {
		fmt.Fprintln(s.out, output)
	}
	return err
}

func (s *session) evidenceRemoveCommand() *cobra.Command {
	var reason string
	cmd := &cobra.Command{
		Use:     "remove NUMBER --reason WHY",
		Short:   "Say that evidence no longer backs its figure; it is kept",
		Example: `  yardstick evidence remove 1207 --reason 传错文件 --as li`,
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			seq, err := numberOf(args[0])
			if err != nil {
				return err
			}
			return s.onAccounts(cmd.Context(), func(ctx context.Context, st *store.Store, by *engine.Actor) error {
				p, err := s.programme(ctx, st)
				if err == nil {
					err = st.Detach(ctx, by, p.ID, seq, reason)
				}
				if err == nil {
					fmt.Fprintln(s.out, s.say("evidence-removed", indicators.Args{"number": args[0]}))
				}
				return err
			})
		},
	}
	cmd.Flags().StringVar(&reason, "reason", "", "why")
	_ = cmd.MarkFlagRequired("reason")
	return cmd
}

// reading opens the database for reading, with its programme.
func (s *session) reading(ctx context.Context, do func(context.Context, *store.Store, *indicators.Programme) error) error {
	st, err := s.open(ctx, false)
	if err != nil {
		return err
	}
	defer st.Close()
	p, err := s.programme(ctx, st)
	if err != nil {
		return err
	}
	return do(ctx, st, p)
}

func number(seq int64) string { return strconv.FormatInt(seq, 10) }

// numberOf reads the number of what a list has shown.
func numberOf(text string) (int64, error) {
	seq, err := strconv.ParseInt(text, 10, 64)
	if err != nil || seq <= 0 {
		return 0, usage("number", indicators.Args{"text": text})
	}
	return seq, nil
}
