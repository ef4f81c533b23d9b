package scoring

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// sameScores demands that two results agree to within rounding.
func sameScores(t *rapid.T, a, b []UnitScore) {
	t.Helper()
	if len(a) != len(b) {
		t.Fatalf("%d units, want %d", len(a), len(b))
	}
	for i := range a {
		if a[i].Unit != b[i].Unit || a[i].Ballots != b[i].Ballots || len(a[i].Groups) != len(b[i].Groups) {
			t.Fatalf("unit %+v, want %+v", a[i], b[i])
		}
		sameNodes(t, a[i].Unit, a[i].Nodes, b[i].Nodes)
		for g := range a[i].Groups {
			sameNodes(t, a[i].Unit+"/"+a[i].Groups[g].Group, a[i].Groups[g].Nodes, b[i].Groups[g].Nodes)
		}
		for j := range a[i].Counts {
			if !slices.Equal(a[i].Counts[j], b[i].Counts[j]) {
				t.Fatalf("unit %s counts %v, want %v", a[i].Unit, a[i].Counts[j], b[i].Counts[j])
			}
		}
	}
}

// sameNodes compares up to rounding. A variance is the difference of sums of
// squares of scores up to 100, so an error far smaller than these has lost as
// many digits.
func sameNodes(t *rapid.T, what string, a, b []Score) {
	t.Helper()
	for i := range a {
		x, y := numbers(a[i]), numbers(b[i])
		lost := 100 / b[i].SE
		tolerance := max(1e-7, 1e-14*lost*lost)
		if math.IsNaN(lost) || math.IsInf(lost, 0) {
			tolerance = 1e-7
		}
		for k := range x {
			if !agree(x[k], y[k], tolerance) {
				t.Fatalf("%s node %d: %+v, want %+v", what, i, a[i], b[i])
			}
		}
	}
}

func numbers(s Score) []float64 {
	return []float64{s.Value, s.SE, s.Low, s.High, s.DF, float64(s.N), s.NEff, s.Deff, s.Rate, s.DontKnow, s.Abstain, s.Blank, s.Invalid}
}

func TestMergeOfPartsIsTheWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in, d := drawInstrument(t), drawDesign(t)
		ballots := drawBallots(t, in)
		whole := count(in, d, ballots)
		cut := rapid.IntRange(0, len(ballots)).Draw(t, "cut")
		parts := NewTallies(in, d)
		parts.Merge(count(in, d, ballots[:cut]))
		second := count(in, d, ballots[cut:])
		parts.Merge(second)
		sameScores(t, parts.Scores(), whole.Scores())
		if parts.Ballots() != whole.Ballots() {
			t.Fatalf("%d ballots, want %d", parts.Ballots(), whole.Ballots())
		}
		sameScores(t, second.Scores(), count(in, d, ballots[cut:]).Scores())
	})
}

func TestOrderOfBallotsDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in, d := drawInstrument(t), drawDesign(t)
		ballots := drawBallots(t, in)
		want := count(in, d, ballots).Scores()
		rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0)).Shuffle(len(ballots), func(i, j int) {
			ballots[i], ballots[j] = ballots[j], ballots[i]
		})
		sameScores(t, count(in, d, ballots).Scores(), want)
	})
}

func TestWeightsTimesAConstantChangeNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in, d := drawInstrument(t), drawDesign(t)
		ballots := drawBallots(t, in)
		want := count(in, d, ballots).Scores()
		factor := rapid.SampledFrom([]float64{0.001, 0.3, 2, 1000}).Draw(t, "factor")
		for i := range ballots {
			ballots[i].Weight *= factor
		}
		sameScores(t, count(in, d, ballots).Scores(), want)
	})
}

func TestScoresAreInRange(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in, d := drawInstrument(t), drawDesign(t)
		for _, u := range count(in, d, drawBallots(t, in)).Scores() {
			for i, s := range u.Nodes {
				if math.IsNaN(s.Value) != (s.N == 0) {
					t.Fatalf("node %d: %g from %d ballots", i, s.Value, s.N)
				}
				if s.N == 0 {
					continue
				}
				if s.Value < 0 || s.Value > 100 || s.Rate < 0 || s.Rate > 1 || s.Low > s.Value || s.High < s.Value || s.Low < 0 || s.High > 100 {
					t.Fatalf("node %d out of range: %+v", i, s)
				}
				if !(s.NEff > 0) || s.Deff > 0 && s.NEff != float64(s.N)/s.Deff {
					t.Fatalf("node %d: %g effective of %d ballots, design effect %g", i, s.NEff, s.N, s.Deff)
				}
				if lost := s.DontKnow + s.Abstain + s.Blank + s.Invalid; lost < 0 || lost > 1+1e-9 {
					t.Fatalf("node %d: shares %+v", i, s)
				}
			}
		}
	})
}

// TestDuplicatesHalveTheVariance: everybody twice leaves the score and divides
// the sum of squares by two, but for n/(n−1).
func TestDuplicatesHalveTheVariance(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawInstrument(t)
		ballots := drawBallots(t, in)
		for i := range ballots {
			ballots[i].Unit, ballots[i].Stratum, ballots[i].Cluster = "u", "", ""
		}
		if len(ballots) < 2 {
			return
		}
		d := Design{}
		once, twice := count(in, d, ballots).Scores()[0], count(in, d, append(ballots, ballots...)).Scores()[0]
		n := float64(len(ballots))
		for i, s := range once.Nodes {
			want := math.Sqrt(s.SE * s.SE / 2 * (n - 1) / n * 2 * n / (2*n - 1))
			if !agree(twice.Nodes[i].Value, s.Value, 1e-9) || !math.IsNaN(s.SE) && !agree(twice.Nodes[i].SE, want, 1e-7) {
				t.Fatalf("node %d: %+v, once %+v", i, twice.Nodes[i], s)
			}
		}
	})
}

func drawEstimates(t *rapid.T) (x, se []float64) {
	for range rapid.IntRange(1, 25).Draw(t, "units") {
		x = append(x, float64(rapid.IntRange(0, 40).Draw(t, "x"))/2)
		se = append(se, rapid.SampledFrom([]float64{0, 0.01, 0.5, 1, 3, math.NaN()}).Draw(t, "se"))
	}
	return x, se
}

func TestRanksFollowTheirUnits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, se := drawEstimates(t)
		ranks := Ranks(x, se, nil, 0.9)
		order := rapid.Permutation(seq(len(x))).Draw(t, "order")
		px, pse := make([]float64, len(x)), make([]float64, len(x))
		for i, j := range order {
			px[i], pse[i] = x[j], se[j]
		}
		for i, r := range Ranks(px, pse, nil, 0.9) {
			want := ranks[order[i]]
			if r.Rank != want.Rank || r.Low != want.Low || r.High != want.High || !agree(r.Expected, want.Expected, 1e-9) {
				t.Fatalf("%+v, want %+v", r, want)
			}
			for k := range want.PLast {
				if !agree(r.PLast[k], want.PLast[k], 1e-6) {
					t.Fatalf("P(last %d) = %g, want %g", k+1, r.PLast[k], want.PLast[k])
				}
			}
		}
	})
}

func TestRankIntervalsHoldTheRank(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, se := drawEstimates(t)
		for i, r := range Ranks(x, se, nil, 0.9) {
			if r.Rank < r.Low || r.Rank > r.High || r.Low < 1 || r.High > len(x) {
				t.Fatalf("unit %d: %+v", i, r)
			}
			if r.PLast != nil && (r.PLast[len(x)-1] != 1 || !slices.IsSorted(r.PLast)) {
				t.Fatalf("unit %d: P(last k) = %v", i, r.PLast)
			}
		}
	})
}

// TestRankProbabilitiesAreDoublyStochastic: every unit has some rank, every
// rank some unit, and the mean rank is the expected one.
func TestRankProbabilitiesAreDoublyStochastic(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, se := drawEstimates(t)
		se = known(se)
		p, expected := RankProbabilities(x, se), ExpectedRanks(x, se)
		for r := range x {
			sum, mean := 0.0, 0.0
			for i := range x {
				sum += p[i][r]
				mean += float64(i+1) * p[r][i]
			}
			if !agree(sum, 1, 1e-6) || !agree(mean, expected[r], 1e-6) {
				t.Fatalf("rank %d has probability %g; unit %d mean %g, expected %g", r+1, sum, r, mean, expected[r])
			}
		}
	})
}

func seq(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}
