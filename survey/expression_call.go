package survey

import (
	"slices"

	"github.com/expr-lang/expr/ast"
)

func (t *translator) call(n *ast.CallNode) *term {
	name, ok := n.Callee.(*ast.IdentifierNode)
	if !ok {
		return t.wrong(n, "expression_form")
	}
	if !slices.Contains(functions, name.Value) {
		return t.wrong(n, "expression_function", "name", name.Value, "near", Nearest(name.Value, functions))
	}
	if len(n.Arguments) == 0 {
		return t.wrong(n, "expression_arguments", "name", name.Value)
	}
	switch name.Value {
	case "answered":
		return t.presence(t.only(n))
	case "count":
		return t.count(n)
	case "len":
		return t.length(n)
	case "score":
		return t.score(n)
	case "mean":
		return t.numbers(n, opMean)
	default:
		return t.numbers(n, opSum)
	}
}

// only returns the one argument of a call.
func (t *translator) only(n *ast.CallNode) ast.Node {
	if len(n.Arguments) > 1 {
		t.wrong(n.Arguments[1], "expression_one", "name", n.Callee.(*ast.IdentifierNode).Value)
	}
	return n.Arguments[0]
}

// named returns the item that an argument names; nil after an error.
func (t *translator) named(n ast.Node) *word {
	switch n := n.(type) {
	case *ast.IdentifierNode:
		return t.word(n, n.Value)
	case *ast.MemberNode:
		m, isName := n.Node.(*ast.IdentifierNode)
		r, isRow := n.Property.(*ast.StringNode)
		if isName && isRow {
			return t.word(m, m.Value+"."+r.Value)
		}
	}
	t.wrong(n, "expression_name")
	return nil
}

// presence is true where an item is answered. A calculated item is where its
// value is not nil.
func (t *translator) presence(n ast.Node) *term {
	w := t.named(n)
	if w == nil {
		return &term{op: opLiteral, size: 1}
	}
	if w.value == "" {
		return &term{op: opAnswered, id: w.id, kind: truthKind, size: 1}
	}
	t.lenient++
	defer func() { t.lenient-- }()
	t.names = t.names[:len(t.names)-1] // item notes the name again
	return newTerm(opUnequal, truthKind, t.item(n, w.id), &term{op: opLiteral, size: 1})
}

func (t *translator) count(n *ast.CallNode) *term {
	args := make([]*term, len(n.Arguments))
	for i, arg := range n.Arguments {
		args[i] = t.presence(arg)
	}
	return newTerm(opCount, numberKind, args...)
}

func (t *translator) length(n *ast.CallNode) *term {
	arg := t.only(n)
	t.lenient++
	x := t.term(arg)
	t.lenient--
	if x.op != opItem && x.op != opItems || x.kind == codeKind {
		t.wrong(arg, "expression_len")
	}
	return newTerm(opLength, numberKind, x)
}

// numbers reads sum(x, …) and mean(x, …).
func (t *translator) numbers(n *ast.CallNode, op operator) *term {
	t.lenient++
	defer func() { t.lenient-- }()
	args := make([]*term, len(n.Arguments))
	for i, arg := range n.Arguments {
		args[i] = t.term(arg)
		t.want(arg, args[i], numberKind)
	}
	return newTerm(op, numberKind, args...)
}

// score reads the score of the option chosen.
func (t *translator) score(n *ast.CallNode) *term {
	arg := t.only(n)
	w := t.named(arg)
	if w == nil {
		return &term{op: opLiteral, size: 1}
	}
	table := make(map[string]float64)
	for _, o := range w.options {
		if o.Score != nil {
			table[o.Code] = *o.Score
		}
	}
	if len(table) == 0 || w.kind == listKind {
		return t.wrong(arg, "expression_score", "item", w.id)
	}
	t.need(w.id)
	return &term{op: opScore, id: w.id, kind: numberKind, table: table, size: 1}
}
