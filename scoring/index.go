package scoring

// A Score is the value of one node for one unit (or one group of it).
type Score struct {
	Value float64 // 0–100; NaN: no valid answer
	SE    float64 // standard error of Value; NaN where the sample gives none
	Low   float64 // t interval at the design's level, clipped to 0–100
	High  float64
	DF    float64 // degrees of freedom of the interval
	N     int     // ballots with at least one scored answer under the node
	NEff  float64 // effective number of ballots: N over Kish's design effect of the weights
	Rate  float64 // satisfaction rate 满意率, 0–1, aggregated as Value is

	// Of all answers asked for under the node, weighted, the share that is
	// don't know, abstain, blank, invalid; 0–1.
	DontKnow, Abstain, Blank, Invalid float64
}

// A UnitScore holds one unit's scores; Nodes runs parallel to Instrument.Nodes.
type UnitScore struct {
	Unit    string
	Ballots int
	Weight  float64 // sum of design weights
	Nodes   []Score
	Groups  []GroupScore // parallel to Instrument.Groups; groups without a ballot have Ballots 0 and NaN scores
	// Counts is, per item, the unweighted number of ballots per option, then
	// blank, then invalid.
	Counts [][]int
}

// A GroupScore holds the scores of one group within a unit.
type GroupScore struct {
	Group   string
	Ballots int
	Weight  float64
	Used    float64 // the group's weight in the unit's scores after renormalising, 0–1; 0: absent
	Nodes   []Score
	Counts  [][]int
}
