package survey

import (
	"errors"
	"strconv"

	"github.com/expr-lang/expr/ast"
)

// A kind is what a term yields, as far as can be said beforehand.
type kind uint8

const (
	anyKind kind = iota
	truthKind
	numberKind
	textKind
	codeKind // a choice's option code: text that may be compared with numbers
	listKind // option codes
)

// functions are the calls allowed.
var functions = []string{"answered", "count", "len", "mean", "score", "sum"}

// A translator turns a syntax tree into terms, and notes all that is wrong.
type translator struct {
	vocabulary *Vocabulary
	names      []Name
	needs      []string
	lenient    int // inside answered(), count(), …: an unanswered item is fine
	errs       ExpressionErrors
}

func (t *translator) wrong(n ast.Node, key string, args ...any) *term {
	e := ExpressionError{Offset: at(n), Key: key}
	if len(args) > 0 {
		e.Args = Args(args...)
	}
	t.errs = append(t.errs, e)
	return &term{op: opLiteral, size: 1}
}

func (t *translator) term(n ast.Node) *term {
	switch n := n.(type) {
	case *ast.NilNode:
		return &term{op: opLiteral, size: 1}
	case *ast.BoolNode:
		return literal(truthKind, value{kind: truthValue, truth: n.Value})
	case *ast.IntegerNode:
		return literal(numberKind, value{kind: numberValue, number: float64(n.Value)})
	case *ast.FloatNode:
		return literal(numberKind, value{kind: numberValue, number: n.Value})
	case *ast.StringNode:
		return literal(textKind, value{kind: textValue, text: n.Value})
	case *ast.IdentifierNode:
		return t.item(n, n.Value)
	case *ast.MemberNode:
		return t.member(n)
	case *ast.UnaryNode:
		return t.unary(n)
	case *ast.BinaryNode:
		return t.binary(n)
	case *ast.ConditionalNode:
		return t.conditional(n)
	case *ast.CallNode:
		return t.call(n)
	case *ast.BuiltinNode:
		return t.wrong(n, "expression_function", "name", n.Name)
	case *ast.ArrayNode:
		return t.wrong(n, "expression_list")
	default:
		return t.wrong(n, "expression_form")
	}
}

func literal(k kind, v value) *term { return &term{op: opLiteral, kind: k, value: v, size: 1} }

// member reads m.r: row r of matrix m.
func (t *translator) member(n *ast.MemberNode) *term {
	m, isName := n.Node.(*ast.IdentifierNode)
	r, isRow := n.Property.(*ast.StringNode)
	if !isName || !isRow || n.Optional || n.Method {
		return t.wrong(n, "expression_form")
	}
	return t.item(m, m.Value+"."+r.Value)
}

// item reads an answer. A calculated item is written out, so that whoever
// evaluates needs to know nothing but answers.
func (t *translator) item(n ast.Node, id string) *term {
	w := t.word(n, id)
	if w == nil {
		return &term{op: opLiteral, size: 1}
	}
	switch {
	case w.value != "":
		e, err := t.vocabulary.meaning(w)
		if errors.Is(err, errCircle) {
			return t.wrong(n, "circle", "item", id)
		}
		if err != nil { // reported where it is written
			return &term{op: opLiteral, size: 1}
		}
		if t.lenient == 0 {
			t.needs = append(t.needs, e.needs...)
		}
		return e.root
	case w.kind == numberKind:
		t.need(id)
		return &term{op: opNumber, id: id, kind: numberKind, size: 1}
	case w.kind == listKind:
		t.need(id)
		return &term{op: opItems, id: id, kind: listKind, size: 1}
	default:
		t.need(id)
		return &term{op: opItem, id: id, kind: w.kind, options: w.options, size: 1}
	}
}

// need notes that the expression says nothing until the item is answered.
func (t *translator) need(id string) {
	if t.lenient == 0 {
		t.needs = append(t.needs, id)
	}
}

// word looks an item up; nil after an error.
func (t *translator) word(n ast.Node, id string) *word {
	w, ok := t.vocabulary.words[id]
	switch {
	case !ok:
		t.wrong(n, "expression_item", "item", id, "near", t.vocabulary.Nearest(id))
		return nil
	case w.rows != nil:
		t.wrong(n, "expression_matrix", "item", id, "row", w.rows[0].ID)
		return nil
	}
	t.names = append(t.names, Name{id, at(n)})
	return w
}

func (t *translator) unary(n *ast.UnaryNode) *term {
	x := t.term(n.Node)
	switch n.Operator {
	case "not", "!":
		t.want(n.Node, x, truthKind)
		return newTerm(opNot, truthKind, x)
	case "-":
		if x.op == opLiteral && x.kind == numberKind {
			return literal(numberKind, value{kind: numberValue, number: -x.value.number})
		}
		t.want(n.Node, x, numberKind)
		return newTerm(opNegate, numberKind, x)
	default:
		return t.wrong(n, "expression_operator", "operator", n.Operator)
	}
}

func (t *translator) binary(n *ast.BinaryNode) *term {
	if n.Operator == "in" {
		return t.membership(n)
	}
	op, ok := operators[n.Operator]
	if !ok {
		return t.wrong(n, "expression_operator", "operator", n.Operator)
	}
	x, y := t.term(n.Left), t.term(n.Right)
	switch op {
	case opAnd, opOr:
		t.want(n.Left, x, truthKind)
		t.want(n.Right, y, truthKind)
		return newTerm(op, truthKind, x, y)
	case opEqual, opUnequal:
		y = t.align(n.Right, y, x)
		x = t.align(n.Left, x, y)
		t.comparable(n, x, y)
		return newTerm(op, truthKind, x, y)
	case opLess, opAtMost, opMore, opAtLeast:
		t.comparable(n, x, y)
		return newTerm(op, truthKind, x, y)
	default:
		t.want(n.Left, x, numberKind)
		t.want(n.Right, y, numberKind)
		return newTerm(op, numberKind, x, y)
	}
}

// want notes where a term is not of the kind needed. Codes pass as numbers.
func (t *translator) want(n ast.Node, x *term, k kind) {
	if x.kind == k || x.kind == anyKind || k == numberKind && x.kind == codeKind {
		return
	}
	key := map[kind]string{truthKind: "expression_truth", numberKind: "expression_number"}[k]
	t.wrong(n, key)
}

// comparable notes a comparison that can never hold.
func (t *translator) comparable(n ast.Node, x, y *term) {
	switch {
	case x.kind == listKind || y.kind == listKind:
		t.wrong(n, "expression_contains")
	case x.kind == anyKind || y.kind == anyKind || x.kind == y.kind:
	case x.kind == truthKind || y.kind == truthKind, x.kind == numberKind && y.kind == textKind, x.kind == textKind && y.kind == numberKind:
		t.wrong(n, "expression_kinds")
	}
}

// align turns a literal that stands beside a choice into an option code, which
// must be one of the choice's.
func (t *translator) align(n ast.Node, x, beside *term) *term {
	if x.op != opLiteral || beside.options == nil || x.kind != numberKind && x.kind != textKind {
		return x
	}
	c := x.value.text
	if x.kind == numberKind {
		c = strconv.FormatFloat(x.value.number, 'g', -1, 64)
	}
	if optionOf(beside.options, c) == nil {
		t.wrong(n, "expression_code", "item", beside.id, "code", c, "codes", optionCodes(beside.options))
	}
	return literal(textKind, value{kind: textValue, text: c})
}

// membership reads x in [a, b] and x in multiple.
func (t *translator) membership(n *ast.BinaryNode) *term {
	x := t.term(n.Left)
	array, ok := n.Right.(*ast.ArrayNode)
	if !ok {
		y := t.term(n.Right)
		if y.kind != listKind && y.kind != anyKind {
			t.wrong(n.Right, "expression_in")
			return newTerm(opIn, truthKind, x, y)
		}
		if w := t.vocabulary.words[y.id]; w != nil {
			x = t.align(n.Left, x, &term{id: y.id, options: w.options})
		}
		return newTerm(opIn, truthKind, x, y)
	}
	if x.kind == listKind {
		t.wrong(n.Left, "expression_contains")
	}
	items := make([]*term, len(array.Nodes))
	for i, m := range array.Nodes {
		items[i] = t.align(m, t.term(m), x)
		t.comparable(m, x, items[i])
	}
	return newTerm(opIn, truthKind, x, newTerm(opList, listKind, items...))
}

func (t *translator) conditional(n *ast.ConditionalNode) *term {
	c, x, y := t.term(n.Cond), t.term(n.Exp1), t.term(n.Exp2)
	t.want(n.Cond, c, truthKind)
	k := x.kind
	if k != y.kind {
		k = anyKind
	}
	return newTerm(opIf, k, c, x, y)
}
