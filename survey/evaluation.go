package survey

import "slices"

// An Evaluation makes a questionnaire one by which leadership teams and people
// are evaluated 民主测评, 360 度评价: kinds of unit with their own weights of
// groups, one grade each, rules of the sheet, and what the results advise.
// Without types it is none.
type Evaluation struct {
	// Types are the kinds of unit 测评对象类别, each a tier; units of other tiers
	// go by the groups' own weights.
	Types []EvaluationType `yaml:"types,omitempty" json:"types,omitempty"`
	// Empty says what becomes of a unit of which a group with a weight handed
	// nothing in: EmptyRenormalise if absent.
	Empty EmptyRule `yaml:"empty,omitempty" json:"empty,omitempty"`
	// Linked keeps the ballots of one sheet together, under a random number that
	// says nothing of who it was, so that raters' severity can be told.
	Linked bool `yaml:"linked,omitempty" json:"linked,omitempty"`
	// TrimAbove gives each unit with more ballots than this a second mean, without
	// the highest and the lowest; 0: none.
	TrimAbove int `yaml:"trim_above,omitempty" json:"trim_above,omitempty"`
	// AllTop and AllAlike are what becomes of a sheet on which every mark of a
	// scored item is the best one, or the same one; "": nothing.
	AllTop     Treatment   `yaml:"all_top,omitempty" json:"all_top,omitempty"`
	AllAlike   Treatment   `yaml:"all_alike,omitempty" json:"all_alike,omitempty"`
	Thresholds []Threshold `yaml:"thresholds,omitempty" json:"thresholds,omitempty"`
}

// An EvaluationType is how units of one tier are evaluated.
type EvaluationType struct {
	Tier string `yaml:"tier" json:"tier"`
	// Weights are whole numbers to 100 in all, by group; a group that is not
	// among them may rate and weighs nothing. None: the groups' own weights.
	Weights map[string]int `yaml:"weights,omitempty" json:"weights,omitempty"`
	// Raters are the groups that may rate units of the tier; none: all.
	Raters []string `yaml:"raters,omitempty" json:"raters,omitempty"`
	// Grade is the item whose answer grades the unit as a whole 总体评价; "": none.
	Grade string `yaml:"grade,omitempty" json:"grade,omitempty"`
	// BestAtMost and BestShare limit how many units of the tier one sheet may
	// give the best grade: so many, or this share of them, rounded down, one at
	// least. 0: no limit.
	BestAtMost int     `yaml:"best_at_most,omitempty" json:"best_at_most,omitempty"`
	BestShare  float64 `yaml:"best_share,omitempty" json:"best_share,omitempty"`
	// Fits is how many points the score of a unit's grade may lie away from the
	// mean of its scored items on the sheet; 0: any.
	Fits float64 `yaml:"fits,omitempty" json:"fits,omitempty"`
	// Quota suggests whom to grade best, by score; nil: nobody is suggested.
	Quota *GradeQuota `yaml:"quota,omitempty" json:"quota,omitempty"`
}

// A GradeQuota is how many units of a tier may be graded best 优秀名额.
type GradeQuota struct {
	Share    float64  `yaml:"share" json:"share"`                           // of the units with results, 0–1
	Rounding Rounding `yaml:"rounding,omitempty" json:"rounding,omitempty"` // RoundHalfUp if absent
}

// A Threshold is a share of a grade beyond which a unit is pointed out, for
// somebody to look at: it decides nothing.
type Threshold struct {
	ID      string   `yaml:"id" json:"id"`
	Title   Text     `yaml:"title" json:"title"`
	Tier    string   `yaml:"tier,omitempty" json:"tier,omitempty"`   // "": every type's
	Options []string `yaml:"options" json:"options"`                 // codes of the grade, counted together
	Above   *float64 `yaml:"above,omitempty" json:"above,omitempty"` // more than this share of the valid ballots, 0–1, or
	Least   *float64 `yaml:"least,omitempty" json:"least,omitempty"` // this share at least
}

// EmptyRule is what becomes of a unit of which a group handed nothing in.
type EmptyRule string

// The rules. Whichever it is, results say of which group and by which rule.
const (
	EmptyRenormalise EmptyRule = "renormalise" // the other groups share its weight
	EmptyBlock       EmptyRule = "block"       // the unit has no score
	EmptyZero        EmptyRule = "zero"        // the group counts as 0 points
)

// A Treatment is what becomes of a sheet that a rule is about.
type Treatment string

// The treatments.
const (
	RefuseSheet Treatment = "refuse" // it is not taken; on paper it is void
	FlagSheet   Treatment = "flag"   // it counts, and results say how many there were
)

// Rounding is how a share of units becomes a number of them.
type Rounding string

// The ways of rounding.
const (
	RoundHalfUp Rounding = "half_up"
	RoundDown   Rounding = "floor"
	RoundUp     Rounding = "ceil"
)

// A Relation is what a rater of a 360-degree evaluation is to the person rated.
type Relation string

// The relations.
const (
	RelationSelf        Relation = "self"
	RelationSuperior    Relation = "superior"
	RelationPeer        Relation = "peer"
	RelationSubordinate Relation = "subordinate"
	RelationRecipient   Relation = "recipient" // somebody served
)

// For returns the questionnaire as it is asked about units of a tier: without
// the items, and pages, of other tiers; q itself where there are none. Its
// expressions may name items that are left out: these are unanswered. It is
// for asking and checking; ballots are stored and counted by q.
func (q *Questionnaire) For(tier string) *Questionnaire {
	asked := func(it Item) bool { return len(it.Tiers) == 0 || slices.Contains(it.Tiers, tier) }
	if !slices.ContainsFunc(q.Items, func(it Item) bool { return !asked(it) }) {
		return q
	}
	e := q.engine()
	e.mu.Lock()
	defer e.mu.Unlock()
	if part := e.parts[tier]; part != nil {
		return part
	}
	part := *q
	part.Items = slices.DeleteFunc(slices.Clone(q.Items), func(it Item) bool { return !asked(it) })
	part.Pages = nil
	for _, p := range q.Pages {
		p.Items = slices.DeleteFunc(slices.Clone(p.Items), func(id string) bool {
			return !slices.ContainsFunc(part.Items, func(it Item) bool { return it.ID == id })
		})
		if len(p.Items) > 0 {
			part.Pages = append(part.Pages, p)
		}
	}
	part.keep(newEngine(&part, NewVocabulary(q)))
	if e.parts == nil {
		e.parts = make(map[string]*Questionnaire)
	}
	e.parts[tier] = &part
	return &part
}

// Tiered reports whether some items are asked about some tiers only.
func (q *Questionnaire) Tiered() bool {
	return slices.ContainsFunc(q.Items, func(it Item) bool { return len(it.Tiers) > 0 })
}

// Evaluates reports whether teams or people are evaluated by q.
func (q *Questionnaire) Evaluates() bool { return len(q.Evaluation.Types) > 0 }

// EvaluationType returns how units of a tier are evaluated, or nil.
func (q *Questionnaire) EvaluationType(tier string) *EvaluationType {
	for i := range q.Evaluation.Types {
		if t := &q.Evaluation.Types[i]; t.Tier == tier {
			return t
		}
	}
	return nil
}
