package scoring

// AtLeast returns the probability that at least m of independent events happen,
// whose probabilities are p (Poisson-binomial, exact): that a unit which was named
// in several rounds truly belonged there in m of them. It is 1 for m ≤ 0; a NaN
// among p gives NaN.
func AtLeast(p []float64, m int) float64 {
	if m <= 0 {
		return 1
	}
	exactly := make([]float64, len(p)+1) // exactly[j]: j events so far
	exactly[0] = 1
	for i, x := range p {
		for j := i + 1; j > 0; j-- {
			exactly[j] = exactly[j]*(1-x) + exactly[j-1]*x
		}
		exactly[0] *= 1 - x
	}
	sum := 0.0
	for j := len(p); j >= m; j-- {
		sum += exactly[j]
	}
	return min(sum, 1)
}

// NamedByChance returns the probability that a unit is among the last k of n in
// at least m of so many rounds if no unit differs from another and rounds are
// independent: how often a rule names somebody for nothing. It panics unless
// 0 ≤ k ≤ n and n > 0.
func NamedByChance(n, k, m, rounds int) float64 {
	if n <= 0 || k < 0 || k > n {
		panic("scoring: the last k of n units need 0 ≤ k ≤ n")
	}
	p := make([]float64, rounds)
	for i := range p {
		p[i] = float64(k) / float64(n)
	}
	return AtLeast(p, m)
}

// RejectedByChance returns how many of n hypotheses that all hold, with independent
// p values, the procedure of Benjamini and Hochberg is expected to reject at a
// level:
//
//	α Σ_{j=0}^{n-1} (j+1) · (n-1)!/(n-1-j)! · (α/n)^j
//
// It panics unless n > 0 and 0 < α < 1.
//
// Finner, H. & Roters, M. (2002), Annals of Statistics 30, 220–238.
func RejectedByChance(n int, alpha float64) float64 {
	if n <= 0 || !(alpha > 0 && alpha < 1) {
		panic("scoring: expected rejections need hypotheses and a level between 0 and 1")
	}
	sum, term := 0.0, 1.0
	for j := range n {
		sum += float64(j+1) * term
		term *= float64(n-1-j) * alpha / float64(n)
	}
	return alpha * sum
}
