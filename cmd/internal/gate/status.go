package gate

import (
	"net/http"
	"strings"

	"yardstick/indicators"
)

// Status is the HTTP status that a problem is answered with, on a page and in the
// API alike: 403 what the visitor may not, 404 what is not there, 409 what has
// changed or is not in the state for it, 429 to wait, 413 too large, 422 anything
// else that was refused.
func Status(p *indicators.Problem) int {
	switch code := p.Code; {
	case code == "login-wanted", code == "login-wrong":
		return http.StatusUnauthorized
	case code == "login-later":
		return http.StatusTooManyRequests
	case strings.HasPrefix(code, "may-not-"), code == "other-site", code == "sheet-own", code == "declaration-own":
		return http.StatusForbidden
	case strings.HasSuffix(code, "-unknown"), strings.HasSuffix(code, "-misspelt"), code == "page-unknown", code == "programme-none", code == "evidence-missing", code == "invitation-over",
		code == "schedule-none", code == "run-file-gone":
		return http.StatusNotFound
	case strings.HasSuffix(code, "-since"), conflicts[code]:
		return http.StatusConflict
	case strings.HasSuffix(code, "-too-large"):
		return http.StatusRequestEntityTooLarge
	case strings.HasPrefix(code, "database-"):
		return http.StatusServiceUnavailable
	}
	return http.StatusUnprocessableEntity
}

// conflicts are refusals by the state that something is in.
var conflicts = map[string]bool{
	"sheet-submitted": true, "sheet-closed": true, "sheet-open": true, "sheet-not-submitted": true, "sheet-nothing-new": true,
	"entry-second": true, "declaration-not-waiting": true, "account-there": true,
	"schedule-there": true, "schedule-defined": true, "run-not-failed": true, "run-not-open": true, "run-file-unmade": true,
}
