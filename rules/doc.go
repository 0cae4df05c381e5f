// Package rules says how a target is judged.
//
//	Reading ─► shape ─► expr program ─┐
//	(what the text means)             ├─► Judge ─► Outcome ─► scoring: points, pace
//	Facts (exact figures) ────────────┘              │
//	                                                 └─► Explain: the way there, a step a line
//
// Start with [Judge.Target]. All readings of a form share one program over whole
// millionths, see environment.go; a figure that is a fraction is a [Quantity] and
// is compared from the side that rounding cannot flip. A hand-written rule or
// formula runs on exact fractions inside the fences of fence.go, and sees only
// the names that [CompileRule] and [CompileFormulas] offer.
//
// What is absent on purpose: a clock, I/O, floats, and a verdict for a figure
// that is not there.
package rules
