package scoring

import (
	"errors"
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"
	"pgregory.net/rapid"
)

// threeItems returns four rows whose three columns have the given correlations.
func threeItems(t *testing.T, r12, r13, r23 float64) *mat.Dense {
	t.Helper()
	var root mat.Cholesky
	if !root.Factorize(mat.NewSymDense(3, []float64{1, r12, r13, r12, 1, r23, r13, r23, 1})) {
		t.Fatal("not a correlation matrix")
	}
	var upper mat.TriDense
	root.UTo(&upper)
	var x mat.Dense
	x.Mul(mat.NewDense(4, 3, []float64{1, 1, 1, 1, -1, -1, -1, 1, -1, -1, -1, 1}), &upper)
	return &x
}

func TestOmegaThreeItems(t *testing.T) {
	for _, tt := range []struct {
		name          string
		r12, r13, r23 float64
		heywood       []int
		err           error
	}{
		{"parallel", 0.5, 0.5, 0.5, nil, nil},
		{"unequal", 0.72, 0.63, 0.56, nil, nil}, // loadings 0.9, 0.8, 0.7
		{"one negative", 0.72, -0.63, -0.56, nil, nil},
		{"a negative uniqueness", 0.8, 0.8, 0.4, []int{0}, nil},
		{"no real loadings", 0.5, 0.5, -0.2, nil, ErrNoFactor},
	} {
		t.Run(tt.name, func(t *testing.T) {
			x := threeItems(t, tt.r12, tt.r13, tt.r23)
			for name, f := range map[string]func(mat.Matrix) (Omega, error){"ml": OmegaML, "minres": OmegaMinres} {
				got, err := f(x)
				if tt.err != nil {
					if !errors.Is(err, tt.err) || !math.IsNaN(got.Omega) {
						t.Errorf("%s: %+v, error %v, want %v", name, got, err, tt.err)
					}
					continue
				}
				if err != nil || !slices.Equal(got.Heywood, tt.heywood) || got.DF != 0 {
					t.Fatalf("%s: %+v, %v", name, got, err)
				}
				// the model is just identified: λ₁² = r₁₂ r₁₃ / r₂₃
				want := []float64{math.Sqrt(tt.r12 * tt.r13 / tt.r23), math.Sqrt(tt.r12 * tt.r23 / tt.r13), math.Sqrt(tt.r13 * tt.r23 / tt.r12)}
				sum, own := 0.0, 0.0
				for j, w := range want {
					if !agree(math.Abs(got.Loadings[j]), w, 1e-7) {
						t.Errorf("%s: loadings %v, want ±%v", name, got.Loadings, want)
					}
					sum += math.Copysign(w, got.Loadings[j])
					own += 1 - w*w
				}
				if !agree(got.Omega, sum*sum/(sum*sum+own), 1e-7) {
					t.Errorf("%s: ω = %g", name, got.Omega)
				}
			}
		})
	}
}

func TestOmegaErrors(t *testing.T) {
	nan := math.NaN()
	for _, tt := range []struct {
		name       string
		k          int
		x          []float64
		ml, minres error
	}{
		{"two items", 2, []float64{1, 2, 2, 2, 3, 4, 5, 4}, ErrUnidentified, ErrUnidentified},
		{"one complete row", 3, []float64{1, 2, 3, nan, 1, 2}, ErrTooFew, ErrTooFew},
		{"a constant item", 3, []float64{1, 2, 3, 2, 2, 4, 4, 2, 4, 5, 2, 3}, ErrConstant, ErrConstant},
		{"a repeated item", 3, []float64{1, 1, 3, 2, 2, 4, 4, 4, 4, 5, 5, 3, 3, 3, 3}, ErrDependent, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			x := mat.NewDense(len(tt.x)/tt.k, tt.k, tt.x)
			if _, err := OmegaML(x); !errors.Is(err, tt.ml) {
				t.Errorf("ML: %v, want %v", err, tt.ml)
			}
			if _, err := OmegaMinres(x); !errors.Is(err, tt.minres) {
				t.Errorf("minres: %v, want %v", err, tt.minres)
			}
		})
	}
}

func TestOmegaProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		// a factor with noise, so that most draws have a fit
		n, k := rapid.IntRange(30, 60).Draw(t, "n"), rapid.IntRange(4, 6).Draw(t, "k")
		x := mat.NewDense(n, k, nil)
		for i := range n {
			level := rapid.IntRange(1, 9).Draw(t, "level")
			for j := range k {
				x.Set(i, j, float64(level+rapid.IntRange(-3, 3).Draw(t, "noise")))
			}
		}
		var moved mat.Dense
		moved.Apply(func(_, _ int, v float64) float64 { return 10*v - 7 }, shuffledRows(t, x))
		for name, f := range map[string]func(mat.Matrix) (Omega, error){"ml": OmegaML, "minres": OmegaMinres} {
			a, err := f(x)
			if err != nil || len(a.Heywood) > 0 {
				continue
			}
			b, err := f(&moved)
			if err != nil || !agree(a.Omega, b.Omega, 1e-6) || a.Omega < 0 || a.Omega > 1 {
				t.Fatalf("%s: %+v, rescaled %+v, %v", name, a, b, err)
			}
			if name == "ml" && !agree(a.ChiSquared, b.ChiSquared, 1e-6) {
				t.Fatalf("χ² %g, rescaled %g", a.ChiSquared, b.ChiSquared)
			}
		}
	})
}
