package survey

import "slices"

// A CommentPlan says which lists of comments a poll has.
//
// Where a questionnaire tells comments apart by group, a group has a list of its
// own about a unit if at least Least of it wrote and the release shows the group
// there. The groups that are left over share one list. Where these would be too
// few, the smallest group with a list joins them, so that nobody's words are left
// out alone; and where all together are too few, there is no list. Groups whose
// people everybody knows have lists from one comment on and are no cover for
// others: their comments are in no shared list.
type CommentPlan struct {
	Least  int            `json:"least"`            // comments that a list must have
	Groups []CommentGroup `json:"groups,omitempty"` // that may have lists of their own; none: all share
	Lists  []PlannedList  `json:"lists"`
}

// A CommentGroup is a group whose comments are told apart.
type CommentGroup struct {
	Group string `json:"group"`
	Known bool   `json:"known,omitempty"` // everybody knows its people
}

// A PlannedList is a list and how many comments were drawn for it.
type PlannedList struct {
	CommentList
	Comments int `json:"comments"`
}

// CommentGroups are the groups whose comments are told apart, in order.
func (q *Questionnaire) CommentGroups() (groups []CommentGroup) {
	if q.Disclosure.CommentsByGroup {
		for _, g := range q.Groups {
			groups = append(groups, CommentGroup{Group: g.ID, Known: g.Attributable})
		}
	}
	return groups
}

// known lists the groups whose people everybody knows.
func (p *CommentPlan) known() (known []string) {
	for _, g := range p.Groups {
		if g.Known {
			known = append(known, g.Group)
		}
	}
	return known
}

// A commentOrigin is whom a comment is about and, where groups are told apart, of
// which group it is.
type commentOrigin struct {
	unit, group string
}

// A commentPlanner decides which units have lists. The lists are a partition:
// whatever is added to or taken from one another, no set of fewer people comes
// out than the smallest list holds, but for those whom everybody knows.
type commentPlanner struct {
	units  []Unit
	place  map[string]int    // of each in units
	parent map[string]string // where its comments go that are too few; "": nowhere
	barred map[string]bool   // units that the release hides
	shown  map[commentOrigin]bool
	groups []CommentGroup
	known  map[string]bool
	least  int
}

func newCommentPlanner(r *Release, units []Unit, least int, groups []CommentGroup) *commentPlanner {
	p := &commentPlanner{
		units: units, place: make(map[string]int), parent: make(map[string]string), barred: make(map[string]bool),
		shown: make(map[commentOrigin]bool), groups: groups, known: make(map[string]bool), least: least,
	}
	for _, g := range groups {
		p.known[g.Group] = g.Known
	}
	for i, u := range units {
		p.parent[u.ID], p.place[u.ID] = "", i
	}
	for _, u := range units {
		if _, there := p.parent[u.Parent]; there && r.Method.RollUp {
			p.parent[u.ID] = u.Parent
		}
		result := r.Unit(u.ID)
		p.barred[u.ID] = result == nil || result.Suppressed
		for _, g := range groups {
			if result != nil {
				of, there := result.Groups[g.Group]
				p.shown[commentOrigin{u.ID, g.Group}] = there && !of.Suppressed && of.Ballots > 0
			}
		}
	}
	return p
}

// plan makes the lists of a question from the number of comments of each origin:
// from the lowest units up, one that has too few passes them on.
func (p *commentPlanner) plan(item string, own map[commentOrigin]int) []PlannedList {
	pool := make(map[string]map[string]int, len(p.units)) // by unit, by group
	for _, u := range p.units {
		pool[u.ID] = make(map[string]int)
	}
	for origin, n := range own {
		if pool[origin.unit] != nil {
			pool[origin.unit][origin.group] += n
		}
	}
	var lists []PlannedList
	for _, u := range p.upwards() {
		told := p.split(u, pool[u])
		for _, l := range told {
			lists = append(lists, PlannedList{CommentList{item, u, l.group}, l.comments})
		}
		if up := p.parent[u]; up != "" && !slices.ContainsFunc(told, func(l groupComments) bool { return !p.known[l.group] }) {
			for g, n := range pool[u] {
				if !p.known[g] {
					pool[up][g] += n
				}
			}
		}
	}
	slices.SortStableFunc(lists, func(a, b PlannedList) int { return p.place[a.Unit] - p.place[b.Unit] })
	return lists
}

// A groupComments is how many comments a group's list has, or the shared one.
type groupComments struct {
	group    string
	comments int
}

// split parts the comments about a unit into lists: those of groups in the
// order of the questionnaire, then the shared one.
func (p *commentPlanner) split(unit string, said map[string]int) (lists []groupComments) {
	left, smallest := 0, -1
	for g, n := range said {
		if !p.known[g] {
			left += n
		}
	}
	for _, g := range p.groups {
		n, shown := said[g.Group], p.shown[commentOrigin{unit, g.Group}]
		switch {
		case g.Known && shown && n > 0:
			lists = append(lists, groupComments{g.Group, n})
		case !g.Known && shown && n >= p.least && !p.barred[unit]:
			left -= n
			if smallest < 0 || n < lists[smallest].comments {
				smallest = len(lists)
			}
			lists = append(lists, groupComments{g.Group, n})
		}
	}
	if left > 0 && left < p.least && smallest >= 0 {
		left += lists[smallest].comments
		lists = slices.Delete(lists, smallest, smallest+1)
	}
	if left >= p.least && !p.barred[unit] {
		lists = append(lists, groupComments{"", left})
	}
	return lists
}

// upwards lists the units, those below before those above.
func (p *commentPlanner) upwards() []string {
	order := make([]string, len(p.units))
	for i, u := range p.units {
		order[i] = u.ID
	}
	depth := make(map[string]int, len(order))
	for _, id := range order {
		for up := p.parent[id]; up != "" && depth[id] <= len(order); up = p.parent[up] {
			depth[id]++
		}
	}
	slices.SortStableFunc(order, func(a, b string) int { return depth[b] - depth[a] })
	return order
}

// listOf returns the list that a comment is in; ok is false where there were too
// few, or the release does not show those whom everybody knows.
func (p *commentPlanner) listOf(plan map[CommentList]int, item string, from commentOrigin) (list CommentList, ok bool) {
	unit := from.unit
	for range p.units {
		for _, group := range []string{from.group, ""} {
			list = CommentList{item, unit, group}
			if _, ok = plan[list]; ok || p.known[group] {
				return list, ok
			}
		}
		if unit = p.parent[unit]; unit == "" {
			break
		}
	}
	return CommentList{}, false
}

// taker returns the unit in whose lists the comments on a question about a unit
// are, but for those of known groups: itself or one above. ok is false where none
// takes them.
func (p *commentPlanner) taker(planned map[CommentList][]PlannedList, about CommentList) (unit string, ok bool) {
	for range p.units {
		if slices.ContainsFunc(planned[about], func(l PlannedList) bool { return !p.known[l.Group] }) {
			return about.Unit, true
		}
		if about.Unit = p.parent[about.Unit]; about.Unit == "" {
			break
		}
	}
	return "", false
}

// lists is the number of comments of each list.
func (p *CommentPlan) lists() map[CommentList]int {
	by := make(map[CommentList]int, len(p.Lists))
	for _, l := range p.Lists {
		by[l.CommentList] = l.Comments
	}
	return by
}
