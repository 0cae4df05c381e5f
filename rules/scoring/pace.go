package scoring

import (
	"math/big"
	"strings"

	"yardstick/indicators"
	"yardstick/rules"
)

// Light is a pace light; it comes with a word and a shape, never colour alone.
type Light string

// The lights, worst first. NoLight is shown as nothing.
const (
	NoLight Light = ""
	Red     Light = "red"
	Yellow  Light = "yellow"
	Green   Light = "green"
	Blue    Light = "blue"
)

// PaceInput is what the pace of a target depends on besides its facts.
type PaceInput struct {
	Aggregation indicators.Aggregation
	Level2      string
	MonthsGone  int // of the horizon, through the evaluated period
	Months      int // of the whole horizon
	SomeDue     bool
}

// Pace returns the light of a target (绩效运行监控). A floor on a sum is held
// against the share of the horizon gone; ceilings, other aggregations and the
// categories that the method names are inside (green) or outside (red);
// qualitative targets show their tier. Nothing reported shows no light.
func (m *Method) Pace(r *indicators.Reading, f rules.Facts, o rules.Outcome, in PaceInput) Light {
	switch {
	case r.Kind == indicators.Compound:
		return m.jointPace(r, f, o, in)
	case o.Missing && !f.Known || !f.Known && len(f.Periods) == 0:
		return NoLight
	case o.ByRule || !m.prorated(r, in):
		return byVerdict(o.Verdict)
	case (r.Kind == indicators.Range || r.Op == indicators.Between) && o.Verdict == rules.NotMet && compare(f.Actual, r.High) >= 0:
		return Red
	case compare(f.Actual, 0) == 0:
		if in.SomeDue {
			return Red
		}
		return NoLight
	case in.MonthsGone <= 0:
		return NoLight
	}
	share := f.Actual.Millionths()
	share.Mul(share, big.NewRat(int64(in.Months), int64(in.MonthsGone)))
	return m.Bands.Targets.light(share.Quo(share, new(big.Rat).SetInt64(int64(r.Value))))
}

// prorated reports whether the target is a floor that a sum climbs to.
func (m *Method) prorated(r *indicators.Reading, in PaceInput) bool {
	climbs := r.Kind == indicators.Range ||
		r.Kind == indicators.Threshold && (r.Op == indicators.AtLeast || r.Op == indicators.MoreThan || r.Op == indicators.Exactly)
	return climbs && r.Per == "" && r.Value > 0 && in.Aggregation == indicators.Sum &&
		!holdsAny(strings.ToLower(in.Level2), m.Bands.Whole)
}

func byVerdict(v rules.Verdict) Light {
	switch v {
	case rules.Met:
		return Green
	case rules.PartlyMet:
		return Yellow
	case rules.NotMet:
		return Red
	}
	return NoLight
}

// jointPace is the worst light of the parts, or the best where any will do.
func (m *Method) jointPace(r *indicators.Reading, f rules.Facts, o rules.Outcome, in PaceInput) Light {
	light := NoLight
	for i := range r.Parts {
		if i >= len(f.Parts) || i >= len(o.Parts) {
			break
		}
		part := m.Pace(&r.Parts[i], f.Parts[i], o.Parts[i], in)
		if r.Logic == "any" {
			light = best(light, part)
		} else {
			light = Worst(light, part)
		}
	}
	return light
}

// MoneyPace returns the light of spending: spent share ÷ time share. It shows
// none without a budget or before any time is gone.
func (m *Method) MoneyPace(spent, budget indicators.Value, monthsGone, months int) Light {
	if budget <= 0 || monthsGone <= 0 || months <= 0 {
		return NoLight
	}
	share := big.NewRat(int64(spent), int64(budget))
	return m.Bands.Money.light(share.Mul(share, big.NewRat(int64(months), int64(monthsGone))))
}

// light places a share of what was asked for.
func (c Cuts) light(share *big.Rat) Light {
	percent := share.Mul(share, new(big.Rat).SetInt64(100*int64(indicators.One)))
	below := func(cut indicators.Value) bool { return percent.Cmp(new(big.Rat).SetInt64(int64(cut))) < 0 }
	switch {
	case below(c.Red):
		return Red
	case below(c.Yellow):
		return Yellow
	case c.Green == 0 || below(c.Green):
		return Green
	}
	return Blue
}

// ranks orders lights; NoLight stands aside.
var ranks = map[Light]int{Red: 1, Yellow: 2, Green: 3, Blue: 4}

// Worst returns the worse of two lights; NoLight gives way to any other.
func Worst(a, b Light) Light {
	switch {
	case a == NoLight:
		return b
	case b == NoLight || ranks[a] <= ranks[b]:
		return a
	}
	return b
}

func best(a, b Light) Light {
	if ranks[a] >= ranks[b] {
		return a
	}
	return b
}
