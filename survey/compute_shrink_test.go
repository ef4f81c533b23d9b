package survey

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"

	"minping/scoring"
)

// five is a poll of five units of a tier with different shares of good answers,
// one of too few ballots, one below k, one without ballots, one of one ballot.
func five(k int, past ...*Release) *Release { return fiveOf(k, 0, past...) }

func fiveOf(k, shift int, past ...*Release) *Release {
	q := small()
	q.Scoring.MinBallots = 12
	units := []Unit{{ID: "few", Tier: "t"}, {ID: "veiled", Tier: "t"}, {ID: "empty", Tier: "t"}}
	for i := range 5 {
		units = append(units, Unit{ID: fmt.Sprintf("u%d", i), Tier: "t"})
	}
	return compute(q, k, units, func(c *Counter) {
		for i := range 5 {
			good := 10 + 4*i
			if i == 0 {
				good += shift
			}
			for _, group := range []string{"a", "b"} {
				tally(c, q, fmt.Sprintf("u%d", i), group, "3", good)
				tally(c, q, fmt.Sprintf("u%d", i), group, "2", 10)
				tally(c, q, fmt.Sprintf("u%d", i), group, "1", 30-good)
			}
		}
		for _, group := range []string{"a", "b"} {
			tally(c, q, "few", group, "3", 4)
			tally(c, q, "few", group, "1", 1)
		}
		tally(c, q, "veiled", "a", "1", 3)
	}, past...)
}

// Shrunken scores equal scoring's on the shown scores and errors of the ranked
// units, so that a reader can compute them and they tell nothing more.
func TestShrunkenScoresFollowFromWhatIsShown(t *testing.T) {
	r := five(5)
	for _, n := range r.Nodes {
		var x, se []float64
		for _, u := range r.Units {
			if u.Rank != nil {
				x, se = append(x, float64(u.Nodes[n.ID].Score)), append(se, float64(u.Nodes[n.ID].SE))
			}
		}
		want, err := scoring.Shrink(x, se, scoring.REML)
		if err != nil {
			t.Fatal(err)
		}
		spread := r.Tiers[0].Spread[n.ID]
		if spread.Units != 5 || float64(spread.Mean) != want.Mu || float64(spread.Tau2) != want.Tau2 {
			t.Errorf("%s: %+v; want mean %g, τ² %g", n.ID, spread, want.Mu, want.Tau2)
		}
		i := 0
		for _, u := range r.Units {
			h := u.Nodes[n.ID].Shrunken
			switch {
			case u.Rank != nil:
				if h == nil || float64(h.Score) != want.Units[i].Value || float64(h.Reliability) != want.Units[i].Lambda {
					t.Errorf("%s at %s: %+v; want %+v", u.Unit, n.ID, h, want.Units[i])
				}
				i++
			case u.Unit == "few":
				s := u.Nodes[n.ID]
				if own := want.Of(float64(s.Score), float64(s.SE)); h == nil || float64(h.Score) != own.Value {
					t.Errorf("few at %s: %+v; want %+v", n.ID, h, own)
				}
			case h != nil:
				t.Errorf("%s at %s has %+v", u.Unit, n.ID, h)
			}
		}
	}
	mean, u := float64(r.Tiers[0].Spread[rootNode].Mean), r.Unit("few").Nodes[rootNode]
	if math.Abs(float64(u.Shrunken.Score)-mean) >= math.Abs(float64(u.Score)-mean) {
		t.Errorf("the unit of few ballots must be drawn towards %g: %+v", mean, u)
	}
}

// Every unit without a rank says why, and what is hidden leaves no trace in
// what is computed over the units.
func TestUnrankedUnitsSayWhy(t *testing.T) {
	r := five(5)
	for unit, want := range map[string]Unranked{"few": FewBallots, "veiled": NotShown, "empty": NoBallots, "u0": "", "u4": ""} {
		if u := r.Unit(unit); u.Unranked != want || (u.Rank == nil) != (want != "") {
			t.Errorf("%s: %q, rank %v; want %q", unit, u.Unranked, u.Rank, want)
		}
	}
	without := five(0)
	if u := without.Unit("veiled"); u.Unranked != FewBallots || u.Nodes[rootNode].Shrunken == nil && u.Nodes[rootNode].SE.OK() {
		t.Errorf("without disclosure control: %+v", u)
	}
	q := small()
	one := compute(q, 0, nil, func(c *Counter) {
		tally(c, q, "u", "a", "3", 1)
		tally(c, q, "v", "a", "9", 8)
	})
	if u := one.Unit("u"); u.Unranked != NoError || u.Rank != nil {
		t.Errorf("one ballot has no error and no rank: %+v", u)
	}
	hidden, err := json.Marshal(r.Unit("veiled"))
	if err != nil {
		t.Fatal(err)
	}
	if s := string(hidden); strings.ContainsAny(strings.NewReplacer(`"ballots":0`, "").Replace(s), "0123456789") {
		t.Errorf("a hidden unit shows figures: %s", s)
	}
	for _, band := range r.Tiers[0].Bands {
		for _, u := range band {
			if r.Unit(u).Rank == nil {
				t.Errorf("band %v holds %s, which is not ranked", band, u)
			}
		}
	}
}
