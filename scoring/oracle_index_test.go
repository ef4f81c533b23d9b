package scoring

import (
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"
)

// indexParams is the instrument of an index oracle.
type indexParams struct {
	Tree         orderedTree        `json:"tree"`
	Scale        [2]int             `json:"scale"`
	DontKnow     json.RawMessage    `json:"dont_know"` // a number, or [] for none
	GroupWeights map[string]float64 `json:"group_weights"`
}

// An orderedTree is the areas with their items, sorted by name.
type orderedTree map[string]struct {
	Weight float64            `json:"weight"`
	Items  map[string]float64 `json:"items"`
}

func keys[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// instrument builds the instrument; every answer lo..hi is an option, then 9.
func (p indexParams) instrument() *Instrument {
	in := &Instrument{Nodes: []Node{{ID: "overall", Parent: -1, Item: -1, StandItem: -1}}}
	for _, area := range keys(p.Tree) {
		parent := len(in.Nodes)
		in.Nodes = append(in.Nodes, Node{ID: area, Weight: p.Tree[area].Weight, Item: -1, StandItem: -1})
		for _, id := range keys(p.Tree[area].Items) {
			in.Nodes = append(in.Nodes, Node{ID: id, Parent: parent, Weight: p.Tree[area].Items[id], Item: len(in.Items), StandItem: -1})
			in.Items = append(in.Items, Item{ID: id, Options: p.options()})
		}
	}
	for _, g := range []string{"1", "2", "3"} {
		in.Groups = append(in.Groups, Group{ID: g, Weight: p.GroupWeights[g]})
	}
	return in
}

func (p indexParams) options() []Option {
	var out []Option
	for y := p.Scale[0]; y <= p.Scale[1]; y++ {
		out = append(out, Option{Code: strconv.Itoa(y), Score: 100 * float64(y-p.Scale[0]) / float64(p.Scale[1]-p.Scale[0])})
	}
	if dk, err := strconv.Atoi(string(p.DontKnow)); err == nil {
		out = append(out, Option{Code: strconv.Itoa(dk), Score: math.NaN(), Kind: DontKnow})
	}
	return out
}

// tallies counts the CSV: psu, where there, are clusters in units as strata.
func (r *oracleRun) tallies(in *Instrument) *Tallies {
	t := NewTallies(in, Design{})
	d := r.table()
	index := map[string]int16{}
	for i, o := range in.Items[0].Options {
		index[o.Code] = int16(i)
	}
	w := d.numbers("w")
	for i := range w {
		b := Ballot{Unit: d["unit"][i], Group: d["group"][i], Weight: w[i]}
		if psu, ok := d["psu"]; ok {
			b.Stratum, b.Cluster = d["unit"][i], psu[i]
		}
		for _, item := range in.Items {
			a, ok := index[d[item.ID][i]]
			if !ok {
				a = Blank
			}
			b.Answers = append(b.Answers, a)
		}
		t.Add(&b)
	}
	return t
}

func (r *oracleRun) index(method Aggregation) (in *Instrument, nodes map[string]int, units map[string]UnitScore) {
	var p indexParams
	r.params(&p)
	in = p.instrument()
	in.Method = method
	nodes, units = map[string]int{}, map[string]UnitScore{}
	for i, n := range in.Nodes {
		nodes[n.ID] = i
	}
	t := r.tallies(in)
	all := map[string]string{} // the oracle's unit ALL is the whole file
	for id := range t.units {
		all[id] = "ALL"
	}
	for _, u := range t.RollUp(all).Scores() {
		units[u.Unit] = u
	}
	return in, nodes, units
}

func checkIndicators(r *oracleRun) {
	var want []struct {
		Unit, Indicator string
		Score, SE       float64
		N               int
		NDK             int     `json:"n_dk"`
		WSum            float64 `json:"w_sum"`
	}
	r.expect(&want)
	in, nodes, units := r.index(AggregateFirst)
	for _, w := range want {
		what := "unit " + w.Unit + " " + w.Indicator
		u, i := units[w.Unit], nodes[w.Indicator]
		s := u.Nodes[i]
		r.close(what, s.Value, w.Score)
		r.close(what+" se", s.SE, w.SE)
		dk := 0
		for _, n := range u.Counts[in.Nodes[i].Item][in.scored(in.Nodes[i].Item):] {
			dk += n
		}
		if s.N != w.N || dk != w.NDK {
			r.Errorf("%s: n %d, without score %d, want %d, %d", what, s.N, dk, w.N, w.NDK)
		}
	}
}

// scored returns how many options of an item, the first ones, have a score.
func (in *Instrument) scored(item int) (n int) {
	for _, o := range in.Items[item].Options {
		if !math.IsNaN(o.Score) {
			n++
		}
	}
	return n
}

func checkAreas(r *oracleRun) {
	var want []map[string]json.RawMessage
	r.expect(&want)
	_, nodes, units := r.index(AggregateFirst)
	for _, w := range want {
		unit := strings.Trim(string(w["unit"]), `"`)
		var n int
		r.decode(w["n"], &n)
		if units[unit].Ballots != n {
			r.Errorf("unit %s: %d ballots, want %d", unit, units[unit].Ballots, n)
		}
		for key, raw := range w {
			id, isSE := strings.CutSuffix(strings.TrimPrefix(key, "area_"), "_se")
			i, ok := nodes[id]
			if !ok {
				continue
			}
			var x float64
			r.decode(raw, &x)
			s := units[unit].Nodes[i]
			if isSE {
				r.close("unit "+unit+" "+key, s.SE, x)
			} else {
				r.close("unit "+unit+" "+key, s.Value, x)
			}
		}
	}
}

func checkGroupWeighted(r *oracleRun) {
	var want []struct {
		Unit         string
		GroupOverall map[string]float64 `json:"group_overall"`
		WeightsUsed  map[string]float64 `json:"weights_used"`
		Index, SE    float64
	}
	r.expect(&want)
	_, _, units := r.index(AggregateFirst)
	for _, w := range want {
		u := units[w.Unit]
		r.close("unit "+w.Unit, u.Nodes[0].Value, w.Index)
		r.close("unit "+w.Unit+" se", u.Nodes[0].SE, w.SE)
		for _, g := range u.Groups {
			what := "unit " + w.Unit + " group " + g.Group
			if _, ok := w.GroupOverall[g.Group]; !ok {
				if g.Used != 0 {
					r.Errorf("%s is used with weight %g", what, g.Used)
				}
				continue
			}
			r.close(what, g.Nodes[0].Value, w.GroupOverall[g.Group])
			r.close(what+" weight", g.Used, w.WeightsUsed[g.Group])
		}
	}
}

func checkRespondentFirst(r *oracleRun) {
	var want []struct {
		Unit      json.Number
		Score, SE float64
	}
	r.expect(&want)
	_, _, units := r.index(RespondentFirst)
	for _, w := range want {
		s := units[w.Unit.String()].Nodes[0]
		r.close("unit "+w.Unit.String(), s.Value, w.Score)
		r.close("unit "+w.Unit.String()+" se", s.SE, w.SE)
	}
}

// checkUnitTable checks unit means of y, 1–5, each unit sampled by itself.
func checkUnitTable(column, id string) func(*oracleRun) {
	return func(r *oracleRun) {
		var want []map[string]float64
		r.expect(&want)
		in := &Instrument{
			Items: []Item{{ID: "y", Options: indexParams{Scale: [2]int{1, 5}}.options()}},
			Nodes: []Node{{ID: "overall", Parent: -1, Item: -1, StandItem: -1}, {ID: "y", Weight: 1, StandItem: -1}},
		}
		t := NewTallies(in, Design{Strata: UnitStrata})
		d := r.table()
		for i, y := range d.numbers("y") {
			t.Add(&Ballot{Unit: d[column][i], Weight: 1, Answers: []int16{int16(y) - 1}})
		}
		units := map[string]UnitScore{}
		for _, u := range t.Scores() {
			units[u.Unit] = u
		}
		for _, w := range want {
			unit := strconv.Itoa(int(w[id]))
			s := units[unit].Nodes[0]
			n := float64(s.N)
			r.close(unit+" n", n, w["n"])
			r.close(unit+" score", s.Value, w["score"])
			r.close(unit+" se", s.SE, w["se"])
			r.close(unit+" m", 1+s.Value/25, w["m"])
			r.close(unit+" s", s.SE/25*math.Sqrt(n), w["s"])
		}
	}
}
