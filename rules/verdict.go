package rules

import "yardstick/indicators"

// Verdict is the judgement of one target, or None while its state gives none.
type Verdict string

// The verdicts of domain.md.
const (
	None      Verdict = ""
	Met       Verdict = "met"
	PartlyMet Verdict = "partly_met"
	NotMet    Verdict = "not_met"
)

// Facts is what is known about one target when it is judged. Nothing in it
// depends on a clock.
type Facts struct {
	Known   bool // false: nothing reported; the outcome is Missing
	Actual  Quantity
	Basis   *indicators.Value // of a change: the figure it is measured against
	Parts   []Facts           // of a compound, in the order of Reading.Parts
	Periods []PeriodFact      // of a frequency and for hand-written rules, oldest first
	// Previous is the figure of the period before, YearAgo last year's.
	Previous, YearAgo *indicators.Value
	Elapsed           Quantity // share of the horizon gone, 0–1, for hand-written rules
}

// PeriodFact is one period's figure. Due says that it should be there by now.
type PeriodFact struct {
	Period indicators.Period
	Known  bool
	Due    bool
	Value  indicators.Value
}

// Outcome is what judging found. Missing means that an operand was not there:
// there is no verdict then, and never a zero in its place.
type Outcome struct {
	Verdict    Verdict
	Missing    bool
	Parts      []Outcome // of a compound
	PeriodsMet int       // of a frequency
	PeriodsDue int
	// ByRule says that a hand-written rule decided, which knows met and not met only.
	ByRule bool
}
