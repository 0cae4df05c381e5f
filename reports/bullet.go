package reports

import (
	"yardstick/engine"
	"yardstick/indicators"
)

// A bullet's track ends at 130 % of its target.
const (
	trackPercent = 130
	tickAt       = Whole * 100 / trackPercent
)

// bullet draws a number against a number; nil for what is neither.
func (b *builder) bullet(i *indicators.Indicator, t *engine.TargetResult) *Bullet {
	r := &t.Target.Reading
	switch r.Kind {
	case indicators.Threshold, indicators.Duration, indicators.Range:
	case indicators.Change:
		return b.completionBullet(t)
	default:
		return nil
	}
	out := &Bullet{
		Known: t.Known && t.State != engine.Missing && t.State != engine.NotApplicable,
		Shape: shapeOf(t), Thin: t.Target.Horizon == indicators.Term, Scale: itoa(trackPercent) + "%",
		Ceiling: r.Op == indicators.AtMost || r.Op == indicators.LessThan,
	}
	top := r.Value
	if r.Kind == indicators.Range {
		top = r.High
	}
	end, _ := indicators.MulDiv(int64(top), trackPercent, 100, indicators.HalfUp)
	if end <= 0 { // a target of 0: whatever exceeds it fills the track
		end = max(int64(t.Actual), int64(indicators.One))
	}
	track := indicators.Value(end)
	if r.Kind == indicators.Range {
		out.Ticks = []Share{share(r.Value, track), share(r.High, track)}
	} else {
		out.Ticks = []Share{share(r.Value, track)}
	}
	if !out.Ceiling && r.Value > 0 {
		out.Bands = []Share{tickAt * 60 / 100, tickAt * 80 / 100}
	}
	b.fillBullet(out, i, t, track)
	return out
}

// fillBullet puts the actual's bar on the track, or the word that stands for it.
func (b *builder) fillBullet(out *Bullet, i *indicators.Indicator, t *engine.TargetResult, track indicators.Value) {
	actual := b.actual(i, t).Text
	if !out.Known {
		out.Word = b.unknownWord(t)
		out.Describe = b.say("bullet.unknown", "target", t.Target.Text, "state", actual)
		return
	}
	out.Bar = share(t.Actual, track)
	out.Beyond = t.Actual > track
	out.Describe = b.say("bullet", "actual", actual, "target", t.Target.Text)
}

// completionBullet draws the share of a required change that was reached.
func (b *builder) completionBullet(t *engine.TargetResult) *Bullet {
	out := &Bullet{
		Shape: shapeOf(t), Thin: t.Target.Horizon == indicators.Term, Scale: itoa(trackPercent) + "%",
		Ticks: []Share{tickAt}, Bands: []Share{tickAt * 60 / 100, tickAt * 80 / 100},
	}
	if t.Completion == nil || t.State == engine.Missing {
		out.Word = b.unknownWord(t)
		out.Describe = b.say("bullet.unknown", "target", t.Target.Text, "state", b.mark(shapeOf(t)).Word)
		return out
	}
	out.Known = true
	out.Bar = share(*t.Completion, trackPercent*indicators.One)
	out.Beyond = *t.Completion > trackPercent*indicators.One
	out.Describe = b.say("bullet", "actual", percent(*t.Completion), "target", t.Target.Text)
	return out
}

// unknownWord stands in an empty track: 未报，不以 0 展示, or the state's word.
func (b *builder) unknownWord(t *engine.TargetResult) string {
	if t.State == engine.Missing {
		return b.say("missing.bar")
	}
	return b.mark(shapeOf(t)).Word
}

// chips are the rungs of what is not a number, low to high; nil for numbers.
func (b *builder) chips(t *engine.TargetResult) []Chip {
	r := &t.Target.Reading
	known := t.Known && t.State != engine.Missing && t.State != engine.NotApplicable
	percent, isTier := t.Actual.Tier()
	var words []string
	target, chosen := 0, -1
	switch r.Kind {
	case indicators.Truth:
		words, target, chosen = []string{b.say("no"), b.say("yes")}, truth(r.Value), truth(t.Actual)
	case indicators.Deadline:
		words, target, chosen = []string{b.say("late"), b.say("on-time")}, 1, truth(indicators.YesNo(t.Actual <= r.Value))
	case indicators.Grade, indicators.Narrative:
		words, target = r.Scale, r.Rung
		if r.Kind == indicators.Narrative || len(words) == 0 || known && isTier {
			words, target = []string{b.say("tier.not_met"), b.say("tier.partly_met"), b.say("tier.met")}, 2
			chosen = tierIndex[b.tierOf(percent)]
		} else {
			chosen = int(t.Actual / indicators.One)
		}
	default:
		return nil
	}
	if !known {
		chosen = -1
	}
	chips := make([]Chip, len(words))
	for k, word := range words {
		chips[k] = Chip{Word: word, Chosen: k == chosen, Target: k == target}
		if k == chosen {
			chips[k].Shape = shapeOf(t)
		}
	}
	return chips
}

var tierIndex = map[string]int{"not_met": 0, "partly_met": 1, "met": 2}

func truth(v indicators.Value) int {
	if v != 0 {
		return 1
	}
	return 0
}

// spark is the trend of an indicator's figures; nil where the figures are no numbers
// or fewer than two periods have passed.
func (b *builder) spark(r *engine.IndicatorResult) *Spark {
	if len(r.Targets) == 0 || !numeric(&r.Targets[0].Target.Reading) {
		return nil
	}
	var known []indicators.Value
	series := past(r.Series, b.e.Through)
	for _, p := range series {
		if p.Known {
			known = append(known, p.Value)
		}
	}
	if len(series) < 2 || len(known) == 0 {
		return nil
	}
	low, high := known[0], known[0]
	for _, v := range known {
		low, high = min(low, v), max(high, v)
	}
	out := &Spark{}
	for k, p := range series {
		point := SparkPoint{Period: p.Period, X: Whole * Share(k) / Share(len(series)-1), Known: p.Known, Due: p.Due}
		if p.Known {
			point.Y, point.Text = Whole/2, p.Value.Grouped()
			if high > low {
				point.Y = share(p.Value-low, high-low)
			}
		} else if p.Due {
			point.Text = b.say("mark.missing")
		}
		out.Points = append(out.Points, point)
	}
	out.Describe = b.say("spark", "from", series[0].Period.String(), "to", series[len(series)-1].Period.String(),
		"low", low.Grouped(), "high", high.Grouped(), "known", itoa(len(known)), "all", itoa(len(series)))
	return out
}

// past cuts a series at the last period that counts.
func past(series []engine.PeriodFigure, through indicators.Period) []engine.PeriodFigure {
	for k, p := range series {
		if p.Period > through {
			return series[:k]
		}
	}
	return series
}

// numeric reports whether the figures of a reading are amounts.
func numeric(r *indicators.Reading) bool {
	switch r.Kind {
	case indicators.Threshold, indicators.Range, indicators.Change, indicators.Duration:
		return true
	}
	return false
}
