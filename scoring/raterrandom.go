package scoring

import (
	"errors"
	"math"

	"gonum.org/v1/gonum/mat"
)

// ErrNoResidual says that ratees and raters explain every rating, or could, so
// that their variances cannot be told from that of single ratings.
var ErrNoResidual = errors.New("ratings leave no residual variance")

// A RaterVariance is the outcome of a random-effects analysis. Variances are
// in squared points; one that is estimated as nothing is 0.
type RaterVariance struct {
	Mean          float64         // μ
	RateeVariance float64         // of true differences between ratees
	RaterVariance float64         // of severity
	Residual      float64         // of single ratings
	Raters        []RaterEffect   // predicted, in order of first appearance
	Ratees        []AdjustedRatee // μ + predicted effect, in order of first appearance
	Deviance      float64         // −2 log restricted likelihood
	Parts         int             // connected parts; where more than 1, see SeverityRandom
	N             int             // ratings used
	Missing       int             // ratings left out because the value is NaN
}

// SeverityRandom estimates raters' severity and ratees' adjusted means in the
// model of crossed random effects
//
//	y = μ + ratee_i + rater_j + ε,
//	ratee ~ N(0, σ²_ratee), rater ~ N(0, σ²_rater), ε ~ N(0, σ²),
//
// the variances by restricted maximum likelihood, the effects as best linear
// unbiased predictions, which shrink the sparsely rated towards the mean. SE
// is the root of the prediction's mean squared error given the variances, that
// of μ included for ratees. Ratings need not be connected, but between parts
// ratees are compared as if raters had been drawn for them at random.
//
// Fewer than two ratees or raters with a rating give ErrNoRatings, ratings all
// the same ErrConstant, ratings that the two-way model fits without residual
// ErrNoResidual, each with the counts alone. It panics if lengths differ or a
// value is infinite. Time grows with the cube of the number of ratees or of
// raters, whichever is less.
//
// Patterson, H. D. & Thompson, R. (1971), Biometrika 58, 545–554; Henderson,
// C. R. (1975), Biometrics 31, 423–447; the likelihood is profiled as in Bates,
// D. et al. (2015), Journal of Statistical Software 67(1).
func SeverityRandom(ratings Ratings) (RaterVariance, error) {
	d := newRatingDesign(ratings)
	v := RaterVariance{N: len(d.y), Missing: d.missing}
	if len(d.ratees) < 2 || len(d.raters) < 2 {
		return v, ErrNoRatings
	}
	_, v.Parts = d.parts()
	if d.constant() {
		return v, ErrConstant
	}
	if v.N-len(d.ratees)-len(d.raters)+v.Parts <= 0 {
		return v, ErrNoResidual
	}
	// The model does not know ratees from raters: sweep out the more numerous.
	few, swapped := d, len(d.raters) > len(d.ratees)
	if swapped {
		few = newRatingDesign(Ratings{Ratee: ratings.Rater, Rater: ratings.Ratee, Value: ratings.Value})
	}
	fit, err := few.reml()
	if err != nil {
		return v, err
	}
	v.Mean, v.Residual, v.Deviance = d.mean+fit.mu, fit.variance, fit.deviance
	ratees, raters := fit.swept(few, !swapped), fit.kept(few, swapped)
	v.RateeVariance, v.RaterVariance = fit.variance*fit.a*fit.a, fit.variance*fit.b*fit.b
	if swapped {
		ratees, raters = raters, ratees
		v.RateeVariance, v.RaterVariance = v.RaterVariance, v.RateeVariance
	}
	for i, name := range d.ratees {
		v.Ratees = append(v.Ratees, AdjustedRatee{
			Ratee: name, Raw: d.mean + d.sumRatee[i]/d.n(i), Adjusted: v.Mean + ratees[i].effect, SE: ratees[i].se, N: d.perRatee[i],
		})
	}
	for j, name := range d.raters {
		v.Raters = append(v.Raters, RaterEffect{Rater: name, Effect: raters[j].effect, SE: raters[j].se, N: d.perRater[j]})
	}
	return v, nil
}

func (d *ratingDesign) constant() bool {
	for _, y := range d.y {
		if math.Abs(y-d.y[0]) > 1e-12*math.Abs(d.mean) {
			return false
		}
	}
	return true
}

// A crossedFit is the mixed model at one pair of relative standard deviations.
type crossedFit struct {
	a, b     float64       // σ_ratee/σ, σ_rater/σ
	equation *mat.SymDense // raters, μ, y; the ratees swept out
	chol     mat.Cholesky  // of raters and μ
	solution mat.VecDense  // raters' effects over σ_rater, and μ
	mu       float64       // less the mean of all ratings
	variance float64       // σ²
	deviance float64       // −2 log restricted likelihood, profiled over μ and σ²
}

// crossedGrid are the relative standard deviations from which the search sets
// out: few ratings can give the deviance several minima.
var crossedGrid = []float64{0, 0.1, 0.2, 0.35, 0.6, 1, 1.7, 3, 5, 8, 15}

// reml minimises the deviance.
func (d *ratingDesign) reml() (*crossedFit, error) {
	deviance := func(a, b float64) float64 { return d.crossed(a, b).deviance }
	v := vertex{f: math.Inf(1)}
	for _, from := range valleys(deviance, crossedGrid) {
		size := max(from.x, from.y, 0.1) / 6
		if found := nelderMead(deviance, from.x, from.y, size, 1e-3); found.f < v.f {
			v = found
		}
	}
	for _, size := range []float64{0.1, 0.01} { // the second leaves a simplex that collapsed
		v = nelderMead(deviance, v.x, v.y, size, 1e-10)
	}
	fit := d.crossed(math.Abs(v.x), math.Abs(v.y))
	for _, edge := range [][2]float64{{0, fit.b}, {fit.a, 0}, {0, 0}} {
		if at := d.crossed(edge[0], edge[1]); at.deviance <= fit.deviance+1e-9 {
			fit = at
		}
	}
	if !(math.Max(fit.a, fit.b) < 1e4) || math.IsInf(fit.deviance, 0) {
		return nil, ErrNoResidual
	}
	return fit, nil
}

// crossed solves Henderson's equations, ratees swept out, for effects scaled
// to a variance of σ², and evaluates the deviance
//
//	log|A| + log|X′V⁻¹X| + (n−1)(1 + log(2π r²/(n−1)))
//
// with A the equations of the random effects and r² what they leave of y.
func (d *ratingDesign) crossed(a, b float64) *crossedFit {
	r, n := len(d.raters), float64(len(d.y))
	f := &crossedFit{a: a, b: b, equation: mat.NewSymDense(r+1, nil), deviance: math.Inf(1)}
	left, right := d.raterEquations(a*a, 1)
	rhs := mat.NewVecDense(r+1, nil)
	for j := range r {
		for k := j; k < r; k++ {
			f.equation.SetSym(j, k, b*b*left.At(j, k))
		}
		f.equation.SetSym(j, j, f.equation.At(j, j)+1)
		rhs.SetVec(j, b*right.AtVec(j))
	}
	logDet, mu, muY, yy := 0.0, 0.0, 0.0, 0.0
	for _, y := range d.y {
		yy += y * y
	}
	for i, cells := range d.cells {
		den := a*a*d.n(i) + 1
		logDet += math.Log(den)
		mu += d.n(i) / den
		muY += d.sumRatee[i] / den
		yy -= a * a * d.sumRatee[i] * d.sumRatee[i] / den
		for _, c := range cells {
			f.equation.SetSym(c.rater, r, f.equation.At(c.rater, r)+b*c.n/den)
		}
	}
	f.equation.SetSym(r, r, mu)
	rhs.SetVec(r, muY)
	if !f.chol.Factorize(f.equation) || worse(f.chol.SolveVecTo(&f.solution, rhs)) != nil {
		return f
	}
	rest := yy - mat.Dot(&f.solution, rhs)
	if !(rest > 0) {
		return f
	}
	f.mu, f.variance = f.solution.AtVec(r), rest/(n-1)
	f.deviance = logDet + f.chol.LogDet() + (n-1)*(1+math.Log(2*math.Pi*f.variance))
	return f
}

// A prediction is a random effect and the root of its mean squared error.
type prediction struct{ effect, se float64 }

// kept returns the effects of the raters; se is that of μ + effect where mean
// is set.
func (f *crossedFit) kept(d *ratingDesign, mean bool) []prediction {
	r := len(d.raters)
	c := f.inverse()
	out := make([]prediction, r)
	for j := range out {
		v := f.b * f.b * c.At(j, j)
		if mean {
			v += 2*f.b*c.At(j, r) + c.At(r, r)
		}
		out[j] = prediction{f.b * f.solution.AtVec(j), math.Sqrt(max(0, f.variance*v))}
	}
	return out
}

// swept returns the effects of the ratees; se is that of μ + effect where mean
// is set.
func (f *crossedFit) swept(d *ratingDesign, mean bool) []prediction {
	r := len(d.raters)
	c := f.inverse()
	out := make([]prediction, len(d.ratees))
	for i, cells := range d.cells {
		// Given raters and μ, the effect is k (Σ y − Σ n rater − n μ).
		k := f.a * f.a / (f.a*f.a*d.n(i) + 1)
		index, coefficient := []int{r}, []float64{-k * d.n(i)}
		effect := k * (d.sumRatee[i] - d.n(i)*f.mu)
		if mean {
			coefficient[0]++
		}
		for _, e := range cells {
			effect -= k * e.n * f.b * f.solution.AtVec(e.rater)
			index, coefficient = append(index, e.rater), append(coefficient, -k*e.n*f.b)
		}
		v := k
		for s, p := range index {
			for t, q := range index {
				v += coefficient[s] * coefficient[t] * c.At(p, q)
			}
		}
		out[i] = prediction{effect, math.Sqrt(max(0, f.variance*v))}
	}
	return out
}

func (f *crossedFit) inverse() *mat.SymDense {
	var c mat.SymDense
	if err := worse(f.chol.InverseTo(&c)); err != nil {
		panic("scoring: " + err.Error())
	}
	return &c
}
