package survey

// A Release is the frozen results of a poll after the disclosure audit: the
// only figures that pages, API and reports ever show. `minping score --json`
// prints one.
type Release struct {
	Questionnaire QuestionnaireRef  `json:"questionnaire"`
	Title         Text              `json:"title"`
	Poll          *PollRef          `json:"poll,omitempty"`     // absent for files
	Previous      *PollRef          `json:"previous,omitempty"` // the round that changes refer to
	Simulated     bool              `json:"simulated,omitempty"`
	Method        Method            `json:"method"`
	Weighting     *Weighting        `json:"weighting,omitempty"`      // absent: no margins were declared
	Nodes         []NodeInfo        `json:"nodes"`                    // the index tree in preorder; Nodes[0] is the root, "overall"
	Groups        []GroupInfo       `json:"groups"`                   // in the questionnaire's order
	Items         []ItemInfo        `json:"items"`                    // scored items
	Profile       []ItemInfo        `json:"profile,omitempty"`        // items about the respondent that the sample names
	Open          []OpenQuestion    `json:"open_questions,omitempty"` // questions of a poll that are answered in words
	Tiers         []TierInfo        `json:"tiers"`                    // in the order of their first unit
	Units         []UnitResult      `json:"units"`
	Flags         []Flag            `json:"flags"`             // worst first
	Findings      []Finding         `json:"findings"`          // the problem list, worst first
	Suggestions   []Suggestion      `json:"suggestions"`       // those that findings name
	Quality       *Quality          `json:"quality,omitempty"` // of the questionnaire; absent where ballots are too few
	Drivers       []DriverAnalysis  `json:"drivers,omitempty"`
	Integrity     *Integrity        `json:"integrity,omitempty"`  // of an open poll
	Paper         *Paper            `json:"paper,omitempty"`      // absent: none was counted
	Evaluation    *EvaluationResult `json:"evaluation,omitempty"` // of teams and people; absent for other questionnaires
	Votes         []VoteResult      `json:"votes,omitempty"`      // absent: nothing was voted on
	LeftOut       []LeftOut         `json:"left_out,omitempty"`
	Part          bool              `json:"part,omitempty"` // only the units that whoever asks may see; see Within
}

// A PollRef names a poll in a release.
type PollRef struct {
	ID    string `json:"id"`
	Title Text   `json:"title"`
}

// Method says how the figures were made; every report prints it.
type Method struct {
	Aggregation string `json:"aggregation"`
	Strata      string `json:"strata"`                // none, unit, group, an item's id, or FromFile
	Clusters    string `json:"clusters,omitempty"`    // an item's id, or FromFile; absent: every ballot is one
	FPC         bool   `json:"fpc,omitempty"`         // errors are corrected for the sizes of strata
	FPCRefused  bool   `json:"fpc_refused,omitempty"` // but for strata of which more came than there were said to be
	Lonely      string `json:"lonely"`
	Level       Num    `json:"level"`
	RollUp      bool   `json:"roll_up"`
	Weighted    bool   `json:"weighted"` // ballots carried design weights
	MinGroup    int    `json:"min_group"`
	MinBallots  int    `json:"min_ballots"`
	Ballots     int    `json:"ballots"`
	Blur        *Blur  `json:"blur,omitempty"` // absent: nothing is blurred
}

// A Blur says how scores are told where few answered, and why.
type Blur struct {
	Below int `json:"below"` // scores of fewer answers, and what would tell them by subtraction
	Step  Num `json:"step"`  // points that they are rounded to
	Low   Num `json:"low"`   // lower and
	High  Num `json:"high"`  // higher scores are told as these
}

// A NodeInfo describes a node of the index tree.
type NodeInfo struct {
	ID      string `json:"id"`
	Parent  string `json:"parent,omitempty"`
	Level   Level  `json:"level"`
	Depth   int    `json:"depth"` // 0 for the root
	Title   Text   `json:"title"`
	Weight  Num    `json:"weight"`
	Item    string `json:"item,omitempty"`
	StandIn string `json:"stand_in,omitempty"`
}

// A GroupInfo describes a group of respondents.
type GroupInfo struct {
	ID     string `json:"id"`
	Title  Text   `json:"title"`
	Weight Num    `json:"weight"`
}

// An ItemInfo describes a scored item, for distributions.
type ItemInfo struct {
	ID      string   `json:"id"`
	Text    Text     `json:"text"`
	Options []Option `json:"options"`
}

// An OpenQuestion is an item that is answered in words. Comments are released
// apart, after a review; see CommentRelease.
type OpenQuestion struct {
	ID   string `json:"id"`
	Text Text   `json:"text"`
}

// A TierInfo sums up the units of a tier.
type TierInfo struct {
	ID     string `json:"id"`
	Units  int    `json:"units"` // with results
	Ranked int    `json:"ranked"`
	// Distinct holds the pairs of ranked units, the higher first, whose overall
	// scores differ beyond error (joint pairwise tests, Holm); all other pairs
	// cannot be told apart. Tiers of more than MaxDistinct units leave it out:
	// there only the intervals of the ranks are given.
	Distinct [][2]string `json:"distinct,omitempty"`
	// Bands holds the units that cannot be told apart, as sets that overlap, the
	// best first (scoring.Bands). More than MaxBands are left out.
	Bands [][]string `json:"bands,omitempty"`
	// Spread says, by node, how far the ranked units truly differ.
	Spread map[string]Spread `json:"spread,omitempty"`
	// Regression is what became of the last k of the round before.
	Regression *Regression `json:"regression,omitempty"`
}

// A UnitResult holds one unit's results. A suppressed unit has no figures.
type UnitResult struct {
	Unit       string                 `json:"unit"`
	Name       Text                   `json:"name"`
	Tier       string                 `json:"tier"`
	Parent     string                 `json:"parent,omitempty"`
	Ballots    int                    `json:"ballots"` // 0 where suppressed
	Suppressed bool                   `json:"suppressed"`
	Nodes      map[string]NodeScore   `json:"nodes"`              // by node id; nodes without a valid answer are absent
	Groups     map[string]GroupResult `json:"groups"`             // by group id; hidden groups have Suppressed set
	Rank       *UnitRank              `json:"rank,omitempty"`     // at the root node; absent: not ranked
	Unranked   Unranked               `json:"unranked,omitempty"` // why it is not ranked
	// Counts is, by scored item, the number of ballots per option code, with
	// "" for blank and InvalidMark for invalid.
	Counts map[string]map[string]int `json:"counts,omitempty"`
	Basis  *Basis                    `json:"basis,omitempty"` // for other weights; absent: nothing is hidden
}

// A GroupResult holds one group's results within a unit.
type GroupResult struct {
	Ballots    int                  `json:"ballots"`
	Suppressed bool                 `json:"suppressed,omitempty"`
	Weight     Num                  `json:"weight"` // after renormalising
	Nodes      map[string]NodeScore `json:"nodes"`
}

// A NodeScore is a unit's score at a node.
type NodeScore struct {
	Score    Num       `json:"score"` // 0–100
	SE       Num       `json:"se"`
	Low      Num       `json:"low"`
	High     Num       `json:"high"`
	DF       Num       `json:"df"`
	N        int       `json:"n"`
	NEff     Num       `json:"n_eff"`
	Deff     Num       `json:"deff"` // design effect
	Rate     Num       `json:"rate"` // satisfaction rate 满意率, 0–1
	DontKnow Num       `json:"dont_know"`
	Abstain  Num       `json:"abstain"`
	Blank    Num       `json:"blank"`
	Invalid  Num       `json:"invalid"`
	Blurred  bool      `json:"blurred,omitempty"`  // too few answers, or it would tell of such: Score to half points and within 5–95, nothing else
	Rank     int       `json:"rank,omitempty"`     // among the tier at this node
	Change   *Change   `json:"change,omitempty"`   // since the previous round
	Shrunken *Shrunken `json:"shrunken,omitempty"` // absent where the tier at this node has too few units
}

// A Change is a difference since the previous round, in points.
type Change struct {
	Previous Num `json:"previous"`
	Diff     Num `json:"diff"`
	SE       Num `json:"se"`
	Low      Num `json:"low"`
	High     Num `json:"high"`
	P        Num `json:"p"`
	// PAdjusted is P adjusted for all units of the tier that are compared at the
	// node (Benjamini & Hochberg).
	PAdjusted Num  `json:"p_adjusted"`
	Real      bool `json:"real"` // PAdjusted is at most 1 − level: a rise or fall may be said
	// Expected is the difference to be expected if nothing changed: the shrunken
	// score of the round before minus its raw one.
	Expected Num `json:"expected"`
}

// A UnitRank is a place with its uncertainty.
type UnitRank struct {
	Tier     string         `json:"tier"`
	Of       int            `json:"of"`
	Rank     int            `json:"rank"` // ties 1-2-2-4
	Low      int            `json:"low"`  // joint interval
	High     int            `json:"high"`
	Expected Num            `json:"expected"`
	LastK    map[string]Num `json:"last_k"`             // P(among the last k), for 1, 3, 5, 10 and every k that a rule names
	Previous *Place         `json:"previous,omitempty"` // last round
	Shrunken *ShrunkenPlace `json:"shrunken,omitempty"`
}

// A Place is a rank among so many units.
type Place struct {
	Rank int `json:"rank"`
	Of   int `json:"of"`
}

// A Flag is a rule met by a unit, with its evidence.
type Flag struct {
	ID        string `json:"id"` // "<rule>/<unit>/<node>"
	Rule      string `json:"rule"`
	Kind      string `json:"kind"` // last, below, drop, gap, missing, repeat
	Unit      string `json:"unit"`
	Tier      string `json:"tier"`
	Node      string `json:"node"`
	Value     Num    `json:"value"`
	SE        Num    `json:"se"`
	Low       Num    `json:"low"`
	High      Num    `json:"high"`
	Threshold Num    `json:"threshold"`
	Rank      int    `json:"rank,omitempty"`
	Of        int    `json:"of,omitempty"`
	Chance    Num    `json:"chance"` // see scoring.Flag
	Previous  Num    `json:"previous"`
	Certain   bool   `json:"certain"` // beyond error; else: verify first
	Severity  Num    `json:"severity"`
	Action    Action `json:"action"`
}

// A Finding is one problem on the problem list.
type Finding struct {
	ID          string   `json:"id"` // "F1", "F2", … in order of severity
	Unit        string   `json:"unit"`
	Tier        string   `json:"tier"`
	Node        string   `json:"node"`
	Problem     Text     `json:"problem"` // in words
	Evidence    Evidence `json:"evidence"`
	Action      Action   `json:"action"` // the gravest among its flags
	Severity    Num      `json:"severity"`
	Suggestions []string `json:"suggestions"` // ids
}

// Evidence is what a finding rests on.
type Evidence struct {
	Flags      []string  `json:"flags"` // ids
	Score      NodeScore `json:"score"`
	PeerMedian Num       `json:"peer_median"` // of the tier at the node
}

// LeftOut says what was not counted and why.
type LeftOut struct {
	Reason string `json:"reason"` // message key
	Count  int    `json:"count"`
}

// Node returns the description of a node, or nil.
func (r *Release) Node(id string) *NodeInfo {
	for i := range r.Nodes {
		if r.Nodes[i].ID == id {
			return &r.Nodes[i]
		}
	}
	return nil
}

// Unit returns a unit's results, or nil.
func (r *Release) Unit(id string) *UnitResult {
	for i := range r.Units {
		if r.Units[i].Unit == id {
			return &r.Units[i]
		}
	}
	return nil
}
