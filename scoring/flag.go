package scoring

// A RuleKind is a kind of flag rule 预警规则.
type RuleKind uint8

// The kinds, with the fields of Rule that each reads.
const (
	RuleLast    RuleKind = iota // Last: among the last k of its tier at the node
	RuleBelow                   // Below: score under the line
	RuleDrop                    // Drop, Significant: fell by more than Drop points since the last round
	RuleGap                     // Gap: an indicator at least Gap points under its parent area
	RuleMissing                 // Rate: share of don't know + blank above Rate
	RuleRepeat                  // Last, Rounds: among the last k in Rounds rounds running, this one included
)

// A Rule says when a unit is flagged.
type Rule struct {
	ID          string
	Kind        RuleKind
	Tier        string // "" means every tier
	Nodes       []int  // the nodes it looks at, indices into Instrument.Nodes
	Last        int
	Below       float64 // score, 0–100
	Drop        float64 // points
	Significant bool    // RuleDrop: only where the change exceeds its error (two-sided test at 1 - level)
	Gap         float64 // points
	Rate        float64 // share, 0–1
	Rounds      int
	Action      string
}

// A Flag is a rule met by a unit at a node, with its numbers.
type Flag struct {
	Rule      string
	Kind      RuleKind
	Unit      string
	Tier      string
	Node      int
	Value     float64 // what was compared: score, change, gap, share
	SE        float64 // of Value; NaN where none
	Low, High float64 // interval of Value; NaN where none
	Threshold float64 // what it was compared with (RuleLast, RuleRepeat: k)
	Rank, Of  int     // RuleLast, RuleRepeat; else 0
	Chance    float64 // RuleLast, RuleRepeat: P(among the last k); else the p value of the comparison; NaN where none
	Previous  float64 // RuleDrop: the last round's score; else NaN
	// Certain: the interval of Value lies wholly beyond the threshold, or the
	// chance of being among the last k is at least the level.
	Certain  bool
	Severity float64 // orders problem lists: larger is worse; see flag.go for the scale
	Action   string
}

// A Standing is one unit as flag rules see it.
type Standing struct {
	Unit, Tier string
	Scores     []Score // parallel to Instrument.Nodes
	Previous   []Score // last round's, parallel to Instrument.Nodes, Value NaN where there was none; nil: no last round
	// PastRanks holds the places in earlier rounds, the latest first: node → place.
	PastRanks []map[int]Place
}

// A Place is a competition rank among the units of a tier.
type Place struct{ Rank, Of int }

// Flags returns the flags that the units meet, worst first. Units whose score
// at a node is NaN are neither ranked nor flagged there, but for RuleMissing.
func Flags(in *Instrument, rules []Rule, units []Standing, level float64) []Flag {
	panic("scoring: not written yet")
}
