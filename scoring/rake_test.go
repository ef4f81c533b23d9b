package scoring

import (
	"errors"
	"math"
	"strconv"
	"testing"

	"pgregory.net/rapid"
)

func TestRakedMarginsAreMet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, y := drawSample(t)
		s := mustSample(t, len(y), d)
		// Margins of another set of weights can be met: those weights do.
		sex := Margin{Population: map[string]float64{}}
		age := Margin{Population: map[string]float64{}}
		for i := range y {
			w := rapid.Float64Range(1, 3).Draw(t, "target")
			a, b := strconv.Itoa(i%2), strconv.Itoa(i/2%3)
			sex.Of, age.Of = append(sex.Of, a), append(age.Of, b)
			sex.Population[a] += w
			age.Population[b] += w
		}
		raked, r, err := s.Rake([]Margin{sex, age}, RakeOptions{})
		if err != nil || !r.Converged || r.MinRatio > r.MaxRatio || r.KishDeff < 1-1e-12 {
			t.Fatalf("%+v (%v)", r, err)
		}
		for _, m := range []Margin{sex, age} {
			for _, e := range raked.Shares(m.Of, WaldInterval) {
				total := sex.Population["0"] + sex.Population["1"]
				// A margin that is met has no error.
				if !nearly(e.Value, m.Population[e.Name]/total) || !(e.SE < 1e-6) {
					t.Fatalf("share of %s %g ± %g", e.Name, e.Value, e.SE)
				}
			}
		}
		e, err := raked.Mean(y)
		if err != nil || !(e.Low <= e.Value && e.Value <= e.High) {
			t.Fatalf("%+v (%v)", e, err)
		}
		other, _, err := s.Rake([]Margin{age, sex}, RakeOptions{})
		if err != nil {
			t.Fatal(err)
		}
		f, err := other.Mean(y)
		if err != nil || !nearly(f.Value, e.Value) || math.Abs(f.SE-e.SE) > 1e-6*(1+e.SE) {
			t.Fatalf("margins the other way round: %+v, want %+v (%v)", f, e, err)
		}
	})
}

// One margin raked is post-stratification, in weights and in errors.
func TestRakeOfOneMarginIsPostStratification(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, y := drawSample(t)
		s := mustSample(t, len(y), d)
		m := Margin{Population: map[string]float64{"0": 40, "1": 60, "2": 30}}
		for i := range y {
			m.Of = append(m.Of, strconv.Itoa(i%3))
		}
		raked, r, err1 := s.Rake([]Margin{m}, RakeOptions{})
		post, err2 := s.PostStratify(m)
		if err1 != nil || err2 != nil || r.Sweeps != 1 {
			t.Fatalf("%d sweeps (%v, %v)", r.Sweeps, err1, err2)
		}
		a, err1 := raked.Mean(y)
		b, err2 := post.Mean(y)
		if err1 != nil || err2 != nil || !nearly(a.Value, b.Value) || !nearly(a.SE, b.SE) {
			t.Fatalf("%+v (%v), want %+v (%v)", a, err1, b, err2)
		}
	})
}

func TestTrimmedRaking(t *testing.T) {
	s := mustSample(t, 8, SampleDesign{Weights: []float64{1, 1, 1, 1, 1, 1, 1, 12}})
	sex := Margin{Of: []string{"m", "f", "m", "f", "m", "f", "m", "f"}, Population: map[string]float64{"m": 40, "f": 60}}
	free, r, err := s.Rake([]Margin{sex}, RakeOptions{})
	if err != nil || r.Trimmed != 0 || free.w[7] != 48 {
		t.Fatalf("%v, %+v (%v)", free.w, r, err)
	}
	trimmed, r, err := s.Rake([]Margin{sex}, RakeOptions{Lowest: 0.3, Highest: 2.5})
	if err != nil || !r.Converged || r.Trimmed == 0 {
		t.Fatalf("%+v (%v)", r, err)
	}
	want := []float64{10, 28.75 / 3, 10, 28.75 / 3, 10, 28.75 / 3, 10, 31.25}
	for i, w := range trimmed.Weights() {
		if !nearly(w, want[i]) {
			t.Errorf("weight %d is %g, want %g", i, w, want[i])
		}
	}
	// Four women cannot stand for 60 of 100 within 1.1 times the mean weight.
	tight, r, err := s.Rake([]Margin{sex}, RakeOptions{Highest: 1.1})
	if !errors.Is(err, ErrRaking) || r.Converged || tight == nil || !nearly(r.MaxError, 1-4*13.75/60) {
		t.Errorf("%+v (%v)", r, err)
	}
}

func TestMarginsThatDoNotFit(t *testing.T) {
	s := mustSample(t, 4, SampleDesign{Weights: []float64{1, 2, 0, 1}})
	fits := Margin{Of: []string{"a", "a", "b", "b"}, Population: map[string]float64{"a": 5, "b": 5}}
	for _, tt := range []struct {
		name string
		m    Margin
		err  error
	}{
		{"an unknown category", Margin{[]string{"a", "x", "b", "b"}, fits.Population}, ErrMarginCategory},
		{"a category without population", Margin{fits.Of, map[string]float64{"a": 10, "b": 0}}, ErrMarginCategory},
		{"a population without rows", Margin{fits.Of, map[string]float64{"a": 5, "b": 4, "c": 1}}, ErrMarginCategory},
		{"a population with no weight", Margin{[]string{"a", "a", "c", "b"}, map[string]float64{"a": 5, "b": 4, "c": 1}}, ErrMarginCategory},
		{"a negative population", Margin{fits.Of, map[string]float64{"a": 11, "b": -1}}, ErrMarginCategory},
		{"another total", Margin{fits.Of, map[string]float64{"a": 5, "b": 6}}, ErrMarginTotals},
		// b is always with d and a always with c.
		{"margins at odds", Margin{[]string{"c", "c", "d", "d"}, map[string]float64{"c": 4, "d": 6}}, ErrRaking},
		{"the same margin twice", fits, nil},
		{"a category of nobody", Margin{fits.Of, map[string]float64{"a": 5, "b": 5, "c": 0}}, nil},
	} {
		_, _, err := s.Rake([]Margin{fits, tt.m}, RakeOptions{})
		if !errors.Is(err, tt.err) {
			t.Errorf("%s: %v, want %v", tt.name, err, tt.err)
		}
		if errors.Is(tt.err, ErrMarginCategory) {
			if _, err := s.PostStratify(tt.m); !errors.Is(err, tt.err) {
				t.Errorf("%s: post-stratification gives %v", tt.name, err)
			}
		}
	}
}
