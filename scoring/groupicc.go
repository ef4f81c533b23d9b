package scoring

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/stat"
)

// A GroupReliability says how much of an answer belongs to the group.
type GroupReliability struct {
	Rows, N, Dropped int // answers given, used, and left out because missing
	Groups           int // K, groups with an answer

	ICC1     float64 // reliability of one member's answer, with the mean group size
	ICC1N0   float64 // the same with N0: the moment estimator
	ICC2     float64 // reliability of a group mean; NaN where MSB is 0
	MSB, MSW float64 // mean squares between and within groups
	F, P     float64 // F = MSB/MSW and its p value of no group effect; NaN where MSW is 0
	DF1, DF2 float64 // K−1, N−K
	MeanSize float64 // N/K
	N0       float64 // (N − Σ n²/N)/(K−1)
}

// GroupICC returns ICC(1) and ICC(2) from the one-way analysis of variance of
// y (NaN: not answered) over the groups named in group, as long as y:
//
//	ICC(1) = (MSB − MSW)/(MSB + (m−1) MSW),  ICC(2) = (MSB − MSW)/MSB
//
// with m the mean group size (N0 for ICC1N0). Both may be negative. Fewer than
// two groups, or no group with two answers, give ErrTooFew; answers that are
// all equal give ErrConstant. It panics if the lengths differ.
//
// Bartko, J. J. (1976), Psychological Bulletin 83, 762–765; Bliese, P. D.
// (2000), in Klein & Kozlowski, Multilevel Theory, 349–381.
func GroupICC(y []float64, group []string) (GroupReliability, error) {
	if len(y) != len(group) {
		panic("scoring: y and group differ in length")
	}
	members, at := [][]float64{}, map[string]int{}
	r := GroupReliability{Rows: len(y)}
	nan := math.NaN()
	r.ICC1, r.ICC1N0, r.ICC2, r.MSB, r.MSW, r.F, r.P = nan, nan, nan, nan, nan, nan, nan
	all := []float64{}
	for i, v := range y {
		if math.IsNaN(v) {
			r.Dropped++
			continue
		}
		g, ok := at[group[i]]
		if !ok {
			g = len(members)
			at[group[i]] = g
			members = append(members, nil)
		}
		members[g] = append(members[g], v)
		all = append(all, v)
	}
	r.N, r.Groups = len(all), len(members)
	if r.Groups < 2 || r.N == r.Groups {
		return r, ErrTooFew
	}
	n, k := float64(r.N), float64(r.Groups)
	between, within, squares := 0.0, 0.0, 0.0
	grand := stat.Mean(all, nil)
	for _, m := range members {
		mean, size := stat.Mean(m, nil), float64(len(m))
		between += size * (mean - grand) * (mean - grand)
		squares += size * size
		for _, v := range m {
			within += (v - mean) * (v - mean)
		}
	}
	r.DF1, r.DF2 = k-1, n-k
	r.MSB, r.MSW = settled(between/r.DF1, all), settled(within/r.DF2, all)
	if r.MSB == 0 && r.MSW == 0 {
		return r, ErrConstant
	}
	r.MeanSize, r.N0 = n/k, (n-squares/n)/(k-1)
	r.ICC1 = (r.MSB - r.MSW) / (r.MSB + (r.MeanSize-1)*r.MSW)
	r.ICC1N0 = (r.MSB - r.MSW) / (r.MSB + (r.N0-1)*r.MSW)
	if r.MSB > 0 {
		r.ICC2 = (r.MSB - r.MSW) / r.MSB
	}
	if r.MSW > 0 {
		r.F = r.MSB / r.MSW
		r.P = fSurvival(r.F, r.DF1, r.DF2)
	}
	return r, nil
}

// settled returns a mean square of x, 0 where it is no more than rounding.
func settled(ms float64, x []float64) float64 {
	if size := max(slices.Max(x), -slices.Min(x)); ms <= 1e-26*size*size {
		return 0
	}
	return ms
}
