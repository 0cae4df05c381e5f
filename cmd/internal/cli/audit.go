package cli

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"yardstick/engine/store"
	"yardstick/indicators"
)

// auditFlags narrow the trail.
type auditFlags struct {
	scopeFlags
	indicator, since string
	accounts         bool
	limit            int
}

func (s *session) auditCommand() *cobra.Command {
	var flags auditFlags
	cmd := &cobra.Command{
		Use:   "audit [--indicator NAME] [--since DAY]",
		Short: "Print who changed what, and when",
		Long: `Prints every change of the programme, oldest first: definitions, figures and their
corrections, declarations, sheets submitted, approved, returned and reopened,
evidence. With --accounts, what was done about accounts and who logged in.

verify checks that none of it was changed afterwards.`,
		Example: `  yardstick audit --indicator survey/440100/collected --since 2021-10-01
  yardstick audit --limit 20
  yardstick audit --accounts`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return s.audit(cmd.Context(), flags) },
	}
	cmd.Flags().StringVar(&flags.indicator, "indicator", "", "only what bears on this indicator: its id, or its name with --city")
	cmd.Flags().StringVar(&flags.since, "since", "", "from this day on: 2021-10-01")
	cmd.Flags().BoolVar(&flags.accounts, "accounts", false, "accounts and logins instead")
	cmd.Flags().IntVar(&flags.limit, "limit", 0, "only the newest so many; 0 is all")
	cmd.MarkFlagsMutuallyExclusive("indicator", "accounts")
	flags.scopeFlags.add(cmd, "")
	_ = cmd.Flags().MarkHidden("all")
	return cmd
}

func (s *session) audit(ctx context.Context, flags auditFlags) error {
	st, err := s.open(ctx, false)
	if err != nil {
		return err
	}
	defer st.Close()
	p, err := s.programme(ctx, st)
	if err != nil {
		return err
	}
	filter := store.ChangeFilter{Limit: flags.limit}
	if flags.since != "" {
		day, err := indicators.ParseDate(flags.since)
		if err != nil {
			return usage("since", indicators.Args{"text": flags.since})
		}
		t := day.Time()
		filter.Since = time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, p.Location())
	}
	if flags.indicator != "" {
		if filter.Indicator, err = lineID(p, flags.indicator, flags.scopeFlags); err != nil {
			return err
		}
	}
	changes := func() ([]store.Change, error) { return st.Changes(ctx, p.ID, filter) }
	if flags.accounts {
		changes = func() ([]store.Change, error) { return st.AccountChanges(ctx, filter) }
	}
	found, err := changes()
	for _, change := range found {
		fmt.Fprintf(s.out, "%s  %s\n", minute(change.At, p.Location()), change.Say(s.lang()))
	}
	return err
}
