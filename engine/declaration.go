package engine

import (
	"strings"

	"yardstick/indicators"
)

// CheckDeclarations checks declarations against the definitions. Codes:
// entry-indicator-unknown, entry-indicator-misspelt, declaration-kind,
// declaration-horizon, declaration-reason (one is wanted), declaration-period
// (one is wanted).
func CheckDeclarations(p *indicators.Programme, declarations []Declaration) []*indicators.Problem {
	var problems []*indicators.Problem
	for _, d := range declarations {
		if problem := d.check(p); problem != nil {
			problems = append(problems, problem)
		}
	}
	return problems
}

func (d Declaration) check(p *indicators.Programme) *indicators.Problem {
	indicator := p.Indicator(d.Indicator)
	switch {
	case indicator != nil:
	case assignmentOfMoney(p, d.Indicator) != nil:
		return &indicators.Problem{Code: "declaration-of-money", Args: indicators.Args{"indicator": d.Indicator}}
	default:
		return unknownIndicator(p, d.Indicator)
	}
	args := indicators.Args{"indicator": d.Indicator, "kind": string(d.Kind), "horizon": string(d.Horizon)}
	switch {
	case d.Kind != DeclaredNotApplicable && d.Kind != AcceptedDeviation && d.Kind != DeviationReason:
		return &indicators.Problem{Code: "declaration-kind", Args: args}
	case d.Horizon != "" && indicator.Target(d.Horizon) == nil:
		return &indicators.Problem{Code: "declaration-horizon", Args: args}
	case strings.TrimSpace(d.Reason) == "" && !d.Withdrawn:
		return &indicators.Problem{Code: "declaration-reason", Args: args}
	case d.Period == 0:
		return &indicators.Problem{Code: "declaration-period", Args: args}
	}
	return CheckText(d.Reason, d.Remedy)
}
