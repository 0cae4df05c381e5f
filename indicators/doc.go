// Package indicators says what was promised: the domain's nouns.
//
//	Programme ─► Project ─► Assignment ─► Indicator ─► Target ─► Reading
//	 (year,       (goal,     (project in    (category,   (text as    (what the
//	  method)      funds)     a region)      unit)        published)  text means)
//
// Beneath it, notation reads a target's text into a [Reading], load reads whole
// definitions from YAML and workbooks, and library embeds the first programme.
// They import this package; it imports none of ours.
package indicators
