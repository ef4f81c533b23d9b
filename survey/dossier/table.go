package dossier

import (
	"strconv"
	"strings"

	"minping/survey"
	"minping/survey/chart"
)

// A Table is a sheet as a table of texts, its first column the names.
type Table struct {
	Heads []string
	Rows  [][]string
}

// Table writes the sheet in a language: every figure with its interval beside
// it, and where it is sorted by one, a column that says who cannot be told
// apart: those who share a letter.
func (s *Sheet) Table(lang string) Table {
	t := Table{Heads: []string{survey.Text{"zh": "名称", "en": "Name"}.In(lang)}}
	for i, c := range s.Columns {
		head := c.Title.In(lang)
		if of := c.Of.In(lang); of != "" {
			head += survey.Text{"zh": "（" + of + "）", "en": " (" + of + ")"}.In(lang)
		}
		t.Heads = append(t.Heads, head)
		if s.marked(i) {
			t.Heads = append(t.Heads, survey.Text{"zh": "同字母者无法区分", "en": "Cannot be told apart"}.In(lang))
		}
	}
	for _, r := range s.Rows {
		row := []string{r.Name.In(lang)}
		for i, c := range r.Cells {
			row = append(row, c.Words(s.Columns[i].Kind, lang))
			if s.marked(i) {
				row = append(row, Letters(r.Marks))
			}
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// marked reports whether a column is the one by which rows are told apart.
func (s *Sheet) marked(column int) bool { return column == s.Sort && s.Level.OK() }

// Letters writes sets of rows as letters: A, B, …, Z, A2, B2, …
func Letters(marks []int) string {
	var b strings.Builder
	for i, m := range marks {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteByte(byte('A' + (m-1)%26))
		if round := (m-1)/26 + 1; round > 1 {
			b.WriteString(strconv.Itoa(round))
		}
	}
	return b.String()
}

// Words writes a cell: a figure with its interval, a rank with the range that
// the figures allow, a text as it is; "" where nothing is told.
func (c Cell) Words(kind Kind, lang string) string {
	if !c.Value.OK() {
		return c.Text.In(lang)
	}
	main, more := c.Parts(kind, lang)
	if more == "" {
		return main
	}
	return main + survey.Text{"zh": "（" + more + "）", "en": " (" + more + ")"}.In(lang)
}

// Parts writes a figure, and what stands beside it: its interval, the range of a
// rank, or that it is told roughly.
func (c Cell) Parts(kind Kind, lang string) (main, more string) {
	switch {
	case !c.Value.OK() || kind == Grade:
		return c.Text.In(lang), ""
	case kind == Total && c.Low < c.High:
		return strconv.FormatFloat(float64(c.Value), 'f', 2, 64), chart.Interval(c.Low, c.High)
	case kind == Place:
		rank, of := count(c.Value), strconv.Itoa(c.Of)
		return survey.Text{"zh": rank + "/" + of, "en": rank + " of " + of}.In(lang), count(c.Low) + "–" + count(c.High)
	case kind == Score && c.Blurred:
		return chart.Points(c.Value), survey.Text{"zh": "约数", "en": "roughly"}.In(lang)
	case kind == Score && c.Low.OK():
		return chart.Points(c.Value), chart.Interval(c.Low, c.High)
	case kind == Score:
		return chart.Points(c.Value), ""
	case kind == Moved && c.Low.OK():
		more = survey.Text{"zh": chart.Signed(c.Low) + " 至 " + chart.Signed(c.High), "en": chart.Signed(c.Low) + " to " + chart.Signed(c.High)}.In(lang)
		if !c.Real {
			more += survey.Text{"zh": "，无法断定", "en": ", cannot be told"}.In(lang)
		}
		return chart.Signed(c.Value), more
	case kind == Prizes || kind == Work || kind == Said:
		return count(c.Value), c.Text.In(lang)
	case kind.OfCard():
		return strconv.FormatFloat(float64(c.Value), 'f', -1, 64), ""
	case kind == Duties || kind == Total:
		return strconv.FormatFloat(float64(c.Value), 'f', 2, 64), c.Text.In(lang)
	case kind == Moved:
		return chart.Signed(c.Value), ""
	}
	return count(c.Value), ""
}

func count(n survey.Num) string { return strconv.Itoa(int(n)) }
