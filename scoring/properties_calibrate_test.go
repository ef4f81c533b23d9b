package scoring

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestShiftAndScaleOfTheScale: scores a + b s give the index a + b I with the
// error b SE; ranks and everything else stay.
func TestShiftAndScaleOfTheScale(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in, d := drawInstrument(t), drawDesign(t)
		ballots := drawBallots(t, in)
		b := rapid.SampledFrom([]float64{0.25, 0.5, 0.9, 1}).Draw(t, "scale")
		a := rapid.Float64Range(0, 1).Draw(t, "shift") * 100 * (1 - b)
		other := *in
		other.Items = nil
		for _, item := range in.Items {
			item.Options = slices.Clone(item.Options)
			for k := range item.Options {
				item.Options[k].Score = a + b*item.Options[k].Score
			}
			other.Items = append(other.Items, item)
		}
		before, after := count(in, d, ballots).Scores(), count(&other, d, ballots).Scores()
		var x, y, sx, sy []float64
		for u := range before {
			for i, s := range before[u].Nodes {
				got := after[u].Nodes[i]
				if !agree(got.Value, a+b*s.Value, 1e-9) || !agree(got.SE, b*s.SE, 1e-7) || got.N != s.N || got.DF != s.DF ||
					!agree(got.Rate, s.Rate, 1e-9) || s.SE > 1e-6 && (!agree(got.Deff, s.Deff, 1e-6) || !agree(got.NEff, s.NEff, 1e-6)) {
					t.Fatalf("node %d: %+v, want %g + %g × %+v", i, got, a, b, s)
				}
			}
			if s := before[u].Nodes[0]; s.SE > 1e-6 {
				x, sx = append(x, s.Value), append(sx, s.SE)
				y, sy = append(y, after[u].Nodes[0].Value), append(sy, after[u].Nodes[0].SE)
			}
		}
		for i := range x {
			for j := range i {
				if math.Abs(x[i]-x[j]) < 1e-6 {
					return // a tie, but for rounding
				}
			}
		}
		want := Ranks(x, sx, nil, 0.95)
		for i, r := range Ranks(y, sy, nil, 0.95) {
			if r.Rank != want[i].Rank || r.Low != want[i].Low || r.High != want[i].High || !agree(r.Expected, want[i].Expected, 1e-6) {
				t.Fatalf("unit %d: %+v, want %+v", i, r, want[i])
			}
		}
	})
}

// TestCalibratedTalliesMeetTheirMargins: the share of a category is that of the
// margin, and is known without error.
func TestCalibratedTalliesMeetTheirMargins(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, _ := drawRows(t)
		n := len(d.Weights)
		margins, c, profiles := drawMargins(t, n)
		var shares [][]float64
		var want []float64
		for _, m := range margins {
			total := 0.0
			for _, people := range m.Population {
				total += people
			}
			for name, people := range m.Population {
				column := make([]float64, n)
				for i, of := range m.Of {
					if of == name {
						column[i] = 100
					}
				}
				shares, want = append(shares, column), append(want, 100*people/total)
			}
		}
		tallies, reports := columnTallies(d, nil, profiles, shares...).Calibrate([]Calibration{c})
		if r := reports[0]; r.Failed != nil || !(r.MaxError <= 1e-10) || r.MinRatio > r.MaxRatio || r.KishDeff < 1-1e-12 {
			t.Fatalf("%+v", r)
		}
		for j, s := range tallies.Scores()[0].Nodes[1:] {
			if !agree(s.Value, want[j], 1e-8) || s.SE > 1e-5 {
				t.Fatalf("share %g ± %g, want %g", s.Value, s.SE, want[j])
			}
		}
	})
}

// TestCalibratedTalliesKnowNoOrderPartOrUnit: the order of ballots, counting in
// parts, and weights of what is calibrated times a constant change nothing.
func TestCalibratedTalliesKnowNoOrderPartOrUnit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in, d := drawInstrument(t), drawDesign(t)
		ballots := drawBallots(t, in)
		for i := range ballots {
			ballots[i].Profile = drawProfile(t)
		}
		definition{in: in, design: d, ballots: ballots}.drawPopulations(t)
		plan := drawPlan(t, in)
		tallies, reports := count(in, d, ballots).Calibrate(plan)
		for _, r := range reports {
			if r.Failed != nil {
				return // its ballots keep their weights
			}
		}
		want := tallies.Scores()
		rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0)).Shuffle(len(ballots), func(i, j int) {
			ballots[i], ballots[j] = ballots[j], ballots[i]
		})
		cut := rapid.IntRange(0, len(ballots)).Draw(t, "cut")
		parts := count(in, d, ballots[:cut])
		parts.Merge(count(in, d, ballots[cut:]))
		again, _ := parts.Calibrate(plan)
		sameScores(t, again.Scores(), want)
		for i, b := range ballots {
			if slices.ContainsFunc(plan, func(c Calibration) bool { return c.Unit == b.Unit && (c.Group == "" || c.Group == b.Group) }) {
				ballots[i].Weight *= 7
			}
		}
		heavier, _ := count(in, d, ballots).Calibrate(plan)
		sameScores(t, heavier.Scores(), want)
	})
}

// TestCalibratedDuplicatesHalveTheVariance: everybody twice gives (n−1)/(2n−1)
// of it.
func TestCalibratedDuplicatesHalveTheVariance(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		_, y := drawRows(t)
		_, c, profiles := drawMargins(t, len(y))
		once, _ := columnTallies(SampleDesign{}, nil, profiles, y).Calibrate([]Calibration{c})
		twice, _ := columnTallies(SampleDesign{}, nil, append(profiles, profiles...), append(y, y...)).Calibrate([]Calibration{c})
		a, b, n := once.Scores()[0].Nodes[0], twice.Scores()[0].Nodes[0], float64(len(profiles))
		if !agree(b.Value, a.Value, 1e-9) || !agree(b.SE*b.SE, a.SE*a.SE*(n-1)/(2*n-1), 1e-7) || a.SE > 0 && !(b.Low <= b.Value && b.Value <= b.High) {
			t.Fatalf("%+v, once %+v", b, a)
		}
	})
}
