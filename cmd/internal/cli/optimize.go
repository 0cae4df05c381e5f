package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"yardstick/indicators"
)

func (s *session) optimizeCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "optimize",
		Short: "Put the database file in order, so that it is read faster",
		Long: `Writes the file anew in the order of its keys and gathers statistics. Worth doing
after large imports, at a quiet hour: it needs as much free space as the file has,
and whoever enters figures meanwhile waits.`,
		Example: `  yardstick optimize --db yardstick.db`,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			st, err := s.open(cmd.Context(), true)
			if err != nil {
				return err
			}
			defer st.Close()
			before, after, err := st.Optimize(cmd.Context())
			if err != nil {
				return &failure{exit: CouldNotRun, code: "database", cause: err}
			}
			fmt.Fprintln(s.out, s.say("optimize-done", indicators.Args{"path": s.database, "before": megabytes(before), "after": megabytes(after)}))
			return nil
		},
	}
}
