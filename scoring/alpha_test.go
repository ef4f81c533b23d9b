package scoring

import (
	"errors"
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"
	"pgregory.net/rapid"
)

func TestCronbachAlpha(t *testing.T) {
	nan := math.NaN()
	for _, tt := range []struct {
		name       string
		k          int
		x          []float64 // row-major
		raw        float64
		n, dropped int
		constant   []int
		err        error
	}{
		// R: k/(k-1)*(1-sum(apply(X,2,var))/var(rowSums(X)))
		{"three items", 3, []float64{4, 5, 4, 2, 3, 2, 5, 5, 4, 1, 2, 2}, 0.970212765957447, 4, 0, nil, nil},
		{"a missing answer drops its row", 2, []float64{1, 1, 2, 2, nan, 3}, 1, 2, 1, nil, nil},
		{"opposed items", 2, []float64{1, 5, 2, 4.5, 3, 3, 4, 2.5, 5, 1.5}, 2 * (1 - 4.575/0.075), 5, 0, nil, nil},
		{"one item never varies", 3, []float64{1, 1, 4, 2, 2, 4, 3, 3, 4}, 0.75, 3, 0, []int{2}, nil},
		{"one respondent", 2, []float64{4, 5}, nan, 1, 0, nil, ErrTooFew},
		{"nobody is complete", 2, []float64{4, nan, nan, 1}, nan, 0, 2, nil, ErrTooFew},
		{"nobody differs", 2, []float64{0.1, 0.3, 0.1, 0.3, 0.1, 0.3}, nan, 3, 0, []int{0, 1}, ErrConstant},
		{"the total is constant", 2, []float64{1, 5, 2, 4, 5, 1}, nan, 3, 0, nil, ErrConstant},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a, err := CronbachAlpha(mat.NewDense(len(tt.x)/tt.k, tt.k, tt.x), 0.95)
			if !errors.Is(err, tt.err) || a.N != tt.n || a.Dropped != tt.dropped || a.Rows != tt.n+tt.dropped || !slices.Equal(a.Constant, tt.constant) {
				t.Errorf("%+v, %v", a, err)
			}
			if !agree(a.Raw, tt.raw, 1e-12) {
				t.Errorf("α = %.15g, want %.15g", a.Raw, tt.raw)
			}
			if pair, err := CronbachAlphaPairwise(mat.NewDense(len(tt.x)/tt.k, tt.k, tt.x)); tt.dropped == 0 && !agree(pair.Raw, tt.raw, 1e-12) {
				t.Errorf("pairwise α = %.15g, %v", pair.Raw, err)
			}
		})
	}
}

func TestCronbachAlphaMisuse(t *testing.T) {
	for name, f := range map[string]func(){
		"one item": func() { _, _ = CronbachAlpha(mat.NewDense(3, 1, nil), 0.95) },
		"level 1":  func() { _, _ = CronbachAlpha(mat.NewDense(3, 2, nil), 1) },
		"pairwise": func() { _, _ = CronbachAlphaPairwise(mat.NewDense(3, 1, nil)) },
		"items":    func() { _, _ = AnalyzeItems(mat.NewDense(3, 1, nil)) },
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

func TestAnalyzeItemsTwo(t *testing.T) {
	a, err := AnalyzeItems(mat.NewDense(4, 2, []float64{1, 2, 2, 2, 3, 5, 5, 4}))
	if err != nil {
		t.Fatal(err)
	}
	for _, item := range a.Items {
		// two items: the rest is the other item, and α of one item has no value
		if !agree(item.RRest*item.RRest, item.SMC, 1e-12) || !math.IsNaN(item.AlphaIfDeleted) || !math.IsNaN(item.StandardizedIfDeleted) {
			t.Errorf("%+v", item)
		}
	}
}

// drawAnswers draws a complete n×k table of answers 1..5.
func drawAnswers(t *rapid.T, fromRows, fromItems int) *mat.Dense {
	n, k := rapid.IntRange(fromRows, 25).Draw(t, "n"), rapid.IntRange(fromItems, 6).Draw(t, "k")
	x := mat.NewDense(n, k, nil)
	x.Apply(func(_, _ int, _ float64) float64 { return float64(rapid.IntRange(1, 5).Draw(t, "answer")) }, x)
	return x
}

// shuffledRows returns the rows of x in another order.
func shuffledRows(t *rapid.T, x *mat.Dense) *mat.Dense {
	n, k := x.Dims()
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	out := mat.NewDense(n, k, nil)
	for i, from := range rapid.Permutation(order).Draw(t, "order") {
		out.SetRow(i, x.RawRowView(from))
	}
	return out
}

func TestAlphaProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := drawAnswers(t, 3, 2)
		a, err := CronbachAlpha(x, 0.9)
		if err != nil {
			t.Skip()
		}
		if !(a.Low <= a.Raw && a.Raw <= a.High) || a.Raw > 1+1e-12 {
			t.Fatalf("α %g in [%g, %g]", a.Raw, a.Low, a.High)
		}
		var rescaled, twice mat.Dense
		rescaled.Apply(func(_, _ int, v float64) float64 { return 25*v - 25 }, shuffledRows(t, x))
		twice.Stack(x, x)
		for name, y := range map[string]*mat.Dense{"rescaled": &rescaled, "duplicated": &twice} {
			b, err := CronbachAlpha(y, 0.9)
			if err != nil || !agree(a.Raw, b.Raw, 1e-8) || !agree(a.Standardized, b.Standardized, 1e-8) || !agree(a.MedianR, b.MedianR, 1e-8) {
				t.Fatalf("%s: %+v, want %+v", name, b, a)
			}
			ase := a.ASE
			if name == "duplicated" {
				ase /= math.Sqrt2
			}
			if !agree(ase, b.ASE, 1e-5) { // the root of a rounded difference
				t.Fatalf("%s: ase %g, want %g", name, b.ASE, ase)
			}
		}
	})
}
