package load

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml/token"

	"yardstick/indicators"
)

// The library's parser takes time that grows with the square of a mapping's keys,
// of a list's empty items and of the depth, and a stack frame for each key:
// measured on version 1.19.2, 64,000 keys side by side take 8 s and a megabyte of
// empty items 83 s. Within these limits the time grows with the size of the file.
const (
	maxDepth = 32   // levels of indentation and brackets
	maxKeys  = 3000 // keys side by side in one block
	maxMoves = 5e8  // empty values × tokens of the file
	maxSaid  = 20   // problems of one sort that are listed for a file
)

// fence refuses, before anything is built, what definitions do without: anchors
// and aliases (a few lines of which can stand for gigabytes), tags, more than
// one way to say the same. Open says that instead texts are not in quotes which
// YAML reads as signs of its own: [file.quoted] finds them all.
func (f *file) fence(tokens token.Tokens) (problems []*indicators.Problem, open bool) {
	guard := nesting{tokens: len(tokens)}
	for _, t := range tokens {
		if code := guard.enter(t); code != "" {
			return []*indicators.Problem{f.at(t, code, indicators.Args{"depth": strconv.Itoa(maxDepth), "keys": strconv.Itoa(maxKeys)})}, false
		}
		switch t.Type {
		case token.AnchorType, token.MergeKeyType:
			return []*indicators.Problem{f.at(t, "yaml-alias", nil)}, false
		case token.AliasType, token.TagType, token.DirectiveType, token.MappingKeyType:
			problems, open = append(problems, f.quotesNeeded(t)), true
		case token.FoldedType:
			if v := t.Value; v != ">" && v != ">-" && v != ">+" {
				problems, open = append(problems, f.quotesNeeded(t)), true
			}
		case token.InvalidType:
			problem := f.invalid(t)
			return append(problems, problem), open || problem.Code == "yaml-quotes-needed"
		}
		if len(problems) >= maxSaid {
			return problems, open
		}
	}
	return problems, open
}

// quoted reads the file as it was meant: values that start with a sign of YAML's
// (>90%, %90, *3) are put in quotes, and each is a problem that says so. Then
// the rest of the file can be checked too.
func (f *file) quoted() (string, []*indicators.Problem) {
	var problems []*indicators.Problem
	lines := slices.Clone(f.lines)
	block := -1 // indentation of the key whose text stands in the lines below it
	for n, line := range lines {
		indent := len(line) - len(strings.TrimLeft(line, " "))
		if strings.TrimSpace(line) == "" || block >= 0 && indent > block {
			continue
		}
		block = -1
		start := valueStart(line)
		value := strings.TrimRight(line[start:], " ")
		switch {
		case value == "" || !strings.ContainsRune(">%*&!@`|", rune(value[0])):
		case strings.TrimLeft(value, ">|+-") == "":
			block = indent
		case value[0] != '|':
			if len(problems) < maxSaid {
				problems = append(problems, f.quotes(n+1, utf8.RuneCountInString(line[:start])+1, value))
			}
			lines[n] = line[:start] + quotedText(value)
		}
	}
	return strings.Join(lines, "\n"), problems
}

// valueStart returns where the value of a line starts: after the first colon with
// a space, or after the dash of a list.
func valueStart(line string) int {
	start := len(line) - len(strings.TrimLeft(line, " -"))
	if at := strings.Index(line, ": "); at >= 0 {
		start = at + 2
		start += len(line[start:]) - len(strings.TrimLeft(line[start:], " "))
	}
	return start
}

func quotedText(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`
}

// quotes says that a text must stand in quotes.
func (f *file) quotes(line, column int, text string) *indicators.Problem {
	return f.problem(line, column, utf8.RuneCountInString(text), "yaml-quotes-needed",
		indicators.Args{"text": text, "quoted": quotedText(text)})
}

// at makes a problem at a token.
func (f *file) at(t *token.Token, code string, args indicators.Args) *indicators.Problem {
	line := min(max(t.Position.Line, 1), len(f.lines))
	return f.problem(line, max(t.Position.Column, 1), 1, code, args)
}

// quotesNeeded says that the rest of the line from a token must stand in quotes:
// >90% starts a folded text in YAML, %90 a directive, *3 an alias.
func (f *file) quotesNeeded(t *token.Token) *indicators.Problem {
	at := f.at(t, "", nil).At
	rest := fromColumn(f.lines[at.Line-1], at.Column)
	text := strings.TrimSpace(rest)
	return f.quotes(at.Line, at.Column+utf8.RuneCountInString(rest)-utf8.RuneCountInString(strings.TrimLeft(rest, " ")), text)
}

// invalid words what the library's scanner stopped at.
func (f *file) invalid(t *token.Token) *indicators.Problem {
	sign := strings.TrimSpace(t.Value)
	message := strings.ToLower(t.Error)
	switch {
	case strings.Contains(t.Value, "\t") || strings.Contains(message, "tab"):
		return f.tab(t)
	case strings.Contains(message, "quote"):
		return f.at(t, "yaml-quote-open", nil)
	case strings.Contains(message, "escape"):
		return f.at(t, "yaml-escape", nil)
	case sign != "" && strings.ContainsRune(">|@`%!&*", rune(sign[0])):
		return f.quotesNeeded(t)
	}
	return f.at(t, "yaml-syntax", nil)
}

// tab finds the tab that indents the line of a token or the one after it: the
// scanner reports some at the end of the line before.
func (f *file) tab(t *token.Token) *indicators.Problem {
	for line := max(t.Position.Line, 1); line <= min(t.Position.Line+1, len(f.lines)); line++ {
		text := f.lines[line-1]
		indent := len(text) - len(strings.TrimLeft(text, " \t"))
		if at := strings.IndexByte(text[:indent], '\t'); at >= 0 {
			return f.problem(line, at+1, 1, "yaml-tab", nil)
		}
	}
	return f.at(t, "yaml-tab", nil)
}

// nesting follows how deep tokens stand, how many keys a block holds and how
// many values are left empty.
type nesting struct {
	tokens  int
	flow    []token.Type // the brackets that are open
	blocks  []block
	empties int
}

type block struct{ column, keys int }

// enter counts a token in; it returns the code of the limit that it breaks.
func (n *nesting) enter(t *token.Token) string {
	switch t.Type {
	case token.SequenceStartType, token.MappingStartType:
		n.flow = append(n.flow, t.Type)
	case token.SequenceEndType, token.MappingEndType:
		n.flow = n.flow[:max(len(n.flow)-1, 0)]
	case token.SequenceEntryType:
		if len(n.flow) == 0 {
			n.at(t.Position.Column)
		}
		if t.Prev != nil && t.Prev.Type == token.SequenceEntryType && t.Prev.Position.Line < t.Position.Line {
			return "yaml-item-empty"
		}
	case token.MappingValueType:
		if len(n.flow) == 0 && t.Prev != nil {
			if keys := n.at(t.Prev.Position.Column); keys > maxKeys {
				return "yaml-too-wide"
			}
		}
	}
	if n.empty(t) {
		n.empties++
	}
	switch {
	case len(n.flow)+len(n.blocks) > maxDepth:
		return "yaml-too-deep"
	case n.empties*n.tokens > maxMoves:
		return "yaml-too-many-empty"
	}
	return ""
}

// empty reports a token after which the library will put in a value that is not
// there, moving all that follows.
func (n *nesting) empty(t *token.Token) bool {
	ends := t.Next == nil || t.Next.Type == token.CollectEntryType || t.Next.Type == token.MappingEndType || t.Next.Type == token.SequenceEndType
	switch t.Type {
	case token.MappingValueType:
		return ends || t.Prev != nil && t.Next.Position.Line > t.Position.Line && t.Next.Position.Column <= t.Prev.Position.Column
	case token.SequenceEntryType:
		return ends || t.Next.Position.Line > t.Position.Line && t.Next.Position.Column <= t.Position.Column
	}
	return ends && len(n.flow) > 0 && n.flow[len(n.flow)-1] == token.MappingStartType && t.Prev != nil &&
		(t.Prev.Type == token.CollectEntryType || t.Prev.Type == token.MappingStartType)
}

// at enters the block that starts at a column, leaves those to its right, and
// returns how many entries it has had.
func (n *nesting) at(column int) int {
	for len(n.blocks) > 0 && n.blocks[len(n.blocks)-1].column > column {
		n.blocks = n.blocks[:len(n.blocks)-1]
	}
	if len(n.blocks) == 0 || n.blocks[len(n.blocks)-1].column < column {
		n.blocks = append(n.blocks, block{column: column})
	}
	top := &n.blocks[len(n.blocks)-1]
	top.keys++
	return top.keys
}
