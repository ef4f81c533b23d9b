package survey

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// mostDoubts is how many doubts about a table are told.
const mostDoubts = 200

// doubt notes what of a table is worth a look: names that look alike, places
// given twice, sums that do not match.
func (r *rosterReading) doubt() {
	r.diff.Doubts = append(r.diff.Doubts, r.table.Doubts...)
	team := map[string][]Person{}
	var order []string
	add := func(p Person) {
		if team[p.Team] == nil {
			order = append(order, p.Team)
		}
		team[p.Team] = append(team[p.Team], p)
	}
	for _, p := range r.put {
		add(p)
	}
	for _, p := range r.view.people {
		if _, met := r.met[p.ID]; !met && (!r.diff.Left || !slices.ContainsFunc(r.diff.Gone, func(q Person) bool { return q.ID == p.ID })) {
			add(p)
		}
	}
	for _, id := range order {
		r.doubtNames(team[id])
		r.doubtOrder(id, team[id])
	}
	r.doubtSums()
	r.diff.Doubts = r.diff.Doubts[:min(len(r.diff.Doubts), mostDoubts)]
}

// mostOfTeam is how many people of one team are compared with each other.
const mostOfTeam = 2000

// doubtNames notes names in one team that look alike, at the row of one of both.
func (r *rosterReading) doubtNames(team []Person) {
	if len(team) > mostOfTeam {
		return
	}
	names := make([][]rune, len(team))
	for i, p := range team {
		names[i] = []rune(plainName(p.Name))
	}
	for i, p := range team {
		row, mine := r.met[p.ID]
		if !mine {
			continue
		}
		for j, q := range team {
			if other, also := r.met[q.ID]; i == j || also && other > row {
				continue
			}
			switch {
			case p.Name == q.Name:
				r.doubtful(row, FieldName, "roster_same_name", "name", p.Name)
			case slices.Equal(names[i], names[j]):
				r.doubtful(row, FieldName, "roster_spaced", "name", p.Name, "other", q.Name)
			case min(len(names[i]), len(names[j])) >= 3 && distance(names[i], names[j], 2) == 1:
				r.doubtful(row, FieldName, "roster_alike", "name", p.Name, "other", q.Name)
			}
		}
	}
}

// doubtOrder notes places in a team that two have.
func (r *rosterReading) doubtOrder(id string, team []Person) {
	taken := map[int]bool{}
	for _, p := range team {
		if row, mine := r.met[p.ID]; mine && p.Order > 0 && taken[p.Order] && r.says(FieldOrder) {
			name := r.check.units[id].Name
			for _, u := range r.diff.Units {
				if u.ID == id {
					name = u.Name
				}
			}
			r.doubtful(row, FieldOrder, "roster_numbering", "team", name, "order", p.Order)
		}
		taken[p.Order] = true
	}
}

var (
	clauses  = regexp.MustCompile(`[；;。\n]`)
	headings = regexp.MustCompile(`(?i)([^\d\s，,、：:（）()]*)[\s：:]*?(\d{1,6})\s*([人名]|people)?`)
	totals   = regexp.MustCompile(`(?i)(合计|总计|共计|共有|共|总人数|总数|total|sum)$`)
)

// doubtSums holds what is said beside the table about how many people there
// are against how many it holds.
func (r *rosterReading) doubtSums() {
	for _, remark := range r.table.Remarks {
		for _, clause := range clauses.Split(remark, -1) {
			r.doubtClause(strings.TrimSpace(clause))
		}
	}
}

func (r *rosterReading) doubtClause(clause string) {
	count := len(r.put)
	note := func(key string, args ...any) {
		r.diff.Doubts = append(r.diff.Doubts, FieldError{Field: "remarks", Key: key, Args: Args(args...), Soft: true})
	}
	sum, parts := 0, 0
	for _, m := range headings.FindAllStringSubmatch(norm.NFKC.String(clause), -1) {
		n, err := strconv.Atoi(m[2])
		if err != nil {
			continue
		}
		label := strings.TrimPrefix(m[1], "其中")
		switch total := totals.MatchString(label); {
		case total && n != count:
			note("roster_total", "said", Clip(clause), "count", count)
			continue
		case total, m[3] == "":
			continue
		}
		parts++
		sum += n
		if have, known := r.holds(label); known && have != n {
			note("roster_part", "what", label, "said", n, "count", have)
		}
	}
	if parts > 1 && (sum > count || sum < count && !strings.Contains(clause, "其中")) {
		note("roster_parts", "said", Clip(clause), "sum", sum, "count", count)
	}
}

// holds counts the people whom a word stands for: a gender or a rank group
// that the table has.
func (r *rosterReading) holds(label string) (n int, known bool) {
	gender, ok := map[string]Gender{"男": Male, "男性": Male, "女": Female, "女性": Female, "male": Male, "female": Female}[strings.ToLower(label)]
	if ok && !r.says(FieldGender) {
		return 0, false
	}
	for _, p := range r.put {
		if ok && p.Gender == gender || !ok && label != "" && p.Rank == label {
			n++
		}
	}
	return n, ok || n > 0
}
