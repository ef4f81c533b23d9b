package scoring

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestWilson(t *testing.T) {
	for _, tt := range []struct {
		k, n      int
		low, high float64
	}{
		// R: prop.test(k, n, correct=FALSE)$conf.int
		{8, 10, 0.490162471536642, 0.943317848545625},
		{0, 10, 0, 0.277532799862889},
		{10, 10, 0.722467200137111, 1},
	} {
		low, high := Wilson(tt.k, tt.n, 0.95)
		if math.Abs(low-tt.low) > 1e-9 || math.Abs(high-tt.high) > 1e-9 {
			t.Errorf("%d of %d: %.15g to %.15g, want %.15g to %.15g", tt.k, tt.n, low, high, tt.low, tt.high)
		}
	}
	if low, high := Wilson(0, 0, 0.95); !math.IsNaN(low) || !math.IsNaN(high) {
		t.Errorf("of none: %g to %g", low, high)
	}
}

// The interval holds the share, lies within 0 and 1, and is that of what was no hit
// turned round.
func TestWilsonHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 5000).Draw(t, "n")
		k := rapid.IntRange(0, n).Draw(t, "k")
		low, high := Wilson(k, n, 0.95)
		p := float64(k) / float64(n)
		if low < 0 || low > p+1e-12 || high < p-1e-12 || high > 1 {
			t.Fatalf("%d of %d: %g to %g", k, n, low, high)
		}
		if l, h := Wilson(n-k, n, 0.95); math.Abs(l+high-1) > 1e-9 || math.Abs(h+low-1) > 1e-9 {
			t.Fatalf("turned round: %g to %g, %g to %g", low, high, l, h)
		}
	})
}
