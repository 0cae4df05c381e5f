package engine

import (
	"time"

	"yardstick/indicators"
	"yardstick/rules"
	"yardstick/rules/scoring"
)

// State says how a target stands when it has a figure, or why it has none.
type State string

// The states of domain.md. They are never confused with one another.
const (
	Reported          State = "reported"
	InProgress        State = "in_progress"
	Missing           State = "missing"
	NotYetDue         State = "not_yet_due"
	NotApplicable     State = "not_applicable"
	DeviationAccepted State = "accepted_deviation"
)

// Evaluation is the result of all targets of a programme through a period, as of
// an instant: a pure function of definitions, observations and method.
type Evaluation struct {
	Programme   *indicators.Programme
	Method      *scoring.Method
	Through     indicators.Period
	AsOf        time.Time
	Provisional bool                // submitted figures count too, not only approved ones
	Head        Head                // of the audit chain at AsOf
	Assignments []*AssignmentResult // in published order
	Regions     []*Standing         // every region with an assignment, published order
	Projects    []*Standing         // published order
	Total       *Standing           // nil in an evaluation of a narrower [Scope]
	Reconciled  []Reconciled
}

// Head is the number of links of an audit chain and the hash of the last.
type Head struct {
	Count int64  `json:"count"`
	Hash  string `json:"hash"`
}

// AssignmentResult is one assignment's tables and score.
type AssignmentResult struct {
	Assignment *indicators.Assignment
	Weights    *scoring.Weights
	Money      MoneyResult
	Indicators []*IndicatorResult
	Standing
	Blocks []BlockResult // budget execution, outputs, benefits, satisfaction as the method has them
	Alarms []scoring.Alarm
}

// BlockResult is the points of one block of the method.
type BlockResult struct {
	Block             string // scoring's block id: execution, output, benefit, satisfaction
	Points, Evaluated indicators.Hundredths
	Weight            indicators.Hundredths
}

// MoneyResult is budget and spending of an assignment, in 万元.
type MoneyResult struct {
	Initial, Adjusted, Spent indicators.Value
	SpentKnown               bool
	AdjustedReported         bool             // false: Adjusted is Initial
	State                    State            // not_yet_due before the fiscal year's end, not_applicable at budget 0
	Rate                     indicators.Value // spent ÷ adjusted in percent, half up; 0 when Adjusted is 0
	Points, Weight           indicators.Hundredths
	Light                    scoring.Light
	Sources                  []MoneySource       // split by source, where reported
	Series                   []PeriodFigure      // spending by period
	Evidence                 []Evidence          // backs its entries that count, by part and period
	Problem                  *indicators.Problem // spending that cannot be added up
}

// MoneySource is one source's part of the money.
type MoneySource struct {
	Source                   string
	Initial, Adjusted, Spent *indicators.Value
}

// IndicatorResult is one indicator's row.
type IndicatorResult struct {
	Indicator *indicators.Indicator
	Weight    indicators.Hundredths // of its annual target; 0 when it has none
	Targets   []*TargetResult
	Series    []PeriodFigure // its figures by period; of a compound empty: see PartResult
	// Entries are the observations that count, in the order of part and period;
	// Superseded the ones they replaced, oldest first.
	Entries, Superseded []Observation
	// Evidence backs the entries that count, in their order; what backed a figure that
	// was superseded is not in it.
	Evidence []Evidence
	// Remarks are what looks odd about the figures: a cumulative one that fell.
	Remarks []*indicators.Problem
}

// PeriodFigure is one period of a trend. Known is false for a gap, which is
// never drawn as zero; Due says that the period should have been reported.
type PeriodFigure struct {
	Period     indicators.Period
	Known, Due bool
	Value      indicators.Value
	Text       string // as entered
	Seq        int64
}

// TargetResult is the result of one target.
type TargetResult struct {
	Target  *indicators.Target
	State   State
	Verdict rules.Verdict
	Early   bool // decided before its due date
	// Known says that Actual holds a figure, be it partial. Actual is rounded half up
	// to millionths for display, never onto a bound of the target; Quantity is exact.
	Known      bool
	Actual     indicators.Value
	Quantity   rules.Quantity
	ActualText string              // as entered, where one entry decides (latest); else empty
	LastPeriod indicators.Period   // the last period reported; 0 when none
	Gap        []indicators.Period // due periods without a figure
	Basis      *indicators.Value   // of a change
	Parts      []PartResult        // of a compound
	// Facts is what it was judged from. Outcome is what judging found so far: it is
	// the verdict only where Verdict says so.
	Facts      rules.Facts
	Outcome    rules.Outcome
	Completion *indicators.Value // actual as a percentage of the target, where that has a meaning
	Evaluated  bool              // its weight counts in the score
	Points     indicators.Hundredths
	Weight     indicators.Hundredths // 0 for a term target
	Derivation scoring.Derivation    // how the points came about
	Light      scoring.Light
	Over       bool   // reached 130 % or what the method says: a reason is asked for
	AsksReason bool   // the method asks for a reason
	Reason     string // given, with its remedy
	Remedy     string
	// NotApplicable and Deviation hold the declaration that counts, nil when none.
	NotApplicable, Deviation *Declaration
	Problem                  *indicators.Problem // a verdict that could not be reached: overflow, rule error
}

// PartResult is one part of a compound.
type PartResult struct {
	Known      bool
	Actual     indicators.Value
	Verdict    rules.Verdict
	LastPeriod indicators.Period
	Series     []PeriodFigure
}

// Counts is how many targets stand how. Reported is split by verdict; accepted
// deviations are counted apart from NotMet.
type Counts struct {
	Met, PartlyMet, NotMet                    int
	InProgress, Missing, NotYetDue            int
	NotApplicable, AcceptedDeviation, Targets int
}

// Standing is a score with its coverage, of an assignment, region, project or programme.
type Standing struct {
	ID     string                // assignment id, region code, project id or programme id
	Scored bool                  // false: nothing evaluated, there is no score
	Score  indicators.Hundredths // out of 100
	// Coverage is weight evaluated ÷ all weight, in hundredths of a percent.
	Coverage          indicators.Hundredths
	Grade             string                // the method's grade id; empty below its minimum coverage or unscored
	Points            indicators.Hundredths // of an assignment: the sum of printed points; 0 elsewhere
	Evaluated, Weight indicators.Hundredths // of an assignment: weights behind the score
	Funds             indicators.Value      // in 万元
	Light             scoring.Light         // the worst of its rows
	Counts            Counts                // of annual targets
	Terms             Counts                // of whole-term targets
	Parts             []*Standing           // what it was rolled up from: assignments of a region or project
}

// Reconciled compares a parent's figure with the sum of its children's.
type Reconciled struct {
	Indicator               *indicators.Indicator
	With                    string
	Target, ChildTargets    indicators.Value
	Actual                  *indicators.Value // the parent's own; nil when none reported
	ChildActuals            indicators.Value
	ChildrenKnown, Children int
	TargetDifference        indicators.Value    // ChildTargets − Target
	ActualDifference        *indicators.Value   // ChildActuals − Actual
	Problem                 *indicators.Problem // a sum left 64 bits: the sums are not to be used
}
