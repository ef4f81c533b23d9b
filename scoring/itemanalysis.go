package scoring

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// An ItemStatistic says how one item stands to its scale. Correlations of an
// item without variance, or with a sum without variance, are NaN.
type ItemStatistic struct {
	Mean, SD              float64 // over the complete rows; SD divides by n−1
	RTotal                float64 // correlation with the sum of all items
	RRest                 float64 // correlation with the sum of the other items
	RCorrected            float64 // item-whole correlation corrected for overlap and unreliability
	AlphaIfDeleted        float64 // α of the other items; NaN where fewer than two are left
	StandardizedIfDeleted float64 // standardised α of the other items; NaN likewise
	SMC                   float64 // squared multiple correlation with the other items
}

// An ItemAnalysis holds one statistic per column and the rows behind them.
type ItemAnalysis struct {
	Rows, N, Dropped int // rows given, used, and left out because an answer was missing
	Items            []ItemStatistic
}

// AnalyzeItems returns the item analysis of a scale, x as in CronbachAlpha
// (n×k, k ≥ 2, reverse-keyed, rows with a NaN left out):
//
//	RTotal     = r(x_j, Σ_l x_l)
//	RRest      = r(x_j, Σ_{l≠j} x_l)
//	RCorrected = Σ_l ρ_jl / √(Σ_ml ρ_ml),  ρ the correlations with the squared
//	             multiple correlations in the diagonal
//
// Errors and panics as CronbachAlpha. RCorrected is NaN where the items are
// linearly dependent or any of them is constant.
//
// Nunnally, J. C. & Bernstein, I. H. (1994), Psychometric Theory, chapter 8;
// Cureton, E. E. (1966), Psychometrika 31, 93–96 (RCorrected).
func AnalyzeItems(x mat.Matrix) (ItemAnalysis, error) { return MomentsOf(x, nil).AnalyzeItems() }

// AnalyzeItems is the function of that name over the rows taken in, which
// should all weigh the same.
func (m *Moments) AnalyzeItems() (ItemAnalysis, error) {
	a, c, err := m.reliability()
	out := ItemAnalysis{Rows: a.Rows, N: a.N, Dropped: a.Dropped}
	if err != nil {
		return out, err
	}
	out.Items = make([]ItemStatistic, a.Items)
	whole, smc := correctedItemWhole(c)
	means := m.Means()
	total := mat.Sum(c)
	for j := range out.Items {
		with := 0.0 // covariance with the total
		for l := range a.Items {
			with += c.At(j, l)
		}
		own := c.At(j, j)
		rest := without(c, j)
		out.Items[j] = ItemStatistic{
			Mean:                  means[j],
			SD:                    math.Sqrt(own),
			RTotal:                ratioR(with, own, total),
			RRest:                 ratioR(with-own, own, total-2*with+own),
			RCorrected:            whole[j],
			AlphaIfDeleted:        rawAlpha(rest),
			StandardizedIfDeleted: math.NaN(),
			SMC:                   smc[j],
		}
		if r := correlations(rest); r != nil {
			out.Items[j].StandardizedIfDeleted = rawAlpha(r)
		}
	}
	return out, nil
}

// correctedItemWhole returns RCorrected and the squared multiple correlations.
func correctedItemWhole(c *mat.SymDense) (whole, smc []float64) {
	k := c.SymmetricDim()
	whole, smc = make([]float64, k), make([]float64, k)
	r := correlations(c)
	var unique []float64
	if r != nil {
		unique = uniqueShares(r)
	}
	if unique == nil {
		for j := range k {
			whole[j], smc[j] = math.NaN(), math.NaN()
		}
		return whole, smc
	}
	for j, u := range unique {
		smc[j] = 1 - u
		r.SetSym(j, j, smc[j])
	}
	scale := math.NaN()
	if total := mat.Sum(r); total > 0 {
		scale = math.Sqrt(total)
	}
	for j := range k {
		for l := range k {
			whole[j] += r.At(j, l) / scale
		}
	}
	return whole, smc
}

// without returns the covariances of the items but j.
func without(c *mat.SymDense, j int) *mat.SymDense {
	k := c.SymmetricDim()
	out := mat.NewSymDense(k-1, nil)
	for a := range k - 1 {
		for b := range a + 1 {
			from, to := a, b
			if from >= j {
				from++
			}
			if to >= j {
				to++
			}
			out.SetSym(a, b, c.At(from, to))
		}
	}
	return out
}

// ratioR returns a correlation, NaN where a variance is none.
func ratioR(covariance, v, w float64) float64 {
	if !(v > 0 && w > 1e-12*v) {
		return math.NaN()
	}
	return covariance / math.Sqrt(v*w)
}
