package scoring

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// A PathBlock says how far the items of a latent variable measure one thing,
// from their correlations; a single item has 1, 1, 1 and 0.
type PathBlock struct {
	Items                    int
	Alpha                    float64 // Cronbach's α of the standardised items
	DillonGoldstein          float64 // ρ from the loadings on the first principal component
	Eigenvalue1, Eigenvalue2 float64 // the two largest; one thing if only the first exceeds 1
}

func sign(x float64) float64 {
	switch {
	case x > 0:
		return 1
	case x < 0:
		return -1
	}
	return 0
}

// inner returns the inner weights e, those of latent variable l in column l.
func (p *PathResult) inner(s *mat.Dense) (*mat.Dense, error) {
	n := len(p.model.Blocks)
	e := mat.NewDense(n, n, nil)
	for i := range n {
		for _, j := range p.model.causes(i) {
			c := s.At(i, j)
			if p.model.Scheme == Centroid {
				c = sign(c)
			}
			e.Set(i, j, c)
			e.Set(j, i, c)
		}
	}
	if p.model.Scheme != PathScheme {
		return e, nil
	}
	for i := range n {
		b, err := p.model.regress(s, i)
		if err != nil {
			return nil, err
		}
		for j, c := range b {
			e.Set(j, i, c)
		}
	}
	return e, nil
}

// regress returns the coefficients of the causes of i from the correlations s of
// the latent scores, by cause.
func (m PathModel) regress(s *mat.Dense, i int) (map[int]float64, error) {
	causes := m.causes(i)
	if len(causes) == 0 {
		return nil, nil
	}
	a, b := mat.NewSymDense(len(causes), nil), mat.NewVecDense(len(causes), nil)
	for u, j := range causes {
		b.SetVec(u, s.At(i, j))
		for v, l := range causes[:u+1] {
			a.SetSym(u, v, s.At(j, l))
		}
	}
	var chol mat.Cholesky
	const dependent = 1e12
	if !chol.Factorize(a) || chol.Cond() > dependent {
		return nil, ErrCausesAlike
	}
	var x mat.VecDense
	if err := chol.SolveVecTo(&x, b); err != nil {
		return nil, ErrCausesAlike
	}
	out := map[int]float64{}
	for u, j := range causes {
		out[j] = x.AtVec(u)
	}
	return out, nil
}

// structure fills in all that follows from the outer weights.
func (p *PathResult) structure(w *mat.Dense) error {
	p.direct(w)
	s := p.latent(w)
	p.Correlations = s
	n := len(p.model.Blocks)
	p.Path, p.Effects, p.R2 = make([][]float64, n), make([][]float64, n), make([]float64, n)
	explained, effects := 0.0, 0.0
	for i := range n {
		b, err := p.model.regress(s, i)
		if err != nil {
			return err
		}
		p.Path[i], p.Effects[i] = make([]float64, n), make([]float64, n)
		for _, j := range p.model.causes(i) {
			p.Path[i][j] = b[j]
			p.R2[i] += b[j] * s.At(i, j)
			p.Effects[i][j] += b[j]
			for l := range j {
				p.Effects[i][l] += b[j] * p.Effects[j][l]
			}
		}
		if len(b) > 0 {
			explained += p.R2[i]
			effects++
		}
	}
	communality, items := 0.0, 0.0
	for _, item := range p.Items {
		if len(p.model.Blocks[item.Latent]) > 1 {
			communality += item.Loading * item.Loading
			items++
		}
	}
	p.GoF = math.NaN()
	if items > 0 {
		p.GoF = math.Sqrt(communality / items * explained / effects)
	}
	p.unidimensionality()
	return nil
}

// direct turns the blocks so that most loadings are positive, and sets the
// weights and loadings of the items.
func (p *PathResult) direct(w *mat.Dense) {
	var loadings mat.Dense
	loadings.Mul(p.r, w)
	n := len(p.model.Blocks)
	most, sum := make([]float64, n), make([]float64, n)
	for h, item := range p.Items {
		l := loadings.At(h, item.Latent)
		most[item.Latent] += sign(l)
		sum[item.Latent] += l
	}
	for h := range p.Items {
		item := &p.Items[h]
		l := item.Latent
		turn := 1.0
		if most[l] < 0 || most[l] == 0 && sum[l] < 0 {
			turn = -1
		}
		w.Set(h, l, turn*w.At(h, l))
		item.Weight, item.Loading = w.At(h, l), turn*loadings.At(h, l)
	}
}

// unidimensionality fills in Blocks.
func (p *PathResult) unidimensionality() {
	from := 0
	for _, block := range p.model.Blocks {
		k := len(block)
		r := p.r.SliceSym(from, from+k).(*mat.SymDense)
		from += k
		b := PathBlock{Items: k, Alpha: 1, DillonGoldstein: 1, Eigenvalue1: 1}
		if k > 1 {
			b.Alpha = float64(k) / float64(k-1) * (1 - float64(k)/mat.Sum(r))
			var eigen mat.EigenSym
			if !eigen.Factorize(r, true) {
				panic("scoring: the eigenvalues of correlations were not found")
			}
			values := eigen.Values(nil)
			b.Eigenvalue1, b.Eigenvalue2 = values[k-1], values[k-2]
			var vectors mat.Dense
			eigen.VectorsTo(&vectors)
			total := mat.Sum(vectors.ColView(k - 1))
			common := total * total * b.Eigenvalue1
			b.DillonGoldstein = common / (common + float64(k) - b.Eigenvalue1)
		}
		p.Blocks = append(p.Blocks, b)
	}
}

// Index returns every latent variable as a number from 0 to 100, as ECSI and ACSI
// print satisfaction, for items answered from low to high:
//
//	100 Σ_h u_h (mean_h − low) / (Σ_h u_h (high − low)),  u_h = weight_h / sd_h
//
// over the items of its block. Negative weights may take it out of 0..100; it is
// NaN where the u of a block do not have a positive sum. It panics unless low is
// below high.
//
// Fornell, C. et al. (1996), Journal of Marketing 60(4), 7–18.
func (p PathResult) Index(low, high float64) []float64 {
	if !(low < high) {
		panic("scoring: the scale's low end is not below its high end")
	}
	out := make([]float64, len(p.Blocks))
	weights := make([]float64, len(p.Blocks))
	for _, item := range p.Items {
		u := item.Weight / item.SD
		out[item.Latent] += u * (item.Mean - low)
		weights[item.Latent] += u * (high - low)
	}
	for l := range out {
		out[l] *= 100 / weights[l]
		if !(weights[l] > 0) {
			out[l] = math.NaN()
		}
	}
	return out
}
