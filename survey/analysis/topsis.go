package analysis

import (
	"minping/scoring"
	"minping/survey"
)

// TOPSIS orders units by their distance to the best and the worst.
type TOPSIS struct{ Decision }

// About says what the method answers.
func (TOPSIS) About() survey.Text {
	return survey.Text{
		"zh": "多项指标合起来，哪个单位离最好的最近、离最差的最远：TOPSIS 排序。",
		"en": "Taking several indicators together, which unit is nearest to the best and farthest from the worst: ranking by TOPSIS.",
	}
}

// topsisFigures are the figures of TOPSIS, in the order of the rows; null for a
// row left out.
type topsisFigures struct {
	Units   []string     `json:"units"`
	Items   []string     `json:"items"`
	Weights []survey.Num `json:"weights"`
	Score   []survey.Num `json:"score"` // closeness, 0–1
	Plus    []survey.Num `json:"d_plus"`
	Minus   []survey.Num `json:"d_minus"`
	Rank    []survey.Num `json:"rank"`
	Entropy []survey.Num `json:"score_entropy_weights"` // closeness by entropy weights; null where there are none
	Rows
}

// Analyze computes the closeness of every row.
func (m TOPSIS) Analyze(t *Table) (*Result, error) {
	d, err := m.matrix(t)
	if err != nil {
		return nil, err
	}
	c, err := scoring.TOPSIS(d.x, d.weights, d.cost)
	if err != nil {
		return nil, reason(err)
	}
	f := topsisFigures{
		Units: d.units, Items: d.items, Weights: nums(d.weights), Rows: d.Rows,
		Score: nums(c.Score), Plus: nums(c.Plus), Minus: nums(c.Minus), Rank: ranks(c.Score),
	}
	if e, err := scoring.EntropyWeights(d.x); err == nil {
		if by, err := scoring.TOPSIS(d.x, e.W, d.cost); err == nil {
			f.Entropy = nums(by.Score)
		}
	}
	g := Grid{Head: head("名次", "Rank", "单位", "Unit", "贴近度", "Closeness", "距最好", "To the best", "距最差", "To the worst"), Most: 40}
	for _, i := range byRank(f.Rank) {
		g.add(rankCell(f.Rank[i]), f.Units[i], f.Score[i], f.Plus[i], f.Minus[i])
	}
	return &Result{Figures: f, Grids: []Grid{g, d.weighting()}, Notes: append(f.notes(),
		say("名次只说明合成后的先后，不带误差：相差很小的单位，先后不足为凭。", "The order carries no error: where closeness differs little, the order says little."))}, nil
}
