package rules

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/expr-lang/expr/vm"

	"yardstick/indicators"
)

// Rule is a hand-written rule, compiled for readings of one kind. It may be
// shared by goroutines.
type Rule struct {
	source *indicators.Expression
	actual sort
	basis  string // the name under which it sees the basis of a change
	code   *compiled
}

// compiledRules is the cache of hand-written rules, by source and by all of the
// reading that their names and types depend on.
var compiledRules sync.Map // ruleKey → *compiled

type ruleKey struct{ source, names, sorts, scale string }

// CompileRule compiles a hand-written rule for a reading. Its names are actual,
// target, baseline, previous, year_ago, periods, elapsed, and of a change the
// basis as [indicators.Reading.Expr] names it. A compound has actual_1, actual_2…
// for its parts. The problem has the place in the definition; see fence.go for
// what is refused.
func CompileRule(source *indicators.Expression, r *indicators.Reading) (*Rule, *indicators.Problem) {
	rule := &Rule{source: source, actual: sortOf(r.Kind), basis: basisName(r)}
	in := rule.scope(r)
	key := ruleKey{source.Source, in.known(), string(rule.actual) + partSorts(r), strings.Join(in.scale, "\x00")}
	if code, ok := compiledRules.Load(key); ok {
		rule.code = code.(*compiled)
		return rule, nil
	}
	code, problem := compile(source, in)
	if problem != nil {
		return nil, problem
	}
	if code.result != aYesNo {
		return nil, refusal{code: "rule-result", what: string(code.result)}.at(source)
	}
	compiledRules.Store(key, code)
	rule.code = code
	return rule, nil
}

// sortOf is the type of the actual, by the kind of target. A compound has no
// single actual; a narrative's is the word met, partly_met or not_met.
func sortOf(kind indicators.Kind) sort {
	switch kind {
	case indicators.Deadline:
		return aDay
	case indicators.Truth:
		return aYesNo
	case indicators.Grade:
		return aGrade
	case indicators.Narrative:
		return aText
	case indicators.Compound:
		return aNothing
	}
	return aNumber
}

func basisName(r *indicators.Reading) string {
	switch {
	case r.Kind != indicators.Change:
		return ""
	case r.Basis == "" || r.Basis == "previous_year":
		return "previous_year"
	case r.Basis == "baseline":
		return "baseline"
	}
	return "year_" + r.Basis
}

func (rule *Rule) scope(r *indicators.Reading) scope {
	names := map[string]sort{"elapsed": aNumber}
	if rule.actual != aNothing {
		names["actual"] = rule.actual
		if rule.actual != aText {
			names["target"], names["previous"], names["year_ago"] = rule.actual, rule.actual, rule.actual
		}
	}
	if rule.actual == aNumber {
		names["periods"], names["baseline"] = aList, aNumber
	}
	if rule.basis != "" {
		names[rule.basis] = aNumber
	}
	scale, scales := r.Scale, 0
	for i := range r.Parts {
		part := &r.Parts[i]
		if s := sortOf(part.Kind); s != aNothing {
			names[partName(i)] = s
		}
		if part.Kind == indicators.Grade {
			if !slices.Equal(scale, part.Scale) {
				scales++
			}
			scale = part.Scale
		}
	}
	if scales > 1 {
		scale = nil // a word could have two ranks
	}
	return scope{names: names, scale: scale}
}

// partName is how the n-th part of a compound, from 0, is called: actual_1.
func partName(n int) string { return "actual_" + strconv.Itoa(n+1) }

func partSorts(r *indicators.Reading) (text string) {
	for i := range r.Parts {
		text += " " + string(sortOf(r.Parts[i].Kind))
	}
	return text
}

// byRule judges a target by its hand-written rule. Every name that the rule
// reads must be known, else the outcome is Missing.
func (j *Judge) byRule(rule *Rule, t *indicators.Target, f Facts) (Outcome, *indicators.Problem) {
	env := make(map[string]any, len(rule.code.reads))
	for _, name := range rule.code.reads {
		value, known, problem := j.operand(rule, name, t, f)
		if problem != nil {
			return Outcome{}, problem
		}
		if !known {
			return Outcome{Missing: true, ByRule: true}, nil
		}
		env[name] = value
	}
	result, problem := work(&j.machine, rule.source, rule.code, env)
	if problem != nil {
		return Outcome{}, problem
	}
	holds, _ := result.(bool)
	return Outcome{Verdict: verdictOf(holds), ByRule: true}, nil
}

// work runs compiled source; a division by zero and a fraction that grows too long
// are problems that name it.
func work(machine *vm.VM, source *indicators.Expression, code *compiled, env map[string]any) (any, *indicators.Problem) {
	result, err := machine.Run(code.program, env)
	if err == nil {
		return result, nil
	}
	if errors.Is(err, errZero) {
		return nil, refusal{code: "rule-division-by-zero", what: source.Source}.at(source)
	}
	if errors.Is(err, errLong) {
		return nil, refusal{code: "rule-fraction-too-long"}.at(source)
	}
	return nil, refusal{code: "rule-failed", args: indicators.Args{"rule": source.Source}}.at(source)
}

// operand finds the value of a name among the facts.
func (j *Judge) operand(rule *Rule, name string, t *indicators.Target, f Facts) (value any, known bool, problem *indicators.Problem) {
	switch name {
	case "actual":
		if !f.Known {
			return nil, false, nil
		}
		return j.typed(rule.actual, f.Actual, &t.Reading)
	case "target":
		if rule.actual == aGrade {
			return grade{int64(t.Reading.Rung)}, true, nil
		}
		return j.typed(rule.actual, Plain(t.Reading.Value), &t.Reading)
	case "previous":
		if f.Previous == nil {
			return nil, false, nil
		}
		return j.typed(rule.actual, *f.Previous, &t.Reading)
	case "year_ago":
		return j.pointed(rule.actual, f.YearAgo, &t.Reading)
	case "elapsed":
		return numberOf(f.Elapsed), f.Elapsed.Den != 0 || f.Elapsed.Wide != nil, nil
	case "periods":
		list, complete := reported(f.Periods)
		return list, complete, nil
	case rule.basis:
		if f.Basis != nil || name != "baseline" {
			return j.pointed(aNumber, f.Basis, &t.Reading)
		}
	}
	for i := range t.Reading.Parts {
		if name != partName(i) {
			continue
		}
		if i >= len(f.Parts) || !f.Parts[i].Known {
			return nil, false, nil
		}
		part := &t.Reading.Parts[i]
		return j.typed(sortOf(part.Kind), f.Parts[i].Actual, part)
	}
	return j.pointed(aNumber, baselineOf(t), &t.Reading)
}

func baselineOf(t *indicators.Target) *indicators.Value {
	if t.Reading.Baseline != nil || t.Indicator == nil {
		return t.Reading.Baseline
	}
	return t.Indicator.Baseline
}

func (j *Judge) pointed(s sort, v *indicators.Value, r *indicators.Reading) (any, bool, *indicators.Problem) {
	if v == nil {
		return nil, false, nil
	}
	return j.typed(s, Plain(*v), r)
}

// typed turns a figure into the type that the rule sees.
func (j *Judge) typed(s sort, q Quantity, r *indicators.Reading) (value any, known bool, problem *indicators.Problem) {
	switch s {
	case aDay:
		return day{int64(indicators.DateOf(q.Num))}, true, nil
	case aYesNo:
		return q.Num != 0, true, nil
	case aGrade:
		rung := int64(q.Num / indicators.One)
		if !q.IsPlain() || rung < 0 || rung >= int64(len(r.Scale)) {
			return nil, false, wrongActual("grade")
		}
		return grade{rung}, true, nil
	case aText:
		out, problem := j.tier(r, Facts{Known: true, Actual: q})
		return string(out.Verdict), problem == nil, problem
	}
	if q.saysChange() {
		return nil, false, wrongActual("level")
	}
	return numberOf(q), true, nil
}

// reported lists the figures by period. It is not complete when a due period has
// none, or when there is none at all: a rule never gets an empty list.
func reported(periods []PeriodFact) (list []number, complete bool) {
	for _, period := range periods {
		if period.Known && !period.Actual.saysChange() {
			list = append(list, numberOf(period.Actual))
		} else if period.Due {
			return nil, false
		}
	}
	return list, len(list) > 0
}
