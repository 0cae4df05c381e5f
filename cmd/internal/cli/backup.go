package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"yardstick/engine/store"
	"yardstick/indicators"
)

func (s *session) backupCommand() *cobra.Command {
	var to string
	cmd := &cobra.Command{
		Use:   "backup",
		Short: "Copy the database while it is in use, and check the copy",
		Long: `Copies the database as it is at this moment to a new file named after the instant,
reads the copy back and checks it: the file itself, every chain, and what is
derived. Nobody who enters figures meanwhile has to wait.`,
		Example: `  yardstick backup --to /mnt/backups
  yardstick restore /mnt/backups/yardstick-20211231T180000Z.db`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return s.backup(cmd.Context(), to) },
	}
	cmd.Flags().StringVar(&to, "to", "", "the folder to put the copy in (default: backups, beside the database)")
	return cmd
}

func (s *session) backup(ctx context.Context, to string) error {
	st, err := s.open(ctx, false)
	if err != nil {
		return err
	}
	defer st.Close()
	if to == "" {
		to = filepath.Join(filepath.Dir(s.database), "backups")
	}
	if err := os.MkdirAll(to, 0o755); err != nil {
		return &failure{exit: CouldNotRun, code: "backup-failed", cause: err}
	}
	file := s.stamped(to, "")
	found, err := st.Backup(ctx, file)
	if err != nil {
		return s.copyFailed("backup-failed", found, err)
	}
	s.printChains(found)
	info, err := os.Stat(file)
	if err != nil {
		return &failure{exit: CouldNotRun, code: "backup-failed", cause: err}
	}
	fmt.Fprintln(s.out, s.say("backup-done", indicators.Args{"file": filepath.ToSlash(file), "size": megabytes(info.Size())}))
	return nil
}

// stamped is a file of a folder that is not there yet: the database's name with
// the instant in it, and a number where the second has one already.
func (s *session) stamped(folder, what string) string {
	base := filepath.Base(s.database)
	extension := filepath.Ext(base)
	name := filepath.Join(folder, strings.TrimSuffix(base, extension)+"-"+what+s.now().UTC().Format("20060102T150405Z"))
	for n := 1; ; n++ {
		file := name + extension
		if n > 1 {
			file = name + "-" + strconv.Itoa(n) + extension
		}
		if _, err := os.Lstat(file); errors.Is(err, os.ErrNotExist) || n == 100 {
			return file
		}
	}
}

// copyFailed says what is wrong with a copy, and that nothing came of it.
func (s *session) copyFailed(code string, found *store.Verification, err error) error {
	if found != nil && !found.Sound() {
		s.printProblems(found.Problems)
	}
	var problem *indicators.Problem
	if errors.As(err, &problem) {
		s.talk(problem.Text(s.lang()))
		return &failure{exit: CouldNotRun, code: code}
	}
	return &failure{exit: CouldNotRun, code: code, cause: err}
}

func (s *session) printChains(found *store.Verification) {
	for _, chain := range found.Chains {
		fmt.Fprintln(s.out, s.say("chain", indicators.Args{"programme": chain.Programme, "count": strconv.FormatInt(chain.Head.Count, 10), "hash": chain.Head.Hash}))
	}
}

// megabytes writes a size with one decimal: 12.3 MB.
func megabytes(bytes int64) string {
	tenths := (bytes*10 + 1<<19) >> 20
	return strconv.FormatInt(tenths/10, 10) + "." + strconv.FormatInt(tenths%10, 10) + " MB"
}
