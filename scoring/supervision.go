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
