package web

import (
	"net/url"
	"slices"
	"strings"
)

// A markSheet asks one person to mark many: a row is whom he marks, a column
// what for, a cell a choice of one mark. Its template is "marksheet", within a
// form; it works without script, by keyboard like a grid and on a phone one
// row at a time.
type markSheet struct {
	Subject string // the head of the rows' column
	Columns []sheetColumn
	Marks   []sheetMark // of the scale, the best first; then what is no mark, such as abstaining
	Rows    []sheetRow
	// Cap is how many rows may have the best mark overall; 0: all of them.
	Cap int
}

// A sheetColumn is one thing to be marked. Columns of one area stand together.
type sheetColumn struct {
	ID, Name string
	Area     string // what it belongs to, or ""
	Overall  bool   // the mark of the whole, which Cap and reasons are about; at most one
}

// A sheetMark is one answer.
type sheetMark struct {
	Code   string
	Letter string // at rest in the cell, and the key that gives it
	Name   string
	Reason bool // overall it needs a reason
	Apart  bool // no mark, but an answer: abstained, do not know
}

// A sheetRow is whom the sheet asks about.
type sheetRow struct {
	ID, Name string
	About    string            // beside the name: an office
	Values   map[string]string // code of the mark, by column; none: not marked yet
	Reason   string
	Errors   map[string]string // by column; "reason" of the reason
}

// The parts of the sheet's field names: mark.ROW.COLUMN, reason.ROW.
const (
	markField   = "mark."
	reasonField = "reason."
	reasonError = "reason"
)

// maxReason is how long a reason may be, in bytes.
const maxReason = 2000

// read takes the marks and reasons of a form. What is no mark of the sheet, or
// about no row of it, is left out.
func (s *markSheet) read(form url.Values) {
	for i := range s.Rows {
		row := &s.Rows[i]
		row.Values = make(map[string]string, len(s.Columns))
		for _, c := range s.Columns {
			code := form.Get(markField + row.ID + "." + c.ID)
			if slices.ContainsFunc(s.Marks, func(m sheetMark) bool { return m.Code == code }) {
				row.Values[c.ID] = code
			}
		}
		row.Reason = strings.TrimSpace(form.Get(reasonField + row.ID))
	}
}

// check notes at each cell what is wrong in it, in a language, and reports
// whether the sheet can be handed in.
func (s *markSheet) check(lang string) bool {
	good, best := true, 0
	for i := range s.Rows {
		row := &s.Rows[i]
		row.Errors = map[string]string{}
		for _, c := range s.Columns {
			code := row.Values[c.ID]
			switch {
			case code == "":
				row.Errors[c.ID] = translate(lang, "sheet.wrong.missing")
			case c.Overall && s.Cap > 0 && code == s.best():
				if best++; best > s.Cap {
					row.Errors[c.ID] = translate(lang, "sheet.wrong.cap", "n", s.Cap, "mark", s.Marks[0].Name)
				}
			}
		}
		switch {
		case s.needsReason(*row) && row.Reason == "":
			row.Errors[reasonError] = translate(lang, "sheet.wrong.reason")
		case len(row.Reason) > maxReason:
			row.Errors[reasonError] = translate(lang, "sheet.wrong.long", "n", maxReason/len("字"))
		}
		good = good && len(row.Errors) == 0
	}
	return good
}

// best is the code of the best mark.
func (s *markSheet) best() string { return s.Marks[0].Code }

// overall is the column of the whole, or nil.
func (s *markSheet) overall() *sheetColumn {
	if i := slices.IndexFunc(s.Columns, func(c sheetColumn) bool { return c.Overall }); i >= 0 {
		return &s.Columns[i]
	}
	return nil
}

// needsReason reports whether a row's mark of the whole needs a reason.
func (s *markSheet) needsReason(row sheetRow) bool {
	c := s.overall()
	return c != nil && slices.ContainsFunc(s.Marks, func(m sheetMark) bool { return m.Reason && m.Code == row.Values[c.ID] })
}

// Reasons reports whether some mark needs a reason.
func (s *markSheet) Reasons() bool {
	return s.overall() != nil && slices.ContainsFunc(s.Marks, func(m sheetMark) bool { return m.Reason })
}

// Width is the number of columns with the first.
func (s *markSheet) Width() int { return len(s.Columns) + 1 }

// Total is how many cells there are, Done how many have a mark.
func (s *markSheet) Total() int { return len(s.Rows) * len(s.Columns) }

// Done is how many cells have a mark.
func (s *markSheet) Done() (n int) {
	for _, row := range s.Rows {
		n += len(row.Values)
	}
	return n
}

// Open is how many cells have none.
func (s *markSheet) Open() int { return s.Total() - s.Done() }

// Left is how many rows may still have the best mark.
func (s *markSheet) Left() int {
	n := s.Cap
	for _, row := range s.Rows {
		if c := s.overall(); c != nil && row.Values[c.ID] == s.best() {
			n--
		}
	}
	return max(0, n)
}

// A sheetHead is a heading over columns.
type sheetHead struct {
	Name string
	Span int
	Tall bool // of a single column that belongs to no area
}

// Heads are the headings over the columns; none where no column has an area.
func (s *markSheet) Heads() (heads []sheetHead) {
	some := false
	for i, c := range s.Columns {
		switch {
		case c.Area == "":
			heads = append(heads, sheetHead{c.Name, 1, true})
		case i > 0 && s.Columns[i-1].Area == c.Area:
			heads[len(heads)-1].Span++
		default:
			heads = append(heads, sheetHead{c.Area, 1, false})
		}
		some = some || c.Area != ""
	}
	if !some {
		return nil
	}
	return heads
}

// A sheetLine is a row as it is drawn.
type sheetLine struct {
	sheetRow
	Cells    []sheetCell
	Open     int
	Why      bool // a reason is asked for
	WhyError string
}

// A sheetCell is a cell as it is drawn.
type sheetCell struct {
	ID, Field string
	Row, Name string
	Classes   string
	Error     string
	Marks     []sheetChoice
}

// A sheetChoice is a mark of a cell.
type sheetChoice struct {
	sheetMark
	Class  string // how its letter is coloured: best, least, apart or middle
	Chosen bool
}

// Lines are the rows as they are drawn.
func (s *markSheet) Lines() []sheetLine {
	lines := make([]sheetLine, 0, len(s.Rows))
	for _, row := range s.Rows {
		line := sheetLine{sheetRow: row, Open: len(s.Columns) - len(row.Values), WhyError: row.Errors[reasonError]}
		line.Why = s.needsReason(row) || row.Reason != "" || line.WhyError != ""
		for i := range s.Columns {
			line.Cells = append(line.Cells, s.cell(row, i))
		}
		lines = append(lines, line)
	}
	return lines
}

// cell is the cell of a row under a column. Those at the edges open towards
// the middle.
func (s *markSheet) cell(row sheetRow, column int) sheetCell {
	c := s.Columns[column]
	cell := sheetCell{ID: "c-" + row.ID + "-" + c.ID, Field: markField + row.ID + "." + c.ID, Row: row.Name, Name: c.Name, Error: row.Errors[c.ID]}
	classes := []string{"cell"}
	if c.Overall {
		classes = append(classes, "tot")
	}
	if cell.Error != "" {
		classes = append(classes, "err")
	}
	if column < 2 {
		classes = append(classes, "start")
	} else if column >= len(s.Columns)-2 {
		classes = append(classes, "end")
	}
	cell.Classes = strings.Join(classes, " ")
	for i, m := range s.Marks {
		cell.Marks = append(cell.Marks, sheetChoice{m, s.class(i), row.Values[c.ID] == m.Code})
	}
	return cell
}

// class says how the letter of a mark is coloured.
func (s *markSheet) class(i int) string {
	switch m := s.Marks[i]; {
	case m.Apart:
		return "apart"
	case i == 0:
		return "best"
	case i == len(s.Marks)-1 || s.Marks[i+1].Apart:
		return "least"
	}
	return "middle"
}

// Wrong are links to the cells with something wrong, for a summary.
func (s *markSheet) Wrong() (links []NavLink) {
	for _, line := range s.Lines() {
		for _, cell := range line.Cells {
			if cell.Error != "" {
				links = append(links, NavLink{Title: cell.Row + " · " + cell.Name, Count: cell.Error, URL: "#" + cell.ID})
			}
		}
		if line.WhyError != "" {
			links = append(links, NavLink{Title: line.Name, Count: line.WhyError, URL: "#why-" + line.ID})
		}
	}
	return links
}
