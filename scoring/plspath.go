package scoring

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
)

// What may keep a path model from being estimated.
var (
	ErrNoConvergence = errors.New("the weights of the path model do not settle")
	ErrIsolated      = errors.New("a latent variable is uncorrelated with those it is linked to")
	ErrCausesAlike   = errors.New("the causes of a latent variable are linearly dependent")
)

// An InnerScheme says how the neighbours of a latent variable are weighed in its
// inner estimate.
type InnerScheme uint8

// The schemes of Wold and Lohmöller.
const (
	Centroid   InnerScheme = iota // sign of the correlation
	Factorial                     // the correlation
	PathScheme                    // regression coefficients for causes, correlations for effects
)

// A PathModel links latent variables to items and to each other.
type PathModel struct {
	Blocks [][]int  // the items (columns of the data) of each latent variable
	Path   [][]bool // Path[i][j]: j causes i; j < i
	Scheme InnerScheme
}

// A PathItem is one item in its block.
type PathItem struct {
	Latent, Column int
	Weight         float64 // of the standardised item; the latent score has variance 1
	Loading        float64 // correlation with the latent score; its square is the communality
	Mean, SD       float64 // of the answers, points on the item's scale; SD divides by n−1
}

// A PathResult is an estimated path model.
type PathResult struct {
	N, Dropped   int         // complete rows used; rows left out because an answer was missing
	Iterations   int         // until the squared change of the weights fell below 1e-22
	Items        []PathItem  // by latent variable, in the model's order
	Correlations *mat.Dense  // of the latent scores
	Path         [][]float64 // coefficient of cause j for effect i, at [i][j]; 0 where not linked
	Effects      [][]float64 // total effects, direct and by way of others, likewise
	R2           []float64   // explained share of each latent score; 0 where it has no cause
	GoF          float64     // √(mean communality · mean R²); NaN if every block has one item
	Blocks       []PathBlock // how far each block measures one thing
	model        PathModel
	r            *mat.SymDense // correlations of the items, in the order of Items
}

// PLSPath estimates a path model such as ECSI's or ACSI's by partial least
// squares, mode A, from the answers x (n×k), rows with a NaN left out. Items are
// standardised; from equal weights, until they settle:
//
//	y_l = Σ_h w_h x_h, scaled to variance 1
//	z_l = Σ_m e_lm y_m over the linked m,  e as the scheme says
//	w_h = cov(x_h, z_l)
//
// The sign of a block is such that most of its loadings are positive (in a tie,
// their sum). Paths are the least-squares coefficients of the latent scores.
// GoF takes the communalities of blocks with several items, and the R² of
// effects.
//
// Too few rows for the regressions give ErrTooFew, an item without variance
// ErrConstant, else ErrNoConvergence, ErrIsolated or ErrCausesAlike as they say.
// It panics on a block without items, a column that x lacks, an infinite answer, a latent variable
// without a link, and a cause that does not stand before its effect.
//
// Wold, H. (1982), in Systems under Indirect Observation II, 1–54; Lohmöller,
// J.-B. (1989), Latent Variable Path Modeling with PLS, Physica; Tenenhaus, M. et
// al. (2005), Computational Statistics & Data Analysis 48, 159–205.
func PLSPath(x mat.Matrix, model PathModel) (PathResult, error) {
	_, k := x.Dims()
	causes := model.check(k)
	full, dropped := completeRows(x)
	out := PathResult{Dropped: dropped, model: model}
	out.N, _ = full.Dims()
	if out.N < max(3, causes+2) {
		return out, ErrTooFew
	}
	for l, block := range model.Blocks {
		for _, j := range block {
			item := PathItem{Latent: l, Column: j}
			item.Mean, item.SD = stat.MeanStdDev(mat.Col(nil, j, full), nil)
			low, high := columnRange(full, j)
			if math.IsInf(low, 0) || math.IsInf(high, 0) {
				panic("scoring: infinite answer in a path model")
			}
			if low == high {
				return out, fmt.Errorf("item in column %d: %w", j, ErrConstant)
			}
			out.Items = append(out.Items, item)
		}
	}
	out.correlate(full)
	w, err := out.iterate()
	if err == nil {
		err = out.structure(w)
	}
	if err != nil {
		return PathResult{N: out.N, Dropped: dropped, Iterations: out.Iterations}, err
	}
	return out, nil
}

// check panics on a model that is none, and returns the largest number of causes.
func (m PathModel) check(k int) (causes int) {
	n := len(m.Blocks)
	if len(m.Path) != n || m.Scheme > PathScheme {
		panic("scoring: path model of another size, or an unknown scheme")
	}
	linked := make([]bool, n)
	for i, block := range m.Blocks {
		if len(block) == 0 || len(m.Path[i]) != n {
			panic("scoring: a latent variable without items, or a path matrix that is not square")
		}
		for _, j := range block {
			if j < 0 || j >= k {
				panic("scoring: an item of the path model is no column of the data")
			}
		}
		for j, cause := range m.Path[i] {
			if cause && j >= i {
				panic("scoring: a cause must stand before its effect")
			}
			if cause {
				linked[i], linked[j] = true, true
			}
		}
		causes = max(causes, len(m.causes(i)))
	}
	for _, ok := range linked {
		if !ok {
			panic("scoring: a latent variable without a link")
		}
	}
	return causes
}

// causes returns the latent variables that cause i.
func (m PathModel) causes(i int) (out []int) {
	for j, cause := range m.Path[i] {
		if cause {
			out = append(out, j)
		}
	}
	return out
}

// correlate sets the correlations of the items.
func (p *PathResult) correlate(full *mat.Dense) {
	n, _ := full.Dims()
	z := mat.NewDense(n, len(p.Items), nil)
	for h, item := range p.Items {
		z.SetCol(h, mat.Col(nil, item.Column, full))
	}
	p.r = new(mat.SymDense)
	stat.CorrelationMatrix(p.r, z, nil)
}

// iterate returns the outer weights (items × latent variables).
func (p *PathResult) iterate() (*mat.Dense, error) {
	const settled, limit = 1e-22, 3000
	w := mat.NewDense(len(p.Items), len(p.model.Blocks), nil)
	for h, item := range p.Items {
		w.Set(h, item.Latent, 1)
	}
	if !p.standardise(w) {
		return nil, ErrIsolated
	}
	for p.Iterations = 1; p.Iterations <= limit; p.Iterations++ {
		inner, err := p.inner(p.latent(w))
		if err != nil {
			return nil, err
		}
		var rw, all mat.Dense
		rw.Mul(p.r, w)
		all.Mul(&rw, inner)
		next := mat.NewDense(len(p.Items), len(p.model.Blocks), nil)
		for h, item := range p.Items {
			next.Set(h, item.Latent, all.At(h, item.Latent))
		}
		if !p.standardise(next) {
			return nil, ErrIsolated
		}
		change := 0.0
		for h, item := range p.Items {
			d := math.Abs(next.At(h, item.Latent)) - math.Abs(w.At(h, item.Latent))
			change += d * d
		}
		w = next
		if change < settled {
			return w, nil
		}
	}
	return nil, ErrNoConvergence
}

// latent returns the correlations W'RW of the latent scores.
func (p *PathResult) latent(w *mat.Dense) *mat.Dense {
	var rw, s mat.Dense
	rw.Mul(p.r, w)
	s.Mul(w.T(), &rw)
	return &s
}

// standardise scales the weights so that every latent score has variance 1, and
// reports whether each had any.
func (p *PathResult) standardise(w *mat.Dense) bool {
	s := p.latent(w)
	const none = 1e-20
	for h, item := range p.Items {
		v := s.At(item.Latent, item.Latent)
		if !(v > none) {
			return false
		}
		w.Set(h, item.Latent, w.At(h, item.Latent)/math.Sqrt(v))
	}
	return true
}
