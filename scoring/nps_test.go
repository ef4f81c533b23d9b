package scoring

import (
	"errors"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestNetPromoter(t *testing.T) {
	nan := math.NaN()
	for _, tt := range []struct {
		name     string
		y        []float64
		nps, se  float64
		adjusted [2]float64
		missing  int
		err      error
	}{
		{"nobody answered", []float64{nan, nan}, nan, nan, [2]float64{nan, nan}, 2, ErrNoAnswers},
		{"nobody asked", nil, nan, nan, [2]float64{nan, nan}, 0, ErrNoAnswers},
		// (100·3/6 ± 1.959964·100 √((4.5/6 − 0.25)/6)), cut at 100
		{"all promoters", []float64{9, 10, 10}, 100, 0, [2]float64{-6.5792933, 100}, 0, nil},
		{"all passive", []float64{7, 8, nan}, 0, 0, [2]float64{-48.0090893, 48.0090893}, 1, nil},
		{"one of each", []float64{6, 8, 9}, 0, 100 * math.Sqrt(2.0/9), [2]float64{-61.1, 61.1}, 0, nil},
		{"the ends of the scale", []float64{0, 10, 10, 10}, 50, 100 * math.Sqrt(0.75/4), [2]float64{-33.6, 90.7}, 0, nil},
	} {
		got, err := NetPromoter(tt.y, UsualPromoterScale, 0.95)
		if !errors.Is(err, tt.err) || got.Missing != tt.missing {
			t.Errorf("%s: %+v (%v)", tt.name, got, err)
		}
		if tt.err != nil {
			if !math.IsNaN(got.NPS) || !math.IsNaN(got.SE) || !math.IsNaN(got.AdjustedLow) {
				t.Errorf("%s: %+v", tt.name, got)
			}
			continue
		}
		if !nearly(got.NPS, tt.nps) || !nearly(got.SE, tt.se) {
			t.Errorf("%s: %g ± %g, want %g ± %g", tt.name, got.NPS, got.SE, tt.nps, tt.se)
		}
		if math.Abs(got.AdjustedLow-tt.adjusted[0]) > 0.05 || math.Abs(got.AdjustedHigh-tt.adjusted[1]) > 0.05 {
			t.Errorf("%s: adjusted %g..%g, want %v", tt.name, got.AdjustedLow, got.AdjustedHigh, tt.adjusted)
		}
	}
}

func TestNetPromoterProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		raw := rapid.SliceOfN(rapid.IntRange(0, 10), 2, 50).Draw(t, "answers")
		y, turned := make([]float64, len(raw)), make([]float64, len(raw))
		for i, x := range raw {
			y[i], turned[i] = float64(x), 15-float64(x) // 9 and more become 6 and less
		}
		a, err := NetPromoter(y, UsualPromoterScale, 0.95)
		if err != nil || !(a.Low <= a.NPS && a.NPS <= a.High && a.AdjustedLow <= a.Adjusted && a.Adjusted <= a.AdjustedHigh) {
			t.Fatalf("%+v (%v)", a, err)
		}
		b, _ := NetPromoter(turned, UsualPromoterScale, 0.95)
		if !nearly(b.NPS, -a.NPS) || !nearly(b.SE, a.SE) || !nearly(b.Low, -a.High) {
			t.Fatalf("turned round %+v, want %+v", b, a)
		}
		slices.Sort(y)
		c, _ := NetPromoter(y, UsualPromoterScale, 0.95)
		if c != a {
			t.Fatalf("sorted %+v, want %+v", c, a)
		}
		twice, _ := NetPromoter(append(y, y...), UsualPromoterScale, 0.95)
		if !nearly(2*twice.SE*twice.SE, a.SE*a.SE) {
			t.Fatalf("doubled SE %g, want %g/√2", twice.SE, a.SE)
		}
		// The design's error divides by n−1 where the simple one divides by n.
		n := float64(len(y))
		e, err := mustSample(t, len(y), SampleDesign{}).NetPromoter(y, UsualPromoterScale)
		if err != nil || !nearly(e.Value, a.NPS) || !nearly(e.SE*math.Sqrt((n-1)/n), a.SE) {
			t.Fatalf("%+v (%v), want %+v", e, err, a)
		}
	})
}
