package cli

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"yardstick/engine"
	"yardstick/engine/store"
	"yardstick/indicators"
)

func (s *session) tokenCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "token",
		Short: "Give programs tokens that act for an account",
		Long: `A program shows a token instead of logging in. It may do what the token says, and
never more than the account may. Its secret is printed once and is kept nowhere.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(s.tokenAddCommand(), s.tokenListCommand(), s.tokenRevokeCommand())
	return cmd
}

func (s *session) tokenAddCommand() *cobra.Command {
	var flags grantFlags
	var title string
	var days int
	cmd := &cobra.Command{
		Use:   "add --as NAME",
		Short: "Make a token for the account of --as, and print its secret once",
		Example: `  yardstick user token add --as li --title 月报接口
  yardstick user token add --as zhao --role reader --city 广州 --days 30`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if days < 1 || days > store.LongestToken {
				return usage("token-days", indicators.Args{"days": itoa(days), "most": itoa(store.LongestToken)})
			}
			ctx := cmd.Context()
			st, err := s.open(ctx, true)
			if err != nil {
				return err
			}
			defer st.Close()
			as, err := s.mustActor(ctx, st)
			if err != nil {
				return err
			}
			grants := as.Grants
			if len(flags.roles) > 0 {
				if grants, err = s.grantsOf(ctx, st, flags); err != nil {
					return err
				}
			}
			token, secret, err := st.MakeToken(ctx, as, store.Token{Title: title, Grants: grants, Expires: s.now().AddDate(0, 0, days)})
			if err != nil {
				return refusedBy(err)
			}
			fmt.Fprintln(s.out, secret)
			s.talk(s.say("token-made", indicators.Args{"token": token.ID, "account": token.Account, "grants": grantsText(token.Grants),
				"until": token.Expires.Format(time.DateOnly)}))
			return nil
		},
	}
	cmd.Flags().StringVar(&title, "title", "", "what it is for")
	cmd.Flags().IntVar(&days, "days", 90, "how many days it holds, at most "+itoa(store.LongestToken))
	flags.addOptional(cmd)
	return cmd
}

func (s *session) tokenListCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "list NAME",
		Short:   "List an account's tokens",
		Example: `  yardstick user token list li`,
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			st, err := s.open(ctx, false)
			if err != nil {
				return err
			}
			defer st.Close()
			if _, err := st.Account(ctx, args[0]); err != nil {
				return err
			}
			tokens, err := st.Tokens(ctx, args[0])
			if err != nil {
				return err
			}
			rows := make([][]string, len(tokens))
			for n, t := range tokens {
				until := t.Expires.Format(time.DateOnly)
				if !t.Expires.After(s.now()) {
					until = s.say("token-expired", indicators.Args{"day": until})
				}
				rows[n] = []string{t.ID, t.Title, until, grantsText(t.Grants)}
			}
			return printTable(s.out, []column{{head: s.say("col.token", nil)}, {head: s.say("col.name", nil)}, {head: s.say("col.until", nil)}, {head: s.say("col.roles", nil)}}, rows)
		},
	}
}

func (s *session) tokenRevokeCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "revoke TOKEN",
		Short:   "End a token, by what the list calls it",
		Example: `  yardstick user token revoke 3f2a91c0 --as li`,
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return s.onAccounts(cmd.Context(), func(ctx context.Context, st *store.Store, by *engine.Actor) error {
				err := st.RevokeToken(ctx, by, args[0])
				if err == nil {
					fmt.Fprintln(s.out, s.say("token-revoked", indicators.Args{"token": args[0]}))
				}
				return err
			})
		},
	}
}
