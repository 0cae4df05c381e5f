package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"slices"
	"strings"

	"yardstick/engine"
	"yardstick/indicators"
)

// Account is somebody who may log in. Accounts are never deleted, so that every
// name in the history stays somebody's; they are disabled.
type Account struct {
	Name        string // by which it logs in: letters, digits, and . _ - between
	Title       string // what people call its owner: 李晓明
	Grants      []engine.Grant
	Disabled    bool
	HasPassword bool
}

// Actor is the account as the one who acts; a disabled one may do nothing.
func (a Account) Actor() engine.Actor {
	if a.Disabled {
		return engine.Actor{Name: a.Name}
	}
	return engine.Actor{Name: a.Name, Grants: a.Grants}
}

// Accounts lists every account by name.
func (s *Store) Accounts(ctx context.Context) (out []Account, err error) {
	err = s.snapshot(ctx, func(r *reading) error {
		return r.accounts(func(a *accountRow) error {
			out = append(out, a.Account)
			return nil
		})
	})
	return out, err
}

// Account returns one account. Problem: account-unknown.
func (s *Store) Account(ctx context.Context, name string) (out Account, err error) {
	err = s.snapshot(ctx, func(r *reading) error {
		one, err := r.account(name)
		out = one.Account
		return err
	})
	return out, err
}

// HasAccounts reports whether anybody has an account: from then on every entry is
// somebody's and waits for approval.
func (s *Store) HasAccounts(ctx context.Context) (any bool, err error) {
	err = s.snapshot(ctx, func(r *reading) error {
		any, err = r.hasAccounts()
		return err
	})
	return any, err
}

// AddAccount adds an account without a password: invite it. by is the
// administrator who adds it, nil whoever has the database. Problems:
// may-not-administer, account-name, account-there.
func (s *Store) AddAccount(ctx context.Context, by *engine.Actor, a Account) error {
	return s.administer(ctx, by, func(w *writing, by string) error {
		if problem := engine.CheckText(a.Title); problem != nil {
			return problem
		}
		if !accountName.MatchString(a.Name) {
			return &indicators.Problem{Code: "account-name", Args: indicators.Args{"account": a.Name}}
		}
		if _, err := w.account(a.Name); err == nil {
			return &indicators.Problem{Code: "account-there", Args: indicators.Args{"account": a.Name}}
		}
		grants := grantText(a.Grants)
		if err := w.exec(addAccount, a.Name, a.Title, grants); err != nil {
			return err
		}
		if err := w.event(event{kind: accountAdded, account: a.Name, detail: a.Title, by: by}); err != nil {
			return err
		}
		return w.event(event{kind: accountGranted, account: a.Name, detail: grants, by: by})
	})
}

var accountName = regexp.MustCompile(`^[\p{L}\p{N}]([\p{L}\p{N}._-]{0,62}[\p{L}\p{N}])?$`)

const addAccount = `
INSERT INTO account (key, name, title, password, grants, disabled) SELECT coalesce(max(key), 0) + 1, ?, ?, '', ?, 0 FROM account`

// Grant replaces what an account may do. Problems: may-not-administer,
// account-unknown, account-last-administrator.
func (s *Store) Grant(ctx context.Context, by *engine.Actor, name string, grants []engine.Grant) error {
	byAccount := by != nil
	return s.administer(ctx, by, func(w *writing, by string) error {
		before, err := w.account(name)
		text := grantText(grants)
		if err != nil || before.grants == text {
			return err
		}
		if err := w.keepAdministrator(&before, engine.Actor{Grants: grants}, byAccount); err != nil {
			return err
		}
		if err := w.exec(`UPDATE account SET grants = ? WHERE name = ?`, text, name); err != nil {
			return err
		}
		return w.event(event{kind: accountGranted, account: name, detail: text, by: by})
	})
}

// SetDisabled stops an account from doing anything, or lets it again. Its
// sessions end at once. Problems: may-not-administer, account-unknown,
// account-last-administrator.
func (s *Store) SetDisabled(ctx context.Context, by *engine.Actor, name string, disabled bool) error {
	byAccount := by != nil
	return s.administer(ctx, by, func(w *writing, by string) error {
		before, err := w.account(name)
		if err != nil || before.Disabled == disabled {
			return err
		}
		if err := w.keepAdministrator(&before, engine.Actor{}, byAccount && disabled); err != nil {
			return err
		}
		if err := w.exec(`UPDATE account SET disabled = ? WHERE name = ?`, number01(disabled), name); err != nil {
			return err
		}
		kind := accountEnabled
		if disabled {
			kind = accountDisabled
			if err := w.dropAccess(name); err != nil {
				return err
			}
		}
		return w.event(event{kind: kind, account: name, by: by})
	})
}

// keepAdministrator refuses a change that leaves nobody who can log in and administer
// accounts (account-last-administrator). after is what the account may then do.
// Whoever has the database may do even that: they can add another.
func (w *writing) keepAdministrator(before *accountRow, after engine.Actor, byAccount bool) error {
	everywhere := engine.Scope{}
	if !byAccount || !before.Actor().May(engine.Administer, everywhere) || after.May(engine.Administer, everywhere) {
		return nil
	}
	others := 0
	err := w.accounts(func(a *accountRow) error {
		if a.Name != before.Name && a.HasPassword && a.Actor().May(engine.Administer, everywhere) {
			others++
		}
		return nil
	})
	if err == nil && others == 0 {
		err = &indicators.Problem{Code: "account-last-administrator", Args: indicators.Args{"account": before.Name}}
	}
	return err
}

// dropAccess ends an account's sessions and takes its open invitations back.
func (w *writing) dropAccess(name string) error {
	if err := w.exec(`DELETE FROM session WHERE account = ?`, name); err != nil {
		return err
	}
	return w.exec(`DELETE FROM invitation WHERE account = ?`, name)
}

// administer runs a change of accounts, if by may make it.
func (s *Store) administer(ctx context.Context, by *engine.Actor, do func(w *writing, by string) error) error {
	name := LocalOperator
	if by != nil {
		if problem := by.Permit(engine.Administer, engine.Scope{}); problem != nil {
			return problem
		}
		name = by.Name
	}
	return s.save(ctx, func(w *writing) error { return do(w, name) })
}

// accountRow is an account as it is kept.
type accountRow struct {
	Account
	password, grants string
}

const everyAccount = `SELECT name, title, password, grants, disabled FROM account ORDER BY name`

func (r *reading) accounts(yield func(*accountRow) error) error {
	var a accountRow
	return r.each(everyAccount, nil, a.columns(), func() error {
		a.read()
		return yield(&a)
	})
}

const accountByName = `SELECT name, title, password, grants, disabled FROM account WHERE name = ?`

func (r *reading) account(name string) (a accountRow, err error) {
	found, err := r.one(accountByName, []any{name}, a.columns()...)
	if err == nil && !found {
		return a, &indicators.Problem{Code: "account-unknown", Args: indicators.Args{"account": name}}
	}
	a.read()
	return a, err
}

func (a *accountRow) columns() []any {
	return []any{&a.Name, &a.Title, &a.password, &a.grants, &a.Disabled}
}

func (a *accountRow) read() {
	a.HasPassword, a.Grants = a.password != "", readGrants(a.grants)
}

// grantText writes grants as they are kept, one a line, in a fixed order.
func grantText(grants []engine.Grant) string {
	lines := make([]string, len(grants))
	for n, g := range grants {
		lines[n] = g.String()
	}
	slices.Sort(lines)
	return strings.Join(slices.Compact(lines), "\n")
}

// readGrants reads what grantText wrote. A line that is no grant grants nothing.
func readGrants(text string) []engine.Grant {
	var grants []engine.Grant
	for line := range strings.SplitSeq(text, "\n") {
		if g, problem := engine.ParseGrant(line); problem == nil {
			grants = append(grants, g)
		}
	}
	return grants
}

// digestOf is what the trail says of a password: SHA-256 of what is kept of it.
func digestOf(password string) string {
	if password == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(password))
	return hex.EncodeToString(sum[:])
}
