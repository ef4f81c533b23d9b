package survey

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"

	"minping/scoring"
)

// raters describes the raters of a unit but for itself.
func (e *evaluation) raters(u *evaluatedUnit) *RaterFigures {
	if !u.tells || len(u.raters) < 2 {
		return nil
	}
	x := make([]float64, len(u.raters))
	for i, r := range u.raters {
		x[i] = r.composite
	}
	slices.Sort(x)
	n := len(x)
	told := &RaterFigures{
		N: n, Mean: Num(stat.Mean(x, nil)), Median: Num((x[(n-1)/2] + x[n/2]) / 2), SD: Num(stat.StdDev(x, nil)), Trimmed: notKnown,
	}
	if above := e.in.Questionnaire.Evaluation.TrimAbove; above > 0 && n > above && n > 2 {
		told.Trimmed, told.Cut = Num(stat.Mean(x[1:n-1], nil)), 2
	}
	told.Agreement = e.agreement(u)
	return told
}

// agreement compares the raters' marks at the items with the commonest number
// of options, as places on the scale.
func (e *evaluation) agreement(u *evaluatedUnit) *RaterAgreement {
	items, options := e.scale(u)
	if len(items) == 0 {
		return nil
	}
	x := mat.NewDense(len(u.raters), len(items), nil)
	for i, r := range u.raters {
		for k, j := range items {
			x.Set(i, k, e.place(j, r.answers[j]))
		}
	}
	rwg, err := scoring.RWGJ(x, scoring.UniformVariance(options))
	if err != nil {
		return nil
	}
	ad, _ := scoring.AverageDeviation(x)
	return &RaterAgreement{
		Items: len(items), Options: options, N: rwg.N, Dropped: rwg.Dropped, RWG: Num(rwg.Value), Capped: rwg.Capped, AD: Num(ad.Value),
	}
}

// scale returns the indicators of a unit whose scale has as many scored options
// as most of them have, and how many these are.
func (e *evaluation) scale(u *evaluatedUnit) (items []int, options int) {
	by := map[int][]int{}
	for _, j := range u.asked {
		if e.indicator(j) {
			n := len(e.levels(j))
			by[n] = append(by[n], j)
		}
	}
	for n, of := range by {
		if n >= 2 && (len(of) > len(items) || len(of) == len(items) && n > options) {
			items, options = of, n
		}
	}
	return items, options
}

// indicator reports whether an item is a leaf of the index.
func (e *evaluation) indicator(item int) bool {
	return slices.ContainsFunc(e.ins.Nodes, func(n scoring.Node) bool { return n.Item == item })
}

// levels returns the different scores of an item's options, the least first.
func (e *evaluation) levels(item int) []float64 { return e.in.Ballots.answers.plan.scoresOf(item) }

// place returns the place of an answer on its scale, 1 for the worst; NaN
// without a score.
func (e *evaluation) place(item int, answer int16) float64 {
	if answer < 0 || math.IsNaN(e.ins.Items[item].Options[answer].Score) {
		return math.NaN()
	}
	return float64(1 + slices.Index(e.levels(item), e.ins.Items[item].Options[answer].Score))
}

// complete reports whether a rater marked every indicator that he was asked
// about.
func (e *evaluation) complete(u *evaluatedUnit, r ratedBallot) bool {
	return !slices.ContainsFunc(u.asked, func(j int) bool { return e.indicator(j) && math.IsNaN(e.place(j, r.answers[j])) })
}
