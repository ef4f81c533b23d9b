package form

import (
	"reflect"
	"slices"
	"strings"

	"minping/survey"
)

// Set writes a value at a path, in the place of what is there, or under a new
// key behind those that usually stand before it. What holds the path comes into
// being with it.
func Set(path string, v Value) Edit { return setEdit{path, v} }

type setEdit struct {
	path  string
	value Value
}

func (s setEdit) target() string { return s.path }

// missing is the first path on the way that is not there, and what to write there.
func (s setEdit) missing(root *node) (string, *node, error) {
	path, value := s.path, s.value.n.clone()
	for {
		above, step := parent(path)
		n := root.find(above)
		_, isEntry := entry(step)
		switch {
		case path == "", isEntry && n.kid(step) == nil:
			return "", nil, UneditableError{s.path}
		case n == nil || n.kind == scalarNode && n.raw == nullScalar && above != "":
			value = &node{kind: mappingNode, keys: []string{step}, kids: []*node{value}}
			path = above
		case !isEntry && n.kind != mappingNode:
			return "", nil, UneditableError{s.path}
		default:
			return path, value, nil
		}
	}
}

func (s setEdit) expect(root *node) error {
	path, value, err := s.missing(root)
	if err != nil {
		return err
	}
	above, step := parent(path)
	n := root.find(above)
	if i := n.index(step); i >= 0 {
		n.kids[i] = value
		return nil
	}
	at := placeFor(n, above, step, root)
	n.keys, n.kids = slices.Insert(n.keys, at, step), slices.Insert(n.kids, at, value)
	return nil
}

// placeFor is the place for a new key: behind the last one that stands before it in
// the order of the format, languages in the order that the file declares.
func placeFor(n *node, path, key string, root *node) int {
	var order []string
	switch t := typeAt(path); {
	case t == textType:
		order = (&Tree{root: root}).Languages()
	case t != nil && t.Kind() == reflect.Struct:
		order = fieldsOf(t).names
	}
	rank := slices.Index(order, key)
	if rank < 0 {
		return len(n.keys)
	}
	for i := len(n.keys) - 1; i >= 0; i-- {
		if r := slices.Index(order, n.keys[i]); r >= 0 && r < rank {
			return i + 1
		}
	}
	return 0
}

// typeAt is the type of what stands at a path of a questionnaire, or nil.
func typeAt(path string) reflect.Type {
	t := reflect.TypeFor[survey.Questionnaire]()
	for _, step := range steps(path) {
		if t.Kind() == reflect.Pointer {
			t = t.Elem()
		}
		switch {
		case t == textType:
			return reflect.TypeFor[string]()
		case t.Kind() == reflect.Slice || t.Kind() == reflect.Map:
			t = t.Elem()
		case t.Kind() == reflect.Struct:
			i, ok := fieldsOf(t).index[step]
			if !ok {
				return nil
			}
			t = t.Field(i).Type
		default:
			return nil
		}
	}
	return t
}

func (s setEdit) write(e *editor) ([]byte, error) {
	path, value, err := s.missing(e.root)
	if err != nil {
		return nil, err
	}
	above, step := parent(path)
	holder := e.root.find(above)
	if i := holder.index(step); i >= 0 {
		return e.replace(path, holder, i, value), nil
	}
	return e.add(above, holder, placeFor(holder, above, step, e.root), step, value), nil
}

// replace writes over what is there.
func (e *editor) replace(path string, holder *node, i int, value *node) []byte {
	old := holder.kids[i]
	var text string
	from := old.from
	switch {
	case e.within(path) && (holder.flow || e.within(mustParent(path))):
		text = value.inline(true)
	default:
		text = value.block(e.column(holder.at[i])+2, holder.kind == listNode)
		if gap := strings.TrimRight(string(e.src[:from]), " \t\r\n"); strings.HasSuffix(gap, ":") || strings.HasSuffix(gap, "-") {
			from = len(gap) // the value stands in a line of its own
		} else {
			text = strings.TrimPrefix(text, " ")
		}
	}
	if value.kind == scalarNode && value.raw == stringScalar && old.kind == scalarNode && !literal(value.value) && old.to > old.from {
		switch {
		case e.src[old.from] == '"':
			return e.cut(old.from, old.to, quotedText(value.value))
		case e.src[old.from] == '\'' && !strings.ContainsAny(value.value, "\n\r\t"):
			return e.cut(old.from, old.to, "'"+strings.ReplaceAll(value.value, "'", "''")+"'")
		}
	}
	if value.kind == scalarNode && literal(value.value) && old.to > old.from && e.commented(old.to) {
		return e.cut(old.from, old.to, quotedText(value.value)) // lines of a block would stand behind the comment
	}
	if old.from == old.to && !strings.HasPrefix(text, " ") && !strings.HasPrefix(text, "\n") {
		text = " " + text
	}
	return e.cut(from, old.to, text)
}

// commented reports whether a comment stands behind a place, in its line.
func (e *editor) commented(at int) bool {
	line, _, _ := strings.Cut(string(e.src[at:]), "\n")
	return strings.HasPrefix(strings.TrimLeft(line, " \t"), "#")
}

func mustParent(path string) string {
	above, _ := parent(path)
	return above
}

// add writes a new key into a mapping.
func (e *editor) add(path string, m *node, at int, key string, value *node) []byte {
	if len(m.kids) == 0 { // {}
		text := "{" + scalarText(key, true) + ": " + value.inline(true) + "}"
		return e.cut(m.from, m.to, text)
	}
	if m.flow || e.within(path) {
		text := scalarText(key, true) + ": " + value.inline(true)
		if at == 0 {
			return e.cut(m.at[0], m.at[0], text+", ")
		}
		to := m.kids[at-1].to
		return e.cut(to, to, ", "+text)
	}
	indent := e.column(m.at[0])
	text := scalarText(key, false) + ":" + value.block(indent+2, false)
	pad := "\n" + strings.Repeat(" ", indent)
	if at == 0 {
		return e.cut(m.at[0], m.at[0], text+pad)
	}
	to := e.end(m.kids[at-1].to)
	return e.cut(to, to, pad+text)
}

// SetText writes a text in a language, "" to take it away.
func SetText(path, lang, text string) Edit {
	return textEdit{path, lang, strings.ReplaceAll(text, "\r\n", "\n")}
}

type textEdit struct{ path, lang, text string }

func (t textEdit) target() string                { return t.path }
func (t textEdit) expect(*node) error            { panic("form: a text is set by plain edits") }
func (t textEdit) write(*editor) ([]byte, error) { panic("form: a text is set by plain edits") }

// plain is the edit that it comes to, nil for none. A text is one string as
// long as it is in the default language alone.
func (t textEdit) plain(tree *Tree) Edit {
	languages := tree.Languages()
	n := tree.root.find(t.path)
	isDefault := t.lang == languages[0]
	switch {
	case t.text == tree.Text(t.path, t.lang):
		return nil
	case n != nil && n.kind == mappingNode && t.text == "":
		return Remove(join(t.path, t.lang))
	case n != nil && n.kind == mappingNode:
		return Set(join(t.path, t.lang), Str(t.text))
	case t.text == "":
		return Remove(t.path)
	case isDefault && (n != nil || len(languages) == 1):
		return Set(t.path, Str(t.text))
	case n == nil || n.value == "":
		return Set(t.path, Map(Pair{t.lang, Str(t.text)}))
	default:
		return Set(t.path, Map(Pair{languages[0], Str(n.value)}, Pair{t.lang, Str(t.text)}))
	}
}
