package scoring

import (
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
	"pgregory.net/rapid"
)

// Rows in any order, counted in parts and merged, give the covariances that
// gonum computes from the whole table.
func TestMomentsMerge(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := rapid.IntRange(1, 6).Draw(t, "k")
		n := rapid.IntRange(2, 30).Draw(t, "n")
		value := rapid.Map(rapid.IntRange(-30, 30), func(i int) float64 { return float64(i) / 10 })
		x, w := mat.NewDense(n, k, nil), make([]float64, n)
		for i := range n {
			for j := range k {
				x.Set(i, j, 1e3*float64(j)+value.Draw(t, "x"))
			}
			w[i] = rapid.Float64Range(.5, 2).Draw(t, "w")
		}
		origin := make([]float64, k)
		for j := range origin {
			origin[j] = 1e3*float64(j) + 1
		}
		parts := []*Moments{NewMoments(origin), NewMoments(origin), NewMoments(origin)}
		for i := range n {
			parts[rapid.IntRange(0, 2).Draw(t, "part")].Add(x.RawRowView(i), w[i])
		}
		parts[2].Merge(parts[0])
		parts[2].Merge(parts[1])
		got, _ := parts[2].Covariances()
		var want mat.SymDense
		stat.CovarianceMatrix(&want, x, w)
		weight := 0.0
		for _, v := range w {
			weight += v
		}
		factor := (weight - 1) / weight * float64(n) / float64(n-1) // gonum divides by Σw − 1
		means := parts[2].Means()
		for j := range k {
			if m := stat.Mean(mat.Col(nil, j, x), w); !agree(means[j], m, 1e-12) {
				t.Fatalf("mean %d: %g, want %g", j, means[j], m)
			}
			for l := range k {
				if v := factor * want.At(j, l); math.Abs(got.At(j, l)-v) > 1e-11 {
					t.Fatalf("covariance %d %d: %.15g, want %.15g", j, l, got.At(j, l), v)
				}
			}
		}
	})
}

// Whole numbers add up without rounding: neither the order of the rows nor that
// of merging changes a bit.
func TestMomentsOfWholeNumbersAreExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := drawAnswers(t, 4, 2)
		n, k := x.Dims()
		half, rest, whole := NewMoments(make([]float64, k)), NewMoments(make([]float64, k)), NewMoments(make([]float64, k))
		y := shuffledRows(t, x)
		for i := range n {
			whole.Add(x.RawRowView(i), 1)
			if i%3 == 0 {
				half.Add(y.RawRowView(i), 1)
			} else {
				rest.Add(y.RawRowView(i), 1)
			}
		}
		half.Merge(rest)
		a, _ := whole.Covariances()
		b, _ := half.Covariances()
		if !slices.Equal(a.RawSymmetric().Data, b.RawSymmetric().Data) || !slices.Equal(whole.Means(), half.Means()) {
			t.Fatal("the order changed the figures")
		}
	})
}

func TestMomentsOfSomeVariables(t *testing.T) {
	x := mat.NewDense(5, 3, []float64{1, 5, 2, 2, 4, 2, 4, 1, math.NaN(), 5, 3, 1, 3, 3, 7})
	m := MomentsOf(x, nil)
	used, dropped := m.Rows()
	if used != 4 || dropped != 1 {
		t.Fatalf("%d used, %d dropped", used, dropped)
	}
	c, _ := m.Covariances()
	some, _ := m.Of(2, 0).Covariances()
	if some.At(0, 0) != c.At(2, 2) || some.At(0, 1) != c.At(0, 2) || some.At(1, 1) != c.At(0, 0) {
		t.Errorf("picked\n%v of\n%v", mat.Formatted(some), mat.Formatted(c))
	}
	if means := m.Of(1).Means(); !agree(means[0], 15./4, 1e-14) {
		t.Errorf("mean %g", means[0])
	}
}

func TestMomentsFarFromZero(t *testing.T) {
	x := mat.NewDense(4, 2, []float64{1e9 + 1, 3e8, 1e9 + 2, 3e8 + 2, 1e9 + 3, 3e8 + 1, 1e9 + 4, 3e8 + 5})
	c, _ := MomentsOf(x, nil).Covariances()
	if !agree(c.At(0, 0), 5./3, 1e-14) || !agree(c.At(0, 1), 7./3, 1e-14) {
		t.Errorf("%v", mat.Formatted(c))
	}
}

func TestMomentsMisuse(t *testing.T) {
	for name, f := range map[string]func(){
		"length":   func() { NewMoments(make([]float64, 2)).Add([]float64{1}, 1) },
		"negative": func() { NewMoments(make([]float64, 1)).Add([]float64{1}, -1) },
		"weights":  func() { MomentsOf(mat.NewDense(2, 2, nil), []float64{1}) },
		"origin":   func() { NewMoments([]float64{1}).Merge(NewMoments([]float64{2})) },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("no panic")
				}
			}()
			f()
		})
	}
}

func TestFisherInterval(t *testing.T) {
	// R: tanh(atanh(.5) + c(-1, 1) * qnorm(.975) / sqrt(28 - 3)), as cor.test has it
	low, high := FisherInterval(.5, 28, .95)
	if !agree(low, 0.156028362529086, 1e-12) || !agree(high, 0.735818479443938, 1e-12) {
		t.Errorf("[%g, %g]", low, high)
	}
	if low, high = FisherInterval(1, 10, .95); low != 1 || high != 1 {
		t.Errorf("a perfect correlation: [%g, %g]", low, high)
	}
	if low, _ = FisherInterval(.5, 3, .95); !math.IsNaN(low) {
		t.Errorf("three rows: %g", low)
	}
}
