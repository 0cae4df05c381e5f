package notation

import "yardstick/indicators"

// changeFor reads what was achieved of a change. It is either the change itself,
// said as one (增长7.2%, 下降2%, +3%) or written in the unit of the change where the
// figure that changes has another; or that figure, the level, which is then
// compared with the basis. What could be both is refused.
func (p *parser) changeFor(out *Actual, lo, hi int, r indicators.Reading) *indicators.Problem {
	if problem := p.boundIn(lo, hi, r); problem != nil {
		return problem
	}
	if said, problem := Read(Input{Text: p.in.Text, Year: p.in.Year}); problem == nil && said.Kind == indicators.Change && !said.NoAmount && said.Op == indicators.AtLeast {
		return p.reportedChange(out, said, r)
	}
	level := r
	level.Unit = r.Level
	figure := *out
	problem := p.figureFor(&figure, lo, hi, level)
	change := *out
	asChange := p.figureFor(&change, lo, hi, r)
	written := p.unitWritten(lo)
	switch {
	case r.Level == "" && written != "" && asChange != nil:
		return asChange // a level, but nobody said in what unit levels are reported
	case written == "" || asChange != nil && problem == nil:
		*out = figure
		return problem
	case asChange == nil && problem == nil && r.Level != "":
		return p.unclear(change.Value, r)
	case asChange == nil && r.Level == "" && !isShare(r.Unit):
		return p.unclear(change.Value, r) // 310件 of 较上年增加100件: so many, or so many more
	case asChange == nil && r.Direction == "down" && change.Value < 0:
		return p.unclear(change.Value, r) // a fall of −2 %, or a change of −2 %
	case asChange == nil:
		if tooLarge(change.Value) {
			return p.problemAt("out-of-range", 0, len(p.t.runes))
		}
		*out = change
		out.Value = indicators.ChangeValue(change.Value)
		if r.Direction == "down" {
			out.Value = indicators.ChangeValue(-change.Value)
		}
		return nil
	}
	return problem
}

// unclear refuses a figure that may be a rise or a fall, a change or a level.
func (p *parser) unclear(v indicators.Value, r indicators.Reading) *indicators.Problem {
	size := max(v, -v).String() + r.Unit
	second := "下降" + size
	if v > 0 {
		second = v.String() + r.Level
	}
	return p.twoReadings(0, len(p.t.runes), "增长"+size, second)
}

// isShare reports a unit of changes that the figure that changes seldom has.
func isShare(unit string) bool {
	family := indicators.FamilyOf(unit)
	return family == "percent" || family == "permille" || family == "points"
}

// tooLarge reports a change too large to be kept as one.
func tooLarge(v indicators.Value) bool { return v > indicators.MaxValue || v < -indicators.MaxValue }

// unitWritten is the unit that stands with the first number of the text.
func (p *parser) unitWritten(lo int) string {
	if p.isPlus(lo) {
		lo++
	}
	p.unitOutside = ""
	q, _, ok, problem := p.quantity(lo)
	if !ok || problem != nil {
		return ""
	}
	return q.unit
}

// reportedChange brings a change that was said as one into the reading's unit.
func (p *parser) reportedChange(out *Actual, said, r indicators.Reading) *indicators.Problem {
	size, exact, err := said.Value, true, error(nil)
	if said.Unit != r.Unit {
		size, exact, err = indicators.ConvertUnit(said.Value, said.Unit, r.Unit)
	}
	if err != nil {
		conflict := p.problemAt("unit-conflict", 0, len(p.t.runes))
		conflict.Args["unit"], conflict.Args["outside"] = said.Unit, r.Unit
		return conflict
	}
	if !exact {
		rounded := p.problemAt("rounded-conversion", 0, len(p.t.runes))
		rounded.Severity = indicators.Note
		rounded.Args["value"] = size.String() + " " + r.Unit
		out.Notes = append(out.Notes, rounded)
	}
	if said.Direction == "down" {
		size = -size
	}
	out.Unit, out.Value = r.Unit, indicators.ChangeValue(size)
	return nil
}

// levelUnit is the unit of the figure that changes: the column's or the name's,
// unless it only repeats that of the change for a name that is no rate.
func (p *parser) levelUnit(r *indicators.Reading) string {
	if p.unitOutside == r.Unit && !p.nature().share && !p.nature().rate {
		return ""
	}
	return p.unitOutside
}
