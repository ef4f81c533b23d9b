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
	raterColumn
	sheetColumn
	sizeColumn
	idColumn
	itemColumn
	profileColumn
	voteColumn
)

// roleNames are the columns that a file may have beside items, by their names
// in lower case.
var roleNames = map[string]role{
	"unit": unitColumn, "单位": unitColumn, "测评对象": unitColumn,
	"group": groupColumn, "票种": groupColumn, "主体": groupColumn, "测评主体": groupColumn,
	"weight": weightColumn, "权重": weightColumn,
	"stratum": stratumColumn, "层": stratumColumn,
	"cluster": clusterColumn, "群": clusterColumn,
	"rater": raterColumn, "评价人": raterColumn, "测评人": raterColumn,
	"sheet": sheetColumn, "表号": sheetColumn, "票号": sheetColumn,
	"fpc": sizeColumn, "总体": sizeColumn,
	"id": idColumn, "编号": idColumn,
	"comment": left, "意见": left,
}

// A column is one column of a file.
type column struct {
	name string
	role role
	item int // of an itemColumn: the encoder's column; of a profileColumn: the place in asks; of a voteColumn: in votes
}

// A layout is what the columns of a file are for.
type layout struct {
	columns []column
	id      int // the id column; -1: none
}

func (l *layout) has(r role) bool {
	return slices.ContainsFunc(l.columns, func(c column) bool { return c.role == r })
}

// profile returns the column of a profile item that the sample asks for.
func (l *layout) profile(ask int) int {
	return slices.IndexFunc(l.columns, func(c column) bool { return c.role == profileColumn && c.item == ask })
}

// A vocabulary knows the names that columns may have.
type vocabulary struct {
	items    map[string]int // scored items, by id
	unscored map[string]bool
	asks     []string // unscored items that the sample needs
	votes    []string // items that are voted on, then texts with further names
	voted    int      // how many of them are voted on
	renamed  map[string]string
	groups   bool
	rated    bool            // raters may be told apart
	taken    map[role]string // what the sample says itself, by the column that would say it too
}

func newVocabulary(q *survey.Questionnaire, scored []string, o Options) *vocabulary {
	v := &vocabulary{
		items: map[string]int{}, unscored: map[string]bool{}, renamed: o.Map, groups: len(q.Groups) > 0, rated: q.Evaluates(),
		taken: takenBy(o.Sample),
	}
	if p := survey.NewProfiler(q, o.Sample); p != nil {
		v.asks = p.Asks()
	}
	for _, it := range q.Items {
		v.unscored[it.ID] = true
		for _, row := range it.Rows {
			v.unscored[it.ID+"."+row.ID] = true
		}
	}
	voted, written := q.VoteAnswers()
	v.votes, v.voted = slices.Concat(voted, written), len(voted)
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
		if i := slices.Index(v.asks, key); i >= 0 {
			return column{name: name, role: profileColumn, item: i}, true
		}
		if r, ok := roleNames[key]; ok && (r != raterColumn && r != sheetColumn || v.rated) {
			return column{name: name, role: r}, true
		}
		if i, ok := v.items[key]; ok {
			return column{name: name, role: itemColumn, item: i}, true
		}
		if i := slices.Index(v.votes, key); i >= 0 {
			return column{name: name, role: voteColumn, item: i}, true
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
	for i, id := range v.asks {
		if strings.EqualFold(id, to) {
			return column{name: name, role: profileColumn, item: i}, true
		}
	}
	return column{name: name}, false
}

// takenBy returns what a sample says itself, so that no column may say it too.
func takenBy(s *survey.Sample) map[role]string {
	taken := map[role]string{}
	if s == nil {
		return taken
	}
	for _, said := range []struct {
		is   bool
		role role
		key  string
	}{
		{s.Weight != "", weightColumn, "weight"},
		{s.Clusters != "", clusterColumn, "clusters"},
		{len(s.Populations) > 0, stratumColumn, "populations"},
		{s.Strata != "", stratumColumn, "strata"},
		{len(s.Populations) > 0, sizeColumn, "populations"},
	} {
		if said.is {
			taken[said.role] = said.key
		}
	}
	return taken
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
		if key, twice := v.taken[col.role]; twice {
			wrong = append(wrong, problem{row: row, col: i + 1, name: col.name, key: keyDesignColumn, want: key})
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
	for i, id := range v.asks {
		if _, ok := seen[column{role: profileColumn, item: i}]; !ok {
			wrong = append(wrong, problem{row: row, key: keyMissingDesignColumn, got: id, want: strings.Join(trimmed(header), ", ")})
		}
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
	for i, id := range v.votes[:v.voted] {
		if _, ok := seen[column{role: voteColumn, item: i}]; !ok {
			names = append(names, id)
		}
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
