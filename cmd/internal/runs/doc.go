// Package runs is what somebody may see of schedules and their runs, and do with
// them, whichever way they ask: a page, or an operation of the API.
//
//	engine.Actor ─► Sight ─► schedules, runs and files of what the actor may read
//	                   └───► a schedule checked and set; a run made now, retried, cancelled
//
// A run makes files of many scopes. Who may read some of them sees the run with
// those alone: as many files, and the state that they come to. Where files are sent
// is for those who plan it.
package runs
