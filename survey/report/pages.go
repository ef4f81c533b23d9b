package report

import (
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"

	"minping/survey"
)

// A Note says how one kind of figure is made.
type Note = note

// Notes returns the method notes of a release, for pages that show them.
func Notes(r *survey.Release, lang string) []Note { return words{lang}.notes(r) }

// ProblemsXLSX writes a workbook of the problem list and the suggestions alone.
func ProblemsXLSX(w io.Writer, r *survey.Release, lang string) error {
	b := &book{words: words{lang}, f: excelize.NewFile(), r: r, styles: map[look]int{}}
	defer b.f.Close()
	if err := b.f.SetDefaultFont(b.say("微软雅黑", "Calibri")); err != nil {
		return err
	}
	b.problems()
	b.suggestions()
	if b.err != nil {
		return fmt.Errorf("xlsx: %w", b.err)
	}
	return b.f.Write(w)
}
