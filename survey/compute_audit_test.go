package survey

import (
	"fmt"
	"math"
	"testing"

	"pgregory.net/rapid"

	"minping/scoring"
)

// TestNothingSmallIsDerivable draws organisations with small units and groups
// and don't-know answers, and asks of each release whether sums and
// differences of anything that it shows hold fewer than k people (trust test
// 41; 10,000 organisations: -rapid.checks=10000).
func TestNothingSmallIsDerivable(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		q := small()
		q.Scoring.RollUp = rapid.Bool().Draw(rt, "roll up")
		k := rapid.IntRange(3, 6).Draw(rt, "k")
		units := organisation(rt)
		counter, people := NewCounter(q, nil), map[cellKey]int{}
		for _, u := range units {
			for _, g := range q.Groups {
				for range rapid.IntRange(0, 14).Draw(rt, "people") {
					addPerson(rt, counter, people, q, u.ID, g.ID)
				}
			}
		}
		r := Compute(Inputs{Questionnaire: q, Units: units, Ballots: counter, MinGroup: k})
		measures := []string{""}
		for _, n := range r.Nodes {
			measures = append(measures, n.ID)
		}
		for _, m := range measures {
			atoms, totals, names := published(r, people, m, false)
			for _, set := range scoring.Derivable(atoms, totals, k) {
				rt.Errorf("measure %q gives away %s", m, members(set, atoms, names))
			}
			if m == "" {
				continue
			}
			atoms, totals, names = published(r, people, m, true)
			for _, set := range scoring.Derivable(atoms, totals, fewAnswers) {
				rt.Errorf("measure %q gives away exactly %s", m, members(set, atoms, names))
			}
		}
	})
}

func members(set, atoms []int, names []string) (all []string) {
	for _, a := range set {
		all = append(all, fmt.Sprintf("%s (%d)", names[a], atoms[a]))
	}
	return all
}

// A cellKey names what a unit's own people of a group answered.
type cellKey struct{ unit, group, node string }

func organisation(rt *rapid.T) []Unit {
	units := []Unit{{ID: "u0", Tier: "t"}}
	for i := 1; i < rapid.IntRange(2, 7).Draw(rt, "units"); i++ {
		parent := units[rapid.IntRange(0, i-1).Draw(rt, "parent")].ID
		if rapid.IntRange(0, 3).Draw(rt, "apart") == 0 {
			parent = ""
		}
		units = append(units, Unit{ID: fmt.Sprintf("u%d", i), Parent: parent, Tier: "t"})
	}
	return units
}

// addPerson adds a ballot with random answers, some missing, and counts where
// it has a value.
func addPerson(rt *rapid.T, c *Counter, people map[cellKey]int, q *Questionnaire, unit, group string) {
	in := q.Instrument()
	b := scoring.Ballot{Unit: unit, Group: group, Weight: 1, Answers: make([]int16, len(in.Items))}
	for j := range b.Answers {
		b.Answers[j] = int16(rapid.IntRange(-1, 3).Draw(rt, "answer"))
	}
	countPerson(c, people, in, &b)
}

// countPerson adds a ballot, and counts the nodes at which it has a value.
func countPerson(c *Counter, people map[cellKey]int, in *scoring.Instrument, b *scoring.Ballot) {
	c.Add(b)
	people[cellKey{b.Unit, b.Group, ""}]++
	has := make([]bool, len(in.Nodes))
	for i := len(in.Nodes) - 1; i >= 0; i-- {
		n := in.Nodes[i]
		for _, item := range []int{n.Item, n.StandItem} {
			if item >= 0 {
				answer := b.Answers[item]
				has[i] = answer >= 0 && !math.IsNaN(in.Items[item].Options[answer].Score)
			}
		}
		if has[i] {
			people[cellKey{b.Unit, b.Group, n.ID}]++
			if n.Parent >= 0 && in.Nodes[n.Parent].StandItem < 0 {
				has[n.Parent] = true
			}
		}
	}
}

// published returns the atoms of a measure and the totals that a release
// shows, or shows exactly.
func published(r *Release, people map[cellKey]int, node string, exactly bool) (atoms []int, totals [][]int, names []string) {
	at := map[cellKey]int{}
	parent := map[string]string{}
	for _, u := range r.Units {
		parent[u.Unit] = u.Parent
		for _, g := range r.Groups {
			at[cellKey{u.Unit, g.ID, ""}] = len(atoms)
			atoms, names = append(atoms, people[cellKey{u.Unit, g.ID, node}]), append(names, u.Unit+"/"+g.ID)
		}
	}
	within := func(unit, ancestor string) bool {
		for u := unit; ; u = parent[u] {
			if u == ancestor {
				return true
			}
			if parent[u] == "" || !r.Method.RollUp {
				return false
			}
		}
	}
	total := func(unit, group string) {
		var set []int
		for key, a := range at {
			if within(key.unit, unit) && (group == "" || key.group == group) {
				set = append(set, a)
			}
		}
		totals = append(totals, set)
	}
	shows := func(ballots int, nodes map[string]NodeScore) bool {
		score, ok := nodes[node]
		return ok && (!exactly || !score.Blurred) || node == "" && ballots > 0
	}
	for _, u := range r.Units {
		if shows(u.Ballots, u.Nodes) {
			total(u.Unit, "")
		}
		for id, g := range u.Groups {
			if shows(g.Ballots, g.Nodes) {
				total(u.Unit, id)
			}
		}
	}
	return atoms, totals, names
}
