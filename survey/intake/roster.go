package intake

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"minping/survey"
)

// rosterNames are the columns of a roster, by their names in lower case.
var rosterNames = map[string]string{
	"unit": "unit", "id": "unit", "单位编码": "unit", "编码": "unit", "单位": "unit",
	"name": "name", "name_zh": "name", "单位名称": "name", "名称": "name",
	"name_en": "name_en", "英文名称": "name_en",
	"tier": "tier", "层级": "tier",
	"parent": "parent", "上级": "parent", "上级单位": "parent",
}

// Units reads a roster of units: CSV or XLSX with the columns unit, and where
// wanted name, name_en, tier and parent. A unit without a name is called by
// its id. What is wrong with the file is a *Problems.
func Units(path string) ([]survey.Unit, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return ReadUnits(f, path)
}

// ReadUnits reads a roster from in as Units does; name is the file's in messages.
func ReadUnits(in io.Reader, name string) ([]survey.Unit, error) {
	return readUnits(in, name, local)
}

func readUnits(in io.Reader, name string, l limits) ([]survey.Unit, error) {
	r, err := readRoster(in, name, l)
	if err != nil {
		return nil, err
	}
	if r.checkParents(); r.problems.total > 0 {
		return nil, r.problems
	}
	return r.units, nil
}

// readRoster reads units whose parents may be elsewhere.
func readRoster(in io.Reader, name string, l limits) (*roster, error) {
	r := &roster{problems: newProblems(name), rows: map[string]int{}}
	if err := tableRows(in, l, r.row); err != nil {
		if bad, ok := errors.AsType[*unreadable](err); ok {
			return nil, r.problems.fail(bad.problem)
		}
		if _, ok := errors.AsType[*Problems](err); ok {
			return nil, err
		}
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	switch {
	case r.columns == nil:
		r.problems.add(problem{key: keyEmptyRoster})
	case len(r.units) == 0 && r.problems.total == 0:
		r.problems.add(problem{key: keyNoUnits})
	}
	if r.problems.total > 0 {
		return nil, r.problems
	}
	return r, nil
}

// A Roster is units and where they stand in a file.
type Roster struct {
	Units   []survey.Unit
	Lines   []int          // of each unit, as a spreadsheet counts
	Columns map[string]int // "id", "name", "tier", "parent" → where it is, from 1; absent: nowhere
}

// UploadedRoster reads units from whoever sends them, as UploadedUnits does,
// but whose parents may stand elsewhere.
func UploadedRoster(in io.Reader, name string) (*Roster, error) {
	whole, err := uploaded.read(in, name)
	if err != nil {
		return nil, err
	}
	r, err := readRoster(whole, name, uploaded)
	if err != nil {
		return nil, err
	}
	out := &Roster{Units: r.units, Lines: make([]int, len(r.units)), Columns: map[string]int{}}
	for i, u := range r.units {
		out.Lines[i] = r.rows[u.ID]
	}
	for i, c := range r.columns {
		switch c {
		case "":
			continue
		case "unit":
			c = "id"
		case "name_en":
			c = "name"
		}
		if _, there := out.Columns[c]; !there {
			out.Columns[c] = i + 1
		}
	}
	return out, nil
}

// tableRows calls do with the rows of a small table, CSV or XLSX.
func tableRows(r io.Reader, l limits, do func(no int, cells []string) error) error {
	in := bufio.NewReader(r)
	if head, _ := in.Peek(len(zipMark)); bytes.Equal(head, zipMark) {
		return sheetRows(in, l, do)
	}
	in, err := withoutMark(in)
	if err != nil {
		return err
	}
	data, err := io.ReadAll(in)
	if err != nil {
		return err
	}
	line, _, _ := bytes.Cut(data, []byte{'\n'})
	enc, _ := undecided.of(data)
	records := recordReader{data: data, delim: delimiterOf(line)}
	for no := 1; records.next(); no++ {
		if no > l.rows {
			return tooManyRows(l)
		}
		cells := make([]string, len(records.fields))
		for i, f := range records.fields {
			text, ok := enc.text(f)
			if !ok || records.open == i {
				p := problem{row: no, col: i + 1, key: keyBrokenEncoding, got: text}
				if ok {
					p.key = keyOpenQuote
				}
				return &unreadable{p}
			}
			cells[i] = text
		}
		if err := do(no, cells); err != nil {
			return err
		}
	}
	return nil
}

// A roster is the reading of one file of units.
type roster struct {
	columns  []string // what each is: "unit", "name", …; "": left out
	units    []survey.Unit
	rows     map[string]int // of each unit
	problems *Problems
}

func (r *roster) row(no int, cells []string) error {
	cells = trimmed(cells)
	if blank(cells) {
		return nil
	}
	if r.columns == nil {
		return r.header(no, cells)
	}
	var u survey.Unit
	u.Name = survey.Text{}
	for i, cell := range cells {
		if i >= len(r.columns) || cell == "" {
			continue
		}
		cell = survey.FromPlainCell(cell) // as exports write it
		switch r.columns[i] {
		case "unit":
			u.ID = plain(cell)
		case "name":
			u.Name["zh"] = cell
		case "name_en":
			u.Name["en"] = cell
		case "tier":
			u.Tier = cell
		case "parent":
			u.Parent = plain(cell)
		}
	}
	if len(u.Name) == 0 {
		u.Name["zh"] = u.ID
	}
	r.problems.seen(no)
	first, twice := r.rows[u.ID]
	switch {
	case u.ID == "":
		r.problems.add(problem{row: no, key: keyUnnamedUnit})
	case twice:
		r.problems.add(problem{row: no, key: keyDuplicateUnit, got: u.ID, n: first})
	default:
		r.rows[u.ID] = no
		r.units = append(r.units, u)
	}
	return nil
}

func (r *roster) header(no int, cells []string) error {
	for _, cell := range cells {
		r.columns = append(r.columns, rosterNames[strings.ToLower(cell)])
	}
	if slices.Contains(r.columns, "unit") {
		return nil
	}
	return r.problems.fail(problem{row: no, key: keyMissingRosterColumn, got: "unit", want: strings.Join(cells, ", ")})
}

// checkParents checks that parents are in the roster and form no circle.
func (r *roster) checkParents() {
	parent := map[string]string{}
	all := names{}
	for _, u := range r.units {
		parent[u.ID] = u.Parent
		all[u.ID] = u.ID
	}
	for _, u := range r.units {
		no := r.rows[u.ID]
		if _, ok := parent[u.Parent]; u.Parent != "" && !ok {
			r.problems.add(problem{row: no, key: keyUnknownParent, got: u.Parent, want: all.nearest(u.Parent)})
		}
		up := u.Parent
		for range r.units {
			if up == "" {
				break
			}
			if up == u.ID {
				r.problems.add(problem{row: no, key: keyParentCircle, got: u.ID})
				break
			}
			up = parent[up]
		}
	}
}
