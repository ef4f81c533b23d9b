package survey

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/builtin"
	"github.com/expr-lang/expr/conf"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/parser"
)

// Limits of one expression. With no loops in the language, its size bounds its
// time and memory.
const (
	maxExpressionLength = 2000 // characters
	maxExpressionNodes  = 200  // as written
	maxExpressionTerms  = 1000 // with the calculated items in it written out
)

// An Expression is a condition or a calculation over answers, as show_if,
// value and checks hold it: the syntax of expr-lang, cut down to what a browser
// can evaluate as well.
//
// The operators are and, or, not, in, not in, ==, !=, <, <=, >, >=, +, -, *, /
// and c ? x : y; the functions answered(x), count(x, …) (how many are
// answered), len(x) (options chosen, characters written), sum(x, …) and
// mean(x, …) (of those answered), score(x) (the chosen option's score).
//
// A choice is its code, a multiple choice or ranking a list of codes, a number
// or rating a number, a date or text a string, an unanswered item nil. Nil is
// equal to nothing but nil, every other comparison with it is false, and
// arithmetic with it is nil.
type Expression struct {
	root  *term
	names []Name
	needs []string
}

// A Name is an item as an expression mentions it.
type Name struct {
	ID     string // "s1", or "m.r" for row r of matrix m
	Offset int    // in characters
}

// Names returns the items that the expression mentions, in order.
func (e *Expression) Names() []Name { return e.names }

// Condition reports whether the expression is true or false, and not a number
// or a text.
func (e *Expression) Condition() bool { return e.root.kind == truthKind }

// An ExpressionError is one mistake in an expression.
type ExpressionError struct {
	Offset int // in characters
	Key    string
	Args   map[string]any
}

// ExpressionErrors are an expression's mistakes, all at once.
type ExpressionErrors []ExpressionError

func (e ExpressionErrors) Error() string {
	lines := make([]string, len(e))
	for i, x := range e {
		lines[i] = FieldError{Key: x.Key, Args: x.Args}.Message("en")
	}
	return strings.Join(lines, "; ")
}

// grammar is what expr-lang's parser is to know: our functions, none of its own.
var grammar = sync.OnceValue(func() *conf.Config {
	config := conf.CreateNew()
	config.MaxNodes = maxExpressionNodes
	config.DisableIfOperator = true
	for _, name := range builtin.Names {
		config.Disabled[name] = true
	}
	for _, name := range functions {
		config.Functions[name] = &builtin.Function{Name: name}
	}
	return config
})

// Parse reads an expression; its error is ExpressionErrors.
func (v *Vocabulary) Parse(src string) (*Expression, error) {
	if utf8.RuneCountInString(src) > maxExpressionLength {
		return nil, ExpressionErrors{{0, "expression_long", map[string]any{"max": maxExpressionLength}}}
	}
	tree, err := parser.ParseWithConfig(src, grammar())
	if err != nil {
		return nil, ExpressionErrors{syntaxError(src, err)}
	}
	t := &translator{vocabulary: v}
	e := &Expression{root: t.term(tree.Node)}
	if e.root.size > maxExpressionTerms {
		t.wrong(tree.Node, "expression_long", "max", maxExpressionLength)
	}
	if len(t.errs) > 0 {
		return nil, t.errs
	}
	e.names, e.needs = t.names, t.needs
	return e, nil
}

// syntaxError says where the parser stopped.
func syntaxError(src string, err error) ExpressionError {
	var at *file.Error
	if !errors.As(err, &at) || strings.Contains(at.Message, "maximum allowed nodes") {
		return ExpressionError{0, "expression_long", map[string]any{"max": maxExpressionLength}}
	}
	runes := []rune(src)
	from := min(at.From, len(runes))
	rest := string(runes[from:min(from+20, len(runes))])
	if strings.ContainsAny(src, "，（）“”‘’＝＜＞！［］；：、") {
		return ExpressionError{from, "expression_width", map[string]any{"near": rest}}
	}
	if rest == "" || strings.Contains(at.Message, "EOF") {
		return ExpressionError{from, "expression_end", nil}
	}
	return ExpressionError{from, "expression_syntax", map[string]any{"near": rest}}
}

// Reads returns every item whose answer the expression depends on, also by way
// of calculated items, in no particular order.
func (e *Expression) Reads() []string {
	var ids []string
	var walk func(t *term)
	walk = func(t *term) {
		if t.id != "" && !slices.Contains(ids, t.id) {
			ids = append(ids, t.id)
		}
		for _, arg := range t.args {
			walk(arg)
		}
	}
	walk(e.root)
	return ids
}

// at is a node's place in the source, in characters.
func at(n ast.Node) int { return n.Location().From }
