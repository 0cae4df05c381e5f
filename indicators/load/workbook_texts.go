package load

import "yardstick/indicators"

// texts remember where everything about a programme stands as it was typed, for
// writing it in another layout. A nil *texts remembers nothing.
type texts struct {
	projects    map[*indicators.Project]fields
	assignments map[*indicators.Assignment]func(key string) *node
	indicators  map[*indicators.Indicator]indicatorTexts
}

// indicatorTexts are an indicator's keys, and its targets with what a row of a
// table put in their place.
type indicatorTexts struct {
	fields       fields
	annual, term *node
}

func newTexts() *texts {
	return &texts{map[*indicators.Project]fields{}, map[*indicators.Assignment]func(string) *node{}, map[*indicators.Indicator]indicatorTexts{}}
}

func (t *texts) project(p *indicators.Project, f fields) {
	if t != nil {
		t.projects[p] = f
	}
}

func (t *texts) assignment(a *indicators.Assignment, get func(string) *node, row *tableRow) {
	if t != nil {
		t.assignments[a] = func(key string) *node { return row.cell(key, get(key)) }
	}
}

func (t *texts) indicator(i *indicators.Indicator, f fields, annual, term *node) {
	if t != nil {
		t.indicators[i] = indicatorTexts{f, annual, term}
	}
}

// target is a target's text and its own keys.
func (t *texts) target(n *node) (text string, own map[string]*node) {
	own = map[string]*node{}
	switch {
	case n == nil || isNotSet(n):
		return "", own
	case n.kind != mapping:
		return n.text, own
	}
	for _, e := range n.entries {
		if key := targetObject.find(e.key.text); key != nil && e.value.kind != empty {
			own[key.name] = e.value
		}
	}
	text = cellText(own["text"])
	delete(own, "text")
	return text, own
}
