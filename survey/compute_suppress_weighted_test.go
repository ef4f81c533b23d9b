package survey

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Two counties of which the same two groups are hidden are four sums; with both
// counties' scores and the groups' figures of their city there were four
// equations.
func TestWeightedRollUpKeepsHiddenGroups(t *testing.T) {
	q := small()
	q.Scoring.RollUp = true
	q.Groups = []Group{{ID: "a", Weight: .5}, {ID: "b", Weight: .3}, {ID: "c", Weight: .2}}
	units := []Unit{{ID: "city", Tier: "t"}, {ID: "x", Parent: "city", Tier: "u"}, {ID: "y", Parent: "city", Tier: "u"}, {ID: "z", Parent: "city", Tier: "u"}}
	people := map[string][3]int{"x": {40, 4, 3}, "y": {30, 3, 4}, "z": {50, 20, 20}}
	counter, keys := NewCounter(q, nil), map[cellKey]int{}
	for _, u := range units[1:] {
		for g, n := range people[u.ID] {
			for i := range n {
				b := ofOneMind(q, 1, u.ID, q.Groups[g].ID, int16(i%3))[0]
				countPerson(counter, keys, q.Instrument(), &b)
			}
		}
	}
	r := Compute(Inputs{Questionnaire: q, Units: units, Ballots: counter, MinGroup: 5})
	for _, u := range r.Units {
		if s, ok := u.Nodes[rootNode]; !ok || s.Blurred {
			t.Errorf("%s keeps its score: %+v", u.Unit, s)
		}
	}
	w := &weightedCase{q: q, r: r, people: keys, node: rootNode}
	if got := w.givenAway(); len(got) > 0 {
		t.Errorf("follow: %v", got)
	}
}

// TestNothingSmallIsDerivableInWeightedRollUps draws trees of units whose groups
// have weights, by kind of unit too, and asks of each node whether all scores of
// units and groups together can be solved for what fewer than ten people of a
// group of a unit said, or, with what is blurred taken as exact, fewer than k
// (10,000 trees: -rapid.checks=10000).
func TestNothingSmallIsDerivableInWeightedRollUps(t *testing.T) {
	hidden, shown := 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		q := small()
		q.Scoring.RollUp = true
		weights := rapid.SampledFrom([][]float64{{.6, .4}, {.5, .3, .2}, {.7, 0, .3}, {1, 1, 1}}).Draw(rt, "weights")
		q.Groups = nil
		for g, w := range weights {
			q.Groups = append(q.Groups, Group{ID: string(rune('a' + g)), Weight: w, Attributable: g == 0 && rapid.IntRange(0, 5).Draw(rt, "known") == 0})
		}
		if rapid.Bool().Draw(rt, "by kind") {
			q.Evaluation.Types = []EvaluationType{{Tier: "t", Weights: map[string]int{"a": 30, "b": 70}}}
		}
		k := rapid.IntRange(3, 6).Draw(rt, "k")
		units := organisation(rt)
		for i := range units {
			if rapid.IntRange(0, 3).Draw(rt, "tier") == 0 {
				units[i].Tier = "v"
			}
		}
		counter, people := NewCounter(q, nil), map[cellKey]int{}
		for _, u := range units {
			for _, g := range q.Groups {
				for range rapid.SampledFrom([]int{0, 0, 2, 3, 4, 7, 7, 9, 12, 20}).Draw(rt, "people") {
					addPerson(rt, counter, people, q, u.ID, g.ID)
				}
			}
		}
		r := Compute(Inputs{Questionnaire: q, Units: units, Ballots: counter, MinGroup: k})
		for _, n := range r.Nodes {
			if n.Item == "" {
				continue
			}
			w := &weightedCase{q: q, r: r, people: people, node: n.ID}
			for _, cell := range w.givenAway() {
				rt.Errorf("what %d of %s at %s said at %s follows", people[cell], cell.group, cell.unit, cell.node)
			}
			hidden, shown = hidden+w.hidden, shown+w.shown
		}
	})
	if hidden == 0 || shown == 0 {
		t.Errorf("%d cells hidden, %d scores of units told beside: nothing was put to the test", hidden, shown)
	}
}

// A weightedCase is what a release tells at one node, as equations for the sums
// of what each group of each unit said.
type weightedCase struct {
	q             *Questionnaire
	r             *Release
	people        map[cellKey]int
	node          string
	hidden, shown int
}

// givenAway lists the cells of too few people that follow.
func (w *weightedCase) givenAway() (cells []cellKey) {
	for _, exactly := range []bool{true, false} {
		least := w.r.Method.MinGroup
		if exactly {
			least = fewAnswers
		}
		all, rows := w.cells(), w.rows(exactly)
		before := rank(rows)
		for _, cell := range all {
			if n := w.people[cell]; n == 0 || n >= least || w.q.group(cell.group).Attributable {
				continue
			}
			w.hidden++
			own := make([]float64, len(all))
			own[slices.Index(all, cell)] = 1
			if rank(append(slices.Clone(rows), own)) == before {
				cells = append(cells, cell)
			}
		}
	}
	return cells
}

func (w *weightedCase) cells() (cells []cellKey) {
	for _, u := range w.r.Units {
		for _, g := range w.q.Groups {
			cells = append(cells, cellKey{u.Unit, g.ID, w.node})
		}
	}
	return cells
}

func (w *weightedCase) rows(exactly bool) (rows [][]float64) {
	parent, tier := map[string]string{}, map[string]string{}
	for _, u := range w.r.Units {
		parent[u.Unit], tier[u.Unit] = u.Parent, u.Tier
	}
	within := func(unit, above string) bool {
		for ; unit != ""; unit = parent[unit] {
			if unit == above {
				return true
			}
		}
		return false
	}
	rolled := func(unit, group string) (n int) {
		for _, cell := range w.cells() {
			if cell.group == group && within(cell.unit, unit) {
				n += w.people[cell]
			}
		}
		return n
	}
	weight := func(unit, group string) float64 {
		if t := w.q.EvaluationType(tier[unit]); t != nil && len(t.Weights) > 0 {
			return float64(t.Weights[group])
		}
		return w.q.group(group).Weight
	}
	row := func(weigh func(cellKey) float64) {
		var x []float64
		for _, cell := range w.cells() {
			if w.people[cell] == 0 {
				x = append(x, 0)
				continue
			}
			x = append(x, weigh(cell))
		}
		rows = append(rows, x)
	}
	for _, u := range w.r.Units {
		if s, ok := u.Nodes[w.node]; ok && (!exactly || !s.Blurred) {
			w.shown++
			row(func(cell cellKey) float64 {
				if !within(cell.unit, u.Unit) {
					return 0
				}
				return 100 * weight(u.Unit, cell.group) / float64(rolled(u.Unit, cell.group))
			})
		}
		for _, g := range w.q.Groups {
			if s, ok := u.Groups[g.ID].Nodes[w.node]; ok && (!exactly || !s.Blurred) {
				row(func(cell cellKey) float64 {
					if within(cell.unit, u.Unit) && cell.group == g.ID {
						return 1
					}
					return 0
				})
			}
		}
	}
	for _, cell := range w.cells() { // what everybody knows
		if w.q.group(cell.group).Attributable {
			row(func(other cellKey) float64 {
				if other == cell {
					return 1
				}
				return 0
			})
		}
	}
	return rows
}

// Two small counties whose ballots weigh by their populations: the city's score
// and its distribution would be two equations for what each of them said.
func TestWeightsOfBallotsKeepHiddenUnits(t *testing.T) {
	q := surveyed()
	q.Scoring.RollUp = true
	people := func(n float64) map[string]float64 { return map[string]float64{"m": n, "f": n} }
	units := []Unit{{ID: "p"}, {ID: "a", Parent: "p"}, {ID: "b", Parent: "p"}, {ID: "c", Parent: "p"}}
	fill := func(c *pollCount) {
		for unit, n := range map[string]int{"a": 3, "b": 3, "c": 30} {
			cast(c, unit, "", n, content)
			cast(c, unit, "", n, cross)
		}
	}
	for _, tt := range []struct {
		sample *Sample
		told   bool
	}{
		{nil, true},
		{&Sample{Margins: []Margin{
			{Unit: "a", Item: "sex", Population: people(1000)}, {Unit: "b", Item: "sex", Population: people(9000)}, {Unit: "c", Item: "sex", Population: people(5000)},
		}}, false},
	} {
		r := weighed(q, tt.sample, 5, units, fill)
		if s := r.Unit("p").Nodes[rootNode]; !s.Score.OK() || s.Blurred || !r.Unit("a").Nodes[rootNode].Blurred {
			t.Fatalf("the city is told exactly, its counties are not: %+v", s)
		}
		if _, told := r.Unit("p").Counts["p1"]; told != tt.told {
			t.Errorf("the city's distribution told: %v, want %v", told, tt.told)
		}
	}
}
