package form

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/token"

	"minping/survey"
)

// A Tree is a questionnaire file as it is written, right or wrong: what a form
// shows of it, and where an edit finds its place. Paths are those of Error.
type Tree struct {
	src  []byte
	root *node
}

// A node is one value of the file with the bytes that it takes.
type node struct {
	kind     nodeKind
	value    string   // of a scalar
	raw      rawKind  // of a scalar
	keys     []string // of a mapping
	at       []int    // of a mapping: where its keys begin; of a block list: its dashes
	kids     []*node
	from, to int
	flow     bool // in braces or brackets itself
	literal  bool // a scalar in lines of its own: | or >
}

type nodeKind uint8

const (
	scalarNode nodeKind = iota
	mappingNode
	listNode
)

// A rawKind is what YAML takes a scalar for.
type rawKind uint8

const (
	stringScalar rawKind = iota
	numberScalar
	boolScalar
	nullScalar
)

// ReadTree reads a file as far as it is YAML; Parse says what else is wrong.
func ReadTree(src []byte) (*Tree, error) {
	src = bytes.ReplaceAll(bytes.TrimPrefix(src, bom), crlf, lf)
	body, errs := document(src)
	if len(errs) > 0 {
		return nil, errs.finish()
	}
	s := newSpans(src)
	return &Tree{src: src, root: s.node(body, -1)}, nil
}

var bom = []byte("\ufeff")

// Has reports whether a value is written at the path.
func (t *Tree) Has(path string) bool { return t.root.find(path) != nil }

// Get returns the scalar at the path as it reads, "" where there is none.
func (t *Tree) Get(path string) string {
	if n := t.root.find(path); n != nil && n.kind == scalarNode {
		return n.value
	}
	return ""
}

// Len returns how many entries the list at the path has, or keys the mapping.
func (t *Tree) Len(path string) int {
	if n := t.root.find(path); n != nil {
		return len(n.kids)
	}
	return 0
}

// Keys returns the keys of the mapping at the path, as they are written.
func (t *Tree) Keys(path string) []string {
	if n := t.root.find(path); n != nil && n.kind == mappingNode {
		return n.keys
	}
	return nil
}

// List returns the scalars of the list at the path; one scalar is a list of one.
func (t *Tree) List(path string) (all []string) {
	n := t.root.find(path)
	switch {
	case n == nil || n.kind == mappingNode:
	case n.kind == scalarNode:
		all = []string{n.value}
	default:
		for _, kid := range n.kids {
			all = append(all, kid.value)
		}
	}
	return all
}

// Languages are those that the file declares, else those of its title, Chinese
// first, else Chinese.
func (t *Tree) Languages() []string {
	if all := t.List("languages"); len(all) > 0 {
		return all
	}
	var q survey.Questionnaire
	q.Title = survey.Text{}
	for _, lang := range t.Keys("title") {
		q.Title[lang] = ""
	}
	completeLanguages(&q)
	return q.Languages
}

// Text returns the text at the path in a language; a plain string is in the
// default one.
func (t *Tree) Text(path, lang string) string {
	n := t.root.find(path)
	switch {
	case n == nil:
		return ""
	case n.kind == scalarNode:
		if lang == t.Languages()[0] {
			return n.value
		}
		return ""
	default:
		return t.Get(join(path, lang))
	}
}

// Label returns the text at the path in the language, else in any.
func (t *Tree) Label(path, lang string) string {
	for _, l := range append([]string{lang}, t.Languages()...) {
		if s := t.Text(path, l); s != "" {
			return s
		}
	}
	return ""
}

// find returns the node at a path, or nil.
func (n *node) find(path string) *node {
	for _, step := range steps(path) {
		if n = n.kid(step); n == nil {
			return nil
		}
	}
	return n
}

func (n *node) kid(step string) *node {
	if i := n.index(step); i >= 0 {
		return n.kids[i]
	}
	return nil
}

// index is the place of a key or of an entry "[3]", -1 if it is not there.
func (n *node) index(step string) int {
	if n == nil {
		return -1
	}
	if i, ok := entry(step); ok {
		if n.kind == listNode && i < len(n.kids) {
			return i
		}
		return -1
	}
	for i, key := range n.keys {
		if key == step {
			return i
		}
	}
	return -1
}

// steps takes a path apart: "items[3].text" is "items", "[3]", "text".
func steps(path string) (all []string) {
	for path != "" {
		end := strings.IndexAny(path[1:], ".[") + 1
		if end == 0 {
			end = len(path)
		}
		all = append(all, strings.TrimPrefix(path[:end], "."))
		path = path[end:]
	}
	return all
}

// entry reads "[3]".
func entry(step string) (int, bool) {
	digits, opens := strings.CutPrefix(step, "[")
	digits, closes := strings.CutSuffix(digits, "]")
	if !opens || !closes || digits == "" || len(digits) > 6 {
		return 0, false
	}
	n := 0
	for _, r := range digits {
		if r < '0' || r > '9' {
			return 0, false
		}
		n = 10*n + int(r-'0')
	}
	return n, true
}

// spans finds the bytes of nodes.
type spans struct {
	src   []byte
	lines []int         // where they begin
	next  map[place]int // by where a token begins: where the next one does
}

func newSpans(src []byte) *spans {
	s := &spans{src: src, lines: []int{0}, next: map[place]int{}}
	for i, b := range src {
		if b == '\n' {
			s.lines = append(s.lines, i+1)
		}
	}
	tokens := lexer.Tokenize(string(src))
	for i, t := range tokens {
		end := len(src)
		if i+1 < len(tokens) {
			end = s.offset(tokens[i+1])
		}
		s.next[place{t.Position.Line, t.Position.Column}] = end
	}
	return s
}

// offset is where a token begins.
func (s *spans) offset(t *token.Token) int {
	line := min(max(t.Position.Line, 1), len(s.lines)) - 1
	at := s.lines[line]
	for range t.Position.Column - 1 {
		_, n := utf8.DecodeRune(s.src[at:])
		at += n
	}
	return at
}

// node reads a syntax node; indent is the column of what holds it.
func (s *spans) node(n ast.Node, indent int) *node {
	switch n := n.(type) {
	case *ast.MappingNode:
		m := &node{kind: mappingNode, flow: n.IsFlowStyle}
		s.pairs(m, n.Values)
		if n.IsFlowStyle {
			m.from, m.to = s.offset(n.Start), s.offset(n.End)+1
		}
		return m
	case *ast.MappingValueNode:
		m := &node{kind: mappingNode}
		s.pairs(m, []*ast.MappingValueNode{n})
		return m
	case *ast.SequenceNode:
		return s.list(n)
	default:
		return s.scalar(n, indent)
	}
}

func (s *spans) pairs(m *node, pairs []*ast.MappingValueNode) {
	for _, pair := range pairs {
		key := pair.Key.GetToken()
		value := s.node(pair.Value, key.Position.Column-1)
		if _, null := pair.Value.(*ast.NullNode); null && !bytes.HasPrefix(s.src[value.from:], []byte("null")) && !bytes.HasPrefix(s.src[value.from:], []byte("~")) {
			value.from = s.offset(pair.Start) + 1
			value.to = value.from
		}
		m.keys, m.at, m.kids = append(m.keys, key.Value), append(m.at, s.offset(key)), append(m.kids, value)
	}
	if len(m.kids) > 0 {
		m.from, m.to = m.at[0], m.kids[len(m.kids)-1].to
	}
}

func (s *spans) list(n *ast.SequenceNode) *node {
	l := &node{kind: listNode, flow: n.IsFlowStyle}
	for i, value := range n.Values {
		indent := n.Start.Position.Column - 1
		kid := s.node(value, indent)
		if !n.IsFlowStyle && i < len(n.Entries) {
			dash := s.offset(n.Entries[i].Start)
			if kid.kind == scalarNode && kid.raw == nullScalar && (kid.from <= dash || kid.from == kid.to) {
				kid.from, kid.to = dash+1, dash+1
			}
			l.at = append(l.at, dash)
		}
		l.kids = append(l.kids, kid)
	}
	switch {
	case n.IsFlowStyle:
		l.from, l.to = s.offset(n.Start), s.offset(n.End)+1
	case len(l.at) > 0:
		l.from, l.to = l.at[0], l.kids[len(l.kids)-1].to
	}
	return l
}

func (s *spans) scalar(n ast.Node, indent int) *node {
	t := n.GetToken()
	v := &node{value: t.Value, from: s.offset(t)}
	switch n := n.(type) {
	case *ast.StringNode:
		v.value = n.Value
	case *ast.LiteralNode:
		v.value, v.literal = n.Value.Value, true
		v.from = s.offset(n.Start)
		v.to = s.literalEnd(v.from, indent)
		return v
	case *ast.IntegerNode, *ast.FloatNode, *ast.InfinityNode, *ast.NanNode:
		v.raw = numberScalar
	case *ast.BoolNode:
		v.raw = boolScalar
	case *ast.NullNode:
		v.raw, v.value = nullScalar, ""
	}
	v.to = v.from
	if v.from < len(s.src) && (s.src[v.from] == '"' || s.src[v.from] == '\'') && v.raw == stringScalar {
		v.to = quotedEnd(s.src, v.from)
		return v
	}
	if end, ok := s.next[place{t.Position.Line, t.Position.Column}]; ok && end > v.from {
		v.to = v.from + len(bytes.TrimRight(s.src[v.from:end], " \t\r\n"))
	}
	return v
}

// literalEnd is the end of the last line that belongs to a block scalar: those
// indented deeper than what holds it.
func (s *spans) literalEnd(from, indent int) int {
	end := lineEnd(s.src, from)
	for at := end; at < len(s.src); {
		line := s.src[at+1 : lineEnd(s.src, at+1)]
		body := bytes.TrimLeft(line, " ")
		if len(bytes.TrimSpace(body)) > 0 {
			if len(line)-len(body) <= indent {
				break
			}
			end = at + 1 + len(line)
		}
		at = lineEnd(s.src, at+1)
	}
	return end
}

// lineEnd is where the line break after at is, or the end of the text.
func lineEnd(src []byte, at int) int {
	if at >= len(src) {
		return len(src)
	}
	if i := bytes.IndexByte(src[at:], '\n'); i >= 0 {
		return at + i
	}
	return len(src)
}

// quotedEnd is the place after the quote that ends the scalar at from.
func quotedEnd(src []byte, from int) int {
	quote := src[from]
	for i := from + 1; i < len(src); i++ {
		switch {
		case quote == '"' && src[i] == '\\':
			i++
		case src[i] != quote:
		case quote == '\'' && i+1 < len(src) && src[i+1] == quote:
			i++
		default:
			return i + 1
		}
	}
	return len(src)
}
