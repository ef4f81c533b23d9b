package survey

import (
	"cmp"
	"slices"
	"strconv"

	"minping/scoring"
)

// MaxDistinct is the largest tier whose pairs of distinct units a release lists.
const MaxDistinct = 200

// MaxBands is the largest number of bands that a release lists.
const MaxBands = 64

// Inputs is what a release is computed from.
type Inputs struct {
	Questionnaire *Questionnaire
	Units         []Unit     // in the order to show; units with ballots but not here are added
	Ballots       *Counter   // as counted: Compute weights them and rolls them up where poll and questionnaire say so
	Sample        *Sample    // how the respondents were drawn; nil: as the questionnaire says
	Poll          *Poll      // nil for files
	Past          []*Release // earlier rounds, the latest first
	MinGroup      int        // disclosure: cells with fewer ballots are hidden; 0: no control
	Weighted      bool       // ballots carried design weights
	Stratified    bool       // ballots of a file carried strata
	Clustered     bool       // ballots of a file carried clusters
	Corrected     bool       // ballots of a file carried the sizes of strata
	LeftOut       []LeftOut
	Paper         []PaperBatch   // of a poll that took paper
	Issued        map[Cell]int   // codes handed out, by unit and group (Ballots is 0); nil: not known
	Votes         *VoteCounter   // nil: nothing is voted on
	Expected      map[string]int // entitled to vote about a unit 应到; absent: not known
}

// Compute scores, ranks, flags and describes: the way of a result, from
// tallies to the release. It changes nothing that in points to.
func Compute(in Inputs) *Release {
	c := newComputation(in)
	c.weigh()
	c.score()
	c.disclose()
	c.hideWeights()
	c.base()
	c.rank()
	c.shrink()
	c.compare()
	c.flag()
	c.find()
	c.answers()
	c.evaluate()
	c.paper()
	c.vote()
	return c.out
}

// A computation carries a release through its steps.
type computation struct {
	in      Inputs
	ins     *scoring.Instrument
	level   float64
	rolled  *scoring.Tallies                   // weighted and rolled up
	tallies *scoring.Tallies                   // weighted
	rule    func(unit string) scoring.UnitRule // nil: all units count alike
	whole   *scoring.UnitScore                 // of all units as one; see allUnits
	scores  map[string]*scoring.UnitScore
	hidden  *suppression   // what is not told, or not exactly; nil: no control
	pooled  map[int]pooled // by item; see pools
	viewed  []int          // groups of which all answers are told together
	flags   []scoring.Flag
	out     *Release
}

func newComputation(in Inputs) *computation {
	q := in.Questionnaire
	c := &computation{in: in, ins: q.Instrument(), level: q.Scoring.Level}
	if c.level == 0 {
		c.level = 0.95
	}
	c.out = &Release{
		Questionnaire: QuestionnaireRef{ID: q.ID, Version: q.Version, Hash: q.Hash},
		Title:         q.Title,
		Method: Method{
			Aggregation: cmp.Or(q.Scoring.Aggregation, "aggregate-first"),
			Level:       Num(c.level),
			RollUp:      q.Scoring.RollUp,
			Weighted:    in.Weighted,
			MinGroup:    in.MinGroup,
			MinBallots:  q.Scoring.MinBallots,
			Ballots:     in.Ballots.Ballots(),
		},
		Nodes: q.nodeInfos(), Groups: []GroupInfo{}, Items: []ItemInfo{},
		Tiers: []TierInfo{}, Units: []UnitResult{},
		Flags: []Flag{}, Findings: []Finding{}, Suggestions: []Suggestion{},
		LeftOut: in.LeftOut,
	}
	if p := in.Poll; p != nil {
		c.out.Poll = &PollRef{ID: p.ID, Title: p.Title}
		c.out.Simulated = p.Simulated
		c.out.Open = q.openQuestions()
	}
	if len(in.Past) > 0 {
		c.out.Previous = in.Past[0].Poll
		if c.out.Previous == nil {
			c.out.Previous = &PollRef{Title: in.Past[0].Title}
		}
	}
	for _, g := range q.Groups {
		c.out.Groups = append(c.out.Groups, GroupInfo{ID: g.ID, Title: g.Title, Weight: Num(g.Weight)})
	}
	for _, col := range q.columns() {
		c.out.Items = append(c.out.Items, ItemInfo{ID: col.id, Text: col.text, Options: col.options})
	}
	return c
}

// units returns the units to show: those given, then those only seen in ballots.
func (c *computation) units() []Unit {
	units := slices.Clone(c.in.Units)
	known := make(map[string]bool, len(units))
	for _, u := range units {
		known[u.ID] = true
	}
	var more []Unit
	for id := range c.scores {
		if !known[id] {
			more = append(more, Unit{ID: id, Name: Text{"zh": id}})
		}
	}
	slices.SortFunc(more, func(a, b Unit) int { return naturalCompare(a.ID, b.ID) })
	return append(units, more...)
}

// naturalCompare orders numbers by value and other ids as texts.
func naturalCompare(a, b string) int {
	x, errA := strconv.Atoi(a)
	y, errB := strconv.Atoi(b)
	if errA == nil && errB == nil {
		return cmp.Compare(x, y)
	}
	return cmp.Compare(a, b)
}

// score fills in the units' figures, nothing hidden yet.
func (c *computation) score() {
	tallies := c.tallies
	if c.in.Questionnaire.Scoring.RollUp {
		parent := make(map[string]string)
		for _, u := range c.in.Units {
			if u.Parent != "" {
				parent[u.ID] = u.Parent
			}
		}
		tallies = tallies.RollUp(parent)
	}
	c.rolled, c.rule = tallies, c.unitRule()
	scores := tallies.ScoresBy(c.rule)
	c.scores = make(map[string]*scoring.UnitScore, len(scores))
	for i := range scores {
		c.scores[scores[i].Unit] = &scores[i]
	}
	for _, u := range c.units() {
		res := UnitResult{
			Unit: u.ID, Name: u.Name, Tier: u.Tier, Parent: u.Parent,
			Nodes: map[string]NodeScore{}, Groups: map[string]GroupResult{},
		}
		if s := c.scores[u.ID]; s != nil {
			res.Ballots = s.Ballots
			res.Nodes = c.nodeScores(s.Nodes)
			res.Counts = c.counts(s)
			for _, g := range s.Groups {
				if g.Group == "" || g.Ballots == 0 {
					continue
				}
				res.Groups[g.Group] = GroupResult{Ballots: g.Ballots, Weight: Num(g.Used), Nodes: c.nodeScores(g.Nodes)}
			}
		}
		c.out.Units = append(c.out.Units, res)
	}
}

func (c *computation) nodeScores(scores []scoring.Score) map[string]NodeScore {
	out := make(map[string]NodeScore, len(scores))
	for i, s := range scores {
		n := NodeScore{
			Score: Num(s.Value), SE: Num(s.SE), Low: Num(s.Low), High: Num(s.High), DF: Num(s.DF),
			N: s.N, NEff: Num(s.NEff), Deff: Num(s.Deff), Rate: Num(s.Rate),
			DontKnow: Num(s.DontKnow), Abstain: Num(s.Abstain), Blank: Num(s.Blank), Invalid: Num(s.Invalid),
		}
		if n.Score.OK() {
			out[c.ins.Nodes[i].ID] = n
		}
	}
	return out
}

// counts returns the distributions of the items that a unit is asked about.
func (c *computation) counts(s *scoring.UnitScore) map[string]map[string]int {
	out := make(map[string]map[string]int, len(s.Counts))
	for i, item := range c.ins.Items {
		if c.asks(s.Unit, i) {
			out[item.ID] = distribution(item, s.Counts[i])
		}
	}
	return out
}

// asks reports whether a unit is asked about an item.
func (c *computation) asks(unit string, item int) bool {
	if c.rule == nil {
		return true
	}
	asked := c.rule(unit).Asked
	return asked == nil || asked[item]
}

// distribution returns the ballots by option code, those that occur.
func distribution(item scoring.Item, counts []int) map[string]int {
	by := make(map[string]int, len(counts))
	for j, n := range counts {
		switch {
		case n == 0:
		case j < len(item.Options):
			by[item.Options[j].Code] = n
		case j == len(item.Options):
			by[""] = n
		default:
			by[InvalidMark] = n
		}
	}
	return by
}
