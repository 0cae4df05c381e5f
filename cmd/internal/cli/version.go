package cli

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"yardstick/reports"
)

// Version is the release that this program is.
const Version = reports.Version

func (s *session) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "version",
		Short:   "Print the version of yardstick",
		Example: `  yardstick version`,
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			revision := ""
			if info, ok := debug.ReadBuildInfo(); ok {
				for _, setting := range info.Settings {
					if setting.Key == "vcs.revision" && len(setting.Value) >= 12 {
						revision = " " + setting.Value[:12]
					}
				}
			}
			_, err := fmt.Fprintf(s.out, "yardstick %s%s %s/%s\n", Version, revision, runtime.GOOS, runtime.GOARCH)
			return err
		},
	}
}
