package survey

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"minping/scoring"
)

// byGroup are the groups of a 360, told apart.
var byGroup = []CommentGroup{{"self", true}, {"boss", true}, {"peer", false}, {"report", false}, {"guest", false}}

func TestSplitComments(t *testing.T) {
	type said = map[string]int
	for _, tt := range []struct {
		name   string
		said   said
		hidden []string // groups that the release does not show
		barred bool
		want   string
	}{
		{"each group enough", said{"peer": 5, "report": 6, "guest": 5}, nil, false, "[{peer 5} {report 6} {guest 5}]"},
		{"two share a list", said{"peer": 6, "report": 3, "guest": 2}, nil, false, "[{peer 6} { 5}]"},
		{"the smallest joins what is left", said{"peer": 6, "report": 5, "guest": 4}, nil, false, "[{peer 6} { 9}]"},
		{"the only one joins a lone comment", said{"peer": 9, "guest": 1}, nil, false, "[{ 10}]"},
		{"none has enough", said{"peer": 4, "report": 4}, nil, false, "[{ 8}]"},
		{"all together too few", said{"peer": 2, "report": 2}, nil, false, "[]"},
		{"whom everybody knows", said{"self": 1, "boss": 1, "peer": 5}, nil, false, "[{self 1} {boss 1} {peer 5}]"},
		{"they are no cover", said{"self": 1, "boss": 2, "peer": 4}, nil, false, "[{self 1} {boss 2}]"},
		{"a group that the release hides", said{"peer": 6, "report": 6}, []string{"peer"}, false, "[{report 6} { 6}]"},
		{"known, and hidden", said{"boss": 1, "peer": 6}, []string{"boss"}, false, "[{peer 6}]"},
		{"a unit that the release hides", said{"boss": 1, "peer": 6, "report": 7}, nil, true, "[{boss 1}]"},
		{"a group that nobody asked for", said{"": 3, "peer": 5}, nil, false, "[{ 8}]"},
		{"nothing", said{}, nil, false, "[]"},
	} {
		u := UnitResult{Unit: "u", Suppressed: tt.barred, Groups: map[string]GroupResult{}}
		for _, g := range byGroup {
			u.Groups[g.Group] = GroupResult{Ballots: 9, Suppressed: slices.Contains(tt.hidden, g.Group)}
		}
		p := newCommentPlanner(&Release{Units: []UnitResult{u}}, []Unit{{ID: "u"}}, 5, byGroup)
		if got := fmt.Sprint(p.split("u", tt.said)); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

// Of comments told apart by group, in any tree of units, no sum or difference of
// lists tells of fewer people than a list must hold, whatever is known besides of
// those whom everybody knows. Every comment is in one list at most, under the
// name of no other group and of none that the release hides; and none is left out
// where those about its unit are enough together (trust test 41, of comments).
func TestCommentsByGroupTellNothingSmall(t *testing.T) {
	named, shared := 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		const least = 5
		release := &Release{Method: Method{RollUp: rapid.Bool().Draw(rt, "roll up")}}
		var units []Unit
		var origins []commentOrigin
		own := map[commentOrigin]int{}
		for i := range rapid.IntRange(1, 8).Draw(rt, "units") {
			u := Unit{ID: fmt.Sprint(i)}
			if i > 0 && rapid.Bool().Draw(rt, "below another") {
				u.Parent = fmt.Sprint(rapid.IntRange(0, i-1).Draw(rt, "parent"))
			}
			result := UnitResult{Unit: u.ID, Suppressed: rapid.IntRange(0, 5).Draw(rt, "hidden") == 0, Groups: map[string]GroupResult{}}
			for _, g := range byGroup {
				from := commentOrigin{u.ID, g.Group}
				origins = append(origins, from)
				own[from] = rapid.IntRange(0, map[bool]int{true: 2, false: 8}[g.Known]).Draw(rt, "comments")
				result.Groups[g.Group] = GroupResult{Ballots: 9, Suppressed: rapid.IntRange(0, 4).Draw(rt, "group hidden") == 0}
			}
			units, release.Units = append(units, u), append(release.Units, result)
		}
		p := newCommentPlanner(release, units, least, byGroup)
		plan := CommentPlan{Least: least, Groups: byGroup, Lists: p.plan("q", own)}
		lists := plan.lists()
		atoms, held := make([]int, len(origins)), map[CommentList][]int{}
		for i, from := range origins {
			if !p.known[from.group] {
				atoms[i] = own[from]
			}
			l, ok := p.listOf(lists, "q", from)
			if !ok {
				if n := together(p, own, from.unit); atoms[i] > 0 && n >= least && !p.barred[from.unit] {
					rt.Errorf("%d comments of %v are left out, of %d together", atoms[i], from, n)
				}
				continue
			}
			held[l] = append(held[l], i)
			if l.Group != "" && l.Group != from.group {
				rt.Errorf("%v is told as of %s", from, l.Group)
			}
			if l.Group != "" && release.Unit(l.Unit).Groups[l.Group].Suppressed {
				rt.Errorf("%v is told of a group that the release hides", l)
			}
			if p.known[from.group] && (l.Unit != from.unit || l.Group != from.group) {
				rt.Errorf("%v, whom everybody knows, covers others in %v", from, l)
			}
		}
		var totals [][]int
		for _, l := range plan.Lists {
			sum := 0
			for _, atom := range held[l.CommentList] {
				sum += own[origins[atom]]
			}
			if sum != l.Comments || !p.known[l.Group] && (sum < least || release.Unit(l.Unit).Suppressed) {
				rt.Errorf("list %v holds %d", l, sum)
			}
			totals = append(totals, held[l.CommentList])
			if l.Group == "" {
				shared++
			} else if !p.known[l.Group] {
				named++
			}
		}
		if small := scoring.Derivable(atoms, totals, least); len(small) > 0 {
			rt.Errorf("derivable: %v of %v", small, totals)
		}
	})
	if named == 0 || shared == 0 {
		t.Errorf("%d lists of a group, %d shared ones: nothing was put to the test", named, shared)
	}
}

// together counts the comments about a unit itself but for those of known groups.
func together(p *commentPlanner, own map[commentOrigin]int, unit string) (n int) {
	for from, k := range own {
		if from.unit == unit && !p.known[from.group] {
			n += k
		}
	}
	return n
}

// A list that stands under a group's name tells no more of how many took part than
// the release itself: whatever the organisation of a 360, and who wrote.
func TestCommentsTellNoGroupThatTheReleaseHides(t *testing.T) {
	hidden := 0
	rapid.Check(t, func(rt *rapid.T) {
		q := evaluation360(rt)
		q.Disclosure.CommentsByGroup = true
		k := rapid.IntRange(3, 5).Draw(rt, "k")
		units := organisation(rt)
		most := map[string]int{"self": 1, "boss": 2, "peer": 12, "report": 9, "guest": 6}
		counter, people, own := NewCounter(q, nil), map[cellKey]int{}, map[commentOrigin]int{}
		for _, u := range units {
			for _, g := range q.Groups {
				n := rapid.IntRange(0, most[g.ID]).Draw(rt, "people")
				for range n {
					addRater(rt, counter, people, q, u, g.ID)
				}
				own[commentOrigin{u.ID, g.ID}] = rapid.IntRange(0, n).Draw(rt, "comments")
			}
		}
		r := Compute(Inputs{Questionnaire: q, Units: units, Ballots: counter, MinGroup: k})
		p := newCommentPlanner(r, units, q.MinComments(), q.CommentGroups())
		for _, u := range r.Units {
			for _, g := range u.Groups {
				if g.Suppressed {
					hidden++
				}
			}
		}
		for _, l := range p.plan("q", own) {
			g, there := r.Unit(l.Unit).Groups[l.Group]
			if l.Group != "" && (!there || g.Suppressed || !r.Method.RollUp && l.Comments > g.Ballots) {
				rt.Errorf("%v tells of %+v", l, g)
			}
		}
	})
	if hidden == 0 {
		t.Error("no group was hidden: nothing was put to the test")
	}
}
