package scoring

import (
	"errors"
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestEstimateTrimmed(t *testing.T) {
	nan := math.NaN()
	for _, tt := range []struct {
		name                string
		x                   []float64
		cut                 int
		mean, se, low, high float64
		n, left             int
		err                 error
	}{
		// By hand: winsorised 2 2 3 … 8 9 9 has Σ(w−5.5)² = 66.5, so SE² = 66.5/(8·7); t(7) = 2.364624.
		{"one off each end of ten", []float64{10, 1, 2, 3, 4, 5, 6, 7, 8, 9}, 1, 5.5, 1.0897247359, 2.9232096, 8.0767904, 8, 2, nil},
		// By hand: SE² = (25 + 1 + 36)/(3·2); t(2) = 4.302653.
		{"nothing cut", []float64{80, nan, 84, 91}, 0, 85, 3.2145502537, 71.1689, 98.8311, 3, 0, nil},
		{"more asked than there are", []float64{1, 2, 9}, 5, 2, nan, nan, nan, 1, 2, nil},
		{"one value", []float64{7}, 1, 7, nan, nan, nan, 1, 0, nil},
		{"nobody differs", []float64{4, 4, 4, 4}, 1, 4, 0, 4, 4, 2, 2, nil},
		{"nothing", []float64{nan}, 1, nan, nan, nan, nan, 0, 0, ErrTooFew},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := EstimateTrimmed(tt.x, tt.cut, 0.95)
			if !errors.Is(err, tt.err) || !agree(got.Mean, tt.mean, 1e-9) || !agree(got.SE, tt.se, 1e-9) || !agree(got.Low, tt.low, 1e-4) || !agree(got.High, tt.high, 1e-4) {
				t.Errorf("%+v, %v", got, err)
			}
			if got.N != tt.n || got.Cut != tt.left || got.N+got.Cut+got.Dropped != len(tt.x) {
				t.Errorf("counts: %+v", got)
			}
		})
	}
}

// Without a cut it is the mean of a simple random sample.
func TestEstimateTrimmedIsTheMeanWithoutACut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.SliceOfN(rapid.Float64Range(0, 100), 2, 20).Draw(t, "x")
		got, err := EstimateTrimmed(x, 0, 0.95)
		s, serr := NewSample(len(x), SampleDesign{})
		if err != nil || serr != nil {
			t.Fatal(err, serr)
		}
		want, err := s.Mean(x)
		if err != nil || !agree(got.Mean, want.Value, 1e-9) || !agree(got.SE, want.SE, 1e-7) || !agree(got.Low, want.Low, 1e-6) || !agree(got.High, want.High, 1e-6) {
			t.Fatalf("%+v, want %+v (%v)", got, want, err)
		}
	})
}
