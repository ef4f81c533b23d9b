package survey

import "slices"

// A CommentPlan says which lists of comments a poll has.
type CommentPlan struct {
	Least int           `json:"least"` // comments that a list must have
	Lists []PlannedList `json:"lists"`
}

// A PlannedList is a list and how many comments were drawn for it.
type PlannedList struct {
	CommentList
	Comments int `json:"comments"`
}

// A commentPlanner decides which units have lists. The lists are a partition:
// whatever is added to or taken from one another, no set of fewer people comes
// out than the smallest list holds.
type commentPlanner struct {
	units  []Unit
	place  map[string]int    // of each in units
	parent map[string]string // where its comments go that are too few; "": nowhere
	barred map[string]bool   // units that the release hides
	least  int
}

func newCommentPlanner(r *Release, units []Unit, least int) *commentPlanner {
	p := &commentPlanner{
		units: units, place: make(map[string]int), parent: make(map[string]string), barred: make(map[string]bool), least: least,
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
	}
	return p
}

// plan makes the lists of a question from the number of comments about each
// unit itself: from the lowest units up, one that has too few passes them on.
func (p *commentPlanner) plan(item string, own map[string]int) []PlannedList {
	pool := make(map[string]int, len(own))
	for _, u := range p.units {
		pool[u.ID] = own[u.ID]
	}
	var lists []PlannedList
	for _, u := range p.upwards() {
		if n := pool[u]; n >= p.least && !p.barred[u] {
			lists = append(lists, PlannedList{CommentList{item, u}, n})
		} else if up := p.parent[u]; up != "" {
			pool[up] += n
		}
	}
	slices.SortFunc(lists, func(a, b PlannedList) int { return p.place[a.Unit] - p.place[b.Unit] })
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

// listOf returns the list that a comment about a unit is in; ok is false where
// there were too few.
func (p *commentPlanner) listOf(plan map[CommentList]int, item, unit string) (list CommentList, ok bool) {
	for range p.units {
		if _, ok = plan[CommentList{item, unit}]; ok || unit == "" {
			break
		}
		unit = p.parent[unit]
	}
	return CommentList{item, unit}, ok
}

// lists is the number of comments of each list.
func (p *CommentPlan) lists() map[CommentList]int {
	by := make(map[CommentList]int, len(p.Lists))
	for _, l := range p.Lists {
		by[l.CommentList] = l.Comments
	}
	return by
}
