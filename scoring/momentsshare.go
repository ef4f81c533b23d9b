package scoring

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// ExactDrivers is the most drivers whose shares ShareErrors decomposes by LMG;
// more are decomposed by relative weights, which cost less.
const ExactDrivers = 10

// A DriverShare is one driver's share of the explained variance with its error.
type DriverShare struct {
	Share     float64 // of R², 0–1
	SE        float64
	Low, High float64 // interval at the level asked for, within 0–1
}

// DriverShares are the shares of all drivers of one outcome and how well they
// can be told apart.
type DriverShares struct {
	R2, R2SE        float64
	RelativeWeights bool // by relative weights instead of LMG
	N, Dropped      int  // rows used, and left out because an answer was missing
	Drivers         []DriverShare
	Apart           [][]bool // i's and j's shares differ beyond error: all pairs tested jointly (Holm)
}

// ShareErrors returns the shares of R² that the drivers of an outcome have (the
// first of the items is the outcome, the others are its drivers), by LMG or
// relative weights, with errors by the delta method: shares are a smooth
// function f of the covariances s, so
//
//	Var f_k = Σ ∂f_k/∂s_ab ∂f_k/∂s_cd Cov(s_ab, s_cd)
//
// where the covariances of covariances are those of the patterns counted, with
// no assumption about how answers are distributed. Ballots are taken as a
// simple random sample. Errors are those of KeyDrivers; level not in (0, 1)
// panics.
//
// Browne, M. W. (1984), British Journal of Mathematical and Statistical
// Psychology 37, 62–83 (the covariances of covariances); Holm, S. (1979),
// Scandinavian Journal of Statistics 6, 65–70.
func (p *Patterns) ShareErrors(items []int, level float64) (DriverShares, error) {
	m := p.Moments(0, items...)
	return m.shareErrors(level, func(g []*mat.SymDense) *mat.SymDense { return p.forms(items, g) })
}

// ShareErrors is the method of that name of Patterns for answers that are
// jointly normal, Cov(s_ab, s_cd) = (s_ac s_bd + s_ad s_bc)/n: where there are
// too many patterns to count.
func (m *Moments) ShareErrors(level float64) (DriverShares, error) {
	return m.shareErrors(level, m.normalForms)
}

// normalForms returns the sampling covariances of quadratic forms of the
// covariances of normal variables, 2 tr(G S H S)/n.
func (m *Moments) normalForms(g []*mat.SymDense) *mat.SymDense {
	c, _ := m.Covariances()
	products := make([]mat.Dense, len(g))
	for i := range g {
		products[i].Mul(g[i], c)
	}
	out := mat.NewSymDense(len(g), nil)
	for i := range g {
		for j := range i + 1 {
			var both mat.Dense
			both.Mul(&products[i], &products[j])
			out.SetSym(i, j, 2*mat.Trace(&both)/float64(m.n))
		}
	}
	return out
}

func (m *Moments) shareErrors(level float64, forms func([]*mat.SymDense) *mat.SymDense) (DriverShares, error) {
	checkLevel(level)
	used, dropped := m.Rows()
	out := DriverShares{N: used, Dropped: dropped}
	if _, err := m.regression(); err != nil {
		return out, err
	}
	c, _ := m.Covariances()
	f, err := driverShares(c)
	if err != nil {
		return out, err
	}
	last := len(f) - 1
	out.RelativeWeights = last > ExactDrivers
	g, err := shareSlopes(c, len(f))
	if err != nil {
		return out, err
	}
	v := forms(g)
	out.R2, out.R2SE = f[last], math.Sqrt(v.At(last, last))
	for k, share := range f[:last] {
		se := math.Sqrt(v.At(k, k))
		half := normalHalf(se, level)
		out.Drivers = append(out.Drivers, DriverShare{share, se, max(0, share-half), min(1, share+half)})
	}
	out.Apart = sharesApart(f[:last], v, 1-level)
	return out, nil
}

// driverShares returns each driver's share of R², then R², from covariances
// whose first variable is the outcome.
func driverShares(c *mat.SymDense) ([]float64, error) {
	r, err := regress(c)
	if err != nil {
		return nil, err
	}
	p := len(r.rxy)
	var parts []float64
	if p <= ExactDrivers {
		parts = shapley(r.subsets(), p)
	} else if raw, ok := r.relativeWeights(); ok {
		parts = raw
	} else {
		return nil, ErrCollinear
	}
	r2 := 0.0
	for _, part := range parts {
		r2 += part
	}
	if r2 < 1e-14 {
		return nil, ErrUnrelated
	}
	for k := range parts {
		parts[k] /= r2
	}
	return append(parts, r2), nil
}

// shareSlopes returns, by driver and then for R², the slopes of driverShares in
// the covariances, by central differences: a symmetric matrix G each, such that
// a small change D of the covariances changes the value by Σ g_ab d_ab.
func shareSlopes(c *mat.SymDense, values int) ([]*mat.SymDense, error) {
	const step = 1e-5
	k := c.SymmetricDim()
	g := make([]*mat.SymDense, values)
	for i := range g {
		g[i] = mat.NewSymDense(k, nil)
	}
	moved := mat.NewSymDense(k, nil)
	for a := range k {
		for b := a; b < k; b++ {
			h := step * math.Sqrt(c.At(a, a)*c.At(b, b))
			at := func(h float64) ([]float64, error) {
				moved.CopySym(c)
				moved.SetSym(a, b, c.At(a, b)+h)
				return driverShares(moved)
			}
			up, err := at(h)
			if err != nil {
				return nil, err
			}
			down, err := at(-h)
			if err != nil {
				return nil, err
			}
			both := 2.0 // off the diagonal an element stands twice
			if a == b {
				both = 1
			}
			for i := range g {
				g[i].SetSym(a, b, (up[i]-down[i])/(2*h)/both)
			}
		}
	}
	return g, nil
}

// sharesApart tests all pairs of shares jointly, given their covariances.
func sharesApart(f []float64, v *mat.SymDense, alpha float64) [][]bool {
	apart := make([][]bool, len(f))
	var p []float64
	for i := range f {
		apart[i] = make([]bool, len(f))
		for j := range i {
			se := math.Sqrt(max(0, v.At(i, i)+v.At(j, j)-2*v.At(i, j)))
			p = append(p, math.Erfc(math.Abs(f[i]-f[j])/se/math.Sqrt2))
		}
	}
	adjusted, at := AdjustP(p, Holm), 0
	for i := range f {
		for j := range i {
			apart[i][j] = adjusted[at] <= alpha
			apart[j][i] = apart[i][j]
			at++
		}
	}
	return apart
}
