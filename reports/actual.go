package reports

import (
	"encoding/json"
	"strings"

	"yardstick/engine"
	"yardstick/indicators"
	"yardstick/rules"
)

// actual prints what was achieved. What was not reported is a word, never a number.
func (b *builder) actual(i *indicators.Indicator, t *engine.TargetResult) Actual {
	reading := &t.Target.Reading
	unknown := Actual{JSON: "null", Partial: "null", Text: b.say("mark." + string(shapeOf(t))), Unit: reading.Unit}
	if len(reading.Parts) > 0 {
		return b.compoundActual(i, t, unknown)
	}
	if !t.Known {
		return unknown
	}
	figure := b.known(i, reading, t.Target.Text, t.Actual, t.Quantity.IsPlain())
	figure.Partial = "null"
	switch t.State {
	case engine.Missing: // some due periods are gaps: the figure so far does not decide
		unknown.Partial = figure.JSON
		unknown.Note = b.say("partial", "figure", figure.Text, "gaps", b.gaps(t.Gap))
		return unknown
	case engine.NotApplicable:
		return unknown
	}
	if stale(t, b.e.Through) {
		figure.Note = b.say("last-period", "period", t.LastPeriod.String())
	}
	return figure
}

// stale reports whether the figure that counts is of an earlier period than the one
// evaluated and belongs to a stock, so that its period must be named.
func stale(t *engine.TargetResult, through indicators.Period) bool {
	last := through
	if to := t.Target.Window.To; to != 0 {
		last = min(last, indicators.MonthOf(to))
	}
	return t.LastPeriod != 0 && t.LastPeriod < last && t.Target.Indicator.Aggregation == indicators.Latest
}

// known prints a figure as its reading asks for. exact is false for a quotient, which
// is then printed with two decimals, rounded to the side that cannot flip the
// comparison.
func (b *builder) known(i *indicators.Indicator, r *indicators.Reading, text string, v indicators.Value, exact bool) Actual {
	out := Actual{Known: true, Unit: r.Unit, JSON: v.String()}
	if percent, isTier := v.Tier(); isTier && (r.Kind == indicators.Grade || r.Kind == indicators.Narrative) {
		out.Text = b.say("tier."+b.tierOf(percent)) + b.say("bracket", "text", percent.String()+"%")
		out.JSON = quoted(b.say("tier." + b.tierOf(percent)))
		return out
	}
	if size, reported := v.Change(); reported {
		out.Text, out.JSON = rules.ChangeWord(r, size, b.l), size.String()
		return out
	}
	switch r.Kind {
	case indicators.Truth:
		out.Text, out.JSON = b.say("no"), "false"
		if v != 0 {
			out.Text, out.JSON = b.say("yes"), "true"
		}
	case indicators.Grade, indicators.Narrative:
		if rung := int(v / indicators.One); rung >= 0 && rung < len(r.Scale) {
			out.Text = r.Scale[rung]
			out.JSON = quoted(out.Text)
		} else {
			out.Text = v.Grouped()
		}
	case indicators.Deadline:
		out.Text = indicators.DateOf(v).String()
		out.JSON = quoted(out.Text)
	case indicators.Change: // the level; its unit is not that of the change
		out.Unit, out.Text = r.Level, v.Grouped()
		if !exact {
			out.Text = decimals(v, 2, indicators.HalfUp)
		}
		out.Text += r.Level
	default:
		out.Text = v.Grouped()
		if !exact {
			out.Text = decimals(v, 2, roundingFor(r.Op))
		}
		out.Text += unitShown(r.Unit, text)
	}
	return out
}

// roundingFor is the side to which a quotient may be rounded without seeming to
// reach what it has not reached.
func roundingFor(op indicators.Op) indicators.Rounding {
	switch op {
	case indicators.AtLeast, indicators.MoreThan:
		return indicators.Floor
	case indicators.AtMost, indicators.LessThan:
		return indicators.Ceiling
	}
	return indicators.HalfUp
}

// unitShown is the unit where the published target names it too: a figure looks like
// its target.
func unitShown(unit, text string) string {
	switch {
	case unit == "" || !strings.Contains(strings.ReplaceAll(text, "％", "%"), unit):
		return ""
	case unit[0] < 0x80 && unit != "%":
		return " " + unit
	}
	return unit
}

func (b *builder) compoundActual(i *indicators.Indicator, t *engine.TargetResult, unknown Actual) Actual {
	var texts, machine []string
	known := 0
	for k, part := range t.Parts {
		if k >= len(t.Target.Reading.Parts) {
			break
		}
		if !part.Known {
			texts, machine = append(texts, b.say("mark.missing")), append(machine, "null")
			continue
		}
		known++
		one := b.known(i, &t.Target.Reading.Parts[k], t.Target.Text, part.Actual, true)
		texts, machine = append(texts, one.Text), append(machine, one.JSON)
	}
	if known == 0 || t.State == engine.NotApplicable {
		return unknown
	}
	all := "[" + strings.Join(machine, ", ") + "]"
	if t.State == engine.Missing {
		unknown.Partial = all
		unknown.Note = strings.Join(texts, b.say("semicolon"))
		return unknown
	}
	return Actual{JSON: all, Partial: "null", Text: strings.Join(texts, b.say("semicolon")), Known: true}
}

// gaps names the periods without a figure; a long run is shortened to its ends.
func (b *builder) gaps(gap []indicators.Period) string {
	var parts []string
	for k := 0; k < len(gap); {
		end := k
		for end+1 < len(gap) && gap[end+1] == gap[end]+1 {
			end++
		}
		switch {
		case end == k:
			parts = append(parts, gap[k].String())
		default:
			parts = append(parts, b.say("span", "from", gap[k].String(), "to", gap[end].String()))
		}
		k = end + 1
	}
	return strings.Join(parts, b.say("comma"))
}

func quoted(text string) string {
	out, _ := json.Marshal(text)
	return string(out)
}
