package scoring

import (
	"math"
	"slices"
	"testing"
)

func TestMedian(t *testing.T) {
	for _, tt := range []struct {
		x    []float64
		want float64
	}{
		{nil, math.NaN()},
		{[]float64{3}, 3},
		{[]float64{9, 1, 4}, 4},
		{[]float64{9, 1, 4, 2}, 3},
	} {
		before := slices.Clone(tt.x)
		if got := Median(tt.x); got != tt.want && !(math.IsNaN(got) && math.IsNaN(tt.want)) {
			t.Errorf("Median(%v) = %g, want %g", tt.x, got, tt.want)
		}
		if !slices.Equal(before, tt.x) {
			t.Errorf("%v was put in order", before)
		}
	}
}
