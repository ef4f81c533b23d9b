package scoring

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// A definition computes scores slowly, straight from the formulas: every
// ballot has its own linearised value, sampling units are totalled over the
// whole file. Nothing is shared with the package but the types.
type definition struct {
	in      *Instrument
	design  Design
	ballots []Ballot
}

func (d definition) score(b Ballot, item int) float64 {
	if a := b.Answers[item]; a >= 0 {
		return d.in.Items[item].Options[a].Score
	}
	return math.NaN()
}

// value is the tree rule for any assignment of values to items.
func (d definition) value(node int, item func(int) float64) float64 {
	n := d.in.Nodes[node]
	if n.StandItem >= 0 {
		return item(n.StandItem)
	}
	if n.Item >= 0 {
		return item(n.Item)
	}
	sum, weight := 0.0, 0.0
	for c, child := range d.in.Nodes {
		if child.Parent != node {
			continue
		}
		if x := d.value(c, item); !math.IsNaN(x) {
			sum += child.Weight * x
			weight += child.Weight
		}
	}
	return sum / weight
}

// part returns the value of some ballots and each ballot's w z for it.
func (d definition) part(node int, rows []int) (value float64, wz map[int]float64) {
	wz = map[int]float64{}
	ratio := func(x func(int) float64) (mean, weight float64) {
		sum := 0.0
		for _, i := range rows {
			if s := x(i); !math.IsNaN(s) {
				sum += d.ballots[i].Weight * s
				weight += d.ballots[i].Weight
			}
		}
		return sum / weight, weight
	}
	if d.in.Method == RespondentFirst {
		own := func(i int) float64 {
			return d.value(node, func(item int) float64 { return d.score(d.ballots[i], item) })
		}
		m, w := ratio(own)
		for _, i := range rows {
			if s := own(i); !math.IsNaN(s) {
				wz[i] = d.ballots[i].Weight * (s - m) / w
			}
		}
		return m, wz
	}
	means, weights := make([]float64, len(d.in.Items)), make([]float64, len(d.in.Items))
	for j := range means {
		means[j], weights[j] = ratio(func(i int) float64 { return d.score(d.ballots[i], j) })
	}
	value = d.value(node, func(j int) float64 { return means[j] })
	for j := range means {
		if weights[j] == 0 {
			continue
		}
		// the share of item j: the value's slope in its mean
		share := d.value(node, func(k int) float64 {
			if k == j {
				return means[k] + 1
			}
			return means[k]
		}) - value
		if math.Abs(share) < 1e-9 {
			continue
		}
		for _, i := range rows {
			if s := d.score(d.ballots[i], j); !math.IsNaN(s) {
				wz[i] += share * d.ballots[i].Weight * (s - means[j]) / weights[j]
			}
		}
	}
	return value, wz
}

// at returns a node's value, standard error and degrees of freedom for the
// ballots of the units in which, and of one group ("": the unit's score).
func (d definition) at(node int, units []string, group string) (value, se, df float64) {
	parts := map[string][]int{}
	weights := map[string]float64{}
	weighted := d.in.groupWeighted() && group == ""
	for i, b := range d.ballots {
		if !slices.Contains(units, b.Unit) || group != "" && b.Group != group {
			continue
		}
		key, w := "", 1.0
		if weighted {
			key = b.Group
			w = d.in.Groups[slices.IndexFunc(d.in.Groups, func(g Group) bool { return g.ID == key })].Weight
		}
		parts[key] = append(parts[key], i)
		weights[key] = w
	}
	u := map[int]float64{} // per ballot
	total, sum := 0.0, 0.0
	for key, rows := range parts {
		if x, _ := d.part(node, rows); !math.IsNaN(x) && weights[key] > 0 {
			total += weights[key]
		}
	}
	for key, rows := range parts {
		x, wz := d.part(node, rows)
		if math.IsNaN(x) || weights[key] == 0 {
			continue
		}
		sum += weights[key] / total * x
		for i, z := range wz {
			u[i] += weights[key] / total * z
		}
	}
	if total == 0 {
		return math.NaN(), math.NaN(), 0
	}
	se, df = d.se(u)
	return sum, se, df
}

// se totals u by sampling unit over the whole file.
func (d definition) se(u map[int]float64) (se, df float64) {
	type psu struct{ total, domain float64 }
	strata := map[string]map[string]*psu{}
	for i, b := range d.ballots {
		h, c := "whole", fmt.Sprint("ballot ", i)
		switch {
		case b.Stratum != "":
			h = "own " + b.Stratum
		case d.design.Strata == UnitStrata:
			h = "unit " + b.Unit
		case d.design.Strata == GroupStrata:
			h = "group " + b.Unit + "/" + b.Group
		}
		if b.Cluster != "" {
			c = "cluster " + b.Cluster
		}
		if strata[h] == nil {
			strata[h] = map[string]*psu{}
		}
		if strata[h][c] == nil {
			strata[h][c] = &psu{}
		}
		if z, ok := u[i]; ok {
			strata[h][c].total += z
			strata[h][c].domain++
		}
	}
	v := 0.0
	for _, units := range strata {
		n, seen, mean, squares := float64(len(units)), 0.0, 0.0, 0.0
		for _, p := range units {
			mean += p.total / n
			if p.domain > 0 {
				seen++
			}
		}
		if seen == 0 {
			continue
		}
		df += seen - 1
		for _, p := range units {
			squares += (p.total - mean) * (p.total - mean)
		}
		switch {
		case n > 1:
			v += n / (n - 1) * squares
		case d.design.Lonely == LonelyFail:
			v = math.NaN()
		case d.design.Lonely == LonelyAdjust:
			v += mean * mean
		}
	}
	return math.Sqrt(v), df
}

// drawInstrument draws a tree of two areas, perhaps with an item that stands for one.
func drawInstrument(t *rapid.T) *Instrument {
	in := &Instrument{Nodes: []Node{{ID: "overall", Parent: -1, Item: -1, StandItem: -1}}}
	in.Method = Aggregation(rapid.IntRange(0, 1).Draw(t, "method"))
	weight := func() float64 { return float64(rapid.IntRange(1, 5).Draw(t, "weight")) }
	item := func() int {
		in.Items = append(in.Items, Item{ID: fmt.Sprint("q", len(in.Items)), Options: []Option{
			{Code: "a", Score: 100, Satisfied: true},
			{Code: "b", Score: 62.5, Satisfied: true},
			{Code: "c", Score: 30},
			{Code: "d"},
			{Code: "e", Score: math.NaN(), Kind: DontKnow},
		}})
		return len(in.Items) - 1
	}
	for a := range rapid.IntRange(1, 3).Draw(t, "areas") {
		area := len(in.Nodes)
		in.Nodes = append(in.Nodes, Node{ID: fmt.Sprint("a", a), Weight: weight(), Item: -1, StandItem: -1})
		for range rapid.IntRange(1, 3).Draw(t, "indicators") {
			i := item()
			in.Nodes = append(in.Nodes, Node{ID: in.Items[i].ID, Parent: area, Weight: weight(), Item: i, StandItem: -1})
		}
		if rapid.Bool().Draw(t, "stand-in") {
			in.Nodes[area].StandItem = item()
		}
	}
	if rapid.Bool().Draw(t, "groups") {
		for g := range 3 {
			in.Groups = append(in.Groups, Group{ID: fmt.Sprint("g", g), Weight: float64(rapid.IntRange(0, 2).Draw(t, "group weight"))})
		}
	}
	return in
}

func drawDesign(t *rapid.T) Design {
	return Design{
		Strata: Strata(rapid.IntRange(0, 2).Draw(t, "strata")),
		Lonely: Lonely(rapid.IntRange(0, 2).Draw(t, "lonely")),
	}
}

func drawBallots(t *rapid.T, in *Instrument) []Ballot {
	weighted := rapid.Bool().Draw(t, "weighted")
	sampled := rapid.Bool().Draw(t, "sampled")
	out := make([]Ballot, rapid.IntRange(1, 40).Draw(t, "ballots"))
	for i := range out {
		b := Ballot{Unit: rapid.SampledFrom([]string{"u", "v", "w"}).Draw(t, "unit"), Weight: 1}
		if len(in.Groups) > 0 {
			b.Group = rapid.SampledFrom(in.Groups).Draw(t, "group").ID
		}
		if weighted {
			b.Weight = float64(rapid.IntRange(1, 300).Draw(t, "w")) / 100
		}
		if sampled {
			b.Stratum = rapid.SampledFrom([]string{"", "north", "south"}).Draw(t, "stratum")
			b.Cluster = rapid.SampledFrom([]string{"", "1", "2", "3"}).Draw(t, "cluster")
		}
		for range in.Items {
			b.Answers = append(b.Answers, int16(rapid.IntRange(-2, 4).Draw(t, "answer")))
		}
		out[i] = b
	}
	return out
}

func count(in *Instrument, d Design, ballots []Ballot) *Tallies {
	t := NewTallies(in, d)
	for i := range ballots {
		t.Add(&ballots[i])
	}
	return t
}

// close reports whether two numbers agree, no value with no value.
func agree(a, b, tolerance float64) bool {
	if math.IsNaN(a) || math.IsNaN(b) {
		return math.IsNaN(a) && math.IsNaN(b)
	}
	return math.Abs(a-b) <= tolerance*(1+math.Abs(b))
}

// TestScoresFollowTheDefinition compares every score of random surveys with
// the sums over single ballots.
func TestScoresFollowTheDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in, design := drawInstrument(t), drawDesign(t)
		d := definition{in, design, drawBallots(t, in)}
		check := func(what string, s Score, node int, units []string, group string) {
			value, se, df := d.at(node, units, group)
			if se < 1e-9 { // the definition's rounding
				se = 0
			}
			if se == 0 && df < 1 {
				se = math.NaN()
			}
			if !agree(s.Value, value, 1e-10) || !agree(s.SE, se, 1e-8) || s.DF != df && !math.IsNaN(value) {
				t.Fatalf("%s node %d: %g se %g df %g, want %g %g %g", what, node, s.Value, s.SE, s.DF, value, se, df)
			}
		}
		rolled := count(in, design, d.ballots).RollUp(map[string]string{"u": "v"})
		for _, u := range rolled.Scores() {
			units := []string{u.Unit}
			if u.Unit == "v" {
				units = append(units, "u")
			}
			for node := range in.Nodes {
				check(u.Unit, u.Nodes[node], node, units, "")
				for _, g := range u.Groups {
					check(u.Unit+"/"+g.Group, g.Nodes[node], node, units, g.Group)
				}
			}
		}
	})
}
