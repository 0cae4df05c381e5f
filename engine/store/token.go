package store

import (
	"context"
	"encoding/hex"
	"strconv"
	"strings"
	"time"

	"yardstick/engine"
	"yardstick/indicators"
)

// Token is what a program shows to act for an account. It may do what Grants say,
// and never more than the account may.
type Token struct {
	ID      string // short, for lists and for revoking it
	Account string
	Title   string
	Grants  []engine.Grant
	MadeAt  time.Time
	Expires time.Time
}

// MakeToken makes a token for the actor's own account and returns its secret,
// which is shown this once. Problems: token-grants, when a grant is more than the
// account has, or there is none; token-days, when it would hold for no time or too long.
func (s *Store) MakeToken(ctx context.Context, as engine.Actor, t Token) (Token, string, error) {
	secret := "ys_" + newSecret()
	t.ID, t.Account = newSecret()[:8], as.Name
	err := s.save(ctx, func(w *writing) error {
		if problem := engine.CheckText(t.Title); problem != nil {
			return problem
		}
		owner, err := w.account(as.Name)
		if err != nil {
			return err
		}
		if len(t.Grants) == 0 || as.Limit != nil || !within(t.Grants, owner.Actor()) {
			return &indicators.Problem{Code: "token-grants", Args: indicators.Args{"account": as.Name, "grants": strings.ReplaceAll(grantText(t.Grants), "\n", ", ")}}
		}
		if t.MadeAt = w.at.UTC(); !t.Expires.After(t.MadeAt) || t.Expires.Sub(t.MadeAt) > (LongestToken*24+1)*time.Hour {
			return &indicators.Problem{Code: "token-days", Args: indicators.Args{"most": strconv.Itoa(LongestToken)}}
		}
		err = w.exec(`INSERT INTO api_token (token, id, account, title, grants, made_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
			digest(secret), t.ID, t.Account, t.Title, grantText(t.Grants), w.at.UnixNano(), t.Expires.UnixNano())
		if err != nil {
			return err
		}
		return w.event(event{kind: tokenMade, account: as.Name, detail: tokenDetail(t.ID, digest(secret), grantText(t.Grants)), by: as.Name})
	})
	return t, secret, err
}

// LongestToken is how many days a token may hold: a secret that nobody renews is
// forgotten where it lies. The last of them may have an hour more than others.
const LongestToken = 366

// tokenDetail is what the trail says of a token: its id, what is kept of its
// secret, and its grants.
func tokenDetail(id string, secret []byte, grants string) string {
	return id + "\n" + hex.EncodeToString(secret) + "\n" + grants
}

// within reports whether an actor has all of the grants, itself or a wider one.
func within(grants []engine.Grant, a engine.Actor) bool {
	for _, g := range grants {
		holds := false
		for _, own := range a.Grants {
			holds = holds || own.Role == g.Role && (own.Scope.Project == "" || own.Scope.Project == g.Scope.Project) &&
				(own.Scope.Region == "" || own.Scope.Region == g.Scope.Region)
		}
		if !holds {
			return false
		}
	}
	return true
}

// ByToken returns who acts with a token's secret. Problem: token-unknown, also
// for one that has expired or whose account is disabled.
func (s *Store) ByToken(ctx context.Context, secret string) (as engine.Actor, err error) {
	err = s.snapshot(ctx, func(r *reading) error {
		var name, grants string
		var expires int64
		found, err := r.one(`SELECT account, grants, expires_at FROM api_token WHERE token = ?`, []any{digest(secret)}, &name, &grants, &expires)
		if err != nil {
			return err
		}
		unknown := &indicators.Problem{Code: "token-unknown"}
		if !found || expires <= s.now().UnixNano() {
			return unknown
		}
		owner, err := r.account(name)
		if err != nil {
			return err
		}
		if owner.Disabled {
			return unknown
		}
		as = owner.Actor()
		as.Limit = append([]engine.Grant{}, readGrants(grants)...)
		return nil
	})
	return as, err
}

// Tokens lists an account's tokens, oldest first.
func (s *Store) Tokens(ctx context.Context, account string) (out []Token, err error) {
	err = s.snapshot(ctx, func(r *reading) error {
		t := Token{Account: account}
		var grants string
		var made, expires int64
		return r.each(`SELECT id, title, grants, made_at, expires_at FROM api_token WHERE account = ? ORDER BY made_at, id`,
			[]any{account}, []any{&t.ID, &t.Title, &grants, &made, &expires}, func() error {
				t.Grants, t.MadeAt, t.Expires = readGrants(grants), time.Unix(0, made).UTC(), time.Unix(0, expires).UTC()
				out = append(out, t)
				return nil
			})
	})
	return out, err
}

// RevokeToken ends a token, by its ID. by is its owner or an administrator, nil
// whoever has the database. Who acts with a token ends none that may do more than it.
// Problems: may-not-administer, may-not-by-token, token-unknown.
func (s *Store) RevokeToken(ctx context.Context, by *engine.Actor, id string) error {
	name := LocalOperator
	if by != nil {
		name = by.Name
	}
	return s.save(ctx, func(w *writing) error {
		var owner, grants string
		found, err := w.one(`SELECT account, grants FROM api_token WHERE id = ?`, []any{id}, &owner, &grants)
		switch {
		case err != nil:
			return err
		case !found:
			return &indicators.Problem{Code: "token-unknown"}
		case by != nil && by.Name != owner:
			if problem := by.Permit(engine.Administer, engine.Scope{}); problem != nil {
				return problem
			}
		case by != nil && by.Limit != nil && !within(readGrants(grants), engine.Actor{Grants: by.Limit}):
			return &indicators.Problem{Code: "may-not-by-token"}
		}
		if err := w.exec(`DELETE FROM api_token WHERE id = ?`, id); err != nil {
			return err
		}
		return w.event(event{kind: tokenRevoked, account: owner, detail: id, by: name})
	})
}
