package scoring

import (
	"errors"
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestGoldsteinHealyEdges(t *testing.T) {
	nan := math.NaN()
	for _, tt := range []struct {
		name       string
		x, se      []float64
		level      float64
		z          float64
		n, missing int
		err        error
	}{
		// Φ⁻¹(0.975)/√2 and Φ⁻¹(0.95)/√2: each pair's ratio is √2.
		{"equal errors", []float64{1, 2, 3}, []float64{2, 2, 2}, 0.95, 1.38590382434968, 3, 0, nil},
		{"equal errors, 90 %", []float64{1, 2}, []float64{2, 2}, 0.90, 1.16308715367667, 2, 0, nil},
		// Φ⁻¹(0.975): the pair's error is that of one unit.
		{"one known exactly", []float64{1, 2}, []float64{0, 2}, 0.95, 1.95996398454005, 2, 0, nil},
		{"one missing", []float64{1, nan, 2, 3}, []float64{2, 2, 2, nan}, 0.95, 1.38590382434968, 2, 2, nil},
		{"all known exactly", []float64{1, 2}, []float64{0, 0}, 0.95, 0, 2, 0, ErrFewUnits},
		{"one unit", []float64{1}, []float64{1}, 0.95, 0, 1, 0, ErrFewUnits},
	} {
		got, err := GoldsteinHealy(tt.x, tt.se, tt.level)
		if !errors.Is(err, tt.err) || got.N != tt.n || got.Missing != tt.missing || !agree(got.Z, tt.z, 1e-12) {
			t.Errorf("%s: %+v, %v; want z %g", tt.name, got, err, tt.z)
		}
		for i := range got.Low {
			if left := math.IsNaN(tt.x[i] + tt.se[i]); left != math.IsNaN(got.Low[i]) || left != math.IsNaN(got.High[i]) {
				t.Errorf("%s: unit %d has %g to %g", tt.name, i, got.Low[i], got.High[i])
			}
		}
	}
}

// The intervals hold their estimates; scaling and reordering leave z.
func TestGoldsteinHealyProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.SliceOfN(rapid.Float64Range(0, 100), 2, 15).Draw(t, "x")
		se := rapid.SliceOfN(rapid.Float64Range(0.1, 20), len(x), len(x)).Draw(t, "se")
		a, err := GoldsteinHealy(x, se, 0.95)
		if err != nil {
			t.Fatal(err)
		}
		y, sy := make([]float64, len(x)), make([]float64, len(x))
		for i := range x {
			if !(a.Low[i] < x[i] && x[i] < a.High[i]) {
				t.Fatalf("%g is not in %g to %g", x[i], a.Low[i], a.High[i])
			}
			y[len(x)-1-i], sy[len(x)-1-i] = 7*x[i], 7*se[i]
		}
		b, err := GoldsteinHealy(y, sy, 0.95)
		if err != nil || !agree(a.Z, b.Z, 1e-12) {
			t.Fatalf("z %g, want %g (%v)", b.Z, a.Z, err)
		}
	})
}

func TestRankShrunkenEdges(t *testing.T) {
	nan := math.NaN()
	flat, err := RankShrunken([]float64{1, 2, 3}, []float64{9, 9, 9}, DerSimonianLaird)
	if err != nil || flat.Tau2 != 0 || flat.Rankability != 0 {
		t.Fatalf("%+v, %v", flat, err)
	}
	for i, r := range flat.Ranks {
		if r.Expected != 2 || r.PCER != 50 || !agree(r.Distribution.Last(1), 1.0/3, 1e-9) {
			t.Errorf("no spread: unit %d is %+v", i, r)
		}
	}
	left, err := RankShrunken([]float64{10, nan, 90, 50}, []float64{1, 1, 1, nan}, REML)
	if err != nil || left.N != 2 || left.Missing != 2 {
		t.Fatalf("%+v, %v", left, err)
	}
	if left.Ranks[1].Distribution != nil || left.Ranks[3].Expected != 0 || len(left.Ranks[0].Distribution) != 2 ||
		!agree(left.Ranks[2].Expected, 1, 1e-9) || !agree(left.Ranks[0].PCER, 75, 1e-9) {
		t.Errorf("%+v", left.Ranks)
	}
	if _, err := RankShrunken([]float64{1}, []float64{1}, REML); !errors.Is(err, ErrFewUnits) {
		t.Errorf("one unit: %v", err)
	}
}

// Expected ranks add up to 1 + … + K, and a distribution's mean is its own.
func TestRankShrunkenProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.SliceOfN(rapid.Float64Range(0, 100), 2, 10).Draw(t, "x")
		se := rapid.SliceOfN(rapid.Float64Range(0.5, 20), len(x), len(x)).Draw(t, "se")
		got, err := RankShrunken(x, se, PauleMandel)
		if err != nil {
			t.Fatal(err)
		}
		k, sum := len(x), 0.0
		for i, r := range got.Ranks {
			mean := 0.0
			for at, p := range r.Distribution {
				mean += float64(at+1) * p
			}
			if !agree(mean, r.Expected, 1e-5) {
				t.Fatalf("unit %d: mean rank %g, expected %g", i, mean, r.Expected)
			}
			sum += r.Expected
		}
		if !agree(sum, float64(k*(k+1))/2, 1e-9) {
			t.Fatalf("expected ranks add up to %g for %d units", sum, k)
		}
	})
}
