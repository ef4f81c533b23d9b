package web

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"minping/survey"
)

// A markSheet asks one person to mark many, whole: its parts are the kinds of
// unit, in a part a row is whom he marks, a column what for, a cell a choice of one
// mark. Its template is "marksheet", within a form; it works without script, by
// keyboard like a grid and on a phone one row at a time.
type markSheet struct {
	Parts []*sheetPart
	// Wrong is what is wrong with it, each with a link to the place.
	Wrong []NavLink
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
	question
	When string // when it is asked, as a tree for the browser; "" always
	Why  bool   // asked for by a mark alone
	Item string // of which it is the answer
}

// Question is the question itself, for its template.
func (q sheetQuestion) Question() question { return q.question }

// manyMarks is how many marks a column has at most; longer scales are questions.
const manyMarks = 7

// isColumn reports whether an item is a column of a sheet.
func isColumn(q *survey.Questionnaire, it *survey.Item) bool {
	switch it.Type {
	case survey.Choice, survey.Matrix:
		return it.ShowIf == "" && len(q.ItemOptions(it)) <= manyMarks
	case survey.Rating:
		return it.ShowIf == "" && it.To-it.From < manyMarks
	}
	return false
}

// newMarkSheet lays out what is asked about the units of a sheet, with what was
// answered.
func (p *paper) newMarkSheet(lang string) *markSheet {
	s := &markSheet{}
	n := 0
	for _, u := range p.units {
		part := s.part(u.Tier)
		if part == nil {
			part = p.newSheetPart(lang, u.Tier)
			s.Parts = append(s.Parts, part)
		}
		n++
		part.Rows = append(part.Rows, p.sheetRow(lang, part, u, n))
	}
	for _, part := range s.Parts {
		if t := p.full.EvaluationType(part.Tier); t != nil {
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

// newSheetPart makes the columns of a tier.
func (p *paper) newSheetPart(lang, tier string) *sheetPart {
	q := p.full.For(tier)
	part := &sheetPart{Tier: tier, Title: survey.TierTitle(tier).In(lang)}
	grade := ""
	if t := p.full.EvaluationType(tier); t != nil {
		grade = t.Grade
	}
	areas := areasOf(q, lang)
	for i := range q.Items {
		it := &q.Items[i]
		if !isColumn(q, it) {
			continue
		}
		marks := marksOf(q, it, lang)
		for j, id := range it.Answers() {
			c := sheetColumn{ID: id, Name: q.Quote(it.Text, lang, nil), Area: areas[id], Overall: id == grade, Marks: marks}
			if it.Type == survey.Matrix {
				c.Name = it.Rows[j].Text.In(lang)
			}
			if c.Overall {
				part.Best, c.Area = bestMark(marks), ""
			}
			part.Columns = append(part.Columns, c)
		}
	}
	// What was given for the whole stands at the end of the row.
	slices.SortStableFunc(part.Columns, func(a, b sheetColumn) int {
		switch {
		case a.Overall == b.Overall:
			return 0
		case a.Overall:
			return 1
		}
		return -1
	})
	return part
}

func bestMark(marks []sheetMark) string {
	for _, m := range marks {
		if m.Best {
			return m.Name
		}
	}
	return ""
}

// areasOf says to which node of the index each item belongs.
func areasOf(q *survey.Questionnaire, lang string) map[string]string {
	areas := map[string]string{}
	var walk func(nodes []survey.Node, title string)
	walk = func(nodes []survey.Node, title string) {
		for _, n := range nodes {
			if n.Item != "" {
				areas[n.Item] = title
			}
			walk(n.Children, n.Title.In(lang))
		}
	}
	walk(q.Index, "")
	return areas
}

// marksOf writes the marks of an item. A letter is the option's code, or its
// place where a code is longer.
func marksOf(q *survey.Questionnaire, it *survey.Item, lang string) []sheetMark {
	options := q.ItemOptions(it)
	long := slices.ContainsFunc(options, func(o survey.Option) bool { return utf8.RuneCountInString(o.Code) > 1 })
	best, least := 0.0, 100.0
	for _, o := range options {
		if o.Score != nil {
			best, least = max(best, *o.Score), min(least, *o.Score)
		}
	}
	marks := make([]sheetMark, len(options))
	for i, o := range options {
		m := sheetMark{Code: o.Code, Letter: o.Code, Name: o.Label.In(lang), Why: o.Reason, Apart: o.Kind != "", Class: "middle"}
		if long {
			m.Letter = strconv.Itoa(i + 1)
		}
		m.Best = o.Score != nil && *o.Score == best
		switch {
		case m.Apart:
			m.Class = "apart"
		case m.Best:
			m.Class = "best"
		case o.Score != nil && *o.Score == least:
			m.Class = "least"
		}
		marks[i] = m
	}
	return marks
}

// sheetField is the name of the field of an answer about a unit.
func sheetField(unit, answer string) string { return fieldAnswer + unit + "/" + answer }

// sheetRow fills in the row of a unit.
func (p *paper) sheetRow(lang string, part *sheetPart, u survey.Unit, n int) *sheetRow {
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
func (p *paper) beside(lang string, row *sheetRow, u survey.Unit) {
	q := p.full.For(u.Tier)
	about := *p
	about.q, about.Answers = q, p.marks[u.ID]
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
		b := sheetQuestion{question: about.question(lang, it), Item: it.ID, Why: reasons[it.ID]}
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

// A sheetHead is a heading over columns.
type sheetHead struct {
	Name string
	Span int
	Tall bool // of a single column that belongs to no area
}

// Heads are the headings over the columns; none where no column has an area.
func (p *sheetPart) Heads() (heads []sheetHead) {
	some := false
	for i, c := range p.Columns {
		switch {
		case c.Area == "":
			heads = append(heads, sheetHead{c.Name, 1, true})
		case i > 0 && p.Columns[i-1].Area == c.Area:
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

// complain puts what is wrong beside its place, and lists it for the summary.
func (s *markSheet) complain(lang string, errs survey.FieldErrors) {
	for _, e := range errs {
		row, answer := s.find(e.Field)
		if row == nil {
			s.Wrong = append(s.Wrong, NavLink{Title: e.Message(lang), URL: "#sheet"})
			continue
		}
		link := NavLink{Title: row.Name}
		for i := range row.Cells {
			if c := &row.Cells[i]; c.ID == answer {
				c.Error = cellComplaint(lang, e)
				link = NavLink{Title: row.Name + " · " + c.Name, Count: c.Error, URL: "#" + c.Anchor}
			}
		}
		for i := range row.Beside {
			if b := &row.Beside[i]; b.Item == itemOf(answer) {
				b.Error = b.complaint(lang, e)
				link = NavLink{Title: row.Name + " · " + b.Text, Count: b.Error, URL: "#q-" + b.ID}
			}
		}
		if link.URL == "" {
			link.Count, link.URL = e.Message(lang), "#r-"+strconv.Itoa(row.Number)
		}
		s.Wrong = append(s.Wrong, link)
	}
}

// cellComplaint says what is wrong in a cell.
func cellComplaint(lang string, e survey.FieldError) string {
	if e.Key == "required" {
		return translate(lang, "sheet.wrong.missing")
	}
	return e.Message(lang)
}

// find returns the row and the answer that an error of Accept names.
func (s *markSheet) find(field string) (*sheetRow, string) {
	for _, p := range s.Parts {
		for _, r := range p.Rows {
			if rest, ok := strings.CutPrefix(field, survey.BallotField(r.Number-1)+".answers."); ok {
				return r, rest
			}
		}
	}
	return nil, ""
}
