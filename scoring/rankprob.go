package scoring

import "math"

// A RankDistribution holds P(rank = r) at [r-1], r = 1..K.
type RankDistribution []float64

// First returns the probability of being among the first k.
func (d RankDistribution) First(k int) float64 {
	p := 0.0
	for _, x := range d[:min(max(k, 0), len(d))] {
		p += x
	}
	return min(p, 1)
}

// Last returns the probability of being among the last k.
func (d RankDistribution) Last(k int) float64 {
	p := 0.0
	for i := len(d) - 1; i >= max(0, len(d)-k); i-- {
		p += d[i]
	}
	return min(p, 1)
}

// Quantile returns the smallest rank whose cumulative probability reaches q.
func (d RankDistribution) Quantile(q float64) int {
	sum := 0.0
	for i, p := range d {
		sum += p
		if sum >= q {
			return i + 1
		}
	}
	return len(d)
}

// last returns Last(k) for k = 1..K, at [k-1].
func (d RankDistribution) last() []float64 {
	out := make([]float64, len(d))
	sum := 0.0
	for k := range out {
		sum += d[len(d)-1-k]
		out[k] = min(sum, 1)
	}
	out[len(d)-1] = 1
	return out
}

// ExpectedRanks returns the expected ranks of independent normals, rank 1 the
// largest: 1 + Σ_j Φ((x_j − x_i)/√(se_i² + se_j²)). Values known exactly and
// equal share their ranks.
func ExpectedRanks(x, se []float64) []float64 {
	out := make([]float64, len(x))
	for i := range x {
		out[i]++
		for j := i + 1; j < len(x); j++ {
			p := 0.5
			if d := x[j] - x[i]; d != 0 {
				p = normalCDF(d / math.Hypot(se[i], se[j]))
			}
			out[i] += p
			out[j] += 1 - p
		}
	}
	return out
}

// RankProbabilities returns the rank distributions of independent normals with
// means x and standard errors se (0: known exactly), rank 1 the largest:
//
//	P(rank_i = r) = ∫ φ_i(v) P(r−1 of the others exceed v) dv
//
// by Gauss-Legendre quadrature over v and the Poisson-binomial distribution of
// the number of others above v; absolute error below 1e-6. At each v only
// units within 6.5 standard errors of it enter the Poisson-binomial, of which
// only the counts with a probability are kept, so that a thousand units take
// about a second. Values known exactly and equal are ordered at random.
func RankProbabilities(x, se []float64) []RankDistribution {
	checkEstimates(x, se, 0.95)
	q := &rankQuadrature{x: x, se: resolvable(x, se), out: make([]RankDistribution, len(x))}
	cells := make([]float64, len(x)*len(x))
	for i := range q.out {
		q.out[i] = cells[i*len(x) : (i+1)*len(x)]
	}
	for _, span := range q.spans() {
		q.integrate(span[0], span[1])
	}
	for i := range x {
		if q.se[i] == 0 {
			q.exact(i)
		}
		normalise(q.out[i])
	}
	return q.out
}

// resolvable returns se with 0 for errors too small beside x to integrate over.
func resolvable(x, se []float64) []float64 {
	out := make([]float64, len(se))
	for i, s := range se {
		if s > 1e-10*math.Abs(x[i]) {
			out[i] = s
		}
	}
	return out
}

// normalise makes the probabilities add up to 1, and not negative by rounding.
func normalise(d RankDistribution) {
	sum := 0.0
	for i, p := range d {
		d[i] = max(0, p)
		sum += d[i]
	}
	for i := range d {
		d[i] /= sum
	}
}

func normalCDF(z float64) float64 { return math.Erfc(-z/math.Sqrt2) / 2 }
