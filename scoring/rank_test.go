package scoring

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/stat"
)

func TestRanks(t *testing.T) {
	for _, tt := range []struct {
		name  string
		x, se []float64
		want  []Rank
	}{
		{"one unit", []float64{60}, []float64{2}, []Rank{{1, 1, 1, 1, []float64{1}}}},
		{"one unit, error unknown", []float64{60}, []float64{nan}, []Rank{{1, 1, 1, 1, []float64{1}}}},
		{"known exactly", []float64{60, 80}, []float64{0, 0}, []Rank{{2, 2, 2, 2, []float64{1, 1}}, {1, 1, 1, 1, []float64{0, 1}}}},
		{
			"known exactly and tied",
			[]float64{60, 60, 60, 10},
			[]float64{0, 0, 0, 0},
			[]Rank{
				{1, 1, 3, 2, []float64{0, 1. / 3, 2. / 3, 1}},
				{1, 1, 3, 2, []float64{0, 1. / 3, 2. / 3, 1}},
				{1, 1, 3, 2, []float64{0, 1. / 3, 2. / 3, 1}},
				{4, 4, 4, 4, []float64{1, 1, 1, 1}},
			},
		},
		{"alike", []float64{60, 60}, []float64{3, 1}, []Rank{{1, 1, 2, 1.5, []float64{0.5, 1}}, {1, 1, 2, 1.5, []float64{0.5, 1}}}},
		{
			// Φ(1/√(1+1)) = 0.760250
			"not to be told apart",
			[]float64{61, 60},
			[]float64{1, 1},
			[]Rank{{1, 1, 2, 1.2397500, []float64{0.2397500, 1}}, {2, 1, 2, 1.7602499, []float64{0.7602499, 1}}},
		},
		{"error unknown: as wide as it must be", []float64{90, 50, 10}, []float64{0.1, nan, 0.1}, []Rank{{1, 1, 2, 1, []float64{0, 0, 1}}, {2, 1, 3, nan, nil}, {3, 2, 3, 3, []float64{1, 1, 1}}}},
		{"nobody", nil, nil, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := Ranks(tt.x, tt.se, nil, 0.95)
			for i, w := range tt.want {
				g := got[i]
				if g.Rank != w.Rank || g.Low != w.Low || g.High != w.High || !agree(g.Expected, w.Expected, 1e-6) || (g.PLast == nil) != (w.PLast == nil) {
					t.Errorf("unit %d: %+v, want %+v", i, g, w)
				}
				for k := range w.PLast {
					if !agree(g.PLast[k], w.PLast[k], 1e-6) {
						t.Errorf("unit %d: P(last %d) = %g, want %g", i, k+1, g.PLast[k], w.PLast[k])
					}
				}
			}
		})
	}
}

func TestCompetitionRanks(t *testing.T) {
	if got := CompetitionRanks([]float64{70, 90, 70, 60}); !slices.Equal(got, []int{2, 1, 2, 4}) {
		t.Errorf("%v, want 2 1 2 4", got)
	}
}

// TestEqualUnitsHaveEveryRankAlike: the sharpest integrand, since the k-th
// largest of many equal units has a narrow distribution.
func TestEqualUnitsHaveEveryRankAlike(t *testing.T) {
	const k = 150
	x, se := make([]float64, k), make([]float64, k)
	for i := range x {
		x[i], se[i] = 60, 2
	}
	for r, p := range RankProbabilities(x, se)[7] {
		if !agree(p, 1./k, 1e-8) {
			t.Fatalf("P(rank %d) = %.9f, want %.9f", r+1, p, 1./k)
		}
	}
}

// TestUnequalErrors compares with the trapezoidal rule on a fine grid, the
// counts one by one.
func TestUnequalErrors(t *testing.T) {
	x, se := []float64{50, 50.2, 49, 52, 50.1, 47}, []float64{5, 0.01, 2, 0, 0.3, 8}
	got := RankProbabilities(x, se)
	const i, steps = 0, 400_000
	want := make([]float64, len(x))
	for s := range steps {
		z := -8 + 16*(float64(s)+0.5)/steps
		v, f := x[i]+se[i]*z, []float64{1}
		for j := range x {
			if j == i {
				continue
			}
			p := 0.0
			if se[j] > 0 {
				p = math.Erfc((v-x[j])/se[j]/math.Sqrt2) / 2
			} else if x[j] > v {
				p = 1
			}
			g := make([]float64, len(f)+1)
			for r, y := range f {
				g[r] += y * (1 - p)
				g[r+1] += y * p
			}
			f = g
		}
		for r, y := range f {
			want[r] += y * math.Exp(-z*z/2) / math.Sqrt(2*math.Pi) * 16 / steps
		}
	}
	for r := range want {
		if !agree(got[i][r], want[r], 1e-6) {
			t.Errorf("P(rank %d) = %.8f, want %.8f", r+1, got[i][r], want[r])
		}
	}
}

func TestAdjustPLeavesOutNaN(t *testing.T) {
	p := []float64{0.01, nan, 0.04, 0.03}
	for method, want := range map[Adjustment][]float64{
		Unadjusted: p,
		Bonferroni: {0.03, nan, 0.12, 0.09},
		Sidak:      {1 - 0.99*0.99*0.99, nan, 1 - 0.96*0.96*0.96, 1 - 0.97*0.97*0.97},
		Holm:       {0.03, nan, 0.06, 0.06},
		Hochberg:   {0.03, nan, 0.04, 0.04},
		BH:         {0.03, nan, 0.04, 0.04},
		BY:         {0.055, nan, 0.04 * 11 / 6, 0.04 * 11 / 6},
	} {
		for i, x := range AdjustP(p, method) {
			if !agree(x, want[i], 1e-12) {
				t.Errorf("method %d: p value %d is %g, want %g", method, i, x, want[i])
			}
		}
	}
}

// TestRanksByFewBallots draws units that do not differ, each known by five
// answers: with their degrees of freedom the joint intervals hold all ranks
// about as often as they should, by z tests they do not.
func TestRanksByFewBallots(t *testing.T) {
	const polls, units, answers = 400, 20, 5
	r := rand.New(rand.NewPCG(1, 2))
	missed, missedZ := 0, 0
	for range polls {
		var x, se, df []float64
		for range units {
			y := make([]float64, answers)
			for i := range y {
				y[i] = r.NormFloat64()
			}
			m, sd := stat.MeanStdDev(y, nil)
			x, se, df = append(x, m), append(se, sd/math.Sqrt(answers)), append(df, answers-1)
		}
		whole := func(r Rank) bool { return r.Low == 1 && r.High == units }
		if !every(Ranks(x, se, df, 0.95), whole) {
			missed++
		}
		if !every(Ranks(x, se, nil, 0.95), whole) {
			missedZ++
		}
	}
	// 5 % of 400 are 20, with a standard error of 4.4.
	if missed > 20+4*5 {
		t.Errorf("t tests: %d of %d polls tell apart units that do not differ", missed, polls)
	}
	if missedZ < polls/4 {
		t.Errorf("z tests: %d of %d; if they are as good, df is not needed", missedZ, polls)
	}
}

func every(ranks []Rank, ok func(Rank) bool) bool {
	return !slices.ContainsFunc(ranks, func(r Rank) bool { return !ok(r) })
}
