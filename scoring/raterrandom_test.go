package scoring

import (
	"errors"
	"math"
	"strconv"
	"testing"

	"gonum.org/v1/gonum/mat"
	"pgregory.net/rapid"
)

func TestSeverityRandomEdges(t *testing.T) {
	for _, tt := range []struct {
		name string
		in   Ratings
		err  error
	}{
		{"nothing", Ratings{}, ErrNoRatings},
		{"one rater", ratingsOf([]string{"ax", "bx", "ax"}, 1, 3, 4), ErrNoRatings},
		{"all the same", ratingsOf([]string{"ax", "ay", "bx", "by"}, 0.1, 0.1, 0.1, 0.1), ErrConstant},
		{"a chain", ratingsOf([]string{"ax", "ay", "by"}, 1, 3, 6), ErrNoResidual},
		{"rated once each", ratingsOf([]string{"ax", "by", "cx", "dy"}, 1, 3, 6, 2), ErrNoResidual},
		{"additive without error", ratingsOf([]string{"ax", "ay", "bx", "by", "cx", "cy"}, 1, 2, 4, 5, 2, 3), ErrNoResidual},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := SeverityRandom(tt.in)
			if !errors.Is(err, tt.err) || got.N != len(tt.in.Value) || got.Raters != nil {
				t.Errorf("%+v, %v; want %v", got, err, tt.err)
			}
		})
	}
}

// completeRatings is a table of ratings, a row a ratee.
func completeRatings(rows [][]float64) Ratings {
	var r Ratings
	for i, row := range rows {
		for j, y := range row {
			r.Ratee, r.Rater, r.Value = append(r.Ratee, strconv.Itoa(i)), append(r.Rater, strconv.Itoa(j)), append(r.Value, y)
		}
	}
	return r
}

// In a complete table REML's variances are those of the analysis of variance,
// as long as these are not negative: the table of Shrout & Fleiss (1979) has
// mean squares 11.24 between ratees, 32.49 between raters and 1.02 left.
func TestSeverityRandomOfCompleteTable(t *testing.T) {
	rows := [][]float64{{9, 2, 5, 8}, {6, 1, 3, 2}, {8, 4, 6, 8}, {7, 1, 2, 6}, {10, 5, 6, 9}, {6, 2, 4, 7}}
	msRatee, msRater, msRes := 11.2416666666667, 32.4861111111111, 1.01944444444444
	got, err := SeverityRandom(completeRatings(rows))
	if err != nil {
		t.Fatal(err)
	}
	ratee, rater := (msRatee-msRes)/4, (msRater-msRes)/6
	if !agree(got.RateeVariance, ratee, 1e-4) || !agree(got.RaterVariance, rater, 1e-4) || !agree(got.Residual, msRes, 1e-4) {
		t.Errorf("%g, %g, %g; want %g, %g, %g", got.RateeVariance, got.RaterVariance, got.Residual, ratee, rater, msRes)
	}
	for _, a := range got.Ratees { // shrunken by the reliability of the mean
		want := got.Mean + (a.Raw-got.Mean)*ratee/(ratee+msRes/4)
		if !agree(a.Adjusted, want, 1e-4) {
			t.Errorf("%+v, want %g", a, want)
		}
	}
	// The same table, ratees and raters in each other's place.
	in := completeRatings(rows)
	in.Ratee, in.Rater = in.Rater, in.Ratee
	other, err := SeverityRandom(in)
	if err != nil || !agree(other.RaterVariance, got.RateeVariance, 1e-4) || !agree(other.Deviance, got.Deviance, 1e-9) {
		t.Errorf("%+v, %v", other, err)
	}
	for i, a := range got.Ratees {
		if !agree(other.Raters[i].Effect, a.Adjusted-got.Mean, 1e-4) || !(other.Raters[i].SE > 0) {
			t.Errorf("%+v, want %g", other.Raters[i], a.Adjusted-got.Mean)
		}
	}
}

// The search must miss no valley of the grid from which it sets out.
func TestSeverityRandomIsLeast(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawRatings(t)
		got, err := SeverityRandom(in)
		if err != nil {
			t.Skip(err)
		}
		d := newRatingDesign(in)
		for _, a := range crossedGrid {
			for _, b := range crossedGrid {
				if dev := d.crossed(a, b).deviance; dev < got.Deviance-1e-6 {
					t.Fatalf("deviance %.9g at %g, %g; found %.9g", dev, a, b, got.Deviance)
				}
			}
		}
		if got.RateeVariance < 0 || got.RaterVariance < 0 || !(got.Residual > 0) {
			t.Fatalf("%+v", got)
		}
	})
}

func TestSeverityRandomKnowsOrderAndScale(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawRatings(t)
		a, err := SeverityRandom(in)
		if err != nil {
			t.Skip(err)
		}
		var moved Ratings
		for _, k := range rapid.Permutation(indices(len(in.Value))).Draw(t, "order") {
			moved.Ratee, moved.Rater = append(moved.Ratee, in.Ratee[k]), append(moved.Rater, in.Rater[k])
			moved.Value = append(moved.Value, 100+3*in.Value[k])
		}
		b, err := SeverityRandom(moved)
		if err != nil {
			t.Fatal(err)
		}
		if !agree(b.Mean, 100+3*a.Mean, 1e-3) || !agree(b.Deviance-a.Deviance, 2*float64(a.N-1)*math.Log(3), 1e-6) {
			t.Fatalf("%+v, want %+v", b, a)
		}
	})
}

// Effects and errors must be those of Henderson's equations written out whole.
func TestSeverityRandomSolvesHenderson(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawRatings(t)
		got, err := SeverityRandom(in)
		if err != nil || got.RateeVariance == 0 || got.RaterVariance == 0 || got.Residual < 1e-3*(got.RateeVariance+got.RaterVariance) {
			t.Skip("on the edge")
		}
		d := newRatingDesign(in)
		p, q := len(d.ratees), len(d.ratees)+len(d.raters)
		c, rhs := mat.NewDense(q+1, q+1, nil), mat.NewVecDense(q+1, nil)
		for k := range d.y {
			at := []int{d.ratee[k], p + d.rater[k], q}
			for _, i := range at {
				rhs.SetVec(i, rhs.AtVec(i)+d.y[k])
				for _, j := range at {
					c.Set(i, j, c.At(i, j)+1)
				}
			}
		}
		for i := range q {
			v := got.RateeVariance
			if i >= p {
				v = got.RaterVariance
			}
			c.Set(i, i, c.At(i, i)+got.Residual/v)
		}
		var inverse mat.Dense
		var b mat.VecDense
		if err := inverse.Inverse(c); err != nil {
			t.Skip("near the edge")
		}
		b.MulVec(&inverse, rhs)
		for i, a := range got.Ratees {
			v := inverse.At(i, i) + 2*inverse.At(i, q) + inverse.At(q, q)
			if !agree(a.Adjusted, d.mean+b.AtVec(q)+b.AtVec(i), 1e-6) || !agree(a.SE, math.Sqrt(got.Residual*v), 1e-6) {
				t.Fatalf("%+v, want %g ± %g", a, d.mean+b.AtVec(q)+b.AtVec(i), math.Sqrt(got.Residual*v))
			}
		}
		for j, e := range got.Raters {
			if !agree(e.Effect, b.AtVec(p+j), 1e-6) || !agree(e.SE, math.Sqrt(got.Residual*inverse.At(p+j, p+j)), 1e-6) {
				t.Fatalf("%+v, want %g", e, b.AtVec(p+j))
			}
		}
	})
}
