package survey

import (
	"errors"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// near reports whether two numbers agree to so many decimals that both print alike.
func near(a, b Num) bool { return math.Abs(float64(a-b)) < 1e-9 }

// Whatever a release holds, a comparison says no more than its figures: a real
// difference leaves out zero by its own interval, passes the test of all
// together, and is none that the ranking denies; what is hidden or blurred is
// in no difference; and it does not matter who is named first.
func TestCompareSaysNoMore(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		r := wholeRelease(rt)
		pick := rapid.IntRange(0, len(r.Units)-1)
		i, j := pick.Draw(rt, "a"), pick.Draw(rt, "b")
		a, b := &r.Units[i], &r.Units[j]
		c, err := r.Compare(a.Unit, b.Unit)
		if err != nil {
			rt.Fatal(err)
		}
		back, _ := r.Compare(b.Unit, a.Unit)
		tests := 0
		for k, n := range c.Nodes {
			d, e := n.Differences[1], back.Nodes[k].Differences[1]
			x, y := a.Nodes[n.Node], b.Nodes[n.Node]
			if d == nil {
				if n.Scores[0].exact() && n.Scores[1].exact() {
					rt.Fatalf("%s: two scores with errors, no difference", n.Node)
				}
				continue
			}
			tests++
			if x.Blurred || y.Blurred || a.Suppressed || b.Suppressed {
				rt.Fatalf("%s: a difference of what is not told", n.Node)
			}
			if !near(d.Diff, x.Score-y.Score) || !near(d.SE, Num(math.Hypot(float64(x.SE), float64(y.SE)))) {
				rt.Fatalf("%s: %v ± %v", n.Node, d.Diff, d.SE)
			}
			if !near(d.Diff, -e.Diff) || d.Real != e.Real || !near(d.PAdjusted, e.PAdjusted) {
				rt.Fatalf("%s: %+v one way, %+v the other", n.Node, d, e)
			}
			if d.PAdjusted < d.P || d.Real && !(d.Low > 0 || d.High < 0 || d.SE == 0 && d.Diff != 0) {
				rt.Fatalf("%s: %+v", n.Node, d)
			}
			info := r.Tiers[slices.IndexFunc(r.Tiers, func(t TierInfo) bool { return t.ID == a.Tier })]
			apart := slices.Contains(info.Distinct, [2]string{a.Unit, b.Unit}) || slices.Contains(info.Distinct, [2]string{b.Unit, a.Unit})
			if k == 0 && d.Real && a.Tier == b.Tier && a.Rank != nil && b.Rank != nil && !apart {
				rt.Fatalf("%s and %s differ here and not in the ranking", a.Unit, b.Unit)
			}
		}
		if c.Tests > tests {
			rt.Fatalf("%d tests, %d differences", c.Tests, tests)
		}
	})
}

// A difference by hand, se and df as R gives them:
// se <- sqrt(1.2^2+0.9^2); df <- se^4/(1.2^4/80+0.9^4/60); 4+c(-1,1)*qt(.975,df)*se; 2*pt(-4/se,df)
func TestCompareByHand(t *testing.T) {
	r := twoUnits(76, 72)
	c, err := r.Compare("a", "b")
	if err != nil {
		t.Fatal(err)
	}
	d := c.Nodes[0].Differences[1]
	if math.Abs(float64(d.SE)-1.5) > 1e-12 || math.Abs(float64(d.DF)-137.3626) > 1e-3 {
		t.Errorf("se %v df %v", d.SE, d.DF)
	}
	if math.Abs(float64(d.Low)-1.0340) > 1e-3 || math.Abs(float64(d.High)-6.9660) > 1e-3 || math.Abs(float64(d.P)-.0086) > 1e-4 {
		t.Errorf("%v to %v, p %v", d.Low, d.High, d.P)
	}
	if !d.Real || c.Tests != 1 || c.Nested {
		t.Errorf("real %v, %d tests, nested %v", d.Real, c.Tests, c.Nested)
	}
	r.Tiers[0].Distinct = nil
	if c, _ = r.Compare("a", "b"); c.Nodes[0].Differences[1].Real {
		t.Error("the ranking cannot tell them apart, the comparison says it can")
	}
	r.Tiers[0].Ranked = MaxDistinct + 1 // no pairs are listed: p × 20 100 pairs is above 5 %
	if c, _ = r.Compare("a", "b"); c.Nodes[0].Differences[1].Real {
		t.Error("by itself p is .009; among 20 100 pairs that is nothing")
	}
	r.Method.RollUp, r.Units[1].Parent = true, "a"
	if c, _ = r.Compare("a", "b"); !c.Nested {
		t.Error("b lies below a, whose score counts its ballots")
	}
	if _, err := r.Compare("a", "nobody"); !errors.Is(err, ErrNotFound) {
		t.Errorf("a unit that is not there: %v", err)
	}
	s := r.Units[1].Nodes["overall"]
	s.Blurred = true
	r.Units[1].Nodes["overall"] = s
	if c, _ = r.Compare("a", "b"); c.Nodes[0].Differences[1] != nil {
		t.Error("a blurred score has no error, so there is no difference")
	}
}

// twoUnits is a release of two ranked units that differ beyond error.
func twoUnits(x, y Num) *Release {
	score := func(v, se, df Num) map[string]NodeScore {
		return map[string]NodeScore{"overall": {Score: v, SE: se, DF: df, Low: v - 2*se, High: v + 2*se, N: 90}}
	}
	return &Release{
		Method: Method{Level: .95},
		Nodes:  []NodeInfo{{ID: "overall"}},
		Tiers:  []TierInfo{{ID: "t", Units: 2, Ranked: 2, Distinct: [][2]string{{"a", "b"}}}},
		Units: []UnitResult{
			{Unit: "a", Tier: "t", Ballots: 90, Nodes: score(x, 1.2, 80), Rank: &UnitRank{Tier: "t", Of: 2, Rank: 1, Low: 1, High: 1}},
			{Unit: "b", Tier: "t", Ballots: 90, Nodes: score(y, .9, 60), Rank: &UnitRank{Tier: "t", Of: 2, Rank: 2, Low: 2, High: 2}},
		},
	}
}

// At every node: ranks lie in their ranges; no band holds two units that
// differ, any two that do not differ share one; every unit of the tier is
// placed or has a reason; the root is the ranking.
func TestStandingIsSound(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		r := wholeRelease(rt)
		for _, info := range r.Tiers {
			units := 0
			for _, u := range r.Units {
				if u.Tier == info.ID {
					units++
				}
			}
			for _, n := range r.Nodes {
				s := r.Standing(info.ID, n.ID)
				if len(s.Places)+len(s.Unplaced) != units {
					rt.Fatalf("%s: %d placed, %d not, %d units", n.ID, len(s.Places), len(s.Unplaced), units)
				}
				apart := map[[2]string]bool{}
				for _, p := range s.Distinct {
					apart[p], apart[[2]string{p[1], p[0]}] = true, true
				}
				together := map[[2]string]bool{}
				for _, band := range s.Bands {
					for _, a := range band {
						for _, b := range band {
							if apart[[2]string{a, b}] {
								rt.Fatalf("%s: %s and %s differ and share a band", n.ID, a, b)
							}
							together[[2]string{a, b}] = true
						}
					}
				}
				for i, a := range s.Places {
					if a.Score.Blurred || a.Low > a.Rank || a.Rank > a.High || a.High > len(s.Places) {
						rt.Fatalf("%s: %+v", n.ID, a)
					}
					if root := r.Unit(a.Unit).Rank; n.Depth == 0 && (root.Rank != a.Rank || root.Low != a.Low || root.High != a.High) {
						rt.Fatalf("%s: the ranking says otherwise", a.Unit)
					}
					for _, b := range s.Places[:i] {
						pair := [2]string{a.Unit, b.Unit}
						if a.Score.Score > b.Score.Score || !apart[pair] && !together[pair] {
							rt.Fatalf("%s: %v: order, or neither told apart nor in a band", n.ID, pair)
						}
					}
				}
			}
		}
	})
}

// The standing in a part names nobody outside, keeps the ranks of the whole and
// tells no ranges that would need all units.
func TestStandingOfAPart(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		r := wholeRelease(rt)
		inside := map[string]bool{}
		for _, u := range r.Units {
			inside[u.Unit] = rapid.Bool().Draw(rt, u.Unit)
		}
		part := r.Within(func(u string) bool { return inside[u] })
		if !part.Part {
			return
		}
		for _, info := range part.Tiers {
			for _, n := range part.Nodes[1:] {
				s := part.Standing(info.ID, n.ID)
				for _, p := range s.Places {
					if !inside[p.Unit] || p.Low != 0 || p.Rank != r.Unit(p.Unit).Nodes[n.ID].Rank {
						rt.Fatalf("%+v", p)
					}
				}
			}
		}
	})
}
