package cli

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"yardstick/indicators"
	"yardstick/reports"
	"yardstick/reports/html"
	"yardstick/reports/json"
)

func (s *session) diffCommand() *cobra.Command {
	var flags diffFlags
	cmd := &cobra.Command{
		Use:   "diff A B | diff --method METHOD [A]",
		Short: "Show what changed between two dates, two scorecard files, or two methods",
		Long: `Compares two scorecards of the same scope: actuals, verdicts, points, scores and
ranks. A and B are each a month, with @ and a day what was known on that day
(2021-09@2021-09-30), or the file of a JSON scorecard. With --method it shows what
another scoring method would say of the same figures.`,
		Example: `  yardstick diff 2021-09@2021-09-30 2021-10@2021-10-31
  yardstick diff --city 江门 2021-10@2021-10-31 2021-10
  yardstick diff --method share-met 2021-10 --html what-if.html
  yardstick diff june/city-440100.json december/city-440100.json --json`,
		Args: cobra.MaximumNArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error { return s.diff(cmd.Context(), args, flags) },
	}
	flags.scopeFlags.add(cmd, "the programme as a whole (default)")
	cmd.Flags().StringVar(&flags.indicator, "indicator", "", "an indicator over all its regions")
	cmd.MarkFlagsMutuallyExclusive("city", "indicator", "all")
	cmd.Flags().StringVar(&flags.method, "method", "", "another scoring method: mof-2020-hubei, share-met")
	cmd.Flags().BoolVar(&flags.json, "json", false, "print the differences as JSON")
	cmd.Flags().StringVar(&flags.html, "html", "", "write them as a page to this file")
	cmd.MarkFlagsMutuallyExclusive("json", "html")
	return cmd
}

type diffFlags struct {
	scopeFlags
	indicator, method string
	json              bool
	html              string
}

func (s *session) diff(ctx context.Context, args []string, flags diffFlags) error {
	before, after, err := s.diffSides(ctx, args, flags)
	if err != nil {
		return err
	}
	if before.Origin.Scope != after.Origin.Scope {
		name := func(o reports.Origin) string { return string(o.Scope.Kind) + " " + o.Scope.ID }
		return usage("diff.scopes", indicators.Args{"before": name(before.Origin), "after": name(after.Origin)})
	}
	d := reports.Compare(before, after, s.lang())
	switch {
	case flags.json:
		return s.writeJSON(d)
	case flags.html != "":
		var page bytes.Buffer
		if err := html.Difference(&page, d); err != nil {
			return err
		}
		if err := writeWhole(flags.html, page.Bytes()); err != nil {
			return err
		}
		_, err := fmt.Fprintln(s.out, flags.html)
		return err
	}
	return s.printDifference(d)
}

// diffSides reads what is to be compared.
func (s *session) diffSides(ctx context.Context, args []string, flags diffFlags) (before, after reports.Side, err error) {
	if flags.method == "" && len(args) != 2 || flags.method != "" && len(args) > 1 {
		return before, after, usage("diff.arguments", nil)
	}
	reader := sideReader{session: s, flags: flags}
	first := ""
	if len(args) > 0 {
		first = args[0]
	}
	if before, err = reader.side(ctx, first, ""); err != nil {
		return before, after, err
	}
	if flags.method != "" {
		if before.Origin.AsOf != "" && isFile(first) {
			first = before.Origin.Through + "@" + before.Origin.AsOf
		}
		after, err = reader.side(ctx, first, flags.method)
		return before, after, err
	}
	after, err = reader.side(ctx, args[1], "")
	return before, after, err
}

// sideReader reads sides.
type sideReader struct {
	*session
	flags diffFlags
	scope *reports.Scope // of a file read before
}

func isFile(arg string) bool {
	info, err := os.Stat(arg)
	return err == nil && !info.IsDir()
}

func (r *sideReader) side(ctx context.Context, arg, method string) (reports.Side, error) {
	if isFile(arg) || strings.HasSuffix(arg, ".json") {
		return r.file(arg)
	}
	times := timeFlags{method: method}
	times.through, times.asOf, _ = strings.Cut(arg, "@")
	if times.through != "" {
		if _, err := indicators.ParsePeriod(times.through); err != nil {
			return reports.Side{}, usage("diff.point", indicators.Args{"text": arg})
		}
	}
	found, err := r.evaluate(ctx, times)
	if err != nil {
		return reports.Side{}, err
	}
	scope, err := r.scopeOf(found.now.Programme)
	if err != nil {
		return reports.Side{}, err
	}
	r.sayUnused(found.now, scope)
	return found.side(scope, r.lang())
}

func (r *sideReader) scopeOf(p *indicators.Programme) (reports.Scope, error) {
	switch {
	case r.scope != nil:
		return *r.scope, nil
	case r.flags.indicator != "":
		return indicatorScope(p, r.flags.indicator, r.flags.project)
	}
	return r.flags.scopeFlags.scope(p)
}

func (r *sideReader) file(path string) (reports.Side, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return reports.Side{}, &failure{exit: CouldNotRun, code: "file-unreadable", args: indicators.Args{"path": path}}
	}
	side, err := json.Side(content)
	if err != nil {
		return side, &failure{exit: CouldNotRun, code: "diff.file", args: indicators.Args{"path": path}}
	}
	r.scope = &side.Origin.Scope
	return side, nil
}

// side is an evaluation's scorecard as far as two are compared: what its JSON says.
func (e evaluated) side(scope reports.Scope, l indicators.Language) (reports.Side, error) {
	card, err := reports.Build(e.now, scope, l, e.before)
	if err != nil {
		return reports.Side{}, err
	}
	var out bytes.Buffer
	if err := json.Scorecard(&out, card); err != nil {
		return reports.Side{}, err
	}
	return json.Side(out.Bytes())
}

// differenceOfFiles compares two JSON scorecards; nil when one is none.
func (s *session) differenceOfFiles(before, after []byte) *reports.Difference {
	one, err := json.Side(before)
	if err != nil {
		return nil
	}
	other, err := json.Side(after)
	if err != nil {
		return nil
	}
	return reports.Compare(one, other, s.lang())
}

// printDifference prints both sides, the scores and ranks that moved, and the targets
// that changed.
func (s *session) printDifference(d *reports.Difference) error {
	fmt.Fprintln(s.out, d.Title)
	for _, stamp := range d.Stamps {
		fmt.Fprintln(s.out, stamp)
	}
	fmt.Fprintf(s.out, "A  %s\nB  %s\n\n%s\n", d.Before.Text, d.After.Text, d.Sentence)
	moved := d.Members
	if d.Whole.ScoreText != "—" {
		moved = append([]reports.Moved{d.Whole}, moved...)
	}
	if len(moved) > 0 {
		fmt.Fprintln(s.out)
		h := d.Heads
		columns := []column{{head: h.Name}, {head: h.Score}, {h.Change, true}, {head: h.Coverage}, {head: h.Place}}
		var rows [][]string
		for _, m := range moved {
			rows = append(rows, []string{m.Name, m.ScoreText, m.ChangeText, m.CoverageText, m.PlaceText})
		}
		if err := printTable(s.out, columns, rows); err != nil {
			return err
		}
	}
	if len(d.Targets) == 0 {
		return nil
	}
	fmt.Fprintln(s.out)
	return s.printChanged(d)
}

// printChanged prints a row a target that changed.
func (s *session) printChanged(d *reports.Difference) error {
	h := d.Heads
	columns := []column{{head: h.Targets}, {head: h.Target}, {head: h.Actual}, {head: h.Verdict}, {head: h.Points}}
	var rows [][]string
	for _, t := range d.Targets {
		name := cut(t.Name, 36)
		if t.Horizon == indicators.Term {
			name += s.say("term-mark", nil)
		}
		rows = append(rows, []string{name, cut(t.TargetText, 36), t.ActualText, t.VerdictText, t.PointsText})
	}
	return printTable(s.out, columns, rows)
}

// cut shortens a text for a column; the JSON and the page have it whole.
func cut(text string, most int) string {
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return text
}
