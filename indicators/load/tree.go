package load

import "yardstick/indicators"

// Tree is a value of a YAML file with its place, read inside the same fences as
// definitions: for files that stand beside them, such as rule tests.
type Tree struct{ node *node }

// ParseTree reads one YAML file. The tree is nil when the problems say that it
// is none.
func ParseTree(source Source) (*Tree, []*indicators.Problem) {
	n, problems := parse(source)
	if n == nil {
		return nil, problems
	}
	return &Tree{n}, problems
}

// At is where the value starts.
func (t *Tree) At() indicators.Place { return t.node.place() }

// Text is a scalar as it was typed, without quotes; ok is false for any other value.
func (t *Tree) Text() (text string, ok bool) { return t.node.text, t.node.kind == scalar }

// IsEmpty reports a key without a value.
func (t *Tree) IsEmpty() bool { return t.node.kind == empty }

// Items are the values of a sequence; ok is false for any other value.
func (t *Tree) Items() (items []*Tree, ok bool) {
	for _, item := range t.node.items {
		items = append(items, &Tree{item})
	}
	return items, t.node.kind == sequence
}

// TreeEntry is a key of a mapping with its value.
type TreeEntry struct{ Key, Value *Tree }

// Entries are the keys of a mapping in their order; ok is false for any other value.
func (t *Tree) Entries() (entries []TreeEntry, ok bool) {
	for _, e := range t.node.entries {
		entries = append(entries, TreeEntry{&Tree{e.key}, &Tree{e.value}})
	}
	return entries, t.node.kind == mapping
}

// Problem makes an error at the value, with its line and what to mark.
func (t *Tree) Problem(code string, args indicators.Args) *indicators.Problem {
	return t.node.problem(code, args)
}
