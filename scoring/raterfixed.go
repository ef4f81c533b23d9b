package scoring

import (
	"errors"
	"math"

	"gonum.org/v1/gonum/mat"
)

// What may be wrong with the data of a severity analysis.
var (
	ErrNoRatings   = errors.New("fewer than two ratees or two raters with ratings")
	ErrUnconnected = errors.New("ratees and raters fall into parts without a common rating")
)

// Ratings are single ratings in long form; the slices are of one length. A
// rater may rate a ratee several times, and need not rate everyone.
type Ratings struct {
	Ratee, Rater []string
	Value        []float64 // points on one scale; NaN: not rated
}

// A RaterEffect is how one rater judges.
type RaterEffect struct {
	Rater  string
	Effect float64 // points above (lenient) or below (severe) the mean rater
	SE     float64 // NaN where there is no residual degree of freedom
	N      int     // ratings given
}

// An AdjustedRatee is one ratee's mean rating, freed of the raters' severity.
type AdjustedRatee struct {
	Ratee    string
	Raw      float64 // plain mean of the ratings received
	Adjusted float64 // what raters of mean severity would give on average
	SE       float64 // of Adjusted; NaN where there is no residual degree of freedom
	N        int     // ratings received
}

// A RaterSeverity is the outcome of a fixed-effects analysis.
type RaterSeverity struct {
	Mean    float64         // μ, mean of the adjusted ratees
	Raters  []RaterEffect   // in order of first appearance
	Ratees  []AdjustedRatee // in order of first appearance
	Sigma   float64         // residual standard deviation, points; NaN where DF is 0
	DF      int             // residual degrees of freedom
	F, P    float64         // F test of raters that all judge alike, given the ratees, with R−1 and DF degrees of freedom; NaN where DF or Sigma is 0
	N       int             // ratings used
	Missing int             // ratings left out because the value is NaN
}

// SeverityFixed estimates raters' severity and ratees' adjusted means by least
// squares in the additive two-way model
//
//	y = μ + ratee_i + rater_j + ε,  Σ_i ratee_i = Σ_j rater_j = 0,
//
// the sums running over levels, however many ratings each has. Adjusted is
// μ + ratee_i. Severities of raters can be compared only where common ratees
// connect them: if ratees and raters fall into parts, ErrUnconnected comes
// with the counts alone, and RatingParts names the parts, to be analysed one
// by one. Fewer than two ratees or raters with a rating give ErrNoRatings. It
// panics if lengths differ or a value is infinite. Time and space grow with
// the cube and the square of the number of raters.
//
// Searle, S. R. (1971), Linear Models, ch. 7; Braun, H. I. (1988), Journal of
// Educational Statistics 13, 1–18.
func SeverityFixed(ratings Ratings) (RaterSeverity, error) {
	d := newRatingDesign(ratings)
	s := RaterSeverity{N: len(d.y), Missing: d.missing}
	if len(d.ratees) < 2 || len(d.raters) < 2 {
		return s, ErrNoRatings
	}
	if _, parts := d.parts(); parts > 1 {
		return s, ErrUnconnected
	}
	// With the ratees swept out, L b = c for the raters' effects, L being
	// singular along (1, …, 1): L + 11′/R has the inverse L⁺ + 11′/R.
	r := len(d.raters)
	l, c := d.raterEquations(1, 0)
	for j := range r {
		for k := j; k < r; k++ {
			l.SetSym(j, k, l.At(j, k)+1/float64(r))
		}
	}
	var chol mat.Cholesky
	var b mat.VecDense
	var inverse mat.SymDense
	if !chol.Factorize(l) {
		return s, ErrUnconnected
	}
	if err := errors.Join(worse(chol.SolveVecTo(&b, c)), worse(chol.InverseTo(&inverse))); err != nil {
		return s, err
	}
	plus := func(j, k int) float64 { return inverse.At(j, k) - 1/float64(r) }
	s.Mean = d.mean
	for i, name := range d.ratees {
		a := AdjustedRatee{Ratee: name, Raw: d.mean + d.sumRatee[i]/d.n(i), N: int(d.n(i))}
		a.Adjusted = a.Raw
		variance := 1 / d.n(i)
		for _, e := range d.cells[i] {
			a.Adjusted -= e.n * b.AtVec(e.rater) / d.n(i)
			for _, f := range d.cells[i] {
				variance += e.n * f.n * plus(e.rater, f.rater) / (d.n(i) * d.n(i))
			}
		}
		a.SE = math.Sqrt(variance)
		s.Mean += (a.Adjusted - d.mean) / float64(len(d.ratees))
		s.Ratees = append(s.Ratees, a)
	}
	s.DF = len(d.y) - len(d.ratees) - r + 1
	s.Sigma, s.F, s.P = math.NaN(), math.NaN(), math.NaN()
	if s.DF > 0 {
		rss, without := 0.0, 0.0 // with raters, and with ratees alone
		for k, y := range d.y {
			ratee := s.Ratees[d.ratee[k]]
			e, f := y+d.mean-ratee.Adjusted-b.AtVec(d.rater[k]), y+d.mean-ratee.Raw
			rss += e * e
			without += f * f
		}
		s.Sigma = math.Sqrt(rss / float64(s.DF))
		if rss > rounding*without {
			s.F = (without - rss) / float64(r-1) / (rss / float64(s.DF))
			s.P = fSurvival(s.F, float64(r-1), float64(s.DF))
		}
	}
	for i := range s.Ratees {
		s.Ratees[i].SE *= s.Sigma
	}
	for j, name := range d.raters {
		s.Raters = append(s.Raters, RaterEffect{
			Rater: name, Effect: b.AtVec(j), SE: s.Sigma * math.Sqrt(max(0, plus(j, j))), N: d.perRater[j],
		})
	}
	return s, nil
}

// worse drops gonum's warning of a large condition number, which still has a
// result, and keeps other errors.
func worse(err error) error {
	if errors.As(err, new(mat.Condition)) {
		return nil
	}
	return err
}
