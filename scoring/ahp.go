package scoring

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
)

// What a matrix of pairwise judgements may lack.
var (
	ErrNotReciprocal = errors.New("judgements are not positive and reciprocal (a_ij · a_ji = 1)")
	ErrNotJudged     = errors.New("a pairwise judgement is missing")
	ErrNoRandomIndex = errors.New("no random index is published for more than 15 criteria")
)

// saatyRandomIndex holds Saaty's mean CI of random matrices of n = 1..15 criteria.
var saatyRandomIndex = [...]float64{0, 0, .58, .90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59}

// An AHPResult holds the weights of criteria judged in pairs, and how
// consistent the judgements are.
type AHPResult struct {
	Weights       []float64 // principal eigenvector, sum 1
	LambdaMax     float64   // its eigenvalue, at least n
	CI            float64   // consistency index (λ−n)/(n−1); 0 for n = 1
	RI            float64   // Saaty's random index; NaN for n > 15
	CR            float64   // consistency ratio CI/RI; 0 for n ≤ 2, NaN for n > 15
	GeometricMean []float64 // weights by the geometric means of the rows, sum 1
	GCI           float64   // geometric consistency index; 0 for n ≤ 2
}

// Acceptable reports whether CR is at most 0.10, Saaty's limit.
func (r AHPResult) Acceptable() bool { return r.CR <= 0.10 }

// AHP returns the weights of n criteria from the judgements a (n×n): a_ij says
// how many times as important i is as j, commonly on Saaty's scale 1/9..9.
//
//	A w = λ w,  CI = (λ−n)/(n−1),  CR = CI/RI
//	g_i ∝ (Π_j a_ij)^(1/n),  GCI = 2/((n−1)(n−2)) Σ_{i<j} ln²(a_ij g_j/g_i)
//
// A NaN gives ErrNotJudged. A judgement that is not positive, a diagonal other
// than 1 and a_ij·a_ji further than 1e-6 from 1 give ErrNotReciprocal (write 1/3,
// not 0.33; ReciprocalMatrix fills the lower half). More than 15 criteria give
// everything but RI and CR, with ErrNoRandomIndex. It panics if a is not square.
//
// Saaty, T. L. (1980), The Analytic Hierarchy Process, McGraw-Hill; Crawford, G.
// & Williams, C. (1985), Journal of Mathematical Psychology 29, 387–405;
// Aguarón, J. & Moreno-Jiménez, J. M. (2003), EJOR 147, 137–145.
func AHP(a mat.Matrix) (AHPResult, error) {
	if err := checkJudgements(a); err != nil {
		return AHPResult{}, err
	}
	n, _ := a.Dims()
	w, lambda := principalEigenvector(a)
	out := AHPResult{Weights: w, LambdaMax: lambda, GeometricMean: rowGeometricMeans(a)}
	if n > 1 {
		out.CI = (lambda - float64(n)) / float64(n-1)
	}
	if n > 2 {
		out.GCI = geometricConsistency(a, out.GeometricMean)
	}
	if n > len(saatyRandomIndex) {
		out.RI, out.CR = math.NaN(), math.NaN()
		return out, ErrNoRandomIndex
	}
	out.RI = saatyRandomIndex[n-1]
	if n > 2 {
		out.CR = out.CI / out.RI
	}
	return out, nil
}

// A GroupAHPResult is the AHP of a group's joint judgements.
type GroupAHPResult struct {
	AHPResult
	Matrix  *mat.Dense // geometric means of the judgements
	N       int        // matrices used
	Dropped []int      // matrices left out because a judgement was missing, ascending
	Each    []float64  // CR of each matrix; NaN where left out or n > 15
}

// GroupAHP aggregates individual judgements (AIJ): the geometric mean of every
// judgement over the members, which is reciprocal again, then AHP. Matrices with
// a NaN are left out; if none remains the error is ErrNotJudged. A matrix that
// is not reciprocal is refused with ErrNotReciprocal. It panics if there is no
// matrix or their sizes differ.
//
// Aczél, J. & Saaty, T. L. (1983), Journal of Mathematical Psychology 27, 93–102;
// Forman, E. & Peniwati, K. (1998), EJOR 108, 165–169.
func GroupAHP(matrices []mat.Matrix) (GroupAHPResult, error) {
	if len(matrices) == 0 {
		panic("scoring: a group judgement needs a matrix")
	}
	n, _ := matrices[0].Dims()
	var out GroupAHPResult
	logs := mat.NewDense(n, n, nil)
	for g, a := range matrices {
		if r, c := a.Dims(); r != n || c != n {
			panic("scoring: matrices of judgements differ in size")
		}
		own, err := AHP(a)
		switch {
		case errors.Is(err, ErrNotJudged):
			own.CR = math.NaN()
			out.Dropped = append(out.Dropped, g)
		case err == nil, errors.Is(err, ErrNoRandomIndex):
			out.N++
			logs.Apply(func(i, j int, sum float64) float64 { return sum + math.Log(a.At(i, j)) }, logs)
		default:
			return GroupAHPResult{}, fmt.Errorf("matrix %d: %w", g, err)
		}
		out.Each = append(out.Each, own.CR)
	}
	if out.N == 0 {
		return out, ErrNotJudged
	}
	logs.Apply(func(_, _ int, sum float64) float64 { return math.Exp(sum / float64(out.N)) }, logs)
	out.Matrix = logs
	var err error
	out.AHPResult, err = AHP(logs)
	return out, err
}

// ReciprocalMatrix returns the n×n matrix of judgements whose upper half, row by
// row, is upper (n(n−1)/2 values): a_ji = 1/a_ij, diagonal 1.
func ReciprocalMatrix(n int, upper []float64) *mat.Dense {
	if n < 1 || len(upper) != n*(n-1)/2 {
		panic("scoring: the upper half of an n×n matrix has n(n−1)/2 values")
	}
	a := mat.NewDense(n, n, nil)
	for i := range n {
		a.Set(i, i, 1)
		for j := i + 1; j < n; j++ {
			a.Set(i, j, upper[0])
			a.Set(j, i, 1/upper[0])
			upper = upper[1:]
		}
	}
	return a
}

func checkJudgements(a mat.Matrix) error {
	n, c := a.Dims()
	if n != c || n == 0 {
		panic("scoring: a matrix of judgements is square")
	}
	var err error
	for i := range n {
		for j := range n {
			x, y := a.At(i, j), a.At(j, i)
			switch {
			case math.IsNaN(x):
				return ErrNotJudged
			case math.IsNaN(y): // met later
			case !(x > 0) || !(math.Abs(x*y-1) <= 1e-6) || i == j && x != 1:
				err = ErrNotReciprocal
			}
		}
	}
	return err
}

// principalEigenvector returns the eigenvector of the largest eigenvalue of a
// positive matrix, sum 1, and that eigenvalue. By Perron's theorem the columns
// of a^(2^k) tend to it, here by squaring: 2^k power iterations in k steps.
func principalEigenvector(a mat.Matrix) (w []float64, lambda float64) {
	n, _ := a.Dims()
	p := mat.DenseCopyOf(a)
	ones, v, last := mat.NewVecDense(n, nil), mat.NewVecDense(n, nil), mat.NewVecDense(n, nil)
	for i := range n {
		ones.SetVec(i, 1)
	}
	for range 64 {
		p.Scale(1/mat.Max(p), p)
		v.MulVec(p, ones)
		v.ScaleVec(1/mat.Sum(v), v)
		last.SubVec(v, last)
		if mat.Norm(last, math.Inf(1)) < 1e-16 {
			break
		}
		last.CopyVec(v)
		var square mat.Dense
		square.Mul(p, p)
		p = &square
	}
	var av mat.VecDense
	av.MulVec(a, v)
	lambda = mat.Sum(&av)
	av.ScaleVec(1/lambda, &av)
	return mat.Col(nil, 0, &av), lambda
}

func rowGeometricMeans(a mat.Matrix) []float64 {
	n, _ := a.Dims()
	g := make([]float64, n)
	sum := 0.0
	for i := range n {
		for j := range n {
			g[i] += math.Log(a.At(i, j)) / float64(n)
		}
		g[i] = math.Exp(g[i])
		sum += g[i]
	}
	for i := range g {
		g[i] /= sum
	}
	return g
}

func geometricConsistency(a mat.Matrix, g []float64) float64 {
	n := len(g)
	sum := 0.0
	for i := range g {
		for j := i + 1; j < n; j++ {
			e := math.Log(a.At(i, j) * g[j] / g[i])
			sum += e * e
		}
	}
	return 2 * sum / float64((n-1)*(n-2))
}
