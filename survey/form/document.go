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

// scan looks over the tokens before anything recursive sees them.
func scan(tokens token.Tokens) Errors {
	var errs Errors
	var blocks []int // columns of the open block collections
	flow := 0        // open brackets
	for _, t := range tokens {
		if key, bad := refused[t.Type]; bad {
			errs = append(errs, placed(t, key))
			continue
		}
		switch t.Type {
		case token.SequenceStartType, token.MappingStartType:
			flow++
		case token.SequenceEndType, token.MappingEndType:
			flow--
		case token.SequenceEntryType, token.MappingValueType:
			if flow > 0 {
				continue
			}
			column := t.Position.Column
			if t.Type == token.MappingValueType && t.Prev != nil {
				column = t.Prev.Position.Column
			}
			for len(blocks) > 0 && blocks[len(blocks)-1] >= column {
				blocks = blocks[:len(blocks)-1]
			}
			blocks = append(blocks, column)
		}
		if len(blocks)+flow > MaxDepth {
			return append(errs, placed(t, "depth", "max", MaxDepth))
		}
	}
	return errs
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
