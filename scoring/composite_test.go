package scoring

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/mat"
	"pgregory.net/rapid"
)

// A composite's moments are those of the rows that hold it.
func TestComposite(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, k := rapid.IntRange(3, 20).Draw(t, "rows"), rapid.IntRange(2, 5).Draw(t, "variables")
		x := mat.NewDense(n, k, nil)
		for i := range n {
			for j := range k {
				x.Set(i, j, rapid.Float64Range(0, 100).Draw(t, "x"))
			}
		}
		weights := make([]float64, k)
		var columns []int
		for j := range k {
			if rapid.Bool().Draw(t, "in") {
				weights[j] = rapid.Float64Range(-2, 2).Draw(t, "w")
			} else {
				columns = append([]int{j}, columns...)
			}
		}
		rows := mat.NewDense(n, 1+len(columns), nil)
		for i := range n {
			sum := 0.0
			for j, w := range weights {
				sum += w * x.At(i, j)
			}
			rows.Set(i, 0, sum)
			for c, j := range columns {
				rows.Set(i, 1+c, x.At(i, j))
			}
		}
		m := NewMoments(make([]float64, k))
		for i := range n {
			m.Add(mat.Row(nil, i, x), 1)
		}
		got, want := m.Composite(weights, columns...), MomentsOf(rows, nil)
		if a, _ := got.Rows(); a != n {
			t.Fatalf("%d rows of %d", a, n)
		}
		c, _ := got.Covariances()
		d, _ := want.Covariances()
		for i := range 1 + len(columns) {
			if math.Abs(got.Means()[i]-want.Means()[i]) > 1e-9 {
				t.Fatalf("mean %d: %g, want %g", i, got.Means()[i], want.Means()[i])
			}
			for j := range 1 + len(columns) {
				if math.Abs(c.At(i, j)-d.At(i, j)) > 1e-7*(1+math.Abs(d.At(i, j))) {
					t.Fatalf("covariance %d, %d: %g, want %g", i, j, c.At(i, j), d.At(i, j))
				}
			}
		}
	})
}
