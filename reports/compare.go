package reports

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"yardstick/engine"
	"yardstick/indicators"
)

// Compare says what changed from one side to the other. Both are of the same scope: the
// caller sees to that.
func Compare(before, after Side, l indicators.Language) *Difference {
	c := comparison{l: l}
	d := &Difference{
		Language: l, Title: after.Title, Heading: c.say("title"), Stamps: append([]string{}, after.Stamps...),
		Before: c.side(before), After: c.side(after), Members: []Moved{}, Targets: []Changed{}, Heads: c.heads(),
	}
	d.Whole, _ = c.moved(&before.Whole, &after.Whole)
	c.members(d, before.Members, after.Members)
	c.targets(d, before.Targets, after.Targets)
	d.Sentence = c.sentence(d)
	return d
}

// comparison words a difference.
type comparison struct{ l indicators.Language }

func (c comparison) say(code string, pairs ...string) string {
	args := indicators.Args{}
	for k := 0; k+1 < len(pairs); k += 2 {
		args[pairs[k]] = pairs[k+1]
	}
	return c.l.Say("difference."+code, args)
}

func (c comparison) side(s Side) DifferenceSide {
	o := s.Origin
	return DifferenceSide{Through: o.Through, AsOf: o.AsOf, Method: o.Method, Definition: o.Definition, Fingerprint: o.Fingerprint,
		Text: c.say("side", "through", o.Through, "as_of", minutes(o.AsOf), "method", o.Method, "definition", o.Definition, "hex", o.Fingerprint[:min(12, len(o.Fingerprint))])}
}

// minutes shortens an instant for people: 2021-10-31 23:59.
func minutes(instant string) string {
	day, clock, _ := strings.Cut(instant, "T")
	return strings.TrimSpace(day + " " + clock[:min(5, len(clock))])
}

func (c comparison) heads() DifferenceHeads {
	return DifferenceHeads{Members: c.say("members"), Targets: c.say("targets"), Name: c.say("name"), Score: c.say("score"), Change: c.say("change"),
		Coverage: c.say("coverage"), Place: c.say("place"), Target: c.say("target"), Actual: c.say("actual"), Verdict: c.say("verdict"), Points: c.say("points")}
}

func (c comparison) members(d *Difference, before, after []Member) {
	was := map[string]*Member{}
	for k := range before {
		was[before[k].Kind+" "+before[k].ID] = &before[k]
	}
	for k := range after {
		key := after[k].Kind + " " + after[k].ID
		if moved, changed := c.moved(was[key], &after[k]); changed {
			d.Members = append(d.Members, moved)
		}
		delete(was, key)
	}
	for k := range before {
		if was[before[k].Kind+" "+before[k].ID] != nil {
			moved, _ := c.moved(&before[k], nil)
			d.Members = append(d.Members, moved)
		}
	}
}

func (c comparison) moved(before, after *Member) (Moved, bool) {
	one := after
	if one == nil {
		one = before
	}
	out := Moved{Kind: one.Kind, ID: one.ID, Name: one.Name, Before: movedSide(before), After: movedSide(after)}
	var scores, coverages, places [2]string
	for k, side := range []*Member{before, after} {
		scores[k], coverages[k], places[k] = "—", "—", "—"
		if side == nil {
			continue
		}
		if side.Score != nil {
			scores[k] = strings.TrimSpace(side.Score.String() + " " + side.Grade)
		}
		if side.Coverage != nil {
			coverages[k] = side.Coverage.String() + "%"
		}
		if side.Place > 0 {
			places[k] = itoa(side.Place)
		}
	}
	out.ScoreText, out.CoverageText, out.PlaceText = arrow(scores), arrow(coverages), arrow(places)
	if before != nil && after != nil && before.Score != nil && after.Score != nil {
		change := *after.Score - *before.Score
		out.Change, out.ChangeText = &change, signedPoints(change)
	}
	return out, scores[0] != scores[1] || coverages[0] != coverages[1] || places[0] != places[1] || before == nil || after == nil
}

func movedSide(m *Member) *MovedSide {
	if m == nil {
		return nil
	}
	return &MovedSide{m.Score, m.Grade, m.Coverage, m.Place}
}

// arrow is both texts, or the one where they are the same.
func arrow(texts [2]string) string {
	if texts[0] == texts[1] {
		return texts[0]
	}
	return texts[0] + " → " + texts[1]
}

func signedPoints(h indicators.Hundredths) string {
	switch {
	case h > 0:
		return "+" + h.String()
	case h == 0:
		return ""
	}
	return h.String()
}

func (c comparison) targets(d *Difference, before, after []SideTarget) {
	key := func(t *SideTarget) string { return t.ID + " " + string(t.Horizon) }
	was := map[string]*SideTarget{}
	for k := range before {
		was[key(&before[k])] = &before[k]
	}
	for k := range after {
		if one := c.changed(was[key(&after[k])], &after[k]); len(one.What) > 0 {
			d.Targets = append(d.Targets, one)
		} else {
			d.Alike++
		}
		delete(was, key(&after[k]))
	}
	for k := range before {
		if was[key(&before[k])] != nil {
			d.Targets = append(d.Targets, c.changed(&before[k], nil))
		}
	}
}

func (c comparison) changed(before, after *SideTarget) Changed {
	one := after
	if one == nil {
		one = before
	}
	out := Changed{ID: one.ID, Region: one.Region, Name: one.Name, Horizon: one.Horizon, Before: changedSide(before), After: changedSide(after),
		Mark: c.mark(one)}
	switch {
	case before == nil:
		out.What = []ChangeKind{TargetAdded}
	case after == nil:
		out.What = []ChangeKind{TargetRemoved}
	default:
		out.What = whatChanged(before, after)
		if before.Points != nil && after.Points != nil {
			change := *after.Points - *before.Points
			out.Points = &change
		}
	}
	var texts, actuals, verdicts, points [2]string
	for k, side := range []*SideTarget{before, after} {
		if side == nil {
			texts[k], actuals[k], verdicts[k], points[k] = "—", "—", "—", "—"
			continue
		}
		texts[k], actuals[k], verdicts[k], points[k] = strings.TrimSpace(side.Text), c.actual(side), c.mark(side).Word, earnedOf(side)
	}
	out.TargetText, out.ActualText, out.VerdictText, out.PointsText = arrow(texts), arrow(actuals), arrow(verdicts), arrow(points)
	return out
}

func whatChanged(before, after *SideTarget) []ChangeKind {
	var out []ChangeKind
	for kind, differs := range map[ChangeKind]bool{
		TargetChanged:  before.Text != after.Text || before.Expr != after.Expr,
		ActualChanged:  before.Actual != after.Actual || before.Partial != after.Partial,
		VerdictChanged: before.State != after.State || before.Verdict != after.Verdict,
		PointsChanged:  !equal(before.Points, after.Points) || !equal(before.Weight, after.Weight),
	} {
		if differs {
			out = append(out, kind)
		}
	}
	slices.Sort(out)
	return out
}

func equal(a, b *indicators.Hundredths) bool { return a == b || a != nil && b != nil && *a == *b }

func changedSide(t *SideTarget) *ChangedSide {
	if t == nil {
		return nil
	}
	return &ChangedSide{t.Text, json.RawMessage(t.Actual), json.RawMessage(t.Partial), t.State, t.Verdict, t.Points, t.Weight}
}

func earnedOf(t *SideTarget) string {
	switch {
	case t.Weight == nil:
		return ""
	case t.Points == nil:
		return "— / " + t.Weight.String()
	}
	return t.Points.String() + " / " + t.Weight.String()
}

// mark is how the target stood, as on a scorecard.
func (c comparison) mark(t *SideTarget) Mark {
	shape := shapeOf(&engine.TargetResult{State: t.State, Verdict: t.Verdict})
	return Mark{Shape: shape, Word: c.l.Say("card.mark."+string(shape), nil)}
}

// actual words a figure that is kept as JSON.
func (c comparison) actual(t *SideTarget) string {
	if text := c.word(t.Actual); text != "" {
		return text
	}
	if text := c.word(t.Partial); text != "" {
		return c.say("partial", "text", text)
	}
	return c.mark(t).Word
}

func (c comparison) word(text string) string {
	var value any
	if err := json.Unmarshal([]byte(text), &value); err != nil || value == nil {
		return ""
	}
	switch v := value.(type) {
	case bool:
		return c.l.Say(map[bool]string{true: "card.yes", false: "card.no"}[v], nil)
	case string:
		return v
	case float64:
		if exact, err := indicators.ParseValue(text); err == nil { // never by way of the float
			return exact.Grouped()
		}
	}
	var compact bytes.Buffer
	json.Compact(&compact, []byte(text)) // it was read above
	return compact.String()
}

func (c comparison) sentence(d *Difference) string {
	verdicts, actuals := 0, 0
	for _, t := range d.Targets {
		if slices.Contains(t.What, VerdictChanged) {
			verdicts++
		}
		if slices.Contains(t.What, ActualChanged) {
			actuals++
		}
	}
	if len(d.Targets) == 0 && len(d.Members) == 0 && d.Whole.ChangeText == "" {
		return c.say("none")
	}
	return c.say("summary", "n", itoa(len(d.Targets)), "all", itoa(len(d.Targets)+d.Alike), "actuals", itoa(actuals), "verdicts", itoa(verdicts))
}
