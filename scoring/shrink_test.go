package scoring

import (
	"errors"
	"math"
	"testing"

	"pgregory.net/rapid"
)

var tauEstimators = []TauEstimator{DerSimonianLaird, PauleMandel, REML}

func TestShrinkEdges(t *testing.T) {
	nan := math.NaN()
	for _, tt := range []struct {
		name     string
		x, se    []float64
		mu, tau2 float64
		n        int
		known    int
		missing  int
		err      error
	}{
		// Equal errors: every estimator is max(0, s² − se²), s² with divisor K−1.
		{"equal errors", []float64{1, 2, 3, 6}, []float64{1, 1, 1, 1}, 3, 14.0/3 - 1, 4, 0, 0, nil},
		{"no more than chance", []float64{1, 2, 3}, []float64{2, 2, 2}, 2, 0, 3, 0, 0, nil},
		{"nobody differs", []float64{5, 5}, []float64{1, 3}, 5, 0, 2, 0, 0, nil},
		{"one is missing, one known", []float64{1, 2, nan, 3, 6, 50}, []float64{1, 1, 1, 1, 1, 0}, 3, 14.0/3 - 1, 4, 1, 1, nil},
		{"one unit", []float64{1}, []float64{1}, 0, 0, 1, 0, 0, ErrFewUnits},
		{"none has an error", []float64{1, 2}, []float64{nan, nan}, 0, 0, 0, 0, 2, ErrFewUnits},
		{"nobody", nil, nil, 0, 0, 0, 0, 0, ErrFewUnits},
	} {
		for _, method := range tauEstimators {
			got, err := Shrink(tt.x, tt.se, method)
			if !errors.Is(err, tt.err) || got.N != tt.n || got.Known != tt.known || got.Missing != tt.missing {
				t.Errorf("%s (%d): %+v, %v", tt.name, method, got, err)
			}
			if err == nil && !(math.Abs(got.Mu-tt.mu) < 1e-9 && math.Abs(got.Tau2-tt.tau2) < 1e-9) {
				t.Errorf("%s (%d): μ %g, τ² %g; want %g, %g", tt.name, method, got.Mu, got.Tau2, tt.mu, tt.tau2)
			}
			for i, u := range got.Units {
				switch {
				case math.IsNaN(tt.x[i]):
					if !math.IsNaN(u.Value) || !math.IsNaN(u.SE) {
						t.Errorf("%s: a unit without a value got %+v", tt.name, u)
					}
				case tt.se[i] == 0:
					if u != (Shrunken{Lambda: 1, Value: tt.x[i]}) {
						t.Errorf("%s: a known unit got %+v", tt.name, u)
					}
				case tt.tau2 == 0 && u.Value != got.Mu:
					t.Errorf("%s: %+v, want all at μ", tt.name, u)
				}
			}
		}
	}
}

func TestShrinkPanics(t *testing.T) {
	for name, f := range map[string]func(){
		"lengths":        func() { _, _ = Shrink([]float64{1}, nil, REML) },
		"negative error": func() { _, _ = Shrink([]float64{1, 2}, []float64{1, -1}, REML) },
		"estimator":      func() { _, _ = Shrink([]float64{1, 2}, []float64{1, 1}, 9) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			f()
		}()
	}
}

// The shrunken value lies between the unit's and the mean; scaling scales,
// shifting shifts; the order of units does not matter.
func TestShrinkProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.SliceOfN(rapid.Float64Range(0, 100), 2, 12).Draw(t, "x")
		se := rapid.SliceOfN(rapid.Float64Range(0.5, 20), len(x), len(x)).Draw(t, "se")
		method := rapid.SampledFrom(tauEstimators).Draw(t, "method")
		a, err := Shrink(x, se, method)
		if err != nil {
			t.Fatal(err)
		}
		k := len(x)
		y, sy := make([]float64, k), make([]float64, k)
		for i := range x {
			y[k-1-i], sy[k-1-i] = 10+4*x[i], 4*se[i]
		}
		b, err := Shrink(y, sy, method)
		if err != nil {
			t.Fatal(err)
		}
		if !agree(b.Tau2, 16*a.Tau2, 1e-6) || !agree(b.Mu, 10+4*a.Mu, 1e-6) || !agree(b.I2, a.I2, 1e-6) {
			t.Fatalf("scaled and reversed: %+v, want %+v", b, a)
		}
		for i, u := range a.Units {
			if u.Value < min(x[i], a.Mu)-1e-9 || u.Value > max(x[i], a.Mu)+1e-9 || u.Lambda < 0 || u.Lambda > 1 {
				t.Fatalf("unit %d at %g, mean %g: %+v", i, x[i], a.Mu, u)
			}
			if v := b.Units[k-1-i]; !agree(v.Value, 10+4*u.Value, 1e-6) || !agree(v.SE, 4*u.SE, 1e-6) {
				t.Fatalf("unit %d: %+v, want %+v", i, v, u)
			}
		}
	})
}

func TestOneWayREMLEdges(t *testing.T) {
	nan := math.NaN()
	for _, tt := range []struct {
		name               string
		groups             [][]float64
		mu, tau2, sigma2   float64
		n, missing, nEmpty int
		err                error
	}{
		// Balanced: σ² = MSW, τ² = max(0, (MSB − MSW)/n). MSW = 1/2, MSB = 32.
		{"balanced", [][]float64{{1, 2}, {5, 6}}, 3.5, 7.75, 0.5, 4, 0, 0, nil},
		// MSB < MSW: τ² is 0 and σ² the variance of all answers.
		{"no group differs", [][]float64{{1, 3}, {1, 3}}, 2, 0, 4.0 / 3, 4, 0, 0, nil},
		{"missing and empty", [][]float64{{1, nan, 2}, {nan}, {5, 6}, {}}, 3.5, 7.75, 0.5, 4, 2, 2, nil},
		{"one group", [][]float64{{1, 2, 3}, {nan}}, 0, 0, 0, 3, 1, 1, ErrFewUnits},
		{"single answers", [][]float64{{1}, {2}, {3}}, 0, 0, 0, 3, 0, 0, ErrWithin},
		{"no variance within", [][]float64{{0.1, 0.1, 0.1}, {0.7, 0.7}}, 0, 0, 0, 5, 0, 0, ErrWithin},
		{"nothing", nil, 0, 0, 0, 0, 0, 0, ErrFewUnits},
	} {
		got, err := OneWayREML(tt.groups)
		if !errors.Is(err, tt.err) || got.N != tt.n || got.Missing != tt.missing || got.Empty != tt.nEmpty {
			t.Errorf("%s: %+v, %v", tt.name, got, err)
		}
		if !agree(got.Mu, tt.mu, 1e-9) || !agree(got.Tau2, tt.tau2, 1e-9) || !agree(got.Sigma2, tt.sigma2, 1e-9) {
			t.Errorf("%s: μ %g, τ² %g, σ² %g; want %g, %g, %g", tt.name, got.Mu, got.Tau2, got.Sigma2, tt.mu, tt.tau2, tt.sigma2)
		}
		for i, u := range got.Units {
			if (u.N == 0) != math.IsNaN(u.Value) {
				t.Errorf("%s: group %d is %+v", tt.name, i, u)
			}
		}
	}
}

// In balanced data REML is the analysis of variance, cut at 0.
func TestOneWayREMLOfBalancedDataIsANOVA(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k, n := rapid.IntRange(2, 8).Draw(t, "k"), rapid.IntRange(2, 6).Draw(t, "n")
		groups, total := make([][]float64, k), 0.0
		for i := range groups {
			groups[i] = rapid.SliceOfN(rapid.Float64Range(1, 5), n, n).Draw(t, "group")
			for _, y := range groups[i] {
				total += y
			}
		}
		grand, msb, msw := total/float64(k*n), 0.0, 0.0
		for _, g := range groups {
			mean := 0.0
			for _, y := range g {
				mean += y / float64(n)
			}
			for _, y := range g {
				msw += (y - mean) * (y - mean) / float64(k*(n-1))
			}
			msb += float64(n) * (mean - grand) * (mean - grand) / float64(k-1)
		}
		if msw < 1e-6 {
			t.Skip("no variance within")
		}
		got, err := OneWayREML(groups)
		if err != nil {
			t.Fatal(err)
		}
		if want := max(0, (msb-msw)/float64(n)); !agree(got.Mu, grand, 1e-8) || math.Abs(got.Tau2-want) > 1e-6*(msw+want) {
			t.Fatalf("μ %g, τ² %g; want %g, %g", got.Mu, got.Tau2, grand, want)
		}
	})
}
