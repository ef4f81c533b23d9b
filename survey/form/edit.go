package form

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

// An UneditableError says that an edit cannot be made on the text as it is
// written; the text itself can be changed.
type UneditableError struct{ Path string }

func (e UneditableError) Error() string {
	return fmt.Sprintf("form: %s cannot be edited where it stands", e.Path)
}

// An Edit changes one thing in a file; Apply makes it. The values are Set, SetText, Remove, Insert, Move and Copy.
type Edit interface {
	// target is the path that the edit is about.
	target() string
	// expect makes the edit on the values alone.
	expect(root *node) error
	// write makes it on the text.
	write(e *editor) ([]byte, error)
}

// Apply makes edits one after the other. What they are not about stays byte by
// byte: order, comments, quotes, line breaks. After each the text is read again
// and held against what was meant; if it says anything else, nothing is changed
// and the error is an UneditableError.
func Apply(src []byte, edits ...Edit) ([]byte, error) {
	head := []byte(nil)
	if bytes.HasPrefix(src, bom) {
		head, src = bom, src[len(bom):]
	}
	// The YAML parser's columns are right with plain line breaks only.
	windows := bytes.Contains(src, crlf)
	src = bytes.ReplaceAll(src, crlf, lf)
	for _, edit := range edits {
		var err error
		if src, err = apply(src, edit); err != nil {
			return nil, err
		}
	}
	if windows {
		src = bytes.ReplaceAll(src, lf, crlf)
	}
	return slices.Concat(head, src), nil
}

var crlf, lf = []byte("\r\n"), []byte("\n")

func apply(src []byte, edit Edit) ([]byte, error) {
	tree, err := ReadTree(src)
	if err != nil {
		return nil, err
	}
	if text, ok := edit.(textEdit); ok {
		plain := text.plain(tree)
		if plain == nil {
			return src, nil
		}
		edit = plain
	}
	meant := tree.root.clone()
	if err := edit.expect(meant); err != nil {
		return nil, err
	}
	if meant.same(tree.root) {
		return src, nil
	}
	out, err := edit.write(&editor{tree})
	if err != nil {
		return nil, err
	}
	after, err := ReadTree(out)
	if err != nil || !after.root.same(meant) {
		return nil, UneditableError{edit.target()}
	}
	return out, nil
}

// An editor writes into a text.
type editor struct{ *Tree }

// cut puts text in the place of some bytes.
func (e *editor) cut(from, to int, text string) []byte {
	return slices.Concat(e.src[:from], []byte(text), e.src[to:])
}

// lineStart is where the line of a place begins.
func (e *editor) lineStart(at int) int { return bytes.LastIndexByte(e.src[:at], '\n') + 1 }

// first reports whether nothing but space stands before a place in its line.
func (e *editor) first(at int) bool { return len(bytes.TrimSpace(e.src[e.lineStart(at):at])) == 0 }

// column is the number of characters before a place in its line.
func (e *editor) column(at int) int { return len([]rune(string(e.src[e.lineStart(at):at]))) }

// end is where the line ends in which a place is, without its line break.
func (e *editor) end(at int) int {
	return lineEnd(e.src, at)
}

// within reports whether a path, or what holds it, stands in brackets.
func (e *editor) within(path string) bool {
	n := e.root
	for _, step := range steps(path) {
		if n == nil || n.flow {
			return true
		}
		n = n.kid(step)
	}
	return n != nil && n.flow
}

// parent is the path of what holds a path, and the last step.
func parent(path string) (string, string) {
	all := steps(path)
	if len(all) == 0 {
		return "", ""
	}
	last := all[len(all)-1]
	return strings.TrimSuffix(strings.TrimSuffix(path, last), "."), last
}

// clone copies values without places.
func (n *node) clone() *node {
	c := &node{kind: n.kind, value: n.value, raw: n.raw, keys: slices.Clone(n.keys)}
	for _, kid := range n.kids {
		c.kids = append(c.kids, kid.clone())
	}
	return c
}

// same reports whether two nodes say the same.
func (n *node) same(m *node) bool {
	return n.kind == m.kind && n.value == m.value && n.raw == m.raw && slices.Equal(n.keys, m.keys) &&
		slices.EqualFunc(n.kids, m.kids, (*node).same)
}
