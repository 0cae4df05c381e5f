// Package notation reads a published target, Chinese or English, into what it
// means, and reads what was reported against it.
//
//	text ─► runes ─► tokens ──────────► conditions ───────► Reading
//	        folded   numbers, dates,    a comparison, a     or the Problem
//	                 words of the       value, the words    that names the
//	                 lists (*.tsv)      around them         place and why
//
// Start with [Read] for a target and [ReadActual] for a figure. A text that a
// careful reader could not settle is refused, never guessed. Words are data: a
// new word is a line of zh.tsv, en.tsv (sentences) or names.tsv (what an
// indicator's name tells); its roles are listed in lexicon.go.
package notation
