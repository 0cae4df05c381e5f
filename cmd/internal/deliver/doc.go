// Package deliver takes what schedules have made to those who wait for it.
//
//	run ended ─► folder   index.html, combined.pdf, scorecards.zip beside the files
//	         ├─► mail     a letter for each address: summary, picture, PDF
//	         └─► webhook  JSON, signed
//	minute    ─► reminders to those who have not submitted, a digest to reviewers
//
// Start with [New]: it returns what engine/schedule asks for. Each address is a
// delivery of its own, recorded with its run, so that one that fails stops no other
// and one that was taken is never sent again. Secrets come from the environment or
// from files; they are in no database and no message.
package deliver
