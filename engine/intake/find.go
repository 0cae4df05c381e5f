package intake

import (
	"slices"
	"strings"

	"golang.org/x/text/width"

	"yardstick/engine"
	"yardstick/indicators"
)

// finder finds the line that a row means.
type finder struct {
	p     *indicators.Programme
	ids   map[string]*indicators.Indicator
	names map[string][]*indicators.Indicator // by plain name, with and without the unit
	known map[[4]string]answer               // rows repeat: each combination is found once
}

type answer struct {
	line  engine.LineID
	wrong *wrong
}

// wrong says what of a row names no line.
type wrong struct {
	column column
	code   string
	args   indicators.Args
}

func newFinder(p *indicators.Programme) *finder {
	f := &finder{p: p, ids: map[string]*indicators.Indicator{}, names: map[string][]*indicators.Indicator{}, known: map[[4]string]answer{}}
	for indicator := range p.Indicators() {
		f.ids[indicator.ID] = indicator
		f.ids[strings.TrimPrefix(indicator.ID, p.ID+"/")] = indicator
		seen := map[string]bool{}
		for _, name := range append([]string{indicator.Name}, indicator.RenamedFrom...) {
			for _, form := range []string{plain(name), withoutUnit(plain(name))} {
				if !seen[form] {
					seen[form] = true
					f.names[form] = append(f.names[form], indicator)
				}
			}
		}
	}
	return f
}

func withoutUnit(name string) string {
	if i := strings.LastIndexByte(name, '('); i > 0 && strings.HasSuffix(name, ")") {
		return name[:i]
	}
	return name
}

func (f *finder) line(cells map[column]string) (engine.LineID, *wrong) {
	key := [4]string{cells[indicatorColumn], cells[regionColumn], cells[projectColumn], cells[partColumn]}
	known, ok := f.known[key]
	if !ok {
		known.line, known.wrong = f.search(cells)
		f.known[key] = known
	}
	return known.line, known.wrong
}

func (f *finder) search(cells map[column]string) (engine.LineID, *wrong) {
	name := cells[indicatorColumn]
	if name == "" {
		return engine.LineID{}, &wrong{indicatorColumn, "import-indicator-wanted", nil}
	}
	where, bad := f.where(cells)
	if bad != nil {
		return engine.LineID{}, bad
	}
	if part, ok := moneyPart(name, cells[partColumn]); ok {
		return f.money(name, part, where)
	}
	if strings.HasSuffix(name, "/"+indicators.MoneyLocal) {
		return engine.LineID{Indicator: f.whole(name), Part: moneyKey(cells[partColumn])}, nil
	}
	indicator, bad := f.indicator(name, where)
	if bad != nil {
		return engine.LineID{}, bad
	}
	return engine.LineID{Indicator: indicator.ID, Part: partOf(indicator, cells[partColumn])}, nil
}

// whole completes an id that leaves the programme's out.
func (f *finder) whole(id string) string {
	if strings.HasPrefix(id, f.p.ID+"/") {
		return id
	}
	return f.p.ID + "/" + id
}

// place narrows a name to a region and a project; empty is any.
type place struct{ region, project string }

func (p place) holds(a *indicators.Assignment) bool {
	return (p.region == "" || a.Region == p.region) && (p.project == "" || a.Project.ID == p.project)
}

func (f *finder) where(cells map[column]string) (at place, bad *wrong) {
	if name := cells[regionColumn]; name != "" {
		region, ok := f.p.Regions.Find(name)
		if !ok {
			return at, unknown(regionColumn, "import-region", name, f.regionNames())
		}
		at.region = region.Code
	}
	if name := cells[projectColumn]; name != "" {
		project := f.project(name)
		if project == nil {
			return at, unknown(projectColumn, "import-project", name, f.projectNames())
		}
		at.project = project.ID
	}
	return at, nil
}

func (f *finder) project(name string) *indicators.Project {
	for _, project := range f.p.Projects {
		if project.ID == name || project.LocalID() == name || plain(project.Title) == plain(name) || project.TitleEN != "" && plain(project.TitleEN) == plain(name) {
			return project
		}
	}
	return nil
}

func (f *finder) projectNames() (names []string) {
	for _, project := range f.p.Projects {
		names = append(names, project.LocalID(), project.Title)
	}
	return names
}

func (f *finder) regionNames() (names []string) {
	seen := map[string]bool{}
	for assignment := range f.p.Assignments() {
		if region, ok := f.p.Regions.ByCode(assignment.Region); ok && !seen[region.Code] {
			seen[region.Code] = true
			names = append(region.Names(), names...) // the province last: a city is more likely meant
		}
	}
	return names
}

// unknown is a name that stands for nothing, with the nearest that does.
func unknown(c column, code, name string, candidates []string) *wrong {
	args := indicators.Args{"name": name}
	if near := indicators.Suggest(name, candidates); near != "" {
		args["near"] = near
		return &wrong{c, code + "-misspelt", args}
	}
	return &wrong{c, code + "-unknown", args}
}

// indicator finds an indicator by id, or by name within the place.
func (f *finder) indicator(name string, at place) (*indicators.Indicator, *wrong) {
	if indicator := f.ids[name]; indicator != nil {
		if !at.holds(indicator.Assignment) {
			return nil, &wrong{indicatorColumn, "import-indicator-elsewhere", indicators.Args{"name": name, "assignment": indicator.Assignment.ID}}
		}
		return indicator, nil
	}
	var found []*indicators.Indicator
	for _, indicator := range f.names[plain(name)] {
		if at.holds(indicator.Assignment) {
			found = append(found, indicator)
		}
	}
	switch len(found) {
	case 0:
		return nil, unknown(indicatorColumn, "import-indicator", name, f.candidates(at))
	case 1:
		return found[0], nil
	}
	return nil, ambiguous(name, found)
}

func ambiguous(name string, found []*indicators.Indicator) *wrong {
	var ids []string
	for _, indicator := range found {
		if len(ids) == 4 {
			ids = append(ids, "…")
			break
		}
		ids = append(ids, indicator.ID)
	}
	return &wrong{indicatorColumn, "import-indicator-ambiguous", indicators.Args{"name": name, "ids": strings.Join(ids, ", ")}}
}

func (f *finder) candidates(at place) (names []string) {
	for indicator := range f.p.Indicators() {
		if at.holds(indicator.Assignment) {
			names = append(names, indicator.Name, strings.TrimSpace(withoutUnit(width.Narrow.String(indicator.Name))), indicator.ID)
		}
	}
	return names
}

// moneyPart is the part that a money figure's own name means: 执行数, Spent.
func moneyPart(name, source string) (string, bool) {
	for _, figure := range []string{indicators.MoneyInitial, indicators.MoneyAdjusted, indicators.MoneySpent} {
		if named(name, figure) {
			if source = moneyKey(source); slices.Contains(indicators.FundSources, source) {
				return figure + ":" + source, true
			}
			return figure, true
		}
	}
	return "", false
}

// named compares with the words of both languages for a money figure or source.
func named(name, key string) bool {
	name = plain(name)
	return name == key || name == plain(indicators.Chinese.Say("line.money."+key, nil)) || name == plain(indicators.English.Say("line.money."+key, nil))
}

// moneyKey is the key of a money part given by key or in words.
func moneyKey(part string) string {
	for _, key := range append([]string{indicators.MoneyInitial, indicators.MoneyAdjusted, indicators.MoneySpent}, indicators.FundSources...) {
		if named(part, key) {
			return key
		}
	}
	return part
}

func (f *finder) money(name, part string, at place) (engine.LineID, *wrong) {
	var found []*indicators.Assignment
	for assignment := range f.p.Assignments() {
		if at.holds(assignment) {
			found = append(found, assignment)
		}
	}
	if len(found) != 1 {
		return engine.LineID{}, &wrong{indicatorColumn, "import-money-where", indicators.Args{"name": name}}
	}
	return engine.LineID{Indicator: found[0].MoneyID(), Part: part}, nil
}

// partOf is the key of a part given by key, by its label or by its words.
func partOf(indicator *indicators.Indicator, part string) string {
	for _, target := range indicator.Targets {
		for k, reading := range target.Reading.Parts {
			if reading.Label != "" && plain(reading.Label) == plain(part) {
				return indicator.PartKeys()[k]
			}
		}
	}
	switch plain(part) {
	case "分子":
		return indicators.Numerator
	case "分母":
		return indicators.Denominator
	}
	return part
}
