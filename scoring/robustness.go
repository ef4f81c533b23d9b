package scoring

import "math/rand/v2"

// A Perturbation says how weights are drawn around the declared ones.
type Perturbation struct {
	Draws  int     // how often; at least 1
	Spread float64 // largest relative change of a weight, 0–1: 0.25 draws from 75 % to 125 %
	Seed   uint64
}

// A Robustness says where a unit is placed when the weights are not taken as
// certain. It tells of the weights alone: sampling error is not in it.
type Robustness struct {
	Rank      int     // under the declared weights, ties 1-2-2-4
	Median    int     // of the ranks over the draws
	Low, High int     // 5 % and 95 % points: the smallest ranks that these shares of the draws reach
	Last      float64 // share of the draws in which fewer than k units score worse, 0–1
	Shift     float64 // mean of |rank − Rank| over the draws, places
}

// WeightRobustness draws weights at random around the declared ones, each by
// itself and uniformly,
//
//	w'_j = w_j (1 + s (2 U_j − 1)),  U_j uniform on [0, 1)
//
// and ranks the units, the largest score first, in each of the draws. score
// writes the scores of all units under some weights; it says how many units
// there are by the length of out, and may renormalise the weights as it likes.
// k is how many of the last places are looked at.
//
// The same seed draws the same weights on every machine (PCG). A spread of 0
// leaves every rank as it is. It panics on a Perturbation out of range.
//
// Saisana, M., Saltelli, A. & Tarantola, S. (2005), Journal of the Royal
// Statistical Society A 168, 307–323. OECD & JRC (2008), Handbook on
// Constructing Composite Indicators, step 7.
func WeightRobustness(units int, score func(weights, out []float64), declared []float64, k int, p Perturbation) []Robustness {
	if p.Draws < 1 || !(p.Spread >= 0 && p.Spread <= 1) {
		panic("scoring: perturbation out of range")
	}
	scores := make([]float64, units)
	score(declared, scores)
	reference := CompetitionRanks(scores)
	counts := make([][]int, units) // draws by rank − 1
	for i := range counts {
		counts[i] = make([]int, units)
	}
	out := make([]Robustness, units)
	weights := make([]float64, len(declared))
	random := rand.New(rand.NewPCG(p.Seed, 0))
	for range p.Draws {
		for j, w := range declared {
			weights[j] = w * (1 + float64(p.Spread*(2*random.Float64()-1)))
		}
		score(weights, scores)
		ranks := CompetitionRanks(scores)
		worse := worseThan(ranks)
		for i, rank := range ranks {
			counts[i][rank-1]++
			if worse[rank-1] < k {
				out[i].Last++
			}
		}
	}
	for i := range out {
		out[i].summarise(reference[i], counts[i], p.Draws)
	}
	return out
}

// worseThan returns, by rank − 1, how many units are ranked lower.
func worseThan(ranks []int) []int {
	same := make([]int, len(ranks))
	for _, r := range ranks {
		same[r-1]++
	}
	for i := range same {
		same[i] = len(ranks) - i - same[i]
	}
	return same
}

// summarise fills in a unit's figures from the number of draws by rank.
func (r *Robustness) summarise(reference int, counts []int, draws int) {
	r.Rank = reference
	r.Low, r.Median, r.High = rankQuantile(counts, draws, 5), rankQuantile(counts, draws, 50), rankQuantile(counts, draws, 95)
	r.Last /= float64(draws)
	places := 0
	for i, n := range counts {
		places += n * abs(i+1-reference)
	}
	r.Shift = float64(places) / float64(draws)
}

// rankQuantile returns the smallest rank that is not exceeded in a share of
// the draws, in percent.
func rankQuantile(counts []int, draws, percent int) int {
	sum := 0
	for i, n := range counts {
		if sum += n; 100*sum >= percent*draws {
			return i + 1
		}
	}
	return len(counts)
}

// MeanRankShift returns the average shift in ranks between two rankings of the
// same units,
//
//	R̄ = 1/K Σ |rank_i − rank'_i|
//
// the measure of Saisana et al. (2005). It panics where the lengths differ.
func MeanRankShift(a, b []int) float64 {
	if len(a) != len(b) {
		panic("scoring: rankings differ in length")
	}
	sum := 0
	for i := range a {
		sum += abs(a[i] - b[i])
	}
	return float64(sum) / float64(len(a))
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}
