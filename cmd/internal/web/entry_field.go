package web

import (
	"yardstick/engine"
	"yardstick/indicators"
)

// fieldView is where a figure is typed or chosen.
type fieldView struct {
	Kind    string // text, choice
	Label   string // the row's, for those who cannot see the table
	Value   string
	Options []optionView // of a choice; of a text what it may be
	Numeric bool         // a keyboard of digits will do
	Hint    string
}

// optionView is one choice.
type optionView struct {
	Value, Label string
	Chosen       bool
}

// yes and no are what a choice of them sends, in either language.
const yes, no = "是", "否"

// fieldText is a figure as its field holds it.
func fieldText(l *engine.Line, o *engine.Observation) string {
	r := &l.Reading
	switch {
	case r.Kind == indicators.Truth && o.Value != 0:
		return yes
	case r.Kind == indicators.Truth:
		return no
	case r.Kind == indicators.Grade:
		rung := int(o.Value / indicators.One)
		if _, assessed := o.Value.Tier(); !assessed && rung >= 0 && rung < len(r.Scale) {
			return r.Scale[rung]
		}
	}
	return o.Text
}

// field is the field of a row, holding a text.
func (m *sheetMaker) field(l *engine.Line, text string) fieldView {
	r := &l.Reading
	f := fieldView{Kind: "text", Value: text}
	switch r.Kind {
	case indicators.Truth:
		f.choose(text, m.say("entry.none"), optionView{Value: yes, Label: m.say("entry.yes")}, optionView{Value: no, Label: m.say("entry.no")})
	case indicators.Grade:
		var options []optionView
		for n := len(r.Scale) - 1; n >= 0; n-- {
			options = append(options, optionView{Value: r.Scale[n], Label: r.Scale[n]})
		}
		f.choose(text, m.say("entry.none"), options...)
	case indicators.Narrative:
		f.Hint = m.say("entry.hint.tier")
		for _, tier := range []string{"达成", "部分达成 70%", "未达成 30%"} {
			f.Options = append(f.Options, optionView{Value: tier, Label: tier})
		}
	case indicators.Deadline:
		f.Hint = m.say("entry.hint.date")
	case indicators.Change:
		f.Hint = m.say("entry.hint.change")
	default:
		f.Numeric = true
	}
	return f
}

// choose makes the field a choice. A text that is none of the choices, an assessed
// tier, becomes one.
func (f *fieldView) choose(text, none string, options ...optionView) {
	f.Kind = "choice"
	f.Options = append([]optionView{{Label: none}}, options...)
	found := false
	for n := range f.Options {
		f.Options[n].Chosen = f.Options[n].Value == text
		found = found || f.Options[n].Chosen
	}
	if !found {
		f.Options = append(f.Options, optionView{Value: text, Label: text, Chosen: true})
	}
}
