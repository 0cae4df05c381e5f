package cli

import (
	"github.com/spf13/cobra"

	"yardstick/indicators/load"
)

func (s *session) schemaCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "schema",
		Short: "Print the JSON Schema of definition files, for editors",
		Example: `  yardstick schema > yardstick.schema.json
  # first line of a definition file, for editors with the YAML language server:
  # yaml-language-server: $schema=yardstick.schema.json`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := s.out.Write(load.Schema())
			return err
		},
	}
}
