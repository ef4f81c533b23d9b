package scoring

// An Instrument is what scoring must know of a questionnaire: its scored
// items, its groups of respondents and its index tree.
type Instrument struct {
	Items  []Item
	Groups []Group // in order; none: all ballots are pooled
	Nodes  []Node  // the index tree in preorder; Nodes[0] is the overall index
	Method Aggregation
}

// An Item is one scored question, a column of every ballot.
type Item struct {
	ID      string
	Options []Option
}

// An Option is one answer of an item.
type Option struct {
	Code      string
	Score     float64 // 0–100; NaN: not scored (don't know, abstain, not applicable)
	Kind      OptionKind
	Satisfied bool // counts as satisfied in the satisfaction rate 满意率 (top box)
}

// OptionKind tells the unscored options apart.
type OptionKind uint8

// The kinds of option. Blank and Invalid are no options: see Ballot.
const (
	Substantive OptionKind = iota // scored, or a plain category
	DontKnow                      // 不了解
	Abstain                       // 弃权
	NotApplicable
)

// A Group is a kind of respondent 测评主体.
type Group struct {
	ID     string
	Weight float64 // fixed weight among the groups; all 0: ballots are pooled
}

// A Node is one node of the index tree. A leaf has an Item; an inner node is
// the weighted mean of its children, or, where StandItem says so, the score of
// one overall item that stands for it.
type Node struct {
	ID        string
	Parent    int     // index into Instrument.Nodes; -1 for the root
	Weight    float64 // among its siblings; need not sum to 1
	Item      int     // index into Instrument.Items of a leaf; -1 for an inner node
	StandItem int     // item whose score stands for this inner node; -1: mean of the children
}

// Aggregation names the order in which respondents and indicators are averaged.
type Aggregation uint8

const (
	// AggregateFirst averages each indicator over respondents, then the
	// indicators over the tree: the published index.
	AggregateFirst Aggregation = iota
	// RespondentFirst scores each respondent over the tree, weights
	// renormalised over his valid answers, then averages the respondents.
	RespondentFirst
)

// Answers that are not options, in Ballot.Answers.
const (
	Blank   int16 = -1 // nothing marked, or not shown
	Invalid int16 = -2 // marked, but void: two marks, unreadable
)

// A Ballot is one respondent's answers about one unit. Stratum and Cluster are
// empty where the sample has none.
type Ballot struct {
	Unit    string
	Group   string  // "" where the instrument has no groups
	Weight  float64 // design weight; 1 where the sample has none
	Stratum string
	Cluster string
	// Population counts the sampling units (clusters where there are any) that
	// the population has in the ballot's stratum, for the finite population
	// correction; 0: not given, no correction. See Tallies.Check.
	Population float64
	// Profile is the respondent's categories of the margin variables, joined by
	// ProfileSeparator in an order that the caller fixes; "" where nothing is
	// raked. See Tallies.Calibrate.
	Profile string
	Answers []int16 // one per item: an option's index, Blank or Invalid
}

// ProfileSeparator joins the categories of a Ballot's Profile.
const ProfileSeparator = "\x1f"
