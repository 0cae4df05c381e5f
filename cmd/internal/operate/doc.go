// Package operate is what an operator's tools ask of a running server: whether it
// lives (/healthz), whether it can work (/readyz), and its numbers (/metrics).
package operate
