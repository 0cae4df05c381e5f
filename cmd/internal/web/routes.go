package web

import (
	"net/http"

	"yardstick/cmd/internal/gate"
	"yardstick/engine"
	"yardstick/engine/store"
)

// A file that is sent may be as large as this, with the form around it.
const (
	evidenceBody = store.MaxEvidence + plainBody
	workbookBody = 32 << 20
	figuresBytes = 8 << 20 // a file of figures: what is made of it takes far more memory
	figuresBody  = figuresBytes + plainBody
)

// routes is every page, and who may have it: on one screen.
func (s *Server) routes() []Route {
	const (
		get, post = http.MethodGet, http.MethodPost
		p         = "/p/{programme}"
		sheet     = p + "/sheet/{project}/{region}/{period}"
	)
	return []Route{
		{Method: get, Path: "/static/{file...}", Need: gate.Anybody, Handle: s.static},
		{Method: get, Path: "/login", Need: gate.Anybody, Handle: s.loginPage},
		{Method: post, Path: "/login", Need: gate.Anybody, Handle: s.login},
		{Method: post, Path: "/logout", Need: gate.Anybody, Handle: s.logout},
		{Method: get, Path: "/invitation", Need: gate.Anybody, Handle: s.invitationPage},
		{Method: post, Path: "/invitation", Need: gate.Anybody, Handle: s.redeem},
		{Method: post, Path: "/language", Need: gate.Anybody, Handle: s.language},
		{Path: "/", Need: gate.Anybody, Handle: s.unknown}, // by any method

		// Entry.
		{Method: get, Path: "/{$}", Need: gate.Account, Handle: s.home},
		{Method: get, Path: sheet, Need: gate.To(engine.Read), Handle: s.sheetPage},
		{Method: post, Path: sheet + "/cells", Need: gate.To(engine.Enter), Handle: s.saveCells},
		{Method: post, Path: sheet + "/withdraw", Need: gate.To(engine.Enter), Handle: s.withdraw},
		{Method: post, Path: sheet + "/declare", Need: gate.To(engine.Enter), Handle: s.declare},
		{Method: post, Path: sheet + "/submit", Need: gate.To(engine.Submit), Handle: s.submit},
		{Method: get, Path: sheet + "/workbook", Need: gate.To(engine.Read), Handle: s.entryWorkbook},
		{Method: post, Path: sheet + "/evidence", Need: gate.To(engine.Enter), Handle: s.attach, Body: evidenceBody},
		{Method: post, Path: sheet + "/evidence/{seq}/detach", Need: gate.To(engine.Enter), Handle: s.detach},
		{Method: get, Path: sheet + "/evidence/{seq}", Need: gate.To(engine.Read), Handle: s.evidenceFile},
		{Method: get, Path: p + "/import", Need: gate.Somewhere(engine.Enter), Handle: s.importPage},
		{Method: post, Path: p + "/import", Need: gate.Somewhere(engine.Enter), Handle: s.importFile, Body: figuresBody},

		// Review.
		{Method: get, Path: p + "/review", Need: gate.Somewhere(engine.Review), Handle: s.reviewPage},
		{Method: post, Path: p + "/review", Need: gate.Somewhere(engine.Review), Handle: s.approveMany},
		{Method: post, Path: p + "/declaration/{seq}", Need: gate.Somewhere(engine.Review), Handle: s.rule},
		{Method: post, Path: sheet + "/approve", Need: gate.To(engine.Review), Handle: s.approve},
		{Method: post, Path: sheet + "/return", Need: gate.To(engine.Review), Handle: s.returnSheet},
		{Method: post, Path: sheet + "/reopen", Need: gate.To(engine.Review), Handle: s.reopen},
		{Method: get, Path: p + "/audit", Need: gate.Somewhere(engine.Read), Handle: s.auditPage},

		// Standing.
		{Method: get, Path: p, Need: gate.Somewhere(engine.Read), Handle: s.programmePage},
		{Method: get, Path: p + "/project/{project}", Need: gate.To(engine.Read), Handle: s.projectPage},
		{Method: get, Path: p + "/city/{region}", Need: gate.To(engine.Read), Handle: s.cityPage},
		{Method: get, Path: p + "/indicator/{project}/{indicator}", Need: gate.To(engine.Read), Handle: s.indicatorPage},
		{Method: get, Path: p + "/explain/{project}/{region}/{indicator}", Need: gate.To(engine.Read), Handle: s.explainPage},
		{Method: get, Path: p + "/search", Need: gate.Somewhere(engine.Read), Handle: s.searchPage},
		{Method: get, Path: p + "/download/{file}", Need: gate.To(engine.Read), Handle: s.download},
		{Method: get, Path: p + "/project/{project}/download/{file}", Need: gate.To(engine.Read), Handle: s.download},
		{Method: get, Path: p + "/city/{region}/download/{file}", Need: gate.To(engine.Read), Handle: s.download},
		{Method: get, Path: p + "/indicator/{project}/{indicator}/download/{file}", Need: gate.To(engine.Read), Handle: s.download},
		{Method: get, Path: p + "/form/{project}/{region}/{file}", Need: gate.To(engine.Read), Handle: s.downloadForm},

		// Schedules and runs: who may read some of what they make sees that.
		{Method: get, Path: p + "/schedules", Need: gate.Somewhere(engine.Read), Handle: s.schedulesPage},
		{Method: post, Path: p + "/schedules", Need: gate.To(engine.Schedule), Handle: s.putSchedule},
		{Method: post, Path: p + "/schedules/{schedule}/pause", Need: gate.To(engine.Schedule), Handle: s.pauseSchedule},
		{Method: post, Path: p + "/schedules/{schedule}/resume", Need: gate.To(engine.Schedule), Handle: s.resumeSchedule},
		{Method: post, Path: p + "/schedules/{schedule}/run", Need: gate.To(engine.Schedule), Handle: s.runSchedule},
		{Method: get, Path: p + "/runs", Need: gate.Somewhere(engine.Read), Handle: s.runsPage},
		{Method: get, Path: p + "/runs/{run}", Need: gate.Somewhere(engine.Read), Handle: s.runPage},
		{Method: post, Path: p + "/runs/{run}/retry", Need: gate.To(engine.Schedule), Handle: s.retryRun},
		{Method: post, Path: p + "/runs/{run}/cancel", Need: gate.To(engine.Schedule), Handle: s.cancelRun},
		{Method: get, Path: p + "/runs/{run}/files/{scope}/{format}", Need: gate.Somewhere(engine.Read), Handle: s.runFile},

		// Definitions and accounts.
		{Method: get, Path: p + "/definitions", Need: gate.Somewhere(engine.Read), Handle: s.definitionsPage},
		{Method: get, Path: p + "/definitions/{version}/{file}", Need: gate.Somewhere(engine.Read), Handle: s.definitionFile},
		{Method: post, Path: p + "/definitions", Need: gate.To(engine.Define), Handle: s.loadDefinitions, Body: workbookBody},
		{Method: get, Path: "/account", Need: gate.Account, Handle: s.accountPage},
		{Method: post, Path: "/account/password", Need: gate.Account, Handle: s.changePassword},
		{Method: post, Path: "/account/sessions", Need: gate.Account, Handle: s.endSessions},
		{Method: post, Path: "/account/tokens", Need: gate.Account, Handle: s.makeToken},
		{Method: post, Path: "/account/tokens/{token}/revoke", Need: gate.Account, Handle: s.revokeToken},
		{Method: get, Path: "/accounts", Need: gate.To(engine.Administer), Handle: s.accountsPage},
		{Method: post, Path: "/accounts", Need: gate.To(engine.Administer), Handle: s.addAccount},
		{Method: post, Path: "/accounts/{account}", Need: gate.To(engine.Administer), Handle: s.changeAccount},
		{Method: get, Path: "/accounts/audit", Need: gate.To(engine.Administer), Handle: s.accountsAuditPage},
	}
}

// unknown answers every address that is no page's.
func (s *Server) unknown(w http.ResponseWriter, r *http.Request) error { return errUnknownPage }
