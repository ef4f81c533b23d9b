package scoring

import (
	"errors"
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"
	"pgregory.net/rapid"
)

func TestFuzzyEdges(t *testing.T) {
	for _, tt := range []struct {
		name string
		w    []float64
		r    []float64 // two grades
		op   FuzzyOperator
		want []float64
		n    int
		err  error
	}{
		{"one indicator", []float64{1}, []float64{.25, .75}, WeightedAverage, []float64{.25, .75}, 1, nil},
		{"one indicator, max-min", []float64{.5}, []float64{.25, .75}, MaxMin, []float64{.25, .5}, 1, nil},
		{"bounded at one", []float64{1, 1}, []float64{.75, .25, .75, 0}, BoundedMin, []float64{1, .25}, 2, nil},
		{"an unanswered indicator", []float64{.5, .25, .25}, []float64{.25, .75, nan, nan, 1, 0}, WeightedAverage, []float64{.5, .5}, 2, nil},
		{"nothing answered", []float64{1}, []float64{nan, nan}, MaxMin, nil, 0, ErrNoMembership},
		{"no weight", []float64{0, 0}, []float64{1, 0, 1, 0}, MaxMin, nil, 2, ErrNoMembership},
		{"no membership", []float64{1}, []float64{0, 0}, MaxProduct, nil, 1, ErrNoMembership},
		{"percent", []float64{1}, []float64{25, 75}, WeightedAverage, nil, 0, ErrNotMembership},
		{"a weight above 1", []float64{2}, []float64{.25, .75}, MaxMin, nil, 0, ErrNotMembership},
		{"a missing weight", []float64{nan}, []float64{.25, .75}, MaxMin, nil, 0, ErrNotMembership},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := FuzzyComprehensive(tt.w, mat.NewDense(len(tt.w), 2, tt.r), tt.op)
			if !errors.Is(err, tt.err) || got.N != tt.n || len(got.B) != len(tt.want) {
				t.Fatalf("%+v, %v; want %v of %d, %v", got, err, tt.want, tt.n, tt.err)
			}
			for j, b := range tt.want {
				if math.Abs(got.B[j]-b) > 1e-15 {
					t.Errorf("b %v, want %v", got.B, tt.want)
				}
			}
		})
	}
	e := FuzzyEvaluation{B: []float64{.2, .6, .6}, Normalised: []float64{1. / 7, 3. / 7, 3. / 7}}
	if e.Grade() != 1 || math.Abs(e.Score([]float64{100, 50, 0})-250./7) > 1e-12 {
		t.Errorf("grade %d, score %g", e.Grade(), e.Score([]float64{100, 50, 0}))
	}
}

func TestFuzzyPanics(t *testing.T) {
	for name, f := range map[string]func(){
		"weights":  func() { _, _ = FuzzyComprehensive([]float64{1}, mat.NewDense(2, 2, nil), MaxMin) },
		"operator": func() { _, _ = FuzzyComprehensive([]float64{1}, mat.NewDense(1, 2, nil), 9) },
		"grades":   func() { FuzzyEvaluation{Normalised: []float64{1}}.Score([]float64{1, 2}) },
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

// The order of indicators does not matter, the operators are ordered, and the
// score lies among the grades.
func TestFuzzyProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k, g := rapid.IntRange(1, 6).Draw(t, "k"), rapid.IntRange(1, 5).Draw(t, "g")
		share := rapid.Float64Range(0.01, 1)
		w, r := rapid.SliceOfN(share, k, k).Draw(t, "w"), rapid.SliceOfN(share, k*g, k*g).Draw(t, "r")
		grades := rapid.SliceOfN(rapid.Float64Range(0, 100), g, g).Draw(t, "grades")
		turnedW, turnedR := slices.Clone(w), mat.NewDense(k, g, nil)
		slices.Reverse(turnedW)
		for i := range k {
			turnedR.SetRow(i, r[(k-1-i)*g:(k-i)*g])
		}
		var b [4][]float64
		for o := range b {
			got, err := FuzzyComprehensive(w, mat.NewDense(k, g, r), FuzzyOperator(o))
			if err != nil {
				t.Fatal(err)
			}
			turned, _ := FuzzyComprehensive(turnedW, turnedR, FuzzyOperator(o))
			sameNumbers(t, "turned indicators", turned.B, got.B)
			if s := got.Score(grades); s < slices.Min(grades)-1e-9 || s > slices.Max(grades)+1e-9 {
				t.Fatalf("score %g of grades %v", s, grades)
			}
			b[o] = got.B
		}
		for j := range g {
			if !(b[MaxProduct][j] <= b[MaxMin][j] && b[MaxMin][j] <= b[BoundedMin][j] && b[MaxProduct][j] <= b[WeightedAverage][j]) {
				t.Fatalf("operators out of order in grade %d: %v", j, b)
			}
		}
	})
}
