package scoring

import (
	"math"
	"slices"
)

// A field is the units of one tier that have a value at one node.
type field struct {
	x, se, df []float64
	at        map[int]int // unit → its place in x
	rank      []int
	prob      []RankDistribution
	sets      []RankSet
}

type fieldKey struct {
	tier string
	node int
}

// field returns the field of a tier at a node, made once.
func (j *judge) field(tier string, node int) *field {
	key := fieldKey{tier, node}
	f := j.fields[key]
	if f != nil {
		return f
	}
	f = &field{at: map[int]int{}}
	for i := range j.units {
		if s := j.units[i].Scores[node]; j.units[i].Tier == tier && !math.IsNaN(s.Value) {
			f.at[i] = len(f.x)
			f.x, f.se, f.df = append(f.x, s.Value), append(f.se, s.SE), append(f.df, s.DF)
		}
	}
	f.rank = CompetitionRanks(f.x)
	j.fields[key] = f
	return f
}

// worse returns how many units have a lower value.
func (f *field) worse(at int) (n int) {
	for _, x := range f.x {
		if x < f.x[at] {
			n++
		}
	}
	return n
}

// escape returns the lowest value of which at least k are worse, or the highest.
func (f *field) escape(k int) float64 {
	sorted := slices.Sorted(slices.Values(f.x))
	for _, x := range sorted[min(k, len(sorted)-1):] {
		if x > sorted[max(0, min(k, len(sorted))-1)] {
			return x
		}
	}
	return sorted[len(sorted)-1]
}

// chances returns the rank distributions, made when first asked for.
func (f *field) chances() []RankDistribution {
	if f.prob == nil {
		f.prob = RankProbabilities(f.x, known(f.se))
	}
	return f.prob
}

// regions returns the joint intervals of the ranks, made when first asked for.
func (f *field) regions(level float64) []RankSet {
	if f.sets == nil {
		f.sets = rankSets(f.x, Distinct(f.x, f.se, f.df, level))
	}
	return f.sets
}
