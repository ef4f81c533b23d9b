package scoring

import (
	"errors"
	"math"
	"testing"

	"gonum.org/v1/gonum/mat"
	"pgregory.net/rapid"
)

func TestCarelessRows(t *testing.T) {
	nan := math.NaN()
	for _, tt := range []struct {
		name         string
		x            []float64 // one respondent: two scales of two items, one of three
		runs         LongString
		irv, evenOdd float64
	}{
		{"straight line", []float64{3, 3, 3, 3, 3, 3, 3}, LongString{Longest: 7, Average: 7}, 0, nan},
		{"consistent", []float64{1, 1, 3, 3, 5, 5, 5}, LongString{Longest: 3, Average: 7. / 3}, math.Sqrt(68. / 21), -1},
		{"opposed", []float64{1, 5, 3, 3, 5, 1, 5}, LongString{Longest: 2, Average: 7. / 6}, math.Sqrt(68. / 21), 1},
		{"missing runs of one", []float64{nan, nan, 2, 2, 4, 4, nan}, LongString{Longest: 2, Average: 7. / 5, Missing: 3}, math.Sqrt(4. / 3), -1},
		{"one scale left", []float64{nan, 1, 2, nan, 4, 4, 4}, LongString{Longest: 3, Average: 7. / 5, Missing: 2}, math.Sqrt(2), nan},
		{"one answer", []float64{nan, 1, nan, nan, nan, nan, nan}, LongString{Longest: 1, Average: 1, Missing: 6}, nan, nan},
		{"nothing", []float64{nan, nan, nan, nan, nan, nan, nan}, LongString{Longest: 1, Average: 1, Missing: 7}, nan, nan},
	} {
		t.Run(tt.name, func(t *testing.T) {
			x := mat.NewDense(1, 7, tt.x)
			if got := LongStrings(x)[0]; got != tt.runs {
				t.Errorf("runs %+v, want %+v", got, tt.runs)
			}
			irv, half := IRV(x), EvenOdd(x, []int{2, 2, 3})
			if !agree(irv.Value[0], tt.irv, 1e-12) || !agree(half.Value[0], tt.evenOdd, 1e-12) {
				t.Errorf("IRV %g, want %g; even-odd %g, want %g", irv.Value[0], tt.irv, half.Value[0], tt.evenOdd)
			}
			if math.IsNaN(tt.irv) != (irv.Dropped == 1) || irv.N+irv.Dropped != 1 {
				t.Errorf("counts %+v", irv)
			}
		})
	}
}

func TestMahalanobisEdges(t *testing.T) {
	nan := math.NaN()
	// a square around its middle: S = I·4/3, D² = 2·3/4
	x := mat.NewDense(5, 2, []float64{1, 1, 1, -1, nan, 0, -1, 1, -1, -1})
	got, err := MahalanobisD2(x, 0.99)
	if err != nil || got.N != 4 || got.Dropped != 1 {
		t.Fatalf("%+v, %v", got, err)
	}
	for i, want := range []float64{1.5, 1.5, nan, 1.5, 1.5} {
		if !agree(got.DSquared[i], want, 1e-12) || !agree(got.P[i], math.Exp(-want/2), 1e-12) || got.Flagged[i] {
			t.Errorf("row %d: %g, p %g, flagged %t", i, got.DSquared[i], got.P[i], got.Flagged[i])
		}
	}
	for _, tt := range []struct {
		name string
		k    int
		x    []float64
		err  error
	}{
		{"one row", 2, []float64{1, 2}, ErrTooFew},
		{"as many rows as items", 2, []float64{1, 2, 3, 5}, ErrDependent},
		{"a constant item", 2, []float64{1, 2, 2, 2, 4, 2, 5, 2}, ErrDependent},
		{"a repeated item", 2, []float64{1, 2, 2, 4, 4, 8, 5, 10}, ErrDependent},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := MahalanobisD2(mat.NewDense(len(tt.x)/tt.k, tt.k, tt.x), 0.99); !errors.Is(err, tt.err) {
				t.Errorf("error %v, want %v", err, tt.err)
			}
		})
	}
}

func TestCarelessMisuse(t *testing.T) {
	for name, f := range map[string]func(){
		"sizes":      func() { EvenOdd(mat.NewDense(1, 3, nil), []int{2}) },
		"empty":      func() { EvenOdd(mat.NewDense(1, 3, nil), []int{3, 0}) },
		"confidence": func() { _, _ = MahalanobisD2(mat.NewDense(4, 2, nil), 1) },
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

func TestCarelessProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := drawAnswers(t, 2, 4)
		n, k := x.Dims()
		var moved mat.Dense
		moved.Apply(func(_, _ int, v float64) float64 { return 25*v - 25 }, x)
		for i, run := range LongStrings(x) {
			if run != LongStrings(&moved)[i] || run.Longest < 1 || float64(run.Longest) < run.Average || run.Longest > k {
				t.Fatalf("%+v", run)
			}
		}
		a, b := IRV(x), IRV(&moved)
		c, d := EvenOdd(x, []int{2, k - 2}), EvenOdd(&moved, []int{2, k - 2})
		for i := range n {
			if !agree(25*a.Value[i], b.Value[i], 1e-9) || !agree(c.Value[i], d.Value[i], 1e-6) || math.Abs(c.Value[i]) > 1 {
				t.Fatalf("row %d: IRV %g and %g, even-odd %g and %g", i, a.Value[i], b.Value[i], c.Value[i], d.Value[i])
			}
		}
		m, err := MahalanobisD2(x, 0.99)
		if err != nil {
			return
		}
		other, err := MahalanobisD2(&moved, 0.99)
		sum := 0.0
		for i, v := range m.DSquared {
			if err != nil || !agree(v, other.DSquared[i], 1e-6) {
				t.Fatalf("D² %g, rescaled %g, %v", v, other.DSquared[i], err)
			}
			sum += v
		}
		if !agree(sum, float64(k*(n-1)), 1e-6) { // the trace of S⁻¹S
			t.Fatalf("the distances add up to %g, want %d", sum, k*(n-1))
		}
	})
}
