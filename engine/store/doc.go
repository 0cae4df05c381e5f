// Package store keeps what was promised and what was reported, for good.
//
//	Record, Declare,  ─► one writer goroutine ─► observation, declaration, definition
//	LoadProgramme        (group commit, a         (append-only, a hash chain for
//	                      savepoint each)          each programme)
//	                                                 │ same transaction
//	                                                 ▼
//	                                            latest, standing, day_close
//
//	Evaluate, History ◄─ readers, each in one snapshot, cut at a seq
//
// Without accounts what is entered counts at once. With them ([Store.AddAccount])
// it waits on its sheet, counts provisionally, and officially from the approval:
//
//	Record ─► Submit ─► Approve ─► counts        each a step in the programme's chain;
//	             └────► Return, with a reason    accounts and logins have one of their own
//
// What waits can be taken back: [Store.Withdraw]. [Store.Sheet] is the sheet as somebody
// fills it in, [Store.Sheets] the list of all.
//
// A new figure need not cost a whole evaluation: [Store.Renew]. [Store.Backup] and
// [Restore] copy everything, the evidence beside the database too.
//
// Start with [Open], [Store.LoadProgramme], [Store.Record] and [Store.Evaluate].
// Nothing that a person entered is ever changed: a correction is a new row, and
// the past is what stood before a seq. What the databases do differently stands
// in dialect.go; there is one copy of the SQL.
package store
