package survey

// An EvaluationResult is what a release tells of an evaluation of teams and
// people beyond the scores 民主测评、360 度评价. All of it informs; none of it
// decides. See docs/evaluation.md for each figure's definition and source.
type EvaluationResult struct {
	Empty     EmptyRule        `json:"empty"`                // what became of units of which a group handed nothing in
	Linked    bool             `json:"linked"`               // the ballots of a sheet were kept together
	TrimAbove int              `json:"trim_above,omitempty"` // units with more ballots have a trimmed mean
	Units     []UnitEvaluation `json:"units"`                // those of the release, in its order
	Tiers     []TierEvaluation `json:"tiers"`                // in the order of the release's
}

// A UnitEvaluation holds what is told of one unit. Figures that disclosure
// control keeps back are absent.
type UnitEvaluation struct {
	Unit    string            `json:"unit"`
	Tier    string            `json:"tier"`
	Blocked bool              `json:"blocked,omitempty"` // no score: a group handed nothing in, and the rule is EmptyBlock
	Groups  []GroupEvaluation `json:"groups"`            // in the questionnaire's order; those that may rate the unit, or did
	BallotCounts
	// Total is the overall score as organisations print it: groups' means to six
	// decimals, their weighted mean to three, halves up.
	Total  Num           `json:"total"`
	Grades *GradeCounts  `json:"grades,omitempty"`
	Top    []string      `json:"top,omitempty"`    // ids of the nodes of its best items, at most three, the best first
	Bottom []string      `json:"bottom,omitempty"` // of its worst, the worst first
	Raters *RaterFigures `json:"raters,omitempty"` // absent: fewer than two, or a group of them is hidden or blurred
	Self   *SelfOther    `json:"self,omitempty"`   // absent: it did not rate itself
	// Shrunken is its mean composite drawn towards the tier's mean, by the
	// one-way model of TierEvaluation.Reliability.
	Shrunken   *Shrunken     `json:"shrunken,omitempty"`
	Severity   *UnitSeverity `json:"severity,omitempty"`
	Suggested  bool          `json:"suggested,omitempty"`  // for the best grade, within the tier's quota
	Tied       bool          `json:"tied,omitempty"`       // with others for the last places of the quota: somebody must choose
	Thresholds []string      `json:"thresholds,omitempty"` // ids of those met
}

// GroupStanding is what became of a group in its unit's score.
type GroupStanding string

// The standings.
const (
	GroupCounts     GroupStanding = "counted"
	GroupIsEmpty    GroupStanding = "empty"      // no ballot: see EvaluationResult.Empty
	GroupTooFew     GroupStanding = "few"        // fewer ballots than Least: its weight is shared out
	GroupNoValue    GroupStanding = "no_value"   // all of its ballots abstain: its weight is shared out
	GroupWeightless GroupStanding = "weightless" // it may rate, and weighs nothing
)

// A GroupEvaluation is one group's part in a unit's evaluation.
type GroupEvaluation struct {
	Group        string        `json:"group"`
	Standing     GroupStanding `json:"standing"`
	Planned      Num           `json:"planned"`         // its share of the weights, 0–1; null where ballots are pooled
	Used         Num           `json:"used"`            // after what is empty or too few is shared out
	Least        int           `json:"least,omitempty"` // ballots with an answer that it must have
	Attributable bool          `json:"attributable,omitempty"`
	BallotCounts
	Grades *GradeCounts `json:"grades,omitempty"`
}

// BallotCounts counts ballots about a unit. Nil: not known, or not shown.
type BallotCounts struct {
	Issued    *int `json:"issued,omitempty"`    // codes handed out, of polls by code
	Collected *int `json:"collected,omitempty"` // with those that abstain
	Abstained *int `json:"abstained,omitempty"` // without one answer that has a score
	// AllTop and AllAlike count ballots of sheets on which every mark was the best
	// one, or the same one; where sheets are not linked, ballots about the unit of
	// at least two marks. Present where the questionnaire flags them.
	AllTop   *int `json:"all_top,omitempty"`
	AllAlike *int `json:"all_alike,omitempty"`
}

// GradeCounts are the marks at the item that grades a unit.
type GradeCounts struct {
	Item   string         `json:"item"`
	Counts map[string]int `json:"counts"` // by option code, "" for blank and InvalidMark for invalid
	Valid  int            `json:"valid"`  // marks of options with a score
	Rates  map[string]Num `json:"rates"`  // shares of Valid, by code of options with a score, 0–1
}

// RaterFigures describe the raters of a unit but for itself, each by his
// composite: the mean of what he answered over the index.
type RaterFigures struct {
	N       int `json:"n"`
	Mean    Num `json:"mean"` // plain, whatever the groups weigh; points
	Median  Num `json:"median"`
	SD      Num `json:"sd"`
	Trimmed Num `json:"trimmed"`       // without the highest and the lowest; null unless N is above TrimAbove
	Cut     int `json:"cut,omitempty"` // composites left out of Trimmed
	// Agreement is of the raters who marked all items of the scale that most
	// items have; nil: fewer than two did.
	Agreement *RaterAgreement `json:"agreement,omitempty"`
}

// A RaterAgreement says how far raters agree (scoring.RWGJ, AverageDeviation).
type RaterAgreement struct {
	Items   int  `json:"items"`            // J
	Options int  `json:"options"`          // A, of the scale
	N       int  `json:"n"`                // raters used
	Dropped int  `json:"dropped"`          // left out: not all items marked
	RWG     Num  `json:"rwg"`              // rwg(J) with the uniform expectation (A²−1)/12, 0–1
	Capped  bool `json:"capped,omitempty"` // they differ more than by chance: RWG is 0
	AD      Num  `json:"ad"`               // average deviation about the mean, in steps of the scale
}

// A SelfOther compares a unit's own view with that of the others.
type SelfOther struct {
	Nodes map[string]SelfGap `json:"nodes"` // by node: overall, areas, items
	// Type is over, under or agree: whether the overall gap lies more than half
	// the tier's standard deviation of gaps from 0; "": fewer than two gaps.
	Type       string     `json:"type,omitempty"`
	ProfileR   Num        `json:"profile_r"`   // correlation over items of self and the others' plain means
	ProfileRMS Num        `json:"profile_rms"` // root mean square difference over items, points
	Blind      []SelfSpot `json:"blind"`       // blind spots: self high, others low
	Strengths  []SelfSpot `json:"strengths"`   // hidden strengths: self low, others high
}

// A SelfGap is self minus others at a node, in points. Others is the weighted
// mean of the groups that count, without oneself. The interval is that of
// Others: what one says of oneself has no sampling error.
type SelfGap struct {
	Self    Num  `json:"self"`
	Others  Num  `json:"others"`
	Gap     Num  `json:"gap"`
	SE      Num  `json:"se"`
	Low     Num  `json:"low"`
	High    Num  `json:"high"`
	Blurred bool `json:"blurred,omitempty"` // Others follows from a blurred score
}

// A SelfSpot is an item at which the two views fall apart: one above its own
// mean over items, the other below.
type SelfSpot struct {
	Node    string `json:"node"`
	Gap     Num    `json:"gap"`
	Certain bool   `json:"certain"` // beyond error; else the gap is LeastSpot at least, and its error is not told
}

// LeastSpot is the gap, in points, from which an item whose error is not told
// is pointed out: half a step of five options.
const LeastSpot = 12.5

// UnitSeverity is a unit's score freed of its raters' severity, in points.
// Differences between units of different parts mean nothing.
type UnitSeverity struct {
	Part         int `json:"part"` // number of the connected part, from 1
	Raters       int `json:"raters"`
	Raw          Num `json:"raw"`      // mean composite
	Adjusted     Num `json:"adjusted"` // what raters of mean severity would give (scoring.SeverityFixed)
	SE           Num `json:"se"`
	Random       Num `json:"random"` // predicted with raters and units drawn at random (scoring.SeverityRandom)
	RandomSE     Num `json:"random_se"`
	RawRank      int `json:"raw_rank"` // within the part, ties 1-2-2-4
	AdjustedRank int `json:"adjusted_rank"`
}

// A TierEvaluation holds what the units of a tier together tell of the raters.
// Figures of raters rest on the units whose own figures are shown as they are,
// and on three others at least together, or none.
type TierEvaluation struct {
	Tier        string            `json:"tier"`
	Units       int               `json:"units"` // with ballots of others in what follows
	Reliability *RaterReliability `json:"reliability,omitempty"`
	Table       *RatingTable      `json:"table,omitempty"`    // absent: not every rater rated every unit
	Severity    *TierSeverity     `json:"severity,omitempty"` // absent: sheets are not linked, or ratings too few
	Gap         *GapTest          `json:"gap,omitempty"`
	Quota       *QuotaResult      `json:"quota,omitempty"`
}

// A RaterReliability says how much of a composite belongs to the unit
// (scoring.GroupICC, scoring.OneWayREML); of raters who marked all items, and
// units with two of them at least.
type RaterReliability struct {
	Units    int `json:"units"`
	N        int `json:"n"`
	ICC1     Num `json:"icc1"`
	ICC1N0   Num `json:"icc1_n0"`
	ICC2     Num `json:"icc2"`
	MSB      Num `json:"msb"` // points²
	MSW      Num `json:"msw"`
	F        Num `json:"f"`
	P        Num `json:"p"`
	MeanSize Num `json:"mean_size"`
	N0       Num `json:"n0"`
	Mu       Num `json:"mu"` // REML: mean of the units, points
	MuSE     Num `json:"mu_se"`
	Tau2     Num `json:"tau2"`   // variance between units
	Sigma2   Num `json:"sigma2"` // and within
	ICC      Num `json:"icc"`    // τ²/(τ²+σ²)
}

// A RatingTable is of raters who each rated all units.
type RatingTable struct {
	Units  int      `json:"units"`
	Raters int      `json:"raters"`
	W      Num      `json:"w"` // Kendall's, corrected for ties
	Chi2   Num      `json:"chi2"`
	DF     Num      `json:"df"`
	P      Num      `json:"p"`
	ICC    []ICCRow `json:"icc"` // the six forms (scoring.ICC); none where ratings do not vary
}

// An ICCRow is one form of the intraclass correlation.
type ICCRow struct {
	Form      string `json:"form"`
	ICC       Num    `json:"icc"`
	F         Num    `json:"f"`
	DF1       Num    `json:"df1"`
	DF2       Num    `json:"df2"`
	P         Num    `json:"p"`
	Low       Num    `json:"low"`
	High      Num    `json:"high"`
	ApproxDF2 Num    `json:"df2_approx"`
	ApproxP   Num    `json:"p_approx"`
}

// A TierSeverity tells how far raters differ in severity. No rater is named or
// listed.
type TierSeverity struct {
	Parts   int            `json:"parts"` // more than one: units of different parts cannot be compared
	Fixed   []PartSeverity `json:"fixed"` // by part; parts of one unit or one rater are left out
	Ratings int            `json:"ratings"`
	Raters  int            `json:"raters"`
	// Random effects: nil where ratings leave no residual.
	Random *RandomSeverity `json:"random,omitempty"`
	// OrderDepends warns that who comes before whom depends on who rated whom: in
	// a part, raters differ in severity beyond error and two units change places
	// when it is taken off; or there are several parts.
	OrderDepends bool `json:"order_depends"`
	Swapped      int  `json:"swapped"` // pairs of units that change places, over all parts
}

// A PartSeverity is the fixed-effects analysis of a connected part.
type PartSeverity struct {
	Part    int `json:"part"`
	Units   int `json:"units"`
	Raters  int `json:"raters"`
	Ratings int `json:"ratings"`
	Mean    Num `json:"mean"`  // of the adjusted units, points
	Sigma   Num `json:"sigma"` // residual standard deviation
	DF      int `json:"df"`
	Spread  Num `json:"spread"` // standard deviation of the raters' severities
	F       Num `json:"f"`      // of no difference between raters, given the units
	P       Num `json:"p"`
}

// A RandomSeverity is the analysis with crossed random effects; points and
// points².
type RandomSeverity struct {
	Mean          Num `json:"mean"`
	RateeVariance Num `json:"ratee_variance"`
	RaterVariance Num `json:"rater_variance"`
	Residual      Num `json:"residual"`
}

// A GapTest is the self-other gap over the units of a tier
// (scoring.SelfOtherGap), of the figures that the release shows.
type GapTest struct {
	N    int `json:"n"`
	Mean Num `json:"mean"`
	SD   Num `json:"sd"`
	T    Num `json:"t"`
	DF   Num `json:"df"`
	P    Num `json:"p"`
	Low  Num `json:"low"`
	High Num `json:"high"`
	R    Num `json:"r"` // correlation of self and others
}

// A QuotaResult is a suggestion whom to grade best; whoever decides may decide
// otherwise.
type QuotaResult struct {
	Share    Num      `json:"share"`
	Rounding Rounding `json:"rounding"`
	Of       int      `json:"of"` // units with a shown score
	Places   int      `json:"places"`
	Exactly  Num      `json:"exactly"` // share × of, before rounding
	// Tied is how many units have the same score at the end of the quota, where
	// there are fewer places left than they are; Left is how many.
	Tied int `json:"tied,omitempty"`
	Left int `json:"left,omitempty"`
}
