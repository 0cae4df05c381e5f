package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"yardstick/engine/store"
	"yardstick/indicators"
)

func (s *session) backupCommand() *cobra.Command {
	var to string
	var every time.Duration
	keep := keeping{}
	cmd := &cobra.Command{
		Use:   "backup",
		Short: "Copy the database while it is in use, and check the copy",
		Long: `Copies the database as it is at this moment to a new file named after the instant,
reads the copy back and checks it: the file itself, every chain, and what is
derived. Nobody who enters figures meanwhile has to wait. The evidence beside the
database is copied with it.

With --keep or --keep-months older backups of the database in the folder go, once
the new one is whole: the newest so many stay, and the last of each of so many
months. With --every it goes on until it is stopped.`,
		Example: `  yardstick backup --to /mnt/backups
  yardstick backup --to /mnt/backups --every 24h --keep 14 --keep-months 12
  yardstick restore /mnt/backups/yardstick-20211231T180000Z.db`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if to == "" {
				to = s.backupsFolder()
			}
			if every > 0 {
				return s.backupEvery(cmd.Context(), to, every, keep)
			}
			return s.backup(cmd.Context(), to, keep)
		},
	}
	cmd.Flags().StringVar(&to, "to", "", "the folder to put the copy in (default: backups, beside the database)")
	cmd.Flags().DurationVar(&every, "every", 0, "go on, with this long between backups: 24h")
	cmd.Flags().IntVar(&keep.newest, "keep", 0, "leave only the newest so many backups, and those of --keep-months (default: all)")
	cmd.Flags().IntVar(&keep.months, "keep-months", 0, "leave the last backup of each of so many months too")
	return cmd
}

// backupsFolder is where backups go unless it is said otherwise.
func (s *session) backupsFolder() string { return filepath.Join(filepath.Dir(s.database), "backups") }

func (s *session) backup(ctx context.Context, to string, keep keeping) error {
	st, err := s.open(ctx, false)
	if err != nil {
		return err
	}
	defer st.Close()
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
	return s.prune(to, keep)
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
