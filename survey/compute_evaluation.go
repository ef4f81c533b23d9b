package survey

import (
	"cmp"
	"math"
	"slices"

	"minping/scoring"
)

// evaluate adds what only an evaluation of teams and people has. Whatever
// describes single raters, or all of a unit together without the groups'
// weights, is told only of units whose own figures are: see tellsRaters.
func (c *computation) evaluate() {
	q := c.in.Questionnaire
	if !q.Evaluates() {
		return
	}
	e := &evaluation{computation: c, held: c.heldByUnit(), scorer: scoring.NewBallotScorer(c.ins)}
	e.out = &EvaluationResult{
		Empty: cmp.Or(q.Evaluation.Empty, EmptyRenormalise), Linked: q.Evaluation.Linked, TrimAbove: q.Evaluation.TrimAbove,
		Units: []UnitEvaluation{}, Tiers: []TierEvaluation{},
	}
	e.readGroups()
	e.countSheets()
	e.scoreOthers()
	for i := range c.out.Units {
		e.units = append(e.units, e.unit(i))
	}
	for _, t := range c.out.Tiers {
		e.out.Tiers = append(e.out.Tiers, e.tier(t.ID))
	}
	for _, u := range e.units {
		e.out.Units = append(e.out.Units, u.told)
	}
	c.out.Evaluation = e.out
}

// An evaluation is the making of an EvaluationResult.
type evaluation struct {
	*computation
	out    *EvaluationResult
	held   map[string][]heldBallot
	scorer *scoring.BallotScorer
	self   map[string]bool               // groups of those who rate themselves
	open   map[string]bool               // attributable groups
	others map[string]*scoring.UnitScore // unit → its scores without themselves
	sheets map[string]markedSheet
	units  []evaluatedUnit
	codes  map[string]map[string]int // handed out, by unit and group; made by issued
}

// An evaluatedUnit is a unit in the making.
type evaluatedUnit struct {
	told   UnitEvaluation
	result *UnitResult
	score  *scoring.UnitScore // nil: no ballots
	asked  []int              // columns that it is asked about
	raters []ratedBallot      // the others', with a composite
	tells  bool               // figures of raters may rest on it
}

// A ratedBallot is a ballot with its rater's composite.
type ratedBallot struct {
	heldBallot
	composite float64
}

func (e *evaluation) readGroups() {
	e.self, e.open = map[string]bool{}, map[string]bool{}
	for _, g := range e.in.Questionnaire.Groups {
		e.self[g.ID], e.open[g.ID] = g.Relation == RelationSelf, g.Attributable
	}
}

// unit tells of unit i what follows from its own ballots.
func (e *evaluation) unit(i int) evaluatedUnit {
	result := &e.computation.out.Units[i]
	u := evaluatedUnit{result: result, score: e.scores[result.Unit]}
	for j := range e.ins.Items {
		if e.asks(result.Unit, j) {
			u.asked = append(u.asked, j)
		}
	}
	for _, b := range e.held[result.Unit] {
		if x := e.scorer.Nodes(e.onlyAsked(b.answers, u.asked))[0]; !e.self[b.group] && !math.IsNaN(x) {
			u.raters = append(u.raters, ratedBallot{b, x})
		}
	}
	u.tells = e.tellsRaters(&u)
	u.told = UnitEvaluation{Unit: result.Unit, Tier: result.Tier, Blocked: e.blocked(result), Total: notKnown}
	u.told.Groups = e.groups(i, &u)
	u.told.BallotCounts = e.counts(0, &u)
	u.told.Grades = e.grades(i, 0, &u)
	u.told.Total = e.total(&u)
	u.told.Top, u.told.Bottom = e.extremes(&u)
	u.told.Raters = e.raters(&u)
	u.told.Self = e.selfOther(&u)
	u.told.Thresholds = e.thresholds(&u)
	return u
}

// onlyAsked returns answers without those to what a unit is not asked about.
func (e *evaluation) onlyAsked(answers []int16, asked []int) []int16 {
	if len(asked) == len(answers) {
		return answers
	}
	out := make([]int16, len(answers))
	for j := range out {
		out[j] = scoring.Blank
	}
	for _, j := range asked {
		out[j] = answers[j]
	}
	return out
}

// tellsRaters reports whether figures of a unit's raters, taken together without
// the groups' weights, give nothing away: its overall score is told as it is,
// and so is each group's that not everybody knows. With weights, one such group
// that is hidden or blurred would follow from both.
func (e *evaluation) tellsRaters(u *evaluatedUnit) bool {
	if u.score == nil {
		return false
	}
	if e.in.MinGroup < 2 {
		return true
	}
	exact := func(nodes map[string]NodeScore) bool { s, ok := nodes[rootNode]; return ok && !s.Blurred }
	if u.result.Suppressed || !exact(u.result.Nodes) {
		return false
	}
	for _, g := range u.score.Groups {
		if g.Ballots > 0 && g.Group != "" && !e.open[g.Group] && !exact(u.result.Groups[g.Group].Nodes) {
			return false
		}
	}
	return true
}

// total is the overall score as organisations print it: from the groups' means
// where all are told, else the score itself, rounded.
func (e *evaluation) total(u *evaluatedUnit) Num {
	root, ok := u.result.Nodes[rootNode]
	if !ok {
		return notKnown
	}
	if root.Blurred || u.score == nil {
		return root.Score
	}
	sum, weight := 0.0, 0.0
	for _, s := range u.score.Groups {
		if s.Used == 0 {
			continue
		}
		told, ok := u.result.Groups[s.Group].Nodes[rootNode]
		switch {
		case s.State == scoring.GroupEmpty:
			told.Score = 0
		case !ok || told.Blurred:
			return Num(roundHalfUp(float64(root.Score), 3))
		}
		sum += s.Used * roundHalfUp(float64(told.Score), 6)
		weight += s.Used
	}
	if weight == 0 {
		return Num(roundHalfUp(float64(root.Score), 3))
	}
	return Num(roundHalfUp(sum/weight, 3))
}

// roundHalfUp rounds to so many decimals, halves up; what lies within a billionth
// of a step of a half is one.
func roundHalfUp(x float64, decimals int) float64 {
	step := math.Pow(10, float64(decimals))
	return math.Floor(x*step+0.5+1e-9) / step
}

// mostExtremes is how many best and worst items are named at the most.
const mostExtremes = 3

// extremes returns the nodes of the best and the worst items of a unit, by the
// scores that are shown, no node in both.
func (e *evaluation) extremes(u *evaluatedUnit) (top, bottom []string) {
	var leaves []string
	for _, n := range e.ins.Nodes {
		if _, ok := u.result.Nodes[n.ID]; ok && n.Item >= 0 {
			leaves = append(leaves, n.ID)
		}
	}
	slices.SortStableFunc(leaves, func(a, b string) int {
		return cmp.Compare(u.result.Nodes[b].Score, u.result.Nodes[a].Score)
	})
	n := min(mostExtremes, len(leaves)/2)
	if n == 0 {
		return nil, nil
	}
	top, bottom = leaves[:n:n], slices.Clone(leaves[len(leaves)-n:])
	slices.Reverse(bottom)
	return top, bottom
}
