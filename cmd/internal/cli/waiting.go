package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"yardstick/engine"
	"yardstick/engine/store"
	"yardstick/indicators"
)

func (s *session) waitingCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "waiting",
		Short: "List what was declared and waits for a reviewer",
		Long: `Lists the declarations of officers, not applicable or an accepted deviation, that count
officially once a reviewer has accepted them.`,
		Example: `  yardstick waiting`,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return s.reading(cmd.Context(), func(ctx context.Context, st *store.Store, p *indicators.Programme) error {
				found, err := st.Waiting(ctx, p.ID)
				if err != nil {
					return err
				}
				rows := make([][]string, len(found))
				for n, d := range found {
					what := s.lang().Say("declared."+string(d.Kind), nil)
					if d.Withdrawn {
						what = s.say("declared-withdrawn", indicators.Args{"what": what})
					}
					rows[n] = []string{number(d.Seq), d.Indicator, d.Period.String(), what, d.Reason, d.EnteredBy, minute(d.EnteredAt, p.Location())}
				}
				return printTable(s.out, []column{{head: s.say("col.number", nil), right: true}, {head: s.say("col.indicator", nil)}, {head: s.say("col.period", nil)},
					{head: s.say("col.declared", nil)}, {head: s.say("col.reason", nil)}, {head: s.say("col.by", nil)}, {head: s.say("col.at", nil)}}, rows)
			})
		},
	}
}

// ruleCommand accepts or refuses what waits.
func (s *session) ruleCommand(accept bool) *cobra.Command {
	var reason string
	name, short, example := "refuse", "Refuse what was declared, with a reason", "yardstick refuse 1207 --as wang --reason 证据不足"
	if accept {
		name, short, example = "accept", "Accept what was declared: it counts officially", "yardstick accept 1207 --as wang"
	}
	cmd := &cobra.Command{
		Use: name + " NUMBER --as NAME", Short: short, Example: "  " + example, Args: cobra.ExactArgs(1),
		Long: short + `. The number is the one that waiting lists.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			seq, err := numberOf(args[0])
			if err != nil {
				return err
			}
			ctx := cmd.Context()
			st, err := s.open(ctx, true)
			if err != nil {
				return err
			}
			defer st.Close()
			p, err := s.programme(ctx, st)
			if err != nil {
				return err
			}
			as, err := s.mustActor(ctx, st)
			if err != nil {
				return err
			}
			d, err := declarationNumbered(ctx, st, p.ID, seq)
			if err != nil {
				return err
			}
			if err := st.Rule(ctx, as, p.ID, seq, accept, reason); err != nil {
				return refusedBy(err)
			}
			fmt.Fprintln(s.out, s.say("ruled-"+name, indicators.Args{"indicator": d.Indicator, "what": s.lang().Say("declared."+string(d.Kind), nil)}))
			return nil
		},
	}
	cmd.Flags().StringVar(&reason, "reason", "", "why")
	if !accept {
		_ = cmd.MarkFlagRequired("reason")
	}
	return cmd
}

func declarationNumbered(ctx context.Context, st *store.Store, programme string, seq int64) (engine.Declaration, error) {
	found, err := st.Waiting(ctx, programme)
	if err != nil {
		return engine.Declaration{}, err
	}
	for _, d := range found {
		if d.Seq == seq {
			return d, nil
		}
	}
	return engine.Declaration{}, &indicators.Problem{Code: "declaration-not-waiting", Args: indicators.Args{"seq": number(seq)}}
}
