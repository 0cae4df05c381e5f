package cli

import (
	"context"
	"fmt"
	"os"
	"strconv"

	"github.com/spf13/cobra"

	"yardstick/engine"
	"yardstick/engine/store"
	"yardstick/indicators"
)

func (s *session) verifyCommand() *cobra.Command {
	var heads, reports []string
	cmd := &cobra.Command{
		Use:   "verify [--head HASH] [--report FILE]",
		Short: "Check that nobody has changed what was entered",
		Long: `Walks the hash chain of every programme in the database from its first entry, and
that of its accounts; compares what is derived with what it is derived from and
each file of evidence with its digest; and runs the database's own check. It
prints each chain's head.

A chain cannot tell by itself that its end was cut off or that all of it was
written anew. So keep a head elsewhere: --head, or --report with a scorecard that
was printed earlier, checks that the history still holds it.

A database of an older schema is left as it is: a copy, brought up to date, is
checked in its place.`,
		Example: `  yardstick verify --db demo/yardstick.db
  yardstick verify --head 3f2a91c07b5e
  yardstick verify --report city-440100.pdf`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			wanted, err := s.wantedHeads(heads, reports)
			if err != nil {
				return err
			}
			return s.verify(cmd.Context(), wanted)
		},
	}
	cmd.Flags().StringSliceVar(&heads, "head", nil, "a head that was printed earlier, or its first eight or more digits")
	cmd.Flags().StringSliceVar(&reports, "report", nil, "a scorecard or form that was made earlier: PDF, page or JSON")
	return cmd
}

// wantedHeads are the heads that the history should hold. Only a file says where
// in its chain a head stood.
func (s *session) wantedHeads(heads, reports []string) ([]engine.Head, error) {
	var wanted []engine.Head
	for _, head := range heads {
		wanted = append(wanted, engine.Head{Hash: head})
	}
	for _, path := range reports {
		content, err := os.ReadFile(path)
		if err != nil {
			return nil, &failure{exit: CouldNotRun, code: "file-unreadable", args: indicators.Args{"path": path}, cause: bareCause(err)}
		}
		origin, _, err := originOf(content)
		if err != nil || origin.ChainHead == "" {
			return nil, &failure{exit: CouldNotRun, code: "head-none", args: indicators.Args{"path": path}}
		}
		wanted = append(wanted, engine.Head{Count: origin.ChainCount, Hash: origin.ChainHead})
	}
	return wanted, nil
}

func (s *session) verify(ctx context.Context, wanted []engine.Head) error {
	st, err := s.open(ctx, false)
	if problem := asProblem(err); problem != nil && problem.Code == "database-older" {
		folder, failed := os.MkdirTemp("", "yardstick-verify-")
		if failed != nil {
			return &failure{exit: CouldNotRun, code: "database", cause: failed}
		}
		defer os.RemoveAll(folder)
		if st, err = store.OpenCopy(ctx, s.database, folder, store.Options{Now: s.now}); err == nil {
			s.talk(s.say("verify-older", problem.Args))
		}
	}
	if err != nil {
		return err
	}
	defer st.Close()
	found, err := st.Verify(ctx)
	if err != nil {
		return err
	}
	for _, chain := range found.Chains {
		fmt.Fprintln(s.out, s.say("chain", indicators.Args{"programme": chain.Programme, "count": strconv.FormatInt(chain.Head.Count, 10), "hash": chain.Head.Hash}))
	}
	if err := s.findHeads(ctx, st, wanted, found); err != nil {
		return err
	}
	if !found.Sound() {
		return refusal(found.Problems)
	}
	fmt.Fprintln(s.out, s.say("verified", nil))
	return nil
}

// findHeads adds to what is broken each head that the history does not hold.
func (s *session) findHeads(ctx context.Context, st *store.Store, wanted []engine.Head, found *store.Verification) error {
	for _, head := range wanted {
		chain, err := st.HoldsHead(ctx, head)
		if problem := asProblem(err); problem != nil {
			found.Problems = append(found.Problems, problem)
			continue
		}
		if err != nil {
			return err
		}
		fmt.Fprintln(s.out, s.say("head-found", indicators.Args{"head": head.Hash, "link": strconv.FormatInt(chain.Head.Count, 10), "programme": chain.Programme}))
	}
	return nil
}
