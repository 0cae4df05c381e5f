package load

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml/token"

	"yardstick/indicators"
)

// The library's parser takes time that grows with the square of a mapping's keys
// and of the depth, and a stack frame for each key: measured on version 1.19.2,
// 64,000 keys side by side take 8 s. Within these limits a file of the largest
// size is read in seconds.
const (
	maxDepth = 32   // levels of indentation and brackets
	maxKeys  = 5000 // keys side by side in one block
	maxSaid  = 20   // problems of one sort that are listed for a file
)

// fence refuses, before anything is built, what definitions do without: anchors
// and aliases (a few lines of which can stand for gigabytes), tags, more than
// one way to say the same; and texts that YAML would read as signs of its own.
func (f *file) fence(tokens token.Tokens) []*indicators.Problem {
	var problems []*indicators.Problem
	guard := nesting{}
	anchored := false
	for _, t := range tokens {
		if code := guard.enter(t); code != "" {
			return []*indicators.Problem{f.at(t, code, indicators.Args{"depth": strconv.Itoa(maxDepth), "keys": strconv.Itoa(maxKeys)})}
		}
		switch t.Type {
		case token.AnchorType, token.MergeKeyType:
			if !anchored {
				problems = append(problems, f.at(t, "yaml-alias", nil))
			}
			anchored = true
		case token.AliasType:
			if !anchored {
				problems = append(problems, f.quotesNeeded(t))
			}
		case token.TagType, token.DirectiveType, token.MappingKeyType:
			problems = append(problems, f.quotesNeeded(t))
		case token.FoldedType:
			if v := t.Value; v != ">" && v != ">-" && v != ">+" {
				problems = append(problems, f.quotesNeeded(t))
			}
		case token.InvalidType:
			return append(problems, f.invalid(t))
		}
		if len(problems) >= maxSaid {
			break
		}
	}
	return problems
}

// at makes a problem at a token.
func (f *file) at(t *token.Token, code string, args indicators.Args) *indicators.Problem {
	line := min(max(t.Position.Line, 1), len(f.lines))
	return f.problem(line, max(t.Position.Column, 1), 1, code, args)
}

// quotesNeeded says that the rest of the line must stand in quotes: >90% starts
// a folded text in YAML, %90 a directive, *3 an alias.
func (f *file) quotesNeeded(t *token.Token) *indicators.Problem {
	problem := f.at(t, "yaml-quotes-needed", nil)
	column := problem.At.Column
	rest := fromColumn(problem.Source, column)
	for strings.HasPrefix(rest, " ") {
		rest = rest[1:]
		column++
	}
	rest = strings.TrimRight(rest, " ")
	problem.At.Column, problem.Width = column, max(utf8.RuneCountInString(rest), 1)
	problem.Args = indicators.Args{"text": rest, "quoted": `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(rest) + `"`}
	return problem
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

// nesting follows how deep tokens stand and how many keys a block holds.
type nesting struct {
	flow   int
	blocks []block
}

type block struct{ column, keys int }

// enter counts a token in; it returns the code of the limit that it breaks.
func (n *nesting) enter(t *token.Token) string {
	switch t.Type {
	case token.SequenceStartType, token.MappingStartType:
		n.flow++
	case token.SequenceEndType, token.MappingEndType:
		n.flow = max(n.flow-1, 0)
	case token.SequenceEntryType:
		if n.flow == 0 {
			n.at(t.Position.Column)
		}
	case token.MappingValueType:
		if n.flow == 0 && t.Prev != nil {
			if keys := n.at(t.Prev.Position.Column); keys > maxKeys {
				return "yaml-too-wide"
			}
		}
	}
	if n.flow+len(n.blocks) > maxDepth {
		return "yaml-too-deep"
	}
	return ""
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
