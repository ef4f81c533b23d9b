package survey

// A Weighting says how ballots were weighted to known distributions of the
// population, before anything else was computed.
type Weighting struct {
	Items   []string        `json:"items"`             // the profile items raked to, in the sample's order
	Lowest  Num             `json:"lowest,omitempty"`  // bounds of the weights, as multiples of
	Highest Num             `json:"highest,omitempty"` // their mean; absent: none
	Units   []UnitWeighting `json:"units"`             // those with margins, in the sample's order; not those suppressed
	// Mixed: units below another were counted together, and some of them have
	// no margins, so that these count by the head and the others by population.
	Mixed bool `json:"mixed,omitempty"`
}

// A UnitWeighting is the weighting of one unit's ballots, or of one group's.
type UnitWeighting struct {
	Unit       string `json:"unit"`
	Group      string `json:"group,omitempty"`
	Ballots    int    `json:"ballots"`
	Population Num    `json:"population"` // what the weights add up to
	Converged  bool   `json:"converged"`  // the margins are met
	Sweeps     int    `json:"sweeps"`
	MaxError   Num    `json:"max_error"` // largest relative distance of a margin from its population
	// MinRatio and MaxRatio are the extremes of raked over design weight: for how
	// many people more or fewer a ballot stands.
	MinRatio Num              `json:"min_ratio"`
	MaxRatio Num              `json:"max_ratio"`
	Trimmed  int              `json:"trimmed"` // ballots whose weight lies on a bound
	Deff     Num              `json:"deff"`    // Kish: what unequal weights alone do to a variance
	NEff     Num              `json:"n_eff"`   // ballots over deff
	Empty    []EmptyCategory  `json:"empty,omitempty"`
	Unknown  []UnknownAnswers `json:"unknown,omitempty"`
	// Failed says why the ballots keep their design weights, "" where they do
	// not: no_ballots, no_answers (nobody's category is known), no_convergence.
	Failed string `json:"failed,omitempty"`
}

// An EmptyCategory has people in the population and no ballot: its people are
// spread over the other categories.
type EmptyCategory struct {
	Item     string `json:"item"`
	Category string `json:"category"`
}

// An UnknownAnswers counts ballots without an answer that is in a category of
// a margin. They keep their share of the design weights.
type UnknownAnswers struct {
	Item    string `json:"item"`
	Ballots int    `json:"ballots"`
}
