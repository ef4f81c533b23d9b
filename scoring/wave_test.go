package scoring

import (
	"errors"
	"math"
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"
)

func TestPairedTEdges(t *testing.T) {
	nan := math.NaN()
	for _, tt := range []struct {
		name          string
		before, after []float64
		want          PairedChange
		err           error
	}{
		// d = 1 2 3 1; t on 3 degrees in closed form: F(t) = 1/2 + (atan u + u/(1+u²))/π, u = t/√3.
		{
			"four pairs",
			[]float64{1, 2, nan, 3, 4, 9},
			[]float64{2, 4, 7, 6, 5, nan},
			PairedChange{Before: 2.5, After: 4.25, Diff: 1.75, SE: 0.478713553878169, DF: 3, T: 3.65563077506966, P: 0.0353528470025175, Low: 0.226519819171189, High: 3.27348018082881, DZ: 1.82781538753483, N: 4, Dropped: 2},
			nil,
		},
		{
			"all change alike",
			[]float64{0.1, 0.2, 0.7},
			[]float64{0.3, 0.4, 0.9},
			PairedChange{Before: 1.0 / 3, After: 1.6 / 3, Diff: 0.2, SE: 0, DF: 2, T: nan, P: nan, Low: nan, High: nan, DZ: nan, N: 3},
			ErrConstant,
		},
		{
			"nobody changes",
			[]float64{3, 4},
			[]float64{3, 4},
			PairedChange{Before: 3.5, After: 3.5, SE: 0, DF: 1, T: nan, P: nan, Low: nan, High: nan, DZ: nan, N: 2},
			ErrConstant,
		},
		{
			"one pair",
			[]float64{3, nan},
			[]float64{4, 4},
			PairedChange{Before: 3, After: 4, Diff: 1, SE: nan, DF: nan, T: nan, P: nan, Low: nan, High: nan, DZ: nan, N: 1, Dropped: 1},
			ErrTooFew,
		},
		{
			"no pair",
			[]float64{nan},
			[]float64{4},
			PairedChange{Before: nan, After: nan, Diff: nan, SE: nan, DF: nan, T: nan, P: nan, Low: nan, High: nan, DZ: nan, Dropped: 1},
			ErrTooFew,
		},
	} {
		got, err := PairedT(tt.before, tt.after, 0.95)
		if !errors.Is(err, tt.err) || got.N != tt.want.N || got.Dropped != tt.want.Dropped {
			t.Errorf("%s: %+v, %v", tt.name, got, err)
		}
		x, y := pairedNumbers(got), pairedNumbers(tt.want)
		for i := range x {
			if !agree(x[i], y[i], 1e-12) {
				t.Errorf("%s: %+v\nwant %+v", tt.name, got, tt.want)
				break
			}
		}
	}
}

func pairedNumbers(c PairedChange) []float64 {
	return []float64{c.Before, c.After, c.Diff, c.SE, c.DF, c.T, c.P, c.Low, c.High, c.DZ}
}

func TestWelchTEdges(t *testing.T) {
	nan := math.NaN()
	// By hand: variances 5/3 and 4, means 2.5 and 4.
	got, err := WelchT([]float64{1, 2, 3, 4, nan}, []float64{2, 4, 6}, 0.95)
	v1, v2 := 5.0/12, 4.0/3
	df := (v1 + v2) * (v1 + v2) / (v1*v1/3 + v2*v2/2)
	g := (1 - 3.0/19) * 1.5 / math.Sqrt((5.0+8.0)/5)
	if err != nil || got.Diff != 1.5 || !agree(got.SE, math.Sqrt(1.75), 1e-14) || !agree(got.DF, df, 1e-14) ||
		!agree(got.G, g, 1e-14) || got.N1 != 4 || got.N2 != 3 || got.Missing != 1 {
		t.Errorf("%+v, %v; want df %g, g %g", got, err, df, g)
	}
	for _, tt := range []struct {
		name          string
		before, after []float64
		diff, se      float64
		err           error
	}{
		{"both constant", []float64{3, 3}, []float64{4, 4, 4}, 1, 0, ErrConstant},
		{"one constant", []float64{3, 3}, []float64{4, 6}, 2, 1, nil},
		{"one answer", []float64{3, nan}, []float64{4, 6}, 2, nan, ErrTooFew},
		{"no answer", nil, []float64{4, 6}, nan, nan, ErrTooFew},
	} {
		got, err := WelchT(tt.before, tt.after, 0.95)
		if !errors.Is(err, tt.err) || !agree(got.Diff, tt.diff, 0) || !agree(got.SE, tt.se, 1e-14) || math.IsNaN(got.T) != (err != nil) {
			t.Errorf("%s: %+v, %v", tt.name, got, err)
		}
	}
}

// Both tests turn around with the waves, do not see the order of respondents
// and scale with the scale; their intervals hold the difference.
func TestWaveTestProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.SliceOfN(rapid.Float64Range(1, 5), 3, 20).Draw(t, "before")
		y := rapid.SliceOfN(rapid.Float64Range(1, 5), len(x), len(x)).Draw(t, "after")
		a, err := PairedT(x, y, 0.9)
		w, errW := WelchT(x, y, 0.9)
		if err != nil || errW != nil || a.SE < 1e-3 || w.SE < 1e-3 {
			t.Skip("hardly any variation")
		}
		if !(a.Low < a.Diff && a.Diff < a.High && w.Low < w.Diff && w.Diff < w.High) {
			t.Fatalf("%+v, %+v", a, w)
		}
		back, scaled := slices.Clone(x), slices.Clone(y)
		slices.Reverse(back)
		slices.Reverse(scaled)
		for i := range back {
			back[i], scaled[i] = 100-20*back[i], 100-20*scaled[i]
		}
		b, err := PairedT(back, scaled, 0.9)
		v, errV := WelchT(back, scaled, 0.9)
		if err != nil || errV != nil {
			t.Fatal(err, errV)
		}
		if !agree(b.T, -a.T, 1e-6) || !agree(b.P, a.P, 1e-6) || !agree(b.Low, -20*a.High, 1e-6) || !agree(b.DZ, -a.DZ, 1e-6) {
			t.Fatalf("%+v, want the reverse of %+v", b, a)
		}
		if !agree(v.T, -w.T, 1e-6) || !agree(v.DF, w.DF, 1e-6) || !agree(v.G, -w.G, 1e-6) {
			t.Fatalf("%+v, want the reverse of %+v", v, w)
		}
	})
}

func TestSampleChangeEdges(t *testing.T) {
	nan := math.NaN()
	y := []float64{1, 2, 3, 4, nan, 9}
	before := []bool{true, true, false, false, true, false}
	after := []bool{false, false, true, true, false, false}
	s, err := NewSample(6, SampleDesign{Clusters: []string{"a", "b", "a", "b", "a", "c"}})
	if err != nil {
		t.Fatal(err)
	}
	got, err := s.Change(y, before, after)
	// Every cluster rises by two: the covariance takes all of the variance.
	if !errors.Is(err, ErrConstant) || got.Diff != 2 || got.SE != 0 || !(got.SEUncorrelated > 0) || got.N1 != 2 || got.N2 != 2 || got.Missing != 1 || got.Outside != 1 {
		t.Errorf("%+v, %v", got, err)
	}
	if got, err = s.Change(y, before, make([]bool, 6)); !errors.Is(err, ErrNoAnswers) || !math.IsNaN(got.Diff) {
		t.Errorf("an empty wave: %+v, %v", got, err)
	}
	one, err := NewSample(6, SampleDesign{Clusters: []string{"a", "a", "a", "a", "a", "a"}})
	if err != nil {
		t.Fatal(err)
	}
	if got, err = one.Change(y, before, after); !errors.Is(err, ErrLonelyUnit) || got.Diff != 2 || !math.IsNaN(got.SE) {
		t.Errorf("one cluster: %+v, %v", got, err)
	}
	defer func() {
		if recover() == nil {
			t.Error("a row in both waves: no panic")
		}
	}()
	_, _ = s.Change(y, before, before)
}

// With each respondent a cluster and all answers given, the design-based
// change is the paired one, and its variance that of the differences.
func TestSampleChangeOfAPanelIsPaired(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.SliceOfN(rapid.Float64Range(1, 5), 3, 20).Draw(t, "before")
		z := rapid.SliceOfN(rapid.Float64Range(1, 5), len(x), len(x)).Draw(t, "after")
		want, err := PairedT(x, z, 0.95)
		if err != nil || want.SE < 1e-3 {
			t.Skip("hardly any variation")
		}
		n := len(x)
		var d SampleDesign
		var before, after []bool
		for i := range 2 * n {
			d.Clusters = append(d.Clusters, strconv.Itoa(i%n))
			before, after = append(before, i < n), append(after, i >= n)
		}
		s, err := NewSample(2*n, d)
		if err != nil {
			t.Fatal(err)
		}
		got, err := s.Change(append(slices.Clone(x), z...), before, after)
		if err != nil {
			t.Fatal(err)
		}
		if !agree(got.Diff, want.Diff, 1e-9) || !agree(got.SE, want.SE, 1e-9) || got.DF != want.DF || !agree(got.P, want.P, 1e-6) {
			t.Fatalf("%+v, want %+v", got, want)
		}
	})
}
