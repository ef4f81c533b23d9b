package scoring

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestPairedRankSets(t *testing.T) {
	nan := math.NaN()
	for _, tt := range []struct {
		name  string
		marks [][]float64
		want  []RankSet
	}{
		// Raters differ by 30 points, units by 5 with little error: paired tests tell.
		{"strict and mild raters", [][]float64{{90, 75.5, 60, 81}, {85, 70, 55.2, 76}, {80.3, 65, 50, 71}}, []RankSet{{1, 1}, {2, 2}, {3, 3}}},
		{"no difference", [][]float64{{90, 70, 80}, {70, 90, 81}}, []RankSet{{1, 2}, {1, 2}}},
		{"one rater in common", [][]float64{{90, nan, 95}, {10, 20, nan}}, []RankSet{{1, 2}, {1, 2}}},
		{"differences that are all the same", [][]float64{{90, 80}, {89, 79}}, []RankSet{{1, 2}, {1, 2}}},
		{"a single unit", [][]float64{{90, 80}}, []RankSet{{1, 1}}},
		{"nobody", nil, []RankSet{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var x []float64
			for _, m := range tt.marks {
				given := slices.DeleteFunc(slices.Clone(m), math.IsNaN)
				x = append(x, momentsOf(given).mean)
			}
			if got := PairedRankSets(tt.marks, x, .95); !slices.Equal(got, tt.want) {
				t.Errorf("%v, want %v", got, tt.want)
			}
		})
	}
}

// Where units are alike, all possible ranks of all of them are told with the
// probability that is asked for: no order is claimed in more than 5 % of rounds,
// however much raters differ.
func TestPairedRankSetsClaimNoOrderOfEquals(t *testing.T) {
	chance := rand.New(rand.NewPCG(65, 70))
	const rounds, units, raters = 2000, 6, 7
	claimed := 0
	for range rounds {
		marks, x := make([][]float64, units), make([]float64, units)
		strict := make([]float64, raters)
		for j := range strict {
			strict[j] = 20 * chance.NormFloat64()
		}
		for i := range marks {
			for _, s := range strict {
				m := 70 + s + 3*chance.NormFloat64()
				marks[i], x[i] = append(marks[i], m), x[i]+m
			}
		}
		if slices.ContainsFunc(PairedRankSets(marks, x, .95), func(s RankSet) bool { return s != RankSet{1, units} }) {
			claimed++
		}
	}
	// 5 % of 2000, and three standard deviations
	if most := 100 + 3*math.Sqrt(95); float64(claimed) > most {
		t.Errorf("an order of equals in %d of %d rounds", claimed, rounds)
	}
	if claimed == 0 {
		t.Error("never an error: the test says nothing")
	}
}

// A rank lies among the possible ones, and what is added to all marks of a rater
// changes nothing.
func TestPairedRankSetsLeaveRatersOut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		units, raters := rapid.IntRange(1, 5).Draw(t, "units"), rapid.IntRange(1, 5).Draw(t, "raters")
		marks, moved, x := make([][]float64, units), make([][]float64, units), make([]float64, units)
		for i := range marks {
			for j := range raters {
				m := float64(rapid.IntRange(0, 50).Draw(t, "mark"))
				marks[i], moved[i] = append(marks[i], m), append(moved[i], m+float64(16*j))
				x[i] += m
			}
		}
		sets, ranks := PairedRankSets(marks, x, .9), CompetitionRanks(x)
		for i, s := range sets {
			if ranks[i] < s.Low || ranks[i] > s.High {
				t.Fatalf("rank %d of %v", ranks[i], s)
			}
		}
		if again := PairedRankSets(moved, x, .9); !slices.Equal(sets, again) {
			t.Fatalf("%v, then %v", sets, again)
		}
	})
}
