package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"yardstick/cmd/internal/standing"
	"yardstick/indicators"
	"yardstick/reports"
)

// scopeFlags choose what a command is about.
type scopeFlags struct {
	city, project string
	all           bool
}

func (f *scopeFlags) add(cmd *cobra.Command, all string) {
	cmd.Flags().StringVar(&f.city, "city", "", "a city: 广州, 440100 or Guangzhou")
	cmd.Flags().StringVar(&f.project, "project", "", "a project: its id or title")
	cmd.Flags().BoolVar(&f.all, "all", false, all)
	cmd.MarkFlagsMutuallyExclusive("city", "project", "all")
}

// scope resolves the flags against a programme; the programme itself when none is given.
func (f *scopeFlags) scope(p *indicators.Programme) (reports.Scope, error) {
	switch {
	case f.city != "":
		region, err := findCity(p, f.city)
		return reports.Scope{Kind: reports.CityScope, ID: region.Code}, err
	case f.project != "":
		project, err := findProject(p, f.project)
		if err != nil {
			return reports.Scope{}, err
		}
		return reports.Scope{Kind: reports.ProjectScope, ID: project.ID}, nil
	}
	return reports.Scope{Kind: reports.ProgrammeScope, ID: p.ID}, nil
}

// findCity returns the region that a person names, or suggests the nearest.
func findCity(p *indicators.Programme, name string) (indicators.Region, error) {
	if region, ok := p.Regions.Find(name); ok {
		return region, nil
	}
	var names []string
	for _, region := range slices.Backward(p.Regions) { // the province last: a city is more likely meant
		names = append(names, region.Names()...)
	}
	return indicators.Region{}, unknown("city", name, names)
}

// findProject returns the project with that id or title, or suggests the nearest.
func findProject(p *indicators.Programme, name string) (*indicators.Project, error) {
	var names []string
	for _, project := range p.Projects {
		if slices.Contains([]string{project.ID, project.LocalID(), project.Title, project.TitleEN}, strings.TrimSpace(name)) {
			return project, nil
		}
		names = append(names, project.LocalID(), project.Title, project.TitleEN)
	}
	return nil, unknown("project", name, names)
}

// findIndicators returns the indicators that a person names: one by its id (the
// programme's own part may be left out), or all with that name.
func findIndicators(p *indicators.Programme, name string) []*indicators.Indicator {
	name = strings.TrimSpace(name)
	var found []*indicators.Indicator
	for indicator := range p.Indicators() {
		if indicator.ID == name || indicator.ID == p.ID+"/"+name {
			return []*indicators.Indicator{indicator}
		}
		if indicator.Name == name || slices.Contains(indicator.RenamedFrom, name) {
			found = append(found, indicator)
		}
	}
	return found
}

// findIndicator returns the one indicator that a person names; city and project
// tell those with the same name apart.
func findIndicator(p *indicators.Programme, name string, flags scopeFlags) (*indicators.Indicator, error) {
	found := findIndicators(p, name)
	if len(found) == 0 {
		var names []string
		for indicator := range p.Indicators() {
			names = append(names, indicator.ID, strings.TrimPrefix(indicator.ID, p.ID+"/"), indicator.Name)
		}
		return nil, unknown("indicator", name, names)
	}
	if flags.city != "" {
		region, err := findCity(p, flags.city)
		if err != nil {
			return nil, err
		}
		found = slices.DeleteFunc(found, func(i *indicators.Indicator) bool { return i.Assignment.Region != region.Code })
	}
	if flags.project != "" {
		project, err := findProject(p, flags.project)
		if err != nil {
			return nil, err
		}
		found = slices.DeleteFunc(found, func(i *indicators.Indicator) bool { return i.Assignment.Project != project })
	}
	switch len(found) {
	case 0:
		return nil, usage("indicator-not-there", indicators.Args{"name": name})
	case 1:
		return found[0], nil
	}
	ids := make([]string, 0, 4)
	for _, indicator := range found[:min(len(found), 3)] {
		ids = append(ids, indicator.ID)
	}
	return nil, usage("indicator-many", indicators.Args{"name": name, "count": itoa(len(found)), "ids": join(ids)})
}

// unknown refuses a name, with a suggestion where one is near.
func unknown(what, name string, names []string) error {
	args := indicators.Args{"name": name}
	if near := indicators.Suggest(name, names); near != "" {
		args["near"] = near
		return usage("unknown-"+what+"-near", args)
	}
	return usage("unknown-"+what, args)
}

// timeFlags are the two dates of an evaluation.
type timeFlags struct {
	through, asOf, method, include string
}

func (f *timeFlags) add(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.through, "through", "", "the last month that counts: 2021-10 (default: the month of --as-of, at most the programme's last)")
	cmd.Flags().StringVar(&f.asOf, "as-of", "", "what was known at the end of a day, or at an instant: 2021-10-31, 2021-10-31T18:00:00+08:00 (default: now)")
	cmd.Flags().StringVar(&f.include, "include", "", "submitted: count what waits for approval too; every page then says that it is provisional")
	cmd.Flags().StringVar(&f.method, "method", "", "another scoring method than the programme's: mof-2020-hubei, share-met")
}

func (f timeFlags) dates() standing.Dates {
	return standing.Dates{Through: f.through, AsOf: f.asOf, Method: f.method, Include: f.include}
}

func join(names []string) string { return strings.Join(names, ", ") }
