package rules

import (
	"slices"

	"github.com/expr-lang/expr/ast"

	"yardstick/indicators"
)

// walker goes through the tree of hand-written source from the leaves up. It
// allows only the nodes, names and functions that are offered, gives each its
// sort, replaces number literals by exact ones, and notes what is read. The
// first thing that is not offered is the problem.
type walker struct {
	source  []rune
	scope   scope
	sorts   map[ast.Node]sort
	last    sort // of the node visited last: in the end the root's
	reads   []string
	problem *refusal
}

// offered are the functions of a number or a list that run as they are.
var offered = map[string]struct{ takes, gives sort }{
	"abs":  {aNumber, aNumber},
	"sum":  {aList, aNumber},
	"mean": {aList, aNumber},
	"min":  {aList, aNumber},
	"max":  {aList, aNumber},
	"len":  {aList, aNumber},
}

// Visit implements [ast.Visitor].
func (w *walker) Visit(node *ast.Node) {
	if w.problem != nil {
		return
	}
	w.last = w.visit(node)
	w.sorts[*node] = w.last
}

func (w *walker) visit(node *ast.Node) sort {
	switch n := (*node).(type) {
	case *ast.IntegerNode, *ast.FloatNode:
		exact, ok := w.literal(n)
		if !ok {
			return w.refuse(n, "rule-number", n.String())
		}
		ast.Patch(node, &ast.ConstantNode{Value: exact})
		return aNumber
	case *ast.ConstantNode:
		return w.sorts[n]
	case *ast.StringNode:
		return aText
	case *ast.BoolNode:
		return aYesNo
	case *ast.IdentifierNode:
		return w.name(n)
	case *ast.UnaryNode:
		return w.unary(node, n)
	case *ast.BinaryNode:
		return w.binary(n)
	case *ast.ConditionalNode:
		return w.choice(n)
	case *ast.CallNode:
		return w.call(node, n)
	case *ast.MemberNode:
		if s, ours := w.sorts[n]; ours {
			return s
		}
	}
	return w.refuse(*node, "rule-not-offered", (*node).String())
}

// refuse keeps the first problem.
func (w *walker) refuse(node ast.Node, code, what string) sort {
	at := node.Location()
	w.problem = &refusal{offset: at.From, width: at.To - at.From, code: code, what: what}
	return aNothing
}

// name is a value that the scope offers, or the name of a function.
func (w *walker) name(n *ast.IdentifierNode) sort {
	if s, ok := w.scope.names[n.Value]; ok {
		if !slices.Contains(w.reads, n.Value) {
			w.reads = append(w.reads, n.Value)
		}
		return s
	}
	if _, ok := offered[n.Value]; ok || n.Value == "rank" || n.Value == "date" {
		return aName
	}
	if w.scope.resolve != nil && (n.Value == "indicator" || n.Value == "regions") {
		return aName
	}
	w.refuse(n, "rule-unknown-name", "")
	w.problem.args = indicators.Args{"name": n.Value, "known": w.scope.known()}
	return aNothing
}

func (w *walker) unary(node *ast.Node, n *ast.UnaryNode) sort {
	s := w.sorts[n.Node]
	switch n.Operator {
	case "not", "!":
		if s == aYesNo {
			return aYesNo
		}
	case "+":
		if s == aNumber {
			return aNumber
		}
	case "-":
		if s == aNumber {
			ast.Patch(node, &ast.CallNode{Callee: &ast.IdentifierNode{Value: "negative"}, Arguments: []ast.Node{n.Node}})
			return aNumber
		}
	}
	return w.mismatch(n, n.Operator, s, "")
}

func (w *walker) binary(n *ast.BinaryNode) sort {
	left, right := w.sorts[n.Left], w.sorts[n.Right]
	_, adds := arithmetic[n.Operator]
	_, compares := comparisons[n.Operator]
	equates := n.Operator == "==" || n.Operator == "!="
	switch {
	case left != right:
	case adds && left == aNumber, n.Operator == "-" && left == aDay:
		return aNumber
	case compares && (left == aNumber || left == aDay), equates && (left == aYesNo || left == aText):
		return aYesNo
	case left == aYesNo && slices.Contains([]string{"and", "&&", "or", "||"}, n.Operator):
		return aYesNo
	}
	if !adds && !compares && !slices.Contains([]string{"and", "&&", "or", "||"}, n.Operator) {
		return w.refuse(n, "rule-not-offered", n.Operator)
	}
	return w.mismatch(n, n.Operator, left, right)
}

func (w *walker) choice(n *ast.ConditionalNode) sort {
	yes, no := w.sorts[n.Exp1], w.sorts[n.Exp2]
	if w.sorts[n.Cond] != aYesNo || yes != no || yes != aNumber && yes != aYesNo && yes != aDay {
		return w.mismatch(n, "?:", yes, no)
	}
	return yes
}

// mismatch refuses an operator between sorts that do not go together.
func (w *walker) mismatch(node ast.Node, op string, left, right sort) sort {
	w.refuse(node, "rule-type", "")
	args := indicators.Args{"op": op, "left": string(left), "right": string(right)}
	if right == "" {
		w.problem.code = "rule-type.one"
		delete(args, "right")
	}
	w.problem.args = args
	return aNothing
}

// call allows the functions that are offered, and settles those that depend on
// the definition alone.
func (w *walker) call(node *ast.Node, n *ast.CallNode) sort {
	callee, ok := n.Callee.(*ast.IdentifierNode)
	if !ok || w.sorts[callee] != aName {
		return w.refuse(n, "rule-not-offered", n.String())
	}
	if len(n.Arguments) != 1 {
		return w.wrongArgument(n, callee.Value)
	}
	argument := n.Arguments[0]
	if f, ok := offered[callee.Value]; ok {
		if w.sorts[argument] != f.takes {
			return w.wrongArgument(n, callee.Value)
		}
		return f.gives
	}
	if callee.Value == "rank" && w.sorts[argument] == aGrade {
		return aNumber
	}
	word, ok := argument.(*ast.StringNode)
	if !ok {
		return w.wrongArgument(n, callee.Value)
	}
	switch callee.Value {
	case "rank":
		return w.rank(node, word)
	case "date":
		return w.date(node, word)
	}
	return w.operand(node, callee.Value, word)
}

func (w *walker) wrongArgument(node ast.Node, function string) sort {
	return w.refuse(node, "rule-argument."+function, "")
}

func (w *walker) rank(node *ast.Node, word *ast.StringNode) sort {
	rung := w.scope.scale.Rung(word.Value)
	if rung < 0 {
		return w.refuse(word, "rule-no-rung", word.Value)
	}
	ast.Patch(node, &ast.ConstantNode{Value: wholeNumber(int64(rung))})
	return aNumber
}

func (w *walker) date(node *ast.Node, word *ast.StringNode) sort {
	d, err := indicators.ParseDate(word.Value)
	if err != nil {
		return w.refuse(word, "rule-date", word.Value)
	}
	ast.Patch(node, &ast.ConstantNode{Value: day{int64(d)}})
	return aDay
}

// operand puts the place of a formula's operand for the call that names it.
func (w *walker) operand(node *ast.Node, function string, word *ast.StringNode) sort {
	index, problem := w.scope.resolve(function, word.Value)
	if problem != nil {
		w.refuse(word, problem.Code, "")
		w.problem.args = problem.Args
		return aNothing
	}
	list, s := "figures", aNumber
	if function == "regions" {
		list, s = "lists", aList
	}
	ast.Patch(node, &ast.MemberNode{Node: &ast.IdentifierNode{Value: list}, Property: &ast.IntegerNode{Value: index}})
	return s
}

// known lists the names on offer, for the hint.
func (s scope) known() string {
	names := make([]string, 0, len(s.names))
	for name := range s.names {
		names = append(names, name)
	}
	slices.Sort(names)
	text := ""
	for i, name := range names {
		if i > 0 {
			text += ", "
		}
		text += name
	}
	return text
}
