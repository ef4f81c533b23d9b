package scoring

import (
	"errors"
	"math"
	"testing"

	"gonum.org/v1/gonum/mat"
	"pgregory.net/rapid"
)

func TestKeyDriversEdges(t *testing.T) {
	nan := math.NaN()
	for _, tt := range []struct {
		name string
		y    []float64
		p    int
		x    []float64 // row-major, n×p
		w    []float64
		want DriverAnalysis // counts only
		err  error
	}{
		{"one driver", []float64{1, 3, 2, 4}, 1, []float64{1, 2, 3, 4}, nil, DriverAnalysis{N: 4}, nil},
		{
			"missing answers and weights of 0 leave rows out",
			[]float64{1, 3, 2, 4, nan, 5, 9, 9},
			1,
			[]float64{1, 2, 3, 4, 5, nan, 7, 7},
			[]float64{1, 1, 1, 1, 1, 1, 0, nan},
			DriverAnalysis{N: 4, Incomplete: 3, Weightless: 1},
			nil,
		},
		{"too few rows", []float64{1, 3, 2}, 2, []float64{1, 2, 2, 1, 3, 5}, nil, DriverAnalysis{N: 3}, ErrTooFew},
		{"no rows left", []float64{nan, nan, nan}, 1, []float64{1, 2, 3}, nil, DriverAnalysis{Incomplete: 3}, ErrTooFew},
		{"constant outcome", []float64{0.1, 0.1, 0.1}, 1, []float64{1, 2, 3}, nil, DriverAnalysis{N: 3}, ErrConstant},
		{"constant driver", []float64{1, 2, 3}, 1, []float64{0.1, 0.1, 0.1}, nil, DriverAnalysis{N: 3}, ErrConstant},
		{"a driver twice", []float64{1, 2, 3, 5}, 2, []float64{1, 1, 4, 4, 3, 3, 2, 2}, nil, DriverAnalysis{N: 4}, ErrCollinear},
		{"unrelated", []float64{1, 2, 2, 1}, 1, []float64{1, 1, 2, 2}, nil, DriverAnalysis{N: 4}, ErrUnrelated},
	} {
		t.Run(tt.name, func(t *testing.T) {
			x := mat.NewDense(len(tt.y), tt.p, tt.x)
			got, err := KeyDrivers(tt.y, x, tt.w)
			if !errors.Is(err, tt.err) || got.N != tt.want.N || got.Incomplete != tt.want.Incomplete || got.Weightless != tt.want.Weightless {
				t.Errorf("%+v, %v; want %+v, %v", got, err, tt.want, tt.err)
			}
			weights, err := RelativeWeights(tt.y, x, tt.w)
			if !errors.Is(err, tt.err) || weights.N != tt.want.N {
				t.Errorf("relative weights %+v, %v; want %v", weights, err, tt.err)
			}
			if tt.err != nil {
				return
			}
			// y on x of 1 3 2 4 on 1 2 3 4: r = 0.8.
			d := got.Drivers[0]
			for _, v := range []float64{got.R2, d.LMG, d.First, d.Last, d.BetaSq, d.Pratt, weights.Drivers[0].Raw} {
				if !agree(v, 0.64, 1e-12) {
					t.Errorf("%+v, want 0.64 throughout", got)
				}
			}
		})
	}
}

func TestManyDrivers(t *testing.T) {
	const n, p = 40, MaxDrivers + 1
	x, y := mat.NewDense(n, p, nil), make([]float64, n)
	for i := range n {
		for k := range p {
			x.Set(i, k, math.Sin(float64(i*i+7*k*i+k)))
		}
		y[i] = x.At(i, 0) + math.Cos(float64(i*i*i))
	}
	if _, err := KeyDrivers(y, x, nil); !errors.Is(err, ErrManyDrivers) {
		t.Errorf("%d drivers: %v", p, err)
	}
	if w, err := RelativeWeights(y, x, nil); err != nil || len(w.Drivers) != p {
		t.Errorf("%d relative weights: %v", len(w.Drivers), err)
	}
	got, err := KeyDrivers(y, x.Slice(0, n, 0, MaxDrivers), nil)
	if err != nil {
		t.Fatal(err)
	}
	sum := 0.0
	for _, d := range got.Drivers {
		sum += d.LMG
	}
	if !agree(sum, got.R2, 1e-10) {
		t.Errorf("LMG sums to %g, R² is %g", sum, got.R2)
	}
}

// drawDrivers draws an outcome, p drivers and weights that can be analysed.
func drawDrivers(t *rapid.T) (y []float64, x *mat.Dense, w []float64) {
	p := rapid.IntRange(1, 5).Draw(t, "p")
	n := rapid.IntRange(p+2, 30).Draw(t, "n")
	value := rapid.Map(rapid.IntRange(0, 100), func(i int) float64 { return float64(i) / 10 })
	x = mat.NewDense(n, p, rapid.SliceOfN(value, n*p, n*p).Draw(t, "x"))
	y = rapid.SliceOfN(value, n, n).Draw(t, "y")
	w = rapid.SliceOfN(rapid.Float64Range(0.5, 3), n, n).Draw(t, "w")
	if r, err := outcomeMoments(y, x, w).regression(); err == nil {
		var eigen mat.EigenSym
		if eigen.Factorize(r.rxx, false) && eigen.Values(nil)[0] > 1e-4 {
			return y, x, w
		}
	}
	t.Skip("nearly dependent")
	return nil, nil, nil
}

func TestDriversSumToR2(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		y, x, w := drawDrivers(t)
		a, err := KeyDrivers(y, x, w)
		b, err2 := RelativeWeights(y, x, w)
		if err != nil || err2 != nil {
			t.Skip("unrelated")
		}
		lmg, pratt, raw := 0.0, 0.0, 0.0
		for k, d := range a.Drivers {
			lmg, pratt, raw = lmg+d.LMG, pratt+d.Pratt, raw+b.Drivers[k].Raw
			if d.LMG < -1e-9 {
				t.Errorf("driver %d has a negative part %g", k, d.LMG)
			}
		}
		for _, sum := range []float64{lmg, pratt, raw, b.R2} {
			if !agree(sum, a.R2, 1e-8) {
				t.Fatalf("lmg %g, pratt %g, raw %g, R² %g and %g", lmg, pratt, raw, a.R2, b.R2)
			}
		}
	})
}

func TestDriversKnowNoOrderUnitOrSize(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		y, x, w := drawDrivers(t)
		a, err := KeyDrivers(y, x, w)
		if err != nil {
			t.Skip("unrelated")
		}
		n, p := x.Dims()
		order := rapid.Permutation(indices(n)).Draw(t, "order")
		factor := rapid.Float64Range(0.1, 10).Draw(t, "factor")
		// Every row twice, in another order and unit, with other weights.
		y2, w2, x2 := make([]float64, 2*n), make([]float64, 2*n), mat.NewDense(2*n, p, nil)
		for i := range 2 * n {
			from := order[i%n]
			y2[i], w2[i] = 3+factor*y[from], factor*w[from]
			for k := range p {
				x2.Set(i, k, 50-factor*x.At(from, k))
			}
		}
		b, err := KeyDrivers(y2, x2, w2)
		if err != nil || b.N != 2*a.N {
			t.Fatal(b.N, err)
		}
		for k, d := range a.Drivers {
			e := b.Drivers[k]
			if !agree(d.LMG, e.LMG, 1e-7) || !agree(d.Last, e.Last, 1e-7) || !agree(d.Beta, -e.Beta, 1e-7) {
				t.Fatalf("%+v, want %+v", e, d)
			}
		}
	})
}

func indices(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

func TestImportancePerformance(t *testing.T) {
	got := ImportancePerformance([]float64{0.1, 0.1, 0.4, 0.4}, []float64{1, 3, 1, 3})
	for i, want := range []Quadrant{LowPriority, PossibleOverkill, ConcentrateHere, KeepUp} {
		if got.Quadrants[i] != want {
			t.Errorf("item %d: %s, want %s", i, got.Quadrants[i], want)
		}
	}
	for _, n := range []int{1, 3, 7} { // all alike: all on the crosshair
		x := make([]float64, n)
		for i := range x {
			x[i] = 1 / float64(n) * 1.1
		}
		for i, q := range ImportancePerformance(x, x).Quadrants {
			if q != KeepUp {
				t.Errorf("item %d of %d alike: %s", i, n, q)
			}
		}
	}
}
