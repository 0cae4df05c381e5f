// Package load reads a programme's definitions from YAML, says everything that is
// wrong with them at once, and compares two versions.
//
//	sources ──► node tree ──► description ──► Programme ──► Lint
//	(verbatim)  (places kept)  (which keys)    (readings,     Difference
//	                              │             due dates)
//	                              └──► Schema, for editors
//
// Start with [Read]. The keys that a definition may use stand once, in
// description.go, from which both the reader and the JSON Schema are made.
package load
