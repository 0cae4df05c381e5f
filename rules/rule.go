package rules

import "yardstick/indicators"

// Rule is a hand-written rule, compiled.
type Rule struct{}

// CompileRule compiles a hand-written rule for a reading.
func CompileRule(source *indicators.Expression, r *indicators.Reading) (*Rule, *indicators.Problem) {
	return nil, &indicators.Problem{At: source.At, Code: "rule-failed", Args: indicators.Args{"rule": source.Source}}
}

func (j *Judge) byRule(*Rule, *indicators.Reading, Facts) (Outcome, *indicators.Problem) {
	return Outcome{}, nil
}
