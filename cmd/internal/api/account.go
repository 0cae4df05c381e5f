package api

import (
	"context"
	"net/http"
	"time"

	"yardstick/cmd/internal/gate"
	"yardstick/engine"
	"yardstick/engine/store"
	"yardstick/indicators"
)

// Account is somebody who may log in.
type Account struct {
	Name        string   `json:"name"`
	Title       string   `json:"title,omitempty" doc:"What people call its owner"`
	Grants      []string `json:"grants" doc:"Such as officer:region=440100, reviewer:project=gd-2021/survey, manager:*"`
	Disabled    bool     `json:"disabled"`
	HasPassword bool     `json:"has_password"`
}

// Invitation is the code by which an account's owner sets a password.
type Invitation struct {
	Account string `json:"account"`
	Code    string `json:"code" doc:"Shown this once: the page /invitation?code=… takes it"`
}

// Token is what a program shows.
type Token struct {
	ID      string     `json:"id"`
	Title   string     `json:"title"`
	Grants  []string   `json:"grants"`
	MadeAt  *time.Time `json:"made_at"`
	Expires *time.Time `json:"expires"`
	Secret  string     `json:"secret,omitempty" doc:"Shown this once"`
}

// OfAccount names an account in a path.
type OfAccount struct {
	Account string `path:"account"`
}

func (a *API) accounts() {
	may := gate.To(engine.Administer)
	add(a, operation{ID: "list-accounts", Method: http.MethodGet, Path: "/accounts", Need: may, Tag: "accounts", Summary: "Every account"},
		func(ctx context.Context, _ *struct{}) (*body[[]Account], error) {
			accounts, err := a.store.Accounts(ctx)
			out := []Account{}
			for _, one := range accounts {
				out = append(out, accountOf(one))
			}
			return answer(out), err
		})
	add(a, operation{ID: "add-account", Method: http.MethodPost, Path: "/accounts", Need: may, Tag: "accounts", Status: http.StatusCreated, Secret: true, Summary: "Add an account, and invite its owner"},
		func(ctx context.Context, in *struct {
			Body struct {
				Name   string   `json:"name"`
				Title  string   `json:"title,omitempty"`
				Grants []string `json:"grants" minItems:"1"`
			}
		}) (*body[Invitation], error) {
			grants, err := parseGrants(in.Body.Grants)
			if err != nil {
				return nil, err
			}
			by := gate.Of(ctx).Actor
			if err := a.store.AddAccount(ctx, &by, store.Account{Name: in.Body.Name, Title: in.Body.Title, Grants: grants}); err != nil {
				return nil, err
			}
			code, err := a.store.Invite(ctx, &by, in.Body.Name)
			return answer(Invitation{Account: in.Body.Name, Code: code}), err
		})
	add(a, operation{ID: "change-account", Method: http.MethodPatch, Path: "/accounts/{account}", Need: may, Tag: "accounts", Summary: "Give an account other roles, disable it, or let it act again"},
		func(ctx context.Context, in *struct {
			OfAccount
			Body struct {
				Grants   []string `json:"grants,omitempty"`
				Disabled *bool    `json:"disabled,omitempty"`
			}
		}) (*body[Account], error) {
			return a.changeAccount(ctx, in.Account, in.Body.Grants, in.Body.Disabled)
		})
	add(a, operation{ID: "invite-account", Method: http.MethodPost, Path: "/accounts/{account}/invitation", Need: may, Tag: "accounts", Status: http.StatusCreated, Secret: true, Summary: "A new code for setting the password"},
		func(ctx context.Context, in *OfAccount) (*body[Invitation], error) {
			by := gate.Of(ctx).Actor
			code, err := a.store.Invite(ctx, &by, in.Account)
			return answer(Invitation{Account: in.Account, Code: code}), err
		})
}

func (a *API) changeAccount(ctx context.Context, name string, roles []string, disabled *bool) (*body[Account], error) {
	by := gate.Of(ctx).Actor
	if roles != nil {
		grants, err := parseGrants(roles)
		if err != nil {
			return nil, err
		}
		if err := a.store.Grant(ctx, &by, name, grants); err != nil {
			return nil, err
		}
	}
	if disabled != nil {
		if err := a.store.SetDisabled(ctx, &by, name, *disabled); err != nil {
			return nil, err
		}
	}
	account, err := a.store.Account(ctx, name)
	return answer(accountOf(account)), err
}

func (a *API) tokens() {
	add(a, operation{ID: "list-tokens", Method: http.MethodGet, Path: "/tokens", Need: gate.Account, Tag: "tokens", Summary: "The tokens of one's own account"},
		func(ctx context.Context, _ *struct{}) (*body[[]Token], error) {
			tokens, err := a.store.Tokens(ctx, gate.Of(ctx).Actor.Name)
			out := []Token{}
			for _, t := range tokens {
				out = append(out, tokenOf(t, ""))
			}
			return answer(out), err
		})
	add(a, operation{ID: "make-token", Method: http.MethodPost, Path: "/tokens", Need: gate.Account, Tag: "tokens", Status: http.StatusCreated, Secret: true, Summary: "Make a token for one's own account; not with a token"},
		func(ctx context.Context, in *struct {
			Body struct {
				Title   string    `json:"title" minLength:"1" maxLength:"200"`
				Grants  []string  `json:"grants" minItems:"1"`
				Expires time.Time `json:"expires"`
			}
		}) (*body[Token], error) {
			grants, err := parseGrants(in.Body.Grants)
			if err != nil {
				return nil, err
			}
			made, secret, err := a.store.MakeToken(ctx, gate.Of(ctx).Actor, store.Token{Title: in.Body.Title, Grants: grants, Expires: in.Body.Expires})
			return answer(tokenOf(made, secret)), err
		})
	add(a, operation{ID: "revoke-token", Method: http.MethodDelete, Path: "/tokens/{token}", Need: gate.Account, Tag: "tokens", Status: http.StatusNoContent, Summary: "End a token of one's own account"},
		func(ctx context.Context, in *struct {
			Token string `path:"token"`
		}) (*struct{}, error) {
			by := gate.Of(ctx).Actor
			return nil, a.store.RevokeToken(ctx, &by, in.Token)
		})
}

func accountOf(a store.Account) Account {
	return Account{Name: a.Name, Title: a.Title, Grants: grantTexts(a.Grants), Disabled: a.Disabled, HasPassword: a.HasPassword}
}

func tokenOf(t store.Token, secret string) Token {
	return Token{ID: t.ID, Title: t.Title, Grants: grantTexts(t.Grants), MadeAt: instant(t.MadeAt, time.UTC), Expires: instant(t.Expires, time.UTC), Secret: secret}
}

func grantTexts(grants []engine.Grant) []string {
	out := []string{}
	for _, g := range grants {
		out = append(out, g.String())
	}
	return out
}

func parseGrants(texts []string) ([]engine.Grant, error) {
	var out []engine.Grant
	var problems []*indicators.Problem
	for _, text := range texts {
		grant, problem := engine.ParseGrant(text)
		if problem != nil {
			problems = append(problems, problem)
		}
		out = append(out, grant)
	}
	if len(problems) > 0 {
		return nil, &engine.Refusal{Problems: problems}
	}
	return out, nil
}
