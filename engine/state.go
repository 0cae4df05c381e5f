package engine

import (
	"yardstick/indicators"
	"yardstick/rules"
)

// stand is the table of states in domain.md. due: the horizon's end has come.
// something: a figure counts, be it only part of the value. whole: the value can
// be judged, no period that must be reported is missing. decided: no later
// figure can change the verdict.
func stand(due, something, whole, decided bool) State {
	switch {
	case decided || due && whole:
		return Reported
	case due:
		return Missing
	case something:
		return InProgress
	}
	return NotYetDue
}

// decided reports whether the verdict of a value so far is final: a sum or a
// maximum only rises, a minimum only falls. A floor that a rising value has
// reached stays reached, a ceiling that it has broken stays broken. Only plain
// figures are decided early; everything else stays open until it is due.
func decided(p *Plan, actual rules.Quantity, v rules.Verdict) bool {
	r := p.Reading
	plain := r.Kind == indicators.Threshold || r.Kind == indicators.Range || r.Kind == indicators.Duration
	rises := p.Aggregation == indicators.Sum || p.Aggregation == indicators.Max
	falls := p.Aggregation == indicators.Min
	if !plain || r.Per != "" || v == rules.None || !rises && !falls {
		return false
	}
	switch side(r) {
	case keepsAbove:
		return rises == (v == rules.Met)
	case keepsBelow:
		return rises == (v == rules.NotMet)
	}
	// Between two ends: beyond the end towards which it moves.
	value, ok := actual.Rounded(indicators.Floor)
	if rises {
		return ok && v == rules.NotMet && value >= high(r)
	}
	return ok && v == rules.NotMet && value <= r.Value
}

// The sides on which a reading keeps an actual.
const (
	keepsAbove = iota
	keepsBelow
	keepsBetween
)

func side(r *indicators.Reading) int {
	switch {
	case r.Kind == indicators.Range || r.Op == indicators.Between || r.Op == indicators.Exactly:
		return keepsBetween
	case r.Op == indicators.AtMost || r.Op == indicators.LessThan:
		return keepsBelow
	}
	return keepsAbove
}

// high is the upper end of a range, or the one value of an exact target.
func high(r *indicators.Reading) indicators.Value {
	if r.Op == indicators.Exactly {
		return r.Value
	}
	return r.High
}
