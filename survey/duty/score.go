package duty

import (
	"cmp"
	"math"
	"slices"

	"minping/scoring"
	"minping/survey"
)

// level is that of intervals, and of ranks together.
const level = 0.95

// A Result is what the sheets say of one report. Figures without a value are null.
type Result struct {
	Unit string `json:"unit"`
	// Score is the mean sum of the judges' marks without the extremes that the
	// review leaves out, of 100; its interval is Student's.
	Score survey.Num `json:"score"`
	SE    survey.Num `json:"se"`
	Low   survey.Num `json:"low"`
	High  survey.Num `json:"high"`
	N     int        `json:"n"` // judges who marked it
	// Items are the mean marks of all judges, as the review's items.
	Items  []survey.Num  `json:"items"`
	Grades map[Grade]int `json:"grades"` // how many judges gave each
	// Rank is by the score to two decimals, ties 1-2-2-4; 0: there is none. From
	// FirstRank to LastRank it may lie, all reports together at 95 %, as
	// scoring.PairedRankSets finds: that a judge is strict with all tells nothing.
	Rank      int `json:"rank,omitempty"`
	FirstRank int `json:"first_rank,omitempty"`
	LastRank  int `json:"last_rank,omitempty"`
	// Overall is the grade 综合等次 that people decided; "": none.
	Overall Grade `json:"overall,omitempty"`
}

// Score says what the sheets make of each report, the highest first; reports
// without marks come last, in the order of the units.
func (r *Review) Score() []Result {
	all := make([]Result, len(r.Units))
	var placed []*Result
	var scores []float64
	var marks [][]float64
	for i, unit := range r.Units {
		all[i] = r.result(unit)
		if all[i].N > 0 {
			placed = append(placed, &all[i])
			scores = append(scores, math.Round(float64(all[i].Score)*100)/100)
			marks = append(marks, r.byJudge(unit))
		}
	}
	for i, rank := range scoring.CompetitionRanks(scores) {
		placed[i].Rank = rank
	}
	for i, set := range scoring.PairedRankSets(marks, scores, level) {
		placed[i].FirstRank, placed[i].LastRank = set.Low, set.High
	}
	slices.SortStableFunc(all, func(a, b Result) int {
		return cmp.Compare(cmp.Or(a.Rank, len(all)+1), cmp.Or(b.Rank, len(all)+1))
	})
	return all
}

// byJudge are what the judges gave a report altogether, by sheet; NaN: nothing.
func (r *Review) byJudge(unit string) []float64 {
	sums := make([]float64, len(r.Sheets))
	for i, s := range r.Sheets {
		sums[i] = math.NaN()
		if m, given := s.Given[unit]; given {
			sums[i] = m.Sum()
		}
	}
	return sums
}

// sums are those of byJudge that are there.
func (r *Review) sums(unit string) []float64 {
	return slices.DeleteFunc(r.byJudge(unit), math.IsNaN)
}

func (r *Review) result(unit string) Result {
	nan := survey.Num(math.NaN())
	x := Result{Unit: unit, Score: nan, SE: nan, Low: nan, High: nan, Items: make([]survey.Num, len(r.Items)), Grades: map[Grade]int{}}
	for i := range x.Items {
		x.Items[i] = nan
	}
	sums := r.sums(unit)
	if x.N = len(sums); x.N == 0 {
		return x
	}
	e, _ := scoring.EstimateTrimmed(sums, r.Cut, level)
	per := 100 / r.Full()
	x.Score, x.SE = survey.Num(e.Mean*per), survey.Num(e.SE*per)
	if x.SE.OK() {
		x.Low, x.High = max(0, survey.Num(e.Low*per)), min(100, survey.Num(e.High*per))
	}
	for i := range x.Items {
		sum := 0.0
		for _, s := range r.Sheets {
			if m, given := s.Given[unit]; given {
				sum += m.Items[i]
			}
		}
		x.Items[i] = survey.Num(sum / float64(x.N))
	}
	for _, s := range r.Sheets {
		if m, given := s.Given[unit]; given && m.Grade != "" {
			x.Grades[m.Grade]++
		}
	}
	return x
}
