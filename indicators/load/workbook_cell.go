package load

import "strings"

// structured is what a cell holds for a key that YAML writes as a list or a mapping:
// names a line each; lines 名称=平台, 指标值=2个 for a mapping, a blank line between
// two of them. Every line keeps the cell's place.
func (t *sheet) structured(n *node, name string) *node {
	key := listedIndicator.find(name)
	if key == nil || n.kind != scalar {
		return n
	}
	return t.shaped(n, key)
}

func (t *sheet) shaped(n *node, key *key) *node {
	switch key.shape {
	case textsShape:
		return t.lines(n)
	case listShape, regionListShape:
		list := &node{kind: sequence, file: t.file, line: n.line, column: n.column}
		for _, block := range strings.Split(n.text, "\n\n") {
			list.items = append(list.items, t.pairs(t.node(n.line, n.column, block), key.of))
		}
		return list
	case objectShape:
		return t.pairs(n, key.of)
	}
	return n
}

func (t *sheet) lines(n *node) *node {
	list := &node{kind: sequence, file: t.file, line: n.line, column: n.column}
	for _, line := range strings.Split(n.text, "\n") {
		if strings.TrimSpace(line) != "" {
			list.items = append(list.items, t.node(n.line, n.column, line))
		}
	}
	return list
}

// pairs reads lines of 键=值. A line without a key of the object continues the one
// before; a text without any is no mapping and stays as it is.
func (t *sheet) pairs(n *node, of *object) *node {
	mapped := &node{kind: mapping, file: t.file, line: n.line, column: n.column}
	for _, line := range strings.Split(n.text, "\n") {
		name, value, found := strings.Cut(line, "=")
		switch last := len(mapped.entries) - 1; {
		case found && of.find(name) != nil:
			mapped.entries = append(mapped.entries, entry{t.node(n.line, n.column, name), t.node(n.line, n.column, value)})
		case last >= 0:
			mapped.entries[last].value.text += "\n" + line
		default:
			return n
		}
	}
	return mapped
}

// cellText is the inverse of [sheet.structured]: a value of a definition as one
// cell's text.
func cellText(n *node) string {
	if n == nil {
		return ""
	}
	var parts []string
	switch n.kind {
	case scalar:
		return n.text
	case mapping:
		for _, e := range n.entries {
			parts = append(parts, e.key.text+"="+cellText(e.value))
		}
		return strings.Join(parts, "\n")
	}
	between := "\n"
	for _, item := range n.items {
		if item.kind == mapping {
			between = "\n\n"
		}
		parts = append(parts, cellText(item))
	}
	return strings.Join(parts, between)
}
