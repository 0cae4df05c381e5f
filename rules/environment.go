package rules

// Row is what the program of a compiled reading sees: whole millionths. The
// actual comes as its floor and its ceiling, equal for a plain figure; see
// [Quantity] for why two.
type Row struct {
	Floor   int64 `expr:"floor"`
	Ceiling int64 `expr:"ceiling"`
	Target  int64 `expr:"target"`
	High    int64 `expr:"high"`
}

// shape is a form of condition. All readings of a shape share one program; their
// numbers are its parameters.
type shape int

const (
	atLeast shape = iota
	moreThan
	atMost
	lessThan
	exactly
	within
	withinOpenLow
	withinOpenHigh
	withinOpen
	aboveLowest // of grades: at least the rung, and never the lowest
	shapeCount
)

// shapes are the sources of the programs. What a person is shown is
// [indicators.Reading.Expr]; a test holds the two to the same verdicts.
var shapes = [shapeCount]string{
	atLeast:        "floor >= target",
	moreThan:       "ceiling > target",
	atMost:         "ceiling <= target",
	lessThan:       "floor < target",
	exactly:        "floor == target and ceiling == target",
	within:         "floor >= target and ceiling <= high",
	withinOpenLow:  "ceiling > target and ceiling <= high",
	withinOpenHigh: "floor >= target and floor < high",
	withinOpen:     "ceiling > target and floor < high",
	aboveLowest:    "floor >= target and floor > 0",
}
