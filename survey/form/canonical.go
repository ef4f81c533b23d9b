package form

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"minping/survey"
)

// Canonical is the one way of writing a questionnaire as JSON: defaults filled
// in, keys sorted, no white space. Files that differ in layout, comments or
// omitted defaults have the same canonical form.
func Canonical(q *survey.Questionnaire) []byte {
	plain := *q
	plain.Hash, plain.YAML = "", nil
	var b bytes.Buffer
	write := func(v any) {
		b.Reset()
		enc := json.NewEncoder(&b)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(v); err != nil {
			panic("form: " + err.Error()) // plain strings, finite numbers
		}
	}
	write(plain)
	dec := json.NewDecoder(bytes.NewReader(b.Bytes()))
	dec.UseNumber()
	var sorted map[string]any
	if err := dec.Decode(&sorted); err != nil {
		panic("form: " + err.Error())
	}
	delete(sorted, "hash")
	write(sorted)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// Hash is the SHA-256 of the canonical form, in hex.
func Hash(q *survey.Questionnaire) string {
	sum := sha256.Sum256(Canonical(q))
	return hex.EncodeToString(sum[:])
}
