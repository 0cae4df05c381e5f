package rules

import "yardstick/indicators"

// Check compiles every hand-written rule and formula of a programme and returns
// what is wrong with them: size, names, types, cycles. Whether declared weights
// fit a method is checked by that method, in package scoring.
func Check(p *indicators.Programme) []*indicators.Problem {
	_, problems := CompileFormulas(p)
	for i, target := range p.Targets() {
		if i.Rule == nil {
			continue
		}
		if _, problem := CompileRule(i.Rule, &target.Reading); problem != nil {
			problems = append(problems, problem)
		}
	}
	return problems
}
