package rules

import (
	"strings"

	"yardstick/indicators"
)

// operandLookup finds the indicators that a formula names.
type operandLookup struct {
	programme *indicators.Programme
	of        *indicators.Indicator
}

// find resolves indicator("…") or regions("…"). A name is one of
//
//	指标               an indicator of the same assignment; in regions: of the same project
//	项目/指标          of that project in the same region, or in its only assignment
//	项目/地区/指标     of that project in that region; in regions 地区 is *
//
// where each part is an id or the published name.
func (l operandLookup) find(list bool, name string) (Operand, *indicators.Problem) {
	parts := strings.Split(name, "/")
	local := parts[len(parts)-1]
	if len(parts) > 3 || list && len(parts) == 3 && parts[1] != "*" {
		return Operand{}, &indicators.Problem{Code: "rule-operand-form", Args: indicators.Args{"name": name}}
	}
	project := l.of.Assignment.Project
	if len(parts) > 1 {
		if project = l.project(parts[0]); project == nil {
			return Operand{}, l.unknown("rule-unknown-project", parts[0], l.projects())
		}
	}
	if list {
		return l.regions(project, local)
	}
	assignment := l.assignment(project, parts)
	if assignment == nil {
		return Operand{}, &indicators.Problem{Code: "rule-no-assignment", Args: indicators.Args{"name": name}}
	}
	found := named(assignment, local)
	if found == nil {
		return Operand{}, l.unknown("rule-unknown-indicator", local, namesIn(assignment))
	}
	return Operand{Indicators: []*indicators.Indicator{found}}, numeric(found)
}

// regions collects the indicator from every region of the project beneath the
// formula's own; where regions have no parents, from every other region.
func (l operandLookup) regions(project *indicators.Project, local string) (Operand, *indicators.Problem) {
	own := l.of.Assignment.Region
	var beneath, others []*indicators.Indicator
	var names []string
	for _, assignment := range project.Assignments {
		if assignment.Region == own {
			continue
		}
		names = append(names, namesIn(assignment)...)
		found := named(assignment, local)
		if found == nil {
			continue
		}
		if problem := numeric(found); problem != nil {
			return Operand{}, problem
		}
		others = append(others, found)
		if region, ok := l.programme.Regions.ByCode(assignment.Region); ok && region.Parent == own {
			beneath = append(beneath, found)
		}
	}
	if len(beneath) > 0 {
		others = beneath
	}
	if len(others) == 0 {
		return Operand{}, l.unknown("rule-unknown-indicator", local, names)
	}
	return Operand{Indicators: others, List: true}, nil
}

func (l operandLookup) project(name string) *indicators.Project {
	for _, project := range l.programme.Projects {
		if name == project.ID || name == project.LocalID() || name == project.Title {
			return project
		}
	}
	return nil
}

func (l operandLookup) projects() (names []string) {
	for _, project := range l.programme.Projects {
		names = append(names, project.LocalID(), project.Title)
	}
	return names
}

// assignment is the one meant by the parts of a name.
func (l operandLookup) assignment(project *indicators.Project, parts []string) *indicators.Assignment {
	if len(parts) == 1 {
		return l.of.Assignment
	}
	code := l.of.Assignment.Region
	if len(parts) == 3 {
		region, ok := l.programme.Regions.Find(parts[1])
		if !ok {
			return nil
		}
		code = region.Code
	}
	for _, assignment := range project.Assignments {
		if assignment.Region == code {
			return assignment
		}
	}
	if len(parts) == 2 && len(project.Assignments) == 1 {
		return project.Assignments[0]
	}
	return nil
}

func named(assignment *indicators.Assignment, name string) *indicators.Indicator {
	for _, i := range assignment.Indicators {
		if name == i.LocalID() || name == i.Name {
			return i
		}
	}
	return nil
}

func namesIn(assignment *indicators.Assignment) (names []string) {
	for _, i := range assignment.Indicators {
		names = append(names, i.LocalID(), i.Name)
	}
	return names
}

// numeric refuses an operand whose figures are not numbers.
func numeric(i *indicators.Indicator) *indicators.Problem {
	for _, target := range i.Targets {
		if sortOf(target.Reading.Kind) != aNumber {
			return &indicators.Problem{Code: "rule-not-a-number", Args: indicators.Args{"name": i.Name}}
		}
	}
	return nil
}

func (l operandLookup) unknown(code, name string, candidates []string) *indicators.Problem {
	if near := indicators.Suggest(name, candidates); near != "" {
		return &indicators.Problem{Code: code + ".near", Args: indicators.Args{"name": name, "near": near}}
	}
	return &indicators.Problem{Code: code, Args: indicators.Args{"name": name}}
}
