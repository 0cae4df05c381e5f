// Package schedule makes scorecards when they are due, each once.
//
//	indicators.Schedule ─► Calendar ─► due instants ─┐   a run for each: a row in the
//	(definitions, or        (cron,      after the    ├─► store, and a durable job for
//	 a command)              a zone)    last recorded┘   each of its scopes and formats
//	                                                           │
//	                         Render, handed over by cmd ◄──────┤
//	                                                           ▼
//	                         a file under its final name, recorded with size, SHA-256
//	                         and fingerprint; then what delivers it
//
// Start with [Parse] and [Start]. What is done is what the store's own table says;
// the jobs only see to it. Nothing here knows what a scorecard looks like.
package schedule
