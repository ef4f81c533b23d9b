package form

import (
	"bytes"
	_ "embed" // the schemas
)

//go:embed questionnaire.schema.json
var schema []byte

//go:embed scheme.schema.json
var schemeSchema []byte

// Schema is the JSON Schema (draft 2020-12) of the format, for editors. It
// knows keys, types, words and limits; references, expressions, weights and
// languages only Parse can judge. It accepts every file that Parse accepts.
func Schema() []byte { return bytes.Clone(schema) }

// SchemeSchema is the same for files of schemes of appraisal: sums of weights,
// ids that stand twice and the order of grades only ParseScheme can judge.
func SchemeSchema() []byte { return bytes.Clone(schemeSchema) }
