package form

import (
	"bytes"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"minping/survey"
)

// document parses the YAML and returns its one document's body. It refuses
// what questionnaires never need and attackers like: size, depth, aliases,
// tags, several documents.
func document(src []byte) (ast.Node, Errors) {
	if len(src) > MaxSize {
		return nil, Errors{{Line: 1, Column: 1, Key: "size", Args: survey.Args("max", MaxSize>>20)}}
	}
	if at := invalid(src); at >= 0 {
		line, column := position(src[:at])
		return nil, Errors{{Line: line, Column: column, Key: "encoding"}}
	}
	src = bytes.TrimPrefix(src, []byte("\ufeff"))
	tokens := lexer.Tokenize(string(src))
	if errs := scan(tokens); len(errs) > 0 {
		return nil, errs
	}
	file, err := parser.Parse(tokens, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		return nil, Errors{syntax(err)}
	}
	var body ast.Node
	for _, doc := range file.Docs {
		switch {
		case doc.Body == nil:
		case body != nil:
			return nil, Errors{placed(doc.Body.GetToken(), "documents")}
		default:
			body = doc.Body
		}
	}
	if body == nil {
		return nil, Errors{{Line: 1, Column: 1, Key: "empty"}}
	}
	return body, nil
}

// invalid returns the offset of the first byte that is no UTF-8 or a control
// character that YAML does not allow, or -1.
func invalid(src []byte) int {
	for i := 0; i < len(src); {
		r, n := utf8.DecodeRune(src[i:])
		if r == utf8.RuneError && n == 1 || r < ' ' && r != '\n' && r != '\r' && r != '\t' || r == 0x7f {
			return i
		}
		i += n
	}
	return -1
}

// position is the place just after the text.
func position(before []byte) (line, column int) {
	start := bytes.LastIndexByte(before, '\n') + 1
	return bytes.Count(before, []byte("\n")) + 1, utf8.RuneCount(before[start:]) + 1
}

// refused are the tokens of YAML's features that questionnaires do without.
var refused = map[token.Type]string{
	token.AnchorType:     "alias",
	token.AliasType:      "alias",
	token.MergeKeyType:   "alias",
	token.TagType:        "tag",
	token.DirectiveType:  "directive",
	token.MappingKeyType: "complex_key",
}

// scan looks over the tokens before anything recursive sees them: the YAML
// parser's time grows with the cube of a mapping's keys.
func scan(tokens token.Tokens) Errors {
	var errs Errors
	var open nesting
	for _, t := range tokens {
		if key, bad := refused[t.Type]; bad {
			errs = append(errs, placed(t, key))
			continue
		}
		open.take(t)
		switch {
		case open.depth() > MaxDepth:
			return append(errs, placed(t, "depth", "max", MaxDepth))
		case open.keys() > maxKeys:
			return append(errs, placed(t, "keys", "max", maxKeys))
		}
	}
	return errs
}

// nesting is what is open at a token: block collections by their columns, and
// within them brackets.
type nesting struct {
	blocks []collection
	flow   []collection
}

type collection struct{ column, keys int }

func (n *nesting) depth() int { return len(n.blocks) + len(n.flow) }

// keys is the number of keys, so far, of the innermost mapping.
func (n *nesting) keys() int {
	for _, level := range [][]collection{n.flow, n.blocks} {
		if len(level) > 0 {
			return level[len(level)-1].keys
		}
	}
	return 0
}

func (n *nesting) take(t *token.Token) {
	switch t.Type {
	case token.SequenceStartType, token.MappingStartType:
		n.flow = append(n.flow, collection{})
	case token.SequenceEndType, token.MappingEndType:
		n.flow = n.flow[:max(0, len(n.flow)-1)]
	case token.SequenceEntryType, token.MappingValueType:
		isKey := t.Type == token.MappingValueType
		if last := len(n.flow) - 1; last >= 0 {
			if isKey {
				n.flow[last].keys++
			}
			return
		}
		column := t.Position.Column
		if isKey && t.Prev != nil {
			column = t.Prev.Position.Column
		}
		n.block(column, isKey)
	}
}

// block notes an entry or key that begins in a column.
func (n *nesting) block(column int, isKey bool) {
	for len(n.blocks) > 0 && n.blocks[len(n.blocks)-1].column > column {
		n.blocks = n.blocks[:len(n.blocks)-1]
	}
	if len(n.blocks) == 0 || n.blocks[len(n.blocks)-1].column < column {
		n.blocks = append(n.blocks, collection{column: column})
	}
	if isKey {
		n.blocks[len(n.blocks)-1].keys++
	}
}

// placed is a mistake at a token.
func placed(t *token.Token, key string, args ...any) Error {
	e := Error{Line: 1, Column: 1, Key: key}
	if t != nil && t.Position != nil {
		e.Line, e.Column = t.Position.Line, t.Position.Column
	}
	if len(args) > 0 {
		e.Args = survey.Args(args...)
	}
	return e
}
