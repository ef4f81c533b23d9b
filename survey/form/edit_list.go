package form

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
)

// Remove takes away a key with its value, or an entry with the comment lines
// right above it. What would be left empty goes with it.
func Remove(path string) Edit { return removeEdit(path) }

type removeEdit string

func (r removeEdit) target() string { return string(r) }

// whole is the path of what goes: the highest that holds nothing else.
func (r removeEdit) whole(root *node) string {
	path := string(r)
	for {
		above, _ := parent(path)
		holder := root.find(above)
		if above == "" || holder == nil || len(holder.kids) != 1 {
			return path
		}
		path = above
	}
}

func (r removeEdit) expect(root *node) error {
	above, step := parent(r.whole(root))
	holder := root.find(above)
	i := holder.index(step)
	if i < 0 || len(holder.kids) == 1 {
		return UneditableError{string(r)}
	}
	holder.kids = slices.Delete(holder.kids, i, i+1)
	if holder.kind == mappingNode {
		holder.keys = slices.Delete(holder.keys, i, i+1)
	}
	return nil
}

func (r removeEdit) write(e *editor) ([]byte, error) {
	above, step := parent(r.whole(e.root))
	holder := e.root.find(above)
	i := holder.index(step)
	last := i == len(holder.kids)-1
	if holder.flow {
		if last {
			return e.cut(holder.kids[i-1].to, holder.kids[i].to, ""), nil
		}
		return e.cut(holder.begin(i), holder.begin(i+1), ""), nil
	}
	if !e.first(holder.at[i]) { // behind a dash
		return e.cut(holder.at[i], holder.at[i+1], ""), nil
	}
	from, to := e.lineStart(holder.at[i]), e.end(holder.kids[i].to)
	if holder.kind == listNode {
		from = e.chunk(holder, i)
	}
	if next := lineEnd(e.src, to); next < len(e.src) {
		return e.cut(from, next+1, ""), nil
	}
	return e.cut(max(from-1, 0), len(e.src), ""), nil // the last line had no break
}

// begin is where an entry, or a key with its value, begins.
func (n *node) begin(i int) int {
	if n.kind == listNode && n.flow {
		return n.kids[i].from
	}
	return n.at[i]
}

// chunk is where an entry of a block list begins with what belongs to it: the
// comment lines right above.
func (e *editor) chunk(l *node, i int) int {
	if !e.first(l.at[i]) {
		return l.at[i]
	}
	from := e.lineStart(l.at[i])
	least := 0
	if i > 0 {
		least = lineEnd(e.src, l.kids[i-1].to) + 1
	}
	for from > least {
		above := e.lineStart(from - 1)
		if above < least || !bytes.HasPrefix(bytes.TrimLeft(e.src[above:from], " "), []byte("#")) {
			break
		}
		from = above
	}
	return from
}

// Insert writes a new entry of a list before the one at a place, or at its end.
func Insert(list string, at int, v Value) Edit { return insertEdit{list, at, v} }

type insertEdit struct {
	list  string
	at    int
	value Value
}

func (s insertEdit) target() string { return s.list }

// empty reports whether there is no entry to stand beside.
func (s insertEdit) empty(root *node) bool {
	n := root.find(s.list)
	return n == nil || len(n.kids) == 0 && (n.kind == listNode || n.raw == nullScalar)
}

func (s insertEdit) expect(root *node) error {
	if s.empty(root) {
		return Set(s.list, Seq(s.value)).expect(root)
	}
	n := root.find(s.list)
	if n.kind != listNode || s.at < 0 || s.at > len(n.kids) {
		return UneditableError{s.list}
	}
	n.kids = slices.Insert(n.kids, s.at, s.value.n.clone())
	return nil
}

func (s insertEdit) write(e *editor) ([]byte, error) {
	if s.empty(e.root) {
		return Set(s.list, Seq(s.value)).write(e)
	}
	l := e.root.find(s.list)
	if l.flow {
		text := s.value.n.inline(true)
		if s.at < len(l.kids) {
			return e.cut(l.kids[s.at].from, l.kids[s.at].from, text+", "), nil
		}
		to := l.kids[s.at-1].to
		return e.cut(to, to, ", "+text), nil
	}
	indent := e.column(l.at[0])
	pad := "\n" + strings.Repeat(" ", indent)
	text := "-" + s.value.n.block(indent+2, true)
	if s.at == 0 {
		return e.cut(l.at[0], l.at[0], text+pad), nil
	}
	to := e.end(l.kids[s.at-1].to)
	return e.cut(to, to, pad+text), nil
}

// Move takes an entry of a list to another place among the others.
func Move(list string, from, to int) Edit { return moveEdit{list, from, to} }

type moveEdit struct {
	list     string
	from, to int
}

func (m moveEdit) target() string { return m.list }

func (m moveEdit) expect(root *node) error {
	n := root.find(m.list)
	if n == nil || n.kind != listNode || min(m.from, m.to) < 0 || max(m.from, m.to) >= len(n.kids) {
		return UneditableError{m.list}
	}
	n.kids = moved(n.kids, m.from, m.to)
	return nil
}

func moved[T any](all []T, from, to int) []T {
	x := all[from]
	all = slices.Delete(slices.Clone(all), from, from+1)
	return slices.Insert(all, to, x)
}

// write permutes the texts of entries; what stands between them stays.
func (m moveEdit) write(e *editor) ([]byte, error) {
	l := e.root.find(m.list)
	pieces := make([][2]int, len(l.kids))
	texts := make([]string, len(l.kids))
	for i, kid := range l.kids {
		pieces[i] = [2]int{kid.from, kid.to}
		if !l.flow {
			pieces[i] = [2]int{e.chunk(l, i), e.end(kid.to)}
			if !e.first(l.at[0]) { // the first entry stands behind another dash
				pieces[i][0] = l.at[i]
			}
		}
		texts[i] = string(e.src[pieces[i][0]:pieces[i][1]])
	}
	texts = moved(texts, m.from, m.to)
	var b bytes.Buffer
	at := 0
	for i, p := range pieces {
		b.Write(e.src[at:p[0]])
		b.WriteString(texts[i])
		at = p[1]
	}
	b.Write(e.src[at:])
	return b.Bytes(), nil
}

// Copy writes an entry of a list a second time behind itself.
func Copy(list string, i int) Edit { return copyEdit{list, i} }

type copyEdit struct {
	list string
	i    int
}

func (c copyEdit) target() string { return c.list + "[" + strconv.Itoa(c.i) + "]" }

func (c copyEdit) expect(root *node) error {
	n := root.find(c.list)
	if n == nil || n.kind != listNode || c.i < 0 || c.i >= len(n.kids) {
		return UneditableError{c.target()}
	}
	n.kids = slices.Insert(n.kids, c.i+1, n.kids[c.i].clone())
	return nil
}

func (c copyEdit) write(e *editor) ([]byte, error) {
	l := e.root.find(c.list)
	kid := l.kids[c.i]
	if l.flow {
		return e.cut(kid.to, kid.to, ", "+string(e.src[kid.from:kid.to])), nil
	}
	to := e.end(kid.to)
	pad := "\n" + strings.Repeat(" ", e.column(l.at[c.i]))
	return e.cut(to, to, pad+string(e.src[l.at[c.i]:to])), nil
}
