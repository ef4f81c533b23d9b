package intake

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"minping/survey"
)

// A PeopleSheet is a roster of people as clerks have it: a table with titles,
// merged cells and a sum around it.
type PeopleSheet struct {
	Header []string // of the columns, where it stands in two rows of both
	Top    int      // the last row of the header, as a spreadsheet counts
	grid   [][]string
	heads  []heading
	first  int // the first row of the header
}

// UploadedPeople reads a roster of people, CSV or XLSX, from whoever sends one.
// What is wrong with the file is a *Problems.
func UploadedPeople(in io.Reader, name string) (*PeopleSheet, error) {
	problems := newProblems(name)
	whole, err := uploaded.read(in, name)
	if err != nil {
		return nil, err
	}
	packed, err := io.ReadAll(whole)
	if err != nil {
		return nil, err
	}
	if bytes.HasPrefix(packed, oldExcelMark) {
		return nil, problems.fail(problem{key: keyOldExcel})
	}
	s := &PeopleSheet{}
	if err := s.read(packed, uploaded); err != nil {
		if bad, ok := errors.AsType[*unreadable](err); ok {
			return nil, problems.fail(bad.problem)
		}
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if !s.head() {
		return nil, problems.fail(problem{key: keyNoTable})
	}
	return s, nil
}

// read reads all cells, with what is merged in each cell of a range.
func (s *PeopleSheet) read(packed []byte, l limits) error {
	columns := 0
	err := tableRows(bytes.NewReader(packed), l, func(no int, cells []string) error {
		for len(cells) > 0 && strings.TrimSpace(cells[len(cells)-1]) == "" {
			cells = cells[:len(cells)-1]
		}
		columns = max(columns, len(cells))
		if no*columns > l.cells {
			return &unreadable{problem{row: no, key: keyTooManyCells, n: l.cells}}
		}
		s.grid = append(s.grid, slices.Clone(cells))
		return nil
	})
	if err != nil {
		return err
	}
	for i, row := range s.grid {
		s.grid[i] = append(row, make([]string, columns-len(row))...)
	}
	if bytes.HasPrefix(packed, zipMark) {
		if countsFrom1904(packed, l) {
			return &unreadable{problem{key: keyDates1904}}
		}
		fillMerged(s.grid, mergedCells(packed, l))
	}
	for len(s.grid) > 0 && blank(s.grid[len(s.grid)-1]) {
		s.grid = s.grid[:len(s.grid)-1]
	}
	return nil
}

// deepestHeader is the last row in which a header may begin.
const deepestHeader = 30

// head finds the header: the row, or the two rows, whose cells are most often
// headings of a roster; the first one with any text where none is.
func (s *PeopleSheet) head() bool {
	best, at, two := -1, -1, false
	for i := range s.grid[:min(len(s.grid), deepestHeader)] {
		if blank(s.grid[i]) {
			continue
		}
		if n := known(s.headings(i, false)); n > best {
			best, at, two = n, i, false
		}
		if i+1 < len(s.grid) {
			upper, lower := known(s.headings(i, false)), known(s.headings(i+1, false))
			if n := known(s.headings(i, true)); n > best && upper > 1 && n >= lower {
				best, at, two = n, i, true
			}
		}
	}
	if at < 0 {
		return false
	}
	s.heads, s.first, s.Top = s.headings(at, two), at+1, at+1
	if two {
		s.Top++
	}
	s.Header = make([]string, len(s.heads))
	for i, h := range s.heads {
		s.Header[i] = h.String()
	}
	return true
}

// headings are the headings in a row, or in it and the next one.
func (s *PeopleSheet) headings(row int, two bool) []heading {
	list := make([]heading, len(s.grid[row]))
	above := ""
	for i, cell := range s.grid[row] {
		list[i].upper = strings.TrimSpace(cell)
		if !two {
			continue
		}
		list[i].lower = strings.TrimSpace(s.grid[row+1][i])
		if list[i].upper != "" {
			above = list[i].upper
		} else if list[i].lower != "" { // merged in the file that this one was made from
			list[i].upper = above
		}
	}
	return list
}

// known counts the fields that headings name.
func known(heads []heading) int {
	seen := map[survey.RosterField]bool{}
	for _, h := range heads {
		if f := h.field(); f != "" {
			seen[f] = true
		}
	}
	return len(seen)
}

// Guess says what each column holds, by its heading; "": it is left out.
func (s *PeopleSheet) Guess() []survey.RosterField {
	columns := make([]survey.RosterField, len(s.heads))
	for i, h := range s.heads {
		if f := h.field(); !slices.Contains(columns, f) {
			columns[i] = f
		}
	}
	return columns
}

// CSV writes the whole table, so that reading it gives the same.
func (s *PeopleSheet) CSV() string {
	var b strings.Builder
	w := csv.NewWriter(&b)
	for i, row := range s.grid {
		if i == 0 { // by whose marks a reader tells how cells are parted: most are commas then
			row = append(slices.Clone(row), make([]string, strings.Count(strings.Join(row, ""), ";")+strings.Count(strings.Join(row, ""), "\t"))...)
		}
		if len(row) == 1 && row[0] == "" { // a line that a reader would skip
			w.Flush()
			b.WriteString("\n")
			continue
		}
		_ = w.Write(row) // a Builder takes all
	}
	w.Flush()
	return b.String()
}

// peopleColumns are the columns of a roster as they are to be read.
type peopleColumns struct {
	fields      []survey.RosterField
	born, since monthColumn
}

var (
	sums  = regexp.MustCompile(`(?i)^(合\s*计|总\s*计|小\s*计|共\s*计|总人数|共\s*\d+\s*[人名]|total|sum)`)
	notes = regexp.MustCompile(`(?i)^(注|备注|说明|填表|制表|审核|审批|负责人|单位[(（]?盖章|联系人|日期|note)[^:：]{0,12}[:：]`)
)

// Table reads the people of the sheet: columns says what each column holds, one
// of survey.RosterFields or "". What is wrong is a *Problems.
func (s *PeopleSheet) Table(name string, columns []survey.RosterField) (survey.RosterTable, error) {
	var table survey.RosterTable
	problems := newProblems(name)
	at := slices.Index(columns, survey.FieldName)
	if at < 0 {
		return table, problems.fail(problem{row: s.Top, key: keyMissingRosterColumn, got: "姓名 / name", want: strings.Join(s.Header, ", ")})
	}
	for _, f := range columns {
		if f != "" {
			table.Fields = append(table.Fields, f)
		}
	}
	for _, row := range s.grid[:s.first-1] {
		table.Remarks = appendRemark(table.Remarks, row)
	}
	c := s.columns(columns)
	for i := s.Top; i < len(s.grid); i++ {
		switch cells := s.grid[i]; {
		case blank(cells), slices.Equal(cells, s.grid[s.Top-1]), slices.Equal(cells, s.grid[s.first-1]):
		case isRemark(cells, at):
			table.Remarks = appendRemark(table.Remarks, cells)
		default:
			s.person(&table, c, i, problems)
		}
	}
	if len(table.Rows) == 0 && problems.total == 0 {
		problems.add(problem{key: keyNoRows})
	}
	if problems.total > 0 {
		return table, problems
	}
	return table, nil
}

func (s *PeopleSheet) columns(fields []survey.RosterField) peopleColumns {
	c := peopleColumns{fields: fields}
	for i, f := range fields {
		var values []string
		for _, row := range s.grid[s.Top:] {
			values = append(values, row[i])
		}
		switch f {
		case survey.FieldBorn:
			c.born = newMonthColumn(values)
		case survey.FieldSince:
			c.since = newMonthColumn(values)
		}
	}
	return c
}

// person reads one row.
func (s *PeopleSheet) person(table *survey.RosterTable, c peopleColumns, i int, problems *Problems) {
	row, no := survey.RosterRow{Line: i + 1}, len(table.Rows)
	problems.seen(i + 1)
	for j, f := range c.fields {
		if f == "" {
			continue
		}
		wrong, doubt := c.value(&row, f, s.grid[i][j])
		if wrong != nil {
			problems.add(problem{row: i + 1, col: j + 1, name: s.Header[j], field: wrong})
		}
		if doubt != nil {
			doubt.Field = "rows[" + strconv.Itoa(no) + "]." + string(f)
			table.Doubts = append(table.Doubts, *doubt)
		}
	}
	row.Person = row.Clean()
	table.Rows = append(table.Rows, row)
}

// isRemark reports whether a row is no person: a sum, a note, or one text
// across the table. at is the column of names.
func isRemark(cells []string, at int) bool {
	first, same, filled := "", true, 0
	for _, cell := range cells {
		if cell = strings.TrimSpace(cell); cell == "" {
			continue
		}
		if filled++; first == "" {
			first = cell
		}
		same = same && cell == first
	}
	name := strings.TrimSpace(cells[at])
	return (name == "" || name == first || sums.MatchString(name) || notes.MatchString(name)) && (sums.MatchString(first) || notes.MatchString(first)) ||
		same && filled > 2 || name == "" && filled == 1
}

// appendRemark adds what a row says, each text once.
func appendRemark(remarks, cells []string) []string {
	var parts []string
	for _, cell := range cells {
		if cell = strings.TrimSpace(cell); cell != "" && (len(parts) == 0 || parts[len(parts)-1] != cell) {
			parts = append(parts, cell)
		}
	}
	if len(parts) == 0 {
		return remarks
	}
	return append(remarks, strings.Join(parts, " "))
}

// Wrong says where in the sheet what is wrong with its table stands: fields are
// "rows[i].field".
func (s *PeopleSheet) Wrong(name string, columns []survey.RosterField, table survey.RosterTable, wrong []survey.FieldError) *Problems {
	problems := newProblems(name)
	for _, row := range table.Rows {
		problems.seen(row.Line)
	}
	for _, e := range wrong {
		problems.add(s.place(columns, table, e))
	}
	return problems
}

// place finds the cell that an error is about.
func (s *PeopleSheet) place(columns []survey.RosterField, table survey.RosterTable, e survey.FieldError) problem {
	p := problem{field: &e}
	index, field, _ := strings.Cut(strings.TrimPrefix(e.Field, "rows["), "].")
	i, err := strconv.Atoi(index)
	if err != nil || i < 0 || i >= len(table.Rows) {
		return p
	}
	p.row = table.Rows[i].Line
	if j := slices.Index(columns, survey.RosterField(field)); j >= 0 && field != "" {
		p.col, p.name = j+1, s.Header[j]
	}
	return p
}
