package survey

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"minping/scoring"
)

// A case of what-if draws a questionnaire, its ballots and a scenario.
type whatIfCase struct {
	q        *Questionnaire
	ballots  []scoring.Ballot
	weighted bool
	k        int
	s        Scenario
}

func (c whatIfCase) release(q *Questionnaire, ballots []scoring.Ballot) *Release {
	counter := NewCounter(q, nil)
	for i := range ballots {
		counter.Add(&ballots[i])
	}
	return Compute(Inputs{Questionnaire: q, Ballots: counter, MinGroup: c.k, Weighted: c.weighted})
}

func drawWhatIf(t *rapid.T) whatIfCase {
	weight := rapid.SampledFrom([]float64{0, 1, 1, 2, 0.3})
	c := whatIfCase{q: small(), weighted: rapid.Bool().Draw(t, "weighted"), k: rapid.SampledFrom([]int{0, 5}).Draw(t, "k")}
	c.q.Scoring.Aggregation = rapid.SampledFrom([]string{"aggregate-first", "respondent-first"}).Draw(t, "aggregation")
	if rapid.Bool().Draw(t, "stand in") {
		c.q.Index[0].StandIn = "p1"
	}
	if rapid.Bool().Draw(t, "pooled") {
		c.q.Groups[0].Weight, c.q.Groups[1].Weight = 0, 0
	}
	complete := rapid.Bool().Draw(t, "complete")
	in := c.q.Instrument()
	for u := range rapid.IntRange(1, 4).Draw(t, "units") {
		for _, g := range []string{"a", "b"} {
			for range rapid.IntRange(0, 9).Draw(t, "ballots") {
				b := scoring.Ballot{Unit: strconv.Itoa(u), Group: g, Weight: 1}
				if c.weighted {
					b.Weight = rapid.SampledFrom([]float64{0.5, 1, 3}).Draw(t, "w")
				}
				for _, item := range in.Items {
					least := int(scoring.Blank)
					if complete {
						least = 0
					}
					b.Answers = append(b.Answers, int16(rapid.IntRange(least, min(2, len(item.Options)-1)).Draw(t, "answer")))
				}
				c.ballots = append(c.ballots, b)
			}
		}
	}
	c.s = Scenario{Nodes: map[string]float64{}, Groups: map[string]float64{}}
	for _, id := range []string{"x", "y", "p1", "p2"} {
		if rapid.Bool().Draw(t, "change "+id) && (c.q.Index[0].StandIn == "" || id[0] != 'p') {
			c.s.Nodes[id] = weight.Draw(t, id)
		}
	}
	for _, g := range c.q.Groups {
		if rapid.Bool().Draw(t, "regroup "+g.ID) {
			c.s.Groups[g.ID] = weight.Draw(t, g.ID)
			if !weighted(releaseGroups(c.q)) {
				c.s.Groups[g.ID] = 0
			}
		}
	}
	return c
}

func releaseGroups(q *Questionnaire) (groups []GroupInfo) {
	for _, g := range q.Groups {
		groups = append(groups, GroupInfo{ID: g.ID, Weight: Num(g.Weight)})
	}
	return groups
}

// under counts the ballots anew with the scenario written into the
// questionnaire, and without those of pooled groups that are left out.
func (c whatIfCase) under() *Release {
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
	ballots := c.ballots
	q.Groups = slices.Clone(q.Groups)
	pooled := !weighted(releaseGroups(c.q))
	for i := range q.Groups {
		x, ok := c.s.Groups[q.Groups[i].ID]
		switch {
		case ok && pooled:
			ballots = slices.DeleteFunc(slices.Clone(ballots), func(b scoring.Ballot) bool { return b.Group == q.Groups[i].ID })
		case ok:
			q.Groups[i].Weight = x
		}
	}
	// A node whose children all weigh 0 has no value; a questionnaire says so
	// by a weight of 0 of its own.
	if x := &q.Index[0]; x.StandIn == "" && x.Children[0].Weight+x.Children[1].Weight == 0 {
		x.Weight, x.Children[0].Weight = 0, 1
	}
	open := c
	open.k = 0
	return open.release(&q, ballots)
}

// What a what-if tells from the release alone is what the ballots give under
// the other weights, to 1e-9, and it is told wherever nothing is hidden and
// indicators are averaged first.
func TestWhatIfEqualsCountingAnew(t *testing.T) {
	kept := map[Reason]int{}
	rapid.Check(t, func(t *rapid.T) {
		c := drawWhatIf(t)
		r := c.release(c.q, c.ballots)
		if c.s.Check(r) != nil {
			return
		}
		want := c.under()
		w := newWeighing(r, c.s)
		for i := range r.Units {
			u := &r.Units[i]
			if u.Suppressed {
				continue
			}
			if _, ok := u.Nodes[rootNode]; !ok {
				continue
			}
			got, why := w.overall(u)
			kept[why]++
			exact := Num(math.NaN())
			if v := want.Unit(u.Unit); v != nil {
				if s, ok := v.Nodes[rootNode]; ok {
					exact = s.Score
				}
			}
			switch {
			case why == "":
				if !(math.Abs(got-float64(exact)) <= 2e-9) {
					t.Fatalf("unit %s: %v, the ballots give %v", u.Unit, got, exact)
				}
			case why == NoValue && exact.OK():
				t.Fatalf("unit %s has %v under the scenario, told that it has none", u.Unit, exact)
			case why == NoBasis, c.k == 0 && (why == HiddenGroup || why == HiddenNode):
				t.Fatalf("unit %s: %s, though the release holds all", u.Unit, why)
			case why == RespondentFirst && c.q.Scoring.Aggregation != "respondent-first":
				t.Fatalf("unit %s: %s", u.Unit, why)
			}
		}
	})
	for _, why := range []Reason{"", HiddenGroup} {
		if kept[why] == 0 {
			t.Errorf("no case came out as %q: %v", why, kept)
		}
	}
}

// The empty scenario, and weights times a constant, change nothing.
func TestWhatIfOfNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawWhatIf(t)
		r := c.release(c.q, c.ballots)
		same := Scenario{Nodes: map[string]float64{}, Groups: map[string]float64{}}
		for _, n := range r.Nodes[1:] {
			if r.Nodes[1].StandIn == "" || n.Parent != "x" {
				same.Nodes[n.ID] = 3 * float64(n.Weight)
			}
		}
		for _, g := range r.Groups {
			if g.Weight > 0 {
				same.Groups[g.ID] = 7 * float64(g.Weight)
			}
		}
		for _, s := range []Scenario{{}, same} {
			if errs := s.Check(r); errs != nil {
				t.Fatal(errs)
			}
			for _, tier := range r.WhatIf(s).Tiers {
				for _, u := range tier.Units {
					if u.Reason != "" || math.Abs(float64(u.After-u.Before)) > 1e-9 || u.Moved() || u.Beyond() || u.Enters() || u.Leaves() {
						t.Fatalf("nothing changes, but %+v", u)
					}
				}
			}
		}
	})
}

// Scores at the items, put together again by the published weights, give the
// published score of every unit that shows all of them.
func TestReleaseReproducesItsScores(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawWhatIf(t)
		r := c.release(c.q, c.ballots)
		w := newWeighing(r, Scenario{})
		for i := range r.Units {
			u := &r.Units[i]
			if root, ok := u.Nodes[rootNode]; ok && !root.Blurred && !w.reproduces(u) {
				t.Fatalf("unit %s: %+v", u.Unit, u)
			}
		}
	})
}

// Where a unit cannot be told, the others' ranks are ranges that hold it.
func TestPlaceWithUnknowns(t *testing.T) {
	nan := Num(math.NaN())
	units := []WhatIfUnit{
		{Unit: "a", Before: 90, After: 90, Rank: 1, Low: 1, High: 2},
		{Unit: "b", Before: 80, After: nan, Reason: HiddenGroup, Rank: 2, Low: 1, High: 4},
		{Unit: "c", Before: 70, After: 60, Rank: 3, Low: 3, High: 3},
		{Unit: "d", Before: 60, After: 70, Rank: 4, Low: 4, High: 4},
	}
	place(units, 1)
	for i, want := range []struct {
		low, high int
		last      Certainty
		moved     bool
	}{{1, 2, No, false}, {0, 0, Unsettled, false}, {3, 4, Unsettled, false}, {2, 3, No, true}} {
		u := units[i]
		if u.NewLow != want.low || u.NewHigh != want.high || u.Last != want.last || u.Moved() != want.moved {
			t.Errorf("%+v, want %+v", u, want)
		}
	}
	if !units[3].Leaves() || units[2].Enters() {
		t.Error("d certainly leaves the last 1, c does not certainly enter it")
	}
}

func TestScenarioCheck(t *testing.T) {
	q := small()
	r := compute(q, 0, nil, func(c *Counter) { tally(c, q, "u", "a", "3", 10) })
	for _, tt := range []struct {
		s    Scenario
		want []ScenarioError
	}{
		{Scenario{}, nil},
		{Scenario{Nodes: map[string]float64{"x": 0, "p1": 0}}, nil},
		{
			Scenario{Nodes: map[string]float64{"overall": 1, "z": 1, "p1": -1, "p2": math.NaN(), "x": math.Inf(1)}},
			[]ScenarioError{{Node: "overall", Problem: ScenarioUnknown}, {Node: "z", Problem: ScenarioUnknown}, {Node: "x", Problem: ScenarioWeight}, {Node: "p1", Problem: ScenarioWeight}, {Node: "p2", Problem: ScenarioWeight}},
		},
		{Scenario{Nodes: map[string]float64{"x": 0, "rr": 0}}, []ScenarioError{{Problem: ScenarioNoNode}}},
		{Scenario{Groups: map[string]float64{"a": 0, "b": 0}}, []ScenarioError{{Problem: ScenarioNoGroup}}},
		{Scenario{Groups: map[string]float64{"a": -1, "c": 1}}, []ScenarioError{{Group: "a", Problem: ScenarioWeight}, {Group: "c", Problem: ScenarioUnknown}}},
	} {
		if got := tt.s.Check(r); !slices.Equal(got, tt.want) {
			t.Errorf("%+v: %v, want %v", tt.s, got, tt.want)
		}
	}
	pooled := small()
	pooled.Groups[0].Weight, pooled.Groups[1].Weight = 0, 0
	pooled.Index[0].StandIn = "p1"
	r = compute(pooled, 0, nil, func(c *Counter) { tally(c, pooled, "u", "a", "3", 10) })
	got := Scenario{Nodes: map[string]float64{"p1": 2}, Groups: map[string]float64{"a": 1, "b": 0}}.Check(r)
	if want := []ScenarioError{{Node: "p1", Problem: ScenarioStandsIn}, {Group: "a", Problem: ScenarioPooled}}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// A unit far ahead stays so whatever the weights; the draws leave out whom the
// release does not let compute, and say so.
func TestRobustnessOfARelease(t *testing.T) {
	q := small()
	units := []Unit{{ID: "u1", Tier: "t"}, {ID: "u2", Tier: "t"}, {ID: "u3", Tier: "t"}, {ID: "u4", Tier: "t"}}
	r := compute(q, 5, units, func(c *Counter) {
		for i, u := range units {
			for _, g := range q.Groups {
				tally(c, q, u.ID, g.ID, []string{"3", "2", "2", "1"}[i], 20+i)
			}
		}
		e := NewEncoder(q)
		b := scoring.Ballot{Unit: "u3", Group: "b", Weight: 1, Answers: make([]int16, len(e.Columns()))}
		e.Encode(Answers{"p1": {"1"}, "p2": {"1"}, "r": {"1"}}, b.Answers)
		for range 10 {
			c.Add(&b)
		}
	})
	got := r.Robustness()
	if len(got) != 1 || len(got[0].Units) != 4 || len(got[0].LeftOut) != 0 || len(got[0].Without) != 3 {
		t.Fatalf("%+v", got)
	}
	for i, u := range got[0].Units {
		if place := r.Unit(u.Unit).Rank; u.Rank != place.Rank || u.Interval != [2]int{place.Low, place.High} {
			t.Errorf("%+v, published %+v", u, place)
		}
		if i == 0 && (u.High != 1 || u.Last != 0) {
			t.Errorf("the best everywhere: %+v", u)
		}
	}
	last := slices.MaxFunc(got[0].Units, func(a, b RobustUnit) int { return cmp.Compare(a.Last, b.Last) })
	if last.Unit != "u4" || last.Last != 1 {
		t.Errorf("the worst everywhere: %+v", last)
	}
	hidden := r.Unit("u2")
	hidden.Nodes, hidden.Groups["a"] = map[string]NodeScore{rootNode: hidden.Nodes[rootNode]}, GroupResult{Ballots: 20, Suppressed: true}
	hidden.Basis = &Basis{Hidden: []string{"x", "y", "p1", "p2", "rr"}}
	if got := r.Robustness()[0]; !slices.Equal(got.LeftOut, []string{"u2"}) || len(got.Units) != 3 || got.Without[0].Unknown != 1 || !math.IsNaN(got.Without[0].Shift) {
		t.Errorf("%+v", got)
	}
}
