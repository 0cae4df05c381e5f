// Package intake takes figures from a file.
//
//	file ─► decode ─► columns by their names ─► entries ─► Preview ─► Apply
//	        (UTF-8,   (Chinese or English,      (problems   (cells,    (all or
//	         UTF-16,   any order)                by line     verdicts   nothing)
//	         GB18030)                            and column) that flip)
//
// Start with [Look]. Nothing is written before [Preview.Apply], and nothing at
// all when one line of the file cannot be taken.
package intake
