package cli

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"yardstick/indicators"
	"yardstick/indicators/notation"
	"yardstick/rules"
)

type explainFlags struct {
	scopeFlags
	timeFlags
	name, unit, category, direction string
	actual                          string
	year                            int
	json                            bool
}

func (s *session) explainCommand() *cobra.Command {
	var flags explainFlags
	cmd := &cobra.Command{
		Use:   "explain (TARGET | INDICATOR | --json -)",
		Short: "Say how a target is read, or how an indicator's verdict came about",
		Long: `With the text of a target, says how it is read: kind, rule, and what was assumed.
With an indicator (its id, or its name and --city), prints the whole derivation:
text, reading, rule, actuals used, verdict, points.

With --json - it reads JSON lines {"name","target","unit","category"[,"actual"]}
and answers each with one line: the reading, or {"error":{"code",…}}. It keeps
going after a refused line and exits 0.`,
		Example: `  yardstick explain "8.5万家次"
  yardstick explain "100" --name "采购成本（万元）" --category 产出/成本指标
  yardstick explain "不低于９２％" --actual 91.5%
  yardstick explain survey/440100/collected --db demo/yardstick.db --through 2021-10
  yardstick explain "企业数据采集量（家次）" --city 广州
  echo '{"target":"至少2次"}' | yardstick explain --json -`,
		Args: func(_ *cobra.Command, args []string) error {
			switch {
			case flags.json && (len(args) > 1 || len(args) == 1 && args[0] != "-"):
				return usage("explain-json", nil)
			case !flags.json && len(args) != 1:
				return usage("explain-one", nil)
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if flags.json {
				return explainLines(s.in, s.out, func() *answerer {
					return &answerer{lang: s.lang(), year: flags.year, judge: s.judge()}
				})
			}
			return s.explain(cmd, args[0], flags)
		},
	}
	f := cmd.Flags()
	f.BoolVar(&flags.json, "json", false, "read JSON lines from standard input, write JSON lines")
	f.StringVar(&flags.name, "name", "", "the indicator's name, which may hold the unit and the direction")
	f.StringVar(&flags.unit, "unit", "", "the unit column")
	f.StringVar(&flags.category, "category", "产出/数量指标", "the category, which settles what a bare number means")
	f.StringVar(&flags.direction, "direction", "", "at_least, at_most or exactly, where the text does not say")
	f.StringVar(&flags.actual, "actual", "", "an actual to judge")
	f.IntVar(&flags.year, "year", 2021, "the year of a date without one")
	flags.scopeFlags.add(cmd, "")
	_ = f.MarkHidden("all")
	flags.timeFlags.add(cmd)
	return cmd
}

// explain explains an indicator when the argument names one, else a target text.
func (s *session) explain(cmd *cobra.Command, text string, flags explainFlags) error {
	programme, err := s.definitions(cmd)
	if err != nil {
		return err
	}
	named := findIndicators(programme, text)
	if len(named) > 0 || flags.city != "" || flags.project != "" || looksLikeID(programme, text) {
		indicator, err := findIndicator(programme, text, flags.scopeFlags)
		if err != nil {
			return err
		}
		return s.explainIndicator(cmd, indicator, flags.timeFlags)
	}
	return s.explainText(text, flags)
}

// looksLikeID reports whether a text was meant for an indicator: it begins with
// the id of the programme or of one of its projects.
func looksLikeID(p *indicators.Programme, text string) bool {
	head, _, path := strings.Cut(text, "/")
	return path && (head == p.ID || p.Project(head) != nil)
}

func (s *session) explainText(text string, flags explainFlags) error {
	reading, problem := notation.Read(notation.Input{
		Name: flags.name, Text: text, Unit: flags.unit, Category: flags.category, Year: flags.year, Direction: flags.direction,
	})
	if problem != nil {
		return problem
	}
	s.printReading(text, &reading)
	if flags.actual == "" {
		return nil
	}
	read, problem := notation.ReadActual(flags.actual, reading, flags.year)
	if problem != nil {
		return problem
	}
	s.printProblems(read.Notes)
	outcome, problem := s.judge().Judge(&reading, rules.Facts{Known: true, Actual: rules.Plain(read.Value)})
	if problem != nil {
		return problem
	}
	s.printLine("actual", s.wordActual(&reading, read.Value))
	s.printLine("verdict", s.markWord(string(outcome.Verdict)))
	return nil
}

// printReading prints what a text means, a line a fact.
func (s *session) printReading(text string, r *indicators.Reading) {
	s.printLine("target", text)
	s.printLine("reads", r.Says(s.lang()))
	s.printLine("rule", r.Expr())
	s.printLine("kind", string(r.Kind))
	if r.Unit != "" {
		s.printLine("unit", r.Unit)
	}
	for _, code := range r.Assumed {
		s.printLine("assumed", s.lang().Say("explain.assumed."+code, nil)+" ("+code+")")
	}
}

// printLine prints a fact under the label that its code names.
func (s *session) printLine(label, text string) { s.printRow(s.say("label."+label, nil), text) }

// printRow prints a label and a text, the texts aligned.
func (s *session) printRow(word, text string) {
	fmt.Fprintln(s.out, word+strings.Repeat(" ", max(10-cells.StringWidth(word), 1))+text)
}

// definitions are those of the database; without one, the embedded programme.
func (s *session) definitions(cmd *cobra.Command) (*indicators.Programme, error) {
	if !cmd.Flags().Changed("db") {
		if _, err := os.Stat(s.database); errors.Is(err, os.ErrNotExist) {
			return embedded(), nil
		}
	}
	st, err := s.open(cmd.Context(), false)
	if err != nil {
		return nil, err
	}
	defer st.Close()
	return s.programme(cmd.Context(), st)
}
