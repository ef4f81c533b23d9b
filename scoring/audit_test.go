package scoring

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gonum.org/v1/gonum/mat"
	"pgregory.net/rapid"
)

func TestDerivable(t *testing.T) {
	for _, tt := range []struct {
		name   string
		atoms  []int
		totals [][]int
		k      int
		want   [][]int
	}{
		{"shown outright", []int{3, 9}, [][]int{{0}, {1}}, 5, [][]int{{0}}},
		{"large enough", []int{5, 9}, [][]int{{0}, {1}}, 5, nil},
		{"total minus the only sibling", []int{3, 9}, [][]int{{0, 1}, {1}}, 5, [][]int{{0}}},
		{"two hidden together hold k", []int{3, 9, 20}, [][]int{{0, 1, 2}, {2}}, 5, nil},
		{"two hidden together below k", []int{1, 2, 20}, [][]int{{0, 1, 2}, {2}}, 5, [][]int{{0, 1}}},
		{"rows and columns of a table", []int{2, 8, 8, 9}, [][]int{{0, 1}, {2, 3}, {0, 2}, {1, 3}, {3}}, 5, [][]int{{0}}},
		{"an empty cell hides nobody", []int{0, 9}, [][]int{{0, 1}, {1}}, 5, nil},
		{"overlapping totals", []int{2, 7, 7}, [][]int{{0, 1}, {0, 2}, {1, 2}}, 5, [][]int{{0}}},
		{"nothing published", []int{1, 1}, nil, 5, nil},
	} {
		if got := Derivable(tt.atoms, tt.totals, tt.k); !cmp.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

// TestDerivableByRank holds the audit against the definition: a set is
// derivable if its indicator does not raise the rank of the totals.
func TestDerivableByRank(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		atoms := rapid.SliceOfN(rapid.IntRange(1, 6), 2, 7).Draw(rt, "atoms")
		totals := rapid.SliceOfN(rapid.SliceOfNDistinct(rapid.IntRange(0, len(atoms)-1), 1, len(atoms), rapid.ID[int]), 1, 6).Draw(rt, "totals")
		k := rapid.IntRange(2, 8).Draw(rt, "k")
		var want [][]int
		rank := rankOf(atoms, totals)
		for bits := 1; bits < 1<<len(atoms); bits++ {
			var set []int
			held := 0
			for i, n := range atoms {
				if bits>>i&1 == 1 {
					set, held = append(set, i), held+n
				}
			}
			if held < k && rankOf(atoms, append(slices.Clone(totals), set)) == rank {
				want = append(want, set)
			}
		}
		want = minimalSets(want)
		slices.SortFunc(want, slices.Compare)
		if got := Derivable(atoms, totals, k); !cmp.Equal(got, want) && len(got)+len(want) > 0 {
			rt.Fatalf("Derivable = %v, by rank %v", got, want)
		}
	})
}

func rankOf(atoms []int, totals [][]int) int {
	m := mat.NewDense(len(totals), len(atoms), nil)
	for r, total := range totals {
		for _, i := range total {
			m.Set(r, i, 1)
		}
	}
	var svd mat.SVD
	if !svd.Factorize(m, mat.SVDNone) {
		panic("no singular values")
	}
	return svd.Rank(1e-9)
}
