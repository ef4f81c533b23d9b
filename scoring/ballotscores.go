package scoring

import "math"

// A BallotScorer gives single ballots scores of their own, as RespondentFirst
// has them. It is not safe for concurrent use.
type BallotScorer struct {
	in    *Instrument
	tree  tree
	items []float64
}

// NewBallotScorer panics with the error of in.Check.
func NewBallotScorer(in *Instrument) *BallotScorer {
	return &BallotScorer{in: in, tree: newLayout(in).tree, items: make([]float64, len(in.Items))}
}

// Nodes returns one ballot's score at each node, 0–100: of its answers alone,
// the weights renormalised over those that have a score; NaN without one. It
// panics if answers are not one an item or name no option.
func (s *BallotScorer) Nodes(answers []int16) []float64 {
	if len(answers) != len(s.items) {
		panic("scoring: ballot has a wrong number of answers")
	}
	for j, a := range answers {
		s.items[j] = math.NaN()
		if a >= 0 {
			s.items[j] = s.in.Items[j].Options[a].Score
		}
	}
	out := make([]float64, len(s.in.Nodes))
	s.tree.means(s.items, out)
	return out
}
