package rules

import (
	"errors"
	"math/big"
	"slices"
	"strings"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/vm"

	"yardstick/indicators"
)

// The fences of hand-written source. Beyond them it is refused before expr sees
// it: its parser recurses, and its machine has no time limit.
const (
	maxSource  = 4096 // bytes
	maxNesting = 50   // brackets within brackets
	maxNodes   = 200
	maxDigits  = 40 // of one number
)

// sort is the type of a value in hand-written source, as a person would name it.
type sort string

const (
	aNumber  sort = "number"
	aDay     sort = "day"
	aGrade   sort = "grade"
	aYesNo   sort = "yesno"
	aText    sort = "text"
	aList    sort = "list" // of numbers
	aName    sort = "name" // of a function
	aNothing sort = ""     // already refused
)

// scope is what one piece of hand-written source may see.
type scope struct {
	names map[string]sort
	scale indicators.Scale
	// resolve settles indicator("…") and regions("…") of a formula: the operand's
	// index. It is nil where they are not offered.
	resolve func(function, name string) (index int, problem *indicators.Problem)
}

// compiled is source inside the fences: its program, the sort of its result, and
// the names it reads.
type compiled struct {
	program *vm.Program
	result  sort
	reads   []string
}

// compile checks source and compiles it. The problem has the place of the
// offending word.
func compile(source *indicators.Expression, in scope) (*compiled, *indicators.Problem) {
	if problem := measure(source); problem != nil {
		return nil, problem
	}
	w := &walker{source: []rune(source.Source), scope: in, sorts: map[ast.Node]sort{}}
	options := []expr.Option{expr.Env(in.environment()), expr.MaxNodes(maxNodes), expr.DisableAllBuiltins(),
		expr.Optimize(false), expr.Patch(w)}
	options = append(options, functions()...)
	options = append(options, operators()...)
	program, err := expr.Compile(source.Source, options...)
	if w.problem != nil {
		return nil, w.problem.at(source)
	}
	if err != nil {
		return nil, unparsed(source, err)
	}
	if left := leftover(program.Node()); left != nil {
		return nil, refusal{offset: left.Location().From, code: "rule-not-offered", what: left.String()}.at(source)
	}
	return &compiled{program: program, result: w.last, reads: w.reads}, nil
}

// environment is a value of the right type for every name, which is all that the
// compiler needs.
func (s scope) environment() map[string]any {
	samples := map[sort]any{aNumber: number{}, aDay: day{}, aGrade: grade{}, aYesNo: false, aText: "", aList: []number{}}
	env := map[string]any{"figures": []number{}, "lists": [][]number{}}
	for name, sort := range s.names {
		env[name] = samples[sort]
	}
	return env
}

// measure refuses source that is empty, too long or nested too deep.
func measure(source *indicators.Expression) *indicators.Problem {
	text := source.Source
	switch {
	case strings.TrimSpace(text) == "":
		return refusal{code: "rule-empty"}.at(source)
	case len(text) > maxSource:
		return refusal{code: "rule-too-long"}.at(source)
	}
	depth := 0
	for offset, r := range []rune(text) {
		switch r {
		case '(', '[', '{':
			depth++
		case ')', ']', '}':
			depth--
		}
		if depth > maxNesting {
			return refusal{offset: offset, code: "rule-too-deep"}.at(source)
		}
	}
	return nil
}

// unparsed words an error of the compiler.
func unparsed(source *indicators.Expression, err error) *indicators.Problem {
	r := refusal{code: "rule-syntax", what: err.Error()}
	var at *file.Error
	if errors.As(err, &at) {
		r.offset, r.what = at.From, at.Message
	}
	if strings.Contains(r.what, "maximum allowed nodes") {
		r.code = "rule-too-long"
	}
	return r.at(source)
}

// leftover finds what must not have stayed after the operators were overloaded:
// a number that is still expr's own, or an operator on anything but yes/no and text.
func leftover(root ast.Node) (found ast.Node) {
	check := &find{}
	ast.Walk(&root, check)
	return check.found
}

type find struct{ found ast.Node }

func (f *find) Visit(node *ast.Node) {
	switch n := (*node).(type) {
	case *ast.FloatNode:
		f.found = n
	case *ast.BinaryNode:
		if !slices.Contains([]string{"and", "&&", "or", "||", "==", "!="}, n.Operator) {
			f.found = n
		}
	}
}

// refusal is a problem at a character of the source, from 0.
type refusal struct {
	offset, width int
	code, what    string
	args          indicators.Args
}

// at gives the refusal its place in the definition's file. Only the first line
// of the source shares its line with what stands before it; in a cell of a
// workbook nothing does.
func (r refusal) at(source *indicators.Expression) *indicators.Problem {
	before := []rune(source.Source)
	before = before[:min(max(r.offset, 0), len(before))]
	line, column := 0, len(before)
	for i, c := range before {
		if c == '\n' {
			line, column = line+1, len(before)-i-1
		}
	}
	text := source.Source
	if lines := strings.Split(text, "\n"); line < len(lines) {
		text = lines[line]
	}
	inFile := source.At.Sheet == ""
	if inFile && line == 0 && source.At.Column > 1 {
		column += source.At.Column - 1
		text = strings.Repeat(" ", source.At.Column-1) + text
	}
	place := source.At
	if inFile && place.Line > 0 {
		place.Line += line
		place.Column = column + 1
	}
	args := r.args
	if r.what != "" {
		args = indicators.Args{"what": r.what}
	}
	return &indicators.Problem{At: place, Code: r.code, Args: args, Source: text, Column: column + 1, Width: r.width}
}

// literal reads a number of the source as an exact rational.
func (w *walker) literal(node ast.Node) (number, bool) {
	at := node.Location()
	if at.From < 0 || at.To > len(w.source) || at.From >= at.To {
		return number{}, false
	}
	text := strings.ReplaceAll(string(w.source[at.From:at.To]), "_", "")
	if len(text) > maxDigits || strings.Trim(text, "0123456789.") != "" {
		return number{}, false
	}
	rat, ok := new(big.Rat).SetString(text)
	return number{rat}, ok
}
