package survey

import (
	"encoding/json"
	"maps"
	"math"
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"minping/scoring"
)

// threeMembers is the release of three members marked by tickets a, b and c:
// nobody of c marked the third.
func threeMembers(empty EmptyRule) *Release {
	q := tickets(map[string]int{"a": 40, "b": 30, "c": 30})
	q.Evaluation.Empty = empty
	counter, e := NewCounter(q, nil), NewEncoder(q)
	for unit, marks := range map[string]map[string][2]int{
		"m1": {"a": {92, 94}, "b": {88, 86}, "c": {85, 85}},
		"m2": {"a": {80, 82}, "b": {96, 98}, "c": {90, 92}},
		"m3": {"a": {70, 72}, "b": {90, 90}},
	} {
		for group, pair := range marks {
			for _, mark := range pair {
				b := scoring.Ballot{Unit: unit, Group: group, Weight: 1, Answers: make([]int16, len(e.Columns()))}
				e.Encode(Answers{"mark": {strconv.Itoa(mark)}}, b.Answers)
				counter.Add(&b)
			}
		}
	}
	return Compute(Inputs{Questionnaire: q, Ballots: counter, Units: []Unit{
		{ID: "m1", Tier: "member"}, {ID: "m2", Tier: "member"}, {ID: "m3", Tier: "member"},
	}})
}

// By hand: groups' means are 93, 87, 85; 81, 97, 91; 71, 90 and none.
func TestWhatIfOfTickets(t *testing.T) {
	weights := func(a, b, c float64) map[string]map[string]float64 {
		return map[string]map[string]float64{"member": {"a": a, "b": b, "c": c}}
	}
	for _, tt := range []struct {
		name  string
		empty EmptyRule
		s     Scenario
		want  map[string]string // unit → score and rank, or why there is none
	}{
		{"as published", "", Scenario{}, map[string]string{"m1": "88.8 #2", "m2": "88.8 #1", "m3": "79.143 #3"}},
		{"other weights", "", Scenario{Kinds: weights(70, 20, 10)}, map[string]string{"m1": "91 #1", "m2": "85.2 #2", "m3": "75.222 #3"}},
		{"only the first is named with the last", "", Scenario{Kinds: map[string]map[string]float64{"member": {"a": 70, "c": 0}}}, map[string]string{"m1": "91.2 #1", "m2": "85.8 #2", "m3": "76.7 #3"}},
		{"one ticket alone", "", Scenario{Kinds: weights(0, 100, 0)}, map[string]string{"m1": "87 #3", "m2": "97 #1", "m3": "90 #2"}},
		{"a group without ballots counts zero", "", Scenario{NoBallots: EmptyZero}, map[string]string{"m1": "88.8 #2", "m2": "88.8 #1", "m3": "55.4 #3"}},
		{"a group without ballots blocks", "", Scenario{NoBallots: EmptyBlock}, map[string]string{"m1": "88.8 #2", "m2": "88.8 #1", "m3": "blocked"}},
		{"it weighs nothing, and blocks nothing", "", Scenario{NoBallots: EmptyBlock, Kinds: weights(50, 50, 0)}, map[string]string{"m1": "90 #1", "m2": "89 #2", "m3": "80.5 #3"}},
		{"published with zero, shared out", EmptyZero, Scenario{NoBallots: EmptyRenormalise}, map[string]string{"m1": "88.8 #2", "m2": "88.8 #1", "m3": "79.143 #3"}},
		{"published blocked, shared out", EmptyBlock, Scenario{NoBallots: EmptyRenormalise}, map[string]string{"m1": "88.8 #2", "m2": "88.8 #1", "m3": "79.143 unblocked"}},
		{"published blocked, weightless", EmptyBlock, Scenario{Kinds: weights(50, 50, 0)}, map[string]string{"m1": "90 #1", "m2": "89 #2", "m3": "80.5 unblocked"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := threeMembers(tt.empty)
			if errs := tt.s.Check(r); errs != nil {
				t.Fatal(errs)
			}
			tiers := r.WhatIf(tt.s).Tiers
			if len(tiers) != 1 {
				t.Fatalf("%+v", tiers)
			}
			got := map[string]string{}
			short := func(x Num) string { return strconv.FormatFloat(math.Round(1000*float64(x))/1000, 'f', -1, 64) }
			for _, u := range tiers[0].Units {
				if got[u.Unit] = string(u.Reason); u.Reason == "" {
					got[u.Unit] = short(u.After) + " #" + strconv.Itoa(u.NewLow)
				} else if u.Last != No || u.NewLow != 0 {
					t.Errorf("%s has no score, and yet %+v", u.Unit, u)
				}
			}
			for _, u := range tiers[0].Unblocked {
				got[u.Unit] = short(u.After) + string(u.Reason) + " unblocked"
			}
			if tt.want["m1"] == "88.8 #2" { // both score 88.8: one of the sums may be the larger by rounding
				delete(got, "m1")
				delete(got, "m2")
				tt.want = map[string]string{"m3": tt.want["m3"]}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestKindsOfARelease(t *testing.T) {
	r := threeMembers("")
	want := []Kind{{Tier: "member", Groups: []string{"a", "b", "c"}, Weights: []float64{40, 30, 30}}}
	if diff := cmp.Diff(want, r.Kinds()); diff != "" {
		t.Error(diff)
	}
	for _, tt := range []struct {
		s    Scenario
		want []ScenarioError
	}{
		{Scenario{Kinds: map[string]map[string]float64{"member": {"a": 50}}}, []ScenarioError{{Tier: "member", Problem: ScenarioSum}}},
		{Scenario{Kinds: map[string]map[string]float64{"member": {"a": 39.5, "b": 30.5, "c": -1, "d": 3}}}, []ScenarioError{
			{Tier: "member", Group: "a", Problem: ScenarioWhole},
			{Tier: "member", Group: "b", Problem: ScenarioWhole},
			{Tier: "member", Group: "c", Problem: ScenarioWhole},
			{Tier: "member", Group: "d", Problem: ScenarioNoKind},
		}},
		{Scenario{Kinds: map[string]map[string]float64{"member": {"a": math.NaN(), "b": 101}, "team": {"c": 100}}}, []ScenarioError{
			{Tier: "member", Group: "a", Problem: ScenarioWhole}, {Tier: "member", Group: "b", Problem: ScenarioWhole}, {Tier: "team", Group: "c", Problem: ScenarioNoKind},
		}},
		{Scenario{NoBallots: "ignore"}, []ScenarioError{{Problem: ScenarioRule}}},
		{Scenario{Groups: map[string]float64{"a": 0}}, []ScenarioError{{Group: "a", Problem: ScenarioByKind}}},
		{Scenario{NoBallots: EmptyZero, Kinds: map[string]map[string]float64{"member": {"a": 0, "b": 70}}}, nil},
	} {
		if diff := cmp.Diff(tt.want, tt.s.Check(r)); diff != "" {
			t.Errorf("%+v: %s", tt.s, diff)
		}
	}
	plain := compute(small(), 0, nil, func(c *Counter) { tally(c, small(), "u", "a", "3", 10) })
	s := Scenario{NoBallots: EmptyZero, Kinds: map[string]map[string]float64{"": {"a": 100}}}
	if diff := cmp.Diff([]ScenarioError{{Group: "a", Problem: ScenarioNoKind}, {Problem: ScenarioRule}}, s.Check(plain)); diff != "" || plain.Kinds() != nil {
		t.Errorf("a poll that evaluates nobody: %s", diff)
	}
}

// Without other weights every member keeps its score under any draw's places,
// and the draws go by the weights of the kind: robustness holds all units.
func TestRobustnessOfTickets(t *testing.T) {
	for _, empty := range []EmptyRule{EmptyRenormalise, EmptyZero} {
		got := threeMembers(empty).Robustness()
		if len(got) != 1 || len(got[0].Units) != 3 || len(got[0].LeftOut) != 0 || got[0].Units[2].Unit != "m3" || got[0].Units[2].Last != 1 {
			t.Errorf("%s: %+v", empty, got)
		}
	}
}

// A kindCase is an evaluation with everybody's ballots, and a scenario.
type kindCase struct {
	q      *Questionnaire
	units  []Unit
	counts func(q *Questionnaire, k int) *Release
	s      Scenario
}

func drawKinds(rt *rapid.T) kindCase {
	c := kindCase{q: evaluation360(rt)}
	c.q.Scoring.Aggregation = rapid.SampledFrom([]string{"aggregate-first", "respondent-first"}).Draw(rt, "aggregation")
	for i := range rapid.IntRange(3, 5).Draw(rt, "units") {
		c.units = append(c.units, Unit{ID: "u" + strconv.Itoa(i), Tier: rapid.SampledFrom([]string{"t", "t", "team"}).Draw(rt, "tier")})
	}
	type vote struct {
		unit, group string
		answers     []int16
	}
	var votes []vote
	in := c.q.Instrument()
	complete := rapid.Bool().Draw(rt, "complete")
	for _, u := range c.units {
		for _, g := range c.q.Groups {
			raters := rapid.SampledFrom([]int{12, 16, 9, 5, 2, 0})
			if g.Attributable {
				raters = rapid.IntRange(0, 1)
			}
			for range raters.Draw(rt, "ballots") {
				v := vote{unit: u.ID, group: g.ID}
				asked := c.q.Asked(u.Tier)
				for j, item := range in.Items {
					least := int(scoring.Blank)
					if complete {
						least = 0
					}
					x := int16(rapid.IntRange(least, min(2, len(item.Options)-1)).Draw(rt, "answer"))
					if asked != nil && !asked[j] {
						x = scoring.Blank
					}
					v.answers = append(v.answers, x)
				}
				votes = append(votes, v)
			}
		}
	}
	c.counts = func(q *Questionnaire, k int) *Release {
		counter := NewCounter(q, nil)
		for _, v := range votes {
			counter.Add(&scoring.Ballot{Unit: v.unit, Group: v.group, Weight: 1, Answers: slices.Clone(v.answers)})
		}
		return Compute(Inputs{Questionnaire: q, Units: c.units, Ballots: counter, MinGroup: k})
	}
	c.s = Scenario{
		Nodes: map[string]float64{}, Kinds: map[string]map[string]float64{},
		NoBallots: rapid.SampledFrom([]EmptyRule{"", EmptyRenormalise, EmptyBlock, EmptyZero}).Draw(rt, "no ballots"),
	}
	for _, id := range []string{"x", "y", "p1", "p2"} {
		if rapid.IntRange(0, 2).Draw(rt, "change "+id) == 0 {
			c.s.Nodes[id] = rapid.SampledFrom([]float64{0, 1, 2}).Draw(rt, id)
		}
	}
	return c
}

// reweigh draws other weights for the kinds of a release.
func (c *kindCase) reweigh(rt *rapid.T, r *Release) {
	for _, k := range r.Kinds() {
		if !rapid.Bool().Draw(rt, "reweigh "+k.Tier) {
			continue
		}
		c.s.Kinds[k.Tier] = map[string]float64{}
		left := 100
		for i, g := range k.Groups {
			x := rapid.SampledFrom([]int{0, left / 2, left}).Draw(rt, g)
			if i == len(k.Groups)-1 {
				x = left
			}
			c.s.Kinds[k.Tier][g] = float64(x)
			left -= x
		}
	}
}

// under counts the ballots anew, with the scenario written into the questionnaire.
func (c *kindCase) under(r *Release) *Release {
	q := *c.q
	q.Index = slices.Clone(q.Index)
	q.Index[0].Children = slices.Clone(q.Index[0].Children)
	set := func(n *Node) {
		if x, ok := c.s.Nodes[n.ID]; ok {
			n.Weight = x
		}
	}
	for i := range q.Index {
		set(&q.Index[i])
		for j := range q.Index[i].Children {
			set(&q.Index[i].Children[j])
		}
	}
	if x := &q.Index[0]; x.Children[0].Weight+x.Children[1].Weight == 0 {
		x.Weight, x.Children[0].Weight = 0, 1
	}
	q.Evaluation.Types = slices.Clone(q.Evaluation.Types)
	kinds := r.Kinds()
	for i := range q.Evaluation.Types {
		t := &q.Evaluation.Types[i]
		weights, ok := c.s.Kinds[t.Tier]
		if !ok {
			continue
		}
		t.Weights = maps.Clone(t.Weights)
		for g, x := range weights {
			t.Weights[g] = int(x)
		}
	}
	if c.s.NoBallots != "" && len(kinds) > 0 {
		q.Evaluation.Empty = c.s.NoBallots
	}
	return c.counts(&q, 0)
}

// What a what-if tells of an evaluation is what the ballots give by the other
// weights and the other rule, to 1e-9; it is told wherever nothing is hidden and
// nobody's ballot is needed. It follows from the published document alone, what
// is hidden there is never told, and without a scenario nothing changes.
func TestWhatIfOfKindsEqualsCountingAnew(t *testing.T) {
	told := map[Reason]int{}
	draw := func(rt *rapid.T) {
		c := drawKinds(rt)
		k := rapid.SampledFrom([]int{0, 3, 5}).Draw(rt, "k")
		r := c.counts(c.q, k)
		c.reweigh(rt, r)
		if len(r.Kinds()) == 0 {
			return
		}
		for _, tier := range r.WhatIf(Scenario{}).Tiers {
			for _, u := range tier.Units {
				if u.Reason != "" || u.After != u.Before || u.Moved() {
					rt.Fatalf("nothing changes, but %+v", u)
				}
			}
		}
		if c.s.Check(r) != nil {
			return
		}
		want := c.under(r)
		w := newWeighing(r, c.s)
		told360 := r.WhatIf(c.s)
		for _, tier := range told360.Tiers {
			for _, u := range tier.Units {
				told[u.Reason]++
				agreesAnew(rt, want, u.Unit, u.After, u.Reason)
				of := r.Unit(u.Unit)
				if w.kinds.of(of) == nil {
					continue
				}
				switch {
				case k == 0 && (u.Reason == HiddenGroup || u.Reason == HiddenNode), u.Reason == RespondentFirst && c.q.Scoring.Aggregation != "respondent-first":
					rt.Fatalf("%s: %s", u.Unit, u.Reason)
				case u.Reason == "" && w.restsOnHidden(of):
					rt.Fatalf("%s is told, and rests on a hidden group in other parts than published", u.Unit)
				}
			}
			for _, u := range tier.Unblocked {
				agreesAnew(rt, want, u.Unit, u.After, u.Reason)
			}
		}
		text, err := json.Marshal(r)
		var read Release
		if err == nil {
			err = json.Unmarshal(text, &read)
		}
		if err != nil {
			rt.Fatal(err)
		}
		if diff := cmp.Diff(told360, read.WhatIf(c.s), cmp.Comparer(func(a, b Num) bool { return a == b || !a.OK() && !b.OK() })); diff != "" {
			rt.Fatalf("more is told than the published document holds: %s", diff)
		}
	}
	unmet := func() []Reason {
		return slices.DeleteFunc([]Reason{"", HiddenGroup, Blocked}, func(why Reason) bool { return told[why] > 0 })
	}
	for range 200 { // not every hundred draws meet all of them
		if rapid.Check(t, draw); t.Failed() || len(unmet()) == 0 {
			break
		}
	}
	if why := unmet(); len(why) > 0 {
		t.Errorf("no unit came out as %q: %v", why, told)
	}
}

// restsOnHidden reports whether a hidden group would count in a unit otherwise
// than published.
func (w *weighing) restsOnHidden(u *UnitResult) bool {
	vote := w.cast(u)
	for g, info := range w.release.Groups {
		if vote.weights[g] > 0 && u.Groups[info.ID].Suppressed && !vote.same {
			return true
		}
	}
	return false
}

// agreesAnew compares a score with that of ballots counted anew.
func agreesAnew(rt *rapid.T, want *Release, unit string, after Num, why Reason) {
	exact := Num(math.NaN())
	if s, ok := want.Unit(unit).Nodes[rootNode]; ok {
		exact = s.Score
	}
	switch {
	case why == "" && !(math.Abs(float64(after-exact)) <= 2e-9):
		rt.Fatalf("unit %s: %v, the ballots give %v", unit, after, exact)
	case (why == NoValue || why == Blocked) && exact.OK():
		rt.Fatalf("unit %s has %v under the scenario, told as %s", unit, exact, why)
	case why != "" && after.OK():
		rt.Fatalf("unit %s: %v and %s", unit, after, why)
	}
}
