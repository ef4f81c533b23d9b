package scoring

import (
	"errors"
	"math"

	"gonum.org/v1/gonum/mat"
)

// What a fuzzy evaluation may lack.
var (
	ErrNotMembership = errors.New("weights and memberships must lie between 0 and 1")
	ErrNoMembership  = errors.New("no grade has a membership")
)

// A FuzzyOperator composes weights w and memberships r: b_j = ∘_i (w_i, r_ij).
type FuzzyOperator uint8

// The operators, M(∧,∨), M(·,∨), M(∧,⊕) and M(·,+) of the literature.
const (
	MaxMin          FuzzyOperator = iota // max_i min(w_i, r_ij): the main factor decides
	MaxProduct                           // max_i w_i r_ij: the main factor stands out
	BoundedMin                           // min(1, Σ_i min(w_i, r_ij))
	WeightedAverage                      // Σ_i w_i r_ij: all factors count
)

// A FuzzyEvaluation is the membership of the evaluated object in each grade.
type FuzzyEvaluation struct {
	B          []float64 // composed memberships, one per grade, 0 or more
	Normalised []float64 // B/ΣB, sum 1
	N          int       // indicators used
	Dropped    []int     // indicators left out because a membership was missing, ascending
}

// FuzzyComprehensive returns the fuzzy comprehensive evaluation b = w ∘ R of an
// object: w the weights of k indicators (0–1, used as they are, commonly with
// sum 1), r (k×g) their memberships in g grades (0–1, commonly the shares of the
// answers). Indicators with a NaN are left out, and the weights of the others
// grow by one factor to the sum that all had, none beyond 1.
//
// Weights or memberships outside 0..1 give ErrNotMembership; if every indicator
// is left out or every b is 0, the error is ErrNoMembership. It panics on an
// unknown operator and if weights and rows differ in number.
//
// Zadeh, L. A. (1965), Information and Control 8, 338–353; Zimmermann, H.-J.
// (2001), Fuzzy Set Theory and Its Applications, 4th ed., Kluwer.
func FuzzyComprehensive(weights []float64, r mat.Matrix, operator FuzzyOperator) (FuzzyEvaluation, error) {
	k, grades := r.Dims()
	if len(weights) != k {
		panic("scoring: weights and indicators differ in number")
	}
	if operator > WeightedAverage {
		panic("scoring: unknown fuzzy operator")
	}
	var out FuzzyEvaluation
	w, err := answeredWeights(weights, r, &out)
	if err != nil {
		return out, err
	}
	b := make([]float64, grades)
	sum := 0.0
	for j := range b {
		for i := range k {
			if w[i] > 0 {
				b[j] = operator.join(b[j], w[i], r.At(i, j))
			}
		}
		if operator == BoundedMin {
			b[j] = min(1, b[j])
		}
		sum += b[j]
	}
	if sum == 0 {
		return out, ErrNoMembership
	}
	out.B, out.Normalised = b, make([]float64, grades)
	for j := range b {
		out.Normalised[j] = b[j] / sum
	}
	return out, nil
}

// join adds one indicator to a grade's membership.
func (o FuzzyOperator) join(b, w, r float64) float64 {
	switch o {
	case MaxMin:
		return max(b, min(w, r))
	case MaxProduct:
		return max(b, w*r)
	case BoundedMin:
		return b + min(w, r)
	}
	return b + w*r
}

// answeredWeights returns the weights of the indicators with all memberships, 0
// for the others, which it notes in out.
func answeredWeights(weights []float64, r mat.Matrix, out *FuzzyEvaluation) ([]float64, error) {
	k, grades := r.Dims()
	w := make([]float64, k)
	all, answered := 0.0, 0.0
	for i := range k {
		missing := false
		for j := range grades {
			x := r.At(i, j)
			missing = missing || math.IsNaN(x)
			if x < 0 || x > 1 {
				return nil, ErrNotMembership
			}
		}
		if !(weights[i] >= 0 && weights[i] <= 1) {
			return nil, ErrNotMembership
		}
		all += weights[i]
		if missing {
			out.Dropped = append(out.Dropped, i)
			continue
		}
		out.N++
		w[i] = weights[i]
		answered += weights[i]
	}
	if answered == 0 {
		return nil, ErrNoMembership
	}
	if len(out.Dropped) > 0 {
		for i := range w {
			w[i] = min(1, w[i]*all/answered)
		}
	}
	return w, nil
}

// Score returns the evaluation as one number on the scale of the grades' values:
// Σ_j b_j grade_j / Σ_j b_j. It panics if grades and memberships differ in number.
func (e FuzzyEvaluation) Score(grades []float64) float64 {
	if len(grades) != len(e.Normalised) || len(grades) == 0 {
		panic("scoring: grades and memberships differ in number")
	}
	score := 0.0
	for j, b := range e.Normalised {
		score += b * grades[j]
	}
	return score
}

// Grade returns the place of the largest membership, the first of equal ones.
func (e FuzzyEvaluation) Grade() int {
	best := 0
	for j, b := range e.B {
		if b > e.B[best] {
			best = j
		}
	}
	return best
}
