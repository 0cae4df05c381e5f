package load

import (
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"yardstick/indicators"
)

// kind is what a node is.
type kind int

const (
	empty kind = iota // a key without a value
	scalar
	mapping
	sequence
)

// node is one value of a definition with its place. Text is what was typed:
// 0.850, yes, ~ and 2021-10 arrive as they stand.
type node struct {
	kind    kind
	text    string
	quoted  bool // the text stands between quotes, one character right of the place
	line    int
	column  int // characters, from 1
	entries []entry
	items   []*node
	file    *file
}

// entry is a key with its value.
type entry struct {
	key   *node
	value *node
}

// file is a source being read: its lines are shown with a caret under a place. Of
// a workbook it is one sheet: a node's line and column are its cell's.
type file struct {
	name  string
	sheet string
	lines []string
}

// place returns where the node starts.
func (n *node) place() indicators.Place {
	return indicators.Place{File: n.file.name, Sheet: n.file.sheet, Line: n.line, Column: n.column}
}

// textPlace returns where the text of a scalar starts, inside its quotes.
func (n *node) textPlace() indicators.Place {
	at := n.place()
	if n.quoted {
		at.Column++
	}
	return at
}

// exact reports whether the characters of the text stand one by one at its place:
// not so for escapes, and for texts of several lines.
func (n *node) exact() bool {
	return n.line >= 1 && n.line <= len(n.file.lines) &&
		strings.HasPrefix(fromColumn(n.file.lines[n.line-1], n.textPlace().Column), n.text)
}

// problem makes an error at the node, its whole first line marked.
func (n *node) problem(code string, args indicators.Args) *indicators.Problem {
	width := 1
	if n.kind == scalar {
		first, _, _ := strings.Cut(n.text, "\n")
		width = max(utf8.RuneCountInString(first), 1)
		if n.quoted {
			width += 2
		}
	}
	if n.file.sheet != "" {
		return n.inCell(code, args, 1, width)
	}
	return n.file.problem(n.line, n.column, width, code, args)
}

// maxShown is the longest line, in bytes, that is shown under a problem.
const maxShown = 2000

func (f *file) problem(line, column, width int, code string, args indicators.Args) *indicators.Problem {
	problem := &indicators.Problem{At: indicators.Place{File: f.name, Line: line, Column: column},
		Severity: indicators.Error, Code: code, Args: args, Width: width}
	if line >= 1 && line <= len(f.lines) && len(f.lines[line-1]) <= maxShown {
		problem.Source = f.lines[line-1]
		problem.Width = max(1, min(width, utf8.RuneCountInString(problem.Source)-column+1))
	}
	return problem
}

// parse reads one source into its tree. The tree is nil when the text is no YAML
// that definitions use.
func parse(source Source) (*node, []*indicators.Problem) {
	text, problem := decode(source)
	if problem != nil {
		return nil, []*indicators.Problem{problem}
	}
	f := &file{name: source.Name, lines: strings.Split(text, "\n")}
	if len(strings.TrimSpace(text)) == 0 {
		return nil, []*indicators.Problem{fileProblem(f.name, "definition-empty", nil)}
	}
	tokens := lexer.Tokenize(text)
	problems, open := f.fence(tokens)
	if open {
		text, problems = f.quoted()
		tokens = lexer.Tokenize(text)
		more, _ := f.fence(tokens)
		problems = append(problems, more...)
		if len(more) > 0 {
			return nil, problems
		}
	}
	if len(problems) > 0 && !open {
		return nil, problems
	}
	parsed, err := parser.Parse(tokens, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		return nil, append(problems, f.syntax(err))
	}
	tree, more := f.body(parsed)
	return tree, append(problems, more...)
}

// body returns the tree of the one document in the file.
func (f *file) body(parsed *ast.File) (*node, []*indicators.Problem) {
	var body ast.Node
	for _, document := range parsed.Docs {
		if document.Body == nil {
			continue
		}
		if body != nil {
			return nil, []*indicators.Problem{f.problem(document.Body.GetToken().Position.Line, 1, 1, "yaml-documents", nil)}
		}
		body = document.Body
	}
	if body == nil {
		return nil, []*indicators.Problem{fileProblem(f.name, "definition-empty", nil)}
	}
	return f.node(body), nil
}

// node converts a tree of the YAML library; the fence has seen to its depth and
// that it holds none of what definitions do without.
func (f *file) node(from ast.Node) *node {
	position := from.GetToken().Position
	n := &node{file: f, line: position.Line, column: position.Column}
	switch from := from.(type) {
	case *ast.MappingNode:
		n.kind = mapping
		for _, value := range from.Values {
			n.entries = append(n.entries, f.entry(value))
		}
		if !from.IsFlowStyle && len(n.entries) > 0 {
			n.line, n.column = n.entries[0].key.line, n.entries[0].key.column
		}
	case *ast.MappingValueNode:
		n.kind = mapping
		n.entries = []entry{f.entry(from)}
		n.line, n.column = n.entries[0].key.line, n.entries[0].key.column
	case *ast.SequenceNode:
		n.kind = sequence
		for _, value := range from.Values {
			n.items = append(n.items, f.node(value))
		}
	case *ast.LiteralNode:
		f.literal(n, from)
	default:
		f.scalar(n, from.GetToken())
	}
	return n
}

func (f *file) entry(from *ast.MappingValueNode) entry {
	key := f.node(from.Key)
	value := f.node(from.Value)
	if value.kind == empty {
		value.line, value.column = key.line, key.column
	}
	return entry{key: key, value: value}
}

func (f *file) scalar(n *node, t *token.Token) {
	if t.Type == token.ImplicitNullType {
		return
	}
	n.kind, n.text = scalar, t.Value
	n.quoted = t.Type == token.DoubleQuoteType || t.Type == token.SingleQuoteType
}

// literal reads a text of several lines; its place is that of its first line.
func (f *file) literal(n *node, from *ast.LiteralNode) {
	n.kind = scalar
	if from.Value != nil {
		n.text = from.Value.Value
	}
	for line := n.line; line < len(f.lines); line++ {
		if trimmed := strings.TrimLeft(f.lines[line], " "); trimmed != "" {
			n.line, n.column = line+1, len(f.lines[line])-len(trimmed)+1
			return
		}
	}
}

// fromColumn returns the rest of a line from a column, characters from 1.
func fromColumn(line string, column int) string {
	for i := range line {
		if column--; column == 0 {
			return line[i:]
		}
	}
	return ""
}

// syntax words what the YAML library found, at the place that it gives.
func (f *file) syntax(err error) *indicators.Problem {
	var syntax yaml.Error
	if !errors.As(err, &syntax) || syntax.GetToken() == nil || syntax.GetToken().Position == nil {
		return f.problem(1, 1, 1, "yaml-syntax", nil)
	}
	t := syntax.GetToken()
	message := strings.ToLower(syntax.GetMessage())
	code := "yaml-syntax"
	for _, known := range syntaxCodes {
		if strings.Contains(message, known.part) {
			code = known.code
			break
		}
	}
	switch {
	case code == "yaml-colon-inside" && strings.Contains(strings.TrimSpace(t.Origin), "\n"):
		line := min(t.Position.Line+1, len(f.lines))
		text := f.lines[line-1]
		return f.problem(line, len(text)-len(strings.TrimLeft(text, " "))+1, 1, "yaml-indent", nil)
	case code == "yaml-indent" && t.Prev != nil && t.Prev.Position.Line == t.Position.Line:
		code = "yaml-after-quote"
	}
	return f.at(t, code, nil)
}

// syntaxCodes tells the library's messages apart by a part of each.
var syntaxCodes = []struct{ part, code string }{
	{"tab character", "yaml-tab"},
	{"quoted text", "yaml-quote-open"},
	{"character corresponding to", "yaml-bracket-open"},
	{"end token", "yaml-bracket-open"},
	{"must be specified", "yaml-bracket-open"},
	{"mapping value is not allowed", "yaml-colon-inside"},
	{"map key-value is pre-defined", "yaml-indent"},
	{"value is not allowed in this context", "yaml-indent"},
	{"non-map value", "yaml-colon-missing"},
	{"unexpected key name", "yaml-colon-missing"},
	{"not allowed in this context", "yaml-indent"},
}
