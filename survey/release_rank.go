package survey

// An Unranked says why a unit is not ranked.
type Unranked string

// The reasons, the first that holds.
const (
	NotShown   Unranked = "suppressed"  // disclosure control hides it
	NoBallots  Unranked = "no_ballots"  // nobody answered
	EmptyGroup Unranked = "empty_group" // a group with a weight handed nothing in, and the rule is EmptyBlock
	NoScore    Unranked = "no_score"    // no valid answer
	FewBallots Unranked = "few_ballots" // fewer than Method.MinBallots
	Roughly    Unranked = "blurred"     // so few answered that its score is blurred (NodeScore.Blurred)
	NoError    Unranked = "no_error"    // the sample gives its score no standard error
)

// A Shrunken is a score drawn towards the mean of its tier, the further the
// less certain it is: what the unit's true score is best taken to be, given
// those of the others (empirical Bayes, see scoring.Shrink).
type Shrunken struct {
	Score       Num `json:"score"`
	SE          Num `json:"se"`          // with the uncertainty of the mean
	Reliability Num `json:"reliability"` // λ, 0–1: the weight of the unit's own score
}

// A ShrunkenPlace is a unit's place by shrunken scores.
type ShrunkenPlace struct {
	Expected Num `json:"expected"` // expected rank
	PCER     Num `json:"pcer"`     // percentile of the expected rank, 0–100
}

// A Spread says how far the true scores of the ranked units of a tier differ
// at a node. It is computed from their shown scores and errors alone.
type Spread struct {
	Units       int `json:"units"` // that it rests on
	Mean        Num `json:"mean"`  // μ
	MeanSE      Num `json:"mean_se"`
	Tau2        Num `json:"tau2"`        // τ², variance of the true scores, points²
	Rankability Num `json:"rankability"` // share of the differences that is not chance, 0–1
}

// A Regression tells how the last k of the round before moved, and how much of
// that chance alone brings (scoring.RegressionToMean). In points.
type Regression struct {
	Last     int `json:"last"`     // k
	Units    int `json:"units"`    // of them compared now
	Change   Num `json:"change"`   // mean of score now − score before
	Expected Num `json:"expected"` // the part to be expected if nothing changed
	Rest     Num `json:"rest"`
	Low      Num `json:"low"` // interval of Rest
	High     Num `json:"high"`
}
