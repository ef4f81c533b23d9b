package scoring

import "math"

// KishDeff returns the design effect of unequal weights and the effective
// number of rows,
//
//	deff_w = n Σw² / (Σw)²,  n_eff = n / deff_w = (Σw)² / Σw²
//
// over the n weights above 0. deff_w is at least 1 and n_eff at most n. No
// weight above 0, or one that is negative or not finite, gives
// ErrSampleWeight.
//
// Kish, L. (1965), Survey Sampling, section 11.7; (1992), Journal of Official
// Statistics 8, 183–200.
func KishDeff(w []float64) (deff, nEff float64, err error) {
	var n, sum, squares, largest float64
	for _, x := range w {
		if !(x >= 0) || math.IsInf(x, 1) {
			return math.NaN(), math.NaN(), ErrSampleWeight
		}
		largest = max(largest, x)
	}
	if largest == 0 {
		return math.NaN(), math.NaN(), ErrSampleWeight
	}
	for _, x := range w {
		if x > 0 {
			n++
			sum += x / largest
			squares += x / largest * (x / largest)
		}
	}
	return n * squares / (sum * sum), sum * sum / squares, nil
}

// designEffects returns the design effects of a mean with variance v, from n
// rows with the weight sum total and the population variance s2:
//
//	deff = v / [s2 (W−n)/(W n)],  replace = v / (s2/n)
//
// against simple random samples without and with replacement. deff is NaN
// unless W > n, that is unless weights add up to a population; both are NaN
// for a constant variable.
func designEffects(v, s2, n, total float64) (deff, replace float64) {
	deff, replace = math.NaN(), math.NaN()
	if !(s2 > 0) {
		return deff, replace
	}
	if total > n {
		deff = v / (s2 * (total - n) / (total * n))
	}
	return deff, v / (s2 / n)
}
