package survey

import (
	"slices"
	"unicode/utf8"
)

// An operator is what a term does. Its name heads the term in the tree that
// browsers evaluate.
type operator string

const (
	opLiteral  operator = ""
	opItem     operator = "item"     // an answer's text, or nil
	opNumber   operator = "number"   // an answer as a number, or nil
	opItems    operator = "items"    // an answer's codes
	opAnswered operator = "answered" // whether there is an answer
	opScore    operator = "score"    // the score of the code chosen, from a table
	opAnd      operator = "and"
	opOr       operator = "or"
	opNot      operator = "not"
	opEqual    operator = "=="
	opUnequal  operator = "!="
	opLess     operator = "<"
	opAtMost   operator = "<="
	opMore     operator = ">"
	opAtLeast  operator = ">="
	opIn       operator = "in"
	opList     operator = "list"
	opAdd      operator = "+"
	opSubtract operator = "-"
	opMultiply operator = "*"
	opDivide   operator = "/"
	opNegate   operator = "negate"
	opIf       operator = "if"
	opCount    operator = "count"
	opLength   operator = "len"
	opSum      operator = "sum"
	opMean     operator = "mean"
)

var operators = map[string]operator{
	"and": opAnd, "&&": opAnd, "or": opOr, "||": opOr,
	"==": opEqual, "!=": opUnequal, "<": opLess, "<=": opAtMost, ">": opMore, ">=": opAtLeast,
	"+": opAdd, "-": opSubtract, "*": opMultiply, "/": opDivide,
}

// A term is a node of a translated expression.
type term struct {
	op      operator
	args    []*term
	id      string             // opItem, opNumber, opItems, opAnswered, opScore
	value   value              // opLiteral
	table   map[string]float64 // opScore
	kind    kind
	options []Option // of the choice it reads
	size    int      // terms in it, written out
}

func newTerm(op operator, k kind, args ...*term) *term {
	t := &term{op: op, kind: k, args: args, size: 1}
	for _, arg := range args {
		t.size = min(t.size+arg.size, 2*maxExpressionTerms)
	}
	return t
}

// eval yields the term's value for the answers.
func (t *term) eval(a Answers) value {
	switch t.op {
	case opLiteral:
		return t.value
	case opItem, opNumber, opItems, opAnswered, opScore:
		return t.read(a[t.id])
	case opAnd:
		return truthOf(t.args[0].eval(a).isTrue() && t.args[1].eval(a).isTrue())
	case opOr:
		return truthOf(t.args[0].eval(a).isTrue() || t.args[1].eval(a).isTrue())
	case opNot:
		return truthOf(!t.args[0].eval(a).isTrue())
	case opIf:
		if t.args[0].eval(a).isTrue() {
			return t.args[1].eval(a)
		}
		return t.args[2].eval(a)
	case opIn:
		return t.in(a)
	case opList:
		items := make([]value, len(t.args))
		for i, arg := range t.args {
			items[i] = arg.eval(a)
		}
		return value{kind: listValue, list: items}
	case opCount, opLength, opSum, opMean:
		return t.aggregate(a)
	case opAdd, opSubtract, opMultiply, opDivide, opNegate:
		return t.arithmetic(a)
	default:
		return truthOf(compare(t.op, t.args[0].eval(a), t.args[1].eval(a)))
	}
}

// read yields what a term says of one answer.
func (t *term) read(answer []string) value {
	if t.op == opAnswered {
		return truthOf(len(answer) > 0)
	}
	if len(answer) == 0 {
		return value{}
	}
	switch t.op {
	case opNumber:
		if f, ok := parseNumber(answer[0]); ok {
			return numberOf(f)
		}
		return value{}
	case opItems:
		items := make([]value, len(answer))
		for i, c := range answer {
			items[i] = value{kind: textValue, text: c}
		}
		return value{kind: listValue, list: items}
	case opScore:
		if f, ok := t.table[answer[0]]; ok {
			return numberOf(f)
		}
		return value{}
	default:
		return value{kind: textValue, text: answer[0]}
	}
}

// in looks for the left value in the list on the right.
func (t *term) in(a Answers) value {
	x, among := t.args[0].eval(a), t.args[1]
	if among.op == opList { // without building it
		for _, arg := range among.args {
			if equal(x, arg.eval(a)) {
				return truthOf(true)
			}
		}
		return truthOf(false)
	}
	return truthOf(slices.ContainsFunc(among.eval(a).list, func(y value) bool { return equal(x, y) }))
}

func (t *term) aggregate(a Answers) value {
	if t.op == opLength {
		x := t.args[0].eval(a)
		return numberOf(float64(len(x.list) + utf8.RuneCountInString(x.text)))
	}
	sum, n := 0.0, 0
	for _, arg := range t.args {
		x := arg.eval(a)
		if t.op == opCount {
			if x.isTrue() {
				n++
			}
			continue
		}
		if f, ok := x.asNumber(); ok {
			sum += f
			n++
		}
	}
	switch {
	case t.op == opCount:
		return numberOf(float64(n))
	case n == 0:
		return value{}
	case t.op == opMean:
		return numberOf(sum / float64(n))
	default:
		return numberOf(sum)
	}
}

func (t *term) arithmetic(a Answers) value {
	x, ok := t.args[0].eval(a).asNumber()
	if !ok {
		return value{}
	}
	if t.op == opNegate {
		return numberOf(-x)
	}
	y, ok := t.args[1].eval(a).asNumber()
	if !ok {
		return value{}
	}
	switch t.op {
	case opAdd:
		return numberOf(x + y)
	case opSubtract:
		return numberOf(x - y)
	case opMultiply:
		return numberOf(x * y)
	default:
		return numberOf(x / y) // by zero: nil
	}
}

// tree is the term as JSON holds it: literals as themselves, else
// [operator, argument, …].
func (t *term) tree() any {
	switch t.op {
	case opLiteral:
		return t.value.json()
	case opScore:
		return []any{string(t.op), []any{string(opItem), t.id}, t.table}
	case opItem, opNumber, opItems, opAnswered:
		return []any{string(t.op), t.id}
	}
	out := []any{string(t.op)}
	for _, arg := range t.args {
		out = append(out, arg.tree())
	}
	return out
}
