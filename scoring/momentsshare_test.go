package scoring

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// drawnPatterns counts n seeded ballots of an outcome and three drivers, of
// which the first weighs most, with some answers missing.
func drawnPatterns(n int) *Patterns {
	scores := []float64{0, 30, 60, 80, 100}
	p := NewPatterns([][]float64{scores, scores, scores, scores})
	r := rand.New(rand.NewPCG(7, 11))
	for range n {
		mood := r.NormFloat64()
		x := []float64{0, mood + r.NormFloat64(), mood + r.NormFloat64(), r.NormFloat64()}
		x[0] = .9*x[1] + .3*x[2] + .3*x[3] + r.NormFloat64()
		number := 0
		for item, v := range x {
			level := max(0, min(4, int(math.Floor(v+3))))
			if r.Float64() < .03 {
				level = -1
			}
			number += p.Offset(item, level)
		}
		p.Add(number)
	}
	return p
}

// The moments of counted patterns are those of the rows written out.
func TestPatternsHoldTheRows(t *testing.T) {
	p := drawnPatterns(300)
	items := []int{2, 0, 3}
	var rows []float64
	p.each(items, func(row []float64, n int) {
		for range n {
			rows = append(rows, row...)
		}
	})
	want := MomentsOf(mat.NewDense(len(rows)/3, 3, rows), nil)
	got := p.Moments(50, items...)
	a, _ := got.Covariances()
	b, _ := want.Covariances()
	used, dropped := got.Rows()
	if n, d := want.Rows(); n != used || d != dropped || used+dropped != 300 || dropped == 0 {
		t.Fatalf("%d used, %d dropped; want %d, %d", used, dropped, n, d)
	}
	if !mat.EqualApprox(a, b, 1e-9) {
		t.Errorf("%v, want %v", mat.Formatted(a), mat.Formatted(b))
	}
	q := drawnPatterns(300)
	q.Merge(p)
	if n, _ := q.Moments(50, items...).Rows(); n != 2*used {
		t.Errorf("merged %d rows, want %d", n, 2*used)
	}
}

func TestPatternsAreBounded(t *testing.T) {
	five := []float64{0, 30, 60, 80, 100}
	if NewPatterns([][]float64{five, five, five, five, five, five}) == nil {
		t.Error("six items of five answers are 46 656 patterns")
	}
	if NewPatterns([][]float64{five, five, five, five, five, five, five}) != nil {
		t.Error("seven are too many")
	}
}

// The errors of shares are those of the jackknife that leaves out one ballot at
// a time.
func TestShareErrorsAgainstTheJackknife(t *testing.T) {
	p := drawnPatterns(600)
	items := []int{0, 1, 2, 3}
	got, err := p.ShareErrors(items, .95)
	if err != nil {
		t.Fatal(err)
	}
	whole, err := p.Moments(50, items...).KeyDrivers()
	if err != nil || !agree(whole.R2, got.R2, 1e-10) || got.N != whole.N || got.Dropped != whole.Incomplete {
		t.Fatalf("R² %g and %g, %v", whole.R2, got.R2, err)
	}
	n := float64(whole.N)
	sum, squares := make([]float64, 4), make([]float64, 4)
	for number, count := range p.count {
		if count == 0 {
			continue
		}
		complete := true
		for i := range items {
			complete = complete && number/p.stride[i]%len(p.levels[i]) > 0
		}
		if !complete {
			continue
		}
		p.count[number]--
		a, err := p.Moments(50, items...).KeyDrivers()
		p.count[number]++
		if err != nil {
			t.Fatal(err)
		}
		for k, v := range []float64{a.Drivers[0].Share, a.Drivers[1].Share, a.Drivers[2].Share, a.R2} {
			sum[k] += float64(count) * v
			squares[k] += float64(count) * v * v
		}
	}
	jackknife := func(k int) float64 { return math.Sqrt((n - 1) / n * (squares[k] - sum[k]*sum[k]/n)) }
	for k, d := range got.Drivers {
		if !agree(d.Share, whole.Drivers[k].Share, 1e-9) || !agree(d.SE, jackknife(k), .03) {
			t.Errorf("driver %d: share %g ± %g, jackknife ± %g", k, d.Share, d.SE, jackknife(k))
		}
		if !(d.Low <= d.Share && d.Share <= d.High) {
			t.Errorf("driver %d: %+v", k, d)
		}
	}
	if !agree(got.R2SE, jackknife(3), .03) {
		t.Errorf("R² ± %g, jackknife ± %g", got.R2SE, jackknife(3))
	}
	if !got.Apart[0][1] || !got.Apart[2][0] || got.Apart[1][1] {
		t.Errorf("the first driver weighs most: %v", got.Apart)
	}
}

// Covariances of covariances by hand: a variance has 2σ⁴/n where the variable is
// normal, (μ₄ − σ⁴)/n in general.
func TestCovariancesOfCovariances(t *testing.T) {
	p := NewPatterns([][]float64{{0, 100}, {0, 100}})
	for range 30 {
		p.Add(p.Offset(0, 0) + p.Offset(1, 1))
	}
	for range 70 {
		p.Add(p.Offset(0, 1) + p.Offset(1, 1))
		p.Add(p.Offset(0, 1) + p.Offset(1, 0))
	}
	g := mat.NewSymDense(2, []float64{1, 0, 0, 0})
	// x0 is 0 in 30 of 170: μ₄ − μ₂² with divisor n, then n−1 once for the form.
	n, share := 170.0, 30.0/170
	second := share * (1 - share) * 1e4
	fourth := share * (1 - share) * (share*share*share + (1-share)*(1-share)*(1-share)) * 1e8
	if got, want := p.forms([]int{0, 1}, []*mat.SymDense{g}).At(0, 0), (fourth-second*second)/(n-1); !agree(got, want, 1e-10) {
		t.Errorf("patterns: %g, want %g", got, want)
	}
	variance := second * n / (n - 1)
	if got, want := p.Moments(0, 0, 1).normalForms([]*mat.SymDense{g}).At(0, 0), 2*variance*variance/n; !agree(got, want, 1e-12) {
		t.Errorf("normal: %g, want %g", got, want)
	}
}

func TestShareErrorsEdges(t *testing.T) {
	two := []float64{0, 100}
	p := NewPatterns([][]float64{two, two})
	if _, err := p.ShareErrors([]int{0, 1}, .95); !errors.Is(err, ErrTooFew) {
		t.Errorf("no ballots: %v", err)
	}
	for range 9 {
		p.Add(p.Offset(0, 1) + p.Offset(1, 1))
	}
	if _, err := p.ShareErrors([]int{0, 1}, .95); !errors.Is(err, ErrConstant) {
		t.Errorf("all alike: %v", err)
	}
	p.Add(p.Offset(0, 0) + p.Offset(1, 0))
	got, err := p.ShareErrors([]int{0, 1}, .95)
	if err != nil || !agree(got.Drivers[0].Share, 1, 1e-12) || got.Drivers[0].SE > 1e-6 {
		t.Errorf("one driver has all of R²: %+v, %v", got, err)
	}
	// Twelve drivers are decomposed by relative weights.
	r := rand.New(rand.NewPCG(1, 2))
	x := mat.NewDense(200, 13, nil)
	x.Apply(func(_, _ int, _ float64) float64 { return r.NormFloat64() }, x)
	for i := range 200 {
		x.Set(i, 0, x.At(i, 0)+x.At(i, 1)+x.At(i, 2))
	}
	many, err := MomentsOf(x, nil).ShareErrors(.95)
	want, err2 := MomentsOf(x, nil).RelativeWeights()
	if err != nil || err2 != nil || !many.RelativeWeights {
		t.Fatal(many, err, err2)
	}
	for k, d := range many.Drivers {
		if !agree(d.Share, want.Drivers[k].Share, 1e-12) || !(d.SE > 0) {
			t.Errorf("driver %d: %+v, want %g", k, d, want.Drivers[k].Share)
		}
	}
}
