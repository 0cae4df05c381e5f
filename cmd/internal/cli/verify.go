package cli

import (
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"yardstick/indicators"
)

func (s *session) verifyCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "verify",
		Short: "Check that nobody has changed what was entered",
		Long: `Walks the hash chain of every programme in the database from its first entry,
compares what is derived with what it is derived from, and runs the database's own
check. It prints each chain's head: compare it with one printed on a scorecard.`,
		Example: `  yardstick verify --db demo/yardstick.db`,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			st, err := s.open(cmd.Context(), false)
			if err != nil {
				return err
			}
			defer st.Close()
			found, err := st.Verify(cmd.Context())
			if err != nil {
				return err
			}
			for _, chain := range found.Chains {
				fmt.Fprintln(s.out, s.say("chain", indicators.Args{"programme": chain.Programme, "count": strconv.FormatInt(chain.Head.Count, 10), "hash": chain.Head.Hash}))
			}
			if !found.Sound() {
				return refusal(found.Problems)
			}
			fmt.Fprintln(s.out, s.say("verified", nil))
			return nil
		},
	}
}
