package reports

import (
	"slices"

	"yardstick/engine"
	"yardstick/indicators"
)

// completionLevel shades a percentage of a target.
func completionLevel(v indicators.Value) Level {
	switch {
	case v >= 100*indicators.One:
		return LevelReached
	case v >= near:
		return LevelNear
	case v >= far:
		return LevelFar
	}
	return LevelLow
}

// Where the shades of what falls short begin, in percent.
const (
	near = 80 * indicators.One
	far  = 60 * indicators.One
)

func (b *builder) completionLevels() []TileLevel {
	return b.levels("≥100", "≥80", "≥60", "<60")
}

// scoreLevel shades a score by the method's grades, the best palest.
func (b *builder) scoreLevel(v indicators.Value) Level {
	levels := []Level{LevelReached, LevelNear, LevelFar, LevelLow}
	for k, grade := range b.e.Method.Grades {
		if v >= valueOf(grade.From) {
			return levels[min(k, len(levels)-1)]
		}
	}
	return LevelLow
}

// gradesFrom are the scores at which grades begin.
func (b *builder) gradesFrom() []indicators.Value {
	var out []indicators.Value
	for _, grade := range b.e.Method.Grades {
		out = append(out, valueOf(grade.From))
	}
	return out
}

func (b *builder) scoreLevels() []TileLevel {
	var texts []string
	top := ""
	for _, grade := range b.e.Method.Grades {
		from := valueOf(grade.From).String()
		text := "≥" + from
		if grade.From == 0 {
			text = "<" + top
		}
		texts = append(texts, grade.Name.In(b.l)+" "+text)
		top = from
	}
	return b.levels(texts...)
}

func (b *builder) levels(texts ...string) []TileLevel {
	var out []TileLevel
	for k, level := range []Level{LevelReached, LevelNear, LevelFar, LevelLow} {
		if k < len(texts) {
			out = append(out, TileLevel{level, texts[k]})
		}
	}
	return append(out, TileLevel{LevelMissing, b.say("mark.missing")}, TileLevel{LevelOpen, b.say("level.open")},
		TileLevel{LevelExempt, b.say("mark.not_applicable")})
}

// cutLegend keeps the four shades and those special levels that occur.
func (b *builder) cutLegend(legend *[]TileLevel, used func(Level) bool) {
	*legend = slices.DeleteFunc(*legend, func(l TileLevel) bool {
		switch l.Level {
		case LevelMissing, LevelOpen, LevelExempt:
			return !used(l.Level)
		}
		return false
	})
}

// heat is regions by indicators, of a project in several regions and of a programme;
// of an indicator its regions by periods.
func (b *builder) heat() *HeatMap {
	switch b.scope.Kind {
	case CityScope:
		return nil
	case IndicatorScope:
		return b.history()
	}
	out := &HeatMap{Title: b.say("heat"), Note: b.say("heat.note")}
	columns := map[string]int{}
	var left []*indicators.Project
	for _, project := range b.e.Programme.Projects {
		regions := len(b.of(project))
		if project.Provincial || regions < 2 {
			continue
		}
		if regions < fewestRanked && b.scope.Kind == ProgrammeScope {
			left = append(left, project) // two rows of many would leave the rest blank
			continue
		}
		group, _ := b.title(project.Title, project.TitleEN)
		for _, assignment := range project.Assignments {
			for _, i := range assignment.Indicators {
				key := project.LocalID() + "/" + i.LocalID()
				if _, known := columns[key]; !known {
					columns[key] = len(out.Columns)
					out.Columns = append(out.Columns, HeatColumn{ID: key, Name: i.Name, Short: shortName(i.Name), Group: group})
				}
			}
		}
	}
	if len(out.Columns) == 0 {
		return nil
	}
	for _, project := range left {
		name, _ := b.title(project.Title, project.TitleEN)
		out.Note += b.say("semicolon") + b.say("heat.left", "project", name)
	}
	b.heatRows(out, columns)
	if len(out.Rows) < 2 {
		return nil
	}
	out.Legend = b.completionLevels()
	b.cutLegend(&out.Legend, func(level Level) bool {
		return slices.ContainsFunc(out.Rows, func(r HeatRow) bool {
			return slices.ContainsFunc(r.Cells, func(c HeatCell) bool { return c.Level == level })
		})
	})
	return out
}

func (b *builder) heatRows(out *HeatMap, columns map[string]int) {
	rows := map[string]int{}
	for _, region := range cities(b.e) {
		for _, a := range b.assignments {
			if a.Assignment.Region != region.ID {
				continue
			}
			at, known := rows[region.ID]
			if !known {
				at = len(out.Rows)
				rows[region.ID] = at
				row := HeatRow{Region: region.ID, Name: b.regionName(region.ID), Cells: make([]HeatCell, len(out.Columns))}
				for k := range row.Cells {
					row.Cells[k].Level = LevelNone
				}
				out.Rows = append(out.Rows, row)
			}
			for _, r := range a.Indicators {
				key := a.Assignment.Project.LocalID() + "/" + r.Indicator.LocalID()
				if column, ok := columns[key]; ok && len(r.Targets) > 0 {
					out.Rows[at].Cells[column] = b.cell(r, r.Targets[0])
				}
			}
		}
	}
}

// cell is one indicator of one region: its completion where that means something,
// else its actual; shaded by what it earned.
func (b *builder) cell(r *engine.IndicatorResult, t *engine.TargetResult) HeatCell {
	shape := shapeOf(t)
	cell := HeatCell{Mark: b.mark(shape), Text: b.actual(r.Indicator, t).Text}
	switch t.State {
	case engine.Missing:
		cell.Level = LevelMissing
		return cell
	case engine.NotApplicable:
		cell.Level = LevelExempt
		return cell
	case engine.NotYetDue, engine.InProgress:
		cell.Level = LevelOpen
	}
	if t.Completion != nil && t.Known {
		cell.Value = figure(*t.Completion, percent(*t.Completion))
		cell.Text = wholePercent(*t.Completion, near, far)
	}
	switch {
	case cell.Level == LevelOpen:
	case shape == ShapeMet:
		cell.Level = LevelReached
	case t.Weight > 0:
		earned, _ := quotient(valueOf(t.Points), valueOf(t.Weight))
		// Not met is never shaded as reached, whatever it earned.
		cell.Level = completionLevel(min(earned, 100*indicators.One-1))
	default:
		cell.Level = LevelLow
	}
	return cell
}

// shortName cuts a name at its first comma or bracket: enough for a narrow column,
// beside which the whole name stands in the table.
func shortName(name string) string {
	runes := []rune(name)
	for k, r := range runes {
		switch r {
		case '，', ',', '（', '(', '；':
			if k >= 4 {
				return string(runes[:k])
			}
		}
	}
	return name
}
