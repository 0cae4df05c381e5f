package indicators

import "strings"

// Says is the reading as a sentence without a full stop: 不少于 85,000 家次, at
// least 85,000 家次. What was assumed is not in it.
func (r Reading) Says(l Language) string {
	text := r.saysOnce(l)
	if r.Per != "" {
		text = l.Say("says.per."+string(r.Per), Args{"what": text})
	}
	return text
}

func (r Reading) saysOnce(l Language) string {
	switch r.Kind {
	case Truth:
		if r.Value != 0 {
			return l.Say("says.yes", nil)
		}
		return l.Say("says.no", nil)
	case Grade:
		return l.Say("says.grade", Args{"grade": r.Grade, "scale": strings.Join(r.Scale, " ‹ ")})
	case Narrative:
		return l.Say("says.narrative", nil)
	case Deadline:
		return r.saysDeadline(l)
	case Change:
		return r.saysChange(l)
	case Compound:
		return r.saysCompound(l)
	}
	text := r.saysAmount(l)
	if r.Baseline != nil {
		text = l.Say("says.from", Args{"base": r.figure(*r.Baseline), "what": text})
	}
	if !r.Window.IsZero() {
		text = l.Say("says.window", Args{"what": text, "from": r.Window.From.String(), "to": r.Window.To.String()})
	}
	return text
}

// figure is a number with separators and its unit; signs such as % stand close.
func (r Reading) figure(v Value) string {
	switch {
	case r.Unit == "":
		return v.Grouped()
	case r.Unit == "%" || r.Unit == "‰" || strings.HasPrefix(r.Unit, "/"):
		return v.Grouped() + r.Unit
	}
	return v.Grouped() + " " + r.Unit
}

var opSentence = map[Op]string{AtLeast: "says.at-least", MoreThan: "says.more-than", AtMost: "says.at-most",
	LessThan: "says.less-than", Exactly: "says.exactly"}

func (r Reading) saysAmount(l Language) string {
	if r.Kind == Range || r.Op == Between {
		open := r.Open
		if open == "" {
			open = "none"
		}
		return l.Say("says.between."+open, Args{"low": r.figure(r.Value), "high": r.figure(r.High)})
	}
	return l.Say(opSentence[r.Op], Args{"value": r.figure(r.Value)})
}

func (r Reading) saysDeadline(l Language) string {
	code := map[Op]string{AtLeast: "says.not-before", MoreThan: "says.after", LessThan: "says.before"}[r.Op]
	if code == "" {
		code = "says.by"
	}
	text := l.Say(code, Args{"date": DateOf(r.Value).String()})
	if !r.Window.IsZero() {
		text = l.Say("says.window", Args{"what": text, "from": r.Window.From.String(), "to": r.Window.To.String()})
	}
	return text
}

func (r Reading) saysChange(l Language) string {
	basis := l.Say("says.basis.year", Args{"year": r.Basis})
	if r.Basis == "previous_year" || r.Basis == "baseline" || r.Basis == "" {
		code := "previous_year"
		if r.Basis == "baseline" {
			code = "baseline"
		}
		basis = l.Say("says.basis."+code, nil)
	}
	if r.Baseline != nil {
		basis = l.Say("says.basis.value", Args{"value": r.Baseline.Grouped()})
	}
	if r.NoAmount {
		return l.Say("says.change."+r.Direction, Args{"basis": basis})
	}
	return l.Say("says.change."+r.Direction+".by", Args{"basis": basis, "size": r.saysAmount(l)})
}

func (r Reading) saysCompound(l Language) string {
	parts := make([]string, len(r.Parts))
	for i, part := range r.Parts {
		parts[i] = part.Says(l)
		if part.Label != "" {
			parts[i] = l.Say("says.part", Args{"label": part.Label, "what": parts[i]})
		}
	}
	return l.Say("says."+r.Logic, Args{"parts": strings.Join(parts, l.Say("says.and", nil))})
}
