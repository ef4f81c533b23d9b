package scoring

import (
	"errors"
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"
	"pgregory.net/rapid"
)

func TestAHPEdges(t *testing.T) {
	for _, tt := range []struct {
		name string
		n    int
		a    []float64
		w    []float64
		err  error
	}{
		{"one criterion", 1, []float64{1}, []float64{1}, nil},
		{"two criteria", 2, []float64{1, 3, 1. / 3, 1}, []float64{.75, .25}, nil},
		{"rounded thirds are refused", 2, []float64{1, 3, .33, 1}, nil, ErrNotReciprocal},
		{"not reciprocal", 2, []float64{1, 3, 3, 1}, nil, ErrNotReciprocal},
		{"negative", 2, []float64{1, -2, -.5, 1}, nil, ErrNotReciprocal},
		{"zero", 2, []float64{1, 0, math.Inf(1), 1}, nil, ErrNotReciprocal},
		{"diagonal", 1, []float64{2}, nil, ErrNotReciprocal},
		{"not judged", 2, []float64{1, nan, nan, 1}, nil, ErrNotJudged},
		{"half judged", 2, []float64{1, 2, nan, 1}, nil, ErrNotJudged},
		{"consistent", 3, []float64{1, 2, 6, .5, 1, 3, 1. / 6, 1. / 3, 1}, []float64{.6, .3, .1}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := AHP(mat.NewDense(tt.n, tt.n, tt.a))
			if !errors.Is(err, tt.err) {
				t.Fatalf("error %v, want %v", err, tt.err)
			}
			for i, w := range tt.w {
				if math.Abs(got.Weights[i]-w)+math.Abs(got.GeometricMean[i]-w) > 1e-14 {
					t.Errorf("weights %v, %v, want %v", got.Weights, got.GeometricMean, tt.w)
				}
			}
			if tt.err == nil && (math.Abs(got.CR) > 1e-14 || math.Abs(got.GCI) > 1e-14 || !got.Acceptable()) {
				t.Errorf("CR %g, GCI %g of consistent judgements", got.CR, got.GCI)
			}
		})
	}
	equal := slices.Repeat([]float64{1}, 16*16)
	got, err := AHP(mat.NewDense(16, 16, equal))
	if !errors.Is(err, ErrNoRandomIndex) || !math.IsNaN(got.CR) || got.Acceptable() || math.Abs(got.Weights[3]-1./16) > 1e-15 {
		t.Errorf("16 criteria: %+v, %v", got, err)
	}
}

func TestGroupAHPMembers(t *testing.T) {
	a, b := ReciprocalMatrix(3, []float64{2, 4, 2}), ReciprocalMatrix(3, []float64{.5, .25, .5})
	silent, wrong := ReciprocalMatrix(3, []float64{nan, 1, 1}), mat.NewDense(3, 3, []float64{1, 2, 3, 2, 1, 1, 1, 1, 1})
	got, err := GroupAHP([]mat.Matrix{a, silent, b})
	if err != nil || got.N != 2 || !slices.Equal(got.Dropped, []int{1}) || !math.IsNaN(got.Each[1]) || len(got.Each) != 3 {
		t.Fatalf("%+v, %v", got, err)
	}
	for _, w := range got.Weights { // opposite views cancel
		if math.Abs(w-1./3) > 1e-14 {
			t.Errorf("weights %v, want thirds", got.Weights)
		}
	}
	if _, err := GroupAHP([]mat.Matrix{silent}); !errors.Is(err, ErrNotJudged) {
		t.Errorf("nobody judged: %v", err)
	}
	if _, err := GroupAHP([]mat.Matrix{a, wrong}); !errors.Is(err, ErrNotReciprocal) {
		t.Errorf("a wrong matrix: %v", err)
	}
}

func TestAHPPanics(t *testing.T) {
	for name, f := range map[string]func(){
		"not square": func() { _, _ = AHP(mat.NewDense(1, 2, nil)) },
		"no members": func() { _, _ = GroupAHP(nil) },
		"sizes":      func() { _, _ = GroupAHP([]mat.Matrix{ReciprocalMatrix(1, nil), ReciprocalMatrix(2, []float64{1})}) },
		"upper half": func() { ReciprocalMatrix(3, []float64{1}) },
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

func drawJudgements(t *rapid.T, n int) *mat.Dense {
	upper := rapid.SliceOfN(rapid.IntRange(-8, 8), n*(n-1)/2, n*(n-1)/2).Draw(t, "judgements")
	a := make([]float64, len(upper))
	for i, v := range upper {
		a[i] = math.Pow(math.Abs(float64(v))+1, math.Copysign(1, float64(v)))
	}
	return ReciprocalMatrix(n, a)
}

// However inconsistent: A w = λ w, λ ≥ n, weights move with the criteria, and a
// group of like-minded members judges as one of them.
func TestAHPProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 9).Draw(t, "n")
		a := drawJudgements(t, n)
		got, err := AHP(a)
		if err != nil {
			t.Fatal(err)
		}
		if got.LambdaMax < float64(n)-1e-9 || got.CR < -1e-9 || got.GCI < 0 {
			t.Fatalf("λ %g, CR %g, GCI %g", got.LambdaMax, got.CR, got.GCI)
		}
		var aw mat.VecDense
		aw.MulVec(a, mat.NewVecDense(n, got.Weights))
		aw.ScaleVec(1/got.LambdaMax, &aw)
		sameNumbers(t, "A w / λ", aw.RawVector().Data, got.Weights)

		back := mat.NewDense(n, n, nil)
		back.Apply(func(i, j int, _ float64) float64 { return a.At(n-1-i, n-1-j) }, back)
		turned, _ := AHP(back)
		slices.Reverse(turned.Weights)
		sameNumbers(t, "weights of turned criteria", turned.Weights, got.Weights)
		group, err := GroupAHP([]mat.Matrix{a, a, a})
		if err != nil {
			t.Fatal(err)
		}
		sameNumbers(t, "weights of a like-minded group", group.Weights, got.Weights)
	})
}
