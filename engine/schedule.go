package engine

// The kinds of step that speak of a schedule and of no sheet: Part is its name.
const (
	StepScheduled StepKind = "scheduled" // set anew or changed; Body is the schedule as JSON
	StepPaused    StepKind = "paused"
	StepResumed   StepKind = "resumed"
)
