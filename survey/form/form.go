// Package form reads questionnaires from YAML, strictly: every mistake is
// named with its line, its column and what would be right, all at once. It
// also writes them, hashes them and publishes the JSON Schema that editors use.
//
// The format is described in docs/questionnaire.md.
package form

import (
	"minping/survey"
)

// Limits of a file.
const (
	MaxSize        = 1 << 20 // bytes
	MaxDepth       = 64      // of nesting
	maxKeys        = 300     // of one mapping
	maxErrors      = 200     // reported
	maxSuggestions = 100     // of the nearest right word
)

// Parse reads a questionnaire, fills in the defaults and sets its hash. Its
// error is Errors, sorted by place.
func Parse(src []byte) (*survey.Questionnaire, error) {
	q, errs := Sketch(src)
	if len(errs) > 0 {
		return nil, errs
	}
	q.Hash = Hash(q)
	q.YAML = src
	return q, nil
}

// Sketch reads as much of a questionnaire as can be read, with all that is
// wrong with it. It is nil where the file is no YAML.
func Sketch(src []byte) (*survey.Questionnaire, Errors) {
	root, errs := document(src)
	if len(errs) > 0 {
		return nil, errs.finish()
	}
	r := newReader()
	q := new(survey.Questionnaire)
	r.questionnaire(root, q)
	complete(q, r.has)
	c := &checker{q: q, reader: r, words: survey.NewVocabulary(q)}
	c.all()
	return q, r.errs.finish()
}
