package survey

import (
	"encoding/json"
	"math"
)

// An Appraisal is what a scheme makes of its inputs: for each unit a total, a
// grade and every step from one to the other.
type Appraisal struct {
	Scheme string          `json:"scheme"`
	Title  Text            `json:"title"`
	Level  Num             `json:"level"` // of the intervals, 0–1
	Units  []UnitAppraisal `json:"units"` // in the order given
	Tiers  []TierAppraisal `json:"tiers"` // in the order of their first unit
}

// A UnitAppraisal is one unit's total and grade. Figures without a value are null.
type UnitAppraisal struct {
	Unit  string `json:"unit"`
	Name  Text   `json:"name"`
	Tier  string `json:"tier"`
	Total Num    `json:"total"` // 0–100, to two decimals, halves up: what grades go by
	// SE is the error that comes from the polls' samples, and from the judges of
	// duty reports; points and single marks are taken as exact. Several figures of
	// one poll, and all marks, are taken to err together.
	SE      Num             `json:"se"`
	Low     Num             `json:"low"`
	High    Num             `json:"high"`
	Rank    int             `json:"rank,omitempty"`     // in its tier, ties 1-2-2-4; 0: no total
	Grade   string          `json:"grade,omitempty"`    // id; "": no total
	ByScore string          `json:"by_score,omitempty"` // the grade that the total takes, before quotas and vetoes
	Firm    bool            `json:"firm"`               // both ends of the interval take that grade
	Parts   []PartAppraisal `json:"parts"`
	Steps   []AppraisalStep `json:"steps"` // how the grade came about, in order
}

// A PartAppraisal is a part's place in a total.
type PartAppraisal struct {
	Part    string          `json:"part"`
	Title   Text            `json:"title"`
	Weight  int             `json:"weight"` // in its list, of 100
	Share   Num             `json:"share"`  // of the total, after what is missing is shared out, 0–1
	Value   Num             `json:"value"`  // 0–100
	SE      Num             `json:"se"`
	Adds    Num             `json:"adds"` // Share × Value: they add up to the total
	Why     PartMissing     `json:"why,omitempty"`
	Blurred bool            `json:"blurred,omitempty"` // the poll tells it roughly: its error is not known
	Balance *PointBalance   `json:"balance,omitempty"` // of a card
	Parts   []PartAppraisal `json:"parts,omitempty"`
}

// PartMissing says why a part has no value.
type PartMissing string

// The reasons.
const (
	PartNoRelease PartMissing = "no_release" // the poll's results are not there
	PartNoScore   PartMissing = "no_score"   // the poll tells nothing of the unit at the node
	PartNoMark    PartMissing = "no_mark"
	PartEmpty     PartMissing = "empty" // parts of it are missing
)

// A PointBalance is the balance of a card and how it came about.
type PointBalance struct {
	Base    float64     `json:"base"`
	Items   []PointLine `json:"items"`             // those with entries, in the card's order
	Balance float64     `json:"balance"`           // within the card's bounds
	Beyond  float64     `json:"beyond,omitempty"`  // what the bounds cut off, with its sign
	Waiting int         `json:"waiting,omitempty"` // entries that no second person has reviewed: they do not count
	Short   float64     `json:"short,omitempty"`   // what the balance lacks of what the card requires
}

// A PointLine sums the entries of an item.
type PointLine struct {
	Item    string  `json:"item"`
	Entries int     `json:"entries"`
	Points  float64 `json:"points"`           // what they add up to
	Counted float64 `json:"counted"`          // what the cap leaves
	Capped  bool    `json:"capped,omitempty"` // the cap took something away
}

// A StepKind is what a step says.
type StepKind string

// The kinds of steps.
const (
	StepMissing StepKind = "missing"    // a part has no value: no total
	StepShared  StepKind = "shared"     // a part has no value: the others of its list share the weight
	StepZero    StepKind = "zero"       // a part has no value: it counts as 0
	StepScore   StepKind = "score"      // the total takes a grade
	StepVeto    StepKind = "veto"       // a veto bars a grade
	StepQuota   StepKind = "over_quota" // its rank is beyond the places of a grade
	StepTied    StepKind = "tied"       // it ties with others for the last places of a grade: somebody must choose
	StepClose   StepKind = "close"      // the border of the quota lies within the errors
	StepGiven   StepKind = "given"      // a grade is suggested
	StepWaiting StepKind = "waiting"    // entries of a card wait for review
	StepShort   StepKind = "short"      // a card has less than it requires
)

// An AppraisalStep is one reason of a grade.
type AppraisalStep struct {
	Kind  StepKind       `json:"kind"`
	Grade string         `json:"grade,omitempty"`
	Part  string         `json:"part,omitempty"`
	Veto  string         `json:"veto,omitempty"`
	Args  map[string]any `json:"args,omitempty"` // of its words
}

// In says the step in the language.
func (s AppraisalStep) In(lang string) string {
	return FieldError{Key: "appraisal_" + string(s.Kind), Args: s.Args}.Message(lang)
}

// UnmarshalJSON reads what MarshalJSON of Args wrote: texts in both languages
// and whole numbers are again what they were.
func (s *AppraisalStep) UnmarshalJSON(b []byte) error {
	type plain AppraisalStep
	if err := json.Unmarshal(b, (*plain)(s)); err != nil {
		return err
	}
	for name, arg := range s.Args {
		switch arg := arg.(type) {
		case map[string]any:
			text := Text{}
			for lang, words := range arg {
				text[lang], _ = words.(string)
			}
			s.Args[name] = text
		case float64:
			if arg == math.Trunc(arg) && math.Abs(arg) < 1<<53 {
				s.Args[name] = int(arg)
			}
		}
	}
	return nil
}

// A TierAppraisal says how many there are of each grade in a tier.
type TierAppraisal struct {
	Tier   string        `json:"tier"`
	Units  int           `json:"units"`
	Of     int           `json:"of"` // with a total
	Grades []GradePlaces `json:"grades"`
}

// A GradePlaces counts the units of a grade, and its places where it has a quota.
type GradePlaces struct {
	Grade   string `json:"grade"`
	Units   int    `json:"units"`
	Places  *int   `json:"places,omitempty"`
	Exactly Num    `json:"exactly"`        // share × units with a total, before rounding; null without a quota
	Tied    int    `json:"tied,omitempty"` // units that tie for the last places, which are not given
	Left    int    `json:"left,omitempty"` // places that are not given
}
