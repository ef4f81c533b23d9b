package report

import (
	"io"

	"minping/survey"
)

// A Note says how one kind of figure is made.
type Note = note

// Notes returns the method notes of a release, for pages that show them.
func Notes(r *survey.Release, lang string) []Note { return words{lang}.notes(r) }

// ProblemsXLSX writes a workbook of the problem list and the suggestions alone.
func ProblemsXLSX(w io.Writer, r *survey.Release, lang string) error {
	return writeBook(w, r, lang, func(b *book) {
		b.problems()
		b.suggestions()
	})
}
