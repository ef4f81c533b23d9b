package scoring

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mat"
)

// A RankBootstrap sets up the bootstrap of MogstadRomanoShaikhWilhelm.
type RankBootstrap struct {
	Level float64     // confidence level, 0–1
	Src   rand.Source // the same source and state give the same sets
	Draws int         // bootstrap draws; 0 means 2000
	// Marginal asks for sets that each hold at the level alone; otherwise all
	// true ranks lie in their sets together with probability at least Level.
	Marginal bool
}

// RankConfidence is the rank sets of a RankBootstrap.
type RankConfidence struct {
	Sets    []RankSet // as x
	Draws   int       // bootstrap draws used
	Steps   int       // critical values computed, the most for any set
	Unknown int       // units with an unknown error: they differ from no other
}

// MogstadRomanoShaikhWilhelm returns rank confidence sets of K independent
// estimates x with standard errors se (as in Ranks; rank 1 is the largest):
//
//	[1 + #{j shown to be higher}, K − #{j shown to be lower}]
//
// Each ordered pair is a hypothesis, θ_i ≤ θ_j, with the statistic
// (x_i − x_j)/√(se_i² + se_j²); it is rejected (i is shown to be higher) above the
// critical value c, the Level quantile (R's type 7) over bootstrap draws
// z_i ~ N(0, se_i²) of
//
//	max_{(i,j) in I} (z_i − z_j)/√(se_i² + se_j²)
//
// I holds all ordered pairs (for a marginal set, those with its unit); rejected
// ones leave I, their reverses stay, and c is computed anew until nothing more
// is rejected. Pairs whose values are both known exactly differ if the values
// do. The draws leave a little noise: a bound may be off by one with another
// seed. Time is draws × pairs × steps at most; for independent estimates only the
// few pairs that can hold a draw's largest statistic are looked at.
//
// It panics on wrong lengths, a NaN in x, a level outside 0–1, fewer than 100
// draws and a nil Src.
//
// Mogstad, M., Romano, J. P., Shaikh, A. M. & Wilhelm, D. (2024), Rev. Econ. Stud.
// 91, 476–518. Romano, J. P. & Wolf, M. (2005), Econometrica 73, 1237–1282.
func MogstadRomanoShaikhWilhelm(x, se []float64, b RankBootstrap) RankConfidence {
	checkEstimates(x, se, b.Level)
	normal := b.normal()
	return b.run(x, se, func(i, j int) float64 { return math.Hypot(se[i], se[j]) }, func(z []float64) {
		for i, s := range se {
			z[i] = s * normal()
		}
	})
}

// MogstadRomanoShaikhWilhelmCov does the same for dependent estimates with the
// K×K covariance matrix cov; the error of a pair is √(v_ii + v_jj − 2 v_ij). It
// panics if cov has another size, a NaN, or clearly negative eigenvalues.
func MogstadRomanoShaikhWilhelmCov(x []float64, cov mat.Symmetric, b RankBootstrap) RankConfidence {
	k := len(x)
	if cov.SymmetricDim() != k {
		panic("scoring: x and its covariance differ in size")
	}
	se, scale := make([]float64, k), 0.0
	for i := range se {
		se[i] = math.Sqrt(cov.At(i, i))
		scale = max(scale, cov.At(i, i))
	}
	checkEstimates(x, se, b.Level)
	root := covarianceRoot(cov, scale)
	normal := b.normal()
	e, drawn := mat.NewVecDense(k, nil), mat.NewVecDense(k, nil)
	return b.run(x, nil, func(i, j int) float64 {
		v := cov.At(i, i) + cov.At(j, j) - 2*cov.At(i, j)
		if v <= 1e-12*scale { // nothing but rounding
			return 0
		}
		return math.Sqrt(v)
	}, func(z []float64) {
		for i := range k {
			e.SetVec(i, normal())
		}
		drawn.MulVec(root, e)
		copy(z, drawn.RawVector().Data)
	})
}

// covarianceRoot returns a matrix A with A Aᵀ = cov, which may be singular.
func covarianceRoot(cov mat.Symmetric, scale float64) *mat.Dense {
	k := cov.SymmetricDim()
	for i := range k {
		for j := range k {
			if v := cov.At(i, j); math.IsNaN(v) || math.IsInf(v, 0) {
				panic("scoring: covariances must be numbers")
			}
		}
	}
	var eigen mat.EigenSym
	if !eigen.Factorize(cov, true) {
		panic("scoring: the covariance matrix has no eigenvalues")
	}
	var root mat.Dense
	eigen.VectorsTo(&root)
	for j, v := range eigen.Values(nil) {
		if v < -1e-9*scale*float64(k) {
			panic("scoring: the covariance matrix is not positive semidefinite")
		}
		for i := range k {
			root.Set(i, j, root.At(i, j)*math.Sqrt(max(0, v)))
		}
	}
	return &root
}

func (b RankBootstrap) normal() func() float64 {
	if b.Src == nil {
		panic("scoring: a bootstrap needs a source")
	}
	return rand.New(b.Src).NormFloat64
}

// run draws, tests and counts; scale is the error of a pair's difference, se
// what the draws are bounded by (nil: nothing).
func (b RankBootstrap) run(x, se []float64, scale func(i, j int) float64, draw func(z []float64)) RankConfidence {
	out := RankConfidence{Draws: b.Draws, Sets: make([]RankSet, len(x))}
	if b.Draws == 0 {
		out.Draws = 2000
	}
	if out.Draws < 100 {
		panic("scoring: a bootstrap needs a hundred draws")
	}
	s := newRankSteps(x, b.Level, out.Draws, scale)
	for r := range out.Draws {
		draw(s.draw(r))
	}
	s.bound(se)
	for i := range x {
		out.Sets[i] = RankSet{1, len(x)}
		if math.IsNaN(scale(i, i)) {
			out.Unknown++
		}
	}
	if !b.Marginal {
		for _, p := range s.differ(s.all()) {
			out.Sets[p.low].Low++
			out.Sets[p.high].High--
		}
		out.Steps = s.steps
		return out
	}
	for i := range x {
		s.steps = 0
		for _, p := range s.differ(s.of(i)) {
			if p.low == i {
				out.Sets[i].Low++
			} else {
				out.Sets[i].High--
			}
		}
		out.Steps = max(out.Steps, s.steps)
	}
	return out
}
