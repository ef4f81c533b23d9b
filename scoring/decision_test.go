package scoring

import (
	"errors"
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"
	"pgregory.net/rapid"
)

func TestDecisionPoorData(t *testing.T) {
	for _, tt := range []struct {
		name                              string
		k                                 int
		x                                 []float64
		entropy, minmax, critic, distance error
	}{
		{"contrast", 2, []float64{1, 2, 2, 1, 5, 1}, nil, nil, nil, nil},
		{"two alternatives in conflict", 2, []float64{1, 2, 2, 1}, nil, nil, nil, nil},
		{"one alternative", 2, []float64{1, 2}, ErrFewAlternatives, ErrFewAlternatives, ErrFewAlternatives, ErrFewAlternatives},
		{"one complete", 2, []float64{1, 2, nan, 3}, ErrFewAlternatives, ErrFewAlternatives, ErrFewAlternatives, ErrFewAlternatives},
		{"nobody differs", 2, []float64{3, 4, 3, 4, 3, 4}, ErrNoContrast, ErrNoContrast, ErrNoContrast, ErrNoContrast},
		{"zeros only", 2, []float64{0, 0, 0, 0}, ErrNoContrast, ErrNoContrast, ErrNoContrast, ErrNoContrast},
		{"a negative value", 2, []float64{-1, 2, 2, 1, 3, 3}, ErrNegative, nil, nil, nil},
		{"one indicator", 1, []float64{1, 2, 4}, nil, nil, ErrNoConflict, nil},
		{"one varies", 2, []float64{1, 7, 2, 7, 4, 7}, nil, nil, ErrNoConflict, nil},
		{"perfectly correlated", 3, []float64{.1, 2, 7, .2, 4, 9, .3, 6, 11, .7, 14, 19}, nil, nil, ErrNoConflict, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			x := mat.NewDense(len(tt.x)/tt.k, tt.k, tt.x)
			_, err := EntropyWeights(x)
			if !errors.Is(err, tt.entropy) {
				t.Errorf("EntropyWeights: %v, want %v", err, tt.entropy)
			}
			if _, err = EntropyWeightsMinMax(x, nil); !errors.Is(err, tt.minmax) {
				t.Errorf("EntropyWeightsMinMax: %v, want %v", err, tt.minmax)
			}
			if _, err = CriticWeights(x, nil); !errors.Is(err, tt.critic) {
				t.Errorf("CriticWeights: %v, want %v", err, tt.critic)
			}
			if _, err = TOPSIS(x, nil, nil); !errors.Is(err, tt.distance) {
				t.Errorf("TOPSIS: %v, want %v", err, tt.distance)
			}
			if _, err = GreyRelational(x, nil, nil, 0.5); !errors.Is(err, tt.distance) {
				t.Errorf("GreyRelational: %v, want %v", err, tt.distance)
			}
		})
	}
}

func TestDecisionWeights(t *testing.T) {
	x := mat.NewDense(3, 2, []float64{1, 2, 2, 1, 5, 1})
	for _, w := range [][]float64{{0, 0}, {1, -1}, {1, math.NaN()}, {1, math.Inf(1)}} {
		if _, err := TOPSIS(x, w, nil); !errors.Is(err, ErrWeight) {
			t.Errorf("TOPSIS with weights %v: %v", w, err)
		}
		if _, err := GreyRelational(x, w, nil, 0.5); !errors.Is(err, ErrWeight) {
			t.Errorf("GreyRelational with weights %v: %v", w, err)
		}
	}
}

// A constant column says nothing: weight 0, and the others weigh as without it.
func TestConstantColumn(t *testing.T) {
	with := mat.NewDense(4, 3, []float64{1, 9, 2, 2, 9, 1, 5, 9, 1, 4, 9, 7})
	without := mat.NewDense(4, 2, []float64{1, 2, 2, 1, 5, 1, 4, 7})
	e1, _ := EntropyWeights(with)
	e2, _ := EntropyWeights(without)
	c1, _ := CriticWeights(with, nil)
	c2, _ := CriticWeights(without, nil)
	for _, w := range [][2][]float64{{e1.W, e2.W}, {c1.W, c2.W}} {
		if !slices.Equal(w[0], []float64{w[1][0], 0, w[1][1]}) {
			t.Errorf("weights %v, without the constant column %v", w[0], w[1])
		}
	}
	if e1.E[1] != 1 || e1.D[1] != 0 {
		t.Errorf("a constant column has entropy %g", e1.E[1])
	}
}

func TestDecisionDropsRows(t *testing.T) {
	whole := mat.NewDense(3, 2, []float64{1, 2, 2, 1, 5, 1})
	holed := mat.NewDense(5, 2, []float64{1, 2, nan, 4, 2, 1, 5, 1, 3, nan})
	want, _ := TOPSIS(whole, nil, nil)
	got, err := TOPSIS(holed, nil, nil)
	if err != nil || got.N != 3 || !slices.Equal(got.Dropped, []int{1, 4}) {
		t.Fatalf("%+v, %v", got, err)
	}
	if !slices.Equal([]float64{got.Score[0], got.Score[2], got.Score[3]}, want.Score) {
		t.Errorf("scores %v, want %v", got.Score, want.Score)
	}
	grey, err := GreyRelational(holed, nil, nil, 0.5)
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range got.Dropped {
		if !math.IsNaN(got.Score[i]) || !math.IsNaN(grey.Grade[i]) || !math.IsNaN(grey.Coefficients[i][0]) {
			t.Errorf("row %d has a value", i)
		}
	}
}

func TestDecisionPanics(t *testing.T) {
	x := mat.NewDense(2, 2, []float64{1, 2, 2, 1})
	for name, f := range map[string]func(){
		"cost":     func() { _, _ = CriticWeights(x, []bool{true}) },
		"weights":  func() { _, _ = TOPSIS(x, []float64{1}, nil) },
		"rho":      func() { _, _ = GreyRelational(x, nil, nil, 0) },
		"infinite": func() { _, _ = EntropyWeights(mat.NewDense(2, 1, []float64{1, math.Inf(1)})) },
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

// Order of rows, units of the columns and doubled data leave weights and scores.
func TestDecisionProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, k := rapid.IntRange(3, 8).Draw(t, "n"), rapid.IntRange(2, 5).Draw(t, "k")
		x := mat.NewDense(n, k, nil)
		for i := range n {
			for j := range k {
				x.Set(i, j, float64(rapid.IntRange(1, 40).Draw(t, "x")))
			}
		}
		rows := make([]int, n)
		for i := range rows {
			rows[i] = i
		}
		order := rapid.Permutation(rows).Draw(t, "order")
		cost := rapid.SliceOfN(rapid.Bool(), k, k).Draw(t, "cost")
		unit := rapid.SliceOfN(rapid.Float64Range(0.5, 20), k, k).Draw(t, "unit")
		y := mat.NewDense(n, k, nil)
		for i, from := range order {
			for j := range k {
				y.Set(i, j, unit[j]*x.At(from, j))
			}
		}
		twice := mat.NewDense(2*n, k, slices.Concat(x.RawMatrix().Data, x.RawMatrix().Data))

		e, err := EntropyWeights(x)
		e2, err2 := EntropyWeights(y)
		e3, err3 := EntropyWeightsMinMax(x, cost)
		c, err4 := CriticWeights(x, cost)
		if err != nil || err2 != nil || err3 != nil || err4 != nil {
			t.Skip("poor data")
		}
		c2, _ := CriticWeights(y, cost)
		sameNumbers(t, "entropy weights", e2.W, e.W)
		sameNumbers(t, "CRITIC weights", c2.W, c.W)
		for _, w := range [][]float64{e.W, e3.W, c.W} {
			sum := 0.0
			for _, v := range w {
				sum += v
				if v < -1e-12 {
					t.Fatalf("negative weight in %v", w)
				}
			}
			sameNumbers(t, "sum of weights", []float64{sum}, []float64{1})
		}

		s, err := TOPSIS(x, c.W, cost)
		if err != nil {
			t.Fatal(err)
		}
		s2, _ := TOPSIS(y, c.W, cost)
		s3, _ := TOPSIS(twice, c.W, cost)
		g, _ := GreyRelational(x, c.W, cost, 0.5)
		g2, _ := GreyRelational(y, c.W, cost, 0.5)
		for i, from := range order {
			sameNumbers(t, "closeness, grade", []float64{s2.Score[i], g2.Grade[i]}, []float64{s.Score[from], g.Grade[from]})
			if !(g.Grade[from] >= 1./3-1e-12 && g.Grade[from] <= 1+1e-12 && s.Score[from] >= 0 && s.Score[from] <= 1) {
				t.Fatalf("closeness %g, grade %g", s.Score[from], g.Grade[from])
			}
		}
		sameNumbers(t, "closeness of doubled data", s3.Score, slices.Concat(s.Score, s.Score))
	})
}

func sameNumbers(t *rapid.T, what string, got, want []float64) {
	t.Helper()
	for i := range want {
		none := math.IsNaN(got[i]) && math.IsNaN(want[i])
		if !none && !(math.Abs(got[i]-want[i]) <= 1e-9*(1+math.Abs(want[i]))) {
			t.Fatalf("%s: %v, want %v", what, got, want)
		}
	}
}
