package official

import (
	"io"

	"minping/survey"
	"minping/survey/document"
	"minping/survey/report"
)

// A sheet is a list: columns and rows of texts.
type sheet struct {
	heads  []column
	rows   [][]string
	groups []string // before rows[i], in documents: a row over all columns; "": none
}

// A column of a list. Workbooks, which are sorted and counted with, have some
// that documents have no room for.
type column struct {
	name   string
	share  float64 // of the width of a page
	wide   float64 // in a workbook, characters; 0: by share
	align  document.Align
	date   bool
	number bool
	book   bool // in workbooks alone
}

func col(name string, share float64) column { return column{name: name, share: share} }

func middle(name string, share float64) column {
	return column{name: name, share: share, align: document.Centre}
}

// inBook is a column that workbooks alone have.
func inBook(name string, wide float64) column { return column{name: name, wide: wide, book: true} }

// figures is inBook of numbers.
func figures(name string) column { return column{name: name, wide: 10, book: true, number: true} }

// table is the list in a document.
func (s sheet) table(lang string) document.Table {
	t := document.Table{Head: make([][]document.Cell, 1)}
	for _, h := range s.heads {
		if !h.book {
			t.Columns = append(t.Columns, document.Column{Share: h.share, Align: h.align})
			t.Head[0] = append(t.Head[0], document.Cell{Text: h.name, Middle: true})
		}
	}
	for i, r := range s.rows {
		if i < len(s.groups) && s.groups[i] != "" {
			t.Rows = append(t.Rows, []document.Cell{{Text: s.groups[i], Span: len(t.Columns), Bold: true}})
		}
		var cells []document.Cell
		for j, text := range r {
			if s.heads[j].book {
				continue
			}
			if s.heads[j].date {
				text = written(survey.Day(text), lang)
			}
			cells = append(cells, document.Cell{Text: tight(text, lang)})
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}

// workbook writes the list as one, below lines of text; name is its sheet's.
func (s sheet) workbook(w io.Writer, name, lang string, above []string) error {
	t := report.Table{Title: name, Above: above, Rows: s.rows}
	for _, h := range s.heads {
		wide := h.wide
		if wide == 0 {
			wide = max(6, 5*h.share)
		}
		t.Heads = append(t.Heads, report.TableHead{Name: h.name, Width: wide, Date: h.date, Number: h.number})
	}
	return t.XLSX(w, lang)
}
