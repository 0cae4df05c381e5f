package engine

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"yardstick/indicators"
)

// Role is what a person does with a programme.
type Role string

// The roles of an installation.
const (
	Officer       Role = "officer"       // 填报: enters and hands in the figures of a scope
	Reviewer      Role = "reviewer"      // 审核: approves, returns and reopens those of a scope
	Manager       Role = "manager"       // 管理: definitions, methods, schedules
	Reader        Role = "reader"        // reads what stands in a scope
	Administrator Role = "administrator" // accounts, and nothing of the results
)

// Roles lists them.
var Roles = []Role{Officer, Reviewer, Manager, Reader, Administrator}

// Action is what somebody wants to do.
type Action string

// The actions. Every page, operation and command is one of them.
const (
	Read       Action = "read"       // figures, scorecards, evidence, the trail of a programme
	Enter      Action = "enter"      // figures, reasons, evidence
	Submit     Action = "submit"     // hand a sheet in
	Review     Action = "review"     // approve, return, reopen; accept what is declared
	Define     Action = "define"     // put definitions and methods into force
	Schedule   Action = "schedule"   // plan what is printed and sent
	Administer Action = "administer" // accounts, their sessions and tokens, the trail of the installation
)

// Actions lists them.
var Actions = []Action{Read, Enter, Submit, Review, Define, Schedule, Administer}

// allowed is who may do what, within the scope of the role.
var allowed = map[Role][]Action{
	Officer:       {Read, Enter, Submit},
	Reviewer:      {Read, Review},
	Manager:       {Read, Define, Schedule},
	Reader:        {Read},
	Administrator: {Administer},
}

// Grant is a role over a scope; the empty scope is everything.
type Grant struct {
	Role  Role
	Scope Scope
}

// Actor is who acts. The zero Actor may do nothing.
type Actor struct {
	Name   string
	Grants []Grant
	// Limit is what a token lets its account do at most; nil is no limit, an empty
	// list is nothing.
	Limit []Grant
}

// May answers whether the actor may do something with a scope: an assignment's
// project and region, a whole project or region, or with the empty scope
// everything there is. It is the one place that answers so. A grant over a
// region holds for that region alone, not for those within it.
func (a Actor) May(action Action, on Scope) bool {
	return granted(a.Grants, action, on) && (a.Limit == nil || granted(a.Limit, action, on))
}

// Permit is May as a problem: may-not-<action>, naming who and where.
func (a Actor) Permit(action Action, on Scope) *indicators.Problem {
	if a.May(action, on) {
		return nil
	}
	return &indicators.Problem{Code: "may-not-" + string(action), Args: indicators.Args{"who": a.Name, "scope": on.String()}}
}

// Scopes lists where the actor may do something, for finding what to show: a list
// that holds the empty scope means everywhere, an empty one, which is never nil,
// nowhere. What a token's limit leaves out is not in it.
func (a Actor) Scopes(action Action) []Scope {
	own := scopesOf(a.Grants, action)
	if a.Limit == nil {
		return own
	}
	out := []Scope{}
	for _, s := range own {
		for _, limit := range scopesOf(a.Limit, action) {
			if both, meet := s.meets(limit); meet && !slices.Contains(out, both) {
				out = append(out, both)
			}
		}
	}
	return out
}

func scopesOf(grants []Grant, action Action) []Scope {
	out := []Scope{}
	for _, g := range grants {
		if slices.Contains(allowed[g.Role], action) && !slices.Contains(out, g.Scope) {
			out = append(out, g.Scope)
		}
	}
	return out
}

// meets is what lies in both scopes, if anything can.
func (s Scope) meets(other Scope) (Scope, bool) {
	both := Scope{Project: cmp.Or(s.Project, other.Project), Region: cmp.Or(s.Region, other.Region)}
	return both, s.holds(both) && other.holds(both)
}

func granted(grants []Grant, action Action, on Scope) bool {
	return slices.ContainsFunc(grants, func(g Grant) bool {
		return slices.Contains(allowed[g.Role], action) && g.Scope.holds(on)
	})
}

// holds reports whether a scope holds all of another.
func (s Scope) holds(other Scope) bool {
	return (s.Project == "" || s.Project == other.Project) && (s.Region == "" || s.Region == other.Region)
}

// String is "*" for everything, else project=gd-2021/survey,region=440100 or one of them.
func (s Scope) String() string {
	var parts []string
	if s.Project != "" {
		parts = append(parts, "project="+s.Project)
	}
	if s.Region != "" {
		parts = append(parts, "region="+s.Region)
	}
	if len(parts) == 0 {
		return "*"
	}
	return strings.Join(parts, ",")
}

// ScopeOf is the scope of one assignment.
func ScopeOf(a *indicators.Assignment) Scope { return Scope{Project: a.Project.ID, Region: a.Region} }

// String writes a grant as [ParseGrant] reads it.
func (g Grant) String() string { return string(g.Role) + ":" + g.Scope.String() }

// ParseGrant reads officer:region=440100, reviewer:project=gd-2021/survey,
// reader:project=gd-2021/survey,region=440100, manager:* or manager. Problem:
// grant-unclear.
func ParseGrant(text string) (Grant, *indicators.Problem) {
	unclear := &indicators.Problem{Code: "grant-unclear", Args: indicators.Args{"text": text, "roles": RoleNames()}}
	if strings.ContainsFunc(text, unicode.IsControl) {
		return Grant{}, unclear // grants are kept a line each
	}
	role, scope, _ := strings.Cut(text, ":")
	g := Grant{Role: Role(role)}
	if !slices.Contains(Roles, g.Role) {
		return Grant{}, unclear
	}
	if scope == "" || scope == "*" {
		return g, nil
	}
	for part := range strings.SplitSeq(scope, ",") {
		switch key, value, _ := strings.Cut(part, "="); {
		case key == "project" && value != "" && g.Scope.Project == "":
			g.Scope.Project = value
		case key == "region" && value != "" && g.Scope.Region == "":
			g.Scope.Region = value
		default:
			return Grant{}, unclear
		}
	}
	return g, nil
}

// RoleNames lists the roles for a message.
func RoleNames() string {
	names := make([]string, len(Roles))
	for i, role := range Roles {
		names[i] = string(role)
	}
	return strings.Join(names, ", ")
}
