package intake

import (
	"slices"
	"strings"

	"minping/survey"
)

// UnitColumns are what a column of a table of units may hold.
var UnitColumns = []string{"unit", "name", "name_en", "tier", "parent"}

// GuessUnitColumns says what each column of a table of units holds, by its
// heading; "": it is left out.
func (s *Sheet) GuessUnitColumns() []string {
	columns := make([]string, len(s.Header))
	for i, h := range s.Header {
		if is := rosterNames[strings.ToLower(h)]; !slices.Contains(columns, is) {
			columns[i] = is
		}
	}
	return columns
}

// Units reads a table of units to be put beside those known: columns says what
// each column holds, one of UnitColumns or "". Where the table has no column of
// ids, a unit is the known one of the same name, or a new one. What the table
// says nothing of stays as it is. What is wrong with it is a *Problems.
func (s *Sheet) Units(name string, columns []string, known []survey.Unit) ([]survey.Unit, error) {
	r := &roster{columns: columns, problems: newProblems(name), rows: map[string]int{}}
	if !slices.Contains(columns, "unit") && !slices.Contains(columns, "name") {
		return nil, r.problems.fail(problem{row: s.Top, key: keyMissingRosterColumn, got: "unit", want: strings.Join(s.Header, ", ")})
	}
	byID, byName := map[string]survey.Unit{}, map[string]string{}
	for _, u := range known {
		byID[u.ID], byName[u.Name.In("zh")] = u, u.ID
	}
	for i, cells := range s.Rows {
		if !slices.Contains(columns, "unit") {
			cells = append(slices.Clone(cells), idOf(columns, cells, byName, byID, r.rows))
			r.columns = append(slices.Clone(columns), "unit")
		}
		if err := r.row(s.Lines[i], cells); err != nil {
			return nil, err
		}
	}
	for i := range r.units {
		if was, ok := byID[r.units[i].ID]; ok {
			keepUnsaid(&r.units[i], was, columns)
		}
	}
	r.checkParentsBeside(known)
	if r.problems.total > 0 {
		return nil, r.problems
	}
	return r.units, nil
}

// idOf returns the id of the unit in a row without one; "" where it has no name.
func idOf(columns, cells []string, byName map[string]string, byID map[string]survey.Unit, rows map[string]int) string {
	name := survey.Text{}
	for i, is := range columns {
		switch is {
		case "name":
			name["zh"] = survey.FromPlainCell(strings.TrimSpace(cells[i]))
		case "name_en":
			name["en"] = survey.FromPlainCell(strings.TrimSpace(cells[i]))
		}
	}
	if name["zh"] == "" {
		return ""
	}
	if id, ok := byName[name["zh"]]; ok {
		return id
	}
	id := survey.ProposeUnitID(name, func(id string) bool { return rows[id] > 0 || byID[id].ID != "" })
	byName[name["zh"]] = id // a second row of the name is about it as well
	return id
}

// keepUnsaid takes over from a unit what the table does not say.
func keepUnsaid(u *survey.Unit, was survey.Unit, columns []string) {
	if !slices.Contains(columns, "tier") {
		u.Tier = was.Tier
	}
	if !slices.Contains(columns, "parent") {
		u.Parent = was.Parent
	}
	for column, lang := range map[string]string{"name": "zh", "name_en": "en"} {
		if before := was.Name[lang]; !slices.Contains(columns, column) && before != "" {
			u.Name[lang] = before
		}
	}
}

// checkParentsBeside checks that parents are in the table or known, and form no
// circle.
func (r *roster) checkParentsBeside(known []survey.Unit) {
	mine := slices.Clip(r.units)
	for _, u := range known {
		if _, put := r.rows[u.ID]; !put {
			r.units = append(r.units, u)
		}
	}
	r.checkParents()
	r.units = mine
}
