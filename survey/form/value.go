package form

import (
	"regexp"
	"strings"

	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/token"
)

// A Value is something to write into a file.
type Value struct{ n node }

// Str is a text.
func Str(s string) Value { return Value{node{value: s}} }

// Bare is a number, true or false as it is written.
func Bare(s string) Value {
	raw := numberScalar
	if s == "true" || s == "false" {
		raw = boolScalar
	}
	return Value{node{value: s, raw: raw}}
}

// A Pair is a key with its value.
type Pair struct {
	Key   string
	Value Value
}

// Map is a mapping.
func Map(pairs ...Pair) Value {
	m := node{kind: mappingNode}
	for _, p := range pairs {
		m.keys, m.kids = append(m.keys, p.Key), append(m.kids, &p.Value.n)
	}
	return Value{m}
}

// Seq is a list.
func Seq(values ...Value) Value {
	l := node{kind: listNode}
	for i := range values {
		l.kids = append(l.kids, &values[i].n)
	}
	return Value{l}
}

// lineWidth is how long a line may be that holds a whole mapping or list.
const lineWidth = 110

// inline writes a value in one line; within says that it stands in brackets.
func (n *node) inline(within bool) string {
	switch n.kind {
	case mappingNode:
		parts := make([]string, len(n.keys))
		for i, key := range n.keys {
			parts[i] = scalarText(key, true) + ": " + n.kids[i].inline(true)
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case listNode:
		parts := make([]string, len(n.kids))
		for i, kid := range n.kids {
			parts[i] = kid.inline(true)
		}
		return "[" + strings.Join(parts, ", ") + "]"
	default:
		if n.raw != stringScalar {
			return n.value
		}
		return scalarText(n.value, within)
	}
}

// block writes what stands after a key or a dash, from the space on: in that
// line if it is short, else in lines indented so far, each with a line break
// before it.
func (n *node) block(indent int, dash bool) string {
	if n.kind == scalarNode && n.raw == stringScalar && literal(n.value) {
		pad := "\n" + strings.Repeat(" ", indent)
		return " |-" + pad + strings.ReplaceAll(n.value, "\n", pad)
	}
	line := n.inline(false)
	if n.kind == scalarNode || len(n.kids) == 0 || indent+len([]rune(line)) <= lineWidth && (n.kind == mappingNode || n.plain()) {
		return " " + line
	}
	var b strings.Builder
	pad := "\n" + strings.Repeat(" ", indent)
	for i, kid := range n.kids {
		switch {
		case i == 0 && dash && n.kind == mappingNode:
			b.WriteByte(' ')
		default:
			b.WriteString(pad)
		}
		if n.kind == listNode {
			b.WriteByte('-')
			b.WriteString(kid.block(indent+2, true))
			continue
		}
		b.WriteString(scalarText(n.keys[i], false) + ":" + kid.block(indent+2, false))
	}
	return b.String()
}

// plain reports whether all of a list are scalars.
func (n *node) plain() bool {
	for _, kid := range n.kids {
		if kid.kind != scalarNode {
			return false
		}
	}
	return true
}

// literal reports whether a text is best written in lines of its own.
func literal(s string) bool {
	if !strings.Contains(s, "\n") || strings.ContainsAny(s, "\r\t") {
		return false
	}
	for line := range strings.SplitSeq(s, "\n") {
		if line == "" || strings.TrimSpace(line) != line {
			return false
		}
	}
	return true
}

// bare is what needs no quotes: no sign at its start, no colon at its end, no
// brackets, commas or comments within.
var bare = regexp.MustCompile(`^[^\s\-?:,\[\]{}#&*!|>'"%@` + "`" + `~=<][^\x00-\x1f\x7f\[\]{},]*$`)

// scalarText writes a string so that it reads as one, with quotes where it
// needs them.
func scalarText(s string, within bool) string {
	if bare.MatchString(s) || !within && bare.MatchString(strings.NewReplacer(",", "", "[", "", "]", "", "{", "", "}", "").Replace(s)) && bare.MatchString(s[:1]) {
		if !strings.Contains(s, ": ") && !strings.Contains(s, " #") && !strings.HasSuffix(s, ":") && strings.TrimSpace(s) == s && isWord(s) {
			return s
		}
	}
	return quotedText(s)
}

// isWord reports whether the lexer takes a text, as it is, for one string.
func isWord(s string) bool {
	tokens := lexer.Tokenize("k: " + s)
	return len(tokens) == 3 && tokens[2].Type == token.StringType && tokens[2].Value == s
}

// quotedText writes a string in double quotes.
func quotedText(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch r {
		case '"', '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case '\n':
			b.WriteString(`\n`)
		case '\r':
			b.WriteString(`\r`)
		case '\t':
			b.WriteString(`\t`)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
