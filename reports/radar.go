package reports

import (
	"slices"
	"strings"

	"yardstick/indicators"
)

// Radar shows how round a score is: an axis a block of the method, or of a programme a
// project, and a line an assignment. What is not evaluated on every line has no axis; a
// radar needs three.
type Radar struct {
	Title string
	Note  string   // which parts have no axis; may be empty
	Axis  string   // the head of the column of parts
	Axes  []string // 预算执行, 产出, 效益
	Lines []RadarLine
}

// RadarLine is one line around.
type RadarLine struct {
	Name   string   // empty when there is only one
	Values []Figure // percent, one an axis
}

const fewestAxes = 3

// spoke is one part of one line, in percent; nil when nothing in it is evaluated.
type spoke struct {
	name  string
	value *indicators.Value
}

func (b *builder) radar(sections []Section) *Radar {
	var lines [][]spoke
	out := &Radar{Title: b.say("radar"), Axis: b.say("radar.axis")}
	switch {
	case b.ofIndicator():
		return nil
	case b.scope.Kind == ProgrammeScope:
		out.Title = b.say("radar.projects")
		lines, out.Lines = [][]spoke{b.projectSpokes()}, make([]RadarLine, 1)
	case b.many():
		return nil
	default:
		for _, s := range sections {
			lines = append(lines, blockSpokes(s.Blocks))
			line := RadarLine{}
			if len(sections) > 1 {
				line.Name = strings.TrimSpace(s.Number + " " + s.Title)
			}
			out.Lines = append(out.Lines, line)
		}
	}
	b.drawAxes(out, lines)
	if len(out.Axes) < fewestAxes {
		return nil
	}
	return out
}

// blockSpokes are the points of each block in percent of what was evaluated in it.
func blockSpokes(blocks []Block) []spoke {
	var out []spoke
	for _, block := range blocks {
		one := spoke{name: block.Name}
		if block.Evaluated > 0 {
			share, _ := quotient(valueOf(block.Points), valueOf(block.Evaluated))
			one.value = &share
		}
		out = append(out, one)
	}
	return out
}

func (b *builder) projectSpokes() []spoke {
	var out []spoke
	for _, s := range b.e.Projects {
		project := b.e.Programme.Project(s.ID)
		name, _ := b.title(project.Title, project.TitleEN)
		one := spoke{name: name}
		if s.Scored {
			score := valueOf(s.Score)
			one.value = &score
		}
		out = append(out, one)
	}
	return out
}

// drawAxes takes the parts that every line has, and names the others.
func (b *builder) drawAxes(out *Radar, lines [][]spoke) {
	var open []string
	for _, first := range slices.Concat(lines...) {
		if slices.Contains(out.Axes, first.name) || slices.Contains(open, first.name) {
			continue
		}
		var values []indicators.Value
		for _, line := range lines {
			if k := slices.IndexFunc(line, func(s spoke) bool { return s.name == first.name }); k >= 0 && line[k].value != nil {
				values = append(values, *line[k].value)
			}
		}
		if len(values) < len(lines) {
			open = append(open, first.name)
			continue
		}
		out.Axes = append(out.Axes, first.name)
		for k, v := range values {
			out.Lines[k].Values = append(out.Lines[k].Values, figure(v, decimals(v, 1, indicators.Floor)))
		}
	}
	if len(open) > 0 {
		out.Note = b.say("radar.note", "names", strings.Join(open, b.say("comma")))
	}
}
