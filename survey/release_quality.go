package survey

// LeastRows is the fewest complete ballots for which a release states a
// coefficient of reliability or of importance.
const LeastRows = 30

// A Quality says how well a questionnaire works among those who answered it.
// Every ballot counts alike, whichever unit it is about and whatever its weight.
type Quality struct {
	LeastRows int            `json:"least_rows"`
	Scales    []ScaleQuality `json:"scales"` // the whole first, then the areas; each of all respondents, then by group
	Items     []ItemQuality  `json:"items"`  // in the order of the form
	Careless  []Careless     `json:"careless"`
}

// A ScaleQuality says how well the indicators of a node measure one thing.
type ScaleQuality struct {
	Node    string      `json:"node"`
	Group   string      `json:"group,omitempty"` // absent: all respondents
	N       int         `json:"n"`               // ballots with a score at every item
	Dropped int         `json:"dropped"`         // ballots without
	Alpha   Num         `json:"alpha"`           // Cronbach's α
	Low     Num         `json:"low"`             // Feldt's interval
	High    Num         `json:"high"`
	Omega   Num         `json:"omega"`   // McDonald's ω by maximum likelihood; null where one factor does not fit
	Lambda6 Num         `json:"lambda6"` // Guttman's λ6
	MeanR   Num         `json:"mean_r"`  // mean correlation of two items
	Reason  string      `json:"reason,omitempty"`
	Items   []ScaleItem `json:"items,omitempty"`
}

// Why a coefficient is not stated.
const (
	ReasonFewItems   = "few_items"   // one item is no scale, nor one driver a choice
	ReasonFewBallots = "few_ballots" // fewer complete ballots than LeastRows
	ReasonConstant   = "constant"    // everybody answers alike
	ReasonCollinear  = "collinear"   // drivers say the same
	ReasonUnrelated  = "unrelated"   // the drivers explain nothing
)

// A ScaleItem says how an item fits the others of its scale.
type ScaleItem struct {
	Item           string `json:"item"`
	RRest          Num    `json:"r_rest"` // correlation with the sum of the other items
	RLow           Num    `json:"r_low"`
	RHigh          Num    `json:"r_high"`
	AlphaIfDeleted Num    `json:"alpha_if_deleted"`
}

// An ItemQuality says how an item was answered. Figures that would give away
// ballots too few to show are null.
type ItemQuality struct {
	Item    string         `json:"item"`
	Node    string         `json:"node,omitempty"` // the indicator that it scores, if any
	N       int            `json:"n"`              // ballots with a score
	Mean    Num            `json:"mean"`           // points
	SD      Num            `json:"sd"`
	Floor   Num            `json:"floor"`   // share of the scored answers at the lowest score, 0–1
	Ceiling Num            `json:"ceiling"` // and at the highest
	Missing AnswerShares   `json:"missing"`
	Groups  []AnswerShares `json:"groups,omitempty"`
}

// AnswerShares are shares of all ballots, 0–1.
type AnswerShares struct {
	Group    string `json:"group,omitempty"`
	DontKnow Num    `json:"dont_know"`
	Blank    Num    `json:"blank"` // nothing ticked, or not shown
}

// A Careless says how many ballots look carelessly answered. Nobody is removed.
type Careless struct {
	Group   string `json:"group,omitempty"` // absent: all respondents
	N       int    `json:"n"`               // ballots with answers enough to judge
	Short   int    `json:"short"`           // ballots without
	HalfRun Num    `json:"half_run"`        // share with the same place ticked at half of the items or more in a row, 0–1
	Alike   Num    `json:"alike"`           // share with the same place ticked throughout
	IRVLow  Num    `json:"irv_low"`         // quartiles of the spread of a ballot's answers, in whole points
	IRVMid  Num    `json:"irv_median"`
	IRVHigh Num    `json:"irv_high"`
}

// Kinds of importance.
const (
	ImportanceDerived = "derived" // from how answers go with an overall question
	ImportanceStated  = "stated"  // the questionnaire's weights
)

// A DriverAnalysis says what the score of an area, or of the whole, hangs on.
type DriverAnalysis struct {
	Node           string      `json:"node"`
	Group          string      `json:"group,omitempty"` // absent: all respondents
	Kind           string      `json:"kind"`
	Outcome        string      `json:"outcome,omitempty"`  // the overall question
	Outcomes       []string    `json:"outcomes,omitempty"` // of the whole: the overall questions of the areas, whose weighted mean it is
	Method         string      `json:"method,omitempty"`   // lmg or relative_weights
	N              int         `json:"n"`
	Dropped        int         `json:"dropped"`
	R2             Num         `json:"r2"` // share of the outcome's variance that the drivers explain
	R2SE           Num         `json:"r2_se"`
	ImportanceCut  Num         `json:"importance_cut"`
	PerformanceCut Num         `json:"performance_cut"`
	Drivers        []Driver    `json:"drivers"`
	Apart          [][2]string `json:"apart,omitempty"` // drivers whose importance differs beyond error, the greater first
	Reason         string      `json:"reason,omitempty"`
}

// A Driver is one indicator's importance beside its performance.
type Driver struct {
	Node            string `json:"node"`
	Item            string `json:"item"`
	Importance      Num    `json:"importance"` // share of what is explained, or of the weights, 0–1
	ImportanceLow   Num    `json:"importance_low"`
	ImportanceHigh  Num    `json:"importance_high"`
	Performance     Num    `json:"performance"` // score of all units together, weighted as all scores are
	PerformanceLow  Num    `json:"performance_low"`
	PerformanceHigh Num    `json:"performance_high"`
	Quadrant        string `json:"quadrant,omitempty"` // see scoring.Quadrant
	Certain         bool   `json:"certain"`            // both intervals lie on their side of the crosshair
}

// Scale returns the quality of a node among a group's respondents ("": all), or
// nil.
func (q *Quality) Scale(node, group string) *ScaleQuality {
	for i := range q.Scales {
		if s := &q.Scales[i]; s.Node == node && s.Group == group {
			return s
		}
	}
	return nil
}
