package scoring

import (
	"math"
	"testing"
)

func TestChangeOf(t *testing.T) {
	for _, tt := range []struct {
		name        string
		now, before Score
		want        Change
	}{
		{
			// by hand: se² = 4+1, df = 25/(16/20+1/10)
			"Welch-Satterthwaite",
			Score{Value: 60, SE: 2, DF: 20},
			Score{Value: 70, SE: 1, DF: 10},
			Change{Diff: -10, SE: math.Sqrt(5), DF: 25 / 0.9},
		},
		{"no change", Score{Value: 60, SE: 2, DF: 20}, Score{Value: 60, SE: 1, DF: 10}, Change{Diff: 0, SE: math.Sqrt(5), DF: 25 / 0.9, P: 1}},
		{"one known exactly", Score{Value: 60, SE: 2, DF: 20}, Score{Value: 60}, Change{SE: 2, DF: 20, P: 1}},
		{"both known exactly, alike", exactly(60), exactly(60), Change{DF: math.Inf(1), P: 1}},
		{"both known exactly, not alike", exactly(60), exactly(50), Change{Diff: 10, DF: math.Inf(1), Low: 10, High: 10}},
		{"error unknown", Score{Value: 60, SE: nan, DF: 0}, about(50, 1), Change{Diff: 10, SE: nan, DF: nan, Low: nan, High: nan, P: nan}},
		{"no value", nothing, about(50, 1), Change{Diff: nan, SE: nan, DF: nan, Low: nan, High: nan, P: nan}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := ChangeOf(tt.now, tt.before, 0.95)
			if !agree(got.Diff, tt.want.Diff, 1e-12) || !agree(got.SE, tt.want.SE, 1e-12) || got.DF != tt.want.DF && !agree(got.DF, tt.want.DF, 1e-12) {
				t.Fatalf("%+v, want %+v", got, tt.want)
			}
			if got.SE > 0 && got.Diff != 0 { // checked below
				return
			}
			if !agree(got.P, tt.want.P, 1e-9) || got.SE == 0 && (got.Low != tt.want.Low || got.High != tt.want.High) {
				t.Fatalf("%+v, want %+v", got, tt.want)
			}
		})
	}
}

// TestChangeInterval: the interval leaves out 0 just where the test rejects.
func TestChangeInterval(t *testing.T) {
	// 2.0452 is the 97.5 % quantile of t with 29 df, in any table
	before := Score{Value: 50}
	for _, tt := range []struct {
		value float64
		real  bool
	}{{50 + 2.045, false}, {50 + 2.046, true}, {50 - 2.045, false}, {50 - 2.046, true}} {
		c := ChangeOf(Score{Value: tt.value, SE: 1, DF: 29}, before, 0.95)
		if (c.P < 0.05) != tt.real || (c.Low > 0 || c.High < 0) != tt.real {
			t.Errorf("%g: %+v", tt.value, c)
		}
	}
}
