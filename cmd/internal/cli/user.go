package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"yardstick/engine"
	"yardstick/engine/store"
	"yardstick/indicators"
)

func (s *session) userCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "user",
		Short: "Give people accounts, with roles over regions or projects",
		Long: `With the first account the database stops taking figures from whoever has it: every
entry is then somebody's and waits for a reviewer, and every change of accounts
stands in a trail that verify checks. Accounts are never deleted, only disabled.

Roles: officer (enters and submits), reviewer (approves, returns, reopens), manager
(definitions, schedules), reader, administrator (accounts; not results). --city and
--project, which may be repeated, say where, and together the project in the city;
without them a role holds everywhere.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(s.userAddCommand(), s.userListCommand(), s.userDisableCommand(true), s.userDisableCommand(false),
		s.userResetCommand(), s.userRoleCommand(), s.userPasswordCommand(), s.tokenCommand())
	return cmd
}

// grantFlags say what an account may do.
type grantFlags struct{ roles, cities, projects []string }

func (f *grantFlags) add(cmd *cobra.Command) {
	f.addOptional(cmd)
	_ = cmd.MarkFlagRequired("role")
}

func (f *grantFlags) addOptional(cmd *cobra.Command) {
	cmd.Flags().StringArrayVar(&f.roles, "role", nil, "a role: "+engine.RoleNames()+"; or one with its scope: officer:project=gd-2021/survey,region=440100")
	cmd.Flags().StringSliceVar(&f.cities, "city", nil, "a city it holds for: 广州, 440100 or Guangzhou")
	cmd.Flags().StringSliceVar(&f.projects, "project", nil, "a project it holds for: its id or title")
}

// grants resolves the names of cities and projects in the programme. With both, a role
// holds where they meet, as on the page of accounts.
func (f *grantFlags) grants(p *indicators.Programme) ([]engine.Grant, error) {
	scopes := []engine.Scope{{}}
	if len(f.projects) > 0 {
		scopes = nil
	}
	for _, name := range f.projects {
		project, err := findProject(p, name)
		if err != nil {
			return nil, err
		}
		scopes = append(scopes, engine.Scope{Project: project.ID})
	}
	if len(f.cities) > 0 {
		projects := scopes
		scopes = nil
		for _, name := range f.cities {
			region, err := findCity(p, name)
			if err != nil {
				return nil, err
			}
			for _, scope := range projects {
				scope.Region = region.Code
				scopes = append(scopes, scope)
			}
		}
	}
	var grants []engine.Grant
	for _, role := range f.roles {
		grant, problem := engine.ParseGrant(role)
		if problem != nil {
			return nil, problem
		}
		if strings.Contains(role, ":") {
			grants = append(grants, grant)
			continue
		}
		for _, scope := range scopes {
			grants = append(grants, engine.Grant{Role: grant.Role, Scope: scope})
		}
	}
	return grants, nil
}

func (s *session) userAddCommand() *cobra.Command {
	var flags grantFlags
	var title string
	cmd := &cobra.Command{
		Use:   "add NAME --role ROLE",
		Short: "Add an account, and print the code by which its owner sets a password",
		Example: `  yardstick user add li --title 李晓明 --role officer --city 广州
  yardstick user add wang --role reviewer --role manager`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return s.onAccounts(cmd.Context(), func(ctx context.Context, st *store.Store, by *engine.Actor) error {
				grants, err := s.grantsOf(ctx, st, flags)
				if err != nil {
					return err
				}
				if err := st.AddAccount(ctx, by, store.Account{Name: args[0], Title: title, Grants: grants}); err != nil {
					return err
				}
				fmt.Fprintln(s.out, s.say("user-added", indicators.Args{"account": args[0], "grants": grantsText(grants)}))
				return s.invite(ctx, st, by, args[0])
			})
		},
	}
	cmd.Flags().StringVar(&title, "title", "", "what people call its owner: 李晓明")
	flags.add(cmd)
	return cmd
}

// invite prints the code of a new invitation.
func (s *session) invite(ctx context.Context, st *store.Store, by *engine.Actor, name string) error {
	secret, err := st.Invite(ctx, by, name)
	if err == nil {
		fmt.Fprintln(s.out, s.say("user-invited", indicators.Args{"account": name, "code": secret}))
	}
	return err
}

func (s *session) grantsOf(ctx context.Context, st *store.Store, flags grantFlags) ([]engine.Grant, error) {
	var p *indicators.Programme
	if len(flags.cities)+len(flags.projects) > 0 {
		var err error
		if p, err = s.programme(ctx, st); err != nil {
			return nil, err
		}
	}
	return flags.grants(p)
}

func (s *session) userListCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "list",
		Short:   "List the accounts and what they may do",
		Example: `  yardstick user list`,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			st, err := s.open(cmd.Context(), false)
			if err != nil {
				return err
			}
			defer st.Close()
			accounts, err := st.Accounts(cmd.Context())
			if err != nil {
				return err
			}
			rows := make([][]string, len(accounts))
			for n, a := range accounts {
				state := "active"
				switch {
				case a.Disabled:
					state = "disabled"
				case !a.HasPassword:
					state = "invited"
				}
				rows[n] = []string{a.Name, a.Title, s.say("user-state."+state, nil), grantsText(a.Grants)}
			}
			return printTable(s.out, []column{{head: s.say("col.account", nil)}, {head: s.say("col.name", nil)}, {head: s.say("col.state", nil)}, {head: s.say("col.roles", nil)}}, rows)
		},
	}
}

func (s *session) userDisableCommand(disable bool) *cobra.Command {
	name, short := "enable", "Let a disabled account act again"
	if disable {
		name, short = "disable", "Stop an account from doing anything; its sessions and tokens end"
	}
	return &cobra.Command{
		Use: name + " NAME", Short: short, Example: "  yardstick user " + name + " li", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return s.onAccounts(cmd.Context(), func(ctx context.Context, st *store.Store, by *engine.Actor) error {
				if err := st.SetDisabled(ctx, by, args[0], disable); err != nil {
					return err
				}
				fmt.Fprintln(s.out, s.say("user-"+name+"d", indicators.Args{"account": args[0]}))
				return nil
			})
		},
	}
}

func (s *session) userResetCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "reset NAME",
		Short:   "Print a new code by which an account's owner sets a password",
		Example: `  yardstick user reset li`,
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return s.onAccounts(cmd.Context(), func(ctx context.Context, st *store.Store, by *engine.Actor) error {
				return s.invite(ctx, st, by, args[0])
			})
		},
	}
}

func (s *session) userRoleCommand() *cobra.Command {
	var flags grantFlags
	cmd := &cobra.Command{
		Use:     "role NAME --role ROLE",
		Short:   "Replace what an account may do",
		Example: `  yardstick user role li --role officer --city 广州 --city 深圳`,
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return s.onAccounts(cmd.Context(), func(ctx context.Context, st *store.Store, by *engine.Actor) error {
				grants, err := s.grantsOf(ctx, st, flags)
				if err == nil {
					err = st.Grant(ctx, by, args[0], grants)
				}
				if err == nil {
					fmt.Fprintln(s.out, s.say("user-granted", indicators.Args{"account": args[0], "grants": grantsText(grants)}))
				}
				return err
			})
		},
	}
	flags.add(cmd)
	return cmd
}

func (s *session) userPasswordCommand() *cobra.Command {
	var code string
	cmd := &cobra.Command{
		Use:   "password --code CODE",
		Short: "Set a password with the code that add or reset printed",
		Long: `Asks for the new password, or takes it from ` + passwordVariable + `. A code holds once, for seven
days.`,
		Example: `  yardstick user password --code …`,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			st, err := s.open(cmd.Context(), true)
			if err != nil {
				return err
			}
			defer st.Close()
			password, err := s.password("new-password")
			if err != nil {
				return err
			}
			name, err := st.Redeem(cmd.Context(), code, password)
			if err == nil {
				fmt.Fprintln(s.out, s.say("user-password", indicators.Args{"account": name}))
			}
			return err
		},
	}
	cmd.Flags().StringVar(&code, "code", "", "the code")
	_ = cmd.MarkFlagRequired("code")
	return cmd
}

// onAccounts opens the database to change accounts: as the administrator of --as,
// else as whoever has the file.
func (s *session) onAccounts(ctx context.Context, do func(context.Context, *store.Store, *engine.Actor) error) error {
	st, err := s.open(ctx, true)
	if err != nil {
		return err
	}
	defer st.Close()
	by, err := s.actor(ctx, st)
	if err != nil {
		return err
	}
	return refusedBy(do(ctx, st, by))
}

func grantsText(grants []engine.Grant) string {
	texts := make([]string, len(grants))
	for n, g := range grants {
		texts[n] = g.String()
	}
	slices.Sort(texts)
	return strings.Join(texts, " ")
}

// minute is how a listing writes an instant, in the programme's time zone.
func minute(at time.Time, zone *time.Location) string { return at.In(zone).Format("2006-01-02 15:04") }
