package reports

import (
	"slices"
	"strings"

	"yardstick/engine"
	"yardstick/indicators"
	"yardstick/rules"
)

// Of many shortfalls a sentence names the few that cost most.
const mostNamed = 2

// sentences say what matters: how many targets are met, where the largest shortfalls
// are, what was not reported.
func (b *builder) sentences() []string {
	c := b.standing.Counts
	if c.Targets == 0 {
		return []string{b.say("sentence.no-targets")}
	}
	clauses := []string{b.metClause(c)}
	if b.many() {
		clauses = append(clauses, b.manyClauses()...)
	} else {
		clauses = append(clauses, b.shortfalls()...)
		clauses = append(clauses, b.unreported()...)
	}
	out := []string{strings.Join(clauses, b.say("semicolon")) + b.say("stop")}
	if b.e.Programme.Illustrative {
		out = append(out, b.say("illustrative.sentence"))
	}
	return out
}

// metClause says how many targets are met; of the year's, where there are others.
func (b *builder) metClause(c engine.Counts) string {
	code := "sentence.met"
	switch {
	case c.Met == c.Targets:
		code = "sentence.all-met"
	case c.NotApplicable == c.Targets:
		code = "sentence.none-applies"
	case c.NotYetDue+c.InProgress+c.NotApplicable == c.Targets:
		code = "sentence.none-due"
	}
	if b.standing.Terms.Targets > 0 {
		code += ".annual"
	}
	return b.say(code, "met", itoa(c.Met), "n", itoa(c.Targets))
}

// shortfalls names the targets that were missed, those that cost most points first.
func (b *builder) shortfalls() []string {
	missed := b.targets(func(t *engine.TargetResult) bool {
		return t.State != engine.Missing && (t.Verdict == rules.NotMet || t.Verdict == rules.PartlyMet)
	})
	var out []string
	more, accepted := 0, 0
	for k, t := range missed {
		switch {
		case k < mostNamed && t.State == engine.DeviationAccepted:
			out = append(out, b.say("sentence.accepted", "clause", b.shortfall(t)))
		case k < mostNamed:
			out = append(out, b.shortfall(t))
		case t.State == engine.DeviationAccepted:
			accepted++
		default:
			more++
		}
	}
	if more > 0 {
		out = append(out, b.say("sentence.more-missed", "n", itoa(more)))
	}
	if accepted > 0 {
		out = append(out, b.say("sentence.accepted-count", "n", itoa(accepted)))
	}
	return out
}

func (b *builder) shortfall(t *engine.TargetResult) string {
	r := &t.Target.Reading
	name := b.named(t)
	if r.Kind == indicators.Threshold || r.Kind == indicators.Duration {
		difference := r.Value - t.Actual
		text := b.amountOf(b.amount(t, max(difference, -difference)), r.Unit)
		switch {
		case difference > 0 && (r.Op == indicators.AtLeast || r.Op == indicators.MoreThan):
			return b.say("sentence.short", "name", name, "amount", text)
		case difference < 0 && (r.Op == indicators.AtMost || r.Op == indicators.LessThan):
			return b.say("sentence.over", "name", name, "amount", text)
		}
	}
	return b.say("sentence.missed", "name", name, "state", b.mark(shapeOf(t)).Word)
}

// amount is a difference as people read it, of a quotient to two decimals; what is
// missing is never nothing.
func (b *builder) amount(t *engine.TargetResult, difference indicators.Value) string {
	switch {
	case t.Quantity.IsPlain():
		return difference.Grouped()
	case difference < indicators.One/200:
		return decimals(difference, 2, indicators.Ceiling)
	}
	return decimals(difference, 2, indicators.HalfUp)
}

// amountOf is an amount with its unit; the difference of two percentages is in
// percentage points.
func (b *builder) amountOf(amount, unit string) string {
	if unit == "%" {
		return b.say("percentage-points", "n", amount)
	}
	return strings.TrimSpace(amount + " " + unit)
}

// unreported names what is due and was not reported.
func (b *builder) unreported() []string {
	missing := b.targets(func(t *engine.TargetResult) bool { return t.State == engine.Missing })
	var names []string
	for k, t := range missing {
		if k == mostNamed {
			return []string{b.say("sentence.missing-more", "names", strings.Join(names, b.say("comma")), "n", itoa(len(missing)))}
		}
		names = append(names, b.named(t))
	}
	if len(names) == 0 {
		return nil
	}
	return []string{b.say("sentence.missing", "names", strings.Join(names, b.say("comma")))}
}

// targets lists the annual targets for which the question is true, those that lost
// most points first, ties in published order.
func (b *builder) targets(is func(*engine.TargetResult) bool) []*engine.TargetResult {
	var out []*engine.TargetResult
	for _, a := range b.assignments {
		for _, r := range a.Indicators {
			for _, t := range r.Targets {
				if t.Target.Horizon == indicators.Annual && is(t) {
					out = append(out, t)
				}
			}
		}
	}
	slices.SortStableFunc(out, func(x, y *engine.TargetResult) int {
		return int((y.Weight - y.Points) - (x.Weight - x.Points))
	})
	return out
}

// named is an indicator in a sentence: its name without the unit in brackets.
func (b *builder) named(t *engine.TargetResult) string {
	i := t.Target.Indicator
	name := strings.TrimSpace(i.Name)
	for _, bracketed := range []string{"（" + i.Unit + "）", "(" + i.Unit + ")"} {
		name = strings.TrimSpace(strings.TrimSuffix(name, bracketed))
	}
	switch {
	case b.ofIndicator() && len(b.results) > 1:
		return b.regionName(i.Assignment.Region)
	case len(b.assignments) > 1 && b.scope.Kind != CityScope:
		return b.regionName(i.Assignment.Region) + b.say("dot") + name
	}
	return name
}

// manyClauses speak of regions and projects where single targets are too many.
func (b *builder) manyClauses() []string {
	c := b.standing.Counts
	var out []string
	for _, one := range []struct {
		code string
		n    int
	}{{"not-met", c.NotMet}, {"partly-met", c.PartlyMet}, {"accepted", c.AcceptedDeviation}, {"missing", c.Missing}} {
		if one.n > 0 {
			out = append(out, b.say("sentence."+one.code+"-count", "n", itoa(one.n)))
		}
	}
	var best, worst *engine.Standing
	for _, s := range b.members() {
		if s.Scored && (best == nil || s.Score > best.Score) {
			best = s
		}
		if s.Scored && (worst == nil || s.Score < worst.Score) {
			worst = s
		}
	}
	if best != nil && best.Score > worst.Score {
		out = append(out, b.say("sentence.extremes", "best", b.regionName(regionOf(best)), "high", best.Score.String(),
			"worst", b.regionName(regionOf(worst)), "low", worst.Score.String()))
	}
	return out
}

// members are the regions that a project's or a programme's card compares.
func (b *builder) members() []*engine.Standing {
	if b.scope.Kind == ProgrammeScope {
		return cities(b.e)
	}
	out := make([]*engine.Standing, len(b.assignments))
	for k, a := range b.assignments {
		out[k] = &a.Standing
	}
	return out
}

// regionOf is the region's code: a standing's id, or the last part of an assignment's.
func regionOf(s *engine.Standing) string { return s.ID[strings.LastIndexByte(s.ID, '/')+1:] }
