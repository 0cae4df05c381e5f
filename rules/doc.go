// Package rules says how a target is judged.
package rules
