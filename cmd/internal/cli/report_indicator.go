package cli

import (
	"slices"
	"strings"

	"yardstick/indicators"
	"yardstick/reports"
)

// indicatorScope returns the scorecard of the indicator that a person names: by its
// name, by its id with or without a region, or by project and name where several
// projects have one of that name.
func indicatorScope(p *indicators.Programme, name, project string) (reports.Scope, error) {
	name = strings.TrimSpace(name)
	found := findIndicators(p, name)
	for i := range p.Indicators() {
		if id := reports.IndicatorScopeOf(i).ID; id == name || id == p.ID+"/"+name {
			found = []*indicators.Indicator{i}
			break
		}
	}
	if len(found) == 0 {
		return reports.Scope{}, unknown("indicator", name, indicatorNames(p))
	}
	if project != "" {
		of, err := findProject(p, project)
		if err != nil {
			return reports.Scope{}, err
		}
		found = slices.DeleteFunc(found, func(i *indicators.Indicator) bool { return i.Assignment.Project != of })
	}
	var scopes []reports.Scope
	var ids []string
	for _, i := range found {
		if scope := reports.IndicatorScopeOf(i); !slices.Contains(scopes, scope) {
			scopes, ids = append(scopes, scope), append(ids, strings.TrimPrefix(scope.ID, p.ID+"/"))
		}
	}
	switch len(scopes) {
	case 0:
		return reports.Scope{}, usage("indicator-not-there", indicators.Args{"name": name})
	case 1:
		return scopes[0], nil
	}
	return reports.Scope{}, usage("indicator-projects", indicators.Args{"name": name, "ids": join(ids)})
}

func indicatorNames(p *indicators.Programme) []string {
	var names []string
	for i := range p.Indicators() {
		names = append(names, i.Name, strings.TrimPrefix(reports.IndicatorScopeOf(i).ID, p.ID+"/"))
	}
	return names
}
