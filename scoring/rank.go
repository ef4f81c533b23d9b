package scoring

// A Rank is a unit's place among units of its tier; rank 1 is the largest value.
type Rank struct {
	Rank     int       // competition rank, ties 1-2-2-4
	Low      int       // joint interval of the rank: with probability at least level, all
	High     int       // units' true ranks lie in their intervals (pairwise z tests, Holm)
	Expected float64   // expected rank under independent normals
	PLast    []float64 // PLast[k-1] = P(among the last k), k = 1..K; nil where no error is known
}

// Ranks ranks x with standard errors se (0: known exactly; NaN: unknown, then
// the intervals of all are as wide as they must be). It panics on a NaN in x.
func Ranks(x, se []float64, level float64) []Rank { panic("scoring: not written yet") }

// Distinct reports, for every pair, whether x[i] and x[j] differ by the joint
// pairwise z tests with Holm's correction that Ranks uses.
func Distinct(x, se []float64, level float64) [][]bool { panic("scoring: not written yet") }
