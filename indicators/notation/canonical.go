package notation

import (
	"strings"

	"yardstick/indicators"
)

// Canonical prints a reading in the notation, so that Read reads it back to the
// same reading but for what was assumed: the printed form states it. Units that
// no list knows, and labels, stand between quotes.
func Canonical(r indicators.Reading, l indicators.Language) string {
	var b strings.Builder
	w := canon{&b, l == indicators.English}
	w.reading(r)
	return b.String()
}

// canon writes readings in one language.
type canon struct {
	*strings.Builder
	english bool
}

// say writes the Chinese or the English form.
func (w canon) say(zh, en string) {
	if w.english {
		zh = en
	}
	w.WriteString(zh)
}

func (w canon) reading(r indicators.Reading) {
	switch r.Kind {
	case indicators.Truth:
		if r.Value != 0 {
			w.say("是", "yes")
		} else {
			w.say("否", "no")
		}
	case indicators.Grade:
		w.WriteString("≥" + r.Grade)
	case indicators.Narrative:
		w.say("按文字评定", "assessed in words")
	case indicators.Compound:
		w.parts(r)
	case indicators.Deadline:
		w.deadline(r)
	case indicators.Change:
		w.change(r)
	default:
		w.every(r.Per)
		w.amount(r)
	}
}

func (w canon) every(per indicators.Frequency) {
	switch per {
	case indicators.Weekly:
		w.say("每周", "every week ")
	case indicators.Monthly:
		w.say("每月", "every month ")
	case indicators.Quarterly:
		w.say("每季度", "every quarter ")
	case indicators.HalfYearly:
		w.say("每半年", "every six months ")
	case indicators.Yearly:
		w.say("每年", "every year ")
	}
}

var signs = map[indicators.Op]string{indicators.AtLeast: "≥", indicators.MoreThan: ">", indicators.AtMost: "≤",
	indicators.LessThan: "<", indicators.Exactly: "="}

func (w canon) amount(r indicators.Reading) {
	switch {
	case r.Kind == indicators.Range:
		w.between(r)
		return
	case r.Kind == indicators.Duration && r.Window.IsZero():
		w.say("", "within ")
		w.figure(r.Value, r.Unit)
		w.say("内", "")
		return
	case r.Kind == indicators.Duration:
		w.figure(r.Value, r.Unit)
	case r.Baseline != nil:
		w.say("由", "from ")
		w.figure(*r.Baseline, r.Unit)
		if r.Value > *r.Baseline {
			w.say("提高到", " increase to ")
		} else {
			w.say("降至", " reduce to ")
		}
		w.WriteString(signs[r.Op])
		w.figure(r.Value, r.Unit)
	default:
		w.WriteString(signs[r.Op])
		w.figure(r.Value, r.Unit)
	}
	if !r.Window.IsZero() {
		w.WriteString("（" + r.Window.From.String() + "至" + r.Window.To.String() + "）")
	}
}

// between writes both ends with their signs: ≥3个且<5个.
func (w canon) between(r indicators.Reading) {
	low, high := "≥", "≤"
	if r.Open == "lo" || r.Open == "both" {
		low = ">"
	}
	if r.Open == "hi" || r.Open == "both" {
		high = "<"
	}
	if r.Value == r.High {
		w.figure(r.Value, r.Unit)
		w.WriteString("±0")
		return
	}
	w.WriteString(low)
	w.figure(r.Value, r.Unit)
	w.say("且", " and ")
	w.WriteString(high)
	w.figure(r.High, r.Unit)
}

// figure writes a number with its unit; a unit that would be read otherwise (万亩
// folds, 家（次） ends early) stands between quotes.
func (w canon) figure(v indicators.Value, unit string) {
	w.WriteString(v.String())
	switch {
	case unit == "":
	case indicators.KnownUnit(unit) && unit != "月" && unit != "日" && !strings.ContainsAny(unit, "¥$€£￥"):
		if isLetter(fold([]rune(unit)[0])) {
			w.WriteString(" ")
		}
		w.WriteString(unit)
	default:
		w.WriteString("“" + unit + "”")
	}
}

func (w canon) deadline(r indicators.Reading) {
	day := indicators.DateOf(r.Value)
	w.every(r.Per)
	switch {
	case !r.Window.IsZero():
		w.WriteString(r.Window.From.String() + "至" + r.Window.To.String())
	case r.Op == indicators.AtLeast:
		w.say("不早于", "not before ")
		w.WriteString(day.String())
	case r.Op == indicators.LessThan:
		w.say("早于", "earlier than ")
		w.WriteString(day.String())
	case r.Op == indicators.MoreThan:
		w.say("晚于", "later than ")
		w.WriteString(day.String())
	default:
		w.say("不晚于", "no later than ")
		w.WriteString(day.String())
	}
}

func (w canon) change(r indicators.Reading) {
	w.every(r.Per)
	switch {
	case r.Baseline != nil:
		w.say("由", "from ")
		base := r.Unit
		if base == "个百分点" || base == "%" {
			base = map[bool]string{true: "%", false: "“基期单位”"}[r.Unit == "个百分点"]
		}
		w.figure(*r.Baseline, strings.Trim(base, "“”"))
		w.say("", " ")
	case r.Basis == "previous_year":
		w.say("较上年", "compared with last year ")
	case r.Basis == "baseline" || r.Basis == "":
		w.say("较基期", "compared with baseline ")
	default:
		w.say("较"+r.Basis+"年", "compared with "+r.Basis+" ")
	}
	if r.Direction == "up" {
		w.say("提高", "increase by ")
	} else {
		w.say("降低", "reduce by ")
	}
	if r.NoAmount {
		return
	}
	if r.Op == indicators.Between {
		w.between(r)
		return
	}
	w.WriteString(signs[r.Op])
	w.figure(r.Value, r.Unit)
}

// parts writes the parts of a compound, each with its label between quotes.
func (w canon) parts(r indicators.Reading) {
	for i, part := range r.Parts {
		if i > 0 {
			if r.Logic == "any" {
				w.say("；或", "; or ")
			} else {
				w.WriteString("；")
			}
		}
		if part.Label != "" {
			w.WriteString("“" + quotes.Replace(part.Label) + "”")
		}
		if part.Kind != indicators.Narrative || part.Label == "" {
			w.reading(part)
		}
	}
}
