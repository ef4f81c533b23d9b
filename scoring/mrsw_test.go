package scoring

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"
	"pgregory.net/rapid"
)

func TestMogstadRomanoShaikhWilhelmEdges(t *testing.T) {
	nan := math.NaN()
	for _, tt := range []struct {
		name    string
		x, se   []float64
		want    []RankSet
		unknown int
	}{
		{"one unit", []float64{5}, []float64{1}, []RankSet{{1, 1}}, 0},
		{"far apart", []float64{50, 90, 10}, []float64{1, 1, 1}, []RankSet{{2, 2}, {1, 1}, {3, 3}}, 0},
		{"alike", []float64{50, 50, 50}, []float64{1, 1, 1}, []RankSet{{1, 3}, {1, 3}, {1, 3}}, 0},
		{"known exactly", []float64{2, 1, 2}, []float64{0, 0, 0}, []RankSet{{1, 2}, {3, 3}, {1, 2}}, 0},
		{"one error unknown", []float64{50, 90, 10}, []float64{1, nan, 1}, []RankSet{{1, 2}, {1, 3}, {2, 3}}, 1},
		{"one known exactly", []float64{50, 90, 10}, []float64{1, 0, 30}, []RankSet{{2, 3}, {1, 1}, {2, 3}}, 0},
		{"nobody", nil, nil, nil, 0},
	} {
		for _, marginal := range []bool{false, true} {
			got := MogstadRomanoShaikhWilhelm(tt.x, tt.se, RankBootstrap{Level: 0.95, Src: rand.NewPCG(1, 2), Marginal: marginal})
			if !slices.Equal(got.Sets, tt.want) || got.Unknown != tt.unknown || got.Draws != 2000 {
				t.Errorf("%s (marginal %v): %+v, want %v", tt.name, marginal, got, tt.want)
			}
		}
	}
}

func TestMogstadRomanoShaikhWilhelmPanics(t *testing.T) {
	src := rand.NewPCG(1, 2)
	for name, f := range map[string]func(){
		"no source": func() { MogstadRomanoShaikhWilhelm([]float64{1}, []float64{1}, RankBootstrap{Level: 0.95}) },
		"level":     func() { MogstadRomanoShaikhWilhelm([]float64{1}, []float64{1}, RankBootstrap{Level: 95, Src: src}) },
		"few draws": func() {
			MogstadRomanoShaikhWilhelm([]float64{1}, []float64{1}, RankBootstrap{Level: 0.95, Src: src, Draws: 5})
		},
		"lengths": func() { MogstadRomanoShaikhWilhelm([]float64{1}, nil, RankBootstrap{Level: 0.95, Src: src}) },
		"sizes": func() {
			MogstadRomanoShaikhWilhelmCov([]float64{1}, mat.NewSymDense(2, nil), RankBootstrap{Level: 0.95, Src: src})
		},
		"indefinite": func() {
			MogstadRomanoShaikhWilhelmCov([]float64{1, 2}, mat.NewSymDense(2, []float64{1, 2, 2, 1}), RankBootstrap{Level: 0.95, Src: src})
		},
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

// A common part of the errors does not hide a difference, and shares that add
// up (a singular covariance) can be ranked.
func TestMogstadRomanoShaikhWilhelmCov(t *testing.T) {
	b := func() RankBootstrap { return RankBootstrap{Level: 0.95, Src: rand.NewPCG(3, 4)} }
	x := []float64{10, 12}
	if got := MogstadRomanoShaikhWilhelm(x, []float64{10, 10}, b()); got.Sets[0] != (RankSet{1, 2}) {
		t.Errorf("independent: %+v", got)
	}
	cov := mat.NewSymDense(2, []float64{100, 99.9, 99.9, 100})
	if got := MogstadRomanoShaikhWilhelmCov(x, cov, b()); !slices.Equal(got.Sets, []RankSet{{2, 2}, {1, 1}}) {
		t.Errorf("dependent: %+v", got)
	}
	shares := mat.NewSymDense(2, []float64{0.01, -0.01, -0.01, 0.01})
	if got := MogstadRomanoShaikhWilhelmCov([]float64{0.8, 0.2}, shares, b()); !slices.Equal(got.Sets, []RankSet{{1, 1}, {2, 2}}) {
		t.Errorf("shares: %+v", got)
	}
	same := mat.NewSymDense(2, []float64{1, 1, 1, 1})
	if got := MogstadRomanoShaikhWilhelmCov(x, same, b()); !slices.Equal(got.Sets, []RankSet{{2, 2}, {1, 1}}) {
		t.Errorf("a difference without error: %+v", got)
	}
}

// The same seed gives the same sets; sets hold the rank, joint ones the marginal
// ones of the same draws; scaling changes nothing.
func TestMogstadRomanoShaikhWilhelmProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.SliceOfN(rapid.Float64Range(0, 100), 1, 8).Draw(t, "x")
		se := rapid.SliceOfN(rapid.Float64Range(0.5, 20), len(x), len(x)).Draw(t, "se")
		b := func(marginal bool) RankBootstrap {
			return RankBootstrap{Level: 0.9, Src: rand.NewPCG(5, 6), Draws: 500, Marginal: marginal}
		}
		joint := MogstadRomanoShaikhWilhelm(x, se, b(false))
		alone := MogstadRomanoShaikhWilhelm(x, se, b(true))
		y, sy := make([]float64, len(x)), make([]float64, len(x))
		for i := range x {
			y[i], sy[i] = 4*x[i], 4*se[i] // exact in binary
		}
		if again := MogstadRomanoShaikhWilhelm(y, sy, b(false)); !slices.Equal(again.Sets, joint.Sets) {
			t.Fatalf("scaled: %+v, want %+v", again, joint)
		}
		for i, rank := range CompetitionRanks(x) {
			j, a := joint.Sets[i], alone.Sets[i]
			if rank < a.Low || rank > a.High || a.Low < j.Low || a.High > j.High {
				t.Fatalf("unit %d, rank %d: marginal %v, joint %v", i, rank, a, j)
			}
		}
	})
}
