package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"yardstick/engine/store"
	"yardstick/indicators"
)

func (s *session) restoreCommand() *cobra.Command {
	var yes bool
	cmd := &cobra.Command{
		Use:   "restore FILE",
		Short: "Put a backup in the place of the database, after checking it",
		Long: `Copies a backup beside the database, brings the copy up to date and checks it: the
file itself, every chain, and what is derived. Only when all of it holds is the
database there is moved aside, under a name with the instant in it, and the copy
put in its place. Nothing else may be using the database.`,
		Example: `  yardstick restore backups/yardstick-20211231T180000Z.db`,
		Args:    cobra.ExactArgs(1),
		RunE:    func(cmd *cobra.Command, args []string) error { return s.restore(cmd.Context(), args[0], yes) },
	}
	cmd.Flags().BoolVar(&yes, "yes", false, "do not ask")
	return cmd
}

func (s *session) restore(ctx context.Context, file string, yes bool) error {
	s.describePresent(ctx)
	if err := s.confirm(yes, "restore-confirm"); err != nil {
		return err
	}
	kept := s.stamped(filepath.Dir(s.database), "before-")
	out, err := store.Restore(ctx, file, s.database, kept)
	if err != nil {
		return s.copyFailed("restore-failed", out.Verification, err)
	}
	s.printChains(out.Verification)
	fmt.Fprintln(s.out, s.say("restore-done", indicators.Args{"path": s.database, "file": filepath.ToSlash(file)}))
	if out.Kept != "" {
		fmt.Fprintln(s.out, s.say("restore-kept", indicators.Args{"kept": filepath.ToSlash(out.Kept)}))
	}
	return nil
}

// describePresent says what there is now, so that a person sees what a restore
// would go back from. A damaged database is what a restore is for.
func (s *session) describePresent(ctx context.Context) {
	if _, err := os.Stat(s.database); errors.Is(err, os.ErrNotExist) {
		s.talk(s.say("restore-nothing", indicators.Args{"path": s.database}))
		return
	}
	heads, err := s.heads(ctx)
	if err != nil {
		s.talk(s.say("restore-damaged", indicators.Args{"why": s.cause(err)}))
	}
	for _, head := range heads {
		s.talk(s.say("restore-have", indicators.Args{"head": head}))
	}
}

// heads are the chains' heads as sentences.
func (s *session) heads(ctx context.Context) (heads []string, err error) {
	st, err := store.Open(ctx, s.database, store.Options{ReadOnly: true})
	if err != nil {
		return nil, err
	}
	defer st.Close()
	ids, err := st.Programmes(ctx)
	for _, id := range ids {
		cut, err := st.Cut(ctx, id, time.Time{})
		if err != nil {
			return heads, err
		}
		heads = append(heads, s.say("chain", indicators.Args{"programme": id, "count": itoa(int(cut.Head.Count)), "hash": cut.Head.Hash}))
	}
	return heads, err
}
