// Package engine says what was done, and how it stands.
package engine
