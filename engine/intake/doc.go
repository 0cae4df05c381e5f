// Package intake takes figures from a file, and hands out the workbook to fill in.
//
//	Sheet ─► WriteWorkbook ─► somebody fills it in ─┐
//	                                                ▼
//	CSV ─► decode ─► columns by their names ─► entries ─► Preview ─► Apply
//	       (UTF-8,   (Chinese or English,      (problems   (cells,    (all or
//	        UTF-16,   any order)                by cell)    verdicts   nothing)
//	        GB18030)                                        that flip)
//
// Start with [Look] and [WriteWorkbook]. Nothing is written before
// [Preview.Apply], and nothing at all when one line of the file cannot be taken.
// Workbooks are opened by package workbook, which turns hostile ones away.
package intake
