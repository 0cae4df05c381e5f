package load

import (
	"slices"
	"strings"

	"yardstick/indicators"
)

// ChangeKind says what sort of difference stands between two definitions.
type ChangeKind string

// The kinds of change, in the order in which they are listed for one id.
const (
	Added         ChangeKind = "added"
	Removed       ChangeKind = "removed"
	TargetChanged ChangeKind = "target-changed" // also a target that came or went
	Renamed       ChangeKind = "renamed"        // the id stays
	Altered       ChangeKind = "altered"        // any other attribute
)

// Change is one difference between two versions of a definition.
type Change struct {
	Kind      ChangeKind
	ID        string             // of the programme, project, assignment or indicator
	Name      string             // what it is called in the new version; in the old one when removed
	Horizon   indicators.Horizon // of a changed target
	Attribute string             // of an altered one: funds, weight, due@annual, …
	Old, New  string             // as printed; empty for what was not there
	At        indicators.Place   // in the new version; in the old one when removed
}

// Say words the change in a language.
func (c Change) Say(l indicators.Language) string {
	args := indicators.Args{"id": c.ID, "name": c.Name, "old": quote(l, c.Old), "new": quote(l, c.New)}
	switch c.Kind {
	case TargetChanged:
		args["what"] = l.Say("load.horizon."+string(c.Horizon), nil)
	case Altered:
		attribute, horizon, _ := strings.Cut(c.Attribute, "@")
		args["what"] = l.Say("load.attribute."+attribute, nil)
		if horizon != "" {
			args["what"] = l.Say("load.horizon."+horizon, nil) + " " + args["what"]
		}
	}
	return l.Say("load.change."+string(c.Kind), args)
}

// quote makes an absent text visible.
func quote(l indicators.Language, text string) string {
	if text == "" {
		return l.Say("load.change.nothing", nil)
	}
	return text
}

// Difference lists what changed from old to new, in the order of the new version
// with what was removed after it. Items are the same when their ids are: an
// indicator that was renamed and kept its id is one change, not two. Either may
// be nil: then everything was added, or removed.
func Difference(old, new *indicators.Programme) []Change {
	before, after := itemsOf(old), itemsOf(new)
	var changes []Change
	for _, id := range after.order {
		item := after.byID[id]
		was, there := before.byID[id]
		if !there {
			changes = append(changes, Change{Kind: Added, ID: id, Name: item.name, New: item.sum(), At: item.at})
			continue
		}
		changes = append(changes, was.changes(item)...)
	}
	for _, id := range before.order {
		if _, there := after.byID[id]; !there {
			item := before.byID[id]
			changes = append(changes, Change{Kind: Removed, ID: id, Name: item.name, Old: item.sum(), At: item.at})
		}
	}
	return changes
}

// items are everything in a programme that has an id.
type items struct {
	order []string
	byID  map[string]item
}

// item is one thing with an id, its attributes printed in a fixed order.
type item struct {
	id, name   string
	borrowed   bool // the name is its project's: no change of its own
	at         indicators.Place
	targets    []attribute // by horizon
	attributes []attribute
}

type attribute struct{ name, text string }

// sum is the item in short: its targets.
func (i item) sum() string {
	texts := make([]string, len(i.targets))
	for k, target := range i.targets {
		texts[k] = target.text
	}
	return strings.Join(texts, " / ")
}

// changes compares an item with its later self.
func (i item) changes(later item) []Change {
	var changes []Change
	each := func(kind ChangeKind, old, new []attribute) {
		for _, name := range namesOf(old, new) {
			before, after := valueOf(old, name), valueOf(new, name)
			if before == after || i.echoes(later, name) {
				continue
			}
			change := Change{Kind: kind, ID: i.id, Name: later.name, Old: before, New: after, At: later.at}
			if kind == TargetChanged {
				change.Horizon = indicators.Horizon(name)
			} else {
				change.Attribute = name
			}
			changes = append(changes, change)
		}
	}
	each(TargetChanged, i.targets, later.targets)
	if i.name != later.name && !i.borrowed {
		changes = append(changes, Change{Kind: Renamed, ID: i.id, Name: later.name, Old: i.name, New: later.name, At: later.at})
	}
	each(Altered, i.attributes, later.attributes)
	return changes
}

// echoes reports an attribute that changed because its target's text did, or came
// or went: that is listed already.
func (i item) echoes(later item, name string) bool {
	what, horizon, ofTarget := strings.Cut(name, "@")
	before, after := valueOf(i.targets, horizon), valueOf(later.targets, horizon)
	return ofTarget && (before == "" || after == "" || what == "reading" && before != after)
}

func namesOf(old, new []attribute) []string {
	var names []string
	for _, a := range append(slices.Clone(old), new...) {
		if !slices.Contains(names, a.name) {
			names = append(names, a.name)
		}
	}
	return names
}

func valueOf(list []attribute, name string) string {
	for _, a := range list {
		if a.name == name {
			return a.text
		}
	}
	return ""
}
