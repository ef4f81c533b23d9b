package scoring

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
	"pgregory.net/rapid"
)

// pathExample returns n answers from 1 to 10 to seven items of three latent
// variables, the first a cause of both others, the second of the third.
func pathExample(seed uint64, n int) (*mat.Dense, PathModel) {
	rng := rand.New(rand.NewPCG(seed, 1))
	x := mat.NewDense(n, 7, nil)
	for i := range n {
		a := rng.NormFloat64()
		b := .6*a + .8*rng.NormFloat64()
		c := .3*a + .5*b + .6*rng.NormFloat64()
		for j, v := range []float64{a, a, a, b, b, c, c} {
			x.Set(i, j, min(10, max(1, math.Round(6.5+1.5*v+rng.NormFloat64()))))
		}
	}
	return x, PathModel{
		Blocks: [][]int{{0, 1, 2}, {3, 4}, {5, 6}},
		Path:   [][]bool{{false, false, false}, {true, false, false}, {true, true, false}},
	}
}

// With single items PLS is regression on the correlations.
func TestPLSPathSingleItems(t *testing.T) {
	x, m := pathExample(1, 40)
	m.Blocks = [][]int{{0}, {3}, {5}}
	r := func(i, j int) float64 { return stat.Correlation(mat.Col(nil, i, x), mat.Col(nil, j, x), nil) }
	ab, ac, bc := r(0, 3), r(0, 5), r(3, 5)
	viaA, viaB := (ac-ab*bc)/(1-ab*ab), (bc-ab*ac)/(1-ab*ab)
	for _, scheme := range []InnerScheme{Centroid, Factorial, PathScheme} {
		m.Scheme = scheme
		got, err := PLSPath(x, m)
		if err != nil {
			t.Fatal(err)
		}
		for _, tt := range [][2]float64{
			{got.Path[1][0], ab},
			{got.Path[2][0], viaA},
			{got.Path[2][1], viaB},
			{got.Effects[2][0], viaA + ab*viaB},
			{got.R2[2], viaA*ac + viaB*bc},
			{got.Items[1].Loading, 1},
			{got.Index(1, 10)[1], 100 * (stat.Mean(mat.Col(nil, 3, x), nil) - 1) / 9},
		} {
			if math.Abs(tt[0]-tt[1]) > 1e-11 {
				t.Errorf("scheme %d: %g, want %g", scheme, tt[0], tt[1])
			}
		}
		if !math.IsNaN(got.GoF) || got.R2[0] != 0 {
			t.Errorf("GoF %g, R² of the first %g", got.GoF, got.R2[0])
		}
	}
}

func TestPLSPathPoorData(t *testing.T) {
	all := func(x *mat.Dense, j int, v func(i int) float64) {
		n, _ := x.Dims()
		for i := range n {
			x.Set(i, j, v(i))
		}
	}
	for _, tt := range []struct {
		name    string
		change  func(x *mat.Dense, m *PathModel)
		dropped int
		err     error
	}{
		{"good", func(*mat.Dense, *PathModel) {}, 0, nil},
		{"a missing answer", func(x *mat.Dense, _ *PathModel) { x.Set(3, 3, nan) }, 1, nil},
		{"nobody answered an item", func(x *mat.Dense, _ *PathModel) { all(x, 2, func(int) float64 { return nan }) }, 40, ErrTooFew},
		{"three respondents", func(x *mat.Dense, _ *PathModel) {
			all(x, 2, func(i int) float64 { return []float64{1, 2, 3, nan}[min(i, 3)] })
		}, 37, ErrTooFew},
		{"a constant item", func(x *mat.Dense, _ *PathModel) { all(x, 2, func(int) float64 { return 5 }) }, 0, ErrConstant},
		{"two equal causes", func(x *mat.Dense, m *PathModel) {
			m.Blocks = [][]int{{0}, {1}, {5, 6}}
			all(x, 1, func(i int) float64 { return 2 * x.At(i, 0) })
		}, 0, ErrCausesAlike},
		{"unrelated", func(x *mat.Dense, m *PathModel) {
			m.Blocks, m.Path = [][]int{{0}, {1}}, [][]bool{{false, false}, {true, false}}
			all(x, 0, func(i int) float64 { return float64(i % 2) })
			all(x, 1, func(i int) float64 { return float64(i / 2 % 2) })
		}, 0, ErrIsolated},
	} {
		t.Run(tt.name, func(t *testing.T) {
			x, m := pathExample(2, 40)
			tt.change(x, &m)
			got, err := PLSPath(x, m)
			if !errors.Is(err, tt.err) || got.Dropped != tt.dropped || got.N != 40-tt.dropped {
				t.Errorf("n %d, %d dropped, error %v; want %d dropped, %v", got.N, got.Dropped, err, tt.dropped, tt.err)
			}
			if err == nil && (len(got.Items) != 7 || !(got.GoF > 0 && got.GoF < 1)) {
				t.Errorf("%d items, GoF %g", len(got.Items), got.GoF)
			}
		})
	}
}

func TestPLSPathPanics(t *testing.T) {
	for name, change := range map[string]func(x *mat.Dense, m *PathModel){
		"no items":       func(_ *mat.Dense, m *PathModel) { m.Blocks[1] = nil },
		"no such column": func(_ *mat.Dense, m *PathModel) { m.Blocks[1] = []int{7} },
		"a circle":       func(_ *mat.Dense, m *PathModel) { m.Path[0][2] = true },
		"no link":        func(_ *mat.Dense, m *PathModel) { m.Path[2] = make([]bool, 3) },
		"size":           func(_ *mat.Dense, m *PathModel) { m.Path = m.Path[:2] },
		"infinite":       func(x *mat.Dense, _ *PathModel) { x.Set(0, 0, math.Inf(1)) },
		"scale":          func(_ *mat.Dense, _ *PathModel) { PathResult{}.Index(5, 5) },
	} {
		t.Run(name, func(t *testing.T) {
			x, m := pathExample(3, 20)
			if name == "no link" {
				m.Path[1][0] = true
			}
			defer func() {
				if recover() == nil {
					t.Error("no panic")
				}
			}()
			change(x, &m)
			_, _ = PLSPath(x, m)
		})
	}
}

// Order of respondents, doubled data and the range of the scale move nothing; a
// turned block turns its loadings and paths back.
func TestPLSPathProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(30, 80).Draw(t, "n")
		x, m := pathExample(rapid.Uint64().Draw(t, "seed"), n)
		m.Scheme = InnerScheme(rapid.IntRange(0, 2).Draw(t, "scheme"))
		want, err := PLSPath(x, m)
		if err != nil {
			t.Skip("poor data")
		}
		index := want.Index(1, 10)

		turned, wide := mat.NewDense(n, 7, nil), mat.NewDense(n, 7, nil)
		turned.Apply(func(i, j int, _ float64) float64 { return x.At(n-1-i, j) }, turned)
		wide.Apply(func(i, j int, _ float64) float64 { return 3*x.At(i, j) - 2 }, wide)
		twice := mat.NewDense(2*n, 7, slices.Concat(x.RawMatrix().Data, x.RawMatrix().Data))
		for name, y := range map[string]*mat.Dense{"turned": turned, "wide": wide, "twice": twice} {
			got, err := PLSPath(y, m)
			if err != nil {
				t.Fatal(name, err)
			}
			low, high := 1.0, 10.0
			if name == "wide" {
				low, high = 1, 28
			}
			sameNumbers(t, name+" index", got.Index(low, high), index)
			for i := range want.Path {
				sameNumbers(t, name+" paths", got.Path[i], want.Path[i])
			}
			sameNumbers(t, name+" R² and GoF", append(got.R2, got.GoF), append(want.R2, want.GoF))
		}

		reversed := mat.DenseCopyOf(x)
		for i := range n {
			for _, j := range m.Blocks[1] {
				reversed.Set(i, j, 11-x.At(i, j))
			}
		}
		got, err := PLSPath(reversed, m)
		if err != nil {
			t.Fatal(err)
		}
		sameNumbers(t, "reversed block", []float64{got.Path[1][0], got.Path[2][1], got.Path[2][0]}, []float64{-want.Path[1][0], -want.Path[2][1], want.Path[2][0]})
		sameNumbers(t, "reversed index", []float64{got.Index(1, 10)[1]}, []float64{100 - index[1]})
	})
}
