package analysis

import (
	"slices"
	"strconv"

	"minping/scoring"
	"minping/survey"
)

// Rank says how far units' estimates fix their ranks.
type Rank struct {
	Estimates
	Method      []string `enum:"kww_none,kww_independence,kww_bonferroni,pairwise_none,pairwise_holm,pairwise_bonferroni,pairwise_BH,csranks_marginal,csranks_simul,rank_prob,rank_prob_eb,goldstein_healy" default:"kww_independence,pairwise_holm,csranks_simul,rank_prob,goldstein_healy" help:"Rank regions by simultaneous intervals (kww_…), pairwise tests (pairwise_…) or the bootstrap (csranks_…), probabilities of ranks (rank_prob, or of shrunken scores: rank_prob_eb), intervals for comparing by eye (goldstein_healy)."`
	LowestFirst bool     `help:"Rank 1 is the smallest score."`
	Ends        []int    `default:"5,10" placeholder:"K" help:"Give chances of being among the first and the last K."`
	Level       float64  `default:"0.95" help:"Level of rank regions."`
	Draws       int      `default:"2000" help:"Bootstrap draws of csranks."`
	Seed        uint64   `default:"1" help:"Where the random numbers of csranks start."`
}

// About says what the method answers.
func (Rank) About() survey.Text {
	return survey.Text{
		"zh": "名次有多可靠：每个单位的名次可能落在哪个范围，有多大可能居前或居末几位。",
		"en": "How sure are ranks: within which range does each unit's rank lie, and how likely is it among the first or the last few?",
	}
}

// rankFigures are the figures of Rank, under the names of its methods.
type rankFigures struct {
	Rows
	Level               survey.Num         `json:"level"`
	KWWNone             *kwwFigures        `json:"kww_none,omitempty"`
	KWWIndependence     *kwwFigures        `json:"kww_independence,omitempty"`
	KWWBonferroni       *kwwFigures        `json:"kww_bonferroni,omitempty"`
	PairwiseNone        *pairwiseFigures   `json:"pairwise_none,omitempty"`
	PairwiseHolm        *pairwiseFigures   `json:"pairwise_holm,omitempty"`
	PairwiseBonferroni  *pairwiseFigures   `json:"pairwise_bonferroni,omitempty"`
	PairwiseBH          *pairwiseFigures   `json:"pairwise_BH,omitempty"`
	CSRanksMarginal     []rankSet          `json:"csranks_marginal,omitempty"`
	CSRanksSimultaneous []rankSet          `json:"csranks_simul,omitempty"`
	Probability         map[string]any     `json:"rank_prob,omitempty"`
	ProbabilityShrunken map[string]any     `json:"rank_prob_eb,omitempty"`
	Comparison          *comparisonFigures `json:"goldstein_healy,omitempty"`
}

type kwwFigures struct {
	Z     survey.Num `json:"z"`
	Units []rankSet  `json:"units"`
}

type pairwiseFigures struct {
	Significant int       `json:"n_significant"` // pairs that differ
	Units       []rankSet `json:"units"`
}

type rankSet struct {
	ID   string `json:"id"`
	Rank int    `json:"rank"`
	Low  int    `json:"lo"`
	High int    `json:"hi"`
}

type comparisonFigures struct {
	Z     survey.Num           `json:"z"`
	Units []comparisonInterval `json:"units"`
}

type comparisonInterval struct {
	ID   string     `json:"id"`
	Low  survey.Num `json:"lo"`
	High survey.Num `json:"hi"`
}

// Analyze ranks the units.
func (m Rank) Analyze(t *Table) (*Result, error) {
	if err := checkLevel(m.Level); err != nil {
		return nil, err
	}
	if m.Draws < 100 {
		return nil, problem("--draws 至少 100（现为 {n}）", "--draws should be 100 or more (it is {n})", "n", m.Draws)
	}
	units, err := m.read(t)
	if err != nil {
		return nil, err
	}
	for _, k := range m.Ends {
		if k < 1 {
			return nil, problem("--ends 应是 1 以上的整数（现有 {k}）", "--ends should be 1 or more (one is {k})", "k", k)
		}
	}
	r := newRanking(m, units)
	for _, method := range m.Method {
		r.apply(method)
	}
	return r.result(), nil
}

// A ranking is a Rank under way: the largest x comes first.
type ranking struct {
	Rank
	units   *estimates
	x       []float64
	ranks   []int
	figures *rankFigures
	// columns are what the table for people shows beside the scores.
	columns []rankColumn
	notes   []survey.Text
}

type rankColumn struct {
	head  survey.Text
	cells []any
}

func newRanking(m Rank, units *estimates) *ranking {
	x := slices.Clone(units.x)
	if m.LowestFirst {
		for i := range x {
			x[i] = -x[i]
		}
	}
	return &ranking{
		Rank: m, units: units, x: x, ranks: scoring.CompetitionRanks(x),
		figures: &rankFigures{Rows: units.Rows, Level: survey.Num(m.Level)},
	}
}

// result lays the figures out, the first unit first.
func (r *ranking) result() *Result {
	order := make([]int, len(r.x))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return r.ranks[i] - r.ranks[j] })
	grid := Grid{Head: append(head("名次", "Rank"), unitHead(r.Unit)), Most: 40}
	grid.Head = append(grid.Head, head("得分", "Score", "标准误", "SE")...)
	for _, c := range r.columns {
		grid.Head = append(grid.Head, c.head)
	}
	for _, i := range order {
		row := []any{r.ranks[i], r.units.ids[i], survey.Num(r.units.x[i]), survey.Num(r.units.se[i])}
		for _, c := range r.columns {
			row = append(row, c.cells[i])
		}
		grid.Rows = append(grid.Rows, row)
	}
	notes := r.units.notes()
	notes = append(notes, say("名次范围按 {level}% 的把握给出；整体方法（kww、Holm、csranks_simul）保证所有单位同时落在各自范围内。",
		"Ranges of ranks are at {level} % confidence; with joint methods (kww, Holm, csranks_simul) all units are in their ranges together.",
		"level", round(100*r.Level, 4)))
	return &Result{Figures: r.figures, Grids: []Grid{grid}, Notes: append(notes, r.notes...)}
}

// column adds a column to the table for people.
func (r *ranking) column(zh, en string, cell func(i int) any) {
	cells := make([]any, len(r.x))
	for i := range cells {
		cells[i] = cell(i)
	}
	r.columns = append(r.columns, rankColumn{survey.Text{"zh": zh, "en": en}, cells})
}

// span words a range of ranks.
func span(low, high int) string {
	if low == high {
		return strconv.Itoa(low)
	}
	return strconv.Itoa(low) + "–" + strconv.Itoa(high)
}
