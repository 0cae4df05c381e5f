// Package reports says what the reader sees.
//
//	engine.Evaluation ─┐
//	scope, language  ──┼─► Build ─► Scorecard ─┬─► pdf.Scorecard
//	period before ─────┘   (figures formatted, ├─► html.Scorecard
//	                        sentences chosen)  └─► json.Scorecard
//
// A [Scorecard] is plain data: every number stands in it twice, exact for machines
// and printed for people, and every sentence is chosen, in one language. Renderers
// place things and compute nothing, so paper, page and JSON cannot disagree.
package reports
