package intake

import (
	"cmp"
	"encoding/csv"
	"slices"
	"strings"

	"minping/survey"
)

// Wrong tells what is wrong with cells of the table, by row and column of the
// file it came from.
func (s *Sheet) Wrong(file string, list []survey.CellError) *Problems {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b survey.CellError) int {
		return cmp.Or(cmp.Compare(a.Row, b.Row), cmp.Compare(a.Column, b.Column))
	})
	problems := newProblems(file)
	problems.rows = s.Lines
	for _, e := range list {
		p := problem{row: s.Line(e.Row), field: &e.FieldError}
		if e.Column >= 0 {
			p.col, p.name = e.Column+1, s.Header[e.Column]
		}
		problems.add(p)
	}
	return problems
}

// Line says where a row stands, as a spreadsheet counts; -1 is the header.
func (s *Sheet) Line(row int) int {
	if row < 0 {
		return s.Top
	}
	return s.Lines[row]
}

// CSV writes the table so that it reads as the same one, each row where it stood.
func (s *Sheet) CSV() string {
	var b strings.Builder
	w := csv.NewWriter(&b)
	line := 1
	put := func(at int, cells []string) {
		w.Flush()
		b.WriteString(strings.Repeat("\n", max(0, at-line)))
		_ = w.Write(cells) // a Builder takes all
		line = at + 1
	}
	put(s.Top, s.Header)
	for i, row := range s.Rows {
		put(s.Lines[i], row)
	}
	w.Flush()
	return b.String()
}
