package engine_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"yardstick/engine"
	"yardstick/indicators"
)

// TestOnlyWhatARoleAllowsWithinItsScope walks every role, or none, over every
// action and every kind of scope.
func TestOnlyWhatARoleAllowsWithinItsScope(t *testing.T) {
	may := map[engine.Role]string{
		engine.Officer: "read enter submit", engine.Reviewer: "read review", engine.Manager: "read define schedule",
		engine.Reader: "read", engine.Administrator: "administer", "": "",
	}
	const everything, survey, guangzhou, both, elsewhere = "*", "project=p/survey", "region=440100", "project=p/survey,region=440100", "project=p/other,region=440300"
	holds := map[string][]string{
		everything: {everything, survey, guangzhou, both, elsewhere},
		survey:     {survey, both},
		guangzhou:  {guangzhou, both},
		both:       {both},
	}
	cases := 0
	for role, actions := range may {
		for over, within := range holds {
			actor := engine.Actor{Name: "li"}
			if role != "" {
				actor.Grants = []engine.Grant{grant(t, string(role)+":"+over)}
			}
			for _, action := range engine.Actions {
				for _, on := range holds[everything] {
					want := slices.Contains(strings.Fields(actions), string(action)) && slices.Contains(within, on)
					scope := grant(t, "reader:"+on).Scope
					if got := actor.May(action, scope); got != want {
						t.Errorf("%s over %s: may %s %s is %v", role, over, action, on, got)
					}
					if (actor.Permit(action, scope) == nil) != want {
						t.Errorf("%s over %s: Permit differs from May", role, over)
					}
					cases++
				}
			}
		}
	}
	if want := 6 * 4 * 7 * 5; cases != want {
		t.Errorf("%d cases, want %d", cases, want)
	}
	for _, action := range engine.Actions {
		problem := engine.Actor{Name: "li"}.Permit(action, engine.Scope{})
		if message := problem.Error(); strings.HasPrefix(message, problem.Code) {
			t.Errorf("%s has no words", problem.Code)
		}
	}
}

func TestATokenNeverMayMoreThanItsAccount(t *testing.T) {
	actor := engine.Actor{Grants: []engine.Grant{grant(t, "officer:region=440100"), grant(t, "reviewer:region=440300")}}
	actor.Limit = []engine.Grant{grant(t, "officer:*")}
	tests := map[string]struct {
		action engine.Action
		region string
		want   bool
	}{
		"both allow it":              {engine.Enter, "440100", true},
		"only the token allows it":   {engine.Enter, "440300", false},
		"only the account allows it": {engine.Review, "440300", false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := actor.May(test.action, engine.Scope{Region: test.region}); got != test.want {
				t.Errorf("got %v", got)
			}
		})
	}
	if actor.Limit = []engine.Grant{}; actor.May(engine.Read, engine.Scope{Region: "440100"}) {
		t.Error("a token without grants may read")
	}
}

func TestGrantsThatSayNothingClearAreRefused(t *testing.T) {
	for _, text := range []string{"", "auditor", "officer:", "officer:*"} {
		g, problem := engine.ParseGrant(text)
		if strings.HasPrefix(text, "officer") != (problem == nil && g == engine.Grant{Role: engine.Officer}) {
			t.Errorf("%q: %v %v", text, g, problem)
		}
	}
	for _, text := range []string{"officer:region=", "officer:city=440100", "officer:region=440100,region=440300", "officer:440100", "Officer", "officer :*", "officer:project=x\nmanager:*"} {
		if g, problem := engine.ParseGrant(text); problem == nil {
			t.Errorf("%q was read as %v", text, g)
		}
	}
}

func grant(t *testing.T, text string) engine.Grant {
	t.Helper()
	g, problem := engine.ParseGrant(text)
	if problem != nil {
		t.Fatal(problem)
	}
	if again, problem := engine.ParseGrant(g.String()); problem != nil || again != g {
		t.Errorf("%s reads back as %v, %v", g, again, problem)
	}
	return g
}

// TestScopesCoverWhatMayBeDone holds the list that is shown to what is let through.
func TestScopesCoverWhatMayBeDone(t *testing.T) {
	scope := rapid.Custom(func(r *rapid.T) engine.Scope {
		return engine.Scope{Project: rapid.SampledFrom([]string{"", "p/a", "p/b"}).Draw(r, "project"), Region: rapid.SampledFrom([]string{"", "440100", "440300"}).Draw(r, "region")}
	})
	grant := rapid.Custom(func(r *rapid.T) engine.Grant {
		return engine.Grant{Role: rapid.SampledFrom(engine.Roles).Draw(r, "role"), Scope: scope.Draw(r, "scope")}
	})
	rapid.Check(t, func(r *rapid.T) {
		a := engine.Actor{Grants: rapid.SliceOfN(grant, 0, 3).Draw(r, "grants")}
		if rapid.Bool().Draw(r, "token") {
			a.Limit = rapid.SliceOfN(grant, 0, 3).Draw(r, "limit")
		}
		action := rapid.SampledFrom(engine.Actions).Draw(r, "action")
		on := &indicators.Assignment{Project: &indicators.Project{ID: rapid.SampledFrom([]string{"p/a", "p/b"}).Draw(r, "project")},
			Region: rapid.SampledFrom([]string{"440100", "440300"}).Draw(r, "region")}
		listed := slices.ContainsFunc(a.Scopes(action), func(s engine.Scope) bool { return s.Covers(on) })
		if may := a.May(action, engine.ScopeOf(on)); listed != may {
			r.Fatalf("listed %t, may %t: %v", listed, may, a.Scopes(action))
		}
	})
}
