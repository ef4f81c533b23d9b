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
	// calibrated ballots carry their new weights; these are the old ones.
	calibrations []definedCalibration
}

// estimate is what a definition says of one score.
type estimate struct{ value, se, df, deff float64 }

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

// at estimates a node for the ballots of the units in which, and of one group
// ("": the unit's score).
func (d definition) at(node int, units []string, group string) estimate {
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
	cost := 0.0            // of unequal weights, Σ a² K/n
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
		a := weights[key] / total
		sum += a * x
		all := 0.0
		for i := range wz {
			all += d.ballots[i].Weight
		}
		squares, ratio, kish := 0.0, 0.0, 0.0
		for i, z := range wz {
			u[i] += a * z
			omega := d.ballots[i].Weight / all
			squares += z * z
			ratio += z * z / omega
			kish += omega * omega
		}
		if ratio > 1e-9 {
			kish = squares / ratio
		}
		cost += a * a * kish
	}
	if total == 0 {
		return estimate{math.NaN(), math.NaN(), 0, math.NaN()}
	}
	e := d.errors(u)
	e.value = sum
	e.deff *= float64(len(u)) * cost
	return e
}

// unit returns the names of a ballot's stratum and sampling unit.
func (d definition) unit(i int) (stratum, psu string) {
	b := d.ballots[i]
	stratum, psu = "whole", fmt.Sprint("ballot ", i)
	switch {
	case b.Stratum != "":
		stratum = "own " + b.Stratum
	case d.design.Strata == UnitStrata:
		stratum = "unit " + b.Unit
	case d.design.Strata == GroupStrata:
		stratum = "group " + b.Unit + "/" + b.Group
	}
	if b.Cluster != "" {
		psu = "cluster " + b.Cluster
	}
	return stratum, psu
}

// errors totals u by sampling unit over the whole file; deff lacks the cost of
// unequal weights.
func (d definition) errors(u map[int]float64) (e estimate) {
	type psu struct{ total, domain float64 }
	type stratum struct {
		units               map[string]*psu
		rows, population    float64
		calibrated, counted bool
	}
	strata := map[string]*stratum{}
	residual := d.residuals(u)
	for i, b := range d.ballots {
		h, c := d.unit(i)
		if strata[h] == nil {
			strata[h] = &stratum{units: map[string]*psu{}}
		}
		s := strata[h]
		s.rows++
		s.population = b.Population
		if s.units[c] == nil {
			s.units[c] = &psu{}
		}
		if z, ok := residual[i]; ok {
			s.units[c].total += z
			s.calibrated = true
		}
		if _, ok := u[i]; ok {
			s.units[c].domain++
			s.counted = true
		}
	}
	v, n, people := 0.0, 0.0, 0.0
	certain := true
	for _, s := range strata {
		if !s.calibrated {
			continue
		}
		size, seen, mean, squares := float64(len(s.units)), 0.0, 0.0, 0.0
		for _, p := range s.units {
			mean += p.total / size
			if p.domain > 0 {
				seen++
			}
		}
		left := 1.0
		if s.population > 0 {
			left = 1 - size/s.population
		}
		certain = certain && left == 0
		if s.counted {
			e.df += seen - 1
			n += s.rows
			people += s.rows / (1 - left)
		}
		for _, p := range s.units {
			squares += (p.total - mean) * (p.total - mean)
		}
		switch {
		case left == 0:
		case size > 1:
			v += left * size / (size - 1) * squares
		case d.design.Lonely == LonelyFail:
			v = math.NaN()
		case d.design.Lonely == LonelyAdjust:
			v += left * mean * mean
		}
	}
	e.se = math.Sqrt(v)
	if e.se < 1e-9 { // rounding
		e.se = 0
	}
	if e.se == 0 && e.df < 1 && !certain {
		e.se = math.NaN()
	}
	simple := 0.0
	for _, x := range u {
		simple += x * x
	}
	e.deff = v / ((1 - n/people) * n / (n - 1) * simple)
	if !(simple > 1e-12) || n < 2 || n == people {
		e.deff = math.NaN()
	}
	return e
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
		d := definition{in: in, design: design, ballots: drawBallots(t, in)}
		d.drawPopulations(t)
		d.check(t, count(in, design, d.ballots), 1e-10)
	})
}

// withinRounding reports whether two errors differ by no more than the strata
// whose share in the variance estimators leave out as rounding: less than
// 1e-12 of its squares before means and margins are taken off. Scores are at
// most 100, so no more than 100² at a weight of 1, for the score and its mean
// and, of calibrated ballots, for the fit to the margins and for what it is taken
// off, both again; in each of three strata. Nothing left, with no sampling unit
// to spare, is no error at all.
func (d definition) withinRounding(s Score, want estimate) bool {
	is, squares := s.SE, 2.0
	if len(d.calibrations) > 0 {
		squares = 5
	}
	if math.IsNaN(is) && s.DF < 1 {
		is = 0
	}
	return math.Abs(is*is-want.se*want.se) <= 3*rounding*squares*100*100
}

// check holds the scores of tallies of the ballots, rolled up, against the definition;
// errors may be a hundred times less close than values.
func (d definition) check(t *rapid.T, tallies *Tallies, tolerance float64) {
	t.Helper()
	check := func(what string, s Score, node int, units []string, group string) {
		want := d.at(node, units, group)
		// Where margins explain all but a millionth of the variance, what is left is rounding.
		explained := max(s.Deff, want.deff) < 1e-6
		if !agree(s.Value, want.value, tolerance) || !explained && !agree(s.SE, want.se, 100*tolerance) && !d.withinRounding(s, want) || s.DF != want.df && !math.IsNaN(want.value) {
			t.Fatalf("%s node %d: %+v, want %+v", what, node, s, want)
		}
		if want.se > 0 && !explained && d.equalWeights() && !agree(s.Deff, want.deff, 1000*tolerance) {
			t.Fatalf("%s node %d: design effect %g, want %g", what, node, s.Deff, want.deff)
		}
	}
	for _, u := range tallies.RollUp(map[string]string{"u": "v"}).Scores() {
		units := []string{u.Unit}
		if u.Unit == "v" {
			units = append(units, "u")
		}
		for node := range d.in.Nodes {
			check(u.Unit, u.Nodes[node], node, units, "")
			for _, g := range u.Groups {
				check(u.Unit+"/"+g.Group, g.Nodes[node], node, units, g.Group)
			}
		}
	}
}

// groupWeighted reports whether the groups have fixed weights.
func (in *Instrument) groupWeighted() bool {
	for _, g := range in.Groups {
		if g.Weight > 0 {
			return true
		}
	}
	return false
}
