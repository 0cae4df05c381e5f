package indicators

// Target is one published 指标值: the text, over which horizon, and what it means.
type Target struct {
	Indicator *Indicator
	Horizon   Horizon
	Text      string // as published, white space included
	Reading   Reading
	// Due is the day at whose end the target is judged. Zero means that no end is
	// known: the target stays not yet due. DueSource says where Due comes from.
	Due       Date
	DueSource DueSource
	Window    Window // the days whose figures count towards it; To is 0 when the end is not stated
	At        Place
}

// DueSource says where a due date was taken from.
type DueSource string

// A due date that was assumed is listed by lint.
const (
	DueStated    DueSource = "stated"     // due: in the definition, or the deadline itself
	DueWindow    DueSource = "window"     // the window in the target's own text
	DueTask      DueSource = "task"       // the assignment's 完成时限
	DueAssumed   DueSource = "assumed"    // the end of the fiscal year
	DueNotStated DueSource = "not-stated" // a term without an end
)

// ID names the target: the indicator's id and the horizon.
func (t *Target) ID() string { return t.Indicator.ID + "@" + string(t.Horizon) }

// PartKeys lists the parts under which figures for the indicator are reported:
// one empty key for most, "1", "2"… for a compound, numerator and denominator
// for a ratio, none for a derived indicator.
func (i *Indicator) PartKeys() []string {
	if i.Derived() {
		return nil
	}
	if i.Aggregation == Ratio {
		return []string{Numerator, Denominator}
	}
	for _, target := range i.Targets {
		if n := len(target.Reading.Parts); n > 0 {
			keys := make([]string, n)
			for k := range keys {
				keys[k] = Value(k + 1).digits()
			}
			return keys
		}
	}
	return []string{""}
}
