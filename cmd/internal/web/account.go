package web

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"yardstick/cmd/internal/gate"
	"yardstick/engine"
	"yardstick/engine/store"
	"yardstick/indicators"
)

// accountView is the page of somebody's own account.
type accountView struct {
	Name, Title string
	Grants      []string
	Password    *ProblemLine // why the password was not changed
	Token       *ProblemLine // why no token was made
	Secret      string       // of the token just made: shown this once
	Made        string       // its title
	Tokens      []tokenLine
	Choices     []scopeChoice // the own grants, as they are written
	Projects    []scopeChoice
	Regions     []scopeChoice
	Days        []scopeChoice
	TokenTitle  string // as typed, when no token was made
}

// tokenLine is a token in a list.
type tokenLine struct {
	ID, Title, Made, Expires string
	Grants                   []string
	Over                     bool // it has expired
}

// tokenDays are how long a token may hold, in days.
var tokenDays = []int{30, 90, 365}

func (s *Server) accountPage(w http.ResponseWriter, r *http.Request) error {
	return s.showAccount(w, r, http.StatusOK, accountView{})
}

// showAccount fills in what every form of the page needs.
func (s *Server) showAccount(w http.ResponseWriter, r *http.Request, status int, view accountView) error {
	v := gate.Of(r.Context())
	words, err := s.grantWords(r.Context(), v.Language)
	if err != nil {
		return err
	}
	account, err := s.store.Account(r.Context(), v.Actor.Name)
	if err != nil {
		return err
	}
	view.Name, view.Title, view.Grants = account.Name, account.Title, words.grants(account.Grants)
	view.Projects, view.Regions, view.Days = words.projectChoices(), words.regionChoices(), dayChoices(v.Language)
	for _, g := range account.Grants {
		view.Choices = append(view.Choices, scopeChoice{Value: g.String(), Label: words.grant(g)})
	}
	if view.Tokens, err = s.tokenLines(r, words, account.Name); err != nil {
		return err
	}
	p := s.frame(r, "")
	p.Title, p.View, p.Address, p.Styles = p.Say("people.account"), view, "/account", []string{"people.css"}
	return s.show(w, status, "account.html", p)
}

// dayChoices are how long a token may hold; a quarter of a year unless chosen otherwise.
func dayChoices(l indicators.Language) []scopeChoice {
	out := make([]scopeChoice, len(tokenDays))
	for n, days := range tokenDays {
		text := strconv.Itoa(days)
		out[n] = scopeChoice{Value: text, Label: l.Say("people.days", indicators.Args{"days": text}), Chosen: n == 1}
	}
	return out
}

func (s *Server) tokenLines(r *http.Request, words grantWords, account string) ([]tokenLine, error) {
	tokens, err := s.store.Tokens(r.Context(), account)
	zone, now := s.zone(words), s.now()
	out := make([]tokenLine, len(tokens))
	for n, t := range tokens {
		out[n] = tokenLine{ID: t.ID, Title: t.Title, Grants: words.grants(t.Grants), Over: !t.Expires.After(now),
			Made: clock(t.MadeAt, zone), Expires: clock(t.Expires, zone)}
	}
	return out, err
}

// zone is the time zone of what is no programme's: that of the first programme.
func (s *Server) zone(words grantWords) *time.Location {
	if len(words.programmes) == 0 {
		return time.UTC
	}
	return words.programmes[0].Location()
}

// ownHand keeps what is for a person at a browser from a program with a token.
func ownHand(r *http.Request) error {
	if gate.Of(r.Context()).Token {
		return &indicators.Problem{Code: "may-not-by-token"}
	}
	return nil
}

func (s *Server) changePassword(w http.ResponseWriter, r *http.Request) error {
	if err := ownHand(r); err != nil {
		return err
	}
	v := gate.Of(r.Context())
	password := r.PostFormValue("password")
	var err error
	if password != r.PostFormValue("again") {
		err = &indicators.Problem{Code: "passwords-differ"}
	} else {
		err = s.store.ChangePassword(r.Context(), v.Actor.Name, r.PostFormValue("old"), password, v.Address)
	}
	if err == nil {
		err = s.gate.Renew(r)
	}
	if problems := problemsOf(err); len(problems) > 0 {
		line := problemLine(problems[0], v.Language)
		return s.showAccount(w, r, passwordStatus(problems[0]), accountView{Password: &line})
	}
	if err != nil {
		return err
	}
	return s.redirect(w, r, "/account", s.frame(r, "").Say("people.password-changed"))
}

// passwordStatus is the status of a password that was not changed. Who asks is known,
// so a wrong one is no 401.
func passwordStatus(p *indicators.Problem) int {
	if p.Code == "login-wrong" {
		return http.StatusUnprocessableEntity
	}
	return gate.Status(p)
}

// endSessions ends every session of the account but the one that asks.
func (s *Server) endSessions(w http.ResponseWriter, r *http.Request) error {
	if err := ownHand(r); err != nil {
		return err
	}
	v := gate.Of(r.Context())
	if err := s.store.Sessions().End(r.Context(), &v.Actor, v.Actor.Name); err != nil {
		return err
	}
	if err := s.gate.Renew(r); err != nil {
		return err
	}
	return s.redirect(w, r, "/account", s.frame(r, "").Say("people.sessions-ended"))
}

func (s *Server) makeToken(w http.ResponseWriter, r *http.Request) error {
	if err := ownHand(r); err != nil {
		return err
	}
	v := gate.Of(r.Context())
	token, err := s.wantedToken(r)
	secret := ""
	if err == nil {
		token, secret, err = s.store.MakeToken(r.Context(), v.Actor, token)
	}
	if problems := problemsOf(err); len(problems) > 0 {
		line := problemLine(problems[0], v.Language)
		return s.showAccount(w, r, gate.Status(problems[0]), accountView{Token: &line, TokenTitle: r.PostFormValue("title")})
	}
	if err != nil {
		return err
	}
	return s.showAccount(w, r, http.StatusCreated, accountView{Secret: secret, Made: token.Title})
}

// wantedToken reads the form of a token. Problems: token-title, token-days,
// grant-unclear, token-narrower.
func (s *Server) wantedToken(r *http.Request) (store.Token, error) {
	token := store.Token{Title: strings.TrimSpace(r.PostFormValue("title"))}
	if token.Title == "" {
		return token, &indicators.Problem{Code: "token-title"}
	}
	days, err := strconv.Atoi(r.PostFormValue("days"))
	if err != nil || days < 1 || days > tokenDays[len(tokenDays)-1] {
		return token, &indicators.Problem{Code: "token-days", Args: indicators.Args{"most": strconv.Itoa(tokenDays[len(tokenDays)-1])}}
	}
	token.Expires = s.now().Add(time.Duration(days) * 24 * time.Hour)
	for _, text := range r.PostForm["grant"] {
		g, problem := engine.ParseGrant(text)
		if problem != nil {
			return token, problem
		}
		if problem := narrow(&g.Scope, r.PostFormValue("project"), r.PostFormValue("region")); problem != nil {
			return token, problem
		}
		token.Grants = append(token.Grants, g)
	}
	return token, nil
}

// narrow keeps a scope to a project and a region, where they are given.
func narrow(s *engine.Scope, project, region string) *indicators.Problem {
	for _, part := range []struct {
		has  *string
		want string
	}{{&s.Project, project}, {&s.Region, region}} {
		switch {
		case part.want == "" || *part.has == part.want:
		case *part.has == "":
			*part.has = part.want
		default:
			return &indicators.Problem{Code: "token-narrower"}
		}
	}
	return nil
}

func (s *Server) revokeToken(w http.ResponseWriter, r *http.Request) error {
	if err := ownHand(r); err != nil {
		return err
	}
	v := gate.Of(r.Context())
	if err := s.store.RevokeToken(r.Context(), &v.Actor, r.PathValue("token")); err != nil {
		return err
	}
	return s.redirect(w, r, "/account", s.frame(r, "").Say("people.token-revoked"))
}
