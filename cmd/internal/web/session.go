package web

import (
	"net/http"
	"net/url"
	"strings"

	"yardstick/cmd/internal/gate"
	"yardstick/indicators"
)

// loginView is the login page.
type loginView struct {
	Next, Name string
	Problem    *ProblemLine
}

func (s *Server) loginPage(w http.ResponseWriter, r *http.Request) error {
	return s.showLogin(w, r, http.StatusOK, loginView{Next: ownAddress(r.URL.Query().Get("next"))})
}

func (s *Server) showLogin(w http.ResponseWriter, r *http.Request, status int, view loginView) error {
	p := s.frame(r, "")
	p.Title = p.Say("web.login")
	p.Address = "/login"
	p.View = view
	return s.show(w, status, "login.html", p)
}

func (s *Server) login(w http.ResponseWriter, r *http.Request) error {
	view := loginView{Next: ownAddress(r.PostFormValue("next")), Name: strings.TrimSpace(r.PostFormValue("name"))}
	err := s.gate.Login(r, view.Name, r.PostFormValue("password"))
	if err == nil {
		return s.redirect(w, r, view.Next, "")
	}
	problems := problemsOf(err)
	if len(problems) == 0 {
		return err
	}
	line := problemLine(problems[0], gate.Of(r.Context()).Language)
	view.Problem = &line
	return s.showLogin(w, r, gate.Status(problems[0]), view)
}

func (s *Server) logout(w http.ResponseWriter, r *http.Request) error {
	if err := s.gate.Logout(r); err != nil {
		return err
	}
	return s.redirect(w, r, "/login", "")
}

// ownAddress is where to go next, as long as it is on this site.
func ownAddress(text string) string {
	u, err := url.Parse(text)
	if err != nil || u.Host != "" || u.Scheme != "" || !strings.HasPrefix(u.Path, "/") || strings.HasPrefix(text, "//") || strings.Contains(text, `\`) {
		return "/"
	}
	return u.RequestURI()
}

// language keeps the language that a person chose, and goes back to the page.
func (s *Server) language(w http.ResponseWriter, r *http.Request) error {
	l, err := indicators.ParseLanguage(r.PostFormValue("language"))
	if err != nil {
		return errUnknownPage
	}
	s.gate.Speak(w, l)
	return s.redirect(w, r, ownAddress(r.PostFormValue("next")), "")
}

// invitationView is the page on which an invited person sets a password.
type invitationView struct {
	Code, Name string
	Problem    *ProblemLine
}

func (s *Server) invitationPage(w http.ResponseWriter, r *http.Request) error {
	code := r.URL.Query().Get("code")
	name, err := s.store.Invited(r.Context(), code)
	if err != nil {
		return err
	}
	return s.showInvitation(w, r, http.StatusOK, invitationView{Code: code, Name: name})
}

func (s *Server) showInvitation(w http.ResponseWriter, r *http.Request, status int, view invitationView) error {
	p := s.frame(r, "")
	p.Title = p.Say("web.invitation")
	p.View = view
	return s.show(w, status, "invitation.html", p)
}

// redeem sets the password and logs its owner in.
func (s *Server) redeem(w http.ResponseWriter, r *http.Request) error {
	code, password := r.PostFormValue("code"), r.PostFormValue("password")
	name, err := s.store.Invited(r.Context(), code)
	if err != nil {
		return err
	}
	if password != r.PostFormValue("again") {
		err = &indicators.Problem{Code: "passwords-differ"}
	} else if _, err = s.store.Redeem(r.Context(), code, password); err == nil {
		err = s.gate.Login(r, name, password)
	}
	if err == nil {
		return s.redirect(w, r, "/", s.frame(r, "").Say("web.password-set"))
	}
	problems := problemsOf(err)
	if len(problems) == 0 {
		return err
	}
	line := problemLine(problems[0], gate.Of(r.Context()).Language)
	return s.showInvitation(w, r, gate.Status(problems[0]), invitationView{Code: code, Name: name, Problem: &line})
}
