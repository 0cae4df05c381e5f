package api_test

import (
	"net/http"
	"strings"
	"testing"

	"yardstick/cmd/internal/api"
)

// everybody is every account of a test, and nobody.
var everybody = []string{"", "guangzhou", "shenzhen", "reviewer", "manager", "reader", "admin"}

// expectation is who is let in to an operation, written by hand: for the paths of
// Guangzhou where a path names a region. The others are refused.
var expectation = map[string]struct {
	method, path string
	letIn        string // accounts; * is everybody who has logged in
	body         any
}{
	"list-programmes":           {"GET", "/programmes", "*", nil},
	"get-programme":             {"GET", "/programmes/gd-2021", "guangzhou shenzhen reviewer manager reader", nil},
	"list-versions":             {"GET", "/programmes/gd-2021/versions", "guangzhou shenzhen reviewer manager reader", nil},
	"get-sources":               {"GET", "/programmes/gd-2021/versions/1/sources", "guangzhou shenzhen reviewer manager reader", nil},
	"load-definitions":          {"POST", "/definitions", "manager", map[string]any{"sources": []any{map[string]string{"name": "a.yaml", "text": "x"}}}},
	"list-observations":         {"GET", "/programmes/gd-2021/observations", "guangzhou shenzhen reviewer manager reader", nil},
	"record-observations":       {"POST", "/programmes/gd-2021/observations", "guangzhou shenzhen", map[string]any{"entries": []any{map[string]string{"indicator": "gd-2021/none", "period": "2021-03", "text": "1"}}}},
	"list-sheets":               {"GET", "/programmes/gd-2021/sheets", "guangzhou shenzhen reviewer manager reader", nil},
	"get-sheet":                 {"GET", "/programmes/gd-2021/sheets/survey/440100/2021-03", "guangzhou reviewer manager reader", nil},
	"submit-sheet":              {"POST", "/programmes/gd-2021/sheets/survey/440100/2021-03/submit", "guangzhou", map[string]any{}},
	"approve-sheet":             {"POST", "/programmes/gd-2021/sheets/survey/440100/2021-03/approve", "reviewer", map[string]any{}},
	"return-sheet":              {"POST", "/programmes/gd-2021/sheets/survey/440100/2021-03/return", "reviewer", map[string]any{"reason": "x"}},
	"reopen-sheet":              {"POST", "/programmes/gd-2021/sheets/survey/440100/2021-03/reopen", "reviewer", map[string]any{"reason": "x"}},
	"withdraw-figure":           {"POST", "/programmes/gd-2021/sheets/survey/440100/2021-03/withdraw", "guangzhou", map[string]any{"indicator": "gd-2021/survey/440100/collected"}},
	"declare":                   {"POST", "/programmes/gd-2021/declarations", "guangzhou shenzhen reviewer manager reader", map[string]any{"declarations": []any{map[string]string{"kind": "reason", "indicator": "gd-2021/none", "period": "2021-03"}}}},
	"list-waiting-declarations": {"GET", "/programmes/gd-2021/declarations/waiting", "reviewer", nil},
	"accept-declaration":        {"POST", "/programmes/gd-2021/declarations/9/accept", "reviewer", map[string]any{}},
	"refuse-declaration":        {"POST", "/programmes/gd-2021/declarations/9/refuse", "reviewer", map[string]any{"reason": "x"}},
	"list-evidence":             {"GET", "/programmes/gd-2021/sheets/survey/440100/2021-03/evidence", "guangzhou reviewer manager reader", nil},
	"attach-evidence":           {"POST", "/programmes/gd-2021/evidence?observation=99&name=a.pdf", "guangzhou shenzhen", []byte("%PDF-1.4")},
	"attach-link":               {"POST", "/programmes/gd-2021/evidence/links", "guangzhou shenzhen", map[string]any{"observation": 99, "title": "a", "url": "https://example.org/"}},
	"detach-evidence":           {"POST", "/programmes/gd-2021/evidence/99/detach", "guangzhou shenzhen", map[string]any{"reason": "x"}},
	"get-evidence":              {"GET", "/programmes/gd-2021/evidence/99", "guangzhou shenzhen reviewer manager reader", nil},
	"evaluate-programme":        {"GET", "/programmes/gd-2021/evaluation", "reviewer manager reader", nil},
	"evaluate-project":          {"GET", "/programmes/gd-2021/projects/survey/evaluation", "reviewer manager reader", nil},
	"evaluate-city":             {"GET", "/programmes/gd-2021/cities/440100/evaluation", "guangzhou reviewer manager reader", nil},
	"get-programme-scorecard":   {"GET", "/programmes/gd-2021/scorecard", "reviewer manager reader", nil},
	"get-project-scorecard":     {"GET", "/programmes/gd-2021/projects/survey/scorecard", "reviewer manager reader", nil},
	"get-city-scorecard":        {"GET", "/programmes/gd-2021/cities/440100/scorecard", "guangzhou reviewer manager reader", nil},
	"get-indicator-scorecard":   {"GET", "/programmes/gd-2021/projects/survey/indicators/collected/scorecard", "reviewer manager reader", nil},
	"list-changes":              {"GET", "/programmes/gd-2021/changes", "reviewer manager reader", nil},
	"get-head":                  {"GET", "/programmes/gd-2021/head", "guangzhou shenzhen reviewer manager reader", nil},
	"list-schedules":            {"GET", "/programmes/gd-2021/schedules", "guangzhou shenzhen reviewer manager reader", nil},
	"set-schedule":              {"PUT", "/programmes/gd-2021/schedules/monthly", "manager", map[string]any{"cron": "0 8 5 * *"}},
	"pause-schedule":            {"POST", "/programmes/gd-2021/schedules/none/pause", "manager", nil},
	"resume-schedule":           {"POST", "/programmes/gd-2021/schedules/none/resume", "manager", nil},
	"run-schedule-now":          {"POST", "/programmes/gd-2021/schedules/none/run", "manager", nil},
	"list-runs":                 {"GET", "/programmes/gd-2021/runs", "guangzhou shenzhen reviewer manager reader", nil},
	"get-run":                   {"GET", "/programmes/gd-2021/runs/99", "guangzhou shenzhen reviewer manager reader", nil},
	"retry-run":                 {"POST", "/programmes/gd-2021/runs/99/retry", "manager", nil},
	"cancel-run":                {"POST", "/programmes/gd-2021/runs/99/cancel", "manager", nil},
	"list-accounts":             {"GET", "/accounts", "admin", nil},
	"add-account":               {"POST", "/accounts", "admin", map[string]any{"name": "?", "grants": []string{"reader"}}},
	"change-account":            {"PATCH", "/accounts/nobody", "admin", map[string]any{"disabled": true}},
	"invite-account":            {"POST", "/accounts/nobody/invitation", "admin", nil},
	"list-tokens":               {"GET", "/tokens", "*", nil},
	"make-token":                {"POST", "/tokens", "*", map[string]any{"title": "x", "grants": []string{"reader"}, "expires": "2022-01-01T00:00:00Z"}},
	"revoke-token":              {"DELETE", "/tokens/none", "*", nil},
}

func TestEveryOperationLetsInWhoItShould(t *testing.T) {
	s := newSite(t)
	described := s.api.Operations()
	for id := range described {
		if _, ok := expectation[id]; !ok {
			t.Errorf("operation %s: who may is not written down in the test", id)
		}
	}
	for id, want := range expectation {
		if !described[id] {
			t.Errorf("operation %s is expected and not there", id)
			continue
		}
		for _, who := range everybody {
			answer := s.send(t, who, want.method, api.Prefix+want.path, want.body)
			refused := answer.StatusCode == http.StatusUnauthorized || answer.StatusCode == http.StatusForbidden
			letIn := who != "" && (want.letIn == "*" || strings.Contains(" "+want.letIn+" ", " "+who+" "))
			switch {
			case who == "" && answer.StatusCode != http.StatusUnauthorized:
				t.Errorf("%s without a login: %d %s", id, answer.StatusCode, answer.body)
			case who != "" && letIn == refused:
				t.Errorf("%s as %s: %d %s", id, who, answer.StatusCode, answer.body)
			case answer.StatusCode >= 500:
				t.Errorf("%s as %s: %d %s", id, who, answer.StatusCode, answer.body)
			case answer.StatusCode >= 400 && answer.Header.Get("Content-Type") != "application/problem+json":
				t.Errorf("%s as %s: a refusal of type %s: %s", id, who, answer.Header.Get("Content-Type"), answer.body)
			}
		}
	}
}
