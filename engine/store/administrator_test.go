package store_test

import (
	"context"
	"path/filepath"
	"testing"

	"yardstick/engine"
	"yardstick/engine/store"
)

// Somebody who can log in must be left to administer accounts.
func TestTheLastAdministratorStays(t *testing.T) {
	ctx := context.Background()
	s, err := store.Open(ctx, filepath.Join(t.TempDir(), "x.db"), store.Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	administrator := []engine.Grant{{Role: engine.Administrator}}
	add := func(name string) engine.Actor {
		if err := s.AddAccount(ctx, nil, store.Account{Name: name, Grants: administrator}); err != nil {
			t.Fatal(err)
		}
		return engine.Actor{Name: name, Grants: administrator}
	}
	one, two := add("one"), add("two")
	const last = "account-last-administrator"
	check := func(what string, err error, want string) {
		t.Helper()
		if got := code(err); got != want {
			t.Errorf("%s: %q, want %q (%v)", what, got, want, err)
		}
	}
	check("two, who has no password, does not count: disable", s.SetDisabled(ctx, &one, "one", true), last)
	check("and grant", s.Grant(ctx, &one, "one", []engine.Grant{{Role: engine.Reader}}), last)
	secret, err := s.Invite(ctx, &one, "two")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Redeem(ctx, secret, "correct-horse-battery"); err != nil {
		t.Fatal(err)
	}
	check("more grants take nothing away", s.Grant(ctx, &two, "two", append(administrator, engine.Grant{Role: engine.Reader})), "")
	check("two can log in, so one may go", s.SetDisabled(ctx, &one, "one", true), "")
	check("now two is the last", s.Grant(ctx, &two, "two", nil), last)
	check("whoever has the database may", s.SetDisabled(ctx, nil, "two", true), "")
}
