// Package engine says what was done, and how it stands.
//
//	definitions ──┐                                          ┌─► region
//	observations ─┼─► Evaluator ─► AssignmentResult ─► RollUp ─┼─► project
//	declarations ─┘   one assignment at a time,              └─► programme
//	                  no I/O, no clock
//
// Start with [Evaluate]: everything through a period, from what was known at an
// instant. Package store streams the observations to it. Inside, each target
// goes through the same three steps, whether it is one of a single scorecard or
// of a million:
//
//	figures of periods ─► Tally ─► Kernel: state ─► verdict ─► points
//	                               (by the target's Plan)
//
// Package store keeps observations; package intake reads them from files.
package engine
