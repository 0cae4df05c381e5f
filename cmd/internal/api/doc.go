// Package api is the same work for programs: JSON under /api/v1.
//
//	operation (need, path) ─► gate.Guard ─► its handler ─► engine, store, reports ─► JSON
//	                                             └► any refusal: a problem, RFC 9457
//
// Each operation stands with what it needs in the file of its noun; docs/openapi.json
// describes them all. Nothing is computed here that a page would not show.
package api
