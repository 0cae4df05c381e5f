package engine

// The kinds of step that speak of a schedule and of no sheet: Part is its name.
const (
	StepScheduled StepKind = "scheduled" // set anew or changed; Body is the schedule as JSON
	StepPaused    StepKind = "paused"
	StepResumed   StepKind = "resumed"
	StepRan       StepKind = "ran"        // run by command; Period is what it reports through
	StepMadeUp    StepKind = "backfilled" // runs of the past made by command; Body is how many
	StepRetried   StepKind = "retried"    // what failed of a run made again; Body is the run's number
	StepCancelled StepKind = "cancelled"  // a run ended; Body is the run's number
)
