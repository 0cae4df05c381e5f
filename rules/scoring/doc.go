// Package scoring turns verdicts into points by a method that is data.
package scoring
