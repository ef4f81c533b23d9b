package form

import (
	"bytes"
	_ "embed" // the schema
)

//go:embed questionnaire.schema.json
var schema []byte

// Schema is the JSON Schema (draft 2020-12) of the format, for editors. It
// knows keys, types, words and limits; references, expressions, weights and
// languages only Parse can judge. It accepts every file that Parse accepts.
func Schema() []byte { return bytes.Clone(schema) }
