package scoring

// A Change is the difference of one node's score between two rounds.
type Change struct {
	Diff      float64 // now - before, points
	SE        float64 // NaN where either error is unknown
	Low, High float64
	P         float64 // two-sided p value of no change
}

// ChangeOf compares two rounds with different respondents (independent
// samples), with Welch-Satterthwaite degrees of freedom.
func ChangeOf(now, before Score, level float64) Change { panic("scoring: not written yet") }
