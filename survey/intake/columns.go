package intake

import (
	"slices"
	"strings"

	"minping/survey"
)

// A role is what a column is for.
type role uint8

const (
	left role = iota // accepted, not scored
	unitColumn
	groupColumn
	weightColumn
	stratumColumn
	clusterColumn
	idColumn
	itemColumn
)

// roleNames are the columns that a file may have beside items, by their names
// in lower case.
var roleNames = map[string]role{
	"unit": unitColumn, "单位": unitColumn, "测评对象": unitColumn,
	"group": groupColumn, "票种": groupColumn, "主体": groupColumn, "测评主体": groupColumn,
	"weight": weightColumn, "权重": weightColumn,
	"stratum": stratumColumn, "层": stratumColumn,
	"cluster": clusterColumn, "群": clusterColumn,
	"id": idColumn, "编号": idColumn,
	"comment": left, "意见": left,
}

// A column is one column of a file.
type column struct {
	name string
	role role
	item int // of an itemColumn: the encoder's column
}

// A layout is what the columns of a file are for.
type layout struct {
	columns []column
	id      int // the id column; -1: none
}

func (l *layout) has(r role) bool {
	return slices.ContainsFunc(l.columns, func(c column) bool { return c.role == r })
}

// A vocabulary knows the names that columns may have.
type vocabulary struct {
	items    map[string]int // scored items, by id
	unscored map[string]bool
	renamed  map[string]string
	groups   bool
}

func newVocabulary(q *survey.Questionnaire, scored []string, renamed map[string]string) *vocabulary {
	v := &vocabulary{items: map[string]int{}, unscored: map[string]bool{}, renamed: renamed, groups: len(q.Groups) > 0}
	for _, it := range q.Items {
		v.unscored[it.ID] = true
		for _, row := range it.Rows {
			v.unscored[it.ID+"."+row.ID] = true
		}
	}
	for i, id := range scored {
		v.items[id] = i
		delete(v.unscored, id)
	}
	return v
}

// column returns what a column of the name is for.
func (v *vocabulary) column(name string) (column, bool) {
	to, mapped := v.renamed[name]
	switch {
	case mapped && to == "-", name == "":
		return column{name: name}, true
	case !mapped:
		to = name
	}
	for _, key := range []string{to, strings.ToLower(to)} {
		if r, ok := roleNames[key]; ok {
			return column{name: name, role: r}, true
		}
		if i, ok := v.items[key]; ok {
			return column{name: name, role: itemColumn, item: i}, true
		}
		if v.unscored[key] {
			return column{name: name}, true
		}
	}
	for id, i := range v.items {
		if strings.EqualFold(id, to) {
			return column{name: name, role: itemColumn, item: i}, true
		}
	}
	return column{name: name}, false
}

// layout reads a header. It returns the problems of the whole header: columns
// that are unknown, twice there, or missing.
func (v *vocabulary) layout(header []string, row int) (*layout, []problem) {
	l := &layout{id: -1}
	var wrong []problem
	seen := map[column]int{}
	for i, name := range header {
		col, ok := v.column(strings.TrimSpace(name))
		if !ok {
			wrong = append(wrong, problem{row: row, col: i + 1, name: col.name, key: keyUnknownColumn})
		}
		if col.role != left {
			what := column{role: col.role, item: col.item}
			if first, twice := seen[what]; twice {
				wrong = append(wrong, problem{row: row, col: i + 1, name: col.name, key: keyDuplicateColumn, n: first})
			} else {
				seen[what] = i + 1
			}
		}
		if col.role == idColumn {
			l.id = i
		}
		l.columns = append(l.columns, col)
	}
	missing := v.missing(seen)
	for i := range wrong {
		if wrong[i].key == keyUnknownColumn {
			wrong[i].want = survey.Nearest(wrong[i].name, missing)
		}
	}
	for _, name := range missing {
		wrong = append(wrong, problem{row: row, key: keyMissingColumn, got: name, want: strings.Join(trimmed(header), ", ")})
	}
	return l, append(wrong, v.unmapped(header)...)
}

// missing lists the columns that a file must have and this one has not.
func (v *vocabulary) missing(seen map[column]int) []string {
	var names []string
	if _, ok := seen[column{role: unitColumn}]; !ok {
		names = append(names, "unit")
	}
	if _, ok := seen[column{role: groupColumn}]; !ok && v.groups {
		names = append(names, "group")
	}
	items := make([]string, len(v.items))
	for id, i := range v.items {
		items[i] = id
	}
	for i, id := range items {
		if _, ok := seen[column{role: itemColumn, item: i}]; !ok {
			names = append(names, id)
		}
	}
	return names
}

// unmapped reports renamings of columns that the file does not have.
func (v *vocabulary) unmapped(header []string) []problem {
	var wrong []problem
	names := trimmed(header)
	for from := range v.renamed {
		if !slices.Contains(names, from) {
			wrong = append(wrong, problem{key: keyUnmapped, got: from, want: strings.Join(names, ", ")})
		}
	}
	slices.SortFunc(wrong, func(a, b problem) int { return strings.Compare(a.got, b.got) })
	return wrong
}

func trimmed(names []string) []string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = strings.TrimSpace(n)
	}
	return out
}
