package notation

import "yardstick/indicators"

// changeInWords reads 逐年提高, 较上年有所下降, 不低于上年水平.
func (p *parser) changeInWords(lo, hi int) (indicators.Reading, bool, *indicators.Problem) {
	r := indicators.Reading{Kind: indicators.Change, NoAmount: true}
	unknown := token{from: -1}
	hold, words := "", 0
	for i := lo; i < hi; i++ {
		k := p.tokens[i]
		switch {
		case k.has(roleBasis):
			if k.entry.arg(roleBasis) == "?" {
				unknown = k
			} else {
				r.Basis = k.entry.arg(roleBasis)
			}
		case k.has(roleThan) && i+1 < hi && p.tokens[i+1].has(roleLastYear):
		case k.has(roleHold):
			hold = k.entry.arg(roleHold)
		case k.has(roleLastYear) && i > lo && (p.tokens[i-1].has(roleThan) || p.tokens[i-1].has(roleHold)):
			r.Basis = "previous_year"
		case k.has(roleVerb) && len(k.entry.runes) > 1:
			direction := k.entry.arg(roleVerb)
			if direction == "improve" && !p.nature().less {
				direction = "up"
			}
			if direction == "improve" || r.Direction != "" && r.Direction != direction {
				return r, false, nil
			}
			r.Direction = direction
		case k.has(roleLastYear) && i == hi-1 && i == lo+1 && p.tokens[lo].has(rolePre):
			return againstLastYear(p.tokens[lo].entry.arg(rolePre))
		case k.has(roleNeg), k.has(roleNo), k.has(roleZero), p.separates(k):
			return r, false, nil
		case k.kind == plain:
			words++
		}
	}
	switch {
	case r.Basis == "" && unknown.from >= 0 && (r.Direction != "" || hold != "") && hi-lo <= 4:
		return r, false, p.problem("unknown-basis", unknown, unknown)
	case r.Basis == "":
		return r, false, nil
	case hold == "=" && (words > 0 || r.Direction != ""):
		return r, false, nil // 与上年基本持平
	case hold == "=":
		hold = map[bool]string{false: ">=", true: "<="}[p.nature().less]
		fallthrough
	case hold != "":
		r.Op, r.Direction, r.Unit, r.NoAmount = indicators.Op(hold), "up", "%", false
		return r, true, nil
	case r.Direction == "":
		return r, false, nil
	}
	return r, true, nil
}

// againstLastYear reads 不低于上年 as a change of at least 0.
func againstLastYear(op string) (indicators.Reading, bool, *indicators.Problem) {
	r := indicators.Reading{Kind: indicators.Change, Basis: "previous_year", Direction: "up", Unit: "%"}
	switch indicators.Op(op) {
	case indicators.AtLeast, indicators.AtMost:
		r.Op = indicators.Op(op)
	case indicators.MoreThan:
		r.NoAmount, r.Unit = true, ""
	case indicators.LessThan:
		r.NoAmount, r.Unit, r.Direction = true, "", "down"
	default:
		return r, false, nil
	}
	return r, true, nil
}
