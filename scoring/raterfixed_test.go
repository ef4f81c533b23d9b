package scoring

import (
	"errors"
	"math"
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"
)

// ratingsOf reads "ratee rater" pairs.
func ratingsOf(pairs []string, y ...float64) Ratings {
	r := Ratings{Value: y}
	for _, p := range pairs {
		r.Ratee, r.Rater = append(r.Ratee, p[:1]), append(r.Rater, p[1:])
	}
	return r
}

func TestSeverityFixedEdges(t *testing.T) {
	nan := math.NaN()
	for _, tt := range []struct {
		name       string
		in         Ratings
		err        error
		n, missing int
		df         int
		effects    []float64
		adjusted   []float64
	}{
		{"complete table", ratingsOf([]string{"ax", "ay", "bx", "by"}, 1, 3, 2, 6), nil, 4, 0, 1, []float64{-1.5, 1.5}, []float64{2, 4}},
		{"a chain has no residual", ratingsOf([]string{"ax", "ay", "by"}, 1, 3, 6), nil, 3, 0, 0, []float64{-1, 1}, []float64{2, 5}},
		{"a missing rating is left out", ratingsOf([]string{"ax", "ay", "bx", "by"}, 1, 3, nan, 6), nil, 3, 1, 0, []float64{-1, 1}, []float64{2, 5}},
		{"rated twice", ratingsOf([]string{"ax", "ax", "ay", "by"}, 0, 2, 3, 6), nil, 4, 0, 1, []float64{-1, 1}, []float64{2, 5}},
		{"two parts", ratingsOf([]string{"ax", "ay", "bz"}, 1, 3, 6), ErrUnconnected, 3, 0, 0, nil, nil},
		{"one rater", ratingsOf([]string{"ax", "bx"}, 1, 3), ErrNoRatings, 2, 0, 0, nil, nil},
		{"nothing", Ratings{}, ErrNoRatings, 0, 0, 0, nil, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := SeverityFixed(tt.in)
			if !errors.Is(err, tt.err) || got.N != tt.n || got.Missing != tt.missing || got.DF != tt.df || len(got.Raters) != len(tt.effects) {
				t.Fatalf("%+v, %v", got, err)
			}
			for j, e := range tt.effects {
				if !agree(got.Raters[j].Effect, e, 1e-12) || math.IsNaN(got.Raters[j].SE) != (tt.df == 0) {
					t.Errorf("rater %+v, want %g", got.Raters[j], e)
				}
			}
			for i, a := range tt.adjusted {
				if !agree(got.Ratees[i].Adjusted, a, 1e-12) || math.IsNaN(got.Ratees[i].SE) != (tt.df == 0) {
					t.Errorf("ratee %+v, want %g", got.Ratees[i], a)
				}
			}
		})
	}
}

// In a complete table the adjusted are the raw means, and the errors those of
// the two-way analysis of variance without repetition.
func TestSeverityOfCompleteTable(t *testing.T) {
	s, err := SeverityFixed(ratingsOf([]string{"ax", "ay", "bx", "by", "cx", "cy"}, 1, 3, 2, 6, 4, 4))
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range s.Ratees {
		if !agree(a.Adjusted, a.Raw, 1e-12) || !agree(a.SE, s.Sigma/math.Sqrt(2), 1e-12) {
			t.Errorf("%+v with σ %g", a, s.Sigma)
		}
	}
	for _, e := range s.Raters {
		if !agree(e.SE, s.Sigma/math.Sqrt(6), 1e-12) { // σ √((1/3)(1 − 1/2))
			t.Errorf("%+v with σ %g", e, s.Sigma)
		}
	}
}

func TestRatingParts(t *testing.T) {
	got := RatingParts(ratingsOf([]string{"ax", "by", "cx", "dz", "dy", "ez"}, 1, 2, 3, 4, 5, math.NaN()))
	if len(got) != 2 || !slices.Equal(got[0].Ratees, []string{"a", "c"}) || !slices.Equal(got[0].Raters, []string{"x"}) ||
		!slices.Equal(got[1].Ratees, []string{"b", "d"}) || !slices.Equal(got[1].Raters, []string{"y", "z"}) {
		t.Errorf("%+v", got)
	}
}

// drawRatings draws connected ratings: every rater rates ratee 0.
func drawRatings(t *rapid.T) Ratings {
	ratees, raters := rapid.IntRange(2, 8).Draw(t, "ratees"), rapid.IntRange(2, 5).Draw(t, "raters")
	var r Ratings
	add := func(i, j int) {
		r.Ratee, r.Rater = append(r.Ratee, strconv.Itoa(i)), append(r.Rater, strconv.Itoa(j))
		r.Value = append(r.Value, float64(rapid.IntRange(0, 10).Draw(t, "y")))
	}
	for j := range raters {
		add(0, j)
	}
	for i := 1; i < ratees; i++ {
		for range rapid.IntRange(1, 4).Draw(t, "n") {
			add(i, rapid.IntRange(0, raters-1).Draw(t, "rater"))
		}
	}
	return r
}

func TestSeverityKnowsOrderAndScale(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawRatings(t)
		a, err := SeverityFixed(in)
		if err != nil {
			t.Fatal(err)
		}
		sum, mean := 0.0, 0.0
		for _, e := range a.Raters {
			sum += e.Effect
		}
		for _, e := range a.Ratees {
			mean += e.Adjusted / float64(len(a.Ratees))
		}
		if !agree(sum, 0, 1e-9) || !agree(mean, a.Mean, 1e-9) {
			t.Fatalf("effects sum to %g, mean is %g of %g", sum, a.Mean, mean)
		}
		var moved Ratings // in another order, on another scale, every rating twice
		for _, k := range rapid.Permutation(indices(len(in.Value))).Draw(t, "order") {
			for range 2 {
				moved.Ratee, moved.Rater = append(moved.Ratee, in.Ratee[k]), append(moved.Rater, in.Rater[k])
				moved.Value = append(moved.Value, 100+3*in.Value[k])
			}
		}
		b, err := SeverityFixed(moved)
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]AdjustedRatee{}
		for _, e := range a.Ratees {
			want[e.Ratee] = e
		}
		// Twice the data: the residual sum of squares doubles, its degrees of
		// freedom are counted anew, the variance of an effect halves.
		factor := 3 * math.Sqrt(float64(a.DF)/float64(b.DF))
		for _, e := range b.Ratees {
			w := want[e.Ratee]
			if !agree(e.Adjusted, 100+3*w.Adjusted, 1e-9) || a.DF > 0 && !agree(e.SE, factor*w.SE, 1e-7) {
				t.Fatalf("%+v of %+v", e, w)
			}
		}
	})
}
