package rules

import (
	"strconv"

	"github.com/expr-lang/expr/vm"

	"yardstick/indicators"
)

// Tiers are the lower ends, in percent, at which an assessed tier counts as met
// and as partly met. They belong to the scoring method.
type Tiers struct {
	Met, Partly indicators.Value
}

// Judge turns readings and facts into verdicts. It keeps a virtual machine and a
// row, so each goroutine needs its own.
type Judge struct {
	tiers    Tiers
	programs *[shapeCount]*vm.Program
	machine  vm.VM
	row      Row
}

// NewJudge returns a judge that reads assessed tiers by the method's bands.
func NewJudge(tiers Tiers) *Judge { return &Judge{tiers: tiers, programs: programs()} }

// Target judges a target by its indicator's hand-written rule when it has one,
// else by its reading.
func (j *Judge) Target(t *indicators.Target, f Facts) (Outcome, *indicators.Problem) {
	if t.Indicator == nil || t.Indicator.Rule == nil {
		return j.Judge(&t.Reading, f)
	}
	rule, problem := CompileRule(t.Indicator.Rule, &t.Reading)
	if problem != nil {
		return Outcome{}, problem
	}
	return j.byRule(rule, t, f)
}

// Judge returns the verdict of a reading. An operand that is not there makes the
// outcome Missing. The problem says why no verdict can be reached at all: a
// figure beyond int64 (out-of-range), a percentage of a basis that is not above
// zero (basis-not-positive), a figure of the wrong sort (wrong-actual).
func (j *Judge) Judge(r *indicators.Reading, f Facts) (Outcome, *indicators.Problem) {
	switch {
	case r.Kind == indicators.Compound:
		return j.compound(r, f)
	case r.Per != "" && len(f.Periods) > 0:
		return j.frequency(r, f)
	case !f.Known:
		return Outcome{Missing: true}, nil
	}
	switch r.Kind {
	case indicators.Threshold, indicators.Range, indicators.Truth, indicators.Deadline, indicators.Duration:
		return j.compare(r, f.Actual)
	case indicators.Change:
		return j.change(r, f)
	case indicators.Grade:
		return j.grade(r, f)
	case indicators.Narrative:
		return j.tier(r, f)
	}
	return Outcome{}, &indicators.Problem{Code: "no-such-kind", Args: indicators.Args{"kind": string(r.Kind)}}
}

// compare judges one figure against the reading's own comparison.
func (j *Judge) compare(r *indicators.Reading, actual Quantity) (Outcome, *indicators.Problem) {
	op := r.Op
	switch r.Kind {
	case indicators.Truth:
		op = indicators.Exactly
	case indicators.Range:
		op = indicators.Between
	}
	return j.run(op, r.Open, actual, r.Value, r.High)
}

// run fills the row and lets the shape's program decide.
func (j *Judge) run(op indicators.Op, open string, actual Quantity, target, high indicators.Value) (Outcome, *indicators.Problem) {
	s, ok := shapeOf(op, open)
	if !ok {
		return Outcome{}, &indicators.Problem{Code: "no-such-comparison", Args: indicators.Args{"op": string(op) + open}}
	}
	holds, problem := j.holds(s, actual, target, high)
	if problem != nil {
		return Outcome{}, problem
	}
	return Outcome{Verdict: verdictOf(holds)}, nil
}

func (j *Judge) holds(s shape, actual Quantity, target, high indicators.Value) (bool, *indicators.Problem) {
	floor, ceiling, ok := actual.bounds()
	if !ok {
		return false, outOfRange()
	}
	j.row = Row{Floor: floor, Ceiling: ceiling, Target: int64(target), High: int64(high)}
	result, err := j.machine.Run(j.programs[s], &j.row)
	holds, isBool := result.(bool)
	if err != nil || !isBool {
		return false, &indicators.Problem{Code: "rule-failed", Args: indicators.Args{"rule": shapes[s]}}
	}
	return holds, nil
}

func verdictOf(holds bool) Verdict {
	if holds {
		return Met
	}
	return NotMet
}

func outOfRange() *indicators.Problem { return &indicators.Problem{Code: "out-of-range"} }

// frequency asks every due period to reach the target, as many times as its
// figure adds up periods of the frequency; a due period without a
// figure is not met. Without any figure the outcome is Missing, and so it is
// while nothing is due.
func (j *Judge) frequency(r *indicators.Reading, f Facts) (Outcome, *indicators.Problem) {
	var out Outcome
	known := false
	for _, period := range f.Periods {
		if !period.Due {
			continue
		}
		out.PeriodsDue++
		if !period.Known {
			continue
		}
		asked, fits := period.asked(r)
		if !fits {
			return Outcome{}, outOfRange()
		}
		one, problem := j.period(asked, Facts{Known: true, Actual: period.Actual, Basis: f.Basis})
		if problem != nil {
			return Outcome{}, problem
		}
		if one.Missing {
			continue
		}
		known = true
		if one.Verdict == Met {
			out.PeriodsMet++
		}
	}
	out.Missing = !known
	if known {
		out.Verdict = verdictOf(out.PeriodsMet == out.PeriodsDue)
	}
	return out, nil
}

// period judges the figure of one period of a frequency.
func (j *Judge) period(r *indicators.Reading, f Facts) (Outcome, *indicators.Problem) {
	if r.Kind == indicators.Change {
		return j.change(r, f)
	}
	return j.compare(r, f.Actual)
}

// change compares the size of the change, in its direction, with what was
// promised; without an amount any change in the direction will do.
func (j *Judge) change(r *indicators.Reading, f Facts) (Outcome, *indicators.Problem) {
	size, missing, problem := ChangeSize(r, f)
	if problem != nil || missing {
		return Outcome{Missing: missing}, problem
	}
	if r.NoAmount {
		return j.run(indicators.MoreThan, "", size, 0, 0)
	}
	return j.run(r.Op, r.Open, size, r.Value, r.High)
}

// grade compares rungs: one below the target's is partly met, and the lowest
// rung of a scale is never met. An actual may be an assessed tier instead.
func (j *Judge) grade(r *indicators.Reading, f Facts) (Outcome, *indicators.Problem) {
	if _, assessed := f.Actual.tier(); assessed {
		return j.tier(r, f)
	}
	if top := indicators.RungValue(len(r.Scale) - 1); !f.Actual.IsPlain() || f.Actual.Num < 0 || f.Actual.Num > top {
		return Outcome{}, wrongActual("grade")
	}
	return j.steps(aboveLowest, f.Actual, indicators.RungValue(r.Rung), indicators.RungValue(r.Rung-1))
}

// tier reads an assessed percentage by the method's bands.
func (j *Judge) tier(_ *indicators.Reading, f Facts) (Outcome, *indicators.Problem) {
	percent, assessed := f.Actual.tier()
	if !assessed {
		return Outcome{}, wrongActual("tier")
	}
	return j.steps(atLeast, Plain(percent), j.tiers.Met, j.tiers.Partly)
}

// steps is met from one mark on and partly met from a lower one.
func (j *Judge) steps(s shape, actual Quantity, met, partly indicators.Value) (Outcome, *indicators.Problem) {
	holds, problem := j.holds(s, actual, met, 0)
	if holds || problem != nil {
		return Outcome{Verdict: Met}, problem
	}
	holds, problem = j.holds(s, actual, partly, 0)
	if holds {
		return Outcome{Verdict: PartlyMet}, problem
	}
	return Outcome{Verdict: NotMet}, problem
}

// tier returns the percentage of an assessed tier, and whether the figure is one.
func (q Quantity) tier() (indicators.Value, bool) {
	if !q.IsPlain() {
		return 0, false
	}
	return q.Num.Tier()
}

func wrongActual(want string) *indicators.Problem {
	return &indicators.Problem{Code: "wrong-actual." + want}
}

// compound joins the verdicts of the parts.
//
//	all: every part met → met; a part not met → partly met if another is met or
//	     partly met, else not met; otherwise a missing part leaves it Missing.
//	any: a part met → met; otherwise a missing part leaves it Missing; a part
//	     partly met → partly met; else not met.
func (j *Judge) compound(r *indicators.Reading, f Facts) (Outcome, *indicators.Problem) {
	out := Outcome{Parts: make([]Outcome, len(r.Parts))}
	var met, partly, notMet, missing int
	for i := range r.Parts {
		part := Facts{}
		if i < len(f.Parts) {
			part = f.Parts[i]
		}
		one, problem := j.Judge(&r.Parts[i], part)
		if problem != nil {
			problem.Args = indicators.Args{"part": strconv.Itoa(i + 1)}
			return Outcome{}, problem
		}
		out.Parts[i] = one
		switch {
		case one.Missing:
			missing++
		case one.Verdict == Met:
			met++
		case one.Verdict == PartlyMet:
			partly++
		default:
			notMet++
		}
	}
	out.Verdict, out.Missing = join(r.Logic, met, partly, notMet, missing)
	return out, nil
}

func join(logic string, met, partly, notMet, missing int) (v Verdict, isMissing bool) {
	if logic == "any" {
		switch {
		case met > 0:
			return Met, false
		case missing > 0:
			return None, true
		case partly > 0:
			return PartlyMet, false
		}
		return NotMet, false
	}
	switch {
	case notMet > 0 && met+partly > 0:
		return PartlyMet, false
	case notMet > 0:
		return NotMet, false
	case missing > 0 || met+partly == 0:
		return None, true
	case partly > 0:
		return PartlyMet, false
	}
	return Met, false
}
