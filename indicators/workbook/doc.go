// Package workbook opens .xlsx files that came from anywhere, and keeps what we
// write into them harmless.
//
//	file ─► guard (archive, parts, links) ─► parts as bounded XML ─► Book ─► Sheet ─► Cell
//
// [Open] refuses, before it has used much time or memory, what is no workbook or
// means harm: archives that unpack to far more than they weigh, sheets with a
// million rows or columns, links to other files, embedded files, macros, entities.
// It does not hand the file to a spreadsheet library: those make a row for each
// number up to the last one, and pass figures through floating point.
//
// A [Cell] is a text as a person sees it, with figures exact, or a Problem at its
// place: a formula, an error, a format that shows something else than is stored.
// Nothing is calculated and no link is followed.
package workbook
