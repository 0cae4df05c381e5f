package reports

import (
	"fmt"
	"strings"
	"time"

	"yardstick/indicators"
)

func (b *builder) head() Head {
	p := b.e.Programme
	h := Head{Provisional: b.e.Provisional, Illustrative: p.Illustrative, Note: p.Note}
	h.Programme, _ = b.title(p.Title, p.TitleEN)
	h.Running = b.say("running", "month", b.month(b.e.Through))
	h.Title, h.Original = b.ownTitle()
	h.Subtitle = b.subtitle()
	h.StandingText = b.say("official")
	if p.Illustrative {
		h.Stamps = append(h.Stamps, b.say("illustrative"))
	}
	if b.e.Provisional {
		h.StandingText = b.say("provisional")
		h.Stamps = append(h.Stamps, b.say("provisional.stamp"))
	}
	h.Period = b.say("period", "month", b.month(b.e.Through))
	h.AsOf = b.say("as-of", "instant", b.instant())
	return h
}

func (b *builder) ownTitle() (title, original string) {
	switch b.scope.Kind {
	case CityScope:
		if b.l == indicators.English && b.region.NameEN != "" {
			return b.region.NameEN, b.region.Name
		}
		return b.region.Name, ""
	case IndicatorScope:
		return b.like().Name, ""
	case ProjectScope:
		return b.title(b.project.Title, b.project.TitleEN)
	}
	return b.title(b.e.Programme.Title, b.e.Programme.TitleEN)
}

func (b *builder) subtitle() []string {
	if b.ofIndicator() {
		return b.indicatorSubtitle()
	}
	indicatorCount, targetCount := 0, 0
	for _, a := range b.assignments {
		indicatorCount += len(a.Indicators)
		for _, i := range a.Indicators {
			targetCount += len(i.Targets)
		}
	}
	size := b.say("subtitle.indicators", "n", itoa(indicatorCount))
	if targetCount != indicatorCount {
		size = b.say("subtitle.targets", "n", itoa(indicatorCount), "targets", itoa(targetCount))
	}
	funds := b.say("subtitle.funds", "amount", b.standing.Funds.Grouped())
	switch b.scope.Kind {
	case CityScope:
		line := b.say("subtitle.city", "code", b.region.Code, "undertaker", b.undertakers(false))
		return []string{line, b.say("subtitle.assignments", "n", itoa(len(b.assignments))) + b.say("dot") + size + b.say("dot") + funds}
	case ProjectScope:
		if len(b.assignments) == 1 {
			line := b.say("subtitle.provincial", "undertaker", b.undertakers(true))
			return []string{line, size + b.say("dot") + funds}
		}
		return []string{b.say("subtitle.regional", "n", itoa(len(b.assignments))) + b.say("dot") + size + b.say("dot") + funds}
	}
	line := b.say("subtitle.programme", "n", itoa(len(b.e.Projects))) + b.say("dot") + b.say("subtitle.cities", "n", itoa(len(cities(b.e))))
	return []string{line + b.say("dot") + size + b.say("dot") + funds}
}

// undertakers lists who does the work, each once, with their money when there are
// several and amounts are asked for.
func (b *builder) undertakers(amounts bool) string {
	var names []string
	sums := map[string]indicators.Value{}
	for _, a := range b.assignments {
		for _, line := range a.Assignment.Lines {
			if _, seen := sums[line.Undertaker]; !seen && line.Undertaker != "" {
				names = append(names, line.Undertaker)
			}
			sums[line.Undertaker] += line.Amount
		}
	}
	if len(names) == 0 {
		return b.say("not-stated")
	}
	if amounts && len(names) > 1 {
		for i, name := range names {
			names[i] = b.say("undertaker", "name", name, "amount", sums[name].Grouped())
		}
	}
	return strings.Join(names, b.say("comma"))
}

// month writes a period as people do: 2021年10月, October 2021.
func (b *builder) month(p indicators.Period) string {
	if b.l == indicators.English {
		return fmt.Sprintf("%s %d", p.Month(), p.Year())
	}
	return fmt.Sprintf("%d年%d月", p.Year(), int(p.Month()))
}

// instant writes the as-of instant in the programme's zone, to the minute.
func (b *builder) instant() string {
	return b.e.AsOf.In(b.e.Programme.Location()).Format("2006-01-02 15:04") + b.say("zone", "zone", b.e.Programme.Zone)
}

func (b *builder) foot(fingerprint string, inputs []Input) Foot {
	p := b.e.Programme
	f := Foot{
		Fingerprint: fingerprint,
		Method:      b.e.Method.Name(),
		Definition:  fmt.Sprintf("%s v%d", p.ID, p.Version),
		Through:     b.e.Through.String(),
		AsOf:        b.e.AsOf.In(p.Location()).Format(time.RFC3339Nano),
		ChainHead:   b.e.Head.Hash,
		ChainCount:  b.e.Head.Count,
	}
	f.Origin = Origin{
		Document: ScorecardDocument, Scope: b.scope, Programme: p.ID, Through: f.Through, AsOf: f.AsOf, Method: f.Method,
		Definition: f.Definition, Provisional: b.e.Provisional, Language: b.l, Fingerprint: fingerprint, Inputs: inputs,
		ChainHead: f.ChainHead, ChainCount: f.ChainCount, Version: Version,
	}
	f.Short = f.Fingerprint[:12]
	f.Lines = []string{
		b.say("foot.fingerprint", "hex", f.Short) + b.say("dot") + b.say("foot.method", "method", f.Method) + b.say("dot") + b.say("foot.definition", "definition", f.Definition),
		b.say("foot.through", "month", f.Through) + b.say("dot") + b.say("foot.as-of", "instant", b.instant()) + b.chain(f),
	}
	return f
}

func (b *builder) chain(f Foot) string {
	if f.ChainHead == "" {
		return ""
	}
	short := f.ChainHead
	if len(short) > 12 {
		short = short[:12]
	}
	return b.say("dot") + b.say("foot.chain", "hex", short, "n", fmt.Sprint(f.ChainCount))
}
