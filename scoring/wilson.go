package scoring

import "math"

// Wilson returns the score interval of a share of which k of n independent trials
// were hits, as shares 0–1, at a level such as 0.95. Unlike p ± z·se it stays
// within 0 and 1, and says something where all or none are hits. Without trials
// it is NaN. It panics unless 0 ≤ k ≤ n and 0 < level < 1.
//
// Wilson, E. B. (1927), JASA 22, 209–212.
func Wilson(k, n int, level float64) (low, high float64) {
	switch {
	case k < 0 || k > n || level <= 0 || level >= 1:
		panic("scoring: Wilson needs 0 ≤ k ≤ n and a level between 0 and 1")
	case n == 0:
		return math.NaN(), math.NaN()
	}
	z := normalUpper((1 - level) / 2)
	p, m := float64(k)/float64(n), float64(n)
	middle := p + z*z/(2*m)
	spread := z * math.Sqrt(p*(1-p)/m+z*z/(4*m*m))
	whole := 1 + z*z/m
	low, high = (middle-spread)/whole, (middle+spread)/whole
	if k == 0 {
		low = 0
	}
	if k == n {
		high = 1
	}
	return low, high
}
