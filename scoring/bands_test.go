package scoring

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestBands(t *testing.T) {
	// Piepho (2004), the notion: A and B do not differ, B and C do not, A and C do.
	chain := [][]bool{{false, false, true}, {false, false, false}, {true, false, false}}
	for _, tt := range []struct {
		name     string
		distinct [][]bool
		most     int
		want     [][]int
		ok       bool
	}{
		{"none", nil, 9, nil, true},
		{"one unit", [][]bool{{false}}, 9, nil, true},
		{"two apart", [][]bool{{false, true}, {true, false}}, 9, nil, true},
		{"two alike", [][]bool{{false, false}, {false, false}}, 9, [][]int{{0, 1}}, true},
		{"not transitive", chain, 2, [][]int{{0, 1}, {1, 2}}, true},
		{"too many", chain, 1, nil, false},
	} {
		got, ok := Bands(tt.distinct, tt.most)
		if diff := cmp.Diff(tt.want, got); diff != "" || ok != tt.ok {
			t.Errorf("%s: ok %v\n%s", tt.name, ok, diff)
		}
	}
}

// Bands are exactly the maximal sets without a distinct pair, found by trying
// all subsets.
func TestBandsAreAllMaximalSets(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 9).Draw(t, "units")
		distinct := make([][]bool, n)
		for i := range distinct {
			distinct[i] = make([]bool, n)
		}
		for i := range n {
			for j := range i {
				d := rapid.Bool().Draw(t, "differ")
				distinct[i][j], distinct[j][i] = d, d
			}
		}
		alike := func(set, with int) bool {
			for i := range n {
				if set>>i&1 == 1 && i != with && distinct[i][with] {
					return false
				}
			}
			return true
		}
		var want [][]int
		for set := range 1 << n {
			var units []int
			clique, maximal := true, true
			for i := range n {
				if set>>i&1 == 0 {
					maximal = maximal && !alike(set, i)
					continue
				}
				units = append(units, i)
				clique = clique && alike(set, i)
			}
			if clique && maximal && len(units) > 1 {
				want = append(want, units)
			}
		}
		slices.SortFunc(want, slices.Compare[[]int])
		got, ok := Bands(distinct, 1<<n)
		if diff := cmp.Diff(want, got); diff != "" || !ok {
			t.Fatalf("ok %v\n%s", ok, diff)
		}
	})
}

// On tests of real rankings: no pair in a band differs, pairs that do not
// differ share one, and each rank interval holds as many units as are alike.
func TestBandsOfRankings(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 2))
	for _, k := range []int{13, 64, 150} {
		x, se := make([]float64, k), make([]float64, k)
		for i := range x {
			x[i], se[i] = 70+6*rng.NormFloat64(), .5+rng.Float64()
		}
		distinct := Distinct(x, se, nil, .95)
		bands, ok := Bands(distinct, 10*k)
		if !ok {
			t.Fatalf("%d units: more than %d bands", k, 10*k)
		}
		share := make([][]bool, k)
		for i := range share {
			share[i] = make([]bool, k)
		}
		for _, b := range bands {
			for _, i := range b {
				for _, j := range b {
					share[i][j] = true
				}
			}
		}
		sets := PairwiseRankSets(x, se, .95, Holm)
		for i := range k {
			alike := 1
			for j := range k {
				if i != j && share[i][j] == distinct[i][j] {
					t.Fatalf("%d units: %d and %d share a band: %v, differ: %v", k, i, j, share[i][j], distinct[i][j])
				}
				if i != j && share[i][j] {
					alike++
				}
			}
			if width := sets[i].High - sets[i].Low + 1; width != alike {
				t.Fatalf("unit %d may hold %d ranks, and is alike to %d", i, width, alike)
			}
		}
	}
}
