package survey

// A Questionnaire is one version of an instrument. Package form reads it from
// YAML; the yaml tags here are the file's keys. Once published it never changes.
type Questionnaire struct {
	ID          string            `yaml:"id" json:"id"`
	Version     string            `yaml:"version" json:"version"`
	Languages   []string          `yaml:"languages" json:"languages"` // the first is the default; absent: those of the title, Chinese first
	Title       Text              `yaml:"title" json:"title"`
	Intro       Text              `yaml:"intro,omitempty" json:"intro,omitempty"` // what it is about, shown before answering
	Minutes     int               `yaml:"minutes,omitempty" json:"minutes,omitempty"`
	Source      Text              `yaml:"source,omitempty" json:"source,omitempty"` // where items and scales come from
	Scales      map[string]Scale  `yaml:"scales,omitempty" json:"scales,omitempty"`
	Groups      []Group           `yaml:"groups,omitempty" json:"groups,omitempty"`
	Index       []Node            `yaml:"index,omitempty" json:"index,omitempty"`     // children of the root, which is "overall"
	Overall     Text              `yaml:"overall,omitempty" json:"overall,omitempty"` // title of the root; 综合得分 if absent
	Pages       []Page            `yaml:"pages,omitempty" json:"pages,omitempty"`     // absent: form.Parse makes one for each run of items of one area
	Items       []Item            `yaml:"items" json:"items"`
	Flags       []FlagRule        `yaml:"flags,omitempty" json:"flags,omitempty"`
	Supervision []SupervisionRule `yaml:"supervision,omitempty" json:"supervision,omitempty"` // whom the results call on, and for what
	Suggestions []Suggestion      `yaml:"suggestions,omitempty" json:"suggestions,omitempty"`
	Scoring     Scoring           `yaml:"scoring,omitempty" json:"scoring"`
	Disclosure  Disclosure        `yaml:"disclosure,omitempty" json:"disclosure"`
	Validity    Validity          `yaml:"validity,omitempty" json:"validity,omitzero"` // of sheets of paper
	Evaluation  Evaluation        `yaml:"evaluation,omitempty" json:"evaluation,omitzero"`
	Votes       []Vote            `yaml:"votes,omitempty" json:"votes,omitempty"` // items whose answers decide something

	// Hash is the SHA-256 of the canonical form, hex; form.Parse sets it.
	Hash string `yaml:"-" json:"hash"`
	// YAML is the file as it was read.
	YAML []byte `yaml:"-" json:"-"`
}

// A Scale is an ordered list of options shared by items.
type Scale []Option

// An Option is one answer to a choice item.
type Option struct {
	Code  string   `yaml:"code" json:"code"`
	Label Text     `yaml:"label" json:"label"`
	Score *float64 `yaml:"score,omitempty" json:"score,omitempty"` // 0–100; absent: not scored
	// Kind of an unscored option: "dont_know" (so too where a scored scale leaves
	// it out), "abstain", "not_applicable"; else "".
	Kind OptionKind `yaml:"kind,omitempty" json:"kind,omitempty"`
	// Satisfied marks the options that count in the satisfaction rate. Where no
	// option of a scale is marked, those with a score of 60 or more count.
	Satisfied bool `yaml:"satisfied,omitempty" json:"satisfied,omitempty"`
	// Exclusive options of a multiple choice cannot be combined ("none of these").
	Exclusive bool `yaml:"exclusive,omitempty" json:"exclusive,omitempty"`
	// Reason demands the answer of this text item when the option is chosen.
	Reason string `yaml:"reason,omitempty" json:"reason,omitempty"`
}

// OptionKind tells unscored options apart.
type OptionKind string

// The option kinds.
const (
	DontKnow      OptionKind = "dont_know"
	Abstain       OptionKind = "abstain"
	NotApplicable OptionKind = "not_applicable"
)

// ItemType is how an item is answered.
type ItemType string

// The item types. A matrix is several choice items sharing one scale, shown
// as a table: row r of matrix m is the item "m.r" everywhere else.
const (
	Choice      ItemType = "choice"   // one option; the default type where scale or options are given
	Multiple    ItemType = "multiple" // Min..Max options
	Rating      ItemType = "rating"   // a whole number From..To, scored linearly 0–100
	Matrix      ItemType = "matrix"
	Number      ItemType = "number"
	Date        ItemType = "date" // YYYY-MM-DD
	ShortText   ItemType = "text"
	LongText    ItemType = "longtext"
	Ranking     ItemType = "ranking"    // options in the respondent's order, Min..Max of them
	Calculated  ItemType = "calculated" // Value, an expression over earlier answers; never shown as a question
	Information ItemType = "info"       // a text without an answer
)

// An Item is one question.
type Item struct {
	ID        string   `yaml:"id" json:"id"`
	Type      ItemType `yaml:"type,omitempty" json:"type"`
	Text      Text     `yaml:"text,omitempty" json:"text,omitempty"` // may quote earlier answers: {{s1}}
	Hint      Text     `yaml:"hint,omitempty" json:"hint,omitempty"`
	Scale     string   `yaml:"scale,omitempty" json:"scale,omitempty"`
	Options   []Option `yaml:"options,omitempty" json:"options,omitempty"`
	Rows      []Row    `yaml:"rows,omitempty" json:"rows,omitempty"` // matrix
	Required  bool     `yaml:"required,omitempty" json:"required,omitempty"`
	Profile   bool     `yaml:"profile,omitempty" json:"profile,omitempty"` // about the respondent: breakdowns, weighting
	ShowIf    string   `yaml:"show_if,omitempty" json:"show_if,omitempty"`
	Value     string   `yaml:"value,omitempty" json:"value,omitempty"` // calculated
	Min       *float64 `yaml:"min,omitempty" json:"min,omitempty"`     // number: least value; multiple, ranking: fewest options
	Max       *float64 `yaml:"max,omitempty" json:"max,omitempty"`     // number: largest value; multiple, ranking: most options; text: characters
	From      int      `yaml:"from,omitempty" json:"from,omitempty"`   // rating
	To        int      `yaml:"to,omitempty" json:"to,omitempty"`
	FromLabel Text     `yaml:"from_label,omitempty" json:"from_label,omitempty"`
	ToLabel   Text     `yaml:"to_label,omitempty" json:"to_label,omitempty"`
	Decimals  int      `yaml:"decimals,omitempty" json:"decimals,omitempty"` // number
	Unit      Text     `yaml:"unit,omitempty" json:"unit,omitempty"`         // number: of measure
	Reverse   bool     `yaml:"reverse,omitempty" json:"reverse,omitempty"`   // rating: a high answer is a bad one
	Checks    []Check  `yaml:"checks,omitempty" json:"checks,omitempty"`
	Shuffle   bool     `yaml:"shuffle,omitempty" json:"shuffle,omitempty"` // options (matrix: rows) in random order
	Tiers     []string `yaml:"tiers,omitempty" json:"tiers,omitempty"`     // asked about units of these tiers only; none: all
}

// A Row is one line of a matrix.
type Row struct {
	ID   string `yaml:"id" json:"id"`
	Text Text   `yaml:"text" json:"text"`
}

// A Check is a rule that an answer must (hard) or should (soft) meet.
type Check struct {
	That    string `yaml:"that" json:"that"` // expression; true: fine
	Message Text   `yaml:"message" json:"message"`
	Soft    bool   `yaml:"soft,omitempty" json:"soft,omitempty"` // may be overruled by answering again
}

// A Page is a screen of items.
type Page struct {
	ID      string   `yaml:"id" json:"id"`
	Title   Text     `yaml:"title,omitempty" json:"title,omitempty"`
	Hint    Text     `yaml:"hint,omitempty" json:"hint,omitempty"`
	Items   []string `yaml:"items" json:"items"`
	Shuffle bool     `yaml:"shuffle,omitempty" json:"shuffle,omitempty"` // items in random order
	ShowIf  string   `yaml:"show_if,omitempty" json:"show_if,omitempty"`
}

// A Group is a kind of respondent.
type Group struct {
	ID     string  `yaml:"id" json:"id"`
	Title  Text    `yaml:"title" json:"title"`
	Weight float64 `yaml:"weight,omitempty" json:"weight,omitempty"` // all 0: ballots are pooled
	// MinBallots is how many ballots with a scored answer the group must have
	// about a unit to count in its score, and at a node to count there; with fewer
	// it is left out and its weight shared out.
	MinBallots int `yaml:"min_ballots,omitempty" json:"min_ballots,omitempty"`
	// Relation is what its raters are to the person rated, in a 360.
	Relation Relation `yaml:"relation,omitempty" json:"relation,omitempty"`
	// Attributable groups are so small by nature that everybody knows whose
	// ballots they are: oneself, the only superior. Raters are told so before they
	// answer, and their figures are shown however few they are.
	Attributable bool `yaml:"attributable,omitempty" json:"attributable,omitempty"`
}

// Level names the layers of the index tree.
type Level string

// The levels. A leaf is an indicator, its parent an area unless the file says
// otherwise, the root overall.
const (
	LevelOverall   Level = "overall"
	LevelComposite Level = "composite"
	LevelArea      Level = "area"
	LevelIndicator Level = "indicator"
)

// A Node is one node of the index tree.
type Node struct {
	ID       string  `yaml:"id" json:"id"`
	Title    Text    `yaml:"title,omitempty" json:"title,omitempty"` // a leaf without one takes its item's text
	Level    Level   `yaml:"level,omitempty" json:"level,omitempty"`
	Weight   float64 `yaml:"weight" json:"weight"`
	Item     string  `yaml:"item,omitempty" json:"item,omitempty"`         // leaf
	StandIn  string  `yaml:"stand_in,omitempty" json:"stand_in,omitempty"` // item whose score stands for this node
	Children []Node  `yaml:"children,omitempty" json:"children,omitempty"`
}

// A FlagRule says when a unit is flagged. Exactly one of Last, Below, Drop,
// Gap, Missing is set; Last with Rounds is a repeat rule.
type FlagRule struct {
	ID    string `yaml:"id" json:"id"`
	Title Text   `yaml:"title,omitempty" json:"title,omitempty"`
	Tier  string `yaml:"tier,omitempty" json:"tier,omitempty"`
	Node  string `yaml:"node,omitempty" json:"node,omitempty"`   // one node, or
	Level Level  `yaml:"level,omitempty" json:"level,omitempty"` // all of a level; neither: overall

	Last        int      `yaml:"last,omitempty" json:"last,omitempty"`
	Rounds      int      `yaml:"rounds,omitempty" json:"rounds,omitempty"`
	Below       *float64 `yaml:"below,omitempty" json:"below,omitempty"`
	Drop        *float64 `yaml:"drop,omitempty" json:"drop,omitempty"` // points
	Significant bool     `yaml:"significant,omitempty" json:"significant,omitempty"`
	Gap         *float64 `yaml:"gap,omitempty" json:"gap,omitempty"`         // points under its area
	Missing     *float64 `yaml:"missing,omitempty" json:"missing,omitempty"` // share 0–1 of don't know and blank

	Action Action `yaml:"action,omitempty" json:"action,omitempty"`
}

// Action is what a flag asks for.
type Action string

// The actions: 督导检查, 专项检查, 整改通知, 先核实, 黄牌督办.
const (
	Supervision Action = "supervision"
	Inspection  Action = "inspection"
	Notice      Action = "notice"
	Verify      Action = "verify"
	YellowCard  Action = "yellow_card"
)

// A Suggestion is what to do about a problem at a node.
type Suggestion struct {
	ID      string   `yaml:"id" json:"id"`
	Node    string   `yaml:"node" json:"node"`
	When    []string `yaml:"when,omitempty" json:"when,omitempty"`       // last, below, drop, gap, missing, repeat; none: any
	Problem Text     `yaml:"problem,omitempty" json:"problem,omitempty"` // what is typically wrong
	Text    Text     `yaml:"text" json:"text"`
	Measure Text     `yaml:"measure,omitempty" json:"measure,omitempty"` // how one sees that it is done
	Days    int      `yaml:"days,omitempty" json:"days,omitempty"`
}

// Scoring says how answers become scores.
type Scoring struct {
	Aggregation string  `yaml:"aggregation,omitempty" json:"aggregation"` // aggregate-first (default), respondent-first
	Strata      string  `yaml:"strata,omitempty" json:"strata"`           // none (default), unit, group
	Lonely      string  `yaml:"lonely,omitempty" json:"lonely"`           // fail (default), adjust, certainty
	Level       float64 `yaml:"level,omitempty" json:"level"`             // of intervals; 0.95
	RollUp      bool    `yaml:"roll_up,omitempty" json:"roll_up"`         // a parent unit also counts the ballots of the units below
	MinBallots  int     `yaml:"min_ballots,omitempty" json:"min_ballots"` // fewer: listed, not ranked; 0: no minimum
}

// Disclosure says how small a group may be shown.
type Disclosure struct {
	MinGroup    int `yaml:"min_group,omitempty" json:"min_group"`       // k: cells with fewer ballots are hidden; 5
	MinComments int `yaml:"min_comments,omitempty" json:"min_comments"` // units with fewer comments show none; 10, by group 5
	// CommentsByGroup tells comments apart by group, where enough of a group wrote,
	// and by whom everybody knows anyway: see CommentPlan. Raters are told so before.
	CommentsByGroup bool `yaml:"comments_by_group,omitempty" json:"comments_by_group,omitempty"`
}
