package load

import (
	"regexp"
	"strconv"
	"strings"

	"yardstick/indicators"
)

// structured is what a cell holds for a key that definitions write as a list or a
// mapping: a list of texts has one on each line, all else is written as in a
// definition file (名称: 平台). Every part keeps the cell's place.
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
	case objectShape, listShape, regionListShape:
		return t.nested(n)
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

// nested reads a cell as a part of a definition file; a plain text stays the text it is.
func (t *sheet) nested(n *node) *node {
	tree, problems := parse(Source{Name: t.file.name, Text: []byte(n.text)})
	for _, problem := range problems {
		moved := n.problem(problem.Code, problem.Args)
		moved.Severity = problem.Severity
		t.r.report(moved)
	}
	if len(problems) > 0 {
		t.r.incomplete = true
	}
	if tree == nil || tree.kind == scalar {
		return n
	}
	tree.moveTo(n)
	return tree
}

// moveTo gives a tree the place of a cell.
func (n *node) moveTo(cell *node) {
	n.file, n.line, n.column, n.quoted = cell.file, cell.line, cell.column, false
	for _, e := range n.entries {
		e.key.moveTo(cell)
		e.value.moveTo(cell)
	}
	for _, item := range n.items {
		item.moveTo(cell)
	}
}

// cellText is a value of a definition as one cell's text: the inverse of
// [sheet.structured].
func cellText(n *node) string {
	switch {
	case n == nil || n.kind == empty:
		return ""
	case n.kind == scalar:
		return n.text
	case n.kind == sequence && allScalar(n):
		texts := make([]string, len(n.items))
		for i, item := range n.items {
			texts[i] = item.text
		}
		return strings.Join(texts, "\n")
	}
	return strings.Join(yamlLines(n), "\n")
}

func allScalar(n *node) bool {
	for _, item := range n.items {
		if item.kind != scalar {
			return false
		}
	}
	return true
}

// yamlLines writes a value as lines of a definition file.
func yamlLines(n *node) []string {
	var lines []string
	switch n.kind {
	case mapping:
		for _, e := range n.entries {
			below := yamlLines(e.value)
			if e.value.kind == mapping || e.value.kind == sequence {
				lines = append(append(lines, yamlText(e.key.text)+":"), indented(below, "  ", "  ")...)
				continue
			}
			lines = append(lines, strings.TrimRight(yamlText(e.key.text)+": "+below[0], " "))
		}
	case sequence:
		for _, item := range n.items {
			lines = append(lines, indented(yamlLines(item), "- ", "  ")...)
		}
	case scalar:
		return []string{yamlText(n.text)}
	default:
		return []string{""}
	}
	return lines
}

func indented(lines []string, first, rest string) []string {
	out := make([]string, len(lines))
	for i, line := range lines {
		out[i] = rest + line
		if i == 0 {
			out[i] = first + line
		}
	}
	return out
}

// plainText is what stands in a definition file as it is; all else goes in quotes.
var plainText = regexp.MustCompile(`^[\p{L}\p{N}][\p{L}\p{N} ./+%（）()，、；。≥≤-]*$`)

func yamlText(text string) string {
	if plainText.MatchString(text) && strings.TrimSpace(text) == text {
		return text
	}
	return strconv.Quote(text)
}

// remark reports something that is no error.
func (r *reader) remark(n *node, severity indicators.Severity, code string, args indicators.Args) {
	problem := n.problem(code, args)
	problem.Severity = severity
	r.report(problem)
}
