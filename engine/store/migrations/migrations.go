// Package migrations holds the schema as numbered steps, one file each, forwards
// only. Column types and what else differs between databases stand as {{words}}
// that the dialect fills in.
package migrations

import "embed"

// Files are the steps: 0001_what_was_reported.sql …
//
//go:embed *.sql
var Files embed.FS
