package web

import (
	"net/http"
	"slices"
	"strings"

	"yardstick/cmd/internal/gate"
	"yardstick/engine"
	"yardstick/engine/store"
	"yardstick/indicators"
)

// accountsView is the administrator's page: who may log in, and what they may do.
type accountsView struct {
	Accounts       []accountLine
	Problem        *ProblemLine // why an account was not added, or changed
	Link           *linkView    // made just now
	Name, Title    string       // as typed, when no account was added
	Roles          []scopeChoice
	Projects       []scopeChoice
	Regions        []scopeChoice
	Active, Others int // accounts that can log in, and those that cannot
}

// accountLine is an account in the list.
type accountLine struct {
	Name, Title string
	Grants      []scopeChoice // as they are written, and in words
	State       string        // a code of topic people
	Disabled    bool
	Own         bool // of the one who looks
	Tokens      []tokenLine
}

// linkView is a link by which somebody sets a password: shown this once.
type linkView struct{ Account, Address string }

func (s *Server) accountsPage(w http.ResponseWriter, r *http.Request) error {
	return s.showAccounts(w, r, http.StatusOK, accountsView{})
}

func (s *Server) showAccounts(w http.ResponseWriter, r *http.Request, status int, view accountsView) error {
	v := gate.Of(r.Context())
	words, err := s.grantWords(r.Context(), v.Language)
	if err != nil {
		return err
	}
	accounts, err := s.store.Accounts(r.Context())
	if err != nil {
		return err
	}
	for _, account := range accounts {
		line := accountLine{Name: account.Name, Title: account.Title, Disabled: account.Disabled, Own: account.Name == v.Actor.Name, State: accountState(account)}
		for _, g := range account.Grants {
			line.Grants = append(line.Grants, scopeChoice{Value: g.String(), Label: words.grant(g)})
		}
		if line.Tokens, err = s.tokenLines(r, words, account.Name); err != nil {
			return err
		}
		if view.Accounts = append(view.Accounts, line); line.State == "active" {
			view.Active++
		} else {
			view.Others++
		}
	}
	view.Roles, view.Projects, view.Regions = words.roleChoices(), words.projectChoices(), words.regionChoices()
	p := s.frame(r, "")
	p.Title, p.View, p.Address, p.Styles = p.Say("people.accounts"), view, "/accounts", []string{"people.css"}
	return s.show(w, status, "accounts.html", p)
}

func accountState(a store.Account) string {
	switch {
	case a.Disabled:
		return "disabled"
	case !a.HasPassword:
		return "invited"
	}
	return "active"
}

// addAccount adds an account and shows the link by which its owner sets a password.
func (s *Server) addAccount(w http.ResponseWriter, r *http.Request) error {
	v := gate.Of(r.Context())
	account := store.Account{Name: strings.TrimSpace(r.PostFormValue("name")), Title: strings.TrimSpace(r.PostFormValue("title"))}
	added, err := s.addedGrant(r)
	if err == nil && added == nil {
		err = &indicators.Problem{Code: "account-role"}
	}
	secret := ""
	if err == nil {
		account.Grants = []engine.Grant{*added}
		err = s.store.AddAccount(r.Context(), &v.Actor, account)
	}
	if err == nil {
		secret, err = s.store.Invite(r.Context(), &v.Actor, account.Name)
	}
	return s.afterAccount(w, r, err, account, secret)
}

// changeAccount does to an account what the pressed button says.
func (s *Server) changeAccount(w http.ResponseWriter, r *http.Request) error {
	v := gate.Of(r.Context())
	ctx, name := r.Context(), r.PathValue("account")
	account, err := s.store.Account(ctx, name)
	if err != nil {
		return err
	}
	secret := ""
	switch r.PostFormValue("do") {
	case "invite":
		secret, err = s.store.Invite(ctx, &v.Actor, name)
	case "grant":
		err = s.changeGrants(r, v.Actor, account)
	case "disable":
		if err = surely(r, v.Actor, name); err == nil {
			err = s.store.SetDisabled(ctx, &v.Actor, name, true)
		}
	case "enable":
		err = s.store.SetDisabled(ctx, &v.Actor, name, false)
	case "end":
		err = s.store.Sessions().End(ctx, &v.Actor, name)
	case "revoke":
		err = s.store.RevokeToken(ctx, &v.Actor, r.PostFormValue("token"))
	default:
		return errUnknownPage
	}
	return s.afterAccount(w, r, err, store.Account{Name: name}, secret)
}

// afterAccount answers a change: with a link to hand on, with what was wrong, or with
// the list as it now stands.
func (s *Server) afterAccount(w http.ResponseWriter, r *http.Request, err error, account store.Account, secret string) error {
	view, status := accountsView{}, http.StatusCreated
	if problems := problemsOf(err); len(problems) > 0 {
		line := problemLine(problems[0], gate.Of(r.Context()).Language)
		view, status = accountsView{Problem: &line, Name: account.Name, Title: account.Title}, gate.Status(problems[0])
	} else if err != nil {
		return err
	} else if secret == "" {
		return s.redirect(w, r, "/accounts", s.frame(r, "").Say("people.changed", "account", account.Name))
	} else {
		view.Link = &linkView{Account: account.Name, Address: ownOrigin(r) + "/invitation?code=" + secret}
	}
	return s.showAccounts(w, r, status, view)
}

// changeGrants keeps the roles that are ticked and adds the one that is chosen.
func (s *Server) changeGrants(r *http.Request, by engine.Actor, account store.Account) error {
	var grants []engine.Grant
	for _, text := range r.PostForm["keep"] {
		g, problem := engine.ParseGrant(text)
		if problem != nil {
			return problem
		}
		grants = append(grants, g)
	}
	added, err := s.addedGrant(r)
	if err != nil {
		return err
	}
	if added != nil {
		grants = append(grants, *added)
	}
	if !(engine.Actor{Grants: grants}).May(engine.Administer, engine.Scope{}) {
		if err := surely(r, by, account.Name); err != nil {
			return err
		}
	}
	return s.store.Grant(r.Context(), &by, account.Name, grants)
}

// surely asks for a tick before somebody takes their own account's access away.
func surely(r *http.Request, by engine.Actor, account string) error {
	if by.Name == account && r.PostFormValue("sure") == "" {
		return &indicators.Problem{Code: "account-own-sure"}
	}
	return nil
}

// addedGrant is the role that a form adds, with its project and region; nil when it
// adds none. Problems: grant-unclear, account-scope.
func (s *Server) addedGrant(r *http.Request) (*engine.Grant, error) {
	role := r.PostFormValue("role")
	if role == "" {
		return nil, nil
	}
	g, problem := engine.ParseGrant(role)
	if problem != nil {
		return nil, problem
	}
	g.Scope = engine.Scope{Project: r.PostFormValue("project"), Region: r.PostFormValue("region")}
	words, err := s.grantWords(r.Context(), gate.Of(r.Context()).Language)
	if err != nil {
		return nil, err
	}
	known := func(choices []scopeChoice, value string) bool {
		return value == "" || slices.ContainsFunc(choices, func(c scopeChoice) bool { return c.Value == value })
	}
	wide := g.Role == engine.Administrator || g.Role == engine.Manager
	if !known(words.projectChoices(), g.Scope.Project) || !known(words.regionChoices(), g.Scope.Region) || wide && g.Scope != (engine.Scope{}) {
		return nil, &indicators.Problem{Code: "account-scope", Args: indicators.Args{"role": words.role(g.Role), "scope": g.Scope.String()}}
	}
	return &g, nil
}

// ownOrigin is the address of this site as the browser that asks reaches it: it says
// so itself, and the gate has held what it says to the site's own name.
func ownOrigin(r *http.Request) string {
	scheme := "http"
	if r.TLS != nil || strings.HasPrefix(r.Header.Get("Origin"), "https://") {
		scheme = "https"
	}
	return scheme + "://" + r.Host
}
