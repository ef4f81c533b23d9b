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

// A Vocabulary is what the expressions of one questionnaire may speak of: its
// items. It is not safe for concurrent use.
type Vocabulary struct {
	words map[string]*word
	ids   []string // those that have answers, in order

	suggestions int // made so far
}

// A word is one answer that expressions can name.
type word struct {
	id      string
	kind    kind
	options []Option // of choices and ratings
	rows    []Row    // of a matrix, which has no answer itself
	value   string   // of a calculated item
	state   wordState
	result  *Expression
	err     error
}

type wordState uint8

const (
	unseen wordState = iota
	underWay
	done
)

// NewVocabulary returns the vocabulary of q's items.
func NewVocabulary(q *Questionnaire) *Vocabulary {
	v := &Vocabulary{words: make(map[string]*word, len(q.Items))}
	for i := range q.Items {
		it := &q.Items[i]
		switch it.Type {
		case Information:
		case Matrix:
			v.add(&word{id: it.ID, kind: anyKind, rows: it.Rows})
			for _, r := range it.Rows {
				v.add(&word{id: it.ID + "." + r.ID, kind: codeKind, options: q.ItemOptions(it)})
			}
		case Choice, Multiple, Ranking:
			v.add(&word{id: it.ID, kind: kindOf(it.Type), options: q.ItemOptions(it)})
		case Rating:
			v.add(&word{id: it.ID, kind: numberKind, options: ratingWords(q, it)})
		default:
			v.add(&word{id: it.ID, kind: kindOf(it.Type), value: it.Value})
		}
	}
	return v
}

// MaxRatingSteps bounds a rating's range; form demands it.
const MaxRatingSteps = 100

func ratingWords(q *Questionnaire, it *Item) []Option {
	if it.From >= it.To || it.To-it.From > MaxRatingSteps {
		return nil
	}
	return q.ItemOptions(it)
}

func (v *Vocabulary) add(w *word) {
	if _, known := v.words[w.id]; !known {
		v.words[w.id] = w
		if w.rows == nil {
			v.ids = append(v.ids, w.id)
		}
	}
}

// Has reports whether the item can be named by expressions and quotes.
func (v *Vocabulary) Has(id string) bool {
	w, ok := v.words[id]
	return ok && w.rows == nil
}

// maxSuggestions bounds the time spent on suggestions for hostile files.
const maxSuggestions = 100

// Nearest returns the known id most like a wrong one, or "", the first hundred
// times that it is asked.
func (v *Vocabulary) Nearest(id string) string {
	if v.suggestions++; v.suggestions > maxSuggestions {
		return ""
	}
	return Nearest(id, v.ids)
}

func kindOf(t ItemType) kind {
	switch t {
	case Choice:
		return codeKind
	case Multiple, Ranking:
		return listKind
	case Rating, Number:
		return numberKind
	case Calculated:
		return anyKind
	default:
		return textKind
	}
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

// meaning returns the expression of a calculated item.
func (v *Vocabulary) meaning(w *word) (*Expression, error) {
	switch w.state {
	case done:
		return w.result, w.err
	case underWay:
		return nil, errCircle
	}
	w.state = underWay
	w.result, w.err = v.Parse(w.value)
	w.state = done
	return w.result, w.err
}

var errCircle = errors.New("circle")

// Calculated returns the expression of a calculated item; its error is
// ExpressionErrors, of key "circle" where it depends on itself.
func (v *Vocabulary) Calculated(id string) (*Expression, error) { return v.meaning(v.words[id]) }

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
