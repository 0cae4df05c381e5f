// Package demo makes results up, so that a newcomer sees scorecards of the first
// programme before anybody has reported anything.
//
//	story (tables of totals, curves, incidents) ─► Months ─► entries and declarations, month by month
//
// Nothing here was ever reported by anyone: the notice holds targets and no
// results. Everything that shows these figures says so. The same program makes
// the same figures always.
package demo
