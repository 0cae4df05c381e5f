package gate

import (
	"net/http"
	"slices"

	"yardstick/engine"
	"yardstick/indicators"
)

// Need is what a route asks of its visitor. The zero Need lets anybody in.
type Need struct {
	account   bool // somebody who has logged in
	action    engine.Action
	somewhere bool // the action in any scope will do: the handler shows what it may
}

// Anybody lets everybody in, logged in or not.
var Anybody = Need{}

// Account lets in whoever has logged in: for what is their own.
var Account = Need{account: true}

// To lets in who may do the action on the scope that the path names: its {project}
// and {region}; without them, on everything.
func To(action engine.Action) Need { return Need{account: true, action: action} }

// Somewhere lets in who may do the action in at least one scope. The handler shows
// or touches only what the visitor may: it asks engine.Actor.May again.
func Somewhere(action engine.Action) Need {
	return Need{account: true, action: action, somewhere: true}
}

// String names the need: anybody, account, enter, somewhere enter.
func (n Need) String() string {
	switch {
	case !n.account:
		return "anybody"
	case n.action == "":
		return "account"
	case n.somewhere:
		return "somewhere " + string(n.action)
	}
	return string(n.action)
}

// Met says why the visitor may not have the route, and the status to answer with;
// nil when they may. Problems: login-wanted (401), may-not-<action> (403).
func (n Need) Met(v Visitor, on engine.Scope) (int, *indicators.Problem) {
	switch {
	case !n.account:
		return 0, nil
	case !v.Known():
		return http.StatusUnauthorized, &indicators.Problem{Code: "login-wanted"}
	case n.action == "" || n.somewhere && mayAnywhere(v.Actor, n.action):
		return 0, nil
	}
	if problem := v.Actor.Permit(n.action, on); problem != nil {
		return http.StatusForbidden, problem
	}
	return 0, nil
}

func mayAnywhere(a engine.Actor, action engine.Action) bool {
	scopes := a.Scopes(action)
	for _, limit := range a.Limit {
		scopes = append(scopes, limit.Scope) // a token may hold less than a whole grant
	}
	return slices.ContainsFunc(scopes, func(s engine.Scope) bool { return a.May(action, s) })
}

// ScopeOf is the scope that a request's path names by {programme}, {project} and
// {region}: the empty scope, everything, where it names none.
func ScopeOf(r *http.Request) engine.Scope {
	scope := engine.Scope{Region: r.PathValue("region")}
	if project := r.PathValue("project"); project != "" {
		scope.Project = r.PathValue("programme") + "/" + project
	}
	return scope
}
