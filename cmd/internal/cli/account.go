package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"golang.org/x/term"

	"yardstick/engine"
	"yardstick/engine/store"
	"yardstick/indicators"
)

// passwordVariable holds the password of --as where nobody can be asked.
const passwordVariable = "YARDSTICK_PASSWORD"

// actor logs the account of --as in; nil without it. The store refuses nil where
// there are accounts.
func (s *session) actor(ctx context.Context, st *store.Store) (*engine.Actor, error) {
	if s.as == "" {
		return nil, nil
	}
	password, err := s.password("password")
	if err != nil {
		return nil, err
	}
	account, err := st.Login(ctx, s.as, password, "")
	if err != nil {
		return nil, err
	}
	actor := account.Actor()
	return &actor, nil
}

// mustActor is actor for what only an account can do.
func (s *session) mustActor(ctx context.Context, st *store.Store) (engine.Actor, error) {
	if s.as == "" {
		return engine.Actor{}, usage("as-wanted", nil)
	}
	actor, err := s.actor(ctx, st)
	if err != nil {
		return engine.Actor{}, err
	}
	return *actor, nil
}

// password is taken from the environment, else asked for on a terminal without
// showing it, else read as a line.
func (s *session) password(question string) (string, error) {
	if known, ok := os.LookupEnv(passwordVariable); ok {
		return known, nil
	}
	if file, ok := s.in.(*os.File); ok && isTerminal(s.in) {
		fmt.Fprint(s.err, s.say(question, nil)+" ")
		typed, err := term.ReadPassword(int(file.Fd()))
		fmt.Fprintln(s.err)
		return string(typed), err
	}
	line, err := bufio.NewReader(s.in).ReadString('\n')
	if err != nil && line == "" {
		return "", usage("password-wanted", nil)
	}
	return strings.TrimRight(line, "\r\n"), nil
}

// sayWho says how what was entered counts.
func (s *session) sayWho(as *engine.Actor) {
	if as == nil {
		s.talk(s.say("local-operator", nil))
		return
	}
	s.talk(s.say("waits-for-approval", nil))
}

// asProblem is the problem that an error is; nil for none.
func asProblem(err error) *indicators.Problem {
	var problem *indicators.Problem
	errors.As(err, &problem)
	return problem
}
