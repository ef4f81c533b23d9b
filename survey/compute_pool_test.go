package survey

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"minping/scoring"
)

// ofOneMind returns n ballots of a unit and group that answer everything with the
// same option.
func ofOneMind(q *Questionnaire, n int, unit, group string, option int16) []scoring.Ballot {
	out := make([]scoring.Ballot, n)
	for i := range out {
		out[i] = scoring.Ballot{Unit: unit, Group: group, Weight: 1, Answers: slices.Repeat([]int16{option}, len(q.Instrument().Items))}
	}
	return out
}

// What a blurred unit said does not stand exactly in the figures of the whole:
// neither where it is all there is, nor as what the others leave of a sum.
func TestPooledFiguresKeepBlurredUnits(t *testing.T) {
	q := leading()
	q.Groups = nil
	r := released(q, 5, ofOneMind(q, 7, "u", "", 0))
	if s := r.Unit("u").Nodes["x1"]; !s.Blurred || s.Score != 95 {
		t.Fatalf("seven of one mind are blurred: %+v", s)
	}
	if r.Quality != nil || r.Drivers != nil {
		t.Errorf("all that seven said: %+v, %+v", r.Quality, r.Drivers)
	}
	r = released(q, 5, leadingBallots(q, 200, "v", ""), ofOneMind(q, 7, "u", "", 0))
	for _, item := range r.Quality.Items {
		if item.Mean.OK() || item.Floor.OK() || item.Missing.Blank.OK() {
			t.Errorf("all less the unit told exactly gives away seven: %+v", item)
		}
	}
	for _, d := range r.Drivers[0].Drivers {
		if d.Performance.OK() {
			t.Errorf("so does %+v", d)
		}
	}
	r = released(q, 5, leadingBallots(q, 200, "v", ""), ofOneMind(q, 7, "u", "", 0), ofOneMind(q, 8, "w", "", 0))
	if item := r.Quality.Items[0]; item.N == 0 || !item.Mean.OK() {
		t.Errorf("fifteen of two units are enough: %+v", item)
	}
}

// A unit's score weighs its groups, its distribution pools them: with a group
// that is not told, the two would be solved for it.
func TestWeightedScoreAndDistributionAreNotBothTold(t *testing.T) {
	q := leading()
	weights := []float64{.6, .4}
	for g := range q.Groups {
		q.Groups[g].Weight = weights[g]
	}
	few := [][]scoring.Ballot{leadingBallots(q, 40, "u", "a"), ofOneMind(q, 7, "u", "b", 0), leadingBallots(q, 50, "v", "a"), leadingBallots(q, 60, "v", "b")}
	r := released(q, 5, few...)
	u := r.Unit("u")
	if s := u.Nodes["x1"]; s.Blurred || !s.Score.OK() || !u.Groups["b"].Nodes["x1"].Blurred {
		t.Fatalf("the unit is told exactly, its group b is not: %+v", u)
	}
	if len(u.Counts["p1"]) > 0 {
		t.Errorf("the distribution of a unit with a blurred group: %v", u.Counts["p1"])
	}
	if len(r.Unit("v").Counts["p1"]) == 0 {
		t.Error("a unit whose groups are all told keeps its distribution")
	}
	if item := r.Quality.Items[1]; item.Mean.OK() {
		t.Errorf("all less the distribution of v is that of u: %+v", item)
	}
	for g := range q.Groups {
		q.Groups[g].Weight = 0
	}
	if u := released(q, 5, few...).Unit("u"); len(u.Counts["p1"]) == 0 {
		t.Error("groups that are pooled in the score as well give nothing more away")
	}
}

// TestNothingSmallIsDerivableFromPools draws ordinary polls with groups that
// have weights, or none, and asks whether all that is told of an item (scores of
// units and groups, distributions, means and scores of all units, of all groups
// and of each) can be solved for what fewer than ten people of a group or unit
// said (10,000 polls: -rapid.checks=10000).
func TestNothingSmallIsDerivableFromPools(t *testing.T) {
	means, kept, performances := 0, 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		q := small()
		weights := rapid.SampledFrom([][]float64{{.6, .4}, {.5, .3, .2}, {1, 1}, {.7, 0, .3}, {0, 0, 0}, nil}).Draw(rt, "weights")
		q.Groups = nil
		for g, w := range weights {
			q.Groups = append(q.Groups, Group{ID: string(rune('a' + g)), Weight: w})
		}
		k := rapid.IntRange(3, 6).Draw(rt, "k")
		units := make([]Unit, rapid.IntRange(1, 5).Draw(rt, "units"))
		counter, people := NewCounter(q, nil), map[cellKey]int{}
		for i := range units {
			units[i] = Unit{ID: string(rune('u' + i)), Tier: "t"}
			for _, g := range pollGroups(q) {
				n := rapid.SampledFrom([]int{0, 2, 4, 7, 7, 9, 12, 15, 20}).Draw(rt, "people")
				for range n {
					b := ofOneMind(q, 1, units[i].ID, g.ID, scoring.Blank)[0]
					for j := range b.Answers[:3] {
						b.Answers[j] = int16(rapid.IntRange(-1, 2).Draw(rt, "answer"))
					}
					countPerson(counter, people, q.Instrument(), &b)
				}
			}
		}
		r := Compute(Inputs{Questionnaire: q, Units: units, Ballots: counter, MinGroup: k})
		for _, n := range r.Nodes {
			if n.Item == "" {
				continue
			}
			o := &pollCase{rt: rt, q: q, r: r, people: people, node: n}
			mean, performance := o.pools()
			means, performances = means+mean, performances+performance
			if mean == 0 {
				kept++
			}
			o.solve()
		}
	})
	if means == 0 || kept == 0 || performances == 0 {
		t.Errorf("%d means told, %d kept back, %d scores told: nothing was put to the test", means, kept, performances)
	}
}

// pollGroups returns the groups, or the one that all are in.
func pollGroups(q *Questionnaire) []Group {
	if len(q.Groups) == 0 {
		return []Group{{}}
	}
	return q.Groups
}

// A pollCase is what a release tells of one item, as equations for the sums of
// what each group of each unit said.
type pollCase struct {
	rt     *rapid.T
	q      *Questionnaire
	r      *Release
	people map[cellKey]int
	node   NodeInfo
	rows   [][]float64
}

func (o *pollCase) cells() (cells []cellKey) {
	for _, u := range o.r.Units {
		for _, g := range pollGroups(o.q) {
			cells = append(cells, cellKey{u.Unit, g.ID, o.node.ID})
		}
	}
	return cells
}

// row weighs the people of each cell.
func (o *pollCase) row(weigh func(cellKey) float64) []float64 {
	var row []float64
	for _, cell := range o.cells() {
		w := 0.0
		if o.people[cell] > 0 {
			w = weigh(cell)
		}
		row = append(row, w)
	}
	return row
}

// pools adds the figures of all units, and returns how many means and scores
// there are.
func (o *pollCase) pools() (means, performances int) {
	whole := map[string]int{}
	for _, cell := range o.cells() {
		whole[cell.group] += o.people[cell]
	}
	if o.r.Quality == nil {
		return 0, 0
	}
	for _, item := range o.r.Quality.Items {
		if item.Item == o.node.Item && item.Mean.OK() {
			o.rows, means = append(o.rows, o.row(func(cellKey) float64 { return 1 })), means+1
		}
	}
	told := map[string]bool{}
	for _, a := range o.r.Drivers {
		for _, d := range a.Drivers {
			if d.Item != o.node.Item || !d.Performance.OK() || told[a.Group] {
				continue
			}
			told[a.Group] = true
			performances++
			o.rows = append(o.rows, o.row(func(cell cellKey) float64 {
				switch {
				case a.Group == cell.group && a.Group != "":
					return 1
				case a.Group == "" && o.weighted():
					return o.q.group(cell.group).Weight / float64(whole[cell.group])
				case a.Group == "":
					return 1
				}
				return 0
			}))
		}
	}
	for _, item := range o.r.Quality.Items {
		for _, shares := range item.Groups {
			if item.Item == o.node.Item && shares.Blank.OK() {
				o.rows = append(o.rows, o.row(func(cell cellKey) float64 {
					if cell.group == shares.Group {
						return 1
					}
					return 0
				}))
			}
		}
	}
	return means, performances
}

func (o *pollCase) weighted() bool {
	return slices.ContainsFunc(o.q.Groups, func(g Group) bool { return g.Weight > 0 })
}

// solve adds the figures of the units, and asks for cells and units that are too
// small to be told exactly.
func (o *pollCase) solve() {
	for _, u := range o.r.Units {
		of := func(weigh func(cellKey) float64) []float64 {
			return o.row(func(cell cellKey) float64 {
				if cell.unit != u.Unit {
					return 0
				}
				return weigh(cell)
			})
		}
		if s, ok := u.Nodes[o.node.ID]; ok && !s.Blurred {
			o.rows = append(o.rows, of(func(cell cellKey) float64 {
				if o.weighted() {
					return o.q.group(cell.group).Weight / float64(o.people[cell])
				}
				return 1
			}))
		}
		if len(u.Counts[o.node.Item]) > 0 {
			o.rows = append(o.rows, of(func(cellKey) float64 { return 1 }))
		}
		for id, g := range u.Groups {
			if s, ok := g.Nodes[o.node.ID]; ok && !s.Blurred {
				o.rows = append(o.rows, of(func(cell cellKey) float64 {
					if cell.group == id {
						return 1
					}
					return 0
				}))
			}
		}
	}
	before := rank(o.scaled(nil))
	for _, cell := range o.cells() {
		if n := o.people[cell]; n > 0 && n < fewAnswers {
			own := o.row(func(other cellKey) float64 {
				if other == cell {
					return 1
				}
				return 0
			})
			if rank(o.scaled(own)) == before {
				o.rt.Errorf("what %d of %s at %s said at %s follows", n, cell.group, cell.unit, cell.node)
			}
		}
	}
}

// scaled returns the rows, and one more, so that the largest of each is 1.
func (o *pollCase) scaled(more []float64) (rows [][]float64) {
	for _, row := range append(slices.Clone(o.rows), more) {
		most := 0.0
		for _, x := range row {
			most = max(most, math.Abs(x))
		}
		scaled := make([]float64, len(row))
		for j := range row {
			if most > 0 {
				scaled[j] = row[j] / most
			}
		}
		if len(row) > 0 {
			rows = append(rows, scaled)
		}
	}
	return rows
}
