package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"yardstick/engine"
	"yardstick/engine/store"
	"yardstick/indicators"
)

// sheetFlags name the sheet that is acted on.
type sheetFlags struct{ period, reason string }

// sheetCommand is a command that takes a step on one sheet.
func (s *session) sheetCommand(name, short, example string, reason bool, step func(context.Context, *store.Store, engine.Actor, string, string, indicators.Period, string) (engine.Submission, error)) *cobra.Command {
	var flags sheetFlags
	cmd := &cobra.Command{
		Use: name + " ASSIGNMENT --period MONTH --as NAME", Short: short, Example: "  " + example, Args: cobra.ExactArgs(1),
		Long: short + `. An assignment is named by its id or as project/city:
survey/440100 or survey/广州.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
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
			a, err := findAssignment(p, args[0])
			if err != nil {
				return err
			}
			as, err := s.mustActor(ctx, st)
			if err != nil {
				return err
			}
			sheet, err := step(ctx, st, as, p.ID, a.ID, period, flags.reason)
			if err != nil {
				return refusedBy(err)
			}
			fmt.Fprintln(s.out, s.say("sheet", indicators.Args{"assignment": a.ID, "period": period.String(), "state": s.sheetState(sheet)}))
			return nil
		},
	}
	cmd.Flags().StringVar(&flags.period, "period", "", "the month: 2021-03")
	_ = cmd.MarkFlagRequired("period")
	if reason {
		cmd.Flags().StringVar(&flags.reason, "reason", "", "why")
		_ = cmd.MarkFlagRequired("reason")
	}
	return cmd
}

func (s *session) sheetState(sheet engine.Submission) string {
	state := s.lang().Say("access.state."+string(sheet.State), nil)
	if sheet.Reopened && sheet.State != engine.Returned {
		state += s.say("sheet-reopened", nil)
	}
	return state
}

func (s *session) submitCommand() *cobra.Command {
	return s.sheetCommand("submit", "Hand a month's sheet in for approval", "yardstick submit survey/广州 --period 2021-03 --as li", false,
		func(ctx context.Context, st *store.Store, as engine.Actor, programme, assignment string, period indicators.Period, _ string) (engine.Submission, error) {
			return st.Submit(ctx, as, programme, assignment, period)
		})
}

func (s *session) approveCommand() *cobra.Command {
	return s.sheetCommand("approve", "Approve a submitted sheet: its figures count officially", "yardstick approve survey/广州 --period 2021-03 --as wang", false,
		func(ctx context.Context, st *store.Store, as engine.Actor, programme, assignment string, period indicators.Period, _ string) (engine.Submission, error) {
			return st.Approve(ctx, as, programme, assignment, period, 0)
		})
}

func (s *session) returnCommand() *cobra.Command {
	return s.sheetCommand("return", "Return a submitted sheet with a reason", "yardstick return survey/广州 --period 2021-03 --as wang --reason 请核对走访数量", true,
		func(ctx context.Context, st *store.Store, as engine.Actor, programme, assignment string, period indicators.Period, reason string) (engine.Submission, error) {
			return st.Return(ctx, as, programme, assignment, period, 0, reason)
		})
}

func (s *session) reopenCommand() *cobra.Command {
	return s.sheetCommand("reopen", "Let a sheet be filled in after its period has closed", "yardstick reopen survey/广州 --period 2021-03 --as wang --reason 补报", true,
		func(ctx context.Context, st *store.Store, as engine.Actor, programme, assignment string, period indicators.Period, reason string) (engine.Submission, error) {
			return st.Reopen(ctx, as, programme, assignment, period, reason)
		})
}

// findAssignment returns the assignment with that id, or of that project and city.
func findAssignment(p *indicators.Programme, name string) (*indicators.Assignment, error) {
	project, city, _ := strings.Cut(strings.TrimPrefix(name, p.ID+"/"), "/")
	region, known := p.Regions.Find(city)
	var names []string
	for a := range p.Assignments() {
		if known && a.Project.LocalID() == project && a.Region == region.Code {
			return a, nil
		}
		names = append(names, strings.TrimPrefix(a.ID, p.ID+"/"))
	}
	return nil, unknown("assignment", name, names)
}
