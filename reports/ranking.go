package reports

import (
	"slices"

	"yardstick/engine"
	"yardstick/indicators"
)

// A comparison needs at least this many regions to be worth a picture.
const fewestRanked = 3

// lead is the indicator by which regions are compared: the first one of a project in
// several regions that counts towards a number. peers holds its result by region.
type lead struct {
	project   *indicators.Project
	indicator *indicators.Indicator
	peers     []peer
}

// peer is one region's result of the lead.
type peer struct {
	region    string
	indicator *engine.IndicatorResult
	target    *engine.TargetResult
}

// lead is what a project or a city is compared by; nil when there is nothing. It is
// looked for once: among many regions that takes as long as all the rest.
func (b *builder) lead() *lead {
	if !b.led {
		b.leads, b.led = b.findLead(), true
	}
	return b.leads
}

func (b *builder) findLead() *lead {
	if b.ofIndicator() {
		return b.ownLead()
	}
	var best *lead
	for _, project := range b.e.Programme.Projects {
		if b.scope.Kind == ProjectScope && project != b.project || b.scope.Kind == ProgrammeScope {
			continue
		}
		if b.scope.Kind == CityScope && len(b.of(project)) == 0 {
			continue
		}
		if found := b.leadOf(project); found != nil && (best == nil || len(found.peers) > len(best.peers)) {
			best = found
		}
	}
	return best
}

// ownLead is an indicator's own regions, where they can be compared by completion.
func (b *builder) ownLead() *lead {
	r := b.results[0].Targets[0].Target.Reading
	if len(b.results) < fewestRanked || r.Kind != indicators.Threshold || r.Op != indicators.AtLeast {
		return nil
	}
	out := &lead{project: b.project, indicator: b.like()}
	for _, r := range b.results {
		out.peers = append(out.peers, peer{r.Indicator.Assignment.Region, r, r.Targets[0]})
	}
	return out
}

func (b *builder) leadOf(project *indicators.Project) *lead {
	if len(project.Assignments) < fewestRanked {
		return nil
	}
	var own []*engine.AssignmentResult
	for _, a := range b.e.Assignments {
		if a.Assignment.Project == project {
			own = append(own, a)
		}
	}
	for _, indicator := range project.Assignments[0].Indicators {
		target := indicator.Target(indicators.Annual)
		if target == nil || target.Reading.Kind != indicators.Threshold || target.Reading.Op != indicators.AtLeast {
			continue
		}
		found := &lead{project: project, indicator: indicator}
		for _, a := range own {
			for _, r := range a.Indicators {
				if r.Indicator.LocalID() == indicator.LocalID() && len(r.Targets) > 0 {
					found.peers = append(found.peers, peer{a.Assignment.Region, r, r.Targets[0]})
				}
			}
		}
		if len(found.peers) >= fewestRanked {
			return found
		}
	}
	return nil
}

// measure is one region's figure to be ranked or shaded.
type measure struct {
	region string
	value  *indicators.Value // nil: none
	text   string
	mark   Mark
}

// measures are what the ranking compares: a programme's and a project's regions by
// score, a city by the completion of its lead indicator among all regions.
func (b *builder) measures() (title, target string, of []measure) {
	switch b.scope.Kind {
	case ProgrammeScope:
		for _, s := range cities(b.e) {
			of = append(of, b.scoreMeasure(s.ID, s))
		}
		return b.say("ranking.score", "n", itoa(len(of))), "", of
	case ProjectScope:
		for _, a := range b.assignments {
			of = append(of, b.scoreMeasure(a.Assignment.Region, &a.Standing))
		}
		return b.say("ranking.score", "n", itoa(len(of))), "", of
	}
	lead := b.lead()
	if lead == nil {
		return "", "", nil
	}
	return b.say("ranking.completion", "n", itoa(len(lead.peers)), "name", lead.indicator.Name), b.say("column.tick"), b.completions(lead)
}

func (b *builder) scoreMeasure(region string, s *engine.Standing) measure {
	m := measure{region: region, text: b.say("not-evaluated")}
	if s.Scored {
		v := valueOf(s.Score)
		m.value, m.text = &v, s.Score.String()
	}
	return m
}

func (b *builder) completions(lead *lead) []measure {
	out := make([]measure, len(lead.peers))
	for k, p := range lead.peers {
		shape := shapeOf(p.target)
		out[k] = measure{region: p.region, text: b.mark(shape).Word, mark: b.mark(shape)}
		if p.target.Completion != nil && p.target.Known && p.target.State != engine.Missing && p.target.State != engine.NotApplicable {
			out[k].value, out[k].text = p.target.Completion, percent(*p.target.Completion)
		}
	}
	return out
}

func (b *builder) ranking() *Ranking {
	title, target, measures := b.measures()
	if len(measures) < 2 {
		return nil
	}
	slices.SortStableFunc(measures, func(x, y measure) int {
		switch {
		case x.value == nil && y.value == nil:
			return 0
		case x.value == nil:
			return 1
		case y.value == nil:
			return -1
		}
		return int(max(-1, min(1, *y.value-*x.value)))
	})
	out := &Ranking{Title: title, Target: target, Note: b.say("ranking.note"),
		Heads: RankHeads{Place: b.say("rank.place"), Name: b.say("standings.region"), Value: b.say("standings.score")}}
	if target != "" {
		out.Note = b.say("ranking.note.target")
		out.Heads.Value = b.say("rank.completion")
	}
	b.placeDots(out, measures)
	return out
}

// placeDots puts the dots on an axis that starts at a round number below the lowest.
func (b *builder) placeDots(out *Ranking, measures []measure) {
	const step = 10 * indicators.One
	low, high := 90*indicators.One, 100*indicators.One
	for _, m := range measures {
		if m.value != nil {
			low, high = min(low, *m.value), max(high, *m.value)
		}
	}
	low = max(low/step*step, 0)
	if high > 100*indicators.One {
		high = min((high+step-1)/step*step, 150*indicators.One)
	}
	out.Low, out.High = low, high
	stride := step
	for (high-low)/stride > 6 {
		stride += step
	}
	for at := low; at <= high; at += stride {
		out.Axis = append(out.Axis, AxisTick{At: share(at-low, high-low), Text: at.String()})
	}
	if out.Target != "" {
		out.Tick = share(100*indicators.One-low, high-low)
	}
	place := 0
	for k, m := range measures {
		item := RankItem{Region: m.region, Name: b.regionName(m.region), Value: Figure{Value: m.value, Text: m.text},
			Subject: b.scope.Kind == CityScope && m.region == b.scope.ID, Mark: m.mark}
		if m.value != nil {
			if k == 0 || *measures[k-1].value != *m.value {
				place = k + 1
			}
			item.Place, item.Number, item.Known = place, itoa(place), true
			item.At = share(*m.value-low, high-low)
			item.Reached = out.Target == "" || *m.value >= 100*indicators.One
		}
		out.Items = append(out.Items, item)
	}
}

func (b *builder) tiles() *TileMap {
	out := &TileMap{}
	var measures []measure
	switch lead := b.lead(); {
	case b.scope.Kind == ProgrammeScope:
		for _, s := range cities(b.e) {
			measures = append(measures, b.scoreMeasure(s.ID, s))
		}
		out.Title = b.say("tiles.score", "n", itoa(len(measures)))
		out.Legend = b.scoreLevels()
	case lead != nil:
		measures = b.completions(lead)
		out.Title = b.say("tiles.completion", "n", itoa(len(measures)), "name", lead.indicator.Name)
		out.Legend = b.completionLevels()
	}
	if len(measures) < fewestRanked {
		return nil
	}
	for _, m := range measures {
		region, _ := b.e.Programme.Regions.ByCode(m.region)
		if !region.Tiled {
			return nil
		}
		tile := Tile{Region: m.region, Row: region.Row, Column: region.Column, Name: b.regionName(m.region),
			Value: Figure{Value: m.value, Text: m.text}, Level: LevelMissing,
			Subject: b.scope.Kind == CityScope && m.region == b.scope.ID}
		if m.value != nil {
			tile.Value.Text = wholePercent(*m.value, near, far)
			tile.Level = completionLevel(*m.value)
			if b.scope.Kind == ProgrammeScope {
				tile.Value.Text = wholePercent(*m.value, b.gradesFrom()...)
				tile.Level = b.scoreLevel(*m.value)
			}
		} else if m.mark.Shape == ShapeNotYetDue || m.mark.Shape == ShapeInProgress || b.scope.Kind == ProgrammeScope {
			tile.Level = LevelOpen
		} else if m.mark.Shape == ShapeNotApplicable {
			tile.Level = LevelExempt
		}
		out.Rows, out.Columns = max(out.Rows, tile.Row+1), max(out.Columns, tile.Column+1)
		out.Tiles = append(out.Tiles, tile)
	}
	b.cutLegend(&out.Legend, func(level Level) bool {
		return slices.ContainsFunc(out.Tiles, func(t Tile) bool { return t.Level == level })
	})
	return out
}
