package answer

import (
	"encoding/json"
	"slices"
	"strconv"

	"minping/survey"
	"minping/web/site"
)

// A markSheet asks one person to mark many, whole: its parts are the kinds of
// unit, in a part a row is whom he marks, a column what for, a cell a choice of one
// mark. Its template is "marksheet", within a form; it works without script, by
// keyboard like a grid and on a phone one row at a time.
type markSheet struct {
	Parts []*sheetPart
	// Wrong is what is wrong with it, each with a link to the place.
	Wrong []site.NavLink
}

// A sheetPart is the units of one tier.
type sheetPart struct {
	Tier, Title string
	Columns     []sheetColumn
	Rows        []*sheetRow
	// Cap is how many rows may have the best grade; 0: all of them.
	Cap  int
	Best string // the best grade, in words
}

// A sheetColumn is one thing to be marked. Columns of one area stand together.
type sheetColumn struct {
	ID, Name string
	Area     string // what it belongs to, or ""
	Overall  bool   // the grade of the unit as a whole, which Cap is about; at most one
	Marks    []sheetMark
}

// A sheetMark is one answer.
type sheetMark struct {
	Code   string
	Letter string // at rest in the cell, and the key that gives it
	Name   string
	Why    string // the question that it asks for a reason, or ""
	Best   bool   // the best mark
	Apart  bool   // no mark, but an answer: abstained, do not know
	Class  string // how its letter is coloured: best, least, apart or middle
}

// A sheetRow is whom the sheet asks about.
type sheetRow struct {
	Number   int    // on the sheet, from 1
	ID, Name string // of the unit
	About    string // beside the name: an office, or ""
	Cells    []sheetCell
	Beside   []sheetQuestion
	Open     int // cells without a mark
	Width    int // columns with the first
	part     *sheetPart
}

// Remarks counts the questions beside the marks that are open to whoever
// likes: a single one has room under the name.
func (r sheetRow) Remarks() (n int) {
	for _, b := range r.Beside {
		if !b.Why {
			n++
		}
	}
	return n
}

// A sheetCell is the cell of a row under a column.
type sheetCell struct {
	*sheetColumn
	Anchor string // its id on the page
	Field  string // the name of its field
	Given  string // code of the mark; "": none yet
	Edge   string // where its marks open, beside the middle: start or end
	Error  string
}

// A sheetQuestion is a question about a unit that is no column: a reason, a remark.
type sheetQuestion struct {
	Question
	When string // when it is asked, as a tree for the browser; "" always
	Why  bool   // asked for by a mark alone
	Item string // of which it is the answer
}

// NewMarkSheet lays out what is asked about the units of a sheet, with what was
// answered.
func (p *Paper) NewMarkSheet(lang string) *markSheet {
	s := &markSheet{}
	n := 0
	for _, u := range p.Units {
		part := s.part(u.Tier)
		if part == nil {
			part = p.newSheetPart(lang, u.Tier)
			s.Parts = append(s.Parts, part)
		}
		n++
		part.Rows = append(part.Rows, p.sheetRow(lang, part, u, n))
	}
	for _, part := range s.Parts {
		if t := p.Full.EvaluationType(part.Tier); t != nil {
			if part.Cap = t.BestAtMostOf(len(part.Rows)); part.Cap >= len(part.Rows) {
				part.Cap = 0
			}
		}
	}
	return s
}

func (s *markSheet) part(tier string) *sheetPart {
	if i := slices.IndexFunc(s.Parts, func(p *sheetPart) bool { return p.Tier == tier }); i >= 0 {
		return s.Parts[i]
	}
	return nil
}

// sheetField is the name of the field of an answer about a unit.
func sheetField(unit, answer string) string { return FieldAnswer + unit + "/" + answer }

// sheetRow fills in the row of a unit.
func (p *Paper) sheetRow(lang string, part *sheetPart, u survey.Unit, n int) *sheetRow {
	given := p.marks[u.ID]
	row := &sheetRow{Number: n, ID: u.ID, Name: u.Name.In(lang), part: part, Width: len(part.Columns) + 1}
	for i := range part.Columns {
		col := &part.Columns[i]
		c := sheetCell{sheetColumn: col, Anchor: "c-" + strconv.Itoa(n) + "-" + col.ID, Field: sheetField(u.ID, col.ID)}
		if len(given[col.ID]) > 0 {
			c.Given = given[col.ID][0]
		} else {
			row.Open++
		}
		if i < 2 {
			c.Edge = "start"
		} else if i >= len(part.Columns)-2 {
			c.Edge = "end"
		}
		row.Cells = append(row.Cells, c)
	}
	p.beside(lang, row, u)
	return row
}

// beside adds the questions about a unit that are no columns.
func (p *Paper) beside(lang string, row *sheetRow, u survey.Unit) {
	q := p.Full.For(u.Tier)
	about := *p
	about.Q, about.Answers = q, p.marks[u.ID]
	reasons := map[string]bool{}
	for i := range q.Items {
		for _, o := range q.ItemOptions(&q.Items[i]) {
			reasons[o.Reason] = true
		}
	}
	for i := range q.Items {
		it := q.Items[i]
		if isColumn(q, &it) || it.Type == survey.Calculated || it.Type == survey.Information {
			continue
		}
		b := sheetQuestion{Question: about.question(lang, it), Item: it.ID, Why: reasons[it.ID]}
		b.Required = false // the form is checked whole
		if it.ShowIf != "" {
			tree, _ := q.Branch(it.ShowIf) // form.Parse has read it
			j, _ := json.Marshal(tree)
			b.When = string(j)
		}
		b.ID = u.ID + "/" + it.ID
		for j := range b.Rows {
			b.Rows[j].ID = u.ID + "/" + b.Rows[j].ID
		}
		row.Beside = append(row.Beside, b)
	}
}

// Count is how many rows there are.
func (s *markSheet) Count() (n int) {
	for _, p := range s.Parts {
		n += len(p.Rows)
	}
	return n
}

// Total is how many cells there are.
func (s *markSheet) Total() (n int) {
	for _, p := range s.Parts {
		n += len(p.Rows) * len(p.Columns)
	}
	return n
}

// Open is how many cells have no mark.
func (s *markSheet) Open() (n int) {
	for _, p := range s.Parts {
		for _, r := range p.Rows {
			n += r.Open
		}
	}
	return n
}

// Done is how many cells have a mark.
func (s *markSheet) Done() int { return s.Total() - s.Open() }

// Width is the number of columns with the first.
func (p *sheetPart) Width() int { return len(p.Columns) + 1 }

// Left is how many rows may still have the best grade.
func (p *sheetPart) Left() int {
	n := p.Cap
	for _, row := range p.Rows {
		for _, c := range row.Cells {
			if c.Overall && slices.ContainsFunc(c.Marks, func(m sheetMark) bool { return m.Best && m.Code == c.Given }) {
				n--
			}
		}
	}
	return max(0, n)
}

// Legend is what the letters mean.
func (p *sheetPart) Legend() []sheetMark {
	if len(p.Columns) == 0 {
		return nil
	}
	return p.Columns[0].Marks
}
