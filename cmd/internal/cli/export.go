package cli

import "github.com/spf13/cobra"

// exportCommand holds what is written to be worked on elsewhere and read back,
// as against report, which writes what is only read.
func (s *session) exportCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "export",
		Short: "Write workbooks that are filled in or edited elsewhere and read back",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return unknownCommand(cmd, args[0])
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(s.exportDefinitionsCommand(), s.exportEntryCommand())
	return cmd
}
